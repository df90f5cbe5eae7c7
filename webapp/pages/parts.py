"""The parts that pages are made of: facts with their evidence, lists, tables, panels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeAlias

if TYPE_CHECKING:
    from webapp.pages.things.reach import Reach
    from webapp.pages.tiles.tiles import TileMap
    from webapp.pages.timelines.timeline import Timeline
    from webapp.urls import Links


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a sentence; with `href` a number in it leads to the list that it counts."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    A marker: the address of the assertion, its number on the page, and in short where it comes from.

    `basis` is `transcribed`, `editorial` or `derived`.
    """

    href: str
    n: int
    source: str
    locator: str
    basis: str


@dataclass(frozen=True, slots=True)
class Level:
    """A level of an ordinal scale; `order` counts from 1 and is no amount."""

    label: str
    order: int


@dataclass(frozen=True, slots=True)
class Value:
    """
    One value of a fact; with `state`, what a source says or leaves out, and `text` the matter.

    `is_disputed` if other sources say otherwise.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    href: str | None = None
    lang: str | None = None
    state: str | None = None
    level: Level | None = None
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """What is said of a thing: a matter and its values.  Without values, `state` says why."""

    label: str
    values: tuple[Value, ...]
    href: str | None = None
    state: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A thing in a list; `is_disputed` if other sources say otherwise."""

    href: str
    label: str
    evidence: tuple[Evidence, ...]
    note: str | None = None
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class InitiativeItem:
    """An initiative in a list; `meta` are short texts beside it."""

    href: str
    label: str
    evidence: tuple[Evidence, ...]
    incomplete: bool
    meta: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InitiativeGroup:
    """
    Initiatives under one heading: `mode` is its text, `href` where it leads, `rest` what is folded.

    With `more`, the list that it leads to has all of them, and here stand the first.
    """

    mode: str
    href: str | None
    items: tuple[InitiativeItem, ...]
    rest: tuple[InitiativeItem, ...] = ()
    more: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """
    The heading of a column or row; `is_disputed` if other sources call it otherwise.

    `number` is true over figures that line up.
    """

    label: str
    href: str | None = None
    is_disputed: bool = False
    evidence: tuple[Evidence, ...] = ()
    number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """
    A cell of a table; an empty one does not exist, it has a state.

    `note` is a small text after it; where there are `values`, these stand in the cell, a line each.
    """

    text: str = ""
    href: str | None = None
    evidence: tuple[Evidence, ...] = ()
    state: str | None = None
    level: Level | None = None
    number: bool = False
    incomplete: bool = False
    is_disputed: bool = False
    note: str = ""
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of a matrix: its heading and its cells."""

    label: str
    href: str | None
    cells: tuple[Cell, ...]
    is_disputed: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The body of a panel: facts with markers, and under them what the editors add to these."""

    items: tuple[Fact, ...]
    notes: tuple[Value, ...] = ()
    shape: ClassVar[str] = "facts"


@dataclass(frozen=True, slots=True)
class Description:
    """The body of a panel: what is said of a term of our own vocabulary, where no source stands behind it."""

    items: tuple[Fact, ...]
    shape: ClassVar[str] = "description"


@dataclass(frozen=True, slots=True)
class Things:
    """The body of a panel: a list of things under a `title`, and behind a fold the `rest` of a long one."""

    items: tuple[Item, ...]
    rest: tuple[Item, ...] = ()
    title: str = ""
    shape: ClassVar[str] = "things"


@dataclass(frozen=True, slots=True)
class Initiatives:
    """The body of a panel: initiatives in groups, under a `title` where one is needed."""

    groups: tuple[InitiativeGroup, ...]
    title: str = ""
    shape: ClassVar[str] = "initiatives"


@dataclass(frozen=True, slots=True)
class Gap:
    """The body of a panel that has nothing to list: what the sources say, or leave out, about the matter."""

    facts: tuple[Fact, ...]
    shape: ClassVar[str] = "gap"


@dataclass(frozen=True, slots=True)
class Table:
    """
    The body of a panel: a table.

    The rows of `rest` stand behind a fold; with `cards`, each row becomes a card on a narrow screen.
    """

    id: str
    caption: str
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Cell | str, ...], ...]
    note: str = ""
    tall: bool = False
    rest: tuple[tuple[Cell | str, ...], ...] = ()
    cards: bool = False
    shape: ClassVar[str] = "table"


@dataclass(frozen=True, slots=True)
class Words:
    """The body of a panel: a sentence whose numbers lead to their lists, or links under a block."""

    phrases: tuple[Phrase, ...]
    shape: ClassVar[str] = "words"


Body: TypeAlias = (
    "Facts | Description | Things | Initiatives | Gap | Table | Reach | Words | TileMap | Timeline"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is shown: `number` of `total`; `{}` in `href` is a number."""

    number: int
    total: int
    href: str


@dataclass(frozen=True, slots=True)
class Panel:
    """
    One block of a page, with the addresses of the data behind it.

    `count` is that of all things it is about; `caution` stands above the bodies, `part` under them.  The
    heading of a `wide` one stands above the content and not beside it.  `term` is the address of the page of
    the term that the title names.
    """

    id: str
    title: str
    bodies: tuple[Body, ...]
    links: Links | None = None
    count: int | None = None
    lead: str = ""
    caution: str = ""
    part: Part | None = None
    wide: bool = False
    term: str = ""


Crumb: TypeAlias = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class ThingPage:
    """
    All that `thing.html` may use: the page of one thing.

    `formats` are (name, address, media type) of the same thing as data; `tag` is a key of the small marks,
    such as `incomplete`, or empty.  `summary` is one sentence whose numbers open their lists; `tools` are
    (name, address) of what else shows the thing, such as a comparison. `kind_term` is the
    address of the page of the term that `kind` is.
    """

    section: str
    kind: str
    title: str
    lead: str
    iri: str
    crumbs: tuple[Crumb, ...]
    formats: tuple[tuple[str, str, str], ...]
    panels: tuple[Panel, ...]
    tag: str = ""
    kind_term: str = ""
    summary: tuple[Phrase, ...] = ()
    tools: tuple[tuple[str, str], ...] = ()

"""Rows of a comparison: what stands on each side of one matter, and whether the sides differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from webapp.pages.matrices.grid import folded
from webapp.pages.parts import Value
from webapp.pages.sentences import counted
from webapp.reach import NOT_STATED, RECORDED
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.parts import Evidence

MOST_VALUES: Final = 6
"""How many facts stand in one cell; what is over leads to the list of all."""


Said: TypeAlias = dict[str, dict[tuple[str, str], list[str]]]
"""What is said of one thing: by property, values as (IRI or text, name to show) with their assertions."""


@dataclass(frozen=True, slots=True)
class Side:
    """
    One cell of a comparison.

    A recorded one has `values`, facts with their markers, or a `count` of things as a link to their list;
    the others have a `state` and no more, but for the `evidence` of that state.  `note` is a small text after
    it, `more` how many further values the list at `href` has.  Two sides are alike if their `same_as` are.
    """

    same_as: Hashable
    state: str = RECORDED
    values: tuple[Value, ...] = ()
    count: int | None = None
    text: str = ""
    href: str = ""
    note: str = ""
    more: int = 0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One matter, and a side for each of the things compared, in their order."""

    label: str
    sides: tuple[Side, ...]
    href: str = ""
    note: str = ""

    @property
    def is_same(self) -> bool:
        """Tell whether all sides say the same, or nothing is known on any of them."""
        first, *others = (side.same_as for side in self.sides)
        return all(other == first for other in others)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind of matter; `caution` is what a reader of them has to know."""

    title: str
    rows: tuple[Row, ...]
    caution: str = ""


def split(groups: Iterable[Group]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Return the groups twice: with the rows that differ alone, and with those that do not."""
    differing: list[Group] = []
    alike: list[Group] = []
    for group in groups:
        for found, is_same in ((differing, False), (alike, True)):
            rows = tuple(row for row in group.rows if row.is_same == is_same)
            if rows:
                found.append(Group(group.title, rows, group.caution))
    return tuple(differing), tuple(alike)


def unknown(state: str = NOT_STATED, evidence: tuple[Evidence, ...] = (), note: str = "") -> Side:
    """Return the side of a thing on which nothing is known; such sides are alike if their states are."""
    return Side((None, state), state, evidence=evidence, note=note)


def facts(values: Sequence[Value], href: str = "", silent: Side | None = None) -> Side:
    """
    Return a side with facts; they are compared by their words and by where they lead.

    Args:
        values: The facts.
        href: Where all of them stand, if there may be more than a cell takes.
        silent: The side where there are none.
    """
    if not values:
        return silent or unknown()
    same_as = frozenset((value.text, value.href) for value in values)
    shown = values[:MOST_VALUES] if href else values
    return Side(same_as, values=tuple(shown), href=href, more=len(values) - len(shown))


def number(things: Collection[str], words: tuple[str, str], href: str, silent: Side, note: str = "") -> Side:
    """Return a side that counts things, compared by what they are; never 0, but what `silent` says."""
    if not things:
        return silent
    text = counted(len(things), *words)
    return Side(frozenset(things), count=len(things), text=text, href=href, note=note)


def said_row(draft: Draft, label: str, said: Sequence[Said], name: str) -> Row:
    """Return the row of one property, whose IRI is `name`, of which each side may have several values."""
    return Row(label, tuple(facts(_values(draft, of.get(name, {}))) for of in said), "")


def statements(draft: Draft, things: Iterable[str]) -> list[Said]:
    """Return what is said of each of some things in English or without a language."""
    found: list[Said] = []
    for thing in things:
        said: Said = defaultdict(lambda: defaultdict(list))
        for row in draft.knowledge.rows("statements", subject=thing).rows:
            value = row["value"]
            is_thing = not hasattr(value, "language")
            if not is_thing and getattr(value, "language", None) not in {None, "", "en"}:
                continue
            text = draft.names.label(value.value) if is_thing else value.value
            said[row["property"].value][value.value, text].append(row["assertion"].value)
        found.append(said)
    return found


def _values(draft: Draft, of: Mapping[tuple[str, str], list[str]]) -> tuple[Value, ...]:
    return tuple(
        draft.link(iri, *graphs, text=text)
        if iri.startswith("http") and iri != text
        else Value(text, draft.evidence(*graphs), is_disputed=draft.is_disputed(*graphs))
        for (iri, text), graphs in of.items()
    )


def by_thing(
    draft: Draft,
    sides: Sequence[Sequence[Mapping[str, str]]],
    column: str,
    words: Callable[[Mapping[str, str]], str],
    silent: Callable[[int], Side] = lambda _: unknown(),
) -> tuple[Row, ...]:
    """
    Return a row for each thing that any side has, by name.

    Args:
        draft: The page.
        sides: Rows of a query for each of the things compared.
        column: The column that holds the thing; its name is in `<column>Label`.
        words: What a cell says of a row of the query.
        silent: The side, by its place, where a thing is not on record.
    """
    labels = {row[column]: row[f"{column}Label"] for rows in sides for row in rows}
    held: list[dict[str, list[Value]]] = []
    for rows in sides:
        of: dict[str, list[Value]] = {}
        for row in rows:
            of.setdefault(row[column], []).append(_fact(draft, row, words(row)))
        held.append(of)
    return tuple(
        Row(
            label,
            tuple(facts(of[iri]) if iri in of else silent(at) for at, of in enumerate(held)),
            path,
        )
        for iri, label, path in _named(labels)
    )


def _fact(draft: Draft, row: Mapping[str, str], text: str) -> Value:
    graphs = row["assertion"]
    return Value(text, draft.evidence(graphs), is_disputed=draft.is_disputed(graphs))


def _named(labels: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return things with names and paths, by name; those that share a name have their keys beside it."""
    often = Counter(labels.values())
    told = {iri: f"{label} ({key_of(iri)})" if often[label] > 1 else label for iri, label in labels.items()}
    return [(iri, told[iri], path_of(iri)) for iri in sorted(told, key=lambda iri: (folded(told[iri]), iri))]

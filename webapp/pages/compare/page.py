"""The comparison of two to six things of one kind: what differs first, then what is the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.exports.sheets import Sheet
from kg.namespaces import thing
from webapp.citing import citation
from webapp.kinds import KINDS
from webapp.pages.compare.countries import country_groups
from webapp.pages.compare.domains import domain_groups
from webapp.pages.compare.processes import process_groups
from webapp.pages.compare.rows import split
from webapp.pages.draft import Draft
from webapp.pages.matrices.axes import Tab
from webapp.pages.matrices.choice import Entry, Select, address
from webapp.pages.matrices.grid import by_name, folded, state_labels
from webapp.pages.parts import Heading
from webapp.reach import RECORDED
from webapp.urls import key_of, path_of, tool_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from werkzeug.datastructures import MultiDict

    from kg.citations import Citation
    from webapp.knowledge import Knowledge
    from webapp.pages.compare.rows import Group, Side
    from webapp.urls import Links

PATH: Final = "/compare"
FEWEST, MOST = 2, 6
_LONGEST_SHOWN: Final = 60
_MOST_UNKNOWN: Final = 10
_GROUPS: Final[dict[str, Callable[[Draft, Sequence[str]], Iterator[Group]]]] = {
    "country": country_groups,
    "process": process_groups,
    "domain": domain_groups,
}
_CALLED: Final = {
    "country": ("country", "countries"),
    "process": ("process", "processes"),
    "domain": ("domain", "domains"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One of the things compared; `without` is the address of the comparison without it."""

    heading: Heading
    without: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """
    All that `compare.html` may use.

    `keys` are those of the things chosen.  `sentences` say what is wrong with what was asked for, or what is
    missing; there are `columns`, and rows in `differing` and `alike`, only where two to six things of one
    kind were chosen.
    """

    kind: str
    many: str
    title: str
    keys: tuple[str, ...]
    tabs: tuple[Tab, ...]
    sentences: tuple[str, ...]
    selects: tuple[Select, ...]
    chosen: tuple[Column, ...]
    columns: tuple[Column, ...]
    differing: tuple[Group, ...]
    alike: tuple[Group, ...]
    differ_count: int
    alike_count: int
    links: Links | None
    cite: Citation


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks to compare: the kind, IRIs by name, and sentences on what is wrong."""

    kind: str
    things: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """Tell whether there is something to compare."""
        return FEWEST <= len(self.things) <= MOST

    def pairs(self) -> list[tuple[str, str]]:
        """Return names and values for an address, things in the order of their names."""
        return [(self.kind, key_of(iri)) for iri, _ in self.things]


def asked_of(knowledge: Knowledge, args: MultiDict[str, str]) -> Asked:
    """Read from a request what to compare; two kinds at once are none."""
    given = {kind: sorted(set(filter(None, args.getlist(kind)))) for kind in _GROUPS}
    kinds = [kind for kind, keys in given.items() if keys]
    if len(kinds) > 1:
        words = " and ".join(_CALLED[kind][1] for kind in kinds)
        sentence = f"A comparison holds things of one kind; the address names {words}. Choose one kind."
        return Asked(kinds[0], (), (sentence,))
    wanted = args.get("kind", "")
    kind = kinds[0] if kinds else (wanted if wanted in _GROUPS else "country")
    known = [key for key in given[kind] if knowledge.names.has_label(thing(kind, key))]
    unknown = [key for key in given[kind] if key not in known]
    sentences = [f"There is no {_CALLED[kind][0]} “{key[:_LONGEST_SHOWN]}” here." for key in unknown]
    if len(unknown) > _MOST_UNKNOWN:
        sentences = [*sentences[:_MOST_UNKNOWN], "Further names that are not here are left out."]
    if len(known) == 1:
        sentences.append(f"One {_CALLED[kind][0]} alone cannot be compared: choose a second one.")
    if len(known) > MOST:
        over = len(known) - MOST
        sentences.append(
            f"A comparison holds {MOST} at most, and {len(known)} were chosen: leave out {over} of them."
        )
    things = _in_order(knowledge, kind, (thing(kind, key) for key in known))
    return Asked(kind, tuple(things), tuple(sentences))


def _in_order(knowledge: Knowledge, kind: str, iris: Iterable[str]) -> list[tuple[str, str]]:
    """Return things with names in the order of these; a domain's name has its framework beside it."""
    if kind != "domain":
        return by_name(knowledge.names, iris)
    of = {row["domain"]: row for row in knowledge.table("domains")}
    named = [(iri, _domain_name(of[iri])) for iri in iris if iri in of]
    return sorted(named, key=lambda entry: (folded(entry[1]), entry[0]))


def _domain_name(row: Mapping[str, str]) -> str:
    return f"{row['label']} ({row['frameworkLabel']} {row.get('notation') or row['number']})"


def compare_page(knowledge: Knowledge, asked: Asked) -> ComparePage:
    """Return the page: what differs, what is the same, and a form to choose other things."""
    groups = _groups(knowledge, asked)
    differing, alike = split(groups)
    chosen = tuple(
        Column(Heading(label, path_of(iri)), address(PATH, _without(asked, iri)))
        for iri, label in asked.things
    )
    names = ", ".join(label for _, label in asked.things)
    title = names if asked.is_ready else f"Compare {_CALLED[asked.kind][1]}"
    return ComparePage(
        asked.kind,
        _CALLED[asked.kind][1],
        title,
        tuple(key for _, key in asked.pairs()),
        tuple(Tab(f"{PATH}?kind={kind}", KINDS[kind].many, kind == asked.kind) for kind in _GROUPS),
        asked.sentences,
        tuple(_selects(knowledge, asked)),
        chosen,
        chosen if asked.is_ready else (),
        differing,
        alike,
        sum(len(group.rows) for group in differing),
        sum(len(group.rows) for group in alike),
        tool_links(PATH, asked.pairs()) if asked.is_ready else None,
        citation(f"Comparison: {names}" if asked.is_ready else title, address(PATH, asked.pairs())),
    )


def _groups(knowledge: Knowledge, asked: Asked) -> tuple[Group, ...]:
    if not asked.is_ready:
        return ()
    return tuple(_GROUPS[asked.kind](Draft(knowledge), [iri for iri, _ in asked.things]))


def _without(asked: Asked, iri: str) -> list[tuple[str, str]]:
    pairs = [(kind, key) for kind, key in asked.pairs() if key != key_of(iri)]
    return pairs or [("kind", asked.kind)]


def _selects(knowledge: Knowledge, asked: Asked) -> Iterator[Select]:
    """Return the lists to choose from: two of them at first, later one to add another thing."""
    if len(asked.things) >= MOST:
        return
    taken = {iri for iri, _ in asked.things}
    free = (iri for iri in _choices(knowledge, asked.kind) if iri not in taken)
    entries = tuple(Entry(key_of(iri), label) for iri, label in _in_order(knowledge, asked.kind, free))
    one = _CALLED[asked.kind][0]
    labels = (f"First {one}", f"Second {one}") if not taken else (f"Add a {one}",)
    for label in labels:
        yield Select(asked.kind, label, (Entry("", f"Choose a {one}"), *entries))


def _choices(knowledge: Knowledge, kind: str) -> Iterable[str]:
    if kind == "country":
        return knowledge.reach.countries
    if kind == "process":
        return knowledge.reach.processes
    return (row["domain"] for row in knowledge.table("domains"))


def compare_sheet(knowledge: Knowledge, asked: Asked) -> Sheet:
    """Return the comparison as a table to take away: the words of each cell, its state, and its evidence."""
    labels = [label for _, label in asked.things]
    state_words = state_labels(knowledge.names)
    differing, alike = split(_groups(knowledge, asked))
    rows = tuple(
        (
            group.title,
            row.label,
            "same" if row.is_same else "different",
            *(side_words(side, state_words) for side in row.sides),
            *(side.state for side in row.sides),
            *(_evidence(side) for side in row.sides),
        )
        for half in (differing, alike)
        for group in half
        for row in group.rows
    )
    columns = ("Group", "Matter", "Same or different", *labels)
    columns += (*(f"State: {label}" for label in labels), *(f"Evidence: {label}" for label in labels))
    cautions = dict.fromkeys(group.caution for half in (differing, alike) for group in half if group.caution)
    title = f"Comparison: {', '.join(labels)}" if labels else "Comparison of nothing"
    return Sheet(title, columns, rows, tuple(cautions))


def side_words(side: Side, state_words: Mapping[str, str]) -> str:
    """Return a cell as it reads on the screen, without its markers."""
    if side.state != RECORDED:
        return "; ".join(filter(None, (state_words[side.state], side.note)))
    values = [f"{value.text}{', sources disagree' if value.is_disputed else ''}" for value in side.values]
    more = f"{side.more} more" if side.more else ""
    return "; ".join(filter(None, (side.text, *values, more, side.note)))


def _evidence(side: Side) -> str | None:
    """Return the documents behind a cell with the place in each; None for a count, whose list has them."""
    found = (*side.evidence, *(evidence for value in side.values for evidence in value.evidence))
    places = dict.fromkeys(", ".join(filter(None, (one.source, one.locator))) for one in found)
    return "; ".join(places) or None

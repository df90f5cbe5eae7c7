"""The page of the timeline: what its address asks for, in parts, and the same as rows to take away."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.exports.sheets import Sheet
from kg.namespaces import thing
from webapp.kinds import kind_named
from webapp.pages.draft import Draft
from webapp.pages.options import Option
from webapp.pages.parts import Part, Value
from webapp.pages.portions import page_number
from webapp.pages.prepared import once
from webapp.pages.timelines.events import Choice, Event, all_events, chosen
from webapp.pages.timelines.timeline import PATH, Row, Timeline, number_of, row_of, timeline
from webapp.urls import Links, key_of, path_of, tool_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.citations import Citation
    from webapp.knowledge import Knowledge

PART: Final = 40
"""How many events stand on a page."""
NEWEST, OLDEST = "newest", "oldest"
_TIES: Final = {"process": "process", "country": "country", "level": "meeting-level"}
_KINDS: Final = {"meeting": "Meetings", "initiative": "Initiatives"}
_TIED: Final = ("process", "body", "level", "city", "country")
_YEAR: Final = re.compile(r"[0-9]{4}")
_LONGEST_SHOWN: Final = 40
_NOT_RECORDED: Final = "not recorded"
_COLUMNS: Final = (
    "kind", "name", "date", "begins", "ends", "precision", "note", "process", "organ", "level", "city",
    "country", "sources disagree", "source", "locator", "address",
)  # fmt: skip
_NOTE: Final = (
    "A date is as exact as the source gives it; begins and ends are the first and the last day that it "
    "may mean."
)

Arguments = dict[str, tuple[str, ...]]
"""What an address asks for: the values of each parameter, without empty ones."""


@dataclass(frozen=True, slots=True)
class Field:
    """A list to choose from; `value` is what is chosen."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str


@dataclass(frozen=True, slots=True)
class YearCount:
    """A year with how many events may have been in it; `href` lists them."""

    year: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """
    All that `timeline.html` may use.

    `about` are the things that it was narrowed to; `undated` have no date in any source read so far;
    `problem` says what is wrong with the address, and nothing is listed then.
    """

    fields: tuple[Field, ...]
    first: str
    last: str
    about: tuple[Value, ...] = ()
    timeline: Timeline | None = None
    part: Part | None = None
    undated: tuple[Row, ...] = ()
    years: tuple[YearCount, ...] = ()
    links: Links | None = None
    problem: str = ""
    cite: Citation | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """An address understood: the choice, the order and the part; or the `problem` with it."""

    choice: Choice
    order: str
    part: int
    pairs: tuple[tuple[str, str], ...]
    problem: str = ""


def asked(knowledge: Knowledge, given: Mapping[str, Sequence[str]]) -> Asked:
    """
    Understand the parameters of an address.

    Args:
        knowledge: The graph.
        given: Values by parameter: keys of things in `process`, `country` and `level`, `kind`, years in
            `from` and `to`, `order`, `page`; others are left aside.
    """
    values: Arguments = {
        name: tuple(dict.fromkeys(filter(None, (text.strip() for text in given.get(name, ())))))
        for name in (*_TIES, "kind", "from", "to", "order", "page")
    }
    pairs = tuple((name, text) for name in values if name != "page" for text in values[name])
    order = values["order"][0] if values["order"] else NEWEST
    part = values["page"][0] if values["page"] else "1"
    wanted = {name: tuple(thing(kind, key) for key in values[name]) for name, kind in _TIES.items()}
    choice = Choice(wanted["process"], wanted["country"], wanted["level"], values["kind"])
    problem = next(_problems(knowledge, values, order), "")
    if not problem:
        choice = replace(
            choice,
            first=int(values["from"][0]) if values["from"] else choice.first,
            last=int(values["to"][0]) if values["to"] else choice.last,
        )
        if choice.first > choice.last:
            problem = f"The first year, {choice.first}, is after the last, {choice.last}."
    return Asked(choice, order, page_number(part), pairs, problem)


def _problems(knowledge: Knowledge, values: Arguments, order: str) -> Iterator[str]:
    """Say what is wrong with values, in the order of the parameters."""
    for name, segment in _TIES.items():
        for key in values[name]:
            if key not in _keys(knowledge)[segment]:
                yield f"There is no {kind_named(segment).one} “{_cut(key)}” here."
    for kind in values["kind"]:
        if kind not in _KINDS:
            yield f"There is no kind “{_cut(kind)}” here; it is “meeting” or “initiative”."
    for year in (*values["from"], *values["to"]):
        if not _YEAR.fullmatch(year):
            yield f"“{_cut(year)}” is no year; write it in four figures, such as 2016."
    if order not in {NEWEST, OLDEST}:
        yield f"There is no order “{_cut(order)}”; it is “newest” or “oldest”."


@once
def _keys(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Return the keys of all things that the timeline can be narrowed to, by segment."""
    return {
        segment: frozenset(map(key_of, knowledge.names.things(kind_named(segment))))
        for segment in _TIES.values()
    }


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def timeline_page(knowledge: Knowledge, want: Asked) -> TimelinePage:
    """Return the page for an address."""
    draft, values = Draft(knowledge), dict(want.pairs)
    fields = _fields(knowledge, values)
    first, last = (_cut(values.get(name, "")) for name in ("from", "to"))
    if want.problem:
        return TimelinePage(fields, first, last, problem=want.problem)
    dated, undated = chosen(knowledge, want.choice)
    ordered = dated if want.order == OLDEST else dated[::-1]
    parts = max(1, -(-len(ordered) // PART))
    number = min(max(want.part, 1), parts)
    shown = ordered[(number - 1) * PART : number * PART]
    address = f"{PATH}?{urlencode(want.pairs, safe='/')}" if want.pairs else PATH
    more = f"{address}{'&' if want.pairs else '?'}page={{}}"
    return TimelinePage(
        fields,
        first,
        last,
        tuple(_about(knowledge, want.choice)),
        timeline(draft, shown, dated, address) if shown else None,
        Part(number, parts, more) if parts > 1 else None,
        tuple(row_of(draft, event, f"u{at}") for at, event in enumerate(undated, 1)) if number == 1 else (),
        _years(dated, chosen(knowledge, _of_all_years(want.choice))[0], want.pairs),
        tool_links(PATH, want.pairs),
    )


def _about(knowledge: Knowledge, choice: Choice) -> Iterator[Value]:
    for iri in (*choice.process, *choice.country):
        yield Value(knowledge.names.label(iri), href=path_of(iri))


def _of_all_years(choice: Choice) -> Choice:
    return Choice(choice.process, choice.country, choice.level, choice.kind)


def _years(
    dated: Sequence[Event], of_all_years: Sequence[Event], pairs: Sequence[tuple[str, str]]
) -> tuple[YearCount, ...]:
    """Return the years in which events begin, each with how many of all years may have been in it."""
    others = [(name, text) for name, text in pairs if name not in {"from", "to"}]
    return tuple(
        YearCount(
            str(year),
            number_of(event for event in of_all_years if event.first <= year <= event.last),
            f"{PATH}?{urlencode([*others, ('from', year), ('to', year)], safe='/')}",
        )
        for year in sorted({event.year for event in dated})
    )


@once
def _choices(knowledge: Knowledge) -> dict[str, tuple[Option, ...]]:
    """Return what the lists of the form offer: all that any event is tied to, by name."""
    found: dict[str, dict[str, str]] = {name: {} for name in _TIES}
    for event in all_events(knowledge):
        for name in _TIES:
            found[name] |= event.tied(name)
        found["country"] |= event.tied("party")
    return {
        name: tuple(
            Option(key_of(iri), label)
            for iri, label in sorted(labels.items(), key=lambda item: (item[1].casefold(), item[0]))
        )
        for name, labels in found.items()
    }


def _fields(knowledge: Knowledge, values: Mapping[str, str]) -> tuple[Field, ...]:
    labels = {"process": "Process", "country": "Country", "level": "Level of meeting"}
    kinds = tuple(Option(key, label) for key, label in _KINDS.items())
    orders = (Option(NEWEST, "Newest first"), Option(OLDEST, "Oldest first"))
    choices = _choices(knowledge)
    return (
        *(Field(name, labels[name], (_ALL, *choices[name]), values.get(name, "")) for name in _TIES),
        Field("kind", "Kind", (_ALL, *kinds), values.get("kind", "")),
        Field("order", "Order", orders, values.get("order", NEWEST)),
    )


_ALL: Final = Option("", "All")


def timeline_sheet(knowledge: Knowledge, want: Asked) -> Sheet:
    """Return all events of a choice as rows, in the order of the page, those without a date at the end."""
    dated, undated = chosen(knowledge, want.choice)
    ordered = dated if want.order == OLDEST else dated[::-1]
    draft = Draft(knowledge)
    rows = tuple(_entries(draft, event) for event in (*ordered, *undated))
    return Sheet("Timeline of meetings and initiatives", _COLUMNS, rows, (_NOTE,))


def _entries(draft: Draft, event: Event) -> tuple[str | bool | None, ...]:
    row = row_of(draft, event, "")
    names = [", ".join(event.tied(tie).values()) or None for tie in _TIED]
    return (
        event.kind,
        event.label,
        event.words,
        event.begins,
        event.ends,
        event.precision or None,
        event.note or None,
        *names,
        row.is_disputed,
        "; ".join(dict.fromkeys(mark.source for mark in row.evidence)) or _NOT_RECORDED,
        "; ".join(dict.fromkeys(mark.locator for mark in row.evidence if mark.locator)) or _NOT_RECORDED,
        row.href,
    )

"""The timeline: what was held or began when, as exactly as sources say, as a drawing and a list by year."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import urlencode

from webapp.pages.parts import Value
from webapp.pages.timelines.events import Choice, Event, chosen, dated_of_processes
from webapp.pages.timelines.strip import Strip, strip
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.parts import Evidence

PATH: Final = "/timeline"


@dataclass(frozen=True, slots=True)
class Row:
    """One event in the list; `about` are what it is tied to: process, organ, level, place."""

    id: str
    when: str
    label: str
    href: str
    kind: str
    evidence: tuple[Evidence, ...]
    about: tuple[Value, ...]
    note: str = ""
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """The events that stand under one year."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """
    Events as a drawing and a list, also the body of a panel.

    `total` counts all that were asked for, of which `shown` are here; all of them stand at `href`.  An event
    to which sources give several dates counts once, though it stands under each: then `is_repeated`.
    """

    years: tuple[Year, ...]
    strip: Strip | None
    total: int
    shown: int
    href: str
    is_repeated: bool = False
    shape: ClassVar[str] = "timeline"


def timeline(draft: Draft, events: Sequence[Event], dated: Sequence[Event], href: str) -> Timeline:
    """Return some of the `dated` events as a timeline, in the order in which they are given."""
    rows = [(f"e{at}", event) for at, event in enumerate(events, 1)]
    years = tuple(
        Year(str(year), tuple(row_of(draft, event, name) for name, event in found))
        for year, found in groupby(rows, lambda row: row[1].year)
    )
    total, shown = number_of(dated), number_of(events)
    return Timeline(years, strip(rows), total, shown, href, shown < len(events))


def number_of(events: Iterable[Event]) -> int:
    """Return how many events these are, each once, under however many dates it stands."""
    return len({event.iri for event in events})


def row_of(draft: Draft, event: Event, name: str) -> Row:
    """Return an event as a row of the list, whose id is `name`."""
    return Row(
        name,
        event.words,
        event.label,
        path_of(event.iri),
        event.kind,
        draft.evidence(event.graph),
        tuple(_about(event)),
        event.note,
        bool(event.claim) or draft.is_disputed(event.graph),
    )


def _about(event: Event) -> Iterable[Value]:
    for tie in ("process", "body", "level"):
        for iri, label in event.tied(tie).items():
            yield Value(label, href=path_of(iri))
    city = ", ".join(event.tied("city").values())
    countries = event.tied("country")
    for iri, label in countries.items():
        yield Value(f"{city}, {label}" if city else label, href=path_of(iri))
    if city and not countries:
        yield Value(city)


def short_timeline(draft: Draft, process: str = "", country: str = "", most: int = 30) -> Timeline | None:
    """
    Return the newest events of a process or country, to stand on its page; None if none has a date.

    Args:
        draft: The page.
        process: The IRI of a process.
        country: The IRI of a country, in which they were held or that took part.
        most: How many at most.
    """
    if process and not country:
        dated = dated_of_processes(draft.knowledge).get(process, ())
    else:
        choice = Choice(process=tuple(filter(None, [process])), country=tuple(filter(None, [country])))
        dated, _ = chosen(draft.knowledge, choice)
    if not dated:
        return None
    asked = {"process": key_of(process)} if process else {"country": key_of(country)}
    return timeline(draft, dated[::-1][:most], dated, f"{PATH}?{urlencode(asked, safe='/')}")

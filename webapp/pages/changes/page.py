"""The page of what changed: the releases with what lies between them, and the changes in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.changes.choosing import local
from kg.changes.model import MEANINGS, Kind
from kg.namespaces import ID, RC
from webapp.pages.changes.asking import PATH
from webapp.pages.dates import in_words
from webapp.pages.options import Option
from webapp.urls import path_of_any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.changes.editions import Edition
    from kg.changes.model import Change, Record
    from webapp.names import Names
    from webapp.pages.changes.asking import Asked, Told

_LONGEST: Final = 400
_MOST_SHOWN: Final = 100
_MOST_SIGNS: Final = 40_000

WORDS: Final[dict[Kind, str]] = {
    Kind.ADDED: "new",
    Kind.REMOVED: "removed",
    Kind.CHANGED: "value replaced",
    Kind.STATED: "newly stated",
    Kind.WITHDRAWN: "no longer stated",
    Kind.RENAMED: "other name",
    Kind.EVIDENCE: "evidence edited",
    Kind.ONTOLOGY: "ontology",
    Kind.RELEASE: "release",
}
"""What pages call the kinds of changes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change: its words, the address of its own page, and that of the thing, empty where it has none."""

    kind: str
    sentence: str
    href: str
    thing: str
    thing_href: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class Step:
    """Two releases that follow each other; `counts` are (words, number, address of the list)."""

    old: str
    new: str
    href: str
    day: str
    counts: tuple[tuple[str, int, str], ...]
    added: int
    removed: int
    patch: str


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements behind a change that is shown alone; `left_out` are those for which there is no room."""

    added: str
    removed: str
    left_out: int


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form, and what its lists offer."""

    since: str
    until: str
    entity: str
    kind: str
    type: str
    kinds: tuple[Option, ...]
    types: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """
    All that `changes.html` may use.

    `lines` are grouped by release: (heading, changes).  `nothing` says why there are none.  `is_pair` where
    two releases were named.  `formats` are (label, address, media type).
    """

    title: str
    lead: str
    path: str
    steps: tuple[Step, ...]
    left_out: str
    count: int
    lines: tuple[tuple[str, tuple[Line, ...]], ...]
    nothing: str
    statements: Statements | None
    page: int
    pages: int
    href: str
    form: Form
    is_pair: bool
    is_filtered: bool
    meanings: tuple[tuple[str, str], ...]
    formats: tuple[tuple[str, str, str], ...]


def changes_page(known: Sequence[Edition], want: Asked, told: Told, names: Names) -> ChangesPage:
    """Return the page of what changed from release to release."""
    lead = "What was added, removed, replaced or renamed from release to release, thing by thing."
    return _page("Changes", lead, PATH, want, told, names, _why_nothing(known, want))


def pair_page(old: Edition, new: Edition, want: Asked, told: Told, names: Names) -> ChangesPage:
    """Return the page of what changed between two releases."""
    title = f"From release {old.name} to {new.name}"
    lead = "What one has to add, remove, replace and rename to get from the first release to the second."
    nothing = "Nothing of what is asked for differs." if want.given else "The two releases are the same."
    return _page(title, lead, f"{PATH}/{old.name}...{new.name}", want, told, names, nothing, is_pair=True)


def day_of(edition: Edition) -> str:
    """Return the day of a release in words; empty if it is not published."""
    day = edition.issued.isoformat() if edition.issued else ""
    return in_words(day, day, "day") if day else ""


def _page(  # noqa: PLR0913, PLR0917  (it fills one dataclass)
    title: str,
    lead: str,
    path: str,
    want: Asked,
    told: Told,
    names: Names,
    nothing: str,
    *,
    is_pair: bool = False,
) -> ChangesPage:
    shown = told.page(want.page)
    return ChangesPage(
        title=title,
        lead=lead,
        path=path,
        steps=tuple(_step(record) for record in told.records),
        left_out=told.records[-1].old.name if told.left_out else "",
        count=len(told.changes),
        lines=tuple(
            (_heading(record), tuple(_line(change, names) for change in shown if change.pair == pair))
            for pair, record in {_pair(record): record for record in told.records}.items()
            if any(change.pair == pair for change in shown)
        ),
        nothing="" if told.changes else nothing,
        statements=_statements(shown[0]) if want.choice.keys and len(shown) == 1 else None,
        page=want.page,
        pages=told.pages,
        href=path + want.query(page="{}"),
        form=_form(want, told, names),
        is_pair=is_pair,
        is_filtered=bool(want.given),
        meanings=tuple((WORDS[kind], MEANINGS[kind]) for kind in Kind),
        formats=formats(path, want, is_pair=is_pair),
    )


def _form(want: Asked, told: Told, names: Names) -> Form:
    return Form(
        since=want.since,
        until=want.until,
        entity=" ".join(thing.removeprefix(ID) for thing in want.choice.things[:1]),
        kind=want.choice.kinds[0].value if want.choice.kinds else "",
        type=want.choice.types[0] if want.choice.types else "",
        kinds=(Option("", "All kinds"), *(Option(kind.value, WORDS[kind]) for kind in Kind)),
        types=(Option("", "All classes"), *_types(told.records, want, names)),
    )


def formats(path: str, want: Asked, *, is_pair: bool) -> tuple[tuple[str, str, str], ...]:
    """Return the other forms of a page: label, address, media type; the patch is of all that changed."""
    same = [
        ("JSON", f"{path}.json{want.query()}", "application/json"),
        ("Atom feed", f"{path}.atom{want.query()}", "application/atom+xml"),
        ("CSV", f"{path}.csv{want.query()}", "text/csv"),
    ]
    if is_pair and not want.given:
        same += [
            ("RDF Patch", f"{path}.rdfp", "application/rdf-patch"),
            ("N-Quads, added", f"{path}.added.nq", "application/n-quads"),
            ("N-Quads, removed", f"{path}.removed.nq", "application/n-quads"),
        ]
    return tuple(same)


def _why_nothing(known: Sequence[Edition], want: Asked) -> str:
    if not known:
        return (
            "This site answers from an endpoint elsewhere and keeps no releases, so nothing can be compared."
        )
    if len(known) == 1:
        return f"There is one release, {known[0].name}; nothing has changed since."
    return "Nothing of what is asked for has changed." if want.given else "Nothing has changed."


def _pair(record: Record) -> str:
    return f"{record.old.name}...{record.new.name}"


def _heading(record: Record) -> str:
    day = day_of(record.new)
    return f"Release {record.new.name}, {day}" if day else f"Release {record.new.name}, not published"


def _step(record: Record) -> Step:
    href = f"{PATH}/{_pair(record)}"
    return Step(
        old=record.old.name,
        new=record.new.name,
        href=href,
        day=day_of(record.new),
        counts=tuple((WORDS[kind], n, f"{href}?kind={kind.value}") for kind, n in record.counts.items()),
        added=record.added,
        removed=record.removed,
        patch=f"{href}.rdfp",
    )


def _line(change: Change, names: Names) -> Line:
    """Return a change in words; what is no longer served has no page to lead to."""
    has_page = names.has_label(change.thing)
    return Line(
        kind=WORDS[change.kind],
        sentence=_cut(change.sentence),
        href=f"{PATH}/{change.pair}?id={change.key}",
        thing=change.name,
        thing_href=path_of_any(change.thing) if has_page else "",
        source=_cut(change.source),
        locator=_cut(change.locator),
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _statements(change: Change) -> Statements:
    added, removed = _bounded(change.added), _bounded(change.removed)
    left_out = len(change.added) + len(change.removed) - len(added) - len(removed)
    return Statements("\n".join(added), "\n".join(removed), left_out)


def _bounded(lines: Iterable[str]) -> list[str]:
    shown: list[str] = []
    room = _MOST_SIGNS
    for line in lines:
        room -= len(line)
        if room < 0 or len(shown) == _MOST_SHOWN:
            break
        shown.append(line)
    return shown


def _types(records: Iterable[Record], want: Asked, names: Names) -> list[Option]:
    """Return the classes of ours that something changed in, by their names."""
    found = {
        local(kind): names.label(kind)
        for record in records
        for change in record.changes
        for kind in change.classes
        if kind.startswith(RC)
    }
    found |= {name: name for name in want.choice.types if name not in found}
    return sorted(
        (Option(key, label) for key, label in found.items()), key=lambda each: each.label.casefold()
    )

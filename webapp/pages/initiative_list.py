"""The list of initiatives, narrowed by domain and mode, and what documents say where it is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from webapp.kinds import kind_named
from webapp.pages.domain import placed, silent_on_initiatives
from webapp.pages.domains import initiative_cells
from webapp.pages.draft import Draft
from webapp.pages.listing import Facet, ListingPage, Option
from webapp.pages.parts import Fact, Gap, Panel, Value
from webapp.urls import key_of, query_links

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from webapp.knowledge import Knowledge

_LONGEST_SHOWN: Final = 60


def initiatives_page(
    knowledge: Knowledge, domains: Collection[str], modes: Collection[str], processes: Collection[str] = ()
) -> ListingPage:
    """
    Return the initiatives, by mode.

    Args:
        knowledge: The graph.
        domains: Keys of domains (`escap-2017/2`); only initiatives that serve one of them. All if empty.
        modes: Keys of modes of collaboration, likewise.
        processes: Keys of processes, likewise.
    """
    draft = Draft(knowledge)
    rows = [*draft.table("initiatives"), *draft.table("unplaced-initiatives")]
    asked = {"domain": domains, "mode": _with_narrower(draft, modes), "process": processes}
    chosen = _narrowed(rows, asked)
    ordered = sorted(chosen, key=lambda row: (row.get("modeLabel", "").casefold(), row["label"].casefold()))
    given = {"domain": domains, "mode": modes, "process": processes}
    unknown = " ".join(words for segment, keys in given.items() for words in _unknown(draft, segment, keys))
    is_one = len(domains) == 1 and not modes and not processes and not unknown
    only = {"domain": next(iter(domains))} if is_one else {}
    listed = Panel(
        "list",
        "Initiatives",
        placed(draft, ordered),
        query_links("initiatives", **only),
        len({row["initiative"] for row in chosen}) or None,
        "Grouped by mode of collaboration." if chosen else "",
    )
    silent = () if processes else tuple(_silent(draft, rows, domains, modes))
    panels = ((listed,) if chosen else ()) + silent
    if not panels:
        panels = (Panel("list", "Initiatives", (), query_links("initiatives"), lead=unknown or _NOTHING),)
        unknown = ""
    facets = (
        _domains(knowledge, rows, _narrowed(rows, asked, "domain"), domains),
        _choices("mode", "Mode of collaboration", rows, _narrowed(rows, asked, "mode"), modes),
        _choices("process", "Process", rows, _narrowed(rows, asked, "process"), processes),
    )
    return ListingPage("", "Initiatives", unknown, "/initiatives", facets, panels)


_NOTHING: Final = "No initiative on record is of this choice."


def _unknown(draft: Draft, segment: str, keys: Iterable[str]) -> Iterator[str]:
    """Say which of some keys name no thing of a kind, in the order of the keys."""
    kind = kind_named(segment)
    known = {key_of(iri) for iri in draft.names.things(kind)}
    for key in sorted(keys):
        if key not in known:
            yield f"There is no {kind.one} {key[:_LONGEST_SHOWN]!r} here."


def _silent(
    draft: Draft, rows: Sequence[Mapping[str, str]], domains: Collection[str], modes: Collection[str]
) -> Iterator[Panel]:
    """Return what documents say, or leave out, about each choice that no initiative is of."""
    served = {key_of(row["domain"]) for row in rows if "domain" in row}
    known = {key_of(iri) for iri in draft.names.things(kind_named("domain"))}
    for key in sorted(known.intersection(domains) - served):
        if panel := silent_on_initiatives(draft, key):
            yield panel
    if modes and (left_out := tuple(_empty_cells(draft, served.intersection(domains), modes))):
        lead = "Other modes are on record for the domain. What is not stated may still exist."
        yield Panel(
            "left-out", "Choices without an initiative", (Gap(left_out),), query_links("matrix"), lead=lead
        )


def _empty_cells(draft: Draft, domains: Collection[str], modes: Collection[str]) -> Iterator[Fact]:
    for row in draft.table("matrix"):
        is_chosen = key_of(row["domain"]) in domains and key_of(row["mode"]) in modes
        if is_chosen and "initiative" not in row:
            said = draft.evidence(row["coverageAssertion"])
            state = Value("", said, state=key_of(row["state"]))
            yield Fact(f"{row['domainNumber']} {row['domainLabel']}: {row['modeLabel']}", (state,))


def _with_narrower(draft: Draft, modes: Collection[str]) -> Collection[str]:
    """Return keys of modes with those of all modes narrower than one of them."""
    if not modes:
        return modes
    narrower = {key_of(row["mode"]) for row in draft.table("wider-modes") if key_of(row["wider"]) in modes}
    return frozenset(modes) | narrower


def _narrowed(
    rows: Iterable[Mapping[str, str]], asked: Mapping[str, Collection[str]], without: str = ""
) -> list[Mapping[str, str]]:
    """Return the rows of a choice; as if nothing had been chosen by the filter `without`."""
    found = list(rows)
    for column, keys in asked.items():
        if column != without:
            found = _matching(found, column, keys)
    return found


def _matching(
    rows: Iterable[Mapping[str, str]], column: str, keys: Collection[str]
) -> list[Mapping[str, str]]:
    return [row for row in rows if not keys or key_of(row.get(column, "")) in keys]


def _counted(column: str, rows: Iterable[Mapping[str, str]]) -> dict[str, int]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.get(column, ""), set()).add(row["initiative"])
    return {iri: len(things) for iri, things in found.items()}


def _domains(
    knowledge: Knowledge,
    rows: Iterable[Mapping[str, str]],
    others: Iterable[Mapping[str, str]],
    chosen: Collection[str],
) -> Facet:
    """Return the filter of domains: each that is served or that a document was read for, with its state."""
    # Its own draft: the markers of these cells are not shown, and are not to take numbers.
    cells = initiative_cells(Draft(knowledge))
    served = {row["domain"] for row in rows if "domain" in row}
    counts = _counted("domain", others)
    labels = knowledge.names.label
    return Facet(
        "domain",
        "Domain",
        tuple(
            Option(
                key_of(iri),
                labels(iri),
                counts.get(iri, 0),
                key_of(iri) in chosen,
                "" if iri in served else cells[iri].text,
            )
            for iri in sorted(cells)
        ),
    )


def _choices(
    column: str,
    legend: str,
    rows: Iterable[Mapping[str, str]],
    others: Iterable[Mapping[str, str]],
    chosen: Collection[str],
) -> Facet:
    """Return the filter of modes or of processes: those of any initiative, by name."""
    labels = {row[column]: row[f"{column}Label"] for row in rows if column in row}
    counts = _counted(column, others)
    return Facet(
        column,
        legend,
        tuple(
            Option(key_of(iri), label, counts.get(iri, 0), key_of(iri) in chosen)
            for iri, label in sorted(labels.items(), key=lambda choice: (choice[1].casefold(), choice[0]))
        ),
    )

"""What is known of initiatives for every domain: a number with its list, or a state of knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.terms import Iri
from webapp.pages.draft import Draft
from webapp.pages.parts import Cell, Heading, Panel, Table
from webapp.pages.prepared import once
from webapp.pages.sentences import counted
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from webapp.knowledge import Knowledge


JUDGED: Final = "Placed there by the editors"
NOT_PLACED: Final = "none placed there"
_FOREMOST: Final = ("recorded", "recorded-as-none", "not-stated", "not-assessed", "not-applicable")
"""The keys of the states of knowledge: where documents differ about a matter, the first of these stands."""


def judged_cells(draft: Draft) -> dict[str, Cell]:
    """Return for every domain, by its IRI, how many initiatives only the editors' judgement places there."""
    stated, judged = _served(draft.knowledge)
    cells: dict[str, Cell] = {}
    for domain in judged:
        if found := judged[domain] - stated.get(domain, set()):
            cells[domain] = Cell(counted(len(found), "initiative"), f"{path_of(domain)}#initiatives")
    return cells


@once
def _served(knowledge: Knowledge) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the initiatives of every domain: those that a source places there, those that editors do."""
    draft = Draft(knowledge)
    stated: dict[str, set[str]] = {}
    judged: dict[str, set[str]] = {}
    for row in draft.table("initiatives"):
        served = judged if draft.is_judged(row["assertion"]) else stated
        served.setdefault(row["domain"], set()).add(row["initiative"])
    return stated, judged


def initiative_cells(draft: Draft) -> dict[str, Cell]:
    """
    Return for every domain what sources say of initiatives that serve it, by the IRI of the domain.

    A number leads to the list.  A domain for which no source names an initiative has the state that the
    coverage statements give it, the foremost if they differ; one that no document was read for has no cell.
    What the editors judge to serve it is not counted here, see `judged_cells`.
    """
    served, _ = _served(draft.knowledge)
    cells: dict[str, Cell] = {}
    covered = draft.table("property-coverage", property=Iri(RC + "servesDomain"))
    for row in sorted(covered, key=lambda row: _FOREMOST.index(key_of(row["state"])), reverse=True):
        evidence = draft.evidence(row["assertion"])
        words = draft.names.label(row["state"])
        cells[row["subject"]] = Cell(words, evidence=evidence, state=key_of(row["state"]))
    for domain, found in served.items():
        said = cells[domain].evidence if domain in cells else ()
        cells[domain] = Cell(
            counted(len(found), "initiative"), f"{path_of(domain)}#initiatives", said, "recorded"
        )
    return cells


def framework_tables(knowledge: Knowledge) -> tuple[Panel, ...]:
    """Return a panel for each framework with its domains by number."""
    draft = Draft(knowledge)
    cells, judged = initiative_cells(draft), judged_cells(draft)
    by_framework: dict[str, list[dict[str, str]]] = {}
    for row in draft.table("domains"):
        by_framework.setdefault(row["framework"], []).append(row)
    return tuple(_panel(draft, framework, rows, cells, judged) for framework, rows in by_framework.items())


def _panel(
    draft: Draft,
    framework: str,
    rows: list[dict[str, str]],
    cells: Mapping[str, Cell],
    judged: Mapping[str, Cell],
) -> Panel:
    has_cells = any(row["domain"] in cells for row in rows)
    has_judged = any(row["domain"] in judged for row in rows)
    columns = [
        Heading("Number"),
        Heading("Domain"),
        *([Heading("Initiatives that serve it")] * has_cells),
        *([Heading(JUDGED)] * has_judged),
    ]
    body = tuple(
        (
            Cell(row.get("notation") or row["number"]),
            Cell(row["label"], path_of(row["domain"]), draft.evidence(row["assertion"])),
            *((cells.get(row["domain"], "no document read for it"),) if has_cells else ()),
            *((judged.get(row["domain"], NOT_PLACED),) if has_judged else ()),
        )
        for row in rows
    )
    slug = key_of(framework)
    name = draft.names.short(framework)
    table = Table(f"domains-{slug}", f"Domains of the {name}", tuple(columns), body, cards=has_judged)
    return Panel(slug, name, (table,), query_links("domains", framework=slug), len(rows))

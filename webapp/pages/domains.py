"""What is known of initiatives for every domain: a number with its list, or a state of knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.terms import Iri
from webapp.pages.draft import Draft
from webapp.pages.parts import Cell, Heading, Panel, Table
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from webapp.knowledge import Knowledge


_FOREMOST: Final = ("recorded", "recorded-as-none", "not-stated", "not-assessed", "not-applicable")
"""The keys of the states of knowledge: where documents differ about a matter, the first of these stands."""


def initiative_cells(draft: Draft) -> dict[str, Cell]:
    """
    Return for every domain what is known of initiatives that serve it, by the IRI of the domain.

    A number leads to the list.  A domain without initiatives has the state that the coverage statements give
    it, the foremost if they differ; one that no document was read for has no cell.
    """
    served: dict[str, set[str]] = {}
    for row in draft.table("initiatives"):
        served.setdefault(row["domain"], set()).add(row["initiative"])
    cells: dict[str, Cell] = {}
    covered = draft.table("property-coverage", property=Iri(RC + "servesDomain"))
    for row in sorted(covered, key=lambda row: _FOREMOST.index(key_of(row["state"])), reverse=True):
        evidence = draft.evidence(row["assertion"])
        words = draft.names.label(row["state"])
        cells[row["subject"]] = Cell(words, evidence=evidence, state=key_of(row["state"]))
    for domain, found in served.items():
        text = f"{len(found)} initiative{'' if len(found) == 1 else 's'}"
        said = cells[domain].evidence if domain in cells else ()
        cells[domain] = Cell(text, f"{path_of(domain)}#initiatives", said, "recorded")
    return cells


def framework_tables(knowledge: Knowledge) -> tuple[Panel, ...]:
    """Return a panel for each framework with its domains by number."""
    draft = Draft(knowledge)
    cells = initiative_cells(draft)
    by_framework: dict[str, list[dict[str, str]]] = {}
    for row in draft.table("domains"):
        by_framework.setdefault(row["framework"], []).append(row)
    return tuple(_panel(draft, framework, rows, cells) for framework, rows in by_framework.items())


def _panel(draft: Draft, framework: str, rows: list[dict[str, str]], cells: Mapping[str, Cell]) -> Panel:
    has_cells = any(row["domain"] in cells for row in rows)
    columns = [Heading("Number"), Heading("Domain")] + [Heading("Initiatives that serve it")] * has_cells
    body = tuple(
        (
            Cell(row["number"]),
            Cell(row["label"], path_of(row["domain"]), draft.evidence(row["assertion"])),
            *((cells.get(row["domain"], "no document read for it"),) if has_cells else ()),
        )
        for row in rows
    )
    slug = key_of(framework)
    name = draft.names.short(framework)
    table = Table(f"domains-{slug}", f"Domains of the {name}", tuple(columns), body)
    return Panel(slug, name, (table,), query_links("domains", framework=slug), len(rows))

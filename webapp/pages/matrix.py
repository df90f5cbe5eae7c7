"""The matrix: domains by modes of collaboration, each cell in one of five states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from webapp.pages.draft import Draft
from webapp.pages.parts import Cell, Heading, MatrixRow
from webapp.urls import Links, key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from webapp.knowledge import Knowledge

_FRAMEWORK: Final = "escap-2017"
_MARKED: Final = 1
_NOT_SEEN: Final = "nothing seen"


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """All that `matrix.html` may use."""

    columns: tuple[Heading, ...]
    rows: tuple[MatrixRow, ...]
    links: Links
    domains: tuple[Heading, ...]
    processes: tuple[MatrixRow, ...]
    process_links: Links


def matrix_page(knowledge: Knowledge) -> MatrixPage:
    """Return the matrix of all domains that documents were read for."""
    draft = Draft(knowledge)
    columns: dict[str, Heading] = {}
    rows: dict[str, dict[str, list[dict[str, str]]]] = {}
    labels: dict[str, str] = {}
    for row in draft.table("matrix"):
        columns.setdefault(row["mode"], Heading(row["modeLabel"], path_of(row["mode"])))
        labels[row["domain"]] = f"{row['domainNumber']} {row['domainLabel']}"
        rows.setdefault(row["domain"], {}).setdefault(row["mode"], []).append(row)
    domains, processes = _processes(draft)
    return MatrixPage(
        tuple(columns.values()),
        tuple(
            MatrixRow(labels[domain], path_of(domain), tuple(_cell(draft, cells[mode]) for mode in columns))
            for domain, cells in rows.items()
        ),
        query_links("matrix"),
        domains,
        processes,
        query_links("process-domains", framework=_FRAMEWORK),
    )


def _processes(draft: Draft) -> tuple[tuple[Heading, ...], tuple[MatrixRow, ...]]:
    """Return the processes by the domains of the policy questions: headings of domains, and rows."""
    domains = {row["domain"]: row for row in draft.table("domains", framework=_FRAMEWORK)}
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in draft.table("process-domains", framework=_FRAMEWORK):
        found.setdefault(row["process"], {})[row["domain"]] = row
    headings = tuple(Heading(f"{row['number']} {row['label']}", path_of(iri)) for iri, row in domains.items())
    rows = tuple(
        MatrixRow(
            draft.names.short(process),
            path_of(process),
            tuple(_tally(process, domain, cells.get(domain)) for domain in domains),
        )
        for process, cells in found.items()
    )
    return headings, rows


def _tally(process: str, domain: str, row: Mapping[str, str] | None) -> Cell:
    """Return how many initiatives and themes of a process belong to a domain, with a way to each."""
    if row is None:
        return Cell(note=_NOT_SEEN)
    number, themes = int(row["initiatives"]), int(row["themes"])
    theme_words = f"{themes} theme{'' if themes == 1 else 's'}"
    if not number:
        return Cell(theme_words, f"{path_of(process)}#themes")
    keys = {"process": key_of(process), "domain": key_of(domain)}
    words = f"{number} initiative{'' if number == 1 else 's'}"
    return Cell(words, f"/initiatives?{urlencode(keys, safe='/')}", note=theme_words if themes else "")


def _cell(draft: Draft, rows: Sequence[dict[str, str]]) -> Cell:
    """Return one cell; `rows` are one an initiative, or the one row of a cell without any."""
    first = rows[0]
    state = key_of(first["state"])
    if "initiative" not in first:
        evidence = draft.evidence(*(row["coverageAssertion"] for row in rows))
        return Cell(draft.names.label(first["state"]), evidence=evidence, state=state)
    found = {row["initiative"]: row["initiativeLabel"] for row in rows}
    # Where many stand in a cell, the list that it leads to has the markers.
    graphs = [row[name] for row in rows for name in ("assertion", "modeAssertion")]
    evidence = draft.evidence(*graphs) if len(found) <= _MARKED else ()
    if len(found) == 1:
        (iri, label), *_ = found.items()
        is_incomplete = any(row.get("incomplete") == "true" for row in rows)
        return Cell(label, path_of(iri), evidence, state, incomplete=is_incomplete)
    keys = {"domain": key_of(first["domain"]), "mode": key_of(first["mode"])}
    judged = {row["initiative"] for row in rows if draft.is_judged(row["assertion"])}
    judged -= {row["initiative"] for row in rows if not draft.is_judged(row["assertion"])}
    note = f"{'all' if len(judged) == len(found) else len(judged)} by the editors" if judged else ""
    address = f"/initiatives?{urlencode(keys, safe='/')}"
    return Cell(f"{len(found)} initiatives", address, evidence, state, note=note)

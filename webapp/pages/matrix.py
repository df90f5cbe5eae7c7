"""The matrix: domains by modes of collaboration, each cell in one of five states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from webapp.pages.draft import Draft
from webapp.pages.parts import Cell, Heading, MatrixRow
from webapp.urls import Links, key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """All that `matrix.html` may use."""

    columns: tuple[Heading, ...]
    rows: tuple[MatrixRow, ...]
    links: Links


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
    return MatrixPage(
        tuple(columns.values()),
        tuple(
            MatrixRow(labels[domain], path_of(domain), tuple(_cell(draft, cells[mode]) for mode in columns))
            for domain, cells in rows.items()
        ),
        query_links("matrix"),
    )


def _cell(draft: Draft, rows: Sequence[dict[str, str]]) -> Cell:
    """Return one cell; `rows` are one an initiative, or the one row of a cell without any."""
    first = rows[0]
    state = key_of(first["state"])
    if "initiative" not in first:
        evidence = draft.evidence(*(row["coverageAssertion"] for row in rows))
        return Cell(draft.names.label(first["state"]), evidence=evidence, state=state)
    evidence = draft.evidence(*(row[name] for row in rows for name in ("assertion", "modeAssertion")))
    found = {row["initiative"]: row["initiativeLabel"] for row in rows}
    if len(found) == 1:
        (iri, label), *_ = found.items()
        is_incomplete = any(row["incomplete"] == "true" for row in rows)
        return Cell(label, path_of(iri), evidence, state, incomplete=is_incomplete)
    keys = {"domain": key_of(first["domain"]), "mode": key_of(first["mode"])}
    return Cell(f"{len(found)} initiatives", f"/initiatives?{urlencode(keys, safe='/')}", evidence, state)

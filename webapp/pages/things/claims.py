"""The numbers that sources claim of a process, such as that of its members: side by side, counted nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from webapp.pages.dates import ATTESTED, of_row
from webapp.pages.parts import Cell, Heading, Panel, Value
from webapp.pages.tables import first_rows
from webapp.pages.things.members import when
from webapp.urls import path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from webapp.pages.subject import Subject

_CLAIMS: Final = "Claims of the documents named, not counts of members in this graph."


def numbers(subject: Subject) -> tuple[Panel, ...]:
    """Return the panel of the numbers that sources give, side by side: claims, counted nowhere."""
    draft = subject.draft
    claims: dict[str, list[dict[str, str]]] = {}
    for row in draft.table("counts", process=subject.slug):
        claims.setdefault(row["count"], []).append(row)
    if not claims:
        return ()
    timed = any(of_row(rows[0], ATTESTED) for rows in claims.values())
    columns = (Heading("Claimed number"), *([Heading("As of")] * timed), Heading("By whom"))

    def cells(found: tuple[str, list[dict[str, str]]]) -> tuple[Cell, ...]:
        claim, rows = found
        return (
            Cell(
                _claim(rows[0]),
                path_of(claim),
                draft.evidence(*(row["assertion"] for row in rows)),
                is_disputed=draft.is_disputed(*(row["assertion"] for row in rows)),
                note=rows[0].get("detail", ""),
            ),
            *((when(rows[0], ATTESTED),) if timed else ()),
            Cell(values=tuple(_documents(rows))),
        )

    links = query_links("counts", process=subject.slug)
    tables = first_rows(
        "count-list", "Numbers that sources give", columns, list(claims.items()), cells, "claim", links.query
    )
    return (Panel("numbers", "Numbers that sources claim", tables, links, len(claims), _CLAIMS),)


def _documents(rows: Iterable[Mapping[str, str]]) -> list[Value]:
    return [Value(f"“{label}”") for label in dict.fromkeys(row["documentLabel"] for row in rows)]


def _claim(row: Mapping[str, str]) -> str:
    number = row.get("value") or row.get("valuePrinted", "")
    body = f" of the {row['bodyLabel']}" if "bodyLabel" in row else ""
    extent = f", {row['extent']}" if "extent" in row else ""
    return f"{number} {row['what']}{body}{extent}"

"""
From checked rows to assertions: one SPARQL Update file a table, and the few lines that run them.

Each row is laid out as plain `row -> column -> text` triples whose subject is the IRI of its assertion.
`<table>.ru` names the things that the row speaks of and links them, in the named graph of that IRI;
`evidence.ru` does the same for every table: it describes the assertion and the passages that it rests on.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import MappingError
from kg.namespaces import BASE, assertion
from kg.rdf import Quad, Workspace, quad, text, typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.sources import DateSpan, Row, Tables

_HERE = Path(__file__).parent
_COLUMN = BASE + "row#"
_CELL = BASE + "cell#"


def assertions(tables: Tables) -> list[Quad]:
    """
    Map all rows.

    Returns:
        The statements of every assertion in its own named graph, and what describes it in the evidence graph.

    Raises:
        MappingError: A table with rows has no mapping file, or a row became no statement.
    """
    evidence = (_HERE / "evidence.ru").read_text(encoding="utf-8")
    found: list[Quad] = []
    for table, rows in tables.items():
        if not rows:
            continue
        workspace = Workspace(triple for row in rows for triple in _laid_out(row))
        workspace.update(_mapping(table), f"kg/mapping/{table}.ru")
        asserted = workspace.named_graphs()
        for row in rows:
            if assertion(table, row.key) not in asserted:
                raise MappingError(
                    f"{tables.place(row)}: the row makes no statement; mend kg/mapping/{table}.ru."
                )
        workspace.update(evidence, "kg/mapping/evidence.ru")
        found += workspace.named_graph_quads()
    return found


def _mapping(table: str) -> str:
    path = _HERE / f"{table}.ru"
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise MappingError(f"The table {table!r} has no mapping; write kg/mapping/{table}.ru.") from error


def _laid_out(row: Row) -> Iterator[Quad]:
    """Lay a row out as triples: a text or each item of a list by column, dates and evidence as nodes."""
    iri = assertion(row.table, row.key)
    yield quad(iri, _CELL + "table", text(row.table))
    for column, value in row.texts.items():
        if column not in row.dates:
            for item in row.lists.get(column, (value,)):
                yield quad(iri, _COLUMN + column, text(item))
    for column, span in row.dates.items():
        yield from _date(iri, column, span, row.texts[column])
    for number, passage in enumerate(row.evidence, start=1):
        node = f"{iri}#evidence-{number}"
        yield quad(iri, _CELL + "evidence", node)
        yield quad(node, _CELL + "passage", text(passage.key))
        yield quad(node, _CELL + "source", text(passage.source))
        yield quad(node, _CELL + "status", text(passage.status))
        if passage.locator:
            yield quad(node, _CELL + "locator", text(passage.locator))
            yield quad(node, _CELL + "order", text(passage.order))


def _date(row: str, column: str, span: DateSpan, cell: str) -> Iterator[Quad]:
    """Lay a date out: the cell as it stands, what bounds it has, and what is printed if it is a phrase."""
    node = f"{row}#{column}"
    yield quad(row, _COLUMN + column, node)
    yield quad(node, _CELL + "text", text(cell))
    yield quad(node, _CELL + "precision", text(span.precision))
    if span.first:
        yield quad(node, _CELL + "first", typed(span.first.isoformat(), "date"))
    if span.last:
        yield quad(node, _CELL + "last", typed(span.last.isoformat(), "date"))
    if span.printed:
        yield quad(node, _CELL + "printed", text(span.printed))

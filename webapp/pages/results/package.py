"""An answer as files to take away: with names beside IRIs, or as a package with all that a reader needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.errors import LimitError
from kg.exports.labelled import BOTH, labelled
from kg.exports.packages import package_bytes
from kg.exports.results import with_own_blanks
from kg.exports.tables import csv_bytes
from kg.namespaces import LICENCE
from kg.store.tables import table_bytes
from webapp.citing import served
from webapp.negotiation import CSV, RESULTS_JSON
from webapp.pages.results.columns import columns_of

if TYPE_CHECKING:
    from kg.exports.sheets import Sheet
    from kg.store.bounded import Preview
    from kg.store.protocol import DatasetChoice, Solutions
    from webapp.citing import Served
    from webapp.knowledge import Knowledge
    from webapp.pages.results.columns import Column

MOST_ROWS: Final = 50_000
"""How many rows the files with names and the package hold at most."""

MOST_CELLS: Final = 250_000
"""How many cells a workbook holds at most, names included: more of them keep the site from its readers."""

_MOST_SHEET_COLUMNS: Final = 8_000
_SORTS: Final = (
    ("iris", "IRI"), ("numbers", "number"), ("dates", "date"), ("bound", "text or other value"),
)  # fmt: skip

LICENCE_TEXT: Final = f"""The rows of this package come from Regcoop, the knowledge graph of regional
cooperation on migration.  They are licensed under Creative Commons Attribution 4.0 International (CC BY 4.0):
{LICENCE}

You may share and change them for any purpose.  Name the source and the release, link to the licence, and say
what you changed.  Official names and titles stand as their sources print them.
"""


def sheet(knowledge: Knowledge, preview: Preview, query: str, labels: str = BOTH) -> Sheet:
    """
    Return an answer as rows with the names of things beside their IRIs.

    Args:
        knowledge: The graph, for the names.
        preview: All rows of the answer.
        query: What was asked, which the notes repeat.
        labels: How things are given: `iri`, `text` or `both`.

    Raises:
        LimitError: The answer has more rows than such a file holds.
    """
    check_rows(preview)
    names = knowledge.names
    solutions = preview.solutions
    return labelled(
        "Answer of a SPARQL query",
        solutions.variables,
        ([row.get(name) for name in solutions.variables] for row in solutions.rows),
        lambda iri: names.label(iri) if names.has_label(iri) else "",
        labels,
        ("Query: " + query.strip(), "A name that the graph does not have is left empty."),
    )


def check_rows(preview: Preview) -> None:
    """Raise `LimitError` if rows of an answer are not at hand."""
    if preview.total > len(preview.solutions.rows):
        raise LimitError(
            "rows",
            f"the answer has {preview.total:,} rows, and this file holds {MOST_ROWS:,} at most; narrow the "
            "query, or take the CSV or JSON of the endpoint, which has no names.",
        )


def check_cells(made: Sheet) -> None:
    """Raise `LimitError` if a sheet has more cells than a workbook holds."""
    cells = len(made.columns) * len(made.rows)
    if cells > MOST_CELLS or len(made.columns) > _MOST_SHEET_COLUMNS:
        raise LimitError(
            "rows",
            f"the workbook would have {cells:,} cells in {len(made.columns):,} columns, and "
            f"it holds {MOST_CELLS:,} in {_MOST_SHEET_COLUMNS:,} at most; take the CSV with names, or narrow "
            "the query.",
        )


def package(
    knowledge: Knowledge, preview: Preview, query: str, dataset: DatasetChoice, address: str
) -> bytes:
    """
    Return an answer as a package: the same bytes for the same release, query and address.

    Args:
        knowledge: The graph.
        preview: All rows of the answer.
        query: What was asked.
        dataset: The graphs that the request names.
        address: Where the endpoint is asked.

    Raises:
        LimitError: The answer has more rows than a package holds.
    """
    check_rows(preview)
    solutions = with_own_blanks(preview.solutions)
    named = sheet(knowledge, replace(preview, solutions=solutions), query).csv()
    now = served()
    about = {
        "release": now.release or None,
        "releaseSha256": now.digest or None,
        "licence": LICENCE,
        "endpoint": address,
        "defaultGraphs": dataset.default_graphs,
        "namedGraphs": dataset.named_graphs,
        "rows": len(solutions.rows),
    }
    files = {
        "README.txt": _readme(solutions, now, address, dataset).encode(),
        "LICENCE.txt": LICENCE_TEXT.encode(),
        "query.rq": (query.strip() + "\n").encode(),
        "answer.csv": table_bytes(solutions, CSV.media_type),
        "answer.json": table_bytes(solutions, RESULTS_JSON.media_type),
        "answer-with-names.csv": named,
        "columns.csv": _columns(solutions, query),
    }
    return package_bytes(files, {"title": "Answer of a SPARQL query over Regcoop", **about})


def _columns(solutions: Solutions, query: str) -> bytes:
    columns = columns_of(solutions, query).values()
    return csv_bytes(
        ("column", "holds", "rows_with_a_value", "different_values"),
        [(column.name, _holds(column), column.bound, column.distinct) for column in columns],
    )


def _holds(column: Column) -> str:
    for name, sort in _SORTS:
        if column.bound and getattr(column, name) == column.bound:
            return sort
    return "several sorts of values" if column.bound else "no value in any row"


def _readme(solutions: Solutions, now: Served, address: str, dataset: DatasetChoice) -> str:
    graphs = [
        *(f"default {iri}" for iri in dataset.default_graphs),
        *(f"named {iri}" for iri in dataset.named_graphs),
    ]
    release = now.release or "not stated"
    return f"""Answer of a SPARQL query

What it is
  {len(solutions.rows):,} rows from Regcoop, the knowledge graph of regional cooperation on migration.
  The query stands in query.rq.  It was put to {address}
  Graphs named with the request: {", ".join(graphs) or "none"}

When
  Release {release} of the data.  A release does not change, so this package is the same whenever it is made.
  SHA-256 of its file regcoop.nq: {now.digest or "not stated"}

How to cite
  Regional cooperation on migration (Regcoop), release {release}.  "Answer of a SPARQL query."  {address}
  Add the day on which you took it, and the digest of this package.

Files
  answer.csv             the rows, as the SPARQL endpoint gives them
  answer.json            the same with types and languages (SPARQL 1.1 Query Results JSON)
  answer-with-names.csv  the same with the name of each thing beside its IRI
  columns.csv            what each column holds
  query.rq               the query
  LICENCE.txt            what you may do with the rows
  manifest.json          size and SHA-256 of every file

How to read it
  A row says what this graph records, not what there is in the world.
  An empty field has no value in that row.
  Levels of ratings are words in an order: they have no mean and no sum.
  A query that asks for the time or for random values gives other rows each time.
"""

"""
The tables and the statements of a release as one SQLite database, whose content is the same on every machine.

It is written beside its place, since SQLite writes to no open file, and copied there when all its references
hold.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from kg.distributions import readme, schema
from kg.distributions.contents import of_sqlite
from kg.distributions.curated import curated, rows
from kg.distributions.model import Distribution
from kg.errors import ReleaseError
from kg.namespaces import assertion, thing
from kg.rdf_output import plain_quads
from kg.sources import passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.distributions.model import Source
    from kg.sources import TableSpec

_PORTION: Final = 20_000
"""Rows that are in memory at a time."""
_NOT_RECORDED: Final = "not recorded"

_READING: Final = (
    (
        "Each curated table has its own name, with the cells of the CSV file; what is empty there is NULL. "
        "`tables` and `columns` say what they mean."
    ),
    (
        "The items of a list stand one by one, with their position, in a table that is named after table and "
        "column, such as `meetings__participants`."
    ),
    (
        "`evidence` pairs each row (`table_name`, `key`) with its sources and the places in them; "
        "`evidence_with_sources` adds their titles."
    ),
    (
        "`things` holds what rows introduce under the name that cells use (`country/bgd`), `assertions` "
        "every row (`ratings/mgi-2016/bhr/1`), both with their IRIs."
    ),
    (
        "`statements` holds the graph; `graph` is the IRI of the assertion that makes the statement. "
        "`statements_with_evidence` leads from a statement to the places that it rests on; `labels` gives "
        "names to IRIs."
    ),
    (
        "What a rule derived rests on other rows: `derivations` leads from the `graph` of such a statement "
        "to the assertions that it follows from, and these to their evidence."
    ),
)
_PRAGMAS: Final = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA cache_size = -16384",
    "PRAGMA temp_store = FILE",
)
_STAGED: Final = (
    "CREATE TEMP TABLE staged (s_kind, s, p, o_kind, o, datatype, lang, g_kind, g)",
    """INSERT INTO terms (kind, value, datatype, lang)
SELECT s_kind, s, '', '' FROM staged UNION SELECT 'iri', p, '', '' FROM staged
UNION SELECT o_kind, o, datatype, lang FROM staged UNION SELECT g_kind, g, '', '' FROM staged
ORDER BY 2, 1, 3, 4""",
    schema.INDEXES[0],
    """INSERT INTO statement_terms
SELECT DISTINCT s.id, p.id, o.id, g.id FROM staged q
  CROSS JOIN terms s ON s.value = q.s AND s.kind = q.s_kind AND s.datatype = '' AND s.lang = ''
  CROSS JOIN terms p ON p.value = q.p AND p.kind = 'iri' AND p.datatype = '' AND p.lang = ''
  CROSS JOIN terms o ON o.value = q.o AND o.kind = q.o_kind AND o.datatype = q.datatype AND o.lang = q.lang
  CROSS JOIN terms g ON g.value = q.g AND g.kind = q.g_kind AND g.datatype = '' AND g.lang = ''
ORDER BY 1, 2, 3, 4""",
    "DROP TABLE staged",
)
_NAME_THINGS: Final = """UPDATE things SET label = (
  SELECT label FROM labels WHERE labels.iri = things.iri
  ORDER BY lang IS NOT 'en', lang, label LIMIT 1)"""


def _database(source: Source, out: BinaryIO) -> None:
    with tempfile.TemporaryDirectory(prefix="regcoop-") as folder:
        path = Path(folder) / "regcoop.sqlite"
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as database:
                _fill(database, source)
        except sqlite3.Error as error:
            raise ReleaseError(
                f"Release {source.release.version} does not become a database ({error}); build it again."
            ) from error
        with path.open("rb") as written:
            shutil.copyfileobj(written, out)


def _fill(database: sqlite3.Connection, source: Source) -> None:
    specs = curated(source.release)
    for line in (*_PRAGMAS, "BEGIN", *schema.OWN):
        database.execute(line)
    for spec in specs:
        for line in schema.curated_tables(spec):
            database.execute(line)
    _describe(database, source, specs)
    for spec in specs:
        _table(database, spec)
    _statements(database, source.release.nquads)
    for line in (
        *schema.INDEXES[1:],
        *schema.VIEWS,
        *(i for spec in specs for i in schema.curated_indexes(spec)),
    ):
        database.execute(line)
    database.execute(_NAME_THINGS)
    database.execute("COMMIT")
    if broken := database.execute("PRAGMA foreign_key_check").fetchone():
        raise ReleaseError(f"A row of {broken[0]} refers to no row of {broken[2]}; build the release again.")


def _describe(database: sqlite3.Connection, source: Source, specs: Sequence[TableSpec]) -> None:
    """Write what the file is, and what its tables and columns mean."""
    texts = {
        **dict(readme.facts(source)),
        "readme": readme.readme(source, reading=_READING),
        "citation_cff": readme.cff(source),
        "citation_bibtex": readme.bibtex(source),
        "licence_text": readme.licence(source),
    }
    database.executemany("INSERT INTO about VALUES (?, ?)", texts.items())
    counts = source.release.manifest["rows"]
    for spec in specs:
        values = (spec.name, spec.title, spec.about, spec.kind, counts.get(spec.name, 0))
        database.execute("INSERT INTO tables VALUES (?, ?, ?, ?, ?)", values)
        database.executemany("INSERT INTO columns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _columns(spec))


def _columns(spec: TableSpec) -> Iterator[tuple[object, ...]]:
    for position, (column, described) in enumerate(zip(spec.columns, spec.schema["fields"], strict=True), 1):
        limits = described.get("constraints", {})
        refers = "things" if column.is_thing else "assertions" if column.is_assertion else column.references
        yield (
            spec.name,
            position,
            column.name,
            described.get("description", ""),
            described["type"],
            int(bool(limits.get("required"))),
            column.separator,
            refers,
            " | ".join(limits["enum"]) if "enum" in limits else None,
        )


def _table(database: sqlite3.Connection, spec: TableSpec) -> None:
    """Write a curated table, the items of its lists, and what stands behind each row."""
    places = {column.name: number for number, column in enumerate(spec.columns)}
    key, named = places["key"], schema.lists(spec)
    for portion in _portions(rows(spec)):
        _put(database, spec.name, [tuple(cell or None for cell in row) for row in portion])
        if spec.kind:
            things = [
                (f"{spec.kind}/{row[key]}", thing(spec.kind, row[key]), spec.kind, spec.name, row[key], None)
                for row in portion
            ]
            _put(database, "things", things)
        known = f"{spec.kind}/" if spec.kind else None
        _put(
            database,
            "assertions",
            [
                (
                    f"{spec.name}/{row[key]}",
                    assertion(spec.name, row[key]),
                    spec.name,
                    row[key],
                    known and known + row[key],
                )
                for row in portion
            ],
        )
        for column in named:
            items = [
                (row[key], position, item)
                for row in portion
                for position, item in enumerate(_items(row[places[column.name]], column.separator), 1)
            ]
            _put(database, schema.list_table(spec, column), items)
        _put(database, "evidence", [line for row in portion for line in _evidence(spec, places, row)])


def _evidence(spec: TableSpec, places: dict[str, int], row: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    key = row[places["key"]]
    pairs = (_items(row[places[name]], spec.column(name).separator) for name in ("source", "locator"))
    for position, passage in enumerate(passages(*pairs), 1):
        place = passage.locator or _NOT_RECORDED
        yield (
            spec.name,
            key,
            position,
            passage.source,
            place,
            passage.status,
            f"{spec.name}/{key}",
        )


def _items(cell: str, separator: str | None) -> tuple[str, ...]:
    items = cell.split(separator) if separator else [cell]
    return tuple(filter(None, (item.strip() for item in items)))


def _statements(database: sqlite3.Connection, nquads: Path) -> None:
    """Write the graph: each term once, in an order of its own, so that numbers are the same everywhere."""
    database.execute(_STAGED[0])
    for portion in _portions(plain_quads(nquads)):
        database.executemany("INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", portion)
    for line in _STAGED[1:]:
        database.execute(line)


def _put(database: sqlite3.Connection, table: str, lines: Sequence[tuple[object, ...]]) -> None:
    if lines:
        marks = ", ".join("?" * len(lines[0]))
        database.executemany(f"INSERT INTO {schema.quoted(table)} VALUES ({marks})", lines)  # noqa: S608


def _portions(lines: Iterable[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    ahead = iter(lines)
    while portion := list(islice(ahead, _PORTION)):
        yield portion


DISTRIBUTIONS: Final = (
    Distribution(
        "regcoop.sqlite",
        "SQLite",
        "application/vnd.sqlite3",
        "",
        "Tables and statements as a database: keys that hold, evidence row by row, views that join it.",
        _database,
        of_sqlite,
    ),
)

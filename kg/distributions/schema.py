"""The tables, keys, indexes and views of the database, as SQL that any SQLite of the last ten years reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.sources import Column, TableSpec

EVIDENCE_COLUMNS: Final = frozenset({"source", "locator"})
"""Lists that the table `evidence` holds in pairs."""

OWN: Final = (
    "CREATE TABLE about (name TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL)",
    """CREATE TABLE tables (
  name TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, about TEXT NOT NULL, class TEXT,
  rows INTEGER NOT NULL)""",
    """CREATE TABLE columns (
  table_name TEXT NOT NULL REFERENCES tables (name), position INTEGER NOT NULL, name TEXT NOT NULL,
  meaning TEXT NOT NULL, type TEXT NOT NULL, required INTEGER NOT NULL, separator TEXT, refers_to TEXT,
  words TEXT, PRIMARY KEY (table_name, position))""",
    """CREATE TABLE things (
  thing TEXT PRIMARY KEY NOT NULL, iri TEXT NOT NULL UNIQUE, class TEXT NOT NULL,
  table_name TEXT NOT NULL REFERENCES tables (name), "key" TEXT NOT NULL, label TEXT)""",
    """CREATE TABLE assertions (
  assertion TEXT PRIMARY KEY NOT NULL, iri TEXT NOT NULL UNIQUE,
  table_name TEXT NOT NULL REFERENCES tables (name),
  "key" TEXT NOT NULL, thing TEXT REFERENCES things (thing), UNIQUE (table_name, "key"))""",
    """CREATE TABLE evidence (
  table_name TEXT NOT NULL REFERENCES tables (name), "key" TEXT NOT NULL, position INTEGER NOT NULL,
  source TEXT NOT NULL REFERENCES sources ("key"), locator TEXT NOT NULL, locator_status TEXT NOT NULL,
  assertion TEXT NOT NULL REFERENCES assertions (assertion), PRIMARY KEY (table_name, "key", position))""",
    """CREATE TABLE terms (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, datatype TEXT NOT NULL,
  lang TEXT NOT NULL)""",
    """CREATE TABLE statement_terms (
  subject INTEGER NOT NULL REFERENCES terms (id), predicate INTEGER NOT NULL REFERENCES terms (id),
  object INTEGER NOT NULL REFERENCES terms (id), graph INTEGER REFERENCES terms (id) NOT NULL,
  PRIMARY KEY (subject, predicate, object, graph)) WITHOUT ROWID""",
)
"""What there is beside the curated tables."""

INDEXES: Final = (
    "CREATE UNIQUE INDEX terms_by_value ON terms (value, kind, datatype, lang)",
    "CREATE INDEX statements_by_predicate ON statement_terms (predicate, object)",
    "CREATE INDEX statements_by_object ON statement_terms (object)",
    "CREATE INDEX statements_by_graph ON statement_terms (graph)",
    "CREATE INDEX evidence_by_source ON evidence (source)",
    "CREATE INDEX evidence_by_assertion ON evidence (assertion)",
    "CREATE INDEX things_by_class ON things (class)",
)
"""Made after the rows: that is quicker."""

VIEWS: Final = (
    """CREATE VIEW statements AS
SELECT s.value AS subject, p.value AS predicate, o.value AS object, o.kind AS object_kind,
  NULLIF(o.datatype, '') AS datatype, NULLIF(o.lang, '') AS lang, NULLIF(g.value, '') AS graph
FROM statement_terms q JOIN terms s ON s.id = q.subject JOIN terms p ON p.id = q.predicate
  JOIN terms o ON o.id = q.object JOIN terms g ON g.id = q.graph""",
    """CREATE VIEW labels AS
SELECT DISTINCT s.value AS iri, o.value AS label, NULLIF(o.lang, '') AS lang
FROM statement_terms q JOIN terms s ON s.id = q.subject JOIN terms p ON p.id = q.predicate
  JOIN terms o ON o.id = q.object
WHERE p.kind = 'iri' AND p.value IN (
  'http://www.w3.org/2000/01/rdf-schema#label', 'http://www.w3.org/2004/02/skos/core#prefLabel')""",
    """CREATE VIEW derivations AS
SELECT s.value AS derived, a.assertion AS input
FROM terms p JOIN statement_terms q ON q.predicate = p.id JOIN terms s ON s.id = q.subject
  JOIN terms o ON o.id = q.object JOIN assertions a ON a.iri = o.value
WHERE p.kind = 'iri' AND p.value = 'http://www.w3.org/ns/prov#wasDerivedFrom'""",
    """CREATE VIEW evidence_with_sources AS
SELECT e.table_name, e."key", e.position, e.source, e.locator, e.locator_status, e.assertion,
  s.title AS source_title, s.publisher AS source_publisher, s.date AS source_date, s.url AS source_url
FROM evidence e JOIN sources s ON s."key" = e.source""",
    """CREATE VIEW statements_with_evidence AS
SELECT s.value AS subject, p.value AS predicate, o.value AS object, NULLIF(o.lang, '') AS lang, a.assertion,
  e.position, e.source, e.locator, e.locator_status, e.source_title, e.source_url
FROM assertions a JOIN terms g ON g.value = a.iri AND g.kind = 'iri' AND g.datatype = '' AND g.lang = ''
  JOIN statement_terms q ON q.graph = g.id JOIN terms s ON s.id = q.subject
  JOIN terms p ON p.id = q.predicate JOIN terms o ON o.id = q.object
  JOIN evidence_with_sources e ON e.assertion = a.assertion""",
)


def quoted(name: str) -> str:
    """Return a name as SQL takes it, whatever words SQL keeps for itself."""
    return '"' + name.replace('"', '""') + '"'


def lists(spec: TableSpec) -> tuple[Column, ...]:
    """Return the columns of lists that have a table of their own."""
    return tuple(
        column for column in spec.columns if column.separator and column.name not in EVIDENCE_COLUMNS
    )


def list_table(spec: TableSpec, column: Column) -> str:
    """Return the name of the table of the items of a list."""
    return f"{spec.name}__{column.name}"


def curated_tables(spec: TableSpec) -> Iterator[str]:
    """Yield what makes a curated table, and one for the items of each of its lists."""
    lines = []
    for column, described in zip(spec.columns, spec.schema["fields"], strict=True):
        words = [quoted(column.name), "INTEGER" if described["type"] == "integer" else "TEXT"]
        if column.name == "key":
            words.append("PRIMARY KEY")
        if described.get("constraints", {}).get("required"):
            words.append("NOT NULL")
        if not column.separator and (target := _target(column)):
            words.append(f"REFERENCES {target}")
        lines.append(" ".join(words))
    lines += [f"UNIQUE ({_names(columns)})" for columns in spec.schema.get("uniqueKeys", ())]
    yield f"CREATE TABLE {quoted(spec.name)} (\n  " + ",\n  ".join(lines) + ")"
    for column in lists(spec):
        refers = f" REFERENCES {target}" if (target := _target(column)) else ""
        yield (
            f"CREATE TABLE {quoted(list_table(spec, column))} (\n"
            f'  "key" TEXT NOT NULL REFERENCES {quoted(spec.name)} ("key"), position INTEGER NOT NULL,\n'
            f'  value TEXT NOT NULL{refers}, PRIMARY KEY ("key", position))'
        )


def curated_indexes(spec: TableSpec) -> Iterator[str]:
    """Yield indexes on all that refers to other rows, so that joins are quick in both directions."""
    for column in spec.columns:
        if column in lists(spec):
            name = list_table(spec, column)
            yield f"CREATE INDEX {quoted(name + '_by_value')} ON {quoted(name)} (value)"
        elif not column.separator and _target(column):
            name = quoted(f"{spec.name}_by_{column.name}")
            yield f"CREATE INDEX {name} ON {quoted(spec.name)} ({quoted(column.name)})"


def _target(column: Column) -> str | None:
    if column.is_thing:
        return "things (thing)"
    if column.is_assertion:
        return "assertions (assertion)"
    return f'{quoted(column.references)} ("key")' if column.references else None


def _names(columns: Sequence[str]) -> str:
    return ", ".join(map(quoted, columns))

"""The pool of workers answers as the embedded store does, and refuses what goes over a limit."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from kg.errors import KgError, LimitError, MediaTypeError, QueryError, QuerySyntaxError, StoreError
from kg.store.bounded import CHUNK_BYTES, Limits
from kg.store.embedded import open_embedded
from kg.store.protocol import GRAPH_TYPES, RESULT_TYPES, DatasetChoice, Solutions
from kg.store.rewriting import rewritten
from kg.store.workers.endings import ending
from kg.store.workers.messages import INLINE_BYTES, packed_error, unpacked_error
from kg.store.workers.pool import WorkerPool
from kg.store.workers.previews import packed_preview, unpacked_preview
from kg.store.workers.rows import row_counter
from kg.terms import BlankNode, Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.store.embedded import EmbeddedStore
    from kg.terms import Term
    from tests.conftest import Needs

pytestmark = pytest.mark.slow

JSON = "application/sparql-results+json"
LIMITS = Limits(memory_bytes=64 << 20, answer_bytes=4 << 20, rows=20_000)
HASTY = Limits(seconds=0.5, cpu_seconds=0.5, memory_bytes=200 << 20)
CHEAP = "ASK { ?s ?p ?o }"
LABELS = (
    "SELECT ?thing ?name { ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?name } ORDER BY ?thing ?name"
)
DESCRIBED = """
CONSTRUCT { ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?name }
WHERE { ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?name } ORDER BY ?thing ?name
"""
TABLE = r"""
SELECT ?a ?b ?c { VALUES (?a ?b ?c) {
  (UNDEF UNDEF UNDEF) ("line\nline\r\nline" "say \"no\"" UNDEF) ("ends with ,{" "[{"@en "}},{")
  (UNDEF UNDEF UNDEF) (",{},{},[{}]" "{}" <http://a/b>) ("<result>" "</result><result>" "\\\",{}")
  (1 2.5 true)
} }
"""
DATASETS = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/regcoop/graph/evidence> { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) FROM NAMED <https://w3id.org/regcoop/graph/evidence> { GRAPH ?g { ?s ?p ?o } }",
)
CHOICES = (
    None,
    DatasetChoice(),
    DatasetChoice(("https://w3id.org/regcoop/graph/evidence",)),
    DatasetChoice((), ("https://w3id.org/regcoop/graph/evidence",)),
    DatasetChoice(("https://nowhere.example/graph",)),
)

PAIR = "?a ?b ?c . ?d ?e ?f"
TRIPLE = f"{PAIR} . ?g ?h ?i"
DOUBLED = " ".join(f"BIND (CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
LONG = '"0123456789" AS ?x0'
ALL_OF_PAIR = "CONCAT(STR(?a), STR(?e), STR(?f))"
SLOW = {
    "a cross join": f"SELECT * {{ {TRIPLE} FILTER (?a = ?f && ?d = ?i) }}",
    "a cross join, counted": f"SELECT (COUNT(*) AS ?n) {{ {TRIPLE} }}",
    "a question without end": f"ASK {{ {TRIPLE} FILTER (STRLEN(CONCAT(STR(?c), STR(?f), STR(?i))) < 0) }}",
    "a text of all": f"SELECT (GROUP_CONCAT({ALL_OF_PAIR}) AS ?all) {{ {PAIR} }}",
    "groups": f"SELECT ?x (COUNT(*) AS ?n) {{ {PAIR} BIND ({ALL_OF_PAIR} AS ?x) }} GROUP BY ?x",
    "a sort over a join": f"SELECT * {{ {PAIR} }} ORDER BY ?c DESC(?f)",
    "distinct over a join": f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {PAIR} BIND ({ALL_OF_PAIR} AS ?x) }}",
    "a deep path": "ASK { ?a (!<urn:x>|^!<urn:x>)*/(!<urn:y>|^!<urn:y>)+ ?b FILTER (STRLEN(STR(?b)) < 0) }",
    "regular expressions": f"ASK {{ {PAIR} FILTER (REGEX({ALL_OF_PAIR}, '^((a+)+)+$|(x+x+)+y\\\\d{{9}}')) }}",
}
LARGE = {
    "rows without end": (f"SELECT ?b {{ {PAIR} }}", "rows"),
    "wide rows without end": (f"SELECT * {{ {PAIR} BIND (REPLACE(STR(?b), '', ?c) AS ?x) }}", "size"),
    "a graph without end": (f"CONSTRUCT {{ ?a ?e ?c }} {{ {PAIR} }}", "size"),
    "a text that doubles": (f"SELECT (STRLEN(?x40) AS ?n) {{ BIND ({LONG}) {DOUBLED} }}", "memory"),
    "a sort over a join": (f"SELECT * {{ {PAIR} }} ORDER BY ?c DESC(?f)", "memory"),
    "brackets that fell the parser": ("SELECT * " + "{" * 20_000 + "}" * 20_000, "memory"),
    "a sum that fells the parser": (f"SELECT ({'+'.join(['1'] * 60_000)} AS ?n) {{}}", "memory"),
}


@pytest.fixture(autouse=True, scope="module")
def _linux(needs: Needs) -> None:
    needs(WorkerPool.is_possible(), "workers need Linux", "run it on Linux")


@pytest.fixture(name="store", scope="module")
def _store(graph_file: Path) -> EmbeddedStore:
    """The same graph in this process."""
    return open_embedded(graph_file)


@pytest.fixture(name="pool", scope="module")
def _pool(graph_file: Path) -> Iterator[WorkerPool]:
    """A pool with small limits."""
    pool = WorkerPool(graph_file, LIMITS, workers=3)
    yield pool
    pool.close()


@pytest.fixture(name="hasty", scope="module")
def _hasty(graph_file: Path) -> Iterator[WorkerPool]:
    """A pool that gives a query half a second."""
    pool = WorkerPool(graph_file, HASTY, workers=3)
    yield pool
    pool.close()


@pytest.mark.parametrize("media_type", RESULT_TYPES)
@pytest.mark.parametrize("query", [LABELS, TABLE, CHEAP, "ASK { ?s <urn:nothing> ?o }", "SELECT * {}"])
def test_tables_are_those_of_the_embedded_store(
    pool: WorkerPool, store: EmbeddedStore, query: str, media_type: str
) -> None:
    """The bytes of SELECT and ASK are the same in every format."""
    assert store.answer(query, media_type) == pool.answer(query, media_type).read()


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
def test_graphs_are_those_of_the_embedded_store(
    pool: WorkerPool, store: EmbeddedStore, media_type: str
) -> None:
    """The bytes of CONSTRUCT are the same in every format, and no rows are counted."""
    answer = pool.answer(DESCRIBED, media_type)

    assert answer.rows is None
    assert store.answer(DESCRIBED, media_type) == answer.read()


def test_descriptions_are_those_of_the_embedded_store(pool: WorkerPool, store: EmbeddedStore) -> None:
    """DESCRIBE finds the same statements."""
    query = "DESCRIBE <https://w3id.org/regcoop/id/process/bali-process>"
    found = pool.answer(query, "application/n-triples").read().splitlines()

    assert found
    assert sorted(store.answer(query, "application/n-triples").splitlines()) == sorted(found)


@pytest.mark.parametrize("query", DATASETS)
@pytest.mark.parametrize("dataset", CHOICES)
def test_datasets_mean_what_they_mean_to_the_embedded_store(
    pool: WorkerPool, store: EmbeddedStore, query: str, dataset: DatasetChoice | None
) -> None:
    """FROM of the query, graphs of the request, or the union where there is neither."""
    assert store.answer(query, "text/csv", dataset) == pool.answer(query, "text/csv", dataset).read()
    assert store.select(query, dataset) == pool.preview(query, dataset).solutions


def test_a_preview_has_the_first_rows_and_counts_all(pool: WorkerPool, store: EmbeddedStore) -> None:
    """Terms come back as they went, and unbound ones stay away."""
    everything = store.select(TABLE)

    preview = pool.preview(TABLE, most=5)

    assert Solutions(everything.variables, everything.rows[:5]) == preview.solutions
    assert len(everything.rows) == preview.total
    assert preview.seconds > 0
    assert everything == pool.preview(TABLE).solutions


def test_every_kind_of_term_crosses() -> None:
    """What is written of a preview is read again as the same."""
    row: dict[str, Term] = {
        "a": Iri("urn:a"),
        "b": BlankNode("b"),
        "c": Literal("c"),
        "d": Literal("d", language="en"),
    }
    solutions = Solutions(("a", "b", "c", "d", "e"), (row, {"e": Literal("1", "urn:number")}, {}))

    assert solutions == unpacked_preview(packed_preview(solutions))


def test_what_is_absent_is_the_same(pool: WorkerPool, store: EmbeddedStore) -> None:
    """The workers ask NOT EXISTS in another way, and find what the text says."""
    query = """
    PREFIX rc: <https://w3id.org/regcoop/ontology#>
    SELECT ?state ?domain {
      ?state a rc:State . ?domain a rc:GovernanceDomain
      FILTER NOT EXISTS {
        ?membership rc:member ?state ; rc:memberOf ?process .
        ?initiative rc:underProcess ?process ; rc:servesDomain ?domain } }
    ORDER BY ?state ?domain
    """

    assert query != rewritten(query)
    assert store.answer(query, JSON) == pool.answer(query, JSON).read()


def test_truth_values_come_back(pool: WorkerPool) -> None:
    """ASK gives true or false."""
    assert pool.ask(CHEAP)
    assert not pool.ask("ASK { ?s <urn:nothing> ?o }")


@pytest.mark.parametrize("media_type", RESULT_TYPES)
@pytest.mark.parametrize(
    "query", [TABLE, LABELS, "SELECT * { ?s ?p ?o }", "SELECT ?x { {} UNION {} UNION {} }"]
)
def test_rows_are_counted_exactly(
    pool: WorkerPool, store: EmbeddedStore, query: str, media_type: str
) -> None:
    """Whatever stands in the texts, and in short answers as in long ones."""
    answer = pool.answer(query, media_type)
    answer.close()

    assert len(store.select(query).rows) == answer.rows


@pytest.mark.parametrize("media_type", RESULT_TYPES)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_rows_are_counted_however_the_table_is_parted(
    store: EmbeddedStore, media_type: str, size: int
) -> None:
    """A mark that is cut in two counts once."""
    whole = store.answer(TABLE, media_type)
    counter = row_counter(media_type)
    assert counter is not None

    for start in range(0, len(whole), size):
        counter.see(whole[start : start + size])

    assert len(store.select(TABLE).rows) == counter.total(whole)


def test_a_long_answer_is_read_in_parts(pool: WorkerPool, store: EmbeddedStore) -> None:
    """It comes as a file, which no process holds in its memory."""
    # Each process that reads the graph gives names of its own to what has none.
    query = "SELECT * { ?s ?p ?o FILTER (!isBlank(?s) && !isBlank(?o)) } ORDER BY ?s ?p ?o"
    answer = pool.answer(query, JSON)
    parts = list(answer.chunks())

    assert answer.length > INLINE_BYTES
    assert max(map(len, parts)) <= CHUNK_BYTES
    assert store.answer(query, JSON) == b"".join(parts)
    assert answer.length == sum(map(len, parts))


@pytest.mark.parametrize(
    ("query", "media_type", "kind"),
    [
        ("SELECT * {\n ?s ?p }", JSON, QuerySyntaxError),
        ("nothing", JSON, QuerySyntaxError),
        ("SELECT * {}", "text/turtle", MediaTypeError),
        (CHEAP, "text/turtle", MediaTypeError),
        (DESCRIBED, JSON, MediaTypeError),
        ("SELECT * {}", "text/nothing", MediaTypeError),
        ('SELECT * { ?s ?p "\ud800" }', JSON, QueryError),
        ("SELECT * FROM <not absolute> {}", JSON, QuerySyntaxError),
    ],
)
def test_a_wrong_query_gets_the_error_of_the_embedded_store(
    pool: WorkerPool, store: EmbeddedStore, query: str, media_type: str, kind: type[KgError]
) -> None:
    """The class, its data and its sentence are the same."""
    with pytest.raises(KgError) as expected:
        store.answer(query, media_type)
    with pytest.raises(KgError) as raised:
        pool.answer(query, media_type)

    assert kind is type(expected.value) is type(raised.value)
    assert vars(expected.value) == vars(raised.value)
    assert str(expected.value) == str(raised.value)


def test_a_query_of_another_form_is_refused(pool: WorkerPool) -> None:
    """As the embedded store does it."""
    with pytest.raises(QueryError, match="of the form ASK is needed"):
        pool.ask("SELECT * {}")
    with pytest.raises(QueryError, match="of the form SELECT is needed"):
        pool.preview(CHEAP)


def test_a_graph_without_an_absolute_iri_is_refused(pool: WorkerPool) -> None:
    """The engine does not take it for one."""
    with pytest.raises(QueryError, match="absolute"):
        pool.answer("SELECT * {}", JSON, DatasetChoice(("relative",)))


@pytest.mark.parametrize("name", SLOW)
def test_a_slow_query_ends_in_a_refusal(hasty: WorkerPool, name: str) -> None:
    """It takes all its time or its memory; the next query is answered."""
    with pytest.raises(LimitError) as raised:
        hasty.answer(SLOW[name], JSON)

    assert raised.value.limit in {"time", "memory"}
    assert str(raised.value).endswith(".")
    assert hasty.ask(CHEAP)


@pytest.mark.parametrize("name", LARGE)
def test_a_large_query_ends_in_a_refusal(pool: WorkerPool, name: str) -> None:
    """Long before its time is over it is told which limit it went over; the next query is answered."""
    query, limit = LARGE[name]

    with pytest.raises(LimitError) as raised:
        pool.answer(query, "text/csv" if query.startswith("SELECT") else "application/n-triples")

    assert limit == raised.value.limit
    assert pool.ask(CHEAP)


def test_a_preview_may_be_given_less_time(pool: WorkerPool) -> None:
    """For questions about a query, whose reader waits; the next query is answered."""
    with pytest.raises(LimitError, match=r"0\.3 s") as raised:
        pool.preview(f"SELECT (COUNT(*) AS ?n) {{ {TRIPLE} }}", seconds=0.3)

    assert "time" == raised.value.limit
    assert pool.ask(CHEAP)


def test_a_preview_has_the_same_limits(pool: WorkerPool) -> None:
    """Rows that are only counted, and a row too large to be shown."""
    with pytest.raises(LimitError, match="'rows'"):
        pool.preview(f"SELECT * {{ {PAIR} }}", most=3)
    with pytest.raises(LimitError, match="'size'"):
        pool.preview(f"SELECT ?x19 {{ BIND ({LONG}) {DOUBLED.partition('BIND (CONCAT(?x19')[0]} }}")


def test_the_time_of_a_processor_has_a_limit_of_its_own(graph_file: Path) -> None:
    """The refusal says which of the two it was."""
    pool = WorkerPool(graph_file, Limits(seconds=20, cpu_seconds=0.3), workers=1)
    started = time.monotonic()

    with pytest.raises(LimitError) as raised:
        pool.answer(SLOW["a cross join"], JSON)

    assert ("cpu", True) == (raised.value.limit, time.monotonic() - started < 20)
    assert pool.ask(CHEAP)
    pool.close()


def test_an_answer_that_is_too_large_is_refused(graph_file: Path, store: EmbeddedStore) -> None:
    """Up to the last byte it is given; one byte more and it is refused whole."""
    length = len(store.answer(LABELS, JSON))
    rows = len(store.select(LABELS).rows)
    just, smaller, fewer = (
        WorkerPool(graph_file, limits, workers=1)
        for limits in (
            Limits(answer_bytes=length, rows=rows),
            Limits(answer_bytes=length - 1, rows=rows),
            Limits(answer_bytes=length, rows=rows - 1),
        )
    )

    assert length == just.answer(LABELS, JSON).length
    with pytest.raises(LimitError, match="'size'"):
        smaller.answer(LABELS, JSON)
    with pytest.raises(LimitError, match="'rows'"):
        fewer.answer(LABELS, JSON)

    for pool in (just, smaller, fewer):
        pool.close()


@pytest.mark.parametrize(
    "error",
    [
        QuerySyntaxError("no.", 3, 4),
        QuerySyntaxError("no."),
        QueryError("no."),
        MediaTypeError("no."),
        StoreError("no."),
        LimitError("rows", "no."),
    ],
)
def test_errors_cross_as_what_they_are(error: KgError) -> None:
    """Class, data and sentence."""
    read = unpacked_error(packed_error(error))

    assert (type(error), vars(error), str(error)) == (type(read), vars(read), str(read))


@pytest.mark.parametrize(
    ("status", "kind", "word"),
    [
        (14, LimitError, "'time'"), (27, LimitError, "'cpu'"), (6, LimitError, "'memory'"),
        (9, LimitError, "'memory'"), (11, LimitError, "nest"), (15, StoreError, "-15"),
        (256, StoreError, "status 1"), (None, StoreError, "anew"),
    ],
)  # fmt: skip
def test_each_end_of_a_worker_is_told(status: int | None, kind: type[KgError], word: str) -> None:
    """The system's status says which limit it was."""
    error = ending(status, LIMITS)

    assert kind is type(error)
    assert word in str(error)

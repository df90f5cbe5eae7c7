"""
Why a row is in an answer.

The proof of an explanation is made on the data: without the graphs that it names the row is gone, and with
them alone (and the ontology) it is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.catalogue import catalogue
from kg.errors import QuerySyntaxError, UnexplainedError
from kg.namespaces import ASSERTION, GRAPH_ONTOLOGY, ID, RC
from kg.store.embedded import EmbeddedStore
from kg.store.remote import RemoteStore
from kg.terms import BlankNode, Iri, Literal
from kg.why import explain, with_evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kg.store.protocol import Solutions, Store
    from kg.terms import Term
    from kg.why import Why

PREFIXES = f"""
PREFIX rc: <{RC}>
PREFIX id: <{ID}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
BGD = "<https://w3id.org/regcoop/id/country/bgd>"
OTHER_FORM = (
    "Rows of a SELECT can be explained, and this query is of the form {}; "
    "write it as a SELECT of what you want to know."
)
BY_FROM = (
    "The query chooses its graphs by FROM, and what stands behind a row is looked for in all graphs; "
    "use GRAPH in the pattern instead."
)
NOT_FOUND = (
    "The row could not be found again, so nothing is told of it: it holds a value that is made anew each "
    "time, such as that of NOW(), RAND() or BNODE(), or the graph has changed."
)
QUERIES = {
    "basic": f"SELECT ?rating ?level {{ ?rating rc:ratedCountry {BGD} ; rc:level ?level }}",
    "all variables": f"SELECT * {{ ?rating rc:ratedCountry {BGD} ; rc:level ?level }}",
    "node without a name": f"SELECT ?level {{ [] rc:ratedCountry {BGD} ; rc:level ?level }}",
    "distinct": "SELECT DISTINCT ?country { ?rating rc:ratedCountry ?country }",
    "variable property": f"SELECT ?p ?o {{ {BGD} ?p ?o }}",
    "filter": "SELECT ?c ?l { ?c a rc:Country ; rdfs:label ?l FILTER (LANG(?l) = 'en' && STRLEN(?l) > 6) }",
    "optional": "SELECT ?c ?r { ?c a rc:Country OPTIONAL { ?r rc:ratedCountry ?c ; rc:level ?l } }",
    "optional that binds nothing": "SELECT ?c { ?c a rc:Country OPTIONAL { ?c a rc:Country } }",
    "nested optional": "SELECT * { ?c a rc:Country OPTIONAL { ?r rc:ratedCountry ?c "
    "OPTIONAL { ?r rc:level ?l FILTER (?c != id:x) } } }",
    "bound after an optional": "SELECT * { OPTIONAL { ?r rc:ratedCountry ?c } ?c a rc:Country }",
    "union": "SELECT ?x { { ?x a rc:Country } UNION { ?x a rc:RatingLevel } UNION { ?x a rc:Initiative } }",
    "sequence": "SELECT ?r ?f { ?r rc:level/rdfs:label ?f }",
    "inverse": "SELECT ?c ?l { ?c ^rc:ratedCountry/rc:level ?l }",
    "alternative": f"SELECT ?o {{ ?r rc:ratedCountry {BGD} . ?r rc:level|rc:ratedDomain|a ?o }}",
    "alternative of paths": f"SELECT ?o {{ {BGD} (^rc:ratedCountry/rc:level)|rdfs:label ?o }}",
    "negated": f"SELECT ?o {{ ?r rc:ratedCountry {BGD} ; !(a|rc:level) ?o }}",
    "negated, both ways": f"SELECT ?o {{ {BGD} !(a|^rc:ratedCountry) ?o }}",
    "repeated": "SELECT ?a ?b { ?a a rc:Region ; rc:partOfRegion+ ?b }",
    "repeated or none": "SELECT ?a ?b { ?a a rc:Region ; (rc:partOfRegion|^rc:none)* ?b }",
    "once or none": "SELECT ?a ?b { ?a rc:ratedCountry? ?b . ?a rc:level ?l }",
    "graph": f"SELECT ?g ?o {{ GRAPH ?g {{ ?r rc:ratedCountry {BGD} ; rc:level ?o }} }}",
    "graph and evidence": "SELECT * { GRAPH ?g { ?r rc:level ?o } ?g rc:restsOn ?p . ?p rc:locator ?place }",
    "bind": "SELECT ?n { ?c a rc:Country ; rdfs:label ?l BIND (UCASE(STR(?l)) AS ?n) }",
    "expression": "SELECT (STRLEN(?l) AS ?n) ?c { ?c a rc:Country ; rdfs:label ?l }",
    "values": f"SELECT ?r {{ VALUES (?c ?x) {{ ({BGD} UNDEF) }} ?r rc:ratedCountry ?c }}",
    "values at the end": f"SELECT ?r ?c {{ ?r rc:ratedCountry ?c }} VALUES ?c {{ {BGD} }}",
    "not exists": "SELECT ?c { ?c a rc:GovernanceDomain FILTER NOT EXISTS { ?r rc:ratedDomain ?c } }",
    "minus": "SELECT ?c { ?c a rc:GovernanceDomain MINUS { ?r rc:ratedDomain ?c } }",
    "count": "SELECT ?d (COUNT(?r) AS ?n) { ?r rc:ratedDomain ?d } GROUP BY ?d",
    "having": "SELECT ?d (COUNT(?r) AS ?n) { ?r rc:ratedDomain ?d } GROUP BY ?d HAVING (COUNT(?r) > 3)",
    "count of all": "SELECT (COUNT(*) AS ?n) { ?r a rc:Rating }",
    "key by expression": "SELECT ?k (COUNT(?c) AS ?n) (LCASE(?k) AS ?m) { ?c a rc:Country ; rdfs:label ?l } "
    "GROUP BY (SUBSTR(STR(?l), 1, 1) AS ?k)",
    "sub-select": "SELECT ?d ?n ?l { { SELECT ?d (COUNT(?r) AS ?n) { ?r rc:ratedDomain ?d } GROUP BY ?d } "
    "?d rdfs:label ?l }",
    "sub-select in an optional": "SELECT ?c ?n { ?c a rc:Country OPTIONAL { SELECT ?c (COUNT(?r) AS ?n) "
    "{ ?r rc:ratedCountry ?c } GROUP BY ?c } }",
    "dollars": f"SELECT $level {{ $rating rc:ratedCountry {BGD} ; rc:level ?level }}",
}


def _without(engine: ox.Store, graphs: frozenset[str]) -> list[ox.Quad]:
    """Take graphs out and return what was in them."""
    quads = [q for iri in graphs for q in engine.quads_for_pattern(None, None, None, ox.NamedNode(iri))]
    for quad in quads:
        engine.remove(quad)
    return quads


def _only(engine: ox.Store, graphs: frozenset[str]) -> Store:
    """Return a store with some graphs alone."""
    small = ox.Store()
    for iri in graphs:
        small.extend(engine.quads_for_pattern(None, None, None, ox.NamedNode(iri)))
    return EmbeddedStore(small)


def _proven(engine: ox.Store, query: str, row: Mapping[str, Term], why: Why) -> bool:
    """Say whether the row needs the graphs behind it, and nothing but these and the ontology."""
    stands = row in _only(engine, why.graphs | {GRAPH_ONTOLOGY}).select(query).rows
    quads = _without(engine, why.graphs)
    falls = row not in EmbeddedStore(engine).select(query).rows
    engine.extend(quads)
    return stands and falls


@pytest.fixture(name="engine", scope="module")
def _engine(graph_file: Path) -> ox.Store:
    """The graph of the small dataset, to take parts out of."""
    engine = ox.Store()
    engine.bulk_load(path=graph_file, format=ox.RdfFormat.N_QUADS)
    return engine


@pytest.fixture(name="store", scope="module")
def _store(engine: ox.Store) -> Store:
    return EmbeddedStore(engine)


@pytest.fixture(name="remote", scope="module")
def _remote(graph_file: Path, oxigraph_server: Callable[[bytes], str]) -> Store:
    """The same graph on a server."""
    return RemoteStore(oxigraph_server(graph_file.read_bytes()))


@pytest.fixture(name="virtuoso", scope="module")
def _virtuoso(graph_file: Path, virtuoso_server: Callable[[Path], str]) -> Store:
    """The same graph on a server of another make."""
    return RemoteStore(virtuoso_server(graph_file))


def _some(rows: tuple[dict[str, Term], ...]) -> list[dict[str, Term]]:
    return [rows[place] for place in sorted({0, len(rows) // 2, len(rows) - 1})]


def _told(why: Why) -> set[tuple[str, str, str]]:
    return {(one.subject.n3(), one.predicate.n3(), one.object.n3()) for one in why.statements}


class TestProof:
    """What is told is what the row rests on."""

    @pytest.mark.parametrize("name", QUERIES)
    def test_a_row_needs_its_graphs_and_no_others(self, engine: ox.Store, store: Store, name: str) -> None:
        """Without them it is gone; with them and the ontology alone it is there."""
        query = PREFIXES + QUERIES[name]
        rows = store.select(query).rows
        assert rows

        for row in _some(rows):
            why = explain(query, row, store.select)
            assert why.statements
            assert _proven(engine, query, row, why)

    @pytest.mark.parametrize("name", [name for name in QUERIES if name != "optional that binds nothing"])
    def test_each_statement_of_every_way_is_needed(self, engine: ox.Store, store: Store, name: str) -> None:
        """Without any one of them the row is gone, wherever that statement stands."""
        query = PREFIXES + QUERIES[name]
        for row in _some(store.select(query).rows):
            for one in explain(query, row, store.select).common:
                if one.is_step or any(isinstance(term, BlankNode) for term in (one.subject, one.object)):
                    continue
                pattern = ox.parse(
                    f"{one.subject.n3()} {one.predicate.n3()} {one.object.n3()} .", ox.RdfFormat.N_TRIPLES
                )
                triple = next(iter(pattern))
                quads = list(engine.quads_for_pattern(triple.subject, triple.predicate, triple.object, None))
                assert {f"<{h.graph}>" for h in one.holders} <= {str(q.graph_name) for q in quads}
                for quad in quads:
                    engine.remove(quad)
                falls = row not in store.select(query).rows
                engine.extend(quads)
                assert falls, one

    @pytest.mark.slow
    @pytest.mark.parametrize("name", QUERIES)
    def test_virtuoso_tells_the_same(self, store: Store, virtuoso: Store, name: str) -> None:
        """As the Oxigraph server does."""
        query = PREFIXES + QUERIES[name]
        for row in _some(store.select(query).rows):
            here, there = explain(query, row, store.select), explain(query, row, virtuoso.select)
            assert _told(here) == _told(there)
            assert here.graphs == there.graphs
            assert (here.total, here.notes) == (there.total, there.notes)

    @pytest.mark.slow
    @pytest.mark.parametrize("name", QUERIES)
    def test_a_server_tells_the_same(self, store: Store, remote: Store, name: str) -> None:
        """Statements, holders and notes do not depend on the engine."""
        query = PREFIXES + QUERIES[name]
        rows = store.select(query).rows
        for row in _some(rows):
            here, there = explain(query, row, store.select), explain(query, row, remote.select)
            assert _told(here) == _told(there)
            assert here.graphs == there.graphs
            assert (here.total, here.notes) == (there.total, there.notes)

    @pytest.mark.slow
    @pytest.mark.parametrize("query", [q.name for q in catalogue() if q.folder == "explore"])
    def test_stored_queries_are_explained(self, engine: ox.Store, store: Store, query: str) -> None:
        """Each row of those that researchers begin with, as far as the small dataset has such."""
        text = catalogue().named(query).text
        for row in _some(rows) if (rows := store.select(text).rows) else []:
            assert _proven(engine, text, row, explain(text, row, store.select))

    def test_stored_queries_are_explained_on_all_that_we_publish(self, whole_graph_file: Path) -> None:
        """Every query for exploring: none is refused, and each explanation holds."""
        engine = ox.Store()
        engine.bulk_load(path=whole_graph_file, format=ox.RdfFormat.N_QUADS)
        store = EmbeddedStore(engine)
        explained: list[str] = []
        queries = [query for query in catalogue() if query.folder == "explore"]
        for query in queries:
            rows = store.select(query.text).rows
            row = rows[len(rows) // 2]
            why = explain(query.text, row, store.select)
            assert "cut" not in {note.kind for note in why.notes}
            explained += [query.name] if _proven(engine, query.text, row, why) else []

        assert [query.name for query in queries] == explained


class TestTold:
    """What an explanation says."""

    def test_a_rating(self, store: Store) -> None:
        """The statements, their assertion, its document and the place in it."""
        fifth = f"<{ID}domain/mgi-2016/5>"
        pattern = f"?r rc:ratedCountry {BGD} ; rc:ratedDomain {fifth} ; rc:level ?level"
        query = f"{PREFIXES} SELECT ?level {{ {pattern} }}"
        why = explain(query, {"level": Iri(f"{ID}level/mgi-2016/mature")}, store.select)

        assert ["ratedCountry", "ratedDomain", "level"] == [
            one.predicate.value.removeprefix(RC) for one in why.common
        ]
        assert (1, ()) == (why.total, why.ways)
        (holder,) = why.common[2].holders
        assert f"{ASSERTION}ratings/mgi-2016/bgd/5" == holder.graph
        assert ("assertion", "transcribed") == (holder.kind, holder.basis)
        assert [f"{ID}document/escap-2017"] == [source.document for source in holder.sources]
        assert holder.sources[0].locator.startswith("part 7 (Table 6), row 2")

    def test_what_a_rule_derives_names_its_inputs(self, store: Store) -> None:
        """The rule, and the assertions that it was derived from."""
        query = PREFIXES + "SELECT ?p ?d { ?p rc:coversDomain ?d }"
        row = store.select(query).rows[0]
        (one,) = explain(query, row, store.select).common

        assert {"derived"} == {holder.basis for holder in one.holders}
        assert all(holder.rule and holder.inputs for holder in one.holders)

    def test_disagreement_is_seen(self, store: Store) -> None:
        """A statement that other sources contradict says so."""
        query = PREFIXES + "SELECT ?a ?s { ?c rc:conflictingAssertion ?a . GRAPH ?a { ?s a ?type } }"
        row = store.select(query).rows[0]
        why = explain(query, row, store.select)

        stated = [one for one in why.statements for holder in one.holders if holder.graph == row["a"].value]
        assert stated
        assert all(holder.is_disputed for one in stated for holder in one.holders)

    def test_a_record_of_ours_is_no_assertion(self, store: Store) -> None:
        """Statements of the ontology and of the record of evidence name the graph and what it is."""
        query = PREFIXES + "SELECT ?c { ?c a <http://www.w3.org/2002/07/owl#Class> ; rdfs:label ?l }"
        why = explain(query, store.select(query).rows[0], store.select)

        assert {("record", "ontology and vocabularies")} == {
            (holder.kind, holder.label) for one in why.common for holder in one.holders
        }

    def test_a_group_has_its_members(self, store: Store) -> None:
        """All of them, and the statements that they share only once."""
        query = PREFIXES + QUERIES["count"]
        row = store.select(query).rows[0]
        why = explain(query, row, store.select)

        assert why.is_group
        assert int(row["n"].value) == why.total == len(why.ways)

    def test_a_large_group_is_counted_in_full(self, store: Store) -> None:
        """The first members are shown, and a sentence says how many are not."""
        query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        row = store.select(query).rows[0]
        why = explain(query, row, store.select)

        assert why.total > len(why.ways)
        assert ["cut"] == [note.kind for note in why.notes]
        assert f"{why.total - len(why.ways):,} further ways" in why.notes[0].sentence

    def test_steps_of_a_path(self) -> None:
        """Each statement on the way from one end to the other, and none beside it."""
        query = PREFIXES + "SELECT ?b { <urn:a> <urn:p>+ ?b }"
        engine = ox.Store()
        for start, end in ("ab", "bc", "cd", "bx"):
            triple = (ox.NamedNode(f"urn:{start}"), ox.NamedNode("urn:p"), ox.NamedNode(f"urn:{end}"))
            engine.add(ox.Quad(*triple, ox.NamedNode(f"urn:g:{start}{end}")))
        why = explain(query, {"b": Iri("urn:d")}, EmbeddedStore(engine).select)

        assert {"urn:g:ab", "urn:g:bc", "urn:g:cd"} == why.graphs
        assert all(one.is_step for one in why.statements)

    @pytest.mark.parametrize(
        ("pattern", "kind", "words"),
        [
            ("?c a rc:Country OPTIONAL { ?c <urn:none> ?x }", "missing", "no such statements for this row"),
            ("{ ?c a rc:Level } UNION { ?c a rc:Country }", "branch", "Of 2 alternatives, number 2 holds."),
            ("?c a rc:Country FILTER NOT EXISTS { ?c <urn:x> ?y }", "absence", "has no source"),
            ("?c a rc:Country MINUS { ?c <urn:x> ?y }", "absence", "has no source"),
            ("?c a rc:Country FILTER EXISTS { ?c rdfs:label ?y }", "condition", "not shown"),
            ("?c a rc:Country FILTER (EXISTS { ?c a ?y } || ?c = 1)", "condition", "decides here together"),
        ],
    )
    def test_what_no_statement_shows_is_said(self, store: Store, pattern: str, kind: str, words: str) -> None:
        """In a sentence, with the part of the query."""
        query = f"{PREFIXES} SELECT ?c {{ {pattern} }}"
        why = explain(query, {"c": Iri(BGD[1:-1])}, store.select)

        assert [kind] == [note.kind for note in why.notes]
        assert words in why.notes[0].sentence
        assert why.notes[0].text
        assert why.notes[0].text in query

    def test_a_row_without_statements_says_so(self, store: Store) -> None:
        """The query makes it by itself."""
        why = explain("SELECT ?x { BIND (1 AS ?x) }", _number(1), store.select)

        assert () == why.statements
        assert "the query makes it by itself" in why.notes[0].sentence

    def test_values_are_terms_whatever_they_hold(self, store: Store) -> None:
        """Quotation marks and braces in a value stay in it."""
        query = "SELECT ?x { VALUES ?x { 'a\"} UNION { ?s ?p ?o } #' } }"
        (row,) = store.select(query).rows

        assert 1 == explain(query, row, store.select).total


def _number(value: int) -> dict[str, Term]:
    return {"x": Literal(str(value), "http://www.w3.org/2001/XMLSchema#integer")}


class TestRefused:
    """What cannot be told is refused in a sentence."""

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("ASK { ?s ?p ?o }", OTHER_FORM.format("ASK")),
            ("DESCRIBE <urn:a>", OTHER_FORM.format("DESCRIBE")),
            ("CONSTRUCT WHERE { ?s ?p ?o }", OTHER_FORM.format("CONSTRUCT")),
            ("SELECT * FROM <urn:a> { ?x ?p ?o }", BY_FROM),
            ("SELECT (RAND() AS ?x) {}", NOT_FOUND),
        ],
    )
    def test_the_sentence_says_why(self, store: Store, query: str, sentence: str) -> None:
        """And what to do, where there is something to do."""
        with pytest.raises(UnexplainedError) as refusal:
            explain(query, _number(1), store.select)
        assert sentence == str(refusal.value)

    def test_what_is_no_query_is_told_with_its_place(self, store: Store) -> None:
        """As everywhere."""
        with pytest.raises(QuerySyntaxError, match="line 1"):
            explain("SELECT * { ?s ", {}, store.select)

    def test_a_select_within_graph_is_not_followed(self, store: Store) -> None:
        """The rest is told all the same."""
        query = (
            f"{PREFIXES} SELECT * {{ ?x rc:level ?l GRAPH ?g {{ {{ SELECT ?x {{ ?x a rc:Rating }} }} }} }}"
        )
        why = explain(query, store.select(query).rows[0], store.select)

        assert "unexplained" in {note.kind for note in why.notes}
        assert why.statements


def _rows(found: Solutions, variables: tuple[str, ...]) -> list[list[tuple[str, str]]]:
    def sets(term: Term) -> str:
        # What is joined in one text has no order that engines agree on.
        return " | ".join(sorted(term.n3().strip('"').split(" | ")))

    return sorted(
        sorted((name, sets(term)) for name, term in row.items() if name in variables) for row in found.rows
    )


class TestColumns:
    """Columns of evidence."""

    @pytest.mark.parametrize("name", ["country-ratings", "domain-initiatives", "countries", "mappings"])
    def test_the_rows_stay_and_get_columns(self, store: Store, remote: Store, name: str) -> None:
        """As many and the same on both engines, with a source for each."""
        query = catalogue().named(name).text
        before, after = store.select(query), store.select(with_evidence(query))
        there = remote.select(with_evidence(query))

        assert before.rows
        assert _rows(before, before.variables) == _rows(after, before.variables)
        assert _rows(after, after.variables) == _rows(there, after.variables)
        assert all(row["source1"].value for row in after.rows)
        assert {"transcribed", "editorial", "derived"} >= {row["method1"].value for row in after.rows}

    def test_a_fact_names_graph_source_and_method(self, store: Store) -> None:
        """The same that the page of the assertion says."""
        query = f"{PREFIXES} SELECT * {{ ?r rc:ratedCountry {BGD} }} ORDER BY ?r"
        row = store.select(with_evidence(query)).rows[0]

        assert row["assertion1"].value.startswith(f"{ASSERTION}ratings/mgi-2016/bgd/")
        assert "part 7 (Table 6), row 2" in row["source1"].value
        assert "transcribed" == row["method1"].value

    @pytest.mark.parametrize(
        ("head", "expected"),
        [
            ("", "PREFIX rc: <https://w3id.org/regcoop/ontology#>"),
            (f"PREFIX rc: <{RC}>\n", "rc:restsOn"),
            ("PREFIX rc: <urn:other:>\n", f"<{RC}restsOn>"),
        ],
    )
    def test_the_prefix_is_the_querys_own(self, store: Store, head: str, expected: str) -> None:
        """Declared if it is not; written out where the query means another thing by it."""
        made = with_evidence(f"{head}SELECT ?source1 {{ ?source1 <{RC}level> ?level }}")

        assert expected in made
        # A name that the query has is not taken.
        assert ("source1", "assertion2", "source2", "method2") == store.select(made).variables
        assert store.select(made).rows

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("ASK { ?s ?p ?o }", "of the form ASK"),
            ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "sum up groups"),
            ("SELECT ?s { ?s ?p ?o } GROUP BY ?s", "sum up groups"),
            ("SELECT * FROM <urn:a> { ?s ?p ?o }", "take FROM out"),
            ("SELECT * { ?s ?p ?o } LIMIT 3", "rows would get lost"),
            ("SELECT * { OPTIONAL { ?s ?p ?o } }", "outside of OPTIONAL"),
        ],
    )
    def test_what_has_no_room_for_columns_is_refused(self, query: str, words: str) -> None:
        """In a sentence that says what to do."""
        with pytest.raises(UnexplainedError, match=words):
            with_evidence(query)

"""
What the stored queries of browse, explore and listing answer, on the small dataset and graphs made from it.

A query's whole answer, for the example that stands in its file, is held against a file of expected rows; the
answers that matter most, and those too long for a file, are computed here a second time from the tables.

Expected rows are made by the engine, with `python -m pytest tests/test_queries.py --renew`, and then read,
row by row, by whoever commits them.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.catalogue import catalogue
from kg.namespaces import ASSERTION, GRAPH_EVIDENCE, ID, PREFIXES, RC, assertion, thing
from kg.resources import data_dir, version
from kg.store.embedded import EmbeddedStore, open_embedded
from kg.terms import Literal
from webapp import create_app
from webapp.settings import Settings
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from flask.testing import FlaskClient

    from kg.catalogue import Query
    from kg.store.protocol import Store
    from kg.terms import Term

EXPECTED = Path(__file__).with_name("expected") / "queries"
WHOLE = EXPECTED.with_name("whole")
COUNTED = {
    "composed-names",
    "definitions",
    "names",
    "places",
    "release",
    "source-statements",
    "term-uses",
    "terms",
}
NAMES = sorted(q.name for folder in ("browse", "explore", "listing") for q in catalogue().in_folder(folder))
STATE = f"{ID}coverage-state/"


@pytest.fixture(name="store", scope="module")
def _store(graph_file: Path) -> Store:
    """The graph of the small dataset."""
    return open_embedded(graph_file)


def table(name: str) -> list[dict[str, str]]:
    """Read a curated table, row by row."""
    with (data_dir() / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answer(store: Store, name: str, **params: str) -> list[Mapping[str, Term]]:
    """Run a stored query with texts as parameters."""
    query = catalogue().named(name)
    return list(store.select(query.bind(query.terms(params))).rows)


def texts(rows: list[Mapping[str, Term]], *columns: str) -> list[tuple[str, ...]]:
    """Return some columns as texts; empty where a row has no value."""
    return [tuple(row[column].value if column in row else "" for column in columns) for row in rows]


def test_every_query_has_expected_rows_or_a_count() -> None:
    """
    No query goes without a test of its answer, and no file of expected rows is left over.

    What the small dataset has no rows for is held against the whole graph in
    `tests/repository/test_questions.py`.
    """
    here = COUNTED | {path.stem for path in EXPECTED.glob("*.csv")}
    with (WHOLE / "long-answers.csv").open(encoding="utf-8", newline="") as file:
        long = {row["query"] for row in csv.DictReader(file)}

    assert set() == here - set(NAMES)
    assert set() == set(NAMES) - here - long - {path.stem for path in WHOLE.glob("*.csv")}


@pytest.mark.parametrize("name", sorted(path.stem for path in EXPECTED.glob("*.csv")))
def test_the_example_in_the_file_gives_the_expected_rows(
    store: Store, name: str, request: pytest.FixtureRequest
) -> None:
    """All rows, in their order: whoever runs a query file as it stands gets these."""
    given = store.answer(catalogue().named(name).text, "text/csv").decode()

    path = EXPECTED / f"{name}.csv"
    if request.config.getoption("renew"):
        path.write_text(given, encoding="utf-8", newline="")
    expected = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    assert list(expected) == list(csv.reader(io.StringIO(given)))


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_explained(store: Store, name: str) -> None:
    """The header of a query says what each column of its answer means."""
    query = catalogue().named(name)

    assert set(query.columns) == set(store.select(query.text).variables)


@pytest.mark.parametrize("name", NAMES)
def test_no_query_makes_a_quantity_of_levels(name: str) -> None:
    """Levels are ordinal: a query may sort by their order, and never adds up or averages it."""
    text = catalogue().named(name).text.upper()

    assert [] == [word for word in ("AVG(", "SUM(", "MIN(?LEVELORDER", "MAX(?LEVELORDER") if word in text]


def test_ratings_are_the_rows_of_the_table(store: Store) -> None:
    """75 ratings, each with the assertion of its own row, countries by name and domains by number."""
    names = {row["key"]: row["name"] for row in table("countries")}
    numbers = {row["key"]: int(row["number"]) for row in table("domains")}
    rows = sorted(table("ratings"), key=lambda row: (names[row["country"]].lower(), numbers[row["domain"]]))
    expected = [
        (
            thing("country", row["country"]),
            row["country"].upper(),
            thing("domain", row["domain"]),
            thing("level", row["level"]),
            row["period"],
            assertion("ratings", row["key"]),
        )
        for row in rows
    ]

    given = texts(answer(store, "ratings"), "country", "iso3", "domain", "level", "period", "assertion")

    assert (75, expected) == (len(given), given)


@pytest.mark.parametrize("domain", [None, "escap-2017/1", "escap-2017/4", "escap-2017/6", "mgi-2016/1"])
def test_initiatives_are_those_of_the_domain(store: Store, domain: str | None) -> None:
    """Without a domain all of them; with one, those whose row names it, none by an equal number."""
    modes = {row["initiative"]: row["mode"] for row in table("initiative_modes")}
    known = {row["key"]: row for row in table("initiatives")}
    expected = {
        (
            thing("initiative", row["initiative"]),
            known[row["initiative"]]["name"],
            thing("mode", modes[row["initiative"]]),
            known[row["initiative"]]["incomplete"],
            assertion("initiative_domains", row["key"]),
        )
        for row in table("initiative_domains")
        if domain in (None, row["domain"])
    }

    rows = answer(store, "initiatives", **({"domain": domain} if domain else {}))

    assert expected == set(texts(rows, "initiative", "label", "mode", "incomplete", "assertion"))
    assert len(expected) == len(rows)


def cell_states() -> dict[tuple[str, str], str]:
    """Compute the state of every cell of the matrix from the tables, without SPARQL."""
    modes = {row["initiative"]: row["mode"] for row in table("initiative_modes")}
    full = {(row["domain"], modes[row["initiative"]]) for row in table("initiative_domains")}
    covered = {
        row["subject"].removeprefix("domain/"): row["state"]
        for row in table("coverage")
        if row["property"] == "rc:servesDomain"
    }
    return {
        (domain, mode["key"]): "recorded"
        if (domain, mode["key"]) in full
        else ("not-stated" if state == "recorded" else state)
        for domain, state in covered.items()
        for mode in table("modes")
    }


def test_every_cell_of_the_matrix_has_the_state_that_the_tables_give_it(store: Store) -> None:
    """6 domains by 7 modes: recorded where an initiative stands, else a state, never empty or 0."""
    rows = answer(store, "matrix")

    given = {
        (domain.removeprefix(f"{ID}domain/"), mode.removeprefix(f"{ID}mode/")): state.removeprefix(STATE)
        for domain, mode, state in texts(rows, "domain", "mode", "state")
    }
    assert cell_states() == given
    assert {"not-stated": 35, "recorded": 7} == dict(Counter(given.values()))


def test_only_recorded_cells_hold_initiatives(store: Store) -> None:
    """A row names an initiative if its cell is recorded; every initiative stands in one cell."""
    rows = texts(answer(store, "matrix"), "state", "initiative")

    assert all((state == f"{STATE}recorded") == bool(initiative) for state, initiative in rows)
    assert Counter(thing("initiative", row["initiative"]) for row in table("initiative_domains")) == Counter(
        initiative for _, initiative in rows if initiative
    )


def test_domains_4_and_5_are_without_initiatives_because_the_source_names_none(store: Store) -> None:
    """Not stated, on the word of the document; no query says that none exist."""
    rows = texts(answer(store, "domains-without-initiatives"), "domain", "state")

    assert [(thing("domain", f"escap-2017/{n}"), f"{STATE}not-stated") for n in (4, 5)] == rows[:2]


def test_a_domain_that_nobody_has_looked_at_has_no_state(store: Store) -> None:
    """The domains of the index have no initiative either, and no document is on record as silent on it."""
    rows = texts(answer(store, "domains-without-initiatives"), "domain", "state", "document")

    assert [(thing("domain", f"mgi-2016/{n}"), "", "") for n in range(1, 6)] == rows[2:]


def test_no_mapping_goes_by_number(store: Store) -> None:
    """Domain 6 has no counterpart, though a framework of other numbering might offer one."""
    rows = texts(answer(store, "domain-mappings", domain="escap-2017/6"), "from", "to", "relation")

    assert [(thing("domain", "escap-2017/6"), "", "")] == rows


def test_a_source_gives_back_every_assertion_that_rests_on_it(store: Store) -> None:
    """Of every row whose sources name the presentation, and of no other."""
    expected = {
        assertion(path.stem, row["key"])
        for path in (data_dir() / "tables").glob("*.csv")
        for row in table(path.stem)
        if "escap-2017" in row["source"].split(";")
    }

    rows = answer(store, "source-statements", document="escap-2017")

    assert expected == {iri for (iri,) in texts(rows, "assertion")}


def test_a_source_is_read_in_its_own_order(store: Store) -> None:
    """Statements come in the order of the parts, rows and items of the document, part 10 after part 9."""
    rows = texts(answer(store, "source-statements", document="escap-2017"), "locatorOrder", "locatorStatus")
    is_sure = [status.endswith("/paired") for _, status in rows]
    parts = [place for place, status in rows if status.endswith("/paired")]

    assert is_sure == sorted(is_sure, reverse=True)
    assert parts == sorted(parts)
    assert parts.index("part 0010 (Modes of collaboration, domain 0003), heading") > parts.index(
        "part 0009 (Modes of collaboration, domain 0002), heading"
    )


def test_every_assertion_has_a_place_or_a_rule(store: Store) -> None:
    """One assertion a row of the tables, and the derived ones: nothing is said without a source or a rule."""
    rows = texts(answer(store, "places"), "assertion", "document", "rule")

    stated = {
        assertion(path.stem, row["key"])
        for path in (data_dir() / "tables").glob("*.csv")
        for row in table(path.stem)
    }
    assert stated == {iri for iri, document, _ in rows if document}
    assert 4 == len({iri for iri, _, rule in rows if rule})
    assert all(document or rule for _, document, rule in rows)


def test_names_hold_every_printed_and_other_name(store: Store) -> None:
    """Whoever knows a thing by a name that some source prints can find it by that name."""
    expected = {(ID + row["thing"], row["label"]) for row in table("alternative_labels")}

    assert expected <= set(texts(answer(store, "names"), "thing", "name"))


@pytest.mark.parametrize("name", ["ratings", "memberships", "counts", "mappings", "coverage"])
def test_what_has_no_name_gets_one_from_its_parts(store: Store, name: str) -> None:
    """Ratings, memberships, counts, mappings and coverage statements have no label of their own."""
    segment = name.removesuffix("s") if name != "coverage" else name
    expected = {thing(segment, row["key"]) for row in table(name)}

    assert expected == {
        iri for (iri,) in texts(answer(store, "composed-names"), "thing") if iri.startswith(f"{ID}{segment}/")
    }


def test_terms_have_definitions(store: Store) -> None:
    """Every class and property of the ontology is listed with what it means."""
    rows = texts(answer(store, "terms"), "label", "definition")

    assert len(rows) >= 100
    assert all(label and definition for label, definition in rows)


def test_the_release_is_that_of_this_version(store: Store) -> None:
    """One release, named by the version of the project, under an open licence."""
    rows = texts(answer(store, "release"), "version", "license")

    assert [(version(), "https://creativecommons.org/licenses/by/4.0/")] == rows


def test_what_a_rule_derives_is_not_left_out_of_where_statements_come_from(store: Store) -> None:
    """A derived statement has no document of its own; the rule stands in its place."""
    rows = texts(answer(store, "where-from", subject="process/bali-process"), "property", "document", "rule")

    derived = [(document, rule) for name, document, rule in rows if name == RC + "coversDomain"]
    assert [("", thing("rule", "process-covers-domain"))] * 4 == derived
    assert all(bool(document) != bool(rule) for _, document, rule in rows)


def test_things_without_a_name_are_listed_too(store: Store) -> None:
    """Ratings have no name of their own."""
    rows = texts(answer(store, "things", **{"class": RC + "Rating"}), "thing", "label")

    assert {(thing("rating", row["key"]), "") for row in table("ratings")} == set(rows)


def test_the_matrix_can_be_that_of_one_framework(store: Store) -> None:
    """Of the index no document lists initiatives, so it has no cell; of the policy questions all have."""
    assert [] == answer(store, "matrix", framework="mgi-2016")
    assert answer(store, "matrix") == answer(store, "matrix", framework="escap-2017")


ALL = {query.name: query for query in catalogue()}
SECOND = "/second"
OTHER_DOCUMENT = thing("document", "manaus")

COUNTING = {name for name in ALL if name.startswith("dataset-")}
"""Queries that count the statements of the graph as they stand: with more of them, they count more."""

ABOUT_TEXTS = {
    "names": "a thing can be found by its name in any language",
    "statements": "all that is said of a thing, in every language",
    "assertion-statements": "all that an assertion says",
    "disputed-statements": "all that some assertions say",
    "source-statements": "all that rests on a document",
    "where-from": "all that is said of a thing, with its place",
    "one-source-statements": "likewise, where one source stands behind it",
    "disagreeing-sources": "what is claimed may be a text",
    "graph-statements": "all that a graph holds",
    "printed-headings": "a document prints its names in its own language",
    "thing-coverage": "all that coverage statements say",
    "thing-evidence": "the description of assertions as it is",
    "thing-passages": "the description of passages as it is",
    "assertion-passages": "likewise",
    "conflicts": "what is claimed may be a text",
    "country-names": "gives names in every language",
    "editorial-statements": "what is judged may be a text",
}
"""The queries that give texts as they stand, and why; all others give one text, the English one."""

ABOUT_EVIDENCE = {
    "thing-evidence": "describes the assertions themselves",
    "thing-passages": "describes the passages themselves",
    "links": "leads from things to documents",
    "one-source-statements": "finds what has no second source",
    "printed-headings": "gives what each document prints",
    "document-graphs": "counts what rests on a document",
    "document-tables": "likewise",
    "document-list": "likewise",
    "editorial-sections": "likewise, on our own decisions",
    "editorial-statements": "finds what rests on one section of them",
    "unsourced-assertions": "finds what rests on a source that was not kept",
    "assertions-by-basis": "counts assertions",
    "term-uses": "counts how many things have a property, assertions too",
}
"""The queries whose answer is the evidence, so that it grows when evidence is added."""

ABOUT_GRAPHS = {
    "assertions-by-basis": "counts the graphs of assertions",
    "assertion-statements": "asks for the graph of one assertion, which is then in parts of other names",
    "disputed-statements": "asks for the graphs of some",
    "every-assertion-states-something": "finds assertions without a graph, as they all are then",
    "every-conflict-has-two-sides": "a conflict names the graphs of its sides",
    "conflicts": "likewise",
    "founding-conflicts": "likewise",
    "document-list": "counts the assertions that rest on a document",
    "unsourced-assertions": "likewise",
    "term-uses": "counts how many assertions have each property",
    "every-derived-assertion-has-inputs": "what is derived names the graphs of its inputs",
    "covered-domain-inputs": "likewise",
    "process-statuses": "the words belong to the status that the same row gives",
    "initiative-stages": "likewise",
    "initiative-status": "likewise",
    **dict.fromkeys(
        (
            *("shared-members", "common-processes", "changed-roles", "joining-dates"),
            *("membership-at-date", "members-at-date"),
            *(
                "process-meetings",
                "meetings-by-year",
                "meetings-of-level",
                "country-meetings",
                "meetings-about",
            ),
        ),
        "sources may differ on a date: each date stands beside the graph that gives it",
    ),
}
"""The queries about the graphs of assertions, so that dividing these changes the answer."""

NOT_IN_THE_SMALL_DATA = {
    "foundings",
    "furthering-themes",
    "named-regions",
    "themes-of",
    "unplaced-initiatives",
}
"""The queries that find nothing in the small dataset; test_cooperation.py has something to be found."""

BEHIND = {
    *("document", "documentLabel", "dated", "page", "passage", "source", "sources"),
    *("locator", "locatorOrder", "locatorStatus", "locatorStatusLabel", "described"),
}
"""The columns, beside those named for an assertion, that say who states a fact and not what it is."""


@pytest.fixture(name="quads", scope="module")
def _quads(graph_file: Path) -> list[ox.Quad]:
    """The statements of the small dataset; nodes without names are the same in all that is made of them."""
    return list(ox.parse(path=graph_file, format=ox.RdfFormat.N_QUADS))


@pytest.fixture(name="plain", scope="module")
def _plain(quads: list[ox.Quad]) -> Store:
    """The graph of the small dataset as it is."""
    return filled(quads)


@pytest.fixture(name="bilingual", scope="module")
def _bilingual(quads: list[ox.Quad]) -> Store:
    """Every English text is there in French as well."""
    return filled([*quads, *in_french(quads)])


@pytest.fixture(name="twice", scope="module")
def _twice(quads: list[ox.Quad]) -> Store:
    """Every assertion is made a second time, under another IRI and by a passage of another document."""
    return filled([*quads, *by_second_source(quads)])


@pytest.fixture(name="clients", scope="module")
def _clients(plain: Store, twice: Store) -> tuple[FlaskClient, FlaskClient]:
    """Readers of two sites: over the small dataset as it is, and with every assertion made twice."""
    before, after = (create_app(Settings(store)).test_client() for store in (plain, twice))
    return before, after


@pytest.fixture(name="nameless", scope="module")
def _nameless(quads: list[ox.Quad]) -> Store:
    """Nothing has a short name."""
    return filled(quad for quad in quads if quad.predicate.value != RC + "shortName")


@pytest.fixture(name="codeless", scope="module")
def _codeless(quads: list[ox.Quad]) -> Store:
    """No country has a code."""
    return filled(
        quad
        for quad in quads
        if not (isinstance(quad.object, ox.Literal) and RC in quad.object.datatype.value)
    )


@pytest.fixture(name="apart", scope="module")
def _apart(quads: list[ox.Quad]) -> Store:
    """Every property stands in a graph of its own: names, classes and numbers apart from one another."""
    return filled(one_property_a_graph(quads))


def filled(quads: Iterable[ox.Quad]) -> Store:
    """Make a store of these statements."""
    engine = ox.Store()
    engine.extend(quads)
    return EmbeddedStore(engine)


def in_french(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Repeat what is said in English with the same words as French."""
    for quad in quads:
        if isinstance(quad.object, ox.Literal) and quad.object.language == "en":
            text = ox.Literal(quad.object.value, language="fr")
            yield ox.Quad(quad.subject, quad.predicate, text, quad.graph_name)


def by_second_source(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Repeat assertions and the description of their evidence, all passages being of one other document."""

    def second(term: ox.NamedNode) -> ox.NamedNode:
        is_evidence = term.value.startswith((ASSERTION, f"{ID}passage/"))
        return ox.NamedNode(term.value + SECOND) if is_evidence else term

    for quad in quads:
        graph, value = quad.graph_name, quad.object
        if not isinstance(graph, ox.NamedNode) or not isinstance(quad.subject, ox.NamedNode):
            continue
        if graph.value == GRAPH_EVIDENCE:
            value = second(value) if isinstance(value, ox.NamedNode) else value
            value = ox.NamedNode(OTHER_DOCUMENT) if quad.predicate.value == RC + "passageOf" else value
            yield ox.Quad(second(quad.subject), quad.predicate, value, graph)
        elif graph.value.startswith(ASSERTION):
            yield ox.Quad(quad.subject, quad.predicate, value, second(graph))


def one_property_a_graph(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Divide each assertion by property, and describe the evidence of each part like that of the whole."""
    given = list(quads)
    parts: dict[str, set[ox.NamedNode]] = defaultdict(set)
    for quad in given:
        graph = quad.graph_name
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(ASSERTION):
            part = ox.NamedNode(f"{graph.value}/{re.split('[#/]', quad.predicate.value)[-1].lower()}")
            parts[graph.value].add(part)
            yield ox.Quad(quad.subject, quad.predicate, quad.object, part)
        else:
            yield quad
    for quad in given:
        if isinstance(quad.subject, ox.NamedNode):
            for part in parts.get(quad.subject.value, ()):
                yield ox.Quad(part, quad.predicate, quad.object, quad.graph_name)


def facts(store: Store, query: Query) -> Counter[frozenset[tuple[str, Term]]]:
    """Count the rows of the example by what they say, whoever says it."""
    return Counter(
        frozenset(
            (name, term)
            for name, term in row.items()
            if name not in BEHIND and not name.lower().endswith("assertion")
        )
        for row in store.select(query.text).rows
    )


def whole(rows: Iterable[Mapping[str, Term]]) -> Counter[frozenset[tuple[str, Term]]]:
    """Count rows."""
    return Counter(frozenset(row.items()) for row in rows)


def test_uses_of_terms_are_counted_in_things(plain: Store, quads: list[ox.Quad]) -> None:
    """Every class with its things and every property with what has it, counted statement by statement."""
    having: dict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in quads:
        having[quad.predicate.value, "property"].add(str(quad.subject))
        if quad.predicate.value == PREFIXES["rdf"] + "type" and isinstance(quad.object, ox.NamedNode):
            having[quad.object.value, "class"].add(str(quad.subject))

    rows = texts(answer(plain, "term-uses"), "term", "kind", "uses")

    assert {(*term, str(len(things))) for term, things in having.items()} == set(rows)
    assert len(having) == len(rows)


@pytest.mark.parametrize("name", sorted(set(ALL) - COUNTING))
def test_a_second_language_adds_no_row(plain: Store, bilingual: Store, name: str) -> None:
    """With French beside English the same rows come, as often; only queries about texts give French too."""
    rows = bilingual.select(ALL[name].text).rows
    french = [
        row
        for row in rows
        if any(isinstance(term, Literal) and term.language == "fr" for term in row.values())
    ]

    assert whole(plain.select(ALL[name].text).rows) == whole(row for row in rows if row not in french)
    assert name in ABOUT_TEXTS or not french


@pytest.mark.parametrize("name", sorted(set(ALL) - set(ABOUT_EVIDENCE) - COUNTING))
def test_a_second_source_multiplies_nothing(plain: Store, twice: Store, name: str) -> None:
    """
    Two assertions of every fact give the same facts, each in two rows at most for one before.

    A row may be repeated for each assertion of the fact that it is about.  Where it rests on further facts,
    such as the mode of an initiative beside its domain, these have one assertion each, the first: rows are no
    product of the assertions of all of them.
    """
    before, after = facts(plain, ALL[name]), facts(twice, ALL[name])

    assert set(before) == set(after)
    assert [] == [fact for fact, count in after.items() if count > 2 * before[fact]]


def test_what_a_second_source_says_rests_on_one_source_no_more(plain: Store, twice: Store) -> None:
    """All statements about the country of the example then rest on two documents at least."""
    query = ALL["one-source-statements"]

    assert plain.select(query.text).rows
    assert () == twice.select(query.text).rows


@pytest.mark.parametrize("name", sorted(set(ALL) - set(ABOUT_GRAPHS) - COUNTING))
def test_what_makes_one_row_may_stand_in_several_graphs(plain: Store, apart: Store, name: str) -> None:
    """With names, classes and every other property in graphs of their own, no fact is lost and none added."""
    assert set(facts(plain, ALL[name])) == set(facts(apart, ALL[name]))


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/domains",
        "/initiatives",
        "/matrix",
        "/ratings",
        "/countries",
        "/doc/domain/escap-2017/2",
        "/doc/domain/escap-2017/4",
        "/doc/domain/mgi-2016/1",
        "/doc/framework/mgi-2016",
        "/doc/framework/escap-2017",
        "/doc/process/bali-process",
        "/doc/country/bgd",
        "/doc/organization/iom",
        "/doc/initiative/dialogue-legal-pathways",
        "/doc/mode/guideline",
        "/doc/indicator/mgi-2016/1.2",
        "/doc/resolution/iom-council/1310",
    ],
)
def test_a_page_shows_a_fact_of_two_sources_once_with_both(
    clients: tuple[FlaskClient, FlaskClient], path: str
) -> None:
    """
    What a page lists is the same; the second assertion is one more marker beside it.

    Where a page lists its sources, the second document is one more of them.
    """
    shown = [client.get(path, headers={"Accept": "text/html"}).text for client in clients]
    before, after = (Counter(re.findall(r'href="(/doc/[^"#?]+)', page)) for page in shown)

    assert not before - after
    assert after - before <= Counter({path_of(OTHER_DOCUMENT): 1})
    assert SECOND + '"' not in shown[0]
    assert re.search(rf'href="/assertion/[^"]+{SECOND}"', shown[1])


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in sorted((COUNTED | {path.stem for path in EXPECTED.glob("*.csv")}) - NOT_IN_THE_SMALL_DATA)
        if "OPTIONAL" in ALL[name].text and "rc:shortName" in ALL[name].text
    ],
)
def test_what_has_no_short_name_goes_by_its_name(plain: Store, nameless: Store, name: str) -> None:
    """A process or framework without a short name takes no row away, and no column either."""
    before, after = (store.select(ALL[name].text).rows for store in (plain, nameless))

    assert before
    assert Counter(frozenset(row) for row in before) == Counter(frozenset(row) for row in after)


@pytest.mark.parametrize("name", ["countries", "countries-at-level", "country-ratings", "ratings"])
def test_a_country_without_codes_is_a_country(plain: Store, codeless: Store, name: str) -> None:
    """Codes are shown where there are any; a rating needs none."""
    before, after = (store.select(ALL[name].text).rows for store in (plain, codeless))

    assert before
    assert len(before) == len(after)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("recorded", "not-stated"),
        ("recorded-as-none", "recorded-as-none"),
        ("not-stated", "not-stated"),
        ("not-assessed", "not-stated"),
        ("not-applicable", "not-stated"),
    ],
)
def test_a_cell_has_one_state_whatever_documents_say(quads: list[ox.Quad], said: str, shown: str) -> None:
    """
    A second document speaks of the domain on which the first is silent: the cell has the foremost state.

    If the second lists initiatives for the domain, none of them of this mode, the mode is not stated there.
    """
    graph, statement = assertion("coverage", "other/domain-4"), thing("coverage", "other/domain-4")
    more = [
        ox.Quad(ox.NamedNode(statement), ox.NamedNode(RC + name), ox.NamedNode(value), ox.NamedNode(graph))
        for name, value in (
            ("coverageOf", OTHER_DOCUMENT),
            ("coverageSubject", thing("domain", "escap-2017/4")),
            ("coverageProperty", RC + "servesDomain"),
            ("coverageState", STATE + said),
        )
    ]
    rows = answer(filled([*quads, *more]), "matrix")

    states = [state for domain, state in texts(rows, "domain", "state") if domain.endswith("/4")]
    assert [STATE + shown] * 7 == states


def test_a_thing_is_shown_by_its_english_name(quads: list[ox.Quad]) -> None:
    """On its page and as data, whichever language the graph names first."""
    process, words = thing("process", "bali-process"), "Arrangement de Bali"
    more = [
        ox.Quad(quad.subject, quad.predicate, ox.Literal(words, language="fr"), quad.graph_name)
        for quad in quads
        if quad.subject == ox.NamedNode(process) and quad.predicate.value.endswith(("#label", "#shortName"))
    ]
    client = create_app(Settings(filled([*more, *quads]))).test_client()
    page = client.get("/doc/process/bali-process", headers={"Accept": "text/html"}).text

    data = client.get("/doc/process/bali-process.json").json
    assert words in page
    assert not re.search(f"<h1[^>]*>[^<]*{words}", page)
    assert data is not None
    assert words != data["label"]

"""The JSON of the site is JSON-LD: a processor that is not ours reads it as what the store holds."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from pyld import jsonld

from kg.contexts import DIGEST, VOCABULARY, compact, context, terms
from kg.namespaces import CONTEXT, ID, QUERY, RDF_TYPE
from kg.terms import Iri, Literal
from webapp.api.operations import operations
from webapp.kinds import KINDS
from webapp.pages.context import context_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from kg.terms import Term
    from webapp.knowledge import Knowledge

PROBLEM = "https://w3id.org/regcoop/problem/"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
AS_IRIS = {
    "query": QUERY,
    "release": "https://w3id.org/regcoop/release/",
    "list": "https://w3id.org/regcoop/api/v1/lists/",
}


def loaded(url: str, _options: object) -> dict[str, Any]:
    """Give the processor the context, as it was published, and nothing else: no answer needs another file."""
    assert CONTEXT == url
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": json.loads(context()),
    }


OPTIONS = {"documentLoader": loaded, "base": "https://w3id.org/regcoop/"}


def leaves(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Go through the values of an answer that are no null, each with the name that it stands under."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"@context", "columns"}:
                yield from leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, name)
    elif value is not None:
        yield name, value


def read(expanded: object) -> Iterator[object]:
    """Go through the values that a processor read."""
    if isinstance(expanded, dict):
        for key, inner in expanded.items():
            yield from (inner if key == "@type" and isinstance(inner, list) else [])
            yield from ([] if key == "@type" and isinstance(inner, list) else read(inner))
    elif isinstance(expanded, list):
        for inner in expanded:
            yield from read(inner)
    else:
        yield expanded


def nothing_is_lost(document: dict[str, Any]) -> None:
    """Demand that every value of an answer was read, and every name understood."""
    expanded = jsonld.expand(document, OPTIONS)
    found = {str(value) for value in read(expanded)}
    lost = [
        (name, value)
        for name, value in leaves(document)
        if str(value) not in found
        and AS_IRIS.get(name, "-") + str(value) not in found
        and "https://w3id.org" + str(value) not in found
    ]

    assert [] == lost
    assert _keys(expanded)
    assert [] == [key for key in _keys(expanded) if not re.match(r"@|https?://", key)]


def _keys(value: object) -> list[str]:
    if isinstance(value, list):
        return [key for inner in value for key in _keys(inner)]
    if not isinstance(value, dict) or value.get("@type") == "@json":
        return []
    return [*value, *(key for inner in value.values() for key in _keys(inner))]


def triples(document: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Return the statements that a processor reads, as subject, property and object in N-Triples."""
    lines = jsonld.to_rdf(document, {**OPTIONS, "format": "application/n-quads"}).splitlines()
    return {(s, p, o) for s, p, o in (line.removesuffix(" .").split(" ", 2) for line in lines)}


class TestContext:
    """One file, for ever."""

    def test_it_is_as_it_was_published(self) -> None:
        """A change here is a change of what was promised: it takes another version with a path of its own."""
        assert (
            "b9248433cab182d9753d51bf206c31f486a0fee4b772b55f6629f46c27460567"
            == hashlib.sha256(context()).hexdigest()
            == DIGEST
        )

    def test_it_fetches_nothing(self) -> None:
        """All that it says stands in it; every term leads to a whole IRI or a keyword of JSON-LD."""
        assert "@import" not in context().decode()
        assert {"@context"} == set(json.loads(context()))
        assert [] == [
            name
            for name, said in terms().items()
            if isinstance(said, str) and not re.match(r"@|https?://|[a-z]+:", said)
        ]

    def test_it_stands_under_its_iri(self, site: Flask) -> None:
        """As JSON-LD that nobody need ask for twice; to a browser as a page with its digest."""
        client = site.test_client()
        plain, file = client.get("/context/v1"), client.get("/context/v1.jsonld")
        page = client.get("/context/v1", headers=BROWSER)

        assert plain.data == file.data == context()
        assert ("application/ld+json", "application/ld+json") == (plain.mimetype, file.mimetype)
        assert "immutable" in plain.headers["Cache-Control"]
        assert f'"{DIGEST}"' == plain.headers["ETag"]
        assert "*" == plain.headers["Access-Control-Allow-Origin"]
        assert "text/html" == page.mimetype
        assert DIGEST in page.text
        assert 304 == client.get("/context/v1", headers={"If-None-Match": f'"{DIGEST}"'}).status_code
        other = client.get("/context/v1", headers={"Accept": "application/json"})
        assert other.data == plain.data
        assert other.headers["ETag"] != plain.headers["ETag"]
        assert 406 == client.get("/context/v1", headers={"Accept": "image/png"}).status_code

    def test_its_page_says_what_each_name_means(self) -> None:
        """A name is a prefix or has a sentence, under the fragment that its IRI ends with."""
        page = context_page()
        named = {each.name for each in page.names}

        assert set(terms()) == named | {prefix for prefix, _ in page.prefixes}
        assert all(iri.endswith(("#", "/")) for _, iri in page.prefixes)
        assert {
            each.iri.removeprefix(VOCABULARY) for each in page.names if each.iri.startswith(VOCABULARY)
        } <= named

    def test_a_property_is_written_short_where_a_prefix_fits(self) -> None:
        """And whole where none does."""
        assert "rc:servesDomain" == compact("https://w3id.org/regcoop/ontology#servesDomain")
        assert "https://example.org/x" == compact("https://example.org/x")


class TestAnswers:
    """Every JSON answer, by every path."""

    def test_no_answer_loses_a_value(self, site: Flask) -> None:
        """Each path is asked with its example, in small parts."""
        client = site.test_client()
        with site.app_context():
            paths = [(o.id, o.example(), {each.name for each in o.inputs}) for o in operations()]
        asked = 0
        for _name, path, names in paths:
            part = "limit=3" if "limit" in names else ""
            answer = client.get(f"{path}{'&' if '?' in path else '?'}{part}" if part else path)
            if answer.status_code == 200:  # the small graph lacks the things of some examples
                asked += 1
                nothing_is_lost(json.loads(answer.data))

        assert asked > 0.8 * len(paths)

    def test_facets_and_kinds_of_problems_too(self, site: Flask) -> None:
        """What is asked for seldom."""
        client = site.test_client()
        for path in (
            "/api/v1/lists/initiatives?facets=1&limit=2&domain=escap-2017/2",
            "/problem",
            "/problem/busy",
        ):
            nothing_is_lost(json.loads(client.get(path, headers={"Accept": "application/json"}).data))

    def test_a_problem_is_read_by_the_header(self, site: Flask) -> None:
        """It names no context of its own; the header Link does (JSON-LD 1.1, section 6.1)."""
        answer = site.test_client().get("/api/v1/countries?limit=0")
        link = f'<{CONTEXT}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
        assert link in answer.headers.getlist("Link")
        said = triples({"@context": CONTEXT, **json.loads(answer.data)})

        assert f"<{PROBLEM}invalid-parameter>" in {o for _, p, o in said if p == f"<{RDF_TYPE}>"}
        assert '"limit"' in {o for _, p, o in said if p == f"<{VOCABULARY}parameter>"}


class TestRows:
    """A row is a node, and its columns are properties under the IRI of the query."""

    @pytest.mark.parametrize(
        ("name", "params"),
        [("country-ratings", {"country": "bgd"}), ("domains", {}), ("countries", {}), ("initiatives", {})],
    )
    def test_the_terms_are_those_of_the_store(self, site: Flask, name: str, params: dict[str, str]) -> None:
        """IRIs as IRIs, days as days, texts with their language, in the order of the rows."""
        known: Knowledge = site.extensions["regcoop"]
        with site.app_context():
            solutions = known.rows(name, **params)
        document = json.loads(site.test_client().get(f"/api/v1/{name}", query_string=params).data)
        expanded = jsonld.expand(document, OPTIONS)[0]
        rows = expanded[VOCABULARY + "rows"][0]["@list"]

        assert len(solutions.rows) == len(rows) > 0
        for given, node in zip(solutions.rows, rows, strict=True):
            assert {f"{QUERY}{name}#{column}" for column in given} == set(node)
            for column, term in given.items():
                assert [_expanded(term)] == node[f"{QUERY}{name}#{column}"]

    def test_a_part_says_the_same_of_its_columns_as_the_whole(self, site: Flask) -> None:
        """Else a column could be one property on one page and another on the next."""
        client = site.test_client()
        parts = [client.get(f"/api/v1/countries?limit=5&offset={n}").json for n in (0, 5, 500)]

        assert 1 == len({json.dumps(part["@context"]) for part in parts if part})

    def test_a_row_of_a_list_is_the_thing(self, site: Flask) -> None:
        """Its columns are what the list says of it."""
        said = triples(json.loads(site.test_client().get("/api/v1/lists/countries?q=bangladesh").data))
        columns = "https://w3id.org/regcoop/api/v1/lists/countries#"

        assert (f"<{ID}country/bgd>", f"<{columns}country>", '"Bangladesh"') in said


def _expanded(term: Term) -> dict[str, Any]:
    if isinstance(term, Iri):
        return {"@id": term.value}
    assert isinstance(term, Literal)
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype == XSD + "integer":
        return {"@value": int(term.value)}
    if term.datatype == XSD + "boolean":
        return {"@value": term.value == "true"}
    return {"@value": term.value} | ({"@type": term.datatype} if term.datatype else {})


class TestThings:
    """The JSON of a thing is the statements about it."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_it_states_what_the_graph_states_and_nothing_else(self, site: Flask, kind: str) -> None:
        """Of the first thing of each kind: every statement with it as subject or object, and none beside."""
        known: Knowledge = site.extensions["regcoop"]
        with site.app_context():
            thing = next(iter(known.names.things(KINDS[kind])), None)
            if thing is None:
                assert kind not in {"country", "process", "domain", "initiative", "document"}
                return
            own = known.rows("statements", subject=Iri(thing)).rows
            others = known.rows("mentions", subject=Iri(thing)).rows
        document = json.loads(site.test_client().get(f"/doc/{thing.removeprefix(ID)}.json").data)
        said = triples(document)
        node, borrowed = f"<{thing}>", {f"<{VOCABULARY}", "<http://xmlns.com/foaf/0.1/isPrimaryTopicOf>"}

        stated = {(row["property"].n3(), _told(row["value"])) for row in own}
        assert stated == {
            (p, o)
            for s, p, o in said
            if s == node and p not in borrowed and not p.startswith(f"<{VOCABULARY}")
        }
        pointing = {(row["thing"].n3(), row["property"].n3()) for row in others}
        assert pointing <= {(s, p) for s, p, o in said if o == node}
        nothing_is_lost(document)

    def test_an_assertion_states_what_its_graph_does(self, site: Flask) -> None:
        """Of whatever it is about."""
        iri = "https://w3id.org/regcoop/assertion/ratings/mgi-2016/bgd/5"
        known: Knowledge = site.extensions["regcoop"]
        with site.app_context():
            rows = known.rows("assertion-statements", assertion=Iri(iri)).rows
        said = triples(
            json.loads(site.test_client().get(iri.removeprefix("https://w3id.org/regcoop") + ".json").data)
        )

        assert rows
        assert {(r["subject"].n3(), r["property"].n3(), _told(r["value"])) for r in rows} <= said


def _told(term: Term) -> str:
    """Return a term as the processor writes it."""
    return term.n3().removesuffix(f"^^<{XSD}string>")

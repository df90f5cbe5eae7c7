"""Profiles of content: which one a client gets, what is in it, and that every format says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.namespaces import BASE, PREFIXES, PROFILE, RC, RDF_TYPE, thing
from webapp.kinds import KINDS
from webapp.negotiation import GRAPH_FORMATS, RESOURCE_FORMATS
from webapp.profiles import ALTERNATES, MAX_CHARACTERS, PROFILES, parse_profiles, profile_named
from webapp.urls import path_of

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.datastructures import Headers

    from webapp.profiles import Profile

CONCEPT, COUNTRY, STATED = "/doc/domain/escap-2017/2", "/doc/country/bgd", "/assertion/ratings/mgi-2016/bgd/5"
SCHEMA, SKOS = PREFIXES["schema"], PREFIXES["skos"]
SUFFIXES: Final = {form.suffix: form.media_type for form in GRAPH_FORMATS}
WITH_GRAPHS: Final = {"nq", "trig"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ALT = ALTERNATES.iri
CONCEPTS: Final = {rdflib.SKOS.Concept, rdflib.SKOS.ConceptScheme}

# Path, Accept, Accept-Profile, and what comes: the media type and the profile, or the status.
ASKED = [
    (CONCEPT, None, None, ("text/html", "evidence")),
    (CONCEPT, "text/turtle", None, ("text/turtle", "core")),
    (CONCEPT, "application/trig", None, ("application/trig", "evidence")),
    (STATED, "text/turtle", None, ("text/turtle", "evidence")),
    (CONCEPT, "text/turtle", f"<{PROFILE}skos>", ("text/turtle", "skos")),
    (CONCEPT, "text/turtle", "skos", ("text/turtle", "skos")),
    (CONCEPT, "text/turtle", "<skos>", ("text/turtle", "skos")),
    (CONCEPT, "text/turtle", "</profile/skos>", ("text/turtle", "skos")),
    (CONCEPT, "text/turtle", "<http://www.w3.org/2004/02/skos/core#>", ("text/turtle", "skos")),
    (CONCEPT, "text/turtle", "<http://www.w3.org/2004/02/skos/core>", ("text/turtle", "skos")),
    (CONCEPT, "text/turtle", "<http://schema.org/>", ("text/turtle", "schema")),
    (CONCEPT, "text/turtle", "<https://schema.org>", ("text/turtle", "schema")),
    (CONCEPT, "application/ld+json", "schema;q=0.5, skos;q=0.9", ("application/ld+json", "skos")),
    (CONCEPT, "application/ld+json", "schema;q=0.9, skos;q=0.5", ("application/ld+json", "schema")),
    (COUNTRY, "text/turtle", "skos, schema;q=0.2", ("text/turtle", "schema")),
    (COUNTRY, "text/turtle", "<urn:other>, schema;q=0.1", ("text/turtle", "schema")),
    (COUNTRY, "text/turtle", "<urn:a,b>;q=1, core", ("text/turtle", "core")),
    (COUNTRY, "text/turtle", "*", ("text/turtle", "core")),
    (COUNTRY, "application/trig", "*;q=0.1", ("application/trig", "evidence")),
    (COUNTRY, "application/trig", "evidence;q=0, *", ("application/trig", "core")),
    (COUNTRY, BROWSER, "*", ("text/html", "evidence")),
    # A profile that is named counts before the weights of the media types.
    (COUNTRY, BROWSER, "core", ("text/turtle", "core")),
    (COUNTRY, "text/csv, text/turtle;q=0.1", "core", ("text/turtle", "core")),
    (COUNTRY, "text/csv, text/turtle;q=0.1", "core;q=0.1, evidence", ("text/csv", "evidence")),
    (COUNTRY, "application/json", "evidence", ("application/json", "evidence")),
    (COUNTRY, "text/turtle", "evidence", ("text/turtle", "evidence")),
    (COUNTRY, None, "schema", ("text/turtle", "schema")),
    (COUNTRY, "text/turtle", "alt", ("text/turtle", "alt")),
    (COUNTRY, "application/json", f"<{ALT}>", ("application/json", "alt")),
    # What nobody can read says nothing.
    (COUNTRY, "text/turtle", "", ("text/turtle", "core")),
    (COUNTRY, "text/turtle", ", ;q=1, ,", ("text/turtle", "core")),
    (COUNTRY, "text/turtle", "core;q=2", ("text/turtle", "core")),
    (COUNTRY, "text/turtle", "schema;q=high", ("text/turtle", "core")),
    (COUNTRY, "text/turtle", "<<schema>>", ("text/turtle", "core")),
    (COUNTRY, "text/turtle", "<schema", ("text/turtle", "core")),
    (COUNTRY, "text/turtle", "schema; Q=0.3; other=x", ("text/turtle", "schema")),
    # What there is not.
    (COUNTRY, "text/turtle", "skos", 406),
    (COUNTRY, "text/turtle", "<urn:other>", 406),
    (COUNTRY, "text/turtle", "SKOS", 406),
    (COUNTRY, "text/turtle", "<script>alert(1)</script>", ("text/turtle", "core")),
    (COUNTRY, "text/turtle", "<script>,<script>", 406),
    (COUNTRY, "text/turtle", "x" * 10_000, 406),
    (COUNTRY, "text/turtle", "\u00e9", 406),
    (COUNTRY, "text/turtle", "core;q=0", 406),
    (COUNTRY, "text/turtle", "*;q=0", 406),
    (COUNTRY, "text/csv", "core", 406),
    (COUNTRY, "application/json", "schema", 406),
    (COUNTRY, "text/html", "core", 406),
    (COUNTRY, "image/png", "core", 406),
    (COUNTRY, "text/turtle;q=0, */*;q=0.1", "core", ("application/n-triples", "core")),
    (STATED, "text/turtle", "skos", 406),
    (STATED, "text/turtle", "schema", 406),
    (STATED, "text/turtle", "core", ("text/turtle", "core")),
    ("/doc/country/nowhere", "text/turtle", "core", 404),
    ("/doc/country/nowhere", "text/html", "alt", 404),
]

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@pytest.fixture(name="client")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture(name="described", scope="module")
def _described(site: Flask) -> tuple[str, ...]:
    """Return the path of one thing of each kind that the graph has, and of some assertions."""
    known = site.extensions["regcoop"]
    kinds = [known.names.things(kind) for kind in KINDS.values()]
    things = [path_of(iris[0]) for iris in kinds if iris]
    derived = "/assertion/process-covers-domain/bali-process/escap-2017/1"
    assert len(things) > 20
    return (*things, "/doc/scheme/targets", STATED, derived)


def quads(data: bytes, media_type: str) -> set[ox.Quad]:
    """Read a document by the engine."""
    return set(ox.parse(data, format=ox.RdfFormat.from_media_type(media_type)))


def graph(client: FlaskClient, path: str) -> rdflib.Graph:
    """Read a document in Turtle by rdflib."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return rdflib.Graph().parse(data=answer.data, format="turtle")


def told(client: FlaskClient, path: str) -> str:
    """Return the sentence of an error."""
    problem = client.get(path).json
    assert problem is not None
    return str(problem["detail"])


def token_of(header: str) -> str:
    """Return the token of the first profile that an answer keeps to."""
    iri = header.split(",", 1)[0].strip("<>")
    return next(profile.token for profile in (*PROFILES, ALTERNATES) if profile.iri == iri)


class TestChoice:
    """Who asks for what gets which."""

    @pytest.mark.parametrize(("path", "accept", "wanted", "expected"), ASKED)
    def test_by_header(
        self,
        client: FlaskClient,
        path: str,
        accept: str | None,
        wanted: str | None,
        expected: tuple[str, str] | int,
    ) -> None:
        """Profile and media type, each with weights; what there is not is told, and never a guess."""
        given = {"Accept": accept, "Accept-Profile": wanted}
        answer = client.get(path, headers={name: value for name, value in given.items() if value is not None})

        if isinstance(expected, int):
            assert (expected, "application/problem+json") == (answer.status_code, answer.mimetype) or (
                "text/html" in (accept or "") and answer.status_code == expected
            )
            assert "<script>" not in answer.text
        else:
            assert answer.status_code == 200
            assert expected == (answer.mimetype, token_of(answer.headers["Content-Profile"]))

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("_profile=skos", ("text/turtle", "skos")),
            ("_profile=skos&_mediatype=application/ld%2Bjson", ("application/ld+json", "skos")),
            (f"_profile={PROFILE}schema", ("text/turtle", "schema")),
            ("_profile=http://schema.org/", ("text/turtle", "schema")),
            (f"_profile=%3C{PROFILE}schema%3E", ("text/turtle", "schema")),
            ("_profile=skos;q=0.1,schema", ("text/turtle", "schema")),
            ("_profile=nothing&_profile=skos", ("text/turtle", "skos")),
            ("_profile=evidence&_mediatype=text/csv", ("text/csv", "evidence")),
            ("_profile=", ("text/html", "evidence")),
            ("_profile=*", ("text/html", "evidence")),
            ("_profile=alt", ("text/html", "alt")),
            ("_profile=alt&_mediatype=application/json", ("application/json", "alt")),
            ("_mediatype=text/csv", ("text/csv", "evidence")),
            ("_mediatype=", ("text/html", "evidence")),
            ("_profile=nothing", 406),
            ("_profile=skos&_mediatype=text/csv", 406),
            ("_mediatype=image/png", 406),
            ("_profile=" + "x" * 10_000, 406),
            ("_profile=%3Cscript%3Ealert(1)%3C/script%3E", 406),
            ("_profile=%FF%FE", 406),
            ("_profile=%00", 406),
        ],
    )
    def test_by_address(self, client: FlaskClient, query: str, expected: tuple[str, str] | int) -> None:
        """For people, and for links that cannot set a header; the address goes before the headers."""
        headers = {"Accept": BROWSER, "Accept-Profile": "<urn:other>, *"}
        answer = client.get(f"{CONCEPT}?{query}", headers=headers)

        if isinstance(expected, int):
            assert expected == answer.status_code
            assert "<script>alert" not in answer.text
        else:
            assert expected == (answer.mimetype, token_of(answer.headers["Content-Profile"]))

    def test_a_suffix_decides_about_the_type_alone(self, client: FlaskClient) -> None:
        """Whatever Accept says; the profile is still to be chosen."""
        for suffix, media_type in SUFFIXES.items():
            answer = client.get(f"{CONCEPT}.{suffix}?_profile=skos", headers={"Accept": "image/png"})
            assert (media_type, "skos") == (answer.mimetype, token_of(answer.headers["Content-Profile"]))
        assert 406 == client.get(f"{CONCEPT}.html?_profile=skos").status_code

    def test_a_refusal_lists_what_there_is(self, client: FlaskClient) -> None:
        """The profiles with their media types, and where their addresses stand."""
        detail = told(client, f"{COUNTRY}.csv?_profile=skos")

        assert "core, schema as text/turtle, application/n-triples" in detail
        assert f"{COUNTRY}?_profile=alt" in detail
        assert "'skos'" in detail
        assert len(client.get(f"{COUNTRY}?_profile={'x' * 9_000}").data) < 2_000

    @pytest.mark.parametrize("name", ["/id/country/bgd", "/id/country/bgd.ttl"])
    def test_a_choice_in_the_address_outlives_the_redirect(self, client: FlaskClient, name: str) -> None:
        """The IRI of the thing takes the same questions as its document."""
        answer = client.get(f"{name}?_profile=schema&_mediatype=text/turtle", follow_redirects=True)

        assert (200, "text/turtle") == (answer.status_code, answer.mimetype)
        assert f"{SCHEMA}Country" in answer.text.replace("schema:", SCHEMA)

    def test_the_header_is_read_in_one_go(self) -> None:
        """However it is made; what goes beyond its limit is not read."""
        assert [("a", 1.0), ("urn:b,c", 0.5)] == [
            (one.name, one.quality) for one in parse_profiles("a, <urn:b,c>;q=0.5, ;;, <, core;q=1.1")
        ]
        for hostile in ("<" * 100_000, "a;" * 100_000, "," * 100_000, ";q=" * 100_000, "<a>;" * 100_000):
            assert len(parse_profiles(hostile)) <= MAX_CHARACTERS


class TestHeaders:
    """What an answer says of itself and of the other forms."""

    @pytest.mark.parametrize("query", ["", "?_profile=schema", "?_profile=skos"])
    def test_the_form_is_named_with_its_own_address(self, client: FlaskClient, query: str) -> None:
        """Content-Location gives the same bytes, whatever the headers."""
        answer = client.get(f"{CONCEPT}{query}", headers={"Accept": "text/turtle"})
        same = client.get(answer.headers["Content-Location"], headers={"Accept": "text/csv"})

        assert (answer.data, answer.headers["ETag"]) == (same.data, same.headers["ETag"])
        assert answer.headers["Content-Location"] == f"{CONCEPT}.ttl{query}"

    def test_caches_and_scripts_know_of_profiles(self, client: FlaskClient) -> None:
        """Also where the answer is an error."""
        for path in (CONCEPT, STATED, "/doc/country/nowhere", f"{COUNTRY}?_profile=x"):
            answer, options = client.get(path), client.options(path)
            assert {"Accept", "Accept-Profile"} <= set(answer.headers["Vary"].split(", "))
            assert {"Content-Profile", "Last-Modified"} <= exposed(answer.headers)
            allowed = options.headers["Access-Control-Allow-Headers"].split(", ")
            assert {"Accept-Profile", "If-None-Match", "If-Modified-Since"} <= set(allowed)

    @pytest.mark.parametrize("path", [CONCEPT, f"{CONCEPT}.ttl", f"{STATED}.json"])
    def test_profiles_and_tokens_are_linked(self, client: FlaskClient, path: str) -> None:
        """The profile of the answer, and the IRI behind each token (W3C, section 7.1)."""
        answer = client.get(path)
        links = answer.headers.getlist("Link")
        own = answer.headers["Content-Profile"].split(",")[0]

        assert f'{own}; rel="profile"' in links
        for token in ("core", "evidence"):
            iri = PROFILE + token
            of_type = f'<{PREFIXES["prof"]}Profile>; rel="type"; token="{token}"; anchor="{iri}"'
            assert of_type in links

    def test_the_specification_behind_a_profile_is_named(self, client: FlaskClient) -> None:
        """A client that asked for SKOS sees that it got SKOS."""
        headers = {"Accept": "text/turtle", "Accept-Profile": f"<{SKOS}>"}

        assert f"<{PROFILE}skos>, <{SKOS}>" == client.get(CONCEPT, headers=headers).headers["Content-Profile"]

    def test_the_headers_stay_short(self, client: FlaskClient) -> None:
        """Proxies take 4,096 bytes or more."""
        for path in (CONCEPT, COUNTRY, f"{CONCEPT}.ttl", STATED):
            assert len(str(client.get(path).headers)) < 4_000

    def test_head_is_get_without_a_body(self, client: FlaskClient) -> None:
        """In every profile."""
        for profile in ("core", "evidence", "skos", "schema", "alt"):
            head, get = (ask(f"{CONCEPT}.ttl?_profile={profile}") for ask in (client.head, client.get))
            assert b"" == head.data != get.data
            assert list(head.headers) == list(get.headers)


class TestFormats:
    """One thing in one profile is the same in every format."""

    @pytest.mark.slow
    @pytest.mark.parametrize("profile", ["core", "evidence", "skos", "schema"])
    def test_every_format_holds_the_same(
        self, client: FlaskClient, described: tuple[str, ...], profile: str
    ) -> None:
        """Of all kinds of things: those with graphs alike, those without alike, and these the union."""
        had = 0
        for path in described:
            answers = {suffix: client.get(f"{path}.{suffix}?_profile={profile}") for suffix in SUFFIXES}
            statuses = {answer.status_code for answer in answers.values()}
            assert len(statuses) == 1, path
            if statuses == {406}:
                assert profile in {"skos", "schema"}
                continue
            read = {suffix: quads(answer.data, SUFFIXES[suffix]) for suffix, answer in answers.items()}
            assert read["ttl"] == read["nt"] == read["jsonld"] == read["rdf"], path
            assert read["nq"] == read["trig"], path
            union = {ox.Quad(q.subject, q.predicate, q.object) for q in read["trig"]}
            assert read["ttl"] == union, path
            assert (profile == "evidence") is any(q.graph_name != ox.DefaultGraph() for q in read["nq"])
            had += 1
        assert had > 5

    @pytest.mark.parametrize("profile", ["core", "evidence", "skos", "schema", "alt"])
    def test_a_foreign_reader_agrees(self, client: FlaskClient, profile: str) -> None:
        """Rdflib finds in each format what it finds in Turtle."""
        turtle = graph(client, f"{CONCEPT}.ttl?_profile={profile}")
        assert len(turtle) > 5
        for suffix, name in (("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml")):
            data = client.get(f"{CONCEPT}.{suffix}?_profile={profile}").data
            assert isomorphic(turtle, rdflib.Graph().parse(data=data, format=name))
        for suffix, name in (("nq", "nquads"), ("trig", "trig")):
            read = rdflib.Dataset(default_union=True)
            read.parse(data=client.get(f"{CONCEPT}.{suffix}?_profile={profile}").data, format=name)
            assert set(turtle) == set(read.triples((None, None, None)))


class TestContent:
    """What each profile holds."""

    def test_core_leaves_the_evidence_out(self, client: FlaskClient) -> None:
        """And has the names of what it leads to."""
        core, evidence = (graph(client, f"{CONCEPT}.ttl?_profile={name}") for name in ("core", "evidence"))
        about = rdflib.URIRef(thing("domain", "escap-2017/2"))

        assert set(evidence.predicates()) >= {rdflib.URIRef(RC + "restsOn"), rdflib.URIRef(RC + "locator")}
        assert not {rdflib.URIRef(RC + "restsOn"), rdflib.URIRef(RC + "locator")} & set(core.predicates())
        assert set(core.predicate_objects(about)) == set(evidence.predicate_objects(about))
        for scheme in core.objects(about, rdflib.URIRef(SKOS + "inScheme")):
            assert core.value(scheme, rdflib.RDFS.label)

    def test_skos_says_what_the_graph_says(self, client: FlaskClient, described: tuple[str, ...]) -> None:
        """Every statement of it stands in the core, and of its properties all are of SKOS but the names."""
        concepts = 0
        for path in described:
            if client.get(f"{path}.ttl?_profile=skos").status_code == 406:
                continue
            skos, core = (graph(client, f"{path}.ttl?_profile={name}") for name in ("skos", "core"))
            about = rdflib.URIRef(BASE + path.removeprefix("/").replace("doc/", "id/", 1))
            assert set(skos) <= set(core)
            assert all(str(p).startswith(SKOS) or str(p) == RDF_TYPE for p in skos.predicates(about))
            assert set(skos.objects(about, rdflib.RDF.type)) <= CONCEPTS
            concepts += 1
        assert concepts > 5

    def test_only_concepts_and_schemes_are_in_skos(self, site: Flask, client: FlaskClient) -> None:
        """As the graph has their classes."""
        known = site.extensions["regcoop"]
        for kind in KINDS.values():
            for iri in known.names.things(kind)[:1]:
                core = graph(client, f"{path_of(iri)}.ttl")
                is_concept = bool(CONCEPTS & set(core.objects(rdflib.URIRef(iri), rdflib.RDF.type)))
                status = client.get(f"{path_of(iri)}.ttl?_profile=skos").status_code
                assert status == (200 if is_concept else 406), iri

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("country/bgd", {("type", "Country"), ("name", "Bangladesh")}),
            ("country/bgd", {("identifier", "ISO 3166-1 alpha-3: BGD"), ("identifier", "UN M49: 050")}),
            ("organization/iom", {("type", "Organization")}),
            ("document/escap-2017", {("type", "CreativeWork")}),
            ("domain/escap-2017/2", {("type", "DefinedTerm"), ("termCode", "2")}),
            ("scheme/targets", {("type", "DefinedTermSet"), ("name", "policy targets")}),
            ("rating-table/mgi-2016/table-6", {("type", "Dataset")}),
            ("region/southern-asia", {("type", "Place")}),
        ],
    )
    def test_schema_org_by_kind(self, client: FlaskClient, path: str, expected: set[tuple[str, str]]) -> None:
        """The class and some of what is said."""
        read = graph(client, f"/doc/{path}.ttl?_profile=schema")
        about = rdflib.URIRef(f"{BASE}id/{path}")
        said = {(local(str(p)), local(str(o))) for p, o in read.predicate_objects(about)}

        assert expected <= said

    @pytest.mark.parametrize("path", ["process/bali-process", "initiative/dialogue-legal-pathways"])
    def test_what_schema_org_has_no_word_for_is_not_described_in_it(
        self, client: FlaskClient, path: str
    ) -> None:
        """Neither as an Organization nor as a bare Thing: the profile is refused."""
        answer = client.get(f"/doc/{path}.ttl?_profile=schema")

        assert answer.status_code == 406
        assert "schema" not in answer.headers["Link"]

    def test_schema_org_invents_nothing(self, client: FlaskClient, described: tuple[str, ...]) -> None:
        """All values are those of the graph; a code has its standard before it, and a date may end early."""
        for path in described:
            if client.get(f"{path}.ttl?_profile=schema").status_code == 406:
                continue
            told, core = (graph(client, f"{path}.ttl?_profile={name}") for name in ("schema", "core"))
            known = {str(o) for o in core.objects()}
            about = rdflib.URIRef(BASE + path.removeprefix("/").replace("doc/", "id/", 1))
            assert len(list(told.objects(about, rdflib.RDF.type))) == 1
            assert told.value(about, rdflib.URIRef(SCHEMA + "mainEntityOfPage")) == rdflib.URIRef(
                about.replace("/id/", "/doc/")
            )
            for p, o in told.predicate_objects(about):
                if str(p) == SCHEMA + "mainEntityOfPage":
                    continue
                assert str(p).startswith(SCHEMA) or p == rdflib.RDF.type
                is_known = bool(known & {str(o), str(o).split(": ")[-1]})
                is_begun = any(value.startswith(f"{o}-") for value in known)
                assert p == rdflib.RDF.type or is_known or is_begun, (path, p, o)

    def test_an_event_is_dated_as_its_source_dates_it(self, whole_site: Flask) -> None:
        """By day, month or year; a meeting of several days by its first."""
        client = whole_site.test_client()
        shown = {"day": "date", "month": "gYearMonth", "year": "gYear", "interval": "date"}
        met = set()
        known = whole_site.extensions["regcoop"]
        for iri in known.names.things(KINDS["meeting"])[::6]:
            core = graph(client, f"{path_of(iri)}.ttl")
            told = graph(client, f"{path_of(iri)}.ttl?_profile=schema")
            about = rdflib.URIRef(iri)
            precision = str(core.value(about, rdflib.URIRef(RC + "datePrecision"))).rpartition("/")[2]
            start = told.value(about, rdflib.URIRef(SCHEMA + "startDate"))
            assert isinstance(start, rdflib.Literal)
            assert str(start.datatype) == PREFIXES["xsd"] + shown[precision]
            met.add(precision)
        assert set(shown) == met


class TestLists:
    """The forms of a thing, and the profiles themselves."""

    @pytest.mark.parametrize("path", [CONCEPT, COUNTRY, STATED])
    def test_every_form_in_the_list_is_there(self, client: FlaskClient, path: str) -> None:
        """With the type and profile that the list says; none is left out."""
        listed = client.get(f"{path}.json?_profile=alt").json
        assert listed is not None
        for one in listed["representations"]:
            answer = client.get(one["address"])
            assert (200, one["mediaType"]) == (answer.status_code, answer.mimetype)
            assert answer.headers["Content-Profile"].startswith(f"<{one['profile']}>")
        found = {(one["token"], one["mediaType"]) for one in listed["representations"]}
        for profile in PROFILES:
            for form in RESOURCE_FORMATS:
                status = client.get(f"{path}.{form.suffix}?_profile={profile.token}").status_code
                assert status == (200 if (profile.token, form.media_type) in found else 406)

    def test_the_list_says_the_same_as_rdf(self, client: FlaskClient) -> None:
        """In the W3C's model: one default, and of each form its type and profile."""
        read = graph(client, f"{CONCEPT}.ttl?_profile=alt")
        listed = client.get(f"{CONCEPT}.json?_profile=alt").json
        assert listed is not None
        about, altr = rdflib.URIRef(BASE + CONCEPT.removeprefix("/")), PREFIXES["altr"]

        (default,) = read.objects(about, rdflib.URIRef(altr + "hasDefaultRepresentation"))
        others = set(read.objects(about, rdflib.URIRef(altr + "hasRepresentation")))
        assert str(default) == f"{BASE}{CONCEPT.removeprefix('/')}.html"
        assert {str(o).removeprefix(BASE.rstrip("/")) for o in {default, *others}} == {
            one["address"] for one in listed["representations"]
        }

    def test_the_list_as_a_page(self, client: FlaskClient) -> None:
        """Every form can be clicked, and the page of the thing leads there."""
        listed = client.get(f"{CONCEPT}.json?_profile=alt").json
        assert listed is not None
        page = client.get(f"{CONCEPT}?_profile=alt").text

        assert all(f'href="{one["address"]}"' in page for one in listed["representations"])
        for path in (CONCEPT, STATED):
            assert f'href="{path}?_profile=alt"' in client.get(path, headers={"Accept": "text/html"}).text

    @pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.token)
    def test_a_profile_says_what_it_is(self, client: FlaskClient, profile: Profile) -> None:
        """Its IRI leads to a page, and to RDF in the Profiles Vocabulary, in every format alike."""
        token = profile.token
        page = client.get(f"/profile/{token}", headers={"Accept": BROWSER})
        read = graph(client, f"/profile/{token}.ttl")
        about, prof = rdflib.URIRef(PROFILE + token), PREFIXES["prof"]

        assert (200, "text/html") == (page.status_code, page.mimetype)
        assert PROFILE + token in page.text
        assert (about, rdflib.RDF.type, rdflib.URIRef(prof + "Profile")) in read
        assert token == str(read.value(about, rdflib.URIRef(prof + "hasToken")))
        assert read.value(about, rdflib.DCTERMS.description)
        assert set(read) <= set(graph(client, "/profile.ttl"))
        parsed = [quads(client.get(f"/profile/{token}.{s}").data, t) for s, t in SUFFIXES.items()]
        assert all(one == parsed[0] for one in parsed)

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/profile", 200),
            ("/profile/none", 404),
            ("/profile/none.ttl", 404),
            ("/profile/%3Cscript%3E", 404),
            ("/profile/" + "x" * 5_000, 404),
            ("/profile/skos?_mediatype=text/turtle", 200),
            ("/profile/skos?_mediatype=image/png", 406),
        ],
    )
    def test_profiles_that_there_are_not(self, client: FlaskClient, path: str, status: int) -> None:
        """404 with the names of those that there are."""
        answer = client.get(path)

        assert status == answer.status_code
        if status == 404:
            assert "core, evidence, skos, schema" in told(client, path)

    def test_a_token_names_one_profile(self) -> None:
        """And no token is that of the list of forms."""
        tokens = [profile.token for profile in PROFILES]

        assert len(set(tokens)) == len(tokens)
        assert ALTERNATES.token not in tokens
        assert all(profile_named(token) is profile for token, profile in zip(tokens, PROFILES, strict=True))


def exposed(headers: Headers) -> set[str]:
    """Return the headers that scripts of other sites may read."""
    return set(headers["Access-Control-Expose-Headers"].split(", "))


def local(iri: str) -> str:
    """Return the last part of a name of schema.org or RDF, and any other text as it is."""
    return iri.removeprefix(SCHEMA).removeprefix(PREFIXES["rdf"])

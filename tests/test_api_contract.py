"""The contract of the REST interface, held by programs that know nothing of us but its description."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from kg.catalogue import catalogue
from kg.catalogue.files import read_query
from kg.errors import QueryFileError
from kg.namespaces import ID
from kg.store.embedded import open_embedded
from tests.served import listening
from webapp import create_app
from webapp.api.operations import operations
from webapp.api.paging import NAMES
from webapp.kinds import KINDS
from webapp.problem_types import PROBLEM_TYPES
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from webapp.api.operations import Operation
    from webapp.knowledge import Knowledge

pytestmark = pytest.mark.slow

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
RESERVED = {"lists", "search", "schemas", "openapi.json", "reference", "assertions"}


@pytest.fixture(name="description", scope="module")
def _description(site: Flask) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(site.test_client().get("/api/v1/openapi.json").data)
    return made


@pytest.fixture(name="made", scope="module")
def _made(site: Flask) -> tuple[Operation, ...]:
    with site.app_context():
        return operations()


class TestDescription:
    """One set of operations, from which all else is made."""

    def test_every_route_is_described_and_every_path_is_a_route(
        self, site: Flask, description: dict[str, Any]
    ) -> None:
        """What is not described is what describes, and the pages."""
        adapter = site.url_map.bind("localhost")
        found = {
            str(adapter.match(path.replace("{", "").replace("}", ""))[0]) for path in description["paths"]
        }
        routes = {rule.endpoint for rule in site.url_map.iter_rules() if str(rule).startswith("/api/v1/")}

        assert routes - found == {
            "api.description",
            "api.one_schema",
            "reference.overview",
            "reference.one_group",
        }

    def test_no_name_is_given_twice(self, made: tuple[Operation, ...]) -> None:
        """Not of an operation, nor of a parameter; and none of a query is one of a part or a path of ours."""
        ids = [operation.id for operation in made]
        queries = {query.name for query in catalogue()}

        assert len(ids) == len(set(ids))
        assert not queries & RESERVED
        assert not {p.name for query in catalogue() for p in query.params} & {*NAMES, "facets"}
        for operation in made:
            names = [each.name for each in operation.inputs]
            assert len(names) == len(set(names))

    def test_every_schema_is_one(
        self, site: Flask, description: dict[str, Any], made: tuple[Operation, ...]
    ) -> None:
        """Valid by JSON Schema itself; those under addresses of their own are the components described."""
        client = site.test_client()
        listed, components = client.get("/api/v1/schemas").json, description["components"]["schemas"]
        assert listed is not None
        assert {path["get"]["operationId"] for path in description["paths"].values()} == {
            operation.id for operation in made if operation.schema in components
        }
        for row in listed["rows"]:
            path = row["iri"].removeprefix("https://w3id.org/regcoop")
            document = client.get(path).json
            assert document is not None
            Draft202012Validator.check_schema(document)
            assert row["iri"] == document.pop("$id")
            assert document.pop("$schema").endswith("2020-12/schema")
            assert document == components.get(path.rpartition("/")[2], document)


def _check(client: FlaskClient, path: str, checked: set[str]) -> int:
    """Hold an answer against the schema that its header Link leads to; return the status."""
    answer = client.get(path)
    if answer.status_code != 200:
        return answer.status_code
    link = next(value for value in answer.headers.getlist("Link") if 'rel="describedby"' in value)
    schema_path = link.partition(">")[0].removeprefix("<")
    schema = client.get(schema_path).json
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(answer.json)
    checked.add(schema_path.rpartition("/")[2])
    return 200


@pytest.mark.parametrize("graph", ["site", "whole_site"])
def test_every_answer_is_of_its_schema(graph: str, request: pytest.FixtureRequest) -> None:
    """Every path with its example, every list with facets, a thing of every kind: on both graphs."""
    if graph == "whole_site":
        request.applymarker(pytest.mark.slow)
    site: Flask = request.getfixturevalue(graph)
    client, checked = site.test_client(), set[str]()
    known: Knowledge = site.extensions["regcoop"]
    with site.app_context():
        made = operations()
        things = {segment: next(iter(known.names.things(KINDS[segment])), None) for segment in KINDS}
    missing = [operation.id for operation in made if _check(client, operation.example(), checked) != 200]
    for operation in made:
        if operation.group == "lists" and operation.inputs:
            assert 200 == _check(client, f"{operation.path}?facets=1&limit=5", checked)
    for thing in filter(None, things.values()):
        assert 200 == _check(client, f"/api/v1/things/{thing.removeprefix(ID)}", checked)

    assert graph == "site" or missing == []
    assert {"search", "lists", "schemas", "list.countries", "thing.country", "assertion"} <= checked


class TestProblems:
    """RFC 9457, with kinds that have addresses."""

    def test_every_kind_has_a_page_and_is_told_to_programs(self, site: Flask) -> None:
        """At its IRI, as seen from this site."""
        client = site.test_client()
        for kind in PROBLEM_TYPES.values():
            path = kind.iri.removeprefix("https://w3id.org/regcoop")
            page, told = (
                client.get(path, headers=BROWSER),
                client.get(path, headers={"Accept": "application/json"}),
            )
            assert (200, "text/html") == (page.status_code, page.mimetype)
            assert kind.advice in page.text
            assert told.json is not None
            assert (kind.iri, kind.title, kind.status.value) == (
                told.json["iri"],
                told.json["title"],
                told.json["status"],
            )
            assert f'id="{kind.name}"' in client.get("/problem", headers=BROWSER).text
        assert 404 == client.get("/problem/none-such").status_code

    @pytest.mark.parametrize(
        ("method", "path", "name"),
        [
            ("GET", "/api/v1/countries?limit=0", "invalid-parameter"),
            ("GET", "/api/v1/domain-initiatives?domain=escap-2017/99", "unknown-thing"),
            ("GET", "/api/v1/contries", "unknown-query"),
            ("GET", "/nowhere", "not-found"),
            ("DELETE", "/api/v1/countries", "method-not-allowed"),
            ("GET", "/sparql?query=SELECT", "invalid-query"),
            ("GET", "/sparql?query=CLEAR ALL", "refused-query"),
            ("GET", "/sparql?query=SELECT*{SERVICE<http://x/>{?a ?b ?c}}", "refused-query"),
            ("GET", "/sparql?query=SELECT*{}&query=ASK{}", "invalid-query"),
        ],
    )
    def test_each_wrong_request_is_told_of_its_kind(
        self, site: Flask, method: str, path: str, name: str
    ) -> None:
        """By the endpoint, too; status, title and type belong together, and the schema holds."""
        client = site.test_client()
        answer = client.open(path, method=method, headers={"Accept": "application/json"})
        assert answer.json is not None
        kind = PROBLEM_TYPES.get(answer.json["type"].rpartition("/")[2])

        assert kind is not None
        assert (name, kind.iri) == (kind.name, answer.json["type"])
        assert (kind.status.value, kind.title) == (answer.status_code, answer.json["title"])
        assert path.partition("?")[0] == answer.json["instance"]
        Draft202012Validator(client.get("/api/v1/schemas/problem").json).validate(answer.json)


@pytest.fixture(name="ending", scope="module")
def _ending(graph_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("queries") / "browse"
    folder.mkdir()
    ask = "SELECT ?thing WHERE {{ {}?thing a ?class }} ORDER BY ?thing LIMIT 3\n"
    head = '#+ summary = "What is it?"\n'
    marks = '#+ deprecated = "2027-01-01"\n#+ sunset = "2027-07-01"\n#+ successor = "newer"\n'
    params = '#+ [params]\n#+ class = { type = "iri", optional = true, deprecated = "2026-12-01" }\n'
    line = "\nVALUES ?class { <https://w3id.org/regcoop/ontology#Country> }\n"
    (folder / "older.rq").write_text(head + marks + ask.format(""), encoding="utf-8")
    (folder / "newer.rq").write_text(head + params + ask.format(line), encoding="utf-8")
    site = create_app(Settings(open_embedded(graph_file)))
    known: Knowledge = site.extensions["regcoop"]
    known.queries = type(known.queries)((*known.queries, *map(read_query, sorted(folder.glob("*.rq")))))
    return site


class TestDeprecation:
    """What is going to end says so."""

    def test_a_query_says_since_when_until_when_and_what_instead(self, ending: Flask) -> None:
        """Deprecation is a day in seconds (RFC 9745), Sunset a date of HTTP (RFC 8594)."""
        answer = ending.test_client().get("/api/v1/older")

        assert "@1798761600" == answer.headers["Deprecation"]
        assert "Thu, 01 Jul 2027 00:00:00 GMT" == answer.headers["Sunset"]
        assert '</api/v1/newer>; rel="successor-version"' in answer.headers.getlist("Link")
        assert '</query/older>; rel="deprecation"; type="text/html"' in answer.headers.getlist("Link")

    def test_a_parameter_says_so_where_it_is_used(self, ending: Flask) -> None:
        """And not where it is left out."""
        client = ending.test_client()
        used = client.get("/api/v1/newer?class=https://w3id.org/regcoop/ontology%23Country")

        assert "@1796083200" == used.headers["Deprecation"]
        assert "Sunset" not in used.headers
        assert "Deprecation" not in client.get("/api/v1/newer").headers

    def test_the_description_marks_both(self, ending: Flask) -> None:
        """As OpenAPI has it; and it stays valid."""
        made = json.loads(ending.test_client().get("/api/v1/openapi.json").data)
        newer = made["paths"]["/api/v1/newer"]["get"]

        assert made["paths"]["/api/v1/older"]["get"]["deprecated"]
        assert "deprecated" not in newer
        assert [True, None, None] == [each.get("deprecated") for each in newer["parameters"]]

    def test_nothing_of_ours_ends_without_a_successor(self) -> None:
        """What takes its place is a query that there is."""
        names = {query.name for query in catalogue()}

        assert [] == [q.name for q in catalogue() if q.deprecated and q.successor not in names]

    @pytest.mark.parametrize("day", ["soon", "2027-02-30", "20270101", ""])
    def test_a_day_that_is_none_is_refused(self, tmp_path: Path, day: str) -> None:
        """When the file is read."""
        path = tmp_path / "x.rq"
        path.write_text(f'#+ summary = "x"\n#+ deprecated = "{day}"\nSELECT * {{}}\n', encoding="utf-8")

        with pytest.raises(QueryFileError, match="is to be a day such as"):
            read_query(path)


@pytest.fixture(name="described", scope="module")
def _described(site: Flask) -> schemathesis.BaseSchema:
    """The description as the generator of requests reads it, over the real site."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site)


_FEW = settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: str(mode.value))
@pytest.mark.parametrize("group", ["things", "lists", "browse", "explore", "listing", "export", "checks"])
def test_made_up_requests_are_answered_as_described(
    described: schemathesis.BaseSchema, group: str, mode: GenerationMode
) -> None:
    """
    Right ones and wrong ones, for every path, by a generator.

    No answer is an error of the server; each has a status, a media type and a body as described; what is
    wrong by the description is refused, and what is right is not.
    """
    asked = 0
    for result in described.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        if group not in (operation.tags or ()):
            continue
        if mode is GenerationMode.NEGATIVE and not list(operation.iter_parameters()):
            continue
        asked += 1

        @given(case=operation.as_strategy(generation_mode=mode))
        @_FEW
        def ask(case: schemathesis.Case[Any]) -> None:
            # An empty parameter counts as not given, since forms send it so; OpenAPI cannot say that.
            assume("" not in map(str, (case.query or {}).values()))
            case.call_and_validate()

        ask()
    assert asked


@pytest.fixture(name="address")
def _address(site: Flask) -> Iterator[str]:
    """Serve the site over the network."""
    with listening(site) as address:
        yield address


@pytest.mark.slow
def test_a_client_made_of_the_description_reads_the_site(
    site: Flask, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A generator writes a package of typed calls; it asks the running site, and understands the answers."""
    described = json.loads(site.test_client().get("/api/v1/openapi.json", base_url=address).data)
    # A call of each sort: to write and compile all of them takes the generator a minute.
    described["paths"] = {
        path: said for path, said in described["paths"].items() if path.partition("/api/v1/")[2] in _CALLED
    }
    names = [said["get"]["operationId"] for said in described["paths"].values()]
    used = {f"rows.{name}" for name in names} | {"thing", "search", "list.countries", "problem"}
    described["components"]["schemas"] = {
        name: schema for name, schema in described["components"]["schemas"].items() if name in used
    }
    (tmp_path / "openapi.json").write_text(json.dumps(described), encoding="utf-8")
    (tmp_path / "config.yml").write_text("post_hooks: []\n", encoding="utf-8")
    program = Path(sys.executable).with_name("openapi-python-client")
    arguments = ["generate", "--path", "openapi.json", "--meta", "none", "--output-path", "regcoop_client"]
    subprocess.run(
        [program, *arguments, "--config", "config.yml"], cwd=tmp_path, check=True, capture_output=True
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    client = importlib.import_module("regcoop_client").Client(base_url=address)
    models = importlib.import_module("regcoop_client.models")

    def call(group: str, name: str, **given: object) -> Any:  # noqa: ANN401  (what the generator made of a schema)
        return importlib.import_module(f"regcoop_client.api.{group}.{name}").sync(client=client, **given)

    countries = call("lists", "list_countries", limit=2, q="a")
    ratings = call("explore", "country_ratings", country="bgd")
    bangladesh = call("things", "thing", kind=models.ThingKind("country"), key="bgd")
    wrong = call("explore", "country_ratings", country="two words")

    assert (2, 2) == (countries.limit, len(countries.rows))
    assert countries.total > 2
    assert ["Emerging", "Mature"] == sorted(
        {row.level_label for row in ratings.rows} & {"Emerging", "Mature"}
    )
    assert "https://w3id.org/regcoop/id/country/bgd" == bangladesh.id
    assert [bangladesh.id] == [
        hit.iri
        for hit in call("things", "search", q="bangladesh", class_=[models.SearchClassItem("country")]).hits
    ]
    assert (400, "country") == (wrong.status, wrong.parameter)


_CALLED = {"lists/countries", "country-ratings", "things/{kind}/{key}", "search"}

"""Queries of programs before the site: what is told without running them, kept, packed, sent in parts."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
from types import MethodType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote_from_bytes, unquote_to_bytes

import pytest
import zstandard
from flask import Flask

from kg.errors import BusyError, LimitError
from kg.namespaces import RC
from kg.store.delegated import Delegated
from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.codings import chosen
from webapp.settings import Settings
from webapp.sparql_door import SparqlDoor
from webapp.sparql_protocol import unquoted

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from kg.store.bounded import Answer
    from kg.store.embedded import EmbeddedStore
    from kg.store.protocol import DatasetChoice

pytestmark = pytest.mark.slow

JSON = "application/sparql-results+json"
COUNTRIES = f"SELECT ?c WHERE {{ ?c a <{RC}Country> }} ORDER BY ?c"
ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"


class Watched(Delegated):
    """A store that counts the queries that it runs, and the answers that are let go."""

    def __init__(self, store: EmbeddedStore) -> None:
        """Ask `store`."""
        super().__init__(store)
        self.asked: list[str] = []
        self.open = 0

    def answer(self, query: str, media_type: str, dataset: DatasetChoice | None = None) -> Answer:
        """Count, and answer; two texts stand for what happens in a pool."""
        self.asked.append(query)
        if "slow" in query:
            raise LimitError("time", "it took more than 10 s; ask for less.")
        if "busy" in query:
            raise BusyError(7)
        answer = super().answer(query, media_type, dataset)
        self.open += 1
        close = answer.close

        def closed() -> None:
            self.open -= 1
            close()

        answer.close = closed  # type: ignore[method-assign]
        return answer


class Made(NamedTuple):
    """A site, with what it runs."""

    site: Flask
    store: Watched

    def get(self, query: str, **headers: str) -> Served:
        """Ask by GET; words of headers are joined by `_`."""
        return _asked(self.site.test_client(), "GET", query, headers)

    def set_door(self, long: int, flows: int) -> None:
        """Put another door in the place of the site's, one that sends shorter answers in parts."""
        site = self.site
        site.wsgi_app = MethodType(Flask.wsgi_app, site)  # type: ignore[method-assign]
        door = SparqlDoor(site, site.extensions["regcoop"], "a release", long=long, flows=flows)
        site.wsgi_app = door  # type: ignore[method-assign]

    def head(self, query: str, **headers: str) -> Served:
        """Ask by HEAD."""
        return _asked(self.site.test_client(), "HEAD", query, headers)


class Served(NamedTuple):
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: bytes


def _asked(client: FlaskClient, method: str, query: str, headers: dict[str, str]) -> Served:
    given = {"Accept": JSON, **{name.replace("_", "-"): value for name, value in headers.items()}}
    # A server closes what it has sent.
    with client.open("/sparql", method=method, query_string={"query": query}, headers=given) as answer:
        return Served(answer.status_code, dict(answer.headers), answer.data)


@pytest.fixture(name="engine", scope="module")
def _engine(graph_file: Path) -> EmbeddedStore:
    """The graph, loaded once."""
    return open_embedded(graph_file)


@pytest.fixture(name="made")
def _made(engine: EmbeddedStore) -> Made:
    """A site whose data are named by a digest, as a served one's are."""
    store = Watched(engine)
    return Made(create_app(Settings(engine, store, release_digest="a release")), store)


class TestWithoutRunning:
    """What is known before a query runs."""

    def test_a_validator_is_told_before_the_query_runs(self, made: Made, engine: EmbeddedStore) -> None:
        """A site that has never run it knows that a client has its answer; so it is after a new start."""
        etag = made.get(COUNTRIES).headers["ETag"]
        store = Watched(engine)
        other = Made(create_app(Settings(engine, store, release_digest="a release")), store)
        answer = other.get(COUNTRIES, If_None_Match=etag)

        assert (304, b"", etag) == (answer.status, answer.body, answer.headers["ETag"])
        assert [] == store.asked
        assert 304 == other.head(COUNTRIES, If_None_Match=f'"x", {etag}').status

    @pytest.mark.parametrize("digest", ["another release", None])
    def test_other_data_have_another_validator(
        self, made: Made, engine: EmbeddedStore, digest: str | None
    ) -> None:
        """A newer release is asked anew, and so are data that nobody has named."""
        etag = made.get(COUNTRIES).headers["ETag"]
        store = Watched(engine)
        other = Made(create_app(Settings(engine, store, release_digest=digest)), store)

        assert 200 == other.get(COUNTRIES, If_None_Match=etag).status
        assert [COUNTRIES] == store.asked

    def test_each_representation_has_its_own(self, made: Made) -> None:
        """By query, dataset, type and coding."""
        tags = [
            made.get(COUNTRIES).headers["ETag"],
            made.get(COUNTRIES + " ").headers["ETag"],
            made.get(COUNTRIES, Accept="text/csv").headers["ETag"],
            made.get(COUNTRIES, Accept="application/json").headers["ETag"],
            made.get(COUNTRIES, Accept_Encoding="gzip").headers["ETag"],
            made.get(COUNTRIES, Accept_Encoding="zstd").headers["ETag"],
        ]

        assert len(tags) == len(set(tags))

    def test_any_answer_is_meant_by_a_star_only_where_there_is_one(self, made: Made) -> None:
        """Whether a query has an answer shows when it has run."""
        assert 400 == made.get("SELECT * { ?s ?p ) }", If_None_Match="*").status
        assert [304, 304] == [made.get(COUNTRIES, If_None_Match="*").status for _ in range(2)]
        assert 1 == made.store.asked.count(COUNTRIES)

    @pytest.mark.parametrize(
        "query", ["SELECT (NOW() AS ?t) {}", "CONSTRUCT { [] ?p ?o } WHERE { ?s ?p ?o }"]
    )
    def test_what_differs_from_time_to_time_is_never_kept(self, made: Made, query: str) -> None:
        """Neither here nor on the way."""
        for _ in range(2):
            answer = made.get(query, Accept="*/*")
            assert "no-store" == answer.headers["Cache-Control"]
            assert "ETag" not in answer.headers

        assert [query, query] == made.store.asked

    def test_a_refusal_is_no_304(self, made: Made) -> None:
        """The policy stands before all else."""
        assert 403 == made.get("SELECT * { SERVICE <urn:x> {} }", If_None_Match="*").status
        assert 406 == made.get(COUNTRIES, Accept="text/turtle", If_None_Match="*").status

    def test_the_same_file_gives_the_same_bytes_in_every_process(self, graph_file: Path) -> None:
        """Also where no order is asked for: a strong validator rests on it."""
        program = (
            "import sys, hashlib, pathlib; from kg.store.embedded import open_embedded\n"
            "store = open_embedded(pathlib.Path(sys.argv[1]))\n"
            "for query, kind in (('SELECT * { ?s ?p ?o }', 'text/csv'), ('SELECT DISTINCT ?o { ?s a ?o }', "
            "'text/csv'), ('SELECT ?p (SAMPLE(?o) AS ?x) { ?s ?p ?o } GROUP BY ?p', 'text/csv'), "
            "('CONSTRUCT WHERE { ?s ?p ?o }', 'text/turtle')):\n"
            "    print(hashlib.sha256(store.answer(query, kind)).hexdigest())\n"
        )
        said = {
            subprocess.run(
                [sys.executable, "-c", program, str(graph_file)], check=True, capture_output=True
            ).stdout
            for _ in range(3)
        }

        assert 1 == len(said)


class TestKept:
    """Finished answers stay."""

    def test_a_query_that_comes_again_is_not_run_again(self, made: Made) -> None:
        """By GET, HEAD and both kinds of POST."""
        first = made.get(COUNTRIES)
        client = made.site.test_client()
        accept = {"Accept": JSON}
        again = [
            made.get(COUNTRIES).body,
            client.post("/sparql", data={"query": COUNTRIES}, headers=accept).data,
            client.post(
                "/sparql", data=COUNTRIES, content_type="application/sparql-query", headers=accept
            ).data,
        ]

        assert [first.body] * 3 == again
        assert first.headers == made.head(COUNTRIES).headers == made.get(COUNTRIES).headers
        assert [COUNTRIES] == made.store.asked

    def test_head_runs_the_query_for_the_get_that_follows(self, made: Made) -> None:
        """Its status must be that of GET, and nothing but the answer tells it."""
        head = made.head(COUNTRIES)

        assert (200, b"") == (head.status, head.body)
        assert head.headers == made.get(COUNTRIES).headers
        assert 400 == made.head("SELECT * { ?s ?p ) }").status
        assert 2 == len(made.store.asked)

    def test_data_that_may_change_unseen_are_asked_for_anew(self, engine: EmbeddedStore) -> None:
        """The validator is that of the bytes then, and still saves sending them."""
        store = Watched(engine)
        made = Made(create_app(Settings(engine, store)), store)
        etag = made.get(COUNTRIES).headers["ETag"]

        assert 304 == made.get(COUNTRIES, If_None_Match=etag).status
        assert [COUNTRIES] * 2 == store.asked

    @pytest.mark.parametrize(
        ("query", "status"),
        [("SELECT ?slow {}", 504), ("SELECT ?busy {}", 503), ("SELECT * { ?s ?p ) }", 400)],
    )
    def test_a_query_that_fails_has_run_once(self, made: Made, query: str, status: int) -> None:
        """The site tells of the failure without trying it again."""
        assert status == made.get(query).status
        assert [query] == made.store.asked


class TestPacked:
    """gzip and zstd, for tables and graphs."""

    @pytest.mark.parametrize(
        ("query", "accept"),
        [(COUNTRIES, JSON), (ALL, "text/csv"), ("CONSTRUCT WHERE { ?s ?p ?o }", "application/rdf+xml")],
    )
    @pytest.mark.parametrize("coding", ["gzip", "zstd"])
    @pytest.mark.parametrize("long", [1_000, 1 << 30])
    def test_every_type_is_packed(self, made: Made, query: str, accept: str, coding: str, long: int) -> None:
        """Whole or in parts, the bytes inside are those of the plain answer."""
        made.set_door(long, 16)
        plain = made.get(query, Accept=accept)
        answer = made.get(query, Accept=accept, Accept_Encoding=coding)

        assert coding == answer.headers["Content-Encoding"]
        assert {"Accept", "Accept-Encoding"} == set(answer.headers["Vary"].split(", "))
        assert plain.body == _unpacked(answer.body, coding)
        assert len(answer.body) < len(plain.body) / 2

    @pytest.mark.parametrize(
        ("header", "coding"),
        [
            ("", ""),
            ("gzip", "gzip"),
            ("gzip, deflate, br, zstd", "zstd"),
            ("gzip, zstd;q=0.5", "gzip"),
            ("zstd;q=0, gzip;q=0", ""),
            ("*", "zstd"),
            ("br", ""),
            ("identity", ""),
            (";;;=,\x00\xff" * 1_000, ""),
        ],
    )
    def test_the_client_has_the_choice(self, header: str, coding: str) -> None:
        """By weight; zstd first where it does not mind."""
        assert coding == chosen(header)

    def test_a_short_answer_is_sent_as_it_is(self, made: Made) -> None:
        """It fits into one packet anyway."""
        assert "Content-Encoding" not in made.get("ASK {}", Accept_Encoding="zstd").headers


class TestInParts:
    """Long answers."""

    @pytest.fixture(name="parts")
    def _parts(self, made: Made) -> Made:
        """A site that sends nearly everything in parts, and two answers at once."""
        made.set_door(1_000, 2)
        return made

    def test_a_long_answer_is_whole(self, parts: Made) -> None:
        """With its length, and let go at its end."""
        answer = parts.get(ALL)

        assert str(len(answer.body)) == answer.headers["Content-Length"]
        assert answer.body == parts.get(ALL).body
        assert 0 == parts.store.open

    def test_a_reader_who_goes_away_leaves_nothing(self, parts: Made) -> None:
        """The answer is closed, and its place is free again."""
        for _ in range(5):
            answer = parts.site.test_client().get(
                "/sparql", query_string={"query": ALL}, headers={"Accept": JSON}, buffered=False
            )
            assert next(iter(answer.response))
            answer.close()

        assert 0 == parts.store.open

    def test_places_for_long_answers_are_few(self, parts: Made) -> None:
        """503 and when to come back, rather than a site whose threads all wait for slow readers."""
        asked = {"query_string": {"query": ALL}, "headers": {"Accept": JSON}}
        client = parts.site.test_client()
        readers = [client.get("/sparql", buffered=False, **asked) for _ in range(2)]
        third = parts.get(ALL)
        for reader in readers:
            reader.close()

        assert (503, "5") == (third.status, third.headers["Retry-After"])
        assert 200 == parts.get(ALL).status
        assert 0 == parts.store.open

    def test_head_takes_no_place(self, parts: Made) -> None:
        """It has the length, and lets the answer go."""
        for _ in range(5):
            assert int(parts.head(ALL).headers["Content-Length"]) > 1_000

        assert 0 == parts.store.open


class TestHeaders:
    """What stands on every answer."""

    def test_they_are_those_of_the_site(self, made: Made) -> None:
        """With HTTPS and without, nothing is missing that a page has."""
        client = made.site.test_client()
        for forwarded in ({}, {"X-Forwarded-Proto": "https"}):
            page = client.get("/healthz", headers=forwarded).headers
            answer = client.get("/sparql", query_string={"query": COUNTRIES}, headers=forwarded).headers
            guards = {name for name, _ in page if name not in {"Content-Type", "Content-Length", "Date"}}
            assert {"Content-Security-Policy", "X-Content-Type-Options"} <= guards
            assert {name: page[name] for name in guards if name not in {"Cache-Control", "ETag", "Vary"}} == {
                name: answer[name] for name in guards if name not in {"Cache-Control", "ETag", "Vary"}
            }
            assert bool(forwarded) is ("Strict-Transport-Security" in answer)

    def test_the_budget_stands_on_every_answer(self, made: Made) -> None:
        """Also on what failed; scripts of any site may read it."""
        for query in (COUNTRIES, "SELECT ?slow {}", "SELECT * { SERVICE <urn:x> {} }", "nothing"):
            headers = made.get(query).headers
            assert headers["Query-Limits"].startswith("seconds=10.000, cpu-seconds=10.000, memory-bytes=")
            assert {"Query-Limits", "Query-Used"} <= set(headers["Access-Control-Expose-Headers"].split(", "))
        used = made.get(COUNTRIES)
        assert used.headers["Query-Used"].startswith("seconds=0.")
        assert used.headers["Query-Used"].endswith(f"answer-bytes={len(used.body)}")

    def test_a_limit_says_what_it_is_and_what_to_do(self, made: Made) -> None:
        """As members of the problem, for programs."""
        answer = made.site.test_client().get("/sparql", query_string={"query": "SELECT ?slow {}"})

        assert (504, "application/problem+json") == (answer.status_code, answer.mimetype)
        assert answer.json is not None
        assert ("time", 10.0) == (answer.json["limit"], answer.json["seconds"])
        assert answer.json["advice"].endswith(".")


def _unpacked(body: bytes, coding: str) -> bytes:
    if coding == "gzip":
        return gzip.decompress(body)
    return zstandard.ZstdDecompressor().decompressobj().decompress(body)


def test_percent_signs_are_resolved_as_the_library_does() -> None:
    """All bytes, whole and broken escapes, raw line ends and equals signs."""
    chance = random.Random(7)  # noqa: S311  (the same texts every time)
    pieces = [
        b"%",
        b"=",
        b"%3D",
        b"+",
        b"\r\n",
        b"\n",
        b" ",
        b"_",
        b"%zz",
        b"%2",
        b"%%41",
        b"=\n",
        b"a",
        b"\xff",
    ]
    for _ in range(20_000):
        whole = quote_from_bytes(chance.randbytes(chance.randrange(30))).encode()
        broken = b"".join(chance.choices(pieces, k=chance.randrange(10)))
        raw = whole + broken if chance.random() < 0.5 else whole
        assert unquote_to_bytes(raw.replace(b"+", b" ")) == unquoted(raw)

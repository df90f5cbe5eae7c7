"""A shared query stays: its address is made of its content, its answer is frozen, whatever comes later."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import sqlite3
import threading
import time
import urllib.request
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import pytest
import rispy
from selectolax.lexbor import LexborHTMLParser

from kg import releases
from kg.errors import ShelfError, ShelfFullError
from kg.shelf import Asked, Caps, Record, Shelf
from kg.shelf.freezing import MOST_BYTES, frozen
from kg.store.embedded import open_embedded
from kg.store.syntax import Form
from kg.validation import fast
from tests.served import serving
from webapp import create_app
from webapp.body_cache import BodyCache
from webapp.settings import Settings

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

pytestmark = pytest.mark.slow

BROWSER = {"Accept": "text/html"}
LARGEST_PAGE = 100 * 1024
LABELS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?country ?label WHERE {
  ?country a <https://w3id.org/regcoop/ontology#Country> ; rdfs:label ?label
} ORDER BY ?label
"""
KEY = re.compile(r"/q/([a-z2-7]{20})")
XML = (
    b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
    b'<variable name="a"/><variable name="b"/></head><results>'
    b'<result><binding name="a"><uri>urn:x</uri></binding><binding name="b">'
    b'<literal datatype="http://www.w3.org/2001/XMLSchema#integer">1</literal></binding></result>'
    b'<result><binding name="a"><literal xml:lang="fr">q&quot;\xc3\xa9</literal></binding></result>'
    b"</results></sparql>"
)
FOR_EVER = "public, max-age=31536000, immutable"


def _app(graph: Path, shelf: Path | None) -> FlaskClient:
    digest = hashlib.sha256(graph.read_bytes()).hexdigest()
    return create_app(Settings(open_embedded(graph), shelf=shelf, release_digest=digest)).test_client()


def _post(client: FlaskClient, query: str, **more: str) -> str:
    """Share a query and return its path."""
    answer = client.post("/q", data={"query": query, **more})
    assert HTTPStatus.SEE_OTHER == answer.status_code, answer.text
    assert KEY.fullmatch(answer.headers["Location"])
    return answer.headers["Location"]


def _page(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers=BROWSER)
    assert 200 == answer.status_code, answer.text
    assert len(answer.data) < LARGEST_PAGE
    return answer.text


def _banner(page: str) -> str:
    node = LexborHTMLParser(page).css_first(".notice-caution")
    return "" if node is None else " ".join(node.text().split())


def _record(query: str, body: bytes = b'{"head":{},"boolean":true}', release: str = "1") -> Record:
    return Record(Asked(query, (), (), release, ""), Form.ASK, "2026-11-23", frozen(body, None))


@pytest.fixture(name="shelf")
def _shelf(tmp_path: Path) -> Path:
    return tmp_path / "data" / "shelf.sqlite"


@pytest.fixture(name="client")
def _client(graph_file: Path, shelf: Path) -> FlaskClient:
    return _app(graph_file, shelf)


@pytest.fixture(name="newer_file", scope="module")
def _newer_file(graph_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of a later release: another number, and another name for a country."""
    path = tmp_path_factory.mktemp("newer") / "graph.nq"
    text = graph_file.read_text("utf-8")
    number = re.search(r'<http://www\.w3\.org/ns/dcat#version> "([^"]+)"', text)
    assert number
    changed = text.replace(f'dcat#version> "{number[1]}"', 'dcat#version> "99.0.0"')
    changed = changed.replace('"Bangladesh"@en', '"Bangla Desh"@en')
    assert changed.count("Bangla Desh") > 0
    path.write_text(changed, "utf-8")
    return path


@pytest.fixture(name="built", scope="module")
def _built(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two releases on disk: the second after a name was changed in the tables beside it."""
    folder = tmp_path_factory.mktemp("built")
    data = Path(shutil.copytree(small_data, folder / "second-data"))
    shutil.copytree(small_data, folder / "first-data")
    table = data / "tables" / "countries.csv"
    text = table.read_text("utf-8")
    assert ",Bangladesh" in text
    table.write_text(text.replace(",Bangladesh", ",Bangla Desh", 1), "utf-8")
    first = releases.build(folder / "first", folder / "first-data", engine=fast.report).release
    second = releases.build(folder / "second", data, engine=fast.report).release
    return first.directory, second.directory


def _served(release: Path, shelf: Path) -> AbstractContextManager[str]:
    """Serve a release and the tables that it was built from, by the real command."""
    data = release.with_name(f"{release.name}-data")
    return serving("--release", str(release), "--shelf", str(shelf), REGCOOP_DATA=str(data))


def _bytes(address: str, path: str) -> dict[str, bytes]:
    found = {}
    for suffix in (".json", ".csv", ".tsv", ".xml", ".rq"):
        with urllib.request.urlopen(address + path + suffix) as answer:
            found[suffix] = answer.read()
    return found


class TestTwoReleases:
    """Two sites over two graphs and one shelf: what was cited on the first is there on the second."""

    def test_the_cited_address_gives_the_same_bytes(
        self, graph_file: Path, newer_file: Path, shelf: Path
    ) -> None:
        """In every format, although the same query has another answer by now; a banner says so."""
        old, new = _app(graph_file, shelf), _app(newer_file, shelf)
        path = _post(old, LABELS)
        suffixes = (".json", ".csv", ".tsv", ".xml", ".rq")
        before = {suffix: hashlib.sha256(old.get(path + suffix).data).hexdigest() for suffix in suffixes}
        page_before = _page(old, path)

        after = {suffix: hashlib.sha256(new.get(path + suffix).data).hexdigest() for suffix in suffixes}
        page = _page(new, path)

        assert before == after
        assert before[".json"] in page
        assert "" == _banner(page_before)
        assert _banner(page).startswith("A newer release exists: 99.0.0")
        assert b"Bangla Desh" in new.get("/sparql", query_string={"query": LABELS, "format": "csv"}).data
        assert b"Bangla Desh" not in new.get(f"{path}.csv").data
        assert b"Bangladesh" in new.get(f"{path}.csv").data

    def test_the_citation_names_the_release_that_was_asked(
        self, graph_file: Path, newer_file: Path, shelf: Path
    ) -> None:
        """Not the one that is served when it is cited."""
        old, new = _app(graph_file, shelf), _app(newer_file, shelf)
        path = _post(old, LABELS)
        (record,) = rispy.loads(new.get(f"{path}.ris").get_data().decode())

        assert "99.0.0" not in record["edition"]
        assert "DATA" == record["type_of_reference"]
        assert any(hashlib.sha256(graph_file.read_bytes()).hexdigest() in note for note in record["notes"])
        assert any(
            hashlib.sha256(old.get(f"{path}.json").data).hexdigest() in note for note in record["notes"]
        )
        assert f"{path}.bib" == new.get(f"/cite.bib?of={path}").headers["Location"]
        assert f"{path}#cite" == new.get(f"/cite?of={path}").headers["Location"]

    def test_it_is_shared_anew_on_the_present_release(
        self, graph_file: Path, newer_file: Path, shelf: Path
    ) -> None:
        """One step gives an address for the answer of today, and takes nothing from the old one."""
        old, new = _app(graph_file, shelf), _app(newer_file, shelf)
        path = _post(old, LABELS)
        again = new.post(f"{path}/again").headers["Location"]

        assert again != path
        assert _post(new, LABELS) == again
        assert "" == _banner(_page(new, again))
        assert "This site serves another release now" in _banner(_page(old, again))
        assert b"Bangla Desh" in old.get(f"{again}.csv").data
        assert b"Bangla Desh" not in old.get(f"{path}.csv").data

    @pytest.mark.slow
    def test_two_releases_that_were_built(self, built: tuple[Path, Path], shelf: Path) -> None:
        """Their digests are those of their manifests; a new digest under an old number is told of."""
        loaded = [releases.load(directory) for directory in built]
        digests = [releases.digest(release.directory) for release in loaded]
        sites = [
            create_app(
                Settings(open_embedded(release.nquads), shelf=shelf, release_digest=digest)
            ).test_client()
            for release, digest in zip(loaded, digests, strict=True)
        ]
        path = _post(sites[0], LABELS)

        assert digests[0] != digests[1]
        assert digests[0] == hashlib.sha256(loaded[0].nquads.read_bytes()).hexdigest()
        assert sites[0].get(f"{path}.json").data == sites[1].get(f"{path}.json").data
        assert "The data have changed since, under the same number" in _banner(_page(sites[1], path))
        assert releases.digest(shelf.parent) is None

    @pytest.mark.slow
    def test_a_site_that_is_started_anew_on_another_release(
        self, built: tuple[Path, Path], shelf: Path
    ) -> None:
        """`serve --shelf` on one release, then on the next: the same bytes at one address."""
        first, second = built
        with _served(first, shelf) as address:
            sent = urllib.request.Request(f"{address}/q", urlencode({"query": LABELS}).encode())
            with urllib.request.urlopen(sent) as page:
                path = urlsplit(page.url).path
            before = _bytes(address, path)
        with _served(second, shelf) as address:
            after = _bytes(address, path)
            with urllib.request.urlopen(f"{address}{path}") as page:
                banner = _banner(page.read().decode())

        assert KEY.fullmatch(path)
        assert before == after
        assert "The data have changed since" in banner


class TestAddress:
    """The address says nothing but what was asked, and of which release."""

    def test_the_same_query_has_the_same_address(self, client: FlaskClient) -> None:
        """By form or bare, from a browser that ends lines in CR LF too; another query has another."""
        path = _post(client, LABELS)
        bare = client.post("/q", data=LABELS, content_type="application/sparql-query")

        assert path == _post(client, LABELS.replace("\n", "\r\n"))
        assert path == bare.headers["Location"]
        assert path != _post(client, LABELS + "\n")

    def test_the_address_is_that_of_its_content(self) -> None:
        """It holds for ever: whoever changes how it is made breaks every address that was printed."""
        asked = Asked("ASK {}", ("urn:b", "urn:a"), (), "0.1.0", "")
        digested = Asked("ASK {}", ("urn:a", "urn:b", "urn:a"), (), "0.2.0", "ab" * 32)

        assert ["udod5culomo3gnrzfayd", "evppyhqfiwwdhmvavid7"] == [asked.key, digested.key]
        assert asked.key == Asked("ASK {}", ("urn:a", "urn:b"), (), "0.1.0", "").key
        assert digested.key == Asked("ASK {}", ("urn:b", "urn:a"), (), "0.1.0", "ab" * 32).key
        assert asked.key != Asked("ASK {}", (), ("urn:a", "urn:b"), "0.1.0", "").key

    def test_the_graphs_of_the_request_count(self, client: FlaskClient) -> None:
        """The same text asked of one graph is another question, and its answer says so."""
        graph = "https://w3id.org/regcoop/graph/release"
        query = "SELECT ?s WHERE { ?s a ?c }"
        path = _post(client, query, **{"default-graph-uri": graph})

        assert path != _post(client, query)
        assert graph in _page(client, path)
        assert len(client.get(f"{path}.csv").data) < 1_000

    def test_a_long_query_has_a_short_address(self, client: FlaskClient) -> None:
        """A query of 20 KB has one as short as any; a form sends it on, where a link cannot."""
        values = " ".join(f"{number:07}" for number in range(2_400))
        query = f"SELECT ?v WHERE {{ VALUES ?v {{ {values} }} }}"
        path = _post(client, query)
        page = _page(client, path)
        forms = LexborHTMLParser(page).css("form[action='/sparql'][method='post'] input[name=query]")

        assert len(query) > 19_000
        assert len(path) == len("/q/") + 20
        assert query == client.get(f"{path}.rq").get_data().decode()
        assert [query] == [node.attributes["value"] for node in forms]
        assert "2,400 rows" in page

    def test_the_longest_query_is_shared(self, client: FlaskClient) -> None:
        """200,000 bytes of it, with signs that take more room on a page; its page stays light."""
        query = "ASK { ?s ?p ?o } #" + "<&é" * 45_000
        query += "x" * (200_000 - len(query.encode()))
        path = _post(client, query)

        assert "The beginning" in _page(client, path) or "the beginning" in _page(client, path)
        assert query == client.get(f"{path}.rq").get_data().decode()


class TestAnswers:
    """Each form of query is frozen in one format, and written in the others."""

    @pytest.mark.parametrize(
        ("suffix", "media_type", "body"),
        [
            (".json", "application/sparql-results+json", None),
            (".csv", "text/csv", b'a,b\r\nurn:x,1\r\n"q""\xc3\xa9",\r\n'),
            (".tsv", "text/tab-separated-values", b'?a\t?b\n<urn:x>\t1\n"q\\"\xc3\xa9"@fr\t\n'),
            (
                ".xml",
                "application/sparql-results+xml",
                XML,
            ),
        ],
    )
    def test_a_table_is_written_the_same_for_ever(
        self, client: FlaskClient, suffix: str, media_type: str, body: bytes | None
    ) -> None:
        """These are promised not to change: a writer that writes them otherwise may not come in unseen."""
        path = _post(client, 'SELECT ?a ?b WHERE { VALUES (?a ?b) { (<urn:x> 1) ("q\\"é"@fr UNDEF) } }')
        answer = client.get(path + suffix)
        negotiated = client.get(path, headers={"Accept": media_type})

        assert media_type == answer.mimetype
        assert answer.data == negotiated.data
        assert FOR_EVER == answer.headers["Cache-Control"]
        assert f'"{hashlib.sha256(answer.data).hexdigest()}"' == answer.headers["ETag"]
        if body is not None:
            assert body == answer.data
        assert 304 == client.get(path + suffix, headers={"If-None-Match": answer.headers["ETag"]}).status_code
        assert "Accept" in negotiated.headers["Vary"]
        assert "*" == answer.headers["Access-Control-Allow-Origin"]

    @pytest.mark.parametrize(
        ("suffix", "form"),
        [
            (".nt", ox.RdfFormat.N_TRIPLES),
            (".ttl", ox.RdfFormat.TURTLE),
            (".nq", ox.RdfFormat.N_QUADS),
            (".trig", ox.RdfFormat.TRIG),
            (".jsonld", ox.RdfFormat.JSON_LD),
            (".rdf", ox.RdfFormat.RDF_XML),
        ],
    )
    def test_a_graph_holds_the_same_in_every_format(
        self, client: FlaskClient, suffix: str, form: ox.RdfFormat
    ) -> None:
        """CONSTRUCT is frozen as N-Triples, each statement once."""
        query = "CONSTRUCT { ?s a ?c . ?s <urn:says> [ <urn:is> ?c ] } WHERE { ?s a ?c } LIMIT 20"
        path = _post(client, query)
        answer = client.get(path + suffix)
        wanted = ox.Dataset(ox.parse(client.get(f"{path}.nt").data, format=ox.RdfFormat.N_TRIPLES))
        found = ox.Dataset(ox.parse(answer.data, format=form))
        for dataset in (wanted, found):
            dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)

        assert 60 == len(wanted)
        assert set(wanted) == set(found)
        assert answer.data == client.get(path + suffix).data
        assert "60 statements" in _page(client, path)
        assert 404 == client.get(f"{path}.csv").status_code
        assert 406 == client.get(path, headers={"Accept": "text/csv"}).status_code

    @pytest.mark.parametrize(
        ("query", "verdict"), [("ASK { ?s ?p ?o }", True), ("ASK { <urn:x> ?p ?o }", False)]
    )
    def test_a_truth_value_is_frozen(self, client: FlaskClient, query: str, verdict: bool) -> None:  # noqa: FBT001
        """ASK has the formats of tables."""
        path = _post(client, query)

        assert {"head": {}, "boolean": verdict} == client.get(f"{path}.json").json
        assert str(verdict).lower() == client.get(f"{path}.csv").text
        assert f"<boolean>{str(verdict).lower()}</boolean>" in client.get(f"{path}.xml").text
        assert ("Yes: the graph" if verdict else "No: the graph") in _page(client, path)

    def test_no_row_says_what_that_means(self, client: FlaskClient) -> None:
        """An empty answer is one, too."""
        path = _post(client, "SELECT ?p WHERE { <urn:none> ?p ?o }")

        assert "not what there is in the world" in _page(client, path)
        assert b"p\r\n" == client.get(f"{path}.csv").data

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT * WHERE {}",
            "SELECT ?b WHERE { BIND (BNODE() AS ?b) }",
            "DESCRIBE <urn:none>",
            "CONSTRUCT { <urn:s> <urn:p> 'a\\n\u2028\u0085b' } WHERE {}",
            "SELECT ('a \"triple\" its:dir <<( --ltr' AS ?a) WHERE {}",
            "CONSTRUCT { <urn:s> <urn:p> 'a <<( --ltr' } WHERE {}",
            "ASK { FILTER ('\x00' = 'x') }",
        ],
    )
    def test_odd_answers_are_shown(self, client: FlaskClient, query: str) -> None:
        """No column, no statement, no name, signs that end lines elsewhere: a page and files all the same."""
        path = _post(client, query)
        files = LexborHTMLParser(_page(client, path)).css(".formats a")
        statuses = {client.get(str(file.attributes["href"])).status_code for file in files}

        assert {200} == statuses
        assert query == client.get(f"{path}.rq").get_data().decode()

    def test_a_large_answer_is_put_on_record_without_its_rows(self, client: FlaskClient) -> None:
        """With the digest of what it was; the query and the citation stay."""
        values = " ".join(str(number) for number in range(1_000))
        query = (
            f"SELECT ?a ?b ?t WHERE {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} "
            'BIND (CONCAT("as long as this is", STR(?a)) AS ?t) FILTER (?a < 120) }'
        )
        path = _post(client, query)
        whole = client.post("/sparql", data={"query": query, "format": "json"}).data
        page = _page(client, path)

        assert len(whole) > MOST_BYTES
        assert hashlib.sha256(whole).hexdigest() in page
        assert "The answer was too large to keep" in page
        assert "too large to keep" in client.get(f"{path}.csv").get_data(as_text=True)
        assert 404 == client.get(f"{path}.csv").status_code
        assert query == client.get(f"{path}.rq").get_data().decode()
        assert "@misc" in client.get(f"{path}.bib").text

    def test_the_page_stays_light_whatever_the_answer(self, client: FlaskClient) -> None:
        """Long texts, many columns, markup in every cell: cut on the page, whole in the files."""
        many = " ".join(f"?v{number:0300}" for number in range(200))
        cells = " ".join(f'"<b>{number}&amp;{"x" * 900}</b>"' for number in range(100))
        for query in (
            f"SELECT {many} WHERE {{ VALUES ?v{0:0300} {{ {cells} }} }}",
            f"SELECT ?a WHERE {{ VALUES ?a {{ {cells} }} }}",
            f"CONSTRUCT {{ <urn:s> <urn:p> ?a }} WHERE {{ VALUES ?a {{ {cells} }} }}",
        ):
            page = _page(client, _post(client, query))

            assert "<b>" not in page
            assert "downloads have" in page

    def test_what_xml_cannot_write_is_refused_as_xml(self, client: FlaskClient) -> None:
        """And given in the other formats."""
        table = _post(client, 'SELECT ?a WHERE { VALUES ?a { "\\u0001" } }')
        graph = _post(client, 'CONSTRUCT { <urn:s> <urn:p> "\\u0001" } WHERE {}')

        assert 406 == client.get(f"{table}.xml").status_code
        assert 406 == client.get(f"{graph}.rdf").status_code
        assert 200 == client.get(f"{table}.tsv").status_code
        assert 200 == client.get(f"{graph}.ttl").status_code
        assert "\x01" not in _page(client, table)


class TestHostileRequests:
    """Whatever is sent, the answer is a sentence, and nothing is kept."""

    @pytest.mark.parametrize(
        ("data", "status"),
        [
            ({"query": "ASK { ?s ?p ?o } #" + "x" * 300_000}, 403),
            ({"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}, 403),
            ({"query": "INSERT DATA { <urn:a> <urn:b> <urn:c> }"}, 403),
            ({"query": "SELECT * FROM <http://127.0.0.1:1/x> { ?s ?p ?o }"}, 403),
            ({"query": "ASK {}", "default-graph-uri": "http://127.0.0.1:1/x"}, 403),
            ({"query": "SELECT * WHERE { ?s ?p"}, 400),
            ({"query": ""}, 400),
            ({}, 400),
            ({"query": "SELECT ?t { BIND (<<( <urn:a> <urn:b> <urn:c> )>> AS ?t) }"}, 400),
            ({"query": "SELECT ?t { BIND (STRLANGDIR('a', 'ar', 'rtl') AS ?t) }"}, 400),
            ({"query": "CONSTRUCT { <urn:s> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>> } WHERE {}"}, 400),
            (
                {"query": "CONSTRUCT { <urn:s> <urn:p> ?t } { BIND (STRLANGDIR('a', 'ar', 'rtl') AS ?t) }"},
                400,
            ),
            ({"query": ["ASK {}", "ASK { ?s ?p ?o }"]}, 400),
            ({"query": "{" * 5_000}, 403),
            (b"query=%FF%FE", 400),
            (b"\xff\xfe", 400),
            (b"query=" + b"x" * 1_100_000, 413),
        ],
        ids=repr,
    )
    def test_what_cannot_be_shared_is_refused(
        self,
        client: FlaskClient,
        shelf: Path,
        data: dict[str, str | list[str]] | bytes,
        status: int,
    ) -> None:
        """With the status that the endpoint gives for it."""
        answer = client.post("/q", data=data, content_type="application/x-www-form-urlencoded")

        assert status == answer.status_code
        assert answer.json is not None
        assert len(answer.json["detail"]) > 20
        assert not shelf.exists()

    @pytest.mark.parametrize(
        "name",
        [
            "a" * 20, "A" * 20, "..%2f..%2fetc%2fpasswd", "%2e%2e", "a" * 10_000, "%00", "%ff%fe", "<script>",
            "' OR 1=1 --", "a" * 20 + ".json", "a" * 20 + "/", ".json", "aaaa.bib", "ⅷ" * 20,
        ],
    )  # fmt: skip
    def test_unknown_addresses_are_not_found(self, client: FlaskClient, name: str) -> None:
        """With a sentence, on a shelf with records and on none; names lead to no file."""
        before = client.get(f"/q/{name}", headers=BROWSER)
        _post(client, "ASK {}")
        after = client.get(f"/q/{name}", headers=BROWSER)

        assert [404, 404] == [before.status_code, after.status_code]
        assert "<script>" not in after.text.replace("<script src", "").replace('<script type="module"', "")
        assert len(after.data) < 20_000

    def test_unknown_suffixes_say_which_there_are(self, client: FlaskClient) -> None:
        """A file of another name is not made up."""
        path = _post(client, "ASK {}")
        answer = client.get(f"{path}.zip")

        assert 404 == answer.status_code
        assert answer.json is not None
        assert ".json" in answer.json["detail"]

    def test_only_posting_shares(self, client: FlaskClient, shelf: Path) -> None:
        """GET reads: it makes no file, whatever it asks for."""
        assert 405 == client.get("/q?query=ASK%7B%7D").status_code
        assert 404 == client.get("/q/aaaaaaaaaaaaaaaaaaaa").status_code
        assert not shelf.parent.exists()

    def test_markup_in_a_query_is_text(self, client: FlaskClient) -> None:
        """On the page and in the fields of its forms."""
        query = 'ASK { ?s ?p """</textarea><script>alert(\'x\')</script>""" } # "\'><b>'
        page = LexborHTMLParser(_page(client, _post(client, query)))

        assert [] == page.css("script:not([src])") + page.css("main b")
        assert query in (page.css_first("code.language-sparql") or pytest.fail("no query")).text()


class TestShelf:
    """The file: many at once, full, broken, gone."""

    def test_many_share_the_same_at_once(self, client: FlaskClient, shelf: Path) -> None:
        """One record comes of it, and all get its address; who is told to come again does so."""
        found: list[str] = []

        def share() -> None:
            own = client.application.test_client()
            while "Retry-After" in (answer := own.post("/q", data={"query": LABELS})).headers:
                time.sleep(0.05)
            found.append(answer.headers["Location"])

        threads = [threading.Thread(target=share) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert 16 == len(found)
        assert 1 == len(set(found))
        with contextlib.closing(sqlite3.connect(shelf)) as file:
            assert (1,) == file.execute("SELECT count(*) FROM shared").fetchone()

    def test_many_share_different_queries_at_once(self, shelf: Path) -> None:
        """None is lost, also where the file is made at that moment."""
        failed: list[Exception] = []

        def put(first: int) -> None:
            try:
                for number in range(first, first + 20):
                    Shelf(shelf).put(_record(f"ASK {{}} # {number}"))
            except Exception as error:  # noqa: BLE001  (a thread must tell its test)
                failed.append(error)

        threads = [threading.Thread(target=put, args=(first,)) for first in range(0, 160, 20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        keys = [_record(f"ASK {{}} # {number}").key for number in range(160)]

        assert [] == failed
        assert [] == [key for key in keys if Shelf(shelf).find(key) is None]

    def test_the_first_record_stays(self, shelf: Path) -> None:
        """Whoever comes second gets what is there already."""
        first, second = _record("ASK {}"), _record("ASK {}", b'{"head":{},"boolean":false}')

        assert first == Shelf(shelf).put(first)
        assert first == Shelf(shelf).put(second)
        assert first == Shelf(shelf).find(second.key)

    @pytest.mark.parametrize("caps", [Caps(records_a_day=2), Caps(bytes_a_day=1_200)])
    def test_no_single_day_fills_the_shelf(self, shelf: Path, caps: Caps) -> None:
        """Anybody may share, and what is shared stays; the next day there is room again."""
        for number in range(2):
            Shelf(shelf, caps).put(_record(f"ASK {{}} # {number}"))

        with pytest.raises(ShelfFullError, match="today"):
            Shelf(shelf, caps).put(_record("ASK {} # one more"))
        tomorrow = replace(_record("ASK {} # one more"), shared="2999-01-01")
        assert tomorrow == Shelf(shelf, caps).put(tomorrow)

    @pytest.mark.parametrize("caps", [Caps(records=2), Caps(bytes=1_200)])
    def test_a_full_shelf_takes_no_more_and_keeps_all(self, shelf: Path, caps: Caps) -> None:
        """By number and by bytes; what is there can still be read and shared again."""
        kept = [Shelf(shelf, caps).put(_record(f"ASK {{}} # {number}")) for number in range(2)]

        with pytest.raises(ShelfFullError, match="no room left"):
            Shelf(shelf, caps).put(_record("ASK {} # one more"))
        assert kept == [Shelf(shelf, caps).find(record.key) for record in kept]
        assert kept[0] == Shelf(shelf, caps).put(kept[0])

    def test_a_full_shelf_is_told_to_strangers(self, client: FlaskClient, shelf: Path) -> None:
        """507, and a sentence on what to do instead; pages and answers go on."""
        path = _post(client, "ASK {}")
        with contextlib.closing(sqlite3.connect(shelf)) as file:
            file.execute("UPDATE shared SET weight = ?", (Caps().bytes,))
            file.commit()
        answer = client.post("/q", data={"query": LABELS})

        assert 507 == answer.status_code
        assert answer.json is not None
        assert "Download the answer instead" in answer.json["detail"]
        assert 200 == client.get(f"{path}.json").status_code

    def test_a_shelf_that_is_removed_is_made_anew(self, client: FlaskClient, shelf: Path) -> None:
        """While the site runs: its records are gone, and new ones are kept."""
        path = _post(client, LABELS)
        for file in shelf.parent.iterdir():
            file.unlink()

        assert 404 == client.get(path, headers=BROWSER).status_code
        assert path == _post(client, LABELS)
        assert 200 == client.get(f"{path}.json").status_code

    @pytest.mark.parametrize(
        "content",
        [b"this is no database, whatever its name says" * 100, b"SQLite format 3\x00" + b"\x00" * 500],
    )
    def test_a_broken_file_is_told_of_and_left_alone(
        self, client: FlaskClient, shelf: Path, content: bytes
    ) -> None:
        """503 with a sentence, for readers and writers; not a byte of it is changed."""
        shelf.parent.mkdir()
        shelf.write_bytes(content)
        answers: list[TestResponse] = [
            client.post("/q", data={"query": "ASK {}"}),
            client.get("/q/aaaaaaaaaaaaaaaaaaaa"),
        ]

        assert [503, 503] == [answer.status_code for answer in answers]
        assert all(
            "shelf.sqlite" in answer.text and str(shelf.parent) not in answer.text for answer in answers
        )
        assert content == shelf.read_bytes()

    def test_a_database_of_something_else_is_left_alone(self, shelf: Path) -> None:
        """A slip in the option must not cost anyone their data."""
        shelf.parent.mkdir()
        with contextlib.closing(sqlite3.connect(shelf)) as other:
            other.execute("CREATE TABLE precious (x)")
            other.commit()

        with pytest.raises(ShelfError, match="a database of something else"):
            Shelf(shelf).put(_record("ASK {}"))
        with contextlib.closing(sqlite3.connect(shelf)) as other:
            assert [("precious",)] == other.execute("SELECT name FROM sqlite_schema").fetchall()

    def test_a_locked_file_is_read_and_told_of_to_writers(
        self, shelf: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whoever holds the lock loses nothing, and readers need not wait for it."""
        record = Shelf(shelf).put(_record("ASK {}"))
        monkeypatch.setattr("kg.shelf.shelf.WAIT_S", 0.05)
        with contextlib.closing(sqlite3.connect(shelf, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")

            assert record == Shelf(shelf).find(record.key)
            with pytest.raises(ShelfError, match="locked"):
                Shelf(shelf).put(_record("ASK {} # another"))

    def test_a_file_that_is_only_read(self, shelf: Path, tmp_path: Path) -> None:
        """A shelf in a folder that cannot be written is read; sharing says why it does not work."""
        record = Shelf(shelf).put(_record("ASK {}"))
        shelf.chmod(0o444)
        shelf.parent.chmod(0o555)
        try:
            if os.access(shelf.parent, os.W_OK):  # root may write anywhere: a folder under a file is none
                with pytest.raises(ShelfError, match=r"shelf\.sqlite"):
                    Shelf(shelf / "under" / "shelf.sqlite").put(record)
            else:
                with pytest.raises(ShelfError, match=r"readonly|unable to open"):
                    Shelf(shelf).put(_record("ASK {} # another"))
            assert record == Shelf(shelf).find(record.key)
        finally:
            shelf.parent.chmod(0o755)
        assert not (tmp_path / "shelf.sqlite").exists()

    @pytest.mark.parametrize("column", ["answer", "query", "graphs", "form", "sha256"])
    def test_damage_is_seen_and_not_shown(self, client: FlaskClient, shelf: Path, column: str) -> None:
        """An answer that is not the one that was frozen is not given out as it."""
        path = _post(client, LABELS)
        with contextlib.closing(sqlite3.connect(shelf)) as file:
            wrong = "'x'" if column in {"graphs", "form", "sha256"} else "x'789c0300000000019999'"
            file.execute(f"UPDATE shared SET {column} = {wrong}")  # noqa: S608  (a column of this test)
            file.commit()
        answer = client.get(f"{path}.json")

        assert 503 == answer.status_code
        assert path.removeprefix("/q/") in answer.text

    def test_without_a_shelf_nothing_is_shared(self, graph_file: Path) -> None:
        """The site says so, and works."""
        client = _app(graph_file, None)

        assert 503 == client.post("/q", data={"query": "ASK {}"}).status_code
        assert 404 == client.get("/q/aaaaaaaaaaaaaaaaaaaa").status_code

    def test_finished_answers_are_kept_with_their_headers(self, graph_file: Path, shelf: Path) -> None:
        """Behind the cache that stands before the site, a frozen file is still immutable."""
        client = _app(graph_file, shelf)
        path = _post(client, LABELS)
        app = client.application
        plain = client.get(f"{path}.csv").data
        app.wsgi_app = BodyCache(app.wsgi_app)  # type: ignore[method-assign]
        first, second = (app.test_client().get(f"{path}.csv") for _ in range(2))
        known = app.test_client().get(f"{path}.csv", headers={"If-None-Match": second.headers["ETag"]})

        assert plain == first.data == second.data
        assert FOR_EVER == second.headers["Cache-Control"]
        assert 304 == known.status_code


@pytest.fixture(name="query_page")
def _query_page(client: FlaskClient) -> LexborHTMLParser:
    return LexborHTMLParser(_page(client, "/query/domain-initiatives?domain=escap-2017/2"))


def test_a_stored_query_is_shared_from_its_page(client: FlaskClient, query_page: LexborHTMLParser) -> None:
    """The button sends the query as it was run, and the answer has the rows of the page."""
    form = query_page.css_first("form[action='/q']")
    assert form is not None
    fields = {node.attributes["name"]: node.attributes["value"] for node in form.css("input")}
    total = query_page.css_first("#rows")
    assert total is not None
    path = _post(client, str(fields["query"]))

    assert "post" == form.attributes["method"]
    assert "Share or cite this answer" == form.css_first("button").text()  # type: ignore[union-attr]
    assert f"{total.attributes['data-total']} rows" in _page(client, path)

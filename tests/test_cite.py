"""What is cited can be found again: text, BibTeX, RIS and CSL-JSON, each read back by a reader not ours."""

from __future__ import annotations

import hashlib
import json
import re
import warnings
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from citeproc import Citation as CitedItems
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pylatexenc.latex2text import LatexNodes2Text
from selectolax.lexbor import LexborHTMLParser

from kg.citations import Citation
from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.settings import Settings
from webapp.urls import cite_path

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html"}
DIGEST = hashlib.sha256(b"a release").hexdigest()
HOSTILE = (
    r"50% of {A & B} cost $5_000 #1 ~ ^ \ \input{x} “é” Ж 中",
    "} @misc{evil, title={x",
    'a "quoted" title, {unbalanced',
    "<script>alert(1)</script>",
    "two\nlines\r\nER  - \r\nTY  - BOOK",
)


def _citation(title: str, path: str = "/query/ratings?country=bgd") -> Citation:
    return Citation(title, path, f"https://example.org{path}", "0.1.0", DIGEST, date(2026, 11, 23))


def _bibtex(text: str) -> dict[str, str]:
    """Read the one entry of a text of BibTeX."""
    library = parse_string(text)
    assert [] == library.failed_blocks
    assert 1 == len(library.entries)
    (entry,) = library.entries
    return {"ENTRYTYPE": entry.entry_type, "ID": entry.key, **{f.key: str(f.value) for f in entry.fields}}


def _plain(latex: str) -> str:
    """
    Return what LaTeX would print.

    The reader does not know the two commands for braces, and takes the circumflex for an accent.
    """
    given = latex.replace(r"\textbraceleft{}", r"\lbrace{}").replace(r"\textbraceright{}", r"\rbrace{}")
    return str(LatexNodes2Text(strict_latex_spaces=True).latex_to_text(given)).replace("ˆ", "^")


def _ris(text: str) -> dict[str, Any]:
    """Read the one record of a text of RIS."""
    (record,) = rispy.loads(text)
    return dict(record)


def _rendered(items: list[dict[str, Any]]) -> str:
    """Set a reference by CSL-JSON in a style that we had no hand in."""
    with warnings.catch_warnings():
        # It warns of what its own style does not support.
        warnings.simplefilter("ignore")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        bibliography.register(CitedItems([CitationItem(items[0]["id"])]))
        (reference,) = bibliography.bibliography()
        return str(reference)


@pytest.fixture(name="client", scope="module")
def _client(graph_file: Path) -> FlaskClient:
    digest = hashlib.sha256(graph_file.read_bytes()).hexdigest()
    store = open_embedded(graph_file)
    return create_app(
        Settings(store, base_url="https://data.example.org/", release_digest=digest)
    ).test_client()


@pytest.fixture(name="digest", scope="module")
def _digest(graph_file: Path) -> str:
    return hashlib.sha256(graph_file.read_bytes()).hexdigest()


def _said(html: str) -> str:
    """Return the citation that a page shows."""
    node = LexborHTMLParser(html).css_first("[data-copy=citation]")
    assert node is not None
    return node.text()


class TestFormats:
    """What `kg.citations` writes, other programs read."""

    def test_bibtex_is_read_back(self) -> None:
        """Every field, by a parser of another author."""
        entry = _bibtex(_citation("Ratings of Bangladesh").bibtex())

        assert "misc" == entry["ENTRYTYPE"]
        assert re.fullmatch(r"regcoop-0-1-0-query-ratings-country-bgd-[0-9a-f]{8}", entry["ID"])
        assert "Ratings of Bangladesh" == entry["title"].strip("{}")
        assert "https://example.org/query/ratings?country=bgd" == entry["url"]
        assert "2026-11-23" == entry["urldate"]
        assert "0.1.0" == entry["version"]
        assert DIGEST in entry["note"]
        assert "View: /query/ratings?country=bgd" in entry["note"]

    def test_ris_is_read_back(self) -> None:
        """With the day of access, the release and the digest."""
        record = _ris(_citation("Ratings of Bangladesh").ris())

        assert "ELEC" == record["type_of_reference"]
        assert "Ratings of Bangladesh" == record["title"]
        assert ["https://example.org/query/ratings?country=bgd"] == record["urls"]
        assert "2026/11/23" == record["access_date"]
        assert "Release 0.1.0" == record["edition"]
        assert f"SHA-256 of the data set: {DIGEST}" in record["notes"]

    def test_csl_sets_a_reference(self) -> None:
        """A processor makes of it what a reference must have."""
        items = _citation("Ratings of Bangladesh").csl()
        reference = _rendered(items)

        assert {"date-parts": [[2026, 11, 23]]} == items[0]["accessed"]
        assert "0.1.0" == items[0]["version"]
        assert DIGEST in items[0]["note"]
        assert "Ratings of Bangladesh" in reference
        assert "example.org/query/ratings" in reference

    @pytest.mark.parametrize("title", HOSTILE)
    def test_no_title_breaks_a_format(self, title: str) -> None:
        """One entry comes back, with the title that went in; no line of it becomes a field of its own."""
        cited = _citation(title)
        wanted = " ".join(title.split())
        record = _ris(cited.ris())

        assert wanted == cited.title
        assert "ELEC" == record["type_of_reference"]
        assert wanted == record["title"]
        assert wanted == json.loads(cited.csl_json())[0]["title"]
        text = cited.bibtex()
        assert text.count("{") == text.count("}")
        assert wanted == _plain(_bibtex(text)["title"].removeprefix("{").removesuffix("}"))

    @pytest.mark.parametrize(
        "path",
        ["/doc/country/bgd", "/search?q=a%7Bb%7D{c}&x=%25", "/matrix?a=" + "x" * 900, "/ontology#Country"],
    )
    def test_every_address_is_read_back(self, path: str) -> None:
        """An address may hold what ends a field; braces are written as an address writes them."""
        cited = _citation("A page", path)

        assert cited.address.replace("{", "%7B").replace("}", "%7D") == _bibtex(cited.bibtex())["url"]
        assert [cited.address] == _ris(cited.ris())["urls"]
        assert re.fullmatch(r"[a-z0-9-]{1,100}", cited.name)

    def test_names_tell_choices_apart(self) -> None:
        """Two choices of one page are two entries in a bibliography, and one choice is always the same."""
        names = [_citation("A", f"/matrix?mode={mode}").name for mode in ("forum", "Forum", "forum")]

        assert names[0] == names[2]
        assert names[0] != names[1]

    def test_what_is_not_known_is_left_out(self) -> None:
        """A store that names no release gets no invented one, and nothing has a year that nobody gave."""
        cited = Citation("A", "/a", "https://example.org/a", "", "", date(2026, 11, 23))

        assert "release" not in cited.text
        assert not {"version", "year", "edition"} & _bibtex(cited.bibtex()).keys()
        assert not {"version", "issued"} & cited.csl()[0].keys()
        assert "SHA-256" not in cited.ris()


class TestPages:
    """`/cite?of=` tells how to cite any page, and every block leads there."""

    @pytest.mark.parametrize(
        ("of", "title"),
        [
            ("/doc/country/bgd", "Bangladesh"),
            ("/id/country/bgd", "Bangladesh"),
            ("/matrix.csv", "(CSV)"),
            ("/query/ratings?country=bgd", "(country: Bangladesh)"),
            ("/sparql?query=ASK%7B%7D", "Answer to a SPARQL query"),
            ("/doc/country/bgd#ratings", "Bangladesh"),
            ("/", "Regional cooperation on migration"),
        ],
    )
    def test_a_page_is_cited_by_its_title(
        self, client: FlaskClient, of: str, title: str, digest: str
    ) -> None:
        """With the release, its digest, the public address and the day."""
        answer = client.get(cite_path(of), headers=BROWSER)
        text = _said(answer.text)

        assert 200 == answer.status_code
        assert title in text
        assert "release 0." in text
        assert digest[:16] in text
        assert f"https://data.example.org{of} " in text
        assert f"(accessed {datetime.now(UTC).date().isoformat()})" in text

    def test_the_files_are_those_of_the_page(self, client: FlaskClient, digest: str) -> None:
        """Each is what the page shows, to the byte, and a program reads it."""
        of = "/query/domain-initiatives?domain=escap-2017/2"
        page = LexborHTMLParser(client.get(cite_path(of), headers=BROWSER).text)
        shown = [node.text() for node in page.css("figure.code code")]
        links = [node.attributes["href"] or "" for node in page.css("figure.code a")]
        files = [client.get(link) for link in links]

        assert ["application/x-bibtex", "application/x-research-info-systems"] == [
            file.mimetype for file in files[:2]
        ]
        assert "application/vnd.citationstyles.csl+json" == files[2].mimetype
        assert [" ".join(text.split()) for text in shown] == [" ".join(file.text.split()) for file in files]
        assert all(file.headers["Content-Disposition"].startswith("attachment") for file in files)
        assert "domain: Migrants rights" in _bibtex(files[0].text)["title"]
        assert [f"https://data.example.org{of}"] == _ris(files[1].get_data().decode())["urls"]
        assert digest in json.loads(files[2].text)[0]["note"]

    @pytest.mark.parametrize(
        "of",
        [
            "", "/nothing", "/doc/country/nowhere", "//evil.example/x", "https://evil.example/",
            "doc/country/bgd", "/%63ite?of=/domains", "/%2fcite?of=/domains",
            "/cite?of=/", "/cite.bib?of=/", "/static/x", "/healthz", "/\\evil.example", "/../etc/passwd",
            "/doc/country/bgd\n", "/doc/country/bgd\x00", "/<script>", "/" + "x" * 10_000,
            "/query/ratings?country=nowhere", "/doc/%ff%fe", "javascript:alert(1)",
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("suffix", ["", ".bib", ".csl.json"])
    def test_nothing_else_is_cited(self, client: FlaskClient, of: str, suffix: str) -> None:
        """No citation of what is not here, or is no page of this site: a sentence and 404."""
        answer = client.get(f"/cite{suffix}", query_string={"of": of}, headers=BROWSER)

        assert 404 == answer.status_code
        assert "evil.example/x)" not in answer.text
        assert "<script>alert" not in answer.text
        assert len(answer.data) < 20_000

    @pytest.mark.parametrize(
        "asked", ["/cite", "/cite?of=%FF%FE", "/cite.xyz?of=/", "/cite.bib", "/cite?of=/&of=/x"]
    )
    def test_wrong_requests_get_a_sentence(self, client: FlaskClient, asked: str) -> None:
        """Never an error of ours; of two paths the first counts."""
        assert client.get(asked, headers=BROWSER).status_code == (200 if "&of=" in asked else 404)

    def test_every_block_leads_to_its_own_citation(self, client: FlaskClient) -> None:
        """“Cite” under a block is about the block's query, at the foot about the page; each is there."""
        page = LexborHTMLParser(client.get("/doc/country/bgd", headers=BROWSER).text)
        links = [node.attributes["href"] or "" for node in page.css(".quiet a") if node.text() == "Cite"]
        foot = [node.attributes["href"] for node in page.css(".site-footer a") if "Cite" in node.text()]

        assert ["/cite?of=/doc/country/bgd"] == foot
        assert len(set(links)) > 3
        assert [] == [link for link in links if not link.startswith("/cite?of=/query/")]
        assert [] == [link for link in links if client.get(link, headers=BROWSER).status_code != 200]

    @pytest.mark.parametrize(
        "path",
        ["/matrix", "/overlaps", "/gaps", "/timeline", "/initiatives", "/network?of=country/bgd", "/methods"],
    )
    def test_the_text_on_a_page_is_that_of_its_citation(self, client: FlaskClient, path: str) -> None:
        """But for the digest, which not every engine can tell: pages are the same on all of them."""
        page = client.get(path, headers=BROWSER).text
        links = LexborHTMLParser(page).css("a")
        link = next(node for node in links if node.text().endswith("BibTeX, RIS and CSL-JSON"))
        whole = _said(client.get(link.attributes["href"] or "", headers=BROWSER).text)

        assert re.sub(r" \(data set SHA-256 [0-9a-f]{16}…\)", "", whole) == _said(page) != whole

    def test_a_page_of_errors_offers_no_citation(self, client: FlaskClient) -> None:
        """What is not there cannot be cited."""
        assert "Cite this page" not in client.get("/doc/country/nowhere", headers=BROWSER).text

"""What changed, on the site: one choice in four forms, patches, and the event stream."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Namespace, URIRef

from kg import releases
from kg.archive import Archive
from kg.changes.lines import key
from kg.changes.replaying import replay
from kg.changes.stream import AS, LDES, STREAM, TREE
from kg.releases import MANIFEST, NQUADS, Release
from kg.store.embedded import open_embedded
from tests.served import strict_atom
from webapp import create_app
from webapp.pages.changes.asking import SIZE
from webapp.settings import Settings

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


pytestmark = pytest.mark.slow

_TREE, _LDES, _AS = Namespace(TREE), Namespace(LDES), Namespace(AS)
_HTML = {"Accept": "text/html, */*;q=0.1"}
_FILTERS = (
    "",
    "?since=0.1.0",
    "?since=2026-07-01",
    "?until=2026-07-01",
    "?kind=renamed",
    "?kind=renamed&kind=added",
    "?type=Rating",
    "?type=process",
    "?entity=country/bhr",
    "?entity=/doc/process/colombo-process&kind=added",
    "?entity=country/nowhere",
    "?since=0.2.0&kind=renamed",
)


@pytest.fixture(name="busy", scope="module")
def _busy(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A site that serves a third release, not published yet, in which all English labels are other ones."""
    served = archive.served
    assert served is not None
    home = Path(shutil.copytree(served.release.directory.parent, tmp_path_factory.mktemp("busy") / "archive"))
    third = Path(shutil.copytree(home / "0.2.0", home.parent / "third"))
    text = (third / NQUADS).read_text(encoding="utf-8")
    label = '<http://www.w3.org/2000/01/rdf-schema#label> "'
    lines = sorted(text.replace(label, f"{label}The ").encode().splitlines(), key=key)
    (third / NQUADS).write_bytes(b"\n".join(lines) + b"\n")
    manifest = json.loads((third / MANIFEST).read_text(encoding="utf-8"))
    manifest["version"] = "0.3.0"
    manifest["files"][NQUADS]["sha256"] = hashlib.sha256((third / NQUADS).read_bytes()).hexdigest()
    (third / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return _site(Archive(home, releases.opened(third)), releases.opened(third))


def _site(archive: Archive | None, served: Release) -> Flask:
    app = create_app(Settings(open_embedded(served.nquads), archive=archive, release_digest=served.digest))
    app.testing = True
    return app


@pytest.fixture(name="reader")
def _reader(released_site: Flask) -> FlaskClient:
    """A reader of the site of two published releases."""
    return released_site.test_client()


def _ids_of_page(html: str) -> list[str]:
    """Return the names of the changes that a page lists, from the links to them."""
    found = re.findall(r'href="/changes/([0-9.]+\.\.\.[0-9.]+)\?id=([0-9a-f]{16})"', html)
    return [f"https://w3id.org/regcoop/change/{pair}/{name}" for pair, name in found]


def _all_pages(reader: FlaskClient, path: str) -> list[TestResponse]:
    """Follow the links to the next page of a feed or JSON answer, to the end."""
    found = []
    while path:
        answer = reader.get(path)
        assert answer.status_code == HTTPStatus.OK, answer.text
        found.append(answer)
        onward = re.search(r'<([^>]*)>; rel="next"', ", ".join(answer.headers.getlist("Link")))
        path = re.sub(r"^https?://[^/]*", "", onward[1]) if onward else ""
    return found


class TestForms:
    """Page, JSON, Atom and CSV are four forms of one choice."""

    @pytest.mark.parametrize("asked", _FILTERS)
    def test_all_forms_list_the_same_changes(self, reader: FlaskClient, asked: str) -> None:
        """The same ids in the same order, whatever is asked for."""
        page = _ids_of_page(reader.get(f"/changes{asked}", headers=_HTML).text)
        document = reader.get(f"/changes.json{asked}").get_json()
        feed = strict_atom(reader.get(f"/changes.atom{asked}").data)
        rows = list(csv.DictReader(io.StringIO(reader.get(f"/changes.csv{asked}").text)))
        atom = [
            entry.findtext("{http://www.w3.org/2005/Atom}id") for entry in feed.iter() if "entry" in entry.tag
        ]

        assert (
            page
            == [change["id"] for change in document["changes"]]
            == atom
            == [row["change"] for row in rows]
        )
        assert document["count"] == len(page)
        assert all(row["source"] and row["locator"] for row in rows)

    @pytest.mark.parametrize("asked", ["", "?kind=changed", "?entity=country/bhr"])
    def test_so_they_do_between_two_releases(self, reader: FlaskClient, asked: str) -> None:
        """Which are the same as from one release to the next."""
        path = "/changes/0.1.0...0.2.0"
        page = _ids_of_page(reader.get(path + asked, headers=_HTML).text)
        document = reader.get(f"{path}.json{asked}").get_json()
        feed = feedparser.parse(reader.get(f"{path}.atom{asked}").data)

        assert (
            page == [change["id"] for change in document["changes"]] == [entry.id for entry in feed.entries]
        )
        assert page == _ids_of_page(reader.get(f"/changes{asked}", headers=_HTML).text)

    @pytest.mark.parametrize(
        ("accept", "media_type"),
        [
            ("text/html", "text/html"),
            ("application/json", "application/json"),
            ("application/atom+xml", "application/atom+xml"),
            ("text/csv;q=0.9, application/xml;q=0.1", "text/csv"),
            ("*/*", "text/html"),
        ],
    )
    def test_the_form_is_negotiated(self, reader: FlaskClient, accept: str, media_type: str) -> None:
        """At both addresses."""
        for path in ("/changes", "/changes/0.1.0...0.2.0"):
            answer = reader.get(path, headers={"Accept": accept})
            assert answer.mimetype == media_type
            assert "Accept" in answer.headers["Vary"]
        assert (
            reader.get("/changes", headers={"Accept": "image/png"}).status_code == HTTPStatus.NOT_ACCEPTABLE
        )

    def test_what_is_published_is_asked_for_anew_and_not_sent_twice(self, reader: FlaskClient) -> None:
        """Another release may come at any time; the same answer is 304."""
        first = reader.get("/changes.json")
        again = reader.get("/changes.json", headers={"If-None-Match": first.headers["ETag"]})

        assert first.headers["Cache-Control"] == "no-cache"
        assert again.status_code == HTTPStatus.NOT_MODIFIED

    def test_the_page_of_a_thing_leads_to_its_changes(self, reader: FlaskClient) -> None:
        """As a line, and as a feed for readers of feeds."""
        page = reader.get("/doc/country/bhr", headers=_HTML).text

        assert 'type="application/atom+xml" href="/changes.atom?entity=country/bhr"' in page
        assert '<a href="/changes?entity=country/bhr">' in page
        assert len(feedparser.parse(reader.get("/changes.atom?entity=country/bhr").data).entries) == 2

    def test_a_change_has_an_address_that_stays(self, reader: FlaskClient) -> None:
        """Its name leads to the page that shows its statements."""
        name = reader.get("/changes.json?kind=renamed").get_json()["changes"][0]["id"]
        answer = reader.get(name.removeprefix("https://w3id.org/regcoop"))
        page = reader.get(answer.headers["Location"], headers=_HTML).text

        assert answer.status_code == HTTPStatus.SEE_OTHER
        assert _ids_of_page(page) == [name]
        assert "Task force on preparedness and planning&#34;@en" in page
        assert "Statements removed, as N-Quads" in page

    def test_a_label_only_edit_reads_differently_from_a_new_thing(self, reader: FlaskClient) -> None:
        """In the words beside the sentence, too."""
        page = reader.get("/changes", headers=_HTML).text
        kinds = re.findall(r'<p class="change-kind">([^<]*)</p>', page)

        assert kinds == ["new", "removed", "value replaced", "other name", "release"]


class TestLongLists:
    """A release in which nearly everything is called otherwise, and which is not published."""

    def test_pages_are_small_and_hold_all_once(self, busy: Flask) -> None:
        """Page by page, in each form."""
        reader = busy.test_client()
        document = reader.get("/changes.json").get_json()
        pages = [reader.get(f"/changes?page={n}", headers=_HTML) for n in range(1, document["pages"] + 1)]
        ids = [name for page in pages for name in _ids_of_page(page.text)]
        told = [
            change["id"]
            for page in _all_pages(reader, "/changes.json")
            for change in page.get_json()["changes"]
        ]
        fed = [
            entry.id
            for page in _all_pages(reader, "/changes.atom")
            for entry in feedparser.parse(page.data).entries
        ]

        assert document["pages"] > 2
        assert len(ids) == len(set(ids)) == document["count"] > 2 * SIZE
        assert ids == told == fed
        assert max(len(page.data) for page in pages) <= 100_000

    def test_what_is_not_published_is_marked(self, busy: Flask) -> None:
        """In every form; it is no member of the stream, and nobody may keep its patch for ever."""
        reader = busy.test_client()
        page = reader.get("/changes", headers=_HTML).text
        first = reader.get("/changes.json").get_json()["changes"][0]
        entry = feedparser.parse(reader.get("/changes.atom").data).entries[0]
        row = next(csv.DictReader(io.StringIO(reader.get("/changes.csv").text)))

        assert "Release 0.3.0, not published" in page
        assert (first["release"], first["issued"]) == ("0.3.0", None)
        assert "not published" in {tag.term for tag in entry.tags}
        assert row["issued"] == "not published"
        assert reader.get("/changes/stream/0.3.0/1").status_code == HTTPStatus.NOT_FOUND
        assert reader.get("/changes/0.2.0...0.3.0.rdfp").headers["Cache-Control"] == "no-cache"

    def test_other_data_under_a_published_version_have_a_name_of_their_own(
        self, archive: Archive, busy: Flask, tmp_path: Path
    ) -> None:
        """A site that serves what is being edited tells what that will change."""
        served = busy.config["REGCOOP"].archive.served.release
        work = Path(shutil.copytree(served.directory, tmp_path / "work"))
        manifest = {**served.manifest, "version": "0.2.0"}
        (work / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        known = archive.latest
        assert known is not None
        shelf = Archive(known.release.directory.parent, releases.opened(work))
        reader = _site(shelf, releases.opened(work)).test_client()

        assert reader.get("/changes.json?since=0.2.0").get_json()["releases"][0]["release"] == "0.2.0+served"
        assert reader.get("/changes/0.2.0...0.2.0+served").status_code == HTTPStatus.OK

    def test_too_many_statements_are_told_as_a_patch_alone(
        self, archive: Archive, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """In one sentence, with the right status."""
        monkeypatch.setattr("webapp.records.MOST", 3)
        served = archive.served
        assert served is not None
        reader = _site(archive, served.release).test_client()

        answer = reader.get("/changes")
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "take the difference as a patch" in answer.get_json()["detail"]
        assert reader.get("/changes/0.1.0...0.2.0.rdfp").status_code == HTTPStatus.OK


class TestFewReleases:
    """Where there is nothing to compare, the page says so."""

    def test_one_release_has_no_changes(self, archive: Archive) -> None:
        """And no number is made up."""
        served = archive.served
        assert served is not None
        reader = _site(Archive(None, served.release), served.release).test_client()

        assert "There is one release, 0.2.0; nothing has changed since." in reader.get("/changes").text
        assert reader.get("/changes.json").get_json()["changes"] == []
        assert not strict_atom(reader.get("/changes.atom").data).findall("{*}entry")
        assert Graph().parse(data=reader.get("/changes/stream").data).value(None, RDF.type, _LDES.EventStream)

    def test_a_site_without_releases_says_so(self, site: Flask) -> None:
        """As one that answers from an endpoint elsewhere."""
        assert "keeps no releases" in site.test_client().get("/changes", headers=_HTML).text


class TestPatches:
    """What programs take to stay in step."""

    def test_the_patch_of_the_site_makes_the_next_release(
        self, reader: FlaskClient, archive: Archive, tmp_path: Path
    ) -> None:
        """Byte for byte."""
        first, second = archive.all()
        answer = reader.get("/changes/0.1.0...0.2.0.rdfp")
        (tmp_path / "delta.rdfp").write_bytes(answer.data)

        assert answer.mimetype == "application/rdf-patch"
        assert "immutable" in answer.headers["Cache-Control"]
        assert (
            replay(first.release.nquads, [tmp_path / "delta.rdfp"], tmp_path / "out.nq")
            == second.release.digest
        )

    def test_what_was_added_and_removed_is_n_quads(self, reader: FlaskClient, archive: Archive) -> None:
        """Set arithmetic over the two dumps."""
        old, new = (set(each.release.nquads.read_bytes().splitlines()) for each in archive.all())

        assert set(reader.get("/changes/0.1.0...0.2.0.added.nq").data.splitlines()) == new - old
        assert set(reader.get("/changes/0.1.0...0.2.0.removed.nq").data.splitlines()) == old - new

    def test_a_patch_is_sent_once(self, reader: FlaskClient) -> None:
        """Its validator stands on the digests of both graphs."""
        first = reader.get("/changes/0.1.0...0.2.0.rdfp")
        again = reader.get("/changes/0.1.0...0.2.0.rdfp", headers={"If-None-Match": first.headers["ETag"]})

        assert (again.status_code, again.data) == (HTTPStatus.NOT_MODIFIED, b"")


class TestStream:
    """The event stream, as a client reads it: from its first page along all relations."""

    def _walk(self, reader: FlaskClient, path: str) -> tuple[Graph, list[str]]:
        found, ahead, seen = Graph(), [path], []
        while ahead:
            path = ahead.pop(0)
            seen.append(path)
            page = Graph().parse(data=reader.get(path).data, format="turtle")
            here = URIRef(f"http://localhost{path}")
            assert (URIRef(STREAM), _TREE.view, here) in page
            assert (here, RDF.type, _TREE.Node) in page
            for relation in page.objects(here, _TREE.relation):
                assert page.value(relation, _TREE.path) == _AS.published
                assert str(page.value(relation, _TREE.value)) == "2026-06-30T00:00:00+00:00"
                target = urlsplit(str(page.value(relation, _TREE.node))).path
                if target not in ahead:
                    ahead.append(target)
            found += page
        return found, seen

    def test_a_walk_finds_every_change_once(self, reader: FlaskClient) -> None:
        """The same ids as the feed, each with the day and the thing that the stream promises."""
        stream, seen = self._walk(reader, "/changes/stream")
        ids = {change["id"] for change in reader.get("/changes.json").get_json()["changes"]}
        members = set(stream.objects(URIRef(STREAM), _TREE.member))

        assert {str(member) for member in members} == ids
        assert len(seen) == len(set(seen))
        for member in members:
            assert str(stream.value(member, _AS.published)) == "2026-06-30T00:00:00+00:00"
            assert stream.value(member, _AS.object)

    def test_members_keep_the_shape_that_the_stream_names(self, reader: FlaskClient) -> None:
        """Checked by SHACL, on the members as the shape's targets."""
        stream, _ = self._walk(reader, "/changes/stream")
        shape = stream.value(URIRef(STREAM), _TREE.shape)
        assert shape is not None
        shapes = Graph().parse(data=reader.get("/changes/stream").data, format="turtle")
        for member in stream.objects(URIRef(STREAM), _TREE.member):
            shapes.add((shape, URIRef("http://www.w3.org/ns/shacl#targetNode"), member))

        conforms, _, report = validate(stream, shacl_graph=shapes)
        assert conforms, report

    def test_pages_with_members_stay_and_the_first_one_does_not(self, reader: FlaskClient) -> None:
        """As their headers say."""
        assert reader.get("/changes/stream").headers["Cache-Control"] == "no-cache"
        assert "immutable" in reader.get("/changes/stream/0.2.0/1").headers["Cache-Control"]

    def test_long_releases_have_pages_that_lead_on(
        self, busy: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each page is reached by one other page alone."""
        monkeypatch.setattr("webapp.views.change_stream.SIZE", 2)
        stream, seen = self._walk(busy.test_client(), "/changes/stream")

        assert seen == ["/changes/stream", *(f"/changes/stream/0.2.0/{n}" for n in (1, 2, 3))]
        assert len(set(stream.objects(URIRef(STREAM), _TREE.member))) == 5

    @pytest.mark.parametrize("suffix", ["ttl", "trig", "jsonld", "nt", "nq"])
    def test_every_format_holds_the_same(self, reader: FlaskClient, suffix: str) -> None:
        """By suffix, and Turtle where a client asks for nothing else."""
        form = ox.RdfFormat.from_extension(suffix)
        plain = ox.parse(reader.get("/changes/stream/0.2.0/1.nt").data, format=ox.RdfFormat.N_TRIPLES)
        given = ox.parse(reader.get(f"/changes/stream/0.2.0/1.{suffix}").data, format=form)

        assert {str(quad) for quad in given} == {str(quad) for quad in plain}
        assert reader.get("/changes/stream").mimetype == "text/turtle"


class TestWrongRequests:
    """Whatever is sent gets the right status and one sentence."""

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/changes?since=tomorrow", 400),
            ("/changes?since=2026-02-30", 400),
            ("/changes?since=0.1.0&since=0.2.0", 400),
            ("/changes?since=" + "9" * 10_000, 400),
            ("/changes?kind=%3Cscript%3E", 400),
            ("/changes?kind=%ff%fe", 400),
            ("/changes?type=" + "x" * 10_000, 400),
            ("/changes?entity=%00", 400),
            ("/changes?" + "&".join(f"kind=added&kind={n}" for n in range(30)), 400),
            ("/changes?page=0", 400),
            ("/changes?page=-1", 400),
            ("/changes?page=99999999999999999999", 400),
            ("/changes?page=7", 404),
            ("/changes.json?utm_source=x", 400),
            ("/changes?utm_source=x", 200),
            ("/changes.exe", 404),
            ("/changes/0.1.0", 404),
            ("/changes/0.1.0...0.9.0", 404),
            ("/changes/0.1.0...0.2.0.exe", 404),
            ("/changes/0.1.0...0.2.0.rdfp?kind=added", 404),
            ("/changes/0.1.0...0.2.0?since=0.1.0", 200),
            ("/changes/0.1.0...0.2.0.json?since=0.1.0", 400),
            ("/changes/..%2f..%2fetc...0.2.0", 404),
            ("/changes/" + "0.1" * 3_000, 404),
            ("/changes/0.1.0...\u0660.2.0", 404),
            ("/change/0.1.0...0.2.0/" + "0" * 16, 404),
            ("/change/0.1.0...0.2.0.json/" + "0" * 16, 404),
            ("/change/0.1.0...0.2.0/%3Cb%3E", 404),
            ("/changes/stream.exe", 404),
            ("/changes/stream/0.2.0/0", 404),
            ("/changes/stream/0.2.0/2", 404),
            ("/changes/stream/0.2.0/01", 404),
            ("/changes/stream/0.1.0/1", 404),
            ("/changes/stream/0.2.0/\u0661", 404),
            ("/changes/stream/0.2.0/" + "1" * 10_000, 404),
        ],
    )
    def test_it_is_answered_in_one_sentence(self, reader: FlaskClient, path: str, status: int) -> None:
        """For people, with what they sent shown as text and no longer than is bearable."""
        answer = reader.get(path, headers=_HTML)
        told = reader.get(path)

        assert answer.status_code == status
        assert "<script>alert" not in answer.text
        assert "<b>" not in answer.text
        if status != HTTPStatus.OK:
            assert len(json.loads(told.data)["detail"]) < 500

    def test_only_reading_is_allowed(self, reader: FlaskClient) -> None:
        """No method changes what changed."""
        for path in ("/changes", "/changes/0.1.0...0.2.0", "/changes/stream"):
            assert reader.post(path).status_code == HTTPStatus.METHOD_NOT_ALLOWED
            assert reader.head(path).status_code == HTTPStatus.OK

    def test_the_feed_of_odd_names_is_still_xml(self, busy: Flask) -> None:
        """Whatever a source prints."""
        assert ET.fromstring(busy.test_client().get("/changes.atom").data).tag.endswith("feed")  # noqa: S314

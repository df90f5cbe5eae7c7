"""Things that are gone: where they went or why, in every form, and never without a word."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from click.testing import CliRunner

from kg import releases, vanished
from kg.archive import Archive
from kg.cli import main
from kg.dataset import assemble
from kg.errors import FindingsError
from kg.namespaces import PREFIXES, RC, assertion, thing
from kg.rdf import nquads
from kg.store.embedded import open_embedded
from kg.validation import fast
from tests.edits import REMOVED
from webapp import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask
    from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FORMATS = {
    "ttl": ("text/turtle", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "nq": ("application/n-quads", "nquads"),
    "trig": ("application/trig", "trig"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
}
GONE = "rating/mgi-2016/bhr/1"
MOVED = "country/bangladesh"
SAID = {
    "source": "escap-2017",
    "locator": "part 7 (Table 6), row 1",
    "basis": "editorial",
    "confidence": "one-source",
    "since": "0.2.0",
}
ROWS = (
    {"key": GONE, "thing": GONE, "name": "A rating", "reason": "The cell was <misread>.", **SAID},
    {
        "key": MOVED,
        "thing": MOVED,
        "name": "Bangladesh, once more",
        "reason": "It was recorded twice.",
        "replacement": "country/bgd",
        **SAID,
    },
)

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")]


def with_retirements(small_data: Path, folder: Path, rows: Sequence[dict[str, str]]) -> Path:
    """Copy the tables of the small dataset, without the rating that these rows say is gone."""
    data = Path(shutil.copytree(small_data, folder / "data"))
    ratings = data / "tables" / "ratings.csv"
    lines = ratings.read_text(encoding="utf-8").splitlines(keepends=True)
    ratings.write_text(
        "".join(line for line in lines if not line.startswith(f"{REMOVED},")), encoding="utf-8"
    )
    path = data / "tables" / "retirements.csv"
    columns = path.read_text(encoding="utf-8").strip().split(",")
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    return data


@pytest.fixture(name="retired", scope="module")
def _retired(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A site whose tables say of one thing that it is gone, and of another what stands in its place."""
    folder = tmp_path_factory.mktemp("retired")
    path = folder / "graph.nq"
    path.write_bytes(nquads(assemble(with_retirements(small_data, folder, ROWS)).quads))
    return create_app(Settings(open_embedded(path))).test_client()


@pytest.fixture(name="released", scope="module")
def _released(released_site: Flask) -> FlaskClient:
    return released_site.test_client()


def triples(data: bytes, name: str) -> set[tuple[str, str, str]]:
    """Read all statements of a format, whatever graph they stand in."""
    read = rdflib.Dataset(default_union=True)
    read.parse(data=data, format=name)
    return {(str(s), str(p), str(o)) for s, p, o in read.triples((None, None, None))}


class TestGone:
    """A thing with a reason and no replacement is 410."""

    @pytest.mark.parametrize("path", [f"/id/{GONE}", f"/doc/{GONE}", f"/doc/{GONE}.html"])
    def test_a_reader_is_told_why(self, retired: FlaskClient, path: str) -> None:
        """The page gives name, reason, release and the row that says so; nothing of it unescaped."""
        page = retired.get(path, headers=BROWSER)

        assert (410, "text/html") == (page.status_code, page.mimetype)
        for part in (
            "A rating",
            "The cell was &lt;misread&gt;.",
            "Release 0.2.0",
            "Nothing stands in its place",
        ):
            assert part in page.text
        assert f'href="/assertion/retirements/{GONE}"' in page.text
        assert 200 == retired.get(f"/assertion/retirements/{GONE}").status_code

    @pytest.mark.parametrize("path", [f"/id/{GONE}", f"/doc/{GONE}", f"/doc/{GONE}.json"])
    def test_a_program_is_told_why(self, retired: FlaskClient, path: str) -> None:
        """A problem document with the reason in a member of its own; HEAD has the same status."""
        answer = retired.get(path)

        assert answer.json is not None
        assert (410, "application/problem+json") == (answer.status_code, answer.mimetype)
        assert ("The cell was <misread>.", "0.2.0") == (answer.json["reason"], answer.json["since"])
        assert 410 == retired.head(path).status_code

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_a_tombstone_in_every_rdf_format(self, retired: FlaskClient, suffix: str) -> None:
        """By suffix and by Accept; the marks are those that programs know."""
        media_type, name = FORMATS[suffix]
        iri = thing(*GONE.split("/", 1))
        by_suffix = retired.get(f"/doc/{GONE}.{suffix}")
        by_accept = retired.get(f"/doc/{GONE}", headers={"Accept": media_type})
        identity = retired.get(f"/id/{GONE}", headers={"Accept": media_type})

        assert (410, media_type) == (by_suffix.status_code, by_suffix.mimetype)
        assert (410, by_suffix.data) == (by_accept.status_code, by_accept.data)
        assert (410, by_suffix.data) == (identity.status_code, identity.data)
        assert {
            (iri, PREFIXES["rdf"] + "type", RC + "RetiredThing"),
            (iri, PREFIXES["owl"] + "deprecated", "true"),
            (iri, RC + "retirementReason", "The cell was <misread>."),
            (iri, RC + "retiredSince", "0.2.0"),
        } <= triples(by_suffix.data, name)

    def test_the_tombstone_as_csv_has_its_source(self, retired: FlaskClient) -> None:
        """Each row names the document and the place."""
        answer = retired.get(f"/doc/{GONE}.csv")
        rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))

        assert (410, True) == (answer.status_code, bool(rows))
        assert {(thing("document", "escap-2017"), SAID["locator"])} == {
            (row["source"], row["locator"]) for row in rows
        }

    def test_trig_holds_the_evidence(self, retired: FlaskClient) -> None:
        """The assertion that the thing is gone is described like any other."""
        said = triples(retired.get(f"/doc/{GONE}.trig").data, "trig")

        assert (assertion("retirements", GONE), RC + "fromTable", "retirements") in said

    def test_no_search_and_no_list_offers_it(self, retired: FlaskClient) -> None:
        """Who looks for a name finds what is there."""
        found = retired.get("/search?q=Bangladesh").text

        assert "/doc/country/bgd" in found
        assert "Bangladesh, once more" not in found
        assert f"/doc/{MOVED}" not in retired.get("/countries").text


class TestMoved:
    """A thing with a replacement is 301, to the same form of what stands in its place."""

    @pytest.mark.parametrize(
        ("path", "to"),
        [
            (f"/id/{MOVED}", "/id/country/bgd"),
            (f"/doc/{MOVED}", "/doc/country/bgd"),
            (f"/doc/{MOVED}.ttl", "/doc/country/bgd.ttl"),
            (f"/doc/{MOVED}.csv?_profile=evidence", "/doc/country/bgd.csv?_profile=evidence"),
        ],
    )
    def test_it_leads_on(self, retired: FlaskClient, path: str, to: str) -> None:
        """An identifier to an identifier, a document to a document; what is there answers."""
        answer = retired.get(path)

        assert (301, to) == (answer.status_code, answer.headers["Location"])
        assert f'<{thing("country", "bgd")}>; rel="successor-version"' in answer.headers.getlist("Link")
        assert 200 == retired.get(path, follow_redirects=True).status_code

    def test_the_answer_says_why(self, retired: FlaskClient) -> None:
        """For who does not follow: the reason as a page, as RDF, and in plain words."""
        page = retired.get(f"/doc/{MOVED}", headers=BROWSER)
        graph = retired.get(f"/doc/{MOVED}.ttl")
        plain = retired.get(f"/doc/{MOVED}.json")

        assert "It was recorded twice." in page.text
        assert 'href="/doc/country/bgd"' in page.text
        assert (
            thing("country", "bangladesh"),
            PREFIXES["dcterms"] + "isReplacedBy",
            thing("country", "bgd"),
        ) in triples(graph.data, "turtle")
        assert ("text/plain", True) == (plain.mimetype, "It was recorded twice." in plain.text)


class TestVanished:
    """What a release held and a later one does not, without a row that says why."""

    def test_the_last_release_that_held_it_is_named(self, released: FlaskClient) -> None:
        """410 and no guess: the archive knows when it was last seen, and nobody said why it went."""
        for path in (f"/id/{GONE}", f"/doc/{GONE}", f"/doc/{GONE}.ttl", f"/assertion/ratings/{REMOVED}"):
            answer = released.get(path)
            page = released.get(path, headers=BROWSER)

            assert answer.json is not None
            assert (410, "0.1.0") == (answer.status_code, answer.json["last_release"])
            assert (410, True) == (page.status_code, 'href="/r/0.1.0/"' in page.text)

    def test_what_never_was_is_not_found(self, released: FlaskClient) -> None:
        """Neither what no release held, nor what cannot be a name."""
        assert 404 == released.get("/id/rating/mgi-2016/bhr/99").status_code
        assert 404 == released.get("/id/Rating/<x>").status_code

    def test_what_is_there_is_served(self, released: FlaskClient) -> None:
        """What the second release added or changed is no tombstone."""
        assert 200 == released.get("/doc/process/colombo-process").status_code
        assert 200 == released.get("/doc/rating/mgi-2016/bhr/2").status_code

    def test_what_is_not_yet_there_is_not_gone(self, archive: Archive) -> None:
        """A site that serves the first release knows nothing of the second one's process."""
        first = archive.all()[0].release
        shelf = Archive(first.directory.parent, first)
        settings = Settings(open_embedded(first.nquads), archive=shelf, release_digest=first.digest)
        client = create_app(settings).test_client()

        assert 404 == client.get("/id/process/colombo-process").status_code
        assert 303 == client.get(f"/id/{GONE}").status_code

    def test_the_index_is_what_sets_say(self, archive: Archive) -> None:
        """Names of the first release that the second lacks, computed another way."""
        first, second = (each.release for each in archive.all())
        subjects = [
            {line.split(b"> ")[0][1:].decode() for line in release.nquads.read_bytes().splitlines()}
            for release in (first, second)
        ]
        expected = {
            name: "0.1.0"
            for name in subjects[0] - subjects[1]
            if name.startswith((thing("", "")[:-1], assertion("", "")[:-1]))
        }

        assert expected
        assert expected == vanished.last_releases(archive.all()[:1], second)

    def test_a_release_that_cannot_be_read_is_left_out(self, archive: Archive, tmp_path: Path) -> None:
        """The site goes on; what only that release held is not found."""
        first, second = archive.all()
        broken = releases.Release(tmp_path, first.release.manifest)

        assert {} == vanished.last_releases([type(first)(broken, first.issued)], second.release)


class TestPublishing:
    """Nothing that was published vanishes without a word."""

    def test_a_thing_without_a_reason_stops_the_release(self, archive: Archive) -> None:
        """The sentence names the thing and what to do; assertions and passages need no row."""
        first, second = (each.release for each in archive.all())

        with pytest.raises(FindingsError, match=r"retirements\.csv") as refused:
            vanished.demand_reasons(first, second)

        assert [f"{GONE} is in release 0.1.0 and not in 0.2.0"] == [
            finding.partition(";")[0] for finding in refused.value.findings
        ]

    def test_the_command_refuses_and_can_be_told(self, archive: Archive, tmp_path: Path) -> None:
        """Exit 1 and nothing published; with `--unexplained` it goes through."""
        first, second = (each.release for each in archive.all())
        shelf = tmp_path / "archive"
        Archive(shelf).publish(first, date(2026, 1, 15))
        command = ["publish", "--release", str(second.directory), "--archive", str(shelf)]

        refused = CliRunner().invoke(main, command)
        one = [each.version for each in Archive(shelf).all()]
        told = CliRunner().invoke(main, [*command, "--unexplained"])

        assert (1, ["0.1.0"]) == (refused.exit_code, one)
        assert GONE in refused.output
        assert (0, 2) == (told.exit_code, len(Archive(shelf).all()))

    def test_with_a_reason_it_goes_through(self, archive: Archive, small_data: Path, tmp_path: Path) -> None:
        """A row says why; the release passes the shapes, too."""
        first = archive.all()[0].release
        data = with_retirements(small_data, tmp_path, ROWS[:1])
        built = releases.build(tmp_path / "out", data, engine=fast.report, version="0.3.0").release

        vanished.demand_reasons(first, built)
        assert () == vanished.unexplained(first, built)

"""The releases and their files on the site: addresses that never change, and one that follows the latest."""

from __future__ import annotations

import gzip
import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

import pytest
from werkzeug.test import Client

from kg import releases
from kg.archive import Archive
from kg.store.embedded import open_embedded
from kg.validation import fast
from webapp import create_app
from webapp.body_cache import BodyCache
from webapp.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path
    from wsgiref.types import WSGIApplication

    from flask import Flask
    from werkzeug.test import TestResponse

pytestmark = pytest.mark.slow


class Reader(Protocol):
    """Whoever asks the site: gets a path, with headers, by a method."""

    def __call__(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> TestResponse:
        """Return the answer, read to its end."""


def _reader(app: WSGIApplication) -> Reader:
    client = Client(app)

    def get(path: str, headers: dict[str, str] | None = None, method: str = "GET") -> TestResponse:
        return client.open(path, headers=headers or {}, method=method, buffered=True)

    return get


@pytest.fixture(name="get", params=["site", "site behind its cache"])
def _get(request: pytest.FixtureRequest, released_site: Flask) -> Reader:
    """A reader of the site as it is, and of the site as it is served."""
    return _reader(released_site if request.param == "site" else BodyCache(released_site))


def test_the_page_of_data_lists_all_releases_and_the_files_of_the_latest(
    get: Reader, archive: Archive
) -> None:
    """Each file with its digest, so that whoever takes it can check it."""
    page = get("/data", headers={"Accept": "text/html"}).text

    assert archive.latest is not None
    assert archive.latest.entries
    for entry in archive.latest.entries:
        assert f'href="/r/0.2.0/{entry.name}"' in page
        assert entry.sha256 in page
    assert "Release 0.1.0" in page


def test_every_file_of_every_release_comes_as_the_archive_holds_it(get: Reader, archive: Archive) -> None:
    """Byte for byte, for ever, with its digest as validator."""
    for issued in archive.all():
        for entry in issued.entries or ():
            answer = get(f"/r/{issued.version}/{entry.name}")

            assert hashlib.sha256(answer.data).hexdigest() == entry.sha256
            assert answer.headers["ETag"] == f'"{entry.sha256}"'
            assert "immutable" in answer.headers["Cache-Control"]
            assert f"-{issued.version}." in answer.headers["Content-Disposition"]


def test_the_n_quads_are_those_of_the_release(get: Reader, archive: Archive) -> None:
    """Unpacked, they are the file that the store loads."""
    for issued in archive.all():
        packed = get(f"/r/{issued.version}/regcoop.nq.gz").data

        assert gzip.decompress(packed) == issued.release.nquads.read_bytes()


def test_latest_leads_to_the_address_of_the_newest_release(get: Reader) -> None:
    """By a redirect that nobody keeps."""
    for path in ("", "regcoop.nq.gz", "SHA256SUMS"):
        answer = get(f"/r/latest/{path}")

        assert (HTTPStatus.FOUND, f"/r/0.2.0/{path}") == (answer.status_code, answer.headers["Location"])
        assert answer.headers["Cache-Control"] == "no-cache"


def test_a_file_is_sent_again_only_if_it_is_another(get: Reader, archive: Archive) -> None:
    """By validator, by part, and by a part of what it was."""
    entry = (archive.all()[0].entries or ())[0]
    path = f"/r/0.1.0/{entry.name}"
    tag = f'"{entry.sha256}"'
    whole = get(path).data

    assert get(path, headers={"If-None-Match": tag}).status_code == HTTPStatus.NOT_MODIFIED
    part = get(path, headers={"Range": "bytes=10-19"})
    assert (HTTPStatus.PARTIAL_CONTENT, whole[10:20]) == (part.status_code, part.data)
    other = get(path, headers={"Range": "bytes=10-19", "If-Range": '"other"'})
    assert (HTTPStatus.OK, whole) == (other.status_code, other.data)
    beyond = get(path, headers={"Range": f"bytes={len(whole)}-"})
    assert beyond.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    head = get(path, method="HEAD")
    assert (b"", str(len(whole))) == (head.data, head.headers["Content-Length"])


def test_the_list_of_digests_is_what_sha256sum_reads(get: Reader, archive: Archive) -> None:
    """A line a file."""
    expected = [f"{entry.sha256}  {entry.name}" for entry in archive.all()[0].entries or ()]

    assert expected == get("/r/0.1.0/SHA256SUMS").text.splitlines()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/r/9.9.9/", "There is no release '9.9.9' here"),
        ("/r/9.9.9/regcoop.nq.gz", "There is no release '9.9.9' here"),
        ("/r/0.1.0/regcoop.xyz", "Release 0.1.0 has no file 'regcoop.xyz'; it has manifest.json"),
        ("/r/0.1.0/index.json", "has no file 'index.json'"),
        ("/r/0.1.0/..%2Fmanifest.json", ""),
        ("/r/0.1.0/%2e%2e/0.2.0/regcoop.nq", ""),
        ("/r/../archive/0.1.0/regcoop.nq", ""),
        ("/r/0.1.0/files%5cregcoop.nq.gz", "has no file"),
        ("/r/0.1.0/%00", "has no file"),
        ("/r/" + "9" * 5_000 + "/", "There is no release"),
    ],
)
def test_what_is_not_there_is_not_found(get: Reader, path: str, said: str) -> None:
    """Nothing but the files of the index comes out of a release, whatever tricks a path plays."""
    answer = get(path, headers={"Accept": "application/json"})

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert answer.json
    assert said in answer.json["detail"]


def test_the_name_of_a_release_leads_to_its_page(get: Reader) -> None:
    """The IRI of a release names no document."""
    for version in ("0.1.0", "0.2.0"):
        answer = get(f"/release/{version}")

        assert (HTTPStatus.SEE_OTHER, f"/r/{version}/") == (answer.status_code, answer.headers["Location"])
    assert get("/release/9.9").status_code == HTTPStatus.NOT_FOUND


def test_the_page_of_a_release_says_which_came_next(get: Reader) -> None:
    """Whoever comes to an old release learns of it, and can cite this one."""
    old, new = (get(f"/r/{version}/").text for version in ("0.1.0", "0.2.0"))

    assert "There is a newer release" in old
    assert "There is a newer release" not in new
    assert "release 0.1.0" in get("/r/0.1.0/citation.bib").text


def test_files_that_are_not_written_yet_are_asked_for_again(small_data: Path, tmp_path: Path) -> None:
    """Pages say so and are not kept; a program is told when to come back."""
    release = releases.build(tmp_path / "release", small_data, engine=fast.report).release
    app = create_app(Settings(open_embedded(release.nquads), archive=Archive(None, release)))
    get = _reader(app)
    version = release.version

    answer = get(f"/r/{version}/regcoop.nq.gz", headers={"Accept": "*/*"})

    assert (HTTPStatus.SERVICE_UNAVAILABLE, "60") == (answer.status_code, answer.headers["Retry-After"])
    for path in ("/data", f"/r/{version}/"):
        page = get(path, headers={"Accept": "text/html"})
        assert "The files are being written" in page.text
        assert page.headers["Cache-Control"] == "no-store"


def test_a_page_is_cited_with_the_place_where_its_data_stay(released_site: Flask, archive: Archive) -> None:
    """What is cited on the later release names that one, and the page of the earlier one is of that one."""
    client = released_site.test_client()
    first, second = archive.all()

    thing, release, file = (
        client.get(f"/cite.csl.json?of={path}").get_json(force=True)[0]
        for path in ("/doc/country/bgd", "/r/0.1.0/", "/r/0.1.0/manifest.json")
    )

    assert "Data of the release: http://localhost/r/0.2.0/" in thing["note"]
    assert second.release.digest in thing["note"]
    for cited in (release, file):
        assert "0.1.0" == cited["version"]
        assert first.release.digest in cited["note"]
        assert second.release.digest not in cited["note"]

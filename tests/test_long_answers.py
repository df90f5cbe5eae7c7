"""Files and patches: conditions on them, and readers who take them slowly."""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
import urllib.request
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from flask import Flask, Response

from kg import releases
from kg.archive import Archive
from kg.changes.walking import Difference
from kg.errors import CrowdedError
from kg.store.embedded import open_embedded
from tests.served import serving
from webapp import create_app, long_answers
from webapp.long_answers import LONG, Places, in_parts
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "/r/0.2.0/regcoop.nq.gz"
PATCH = "/changes/0.1.0...0.2.0.rdfp"
LONG_FILE = "long.bin"
LONG_BYTES = 40 << 20
MANY = 100


@pytest.mark.parametrize("path", [FILE, PATCH])
def test_what_a_request_does_not_insist_on_is_not_sent(released_site: Flask, path: str) -> None:
    """The refusal is a sentence, and nobody keeps it for ever."""
    answer = released_site.test_client().get(path, headers={"If-Match": '"another"'})

    assert answer.status_code == HTTPStatus.PRECONDITION_FAILED
    assert answer.mimetype == "application/problem+json"
    assert "immutable" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("name", ["If-Modified-Since", "If-Unmodified-Since", "If-Range"])
@pytest.mark.parametrize("path", [FILE, PATCH])
def test_a_year_that_no_calendar_has_is_no_condition(released_site: Flask, path: str, name: str) -> None:
    """As any other date that is none."""
    headers = {name: "Mon, 01 Jan 99999999999 00:00:00 GMT", "Range": "bytes=0-9"}
    if name != "If-Range":
        del headers["Range"]
    answer = released_site.test_client().get(path, headers=headers)

    assert answer.status_code in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}


def test_several_parts_at_once_are_the_whole(released_site: Flask) -> None:
    """A server may leave the header out of account, and may not say that there are no such parts."""
    answer = released_site.test_client().get(FILE, headers={"Range": "bytes=0-1,4-5"})

    assert answer.status_code == HTTPStatus.OK
    assert len(answer.data) == answer.content_length


@pytest.mark.parametrize("path", [PATCH, "/changes.json", FILE])
def test_a_file_that_is_gone_is_no_secret_and_no_fault_of_the_reader(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """503, and no word of the folders of the machine."""
    folder = Path(shutil.copytree(archive.all()[0].release.directory.parent, tmp_path / "archive"))
    served = releases.load(folder / "0.2.0")
    shelf = Archive(folder, served)
    known = shelf.all()
    monkeypatch.setattr(Archive, "all", lambda _: known)
    app = create_app(Settings(open_embedded(served.nquads), archive=shelf))
    for name in ("regcoop.nq", "files/regcoop.nq.gz"):
        (folder / "0.2.0" / name).unlink()
    answer = app.test_client().get(path)

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert str(tmp_path) not in answer.text


def test_a_release_without_its_graph_is_not_offered(archive: Archive, tmp_path: Path) -> None:
    """The ontology of the others is there."""
    folder = Path(shutil.copytree(archive.all()[0].release.directory.parent, tmp_path / "archive"))
    (folder / "0.1.0" / "regcoop.nq").unlink()
    served = releases.load(folder / "0.2.0")
    app = create_app(Settings(open_embedded(served.nquads), archive=Archive(folder, served)))

    assert [each.version for each in Archive(folder).all()] == ["0.2.0"]
    for path in ("/ontology", "/ontology/changes", "/data", "/changes", "/ontology/term/Country"):
        assert app.test_client().get(path).status_code == HTTPStatus.OK, path


def test_a_long_patch_is_not_held_in_memory(released_site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its reader has the beginning while the rest is not found yet; HEAD finds nothing at all."""
    found = []

    def between(*_: object) -> Iterator[Difference]:
        for number in range(40 * 1024):
            found.append(number)
            yield Difference(is_added=True, line=b"x" * 100)

    monkeypatch.setattr("webapp.views.changes.between", between)
    client = released_site.test_client()
    assert client.head(PATCH).status_code == HTTPStatus.OK
    assert not found
    answer = client.get(PATCH, buffered=False)
    begun = len(found)
    body = answer.data
    answer.close()

    assert begun < len(found) / 2
    assert body.count(b"\nA x") == len(found)


def test_places_are_few_and_come_back() -> None:
    """Some in all, and not all of them for one client."""
    places = Places(at_once=3, of_one=2)
    places.take("a")
    places.take("a")
    with pytest.raises(CrowdedError):
        places.take("a")
    places.take("b")
    with pytest.raises(CrowdedError):
        places.take("c")
    places.leave("a")
    places.take("c")


def test_a_short_answer_is_one_piece_and_a_long_one_has_a_place_until_it_is_closed() -> None:
    """Whoever comes while all places are taken is told when to come back."""
    app, closed = Flask(__name__), []
    app.extensions["regcoop-places"] = Places(at_once=1)

    def parts(count: int) -> Iterator[bytes]:
        try:
            yield from [b"x" * 1_000] * count
        finally:
            closed.append(count)

    with app.test_request_context("/"):
        short = in_parts(Response(parts(3)))
        assert short.response == [b"x" * 3_000]
        count = LONG // 1_000 + 10
        taken = in_parts(Response(parts(count)))
        with pytest.raises(CrowdedError):
            in_parts(Response(parts(count)))
        body = b"".join(taken.iter_encoded())
        taken.close()
        taken.close()
        in_parts(Response(parts(count))).close()

    assert len(body) == count * 1_000
    assert closed == [3, count, count, count]


@pytest.mark.slow
def test_pages_are_served_while_many_hardly_read_a_file(archive: Archive, tmp_path: Path) -> None:
    """One client gets few long answers at once, its further requests a 503, and all others their pages."""
    shelf = Path(shutil.copytree(archive.all()[0].release.directory.parent, tmp_path / "archive"))
    _add_long_file(shelf / "0.1.0" / "files")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    asked = f"GET /r/0.1.0/{LONG_FILE} HTTP/1.1\r\nHost: site\r\n\r\n".encode()
    options = ("--release", str(shelf / "0.2.0"), "--archive", str(shelf))
    with serving(*options) as site, ExitStack() as opened:
        where = urlsplit(site)
        readers = [opened.enter_context(socket.socket()) for _ in range(MANY)]
        for reader in readers:
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            reader.settimeout(20)
            reader.connect((str(where.hostname), int(where.port or 0)))
            reader.sendall(asked)
        told = [reader.recv(12)[9:] for reader in readers]
        for path in ("/healthz", "/", "/data"):
            with opener.open(site + path, timeout=20) as answer:
                assert answer.status == HTTPStatus.OK

    assert told.count(b"200") == long_answers.OF_ONE
    assert set(told) == {b"200", b"503"}


def _add_long_file(folder: Path) -> None:
    body = b"x" * LONG_BYTES
    (folder / LONG_FILE).write_bytes(body)
    index = folder / "index.json"
    noted = json.loads(index.read_text(encoding="utf-8"))
    entry = {"name": LONG_FILE, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    noted["files"].append(noted["files"][0] | entry)
    index.write_text(json.dumps(noted), encoding="utf-8")


def test_two_formats_of_a_page_of_the_stream_have_two_validators(released_site: Flask) -> None:
    """Also where their bytes are the same: whoever has one has not the other."""
    client, path = released_site.test_client(), "/changes/stream/0.2.0/1"
    found = [
        client.get(path, headers={"Accept": media_type})
        for media_type in ("application/n-triples", "application/n-quads")
    ]

    assert len({answer.headers["ETag"] for answer in found}) == len(found)
    assert len({answer.mimetype for answer in found}) == len(found)


@pytest.mark.parametrize("asked", ["/r/0.2.0", "/r//0.2.0/"])
@pytest.mark.parametrize("host", ["elsewhere.example", "a b"])
def test_nobody_is_led_to_another_host(released_site: Flask, asked: str, host: str) -> None:
    """Whatever host a request names: what leads there could be kept for other readers."""
    answer = released_site.test_client().get(asked, headers={"Host": host})

    assert answer.status_code == HTTPStatus.PERMANENT_REDIRECT
    assert answer.headers["Location"] == "/r/0.2.0/"
    assert host not in answer.text

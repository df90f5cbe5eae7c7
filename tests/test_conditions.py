"""Conditional requests: what a reader has, or insists on, by the site and by the answers kept before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, NoReturn, cast

import pytest
from werkzeug.http import http_date, parse_date
from werkzeug.test import Client

from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.body_cache import BodyCache
from webapp.conditions import MAX_CHARACTERS, is_had, outcome, tags
from webapp.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from kg.archive import Archive
    from kg.store.protocol import Store

pytestmark = pytest.mark.slow

TURTLE = "/doc/country/bgd.ttl"
PAGE = "/doc/country/bgd"
PATHS = (TURTLE, PAGE, "/doc/country/bgd.csv", "/assertion/ratings/mgi-2016/bgd/5", "/doc/country/bgd.nt")
HTML = {"Accept": "text/html"}

TAG = "a1"
MODIFIED = datetime(2026, 6, 30, 12, 0, tzinfo=UTC)
EARLIER, SAME, LATER = (http_date(MODIFIED + timedelta(days=days)) for days in (-1, 0, 1))
RFC_850, ASCTIME = "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y"
"""The older ways to write a date, which are to be read, too."""
NONE, HAD, FAILED = None, HTTPStatus.NOT_MODIFIED, HTTPStatus.PRECONDITION_FAILED

# What is asked, and what is answered where the validator is "a1" and the last change at MODIFIED.
CASES = [
    ({}, NONE),
    ({"If-None-Match": '"a1"'}, HAD),
    ({"If-None-Match": 'W/"a1"'}, HAD),
    ({"If-None-Match": '"b", W/"c", "a1"'}, HAD),
    ({"If-None-Match": '"b","a1"'}, HAD),
    ({"If-None-Match": ' , "a1" ,'}, HAD),
    ({"If-None-Match": '"b"'}, NONE),
    ({"If-None-Match": '"A1"'}, NONE),
    ({"If-None-Match": '""'}, NONE),
    ({"If-None-Match": "*"}, HAD),
    ({"If-None-Match": " * "}, HAD),
    ({"If-None-Match": '"*"'}, NONE),
    ({"If-None-Match": '*, "b"'}, NONE),
    ({"If-None-Match": "a1"}, NONE),
    ({"If-None-Match": '"a1'}, NONE),
    ({"If-None-Match": 'a1"'}, NONE),
    ({"If-None-Match": 'w/"a1"'}, NONE),
    ({"If-None-Match": 'W/ "a1"'}, NONE),
    ({"If-None-Match": 'garbage, "a1"'}, HAD),
    ({"If-None-Match": '"a, b", "a1"'}, HAD),
    ({"If-None-Match": ""}, NONE),
    ({"If-None-Match": "\u00e9\u00ff\x00"}, NONE),
    ({"If-None-Match": '"' + "x" * 20_000 + '"'}, NONE),
    ({"If-None-Match": '"x",' * 5_000 + '"a1"'}, NONE),
    ({"If-Match": '"a1"'}, NONE),
    ({"If-Match": '"b", "a1"'}, NONE),
    ({"If-Match": "*"}, NONE),
    ({"If-Match": '"b"'}, FAILED),
    ({"If-Match": 'W/"a1"'}, FAILED),
    ({"If-Match": "no validator"}, NONE),
    ({"If-Match": ""}, NONE),
    ({"If-Modified-Since": SAME}, HAD),
    ({"If-Modified-Since": LATER}, HAD),
    ({"If-Modified-Since": EARLIER}, NONE),
    ({"If-Modified-Since": MODIFIED.strftime(RFC_850)}, HAD),
    ({"If-Modified-Since": MODIFIED.strftime(ASCTIME)}, HAD),
    ({"If-Modified-Since": "yesterday"}, NONE),
    ({"If-Modified-Since": "Tue, 31 Feb 2026 12:00:00 GMT"}, NONE),
    ({"If-Modified-Since": "Tue, 30 Jun 99999999999 12:00:00 GMT"}, NONE),
    ({"If-Modified-Since": "9" * 10_000}, NONE),
    ({"If-Modified-Since": ""}, NONE),
    ({"If-Unmodified-Since": SAME}, NONE),
    ({"If-Unmodified-Since": LATER}, NONE),
    ({"If-Unmodified-Since": EARLIER}, FAILED),
    ({"If-Unmodified-Since": "never"}, NONE),
    # The order of section 13.2.2: a validator goes before a date, what is insisted on before what is had.
    ({"If-None-Match": '"b"', "If-Modified-Since": LATER}, NONE),
    ({"If-None-Match": '"a1"', "If-Modified-Since": EARLIER}, HAD),
    ({"If-None-Match": "garbage", "If-Modified-Since": LATER}, HAD),
    ({"If-Match": '"a1"', "If-Unmodified-Since": EARLIER}, NONE),
    ({"If-Match": '"b"', "If-None-Match": '"a1"'}, FAILED),
    ({"If-Match": '"a1"', "If-None-Match": '"a1"'}, HAD),
    ({"If-Match": "*", "If-Modified-Since": SAME}, HAD),
    ({"If-Unmodified-Since": EARLIER, "If-None-Match": '"a1"'}, FAILED),
    ({"If-Unmodified-Since": SAME, "If-Modified-Since": SAME}, HAD),
    # Parts are not given, so what is asked of them says nothing.
    ({"Range": "bytes=0-10", "If-Range": '"a1"'}, NONE),
]


class Closed:
    """A store that answers nothing: whoever asks it has failed."""

    def __getattr__(self, name: str) -> NoReturn:
        """Fail."""
        raise AssertionError(f"the store was asked for {name}")


@pytest.fixture(name="settings", scope="module")
def _settings(archive: Archive) -> Settings:
    assert archive.served is not None
    release = archive.served.release
    return Settings(
        open_embedded(release.nquads), archive=archive, release_digest=release.digest, released=MODIFIED
    )


@pytest.fixture(name="app", scope="module")
def _app(settings: Settings) -> Flask:
    return create_app(settings)


@pytest.fixture(name="closed", scope="module")
def _closed(settings: Settings) -> Flask:
    """Make a site of the same release and program whose store answers nothing."""
    app = create_app(
        Settings(
            cast("Store", Closed()),
            strangers=settings.strangers or create_app(settings).extensions["regcoop"].strangers,
            archive=settings.archive,
            release_digest=settings.release_digest,
            released=settings.released,
        )
    )
    app.testing = True
    return app


@pytest.fixture(name="client", params=["site", "kept"])
def _client(app: Flask, request: pytest.FixtureRequest) -> Client:
    """Ask the site itself, and the site behind the answers that are kept."""
    return Client(app if request.param == "site" else BodyCache(app))


def environ(headers: dict[str, str]) -> dict[str, object]:
    """Return headers as WSGI has them."""
    return {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}


class TestOutcome:
    """The one function that weighs conditions."""

    @pytest.mark.parametrize(("headers", "expected"), CASES)
    def test_conditions_are_weighed_as_the_rfc_says(
        self, headers: dict[str, str], expected: HTTPStatus | None
    ) -> None:
        """RFC 9110, section 13: weak and strong comparison, what is malformed, and the order."""
        assert outcome(environ(headers), TAG, MODIFIED) is expected

    @pytest.mark.parametrize("name", ["If-Modified-Since", "If-Unmodified-Since"])
    @pytest.mark.parametrize("date", [EARLIER, LATER])
    def test_without_a_time_of_change_dates_say_nothing(self, name: str, date: str) -> None:
        """What may change unseen has none."""
        assert outcome(environ({name: date}), TAG, None) is None

    def test_a_list_is_read_in_one_go(self) -> None:
        """What is cut off is no validator, and a list without an end is read as far as it goes."""
        assert [(False, "a"), (True, 'b"c'.replace('"', ""))] == tags('"a", W/"bc", "d')
        assert len(tags('"x",' * MAX_CHARACTERS)) == MAX_CHARACTERS // 4
        assert is_had('x, "a1"', TAG)


class TestSite:
    """The same conditions, asked of real documents."""

    @pytest.mark.parametrize(("headers", "expected"), CASES)
    def test_documents_and_pages_answer_alike(
        self, client: Client, headers: dict[str, str], expected: HTTPStatus | None
    ) -> None:
        """By the site and by what is kept: the status, and no body but for 200 and the sentence of 412."""
        first = client.get(TURTLE)
        modified = first.last_modified
        assert modified is not None
        tag = first.get_etag()[0] or ""
        days = {
            EARLIER: http_date(modified - timedelta(days=1)),
            SAME: http_date(modified),
            LATER: http_date(modified + timedelta(days=1)),
            **{MODIFIED.strftime(form): modified.strftime(form) for form in (RFC_850, ASCTIME)},
        }
        sent = {name: days.get(value, value).replace("a1", tag) for name, value in headers.items()}
        answer = client.get(TURTLE, headers=sent)

        assert answer.status_code == (expected or HTTPStatus.OK)
        assert bool(answer.data) is (expected is not HAD)
        head = client.head(TURTLE, headers=sent)
        assert (head.status_code, head.data) == (answer.status_code, b"")

    @pytest.mark.parametrize("path", PATHS)
    @pytest.mark.parametrize("coding", ["", "gzip"])
    def test_what_is_had_is_not_sent_again(self, client: Client, path: str, coding: str) -> None:
        """304 with the validator and what caches need, packed or not."""
        headers = {"Accept-Encoding": coding} if coding else {}
        first = client.get(path, headers=headers)
        again = client.get(path, headers={**headers, "If-None-Match": first.headers["ETag"]})

        assert (304, b"") == (again.status_code, again.data)
        for name in ("ETag", "Vary", "Cache-Control", "Content-Location"):
            assert again.headers[name] == first.headers[name], name
        assert not {"Content-Length", "Content-Type", "Last-Modified", "Link"} & set(again.headers.keys())

    @pytest.mark.parametrize("path", PATHS)
    def test_the_store_is_not_asked_for_what_is_had(self, app: Flask, closed: Flask, path: str) -> None:
        """Also of a site that was started since, and packed."""
        for headers in ({}, {"Accept-Encoding": "gzip"}):
            tag = Client(BodyCache(app)).get(path, headers=headers).headers["ETag"]
            again = Client(BodyCache(closed)).get(path, headers={**headers, "If-None-Match": tag})
            assert (304, tag) == (again.status_code, again.headers["ETag"])
        tag = app.test_client().get(path).headers["ETag"]

        assert closed.test_client().get(path, headers={"If-None-Match": tag}).status_code == 304
        with pytest.raises(AssertionError, match="the store was asked"):
            closed.test_client().get(path, headers={"If-None-Match": '"other"'})

    def test_of_what_there_is_not_nothing_is_had(self, client: Client) -> None:
        """A condition is weighed for what would be answered 200 alone."""
        for name, value in (("If-None-Match", "*"), ("If-Modified-Since", LATER), ("If-Match", '"b"')):
            assert client.get("/doc/country/nowhere", headers={name: value}).status_code == 404
            assert client.get("/id/country/bgd", headers={name: value}).status_code == 303
            assert client.get(f"{PAGE}.csv?_profile=skos", headers={name: value}).status_code == 406

    def test_forms_have_validators_of_their_own(self, client: Client) -> None:
        """Each format and profile is another answer; one form is the same by suffix and by header."""
        asked = [f"{PAGE}.ttl", f"{PAGE}.ttl?_profile=schema", f"{PAGE}.nt", f"{PAGE}.html", f"{PAGE}.json"]
        found = [client.get(path).headers["ETag"] for path in asked]

        assert len(set(found)) == len(found)
        assert found[0] == client.get(PAGE, headers={"Accept": "text/turtle"}).headers["ETag"]

    def test_a_page_depends_on_its_query_and_host(self, client: Client) -> None:
        """Another part of a long page is another answer, and so is the same page at another address."""
        first = client.get(PAGE, headers=HTML).headers["ETag"]

        assert first != client.get(f"{PAGE}?page=2", headers=HTML).headers["ETag"]
        assert first != client.get(PAGE, headers={**HTML, "Host": "elsewhere.example"}).headers["ETag"]
        assert first == client.get(PAGE, headers=HTML).headers["ETag"]

    def test_data_last_changed_with_the_release_or_the_program(self, client: Client) -> None:
        """A page names its day, so it changed at midnight at least."""
        before = datetime.now(UTC)
        data, page = (client.get(path, headers=HTML).last_modified for path in (TURTLE, PAGE))
        after = datetime.now(UTC)
        assert data is not None
        assert page is not None

        assert MODIFIED <= data <= page <= after
        assert page.date() in {before.date(), after.date()}

    def test_412_says_what_to_do(self, client: Client) -> None:
        """A sentence for people, a problem document for programs, and nothing of the document itself."""
        answer = client.get(TURTLE, headers={"If-Match": '"b"'})

        assert (412, "application/problem+json") == (answer.status_code, answer.mimetype)
        assert answer.json is not None
        assert answer.json["detail"].endswith("leave the condition out to read it.")
        assert answer.json["instance"] == TURTLE
        assert "ETag" not in answer.headers
        assert answer.headers["Access-Control-Allow-Origin"] == "*"

    def test_parts_are_not_given(self, client: Client) -> None:
        """A range is ignored: the document is sent whole."""
        whole = client.get(TURTLE)

        assert (200, whole.data) == (
            (answer := client.get(TURTLE, headers={"Range": "bytes=0-9"})).status_code,
            answer.data,
        )


def test_where_the_data_may_change_unseen_the_bytes_are_the_validator(graph_file: Path) -> None:
    """A remote store has no revision: nothing is known before, and there is no time of change."""
    client = create_app(Settings(open_embedded(graph_file))).test_client()
    first = client.get(TURTLE)

    assert "Last-Modified" not in first.headers
    assert client.get(TURTLE, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get(TURTLE, headers={"If-Modified-Since": LATER}).status_code == 200


def test_another_release_has_other_validators(settings: Settings, archive: Archive) -> None:
    """Also where the two say the same of a thing: nobody is told that an answer stayed who cannot know."""
    first = archive.all()[0].release
    other = create_app(Settings(open_embedded(first.nquads), release_digest=first.digest))
    one = create_app(settings)

    assert other.test_client().get(TURTLE).headers["ETag"] != one.test_client().get(TURTLE).headers["ETag"]


def test_a_time_to_come_is_not_named(settings: Settings) -> None:
    """A release from a clock that was wrong changed now, not later (RFC 9110, section 8.8.2.1)."""
    ahead = datetime.now(UTC) + timedelta(days=400)
    app = create_app(Settings(settings.store, release_digest=settings.release_digest, released=ahead))
    changed = parse_date(app.test_client().get(TURTLE).headers["Last-Modified"])

    assert changed is not None
    assert changed <= datetime.now(UTC)

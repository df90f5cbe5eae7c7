"""Which representation a client gets: RFC 9110, section 12.5.1."""

from __future__ import annotations

import pytest

from webapp.negotiation import (
    CSV,
    HTML,
    JSON,
    MAX_CHARACTERS,
    TURTLE,
    best,
    names_exactly,
    parse_accept,
    prefers_page,
    split_suffix,
)

OFFERED = ["text/html", "text/turtle", "application/ld+json", "text/csv"]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
RDF_CLIENT = "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, */*;q=0.1"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ("application/*", "application/ld+json"),
        ("text/csv;q=0.5, text/turtle;q=0.6", "text/turtle"),
        ("text/csv; q=0.2, text/*;q=0.1", "text/csv"),
        ("text/turtle, */*", "text/turtle"),
        ("text/turtle;q=0, */*", "text/html"),
        ("text/*;q=0, */*;q=0.3", "application/ld+json"),
        ("text/*, text/html;q=0", "text/turtle"),
        ('application/ld+json;profile="http://x/a,b";q=0.9, */*;q=0.1', "application/ld+json"),
        ("application/x-turtle", "text/turtle"),
        ("image/png", None),
        ("text/html;q=0, text/turtle;q=0.0", None),
        ("*/*;q=0", None),
        (BROWSER, "text/html"),
        (RDF_CLIENT, "text/turtle"),
    ],
)
def test_the_best_type_is_the_client_s_then_ours(accept: str | None, expected: str | None) -> None:
    """Weights first, then how exactly a type is named, then our own order; None is answered 406."""
    assert expected == best(accept, OFFERED)


@pytest.mark.parametrize(
    "accept", ["nonsense", "text/", "/", ";;q=1", "text/turtle;q=2", ",,,", "q=1", "text/turtle;q=x"]
)
def test_a_header_that_says_nothing_usable_takes_anything(accept: str) -> None:
    """A client that is not understood is served, not refused."""
    assert "text/html" == best(accept, OFFERED)


def test_one_malformed_element_does_not_spoil_the_others() -> None:
    """What is readable counts."""
    assert "text/csv" == best("text/turtle;q=high, text/csv;q=0.4, what is this", OFFERED)


def test_a_comma_within_quotes_parts_nothing() -> None:
    """A profile may hold commas and semicolons, and quotes that are escaped."""
    assert 1 == len(parse_accept('application/ld+json;profile="a;b,c/d"'))
    assert 0.5 == parse_accept(r'application/ld+json;profile="a\",b;q=1";q=0.5')[0].quality


def test_a_quote_that_does_not_end_takes_the_rest() -> None:
    """What came before it counts."""
    assert "text/csv" == best('text/csv, text/turtle;profile="a, text/html', [*OFFERED[:1], *OFFERED[2:]])


@pytest.mark.parametrize(
    "part", [',"', ';"', "a/b,", '"', 'text/html;a="', '\\"', "\\", " ", ";", 'a/b;c="\\",', "a" * 9]
)
def test_a_header_made_to_be_slow_is_answered(part: str) -> None:
    """A hundred thousand characters, whatever they repeat: most are not read, and the rest in one go."""
    header = "text/turtle," + part * (100_000 // len(part))

    assert "text/turtle" == best(header, OFFERED[1:2])
    assert len(parse_accept(header)) <= MAX_CHARACTERS


def test_an_element_that_the_limit_cuts_through_is_not_read() -> None:
    """Half a weight is another weight."""
    start = "text/csv;q=0.4," + "a/b," * (MAX_CHARACTERS // 4 - 6)
    header = start + "text/turtle;q=0.5"

    assert len(start) < MAX_CHARACTERS < len(header)
    assert "text/csv" == best(header, OFFERED)


def test_a_wildcard_names_nothing_exactly() -> None:
    """A wildcard covers a type and does not name it."""
    assert [False, True, False] == [
        names_exactly(accept, "text/html") for accept in ("*/*", "a/b, text/html", "text/html;q=0")
    ]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (BROWSER, True),
        (RDF_CLIENT, False),
        ("*/*", False),
        (None, False),
        ("text/html;q=0.5, application/json", False),
        ("application/sparql-results+json, text/html;q=0.9", False),
    ],
)
def test_a_browser_is_who_likes_pages_best(accept: str | None, expected: bool) -> None:  # noqa: FBT001
    """A page goes to whoever names HTML and ranks nothing of ours above it."""
    assert expected == prefers_page(accept)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("country/bgd", ("country/bgd", None)),
        ("country/bgd.ttl", ("country/bgd", TURTLE)),
        ("indicator/mgi-2016/1.2", ("indicator/mgi-2016/1.2", None)),
        ("indicator/mgi-2016/1.2.ttl", ("indicator/mgi-2016/1.2", TURTLE)),
        ("target/sdg/10.7.json", ("target/sdg/10.7", JSON)),
        ("a.csv.html", ("a.csv", HTML)),
        ("a.TTL", ("a.TTL", None)),
        ("a.exe", ("a.exe", None)),
        (".csv", (".csv", None)),
        ("country/.csv", ("country/.csv", None)),
        ("a.csv", ("a", CSV)),
    ],
)
def test_only_a_listed_suffix_is_taken_off(path: str, expected: tuple[str, object]) -> None:
    """Any other dot belongs to the name; a name is never left empty."""
    assert expected == split_suffix(path)

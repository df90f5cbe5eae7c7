"""From the IRI of a thing to its path on the site and back, and the addresses of a query's faces."""

from __future__ import annotations

import pytest

from kg.namespaces import BASE, RC, assertion, thing
from webapp.urls import Links, iri_of, key_of, path_of, query_links, search_path, short_key, tool_links

PAIRS = [
    (thing("country", "bgd"), "/doc/country/bgd"),
    (thing("indicator", "mgi-2016/1.2"), "/doc/indicator/mgi-2016/1.2"),
    (assertion("ratings", "mgi-2016/bgd/5"), "/assertion/ratings/mgi-2016/bgd/5"),
    (BASE + "graph/evidence", "/graph/evidence"),
]


@pytest.mark.parametrize(("iri", "path"), PAIRS)
def test_an_iri_of_ours_has_a_path_here(iri: str, path: str) -> None:
    """The same data works on any host: a page never leads to the host that the IRI names."""
    assert path == path_of(iri)


@pytest.mark.parametrize(("iri", "path"), PAIRS)
def test_a_path_leads_back_to_its_iri(iri: str, path: str) -> None:
    """A thing's page and its IRI say the same."""
    assert iri == iri_of(path)


def test_a_term_of_the_ontology_is_a_place_on_its_page() -> None:
    """Terms have no pages of their own."""
    assert path_of(RC + "servesDomain") == "/ontology#servesDomain"


@pytest.mark.parametrize(
    "iri", ["http://metadata.un.org/sdg/10.7", "http://www.w3.org/2004/02/skos/core#closeMatch"]
)
def test_an_address_of_elsewhere_stays(iri: str) -> None:
    """Others' things are shown by others."""
    assert iri == path_of(iri)


@pytest.mark.parametrize(
    "iri", ["javascript:alert(1)", "data:text/html,x", "urn:a", "mailto:a@b.example", "//elsewhere/x", "b0"]
)
def test_an_iri_that_is_no_address_of_the_web_leads_nowhere(iri: str) -> None:
    """It is shown as text; some could do more than lead somewhere."""
    assert path_of(iri) == ""


def test_a_path_is_quoted() -> None:
    """What cannot stand in an address is escaped, so that no IRI breaks out of its attribute."""
    assert path_of(thing("country", 'x" onclick="y')) == "/doc/country/x%22%20onclick%3D%22y"


def test_a_query_has_six_faces() -> None:
    """A page, two formats, the API, the citation and the report: all with the same parameters."""
    expected = Links(
        query="/query/initiatives?domain=escap-2017/2",
        csv="/query/initiatives.csv?domain=escap-2017/2",
        json="/query/initiatives.json?domain=escap-2017/2",
        api="/api/v1/initiatives?domain=escap-2017/2",
        cite="/cite?of=/query/initiatives?domain=escap-2017/2",
        report="/report?about=/query/initiatives%3Fdomain%3Descap-2017/2",
    )

    assert expected == query_links("initiatives", domain="escap-2017/2")


def test_a_page_that_is_a_table_has_its_choice_in_every_file() -> None:
    """CSV, JSON and XLSX of a page are asked for with the same filters."""
    found = tool_links("/meetings", [("process", "bali-process"), ("year", "2016")])

    assert found.xlsx == "/meetings.xlsx?process=bali-process&year=2016"
    assert found.csv == "/meetings.csv?process=bali-process&year=2016"
    assert not found.query


def test_a_query_without_parameters_has_plain_addresses() -> None:
    """No empty question mark."""
    assert query_links("matrix").csv == "/query/matrix.csv"


def test_a_parameter_is_quoted() -> None:
    """What a visitor writes cannot add a parameter of its own."""
    assert query_links("domains", framework="a&b=c").query == "/query/domains?framework=a%26b%3Dc"


def test_a_thing_is_named_with_its_class_where_the_class_is_open() -> None:
    """So reads the parameter `subject`."""
    assert short_key(thing("country", "bgd")) == "country/bgd"


@pytest.mark.parametrize(
    ("iri", "key"),
    [
        (thing("country", "bgd"), "bgd"),
        (thing("domain", "escap-2017/2"), "escap-2017/2"),
        (BASE + "id/country", ""),
        (RC + "Country", ""),
        ("http://example.org/id/country/bgd", ""),
        ("", ""),
    ],
)
def test_a_thing_has_a_key_within_its_class(iri: str, key: str) -> None:
    """What is no thing of ours has none."""
    assert key == key_of(iri)


def test_a_search_can_be_narrowed() -> None:
    """Each class stands in the address."""
    assert search_path("a b", "country", "domain") == "/search?q=a+b&class=country&class=domain"

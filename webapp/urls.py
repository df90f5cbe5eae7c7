"""Every address of the site: from an IRI to its path here and back, and the addresses of a query's faces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, quote_plus, urlencode

from kg.namespaces import ASSERTION, BASE, ID, RC

if TYPE_CHECKING:
    from collections.abc import Iterable

DOC: Final = "/doc/"
TERM: Final = "/ontology/term/"
MOST_ROWS: Final = 10_000
"""How many rows the REST interface gives at once, at most."""

_SAFE: Final = "/.-~:"
_KEPT: Final = 50_000
_LONGEST_KEPT: Final = 300
"""How many characters of values strangers may have kept with the addresses of a query."""


@dataclass(frozen=True, slots=True)
class Links:
    """
    The addresses behind one block: its query, its rows as files, the API, how to cite and to report it.

    What a block does not have is an empty text.
    """

    query: str
    csv: str
    json: str
    api: str
    cite: str
    xlsx: str = ""
    report: str = ""


@lru_cache(_KEPT)
def path_of(iri: str) -> str:
    """Return where this site shows what an IRI of the graph names, as `path_of_any` does, and keep it."""
    return path_of_any(iri)


def path_of_any(iri: str) -> str:
    """
    Return where this site shows what an IRI names; nothing is kept, since strangers can make up any number.

    An IRI of ours becomes a path (`.../id/country/bgd` becomes `/doc/country/bgd`). An address of the web
    stays. Any other IRI gives an empty text and so no link, for some, such as `javascript:`, could do more
    than lead somewhere.
    """
    if iri.startswith(ID):
        return DOC + quote(iri[len(ID) :], safe=_SAFE)
    if iri.startswith(ASSERTION):
        return "/assertion/" + quote(iri[len(ASSERTION) :], safe=_SAFE)
    if iri.startswith(RC):
        return "/ontology#" + quote(iri[len(RC) :], safe=_SAFE)
    if iri.startswith(BASE):
        return "/" + quote(iri[len(BASE) :], safe=_SAFE + "#")
    return iri if iri.startswith(("http://", "https://")) else ""


def term_path(iri: str) -> str:
    """Return the page of a term, which for a class or property of ours says more than its place on a list."""
    return TERM + quote(iri[len(RC) :], safe=_SAFE) if iri.startswith(RC) else path_of(iri)


def iri_of(path: str) -> str:
    """
    Return the IRI of what a path of this site shows, the path being decoded and without suffix and query.

    The page of a thing and its IRI's own path both give the IRI of the thing.
    """
    if path.startswith(DOC):
        return ID + path[len(DOC) :]
    return BASE + path.removeprefix("/")


def short_key(iri: str) -> str:
    """Return how a parameter without a class names the thing: `country/bgd`; a foreign IRI stays whole."""
    return iri.removeprefix(ID)


def key_of(iri: str) -> str:
    """Return the key of a thing within its class: `bgd`; empty for what is no thing of ours."""
    return iri[len(ID) :].partition("/")[2] if iri.startswith(ID) else ""


def changes_path(iri: str, suffix: str = "") -> str:
    """Return where it is told what changed of a thing; a suffix such as `.atom` names another form."""
    return f"/changes{suffix}?{query_text([('entity', short_key(iri))])}"


def query_links(name: str, **params: str) -> Links:
    """Return the addresses of a stored query bound to these parameters, given as a user writes them."""
    is_short = sum(map(len, params.values())) <= _LONGEST_KEPT
    return (_links_kept if is_short else _links)(name, **params)


def _links(name: str, **params: str) -> Links:
    asked = f"?{urlencode(params, safe='/')}" if params else ""
    page = f"/query/{name}"
    return Links(
        query=page + asked,
        csv=f"{page}.csv{asked}",
        json=f"{page}.json{asked}",
        api=f"/api/v1/{name}{asked}",
        cite=cite_path(page + asked),
        report=report_path(page + asked),
    )


_links_kept = lru_cache(_KEPT)(_links)


def query_text(asked: Iterable[tuple[str, str]]) -> str:
    """Return names and values as they stand behind the `?` of an address; faster than `urlencode`."""
    return "&".join([f"{name}={_quoted(value)}" for name, value in asked])


def _quoted(value: str) -> str:
    return _quoted_kept(value) if len(value) <= _LONGEST_KEPT else quote_plus(value, safe="/")


@lru_cache(_KEPT)
def _quoted_kept(value: str) -> str:
    return quote_plus(value, safe="/")


def tool_links(path: str, asked: Iterable[tuple[str, str]] = (), query: Links | None = None) -> Links:
    """
    Return the addresses behind a page that is a table: its rows as files, with the choice in its address.

    Args:
        path: The page's own path, without suffix: `/matrix`.
        asked: Names and values of the choice, in their order; without the number of a part.
        query: The addresses of the stored query that the page is made of, if it is one.
    """
    text = query_text(asked)
    given = f"?{text}" if text else ""
    return Links(
        query=query.query if query else "",
        csv=f"{path}.csv{given}",
        json=f"{path}.json{given}",
        api=query.api if query else "",
        cite=cite_path(path + given),
        xlsx=f"{path}.xlsx{given}",
        report=report_path(path + given),
    )


def report_path(about: str, assertion: str = "") -> str:
    """Return where to report something: `about` is the path of the page, `assertion` that of a statement."""
    given = {"about": about} | ({"assertion": assertion} if assertion else {})
    return "/report?" + urlencode(given, safe="/")


def cite_path(of: str, suffix: str = "") -> str:
    """Return where it is told how to cite what stands at the path `of`, or the file of that with a suffix."""
    # As readable as an address in an address can be: only what would end it is written otherwise.
    return f"/cite{suffix}?of=" + quote(of, safe="/?:=,;@!$'()*~-._")


def search_path(text: str, *classes: str) -> str:
    """Return the address of a search, narrowed to the classes with these segments."""
    return "/search?" + urlencode([("q", text), *(("class", segment) for segment in classes)])


def code_path(scheme: str, code: str) -> str:
    """Return the address under which a code of an outside scheme leads to what it names."""
    return f"/id/{scheme}/{quote(code, safe=_SAFE)}"

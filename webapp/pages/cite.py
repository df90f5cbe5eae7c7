"""How to cite any page of this site: what stands at a path is called by the title that it has there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlsplit

from flask import current_app, request
from werkzeug.exceptions import NotFound

from kg.citations import FORMATS
from webapp.citing import citation, public
from webapp.negotiation import HTML
from webapp.pages import data
from webapp.pages.report import is_path
from webapp.urls import cite_path

if TYPE_CHECKING:
    from kg.citations import Citation
    from webapp.settings import Settings

_NOT_CITED: Final = frozenset({"cite", "healthz", "metrics", "readyz", "report", "static"})
_FILE: Final = re.compile(r"\.(csv|tsv|json|jsonld|xlsx|xml|pdf|ttl|nt|nq|trig|rdf|gexf|graphml)(?=\?|$)")
_CITED: Final = re.compile(r' data-cited="([^"]*)"')
_TITLE: Final = re.compile(r"<title>(.*?) \u2013 Regcoop</title>", re.DOTALL)
_OF_RELEASE: Final = re.compile(r"/r/([^/?#]+)/")
_MOST_STEPS: Final = 3
_LONGEST_SAID: Final = 200
_LONGEST_TITLE: Final = 300


@dataclass(frozen=True, slots=True)
class Written:
    """A citation in one format: its name, its text, and the address of the file."""

    name: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class CitePage:
    """All that `cite.html` may use; `of` is the path of what is cited."""

    of: str
    citation: Citation
    written: tuple[Written, ...]


def cite_page(of: str) -> CitePage:
    """
    Return the page that tells how to cite what stands at a path of this site.

    Raises:
        NotFound: There is nothing at that path, or nothing that can be cited.
    """
    return page_of(citation_of(of))


def page_of(cited: Citation) -> CitePage:
    """Return the page of a citation."""
    return CitePage(
        cited.path,
        cited,
        tuple(
            Written(name, cited.written(suffix), cite_path(cited.path, f".{suffix}"))
            for suffix, (name, _) in FORMATS.items()
        ),
    )


def citation_of(of: str) -> Citation:
    """Return how to cite what stands at a path; errors as in `cite_page`."""
    if not is_path(of):
        raise _nothing(of)
    # As it would stand in an address: what came in decoded is written out again, and nothing twice.
    path = quote(of, safe="/?:=&,;@!$'()*~-._%#+[]|{}")
    title, settings = _title(path), _settings()
    found = _OF_RELEASE.match(path)
    # What belongs to a release is cited as of that one, whichever is served.
    if found and settings.archive and (issued := settings.archive.named(found[1])):
        return replace(data.citation_of(issued), title=title, path=path, address=public(path))
    return citation(title, path)


def _settings() -> Settings:
    settings: Settings = current_app.config["REGCOOP"]
    return settings


def _title(path: str) -> str:
    """Return what the page at a path is called."""
    if path == "/sparql" or path.startswith("/sparql?"):
        return "Answer to a SPARQL query" if "query=" in path else "SPARQL endpoint"
    file = _FILE.search(path)
    title = _title_of_page(_FILE.sub("", path, count=1) if file else path)
    if title is None and file:
        title = _title_of_page(path)
        file = None
    if title is None:
        raise _nothing(path)
    kept = title[:_LONGEST_TITLE]
    return f"{kept} ({file[1].upper()})" if file else kept


def _title_of_page(path: str) -> str | None:
    """Ask this site for a page and return its title; None if there is no such page."""
    client = current_app.test_client()
    asked = path.partition("#")[0]
    for _ in range(_MOST_STEPS):
        # However it is written, and also where another page leads there: this page would ask for itself.
        if re.split(r"[/?.]", unquote(asked).lstrip("/"), maxsplit=1)[0] in _NOT_CITED:
            break
        with client.get(asked, base_url=request.host_url, headers={"Accept": HTML.media_type}) as answer:
            if answer.status_code == HTTPStatus.OK:
                return (
                    _titled(answer.get_data(as_text=True), path)
                    if answer.mimetype == HTML.media_type
                    else _last(path)
                )
            target = urlsplit(answer.headers.get("Location", ""))
        if not target.path or target.netloc not in {"", request.host}:
            break
        asked = f"{target.path}?{target.query}" if target.query else target.path
    return None


def _titled(html: str, path: str) -> str:
    found = _CITED.search(html) or _TITLE.search(html)
    return unescape(found[1]) if found else _last(path)


def _last(path: str) -> str:
    """Return a name for what has no title: the end of its path."""
    return path.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2] or path


def _nothing(of: str) -> NotFound:
    return NotFound(
        f"There is nothing at {of[:_LONGEST_SAID]!r} on this site that could be cited; name the path of "
        "a page, as in /cite?of=/doc/country/bgd."
    )

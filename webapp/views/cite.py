"""How to cite what stands at a path of this site: `/cite?of=`, as a page and as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request
from werkzeug.exceptions import NotFound

from kg.citations import FORMATS
from webapp.negotiation import HTML
from webapp.pages.cite import citation_of, cite_page
from webapp.rendering import render
from webapp.representations import respond

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answer

bp = Blueprint("cite", __name__)

_SHARED = "/q/"


@bp.get("/cite")
def cite() -> Answer:
    """Show how to cite what stands at the path `of`; a shared query says so on its own page."""
    of = _of()
    if of.startswith(_SHARED):
        return redirect(f"{_SHARED}{_key(of)}#cite", 303)
    return respond(render("cite.html", cite_page(of)), HTML.media_type)


@bp.get("/cite.<suffix>")
def cite_file(suffix: str) -> Answer:
    """Give the citation as a file for a reference manager."""
    if suffix not in FORMATS:
        raise NotFound(f"There is no citation in the format .{suffix[:20]}; take .bib, .ris or .csl.json.")
    of = _of()
    if of.startswith(_SHARED):
        return redirect(f"{_SHARED}{_key(of)}.{suffix}", 303)
    cited = citation_of(of)
    _, media_type = FORMATS[suffix]
    return respond(cited.written(suffix), media_type, filename=f"{cited.name}.{suffix}")


def _of() -> str:
    of = request.args.get("of", "")
    if not of:
        raise NotFound("Say what to cite: the path of a page of this site, as in /cite?of=/doc/country/bgd.")
    return of


def _key(of: str) -> str:
    """Return the key of a shared query from its path; nothing else gets into the address of another page."""
    key = of.removeprefix(_SHARED).partition(".")[0].partition("#")[0].partition("?")[0]
    if not (key.isascii() and key.isalnum()):
        raise NotFound("No query was shared here under that name; check the address, letter by letter.")
    return key

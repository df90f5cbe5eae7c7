"""The pages of the ontology's terms, and what changed of them from release to release."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, Gone, NotFound

from kg.namespaces import BASE, RC
from kg.rdf_output import serialise
from webapp.asked import asked_for
from webapp.editions import held, served_edition, shapes
from webapp.knowledge import knowledge
from webapp.negotiation import GRAPH_FORMATS, HTML, OWL, split_suffix
from webapp.pages.terms.changes import changes_page, changes_sheet
from webapp.pages.terms.index import TermIndex
from webapp.pages.terms.page import statements_of, term_page
from webapp.rendering import render
from webapp.representations import alternates, respond
from webapp.tabular import file_of
from webapp.urls import TERM

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from webapp.editions import Held

bp = Blueprint("terms", __name__)

_FORMATS: Final = (HTML, *GRAPH_FORMATS)
_SUFFIXES: Final = (*_FORMATS, OWL)
_LONGEST_COMPARED: Final = 100
_NEAR_AT_MOST: Final = 3
_LIKENESS: Final = 0.7


@bp.get(f"{TERM}<name>")
def term(name: str) -> Response:
    """Show a class or property of ours, or give what is said of it as RDF."""
    stem, asked = split_suffix(name, _SUFFIXES)
    index = knowledge().once.get("index of terms", lambda: TermIndex(served_edition(), shapes()))
    found = index.edition.terms.get(RC + stem)
    if found is None:
        _refuse(stem, index)
    form = asked_for(_SUFFIXES, asked.suffix if asked else "")
    links = [
        f'<{BASE}{TERM[1:]}{stem}>; rel="canonical"',
        f'<{found.iri}>; rel="describes"',
        *alternates(TERM + stem, _FORMATS, form.media_type),
    ]
    if form is HTML:
        page = term_page(knowledge(), index, found, held())
        return respond(render("term.html", page), HTML.media_type, links)
    return respond(serialise(statements_of(index, found.iri), form.media_type), form.media_type, links)


@bp.get("/ontology/changes")
def changed() -> Response:
    """Show what changed of the terms between two releases."""
    history = held()
    page = changes_page(history, *_chosen(history))
    return respond(render("term_changes.html", page), HTML.media_type)


@bp.get("/ontology/changes.<suffix>")
def changed_file(suffix: str) -> Response:
    """Give the rows of the page as a file."""
    old, new = _chosen(held())
    about = {"from": old.release, "to": new.release}
    return file_of(changes_sheet(old, new), suffix, "ontology-changes", **about)


def _chosen(history: Sequence[Held]) -> tuple[Held, Held]:
    """Return the releases that the request asks to compare; by default the last with the one before it."""
    by_release = {each.release: each for each in history}
    default = {"to": history[-1].release, "from": history[max(len(history) - 2, 0)].release}
    chosen = []
    for name in ("from", "to"):
        given = request.args.getlist(name)
        if len(given) > 1:
            raise BadRequest(f"There are {len(given)} values of {name!r}; give one.")
        release = given[0] if given and given[0] else default[name]
        if release not in by_release:
            raise NotFound(f"There is no release {release[:40]!r} here; there are {', '.join(by_release)}.")
        chosen.append(by_release[release])
    return chosen[0], chosen[1]


def _refuse(name: str, index: TermIndex) -> NoReturn:
    """Answer for a name that no term has: 410 if one had it, else 404 with the names nearest to it."""
    for each in reversed(held()):
        if RC + name in each.edition.terms:
            version = each.edition.version
            raise Gone(f"rc:{name} is gone; version {version} of the ontology, /ontology/{version}, has it.")
    names = [iri.removeprefix(RC) for iri in index.edition.terms if iri.startswith(RC)]
    known = {each.lower(): each for each in names}
    near = difflib.get_close_matches(name[:_LONGEST_COMPARED].lower(), known, _NEAR_AT_MOST, _LIKENESS)
    meant = f"did you mean {' or '.join(known[each] for each in near)}?" if near else "/ontology lists all."
    raise NotFound(f"The ontology has no term of this name; {meant}")

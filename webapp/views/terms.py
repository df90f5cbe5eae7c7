"""The pages of the ontology's terms, and what changed of them from release to release."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response
from werkzeug.exceptions import Gone, NotFound

from kg.namespaces import BASE, RC
from kg.rdf_output import serialise
from webapp.editions import held, served_edition, shapes
from webapp.knowledge import knowledge
from webapp.negotiation import GRAPH_FORMATS, HTML, OWL, split_suffix
from webapp.pages.terms.index import TermIndex
from webapp.pages.terms.page import statements_of, term_page
from webapp.rendering import render
from webapp.representations import alternates, asked_for, respond
from webapp.urls import TERM

if TYPE_CHECKING:
    from typing import NoReturn

bp = Blueprint("terms", __name__)

_FORMATS: Final = (HTML, *GRAPH_FORMATS)
_SUFFIXES: Final = (*_FORMATS, OWL)
_LONGEST_COMPARED: Final = 100


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
        return respond(render("term.html", term_page(knowledge(), index, found, held())), HTML.media_type, links)
    return respond(serialise(statements_of(index, found.iri), form.media_type), form.media_type, links)


def _refuse(name: str, index: TermIndex) -> NoReturn:
    """Answer for a name that no term has: 410 if one had it, else 404 with the names nearest to it."""
    for each in reversed(held()):
        if RC + name in each.edition.terms:
            version = each.edition.version
            raise Gone(f"rc:{name} is gone; version {version} of the ontology, /ontology/{version}, has it.")
    known = {iri.removeprefix(RC).lower(): iri.removeprefix(RC) for iri in index.edition.terms if iri.startswith(RC)}
    near = difflib.get_close_matches(name[:_LONGEST_COMPARED].lower(), known, 3, 0.7)
    meant = f"did you mean {' or '.join(known[each] for each in near)}?" if near else "/ontology lists all."
    raise NotFound(f"The ontology has no term of this name; {meant}")

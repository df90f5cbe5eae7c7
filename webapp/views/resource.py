"""Things and assertions under their own addresses, each in the form and profile that the client asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NoReturn
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from kg.catalogue.parameters import LONGEST_IRI
from kg.exports.descriptions import describe_assertion, describe_thing
from kg.exports.statements import as_csv, as_json, as_rdf
from kg.namespaces import BASE, ID, LICENCE, PREFIXES, RDF_TYPE, assertion, thing
from kg.rdf_output import Quad
from kg.terms import Iri
from webapp import retired
from webapp.api.things import named
from webapp.dereferencing import Document, chosen, headed, known_forms, likely
from webapp.knowledge import knowledge
from webapp.negotiation import CSV, HTML, JSON, split_suffix
from webapp.profiles import ALTERNATES
from webapp.representations import respond, see_other, unchanged
from webapp.validity import validity
from webapp.views import browse
from webapp.views.alternates import representations

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.exports.descriptions import Description
    from webapp.profiles import Offer

bp = Blueprint("resource", __name__)

# Names of tables have underscores.
_NAME: Final = re.compile(r"[a-z0-9]+([-._/][a-z0-9]+)*")
_LABEL: Final = PREFIXES["rdfs"] + "label"
_CHOICES: Final = ("_profile", "_mediatype")


@bp.get("/id/<path:name>")
def identity(name: str) -> Response:
    """Send whoever asks for a thing, which no network can carry, to the document about it (303)."""
    stem, _ = split_suffix(name)
    _segment, iri = _named(stem)
    if gone := retired.answer(iri):
        return gone
    if not knowledge().rows("statements", subject=Iri(iri)).rows:
        missing(iri)
    # What the query chooses is chosen at the document.
    query = urlencode([(key, value) for key in _CHOICES for value in request.args.getlist(key)], safe="/:")
    address = f"/doc/{name}?{query}" if query else f"/doc/{name}"
    return see_other(address, [f'</doc/{stem}>; rel="describedby"'])


@bp.get("/doc/<path:name>")
def document(name: str) -> Response:
    """Show what the graph says of a thing, as a page or as data."""
    stem, asked = split_suffix(name)
    (kind, key), iri = _named(stem)
    about = Document(f"/doc/{stem}", iri, asked, kind)
    return _answer(about, lambda: browse.render(kind, key), lambda: describe_thing(knowledge().rows, iri))


@bp.get("/assertion/<table>/<path:name>")
def assertion_document(table: str, name: str) -> Response:
    """Show what one assertion states and what it rests on; `?fragment=1` asks for its card alone."""
    key, asked = split_suffix(name)
    iri = _checked(f"{table}/{key}", assertion(table, key))
    about = Document(f"/assertion/{table}/{key}", iri, asked)
    return _answer(
        about,
        lambda: browse.render_assertion(table, key, "fragment" in request.args),
        lambda: describe_assertion(knowledge().rows, iri),
    )


@bp.get("/source/<path:key>")
def source(key: str) -> Response:
    """Send the short address of a document to the document's page."""
    iri = _checked(key, thing("document", key))
    if not knowledge().rows("statements", subject=Iri(iri)).rows:
        missing(iri)
    return see_other(f"/doc/document/{key}")


def document_json(name: str) -> bytes:
    """Return the JSON of what the graph says of a thing, named by class and key; 404 if there is none."""
    (_kind, _key), iri = _named(name)
    description = describe_thing(knowledge().rows, iri)
    if description is None:
        missing(iri)
    return as_json(description, named(description, f"{BASE}doc/{name}"))


def assertion_json(table: str, key: str) -> bytes:
    """Return the JSON of what an assertion states; 404 if there is none."""
    iri = _checked(f"{table}/{key}", assertion(table, key))
    description = describe_assertion(knowledge().rows, iri)
    if description is None:
        missing(iri)
    return as_json(description, named(description, f"{BASE}assertion/{table}/{key}"))


def missing(iri: str) -> NoReturn:
    """
    Answer for an IRI of ours about which the graph says nothing.

    Raises:
        NotFound: Nothing is said of it.
    """
    retired.refuse_vanished(iri)
    shown = iri[:LONGEST_IRI]
    raise NotFound(f"Nothing is said here about {shown}; search for its name, or start from the home page.")


def _named(name: str) -> tuple[tuple[str, str], str]:
    """Split `country/bgd` into kind and key, and return both with the thing's IRI."""
    kind, _, key = name.partition("/")
    if not key:
        missing(ID + name)
    return (kind, key), _checked(name, thing(kind, key))


def _checked(name: str, iri: str) -> str:
    """Return the IRI of what has this name, or say that nothing can have it (404)."""
    if len(iri) > LONGEST_IRI or not _NAME.fullmatch(name):
        missing(iri)
    return iri


def _answer(
    about: Document, page: Callable[[], str | None], describe: Callable[[], Description | None]
) -> Response:
    """
    Answer in the form asked for.

    It is chosen twice: first of all forms that there can be, which tells whoever has that answer already
    without asking the store, and then of those that the thing itself has.
    """
    guess = likely(about)
    if guess and (had := unchanged(validity(about.address, guess.form, guess.profile.token))):
        return headed(had, about, guess)
    suffix = about.asked.suffix if about.asked else ""
    if about.kind and (gone := retired.answer(about.iri, guess.form if guess else HTML, suffix)):
        return gone
    there = known_forms(about, _classes(about))
    offer = chosen(about, there)
    body = _body(about, offer, page, describe, there)
    known = validity(about.address, offer.form, offer.profile.token)
    answer = respond(body, offer.form.media_type, about.links(offer, there), known=known)
    return headed(answer, about, offer)


def _classes(about: Document) -> frozenset[str]:
    """Return the classes of a thing; an assertion need only be there."""
    rows = knowledge().rows("statements", subject=Iri(about.iri)).rows
    if not rows:
        missing(about.iri)
    return frozenset(row["value"].value for row in rows if row["property"].value == RDF_TYPE)


def _body(
    about: Document,
    offer: Offer,
    page: Callable[[], str | None],
    describe: Callable[[], Description | None],
    there: tuple[Offer, ...],
) -> str | bytes:
    if offer.profile is ALTERNATES:
        return representations(about, there, offer.form)
    if offer.form is HTML:
        return page() or missing(about.iri)
    description = describe() or missing(about.iri)
    if offer.form is JSON:
        return as_json(description, named(description, about.document))
    if offer.form is CSV:
        return as_csv(description)
    header = _header(description, about)
    return as_rdf(description, offer.form.media_type, header, offer.profile.token)


def _header(description: Description, about: Document) -> list[Quad]:
    """Return what is to be said of the document itself: its topic, licence and release."""
    if about.document == description.iri:
        return []
    document_iri = Iri(about.document)
    said = [
        (RDF_TYPE, PREFIXES["foaf"] + "Document"),
        (PREFIXES["foaf"] + "primaryTopic", description.iri),
        (PREFIXES["dcterms"] + "license", LICENCE),
    ]
    said += [
        (PREFIXES["dcterms"] + "isPartOf", row["release"].value) for row in knowledge().rows("release").rows
    ]
    return [Quad(document_iri, Iri(name), Iri(value)) for name, value in said]

"""Things and assertions under their own addresses, each in the form that the client asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from kg.catalogue.parameters import LONGEST_IRI
from kg.errors import MediaTypeError
from kg.exports.descriptions import describe_assertion, describe_thing
from kg.exports.statements import as_csv, as_json, as_rdf
from kg.namespaces import BASE, ID, LICENCE, PREFIXES, RDF_TYPE, assertion, thing
from kg.rdf_output import Quad
from kg.terms import Iri
from webapp import retired
from webapp.knowledge import knowledge
from webapp.negotiation import CSV, HTML, JSON, RESOURCE_FORMATS, best, split_suffix
from webapp.representations import alternates, respond, see_other
from webapp.views import browse

if TYPE_CHECKING:
    from kg.exports.descriptions import Description
    from webapp.negotiation import Format

bp = Blueprint("resource", __name__)

# Names of tables have underscores.
_NAME: Final = re.compile(r"[a-z0-9]+([-._/][a-z0-9]+)*")


@bp.get("/id/<path:name>")
def identity(name: str) -> Response:
    """Send whoever asks for a thing, which no network can carry, to the document about it (303)."""
    _segment, iri = _named(name)
    if gone := retired.answer(iri):
        return gone
    if not knowledge().rows("statements", subject=Iri(iri)).rows:
        raise _unknown(iri)
    return see_other(f"/doc/{name}", [f'</doc/{name}>; rel="describedby"'])


@bp.get("/doc/<path:name>")
def document(name: str) -> Response:
    """Show what the graph says of a thing, as a page or as data."""
    stem, asked = split_suffix(name)
    (kind, key), iri = _named(stem)
    form = _form(asked)
    if gone := retired.answer(iri, form, asked.suffix if asked else ""):
        return gone
    if form is HTML:
        page = browse.render(kind, key)
        if page is None:
            raise _unknown(iri)
        return respond(page, HTML.media_type, _links(f"/doc/{stem}", iri, HTML))
    description = describe_thing(knowledge().rows, iri)
    if description is None:
        raise _unknown(iri)
    return _data(description, form, f"/doc/{stem}")


@bp.get("/assertion/<table>/<path:name>")
def assertion_document(table: str, name: str) -> Response:
    """Show what one assertion states and what it rests on; `?fragment=1` asks for its card alone."""
    key, asked = split_suffix(name)
    iri = _checked(f"{table}/{key}", assertion(table, key))
    form = _form(asked)
    if form is HTML:
        page = browse.render_assertion(table, key, "fragment" in request.args)
        if page is None:
            raise _unknown(iri)
        return respond(page, HTML.media_type, _links(f"/assertion/{table}/{key}", iri, HTML))
    description = describe_assertion(knowledge().rows, iri)
    if description is None:
        raise _unknown(iri)
    return _data(description, form, f"/assertion/{table}/{key}")


@bp.get("/source/<path:key>")
def source(key: str) -> Response:
    """Send the short address of a document to the document's page."""
    iri = _checked(key, thing("document", key))
    if not knowledge().rows("statements", subject=Iri(iri)).rows:
        raise _unknown(iri)
    return see_other(f"/doc/document/{key}")


def _named(name: str) -> tuple[tuple[str, str], str]:
    """Split `country/bgd` into kind and key, and return both with the thing's IRI."""
    kind, _, key = name.partition("/")
    if not key:
        raise _unknown(ID + name)
    return (kind, key), _checked(name, thing(kind, key))


def _checked(name: str, iri: str) -> str:
    """Return the IRI of what has this name, or say that nothing can have it (404)."""
    if len(iri) > LONGEST_IRI or not _NAME.fullmatch(name):
        raise _unknown(iri)
    return iri


def _unknown(iri: str) -> NotFound:
    retired.refuse_vanished(iri)
    shown = iri[:LONGEST_IRI]
    return NotFound(f"Nothing is said here about {shown}; search for its name, or start from the home page.")


def _form(asked: Format | None) -> Format:
    """Return the format to answer in: by suffix, by `_mediatype`, then by Accept."""
    wanted = request.args.get("_mediatype")
    accept = request.headers.get("Accept") if wanted is None else wanted
    if asked is not None:
        return asked
    media_type = best(accept, [f.media_type for f in RESOURCE_FORMATS])
    for form in RESOURCE_FORMATS:
        if form.media_type == media_type:
            return form
    offered = ", ".join(f.media_type for f in RESOURCE_FORMATS)
    raise MediaTypeError(f"There is no representation for {accept!r}; ask for one of {offered}.")


def _links(address: str, iri: str, form: Format) -> list[str]:
    canonical = BASE + address.removeprefix("/")
    links = [
        f'<{canonical}>; rel="canonical"',
        f'<{address}.trig>; rel="describedby"; type="application/trig"',
    ]
    if iri != canonical:
        links.append(f'<{iri}>; rel="describes"')
    return links + alternates(address, RESOURCE_FORMATS, form.media_type)


def _data(description: Description, form: Format, address: str) -> Response:
    if form is JSON:
        body = as_json(description, {"document": BASE + address.removeprefix("/"), "license": LICENCE})
    elif form is CSV:
        body = as_csv(description)
    else:
        body = as_rdf(description, form.media_type, _header(description, address))
    links = _links(address, description.iri, form)
    return respond(body, form.media_type, links)


def _header(description: Description, address: str) -> list[Quad]:
    """Return what is to be said of the document itself: its topic, licence and release."""
    document_iri = BASE + address.removeprefix("/")
    if document_iri == description.iri:
        return []
    about = Iri(document_iri)
    said = [
        (RDF_TYPE, PREFIXES["foaf"] + "Document"),
        (PREFIXES["foaf"] + "primaryTopic", description.iri),
        (PREFIXES["dcterms"] + "license", LICENCE),
    ]
    said += [
        (PREFIXES["dcterms"] + "isPartOf", row["release"].value) for row in knowledge().rows("release").rows
    ]
    return [Quad(about, Iri(name), Iri(value)) for name, value in said]

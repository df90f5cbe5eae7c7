"""All forms in which one thing can be had: as a page, as JSON, and as RDF (`_profile=alt`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from kg.namespaces import BASE, PREFIXES, RDF_TYPE
from kg.rdf_output import Quad, serialise
from kg.terms import Iri, Literal
from webapp.knowledge import knowledge
from webapp.negotiation import HTML, JSON
from webapp.pages.profiles import alternates_page
from webapp.rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from webapp.dereferencing import Document
    from webapp.negotiation import Format
    from webapp.profiles import Offer

_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"


def representations(about: Document, there: Sequence[Offer], form: Format) -> str | bytes:
    """
    Return the list of forms.

    Args:
        about: What there are forms of.
        there: The forms.
        form: How to write the list.
    """
    if form is HTML:
        label = knowledge().names.label(about.iri)
        return render("alternates.html", alternates_page(about, there, label))
    if form is JSON:
        return json.dumps(_as_json(about, there), ensure_ascii=False, indent=1)
    return serialise(_as_quads(about, there), form.media_type)


def _as_json(about: Document, there: Sequence[Offer]) -> dict[str, object]:
    listed = [
        {
            "address": about.path_of(offer),
            "mediaType": offer.form.media_type,
            "profile": offer.profile.iri,
            "token": offer.profile.token,
            "ownProfile": offer.is_own,
        }
        for offer in there
    ]
    return {"id": about.iri, "document": about.document, "default": listed[0], "representations": listed}


def _as_quads(about: Document, there: Sequence[Offer]) -> Iterator[Quad]:
    """Yield what the W3C's model for alternate representations says; the first form is the default."""
    altr, dcterms = PREFIXES["altr"], PREFIXES["dcterms"]
    for offer in there:
        form = Iri(BASE + about.path_of(offer).removeprefix("/"))
        has = "hasDefaultRepresentation" if offer == there[0] else "hasRepresentation"
        yield Quad(Iri(about.document), Iri(altr + has), form)
        yield Quad(form, Iri(RDF_TYPE), Iri(altr + "Representation"))
        yield Quad(form, Iri(dcterms + "conformsTo"), Iri(offer.profile.iri))
        yield Quad(form, Iri(dcterms + "format"), Iri(_MEDIA_TYPES + offer.form.media_type))
    for profile in dict.fromkeys(offer.profile for offer in there):
        yield Quad(Iri(profile.iri), Iri(PREFIXES["prof"] + "hasToken"), Literal(profile.token))

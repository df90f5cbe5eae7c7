"""What describes the data to machines, with the addresses of this site in it: VoID, DCAT, schema.org."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import current_app
from markupsafe import Markup

from kg import description
from kg.archive import Archive
from kg.description import PREFIXES, Counts, Site
from kg.description.files import rdf_dumps
from kg.exports.schema_org import json_ld, schema_of
from kg.rdf_output import serialise
from kg.terms import Iri
from webapp.citing import public
from webapp.knowledge import knowledge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.archive import Issued
    from kg.rdf_output import Quad
    from webapp.settings import Settings

# What would end the element or begin another in HTML; in JSON it means the same.
_IN_HTML = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def counts() -> Counts:
    """
    Return how much of what there is in the graph, counted once a release.

    Raises:
        StoreError: The store cannot answer.
    """
    known = knowledge()
    # Past the answers that are kept: the rows are many, and nothing asks for them again.
    return known.once.get(
        "counts", lambda: description.count(lambda name: known.store.select(known.queries.named(name).text))
    )


def archive() -> Archive:
    """Return the releases that readers can take from this site."""
    settings: Settings = current_app.config["REGCOOP"]
    return settings.archive or Archive(None)


def version() -> str:
    """Return the version of the release that is served, empty if the store does not say."""
    release = knowledge().release
    return release.release if release else ""


def served() -> Issued | None:
    """Return the release that is served, if it is at hand and not another than the store says."""
    found = archive().served
    return found if found and found.version == version() else None


def void(media_type: str) -> bytes:
    """Describe the graph that is served, in VoID."""
    site = _site()
    return _written(description.void(counts(), version(), rdf_dumps(served(), site), site), media_type)


def catalogue(media_type: str) -> bytes:
    """Describe all releases, in DCAT."""
    return _written(description.catalogue(archive(), version(), _site()), media_type)


def release(issued: Issued, media_type: str) -> bytes:
    """Describe one release, in DCAT."""
    return _written(description.release(archive(), issued, _site()), media_type)


def dataset_record() -> Markup:
    """Return the data set as schema.org, for the head of a page."""
    issued = served() or archive().latest
    return block(description.record(issued, issued.version if issued else version(), _site()))


def release_record(wanted: str) -> Markup:
    """Return a release as schema.org, for the head of its page."""
    issued = archive().named(wanted)
    return block(description.record(issued, wanted, _site())) if issued else Markup()


def thing_record(iri: str) -> Markup:
    """Return what schema.org can say of a thing, for the head of its page; empty if that is nothing."""
    rows = knowledge().rows("statements", subject=Iri(iri)).rows
    document = json_ld(schema_of(iri, ((row["property"].value, row["value"]) for row in rows)))
    return block(document) if document else Markup()


def block(document: Mapping[str, Any]) -> Markup:
    """Return JSON-LD as an element of HTML that nothing runs and that no text in it can end."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(_IN_HTML)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))  # noqa: S704


def _site() -> Site:
    settings: Settings = current_app.config["REGCOOP"]
    return Site(public(""), settings.report_to)


def _written(quads: list[Quad], media_type: str) -> bytes:
    return serialise(quads, media_type, PREFIXES)

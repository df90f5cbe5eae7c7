"""The profiles of content under their own addresses: a page to read, and the Profiles Vocabulary as RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from kg.namespaces import PREFIXES, PROFILE, RDF_TYPE
from kg.rdf_output import Quad, serialise
from kg.terms import Iri, Literal
from webapp.asked import asked_for
from webapp.negotiation import GRAPH_FORMATS, HTML, split_suffix
from webapp.pages.profiles import profile_page, profiles_page
from webapp.profiles import PROFILES, profile_named
from webapp.rendering import render
from webapp.representations import alternates, respond

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webapp.profiles import Profile

bp = Blueprint("profile", __name__)

_FORMATS: Final = (HTML, *GRAPH_FORMATS)
_SUFFIXES: Final = "any(" + ", ".join(f"'.{form.suffix}'" for form in _FORMATS) + ")"
_PROF, _DCTERMS = PREFIXES["prof"], PREFIXES["dcterms"]
_GUIDANCE: Final = _PROF + "role/guidance"


@bp.get("/profile", defaults={"suffix": ""})
@bp.get(f"/profile<{_SUFFIXES}:suffix>")
def profiles(suffix: str) -> Response:
    """List the profiles in which things can be had."""
    form = asked_for(_FORMATS, suffix.removeprefix("."))
    links = alternates("/profile", _FORMATS, form.media_type)
    if form is HTML:
        return respond(render("profiles.html", profiles_page(_downloads("/profile"))), HTML.media_type, links)
    quads = [quad for profile in PROFILES for quad in _described(profile)]
    return respond(serialise(quads, form.media_type), form.media_type, links)


@bp.get("/profile/<name>")
def profile(name: str) -> Response:
    """Describe one profile: what it holds, for whom, and how to ask for it."""
    token, asked = split_suffix(name, _FORMATS)
    found = profile_named(token)
    if found is None:
        known = ", ".join(each.token for each in PROFILES)
        raise NotFound(f"There is no profile {token[:80]!r} here; there are {known}.")
    form = asked or asked_for(_FORMATS)
    address = f"/profile/{token}"
    links = [f'<{found.iri}>; rel="canonical"', *alternates(address, _FORMATS, form.media_type)]
    if form is HTML:
        page = profile_page(found, _downloads(address))
        return respond(render("profile.html", page), HTML.media_type, links)
    return respond(serialise(_described(found), form.media_type), form.media_type, links)


def _downloads(address: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((f.label, f"{address}.{f.suffix}", f.media_type) for f in GRAPH_FORMATS)


def _described(profile: Profile) -> Iterator[Quad]:
    """Yield what the Profiles Vocabulary says of a profile."""
    about, guidance = Iri(profile.iri), Iri(f"{profile.iri}#guidance")
    yield Quad(about, Iri(RDF_TYPE), Iri(_PROF + "Profile"))
    yield Quad(about, Iri(PREFIXES["rdfs"] + "label"), _text(profile.title))
    yield Quad(about, Iri(_DCTERMS + "title"), _text(profile.title))
    yield Quad(about, Iri(_DCTERMS + "description"), _text(profile.holds))
    yield Quad(about, Iri(_DCTERMS + "audience"), Iri(f"{profile.iri}#audience"))
    yield Quad(Iri(f"{profile.iri}#audience"), Iri(RDF_TYPE), Iri(_DCTERMS + "AgentClass"))
    yield Quad(Iri(f"{profile.iri}#audience"), Iri(PREFIXES["rdfs"] + "label"), _text(profile.serves))
    yield Quad(about, Iri(_PROF + "hasToken"), Literal(profile.token))
    yield Quad(about, Iri(_DCTERMS + "isPartOf"), Iri(PROFILE.rstrip("/")))
    for iri in profile.narrows:
        yield Quad(about, Iri(_PROF + "isProfileOf"), Iri(iri))
    yield Quad(about, Iri(_PROF + "hasResource"), guidance)
    yield Quad(guidance, Iri(RDF_TYPE), Iri(_PROF + "ResourceDescriptor"))
    yield Quad(guidance, Iri(_PROF + "hasRole"), Iri(_GUIDANCE))
    yield Quad(guidance, Iri(_PROF + "hasArtifact"), Iri(f"{profile.iri}.html"))


def _text(text: str) -> Literal:
    return Literal(text, None, "en")

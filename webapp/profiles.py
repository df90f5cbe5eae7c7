"""
Which content a client gets: profiles by header and by query ("Content Negotiation by Profile", W3C).

A profile says what an answer holds; the media type says how it is written.  Each has an IRI, under which it
is described, and a token, which is the last part of that IRI.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.exports.profiles import CORE, EVIDENCE, SCHEMA, SKOS
from kg.namespaces import PREFIXES, PROFILE
from webapp.negotiation import CSV, GRAPH_FORMATS, HTML, JSON, N_QUADS, QUALITY, RESOURCE_FORMATS, TRIG, best

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.negotiation import Format

THINGS, ASSERTIONS, RELEASES = "things", "assertions", "releases"
"""What there are profiles of."""


@dataclass(frozen=True, slots=True)
class Profile:
    """
    A kind of content.

    `holds` and `serves` say in a sentence or two what is in it and for whom; `narrows` are the IRIs of the
    specifications that it keeps to, by which it can be asked for as well; `formats` are those that it is
    written in, the first one where any will do; `of` says of what.
    """

    token: str
    title: str
    holds: str
    serves: str
    formats: tuple[Format, ...]
    of: tuple[str, ...]
    narrows: tuple[str, ...] = ()
    named: str = ""

    @property
    def iri(self) -> str:
        """Its IRI."""
        return self.named or PROFILE + self.token

    def is_called(self, name: str) -> bool:
        """Say whether a client that names this means it."""
        path = f"/profile/{self.token}"
        # A specification is named with and without its last sign, and by either scheme.
        others = {_plain(iri) for iri in self.narrows}
        return name in {self.token, self.iri, path} or _plain(name) in others


def _plain(iri: str) -> str:
    return iri.rstrip("#/").removeprefix("https://").removeprefix("http://")


PROFILES: Final[tuple[Profile, ...]] = (
    Profile(
        CORE,
        "Core",
        "What the graph says of the thing, what it says of others that leads to it, and the names of all "
        "that these lead to. The evidence is left out, and all statements stand in one graph.",
        "Whoever takes the facts into a graph or a catalogue of their own.",
        GRAPH_FORMATS,
        (THINGS, ASSERTIONS),
    ),
    Profile(
        EVIDENCE,
        "Evidence",
        "Every statement, and the assertions that make them with their basis, the passages of documents that "
        "they rest on, or the rule and the assertions that they are derived from. N-Quads and TriG hold each "
        "statement in the named graph of its assertion; JSON and CSV name assertion, source and place beside "
        "it, the web page behind a marker. The formats for one graph hold all statements together, and do "
        "not tell which assertion makes which.",
        "Whoever checks, cites or weighs what is said.",
        (TRIG, N_QUADS, *(f for f in GRAPH_FORMATS if f not in {TRIG, N_QUADS}), HTML, JSON, CSV),
        (THINGS, ASSERTIONS),
    ),
    Profile(
        SKOS,
        "SKOS",
        "A concept or a scheme in SKOS alone: its names, definition, notes and notation, its scheme, its "
        "place among the concepts, its matches elsewhere, and the names of what these lead to. Only what the "
        "graph itself says in SKOS is in it, and only concepts and schemes have it.",
        "Thesaurus servers and tools for vocabularies.",
        GRAPH_FORMATS,
        (THINGS,),
        (PREFIXES["skos"],),
    ),
    Profile(
        SCHEMA,
        "schema.org",
        "The thing in the words of schema.org, where these are true of it: a country, a region, an "
        "organization, a person, an event, a document, a data set or a defined term with its names, its "
        "description, its codes and its place. What schema.org has no true word for, such as a regional "
        "process, is not described in it. A date is as short as in its source.",
        "Search engines, and sites that describe what they hold by schema.org.",
        GRAPH_FORMATS,
        (THINGS,),
        (PREFIXES["schema"],),
    ),
)
"""The profiles of what the site describes, in the order in which they are preferred where any will do."""

ALTERNATES: Final = Profile(
    "alt",
    "Alternate representations",
    "The forms in which a thing can be had: every profile with every media type, and the address of each.",
    "Clients that look for what there is.",
    (HTML, *GRAPH_FORMATS, JSON),
    (THINGS, ASSERTIONS),
    named=PREFIXES["altr"].removesuffix("#"),
)
"""The list of representations, which every negotiated resource has."""

MAX_CHARACTERS: Final = 4_096
"""How much of a header is read."""

_ANY: Final = "*"
_ELEMENT = re.compile(r"\s*(?:<([^<>]*)>|([^\s<>,;]+))\s*((?:;[^,]*)?)(?:,|$)")
_REST = re.compile(r"[^,]*(?:,|$)")


@dataclass(frozen=True, slots=True)
class Preference:
    """One element of a list of profiles: an IRI, a token or `*`, and its weight from 0 to 1."""

    name: str
    quality: float


@dataclass(frozen=True, slots=True)
class Offer:
    """One form of something; `is_own` says that its format has this profile where none is asked for."""

    profile: Profile
    form: Format
    is_own: bool


def profile_named(token: str) -> Profile | None:
    """Return the profile of a token."""
    return next((profile for profile in PROFILES if profile.token == token), None)


def offers(kept_to: Sequence[str], own: dict[str, str]) -> tuple[Offer, ...]:
    """
    Return all forms of something, in our order of preference.

    Args:
        kept_to: The tokens of the profiles that it can be described in.
        own: The token of the profile of each format where none is asked for, by media type.
    """
    given = [profile for profile in PROFILES if profile.token in kept_to]
    found = [
        Offer(profile, form, own[form.media_type] == profile.token)
        for form in RESOURCE_FORMATS
        for profile in given
        if form in profile.formats
    ]
    return (*found, *(Offer(ALTERNATES, form, is_own=False) for form in ALTERNATES.formats))


def parse_profiles(header: str | None) -> tuple[Preference, ...]:
    """
    Read an Accept-Profile header, or the value of `_profile`.

    IRIs stand in angle brackets, tokens and `*` without. An element that is neither, or whose weight is none,
    is left out; a header without any usable element says nothing.
    """
    found, at, text = [], 0, (header or "")[:MAX_CHARACTERS]
    while at < len(text):
        element = _ELEMENT.match(text, at)
        quality = _quality(element[3]) if element else None
        if element and quality is not None and (name := (element[1] or element[2] or "").strip()):
            found.append(Preference(name, quality))
        rest = element or _REST.match(text, at)
        at = rest.end() if rest else len(text)
    return tuple(found)


def _quality(parameters: str) -> float | None:
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            return float(value.strip()) if QUALITY.fullmatch(value.strip()) else None
    return 1.0


def choose(
    offered: Sequence[Offer], accept: str | None, form: Format | None, wanted: Sequence[Preference]
) -> Offer | None:
    """
    Return the form to answer in; None if no form has a profile and a media type that the client takes.

    Where profiles are named, one that is named counts before any weight of the media types.

    Args:
        offered: The forms that there are.
        accept: The Accept header, or the media type that the query names; None if there is none.
        form: The format that the suffix names, which Accept cannot change.
        wanted: The profiles that the client names; without any, each format has its own.
    """
    if not wanted:
        return _by_type([offer for offer in offered if offer.is_own], accept, form)
    weights = {offer.profile.token: _weight(offer.profile, wanted) for offer in offered}
    for weight in sorted({w for w in weights.values() if w[0] > 0}, reverse=True):
        among = [offer for offer in offered if weights[offer.profile.token] == weight]
        if found := _by_type(among, accept, form):
            return found
    return None


def _weight(profile: Profile, wanted: Sequence[Preference]) -> tuple[float, bool]:
    """Return how much a client likes a profile, and whether it names it; the list of forms only by name."""
    named = [one.quality for one in wanted if profile.is_called(one.name)]
    if named:
        return max(named), True
    any_one = [one.quality for one in wanted if one.name == _ANY and profile is not ALTERNATES]
    return (max(any_one), False) if any_one else (0.0, False)


def _by_type(offered: Sequence[Offer], accept: str | None, form: Format | None) -> Offer | None:
    kept = [offer for offer in offered if form is None or offer.form is form]
    # A suffix decides about the type, whatever Accept says.
    types = list(dict.fromkeys(offer.form.media_type for offer in kept))
    media_type = best(None if form else accept, types)
    fitting = [offer for offer in kept if offer.form.media_type == media_type]
    return next((offer for offer in fitting if offer.is_own), fitting[0] if fitting else None)

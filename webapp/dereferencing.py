"""A document about one thing: the forms it has, the one that a request gets, and the headers that say so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import request

from kg.errors import MediaTypeError
from kg.exports.profiles import EVIDENCE, SCHEMA, SKOS, carried, own_profile
from kg.namespaces import BASE, LICENCE, PREFIXES
from webapp.asked import accepted
from webapp.kinds import KINDS
from webapp.negotiation import CSV, GRAPH_FORMATS, HTML, JSON, TRIG, TURTLE
from webapp.profiles import (
    ALTERNATES,
    ASSERTIONS,
    PROFILES,
    THINGS,
    Preference,
    choose,
    offers,
    parse_profiles,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response

    from webapp.negotiation import Format
    from webapp.profiles import Offer

_TYPE_OF_PROFILES: Final = PREFIXES["prof"] + "Profile"
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Document:
    """
    A document about a thing or an assertion.

    `address` is its path without suffix, `iri` what it describes, `asked` the format that the suffix names,
    `kind` the segment of the thing's class, None of an assertion.
    """

    address: str
    iri: str
    asked: Format | None
    kind: str | None = None

    @property
    def document(self) -> str:
        """Its own IRI."""
        return BASE + self.address.removeprefix("/")

    def forms(self, kept_to: frozenset[str] | None = None) -> tuple[Offer, ...]:
        """Return the forms that it has in profiles; without these, all that such a document can have."""
        return _forms(ASSERTIONS if self.kind is None else THINGS, kept_to)

    def path_of(self, offer: Offer) -> str:
        """Return the address of one form, which nothing in a request can change."""
        path = f"{self.address}.{offer.form.suffix}"
        return path if offer.is_own else f"{path}?_profile={offer.profile.token}"

    def links(self, offer: Offer, there: Sequence[Offer]) -> list[str]:
        """
        Return the values of the Link header of one form.

        Of the other forms every format is named in its own profile, and every other profile in one format:
        all of them together are longer than some proxies take, and stand in the list of forms.
        """
        links = [
            f'<{self.document}>; rel="canonical"',
            f'<{self.address}.trig>; rel="describedby"; type="{TRIG.media_type}"',
            f'<{LICENCE}>; rel="license"',
            f'<{offer.profile.iri}>; rel="profile"',
        ]
        if self.iri != self.document:
            links.append(f'<{self.iri}>; rel="describes"')
        if (kind := KINDS.get(self.kind or "")) and kind.listing:
            links.append(f'<{kind.listing}>; rel="collection"')
        links += [self._alternate(other) for other in there if other != offer and _is_named(other)]
        tokens = dict.fromkeys(other.profile for other in there)
        return links + [
            f'<{_TYPE_OF_PROFILES}>; rel="type"; token="{profile.token}"; anchor="{profile.iri}"'
            for profile in tokens
        ]

    def _alternate(self, offer: Offer) -> str:
        path = self.address if offer.form is HTML and offer.is_own else self.path_of(offer)
        if offer.profile is ALTERNATES:
            path = f"{self.address}?_profile={offer.profile.token}"
        said = f'type="{offer.form.media_type}"; profile="{offer.profile.iri}"'
        return f'<{path}>; rel="alternate"; {said}'


@cache
def _forms(of: str, kept_to: frozenset[str] | None) -> tuple[Offer, ...]:
    tokens = [p.token for p in PROFILES if of in p.of and (kept_to is None or p.token in kept_to)]
    is_assertion = of == ASSERTIONS
    own = {f.media_type: own_profile(f.media_type, is_assertion=is_assertion) for f in GRAPH_FORMATS}
    return offers(tokens, own | {form.media_type: EVIDENCE for form in (HTML, JSON, CSV)})


def _is_named(offer: Offer) -> bool:
    first = HTML if offer.profile is ALTERNATES else TURTLE
    return offer.is_own or (offer.form is first and offer.profile.token in {SKOS, SCHEMA, ALTERNATES.token})


def known_forms(about: Document, types: frozenset[str]) -> tuple[Offer, ...]:
    """Return the forms of a document whose thing has these classes."""
    return about.forms(carried(types, is_assertion=about.kind is None))


def likely(about: Document) -> Offer | None:
    """Return the form that the request asks for, if the document has all that such a document can have."""
    return choose(about.forms(), accepted(), about.asked, _wanted())


def chosen(about: Document, there: Sequence[Offer]) -> Offer:
    """
    Return the form that the request asks for: by suffix, by query, then by header.

    Raises:
        MediaTypeError: There is no such form; the message names those there are.
    """
    accept, wanted = accepted(), _wanted()
    found = choose(there, accept, about.asked, wanted)
    if found is None:
        raise MediaTypeError(_refusal(about, there, accept, wanted))
    return found


def _wanted() -> tuple[Preference, ...]:
    # What the address says goes before what the header says; and a header may come in several lines.
    given = ",".join(filter(None, request.args.getlist("_profile")))
    if not given:
        return parse_profiles(request.headers.get("Accept-Profile"))
    # Whoever writes into an address what is no profile is told so, and not sent something else.
    return parse_profiles(_in_brackets(given)) or (Preference(given, 1.0),)


def _in_brackets(given: str) -> str:
    """Return a list of profiles; an IRI that stands alone, as in an address, is one without brackets."""
    return f"<{given}>" if given.startswith(("http://", "https://")) and "," not in given else given


def _refusal(
    about: Document, offered: Sequence[Offer], accept: str | None, wanted: Sequence[Preference]
) -> str:
    asked = about.asked.media_type if about.asked else accept or "*/*"
    names = ", ".join(preference.name for preference in wanted)
    profile = f" in the profile {names[:_SHOWN]!r}" if names else ""
    there = "; ".join(f"{', '.join(tokens)} as {types}" for types, tokens in _by_types(offered).items())
    return (
        f"There is no representation as {asked[:_SHOWN]!r}{profile}; there is {there}. "
        f"{about.address}?_profile=alt lists them with their addresses."
    )


def _by_types(offered: Sequence[Offer]) -> dict[str, list[str]]:
    """Return the tokens of the profiles that there are by the media types that they are written in."""
    types: dict[str, list[str]] = {}
    for offer in offered:
        types.setdefault(offer.profile.token, []).append(offer.form.media_type)
    found: dict[str, list[str]] = {}
    for token, names in types.items():
        found.setdefault(", ".join(names), []).append(token)
    return found


def headed(answer: Response, about: Document, offer: Offer) -> Response:
    """Say of an answer which profile it keeps to, and under which address this very form is found."""
    if answer.status_code != HTTPStatus.NOT_MODIFIED:
        names = [offer.profile.iri, *offer.profile.narrows]
        answer.headers["Content-Profile"] = ", ".join(f"<{name}>" for name in names)
    answer.headers.setdefault("Cache-Control", "no-cache")
    if set(request.args) <= {"_profile", "_mediatype"}:
        answer.headers["Content-Location"] = about.path_of(offer)
    return answer

"""What the pages of profiles show: what each profile holds, and the forms in which one thing can be had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from webapp.negotiation import HTML, RESOURCE_FORMATS
from webapp.profiles import ALTERNATES, PROFILES, RELEASES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.dereferencing import Document
    from webapp.profiles import Offer, Profile

_EXAMPLE: Final = "/doc/domain/escap-2017/2"


@dataclass(frozen=True, slots=True)
class ProfilesPage:
    """All that `profiles.html` may use: the profiles, and the page's own forms as data."""

    profiles: tuple[Profile, ...]
    formats: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """
    All that `profile.html` may use.

    `formats` are (name, address, media type) of this page as data; `written` the names and media types of
    the formats that the profile is written in; `example` is the address of a thing in the profile, empty
    where no thing has it; `header` and `query` show how to ask for it.
    """

    profile: Profile
    formats: tuple[tuple[str, str, str], ...]
    written: tuple[tuple[str, str], ...]
    example: str
    header: str
    query: str


@dataclass(frozen=True, slots=True)
class FormsOfProfile:
    """One profile of a thing: (name, address, media type, whether it is the format's own) of each form."""

    profile: Profile
    address: str
    forms: tuple[tuple[str, str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class AlternatesPage:
    """All that `alternates.html` may use: a thing's name, page and IRI, and its forms by profile."""

    label: str
    path: str
    iri: str
    groups: tuple[FormsOfProfile, ...]


def forms_of(path: str) -> tuple[tuple[str, str, str], ...]:
    """Return (name, address, media type) of the data behind a page, and last of the list of all its forms."""
    data = [(f.label, f"{path}.{f.suffix}", f.media_type) for f in RESOURCE_FORMATS if f is not HTML]
    return (*data, ("All profiles", f"{path}?_profile={ALTERNATES.token}", HTML.media_type))


def profiles_page(formats: tuple[tuple[str, str, str], ...]) -> ProfilesPage:
    """Return the page of all profiles."""
    return ProfilesPage(PROFILES, formats)


def profile_page(profile: Profile, formats: tuple[tuple[str, str, str], ...]) -> ProfilePage:
    """Return the page of one profile."""
    has_example = RELEASES not in profile.of
    query = f"{_EXAMPLE}?_profile={profile.token}"
    media_type = profile.formats[0].media_type
    return ProfilePage(
        profile,
        formats,
        tuple((form.label, form.media_type) for form in profile.formats),
        query if has_example else "",
        f"GET {_EXAMPLE}\nAccept: {media_type}\nAccept-Profile: <{profile.iri}>",
        f"{query}&_mediatype={media_type.replace('+', '%2B')}",
    )


def alternates_page(about: Document, there: Sequence[Offer], label: str) -> AlternatesPage:
    """Return the page of the forms of one thing."""
    found: dict[Profile, list[Offer]] = {}
    for offer in there:
        found.setdefault(offer.profile, []).append(offer)
    groups = tuple(
        FormsOfProfile(
            profile,
            # The list of forms is described by the W3C, all others by us.
            profile.iri if profile.named else f"/profile/{profile.token}",
            tuple((o.form.label, about.path_of(o), o.form.media_type, o.is_own) for o in offers),
        )
        for profile, offers in found.items()
    )
    return AlternatesPage(label, about.address, about.iri, groups)

"""How a page or an answer is cited: title, release, address, and the day of access."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import current_app, request
from werkzeug.exceptions import BadRequest

from kg.citations import Citation
from webapp.knowledge import knowledge

if TYPE_CHECKING:
    from webapp.settings import Settings


def public(path: str) -> str:
    """
    Return the whole address of a path of this site.

    Raises:
        BadRequest: The address must be taken from the request, whose Host is no name of a site.
    """
    settings: Settings = current_app.config["REGCOOP"]
    if settings.base_url:
        return settings.base_url.rstrip("/") + path
    if not request.host:
        raise BadRequest("The Host of this request is no name of a site; ask by the address of this one.")
    return request.url_root.rstrip("/") + path


def citation(title: str, path: str) -> Citation:
    """Return how to cite what stands at `path` of this site today (UTC), on the release that is served."""
    known = served()
    return Citation(
        title,
        path,
        public(path),
        known.release,
        known.digest,
        accessed=datetime.now(UTC).date(),
        data=_kept(known.release),
    )


def _kept(release: str) -> str:
    """Return where the data of a release stay as they are; empty for one that is not published here."""
    settings: Settings = current_app.config["REGCOOP"]
    issued = settings.archive.named(release) if settings.archive else None
    return public(f"/r/{release}/") if issued and issued.issued else ""


@dataclass(frozen=True, slots=True)
class Served:
    """The release that is served: its version and the SHA-256 of its file, empty where they are not known."""

    release: str
    digest: str


def served() -> Served:
    """Return what is known of the release that is served."""
    settings: Settings = current_app.config["REGCOOP"]
    release = knowledge().release
    return Served(release.release if release else "", settings.release_digest or "")

"""How a page or an answer is cited: title, release, address, and the day of access."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import current_app, request
from werkzeug.exceptions import BadRequest

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


def citation(title: str, path: str) -> str:
    """Return what to cite for what stands at `path`; the day of access is today's (UTC)."""
    release = knowledge().release
    version = f", release {release.release}" if release else ""
    today = datetime.now(UTC).date().isoformat()
    return (
        f"Regional cooperation on migration (Regcoop){version}. “{title.rstrip('.')}.” "
        f"{public(path)} (accessed {today})."
    )

"""How a page or an answer is cited: title, release, address, and the day of access."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import current_app, request

from webapp.knowledge import knowledge

if TYPE_CHECKING:
    from webapp.settings import Settings


def public(path: str) -> str:
    """Return the whole address of a path of this site."""
    settings: Settings = current_app.config["REGCOOP"]
    return (settings.base_url or request.url_root).rstrip("/") + path


def citation(title: str, path: str) -> str:
    """Return what to cite for what stands at `path`; the day of access is today's (UTC)."""
    release = knowledge().release
    version = f", release {release.release}" if release else ""
    today = datetime.now(UTC).date().isoformat()
    return (
        f"Regional cooperation on migration (Regcoop){version}. “{title.rstrip('.')}.” "
        f"{public(path)} (accessed {today})."
    )

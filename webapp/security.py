"""The headers that keep a page from doing more than it should."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_talisman import Talisman

if TYPE_CHECKING:
    from flask import Flask

POLICY: Final[dict[str, str]] = {
    "default-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
"""Nothing from elsewhere and nothing inline: pages have no inline script or style, so no nonce is needed."""


def init_app(app: Flask) -> None:
    """
    Put the headers on every answer of `app`.

    What stands in front of a site decides whether it is reached by HTTPS, so nothing is redirected here;
    behind HTTPS the answers ask browsers to stay with it.
    """
    Talisman(
        app,
        force_https=False,
        content_security_policy=POLICY,
        frame_options="DENY",
        referrer_policy="strict-origin-when-cross-origin",
        permissions_policy={"browsing-topics": "()", "camera": "()", "geolocation": "()", "microphone": "()"},
    )

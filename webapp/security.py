"""The headers that keep a page from doing more than it should."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Response
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


def headers_of(app: Flask, path: str, *, is_https: bool) -> list[tuple[str, str]]:
    """
    Return the headers that `app` puts on any answer of a path, for what answers in its place.

    Args:
        app: The site, with all that sets headers.
        path: The path of the request.
        is_https: Whether the answer goes by HTTPS, here or before what stands in front of the site.
    """
    scheme = "https" if is_https else "http"
    with app.test_request_context(path, base_url=f"{scheme}://localhost/"):
        answer = app.process_response(Response())
    return [(name, value) for name, value in answer.headers if not name.lower().startswith("content-t")]

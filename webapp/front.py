"""What stands before the site when it is served, from the network inward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.bodies import SlowBodies
from webapp.body_cache import BodyCache
from webapp.rate import RateLimit

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from flask import Flask

    from webapp.settings import Settings


def put_in_front(site: Flask, rate: int, proxies: int) -> None:
    """
    Put proxies to believe, slow bodies, the limit of requests, and answers that are kept before a site.

    Args:
        site: The site, complete.
        rate: How many requests for data one client has in a minute; 0 for no limit, and no word of one.
        proxies: How many proxies of whoever runs the site stand in front.  Of what they say, the address of
            the client and the scheme are believed, so many hops from the end; anybody can write what stands
            before these.
    """
    settings: Settings = site.config["REGCOOP"]
    archive = settings.archive
    app: WSGIApplication = BodyCache(site.wsgi_app, state=lambda: archive.state if archive else "")
    if rate:
        app = RateLimit(site, app, rate)
    app = SlowBodies(app)
    if proxies:
        from werkzeug.middleware.proxy_fix import ProxyFix  # noqa: PLC0415

        app = ProxyFix(app, x_for=proxies, x_proto=proxies)
    site.wsgi_app = app  # type: ignore[method-assign]

"""The site of regcoop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from webapp import budget, errors, long_answers, rendering, representations, security, views
from webapp.knowledge import Knowledge
from webapp.records import Records
from webapp.sparql_door import SparqlDoor

if TYPE_CHECKING:
    from webapp.settings import Settings

__all__ = ["create_app"]


def create_app(settings: Settings) -> Flask:
    """Make the site that serves the release in `settings.store`."""
    app = Flask(__name__)
    app.debug = settings.is_debug
    known = app.extensions["regcoop"] = Knowledge(settings.store, strangers=settings.strangers)
    app.config["REGCOOP"] = settings
    app.extensions["regcoop-records"] = Records()
    rendering.init_app(app)
    security.init_app(app)
    errors.init_app(app)
    representations.init_app(app)
    budget.init_app(app)
    long_answers.init_app(app)
    for blueprint in views.blueprints():
        app.register_blueprint(blueprint)
    app.wsgi_app = SparqlDoor(app, known, settings.revision)  # type: ignore[method-assign]
    return app

"""The pages about the REST interface."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from webapp.api.operations import PREFIX
from webapp.api.reference import group_page, reference
from webapp.negotiation import HTML
from webapp.rendering import render
from webapp.representations import respond
from webapp.views.api import site

bp = Blueprint("reference", __name__, url_prefix=PREFIX.rstrip("/"))

_DESCRIBED = f'<{PREFIX}openapi.json>; rel="service-desc"; type="application/json"'


@bp.get("/")
def overview() -> Response:
    """Show every path in short, and what holds for all of them."""
    return respond(render("api.html", reference(site())), HTML.media_type, [_DESCRIBED])


@bp.get("/reference/<group>")
def one_group(group: str) -> Response:
    """Show the paths of a group, with their parameters, a form each, and their columns."""
    page = group_page(group, request.args.get("page", ""), site())
    if page is None:
        raise NotFound(f"There is no such part of the reference; begin at {PREFIX}.")
    return respond(render("api_group.html", page), HTML.media_type, [_DESCRIBED])

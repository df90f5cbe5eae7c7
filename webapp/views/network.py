"""The network around one thing, as a page and as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from kg.namespaces import LICENCE
from kg.networks import files
from kg.networks.neighbourhood import neighbourhood
from webapp.citing import citation, public
from webapp.knowledge import knowledge
from webapp.pages.networks.choice import UnknownStartError, read_choice
from webapp.pages.networks.page import network_page
from webapp.pages.networks.start import network_start_page
from webapp.rendering import render
from webapp.representations import respond
from webapp.tabular import refuse
from webapp.urls import key_of, short_key

if TYPE_CHECKING:
    from flask import Response

    from webapp.pages.networks.choice import Choice

bp = Blueprint("network", __name__)


@bp.get("/network")
def network() -> str:
    """Show what is linked with one thing, or what one may start from."""
    if not request.args.get("of"):
        return render("network_start.html", network_start_page(knowledge()))
    choice = _choice()
    name = knowledge().network.label(choice.start)
    cite = citation(f"What is linked with {name}", choice.address(page="1", links="1"))
    return render("network.html", network_page(knowledge(), choice, cite))


@bp.get("/network.<suffix>")
def network_file(suffix: str) -> Response:
    """Give exactly what a picture shows as a file."""
    if suffix not in files.FORMATS:
        raise NotFound(f"There is no format .{suffix[:20]} here; take .graphml, .gexf, .csv or .json.")
    choice = _choice()
    refuse(choice.notices)
    known = knowledge()
    picture = neighbourhood(known.network, choice.start, choice.steps, choice.kinds)
    graph = files.of_picture(known.network, picture, _source)
    release = known.release
    about = {
        "address": public(request.full_path.rstrip("?")),
        "release": release.release if release else None,
        "licence": LICENCE,
        "of": short_key(choice.start),
        "steps": choice.steps,
        "left_out": len(picture.left_out),
    }
    table = files.NODES if request.args.get("table") == files.NODES else "edges"
    stem = f"network-{key_of(choice.start).replace('/', '-')}" + ("-nodes" if table == files.NODES else "")
    body = files.written(graph, suffix, about, table)
    return respond(body, files.FORMATS[suffix], filename=f"{stem}.{suffix}")


def _choice() -> Choice:
    try:
        return read_choice(knowledge(), request.args)
    except UnknownStartError as error:
        raise NotFound(str(error)) from error


def _source(assertion: str) -> tuple[str, str]:
    """Return the document, or rule, behind an assertion, and the place in it."""
    places = knowledge().places
    return (places[assertion].source, places[assertion].locator) if assertion in places else ("", "")

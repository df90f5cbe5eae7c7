"""The lists of things by kind: as pages, and as files with the same rows."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from webapp.citing import public
from webapp.kinds import LISTED, kind_named
from webapp.knowledge import knowledge
from webapp.negotiation import CSV, HTML, JSON
from webapp.pages.listings.files import listing_sheet
from webapp.pages.listings.page import domains_page, listing_page
from webapp.pages.listings.register import LISTINGS
from webapp.rendering import render
from webapp.representations import respond
from webapp.tabular import XLSX_TYPE, file_of

if TYPE_CHECKING:
    from webapp.kinds import Kind
    from webapp.pages.listings.page import ListingPage

bp = Blueprint("listings", __name__)

_LONGEST_SHOWN = 60


@bp.get("/domains")
def domains() -> str:
    """List the domains of all frameworks."""
    return render("listing.html", domains_page(knowledge()))


def show(segment: str) -> Response:
    """List the things of a kind, as far as they are of the choice in the address."""
    page = listing_page(knowledge(), kind_named(segment), LISTINGS[segment], request.args)
    body = render("listing.html", page)
    if not page.has_page:
        return Response(body, HTTPStatus.NOT_FOUND, content_type="text/html; charset=utf-8")
    return respond(body, HTML.media_type, _links(page))


def _links(page: ListingPage) -> list[str]:
    links = page.shown.links if page.shown else None
    files = (
        ((links.csv, CSV.media_type), (links.json, JSON.media_type), (links.xlsx, XLSX_TYPE)) if links else ()
    )
    return [
        f'<{public(page.address)}>; rel="canonical"',
        *(f'<{href}>; rel="alternate"; type="{media_type}"' for href, media_type in files),
    ]


def take(segment: str, suffix: str) -> Response:
    """
    Give all rows of the choice in the address as a file.

    A parameter that is no filter is not found (404): rows that it does not narrow would be taken for others.
    """
    kind = kind_named(segment)
    sheet, choice = listing_sheet(knowledge(), kind, LISTINGS[segment], request.args)
    if choice.strange:
        known = ", ".join([*choice.facets, "q"])
        raise NotFound(
            f"There is no filter {choice.strange[0][:_LONGEST_SHOWN]!r} here; take one of: {known}."
        )
    filters = {name: list(values) for name, values in choice.facets.items() if values}
    filters |= {"q": [choice.words]} if choice.words else {}
    return file_of(sheet, suffix, kind.many.lower().replace(" ", "-"), filters=filters)


def _add(kind: Kind) -> None:
    path, defaults = str(kind.listing), {"segment": kind.segment}
    bp.add_url_rule(path, f"list_{kind.segment}", show, defaults=defaults)
    bp.add_url_rule(f"{path}.<suffix>", f"take_{kind.segment}", take, defaults=defaults)


for _kind in LISTED:
    if _kind.segment in LISTINGS:
        _add(_kind)

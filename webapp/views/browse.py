"""The pages of things and of assertions, and the listings of things by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, request

from kg.namespaces import thing
from webapp.kinds import LISTED
from webapp.knowledge import knowledge
from webapp.pages import others
from webapp.pages.assertion import assertion_card, assertion_page
from webapp.pages.conflict import conflict_page
from webapp.pages.country import country_page
from webapp.pages.document import document_page
from webapp.pages.domain import domain_page
from webapp.pages.framework import framework_page
from webapp.pages.indicator import indicator_page
from webapp.pages.initiative_list import initiatives_page
from webapp.pages.initiatives import initiative_page
from webapp.pages.level import level_page
from webapp.pages.listing import domains_page, listing_page
from webapp.pages.meetings import meeting_page
from webapp.pages.organization import organization_page
from webapp.pages.overviews import conflicts_page, processes_page
from webapp.pages.process import process_page
from webapp.pages.region import region_page
from webapp.pages.subject import Subject
from webapp.rendering import render as fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from webapp.kinds import Kind
    from webapp.pages.parts import ThingPage

bp = Blueprint("browse", __name__)

_PAGES: Final[dict[str, Callable[[Subject], ThingPage]]] = {
    "body": others.body_page,
    "conflict": conflict_page,
    "country": country_page,
    "document": document_page,
    "domain": domain_page,
    "framework": framework_page,
    "indicator": indicator_page,
    "initiative": initiative_page,
    "level": level_page,
    "meeting": meeting_page,
    "mode": others.mode_page,
    "organization": organization_page,
    "passage": others.passage_page,
    "process": process_page,
    "region": region_page,
    "resolution": others.resolution_page,
    "rule": others.rule_page,
    "target": others.target_page,
    "theme": others.theme_page,
}


def render(kind: str, key: str) -> str | None:
    """
    Return the page of a thing.

    Args:
        kind: The segment of its class: `country`.
        key: Its key within the class: `bgd`.

    Returns:
        HTML; None if nothing is known of the thing.
    """
    subject = Subject(knowledge(), thing(kind, key), request.args.get("page", "1"))
    if not subject.is_known:
        return None
    return fill("thing.html", _PAGES.get(kind, others.other_page)(subject))


def render_assertion(table: str, key: str, is_fragment: bool = False) -> str | None:  # noqa: FBT001, FBT002
    """
    Return the page of an assertion, or its evidence alone to be shown within another page.

    Args:
        table: The table of its row, or the rule that derives it.
        key: The key of its row.
        is_fragment: Give the evidence card without a page around it.

    Returns:
        HTML; None if there is no such assertion.
    """
    if is_fragment:
        card = assertion_card(knowledge(), table, key)
        return fill("evidence.html", card) if card else None
    page = assertion_page(knowledge(), table, key)
    return fill("assertion.html", page) if page else None


@bp.get("/domains")
def domains() -> str:
    """List the domains of all frameworks."""
    return fill("listing.html", domains_page(knowledge()))


@bp.get("/initiatives")
def initiatives() -> str:
    """List the initiatives, narrowed by `domain`, `mode` and `process`, each of them once or more often."""
    # A form sends what is not chosen as an empty text.
    chosen = (frozenset(filter(None, request.args.getlist(name))) for name in ("domain", "mode", "process"))
    return fill("listing.html", initiatives_page(knowledge(), *chosen))


@bp.get("/processes")
def processes() -> str:
    """List the processes side by side."""
    return fill("listing.html", processes_page(knowledge()))


@bp.get("/conflicts")
def conflicts() -> str:
    """List what sources disagree on."""
    return fill("listing.html", conflicts_page(knowledge()))


_OWN_LISTING: Final = {"domain", "initiative", "process", "conflict"}


def _listing(kind: Kind) -> Callable[[], str]:
    def view() -> str:
        return fill("listing.html", listing_page(knowledge(), kind))

    return view


for _kind in LISTED:
    if _kind.listing and _kind.segment not in _OWN_LISTING:
        bp.add_url_rule(_kind.listing, f"list_{_kind.segment}", _listing(_kind))

"""The pages of things and of assertions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request

from kg.namespaces import thing
from webapp.knowledge import knowledge
from webapp.pages.subject import Subject
from webapp.pages.things import others
from webapp.pages.things.assertion import assertion_card, assertion_page
from webapp.pages.things.conflict import conflict_page
from webapp.pages.things.country import country_page
from webapp.pages.things.document import document_page
from webapp.pages.things.domain import domain_page
from webapp.pages.things.framework import framework_page
from webapp.pages.things.indicator import indicator_page
from webapp.pages.things.initiatives import initiative_page
from webapp.pages.things.level import level_page
from webapp.pages.things.meetings import meeting_page
from webapp.pages.things.organization import organization_page
from webapp.pages.things.process import process_page
from webapp.pages.things.rating import rating_page, rating_table_page
from webapp.pages.things.region import region_page
from webapp.rendering import render as fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from webapp.pages.parts import ThingPage

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
    "rating": rating_page,
    "rating-table": rating_table_page,
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

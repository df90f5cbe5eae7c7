"""The page that helps to report an error: a text to copy, and where it can be sent; nothing is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kg.errors import ParameterError
from kg.namespaces import assertion as assertion_iri
from webapp.citing import public
from webapp.pages.things.assertion import assertion_card
from webapp.urls import iri_of

if TYPE_CHECKING:
    from webapp.knowledge import Knowledge
    from webapp.pages.things.assertion import Card

LONGEST_PATH: Final = 2000
_ASSERTION: Final = "/assertion/"
_SUBJECT: Final = "An error in Regcoop"
# A path of this site: one slash in front, for two would name another host; nothing that could be markup.
_PATH: Final = re.compile(r"/(?![/\\])[^\s<>\"\\\x00-\x1f\x7f]*")
_NO_PAGE: Final = (
    "The page to report on was not given as an address of this site, so it is left out. "
    "Write into the text which page you mean."
)
_NO_STATEMENT: Final = (
    "No statement of that name is on record here, so it is left out. Write into the text what you mean."
)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """
    All that `report.html` may use.

    `text` is what to copy and complete; `about` the path of the page that it is on, empty if none was given.
    `send_to` is where the operator wants reports, as shown (`label`) and as a link (`href`), both empty if
    nowhere; `problems` are sentences on what of the request could not be used.
    """

    text: str
    about: str
    card: Card | None
    label: str
    href: str
    is_mail: bool
    problems: tuple[str, ...]


def report_page(knowledge: Knowledge, about: str, assertion: str, send_to: str | None) -> ReportPage:
    """
    Return the page for one report.

    Args:
        knowledge: The graph.
        about: The path of the page with the error, as the visitor's address gives it; empty if not given.
        assertion: The path of the statement that is wrong, likewise.
        send_to: A `mailto:` or `https:` address of the operator, or None.
    """
    problems = []
    if about and not is_path(about):
        about = ""
        problems.append(_NO_PAGE)
    card = _card(knowledge, assertion)
    if assertion and card is None:
        problems.append(_NO_STATEMENT)
    release = knowledge.release.release if knowledge.release else "not known"
    text = _text(about, assertion, card, release)
    address = send_to or ""
    is_mail = address.startswith("mailto:")
    return ReportPage(
        text,
        about,
        replace(card, report="") if card else None,
        address.removeprefix("mailto:"),
        f"{address}?subject={quote(_SUBJECT)}&body={quote(text)}" if is_mail else address,
        is_mail,
        tuple(problems),
    )


def is_path(text: str) -> bool:
    """Tell whether a text can be the address of a page of this site, without its host."""
    return len(text) <= LONGEST_PATH and _PATH.fullmatch(text) is not None


def _card(knowledge: Knowledge, path: str) -> Card | None:
    """Return the evidence of the statement at a path of this site; None if there is none."""
    if not is_path(path) or not path.startswith(_ASSERTION):
        return None
    table, _, key = path.removeprefix(_ASSERTION).partition("/")
    try:
        return assertion_card(knowledge, table, key)
    except ParameterError:  # what can be no IRI names no statement
        return None


def _text(about: str, assertion: str, card: Card | None, release: str) -> str:
    lines = [f"Page: {public(about) if about else ''}".rstrip(), f"Release: {release}"]
    if card:
        iri = assertion_iri(*assertion.removeprefix(_ASSERTION).split("/", 1))
        lines += [f"Statement: {iri}", f"It says: {card.statement}"]
        lines += [f"Source: {passage.document}, {passage.locator}" for passage in card.passages]
        if card.rule:
            lines.append(f"Derived by the rule: {card.rule.label}")
    elif about.startswith("/doc/"):
        lines.append(f"Thing: {iri_of(about.partition('#')[0].partition('?')[0])}")
    return "\n".join((*lines, "", "What is wrong:", "", "", "Which document says so, and where in it:", ""))

"""Changes as an Atom feed (RFC 4287), page by page (RFC 5005)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from kg.changes.choosing import local
from kg.changes.writing import NOT_PUBLISHED
from kg.errors import ChangesError
from kg.namespaces import BASE, LICENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from kg.changes.editions import Edition
    from kg.changes.model import Change

MEDIA_TYPE: Final = "application/atom+xml"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_AUTHOR: Final = "Regcoop"
_KINDS: Final = BASE + "changes#"
_CLASSES: Final = BASE + "ontology#"


@dataclass(frozen=True, slots=True)
class Feed:
    """
    What a feed says of itself.

    `iri` names it wherever it is served; `links` are (relation, media type, address), whole addresses all.
    `updated` is the day of the newest release that it can tell of.
    """

    iri: str
    title: str
    updated: date
    links: tuple[tuple[str, str, str], ...]


def newest(editions: Sequence[Edition]) -> date:
    """
    Return the day of the newest release that is published.

    Raises:
        ChangesError: None is, so that a feed could tell no day.
    """
    days = [each.issued for each in editions if each.issued]
    if not days:
        raise ChangesError(
            "A feed tells the day of each change, and none of these releases is published; publish them by "
            "`regcoop publish`, or ask for another format."
        )
    return max(days)


def atom(feed: Feed, changes: Iterable[Change], address: Callable[[Change], str]) -> bytes:
    """
    Write changes as an Atom feed, an entry each.

    Args:
        feed: What it says of itself.
        changes: The entries, the newest first.  One that is not published has the day of the feed.
        address: Gives the whole address of the page that shows a change.
    """
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _text(root, "id", feed.iri)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.updated))
    ET.SubElement(_sub(root, "author"), "name").text = _AUTHOR
    _text(root, "rights", f"{LICENCE}")
    for relation, media_type, href in feed.links:
        ET.SubElement(root, "link", {"rel": relation, "type": media_type, "href": href})
    for change in changes:
        _entry(root, change, feed, address(change))
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(root: ET.Element, change: Change, feed: Feed, address: str) -> None:
    entry = _sub(root, "entry")
    _text(entry, "id", change.iri)
    _text(entry, "title", _clean(change.sentence))
    _text(entry, "updated", _moment(change.issued or feed.updated))
    if change.issued:
        _text(entry, "published", _moment(change.issued))
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    kinds = [change.kind.value] if change.issued else [change.kind.value, NOT_PUBLISHED]
    for kind in kinds:
        ET.SubElement(entry, "category", {"term": kind, "scheme": _KINDS})
    for name in change.classes:
        if name.startswith(_CLASSES):
            ET.SubElement(entry, "category", {"term": local(name), "scheme": _CLASSES})
    told = f"Release {change.release}. Source: {change.source}. Place in it: {change.locator}."
    _text(entry, "summary", _clean(told))


def _moment(day: date) -> str:
    """Return the beginning of a day: what is published has a day and no hour."""
    return f"{day.isoformat()}T00:00:00Z"


def _sub(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, name)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _clean(text: str) -> str:
    """Return a text without the signs that XML cannot hold."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "\ufffd" for sign in text)

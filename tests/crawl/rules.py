"""What holds on every page, read from its HTML alone: each rule returns what breaks it, a line a case."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_REFERENCES: Final = (
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-labelledby",
    "aria-owns",
    "for",
    "headers",
    "list",
    "popovertarget",
)
_LOADED: Final = "script[src], link[href], img, source, iframe, audio, video, embed, object, input[src], use"
# These only name an address; no browser fetches it.
_NAMED_ONLY: Final = {"canonical", "alternate", "license", "describedby", "describes"}
_NUMBER: Final = re.compile(r"\d[\d,]*")


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _shown(node: LexborNode) -> str:
    """Return the beginning of a node's HTML, enough to find it."""
    return " ".join((node.html or "").split())[:120]


def number_in(text: str) -> int | None:
    """Return the first number in a text, None if there is none: 1204 for `1,204 rows`."""
    found = _NUMBER.search(text)
    return int(found[0].replace(",", "")) if found else None


def _above(node: LexborNode, *tags: str) -> LexborNode | None:
    """Return the nearest of these elements that holds a node; it may be the node itself."""
    above: LexborNode | None = node
    while above is not None and above.tag not in tags:
        above = above.parent
    return above


def _within(node: LexborNode, *tags: str) -> bool:
    return _above(node, *tags) is not None


def facts_have_markers(page: LexborHTMLParser) -> Iterator[str]:
    """Facts without evidence would be rumours; a footnote is evidence if it leads on to where that stands."""
    notes = {node.attributes["id"] for node in page.css("li[id^='note-']:has(a[href^='/'])")}
    for fact in page.css("[data-fact]"):
        marks = [mark.attributes.get("href") or "" for mark in fact.css("a.ev")]
        if not any(mark.startswith("/assertion/") or mark.removeprefix("#") in notes for mark in marks):
            yield _shown(fact)


def nothing_is_inline(page: LexborHTMLParser) -> Iterator[str]:
    """The policy allows no script and no style within a page; JSON-LD is data, which nothing runs."""
    running = "script:not([src]):not([type='application/ld+json'])"
    for node in page.css(f"style, {running}, [style], a[href^='javascript:']"):
        yield _shown(node)
    for node in page.css("script[type='application/ld+json']"):
        if set(node.attributes) != {"type"} or not _is_json(node.text()):
            yield _shown(node)
    for node in page.css("*"):
        if any(name.startswith("on") for name in node.attributes):
            yield _shown(node)


def nothing_comes_from_elsewhere(page: LexborHTMLParser) -> Iterator[str]:
    """No browser is made to ask another host for anything."""
    for node in page.css(_LOADED):
        if set((node.attributes.get("rel") or "").split()) & _NAMED_ONLY:
            continue
        for name in ("src", "href", "srcset", "data", "poster"):
            if re.match(r"([a-z][a-z0-9+.-]*:)?//", node.attributes.get(name) or "", re.IGNORECASE):
                yield _shown(node)


def ids_are_unique(page: LexborHTMLParser) -> Iterator[str]:
    """Two places of one name could not be told apart."""
    seen: set[str] = set()
    for node in page.css("[id]"):
        key = node.attributes["id"] or ""
        if not key or key in seen:
            yield key or _shown(node)
        seen.add(key)


def references_resolve(page: LexborHTMLParser) -> Iterator[str]:
    """What labels, describes or controls something is on the same page."""
    ids = {node.attributes["id"] for node in page.css("[id]")}
    for name in _REFERENCES:
        for node in page.css(f"[{name}]"):
            for wanted in (node.attributes[name] or "").split() or [""]:
                if wanted not in ids:
                    yield f"{name}={wanted!r}"
    for node in page.css("use[href]"):
        if (node.attributes["href"] or "").lstrip("#") not in ids:
            yield _shown(node)


def headings_form_an_outline(page: LexborHTMLParser) -> Iterator[str]:
    """One first heading, no level is skipped on the way down, and none is empty."""
    # What is hidden until a script needs it is no part of the outline.
    headings = [node for node in page.css("h1, h2, h3, h4, h5, h6") if not _within(node, "template")]
    if [node.tag for node in headings].count("h1") != 1:
        yield f"{[node.tag for node in headings].count('h1')} h1"
    before = 0
    for node in headings:
        level = int((node.tag or "h0")[1])
        if level > before + 1:
            yield f"h{level} after h{before}: {_shown(node)}"
        if not node.text(strip=True):
            yield f"empty: {_shown(node)}"
        before = level


def the_language_is_told(page: LexborHTMLParser) -> Iterator[str]:
    """Screen readers pronounce by it; a title names the page."""
    if page.css_first("html[lang='en']") is None:
        yield "html has no lang"
    for node in page.css("[lang='']"):
        yield _shown(node)
    title = page.css_first("head > title")
    if title is None or not title.text(strip=True):
        yield "no title"


def pictures_have_a_name_or_are_hidden(page: LexborHTMLParser) -> Iterator[str]:
    """A drawing either says what it shows or leaves that to the words beside it."""
    for node in page.css("img:not([alt])"):
        yield _shown(node)
    for node in page.css("svg"):
        given = node.attributes
        named = given.get("aria-label") or given.get("aria-labelledby") or node.css_first("svg > title")
        # Of a drawing made of links, each link has its name.
        is_hidden = given.get("aria-hidden") == "true" or node.css_first("a") is not None
        if not is_hidden and not (given.get("role") in {"img", "group", "graphics-document"} and named):
            yield _shown(node)


def forms_can_be_sent(page: LexborHTMLParser) -> Iterator[str]:
    """Without scripts a form needs a button that sends it, and all it does is to ask, or to share a query."""
    for form in page.css("form"):
        sends = "button:not([type]), button[type='submit'], input[type='submit']"
        beside = [b for b in page.css("button[type='submit']") if b.attributes.get("form")]
        if form.css_first(sends) is None and form.id not in {b.attributes["form"] for b in beside}:
            yield f"no button: {_shown(form)}"
        shares = re.fullmatch(r"/q(/[a-z2-7]{20}/again)?|/sparql", form.attributes.get("action") or "")
        if (form.attributes.get("method") or "get").lower() not in {"get", "dialog"} and not shares:
            yield f"not GET: {_shown(form)}"


def links_lead_away(page: LexborHTMLParser) -> Iterator[str]:
    """No link is empty, and each has words."""
    for link in page.css("a"):
        words = link.text(strip=True) or link.attributes.get("aria-label")
        pictures = link.css_first("img[alt], svg[aria-label], svg[aria-labelledby]")
        if link.attributes.get("href") in {None, "", "#"} or not (words or pictures):
            yield _shown(link)


def numbers_open_their_lists(page: LexborHTMLParser) -> Iterator[str]:
    """A number is a link to what it counts, or heads the list; behind a 0 there is nothing to open."""
    for node in page.css("main .count, main [data-count]"):
        if not number_in(node.text()) or _within(node, "a", "label", "h1", "h2", "h3", "summary", "caption"):
            continue
        parent = node.parent
        head, group = _above(node, "th"), _above(node, "tbody")
        if head is not None and group is not None and head.attributes.get("scope") == "rowgroup":
            if len(group.css("tr:not(.group)")) != number_in(node.text()):
                yield _shown(parent or node)
            continue
        is_head = parent is not None and "panel-head" in (parent.attributes.get("class") or "").split()
        if not is_head and node.css_first("a") is None:
            yield _shown(parent or node)


def headed_lists_hold_their_number(page: LexborHTMLParser) -> Iterator[str]:
    """The number in a panel's heading is that of the items in it, or a link leads to all of them."""
    for panel in page.css("main section.panel"):
        head = panel.css_first(".panel-head > .count")
        count = number_in(head.text()) if head is not None else None
        body = panel.css_first(".panel-body")
        if count is None or body is None:
            continue
        if count not in set(_sizes(body)) and not _links_to_all(body, count):
            yield f"{panel.attributes.get('id')}: {count}, not one of {sorted(set(_sizes(body)))}"


def _sizes(body: LexborNode) -> Iterator[int]:
    """Yield in how many ways the content of a panel can be counted: items, rows, groups, different things."""
    for counted in (
        "li:not(.quiet > li)",
        "ul.things > li",
        ".modes li",
        "tbody > tr:not(.group)",
        "dl > div",
        "dl dd:not(.note)",
        "table",
        # A table for each of the few, and a list of the others.
        "table, ul.things > li",
        ".events > li",
        "ul.changes > li",
        "h3",
        "article",
        "figure",
        "[data-item]",
    ):
        yield len(body.css(counted))
    for listed in ("li:not(.quiet > li)", "tbody > tr"):
        firsts = [node.css_first("a:not(.ev)") for node in body.css(listed)]
        yield len({link.attributes.get("href") for link in firsts if link is not None})
    # A list of things and a table of others, in one panel.
    firsts = [node.css_first("a:not(.ev)") for node in body.css("ul.things > li, tbody > tr")]
    yield len({link.attributes.get("href") for link in firsts if link is not None})


def _links_to_all(body: LexborNode, count: int) -> bool:
    """Tell whether a link says the whole number, or what stands here is a part that others follow."""
    if body.css_first("nav.pagination"):
        return True
    shown = {str(count), f"{count:,}"}
    if re.search(rf"The first \d+ of ({'|'.join(shown)})\b", body.text()) and body.css_first(
        "a[type], button[type='submit']"
    ):
        return True
    ways = body.css("a:not(.ev), button[type='submit']")
    return any(shown & set(_NUMBER.findall(way.text())) for way in ways)


RULES: Final[tuple[Callable[[LexborHTMLParser], Iterator[str]], ...]] = (
    facts_have_markers,
    nothing_is_inline,
    nothing_comes_from_elsewhere,
    ids_are_unique,
    references_resolve,
    headings_form_an_outline,
    the_language_is_told,
    pictures_have_a_name_or_are_hidden,
    forms_can_be_sent,
    links_lead_away,
    numbers_open_their_lists,
    headed_lists_hold_their_number,
)

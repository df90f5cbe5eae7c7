"""A reader who follows every link: the walk over a site, and what is noted of each page on the way."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser
from werkzeug.exceptions import HTTPException

from tests.crawl.rules import RULES, number_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

BROWSER: Final = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
LARGEST_BYTES: Final = 100 * 1024
_HERE: Final = "http://localhost"
_FAILED: Final = 400
_SUFFIXES: Final = {
    "csv",
    "gexf",
    "graphml",
    "html",
    "json",
    "jsonld",
    "nq",
    "nt",
    "pdf",
    "rdf",
    "trig",
    "ttl",
    "xlsx",
    "xml",
}
_BY_KIND: Final = {"resource.document"}


@dataclass(frozen=True, slots=True)
class Count:
    """A number on the page `path` that promises as many things behind `href`."""

    path: str
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Most:
    """
    How many addresses of each shape are looked at, the first to be found.

    `pages` is for the pages of things and assertions and for all else that has one address, `others` for
    files and for what a choice in the address makes of a page.
    """

    pages: int
    others: int

    def of(self, form: tuple[str, ...]) -> int:
        """Return the number for a shape."""
        return self.pages if form[2:] == ("",) else self.others


@dataclass(slots=True)
class Walk:
    """
    What a walk has seen.

    `statuses` are by address without fragment; `links` are from and to, with fragment; `ids` and `totals` are
    by page: the totals by the id of the list, and by an empty id that of the first list of the page.
    `complaints` are by the name of the rule, then by page.
    """

    statuses: dict[str, int] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    links: set[tuple[str, str]] = field(default_factory=set)
    markers: set[str] = field(default_factory=set)
    ids: dict[str, frozenset[str]] = field(default_factory=dict)
    totals: dict[str, dict[str, int]] = field(default_factory=dict)
    counts: list[Count] = field(default_factory=list)
    complaints: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))

    def read(self, path: str, text: str, keep: bool) -> list[str]:  # noqa: FBT001  (said by name)
        """Note what a page says, and return the addresses on this site that it leads to, without fragment."""
        page = LexborHTMLParser(text)
        if keep:
            self.pages[path] = text
        for rule in RULES:
            if found := list(rule(page)):
                self.complaints[rule.__name__][path] = found
        if len(text.encode()) > LARGEST_BYTES:
            self.complaints["a_page_is_light"][path] = [f"{len(text.encode()):,} bytes"]
        self.ids[path] = frozenset(str(node.attributes["id"]) for node in page.css("[id]"))
        self._read_totals(path, page)
        found_here = []
        for link in page.css("a[href], link[href], script[src], img[src]"):
            href = link.attributes.get("href") or link.attributes.get("src") or ""
            whole = urljoin(_HERE + path, href)
            if not whole.startswith(_HERE + "/"):
                continue
            inner = whole.removeprefix(_HERE)
            self.links.add((path, inner))
            # A footnote stands on the same page, and leads on from there.
            is_note = "data-footnote" in link.attributes
            if link.tag == "a" and "ev" in (link.attributes.get("class") or "").split() and not is_note:
                self.markers.add(inner)
            found_here.append(urldefrag(inner).url)
        return found_here

    def _read_totals(self, path: str, page: LexborHTMLParser) -> None:
        totals: dict[str, int] = {}
        for node in page.css("main [data-total]"):
            total = number_in(node.attributes["data-total"] or "")
            if total is not None:
                totals.setdefault("", total)
                totals[node.attributes.get("id") or ""] = total
        self.totals[path] = totals
        for link in page.css("main a.count[href], main a[data-count][href]"):
            number = number_in(link.attributes.get("data-count") or link.text())
            if number is not None:
                href = urljoin(_HERE + path, link.attributes["href"] or "").removeprefix(_HERE)
                self.counts.append(Count(path, number, href))


def shape(site: Flask, path: str) -> tuple[str, ...]:
    """
    Return what kind of address this is: two addresses of one shape are answered by the same lines of code.

    It is the endpoint, the kind of thing, the suffix, and the names of the parameters.
    """
    parts = urlsplit(path)
    try:
        endpoint, given = site.url_map.bind("localhost").match(parts.path, method="GET")
    except HTTPException as error:
        return (f"no page: {error.code}", "", "")
    suffix = parts.path.rpartition(".")[2]
    suffix = suffix if suffix in _SUFFIXES else ""
    kind = str(given.get("name") or "").partition("/")[0]
    kind = kind if endpoint in _BY_KIND and not suffix else ""
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return (endpoint or "", kind, suffix, *names)


def walk(site: Flask, most: Most, also: Iterable[str] = (), keep: int = 0) -> Walk:
    """
    Follow the links from the home page.

    Args:
        site: The site.
        most: How many addresses of each shape to look at.
        also: Addresses to look at besides, whatever `most` says.
        keep: Keep the text of so many pages of each shape.
    """
    seen = Walk()
    client = site.test_client()
    shapes: Counter[tuple[str, ...]] = Counter()
    kept: Counter[tuple[str, ...]] = Counter()
    waiting = deque(["/", *also])
    known = set(waiting)
    while waiting:
        path = waiting.popleft()
        answer = client.get(path, headers=BROWSER)
        seen.statuses[path] = answer.status_code
        if answer.status_code >= _FAILED or answer.mimetype != "text/html":
            answer.close()
            location = answer.headers.get("Location")
            nexts = [urldefrag(urljoin(_HERE + path, location).removeprefix(_HERE)).url] if location else []
        else:
            form = shape(site, path)
            kept[form] += 1
            nexts = seen.read(path, answer.text, keep=kept[form] <= keep)
        for found in nexts:
            if found in known:
                continue
            form = shape(site, found)
            shapes[form] += 1
            if shapes[form] <= most.of(form):
                known.add(found)
                waiting.append(found)
    return seen


def broken(seen: Walk) -> list[tuple[str, str, int]]:
    """Return the links that lead nowhere: from, to, and what the site answers."""
    return sorted(
        (path, href, seen.statuses[target])
        for path, href in seen.links
        if (target := urldefrag(href).url) in seen.statuses and seen.statuses[target] >= _FAILED
    )


def lost(seen: Walk) -> list[tuple[str, str]]:
    """Return the links to a place that the page does not have: from, to."""
    found = []
    for path, href in seen.links:
        target, fragment = urldefrag(href)
        if fragment and target in seen.ids and fragment not in seen.ids[target]:
            found.append((path, href))
    return sorted(found)


def wrong(seen: Walk) -> list[tuple[Count, int | None]]:
    """Return the numbers whose list has another number of things, or does not say how many."""
    found = []
    for count in seen.counts:
        target, fragment = urldefrag(count.href)
        if target in seen.totals:
            behind = seen.totals[target].get(fragment)
            if behind != count.number:
                found.append((count, behind))
    return found

"""Which addresses a mirror holds, and the name of the file for each."""

from __future__ import annotations

import posixpath
import re
from typing import Final
from urllib.parse import quote, unquote, urlsplit

HTML: Final = "text/html"

_LIVE_ONLY: Final = re.compile(
    r"/(cite|report|q|search|sparql/.*|api/v1/search|healthz|readyz|metrics)(\.[a-z.]+)?(/.*)?"
)
"""Paths whose answers depend on what somebody asks, or are of the moment."""

_PART: Final = re.compile(r"page=([1-9][0-9]{0,5})")
_SUFFIXES: Final = {
    "application/json": ".json",
    "application/ld+json": ".jsonld",
    "application/n-quads": ".nq",
    "application/n-triples": ".nt",
    "application/rdf+xml": ".rdf",
    "application/trig": ".trig",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "text/turtle": ".ttl",
}
_SAFE: Final = "/.-_~!$&'()*+,;=:@"


def wanted(address: str) -> str | None:
    """
    Return an address of the site as a mirror knows it: its path, with the number of a part if it names one.

    None for what a mirror cannot hold: addresses elsewhere, and those that ask a question of the reader's
    own, which are without number.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path.startswith("/") or _LIVE_ONLY.fullmatch(path):
        return None
    if parts.query and not _PART.fullmatch(parts.query):
        return None
    # A path that climbs, or that no file can have as its name.
    if posixpath.normpath(path) != (path.rstrip("/") or "/") or not path.isprintable() or "\\" in path:
        return None
    return f"{path}?{parts.query}" if parts.query else path


def file_of(address: str, media_type: str) -> str:
    """
    Return the name of the file for an address that is `wanted`, relative to the mirror.

    Pages get `.html`, parts of lists a folder of their own (`countries/page-2.html`), a path that ends with a
    slash an index; what is no page keeps its suffix, or gets that of its type.
    """
    path, _, part = address.partition("?")
    name = path.removeprefix("/")
    is_page = media_type == HTML
    if part:
        return f"{name}/page-{part.partition('=')[2]}.html"
    if not name or name.endswith("/"):
        return f"{name}index{'.html' if is_page else _SUFFIXES.get(media_type, '')}"
    if is_page:
        return name if name.endswith(".html") else f"{name}.html"
    suffix = _SUFFIXES.get(media_type, "")
    return name if posixpath.splitext(name)[1] or not suffix else name + suffix


def link(source: str, target: str) -> str:
    """Return how the file `source` links to the file `target`, both relative to the mirror."""
    return quote(posixpath.relpath(target, posixpath.dirname(source) or "."), safe=_SAFE)

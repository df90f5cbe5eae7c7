"""Which of our representations a client gets: by Accept header (RFC 9110, section 12.5.1) or by suffix."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a resource: its suffix without the dot, its media type, its name on a page."""

    suffix: str
    media_type: str
    label: str


HTML: Final = Format("html", "text/html", "Web page")
TURTLE: Final = Format("ttl", "text/turtle", "Turtle")
N_TRIPLES: Final = Format("nt", "application/n-triples", "N-Triples")
N_QUADS: Final = Format("nq", "application/n-quads", "N-Quads")
TRIG: Final = Format("trig", "application/trig", "TriG")
JSON_LD: Final = Format("jsonld", "application/ld+json", "JSON-LD")
RDF_XML: Final = Format("rdf", "application/rdf+xml", "RDF/XML")
OWL: Final = Format("owl", RDF_XML.media_type, "OWL in RDF/XML")
"""An older suffix of ontologies; asked for by Accept, the same is `RDF_XML`."""

JSON: Final = Format("json", "application/json", "JSON")
CSV: Final = Format("csv", "text/csv", "CSV")
TSV: Final = Format("tsv", "text/tab-separated-values", "TSV")
RESULTS_JSON: Final = Format("json", "application/sparql-results+json", "SPARQL results, JSON")
RESULTS_XML: Final = Format("xml", "application/sparql-results+xml", "SPARQL results, XML")

GRAPH_FORMATS: Final = (TURTLE, N_TRIPLES, N_QUADS, TRIG, JSON_LD, RDF_XML)
RESOURCE_FORMATS: Final = (HTML, *GRAPH_FORMATS, JSON, CSV)
RESULT_FORMATS: Final = (RESULTS_JSON, RESULTS_XML, CSV, TSV)

ALIASES: Final[dict[str, str]] = {
    "application/n3": TURTLE.media_type,
    "application/turtle": TURTLE.media_type,
    "application/x-turtle": TURTLE.media_type,
    "text/n3": TURTLE.media_type,
    "text/rdf+n3": TURTLE.media_type,
    "application/x-trig": TRIG.media_type,
    "text/x-nquads": N_QUADS.media_type,
    "application/xhtml+xml": HTML.media_type,
}
"""Older names that clients still send; the answer carries the registered name."""

MAX_CHARACTERS: Final = 4_096
"""How much of a header is read; browsers send some 150 characters."""

_REMEMBERED: Final = 500

_RANGE = re.compile(r"(\*/\*|[a-z0-9!#$&^_.+-]+/(?:\*|[a-z0-9!#$&^_.+-]+))", re.IGNORECASE)
_QUALITY = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")
_QUOTED: Final = r'"(?:[^"\\]|\\.?)*+"?'
# What is between separators, without going back over any of it: a header may be made to be slow.
_ELEMENTS = re.compile(rf'(?:[^",]|{_QUOTED})++', re.DOTALL)
_PARAMETERS = re.compile(rf'(?:[^";]|{_QUOTED})++', re.DOTALL)


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of an Accept header: `type/subtype`, a wildcard, and its weight from 0 to 1."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """Return how exactly this range names a media type: 3 fully, 2 by type, 1 by `*/*`, 0 not at all."""
        main, _, sub = media_type.partition("/")
        if self.type == "*":
            return 1
        if self.type != main:
            return 0
        if self.subtype == "*":
            return 2
        return 3 if self.subtype == sub else 0


def parse_accept(header: str | None) -> tuple[MediaRange, ...]:
    """
    Read an Accept header.

    Parameters other than `q` are not compared (ours differ in none), so `text/html;level=1` is `text/html`.
    An element that is not a media range, or whose weight is not one, is left out. A header that is absent,
    empty or holds nothing usable is `*/*`: a client that says nothing we understand is served, not refused.
    What goes beyond `MAX_CHARACTERS` is not read, nor is the element that this cuts through.
    """
    elements = _ELEMENTS.findall((header or "")[:MAX_CHARACTERS])
    if header and len(header) > MAX_CHARACTERS:
        elements = elements[:-1]
    ranges = tuple(r for element in elements if (r := _media_range(element)))
    return ranges or (MediaRange("*", "*", 1.0),)


def _media_range(element: str) -> MediaRange | None:
    name, _, parameters = element.partition(";")
    name = name.strip()
    if not _RANGE.fullmatch(name):
        return None
    quality = "1"
    for parameter in _PARAMETERS.findall(parameters):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            quality = value.strip()
    if not _QUALITY.fullmatch(quality):
        return None
    main, _, sub = ALIASES.get(name.lower(), name.lower()).partition("/")
    return MediaRange(main, sub, float(quality))


def best(header: str | None, offered: Sequence[str]) -> str | None:
    """
    Return the media type to answer with, or None if the client takes none of those offered (406).

    The most specific range decides about a type, so `text/*, text/csv;q=0` refuses CSV alone. Among types of
    equal weight the one named more exactly wins (`text/turtle, */*` asks for Turtle), then our own order.

    Args:
        header: The Accept header as sent; None if there was none.
        offered: Media types, the preferred one first.
    """
    if header is None or len(header) <= _REMEMBERED:
        return _best_remembered(header, tuple(offered))
    return _best(header, offered)


def _best(header: str | None, offered: Sequence[str]) -> str | None:
    ranges = parse_accept(header)
    ranked: list[tuple[float, int, int]] = []
    for position, media_type in enumerate(offered):
        exactness = max(r.specificity(media_type) for r in ranges)
        quality = max(
            (r.quality for r in ranges if exactness and r.specificity(media_type) == exactness), default=0.0
        )
        if quality > 0:
            ranked.append((quality, exactness, -position))
    return offered[-max(ranked)[2]] if ranked else None


# Programs send the same few headers again and again, and to weigh them costs more than a small query.
_best_remembered = lru_cache(maxsize=1_000)(_best)


def names_exactly(header: str | None, media_type: str) -> bool:
    """Say whether an Accept header names this media type itself, not by wildcard, and does not refuse it."""
    named = (r for r in parse_accept(header) if r.specificity(media_type) == 3)  # noqa: PLR2004
    return any(r.quality > 0 for r in named)


def prefers_page(header: str | None) -> bool:
    """Say whether a client is a browser: it names HTML, and nothing of ours that it likes better."""
    # Nearly all programs leave this word out, and nothing else can name it.
    if header is None or "html" not in header.lower():
        return False
    others = [f.media_type for f in (*GRAPH_FORMATS, *RESULT_FORMATS, JSON)]
    return (
        names_exactly(header, HTML.media_type) and best(header, [HTML.media_type, *others]) == HTML.media_type
    )


def split_suffix(path: str, formats: Iterable[Format] = RESOURCE_FORMATS) -> tuple[str, Format | None]:
    """
    Take a listed suffix off a path; any other dot belongs to the name.

    `indicator/mgi-2016/1.2.ttl` is the Turtle of `indicator/mgi-2016/1.2`, which has no suffix itself.
    """
    stem, dot, suffix = path.rpartition(".")
    if dot and stem and not stem.endswith("/"):
        for item in formats:
            if item.suffix == suffix:
                return stem, item
    return path, None

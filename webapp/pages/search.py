"""The page of a search: what was found, by kind, and by which name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC, thing
from webapp.finding import LONGEST_ASKED, fold
from webapp.kinds import KINDS, TERM
from webapp.names import kind_of
from webapp.pages.listing import Facet, Option
from webapp.pages.subject import capitalised
from webapp.urls import path_of, search_path, short_key

if TYPE_CHECKING:
    from collections.abc import Collection

    from webapp.finding import Hit
    from webapp.kinds import Kind
    from webapp.knowledge import Knowledge

_SHOWN_OF_A_KIND: Final = 10
_SEGMENTS: Final = frozenset((*KINDS, TERM.segment))
_PARTS: Final = {"domain", "indicator", "subindicator", "option", "level"}
_BY: Final = {
    PREFIXES["skos"] + "altLabel": "other name",
    PREFIXES["skos"] + "notation": "code",
    RC + "acronym": "acronym",
    RC + "printedLabel": "printed name",
    RC + "shortName": "short name",
    RC + "resolutionNumber": "number",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One result; `why` says which name was found where that is not the one shown."""

    href: str
    title: str
    kind: str
    why: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """The results of one kind; `more` leads to all of them where not all are shown."""

    label: str
    count: int
    hits: tuple[Found, ...]
    more: str | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """
    All that `search.html` may use; `query` is what was asked as far as it was looked at.

    `unknown` is a sentence on kinds asked for that there are not.
    """

    query: str
    is_cut: bool
    count: int
    groups: tuple[FoundGroup, ...]
    facets: tuple[Facet, ...]
    nearest: tuple[tuple[str, str], ...]
    unknown: str = ""


def search_page(knowledge: Knowledge, asked: str, classes: Collection[str]) -> SearchPage:
    """
    Return the results of a search.

    Args:
        knowledge: The graph.
        asked: What the visitor wrote, of any length.
        classes: Segments of kinds (`country`); only things of these.  All if empty, the unknown left out.
    """
    unknown = sorted(segment[:LONGEST_ASKED] for segment in classes if segment and segment not in _SEGMENTS)
    classes = _SEGMENTS.intersection(classes)
    query = " ".join(asked[:LONGEST_ASKED].split())
    by_kind: dict[str, list[Hit]] = {}
    for hit in knowledge.finder.find(query):
        by_kind.setdefault(kind_of(hit.thing).segment, []).append(hit)
    kinds = [kind for kind in (*KINDS.values(), TERM) if kind.segment in by_kind]
    shown = [kind for kind in kinds if not classes or kind.segment in classes]
    options = tuple(
        Option(kind.segment, kind.many, len(by_kind[kind.segment]), kind.segment in classes) for kind in kinds
    )
    count = sum(len(by_kind[kind.segment]) for kind in shown)
    near = knowledge.finder.nearest(query) if query and not by_kind else []
    return SearchPage(
        query,
        len(asked) > LONGEST_ASKED,
        count,
        tuple(_group(knowledge, kind, by_kind[kind.segment], query, classes) for kind in shown),
        (Facet("class", "Kind", options),) if options else (),
        tuple((knowledge.names.label(iri), path_of(iri)) for iri in near),
        " ".join(f"There is no kind {segment!r} here; it was left out." for segment in unknown),
    )


def _group(
    knowledge: Knowledge, kind: Kind, hits: list[Hit], query: str, classes: Collection[str]
) -> FoundGroup:
    is_whole = kind.segment in classes or len(hits) <= _SHOWN_OF_A_KIND
    shown = hits if is_whole else hits[:_SHOWN_OF_A_KIND]
    more = None if is_whole else search_path(query, kind.segment)
    return FoundGroup(kind.many, len(hits), tuple(_found(knowledge, hit) for hit in shown), more)


def _found(knowledge: Knowledge, hit: Hit) -> Found:
    title = knowledge.names.label(hit.thing)
    is_shown = fold(hit.name.text) == fold(title)
    by = _BY.get(hit.name.property, "name")
    return Found(
        path_of(hit.thing),
        title,
        _kind(knowledge, hit.thing),
        None if is_shown else f"Found by its {by}: {hit.name.text}",
        None,
    )


def _kind(knowledge: Knowledge, iri: str) -> str:
    """Return what a thing is, and of which framework: domains of two frameworks may have one name."""
    kind = capitalised(kind_of(iri).one)
    slug = short_key(iri).partition("/")[2].partition("/")[0]
    framework = thing("framework", slug)
    is_part = framework != iri and knowledge.names.has_label(framework) and kind_of(iri).segment in _PARTS
    return f"{kind}, {knowledge.names.short(framework)}" if is_part else kind

"""The page of a search: what was found, by kind, and why; or what to do where nothing was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.hits import Grade
from kg.namespaces import RC
from kg.search import LONGEST_ASKED
from kg.terms import Literal
from webapp.kinds import LISTED, SOUGHT, TERM, kind_named
from webapp.names import kind_of
from webapp.pages.facets import Facet, Option
from webapp.pages.matches import Found, found, off
from webapp.pages.subject import capitalised
from webapp.urls import path_of, search_path

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.hits import Answer, Hit
    from webapp.kinds import Kind
    from webapp.knowledge import Knowledge

_SHOWN_OF_ALL_KINDS: Final = 5
_SHOWN_OF_SOME: Final = 20
_ON_A_PAGE: Final = 50
_MANY_KINDS: Final = 6
_LONGEST_REPEATED: Final = 20
_ASKED_IN_EDITOR: Final = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing ?property ?text WHERE {{
  ?thing ?property ?text
  FILTER (ISLITERAL(?text) && CONTAINS(LCASE(STR(?text)), LCASE({text})))
}}
LIMIT 100"""


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """
    The results of one kind: how many there are, those shown, and the address of all of them.

    `page` of `pages` is shown, where one kind alone is asked for; `pattern` is the address of another, with
    {} for its number.
    """

    segment: str
    label: str
    count: int
    hits: tuple[Found, ...]
    href: str
    more: str | None
    page: int = 1
    pages: int = 1
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class NextSteps:
    """
    What to do where nothing was found: (name, address) each; `editor` opens the query editor.

    `nearest` have their kind, too; `domains` come by framework.
    """

    nearest: tuple[tuple[str, str, str], ...]
    domains: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    listings: tuple[tuple[str, str], ...]
    editor: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """
    All that `search.html` may use; `query` is what was asked as far as it was looked at.

    `spelling` says what was read otherwise than it was written; `remarks` are sentences on what could not be
    heeded: kinds that there are not, pages that there are not.  `json` is the address of the same as JSON,
    `whole` that of the results of all kinds.
    """

    query: str
    is_cut: bool
    count: int
    spelling: str
    remarks: tuple[str, ...]
    groups: tuple[FoundGroup, ...]
    facets: tuple[Facet, ...]
    next_steps: NextSteps | None
    json: str
    whole: str

    def as_json(self) -> dict[str, object]:
        """Return what a program may read of it."""
        return {
            "query": self.query,
            "count": self.count,
            "spelling": self.spelling or None,
            "remarks": list(self.remarks),
            "groups": [
                {
                    "class": group.segment,
                    "label": group.label,
                    "count": group.count,
                    "href": group.href,
                    "page": group.page,
                    "pages": group.pages,
                    "hits": [hit.as_json() for hit in group.hits],
                }
                for group in self.groups
            ],
            "nearest": [
                {"name": name, "href": href}
                for name, href, _ in (self.next_steps.nearest if self.next_steps else ())
            ],
        }


def search_page(knowledge: Knowledge, asked: str, classes: Collection[str], page: str = "") -> SearchPage:
    """
    Return the results of a search.

    Args:
        knowledge: The graph.
        asked: What the visitor wrote, of any length.
        classes: Segments of kinds (`country`); only things of these.  All if empty, the unknown left out.
        page: The number of a page, as it was written; heeded where one kind alone is asked for.
    """
    remarks = [
        f"There is no kind {segment[:_LONGEST_REPEATED]!r} here; it was left out."
        for segment in sorted(classes)
        if segment and segment not in SOUGHT
    ]
    taken = [segment for segment in SOUGHT if segment in classes]
    query = " ".join(asked[:LONGEST_ASKED].split())
    answer = knowledge.finder.search(query)
    by_kind: dict[str, list[Hit]] = {}
    for hit in answer.hits:
        by_kind.setdefault(hit.name.kind, []).append(hit)
    shown = _in_order([segment for segment in by_kind if not taken or segment in taken], by_kind)
    groups = tuple(_group(knowledge, segment, by_kind[segment], query, taken) for segment in shown)
    if len(taken) == 1 and groups:
        groups, said = _paged(knowledge, groups[0], by_kind[taken[0]], page)
        remarks += said
    return SearchPage(
        query,
        len(asked) > LONGEST_ASKED,
        sum(group.count for group in groups),
        _spelling(answer),
        tuple(remarks),
        groups,
        (_facet(query, by_kind, taken),) if by_kind else (),
        _next_steps(knowledge, query, answer) if query and not by_kind else None,
        search_path(query, *taken).replace("/search?", "/search.json?", 1),
        search_path(query),
    )


def _in_order(segments: Sequence[str], by_kind: Mapping[str, Sequence[Hit]]) -> list[str]:
    """Return kinds by the best hit of each, so that what was meant stands at the top; else by kind."""
    places = {segment: place for place, segment in enumerate(SOUGHT)}
    return sorted(segments, key=lambda segment: (*_closeness(by_kind[segment][0]), places[segment]))


def _closeness(hit: Hit) -> tuple[bool, bool, int]:
    # A name and a code count alike here, and so does all that is in the middle: kinds keep their places.
    return hit.grade > Grade.CODE, hit.grade >= Grade.INSIDE, hit.letters


def _group(
    knowledge: Knowledge, segment: str, hits: Sequence[Hit], query: str, taken: Sequence[str]
) -> FoundGroup:
    label, href = _many(segment), search_path(query, segment)
    shown = hits[: _SHOWN_OF_SOME if 0 < len(taken) <= _MANY_KINDS else _SHOWN_OF_ALL_KINDS]
    return FoundGroup(
        segment,
        label,
        len(hits),
        tuple(found(hit, knowledge.names) for hit in shown),
        href,
        href if len(shown) < len(hits) else None,
        pattern=f"{href}&page={{}}",
    )


def _paged(
    knowledge: Knowledge, group: FoundGroup, hits: Sequence[Hit], asked: str
) -> tuple[tuple[FoundGroup], list[str]]:
    """Return a group with the hits of one page, and what is to be said of the page asked for."""
    pages = -(-len(hits) // _ON_A_PAGE)
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < _LONGEST_REPEATED else 0
    page = min(max(number, 1), pages)
    wrong = f"There is no page {asked[:_LONGEST_REPEATED]!r}; this is page {page}."
    said = [wrong] if asked and number != page else []
    shown = hits[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]
    whole = replace(
        group,
        hits=tuple(found(hit, knowledge.names) for hit in shown),
        more=None,
        page=page,
        pages=pages,
    )
    return (whole,), said


def _facet(query: str, by_kind: Mapping[str, Sequence[Hit]], taken: Collection[str]) -> Facet:
    options = (
        Option(
            *(segment, _many(segment), len(by_kind.get(segment, ())), segment in taken),
            href=search_path(query, segment),
        )
        for segment in SOUGHT
        if segment in by_kind or segment in taken
    )
    return Facet("class", "Kind", tuple(options))


def _many(segment: str) -> str:
    return _kind(segment).many


def _kind(segment: str) -> Kind:
    return TERM if segment == TERM.segment else kind_named(segment)


def _spelling(answer: Answer) -> str:
    """Say which words were taken for mistyped; empty if none was."""
    if not answer.hits or not answer.hits[0].letters:
        return ""
    least, most = answer.hits[0].letters, max(hit.letters for hit in answer.hits)
    far = off(most)
    if least < most:
        far = f"{off(least).partition(' ')[0]} {'or' if most == least + 1 else 'to'} {far}"
    words = " or ".join(f"“{word}”" for word in answer.unknown)
    return f"No name has {words or 'all of these words'}; shown are names {far}."


def _next_steps(knowledge: Knowledge, query: str, answer: Answer) -> NextSteps:
    held = {row["class"].removeprefix(RC) for row in knowledge.table("class-counts")}
    domains: dict[str, dict[str, str]] = {}
    for row in knowledge.table("domains"):
        label = f"{row.get('notation') or row['number']} {row['label']}"
        domains.setdefault(row["frameworkLabel"], {})[label] = path_of(row["domain"])
    return NextSteps(
        tuple(
            (knowledge.names.label(name.thing), path_of(name.thing), capitalised(kind_of(name.thing).one))
            for name in answer.nearest
        ),
        tuple((framework, tuple(ours.items())) for framework, ours in domains.items()),
        tuple((kind.many, kind.listing) for kind in LISTED if kind.listing and kind.rdf_class in held),
        "/sparql?" + urlencode({"query": _ASKED_IN_EDITOR.format(text=Literal(query).n3())}),
    )

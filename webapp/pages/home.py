"""The first page: what this is, three ways in, the domains, and one question with its answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from webapp.kinds import LISTED
from webapp.pages.data import shown
from webapp.pages.draft import Draft
from webapp.pages.explore import TOOLS
from webapp.pages.parts import Cell, Heading, Item
from webapp.pages.things.domains import JUDGED, NOT_PLACED, initiative_cells, judged_cells
from webapp.urls import Links, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.archive import Archive
    from webapp.knowledge import Knowledge
    from webapp.pages.data import Shown
    from webapp.pages.explore import Tool

_NARROWER: Final = {"/matrix/processes", "/matrix/countries"}
"""Tools that another one leads to."""

_WORKED: Final = "escap-2017/2"
_ONE_MORE: Final = "And one more whose domain is the judgement of the editors"


@dataclass(frozen=True, slots=True)
class Door:
    """A way in; `counted` is the local name of the class of the things behind it, if it leads to such."""

    href: str
    title: str
    text: str
    more: str
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """
    A question with its answer from the graph, and the addresses of the query that gives it.

    `more` says what else there is, where there is more, and `rest` is the address of all of it.
    """

    question: str
    items: tuple[Item, ...]
    more: str
    rest: str
    links: Links
    editor: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """
    All that `home.html` may use.

    Each of `rows` is a domain and what is known of its initiatives, under `columns`; `listings` are (name,
    address, how many); `release` is the name of what is served, if the graph gives it one.  `latest` is the
    newest release to take away, if there is any, and `has_changes` says that another one came before it.
    """

    doors: tuple[Door, ...]
    framework: str
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Cell | str, ...], ...]
    links: Links
    answer: Answer | None
    listings: tuple[tuple[str, str, str], ...]
    tools: tuple[Tool, ...]
    release: str
    latest: Shown | None
    has_changes: bool


_DOORS: Final = (
    Door(
        "/domains",
        "Browse a domain",
        "Which initiatives serve it, under which process, on what basis.",
        "domains of several frameworks",
        "GovernanceDomain",
    ),
    Door(
        "/sparql",
        "Ask SPARQL",
        "Questions of your own to all the data, with worked examples to start from.",
        "Query editor",
    ),
    Door(
        "/data",
        "Get the data",
        "The whole graph and its tables in every usual format, release by release; every list as CSV and "
        "JSON, every page as RDF. Each row has its source and the place in it.",
        "Releases and downloads",
    ),
)


def home_page(knowledge: Knowledge, archive: Archive) -> HomePage:
    """Return the first page; `archive` holds the releases that readers can take."""
    latest = archive.latest
    draft = Draft(knowledge)
    cells, judged = initiative_cells(draft), judged_cells(draft)
    counts = {row["class"].removeprefix(RC): int(row["things"]) for row in draft.table("class-counts")}
    rows = [row for row in draft.table("domains") if row["domain"] in cells]
    return HomePage(
        doors=tuple(_door(door, counts) for door in _DOORS if not door.counted or counts.get(door.counted)),
        framework=rows[0]["frameworkLabel"] if rows else "",
        columns=(
            Heading("Domain"),
            Heading("Placed there by a source"),
            *([Heading(JUDGED)] if judged else []),
        ),
        rows=tuple(
            (
                Cell(f"{row['number']} {row['label']}", path_of(row["domain"])),
                cells[row["domain"]],
                *((judged.get(row["domain"], NOT_PLACED),) if judged else ()),
            )
            for row in rows
        ),
        links=query_links("matrix"),
        answer=_answer(draft),
        listings=tuple(
            (kind.many, kind.listing, str(counts[kind.rdf_class]))
            for kind in LISTED
            if kind.listing and counts.get(kind.rdf_class)
        ),
        tools=tuple(tool for tool in TOOLS if tool.href not in _NARROWER),
        release=next((row["label"] for row in draft.table("release")), ""),
        latest=shown(latest, archive.served) if latest else None,
        has_changes=len(archive.all()) > 1,
    )


def _door(door: Door, counts: Mapping[str, int]) -> Door:
    """Return a way in with the number of things behind it, where it leads to things of one kind."""
    return replace(door, more=f"{counts[door.counted]} {door.more}") if door.counted else door


def _answer(draft: Draft) -> Answer | None:
    found: dict[str, list[dict[str, str]]] = {}
    for row in draft.table("domain-initiatives", domain=_WORKED):
        found.setdefault(row["initiative"], []).append(row)
    if not found:
        return None
    stated = [rows for rows in found.values() if not all(draft.is_judged(row["assertion"]) for row in rows)]
    name = next(r["label"] for r in draft.table("domains") if r["domain"].endswith(f"/{_WORKED}"))
    return Answer(
        f"Which initiatives serve domain {_WORKED.rpartition('/')[2]}, “{name}”, and who says so?",
        tuple(_item(draft, rows) for rows in stated),
        _more(len(found) - len(stated)),
        f"/doc/domain/{_WORKED}#initiatives",
        query_links("domain-initiatives", domain=_WORKED),
        "/sparql?example=domain-initiatives",
    )


def _more(count: int) -> str:
    """Say how many initiatives only the judgement of the editors places in the domain; empty if none."""
    if not count:
        return ""
    return f"And {count} more whose domain is the judgement of the editors" if count > 1 else _ONE_MORE


def _item(draft: Draft, rows: Sequence[Mapping[str, str]]) -> Item:
    """Return an initiative with its mode and the places that name it; `rows` are one a document or mode."""
    modes = dict.fromkeys(row["modeLabel"] for row in rows if "modeLabel" in row)
    places = dict.fromkeys(
        ", ".join((f"“{row['documentLabel']}”", *([row["locator"]] if "locator" in row else [])))
        for row in rows
    )
    note = ". ".join(filter(None, (", ".join(modes), "; ".join(places))))
    evidence = draft.evidence(*(row["assertion"] for row in rows))
    return Item(path_of(rows[0]["initiative"]), rows[0]["label"], evidence, note)

"""The first page: what this is, three ways in, the domains, and one question with its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from webapp.kinds import LISTED
from webapp.pages.domains import initiative_cells
from webapp.pages.draft import Draft
from webapp.pages.parts import Cell, Item
from webapp.urls import Links, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from webapp.knowledge import Knowledge

_WORKED: Final = "escap-2017/2"


@dataclass(frozen=True, slots=True)
class Door:
    """A way in."""

    href: str
    title: str
    text: str
    more: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer from the graph, and the addresses of the query that gives it."""

    question: str
    items: tuple[Item, ...]
    links: Links
    editor: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """All that `home.html` may use; each of `rows` is a domain and what is known of its initiatives."""

    doors: tuple[Door, ...]
    framework: str
    rows: tuple[tuple[Cell, Cell], ...]
    links: Links
    answer: Answer | None
    listings: tuple[tuple[str, str], ...]


_DOORS: Final = (
    Door(
        "/domains",
        "Browse a domain",
        "Which initiatives serve it, under which process, on what basis.",
        "Domains",
    ),
    Door(
        "/sparql", "Ask SPARQL", "The whole graph behind one endpoint, with worked examples.", "Query editor"
    ),
    Door(
        "/queries",
        "Get the data",
        "Every list here as CSV and JSON; every thing as RDF; the source and the place in it in each row of "
        "the ratings, the initiatives and the matrix.",
        "Data",
    ),
)


def home_page(knowledge: Knowledge) -> HomePage:
    """Return the first page."""
    draft = Draft(knowledge)
    cells = initiative_cells(draft)
    rows = [row for row in draft.table("domains") if row["domain"] in cells]
    return HomePage(
        doors=_DOORS,
        framework=rows[0]["frameworkLabel"] if rows else "",
        rows=tuple(
            (Cell(f"{row['number']} {row['label']}", path_of(row["domain"])), cells[row["domain"]])
            for row in rows
        ),
        links=query_links("matrix"),
        answer=_answer(draft),
        listings=tuple((kind.many, kind.listing) for kind in LISTED if kind.listing),
    )


def _answer(draft: Draft) -> Answer | None:
    found: dict[str, list[dict[str, str]]] = {}
    for row in draft.table("domain-initiatives", domain=_WORKED):
        found.setdefault(row["initiative"], []).append(row)
    if not found:
        return None
    name = next(r["label"] for r in draft.table("domains") if r["domain"].endswith(f"/{_WORKED}"))
    return Answer(
        f"Which initiatives serve domain {_WORKED.rpartition('/')[2]}, “{name}”, and who says so?",
        tuple(_item(draft, rows) for rows in found.values()),
        query_links("domain-initiatives", domain=_WORKED),
        "/sparql?example=domain-initiatives",
    )


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

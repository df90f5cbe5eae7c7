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
        "/queries", "Get the data", "Every list here as CSV, JSON and RDF, with sources in each row.", "Data"
    ),
)


def home_page(knowledge: Knowledge) -> HomePage:
    """Return the first page."""
    draft = Draft(knowledge)
    cells = initiative_cells(draft)
    rows = [row for row in knowledge.table("domains") if row["domain"] in cells]
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
    rows = draft.knowledge.table("domain-initiatives", domain=_WORKED)
    if not rows:
        return None
    name = next(r["label"] for r in draft.knowledge.table("domains") if r["domain"].endswith(f"/{_WORKED}"))
    return Answer(
        f"Which initiatives serve domain {_WORKED.rpartition('/')[2]}, “{name}”, and who says so?",
        tuple(
            Item(
                path_of(row["initiative"]),
                row["label"],
                draft.evidence(row["assertion"]),
                f"{row.get('modeLabel', '')}. “{row['documentLabel']}”, {row.get('locator', '')}",
            )
            for row in rows
        ),
        query_links("domain-initiatives", domain=_WORKED),
        "/sparql?example=domain-initiatives",
    )

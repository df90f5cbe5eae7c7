"""The page of an indicator: why the matter is assessed, what is asked, which answers are allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import RC
from webapp.pages.panels import coverage, coverage_rows, known_facts, mentions, thing_page
from webapp.pages.parts import Fact, Facts, Panel, Value
from webapp.urls import path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.pages.parts import ThingPage
    from webapp.pages.subject import Subject


def indicator_page(subject: Subject) -> ThingPage:
    """Return the page of one indicator."""
    asked: dict[str, list[dict[str, str]]] = {}
    for row in subject.draft.table("questions", indicator=subject.slug):
        asked.setdefault(row["subindicator"], []).append(row)
    panels = (
        known_facts(subject, title="What it assesses, and why"),
        *(_question(subject, rows) for rows in asked.values()),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, (RC + "partOfIndicator",)),
    )
    return thing_page(subject, panels, title=f"{subject.slug.partition('/')[2]} {subject.name}")


def _question(subject: Subject, rows: Sequence[dict[str, str]]) -> Panel:
    """Return the panel of one sub-indicator; `rows` are one an answer, in the order of the source."""
    first, draft = rows[0], subject.draft
    says = draft.evidence(first["assertion"])
    answers = tuple(
        Value(_answer(row), draft.evidence(row["optionAssertion"]), path_of(row["option"]))
        for row in rows
        if "option" in row
    )
    facts = [
        Fact("About", (Value(first["about"], says),)) if "about" in first else None,
        Fact("Question", (Value(first["question"], says),), path_of(first["subindicator"])),
        Fact("Answers allowed", answers) if answers else None,
    ]
    return Panel(
        first["notation"].replace(".", "-").replace("(", "-").replace(")", ""),
        f"{first['notation']} {first['label']}",
        (Facts(tuple(fact for fact in facts if fact)),),
        query_links("questions", indicator=subject.slug),
    )


def _answer(row: dict[str, str]) -> str:
    return f"{row['optionLabel']}. {row['condition']}" if "condition" in row else row["optionLabel"]

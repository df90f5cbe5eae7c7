"""The page of a level: where it stands on its scale, what is not known of its meaning, its ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import RC
from webapp.pages.panels import NO_RANKING, coverage, coverage_rows, known_facts, mentions, thing_page, things
from webapp.pages.parts import Panel
from webapp.urls import key_of, query_links

if TYPE_CHECKING:
    from webapp.pages.parts import ThingPage
    from webapp.pages.subject import Subject

_RATED = RC + "level"


def level_page(subject: Subject) -> ThingPage:
    """Return the page of one level of the scale of one framework."""
    panels = (
        known_facts(subject),
        *coverage(subject, coverage_rows(subject)),
        *_ratings(subject),
        *mentions(subject, (_RATED,)),
    )
    return thing_page(subject, panels, lead=_place(subject))


def _place(subject: Subject) -> str:
    """Say where the level stands, and of how many; nothing where the scale is not known."""
    scale = subject.draft.table("levels", framework=key_of(subject.first(RC + "partOfFramework") or ""))
    places = [row["order"] for row in scale if row["level"] == subject.iri]
    return f"{places[0]} of {len(scale)}: an order, not a quantity." if places else ""


def _ratings(subject: Subject) -> tuple[Panel, ...]:
    names = subject.draft.names
    found: dict[str, list[str]] = {}
    for row in subject.draft.table("mentions", subject=subject.key):
        if row["property"] == _RATED:
            found.setdefault(row["thing"], []).append(row["assertion"])
    if not found:
        return ()
    by_name = {iri: found[iri] for iri in sorted(found, key=lambda iri: names.label(iri).casefold())}
    links = query_links("mentions", subject=subject.key)
    caution = f"{NO_RANKING} The ratings stand in alphabetical order."
    listed = things(subject.draft, by_name)
    return (Panel("in-level", "Ratings at this level", (listed,), links, len(found), caution=caution),)

"""The page of one rating, and of the table that ratings stand in: never alone, and never as a ranking."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.namespaces import RC, RDF_TYPE
from webapp.pages.panels import NO_RANKING, coverage, coverage_rows, known_facts, mentions, thing_page
from webapp.pages.parts import Panel
from webapp.pages.spoken import own_sentence
from webapp.pages.tables import rating_table
from webapp.pages.things.conflict import disagreements
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from webapp.pages.parts import ThingPage
    from webapp.pages.subject import Subject


def rating_page(subject: Subject) -> ThingPage:
    """Return the page of one rating: what it says, of which study, and the other levels of the country."""
    panels = (
        replace(known_facts(subject), caution=NO_RANKING),
        *_beside(subject),
        *disagreements(subject),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, (RDF_TYPE, RC + "conflictSubject")),
    )
    return thing_page(subject, panels, lead=own_sentence(subject))


def _beside(subject: Subject) -> tuple[Panel, ...]:
    """Return all levels of the same country, for one says little without the others."""
    country = subject.first(RC + "ratedCountry")
    if country is None:
        return ()
    key, name = key_of(country), subject.draft.names.label(country)
    rows = subject.draft.table("ratings", country=key)
    table = rating_table(subject.draft, rows, f"{name}, domain by domain in their own order", "domain")
    links = query_links("ratings", country=key)
    term = path_of(RC + "Rating")
    return (Panel("ratings", f"All levels of {name}", (table,), links, len(rows), term=term),)


def rating_table_page(subject: Subject) -> ThingPage:
    """Return the page of a table of ratings: which study it is of, and the ratings by name."""
    panels = (
        replace(known_facts(subject), caution=NO_RANKING),
        *disagreements(subject),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, (RDF_TYPE, RC + "conflictSubject")),
    )
    framework = subject.first(RC + "partOfFramework")
    lead = f"Ratings of the {subject.draft.names.label(framework)}." if framework else ""
    return thing_page(subject, panels, lead=lead)

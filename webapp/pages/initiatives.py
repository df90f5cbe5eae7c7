"""Initiatives: in groups on the pages of others, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import RC
from webapp.pages.panels import coverage, coverage_rows, known_facts, mentions, thing_page
from webapp.pages.parts import InitiativeGroup, InitiativeItem, Initiatives
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from webapp.pages.draft import Draft
    from webapp.pages.parts import ThingPage
    from webapp.pages.subject import Subject

NO_MODE = "No mode recorded"
NO_DOMAIN = "No domain recorded"


def by_mode(draft: Draft, rows: Iterable[Mapping[str, str]]) -> Initiatives:
    """Return the rows of the query `initiatives` grouped by mode of collaboration."""
    groups: dict[str | None, list[InitiativeItem]] = {}
    for row in rows:
        meta = (f"under the {row['processLabel']}",) if "processLabel" in row else ()
        item = _item(draft, row, ("assertion", "modeAssertion", "processAssertion"), meta)
        groups.setdefault(row.get("mode"), []).append(item)
    return _grouped(draft, groups, NO_MODE)


def by_domain(draft: Draft, rows: Iterable[Mapping[str, str]]) -> Initiatives:
    """Return the rows of `process-initiatives` or `mode-initiatives` grouped by the domain that is served."""
    groups: dict[str | None, list[InitiativeItem]] = {}
    for row in rows:
        meta = (row["modeLabel"],) if "modeLabel" in row else ()
        item = _item(draft, row, ("assertion", "modeAssertion", "processAssertion"), meta)
        groups.setdefault(row.get("domain"), []).append(item)
    return _grouped(draft, groups, NO_DOMAIN)


def _item(
    draft: Draft, row: Mapping[str, str], graphs: Iterable[str], meta: tuple[str, ...]
) -> InitiativeItem:
    evidence = draft.evidence(*(row.get(name) for name in graphs))
    return InitiativeItem(
        path_of(row["initiative"]), row["label"], evidence, row["incomplete"] == "true", meta
    )


def _grouped(draft: Draft, groups: Mapping[str | None, list[InitiativeItem]], nothing: str) -> Initiatives:
    return Initiatives(
        tuple(
            InitiativeGroup(
                draft.names.label(iri) if iri else nothing, path_of(iri) if iri else None, tuple(items)
            )
            for iri, items in groups.items()
        )
    )


def initiative_page(subject: Subject) -> ThingPage:
    """Return the page of one initiative: domain, mode, process, and what the source leaves out."""
    panels = (
        known_facts(subject),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject),
    )
    is_incomplete = subject.first(RC + "incompleteInSource") == "true"
    return thing_page(
        subject,
        panels,
        lead="The source breaks the name off; it is shown as far as it is printed." if is_incomplete else "",
        tag="incomplete" if is_incomplete else "",
    )

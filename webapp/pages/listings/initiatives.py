"""What the list of initiatives says beyond its rows: their status, and where documents are silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import ID
from webapp.kinds import kind_named
from webapp.pages.draft import Draft
from webapp.pages.parts import Fact, Gap, Panel, Value
from webapp.pages.things.domains import initiative_cells
from webapp.pages.things.served import silent_on_initiatives
from webapp.urls import key_of, query_links

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from webapp.knowledge import Knowledge
    from webapp.names import Names
    from webapp.pages.listings.choice import Choice

NO_DOMAIN: Final = "Placed in no domain, by a source or the editors"
_RECORDED: Final = "recorded"
_IN_WORDS: Final = "in-words"


def status_key(value: str) -> str:
    """Return what stands in the address for a status; one that a source only words has no key of its own."""
    return key_of(value) if value.startswith(ID) else _IN_WORDS


def status_words(names: Names, value: str) -> str:
    """Return what a status is called."""
    return names.label(value) if value.startswith(ID) else "told in the words of the source"


def unserved(knowledge: Knowledge) -> dict[str, str]:
    """Return the domains that were looked at and that no initiative serves, with what is known of that."""
    draft = Draft(knowledge)
    # Documents are also silent on the domain of an initiative; that one is no domain to choose.
    domains = draft.names.things(kind_named("domain"))
    cells = initiative_cells(draft)
    return {
        domain: cells[domain].text
        for domain in domains
        if domain in cells and cells[domain].state != _RECORDED
    }


def silent(draft: Draft, choice: Choice) -> tuple[Panel, ...]:
    """Return what documents say, or leave out, about each choice of domain and mode without an initiative."""
    domains, modes = (frozenset(choice.facets[name]) for name in ("domain", "mode"))
    narrowed = {name for name, values in choice.facets.items() if values} - {"domain", "mode"}
    if choice.words or narrowed or not domains:
        return ()
    return tuple(_silent(draft, domains, modes))


def _silent(draft: Draft, domains: Collection[str], modes: Collection[str]) -> Iterator[Panel]:
    served = draft.knowledge.derived.kept("domains served", lambda: _served(draft))
    known = {key_of(iri) for iri in draft.names.things(kind_named("domain"))}
    for key in sorted(known.intersection(domains) - served):
        if panel := silent_on_initiatives(draft, key):
            yield panel
    if modes and (left_out := tuple(_empty_cells(draft, served.intersection(domains), modes))):
        lead = "Other modes are on record for the domain. What is not stated may still exist."
        yield Panel(
            "left-out", "Choices without an initiative", (Gap(left_out),), query_links("matrix"), lead=lead
        )


def _served(draft: Draft) -> frozenset[str]:
    """Return the keys of the domains that an initiative serves."""
    return frozenset(key_of(row["domain"]) for row in draft.knowledge.table("initiatives"))


def _empty_cells(draft: Draft, domains: Collection[str], modes: Collection[str]) -> Iterator[Fact]:
    for row in draft.table("matrix"):
        is_chosen = key_of(row["domain"]) in domains and key_of(row["mode"]) in modes
        if is_chosen and "initiative" not in row:
            said = draft.evidence(row["coverageAssertion"])
            state = Value("", said, state=key_of(row["state"]))
            yield Fact(f"{row['domainNumber']} {row['domainLabel']}: {row['modeLabel']}", (state,))

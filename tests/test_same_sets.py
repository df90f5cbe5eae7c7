"""
One truth in several models: each tool reads the sets that it needs, and all of them have the same.

Matrices, comparisons and country pages count in `webapp.reach`; overlaps, gaps and the network in
`kg.networks.sets`; the map and the timeline each in what they read for themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from kg.networks.sets import FULL_ROLES, SERVES, UNDER
from kg.networks.things import kind
from webapp.pages.tiles.themes import member_counts, serving
from webapp.pages.timelines.events import all_events
from webapp.urls import key_of

if TYPE_CHECKING:
    from flask import Flask

    from webapp.knowledge import Knowledge


@pytest.fixture(name="knowledge")
def _knowledge(whole_site: Flask) -> Knowledge:
    return cast("Knowledge", whole_site.extensions["regcoop"])


def test_a_process_has_the_same_countries_in_the_same_roles(knowledge: Knowledge) -> None:
    """In matrices, in overlaps and on the map."""
    reach, sets = knowledge.reach, knowledge.sets
    counted = member_counts(knowledge)

    assert set(reach.processes) == set(sets.processes)
    assert {key_of(role) for role in reach.roles} == set(sets.roles)
    for process in sets.processes:
        listed = sets.listed(process, "country")
        held = {country: of[process] for country, of in reach.members.items() if process in of}
        full = {
            country for country, roles in held.items() if {key_of(role) for role in roles} & {*FULL_ROLES}
        }

        assert set(listed) == set(held)
        assert full == set(sets.full_members[process]), process
        assert len(full) == counted.get(process, 0), process
    assert any(counted.values())


def test_a_region_has_the_same_countries(knowledge: Knowledge) -> None:
    """Those of regions within it among them."""
    found = {region: knowledge.sets.countries(region) for region in knowledge.network.by_kind["region"]}

    assert knowledge.reach.lying
    assert dict(knowledge.reach.lying) == {region: set(of) for region, of in found.items() if of}


@pytest.mark.parametrize("relation", [SERVES, UNDER])
def test_a_domain_and_a_process_have_the_same_initiatives(knowledge: Knowledge, relation: str) -> None:
    """In matrices, in the network and, of processes, on the timeline."""
    reach = knowledge.reach
    counted = reach.serving if relation == SERVES else reach.under
    linked = {
        iri: {end for end in knowledge.network.into(iri, relation) if kind(end) == "initiative"}
        for iri in knowledge.network.by_kind["domain" if relation == SERVES else "process"]
    }
    drawn: dict[str, set[str]] = {}
    for event in all_events(knowledge):
        for process in event.tied("process") if kind(event.iri) == "initiative" else ():
            drawn.setdefault(process, set()).add(event.iri)

    assert counted
    assert dict(counted) == {iri: of for iri, of in linked.items() if of}
    assert relation == SERVES or dict(counted) == drawn


def test_a_domain_is_served_by_the_same_processes(knowledge: Knowledge) -> None:
    """By as many initiatives and themes in matrices and overlaps as on the map."""
    reach, sets = knowledge.reach, knowledge.sets
    on_the_map = serving(knowledge)
    of_matrices = {
        (domain, process): (
            len(reach.serving.get(domain, frozenset()) & reach.under.get(process, frozenset())),
            len(reach.furthering.get((process, domain), ())),
        )
        for domain in knowledge.network.by_kind["domain"]
        for process in reach.processes
    }
    of_overlaps = {
        (domain, process) for process in sets.processes for domain, by in sets.domains(process).items() if by
    }

    drawn = {(domain, process): counts for domain, of in on_the_map.items() for process, counts in of.items()}
    assert drawn == {pair: counts for pair, counts in of_matrices.items() if any(counts)}
    assert of_overlaps == set(drawn)

"""What the rules derive from a few statements, and what they leave alone."""

from __future__ import annotations

import pytest

from kg import rdf, rules
from kg.namespaces import GRAPH_EVIDENCE, ID, PREFIXES, RC, assertion
from kg.resources import package_dir

FROM = PREFIXES["prov"] + "wasDerivedFrom"


def _row(table: str, key: str, link: tuple[str, str, str], certainty: str = "") -> list[rdf.Quad]:
    """Return what one row states, and how certain the editors are of it where they judge."""
    subject, name, value = link
    graph = assertion(table, key)
    judged = [rdf.quad(graph, RC + "certainty", f"{ID}certainty/{certainty}", GRAPH_EVIDENCE)]
    return [rdf.quad(ID + subject, RC + name, ID + value, graph), *(judged if certainty else [])]


def _covered(quads: list[rdf.Quad]) -> dict[str, set[str]]:
    """Return the inputs of each derived statement that a process covers a domain, by table and key."""
    base = assertion("", "").rstrip("/") + "/"
    derived = rules.derived(quads)
    graphs = {rdf.iri(quad.graph_name) for quad in derived if rdf.iri(quad.predicate) == RC + "coversDomain"}
    return {
        graph.removeprefix(base): {
            rdf.iri(quad.object).removeprefix(base)
            for quad in derived
            if (rdf.iri(quad.subject), rdf.iri(quad.predicate)) == (graph, FROM)
        }
        for graph in graphs
    }


UNDER = _row("initiative_processes", "courts/bali", ("initiative/courts", "underProcess", "process/bali"))
DEALS = _row("process_themes", "bali/visas", ("process/bali", "dealsWith", "theme/visas"))


@pytest.mark.parametrize("certainty", ["", "high", "medium"])
def test_a_process_covers_the_domain_of_its_initiative(certainty: str) -> None:
    """Whether a source says that the initiative serves the domain or the editors are fairly sure of it."""
    link = ("initiative/courts", "servesDomain", "domain/one/1")
    serves = _row("initiative_domains", "courts/one/1", link, certainty)

    assert _covered([*UNDER, *serves]) == {
        "process-covers-domain/bali/one/1": {
            "initiative_domains/courts/one/1",
            "initiative_processes/courts/bali",
        }
    }


@pytest.mark.parametrize("certainty", ["high", "medium"])
def test_a_process_covers_the_domain_of_its_theme(certainty: str) -> None:
    """The derived statement names the theme of the process and the judgement on the theme."""
    link = ("theme/visas", "furthersDomain", "domain/one/1")
    judged = _row("theme_domains", "visas/one/1", link, certainty)

    assert _covered([*DEALS, *judged]) == {
        "process-theme-domain/bali/one/1": {"process_themes/bali/visas", "theme_domains/visas/one/1"}
    }


def test_nothing_rests_on_low_certainty() -> None:
    """A reading that the editors hold for possible and no more lets no process cover a domain."""
    serves = ("initiative/courts", "servesDomain", "domain/one/1")
    furthers = ("theme/visas", "furthersDomain", "domain/one/1")
    doubtful = [
        *_row("initiative_domains", "courts/one/1", serves, "low"),
        *_row("theme_domains", "visas/one/1", furthers, "low"),
    ]

    assert _covered([*UNDER, *DEALS, *doubtful]) == {}


def test_two_ways_to_one_domain_stay_two_statements() -> None:
    """What follows from an initiative and what follows from a theme keep their own inputs."""
    serves = ("initiative/courts", "servesDomain", "domain/one/1")
    furthers = ("theme/visas", "furthersDomain", "domain/one/1")
    both = [
        *_row("initiative_domains", "courts/one/1", serves),
        *_row("theme_domains", "visas/one/1", furthers, "high"),
    ]

    assert {"process-covers-domain/bali/one/1", "process-theme-domain/bali/one/1"} == set(
        _covered([*UNDER, *DEALS, *both])
    )


def test_no_rule_reads_what_a_rule_writes() -> None:
    """The order of the rules makes no difference: none of them asks for a covered domain."""
    readers = [
        path.name
        for path in (package_dir() / "rules").glob("*.ru")
        if "coversDomain" in path.read_text(encoding="utf-8").partition("WHERE")[2]
    ]

    assert readers == []

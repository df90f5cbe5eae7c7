"""The checks: coverage against what was copied from its document, and what must not stand alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.checks import offences
from kg.namespaces import BASE
from kg.store.embedded import open_embedded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PREFIXES = f"""
BASE <{BASE}>
PREFIX rc: <{BASE}ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

_WORLD = """
<assertion/world/things> {
  <id/document/talk> a rc:Document .
  <id/document/report> a rc:Document .
  <id/framework/one> a rc:GovernanceFramework .
  <id/domain/one/4> a rc:GovernanceDomain ; rc:partOfFramework <id/framework/one> .
  <id/initiative/forum> a rc:Initiative .
  <id/basis/transcribed> a rc:Basis .
  <id/basis/editorial> a rc:Basis .
  <id/coverage-state/recorded> a rc:CoverageState .
  <id/coverage-state/not-stated> a rc:CoverageState .
  <id/coverage/forum> a rc:CoverageStatement ; rc:coverageOf <id/document/report> ;
    rc:coverageSubject <id/initiative/forum> ; rc:coverageProperty rc:servesDomain ;
    rc:coverageState <id/coverage-state/not-stated> .
}
<graph/evidence> {
  <assertion/world/things> a rc:Assertion ; rc:basis <id/basis/editorial> .
  <id/passage/talk/page-4> a rc:Passage ; rc:passageOf <id/document/talk> .
  <id/passage/report/page-9> a rc:Passage ; rc:passageOf <id/document/report> .
}
"""

UNRECORDED = "unrecorded-coverage-has-no-facts"
RECORDED = "recorded-coverage-has-facts"
OFFENDER = f"{BASE}id/coverage/finding"


def finding(state: str, prop: str = "rc:servesDomain", subject: str = "domain/one/4") -> str:
    """Write in TriG that the talk was searched for a matter, by default the initiatives of domain 4."""
    return f"""
<assertion/coverage/finding> {{
  <id/coverage/finding> a rc:CoverageStatement ; rc:coverageOf <id/document/talk> ;
    rc:coverageSubject <id/{subject}> ; rc:coverageProperty {prop} ;
    rc:coverageState <id/coverage-state/{state}> .
}}
<graph/evidence> {{
  <assertion/coverage/finding> a rc:Assertion ; rc:basis <id/basis/transcribed> ;
    rc:restsOn <id/passage/talk/page-4> .
}}
"""


def served(passage: str, basis: str = "transcribed") -> str:
    """Write in TriG that the forum serves domain 4, on the word of a passage."""
    return f"""
<assertion/initiative_domains/forum/one/4> {{ <id/initiative/forum> rc:servesDomain <id/domain/one/4> }}
<graph/evidence> {{
  <assertion/initiative_domains/forum/one/4> a rc:Assertion ; rc:basis <id/basis/{basis}> ;
    rc:restsOn <id/passage/{passage}> .
}}
"""


def on_domain(state: str) -> str:
    """Write a second finding, on domain 4, since each domain needs one once an initiative serves it."""
    return finding(state).replace("coverage/finding", "coverage/domain")


@pytest.fixture(name="broken")
def _broken(tmp_path: Path) -> Callable[..., set[tuple[str, str]]]:
    """Give a function that runs all checks on a small graph and returns the check and offender of each."""

    def broken(*parts: str) -> set[tuple[str, str]]:
        path = tmp_path / "graph.trig"
        path.write_text("\n".join((_PREFIXES, _WORLD, *parts)), encoding="utf-8")
        return {(offence.check, offence.offender) for offence in offences(open_embedded(path))}

    return broken


def test_another_document_may_state_what_one_passes_over(broken: Callable[..., set[tuple[str, str]]]) -> None:
    """The talk is silent on domain 4 even when the report lists an initiative for it: both are true."""
    assert set() == broken(finding("not-stated"), served("report/page-9"))


def test_what_the_editors_place_under_a_domain_the_document_still_passes_over(
    broken: Callable[..., set[tuple[str, str]]],
) -> None:
    """A judgement made from a passage is not what the passage states."""
    assert set() == broken(finding("not-stated"), served("talk/page-4", "editorial"))


def test_a_document_is_not_silent_on_what_was_copied_from_it(
    broken: Callable[..., set[tuple[str, str]]],
) -> None:
    """An initiative of domain 4 from the talk itself makes the finding false."""
    assert {(UNRECORDED, OFFENDER)} == broken(finding("not-stated"), served("talk/page-4"))


def test_what_is_recorded_rests_on_its_document(broken: Callable[..., set[tuple[str, str]]]) -> None:
    """The fact may point to the thing that was searched for."""
    assert set() == broken(finding("recorded"), served("talk/page-4"))


def test_what_is_recorded_may_start_from_the_thing(broken: Callable[..., set[tuple[str, str]]]) -> None:
    """The matter is sought in either direction."""
    found = finding("recorded", subject="initiative/forum")

    assert set() == broken(found, on_domain("recorded"), served("talk/page-4"))


@pytest.mark.parametrize("facts", [[], [served("report/page-9")]], ids=["nothing", "another document"])
def test_what_only_another_document_states_is_not_recorded(
    broken: Callable[..., set[tuple[str, str]]], facts: list[str]
) -> None:
    """A finding on the talk is borne out by the talk, and by nothing else."""
    assert {(RECORDED, OFFENDER)} == broken(finding("recorded"), *facts)


def test_any_matter_can_be_recorded(broken: Callable[..., set[tuple[str, str]]]) -> None:
    """Not only initiatives: a name that is called recorded and that no passage bears out is found."""
    assert {(RECORDED, OFFENDER)} == broken(finding("recorded", "rdfs:label"))


def said(graph: str, statements: str, evidence: str = "") -> str:
    """Write an assertion in TriG, made by the editors unless its evidence says otherwise."""
    evidence = evidence or "rc:basis <id/basis/editorial>"
    return f"""
<assertion/{graph}> {{ {statements} }}
<graph/evidence> {{ <assertion/{graph}> a rc:Assertion ; {evidence} . }}
"""


def founded(key: str, year: int) -> str:
    """Write that the report came into being in a year."""
    return said(
        f"establishments/{key}",
        f"<id/establishment/{key}> a rc:Establishment ; rc:establishmentOf <id/document/report> ; "
        f'rc:beginsOn "{year}-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .',
    )


def conflict(*sides: str) -> str:
    """Write that establishments contradict each other."""
    named = "".join(f" ; rc:conflictingAssertion <assertion/establishments/{side}>" for side in sides)
    return said("conflicts/year", f"<id/conflict/year> a rc:Conflict{named} .")


@pytest.mark.parametrize(
    ("facts", "offenders"),
    [
        ([founded("one", 1991), founded("other", 1993), conflict("one", "other")], 0),
        ([founded("one", 1991), founded("other", 1991), conflict("one", "other")], 1),
        ([founded("one", 1991), conflict("one")], 1),
        ([founded("one", 1991), founded("other", 1993), conflict()], 1),
    ],
    ids=["two sides", "the same twice", "one side", "no side"],
)
def test_a_conflict_has_two_sides_that_differ(
    broken: Callable[..., set[tuple[str, str]]], facts: list[str], offenders: int
) -> None:
    """What the two rows are called does not matter; what they say must differ."""
    found = [("every-conflict-has-two-sides", f"{BASE}id/conflict/year")] * offenders

    assert found == list(broken(*facts))


def test_an_initiative_without_a_domain_is_found(broken: Callable[..., set[tuple[str, str]]]) -> None:
    """Unless a row of coverage says that nobody has judged it, as for the forum."""
    fact = said("initiatives/series", "<id/initiative/series> a rc:Initiative .")

    assert {("every-initiative-states-its-domain", f"{BASE}id/initiative/series")} == broken(fact)


@pytest.mark.parametrize(
    "evidence",
    [
        "rc:derivedBy <id/rule/one>",
        "prov:wasDerivedFrom <assertion/world/things>",
        "rc:derivedBy <id/rule/one> ; prov:wasDerivedFrom <assertion/world/nowhere>",
    ],
    ids=["no input", "no rule", "an input that says nothing"],
)
def test_what_is_derived_names_its_rule_and_its_inputs(
    broken: Callable[..., set[tuple[str, str]]], evidence: str
) -> None:
    """All three are found; with a rule and an input that exists it would pass."""
    things = "<id/basis/derived> a rc:Basis . <id/rule/one> a rc:Rule ."
    fact = said("rule/one", things, f"rc:basis <id/basis/derived> ; {evidence}")
    whole = said(
        "rule/one",
        things,
        "rc:basis <id/basis/derived> ; rc:derivedBy <id/rule/one> ; "
        "prov:wasDerivedFrom <assertion/world/things>",
    )

    assert {("every-derived-assertion-has-inputs", f"{BASE}assertion/rule/one")} == broken(fact)
    assert set() == broken(whole)


def test_no_two_frameworks_are_joined_without_a_reason(broken: Callable[..., set[tuple[str, str]]]) -> None:
    """A bare link between two domains of equal number is found, and so is a mapping that gives no reason."""
    other = (
        "<id/framework/two> a rc:GovernanceFramework . "
        "<id/domain/two/4> a rc:GovernanceDomain ; rc:partOfFramework <id/framework/two> . "
    )
    link = "<id/domain/one/4> skos:exactMatch <id/domain/two/4> . "
    mapping = (
        "<id/mapping/four> a rc:Mapping ; rc:mapsFrom <id/domain/one/4> ; rc:mapsTo <id/domain/two/4> ; "
        "rc:mappingRelation skos:exactMatch "
    )
    check = "every-mapping-is-justified"
    bare = {(check, f"{BASE}id/domain/one/4")}

    assert bare == broken(said("mappings/four", other + link))
    assert bare | {(check, f"{BASE}id/mapping/four")} == broken(
        said("mappings/four", f"{other}{link}{mapping}.")
    )
    assert set() == broken(
        said("mappings/four", f'{other}{link}{mapping}; rc:justification "By subject."@en .')
    )

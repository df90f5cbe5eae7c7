"""The sets behind matrices: what is said of a domain in which nothing stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.namespaces import RC, thing
from webapp.reach import NOT_ASSESSED, NOT_STATED, Reach

if TYPE_CHECKING:
    from collections.abc import Mapping

PROCESS = thing("process", "lake")
# Their keys do not begin with that of their framework: only a source says what a domain is part of.
FIRST, SECOND, OTHER = (thing("domain", key) for key in ("water", "salt", "wind"))
FRAMEWORKS = {FIRST: "one", SECOND: "one", OTHER: "two"}


def reach(states: Mapping[str, str] | None = None, *served: str) -> Reach:
    """Return the sets where some domains are served, and documents say something of others."""
    rows: dict[str, list[dict[str, str]]] = {
        "domains": [
            {"domain": domain, "framework": thing("framework", key)} for domain, key in FRAMEWORKS.items()
        ],
        "domain-coverage": [
            {"domain": domain, "state": thing("coverage-state", state), "assertion": f"about {domain}"}
            for domain, state in (states or {}).items()
        ],
        "initiative-links": [
            {
                "property": RC + "servesDomain",
                "value": domain,
                "initiative": thing("initiative", "boat"),
                "assertion": "a",
            }
            for domain in served
        ],
        "themes-of": [],
    }
    return Reach(lambda name: rows.get(name, []))


def test_a_framework_is_assessed_where_something_stands_in_one_of_its_domains() -> None:
    """By what the graph says a domain is part of, and not by its address."""
    found = reach(None, FIRST)

    assert found.is_assessed(SECOND)
    assert not found.is_assessed(OTHER)
    assert not found.is_assessed(thing("domain", "of-no-framework"))


@pytest.mark.parametrize(("state", "is_assessed"), [("not-stated", True), ("not-assessed", False)])
def test_that_nobody_looked_is_no_assessment(state: str, *, is_assessed: bool) -> None:
    """A document that says nothing was looked at; what was not assessed was not."""
    found = reach({FIRST: state})

    assert is_assessed == found.is_assessed(SECOND)
    assert found.state_without(SECOND, ()) == (NOT_STATED if is_assessed else NOT_ASSESSED)


def test_a_state_that_is_none_of_ours_is_no_assessment() -> None:
    """Another store may hold what we do not know; the page is shown, and nothing is cited for it."""
    found = reach({FIRST: "half-known"})

    assert NOT_ASSESSED == found.state_without(FIRST)
    assert {} == found.said

"""The graph of things: what ties them together, and what stands apart."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg import networks
from kg.namespaces import RC, thing
from kg.store.embedded import open_embedded

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.protocol import Store

_GRAPH = """
PREFIX rc: <https://w3id.org/regcoop/ontology#>
BASE <https://w3id.org/regcoop/>
GRAPH <assertion/initiatives/a> { <id/initiative/a> a rc:Initiative ; rc:servesDomain <id/domain/x/1> }
GRAPH <assertion/domains/1> { <id/domain/x/1> a rc:GovernanceDomain }
GRAPH <assertion/domains/2> { <id/domain/x/2> a rc:GovernanceDomain ; rc:servesDomain <id/domain/x/3> }
GRAPH <graph/ontology> { <id/basis/editorial> a rc:Basis }
GRAPH <graph/evidence> {
  <assertion/initiatives/a> rc:restsOn <id/passage/d/p> .
  <id/passage/d/p> rc:passageOf <id/document/d> .
}
"""


def _store(tmp_path: Path) -> Store:
    path = tmp_path / "graph.trig"
    path.write_text(_GRAPH, encoding="utf-8")
    return open_embedded(path)


def test_an_edge_says_what_links_its_ends(tmp_path: Path) -> None:
    """An initiative is tied to its domain, and to the document that its statement rests on."""
    graph = networks.links(_store(tmp_path))

    assert (RC + "servesDomain",) == graph.edges[thing("initiative", "a"), thing("domain", "x/1")][
        "properties"
    ]
    assert (RC + "passageOf",) == graph.edges[thing("initiative", "a"), thing("document", "d")]["properties"]


def test_what_nothing_ties_to_the_rest_is_an_island(tmp_path: Path) -> None:
    """Two domains that only know each other, apart from the larger group."""
    assert ((thing("domain", "x/2"), thing("domain", "x/3")),) == networks.islands(_store(tmp_path))


@pytest.mark.slow
def test_a_page_without_a_network_does_not_wait_for_one() -> None:
    """What takes long to import is imported by the first page that draws; the site starts without it."""
    code = "import sys, webapp, webapp.views as v; list(v.blueprints()); print('networkx' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "False" == run.stdout.strip()

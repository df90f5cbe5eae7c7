"""Networks for users: around one thing, or a projection with its measures, as a file or a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.catalogue import catalogue
from kg.errors import ParameterError
from kg.namespaces import ID, LICENCE
from kg.networks import files, projections
from kg.networks.neighbourhood import STEPS, neighbourhood
from kg.networks.sets import Sets
from kg.networks.things import Network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from networkx import Graph, MultiDiGraph

    from kg.store.protocol import Store
    from kg.terms import Term

NOT_STATED: Final = "members not stated"
PROJECTIONS: Final = ("processes", "countries")
"""What may be asked for in the place of a thing: processes linked by countries, or countries by processes."""


def answer(store: Store, of: str, steps: int, suffix: str, table: str) -> bytes:
    """
    Return a network as a file.

    Args:
        store: An open store.
        of: `processes`, `countries`, or the key of a thing such as `process/bali-process`.
        steps: How far to go from a thing: 1 or 2; a projection has no steps.
        suffix: One of `files.FORMATS`.
        table: What CSV holds: `edges` or `nodes`.

    Raises:
        ParameterError: `of` names nothing that the network has.
        StoreError: The store cannot answer.
    """
    network = _network(store)
    about = {"of": of, "licence": LICENCE}
    if of in PROJECTIONS:
        return files.written(files.named(network, _projection(network, of)), suffix, about, table)
    picture = neighbourhood(network, _start(network, of), steps)
    shown = files.of_picture(network, picture, _places(store))
    return files.written(shown, suffix, {**about, "steps": steps, "left_out": len(picture.left_out)}, table)


def network_of(store: Store, of: str, steps: int) -> Graph[str]:
    """Return the same for programs, as a graph: nothing is left out of it; arguments and errors as above."""
    network = _network(store)
    if of in PROJECTIONS:
        return files.named(network, _projection(network, of))
    start = _start(network, of)
    if steps not in STEPS:
        raise ParameterError(f"A network goes {' or '.join(map(str, STEPS))} steps far, not {steps!r}.")
    picture = neighbourhood(network, start, steps, cap=len(network.graph))
    return files.of_picture(network, picture, _places(store))


def whole_network(store: Store) -> MultiDiGraph[str]:
    """Return all things and the typed links between them, each with the evidence of who says so."""
    network = _network(store)
    places = store.select(catalogue().named("places").text).rows
    basis = {row["assertion"].value: row["basis"].value.rpartition("/")[2] for row in places}
    return files.of_all(network, _sources(places), basis)


def _network(store: Store) -> Network:
    return Network(lambda name: store.select(catalogue().named(name).text))


def _start(network: Network, of: str) -> str:
    start = of if of.startswith(ID) else ID + of
    if start not in network:
        raise ParameterError(
            f"The network has nothing {of!r}; give processes, countries, or a thing such as country/bgd."
        )
    return start


def _projection(network: Network, of: str) -> Graph[str]:
    """Return processes linked by the countries that they share, or countries by processes, with measures."""
    sets = Sets(network)
    if of == "processes":
        graph = projections.shared(sets.full_members)
    else:
        graph = projections.shared(projections.turned(sets.full_members), "processes")
    projections.measure(graph)
    # Of whom no member is known, nothing can be counted: none of these numbers is 0.
    for process in graph.nodes & set(sets.without_members):
        graph.nodes[process].clear()
        graph.nodes[process]["state"] = NOT_STATED
    return graph


def _places(store: Store) -> Callable[[str], tuple[str, str]]:
    return _sources(store.select(catalogue().named("places").text).rows)


def _sources(places: Iterable[Mapping[str, Term]]) -> Callable[[str], tuple[str, str]]:
    """Return what gives the first document, or the rule, behind an assertion, and the place in it."""
    found: dict[str, tuple[str, str]] = {}
    for row in places:
        said = {name: term.value for name, term in row.items()}
        source = said.get("documentLabel") or f"rule “{said.get('ruleLabel', said['table'])}”"
        found.setdefault(said["assertion"], (source, said.get("locator", "")))
    return lambda assertion: found.get(assertion, ("", ""))

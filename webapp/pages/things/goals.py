"""How a domain is tied to the targets of an outside agenda: by its framework or a counterpart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import thing
from webapp.pages.parts import Item, Panel, Things
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from webapp.pages.subject import Subject


def goals(subject: Subject, mapped: Sequence[Mapping[str, str]]) -> tuple[Panel, ...]:
    """
    Return the panel of the targets that the framework of a domain, or of a counterpart of it, addresses.

    Args:
        subject: The domain.
        mapped: Rows of the query `domain-mappings`.
    """
    items = tuple(_items(subject, mapped))
    if not items:
        return ()
    links = query_links("target-elements")
    lead = "A target is tied to a framework as a whole, and through the mappings below to its counterparts."
    return (
        Panel(
            "goals", "Link to the Sustainable Development Goals", (Things(items),), links, len(items), lead
        ),
    )


def _items(subject: Subject, mapped: Sequence[Mapping[str, str]]) -> Iterator[Item]:
    """Return each target once for each framework by which the domain is tied to it."""
    draft = subject.draft
    ways: dict[str, tuple[str, str]] = {_framework(subject.iri): ("", "")}
    for row in mapped:
        if "from" in row and "to" in row:
            other = row["to"] if row["from"] == subject.iri else row["from"]
            ways.setdefault(_framework(other), (other, row["assertion"]))
    for framework, (counterpart, mapping) in ways.items():
        by_target: dict[str, list[str]] = {}
        for row in draft.of("target-elements", "element", framework):
            by_target.setdefault(row["target"], []).append(row["assertion"])
        for target, graphs in by_target.items():
            through = f"through “{draft.names.label(counterpart)}” of the " if counterpart else "through the "
            agenda, _, code = key_of(target).partition("/")
            name = f"{agenda.upper()} target {code}: {draft.names.label(target)}"
            note = f"{through}{draft.names.short(framework)}"
            yield Item(path_of(target), name, draft.evidence(*graphs, mapping or None), note)


def _framework(domain: str) -> str:
    return thing("framework", key_of(domain).rpartition("/")[0])

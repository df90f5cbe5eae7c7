"""What one may choose on the pages of overlaps and gaps, and whose members are not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.networks.sets import OF_FRAMEWORK
from kg.networks.things import ROLE, kind
from kg.terms import Iri
from webapp.pages.parts import Fact, Value
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from webapp.knowledge import Knowledge
    from webapp.pages.draft import Draft
    from webapp.pages.overlaps.choice import OverlapChoice

_MEMBER: Final = RC + "member"
NOT_STATED: Final = "members not stated"


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its name, with an address; `count` is a number that the address opens the list of."""

    label: str
    href: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose, by its key."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class OverlapForm:
    """What one may choose: `first` and `second` process, roles, region, framework, order of the pairs."""

    first: tuple[Option, ...]
    second: tuple[Option, ...]
    roles: tuple[Option, ...]
    regions: tuple[Option, ...]
    frameworks: tuple[Option, ...]
    sort: str


def counted_words(knowledge: Knowledge, choice: OverlapChoice) -> str:
    """Say who is counted: `countries and territories listed as member or signatory, in Southern Asia`."""
    labels = [knowledge.network.label(ROLE + key) for key in choice.roles]
    within = f", in {knowledge.network.label(choice.region)}" if choice.region else ""
    return f"countries and territories listed as {' or '.join(labels)}{within}"


def overlap_form(knowledge: Knowledge, choice: OverlapChoice) -> OverlapForm:
    """Return what one may choose, with what is chosen."""
    network, sets = knowledge.network, knowledge.sets
    first, second = (*choice.processes[:2], None, None)[:2]

    def options(things: Iterable[str], chosen: str | None) -> tuple[Option, ...]:
        return tuple(Option(key_of(iri), network.label(iri), iri == chosen) for iri in things)

    frameworks = [
        iri
        for iri in network.by_kind["framework"]
        if any(kind(part) == "domain" for part in network.into(iri, OF_FRAMEWORK))
    ]
    return OverlapForm(
        options(sets.processes, first),
        options(sets.processes, second),
        tuple(Option(key, network.label(ROLE + key), key in choice.roles) for key in sets.roles),
        options(network.by_kind["region"], choice.region),
        options(frameworks, choice.framework),
        choice.sort,
    )


def unknown_members(draft: Draft, processes: Iterable[str]) -> tuple[Fact, ...]:
    """Return what documents say of the members of processes of which nobody is listed in a full role."""
    said = coverage_by_subject(draft, _MEMBER)
    return tuple(
        Fact(
            draft.knowledge.network.label(iri),
            said_in(draft, said.get(iri, ())),
            path_of(iri),
            state="not-assessed",
        )
        for iri in processes
    )


def coverage_by_subject(draft: Draft, matter: str) -> dict[str, list[dict[str, str]]]:
    """Return what documents say, or leave out, of one matter, given by the IRI of its property, by thing."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in draft.table("property-coverage", property=Iri(matter)):
        found.setdefault(row["subject"], []).append(row)
    return found


def said_in(draft: Draft, rows: Iterable[Mapping[str, str]]) -> tuple[Value, ...]:
    """Return coverage statements as values: the document, and its state of knowledge."""
    return tuple(
        Value(f"“{row['documentLabel']}”", draft.evidence(row["assertion"]), state=key_of(row["state"]))
        for row in rows
    )

"""What reaches a country through its processes: membership, initiative or theme, domain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import urlencode

from webapp.pages.parts import Item, Panel, Phrase, Value
from webapp.pages.sentences import counted
from webapp.pages.things.members import merged
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.subject import Subject

_SHOWN: Final = {"initiative": 2, "theme": 1}
_ONE_MORE: Final = 1
_MOST_NAMED: Final = 24
"""With more ways than these, initiatives and themes are counted, with a link to each list, and not named."""
_JUDGED: Final = "placed by the editors"

Steps = dict[str, dict[str, list[dict[str, str]]]]


@dataclass(frozen=True, slots=True)
class Through:
    """
    One process through which a domain is reached: it, how one belongs to it, and the steps from it.

    `steps` are some of its initiatives and themes; `more` says how many there are in all, and where.
    """

    process: Value
    role: str
    steps: tuple[Item, ...]
    more: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class ReachedDomain:
    """A domain and the processes through which it is reached."""

    label: str
    href: str
    through: tuple[Through, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """The body of a panel: domain by domain, what reaches a country and by which way."""

    domains: tuple[ReachedDomain, ...]
    shape: ClassVar[str] = "reach"


"""Rows of `process-steps` by domain, then by process."""


def reached(draft: Draft, processes: Sequence[str]) -> Steps:
    """Return by which initiatives and themes some processes reach which domains, domains in their order."""
    found: Steps = {}
    for process in dict.fromkeys(processes):
        for row in draft.of("process-steps", "process", process):
            found.setdefault(row["domain"], {}).setdefault(process, []).append(row)
    return dict(sorted(found.items()))


def reach(subject: Subject, memberships: Sequence[dict[str, str]], steps: Steps) -> tuple[Panel, ...]:
    """
    Return the panel of what reaches a country through the processes that list it.

    It tells what the processes do, with the whole way; nothing in it says that the country does it.

    Args:
        subject: The country.
        memberships: Rows of the query `memberships`.
        steps: What its processes reach, see `reached`.
    """
    if not steps:
        return ()
    by_process: dict[str, list[dict[str, str]]] = {}
    for row in merged(memberships):
        by_process.setdefault(row["process"], []).append(row)
    draft = subject.draft
    with_names = sum(len(processes) for processes in steps.values()) <= _MOST_NAMED
    domains = tuple(
        ReachedDomain(
            _domain_name(next(iter(processes.values()))[0]),
            path_of(domain),
            tuple(
                _through(draft, domain, by_process[process], rows, with_names=with_names)
                for process, rows in processes.items()
            ),
        )
        for domain, processes in steps.items()
    )
    links = query_links("country-reach", country=subject.slug)
    lead = (
        f"What these processes do, by domain, and not what {subject.name} does: to be listed in a process "
        "does not show that a country takes part in each of its initiatives. Who takes part stands on the "
        "page of an initiative."
    )
    title = "What reaches it through its processes"
    return (Panel("reach", title, (Reach(domains),), links, len(domains), lead),)


def _domain_name(row: Mapping[str, str]) -> str:
    return f"{row['domainNumber']} {row['domainLabel']}"


def _through(
    draft: Draft,
    domain: str,
    memberships: Sequence[Mapping[str, str]],
    rows: Sequence[dict[str, str]],
    *,
    with_names: bool,
) -> Through:
    first = memberships[0]
    graphs = [row["assertion"] for row in memberships]
    process = Value(
        first["processLabel"],
        draft.evidence(*graphs),
        path_of(first["process"]),
        is_disputed=draft.is_disputed(*graphs),
    )
    roles = ", ".join(dict.fromkeys(row.get("roleLabel", "") for row in memberships if "roleLabel" in row))
    ways: dict[str, dict[str, list[dict[str, str]]]] = {"initiative": {}, "theme": {}}
    for row in rows:
        ways[row["way"]].setdefault(row["step"], []).append(row)
    steps: list[Item] = []
    more: list[Phrase] = []
    for way, found in ways.items():
        shown = (_SHOWN[way] if len(found) > _SHOWN[way] + _ONE_MORE else len(found)) if with_names else 0
        judged = {step for step, of_step in found.items() if _is_judged(draft, of_step)}
        # What a source itself places in the domain comes first.
        in_order = sorted(found, key=judged.__contains__)
        steps += [_item(draft, way, found[step], is_judged=step in judged) for step in in_order[:shown]]
        if len(found) > shown:
            more += _count(way, len(found), len(judged), _listing(way, first["process"], domain), bool(more))
    return Through(process, f"({roles})" if roles else "", tuple(steps), tuple(more))


def _count(way: str, number: int, judged: int, href: str, follows: bool) -> list[Phrase]:  # noqa: FBT001
    """Say how many initiatives or themes there are in all, and how many of them the editors placed there."""
    whose = f"{'all' if judged == number else judged} {_JUDGED}"
    end = f" ({whose})" if judged and way == "initiative" else ""
    return [Phrase("; " if follows else "In all "), Phrase(counted(number, way), href), Phrase(end)]


def _listing(way: str, process: str, domain: str) -> str:
    """Return the address of the list of a process's initiatives for a domain, or of its themes."""
    keys = {"process": key_of(process), "domain": key_of(domain)}
    return f"/{way}s?{urlencode(keys, safe='/')}"


def _is_judged(draft: Draft, rows: Sequence[Mapping[str, str]]) -> bool:
    return draft.is_judged(*(row["assertion"] for row in rows))


def _item(draft: Draft, way: str, rows: Sequence[Mapping[str, str]], *, is_judged: bool) -> Item:
    """Return a step; `rows` are one for each assertion that puts it in the domain."""
    graphs = [graph for row in rows for graph in (row["stepAssertion"], row["assertion"])]
    note = f"{way}, {_JUDGED}" if is_judged else way
    return Item(path_of(rows[0]["step"]), rows[0]["stepLabel"], draft.evidence(*graphs), note)

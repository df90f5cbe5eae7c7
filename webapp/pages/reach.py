"""What reaches a country through its processes: from the membership to an initiative or theme and its domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from webapp.pages.members import merged
from webapp.pages.parts import Item, Panel, Phrase, Reach, ReachedDomain, Through, Value
from webapp.pages.sentences import counted
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.subject import Subject

_INITIATIVES_SHOWN: Final = 2
_THEMES_SHOWN: Final = 1
_ONE_MORE: Final = 1
_JUDGED: Final = "placed by the editors"

Steps = dict[str, dict[str, list[dict[str, str]]]]
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
    domains = tuple(
        ReachedDomain(
            _domain_name(next(iter(processes.values()))[0]),
            path_of(domain),
            tuple(
                _through(draft, domain, by_process[process], rows) for process, rows in processes.items()
            ),
        )
        for domain, processes in steps.items()
    )
    links = query_links("country-reach", country=subject.slug)
    lead = (
        f"What these processes do, by domain, and not what {subject.name} does: to be listed in a process does "
        "not show that a country takes part in each of its initiatives. Who else takes part stands on the page "
        "of an initiative."
    )
    title = "What reaches it through its processes"
    return (Panel("reach", title, (Reach(domains),), links, len(domains), lead),)


def _domain_name(row: Mapping[str, str]) -> str:
    return f"{row['domainNumber']} {row['domainLabel']}"


def _through(
    draft: Draft, domain: str, memberships: Sequence[Mapping[str, str]], rows: Sequence[dict[str, str]]
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
    steps, more = [], []
    lists = (_initiatives(first["process"], domain), f"{path_of(first['process'])}#themes")
    for (way, found), shown, href in zip(
        ways.items(), (_INITIATIVES_SHOWN, _THEMES_SHOWN), lists, strict=True
    ):
        # What a source itself places in the domain comes first.
        items = sorted(_items(draft, way, found), key=lambda item: item.note != _told(way, is_judged=False))
        few = len(items) <= shown + _ONE_MORE
        steps += items if few else items[:shown]
        more += [] if few else [Phrase("; " if more else "All: "), Phrase(counted(len(items), way), href)]
    return Through(process, f"({roles})" if roles else "", tuple(steps), tuple(more))


def _initiatives(process: str, domain: str) -> str:
    keys = {"process": key_of(process), "domain": key_of(domain)}
    return f"/initiatives?{urlencode(keys, safe='/')}"


def _items(draft: Draft, way: str, found: Mapping[str, Sequence[Mapping[str, str]]]) -> Iterator[Item]:
    for iri, rows in found.items():
        graphs = [graph for row in rows for graph in (row["stepAssertion"], row["assertion"])]
        is_judged = draft.is_judged(*(row["assertion"] for row in rows))
        note = _told(way, is_judged=is_judged)
        yield Item(path_of(iri), rows[0]["stepLabel"], draft.evidence(*graphs), note)


def _told(way: str, *, is_judged: bool) -> str:
    """Say what a step is, and whether the editors alone place it in the domain."""
    return f"{way}, {_JUDGED}" if is_judged else way

"""Who belongs to some processes: those in all of them, in some, and in one alone, as sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.terms import Iri
from webapp.kinds import KINDS
from webapp.names import kind_of
from webapp.pages.compare.rows import Row, Side, number, unknown
from webapp.pages.matrices.grid import folded
from webapp.pages.parts import Value
from webapp.reach import NOT_STATED
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from webapp.pages.draft import Draft

_MANY: Final = 130
"""How many names of members a page can hold; where there are more, each cell has a part of them."""

_SHOWN: Final = 12
_KINDS: Final = (
    ("country", "Countries", ("country or territory", "countries and territories")),
    ("organization", "Organizations", ("organization", "organizations")),
)


@dataclass(frozen=True, slots=True)
class Parts:
    """
    How some sets lie to one another, each as a set for each of them, in their order.

    A set that is not known (None) has no parts, and the others are held against one another without it.
    """

    in_all: tuple[frozenset[str] | None, ...]
    in_some: tuple[frozenset[str] | None, ...]
    in_one: tuple[frozenset[str] | None, ...]


def parts_of(sets: Sequence[Collection[str] | None]) -> Parts:
    """Part sets into what is in all of them, in several but not in all, and in one alone."""
    known = [frozenset(one) for one in sets if one is not None]
    everywhere = frozenset.intersection(*known) if len(known) > 1 else frozenset[str]()
    often = {thing: sum(thing in one for one in known) for one in known for thing in one}

    def part(one: Collection[str] | None, kind: str) -> frozenset[str] | None:
        if one is None:
            return None
        rest = frozenset(one) - everywhere
        if kind == "all":
            return everywhere
        return frozenset(thing for thing in rest if (often[thing] > 1) == (kind == "some"))

    return Parts(*(tuple(part(one, kind) for one in sets) for kind in ("all", "some", "one")))


def member_rows(draft: Draft, processes: Sequence[str]) -> tuple[Row, ...]:
    """Return rows on the countries and the organizations on record in each process, in whichever role."""
    listed = [_listed(draft, process) for process in processes]
    many = sum(len(of[segment]) for of in listed for segment, *_ in _KINDS)
    shown = None if many <= _MANY else max(3, _SHOWN * 2 // len(processes))
    return tuple(
        row
        for segment, title, words in _KINDS
        for row in _rows(draft, processes, [of[segment] for of in listed], (segment, title, words), shown)
    )


def _listed(draft: Draft, process: str) -> dict[str, dict[str, list[dict[str, str]]]]:
    """Return the rows of `members` by kind and member, one for each role."""
    found: dict[str, dict[str, list[dict[str, str]]]] = {segment: {} for segment, *_ in _KINDS}
    for row in draft.table("members", process=key_of(process)):
        of = found.setdefault(kind_of(row["member"]).segment, {}).setdefault(row["member"], [])
        if all(row["role"] != other["role"] for other in of):
            of.append(row)
    return found


def _rows(
    draft: Draft,
    processes: Sequence[str],
    listed: Sequence[Mapping[str, list[dict[str, str]]]],
    called: tuple[str, str, tuple[str, str]],
    shown: int | None,
) -> Iterator[Row]:
    segment, title, words = called
    listing = KINDS[segment].listing
    if not any(listed):
        yield Row(f"{title} listed", tuple(_silent(draft, process) for process in processes))
        return
    silent = [_silent(draft, process) for process in processes]
    yield Row(
        f"{title} listed",
        tuple(
            number(frozenset(of), words, f"{listing}?process={key_of(process)}", silence)
            for process, of, silence in zip(processes, listed, silent, strict=True)
        ),
    )
    parts = parts_of([of or None for of in listed])
    are_known = all(listed)
    known = "" if are_known else ", of the lists that are known"
    rows = (
        (f"In all of them{known}", parts.in_all),
        (f"In several, not in all{known}", parts.in_some),
        (f"In this one alone{known}", parts.in_one),
    )
    for label, sets in rows:
        if any(sets):
            yield Row(
                f"{title}: {label[0].lower()}{label[1:]}",
                tuple(
                    silence if found is None else _names(draft, process, found, of, shown)
                    for process, found, of, silence in zip(processes, sets, listed, silent, strict=True)
                ),
            )


def _names(
    draft: Draft,
    process: str,
    found: Collection[str],
    rows: Mapping[str, list[dict[str, str]]],
    shown: int | None,
) -> Side:
    """Return the names of some members, with the role of each that is none of a member."""
    if not found:
        return Side(frozenset(), note="none of those listed")
    ordered = sorted(found, key=lambda member: folded(rows[member][0]["memberLabel"]))
    values = tuple(_name(draft, rows[member]) for member in ordered[:shown])
    more = len(ordered) - len(values)
    # Who is a member of one and an observer of the other is in both, and that differs.
    same_as = frozenset((member, row["role"]) for member in found for row in rows[member])
    return Side(same_as, values=values, href=f"{path_of(process)}#members" if more else "", more=more)


def _name(draft: Draft, rows: Iterable[Mapping[str, str]]) -> Value:
    told = list(rows)
    roles = [row.get("roleLabel", key_of(row["role"])) for row in told if key_of(row["role"]) != "member"]
    graphs = [row["assertion"] for row in told]
    text = told[0]["memberLabel"] + (f" ({', '.join(roles)})" if roles else "")
    return Value(text, draft.evidence(*graphs), is_disputed=draft.is_disputed(*graphs))


def _silent(draft: Draft, process: str) -> Side:
    """Return what documents say of the members of a process that has none of a kind on record."""
    rows = [row for row in draft.table("coverage", subject=Iri(process)) if row["property"] == RC + "member"]
    for row in rows:
        state = row["state"].rpartition("/")[2]
        if state != "recorded":
            return unknown(state, draft.evidence(row["assertion"]))
    return unknown(NOT_STATED)

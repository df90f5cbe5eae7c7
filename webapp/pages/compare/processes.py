"""What a comparison of processes holds: what each is, its members, domains, modes, themes and meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC, thing
from kg.terms import Iri
from webapp.pages.compare.members import member_rows
from webapp.pages.compare.rows import Group, Row, Side, by_thing, facts, number, said_row, statements, unknown
from webapp.pages.dates import ATTESTED, of_row
from webapp.pages.draft import spaced
from webapp.pages.matrices.axes import domain_headings
from webapp.pages.matrices.choice import FRAMEWORK, address
from webapp.pages.matrices.grid import by_name
from webapp.pages.things.members import NO_DATE
from webapp.urls import key_of, path_of, short_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.parts import Value

_WORDS: Final = ("initiative", "initiatives")
_SAID: Final = (
    (RC + "processType", "Type"),
    (RC + "processStatus", "Status"),
    (RC + "regionAsNamed", "Region, as named"),
    (RC + "secretariatAsNamed", "Secretariat, as named"),
    (RC + "formalAssociation", "Formal association"),
    (RC + "iomListing", "In IOM's list"),
)
_JUDGED: Final = (
    "But for what the presentation of 2017 states, the domain of an initiative, and its mode, are the "
    "judgement of the editors."
)
_COUNTED: Final = "Claims of the documents named, not counts of members in this graph."


def process_groups(draft: Draft, processes: Sequence[str]) -> Iterator[Group]:
    """Yield the groups of rows in the order of the page."""
    said = statements(draft, processes)
    facts_of = (said_row(draft, label, said, name) for name, label in _SAID)
    rows = (_founded(draft, processes), *facts_of, _chairs(draft, processes), _organs(draft, processes))
    yield Group("What it is", rows)
    yield Group("Members", member_rows(draft, processes))
    yield Group("Numbers that sources give", (_counts(draft, processes),), _COUNTED)
    yield Group("Initiatives, by domain", _domains(draft, processes), _JUDGED)
    yield Group("Initiatives, by mode", _modes(draft, processes), _JUDGED)
    rows_of = [draft.table("themes-of", process=key_of(process)) for process in processes]
    themes = by_thing(draft, rows_of, "theme", lambda _: "deals with it")
    yield Group("Themes", themes or (Row("Themes", tuple(unknown() for _ in processes)),))
    yield Group("Meetings", (_meetings(draft, processes),))


def _founded(draft: Draft, processes: Sequence[str]) -> Row:
    """Return every founding that a source claims; sources that differ have a claim each."""

    def side(process: str) -> Side:
        rows = draft.table("foundings", of=Iri(process))
        href = address("/query/foundings", [("of", short_key(process))])
        return facts([_claim(draft, row, row["founding"], _founding(row)) for row in rows], href)

    return Row("Founded", tuple(map(side, processes)))


def _founding(row: Mapping[str, str]) -> str:
    by = f"by {row['establishedBy']}" if "establishedBy" in row else ""
    words = "; ".join(filter(None, (row.get("event", "").removesuffix("."), by)))
    return f"{of_row(row) or NO_DATE}{': ' if words else ''}{words}"


def _claim(draft: Draft, row: Mapping[str, str], iri: str, text: str) -> Value:
    return draft.link(iri, row["assertion"], text=text)


def _chairs(draft: Draft, processes: Sequence[str]) -> Row:
    def side(process: str) -> Side:
        claims: dict[str, list[dict[str, str]]] = {}
        for row in draft.table("process-chairs", process=key_of(process)):
            claims.setdefault(row["chairmanship"], []).append(row)
        href = address("/query/process-chairs", [("process", key_of(process))])
        return facts([_claim(draft, rows[0], iri, _chair(rows)) for iri, rows in claims.items()], href)

    return Row("Chair", tuple(map(side, processes)))


def _chair(rows: Sequence[Mapping[str, str]]) -> str:
    names = (row["chairLabel"] for row in rows if "chairLabel" in row)
    who = spaced(rows[0].get("printed", "")) or ", ".join(names)
    attested = of_row(rows[0], ATTESTED)
    return f"{who} (as of {attested})" if attested else who


def _organs(draft: Draft, processes: Sequence[str]) -> Row:
    def side(process: str) -> Side:
        rows = draft.table("process-bodies", process=key_of(process))
        href = address("/query/process-bodies", [("process", key_of(process))])
        return facts([_claim(draft, row, row["body"], row["bodyLabel"]) for row in rows], href)

    return Row("Organs", tuple(map(side, processes)))


def _counts(draft: Draft, processes: Sequence[str]) -> Row:
    def side(process: str) -> Side:
        rows = {row["count"]: row for row in draft.table("counts", process=key_of(process))}
        href = address("/query/counts", [("process", key_of(process))])
        return facts([_claim(draft, row, iri, _count(row)) for iri, row in rows.items()], href)

    return Row("Claimed numbers", tuple(map(side, processes)))


def _count(row: Mapping[str, str]) -> str:
    attested = of_row(row, ATTESTED)
    what = f"{row.get('value') or row.get('valuePrinted', '')} {row['what']}"
    return f"{what} (as of {attested})" if attested else what


def _domains(draft: Draft, processes: Sequence[str]) -> tuple[Row, ...]:
    domains = domain_headings(draft.knowledge, thing("framework", FRAMEWORK))
    reach = draft.knowledge.reach

    def side(process: str, domain: str) -> Side:
        found = reach.under.get(process, frozenset()) & reach.serving.get(domain, frozenset())
        href = address("/initiatives", [("domain", key_of(domain)), ("process", key_of(process))])
        return number(found, _WORDS, href, unknown(reach.state_without(domain, {process})))

    return tuple(
        Row(heading.label, tuple(side(process, domain) for process in processes), heading.href or "")
        for domain, heading in domains.items()
    )


def _modes(draft: Draft, processes: Sequence[str]) -> tuple[Row, ...]:
    """Return a row for each widest mode that an initiative of any of the processes takes."""
    reach = draft.knowledge.reach
    narrower = {row["mode"] for row in draft.table("wider-modes")}
    all_under = reach.initiatives_of(processes)
    modes = [
        mode for mode, of in reach.using.items() if mode not in narrower and not of.isdisjoint(all_under)
    ]

    def side(process: str, mode: str) -> Side:
        found = reach.under.get(process, frozenset()) & reach.using[mode]
        href = address("/initiatives", [("mode", key_of(mode)), ("process", key_of(process))])
        silent = unknown("not-stated" if process in reach.told else "not-assessed")
        return number(found, _WORDS, href, silent)

    return tuple(
        Row(label, tuple(side(process, mode) for process in processes), path_of(mode))
        for mode, label in by_name(draft.names, modes)
    ) or (Row("Modes", tuple(unknown("not-assessed") for _ in processes)),)


def _meetings(draft: Draft, processes: Sequence[str]) -> Row:
    def side(process: str) -> Side:
        rows = draft.table("meetings-of", of=Iri(process))
        found = frozenset(row["meeting"] for row in rows)
        return number(found, ("meeting", "meetings"), f"{path_of(process)}#meetings", unknown())

    return Row("Meetings on record", tuple(map(side, processes)))

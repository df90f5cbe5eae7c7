"""What a comparison of domains holds: framework, definition, initiatives, themes, indicators, mappings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC
from kg.terms import Iri
from webapp.pages.compare.rows import Group, Row, Side, by_thing, facts, number, said_row, statements, unknown
from webapp.pages.matrices.choice import address
from webapp.pages.matrices.grid import by_name
from webapp.pages.words import relation
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.parts import Value

_WORDS: Final = ("initiative", "initiatives")
_SAID: Final = (
    (RC + "partOfFramework", "Framework"),
    (RC + "domainKind", "What its framework calls it"),
    (RC + "printedLabel", "Title as printed"),
    (PREFIXES["skos"] + "definition", "Definition"),
    (RC + "question", "Question"),
    (RC + "proxyMeasure", "What is measured"),
)
_NUMBERS: Final = "Equal numbers of domains in two frameworks mean nothing."


def domain_groups(draft: Draft, domains: Sequence[str]) -> Iterator[Group]:
    """Yield the groups of rows in the order of the page."""
    said = statements(draft, domains)
    yield Group("What it is", tuple(said_row(draft, label, said, name) for name, label in _SAID), _NUMBERS)
    yield Group("Initiatives that serve it, by mode", _initiatives(draft, domains))
    yield Group("Processes that cover it", (_processes(draft, domains),))
    yield Group("Themes that further it", _themes(draft, domains))
    yield Group("Indicators", (_indicators(draft, domains),))
    yield Group("Resolutions that give it legitimacy", (_resolutions(draft, domains),))
    yield Group("Counterparts in other frameworks", _mappings(draft, domains))


def _silent(draft: Draft, domain: str) -> Side:
    reach = draft.knowledge.reach
    return unknown(reach.state_without(domain), draft.evidence(reach.said.get(domain)))


def _initiatives(draft: Draft, domains: Sequence[str]) -> tuple[Row, ...]:
    """Return a row for all initiatives and one for each widest mode that any of the domains has."""
    reach = draft.knowledge.reach
    narrower = {row["mode"] for row in draft.table("wider-modes")}
    served = reach.in_domains(domains)
    modes = [mode for mode, of in reach.using.items() if mode not in narrower and not of.isdisjoint(served)]

    def side(domain: str, mode: str = "") -> Side:
        found = reach.serving.get(domain, frozenset())
        found = found & reach.of_modes([mode]) if mode else found
        keys = [("domain", key_of(domain)), *([("mode", key_of(mode))] if mode else [])]
        return number(found, _WORDS, address("/initiatives", keys), _silent(draft, domain))

    return (
        Row("All modes", tuple(side(domain) for domain in domains)),
        *(
            Row(label, tuple(side(domain, mode) for domain in domains), path_of(mode))
            for mode, label in by_name(draft.names, modes)
        ),
    )


def _processes(draft: Draft, domains: Sequence[str]) -> Row:
    sides = []
    for domain in domains:
        rows = draft.table("covered-domains", domain=key_of(domain))
        href = f"{path_of(domain)}#processes"
        found = frozenset(row["process"] for row in rows)
        silent = unknown(draft.knowledge.reach.state_without(domain))
        sides.append(number(found, ("process", "processes"), href, silent))
    return Row("Derived from their initiatives", tuple(sides))


def _themes(draft: Draft, domains: Sequence[str]) -> tuple[Row, ...]:
    rows = [draft.table("furthered-domains", domain=key_of(domain)) for domain in domains]
    reach = draft.knowledge.reach

    def words(row: Mapping[str, str]) -> str:
        return f"{row['certaintyLabel']} certainty" if "certaintyLabel" in row else "furthers it"

    def silent(at: int) -> Side:
        return unknown("not-stated" if reach.is_assessed(domains[at]) else "not-assessed")

    nothing = Row("Themes", tuple(map(silent, range(len(domains)))))
    return by_thing(draft, rows, "theme", words, silent) or (nothing,)


def _indicators(draft: Draft, domains: Sequence[str]) -> Row:
    def values(domain: str) -> tuple[Value, ...]:
        return tuple(
            draft.link(row["indicator"], row["assertion"], text=f"{row['notation']} {row['label']}")
            for row in draft.table("indicators", domain=key_of(domain))
        )

    def side(domain: str) -> Side:
        href = address("/query/indicators", [("domain", key_of(domain))])
        return facts(values(domain), href, _left_out(draft, domain))

    return Row("Indicators on record", tuple(map(side, domains)))


def _left_out(draft: Draft, domain: str) -> Side:
    """Return what documents say of indicators of a domain that has none on record."""
    for row in draft.table("coverage", subject=Iri(domain)):
        state = row["state"].rpartition("/")[2]
        if row["property"] == RC + "inDomain" and state != "recorded":
            return unknown(state, draft.evidence(row["assertion"]))
    return unknown()


def _resolutions(draft: Draft, domains: Sequence[str]) -> Row:
    def values(domain: str) -> tuple[Value, ...]:
        rows = draft.table("legal-basis", framework=key_of(domain).rpartition("/")[0])
        return tuple(
            draft.link(row["resolution"], row["assertion"], text=row["resolutionLabel"])
            for row in rows
            if row["domain"] == domain
        )

    return Row("Resolutions", tuple(facts(values(domain)) for domain in domains))


def _mappings(draft: Draft, domains: Sequence[str]) -> tuple[Row, ...]:
    """Return a row for each other framework: relation, counterpart and justification."""
    found: list[dict[str, list[Value]]] = [_counterparts(draft, domain) for domain in domains]
    frameworks = sorted({name for of in found for name in of}, key=str.casefold)
    own = [draft.names.short(_framework(draft, domain)) for domain in domains]

    def nothing(name: str, at: int) -> Side:
        return unknown("not-applicable" if own[at] == name else "not-stated")

    return tuple(
        Row(
            name,
            tuple(facts(of.get(name, ()), silent=nothing(name, at)) for at, of in enumerate(found)),
        )
        for name in frameworks
    ) or (Row("Other frameworks", tuple(unknown() for _ in domains)),)


def _framework(draft: Draft, domain: str) -> str:
    (said,) = statements(draft, [domain])
    return next((iri for iri, _ in said.get(RC + "partOfFramework", {})), "")


def _counterparts(draft: Draft, domain: str) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for row in draft.table("domain-mappings", domain=key_of(domain)):
        # A framework without a counterpart leaves out one end; the other end is then the domain itself.
        is_from = row.get("from") == domain
        end, side = ("to", "toFramework") if is_from else ("from", "fromFramework")
        other = f"{row[f'{end}Label']}, " if f"{end}Label" in row else ""
        # Read from the other end, a broader match is a narrower one.
        direction = "" if is_from or not other else ", as seen from there"
        kind = f"{relation(row['relation'])}{direction}: " if "relation" in row else "no counterpart: "
        text = f"{kind}{other}{row['justification']}" if other else f"{kind}{row['justification']}"
        value = draft.link(row["mapping"], row["assertion"], text=text)
        found.setdefault(row[side], []).append(value)
    return found

"""Sentences: what an assertion says, and what the matters of the graph are called on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC
from kg.terms import Literal, Term
from webapp.names import kind_of
from webapp.pages.dates import in_words as date_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from webapp.names import Names

MATTERS: Final[dict[str, str]] = {
    RC + "servesDomain": "Initiatives that serve it",
    RC + "ratedDomain": "Ratings",
    RC + "inDomain": "Indicators",
    RC + "member": "Members",
    RC + "participant": "Participants",
    RC + "initiativeStatus": "Status",
    RC + "commissionedBy": "Who commissioned it",
    PREFIXES["rdfs"] + "label": "Name",
    PREFIXES["skos"] + "definition": "What it means",
    PREFIXES["skos"] + "notation": "Code",
}
"""What the matter of a coverage statement is called, by the property that stands for it."""

_TYPE: Final = PREFIXES["rdf"] + "type"
_NOTATION: Final = PREFIXES["skos"] + "notation"
_SILENT: Final = {
    _TYPE,
    PREFIXES["rdfs"] + "label",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["skos"] + "inScheme",
    PREFIXES["dcterms"] + "title",
    PREFIXES["foaf"] + "name",
    PREFIXES["qb"] + "structure",
    RC + "datePrecision",
    RC + "beginsOn",
    RC + "endsOn",
    RC + "dateAsPrinted",
}
_UNREMARKABLE: Final = (RC + "incompleteInSource", "false")
_RELATIONS: Final = {"exactMatch": "exact match", "closeMatch": "close match"}


def matter(names: Names, name: str) -> str:
    """Return what the matter that a property stands for is called."""
    return MATTERS.get(name) or names.label(name)


def relation(iri: str) -> str:
    """Return the words for a mapping property of SKOS."""
    local = iri.rpartition("#")[2]
    return _RELATIONS.get(local, local.removesuffix("Match") + " match")


def in_words(rows: Iterable[Mapping[str, Term]], names: Names) -> str:
    """
    Say in words what the statements of one assertion say together.

    Args:
        rows: Rows with `subject`, `property` and `value`, as the query `assertion-statements` gives them.
        names: The names of everything.
    """
    by_subject: dict[str, dict[str, list[Term]]] = {}
    for row in rows:
        said = by_subject.setdefault(row["subject"].value, {})
        said.setdefault(row["property"].value, []).append(row["value"])
    whole = [
        _WHOLES[kind_of(subject).segment](said, names)
        for subject, said in by_subject.items()
        if kind_of(subject).segment in _WHOLES
    ]
    plain = (_plainly(subject, said, names) for subject, said in by_subject.items())
    return " ".join(whole or plain)


def _plainly(subject: str, said: Mapping[str, list[Term]], names: Names) -> str:
    """Say what is said of one thing, property by property."""
    spoken = [
        (prop, value)
        for prop, values in said.items()
        if prop not in _SILENT
        for value in values
        if (prop, value.value) != _UNREMARKABLE and not (prop == _NOTATION and RC + "number" in said)
    ]
    dated = _date(said)
    if _TYPE in said:
        clauses = "".join(f"; {clause}" for clause in (*(_clause(*of, names) for of in spoken), *dated))
        return f"{names.label(subject)} ({kind_of(subject).one}){clauses}."
    name = names.short(subject)
    return " ".join(
        [f"{name}: {date}." for date in dated]
        + [
            f"{name}{':' if isinstance(value, Literal) else ''} {_clause(prop, value, names)}."
            for prop, value in spoken
        ]
    )


def _date(said: Mapping[str, list[Term]]) -> tuple[str, ...]:
    """Return the clause for the date of a thing, as finely as its source gives it; none where it has none."""
    begins, printed = _one(said, "beginsOn"), _one(said, "dateAsPrinted")
    if not begins:
        return (f"dated “{printed}”",) if printed else ()
    precision = _one(said, "datePrecision").rpartition("/")[2] or "day"
    date = date_in_words(begins, _one(said, "endsOn") or None, precision)
    return (f"dated {date}" + (f", printed as “{printed}”" if printed not in {"", date} else ""),)


def _clause(prop: str, value: Term, names: Names) -> str:
    if isinstance(value, Literal):
        datatype = value.datatype or ""
        label = names.label(datatype) if datatype.startswith(RC) else names.label(prop)
        return f"{label} “{value.value.removesuffix('.')}”"
    return f"{names.label(prop)} {names.short(value.value)}"


def _one(said: Mapping[str, list[Term]], name: str) -> str:
    """Return the IRI or text of the value of a property of ours; empty if there is none."""
    values = said.get(RC + name)
    return values[0].value if values else ""


def _rating(said: Mapping[str, list[Term]], names: Names) -> str:
    country, domain, level = (
        names.label(_one(said, name)) for name in ("ratedCountry", "ratedDomain", "level")
    )
    return f"{country} is rated {level} in {domain}, {_one(said, 'ratedPeriod')}."


def _membership(said: Mapping[str, list[Term]], names: Names) -> str:
    member, role = names.label(_one(said, "member")), names.label(_one(said, "memberRole"))
    return f"{member}, {names.short(_one(said, 'inProcess'))}: {role}."


def _count(said: Mapping[str, list[Term]], names: Names) -> str:
    extent = _one(said, "countExtent")
    what = f"{_one(said, 'countValue')} {_one(said, 'countWhat')}"
    return f"{names.short(_one(said, 'countOf'))}: {what}{', ' + extent if extent else ''}."


def _mapping(said: Mapping[str, list[Term]], names: Names) -> str:
    start, framework = names.label(_one(said, "mapsFrom")), names.short(_one(said, "mapsToFramework"))
    why = _one(said, "justification")
    if not _one(said, "mapsTo"):
        return f"{start} has no counterpart in the {framework}. {why}"
    claimed = relation(_one(said, "mappingRelation"))
    return f"{start} maps to {names.label(_one(said, 'mapsTo'))} of the {framework}: {claimed}. {why}"


def _coverage(said: Mapping[str, list[Term]], names: Names) -> str:
    about, looked_for = (
        names.label(_one(said, "coverageSubject")),
        matter(names, _one(said, "coverageProperty")),
    )
    state = names.label(_one(said, "coverageState"))
    return f"{about}; {looked_for[0].lower()}{looked_for[1:]}: {state}."


_WHOLES: Final[dict[str, Callable[[Mapping[str, list[Term]], Names], str]]] = {
    "rating": _rating,
    "membership": _membership,
    "count": _count,
    "mapping": _mapping,
    "coverage": _coverage,
}
"""Kinds of things that an assertion describes as a whole, and what makes the sentence of each."""

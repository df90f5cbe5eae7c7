"""Sentences: what an assertion says, and what the matters of the graph are called on pages."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC, RDF_TYPE
from kg.terms import Literal, Term
from webapp.names import kind_of
from webapp.pages.dates import in_words as date_in_words
from webapp.pages.dates import is_phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from webapp.names import Names

_LISTED: Final = "Whether it is listed"
_ISO_DATE: Final = re.compile(r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?\b")
_SPAN: Final = re.compile(r"(?<=\d)/(?=(?:19|20)\d\d-)")
_JOINT: Final = re.compile(r"(?<!\d)-|-(?!\d)")
"""What joins the words of a key, but for the figures of a date."""

_MEMBERSHIPS: Final = {"membership", "body-membership"}
MATTERS: Final[dict[str, str]] = {
    RC + "servesDomain": "Initiatives that serve it",
    RC + "ratedDomain": "Ratings",
    RC + "inDomain": "Indicators",
    RC + "member": "Members",
    RC + "secretariatAsNamed": "Secretariat",
    RC + "participant": "Participants",
    RC + "initiativeStatus": "Status",
    RC + "commissionedBy": "Who commissioned it",
    PREFIXES["rdfs"] + "label": "Name",
    PREFIXES["skos"] + "definition": "What it means",
    PREFIXES["skos"] + "notation": "Code",
}
"""What the matter of a coverage statement is called, by the property that stands for it."""

_DATED: Final = ("beginsOn", "endsOn", "datePrecision", "dateAsPrinted")
_ATTESTED: Final = ("attestedFrom", "attestedTo", "attestedPrecision", "attestedAsPrinted")
_ASSESSED: Final = ("assessedFrom", "assessedTo", "assessedPrecision", "assessedAsPrinted")
_ALTERNATIVE: Final = PREFIXES["skos"] + "altLabel"
_NOTATION: Final = PREFIXES["skos"] + "notation"
_SILENT: Final = {
    RDF_TYPE,
    PREFIXES["rdfs"] + "label",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["skos"] + "inScheme",
    PREFIXES["dcterms"] + "title",
    PREFIXES["foaf"] + "name",
    PREFIXES["qb"] + "structure",
    *(RC + name for name in (*_DATED, *_ATTESTED, *_ASSESSED)),
}
_NAMED: Final = 3
"""How many of many values of one property a sentence names; of the others it gives the number."""

_UNREMARKABLE: Final = (RC + "incompleteInSource", "false")
_RELATIONS: Final = {"exactMatch": "exact match", "closeMatch": "close match"}


def matter(names: Names, name: str, subject: str = "") -> str:
    """Return what the matter that a property stands for is called, where it is one of `subject`."""
    if name == RC + "member" and kind_of(subject).segment in _MEMBERSHIPS:
        return _LISTED
    return MATTERS.get(name) or names.fact(name)


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
        if not (prop == _ALTERNATIVE and value in said.get(RC + "printedLabel", ()))
        if (prop, value.value) != _UNREMARKABLE and not (prop == _NOTATION and RC + "number" in said)
    ]
    many = {prop: values[_NAMED:] for prop, values in said.items() if len(values) > _NAMED + 1}
    spoken = [(prop, value) for prop, value in spoken if value not in many.get(prop, ())]
    more = tuple(
        f"{names.label(prop)} {len(rest)} more" for prop, rest in many.items() if prop not in _SILENT
    )
    dated = _date(said)
    if RDF_TYPE in said:
        clauses = "".join(
            f"; {clause}" for clause in (*(_clause(*of, names) for of in spoken), *more, *dated)
        )
        return f"{names.label(subject)} ({kind_of(subject).one}){clauses}."
    name = names.short(subject)
    return " ".join(
        [f"{name}: {date}." for date in dated]
        + [
            f"{name}{':' if isinstance(value, Literal) else ''} {_clause(prop, value, names)}."
            for prop, value in spoken
        ]
        + [f"{name} {clause}." for clause in more]
    )


def _date(said: Mapping[str, list[Term]]) -> tuple[str, ...]:
    """Return the clauses for the times of a thing, as finely as its source gives them; none without any."""
    printed, date = _one(said, "dateAsPrinted"), _time(said, _DATED)
    extra = f", printed as “{printed}”" if printed not in {"", date} and is_phrase(printed) else ""
    quoted = f"“{date}”" if date == printed and is_phrase(printed) else date
    dated = (f"dated {quoted}{extra}",) if date else ()
    attested = _time(said, _ATTESTED)
    assessed = _time(said, _ASSESSED)
    return (
        *dated,
        *((f"as of {attested}",) if attested else ()),
        *((f"assessed in {assessed}",) if assessed else ()),
    )


def _time(said: Mapping[str, list[Term]], names: tuple[str, ...]) -> str:
    """Return a time in words, given the names of the properties of ours that hold its parts."""
    begins, ends, precision, printed = (_one(said, name) for name in names)
    return date_in_words(begins or None, ends or None, precision.rpartition("/")[2], printed)


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
    whole = names.short(_one(said, "inProcess") or _one(said, "inBody"))
    since, attested = _time(said, _DATED), _time(said, _ATTESTED)
    listed = _one(said, "listedAs")
    clauses = (
        role,
        f"listed under the name “{listed}”" if listed else "",
        f"since {since}" if since else "",
        f"listed as of {attested}" if attested else "",
    )
    return f"{member}, {whole}: {'; '.join(filter(None, clauses))}."


def _count(said: Mapping[str, list[Term]], names: Names) -> str:
    number = _one(said, "countValue") or f"“{_one(said, 'countValueAsPrinted')}”"
    of, body = names.short(_one(said, "countOf")), _one(said, "countOfBody")
    attested = _time(said, _ATTESTED)
    parts = (f"{number} {_one(said, 'countWhat')}", _one(said, "countExtent"), _one(said, "countDetail"))
    whole = f"{of}, {names.label(body)}" if body else of
    when = f" (as of {attested})" if attested else ""
    return f"{whole}: {', '.join(filter(None, parts))}{when}."


def _establishment(said: Mapping[str, list[Term]], names: Names) -> str:
    parts = (
        f"founded {_time(said, _DATED)}".strip(),
        _one(said, "establishmentEvent").removesuffix("."),
        f"by {by}" if (by := _one(said, "establishedByAsNamed")) else "",
    )
    return f"{names.short(_one(said, 'establishmentOf'))}: {'; '.join(filter(None, parts))}."


def _chair(said: Mapping[str, list[Term]], names: Names) -> str:
    agents = [names.label(agent.value) for agent in said.get(RC + "chair", ())]
    who = _one(said, "chairAsPrinted") or ", ".join(agents)
    attested = _time(said, _ATTESTED)
    when = f", as of {attested}" if attested else ""
    return f"{names.short(_one(said, 'chairOf'))}: in the chair {who.removesuffix('.')}{when}."


def _claim(said: Mapping[str, list[Term]], names: Names) -> str:
    return f"{names.label(_one(said, 'claimOf'))}: {_time(said, _DATED)}."


def _conflict(said: Mapping[str, list[Term]], names: Names) -> str:
    sides = len(said.get(RC + "conflictingAssertion", ()))
    about = names.label(_one(said, "conflictSubject"))
    matter_ = _one(said, "conflictMatter").removesuffix(".")
    return f"{about}: sources disagree on {matter_} ({sides} sides)."


def _reported(said: Mapping[str, list[Term]], names: Names) -> str:
    about, what = names.short(_one(said, "factOf")), _spelt(_JOINT.sub(" ", _one(said, "factMatter")))
    return f"{about}, {what}: {_spelt(_one(said, 'factValue').removesuffix('.'))}."


def _spelt(text: str) -> str:
    """Return a text with dates such as `2015-10` in words."""
    return _ISO_DATE.sub(lambda found: date_in_words(*_bounds(found[0])), _SPAN.sub(" to ", text))


def _bounds(date: str) -> tuple[str, str, str]:
    """Return first day, last day and precision of a date that gives a month or a day."""
    if date.count("-") > 1:
        return date, date, "day"
    year, month = (int(part) for part in date.split("-"))
    return f"{date}-01", f"{date}-{monthrange(year, month)[1]:02}", "month"


def _mapping(said: Mapping[str, list[Term]], names: Names) -> str:
    start, framework = _one(said, "mapsFrom"), names.short(_one(said, "mapsToFramework"))
    why = _one(said, "justification")
    if not start:
        end, origin = names.label(_one(said, "mapsTo")), names.short(_one(said, "mapsFromFramework"))
        return f"{end} of the {framework} has no counterpart in the {origin}. {why}".strip()
    if not _one(said, "mapsTo"):
        return f"{names.label(start)} has no counterpart in the {framework}. {why}".strip()
    claimed = relation(_one(said, "mappingRelation"))
    end = names.label(_one(said, "mapsTo"))
    return f"{names.label(start)} maps to {end} of the {framework}: {claimed}. {why}".strip()


def _coverage(said: Mapping[str, list[Term]], names: Names) -> str:
    subject = _one(said, "coverageSubject")
    about, looked_for = names.label(subject), matter(names, _one(said, "coverageProperty"), subject)
    state = names.label(_one(said, "coverageState"))
    return f"{about}; {looked_for[0].lower()}{looked_for[1:]}: {state}."


_WHOLES: Final[dict[str, Callable[[Mapping[str, list[Term]], Names], str]]] = {
    "rating": _rating,
    "membership": _membership,
    "body-membership": _membership,
    "count": _count,
    "establishment": _establishment,
    "chair": _chair,
    "date-claim": _claim,
    "conflict": _conflict,
    "reported-fact": _reported,
    "mapping": _mapping,
    "coverage": _coverage,
}
"""Kinds of things that an assertion describes as a whole, and what makes the sentence of each."""

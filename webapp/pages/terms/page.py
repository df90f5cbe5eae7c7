"""The page of a class or property of ours: what it means, what it joins, who uses it, what holds it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES
from kg.terms import Iri
from kg.vocabulary import changes
from webapp.negotiation import GRAPH_FORMATS
from webapp.pages.draft import Draft
from webapp.pages.parts import Description, Fact, Panel, Phrase, Value, Words
from webapp.pages.terms.drawing import class_drawing, property_drawing
from webapp.pages.terms.examples import example_panel
from webapp.pages.terms.index import DOMAIN, INVERSE, RANGE, SUPERS
from webapp.urls import term_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.rdf_output import Quad
    from kg.vocabulary import Term
    from webapp.diagrams import Drawing
    from webapp.editions import Held
    from webapp.knowledge import Knowledge
    from webapp.pages.parts import Crumb
    from webapp.pages.terms.index import TermIndex

_SKOS: Final = PREFIXES["skos"]
_SOURCE: Final = PREFIXES["dcterms"] + "source"
_MATCHES: Final[dict[str, str]] = {
    _SKOS + "exactMatch": "the same as",
    _SKOS + "closeMatch": "near to",
    _SKOS + "broadMatch": "narrower than",
    _SKOS + "narrowMatch": "wider than",
    _SKOS + "relatedMatch": "has to do with",
    PREFIXES["rdfs"] + "seeAlso": "see also",
}
_KINDS: Final[dict[str, str]] = {
    "class": "Class",
    "property": "Property",
    "datatype": "Datatype",
    "other": "Part of the ontology",
}
_STATUSES: Final[dict[str, str]] = {
    "stable": "stable: it keeps its meaning",
    "testing": "in use; it may still be put more clearly, and goes only after it was deprecated",
    "unstable": "on trial: its meaning may change with the next version",
    "archaic": "given up",
}


@dataclass(frozen=True, slots=True)
class TermPage:
    """
    All that `term.html` may use: the page of one class or property.

    `formats` are (name, address, media type) of the same term as data.  `given_up` are sentences on a term
    that is deprecated, and `instead` (name, address) of the terms to use in its place.
    """

    kind: str
    title: str
    lead: str
    iri: str
    address: str
    crumbs: tuple[Crumb, ...]
    formats: tuple[tuple[str, str, str], ...]
    drawing: Drawing | None
    panels: tuple[Panel, ...]
    given_up: tuple[str, ...]
    instead: tuple[tuple[str, str], ...]


def term_page(knowledge: Knowledge, index: TermIndex, term: Term, history: Sequence[Held]) -> TermPage:
    """
    Put the page of a term together.

    Args:
        knowledge: The graph, for examples.
        index: The ontology that is served, and the shapes.
        term: The term, which the ontology has.
        history: The editions of all releases, the oldest first.
    """
    address = term_path(term.iri)
    is_class = term.kind == "class"
    drawing = (class_drawing if is_class else property_drawing)(index, term.iri)
    panels = (
        _meaning(index, term),
        *(_joined(index, term.iri) if is_class else ()),
        *example_panel(Draft(knowledge), index, term),
        *_held_to(index, term.iri),
        _record(term, history),
    )
    return TermPage(
        _KINDS.get(term.kind, _KINDS["other"]),
        term.label,
        term.definition,
        term.iri,
        address,
        (("Home", "/"), ("Data", "/data"), ("Ontology", "/ontology"), (term.label, None)),
        tuple((f.label, f"{address}.{f.suffix}", f.media_type) for f in GRAPH_FORMATS),
        drawing,
        panels,
        _given_up(term),
        tuple((index.name(iri), term_path(iri)) for iri in term.replaced_by),
    )


def _links(index: TermIndex, iris: Iterable[str]) -> tuple[Value, ...]:
    return tuple(Value(index.name(iri), href=term_path(iri) or None) for iri in iris)


def _texts(index: TermIndex, iri: str, name: str) -> tuple[Value, ...]:
    return tuple(Value(text) for text in index.said.texts(iri, name))


def _facts(*given: tuple[str, tuple[Value, ...]]) -> tuple[Fact, ...]:
    return tuple(Fact(label, values) for label, values in given if values)


def _meaning(index: TermIndex, term: Term) -> Panel:
    """Return what the term itself says; what it does not say is left out."""
    iri, said = term.iri, index.said
    sources = _links(index, said.iris(iri, _SOURCE)) or _texts(index, iri, _SOURCE)
    facts = _facts(
        ("is a kind of", _links(index, index.supers(iri))),
        ("has kinds", _links(index, index.pointing(iri, *SUPERS))),
        ("is said of", _links(index, said.iris(iri, DOMAIN))),
        ("leads to", _links(index, said.iris(iri, RANGE))),
        ("is the inverse of", _links(index, [*said.iris(iri, INVERSE), *index.pointing(iri, INVERSE)])),
        ("note", _texts(index, iri, _SKOS + "scopeNote")),
        ("example", _texts(index, iri, _SKOS + "example")),
        ("definition by", sources or (Value("the editors of this ontology"),)),
        *((label, _links(index, said.iris(iri, name))) for name, label in _MATCHES.items()),
    )
    if apart := index.apart(iri):
        # In one line: there are two dozen of them for most classes.
        names = ", ".join(index.name(each) for each in apart)
        facts += (Fact("shares no member with", (Value(names),)),)
    return Panel("meaning", "What it means", (Description(facts),))


def _joined(index: TermIndex, iri: str) -> tuple[Panel, ...]:
    """Return the properties of a class, its own and those of the classes that it is a kind of."""
    facts = [_property(index, name, RANGE) for name in index.pointing(iri, DOMAIN)]
    for ancestor in index.ancestors(iri):
        of = f" (as any {index.name(ancestor)})"
        facts += [_property(index, name, RANGE, of) for name in index.pointing(ancestor, DOMAIN)]
    facts += [_property(index, name, RANGE, " (as other things have it)") for name in index.looked_at(iri)]
    into = [_property(index, name, DOMAIN) for name in index.pointing(iri, RANGE)]
    panels = []
    if facts:
        lead = "What is said of its members, and what kind of thing that leads to."
        panels.append(Panel("properties", "Properties", (Description(tuple(facts)),), None, len(facts), lead))
    if into:
        lead = "Which properties lead to its members, and from what."
        panels.append(Panel("pointing", "Leads here", (Description(tuple(into)),), None, len(into), lead))
    return tuple(panels)


def _property(index: TermIndex, name: str, other: str, of: str = "") -> Fact:
    ends = _links(index, index.said.iris(name, other)) or (Value("things of many kinds"),)
    return Fact(index.name(name) + of, ends, href=term_path(name))


def _held_to(index: TermIndex, iri: str) -> tuple[Panel, ...]:
    shapes = index.shapes(iri)
    if not shapes:
        return ()
    values = tuple(Value(shape.name, href=shape.href) for shape in shapes)
    lead = "Rules that a release must pass, each with its sentence."
    body = Description((Fact("By shape", values),))
    return (Panel("shapes", "Shapes that hold it", (body,), None, len(shapes), lead),)


def _record(term: Term, history: Sequence[Held]) -> Panel:
    """Return status, first release and changes of a term."""
    since = next((held for held in history if term.iri in held.edition.terms), None)
    told = []
    for earlier, later in pairwise(history):
        told += [
            Value(
                f"{change.kind} in release {later.release}: {change.before or 'nothing'}, now {change.after}"
            )
            for change in changes(earlier.edition, later.edition)
            if change.term.iri == term.iri and change.kind != "added"
        ]
    facts = _facts(
        ("status", (Value(_STATUSES.get(term.status, term.status or "not stated")),)),
        ("since", (Value(_first(since)),) if since else ()),
        ("changed", tuple(told)),
    )
    more = Words((Phrase("What changed from release to release", "/ontology/changes"),))
    return Panel("record", "On record", (Description(facts), more))


def _first(held: Held) -> str:
    when = f" of {held.issued}" if held.issued else ", which is not published yet"
    return f"version {held.edition.version} of the ontology, in release {held.release} of the data{when}"


def _given_up(term: Term) -> tuple[str, ...]:
    if not term.is_deprecated:
        return ()
    since = f" since version {term.since} of the ontology" if term.since else ""
    return tuple(filter(None, (f"This term is deprecated{since}.", term.reason)))


def statements_of(index: TermIndex, iri: str) -> list[Quad]:
    """Return the statements about one term alone."""
    return [quad for quad in index.edition.quads if quad.subject == Iri(iri)]

"""Examples of a term from the data that is served: real statements, with links and with their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from webapp.pages.parts import (
    Cell,
    Description,
    Fact,
    Heading,
    Item,
    Panel,
    Phrase,
    Table,
    Things,
    Value,
    Words,
)
from webapp.urls import path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.terms import Term as RdfTerm
    from kg.vocabulary import Term
    from webapp.pages.draft import Draft
    from webapp.pages.terms.index import TermIndex


def example_panel(draft: Draft, index: TermIndex, term: Term) -> tuple[Panel, ...]:
    """Return the panel of uses of a class or property; other terms are not used by statements."""
    if term.kind == "class":
        return (_of_class(draft, index, term.iri),)
    if term.kind == "property":
        return (_of_property(draft, term.iri),)
    return ()


def _of_class(draft: Draft, index: TermIndex, iri: str) -> Panel:
    found = _joined(draft.knowledge.rows("class-examples", **{"class": iri}).rows, "thing")
    items = tuple(
        Item(path_of(thing.value), draft.names.label(thing.value), draft.evidence(*graphs))
        for (thing,), graphs in found.items()
    )
    links = query_links("things", **{"class": iri})
    if items:
        # What says where statements rest rests on nothing itself: it stands in the graph of the evidence.
        is_stated = all(item.evidence for item in items)
        values = tuple(Value(item.label, href=item.href or None) for item in items)
        shown = Things(items) if is_stated else Description((Fact("By IRI", values),))
        bodies = (_counted(_uses(draft, iri), links.query, "of this class"), shown)
        return Panel("examples", "In the data", bodies, links)
    kinds = "; things of its kinds may be." if index.pointing(iri, _SUB_CLASS) else "."
    none = Words((Phrase(f"Nothing in this release is said to be of this very class{kinds}"),))
    return Panel("examples", "In the data", (none,), links)


def _of_property(draft: Draft, iri: str) -> Panel:
    found = _joined(draft.knowledge.rows("property-examples", property=iri).rows, "thing", "value")
    rows = []
    for (thing, value), graphs in found.items():
        said = draft.value(value, graphs)
        rows.append(
            (
                Cell(draft.names.label(thing.value), href=path_of(thing.value) or None),
                Cell(said.text, href=said.href, evidence=said.evidence),
            )
        )
    links = query_links("property-statements", property=iri)
    if not rows:
        none = Words((Phrase("No statement of this release has this property."),))
        return Panel("examples", "In the data", (none,), links)
    caption = "Statements with the property, the first by the IRI of what they are about"
    table = Table("example-table", caption, (Heading("Of what"), Heading("Value")), tuple(rows))
    bodies = (_counted(_uses(draft, iri), links.query, "that have it"), table)
    return Panel("examples", "In the data", bodies, links)


_SUB_CLASS: Final = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


def _counted(uses: int, href: str, how: str) -> Words:
    things = "thing" if uses == 1 else "things"
    return Words((Phrase(f"{uses} {things}", href), Phrase(f" {how}; the first are")))


def _uses(draft: Draft, iri: str) -> int:
    return max((int(row["uses"]) for row in draft.knowledge.told_of("term-uses", "term", iri)), default=0)


def _joined(
    rows: tuple[Mapping[str, RdfTerm], ...] | list[Mapping[str, RdfTerm]], *columns: str
) -> dict[tuple[RdfTerm, ...], list[str]]:
    """Return what rows say, once each, with the graphs that say it."""
    found: dict[tuple[RdfTerm, ...], list[str]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in columns), []).append(row["assertion"].value)
    return found

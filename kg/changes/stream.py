"""
Changes as a Linked Data Event Stream: pages of members that are only ever added to (LDES, TREE).

The first page leads to one page a release, and those to further ones; once published, they stay as they are.
A member is an activity of ActivityStreams 2.0: its kind, the thing, the day, the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.changes.model import Kind
from kg.namespaces import BASE, PREFIXES, RDF_TYPE, XSD
from kg.rdf_output import Quad
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from kg.changes.editions import Edition
    from kg.changes.model import Change
    from kg.terms import Term

STREAM: Final = BASE + "changes/stream"
KINDS: Final = BASE + "changes#"
SIZE: Final = 100
"""How many members stand on a page."""

LDES: Final = "https://w3id.org/ldes#"
TREE: Final = "https://w3id.org/tree#"
AS: Final = "https://www.w3.org/ns/activitystreams#"
STREAM_PREFIXES: Final = {"ldes": LDES, "tree": TREE, "as": AS}

_DCTERMS, _PROV, _SH = (PREFIXES[name] for name in ("dcterms", "prov", "sh"))
_ACTIVITIES: Final = {Kind.ADDED: "Create", Kind.REMOVED: "Delete"}
_SHAPE: Final = STREAM + "#shape"
_NEEDED: Final = (
    ("published", AS + "published", "datatype", XSD + "dateTime"),
    ("object", AS + "object", "nodeKind", _SH + "IRI"),
    ("summary", AS + "summary", "datatype", PREFIXES["rdf"] + "langString"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """
    A page of the stream: its whole address, its members, and the whole address of the page that goes on.

    `day` is that of the release that the members are of.
    """

    address: str
    members: Sequence[Change]
    day: date
    onward: str = ""


def root(address: str, pages: Iterable[tuple[Edition, str]]) -> list[Quad]:
    """
    Return the statements of the first page: what the stream is, and where its pages are.

    Args:
        address: The whole address of this page.
        pages: The published releases with the whole addresses of their first pages, the oldest first.
    """
    quads = [
        _quad(STREAM, RDF_TYPE, Iri(LDES + "EventStream")),
        _quad(
            STREAM, _DCTERMS + "title", _english("Changes of the graph of regional cooperation on migration")
        ),
        _quad(STREAM, LDES + "timestampPath", Iri(AS + "published")),
        _quad(STREAM, LDES + "versionOfPath", Iri(AS + "object")),
        _quad(STREAM, TREE + "shape", Iri(_SHAPE)),
        _quad(STREAM, TREE + "view", Iri(address)),
        _quad(address, RDF_TYPE, Iri(TREE + "Node")),
        *_shape(),
    ]
    for edition, page in pages:
        if edition.issued:
            for name in ("GreaterThanOrEqualToRelation", "LessThanOrEqualToRelation"):
                quads += _relation(address, name, page, edition.issued)
    return quads


def page(shown: Page) -> list[Quad]:
    """Return the statements of a page with members."""
    quads = [
        _quad(STREAM, RDF_TYPE, Iri(LDES + "EventStream")),
        _quad(STREAM, TREE + "view", Iri(shown.address)),
        _quad(shown.address, RDF_TYPE, Iri(TREE + "Node")),
    ]
    if shown.onward:
        quads += _relation(shown.address, "GreaterThanOrEqualToRelation", shown.onward, shown.day)
    for change in shown.members:
        quads += _member(change, shown.day)
    return quads


def _member(change: Change, day: date) -> Iterator[Quad]:
    yield _quad(STREAM, TREE + "member", Iri(change.iri))
    yield _quad(change.iri, RDF_TYPE, Iri(AS + _ACTIVITIES.get(change.kind, "Update")))
    yield _quad(change.iri, AS + "object", Iri(change.thing))
    yield _quad(change.iri, AS + "published", _moment(day))
    yield _quad(change.iri, AS + "summary", _english(change.sentence))
    yield _quad(change.iri, _DCTERMS + "type", Iri(KINDS + change.kind.value))
    yield _quad(change.iri, _DCTERMS + "isPartOf", Iri(f"{BASE}release/{change.release}"))
    yield _quad(change.iri, _DCTERMS + "source", Literal(_source(change)))
    for assertion in change.assertions:
        yield _quad(change.iri, _PROV + "wasDerivedFrom", Iri(assertion))


def _source(change: Change) -> str:
    return change.source if change.source == change.locator else f"{change.source}: {change.locator}"


def _relation(address: str, name: str, target: str, day: date) -> Iterator[Quad]:
    relation = f"{address}#{name[0].lower()}-{target.rstrip('/').rpartition('/stream/')[2].replace('/', '-')}"
    yield _quad(address, TREE + "relation", Iri(relation))
    yield _quad(relation, RDF_TYPE, Iri(TREE + name))
    yield _quad(relation, TREE + "node", Iri(target))
    yield _quad(relation, TREE + "path", Iri(AS + "published"))
    yield _quad(relation, TREE + "value", _moment(day))


def _shape() -> Iterator[Quad]:
    """Return the shape of every member, the first and the last."""
    yield _quad(_SHAPE, RDF_TYPE, Iri(_SH + "NodeShape"))
    for name, path, constraint, value in _NEEDED:
        shape = f"{_SHAPE}-{name}"
        yield _quad(_SHAPE, _SH + "property", Iri(shape))
        yield _quad(shape, RDF_TYPE, Iri(_SH + "PropertyShape"))
        yield _quad(shape, _SH + "path", Iri(path))
        yield _quad(shape, _SH + constraint, Iri(value))
        for bound in ("minCount", "maxCount"):
            yield _quad(shape, _SH + bound, Literal("1", XSD + "integer"))


def _quad(subject: str, predicate: str, value: Term) -> Quad:
    return Quad(Iri(subject), Iri(predicate), value)


def _moment(day: date) -> Literal:
    return Literal(f"{day.isoformat()}T00:00:00Z", XSD + "dateTime")


def _english(text: str) -> Literal:
    return Literal(text, language="en")

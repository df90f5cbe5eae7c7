"""The graph in the words of VoID: its size, its parts, its links, and the ways to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kg.description.said import (
    ABOUT,
    CATALOGUE,
    DATA,
    DATASET,
    PUBLISHER,
    TITLE,
    VOID_DOCUMENT,
    Said,
    Site,
    english,
    number,
    release_iri,
    short_name,
)
from kg.namespaces import BASE, ID, LICENCE, RC
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.description.counts import Counts, OfClass, OfProperty, Tally
    from kg.rdf_output import Quad

_FORMATS: Final = "http://www.w3.org/ns/formats/"
_WRITTEN: Final = ("Turtle", "N-Triples", "N-Quads", "TriG", "JSON-LD", "RDF_XML")
_EXAMPLES: Final = ("Country", "GovernanceDomain", "Initiative", "Meeting", "RegionalProcess")
"""The classes of which a first thing is named as an example."""

_GRAPHS: Final = {
    "graph/evidence": "The evidence of every assertion",
    "graph/ontology": "The ontology and the vocabularies",
    "graph/release": "The record of the release",
    "graph/sdg-extract": "The extract of the United Nations' data on their goals",
}


def void(counts: Counts, version: str, dumps: Iterable[str], site: Site) -> list[Quad]:
    """
    Describe the graph that is served.

    Args:
        counts: Its counts.
        version: The version of its release, empty if it is not known.
        dumps: The addresses of the files that hold all of it as RDF.
        site: Where it is served.
    """
    said, dataset = Said(), release_iri(version)
    said.of(
        VOID_DOCUMENT,
        "void:DatasetDescription",
        dcterms_title=english("What the graph holds"),
        dcterms_license=LICENCE,
        foaf_primaryTopic=dataset,
        foaf_topic=Iri(DATASET),
        rdfs_seeAlso=DATA,
    )
    said.of(CATALOGUE, "dcat:Catalog", dcat_dataset=dataset)
    _say_dataset(said, dataset, counts, version, (f"{site.base}/sparql", tuple(dumps)))
    for each in counts.classes:
        _say_class(said, each)
    for property_ in counts.properties:
        _say_property(said, _part("property", property_.iri), property_)
    for iri, triples in counts.datatypes:
        said.of(_part("datatype", iri), "void:Dataset", void__ext_datatype=iri, void_triples=number(triples))
    _say_graphs(said, counts)
    _say_links(said, counts, dataset)
    return said.quads


def _say_dataset(
    said: Said, dataset: Iri, counts: Counts, version: str, ways: tuple[str, tuple[str, ...]]
) -> None:
    """Describe the graph as a whole; `ways` are the endpoint and the dumps."""
    said.of(
        dataset,
        "void:Dataset",
        dcterms_title=english(f"{TITLE}, release {version}" if version else TITLE),
        dcterms_description=english(ABOUT),
        dcterms_license=LICENCE,
        dcterms_publisher=PUBLISHER,
        dcat_version=Literal(version) if version else None,
        foaf_page=DATA,
        void_sparqlEndpoint=ways[0],
        void_dataDump=ways[1],
        void_uriSpace=Literal(ID),
        void_entities=number(counts.entities),
        void_classes=number(len(counts.classes)),
        void_properties=number(len(counts.properties)),
        void_feature=tuple(_FORMATS + name for name in _WRITTEN),
        void_vocabulary=counts.vocabularies,
        void_exampleResource=_examples(counts),
        void_classPartition=tuple(_part("class", each.iri) for each in counts.classes),
        void_propertyPartition=tuple(_part("property", each.iri) for each in counts.properties),
        void__ext_datatypePartition=tuple(_part("datatype", iri) for iri, _ in counts.datatypes),
        void_subset=(*(_graphs(each.path) for each in counts.graphs), *_linksets(counts)),
        **_size(counts.tally),
    )


def _examples(counts: Counts) -> tuple[str, ...]:
    wanted = {RC + name for name in _EXAMPLES}
    return tuple(each.example for each in counts.classes if each.iri in wanted and each.example)


def _say_class(said: Said, counted: OfClass) -> None:
    part = _part("class", counted.iri)
    inside = {each.iri: Iri(f"{part}/{_fragment('property', each.iri)}") for each in counted.properties}
    said.of(
        part,
        "void:Dataset",
        void_class=counted.iri,
        void_entities=number(counted.entities),
        void_triples=number(counted.triples),
        void_properties=number(len(counted.properties)),
        void_distinctSubjects=number(counted.entities),
        void_exampleResource=counted.example or None,
        void_propertyPartition=tuple(inside.values()),
    )
    for each in counted.properties:
        _say_property(said, inside[each.iri], each)


def _say_property(said: Said, part: Iri, counted: OfProperty) -> None:
    inside = {iri: Iri(f"{part}/{_fragment('datatype', iri)}") for iri, *_ in counted.datatypes}
    said.of(
        part,
        "void:Dataset",
        void_property=counted.iri,
        void__ext_datatypePartition=tuple(inside.values()),
        **_size(counted.tally),
    )
    for iri, triples, objects in counted.datatypes:
        said.of(
            inside[iri],
            "void:Dataset",
            void__ext_datatype=iri,
            void_triples=number(triples),
            void_distinctObjects=number(objects),
        )


def _say_graphs(said: Said, counts: Counts) -> None:
    for each in counts.graphs:
        name = _GRAPHS.get(each.path) or f"Assertions of {each.path.rpartition('/')[2]}"
        said.of(
            _graphs(each.path),
            "void:Dataset",
            dcterms_title=english(name),
            void_properties=number(each.properties),
            # A whole named graph can be had by itself; assertions are a graph each.
            foaf_page=BASE + each.path if each.path.startswith("graph/") else None,
            **_size(each.tally),
        )


def _say_links(said: Said, counts: Counts, dataset: Iri) -> None:
    for each, linkset in zip(counts.links, _linksets(counts), strict=True):
        said.of(
            linkset,
            "void:Linkset",
            void_linkPredicate=each.property,
            void_subjectsTarget=dataset,
            void_objectsTarget=_part("target", each.space),
            **_size(each.tally),
        )
    for space in sorted({each.space for each in counts.links}):
        said.of(_part("target", space), "void:Dataset", void_uriSpace=Literal(space))


def _linksets(counts: Counts) -> tuple[Iri, ...]:
    return tuple(
        Iri(f"{_part('links', each.property)}/{_fragment('to', each.space)}") for each in counts.links
    )


def _size(tally: Tally) -> dict[str, Literal]:
    return {
        "void_triples": number(tally.triples),
        "void_distinctSubjects": number(tally.subjects),
        "void_distinctObjects": number(tally.objects),
    }


def _graphs(path: str) -> Iri:
    return Iri(f"{VOID_DOCUMENT}#{_fragment('graphs', path)}")


def _part(kind: str, iri: str) -> Iri:
    return Iri(f"{VOID_DOCUMENT}#{_fragment(kind, iri)}")


def _fragment(kind: str, iri: str) -> str:
    """Return the name of a part by what it is a part of: `class=rc:Country`; no two have the same."""
    return f"{kind}={quote(short_name(iri), safe=':/-._~')}"

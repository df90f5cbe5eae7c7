"""
The mappings as a set in SSSOM 1.1: to elements of other frameworks, and to what others hold.

Every record is what a row says, with the documents that the row rests on.  SSSOM has no place for these, so
they stand in extension slots.  How sure a mapping is, in a number, no row says, and so it is not said here.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Final

from kg.namespaces import ASSERTION, BASE, ID, LICENCE, PREFIXES, RC, RDF_TYPE
from kg.rdf_output import Quad
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.exports.mapping_sets import MappingSet, Record
    from kg.terms import Term

MAPPING_SET: Final = BASE + "mappings"
TSV_TYPE: Final = "text/tab-separated-values"
TITLE: Final = "Mappings of the graph of regional cooperation on migration"
ABOUT: Final = (
    "Judgements on counterparts between frameworks of migration governance, those that found none included, "
    "and the IRIs that others gave to the same or close things, each with the documents that it rests on."
)

_SSSOM: Final = PREFIXES["sssom"]
_OWL: Final = PREFIXES["owl"]
_DCTERMS: Final = PREFIXES["dcterms"]
_BY_HAND: Final = PREFIXES["semapv"] + "ManualMappingCuration"

_BUILT_IN: Final = ("owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd")
_DECLARED: Final[dict[str, str]] = {
    "assertion": ASSERTION,
    "dcterms": _DCTERMS,
    "linkml": "https://w3id.org/linkml/",
    "rc": RC,
    "regcoop": ID,
    "SDGIO": "http://purl.unep.org/sdg/SDGIO_",
    "unsdg": "http://metadata.un.org/sdg/",
    "wikidata": "http://www.wikidata.org/entity/",
}
_EXTENSIONS: Final = (
    ("evidence_source", "dcterms:source", "xsd:string"),
    ("evidence_basis", "rc:basis", "linkml:Uriorcurie"),
    ("evidence_confidence", "rc:confidence", "linkml:Uriorcurie"),
    ("evidence_locator", "rc:locator", "xsd:string"),
)
SLOTS: Final = (
    "record_id",
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "subject_source",
    "object_source",
    "see_also",
    "comment",
    *(name for name, _, _ in _EXTENSIONS),
)
"""The columns, in the order of the standard; then what it leaves to extensions."""

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ,.;()/_-]*|https?://[A-Za-z0-9./#_-]+|[A-Za-z]+:[A-Za-z]+")


def as_tsv(mapped: MappingSet) -> bytes:
    """Return the set as SSSOM/TSV, with its metadata in front."""
    names = _Names()
    rows = [_cells(record, names) for record in mapped.records]
    out = io.StringIO(newline="")
    for line in _metadata_lines(_metadata(mapped, names)):
        out.write(f"#{line}\n")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(SLOTS)
    for row in rows:
        writer.writerow("|".join(_escaped(cell)) if isinstance(cell, list) else cell for cell in row)
    return out.getvalue().encode()


def as_json(mapped: MappingSet) -> bytes:
    """Return the set as JSON, slot for slot; what does not apply is left out."""
    names = _Names()
    rows = [
        {slot: cell for slot, cell in zip(SLOTS, _cells(record, names), strict=True) if cell}
        for record in mapped.records
    ]
    body = {**_metadata(mapped, names), "mappings": rows}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def as_quads(mapped: MappingSet) -> list[Quad]:
    """Return the set as RDF, by the rules of SSSOM/RDF; each record bears its own name."""
    about = Iri(MAPPING_SET)
    said: list[tuple[str, Term]] = [
        (RDF_TYPE, Iri(_SSSOM + "MappingSet")),
        (_SSSOM + "sssom_version", Iri(_SSSOM + "version1.1")),
        (_DCTERMS + "title", Literal(TITLE)),
        (_DCTERMS + "description", Literal(ABOUT)),
        (_DCTERMS + "license", Iri(LICENCE)),
        *([(_OWL + "versionInfo", Literal(mapped.version))] if mapped.version else []),
        *((_SSSOM + "mappings", Iri(record.id)) for record in mapped.records),
    ]
    quads = [Quad(about, Iri(name), value) for name, value in said]
    return quads + [quad for record in mapped.records for quad in _quads(record)]


def _metadata(mapped: MappingSet, names: _Names) -> dict[str, object]:
    extensions = [
        {"slot_name": slot, "property": names.declared(property_), "type_hint": names.declared(hint)}
        for slot, property_, hint in _EXTENSIONS
    ]
    return {
        "sssom_version": "1.1",
        "curie_map": names.used(),
        "mapping_set_id": MAPPING_SET,
        **({"mapping_set_version": mapped.version} if mapped.version else {}),
        "mapping_set_title": TITLE,
        "mapping_set_description": ABOUT,
        "license": LICENCE,
        "extension_definitions": extensions,
    }


class _Names:
    """Short names of IRIs, and which prefixes they took."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def curie(self, iri: str) -> str:
        """Return the short name of an IRI; what no prefix fits gets one of its own, by its order."""
        if not iri:
            return ""
        for prefix in _BUILT_IN:
            if iri.startswith(PREFIXES[prefix]):
                return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
        known = {**_DECLARED, **self._taken}
        fitting = [prefix for prefix, namespace in known.items() if iri.startswith(namespace)]
        if fitting:
            prefix = max(fitting, key=lambda each: len(known[each]))
        else:
            prefix = f"ns{sum(each not in _DECLARED for each in self._taken) + 1}"
            known[prefix] = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] or iri
        self._taken[prefix] = known[prefix]
        return f"{prefix}:{iri.removeprefix(known[prefix])}"

    def declared(self, curie: str) -> str:
        """Note that a short name of ours is used, and return it."""
        prefix = curie.partition(":")[0]
        if prefix in _DECLARED:
            self._taken[prefix] = _DECLARED[prefix]
        return curie

    def used(self) -> dict[str, str]:
        """Return the prefixes that were taken, by the alphabet."""
        return dict(sorted(self._taken.items()))


def _cells(record: Record, names: _Names) -> list[str | list[str]]:
    return [
        names.curie(record.id),
        names.curie(record.subject),
        record.subject_label,
        names.curie(record.relation),
        names.curie(record.object),
        record.object_label,
        names.curie(_BY_HAND),
        names.curie(record.subject_source),
        names.curie(record.object_source),
        [record.assertion],
        record.why,
        "; ".join(record.sources),
        names.curie(record.basis),
        names.curie(record.confidence),
        " | ".join(record.locators),
    ]


def _escaped(values: Iterable[str]) -> list[str]:
    return [value.replace("\\", "\\\\").replace("|", "\\|") for value in values]


def _quads(record: Record) -> list[Quad]:
    links = (
        (RDF_TYPE, _OWL + "Axiom"),
        (_OWL + "annotatedSource", record.subject),
        (_OWL + "annotatedProperty", record.relation),
        (_OWL + "annotatedTarget", record.object),
        (_SSSOM + "mapping_justification", _BY_HAND),
        (_SSSOM + "subject_source", record.subject_source),
        (_SSSOM + "object_source", record.object_source),
        (PREFIXES["rdfs"] + "seeAlso", record.assertion),
        (RC + "basis", record.basis),
        (RC + "confidence", record.confidence),
        *((_DCTERMS + "source", source) for source in record.sources),
    )
    texts = (
        (_SSSOM + "subject_label", record.subject_label),
        (_SSSOM + "object_label", record.object_label),
        (PREFIXES["rdfs"] + "comment", record.why),
        (RC + "locator", " | ".join(record.locators)),
    )
    about = Iri(record.id)
    return [
        *(Quad(about, Iri(name), Iri(value)) for name, value in links if value),
        *(Quad(about, Iri(name), Literal(value)) for name, value in texts if value),
    ]


def _metadata_lines(metadata: Mapping[str, object]) -> Iterable[str]:
    """Write the metadata as YAML: plain where it can be, else between quotes as JSON has them."""
    for slot, value in metadata.items():
        if isinstance(value, dict):
            yield f"{slot}:"
            yield from (f"  {name}: {_scalar(text)}" for name, text in value.items())
        elif isinstance(value, list):
            yield f"{slot}:"
            for item in value:
                lines = [f"{name}: {_scalar(text)}" for name, text in item.items()]
                yield f"  - {lines[0]}"
                yield from (f"    {line}" for line in lines[1:])
        else:
            yield f"{slot}: {_scalar(str(value))}"


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)

"""Editions of a small ontology, for tests of what may follow what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.rdf_output import read_turtle
from kg.vocabulary import Edition, edition_of

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rc: <https://w3id.org/regcoop/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/regcoop/ontology> a owl:Ontology ; owl:versionInfo "%s" .
"""

WORK = 'rc:Work a owl:Class ; rdfs:label "work"@en ; skos:definition "What is done."@en .\n'
DONE_BY = 'rc:doneBy a owl:ObjectProperty ; rdfs:label "done by"@en ; rdfs:range rdfs:Resource .\n'
GIVEN_UP = (
    DONE_BY.rstrip(" .\n")
    + ' ; owl:deprecated true ; rc:deprecatedSince "0.2.0" ; dcterms:isReplacedBy rc:madeBy .\n'
)


def written(folder: Path, version: str, *blocks: str) -> Path:
    """Write an ontology of these blocks as Turtle."""
    path = folder / f"{version}.ttl"
    path.write_text(_HEAD % version + "".join(blocks), encoding="utf-8")
    return path


def made(folder: Path, version: str, *blocks: str) -> Edition:
    """Return the edition of these blocks."""
    return edition_of(read_turtle(written(folder, version, *blocks)))

"""The ontology and the shapes of a release as files: what its statements mean, and what they were held to."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, BinaryIO, Final

from kg.distributions.contents import of_text
from kg.distributions.model import Distribution
from kg.errors import ReleaseError
from kg.rdf_output import serialise
from kg.vocabulary import edition

if TYPE_CHECKING:
    from kg.distributions.model import Source

_TURTLE: Final = "text/turtle"


def _ontology(source: Source, out: BinaryIO) -> None:
    out.write(serialise(edition(source.release.nquads).quads, _TURTLE))


def _shapes(source: Source, out: BinaryIO) -> None:
    shapes = source.release.shapes
    if shapes is None:
        raise ReleaseError(f"{source.release.directory} holds no shapes; build the release again.")
    with shapes.open("rb") as file:
        shutil.copyfileobj(file, out)


DISTRIBUTIONS: Final = (
    Distribution(
        "ontology.ttl",
        "Ontology",
        _TURTLE,
        "",
        "The classes, properties and short lists of words of the release, as OWL and SKOS in Turtle.",
        _ontology,
        of_text,
    ),
    Distribution(
        "shapes.ttl",
        "Shapes",
        _TURTLE,
        "",
        "The rules that the release was held to, as SHACL in Turtle: to check a copy, or data to be added.",
        _shapes,
        of_text,
    ),
)

"""What descriptions are made of: the names of what they describe, and statements collected one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import BASE, RDF_TYPE, XSD
from kg.namespaces import PREFIXES as USED_IN_THE_GRAPH
from kg.rdf_output import Quad
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from datetime import date

    from kg.terms import Term

DATA: Final = BASE + "data"
"""The document that describes all releases."""

CATALOGUE: Final = DATA + "#catalogue"
DATASET: Final = DATA + "#dataset"
"""The data whatever the release."""

PUBLISHER: Final = DATA + "#publisher"
CONTACT: Final = DATA + "#contact"
PROVENANCE: Final = DATA + "#provenance"
VOID_DOCUMENT: Final = BASE + "void"
SPARQL_SERVICE: Final = BASE + "sparql#service"
API_SERVICE: Final = BASE + "api/v1#service"
PROFILE: Final = BASE + "profile/dcat"
"""The profile in which releases are described: DCAT-AP 3."""

TITLE: Final = "Regional cooperation on migration"
ABOUT: Final = (
    "Who works with whom on migration, by regional process, initiative, governance domain and rating. Every "
    "statement names the document, and the place in it, on which it rests."
)
HOW_MADE: Final = (
    "Rows of curated tables, each with its source and the place in it, become statements in a named graph of "
    "their own; rules derive further ones and name what they rest on. A release is published only if it "
    "passes its shapes and checks."
)

PREFIXES: Final[dict[str, str]] = {
    "adms": "http://www.w3.org/ns/adms#",
    "schema": "https://schema.org/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
}
"""The prefixes of descriptions beside those of the graph."""

_NAMESPACES: Final = {**USED_IN_THE_GRAPH, **PREFIXES}


@dataclass(frozen=True, slots=True)
class Site:
    """Where the data are served: the address without its last slash, and whom to write to, if known."""

    base: str
    contact: str | None = None


def named(short: str) -> Iri:
    """Return the IRI of a term by its short name: `named("dcat:Dataset")`."""
    prefix, _, local = short.partition(":")
    return Iri(_NAMESPACES[prefix] + local)


def short_name(iri: str) -> str:
    """Return the short name of a term, or its IRI if it has no prefix here."""
    for prefix, namespace in _NAMESPACES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def english(text: str) -> Literal:
    """Return a text in English."""
    return Literal(text, None, "en")


def number(value: int, datatype: str = "integer") -> Literal:
    """Return a whole number."""
    return Literal(str(value), XSD + datatype)


def day(value: date) -> Literal:
    """Return a day."""
    return Literal(value.isoformat(), XSD + "date")


def release_iri(version: str) -> Iri:
    """Return the IRI of a release; that of the data as a whole if the version is not known."""
    return Iri(f"{BASE}release/{version}" if version else DATASET)


class Said:
    """Statements in the order in which they are said."""

    def __init__(self) -> None:
        """Begin with none."""
        self.quads: list[Quad] = []

    def of(self, subject: str | Iri, kind: str, **said: Term | str | tuple[Term | str, ...] | None) -> Iri:
        """
        Say what something is, and what else is said of it; return its IRI.

        Args:
            subject: Its IRI.
            kind: The short name of its class.
            said: Values by property, `dcat_version` being dcat:version and `void__ext_datatype` being
                void-ext:datatype; a text is the IRI of a value.  What is None or empty is not said.
        """
        about = Iri(subject) if isinstance(subject, str) else subject
        self.quads.append(Quad(about, Iri(RDF_TYPE), named(kind)))
        for name, given in said.items():
            property_ = named(name.replace("__", "-").replace("_", ":", 1))
            values = given if isinstance(given, tuple) else (given,)
            for value in values:
                if value:
                    term = Iri(value) if isinstance(value, str) else value
                    self.quads.append(Quad(about, property_, term))
        return about

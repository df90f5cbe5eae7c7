"""One file to take away as a distribution: what it holds, where it is, how large it is, its digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kg.description import outside
from kg.description.said import Said, Site, day, english, number, release_iri
from kg.namespaces import LICENCE, XSD
from kg.terms import Literal

if TYPE_CHECKING:
    from kg.archive import Issued
    from kg.distributions import Entry
    from kg.terms import Iri

_PACKED: Final = {"gzip": ("dcat_compressFormat", outside.GZIP), "zip": ("dcat_packageFormat", outside.ZIP)}


def say_file(said: Said, issued: Issued, entry: Entry, site: Site) -> Iri:
    """Describe a file of a release, and return its IRI."""
    iri = f"{release_iri(issued.version)}#{quote(entry.name)}"
    packed = _PACKED.get(entry.packing)
    if packed:
        said.of(packed[1], "dcterms:MediaType")
    said.of(
        f"{iri}-sha256",
        "spdx:Checksum",
        spdx_algorithm=outside.SHA256,
        spdx_checksumValue=Literal(entry.sha256, XSD + "hexBinary"),
    )
    said.of(outside.SHA256, "spdx:ChecksumAlgorithm")
    return said.of(
        iri,
        "dcat:Distribution",
        dcterms_title=english(entry.title),
        dcterms_description=english(entry.about),
        dcterms_license=LICENCE,
        dcterms_issued=day(issued.issued) if issued.issued else None,
        dcterms_format=outside.file_type(said, entry.media_type),
        dcat_mediaType=outside.media_type(said, entry.media_type),
        dcat_accessURL=f"{site.base}/r/{issued.version}/",
        dcat_downloadURL=file_address(issued.version, entry.name, site),
        dcat_byteSize=number(entry.bytes, "nonNegativeInteger"),
        spdx_checksum=f"{iri}-sha256",
        **({packed[0]: packed[1]} if packed else {}),
    )


def file_address(version: str, name: str, site: Site) -> str:
    """Return where a file of a release is to be had."""
    return f"{site.base}/r/{version}/{quote(name)}"


def rdf_dumps(issued: Issued | None, site: Site) -> tuple[str, ...]:
    """Return where the files are that hold all of a release as RDF; none as long as they are being made."""
    if issued is None:
        return ()
    return tuple(
        file_address(issued.version, entry.name, site)
        for entry in issued.entries or ()
        if entry.media_type in outside.RDF_TYPES
    )

"""The data set as search engines read it: schema.org, as JSON-LD for the head of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.citations import EDITORS
from kg.description.files import file_address
from kg.description.said import ABOUT, DATASET, PUBLISHER, TITLE, Site, release_iri
from kg.namespaces import LICENCE

if TYPE_CHECKING:
    from kg.archive import Issued
    from kg.distributions import Entry

CONTEXT = {"@vocab": "https://schema.org/"}
"""All that a reader needs to know of the names: nothing is fetched."""


def record(issued: Issued | None, version: str, site: Site) -> dict[str, Any]:
    """
    Describe the data set as a schema.org Dataset.

    Args:
        issued: The release to describe, None where none is at hand.
        version: Its version, empty if it is not known.
        site: Where it is served.
    """
    iri = release_iri(version).value
    said: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": iri,
        "@type": "Dataset",
        "name": f"{TITLE}, release {version}" if version else TITLE,
        "description": ABOUT,
        "url": f"{site.base}/r/{issued.version}/" if issued else f"{site.base}/data",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": "en",
        "keywords": ["migration", "migration governance", "regional cooperation"],
        "creator": {"@id": PUBLISHER, "@type": "Organization", "name": EDITORS},
    }
    if version:
        said |= {"version": version, "isPartOf": {"@id": DATASET, "@type": "Dataset", **_whole(site)}}
    if issued and issued.issued:
        said["datePublished"] = issued.issued.isoformat()
    if issued and issued.entries:
        said["distribution"] = [_file(issued.version, entry, site) for entry in issued.entries]
    return said


def _whole(site: Site) -> dict[str, Any]:
    return {"name": TITLE, "description": ABOUT, "url": f"{site.base}/data", "license": LICENCE}


def _file(version: str, entry: Entry, site: Site) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": entry.title,
        "description": entry.about,
        "encodingFormat": entry.media_type,
        "contentUrl": file_address(version, entry.name, site),
        "contentSize": f"{entry.bytes} B",
        "sha256": entry.sha256,
    }

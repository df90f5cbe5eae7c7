"""
The releases, their files and the services, in DCAT 3 as DCAT-AP 3 wants it.

There is one dataset, whose versions the releases are, and no series: a release replaces the one before it,
and does not stand beside it as the part of another year would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.citations import EDITORS
from kg.description import outside
from kg.description.files import say_file
from kg.description.said import (
    ABOUT,
    API_SERVICE,
    CATALOGUE,
    CONTACT,
    DATA,
    DATASET,
    HOW_MADE,
    PROFILE,
    PROVENANCE,
    PUBLISHER,
    SPARQL_SERVICE,
    TITLE,
    VOID_DOCUMENT,
    Said,
    Site,
    day,
    english,
    release_iri,
)
from kg.namespaces import BASE, LICENCE
from kg.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.archive import Archive, Issued
    from kg.rdf_output import Quad
    from kg.terms import Term

_KEYWORDS = (
    "migration",
    "migration governance",
    "regional cooperation",
    "regional consultative processes",
    "linked data",
)


def catalogue(archive: Archive, served: str, site: Site) -> list[Quad]:
    """
    Describe all releases of an archive, their files, and the services on this site.

    Args:
        archive: The releases.
        served: The version of the release that the services answer from, empty if it is not known.
        site: Where all this is served.
    """
    said, known = Said(), archive.all()
    datasets: tuple[Term | str, ...] = (DATASET, *(release_iri(each.version) for each in known))
    days = [each.issued for each in known if each.issued]
    said.of(
        CATALOGUE,
        "dcat:Catalog",
        dcterms_title=english(f"{TITLE}: all releases"),
        dcterms_description=english("The releases of the graph with their files, and the ways to ask it."),
        dcterms_publisher=PUBLISHER,
        dcterms_license=LICENCE,
        dcterms_language=outside.ENGLISH,
        dcterms_issued=day(min(days)) if days else None,
        dcterms_modified=day(max(days)) if days else None,
        dcat_dataset=datasets,
        dcat_service=(SPARQL_SERVICE, API_SERVICE),
        dcat_themeTaxonomy=outside.THEMES,
        foaf_homepage=f"{site.base}/data",
        dcterms_conformsTo=PROFILE,
    )
    said.of(f"{site.base}/data", "foaf:Document")
    _say_whole(said, known, site)
    for each in known:
        _say_release(said, each, known, site)
    _say_services(said, served, site)
    _say_shared(said, site)
    return said.quads


def release(archive: Archive, issued: Issued, site: Site) -> list[Quad]:
    """Describe one release of an archive and its files."""
    said, known = Said(), archive.all()
    _say_whole(said, known, site)
    _say_release(said, issued, known, site)
    _say_shared(said, site)
    return said.quads


def _say_whole(said: Said, known: Sequence[Issued], site: Site) -> None:
    """Describe the data whatever the release."""
    published = [each for each in known if each.issued] or known
    said.of(
        DATASET,
        "dcat:Dataset",
        dcterms_title=english(TITLE),
        dcat_hasVersion=tuple(release_iri(each.version) for each in known),
        dcat_hasCurrentVersion=release_iri(published[-1].version) if published else None,
        dcterms_identifier=Literal(DATASET),
        **_common(site, f"{site.base}/data"),
    )
    for each in known:
        # Also where the release itself is not described: what is named as a version is a dataset.
        said.of(release_iri(each.version), "dcat:Dataset", dcterms_title=_title(each), **_about())


def _say_release(said: Said, issued: Issued, known: Sequence[Issued], site: Site) -> None:
    iri = release_iri(issued.version)
    page = f"{site.base}/r/{issued.version}/"
    place = [each.version for each in known].index(issued.version)
    previous = known[place - 1] if place else None
    said.of(
        iri,
        "dcat:Dataset",
        dcat_version=Literal(issued.version),
        dcterms_issued=day(issued.issued) if issued.issued else None,
        dcat_isVersionOf=DATASET,
        dcat_previousVersion=release_iri(previous.version) if previous else None,
        dcterms_identifier=Literal(iri.value),
        dcterms_conformsTo=BASE + "ontology",
        dcat_distribution=tuple(say_file(said, issued, entry, site) for entry in issued.entries or ()),
        **_common(site, page),
    )
    said.of(page, "foaf:Document")


def _title(issued: Issued) -> Literal:
    return english(f"{TITLE}, release {issued.version}")


def _about() -> dict[str, Term]:
    return {"dcterms_description": english(ABOUT)}


def _common(site: Site, page: str) -> dict[str, Term | str | tuple[Term | str, ...] | None]:
    """Return what is said of the data and of each release alike; what nobody knows for sure is left out."""
    return {
        **_about(),
        "dcterms_publisher": PUBLISHER,
        "dcterms_license": LICENCE,
        "dcterms_language": outside.ENGLISH,
        "dcterms_accessRights": outside.PUBLIC,
        "dcterms_provenance": PROVENANCE,
        "dcat_theme": tuple(outside.THEME_NAMES),
        "dcat_keyword": tuple(map(english, _KEYWORDS)),
        "dcat_landingPage": page,
        "dcat_contactPoint": CONTACT if site.contact else None,
    }


def _say_services(said: Said, served: str, site: Site) -> None:
    shared: dict[str, Term | str | tuple[Term | str, ...] | None] = {
        "dcterms_license": LICENCE,
        "dcterms_publisher": PUBLISHER,
        "dcterms_accessRights": outside.PUBLIC,
        "dcat_servesDataset": release_iri(served),
        "dcat_contactPoint": CONTACT if site.contact else None,
    }
    said.of(
        SPARQL_SERVICE,
        "dcat:DataService",
        dcterms_title=english("SPARQL endpoint"),
        dcterms_description=english("Answers questions that you write in SPARQL 1.1."),
        dcat_endpointURL=f"{site.base}/sparql",
        dcat_endpointDescription=f"{site.base}/sparql",
        dcat_landingPage=f"{site.base}/sparql",
        dcterms_conformsTo=outside.SPARQL_PROTOCOL,
        **shared,
    )
    said.of(
        API_SERVICE,
        "dcat:DataService",
        dcterms_title=english("REST interface"),
        dcterms_description=english("Answers the stored questions of the site, for programs."),
        dcat_endpointURL=f"{site.base}/api/v1/",
        dcat_endpointDescription=f"{site.base}/api/v1/openapi.json",
        dcat_landingPage=f"{site.base}/api/v1/",
        dcterms_conformsTo=outside.OPENAPI,
        **shared,
    )
    for page in ("sparql", "api/v1/"):
        said.of(f"{site.base}/{page}", "foaf:Document")
    if served:
        said.of(
            release_iri(served),
            "dcat:Dataset",
            dcterms_title=english(f"{TITLE}, release {served}"),
            rdfs_seeAlso=VOID_DOCUMENT,
            **_about(),
        )


def _say_shared(said: Said, site: Site) -> None:
    said.of(PUBLISHER, "foaf:Agent", foaf_name=english(EDITORS))
    said.of(PROVENANCE, "dcterms:ProvenanceStatement", rdfs_label=english(HOW_MADE))
    said.of(BASE + "ontology", "dcterms:Standard", dcterms_title=english(f"{TITLE}: core ontology"))
    said.of(PROFILE, "dcterms:Standard", rdfs_seeAlso=outside.DCAT_AP)
    said.of(f"{site.base}/data", "foaf:Document", foaf_primaryTopic=CATALOGUE)
    if site.contact:
        is_mail = site.contact.startswith("mailto:")
        said.of(
            CONTACT,
            "vcard:Organization",
            vcard_fn=english(EDITORS),
            vcard_hasEmail=site.contact if is_mail else None,
            vcard_hasURL=None if is_mail else site.contact,
        )
        said.of(CONTACT, "vcard:Kind")
    outside.say(said)
    said.of(DATA, "foaf:Document")

"""Which versions of ontology and shapes readers can name: those of the archive and the one served."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from flask import current_app

from kg.keeping import Keeping
from kg.namespaces import BASE, GRAPH_ONTOLOGY, PREFIXES
from kg.rdf_output import Quad, read_turtle
from kg.resources import shapes_dir
from kg.terms import Iri
from kg.vocabulary import Edition, edition, edition_of
from webapp.knowledge import knowledge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.archive import Issued

Made = TypeVar("Made")

_VERSION: Final = PREFIXES["owl"] + "versionInfo"
# An edition takes some megabytes; whoever walks through more releases than this waits a little at each.
_EDITIONS: Final = Keeping(most=24)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the ontology or of the shapes; `releases` are those of the data that hold it."""

    version: str
    quads: tuple[Quad, ...]
    releases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """The edition of the ontology that one release holds; without a date, the release is only served."""

    release: str
    issued: str
    edition: Edition


def held() -> tuple[Held, ...]:
    """Return the edition of each release, the oldest release first; the one that is served is among them."""
    archived = _archived()
    served = _served_release()
    found = [
        Held(each.version, each.issued.isoformat(), _of_release(each)) for each in archived if each.issued
    ]
    if all(each.release != served for each in found):
        found.append(Held(served, "", served_edition()))
    return tuple(found)


def served_edition() -> Edition:
    """Return the edition that is served, from the store: an engine that is far away may hold another."""
    return knowledge().once.get("edition of the ontology", lambda: edition_of(graph(GRAPH_ONTOLOGY)))


def ontology_versions() -> tuple[Version, ...]:
    """Return the versions of the ontology, the oldest first."""
    return _versions((each.release, each.edition.version, each.edition.quads) for each in held())


def shape_versions() -> tuple[Version, ...]:
    """Return the versions of the shapes, the oldest first; those of this program are the ones served."""
    found = [
        (each.version, _version_of(quads, BASE + "shapes"), quads)
        for each in _archived()
        if each.issued and (quads := _shapes_of(each))
    ]
    ours = shapes()
    return _versions((*found, (_served_release(), _version_of(ours, BASE + "shapes"), ours)))


def graph(iri: str) -> list[Quad]:
    """Return the statements of a named graph of the release that is served."""
    rows = knowledge().rows("graph-statements", graph=Iri(iri)).rows
    return [Quad(row["subject"], Iri(row["property"].value), row["value"], iri) for row in rows]


@lru_cache(maxsize=1)
def shapes() -> tuple[Quad, ...]:
    """Return the shapes of this program: the store need not hold them."""
    return tuple(quad for path in sorted(shapes_dir().glob("*.ttl")) for quad in read_turtle(path))


def _versions(found: Iterable[tuple[str, str, Sequence[Quad]]]) -> tuple[Version, ...]:
    """Join releases of one version; what was published first under a version is what it stands for."""
    versions: dict[str, Version] = {}
    for release, version, quads in found:
        if not version:
            continue
        known = versions.setdefault(version, Version(version, tuple(quads), ()))
        if release not in known.releases:
            versions[version] = replace(known, releases=(*known.releases, release))
    return tuple(versions.values())


def _archived() -> tuple[Issued, ...]:
    archive = current_app.config["REGCOOP"].archive
    return tuple(archive.all()) if archive else ()


def _served_release() -> str:
    served = knowledge().release
    return served.release if served else "not stated"


def _of_release(issued: Issued) -> Edition:
    return _kept("ontology", issued, lambda: edition(issued.release.nquads))


def _shapes_of(issued: Issued) -> tuple[Quad, ...]:
    path = issued.release.shapes
    return _kept("shapes", issued, lambda: tuple(read_turtle(path))) if path else ()


def _kept(what: str, issued: Issued, make: Callable[[], Made]) -> Made:
    return _EDITIONS.get((what, str(issued.release.directory), issued.release.digest), make)


def _version_of(quads: Iterable[Quad], iri: str) -> str:
    whole = Iri(iri)
    return next((q.object.value for q in quads if q.predicate.value == _VERSION and q.subject == whole), "")

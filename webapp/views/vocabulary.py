"""The ontology and the shapes under their own addresses, whole, by version and by group: pages and RDF."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from kg.archive import VERSION
from kg.keeping import Keeping
from kg.namespaces import BASE, PREFIXES
from kg.rdf_output import Quad, serialise
from kg.terms import Iri
from webapp.asked import asked_for
from webapp.diagrams import drawings
from webapp.editions import ontology_versions, served_edition, shape_versions, shapes
from webapp.negotiation import GRAPH_FORMATS, HTML, OWL, split_suffix
from webapp.rendering import render
from webapp.representations import alternates, respond, see_other
from webapp.vocabularies import Group, Grouped, Statements, ontology_groups, shape_groups

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from webapp.diagrams import Drawing
    from webapp.editions import Version
    from webapp.negotiation import Format

bp = Blueprint("vocabulary", __name__)

_FORMATS: Final = (HTML, *GRAPH_FORMATS)
_SUFFIXES: Final = (*_FORMATS, OWL)
_ANY_SUFFIX: Final = "any(" + ", ".join(f"'.{f.suffix}'" for f in _FORMATS) + ")"
_MOST_NAMED: Final = 20
_DIAGRAMS: Final = "diagrams"
_GROUPED: Final = Keeping(most=8)


@dataclass(frozen=True, slots=True)
class VocabularyPage:
    """
    All that its template may use; `downloads` are (name, address, media type).

    Every term stands on the page of the whole, under the fragment of its IRI, with what it means. All else
    that is said of it stands on the page of its group, at `path` with the group's id behind it.  `versions`
    are (version, address, releases of the data that hold it); `shown` is the version of the page, and
    `newer` the address of what has replaced it, if it is an old one.
    """

    template: str
    title: str
    lead: str
    iri: str
    path: str
    groups: tuple[Group, ...]
    downloads: tuple[tuple[str, str, str], ...]
    diagrams: tuple[Drawing, ...] = ()
    shown: str = ""
    newer: str = ""
    versions: tuple[tuple[str, str, str], ...] = ()
    history: str = ""


@dataclass(frozen=True, slots=True)
class GroupPage:
    """All that `vocabulary_group.html` may use; `whole` is the name of the page of all groups, at `path`."""

    whole: str
    path: str
    group: Group
    formats: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class DiagramsPage:
    """All that `vocabulary_diagrams.html` may use; `path` is that of the page of all terms."""

    path: str
    diagrams: tuple[Drawing, ...]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """What ontology and shapes differ in; `parts` are the names of files that have an IRI of their own."""

    page: VocabularyPage
    statements: Callable[[], Sequence[Quad]]
    versions: Callable[[], tuple[Version, ...]]
    groups: Callable[[Sequence[Quad]], tuple[Group, ...]]


def _downloads(address: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((f.label, f"{address}.{f.suffix}", f.media_type) for f in GRAPH_FORMATS)


_ONTOLOGY: Final = _Vocabulary(
    VocabularyPage(
        "vocabulary.html",
        "Ontology",
        "The classes and properties in which the graph speaks, and the short lists of words beside them.",
        BASE + "ontology",
        "/ontology",
        (),
        _downloads("/ontology"),
        history="/ontology/changes",
    ),
    lambda: served_edition().quads,
    ontology_versions,
    ontology_groups,
)
_SHAPES: Final = _Vocabulary(
    VocabularyPage(
        "shapes.html",
        "Shapes",
        "What a release must hold to be published, rule by rule, with the sentence that a curator reads.",
        BASE + "shapes",
        "/shapes",
        (),
        _downloads("/shapes"),
    ),
    shapes,
    shape_versions,
    shape_groups,
)


@bp.get("/ontology", defaults={"suffix": ""})
@bp.get("/ontology.owl", defaults={"suffix": ".owl"})
@bp.get(f"/ontology<{_ANY_SUFFIX}:suffix>")
def ontology(suffix: str) -> Response:
    """Show the terms of the ontology and the vocabularies, or give them as RDF."""
    return _whole(_ONTOLOGY, suffix)


@bp.get("/shapes", defaults={"suffix": ""})
@bp.get("/shapes.owl", defaults={"suffix": ".owl"})
@bp.get(f"/shapes<{_ANY_SUFFIX}:suffix>")
def shapes_whole(suffix: str) -> Response:
    """Show the rules that a release must pass, or give them as SHACL."""
    return _whole(_SHAPES, suffix)


@bp.get("/ontology/<path:part>")
def ontology_part(part: str) -> Response:
    """Show a version of the ontology, or a group of its terms in full; a part leads to the whole."""
    return _part(_ONTOLOGY, part)


@bp.get("/shapes/<path:part>")
def shapes_part(part: str) -> Response:
    """Show a version of the shapes, or one shape in full."""
    return _part(_SHAPES, part)


def _whole(vocabulary: _Vocabulary, suffix: str) -> Response:
    quads = vocabulary.statements()
    shown = _version_stated(quads, vocabulary.page.iri)
    return _answer(vocabulary, vocabulary.page, quads, suffix.removeprefix("."), shown)


def _part(vocabulary: _Vocabulary, part: str) -> Response:
    """Answer for what stands below the address of the whole."""
    name, asked = split_suffix(part, _SUFFIXES)
    head, _, rest = name.partition("/")
    versions = vocabulary.versions()
    for version in versions:
        if version.version == head:
            if rest:
                return _group(vocabulary, version.quads, f"/{head}", rest, asked)
            page = _of_version(vocabulary, version)
            return _answer(vocabulary, page, version.quads, asked.suffix if asked else "", version.version)
    if VERSION.fullmatch(head):
        raise NotFound(
            f"There is no such version of the {vocabulary.page.title.lower()}; there are "
            f"{', '.join(each.version for each in versions[-_MOST_NAMED:])}."
        )
    quads = vocabulary.statements()
    of_its_own = Iri(f"{vocabulary.page.iri}/{name}")
    if any(quad.subject == of_its_own for quad in quads):
        return see_other(f"{vocabulary.page.path}.{asked.suffix}" if asked else vocabulary.page.path)
    return _group(vocabulary, quads, "", name, asked)


def _group(
    vocabulary: _Vocabulary, quads: Sequence[Quad], version: str, name: str, asked: Format | None
) -> Response:
    """Show the terms of a group in full, or give what is said of them as RDF; or show the diagrams."""
    page = vocabulary.page
    if name == _DIAGRAMS and vocabulary is _ONTOLOGY and asked in {None, HTML}:
        asked_for((HTML,))
        drawn = DiagramsPage(page.path + version, drawings(Statements(quads).name))
        return respond(render("vocabulary_diagrams.html", drawn), HTML.media_type)
    grouped = _grouped(vocabulary, quads)
    for group in grouped.groups:
        if group.id == name:
            form = asked_for(_SUFFIXES, asked.suffix if asked else "")
            path = f"{page.path}{version}/{name}"
            links = alternates(path, _FORMATS, form.media_type)
            if form is HTML:
                shown = GroupPage(page.title, page.path + version, group, _downloads(path))
                return respond(render("vocabulary_group.html", shown), HTML.media_type, links)
            told = grouped.about({term.iri for term in group.terms})
            return respond(serialise(told, form.media_type), form.media_type, links)
    raise NotFound(
        f"No part of the {page.title.lower()} has this name; {page.path} lists its groups, and "
        f"{page.path}/<version> is one version of it."
    )


def _grouped(vocabulary: _Vocabulary, quads: Sequence[Quad]) -> Grouped:
    """Return the terms of an edition in groups; what is kept holds its statements, so that it is theirs."""
    return _GROUPED.get((vocabulary.page.path, id(quads)), lambda: Grouped(quads, vocabulary.groups))


def _of_version(vocabulary: _Vocabulary, version: Version) -> VocabularyPage:
    page = vocabulary.page
    path = f"{page.path}/{version.version}"
    return replace(
        page,
        title=f"{page.title}, version {version.version}",
        iri=f"{page.iri}/{version.version}",
        path=path,
        downloads=_downloads(path),
    )


def _answer(
    vocabulary: _Vocabulary, page: VocabularyPage, quads: Sequence[Quad], suffix: str, shown: str
) -> Response:
    form = asked_for(_SUFFIXES, suffix)
    versions = vocabulary.versions()
    links = [
        f'<{page.iri}>; rel="canonical"',
        *alternates(page.path, _FORMATS, form.media_type),
        *_history(vocabulary.page, [each.version for each in versions], shown, page.path),
    ]
    if form is not HTML:
        return respond(serialise(quads, form.media_type), form.media_type, links)
    groups = _grouped(vocabulary, quads).groups
    # Without terms, there is nothing that a diagram could lead to.
    has_diagrams = vocabulary is _ONTOLOGY and groups
    served = vocabulary.page.path
    filled = replace(
        page,
        groups=groups,
        diagrams=drawings(Statements(quads).name) if has_diagrams else (),
        shown=shown,
        newer=served if versions and versions[-1].version != shown else "",
        versions=tuple(
            (each.version, f"{served}/{each.version}", ", ".join(each.releases)) for each in versions
        ),
    )
    return respond(render(page.template, filled), HTML.media_type, links)


def _history(page: VocabularyPage, versions: Sequence[str], shown: str, path: str) -> list[str]:
    """Return the Link values of RFC 5829 that lead from one version, or from the whole, to the others."""
    links = [f'<{page.history}>; rel="version-history"'] if page.history else []
    if versions:
        links.append(f'<{page.path}/{versions[-1]}>; rel="latest-version"')
    if path != page.path and shown in versions:
        place = versions.index(shown)
        if place:
            links.append(f'<{page.path}/{versions[place - 1]}>; rel="predecessor-version"')
        if place + 1 < len(versions):
            links.append(f'<{page.path}/{versions[place + 1]}>; rel="successor-version"')
    return links


def _version_stated(quads: Sequence[Quad], iri: str) -> str:
    name = PREFIXES["owl"] + "versionInfo"
    return next((q.object.value for q in quads if q.subject == Iri(iri) and q.predicate.value == name), "")

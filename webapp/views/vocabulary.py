"""The ontology, the shapes and the named graphs under their own addresses: pages to read, RDF to load."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from kg.errors import MediaTypeError
from kg.namespaces import BASE, GRAPH_EVIDENCE, GRAPH_ONTOLOGY, GRAPH_RELEASE, GRAPH_SDG_EXTRACT
from kg.rdf_output import Quad, read_turtle, serialise
from kg.resources import shapes_dir
from kg.terms import Iri
from webapp.diagrams import drawings
from webapp.knowledge import knowledge
from webapp.negotiation import GRAPH_FORMATS, HTML, best, split_suffix
from webapp.rendering import render
from webapp.representations import alternates, respond, see_other
from webapp.vocabularies import Group, Statements, ontology_groups, shape_groups

if TYPE_CHECKING:
    from collections.abc import Callable

    from webapp.diagrams import Drawing
    from webapp.negotiation import Format

bp = Blueprint("vocabulary", __name__)

_FORMATS: Final = (HTML, *GRAPH_FORMATS)
_GRAPHS: Final = (GRAPH_ONTOLOGY, GRAPH_EVIDENCE, GRAPH_RELEASE, GRAPH_SDG_EXTRACT)
_ANY_SUFFIX: Final = "any(" + ", ".join(f"'.{f.suffix}'" for f in _FORMATS) + ")"


@dataclass(frozen=True, slots=True)
class VocabularyPage:
    """
    All that its template may use; `downloads` are (name, address, media type).

    Every term stands on the page of the whole, under the fragment of its IRI, with what it means. All else
    that is said of it stands on the page of its group, at `path` with the group's id behind it.
    """

    template: str
    title: str
    lead: str
    iri: str
    path: str
    groups: tuple[Group, ...]
    downloads: tuple[tuple[str, str, str], ...]
    diagrams: tuple[Drawing, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupPage:
    """All that `vocabulary_group.html` may use; `whole` is the name of the page of all groups, at `path`."""

    whole: str
    path: str
    group: Group


def _downloads(address: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((f.label, f"{address}.{f.suffix}", f.media_type) for f in GRAPH_FORMATS)


_ONTOLOGY: Final = VocabularyPage(
    "vocabulary.html",
    "Ontology",
    "The classes and properties in which the graph speaks, and the short lists of words beside them.",
    BASE + "ontology",
    "/ontology",
    (),
    _downloads("/ontology"),
)
_SHAPES: Final = VocabularyPage(
    "shapes.html",
    "Shapes",
    "What a release must hold to be published, rule by rule, with the sentence that a curator reads.",
    BASE + "shapes",
    "/shapes",
    (),
    _downloads("/shapes"),
)


@bp.get("/ontology", defaults={"suffix": ""})
@bp.get(f"/ontology<{_ANY_SUFFIX}:suffix>")
def ontology(suffix: str) -> Response:
    """Show the terms of the ontology and the vocabularies, or give them as RDF."""
    return _answer(_ONTOLOGY, suffix, lambda: _graph(GRAPH_ONTOLOGY), _with_terms)


@bp.get("/shapes", defaults={"suffix": ""})
@bp.get(f"/shapes<{_ANY_SUFFIX}:suffix>")
def shapes(suffix: str) -> Response:
    """Show the rules that a release must pass, or give them as SHACL."""
    return _answer(_SHAPES, suffix, _shapes, _with_shapes)


@bp.get("/ontology/<path:part>")
def ontology_part(part: str) -> Response:
    """Show a group of terms in full; send the name of a part or a version of the ontology to all of it."""
    return _group_page(_ONTOLOGY, ontology_groups(_graph(GRAPH_ONTOLOGY)), part)


@bp.get("/shapes/<path:part>")
def shapes_part(part: str) -> Response:
    """Show a shape in full; send the name of a version of the shapes to all of them."""
    return _group_page(_SHAPES, shape_groups(_shapes()), part)


def _group_page(whole: VocabularyPage, groups: tuple[Group, ...], part: str) -> Response:
    for group in groups:
        if group.id == part:
            page = GroupPage(whole.title, whole.path, group)
            return respond(render("vocabulary_group.html", page), HTML.media_type)
    return see_other(whole.path)


@bp.get("/graph/<name>")
def graph(name: str) -> Response:
    """Give a named graph that is no assertion as RDF; a browser is sent to a query over it."""
    stem, asked = split_suffix(name, _FORMATS)
    iri = f"{BASE}graph/{stem}"
    if iri not in _GRAPHS:
        raise NotFound
    form = asked or _form()
    if form is HTML:
        return see_other("/ontology" if iri == GRAPH_ONTOLOGY else f"/query/graph-statements?graph={iri}")
    body = serialise(_graph(iri), form.media_type)
    return respond(body, form.media_type, alternates(f"/graph/{stem}", _FORMATS, form.media_type))


def _answer(
    page: VocabularyPage,
    suffix: str,
    statements: Callable[[], list[Quad]],
    filled: Callable[[VocabularyPage, list[Quad]], VocabularyPage],
) -> Response:
    form = next((f for f in _FORMATS if f".{f.suffix}" == suffix), None) or _form()
    links = [f'<{page.iri}>; rel="canonical"', *alternates(page.path, _FORMATS, form.media_type)]
    if form is HTML:
        return respond(render(page.template, filled(page, statements())), HTML.media_type, links)
    return respond(serialise(statements(), form.media_type), form.media_type, links)


def _with_terms(page: VocabularyPage, quads: list[Quad]) -> VocabularyPage:
    """Add terms and diagrams; without terms, there is nothing that a diagram could lead to."""
    groups = ontology_groups(quads)
    diagrams = drawings(Statements(quads).name) if groups else ()
    return replace(page, groups=groups, diagrams=diagrams)


def _with_shapes(page: VocabularyPage, quads: list[Quad]) -> VocabularyPage:
    return replace(page, groups=shape_groups(quads))


def _form() -> Format:
    accept = request.headers.get("Accept")
    media_type = best(accept, [f.media_type for f in _FORMATS])
    for form in _FORMATS:
        if form.media_type == media_type:
            return form
    offered = ", ".join(f.media_type for f in _FORMATS)
    raise MediaTypeError(f"There is no representation for {accept!r}; ask for one of {offered}.")


def _graph(iri: str) -> list[Quad]:
    rows = knowledge().rows("graph-statements", graph=Iri(iri)).rows
    return [Quad(row["subject"], Iri(row["property"].value), row["value"], iri) for row in rows]


@lru_cache(maxsize=1)
def _shapes() -> list[Quad]:
    # The shapes belong to the program, not to the release in the store: the store need not hold them.
    return [quad for path in sorted(shapes_dir().glob("*.ttl")) for quad in read_turtle(path)]

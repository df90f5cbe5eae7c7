"""The diagrams say what the ontology says, on the site and in the documentation."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import RDFS, Graph, URIRef

from kg.namespaces import RC
from kg.resources import ontology_dir
from webapp.diagrams import DIAGRAMS, Diagram, Drawing, drawings

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "ontology.md"


@pytest.fixture(name="client")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture(scope="module", name="ontology")
def _ontology() -> Graph:
    graph = Graph()
    for path in ontology_dir().glob("*.ttl"):
        graph.parse(path)
    return graph


@pytest.fixture(scope="module", name="drawn")
def _drawn(ontology: Graph) -> dict[str, Drawing]:
    return {
        drawing.id: drawing for drawing in drawings(lambda iri: str(ontology.value(URIRef(iri), RDFS.label)))
    }


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda diagram: diagram.id)
def test_every_arrow_is_a_property_between_its_classes(diagram: Diagram, ontology: Graph) -> None:
    """Its domain, if it has one, and its range take in the classes that it joins."""
    astray = [
        (source, name, target)
        for source, name, target in diagram.arrows
        for end, side in ((source, RDFS.domain), (target, RDFS.range))
        for wanted in [ontology.value(URIRef(RC + name), side)]
        if side == RDFS.range or wanted
        if wanted not in set(ontology.transitive_objects(URIRef(RC + end), RDFS.subClassOf))
    ]

    assert astray == []


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda diagram: diagram.id)
def test_every_class_has_a_place_of_its_own_and_an_arrow(diagram: Diagram) -> None:
    """No two boxes lie on one another, and none stands apart."""
    ends = {end for source, _, target in diagram.arrows for end in (source, target)}

    assert [place for place, times in Counter(diagram.boxes.values()).items() if times > 1] == []
    assert ends == set(diagram.boxes)


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda diagram: diagram.id)
def test_no_name_stands_upon_another(diagram: Diagram, drawn: dict[str, Drawing]) -> None:
    """Names of arrows have room, and a name of a class fits its box; a letter is about seven units wide."""
    drawing = drawn[diagram.id]
    middles = [
        (
            arrow.label_x + (3.3 * len(arrow.name) if arrow.is_upright else 0),
            arrow.label_y,
            3.3 * len(arrow.name),
        )
        for arrow in drawing.arrows
    ]
    clashes = [
        (x, y)
        for n, (x, y, half) in enumerate(middles)
        for other_x, other_y, other_half in middles[n + 1 :]
        if abs(y - other_y) < 14 and abs(x - other_x) < half + other_half
    ]

    assert clashes == []
    assert [box.name for box in drawing.boxes if 7.5 * len(box.name) > drawing.box_width] == []
    assert [
        a.name for a in drawing.arrows if a.is_upright and a.label_x + 6.6 * len(a.name) > drawing.width
    ] == []


def test_the_page_shows_each_diagram_and_says_it_in_words(
    client: FlaskClient, drawn: dict[str, Drawing]
) -> None:
    """The drawing is hidden from screen readers; the list below it is not, and leads to each term."""
    page = client.get("/ontology/diagrams").text
    whole = client.get("/ontology").text
    figures = {
        found[1]: found[0]
        for found in re.finditer(r'<figure class="diagram" id="diagram-(\w+)">.*?</figure>', page, re.DOTALL)
    }

    assert set(drawn) == set(figures)
    for name, drawing in drawn.items():
        lines = re.findall(r"<li>(.*?)</li>", figures[name])
        words = [re.sub(r"<[^>]+>", "", line).removesuffix(" (by rule)") for line in lines]

        assert words == [f"{a.source.name} {a.name} {a.target.name}" for a in drawing.arrows]
        assert f'href="/ontology/diagrams#diagram-{name}"' in whole
        led = re.findall(r'href="/ontology#(\w+)"', figures[name])
        assert led
        assert all(f'id="{anchor}"' in whole for anchor in led)


def test_the_documentation_shows_the_same_diagrams(drawn: dict[str, Drawing]) -> None:
    """As Mermaid, which code hosts draw: copy what is missing from the failure of this test."""
    written = re.findall(r"```mermaid\n(.*?)```", DOCUMENTATION.read_text(encoding="utf-8"), re.DOTALL)

    assert [_as_mermaid(drawing) for drawing in drawn.values()] == written


def _as_mermaid(drawing: Drawing) -> str:
    boxes = [f"  {box.anchor}[{box.name}]" for box in drawing.boxes]
    arrows = [
        f"  {a.source.anchor} {'-.->' if a.is_derived else '-->'}|{a.name}| {a.target.anchor}"
        for a in drawing.arrows
    ]
    return "\n".join(["flowchart LR", *boxes, *arrows, ""])

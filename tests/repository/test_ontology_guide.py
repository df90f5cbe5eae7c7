"""`docs/ontology.md`: what it shows to those who use ontology and shapes, done as it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import rdflib
from rdflib import URIRef

from kg import rdf
from kg.namespaces import RC

if TYPE_CHECKING:
    from flask import Flask

    from kg.archive import Archive

# pySHACL uses names that rdflib has deprecated.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")]

GUIDE: Final = Path(__file__).parents[2] / "docs" / "ontology.md"


def test_an_integrator_validates_a_release_as_the_guide_says(
    archive: Archive, released_site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the shapes from the site and the Turtle of a release, by the four lines of docs/ontology.md."""
    latest = archive.all()[-1].release
    (tmp_path / "shapes.ttl").write_bytes(released_site.test_client().get("/shapes.ttl").data)
    union = rdflib.Graph().parse(data=rdf.ntriples(rdf.load_any(latest.nquads)), format="nt")
    union.serialize(tmp_path / "regcoop.ttl")
    code = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    found: dict[str, Any] = {}
    assert code

    exec(compile(code[1], "ontology.md", "exec"), found)  # noqa: S102

    assert found["conforms"], found["text"]
    # The same shapes refuse what is wrong.
    union.remove((None, URIRef(RC + "ratedCountry"), None))
    union.serialize(tmp_path / "regcoop.ttl")
    exec(compile(code[1], "ontology.md", "exec"), found)  # noqa: S102
    assert not found["conforms"]
    assert "Rating-ratedCountry" in found["text"]

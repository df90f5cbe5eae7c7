"""Answers on the command line, as a person reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import answers
from kg.store.embedded import open_embedded

if TYPE_CHECKING:
    from pathlib import Path


def test_a_table_names_things_by_class_and_key(graph_file: Path) -> None:
    """A whole IRI is cut off in a narrow column, and then all look alike."""
    text = "SELECT ?thing WHERE { VALUES ?thing { <https://w3id.org/regcoop/id/country/bgd> } }"

    written = answers.answer(open_embedded(graph_file), text, "table", terminal=True).decode()

    assert "country/bgd" in written
    assert "https://" not in written

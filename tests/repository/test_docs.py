"""The documentation is tested: what it names exists, and what it shows works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.store.embedded import open_embedded

_TOP = Path(__file__).resolve().parents[2]
_PAGES = sorted([*_TOP.glob("*.md"), *(_TOP / "docs").rglob("*.md")])
_ARCHITECTURE = (_TOP / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    """A path in backquotes that begins with one of our folders is a file or folder of the repository."""
    named = re.findall(r"`((?:kg|webapp|data|shapes|ontology|docs|tests|bench)/[\w./*-]*)`", page.read_text())
    missing = [path for path in named if not list(_TOP.glob(path.rstrip("/")))]

    assert [] == missing


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    """Relative links are followed from the page's own folder."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [] == [link for link in links if not (page.parent / link).exists()]


def test_every_function_on_the_way_of_a_fact_is_where_the_page_says() -> None:
    """Each step names a function or class and its file; both exist."""
    steps = re.findall(
        r"`([\w.]+)`(?: and `([\w.]+)`)? \(`((?:kg|webapp)/[\w/]+(?:\.py)?/?)`\)", _ARCHITECTURE
    )
    missing = [
        (name, path)
        for *names, path in steps
        for name in filter(None, names)
        if not _defines(_TOP / path, name.rpartition(".")[2])
    ]

    assert len(steps) >= 15
    assert [] == missing


def _defines(path: Path, name: str) -> bool:
    files = path.rglob("*.py") if path.is_dir() else [path]
    return any(re.search(rf"^\s*(?:def|class) {name}\b", file.read_text(), re.MULTILINE) for file in files)


def test_the_query_on_the_page_gives_the_fact(graph_file: Path) -> None:
    """Bangladesh is Mature in regional cooperation, by Table 6 of the presentation."""
    store = open_embedded(graph_file)
    queries = re.findall(r"```sparql\n(PREFIX.+?)```", _ARCHITECTURE, re.DOTALL)
    rows = store.select(queries[0]).rows

    assert [
        (
            "Mature",
            "Bali Process experiences in data exchange",
            "part 7 (Table 6), row 2 (Bangladesh), column 5 (Regional and international cooperation)",
        )
    ] == [(row["levelLabel"].value, row["documentLabel"].value, row["place"].value) for row in rows]

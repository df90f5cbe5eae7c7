"""What readers share is made before they come: in the background, and without harm where it fails."""

from __future__ import annotations

import gc
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.settings import Settings
from webapp.warming import warm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

_FIRST_PAGE = """
import sys
from pathlib import Path
from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.settings import Settings
site = create_app(Settings(open_embedded(Path(sys.argv[1]))))
assert site.test_client().get("/").status_code == 200
print(*sorted({"networkx", "rdflib", "openpyxl", "pyshacl", "weasyprint"} & set(sys.modules)))
"""


@pytest.fixture(name="cold")
def _cold(graph_file: Path) -> Iterator[Flask]:
    """A site of the small data that nobody has asked for anything."""
    yield create_app(Settings(open_embedded(graph_file)))
    gc.unfreeze()


def _refuse() -> str:
    message = "no such thing,\nand no other"
    raise RuntimeError(message)


@pytest.mark.slow
def test_what_pages_share_is_made_once_and_before_they_are_asked_for(cold: Flask) -> None:
    """Names, evidence, sets and indexes are there; they were not before."""
    shared = {"names", "places", "derived", "network", "sets", "glossary", "finder", "reach"}
    made = vars(cold.extensions["regcoop"])
    assert not shared & made.keys()

    warm(cold, pause=0)

    assert shared <= made.keys()


@pytest.mark.slow
def test_a_page_that_fails_is_logged_in_one_line(cold: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """The pages behind it are made ready all the same."""
    cold.add_url_rule("/a-broken-page", view_func=_refuse)

    warm(cold, pause=0)

    assert [record.getMessage() for record in caplog.records] == [
        "/a-broken-page could not be made ready: no such thing, and no other"
    ]
    assert "finder" in vars(cold.extensions["regcoop"])


@pytest.mark.slow
def test_the_first_page_waits_for_no_library_that_it_does_not_need(graph_file: Path) -> None:
    """What takes long to import is imported where it is used."""
    done = subprocess.run(
        [sys.executable, "-c", _FIRST_PAGE, graph_file], check=True, capture_output=True, text=True
    )

    assert done.stdout.strip() == ""

"""The page for integrators: each of its commands is answered by a site with releases."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from click.testing import CliRunner

from kg.cli import main

if TYPE_CHECKING:
    from flask import Flask

pytestmark = pytest.mark.slow

DOCS: Final = Path(__file__).parents[2] / "docs"
GUIDE: Final = (DOCS / "linked-data.md").read_text(encoding="utf-8")
COMMANDS: Final = [
    line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()
]
FETCHED: Final = [line for line in COMMANDS if line.startswith("curl ")]
OURS: Final = [line for line in COMMANDS if line.startswith("regcoop ")]
PAGES: Final = ["api", "changes", "identifiers", "ontology", "ontology-policy", "stability"]
MOST_LINES: Final = 120


def test_it_is_one_page_and_every_part_has_a_command() -> None:
    """Short enough to be read to its end."""
    parts = re.split(r"^## ", GUIDE, flags=re.MULTILINE)[1:]

    assert GUIDE.count("\n") <= MOST_LINES
    assert len(parts) > 9
    assert ["What stays"] == [part.splitlines()[0] for part in parts if "```sh" not in part]
    assert ["SITE=http://localhost:8000"] == [line for line in COMMANDS if line not in {*FETCHED, *OURS}]


@pytest.mark.parametrize("command", FETCHED)
def test_every_address_answers(released_site: Flask, command: str) -> None:
    """With data, where curl asks, and with nothing else than what it asks for."""
    words = shlex.split(command)
    headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
    path = words[-1].removeprefix("$SITE")
    answer = released_site.test_client().get(
        path, headers={"Accept": "*/*", **headers}, follow_redirects="L" in words[1]
    )

    assert (200, True) == (answer.status_code, bool(answer.data)), path
    assert answer.mimetype != "text/html"
    if wanted := headers.get("Accept-Profile"):
        assert wanted in answer.headers["Link"] + answer.headers["Content-Profile"]


@pytest.mark.parametrize("command", OURS)
def test_every_command_is_one_of_ours(command: str) -> None:
    """With the options that it shows."""
    words = shlex.split(command)[1:]
    told = CliRunner().invoke(main, [words[0], "--help"]).output

    assert f"{words[0]} [OPTIONS]" in told
    assert [] == [word for word in words if word.startswith("--") and word not in told]


@pytest.mark.parametrize("name", PAGES)
def test_the_other_pages_lead_here_and_it_leads_there(name: str) -> None:
    """Nobody has to guess that there is more."""
    assert f"]({name}.md" in GUIDE
    assert "linked-data.md" in (DOCS / f"{name}.md").read_text(encoding="utf-8")

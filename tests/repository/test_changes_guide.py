"""`docs/changes.md`: every block is run, in order, and prints what stands below it."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.served import listening

if TYPE_CHECKING:
    from flask import Flask

    from kg.archive import Archive
    from tests.conftest import Needs

pytestmark = pytest.mark.slow


def _run(code: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-ec", code],
        cwd=folder,
        env={**os.environ, "PATH": path, "no_proxy": "127.0.0.1,localhost"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _exec(code: str, variables: dict[str, object]) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, "changes.md", "exec"), variables)  # noqa: S102
    return out.getvalue()


def test_the_guide_shows_what_its_code_prints(
    released_site: Flask, archive: Archive, tmp_path: Path, needs: Needs
) -> None:
    """Against a site that is served, and the command that is installed."""
    needs(shutil.which("curl"), "curl is not installed", "install it, on Debian by `apt-get install curl`")
    home = archive.all()[0].release.directory.parent
    guide = (Path(__file__).resolve().parents[2] / "docs" / "changes.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(sh|python)\n(.*?)```(?:\n\n```text\n(.*?)```)?", guide, re.DOTALL)
    variables: dict[str, object] = {}
    assert len(blocks) == 4
    with listening(released_site) as address:
        for language, shown, expected in blocks:
            code = shown.replace("http://localhost:8000", address).replace("ARCHIVE", str(home))
            told = _run(code, tmp_path) if language == "sh" else _exec(code, variables)
            assert told == expected

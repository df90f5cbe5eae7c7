"""
Which address a page uses for each script and style sheet.

Built assets stand in ``static/dist`` with a manifest and with names that change with their content.
Without them, or when their sources have changed since, pages link to the sources in ``frontend/src``: the
site then works the same and lacks only its own typefaces and the smaller files.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from webapp import frontend

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("site.css", "site.js", "theme.js", "mark.svg")
EDITOR = ("workbench.js", "editor.css")
"""The editor of one page: it is made of packages, so without a build there is none and no address."""

BUILT_FOLDER = Path(__file__).resolve().parent / "static" / "dist"
BUILT_URL = "/static/dist/"
SOURCE_URL = "/static/src/"

_REMEDY = "install again with the npm registry in reach, `pip install -v .` shows what the build says"
_log = logging.getLogger(__name__)


class AssetError(KgError):
    """A template asks for an asset that does not exist."""

    def __init__(self, name: str) -> None:
        """Name the asset and those that there are."""
        self.name = name
        known = ", ".join((*NAMES, *EDITOR))
        super().__init__(f"There is no asset {name!r}; ask for one of {known}.")


@dataclass(frozen=True, slots=True)
class Assets:
    """
    The addresses of all assets, fixed at start.

    `addresses` maps each of `NAMES` and `EDITOR` to an absolute path on this site; `problem` is a sentence
    that says why the sources are used and what to do, or None when the built assets are.
    """

    addresses: Mapping[str, str]
    problem: str | None

    @property
    def built(self) -> bool:
        """Tell whether the built assets are used."""
        return self.problem is None

    def url(self, name: str) -> str:
        """
        Give the address of one of `NAMES` or `EDITOR`, for the template global ``asset``.

        Raises:
            AssetError: `name` is none of these.
        """
        try:
            return self.addresses[name]
        except KeyError:
            raise AssetError(name) from None


def source_folder() -> Path:
    """Give the folder that the application serves under `SOURCE_URL` while `Assets.built` is false."""
    return frontend.FOLDER / "src"


def load_assets(built: Path = BUILT_FOLDER, sources: Path = frontend.FOLDER) -> Assets:
    """
    Read the manifest of the built assets; log once, as a warning, when the sources have to do.

    Args:
        built: folder with ``manifest.json`` and the files that it lists.
        sources: folder of the sources, the one that holds ``package.json``.
    """
    problem = _problem(built, sources)
    if problem is None:
        files = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["files"]
        return Assets({name: f"{BUILT_URL}{files[name]}" for name in (*NAMES, *EDITOR)}, None)
    _log.warning("%s", problem)
    return Assets({name: f"{SOURCE_URL}{name}" for name in NAMES} | dict.fromkeys(EDITOR, ""), problem)


def _problem(built: Path, sources: Path) -> str | None:
    """Say what keeps the built assets from being used, or None when nothing does."""
    manifest = built / "manifest.json"
    if not manifest.is_file():
        return f"The built assets are missing, pages use the plain sources: {_REMEDY}."
    content = json.loads(manifest.read_text(encoding="utf-8"))
    if content["stamp"] != frontend.stamp(sources):
        return f"The built assets are older than their sources, pages use the plain sources: {_REMEDY}."
    absent = [name for name in (*NAMES, *EDITOR) if not (built / content["files"].get(name, "")).is_file()]
    if absent:
        return f"The built assets lack {', '.join(absent)}, pages use the plain sources: {_REMEDY}."
    return None

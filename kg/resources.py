"""Find ontology, shapes, tables and the place of the release, in a checkout or in an installed wheel."""

from __future__ import annotations

import os
from importlib import metadata
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


def in_checkout() -> bool:
    """Say whether the package runs from a checkout of the repository."""
    return (_CHECKOUT / "data" / "datapackage.json").is_file() and (_CHECKOUT / "pyproject.toml").is_file()


def _root() -> Path:
    return _CHECKOUT if in_checkout() else _PACKAGE / "_resources"


def ontology_dir() -> Path:
    """Return the folder of the ontology's Turtle files."""
    return _root() / "ontology"


def shapes_dir() -> Path:
    """Return the folder of the SHACL shapes."""
    return _root() / "shapes"


def data_dir() -> Path:
    """Return the folder of `datapackage.json` and `tables/`: `REGCOOP_DATA` if set, else our own."""
    if named := os.environ.get("REGCOOP_DATA"):
        return Path(named)
    return _root() / "data"


def package_dir() -> Path:
    """Return the folder of this package, which holds the mapping and the rules."""
    return _PACKAGE


def queries_dir() -> Path:
    """Return the folder of the stored queries."""
    return _PACKAGE / "queries"


def release_dir() -> Path:
    """
    Return where a release is kept unless the user names another place.

    `REGCOOP_RELEASE` if set, `build/release` in a checkout, else the user's cache folder, by version.
    """
    if named := os.environ.get("REGCOOP_RELEASE"):
        return Path(named)
    if in_checkout():
        return _CHECKOUT / "build" / "release"
    # Imported here: a checkout never needs it.
    from platformdirs import user_cache_path  # noqa: PLC0415

    return user_cache_path("regcoop") / version() / "release"


def archive_dir() -> Path:
    """
    Return where published releases stand unless the user names another place.

    `REGCOOP_ARCHIVE` if set, `build/archive` in a checkout, else the user's data folder, which is not cleared
    as a cache is.
    """
    if named := os.environ.get("REGCOOP_ARCHIVE"):
        return Path(named)
    if in_checkout():
        return _CHECKOUT / "build" / "archive"
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path("regcoop") / "archive"


def shelf_file() -> Path:
    """
    Return where shared queries are kept unless the user names another place.

    `REGCOOP_SHELF` if set, else the user's data folder, which is not cleared as a cache is.
    """
    if named := os.environ.get("REGCOOP_SHELF"):
        return Path(named)
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path("regcoop") / "shelf.sqlite"


def version() -> str:
    """Return the version of the project, which is also the version of the data that it carries."""
    return metadata.version("regcoop")

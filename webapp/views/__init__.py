"""The views: every module of this package that answers requests has a blueprint named `bp`."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Blueprint


def blueprints() -> Iterator[Blueprint]:
    """Return the blueprints of all views, in the order of the names of their modules."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        view = importlib.import_module(f"{__name__}.{module.name}")
        if hasattr(view, "bp"):
            yield view.bp

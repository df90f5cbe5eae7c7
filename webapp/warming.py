"""What is made once for all readers, made before they ask: names, tables, indexes and templates."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Final

from webapp.kinds import KINDS
from webapp.knowledge import Knowledge
from webapp.pages.workbench.measures import measure_all
from webapp.pages.workbench.terms import terms_json
from webapp.urls import path_of, short_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

_PAUSE: Final = 2.0
"""How long to wait after each page, in times of what it took: readers who come meanwhile go first."""


def warm(app: Flask, pause: float = _PAUSE) -> None:
    """
    Ask for one page of each type, so that what pages share is there when a reader comes.

    Meant for a thread of its own.  A page that fails is logged in one line, and harms nothing: its readers
    are told then.

    Args:
        app: The site.
        pause: How long to wait after each page, in times of what it took.
    """
    for path in _paths(app):
        start = time.monotonic()
        try:
            with app.test_request_context(path, headers={"Accept": "text/html"}):
                app.preprocess_request()
                app.make_response(app.dispatch_request())
        except Exception as error:  # noqa: BLE001  (nobody asked for the page: whatever it is, it can wait)
            app.logger.warning("%s could not be made ready: %s", path, " ".join(str(error).split()))
        time.sleep(pause * (time.monotonic() - start))
    if isinstance(knowledge := app.extensions["regcoop"], Knowledge):
        with app.app_context():
            knowledge.kept(terms_json)
            measure_all(knowledge, pause)
    # What there is now stays as long as the process: to look through it for garbage would cost readers time.
    gc.freeze()


def _paths(app: Flask) -> Iterator[str]:
    """Go through every address without a variable part, and one thing of each kind."""
    fixed = (str(rule.rule) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    whole = (path for path in fixed if "<" not in path and path not in _ASKING)
    yield from sorted(path for path in whole if not path.endswith(_FILES) and path not in _DATA)
    knowledge = app.extensions["regcoop"]
    if isinstance(knowledge, Knowledge):
        yield from _things(knowledge)


_FILES: Final = (".json", "/suggest", "z")
"""Ends of addresses that give no page: data, and whether the site is well."""
_DATA: Final = frozenset(
    {
        "/api/v1/lists",
        "/api/v1/schemas",
        "/api/v1/search",
        "/changes/stream",
        "/context/v1.jsonld",
        "/r/latest/",
    }
)
"""Addresses without such an end that give data, or lead on."""
_ASKING: Final = frozenset({"/cite", "/sparql/evidence", "/sparql/why"})
"""Addresses that are of something that a reader names, and a mistake without it."""


def _things(knowledge: Knowledge) -> Iterator[str]:
    for kind in KINDS.values():
        if first := next(iter(knowledge.names.things(kind)), None):
            yield path_of(first)
            if kind.segment in {"country", "process", "domain"}:
                yield f"/briefing/{short_key(first)}"
                yield f"/network?of={short_key(first)}"

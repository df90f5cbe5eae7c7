"""How templates are filled: strictly, and with one name, `page`, beside what every page shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from flask import render_template, request
from jinja2 import StrictUndefined

from kg.errors import StoreError
from kg.namespaces import thing
from webapp import descriptions
from webapp.assets import SOURCE_URL, load_assets, source_folder
from webapp.knowledge import Release, knowledge
from webapp.marks import Marks, in_order, marker, markers
from webapp.urls import changes_path, cite_path

if TYPE_CHECKING:
    from flask import Flask, Response

    from webapp.glossary import Entry

_LONGEST_CITED: Final = 1_000
_INDENTED: Final = re.compile(r"(<(pre|textarea)\b.*?</\2>)|\n\s+(?=<)", re.DOTALL)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def init_app(app: Flask) -> None:
    """Give the templates of `app` their globals; serve the assets' sources where no built ones are."""
    assets = load_assets()
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals["asset"] = assets.url
    app.jinja_env.globals["state_words"] = _state_words
    app.jinja_env.globals["term_of"] = _term_of
    app.jinja_env.globals["cite_path"] = cite_path
    app.jinja_env.globals["dataset_record"] = descriptions.dataset_record
    app.jinja_env.globals["release_record"] = descriptions.release_record
    app.jinja_env.globals["thing_record"] = descriptions.thing_record
    app.jinja_env.globals["changes_path"] = changes_path
    app.jinja_env.globals["cite_here"] = _cite_here
    app.jinja_env.globals["marker"] = marker
    app.jinja_env.globals["evidence_markers"] = markers
    marks = Marks(_state_words)
    app.jinja_env.globals["fact_value"] = marks.value
    app.jinja_env.globals["table_cell"] = marks.cell
    app.jinja_env.globals["table_rows"] = marks.rows
    app.context_processor(_site)
    if not assets.built:
        app.add_url_rule(f"{SOURCE_URL}<path:name>", "source_asset", _source_asset)


def render(template: str, page: object) -> str:
    """
    Fill `template` with `page`, the one name that it may use.

    Signs that HTML cannot hold come in by the address alone, where a page says what was asked for; each
    becomes a replacement character.
    """
    filled = thinned(in_order(render_template(template, page=page)))
    return _CONTROL.sub("\ufffd", filled) if _CONTROL.search(unquote(request.full_path)) else filled


def thinned(html: str) -> str:
    """Return a page without what only indents its tags: a thirtieth of a long one; code keeps its lines."""
    return _INDENTED.sub(lambda found: found[1] or "\n", html)


def _site() -> dict[str, Release]:
    try:
        release = knowledge().release
    except StoreError:
        # The page that says that the store does not answer has to be filled, too.
        return {}
    return {"site": release} if release else {}


def _cite_here() -> str:
    """Return where it is told how to cite the page that is asked for; empty where its address is too long."""
    here = request.full_path.rstrip("?")
    return cite_path(here) if len(here) <= _LONGEST_CITED else ""


def _state_words(key: str) -> str:
    return knowledge().names.label(thing("coverage-state", key))


def _term_of(path: str | None) -> Entry | None:
    """Return what the glossary says of the term whose name leads to `path`; without one it is not asked."""
    return knowledge().glossary.of(path) if path else None


def _source_asset(name: str) -> Response | Any:  # noqa: ANN401  (what Flask sends back has no closer type)
    from flask import send_from_directory  # noqa: PLC0415

    return send_from_directory(source_folder(), name)

"""The changes as a Linked Data Event Stream: a first page that grows, and pages that stay as they are."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from kg.changes.stream import SIZE, STREAM_PREFIXES, Page, page, root
from kg.rdf_output import serialise
from webapp.asked import asked_for
from webapp.citing import public
from webapp.negotiation import JSON_LD, N_QUADS, N_TRIPLES, TRIG, TURTLE
from webapp.pages.changes.asking import PATH
from webapp.representations import alternates, respond, validator
from webapp.validity import Validity
from webapp.views.changes import known_editions, records

if TYPE_CHECKING:
    from kg.changes.editions import Edition
    from kg.rdf_output import Quad
    from webapp.negotiation import Format

bp = Blueprint("change_stream", __name__)

_PATH: Final = f"{PATH}/stream"
_FORMATS: Final = (TURTLE, TRIG, JSON_LD, N_TRIPLES, N_QUADS)
_MOST_DIGITS: Final = 6


@bp.get(_PATH)
@bp.get(f"{_PATH}.<suffix>")
def stream(suffix: str = "") -> Response:
    """Say what the stream is, and where its pages are."""
    firsts = [(new, public(f"{_PATH}/{new.name}/1")) for _, new in _published()]
    answer = _answer(root(public(_PATH), firsts), _PATH, asked_for(_FORMATS, suffix), is_frozen=False)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get(f"{_PATH}/<version>/<name>")
def members(version: str, name: str) -> Response:
    """Give a page of members, those of one release; it never changes."""
    number, _, suffix = name.partition(".")
    form = asked_for(_FORMATS, suffix)
    found = next(((old, new) for old, new in _published() if new.name == version), None)
    if found is None or not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        raise _nothing(version, name)
    changes = records().between(*found).changes
    place = int(number)
    pages = max(1, -(-len(changes) // SIZE))
    if not 1 <= place <= pages or number != str(place):
        raise _nothing(version, name)
    path = f"{_PATH}/{version}/{number}"
    onward = public(f"{_PATH}/{version}/{place + 1}") if place < pages else ""
    day = found[1].issued
    if day is None:
        raise _nothing(version, name)
    shown = Page(public(path), changes[SIZE * (place - 1) : SIZE * place], day, onward)
    return _answer(page(shown), path, form, is_frozen=True)


def _published() -> list[tuple[Edition, Edition]]:
    """Return the pairs of published releases that follow each other; what may still change is no member."""
    return list(pairwise([each for each in known_editions() if each.issued]))


def _answer(quads: list[Quad], path: str, form: Format, *, is_frozen: bool) -> Response:
    body = serialise(quads, form.media_type, STREAM_PREFIXES)
    # Of two formats of one address the bytes may be the same.
    known = Validity(validator(form.media_type, body))
    links = alternates(path, _FORMATS, form.media_type)
    return respond(body, form.media_type, links, is_frozen=is_frozen, known=known)


def _nothing(version: str, name: str) -> NotFound:
    return NotFound(f"The stream has no page {version[:40]}/{name[:40]}; {_PATH} leads to those it has.")

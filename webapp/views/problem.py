"""The kinds of problems under the IRIs that stand in answers: what each means, and what to do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from kg.errors import MediaTypeError
from kg.namespaces import CONTEXT, PROBLEM
from webapp.negotiation import HTML, JSON, JSON_LD, best
from webapp.problem_types import PROBLEM_TYPES, ProblemType
from webapp.rendering import render
from webapp.representations import respond

bp = Blueprint("problem", __name__)

_OFFERED = (HTML.media_type, JSON.media_type, JSON_LD.media_type)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """All that `problem.html` may use: the kinds to show, one or all; `one` is the title of the only one."""

    one: str
    iri: str
    items: tuple[ProblemType, ...]


@bp.get("/problem")
def all_kinds() -> Response:
    """Show all kinds of problems."""
    kinds = tuple(PROBLEM_TYPES.values())
    if (media_type := _media_type()) == HTML.media_type:
        page = ProblemPage("", PROBLEM.rstrip("/"), kinds)
        return respond(render("problem.html", page), HTML.media_type)
    body = {"@context": CONTEXT, "total": len(kinds), "rows": [_told(kind) for kind in kinds]}
    return respond(_written(body), media_type)


@bp.get("/problem/<name>")
def one_kind(name: str) -> Response:
    """Show one kind of problem."""
    kind = PROBLEM_TYPES.get(name)
    if kind is None:
        raise NotFound(f"There is no kind of problem {name[:_SHOWN]!r}; /problem lists all.")
    if (media_type := _media_type()) == HTML.media_type:
        return respond(render("problem.html", ProblemPage(kind.title, kind.iri, (kind,))), HTML.media_type)
    return respond(_written({"@context": CONTEXT, **_told(kind)}), media_type)


def _media_type() -> str:
    accept = request.headers.get("Accept")
    media_type = best(accept, _OFFERED)
    if media_type is None:
        raise MediaTypeError(
            f"There is no representation for {accept!r}; ask for one of {', '.join(_OFFERED)}."
        )
    return media_type


def _told(kind: ProblemType) -> dict[str, Any]:
    return {
        "iri": kind.iri,
        "title": kind.title,
        "status": kind.status.value,
        "meaning": kind.meaning,
        "advice": kind.advice,
        "members": [{"name": name, "meaning": text} for name, text in kind.members],
    }


def _written(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, indent=1)

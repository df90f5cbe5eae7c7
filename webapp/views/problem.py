"""The kinds of problems under the IRIs that stand in answers: what each means, and what to do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from kg.namespaces import CONTEXT, PROBLEM
from webapp.asked import asked_for
from webapp.negotiation import HTML, JSON, JSON_LD
from webapp.problem_types import PROBLEM_TYPES, ProblemType
from webapp.rendering import render
from webapp.representations import respond

bp = Blueprint("problem", __name__)

_FORMATS = (HTML, JSON, JSON_LD)
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
    if (form := asked_for(_FORMATS)) is HTML:
        page = ProblemPage("", PROBLEM.rstrip("/"), kinds)
        return respond(render("problem.html", page), HTML.media_type)
    body = {"@context": CONTEXT, "total": len(kinds), "rows": [_told(kind) for kind in kinds]}
    return respond(_written(body), form.media_type)


@bp.get("/problem/<name>")
def one_kind(name: str) -> Response:
    """Show one kind of problem."""
    kind = PROBLEM_TYPES.get(name)
    if kind is None:
        raise NotFound(f"There is no kind of problem {name[:_SHOWN]!r}; /problem lists all.")
    if (form := asked_for(_FORMATS)) is HTML:
        return respond(render("problem.html", ProblemPage(kind.title, kind.iri, (kind,))), HTML.media_type)
    return respond(_written({"@context": CONTEXT, **_told(kind)}), form.media_type)


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

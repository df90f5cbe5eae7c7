"""Views and answers of queries as files: pictures, tables with names, workbooks, packages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from kg.errors import QueryError
from kg.exports.labelled import BOTH, tsv_bytes
from kg.namespaces import LICENCE
from kg.store.bounded import PREVIEW_ROWS
from kg.store.protocol import Form
from webapp.citing import public
from webapp.knowledge import knowledge
from webapp.negotiation import CSV, TSV
from webapp.pages.results import package
from webapp.pages.results.choice import LABELS, asked_view
from webapp.pages.results.files import SUFFIXES, view_file
from webapp.representations import respond
from webapp.sparql_protocol import read_operation
from webapp.strangers import admit
from webapp.tabular import XLSX_TYPE

if TYPE_CHECKING:
    from kg.store.bounded import Preview
    from kg.store.protocol import DatasetChoice
    from webapp.sparql_protocol import Operation

bp = Blueprint("results", __name__)

_ZIP: Final = "application/zip"
_ANSWER_TYPES: Final = {"xlsx": XLSX_TYPE, "csv": CSV.media_type, "tsv": TSV.media_type, "zip": _ZIP}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query with its answer: the rows, all of them where there are not too many."""

    query: str
    dataset: DatasetChoice
    preview: Preview


@bp.route("/sparql/view.<suffix>", methods=["GET", "POST"])
def view(suffix: str) -> Response:
    """Give a view of an answer as a file: `view` and its options are those of the workbench."""
    media_type = _known(suffix, SUFFIXES)
    operation = read_operation(request)
    # A picture shows what the page shows; a table has all rows.
    asked = _ask(operation, PREVIEW_ROWS if suffix == "svg" else package.MOST_ROWS)
    if suffix != "svg":
        package.check_rows(asked.preview)
    name, body = view_file(knowledge(), asked.preview, asked.query, asked_view(request.values), suffix)
    return respond(body, media_type, filename=f"{name}.{suffix}")


@bp.route("/sparql/answer.<suffix>", methods=["GET", "POST"])
def answer(suffix: str) -> Response:
    """Give all rows of an answer with the names of things, or a package with the query and the licence."""
    media_type = _known(suffix, _ANSWER_TYPES)
    # Before any other parameter is asked for: what is posted can be read once.
    operation = read_operation(request)
    labels = request.values.get("labels") or BOTH
    if labels not in LABELS:
        raise QueryError(f"Names cannot be given as {labels[:40]!r}; labels is iri, text or both.")
    asked = _ask(operation, package.MOST_ROWS)
    body = _body(asked, suffix, labels)
    return respond(body, media_type, filename=f"answer.{suffix}")


def _body(asked: _Asked, suffix: str, labels: str) -> bytes:
    if suffix == "zip":
        return package.package(knowledge(), asked.preview, asked.query, asked.dataset, public("/sparql"))
    sheet = package.sheet(knowledge(), asked.preview, asked.query, labels)
    if suffix == "csv":
        return sheet.csv()
    if suffix == "tsv":
        return tsv_bytes(sheet)
    package.check_cells(sheet)
    release = knowledge().release
    about = {
        "release": release.release if release else None,
        "licence": LICENCE,
        "endpoint": public("/sparql"),
    }
    return sheet.xlsx(about)


def _known(suffix: str, types: dict[str, str]) -> str:
    if suffix not in types:
        shown = re.sub(r"\W", "", suffix)[:20]
        raise NotFound(f"There is no format .{shown} here; take one of .{', .'.join(types)}.")
    return types[suffix]


def _ask(operation: Operation, most: int) -> _Asked:
    """Run a query; `most` is how many rows of its answer to take."""
    query = operation.query
    if query is None or not query.strip():
        raise QueryError("The parameter 'query' is missing; send a SELECT query in it.")
    form = admit(query, operation.dataset)
    if form is not Form.SELECT:
        raise QueryError(
            f"A file of rows needs a SELECT query, not {form}; take a format of the endpoint itself."
        )
    preview = knowledge().strangers.preview(query, operation.dataset, most)
    return _Asked(query, operation.dataset, preview)

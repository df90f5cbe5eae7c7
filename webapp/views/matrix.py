"""The matrices, and the lists behind their numbers, as pages and as files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from webapp.knowledge import knowledge
from webapp.pages.matrices.cell_list import cell_list, cell_sheet
from webapp.pages.matrices.choice import choice_of
from webapp.pages.matrices.countries import country_matrix
from webapp.pages.matrices.domains import domain_matrix
from webapp.pages.matrices.grid import sheet_of
from webapp.pages.matrices.processes import process_matrix
from webapp.rendering import render
from webapp.tabular import file_of, refuse

if TYPE_CHECKING:
    from flask import Response

    from webapp.knowledge import Knowledge
    from webapp.pages.matrices.choice import Choice
    from webapp.pages.matrices.page import MatrixPage

bp = Blueprint("matrix", __name__)


class _Matrix(Protocol):
    def __call__(self, knowledge: Knowledge, choice: Choice, *, is_whole: bool = False) -> MatrixPage: ...


_MATRICES: Final[dict[str, _Matrix]] = {
    "domains": domain_matrix,
    "processes": process_matrix,
    "countries": country_matrix,
}
_KNOWN: Final = {
    "domains": ("process", "region", "role", "mode"),
    "processes": ("process", "region", "country", "role", "mode"),
    "countries": ("process", "region", "role", "mode"),
}


@bp.get("/matrix")
def matrix() -> str:
    """Show which modes of collaboration are recorded for which domain."""
    return _page("domains")


@bp.get("/matrix.<suffix>")
def matrix_file(suffix: str) -> Response:
    """Give the same as a file."""
    return _file("domains", suffix)


@bp.get("/matrix/<name>")
def other_matrix(name: str) -> str:
    """Show processes or countries by domain."""
    return _page(name)


@bp.get("/matrix/<name>.<suffix>")
def other_matrix_file(name: str, suffix: str) -> Response:
    """Give the same as a file."""
    return _file(name, suffix)


@bp.get("/matrix/initiatives")
def initiatives() -> str:
    """List the initiatives that a number of a matrix counts."""
    return render("cell_list.html", cell_list(knowledge(), choice_of(knowledge(), request.args)))


@bp.get("/matrix/initiatives.<suffix>")
def initiatives_file(suffix: str) -> Response:
    """Give the same as a file."""
    choice = choice_of(knowledge(), request.args)
    refuse(choice.unknown)
    return file_of(cell_sheet(knowledge(), choice), suffix, "initiatives")


def _made(name: str, *, is_whole: bool = False) -> MatrixPage:
    if name not in _MATRICES:
        raise NotFound("There are matrices of domains, of processes and of countries.")
    choice = choice_of(knowledge(), request.args, _KNOWN[name])
    return _MATRICES[name](knowledge(), choice, is_whole=is_whole)


def _page(name: str) -> str:
    return render("matrix.html", _made(name))


def _file(name: str, suffix: str) -> Response:
    page = _made(name, is_whole=True)
    refuse(page.unknown)
    notes = (*filter(None, [page.caution]), *page.notes)
    title = replace(page.grid, caption=f"{page.title}. {page.grid.caption}")
    return file_of(sheet_of(title, knowledge().names, notes), suffix, f"matrix-{name}")

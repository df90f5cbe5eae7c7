"""The rows of a page as files: the same filter in CSV, JSON and XLSX, by the suffix of the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request
from werkzeug.exceptions import NotFound

from kg.namespaces import LICENCE
from webapp.citing import public
from webapp.knowledge import knowledge
from webapp.negotiation import CSV, JSON
from webapp.representations import respond

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response

    from kg.exports.sheets import Sheet

XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_SAID: Final = 5
SUFFIXES: Final = ("csv", "json", "xlsx")


def refuse(sentences: Sequence[str]) -> None:
    """
    Answer 404 to a request for a file whose choice names what is not there; the page says the same above.

    A file has no place for a sentence that is seen, and other rows would be taken for those asked for.

    Args:
        sentences: What the page says of the choice; none if all of it is there.
    """
    if sentences:
        raise NotFound(" ".join(sentences[:_MOST_SAID]))


def file_of(sheet: Sheet, suffix: str, stem: str, **about: object) -> Response:
    """
    Answer with the rows of a page in the format of `suffix`.

    Args:
        sheet: The rows.
        suffix: One of `SUFFIXES`; any other is not found (404).
        stem: The name of the file, without suffix.
        about: What else the JSON and the workbook say of the rows, such as the filters.
    """
    if suffix not in SUFFIXES:
        raise NotFound(f"There is no format .{suffix[:20]} here; take .csv, .json or .xlsx.")
    filename = f"{stem}.{suffix}"
    if suffix == "csv":
        return respond(sheet.csv(), CSV.media_type, filename=filename)
    release = knowledge().release
    about = {
        "address": public(request.full_path.rstrip("?")),
        "release": release.release if release else None,
        "licence": LICENCE,
        **about,
    }
    if suffix == "json":
        return respond(sheet.json(about), JSON.media_type)
    return respond(sheet.xlsx(about), XLSX_TYPE, filename=filename)

"""
Reads a query file: a header of `#+ ` lines in TOML, then a query that is valid as it stands.

The header has `summary`, and may have `answers` (ids of competency questions), a table `params` with a table
for each parameter (`type`, `class`, `doc`, `optional`), and a table `columns` (variable = meaning).  Files of
the folder `checks` have `rule` and `fix`, and need no `summary`.  A query or a parameter that is going to be
taken away has the days `deprecated` and `sunset`; a query may name its `successor`.
"""

from __future__ import annotations

import tomllib
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from kg.catalogue.parameters import TYPES, Parameter, ParameterLine, parameter_line
from kg.catalogue.query import Query
from kg.errors import ParameterError, QueryFileError, QuerySyntaxError
from kg.store.syntax import Kind, query_form, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CHECKS: Final = "checks"
"""The folder of the queries that must find nothing."""

_MARK: Final = "#+"
_HEADER: Final[dict[str, type]] = {
    "summary": str,
    "answers": list,
    "params": dict,
    "columns": dict,
    "rule": str,
    "fix": str,
    "deprecated": str,
    "sunset": str,
    "successor": str,
}
_PARAMETER: Final[dict[str, type]] = {
    "type": str,
    "class": str,
    "doc": str,
    "optional": bool,
    "deprecated": str,
    "sunset": str,
}


_DAYS: Final = frozenset({"deprecated", "sunset"})


def read_query(path: Path) -> Query:
    """
    Read one query file; its name and its folder become those of the query.

    Raises:
        QueryFileError: the header or the lines of the parameters do not keep to the rules.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    header_lines = list(takewhile(lambda line: line.startswith(_MARK), lines))
    text = "\n".join(lines[len(header_lines) :]).strip("\n") + "\n"
    header = _header(path, [line.removeprefix(_MARK) for line in header_lines])
    if any(line.startswith(_MARK) for line in text.split("\n")):
        raise QueryFileError(path, f"a line with {_MARK!r} stands below the header")
    try:
        form = query_form(text)
        variables = {token.text[1:] for token in tokens(text) if token.kind is Kind.VARIABLE}
    except QuerySyntaxError as error:
        raise QueryFileError(path, str(error).removesuffix(".")) from error
    columns = header.get("columns", {})
    if strange := [name for name in columns if name not in variables]:
        raise QueryFileError(path, f"the column {strange[0]!r} is no variable of the query")
    return Query(
        name=path.stem,
        folder=path.parent.name,
        summary=header.get("summary") or header["rule"],
        answers=tuple(header.get("answers", ())),
        params=_parameters(path, header.get("params", {}), text),
        columns=columns,
        text=text,
        form=form,
        rule=header.get("rule", ""),
        fix=header.get("fix", ""),
        deprecated=header.get("deprecated", ""),
        sunset=header.get("sunset", ""),
        successor=header.get("successor", ""),
    )


def _header(path: Path, lines: list[str]) -> dict[str, Any]:
    try:
        header = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        raise QueryFileError(path, f"its header is no TOML: {error}") from error
    _check_keys(path, "the header", header, _HEADER)
    for key in ("rule", "fix") if path.parent.name == CHECKS else ("summary",):
        if not header.get(key):
            raise QueryFileError(path, f"its header lacks {key!r}")
    _check_keys(path, "'columns'", header.get("columns", {}), dict.fromkeys(header.get("columns", {}), str))
    return header


def _check_keys(path: Path, where: str, given: Mapping[str, object], known: Mapping[str, type]) -> None:
    for key, value in given.items():
        if key not in known:
            raise QueryFileError(path, f"{where} has {key!r}, which is none of {', '.join(known)}")
        if not isinstance(value, known[key]):
            raise QueryFileError(path, f"{key!r} in {where} is to be a {known[key].__name__}")
        if key in _DAYS and not _is_day(value):
            raise QueryFileError(path, f"{key!r} in {where} is to be a day such as '2027-01-31'")


def _is_day(value: object) -> bool:
    try:
        return date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        return False


def _parameters(path: Path, declared: Mapping[str, Any], text: str) -> tuple[Parameter, ...]:
    found: dict[str, list[ParameterLine]] = {}
    for line in text.split("\n"):
        if (made := parameter_line(line)) is not None:
            found.setdefault(made.name, []).append(made)
    params: list[Parameter] = []
    for name, about in declared.items():
        if not isinstance(about, dict):
            raise QueryFileError(path, f'the parameter {name!r} is to be written {{ type = "iri", ... }}')
        _check_keys(path, f"the parameter {name!r}", about, _PARAMETER)
        places = found.get(name, [])
        if len(places) != 1:
            raise QueryFileError(
                path,
                f"the parameter {name!r} is to stand in one line of the form VALUES ?{name} {{ <example> }} "
                f"or BIND(<example> AS ?{name}), not in {len(places)}",
            )
        if about.get("type") not in TYPES:
            raise QueryFileError(path, f"the type of the parameter {name!r} is none of {', '.join(TYPES)}")
        param = Parameter(
            name,
            about["type"],
            about.get("class", ""),
            about.get("doc", ""),
            about.get("optional", False),
            places[0].example,
            about.get("deprecated", ""),
            about.get("sunset", ""),
        )
        try:
            param.check(param.example)
        except ParameterError as error:
            raise QueryFileError(path, str(error).removesuffix(".")) from error
        params.append(param)
    return tuple(params)

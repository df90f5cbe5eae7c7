"""The values of a stored query in a text that its reader may have changed: read from it, put back into it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.catalogue.parameters import parameter_line
from kg.errors import ParameterError
from webapp.pages.workbench.fields import Field, field_of, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.catalogue import Query
    from kg.catalogue.parameters import ParameterLine

_LEFT_OUT: Final = "# "
"""What stands before the line of a parameter that is left out: it can be taken in again."""

_LINE_END: Final = re.compile(r"\r?\n")
"""Forms send CR LF; what else some take for the end of a line may stand in a string."""

_COMMENT: Final = re.compile(r"\s*#\s*")


def value_fields(query: Query, text: str) -> tuple[Field, ...]:
    """
    Return the fields of the form of `query`, filled with the values that stand in `text`.

    A parameter of which `text` has no line any more has no field: there is no place for its value.
    """
    params = {param.name: param for param in query.params}
    values: dict[str, str] = {}
    for line in _LINE_END.split(text.rstrip("\r\n")):
        found = _line(line)
        param = params.get(found.name) if found else None
        if found and param:
            is_left_out = line.lstrip().startswith("#")
            values[param.name] = "" if is_left_out else written(param, found.example)
    return tuple(field_of(param, values[param.name]) for param in query.params if param.name in values)


def filled(query: Query, text: str, given: Mapping[str, str]) -> str:
    r"""
    Put values into the lines of the parameters of `query` that stand in `text`; all else stays as it is.

    Args:
        query: The stored query that `text` was made from.
        text: What its reader made of it.
        given: The values by the names of the parameters, as a user writes them.  What is empty or absent is
            left out: the line of an optional parameter becomes a comment.

    Raises:
        ParameterError: A value is missing or not of its type, or `text` has no line for it.
    """
    terms = query.terms({name: value for name, value in given.items() if value})
    params = {param.name: param for param in query.params}
    lines, seen = [], set()
    for line in _LINE_END.split(text.rstrip("\r\n")):
        found = _line(line)
        param = params.get(found.name) if found else None
        if found is None or param is None:
            lines.append(line)
            continue
        seen.add(param.name)
        if term := terms.get(param.name):
            lines.append(found.with_term(term))
        elif param.is_optional:
            lines.append(line if line.lstrip().startswith("#") else _LEFT_OUT + line)
        else:
            raise ParameterError(f"The value of {param.name!r} is missing; choose {param.doc or 'one'}.")
    for name in terms:
        if name not in seen:
            raise ParameterError(
                f"The query has no line VALUES ?{name} {{ … }} any more, so there is no place for the value "
                f"of {name!r}; write that line into it, or load the example anew."
            )
    return "\n".join(lines) + "\n"


def _line(line: str) -> ParameterLine | None:
    """Read the line of a parameter, also of one that is left out."""
    mark = _COMMENT.match(line)
    return parameter_line(line[mark.end() :] if mark else line)

"""A stored query, and how values take the place of the examples in its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.catalogue.parameters import Parameter, parameter_line
from kg.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.store.syntax import Form
    from kg.terms import Term


@dataclass(frozen=True, slots=True)
class Query:
    """
    A stored query.

    `text` is without the header; `columns` says what each variable of the answer means.  `rule` and `fix`
    are of the folder `checks`: what the query finds breaks the rule, and `fix` says what to do.
    """

    name: str
    folder: str
    summary: str
    answers: tuple[str, ...]
    params: tuple[Parameter, ...]
    columns: dict[str, str]
    text: str
    form: Form
    rule: str = ""
    fix: str = ""
    deprecated: str = ""
    sunset: str = ""
    successor: str = ""

    def example(self) -> dict[str, Term]:
        """Return the terms that stand in the file."""
        return {param.name: param.example for param in self.params}

    def terms(self, texts: Mapping[str, str]) -> dict[str, Term]:
        """
        Read a user's texts as terms, each by the type of its parameter.

        Raises:
            ParameterError: a parameter is unknown, or a text is not of its type.
        """
        self._check_names(texts)
        return {param.name: param.term(texts[param.name]) for param in self.params if param.name in texts}

    def bind(self, values: Mapping[str, Term]) -> str:
        """
        Return the query with `values` in place of the examples, without the lines of optional ones not given.

        Raises:
            ParameterError: a value is missing, unknown or of the wrong type.
        """
        self._check_names(values)
        params = {param.name: param for param in self.params}
        lines: list[str] = []
        for line in self.text.split("\n"):
            found = parameter_line(line)
            param = params.get(found.name) if found else None
            if found is None or param is None:
                lines.append(line)
            elif (value := values.get(param.name)) is not None:
                param.check(value)
                lines.append(found.with_term(value))
            elif not param.is_optional:
                hint = param.doc or f"such as {param.example}"
                raise ParameterError(
                    f"The query {self.name!r} needs the parameter {param.name!r}: {hint}.", param.name
                )
        return "\n".join(lines)

    def bind_each(self, name: str, values: Sequence[Term]) -> str:
        """
        Return the query with one or more values in the place of the example of its parameter `name`.

        For a query of one parameter, which stands in a line of VALUES; errors as in `bind`.
        """
        text = self.bind({name: values[0]})
        param = next(param for param in self.params if param.name == name)
        lines = text.split("\n")
        place = next(n for n, line in enumerate(lines) if (f := parameter_line(line)) and f.name == name)
        found = parameter_line(lines[place])
        for value in values:
            param.check(value)
        if found is not None:
            lines[place] = found.with_terms(values)
        return "\n".join(lines)

    def _check_names(self, given: Mapping[str, object]) -> None:
        names = [param.name for param in self.params]
        for name in given:
            if name not in names:
                known = f"its parameters are {', '.join(names)}" if names else "it has none"
                raise ParameterError(
                    f"The query {self.name!r} has no parameter {name!r}; {known}.", name, names
                )

"""The parameters of a stored query as fields of a form: lists to choose from, or fields that offer names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import ID
from kg.terms import Iri
from webapp.kinds import SOUGHT, kind_named
from webapp.knowledge import knowledge
from webapp.pages.options import Option

if TYPE_CHECKING:
    from kg.catalogue import Parameter
    from kg.terms import Term

MAX_OPTIONS: Final = 250
"""How many things a list offers at most; of more, names are offered while one is typed."""

_ANY: Final = ("country", "process", "organization", "domain", "initiative", "meeting", "document")
"""The kinds whose names are offered where a parameter takes any thing."""

_INPUTS: Final = {"integer": "number", "date": "date"}


@dataclass(frozen=True, slots=True)
class Field:
    """
    One field of the form of a query.

    `options` are to choose from; without any, the value is typed into an input of type `input`, which offers
    the names of things of the kinds `suggest` where that is not empty, and takes the key of one, or as `fill`
    says its path.  `shown` is the name of the thing that the value names.
    """

    name: str
    doc: str
    value: str
    example: str
    is_optional: bool
    input: str
    options: tuple[Option, ...]
    suggest: str = ""
    fill: str = "key"
    shown: str = ""

    @property
    def label(self) -> str:
        """What stands above the field."""
        words = self.doc or self.name
        return words[:1].upper() + words[1:] + (" (may be left out)" if self.is_optional else "")

    @property
    def hint(self) -> str:
        """What stands under the label of a field that is typed into."""
        if self.shown:
            return f"Now {self.shown}. Write another name and choose, or write a key"
        named = "Write a name and choose, or write a key: for" if self.suggest else "For"
        return f"{named} example {self.example}"


def written(param: Parameter, term: Term) -> str:
    """Return a value as a user writes it: the key of a thing of the parameter's class, else the text."""
    return str(term).removeprefix(f"{ID}{param.kind}/" if param.kind else ID)


def field_of(param: Parameter, value: str) -> Field:
    """Make the field of a parameter, with `value`, as a user writes it, in it."""
    options = _options(param, value)
    suggest = "" if options else _suggested(param)
    names = knowledge().names
    base = f"{ID}{param.kind}/" if param.kind else ID
    iri = value if value.startswith(ID) else base + value
    return Field(
        name=param.name,
        doc=param.doc,
        value=value,
        example=written(param, param.example),
        is_optional=param.is_optional,
        input=_INPUTS.get(param.type, "text"),
        options=options,
        suggest=suggest,
        fill="key" if param.kind else "path",
        shown=names.label(iri) if suggest and names.has_label(iri) else "",
    )


def _suggested(param: Parameter) -> str:
    """Return the kinds whose names a field offers: that of its parameter, or some for any thing."""
    if param.type != "iri" or not str(param.example).startswith(ID):
        return ""
    if not param.kind:
        return " ".join(_ANY)
    has_names = param.kind in SOUGHT and bool(knowledge().names.things(kind_named(param.kind)))
    return param.kind if has_names else ""


def _options(param: Parameter, value: str) -> tuple[Option, ...]:
    """Return what a parameter can be, by name: the things of its class unless they are too many."""
    if param.type == "boolean":
        return (Option("true", "yes"), Option("false", "no"))
    if not param.kind:
        return ()
    names = knowledge().names
    things = names.things(kind_named(param.kind))
    if not things or len(things) > MAX_OPTIONS:
        return ()
    offered = sorted((names.label(iri), written(param, Iri(iri))) for iri in things)
    known = tuple(Option(key, f"{label} ({key})") for label, key in offered)
    none = (Option("", "any"),) if param.is_optional else ()
    # A value that no thing has, such as a whole IRI, stays as it was written.
    other = (Option(value, value),) if value and value not in {key for _, key in offered} else ()
    return (*none, *known, *other)

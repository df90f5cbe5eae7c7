"""Terms as a query writes them, and which known ones are near to one that nobody knows."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RDF_TYPE
from kg.spelling import closest
from kg.store.syntax import Kind, tokens
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.terms import Term

_AT_MOST: Final = 2
_STRING: Final = re.compile(
    r"(?P<quote>'''|\"\"\"|'|\")(?P<text>.*)(?P=quote)(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<type>.+))?",
    re.DOTALL,
)
_ESCAPES: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def _no_things(_: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Known:
    """
    What the graph uses: IRIs of properties and of classes, each with its name.

    `near_things` finds the IRIs of things that are written much like one that there is not.
    """

    properties: Mapping[str, str]
    classes: Mapping[str, str]
    near_things: Callable[[str], Sequence[str]] = field(default=_no_things)


class Names:
    """The prefixes that a query declares, and the terms that it writes with them."""

    def __init__(self, prologue: str) -> None:
        """Read the prologue of a query."""
        self.prefixes: dict[str, str] = {}
        prefix = ""
        for token in tokens(prologue):
            if token.kind is Kind.PNAME:
                prefix = token.text
            elif token.kind is Kind.IRI and prefix:
                self.prefixes[prefix] = token.text[1:-1]
                prefix = ""

    def term(self, text: str) -> Term | None:  # noqa: PLR0911  (one case a way to write a term)
        """Return the term that is written so; None for a variable."""
        if text.startswith("?"):
            return None
        if text == "a":
            return Iri(RDF_TYPE)
        if text.startswith("<"):
            return Iri(text[1:-1])
        if match := _STRING.fullmatch(text):
            value = re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), match["text"])
            datatype = self.term(match["type"]) if match["type"] else None
            return Literal(value, datatype.value if datatype else None, match["language"])
        if text[0] in "+-.0123456789":
            kind = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
            return Literal(text, PREFIXES["xsd"] + kind)
        if text.lower() in {"true", "false"}:
            return Literal(text.lower(), PREFIXES["xsd"] + "boolean")
        prefix, _, local = text.partition(":")
        return Iri(self.prefixes.get(prefix + ":", prefix + ":") + re.sub(r"\\(.)", r"\1", local))

    def shown(self, iri: str) -> str:
        """Return how the query may write an IRI: by a prefix that it declares, else in full."""
        fitting = [item for item in self.prefixes.items() if item[1] and iri.startswith(item[1])]
        for prefix, base in sorted(fitting, key=lambda item: -len(item[1])):
            if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]*", local := iri[len(base) :]):
                return prefix + local
        return f"<{iri}>"


def split(iri: str) -> tuple[str, str]:
    """Return the namespace of an IRI, with its `#` or `/`, and its local name."""
    place = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:place], iri[place:]


def near(iri: str, known: Mapping[str, str]) -> list[str]:
    """
    Return the known IRIs that may be meant by one that is not known, the likeliest first.

    The same local name in another namespace comes first, then the same name as the label, then what is
    spelled much like it.
    """
    local = split(iri)[1].casefold()
    words = _words(split(iri)[1])
    same = [other for other in known if split(other)[1].casefold() == local]
    named = [other for other, label in known.items() if _words(label) == words]
    spelled = {split(other)[1].casefold(): other for other in known}
    alike = [spelled[found] for found in closest(local, spelled, _AT_MOST)]
    return list(dict.fromkeys((*_by_namespace(iri, same), *named, *alike)))[:_AT_MOST]


def _by_namespace(iri: str, found: Iterable[str]) -> list[str]:
    """Sort IRIs by how much of their namespaces is as in `iri`."""
    base = split(iri)[0]
    return sorted(found, key=lambda other: -difflib.SequenceMatcher(None, base, split(other)[0]).ratio())


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z]+|[0-9]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", text).lower()))


def variants(iri: str) -> list[str]:
    """Return how else the same address is often written: the other scheme, a slash more or less."""
    other = iri.replace("http://", "https://", 1) if iri.startswith("http://") else ""
    other = iri.replace("https://", "http://", 1) if iri.startswith("https://") else other
    ends = [iri.rstrip("/") if iri.endswith("/") else iri + "/"]
    ends += [iri.replace("#", "/", 1)] if "#" in iri else []
    base, local = split(iri)
    ends += [base[:-1] + "#" + local] if base.endswith("/") and local else []
    return [made for made in (other, *ends, iri.lower()) if made and made != iri]

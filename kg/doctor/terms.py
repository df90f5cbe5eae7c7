"""Which known terms are near to one that nobody knows."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.spelling import closest, mistyped
from kg.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.terms import Term


_AT_MOST: Final = 2
_LONG: Final = 6
_OFF_AT_MOST: Final = 2


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
    return list(dict.fromkeys((*_by_namespace(iri, same), *named, *_by_namespace(iri, alike))))[:_AT_MOST]


def near_texts(literal: Literal, among: Iterable[Term]) -> list[Literal]:
    """
    Return the texts that may be meant by one that is not among them: a letter or two off, or a blank.

    Numbers, dates and codes are not mistyped but others: only words are compared.
    """
    wanted = _plain(literal.value)
    if not wanted or not re.fullmatch(r"[^\W\d_]+(?:[\W_]+[^\W\d_]+)*", wanted):
        return []
    texts = {_plain(term.value): term for term in among if isinstance(term, Literal)}
    if wanted in texts:
        return [texts[wanted]]
    most = 1 if len(wanted) < _LONG else _OFF_AT_MOST
    return [texts[found] for found in mistyped(wanted, texts, most)][:_AT_MOST]


def alike_in_length(literal: Literal, variable: str) -> str:
    """Return a filter for the texts that `near_texts` may find, so that not all are fetched."""
    length = len(_plain(literal.value))
    return f"FILTER (isLITERAL({variable}) && ABS(STRLEN(STR({variable})) - {length}) <= {_OFF_AT_MOST})"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


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

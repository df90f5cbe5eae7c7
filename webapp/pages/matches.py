"""What a search found, as it is shown: the name, the part that matched, the kind, and the reason."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.folding import words
from kg.hits import Grade
from kg.namespaces import PREFIXES, RC, thing
from kg.search import SHORTEST_INSIDE
from webapp.names import kind_of
from webapp.pages.subject import capitalised
from webapp.urls import key_of, path_of, short_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.folding import Word
    from kg.hits import Hit, Name
    from webapp.names import Names

_PARTS_OF_FRAMEWORKS: Final = {"domain", "indicator", "subindicator", "option", "level"}
_LANGUAGES: Final = {
    "ar": "Arabic",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "ru": "Russian",
    "zh": "Chinese",
}
_BY: Final = {
    PREFIXES["skos"] + "altLabel": "other name",
    PREFIXES["skos"] + "notation": "code",
    RC + "acronym": "acronym",
    RC + "printedLabel": "printed name",
    RC + "shortName": "short name",
    RC + "resolutionNumber": "number",
}
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a name: whether it is what matched."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Found:
    """
    One result.

    `parts` are the name shown, `title` in one. `why` says how it was found where the name shown does not
    tell, and `name` is the name meant by it, in `language`, where that is not the one shown.
    """

    iri: str
    href: str
    key: str
    title: str
    parts: tuple[Part, ...]
    kind: str
    why: str | None = None
    name: tuple[Part, ...] = ()
    language: str = ""
    text: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return what a program may read of it; `matched` is the name that was found, in parts."""
        named = "".join(part.text for part in self.name)
        return {
            "name": self.title,
            "kind": self.kind,
            "href": self.href,
            "iri": self.iri,
            "key": self.key,
            "why": f"{self.why}: {named}" if named else self.why,
            "language": self.language or None,
            "matched": [[part.text, part.is_match] for part in self.name or self.parts],
        }


def found(hit: Hit, names: Names) -> Found:
    """Return a hit as it is shown."""
    title = names.label(hit.thing)
    parts = marked(hit.name.text, hit.pieces)
    is_shown = hit.name.text == title
    return Found(
        hit.thing,
        path_of(hit.thing),
        key_of(hit.thing),
        title,
        parts if is_shown else (Part(title, is_match=False),),
        _kind(hit.thing, names),
        _why(hit, is_shown=is_shown),
        () if is_shown else parts,
        "" if is_shown else hit.name.language,
    )


def marked(text: str, pieces: Iterable[str]) -> tuple[Part, ...]:
    """
    Part a name into what matched and what did not.

    Args:
        text: The name.
        pieces: Folded beginnings or insides of words, or words side by side; as in `Hit`.
    """
    held = words(text)
    parts: list[Part] = []
    end = 0
    for begin, stop in _merged(span for piece in pieces for span in _spans(held, piece.split())):
        after = stop
        while after < len(text) and unicodedata.combining(text[after]):
            after += 1
        if begin > end:
            parts.append(Part(text[end:begin], is_match=False))
        parts.append(Part(text[begin:after], is_match=True))
        end = after
    return (*parts, Part(text[end:], is_match=False)) if end < len(text) else tuple(parts)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that touch as one."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _spans(held: Sequence[Word], piece: Sequence[str]) -> list[tuple[int, int]]:
    """Return from where to where the words of a piece stand side by side, the last one perhaps only begun."""
    *whole, last = piece
    is_inside = len(last) >= SHORTEST_INSIDE or not any(word.text.startswith(last) for word in held)
    spans = []
    for place in range(len(held) - len(whole)):
        word = held[place + len(whole)]
        begin = word.text.find(last) if is_inside or word.text.startswith(last) else -1
        before = held[place : place + len(whole)]
        if begin < 0 or [w.text for w in before] != list(whole) or (whole and begin):
            continue
        first = before[0].places[0] if before else word.places[begin]
        spans.append((first, word.places[begin + len(last) - 1] + 1))
    return spans


def off(letters: int) -> str:
    """Say how many letters something is off."""
    number = _NUMBERS[letters] if letters < len(_NUMBERS) else str(letters)
    return f"{number} letter{'' if letters == 1 else 's'} off"


def _why(hit: Hit, *, is_shown: bool) -> str | None:
    by = f"Found by its {_called(hit.name)}"
    if hit.grade != Grade.TYPO:
        return None if is_shown else by
    if not is_shown:
        return f"{by}, {off(hit.letters)}"
    return f"Found as {_and(_written(hit))}, {off(hit.letters)}"


def _written(hit: Hit) -> list[str]:
    """Return the words of the name that are not as asked, as the name writes them."""
    text = hit.name.text
    written = {word.text: text[word.places[0] : word.places[-1] + 1] for word in words(text)}
    return [f"“{written.get(word, word)}”" for word in hit.respelled]


def _and(texts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1])))


def _called(name: Name) -> str:
    """Say what kind of name it is: "acronym", "Arabic name", "other French name"."""
    called = _BY.get(name.property, "name")
    language = _LANGUAGES.get(name.language, "")
    if not language or (called != "name" and name.language == "en"):
        return called
    return f"{called.removesuffix('name')}{language} name" if called.endswith("name") else called


def _kind(iri: str, names: Names) -> str:
    """Return what a thing is, and of which framework: domains of two frameworks may have one name."""
    kind = capitalised(kind_of(iri).one)
    framework = thing("framework", short_key(iri).partition("/")[2].partition("/")[0])
    is_part = framework != iri and names.has_label(framework) and kind_of(iri).segment in _PARTS_OF_FRAMEWORKS
    return f"{kind}, {names.short(framework)}" if is_part else kind

"""Read the presentation at ESCAP of 3 February 2017 from its text: what it prints, by place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import TranscriptError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACES = {
    "process": r"\A\s*(?P<text>.+?)\s*\n\s*Promoting",
    "title": r"\nPromoting .+\n+(?P<text>.+)\n+Presentation at",
    "meeting, place": r"Presentation at (?P<text>\w+) ",
    "meeting, date": r"Presentation at \w+ (?P<text>.+)",
    "author": r"Presentation at .+\n+(?P<text>.+)",
    "count of member states": r"- (?P<text>\d+) Member States",
    "practical focus, where": r"- Practical cooperation .*? in (?P<text>.+)",
    "target, code": r"- (?P<text>[\d.]+\d)\. \*",
    "target, title": r"- [\d.]+\d\. \*(?P<text>.+?)\*+\s*$",
    "target, emphasised words": r"\*\*(?P<text>[^*]+)\*\*\*",
    "target, analysis": r"to target [\d.]+ \(focused on (?P<text>\w+) analysis\)",
    "trafficking target, analysis": r"trafficking target \(focused on (?P<text>\w+) analysis\)",
    "resolution, body": r"legitimacy from (?P<text>.+?) res\.",
    "resolution, number": r"res\. (?P<text>\d+)",
    "resolution, year": r"res\. \d+ \((?P<text>\d{4})\)",
    "study, title": r"\n(?P<text>.+?) The \d{4} Migration Governance Index",
    "framework, name": r"The (?P<text>\d{4} Migration Governance Index)",
    "framework, made by": r"A study by (?P<text>.+)",
    "indicator, domain": r"\n(?P<text>.+)\n+Indicator\tRationale",
    "indicator, number": r"\n(?P<text>[\d.]+) .+?\t",
    "indicator, title": r"\n[\d.]+ (?P<text>.+?)\t",
}

_TABLE = "Table 6: Key findings"
_DOMAINS = r"Global policy questions: domains (?P<text>\d \W \d) gets legitimacy"


def printed(document: str) -> dict[str, str]:
    """
    Read the presentation.

    Returns:
        What is printed, by place, in the order of the document: names and words as they stand, and `yes` or
        `no` where only the presence of something can be compared, since the tables use our own words.

    Raises:
        TranscriptError: The text lacks a place, so it is not this document.
    """
    found = {place: _one(document, place, pattern) for place, pattern in _PLACES.items()}
    for part in (_purposes, _beside, _policy_questions, _uses, _commissioner, _subindicators, _table, _modes):
        found.update(part(document))
    return found


def _one(document: str, place: str, pattern: str) -> str:
    match = re.search(pattern, document, re.MULTILINE | re.DOTALL if place == "process" else re.MULTILINE)
    if match is None:
        raise TranscriptError(f"The text has no place {place!r}; give the text of the presentation itself.")
    return " ".join(match["text"].replace("*", "").split())


def _purposes(document: str) -> Iterator[tuple[str, str]]:
    listed = _one(document, "purposes", r"^Promoting (?P<text>.+)$")
    for number, purpose in enumerate(re.split(r", | and ", listed), start=1):
        yield f"purpose {number}", purpose


def _beside(document: str) -> Iterator[tuple[str, str]]:
    listed = _one(document, "organizations", r"Member States .+?, also (?P<text>.+)")
    for name in re.split(r", | and ", listed):
        yield f"beside the member states, {name}", name


def _policy_questions(document: str) -> Iterator[tuple[str, str]]:
    for number in _numbers(document):
        yield f"policy question {number}, legitimacy", number


def _numbers(document: str) -> list[str]:
    first, _, last = _one(document, "policy questions", _DOMAINS).split(" ")
    return [str(number) for number in range(int(first), int(last) + 1)]


def _uses(document: str) -> Iterator[tuple[str, str]]:
    pattern = r"legitimacy from .+\n- (?P<text>.+)\n"
    yield "use of the policy questions 1", _one(document, "uses", pattern).lower()
    pattern = r"legitimacy from .+\n- .+\n- (?P<text>.+)\n"
    yield "use of the policy questions 2", _one(document, "uses", pattern).lower()


def _commissioner(document: str) -> Iterator[tuple[str, str]]:
    after = _one(
        document, "commissioned by", r"Commissioned by\s*\n(?P<text>(?:.*\n)+?)Institutional capacity"
    )
    yield "framework, commissioned by", after or "not-stated"


def _subindicators(document: str) -> Iterator[tuple[str, str]]:
    for letter, title, rest in re.findall(
        r"<p>\((\w)\) (.+?)</p>(.+?)(?=<p>\(\w\) |$)", document, re.MULTILINE
    ):
        place = f"sub-indicator ({letter})"
        yield f"{place}, title", title
        options = re.search(r"\[(.+)\]", rest)
        if options is None:
            raise TranscriptError(
                f"The text has no options at {place!r}; give the text of the presentation itself."
            )
        for number, option in enumerate(_outside_brackets(options[1]), start=1):
            name, bracket, _ = option.partition(" (")
            yield f"{place}, option {number}", name
            yield f"{place}, option {number}, has a condition", "yes" if bracket else "no"


def _outside_brackets(text: str) -> list[str]:
    """Split at the slashes that stand outside brackets."""
    return re.split(r" / (?![^(]*\))", text)


def _table(document: str) -> Iterator[tuple[str, str]]:
    heading, _, rest = document.partition(_TABLE)
    if not rest:
        raise TranscriptError(
            f"The text has no heading {_TABLE!r} after {heading[-20:]!r}; give the whole text."
        )
    yield "table, title", _TABLE
    lines = [line.split("\t") for line in rest.splitlines() if "\t" in line]
    if not lines:
        raise TranscriptError(f"The text has no rows under {_TABLE!r}; give the whole text.")
    header = [name.strip() for name in lines[0][1:]]
    for column, name in enumerate(header, start=1):
        yield f"Table 6, header, column {column}", name
    for row in lines[1:]:
        country, *levels = (cell.strip() for cell in row)
        if len(levels) != len(header):
            raise TranscriptError(
                f"The row {country} under {_TABLE!r} has {len(levels)} cells and the header {len(header)}; "
                "give the text as it was."
            )
        yield f"Table 6, row {country}, header", country
        for column, (name, level) in enumerate(zip(header, levels, strict=True), start=1):
            yield f"Table 6, row {country}, column {column} ({name})", level


def _modes(document: str) -> Iterator[tuple[str, str]]:
    slides = re.findall(r"Modes of collaboration\s+Domain (\d): (.+)\n((?:\s*-.+\n?)+)", document)
    if not slides:
        raise TranscriptError("The text has no slide 'Modes of collaboration'; give the whole text.")
    for number, title, listed in slides:
        yield f"domain {number}, title", title.strip()
        yield f"domain {number}, initiatives", "recorded"
        items = re.findall(r"-(.+)", listed)
        for position, item in enumerate(map(str.strip, items), start=1):
            place = f"domain {number}, item {position}"
            yield place, item
            # A phrase that ends in a conjunction is cut off.
            yield f"{place}, is cut off", "true" if item.endswith(" and") else "false"
    shown = {number for number, _, _ in slides}
    for number in _numbers(document):
        if number not in shown:
            yield f"domain {number}, initiatives", "not-stated"

"""A network of an answer: two columns of IRIs are the ends of links, drawn as on the site's networks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.networks.things import KINDS, kind
from kg.terms import Iri
from webapp.kinds import KINDS as NAMED_KINDS
from webapp.pages.networks.drawing import Thing, drawing
from webapp.pages.results.answers import Made
from webapp.pages.results.pictures import Picture, path, words
from webapp.pages.sentences import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.terms import Term
    from webapp.pages.networks.drawing import Drawing
    from webapp.pages.results.answers import Answer
    from webapp.pages.results.choice import Choice
    from webapp.pages.results.columns import Column
    from webapp.pages.results.pictures import Shape

CAP: Final = 80
"""How many things a picture holds; with more of them their names would run into each other."""

_LINES: Final = 600
_NONE: Final = "none"
_OTHER: Final = "other"
_LEGEND_LINE: Final = 22

SHAPES: Final[dict[str, tuple[str, str]]] = {
    "process": ("full", '<rect x="-5" y="-5" width="10" height="10"/>'),
    "country": ("full", '<circle r="5"/>'),
    "organization": ("full", '<path d="M0-6 6 5H-6Z"/>'),
    "domain": ("full", '<path d="M0-7 7 0 0 7-7 0Z"/>'),
    "initiative": ("hollow", '<circle r="4.5"/>'),
    "theme": ("hollow", '<path d="M0-6.5 6.5 0 0 6.5-6.5 0Z"/>'),
    "body": ("hollow", '<rect x="-4.5" y="-4.5" width="9" height="9"/>'),
    "mode": ("hollow", '<path d="M0-6 6 5H-6Z"/>'),
    "framework": ("full", '<path d="M-3-6H3L6 0 3 6H-3L-6 0Z"/>'),
    "region": ("hollow", '<circle r="5.5"/>'),
    "resolution": ("full", '<path d="M-6-5H6L0 6Z"/>'),
    "target": ("hollow", '<path d="M-6-5H6L0 6Z"/>'),
    "indicator": ("hollow", '<path d="M-3-6H3L6 0 3 6H-3L-6 0Z"/>'),
    "subcategory": ("full", '<rect x="-6" y="-3" width="12" height="6"/>'),
    "subindicator": ("hollow", '<rect x="-6" y="-3" width="12" height="6"/>'),
    "document": ("hollow", '<rect x="-3.5" y="-5.5" width="7" height="11"/>'),
    "meeting": ("open", '<path d="M-5-5 5 5M-5 5 5-5"/>'),
    _OTHER: ("full", '<circle r="3"/>'),
}
"""The shapes of the kinds of things, those of the site's networks; a look and an element around 0."""


def why_not(columns: Mapping[str, Column]) -> str:
    """Say why the answer is no network; empty if it is one."""
    if sum(column.is_iri for column in columns.values()) > 1:
        return ""
    return "A network needs two columns of IRIs, which are the ends of its links."


def made(answer: Answer, choice: Choice) -> Made | str:
    """Return the network, or the sentence that refuses it."""
    start, end, link = _columns(answer, choice)
    if start == end:
        return f"The two ends of a link are two columns; both are ?{start} here."
    if missing := [name for name in (start, end) if not answer.columns[name].iris]:
        return f"The column ?{missing[0]} holds no IRIs, so it is no end of links."
    found = links(answer, start, end, link)
    things = list(dict.fromkeys(iri for one, other, _ in found for iri in (one, other)))
    shown = set(things[:CAP])
    drawn = [(one, other) for one, other, _ in found if one in shown and other in shown][:_LINES]
    notes = []
    if len(things) > CAP:
        more = "table and files have more."
        notes.append(f"The picture has room for the first {CAP} of {counted(len(things), 'thing')}; {more}")
    titled = f"Links from ?{start} to ?{end}"
    heads = (f"?{start}", *([f"?{link}"] if link != _NONE else []), f"?{end}")
    rows = tuple((Iri(one), *([term] if link != _NONE else []), Iri(other)) for one, other, term in found)
    picture = (_picture(answer, titled, things[:CAP], drawn),) if things else ()
    return Made(titled, heads, rows, {"from": start, "to": end, "link": link}, picture, tuple(notes))


def _columns(answer: Answer, choice: Choice) -> tuple[str, str, str]:
    """Return the columns of the ends and of the link: those asked for, else the first of things."""
    found = [column for column in answer.columns.values() if column.is_iri]
    found.sort(key=lambda column: (not column.things, column.distinct == 1 and len(found) > 2))  # noqa: PLR2004
    start, end = choice.columns.get("from"), choice.columns.get("to")
    names = [column.name for column in found if column.name not in {start, end}]
    start = start or names.pop(0)
    end = end if end and end != _NONE else (names or [start])[0]
    return start, end, choice.columns.get("link", _NONE)


def links(answer: Answer, start: str, end: str, link: str) -> list[tuple[str, str, Term | None]]:
    """Return the links of an answer, each once, with what stands in the column of the link."""
    found: dict[tuple[str, str, Term | None], None] = {}
    for row in answer.rows:
        one, other = row.get(start), row.get(end)
        if isinstance(one, Iri) and isinstance(other, Iri):
            found[one.value, other.value, row.get(link)] = None
    return list(found)


def _picture(answer: Answer, title: str, things: list[str], drawn: list[tuple[str, str]]) -> Picture:
    pairs = [(one, other) for one, other in dict.fromkeys(drawn) if one != other]
    ends = Counter(iri for pair in pairs for iri in pair)
    # What all links meet stands in the middle.
    middle = next((iri for iri in things if pairs and ends[iri] == len(pairs) > 1), None)
    ring = sorted((iri for iri in things if iri != middle), key=_place)
    rings = [[_thing(answer, iri) for iri in found] for found in ([middle] if middle else [], ring) if found]
    used = sorted({_shape(iri) for iri in things}, key=lambda shape: list(SHAPES).index(shape))
    legend = [(shape, NAMED_KINDS[shape].one if shape in NAMED_KINDS else "other thing") for shape in used]
    made = drawing(rings, [(one, other, "") for one, other in pairs], (("", ""),), legend)
    counts = f"{counted(len(things), 'thing')} on a ring, {counted(len(pairs), 'line')} between them."
    description = f"{counts} The table has every link."
    high = made.size + len(legend) * _LEGEND_LINE
    return Picture(title, description, made.size, high, (*_shapes(made), *_legend(made)))


def _place(iri: str) -> int:
    return KINDS.index(kind(iri)) if kind(iri) in KINDS else len(KINDS)


def _shape(iri: str) -> str:
    return kind(iri) if kind(iri) in SHAPES else _OTHER


def _thing(answer: Answer, iri: str) -> Thing:
    label = answer.text(Iri(iri))
    return Thing(iri, " ".join(label.split()), "", label, _shape(iri), _shape(iri))


def _shapes(made: Drawing) -> Iterator[Shape]:
    for lines in made.lines:
        yield path("link", lines.path)
    for dot in sorted(made.dots, key=lambda dot: SHAPES[dot.thing.shape][0]):
        yield _placed(dot.thing.shape, dot.x, dot.y)
    for dot in made.dots:
        if dot.is_centre:
            yield words("name", dot.x, dot.y + 20, dot.label, anchor="middle")
            continue
        # Turned around the dot, then moved away from it along the line.
        x, anchor = (-11, "end") if dot.is_left else (11, "")
        element = words("name", x, 0, dot.label, anchor=anchor)[1]
        turn = f"rotate({dot.turn})" if dot.turn else ""
        yield "name", element.replace("<text", f'<text transform="translate({dot.x} {dot.y}){turn}"', 1)


def _placed(shape: str, x: int, y: int) -> Shape:
    look, element = SHAPES[shape]
    return look, f'{element[:-2]} transform="translate({x} {y})"/>'


def _legend(made: Drawing) -> Iterator[Shape]:
    entries = list(enumerate(made.shapes))
    for at, (shape, _) in entries:
        yield _placed(shape, 10, made.size + at * _LEGEND_LINE + 8)
    for at, (_, said) in entries:
        yield words("note", 26, made.size + at * _LEGEND_LINE + 12, said)

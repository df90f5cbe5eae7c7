"""A map of an answer: a tile for each country that it names, placed as on the tile map of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import ID
from kg.terms import Iri, Literal
from webapp.names import kind_of
from webapp.pages.results.answers import Made
from webapp.pages.results.pictures import Picture, cut, path, words
from webapp.pages.sentences import counted
from webapp.pages.tiles.layout import blocks, narrowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.terms import Term
    from webapp.pages.results.answers import Answer
    from webapp.pages.results.choice import Choice
    from webapp.pages.results.columns import Column
    from webapp.pages.results.pictures import Shape
    from webapp.pages.tiles.layout import Block, Plot

_WIDE, _HIGH = 66, 53
_EDGE, _INDENT, _FIRST, _LINE = 2, 9, 21, 13
_LETTERS: Final = 11
_IN_FIGURES: Final = 4
_COUNT: Final = "none"
_COUNTRY: Final = "country"
_NAMED: Final = 90
"""Up to how many tiles have the names of their countries; where there are more, they have the codes alone."""
_TEXTS: Final = 8
"""How many texts of one country a table names."""

NO_BORDERS: Final = (
    "Tiles stand by region and name. Their order and place say nothing of borders, size or status, and a "
    "country without a tile is one that the answer does not name."
)


def why_not(columns: Mapping[str, Column]) -> str:
    """Say why the answer cannot be put on a map; empty if it can."""
    if any(column.countries for column in columns.values()):
        return ""
    return f"A map needs a column of countries: IRIs that begin with {ID}{_COUNTRY}/."


def made(answer: Answer, choice: Choice) -> Made | str:
    """Return the map, or the sentence that refuses it; words and numbers stand on tiles, without colour."""
    columns = answer.columns
    country = choice.columns.get("country") or max(columns.values(), key=lambda c: c.countries).name
    if not columns[country].countries:
        return f"The column ?{country} holds no countries."
    value = choice.columns.get("value") or _default_value(columns, country)
    said: dict[str, list[Term | None]] = {}
    others = 0
    for row in answer.rows:
        term = row.get(country)
        if isinstance(term, Iri) and kind_of(term.value).segment == _COUNTRY:
            said.setdefault(term.value, []).append(row.get(value))
        else:
            others += 1
    drawn = [narrowed(block, said) for block in blocks(answer.knowledge)]
    drawn = [block for block in drawn if block.plots]
    placed = [plot.country for block in drawn for plot in block.plots]
    notes = tuple(_left_out(others, len(said.keys() - set(placed)), country))
    what = "how many rows name each" if value == _COUNT else f"?{value} of each"
    titled = f"Countries in ?{country}: {what}"
    return Made(
        titled,
        (f"?{country}", "Rows" if value == _COUNT else f"?{value}"),
        tuple((Iri(iri), _told(said[iri], value)) for iri in dict.fromkeys([*placed, *said])),
        {"country": country, "value": value},
        tuple(_picture(answer, titled, block, said, value) for block in drawn),
        notes,
    )


def _left_out(others: int, unknown: int, country: str) -> Iterator[str]:
    """Say what of an answer has no tile: rows without a country, and countries that are not known."""
    if others:
        names = "names" if others == 1 else "name"
        yield f"{counted(others, 'row')} of the answer {names} no country in ?{country}."
    if unknown:
        yield f"{unknown:,} of the IRIs in ?{country} {'is' if unknown == 1 else 'are'} not in the register."


def _default_value(columns: Mapping[str, Column], country: str) -> str:
    return next((c.name for c in columns.values() if c.is_drawable and c.name != country), _COUNT)


def _told(terms: list[Term | None], value: str) -> int | Term | tuple[Term, ...] | None:
    """Return what the table says of a country: the number of its rows, or its values, each once."""
    if value == _COUNT:
        return len(terms)
    found = tuple(dict.fromkeys(term for term in terms if term is not None))
    return found[0] if len(found) == 1 else found[:_TEXTS] or None


def _picture(
    answer: Answer, title: str, block: Block, said: Mapping[str, list[Term | None]], value: str
) -> Picture:
    corners = (f"M{plot.x + _EDGE} {plot.y + _EDGE}h{_WIDE}v{_HIGH}h{-_WIDE}z" for plot in block.plots)
    shapes: list[Shape] = [path("hollow", "".join(corners))]
    shapes += [words("code", p.x + _INDENT, p.y + _FIRST, p.code) for p in block.plots if p.code]
    for plot in block.plots:
        shapes += _on_tile(answer, plot, _told(said[plot.country], value), has_names=len(said) <= _NAMED)
    shapes.sort(key=lambda shape: ("hollow", "code", "text", "tiny").index(shape[0]))
    description = f"{counted(len(block.plots), 'tile')}. The table has the same values."
    return Picture(
        f"{block.title}. {title}", description, block.width, block.height, tuple(shapes), heading=block.title
    )


def _on_tile(
    answer: Answer, plot: Plot, told: int | Term | tuple[Term, ...] | None, *, has_names: bool
) -> list[Shape]:
    """Return what stands on a tile beside the code: a short number, else words in the place of the name."""
    number = _number(told)
    x, y = plot.x + _INDENT, plot.y + _FIRST
    if number and len(number) <= _IN_FIGURES:
        beside = [words("text", plot.x + _WIDE - 4, y, number, anchor="end")] if plot.code else []
        lines = (plot.lines if has_names else ()) or (() if plot.code else (cut(plot.name, _LETTERS),))
    else:
        beside = []
        terms = told if isinstance(told, tuple) else (told,)
        texts = [str(one) if isinstance(one, int) else answer.text(one) for one in terms]
        lines = tuple(cut(text, _LETTERS) for text in texts[:2])
        if len(texts) == 1 and len(texts[0]) > _LETTERS:
            lines = _in_two(texts[0])
        elif len(texts) > len(lines):
            lines = (lines[0], f"and {len(texts) - 1} more")
    return beside + [words("tiny", x, y + _LINE * at, text) for at, text in enumerate(lines, 1)]


def _number(told: int | Term | tuple[Term, ...] | None) -> str:
    if isinstance(told, int):
        return str(told)
    return told.value if isinstance(told, Literal) and told.value.isdigit() else ""


def _in_two(text: str) -> tuple[str, ...]:
    """Return a text in two lines of a tile, cut where it does not fit."""
    first = text[: _LETTERS + 1].rpartition(" ")[0] or text[:_LETTERS]
    return first.strip(), cut(text[len(first) :].strip(), _LETTERS)

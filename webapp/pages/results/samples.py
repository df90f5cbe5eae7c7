"""A sample of a picture for the page of the design: every look that its shapes may have."""

from __future__ import annotations

from webapp.pages.results.pictures import Picture, Shape, circle, line, noted, path, rect, words


def sample() -> Picture:
    """Return a picture of made-up bars, marks, links and tiles, with a note below it."""
    shapes: list[Shape] = [line("edge", 130, 0, 130, 60)]
    for at, (name, length) in enumerate((("Forums", 160), ("Guidelines", 90))):
        shapes.append(rect("full", 130, at * 28 + 5, length, 14))
        shapes.append(words("text", 120, at * 28 + 17, name, anchor="end"))
        shapes.append(words("text", 136 + length, at * 28 + 17, str(length // 10)))
    shapes += [
        line("line", 360, 0, 360, 50), line("line", 450, 0, 450, 50), line("edge", 340, 44, 560, 44),
        words("note", 363, 60, "2016"), words("note", 453, 60, "2017"),
        circle("full", 380, 12, 4.5), rect("open", 360, 22, 90, 7), rect("full", 400, 34, 120, 7),
        path("link", "M20 110L220 100"), circle("full", 20, 110, 5), rect("full", 215, 95, 10, 10),
        words("name", 31, 124, "A country"), words("name", 231, 114, "A process"),
        rect("hollow", 360, 84, 66, 53), words("code", 367, 103, "XYZ"),
        words("text", 422, 103, "12", anchor="end"), words("tiny", 367, 116, "A country"),
    ]  # fmt: skip
    picture = Picture("Looks of shapes in pictures of answers", "Made-up shapes.", 600, 140, tuple(shapes))
    return noted(picture, ["What a picture leaves out stands below it, in words."])

"""Markers, values and cells as HTML."""

from __future__ import annotations

import re

from webapp.marks import Marks, in_order, markers
from webapp.pages.parts import Cell, Evidence, Heading, Level, Value

MARKS = Marks(lambda key: key.replace("-", " "))
EVIL = "<script>alert('x')</script>"


def test_a_marker_says_its_number_its_basis_and_its_document() -> None:
    """A judgement of the editors has an e behind its number, also for those who hear it."""
    shown = markers([Evidence("/assertion/a", 3, "A document", "page 2", "editorial")])

    assert 'class="ev ev-editorial" href="/assertion/a"' in shown
    assert 'aria-label="Evidence 3e, editorial: A document">3e</a>' in shown


def test_numbers_rise_as_one_reads() -> None:
    """Whatever was made first; the same evidence keeps one number."""
    first, second = (Evidence(f"/assertion/{n}", n, f"Document {n}", "", "editorial") for n in (7, 3))

    shown = in_order(str(markers([first, second, first])))

    assert ["1e", "2e", "1e"] == re.findall(r">(\d+e)</a>", shown)
    assert [("7", "1"), ("3", "2"), ("7", "1")] == re.findall(r"/assertion/(\d).*?Evidence (\d)e", shown)


def test_nothing_in_the_graph_becomes_markup() -> None:
    """Names, notes, addresses and titles are text wherever they stand."""
    evidence = (Evidence('/assertion/"onclick', 1, EVIL, EVIL, "transcribed"),)
    shown = (
        MARKS.value(Value(EVIL, evidence, href=f"/{EVIL}", lang='"x')),
        MARKS.cell(Cell(EVIL, f"/{EVIL}", evidence, note=EVIL)),
        MARKS.cell(Cell(EVIL, f"/{EVIL}", evidence, "recorded")),
        MARKS.cell(Cell(level=Level(EVIL, 1))),
        MARKS.cell(EVIL),
    )

    for html in shown:
        assert "<script" not in html
        assert '"onclick' not in html


def test_a_state_is_a_shape_and_words() -> None:
    """Never an empty cell."""
    shown = MARKS.cell(Cell(state="not-stated"))

    assert 'href="#st-not-stated"' in shown
    assert "not stated" in shown


def test_a_long_title_is_cut_where_it_is_heard_beside_a_fact() -> None:
    """The evidence itself gives all of it."""
    shown = markers([Evidence("/assertion/a", 1, "word " * 40, "", "transcribed")])

    assert len(shown) < 160
    assert "…" in shown


def test_cards_say_under_which_heading_a_cell_stands() -> None:
    """For those who see no columns."""
    shown = MARKS.rows([("first", Cell("second", number=True))], [Heading("A"), Heading("B")], cards=True)

    assert '<td role="cell" data-label="B" class="num">second</td>' in shown

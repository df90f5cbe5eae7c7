"""A researcher's way through the workbench: by keyboard alone, or on a phone without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.readers import ByKeyboard, ByLinks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ViewportSize

    from tests.browser.readers import Reader

pytestmark = pytest.mark.slow

_SUMMARY = "Which meetings has a process held"
_OTHER = (
    "Bali Process on People Smuggling, Trafficking in Persons and Related Transnational Crime (bali-process)"
)


@pytest.fixture(name="reader", params=["keyboard alone", "a phone without scripts"])
def _reader(request: pytest.FixtureRequest, browser: Browser, whole_address: str) -> Iterator[Reader]:
    """One who has just come to the workbench."""
    by_keyboard = request.param == "keyboard alone"
    size: ViewportSize = {"width": 1280, "height": 800} if by_keyboard else {"width": 360, "height": 640}
    context = browser.new_context(java_script_enabled=by_keyboard, viewport=size)
    page = context.new_page()
    page.goto(f"{whole_address}/sparql", wait_until="networkidle")
    yield ByKeyboard(page) if by_keyboard else ByLinks(page)
    context.close()


def test_from_an_example_to_a_citation(reader: Reader) -> None:
    """An example, another value, rows and time, bars, the reason of a row, code, and a citation."""
    page = reader.page
    answer = page.locator("#answer")
    reader.follow(_SUMMARY)

    assert 0 == answer.count()

    reader.choose("The process", _OTHER)
    reader.follow("Run with these values")

    assert "process/bali-process>" in page.locator("textarea[name=query]").input_value()
    assert "rows" in answer.locator(".count").inner_text()
    assert " of the 10 s that a query may take" in answer.get_by_role("status").first.inner_text()
    assert answer.locator("#rows tbody tr").count() > 10

    rows = page.url
    reader.follow("Bars")

    assert page.url.endswith("#answer")
    assert "Bars" == answer.locator(".result-ways [aria-current]").inner_text()
    assert answer.locator(".result-picture").is_visible()
    # The numbers of this table are not those of the rows of the answer.
    assert 0 == answer.get_by_label("Why is a row in the answer?").count()

    page.goto(rows, wait_until="networkidle")
    second = answer.locator("#rows tbody tr").nth(1).locator("td").first.inner_text()
    reader.write("Why is a row in the answer? Its number", "2")
    reader.follow("Show what it rests on")

    assert "Row 2 of " in page.locator("main").inner_text()
    assert second in page.locator("#row").inner_text()
    assert page.locator(".why-said li").count() >= 1

    page.goto(rows, wait_until="networkidle")
    reader.unfold("Python with the standard library")
    code = page.locator("#code details[open] code").inner_text()

    assert "process/bali-process>" in code
    assert f"{page.url.split('/sparql')[0]}/sparql" in code

    reader.follow("Share or cite this answer")

    assert "/q/" in page.url
    assert "accessed" in page.locator("[data-copy=citation]").first.inner_text()
    assert "process/bali-process>" in page.locator("main").inner_text()


def test_from_a_mistake_to_an_answer(reader: Reader) -> None:
    """An empty answer says which part is to be mended; without a script the field is mended in place."""
    page = reader.page
    wrong = (
        "PREFIX rc: <https://w3id.org/regcoop/ontology#> SELECT ?x { ?x a rc:Country ; rc:inRegionn ?region }"
    )
    page.goto(page.url.split("?")[0] + "?run=no&query=" + wrong.replace("#", "%23").replace(" ", "+"))
    reader.follow("Run the query")

    assert "Something in the query can match nothing" in page.locator("#answer").inner_text()
    assert "rc:inRegion?" in page.locator(".finding-mistake").inner_text()
    assert "To mend, line 1" in page.locator(".finding-kind").inner_text()

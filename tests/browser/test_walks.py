"""What a reader does in a real browser: by links alone, by keyboard, in the theme of their choice."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.browser import looks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


@pytest.fixture(name="page")
def _page(browser: Browser) -> Iterator[Page]:
    """A tab of its own."""
    page = browser.new_page()
    yield page
    page.close()


def test_the_main_question_is_answered_without_scripts(browser: Browser, address: str) -> None:
    """From the home page to the initiatives of domain 2 and to the evidence of one, by links alone."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="Migrants rights").first.click()
    page.get_by_role(
        "link", name="Regional guidelines on civil registration of migrants and refugees"
    ).first.click()
    page.locator("a.ev").first.click()

    assert "/assertion/initiatives/guidelines-civil-registration" in page.url
    assert "part 9 (Modes of collaboration, domain 2), item 1" in page.content()
    context.close()


def test_a_search_works_without_scripts(browser: Browser, address: str) -> None:
    """Typing a name and Enter are enough."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/domains")
    box = page.get_by_role("searchbox").first
    box.fill("turkey")
    box.press("Enter")

    assert "/search?q=turkey" in page.url
    assert page.get_by_role("link", name="Türkiye").first.is_visible()
    context.close()


def _open_evidence(page: Page, address: str) -> None:
    page.goto(address + "/doc/country/bgd", wait_until="networkidle")
    marker = page.locator("#facts a.ev").first
    marker.focus()
    marker.press("Enter")
    page.locator("[popover]:popover-open, dialog[open]").first.wait_for()


def test_evidence_opens_in_place_by_keyboard_and_closes_with_escape(browser: Browser, address: str) -> None:
    """The reader stays on the page, and the focus comes back to the marker."""
    page = browser.new_page()
    _open_evidence(page, address)

    assert "entry BD" in page.locator("[popover]:popover-open, dialog[open]").first.inner_text()

    page.keyboard.press("Escape")

    assert page.evaluate("document.activeElement.classList.contains('ev')")
    assert page.url == address + "/doc/country/bgd"
    page.close()


def test_the_theme_is_the_system_s_until_the_reader_chooses(browser: Browser, address: str) -> None:
    """The choice is kept on this machine, without a cookie."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.get_by_role("button", name="Theme").click()
    page.reload(wait_until="networkidle")
    chosen = page.evaluate(background)

    assert dark != chosen
    assert [] == context.cookies()
    context.close()


_FOCUSED = "document.activeElement.textContent.trim()"


def test_the_first_stop_leads_past_the_header(page: Page, address: str) -> None:
    """After the link to the content, the next stop stands in it."""
    page.goto(address + "/doc/country/bgd")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_navigation_is_walked_by_keyboard(page: Page, address: str) -> None:
    """Tab goes from place to place, and Enter opens one that then says that it is the current one."""
    page.goto(address)
    page.locator(".site-nav a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/processes")

    assert "Processes" == page.locator(".site-nav [aria-current]").inner_text()


def test_the_slash_key_leads_to_the_search_and_enter_sends_it(page: Page, address: str) -> None:
    """From anywhere on a page a name can be typed and found, without a mouse."""
    page.goto(address + "/domains")
    page.keyboard.press("/")
    page.keyboard.type("turkey")
    page.keyboard.press("Enter")
    # Where names are offered while one types, Enter may open the one that was meant.
    page.wait_for_url(lambda url: "/search?q=turkey" in url or "/doc/country/tur" in url)

    assert page.get_by_text("Türkiye").first.is_visible()


def test_a_fold_opens_and_closes_by_keyboard(page: Page, whole_address: str) -> None:
    """Enter and the space bar do the same, and the focus stays."""
    page.goto(whole_address + "/ontology/diagrams")
    summary = page.locator("main details > summary").first
    summary.focus()
    states = []
    for key in ("Enter", " "):
        page.keyboard.press(key)
        states.append(summary.evaluate("(e) => [e.parentElement.open, document.activeElement === e]"))

    assert [[True, True], [False, True]] == states


def test_the_close_button_of_evidence_returns_the_focus(page: Page, address: str) -> None:
    """While it is open, what stands in it comes next; axe-core has nothing to say against it."""
    from axe_playwright_python.base import AXE_SCRIPT  # noqa: PLC0415  (only these tests need it)

    _open_evidence(page, address)
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(looks.AXE, {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    page.keyboard.press("Tab")
    closing = page.evaluate(_FOCUSED)
    page.keyboard.press("Enter")

    assert [] == found
    assert "Close" == closing
    assert page.evaluate("document.activeElement.classList.contains('ev')")
    assert 0 == page.locator(":popover-open").count()


def test_arrow_keys_walk_a_matrix(page: Page, address: str) -> None:
    """Right and left go along a row, down and up along a column; none leaves the matrix."""
    page.goto(address + "/matrix")
    place = """() => { const cell = document.activeElement.closest("td, th");
      return [cell.parentElement.rowIndex, cell.cellIndex]; }"""
    page.locator("[data-matrix] tbody th a").first.focus()
    start = page.evaluate(place)
    page.keyboard.press("ArrowDown")
    down = page.evaluate(place)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    right = page.evaluate(place)
    page.keyboard.press("ArrowLeft")

    assert (start[0] < down[0], start[1] == down[1]) == (True, True)
    assert (start[0] == right[0], start[1] < right[1]) == (True, True)
    assert start == page.evaluate(place)


def test_filters_are_chosen_and_sent_by_keyboard(page: Page, address: str) -> None:
    """The space bar ticks a box, Enter on the button sends it, and the box is ticked on the next page."""
    page.goto(address + "/initiatives")
    box = page.locator("#filters input[type=checkbox]:not([disabled])").first
    box.focus()
    name = f"{box.get_attribute('name')}={box.get_attribute('value')}"
    page.keyboard.press(" ")
    page.locator("#filters button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/initiatives?**")

    assert name in unquote(page.url)
    assert page.locator("#filters input[type=checkbox]").first.is_checked()


def test_the_theme_button_works_by_keyboard(page: Page, address: str) -> None:
    """It says what it is set to; the space bar sets the next."""
    page.goto(address)
    button = page.get_by_role("button", name="Theme")
    button.focus()
    said = []
    for _ in range(3):
        page.keyboard.press(" ")
        said.append(button.inner_text())

    assert ["Theme: light", "Theme: dark", "Theme: system"] == said


def test_arrow_keys_go_to_the_tile_that_is_seen_there(browser: Browser, whole_address: str) -> None:
    """On a phone, too: arrows go to the next tile, Home and End to the ends of a block, Tab as everywhere."""
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.goto(f"{whole_address}/map?of=process/bali-process", wait_until="networkidle")
    page.get_by_role("link", name="Bangladesh (BGD). Bali Process: member;").focus()
    walked = []
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "End", "Home", "Tab"):
        page.keyboard.press(key)
        name = page.evaluate("document.activeElement.querySelector('title').textContent")
        walked.append(name.partition(" (")[0])

    assert walked == ["Bhutan", "Nepal", "Maldives", "Bangladesh", "Sri Lanka", "Afghanistan", "Bangladesh"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.close()

"""Each type of page in a real browser: by keyboard, magnified, in forced colours, on paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest

from tests.browser import looks
from tests.page_types import PAGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

pytestmark = pytest.mark.slow

_STOPS: Final = 25
_TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a theme can change, and what takes long: looked at once for each look of a text.
_COLOURS: Final = ["color-contrast", "link-in-text-block"]
_OFF: Final = {"enabled": False}


@dataclass
class Visit:
    """
    A page of one type, open twice: with scripts and without; `asked` and `said` are of the former.

    `looks_seen` are the looks of texts on all pages so far, in either theme.
    """

    page: Page
    plain: Page
    address: str
    status: int = 0
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    looks_seen: set[str] = field(default_factory=set)

    def colours(self) -> list[str]:
        """Tell what axe-core has to say of the colours that no page before this one had."""
        known = {"rules": _COLOURS, "known": sorted(self.looks_seen)}
        answer = self.page.evaluate(looks.AXE_OF_COLOURS, known)
        self.looks_seen |= set(answer["looks"])
        return list(answer["found"])

    def ask(self, request: Request) -> None:
        """Note what the page loads."""
        self.asked.append(request.url)

    def hear(self, message: ConsoleMessage) -> None:
        """Note what the browser complains of."""
        if message.type == "error":
            self.said.append(message.text)

    def complain(self, error: Error) -> None:
        """Note where a script ends early."""
        self.said.append(str(error))


@pytest.fixture(name="pages", scope="module")
def _pages(browser: Browser) -> Iterator[tuple[Page, Page]]:
    """Two tabs that go from page to page, one with scripts and one without."""
    scripted = browser.new_context(color_scheme="light", viewport={"width": 1280, "height": 800})
    unscripted = browser.new_context(java_script_enabled=False)
    yield scripted.new_page(), unscripted.new_page()
    scripted.close()
    unscripted.close()


@pytest.fixture(name="looks_seen", scope="module")
def _looks_seen() -> set[str]:
    """What all visits know of the colours of texts."""
    return set()


@pytest.fixture(name="visit", scope="module", params=list(PAGE_TYPES.values()), ids=list(PAGE_TYPES))
def _visit(
    request: pytest.FixtureRequest, pages: tuple[Page, Page], whole_address: str, looks_seen: set[str]
) -> Visit:
    """Open a page of a type."""
    page, plain = pages
    visit = Visit(page, plain, whole_address, looks_seen=looks_seen)
    page.on("request", visit.ask)
    page.on("pageerror", visit.complain)
    page.on("console", visit.hear)
    response = page.goto(whole_address + request.param)
    plain.goto(whole_address + request.param)
    page.remove_listener("request", visit.ask)
    page.remove_listener("pageerror", visit.complain)
    page.remove_listener("console", visit.hear)
    visit.status = response.status if response else 0
    return visit


def test_it_asks_no_other_host_and_reports_no_error(visit: Visit) -> None:
    """Nothing is loaded from elsewhere, no cookie is set, and neither script nor policy complains."""
    assert visit.status in {200, 404}
    assert [] == [url for url in visit.asked if not url.startswith((visit.address, "data:"))]
    # A page that says that something is not found is no error of ours.
    assert [] == [text for text in visit.said if visit.status == 200 or "404" not in text]
    assert [] == visit.page.context.cookies()


def test_it_says_the_same_without_scripts(visit: Visit) -> None:
    """Scripts make one thing or another quicker; no word of the content is theirs."""
    assert visit.plain.evaluate(looks.WORDS) == visit.page.evaluate(looks.WORDS)


def test_axe_finds_nothing_in_either_theme(visit: Visit) -> None:
    """WCAG 2.0 to 2.2, levels A and AA, and the best practices of axe-core; what is folded is opened."""
    from axe_playwright_python.base import AXE_SCRIPT  # noqa: PLC0415  (only this test needs it)

    visit.page.evaluate(looks.OPEN_FOLDS)
    visit.page.evaluate(AXE_SCRIPT)
    found = visit.page.evaluate(looks.AXE, {"runOnly": _TAGS, "rules": dict.fromkeys(_COLOURS, _OFF)})
    light = visit.colours()
    visit.page.emulate_media(color_scheme="dark")
    dark = visit.colours()
    visit.page.emulate_media(color_scheme="light")

    assert ([], [], []) == (found, light, dark)


def test_every_stop_of_the_keyboard_can_be_seen(visit: Visit) -> None:
    """Whatever can take the focus takes it and shows an outline; none is called before its turn."""
    visit.page.keyboard.press("Tab")

    assert [] == visit.page.evaluate(looks.UNSEEN_FOCUS)
    assert [] == visit.page.evaluate(looks.ODD_TABINDEX)


def test_the_keyboard_follows_the_page_and_leaves_it(visit: Visit) -> None:
    """Tab goes from stop to stop in the order of the document; after the last it is out of the page."""
    page = visit.page
    expected = page.evaluate(looks.TABBABLE)
    page.evaluate(looks.RECORD_STOPS)
    for _ in expected[1:_STOPS]:
        page.keyboard.press("Tab")
    stops = page.evaluate("window.stops.splice(0)")
    page.evaluate(looks.FOCUS_LAST)
    page.keyboard.press("Tab")

    assert expected[:_STOPS] == stops
    assert page.evaluate("window.stops.slice(1)") in ([], expected[:1])


def test_it_fits_a_phone_and_fourfold_zoom(visit: Visit) -> None:
    """At 320 pixels, which is 1280 seen four times as large, nothing makes the page scroll sideways."""
    plain = visit.plain
    plain.evaluate(looks.OPEN_FOLDS)
    for width, height in ((360, 640), (320, 256)):
        plain.set_viewport_size({"width": width, "height": height})

        assert [] == plain.evaluate(looks.TOO_WIDE, width)
        assert plain.evaluate("document.documentElement.scrollWidth") <= width


def test_wider_text_hides_nothing(visit: Visit) -> None:
    """With the spacing of WCAG 1.4.12 no text is cut off and the page still fits."""
    plain = visit.plain
    plain.set_viewport_size({"width": 320, "height": 640})
    plain.evaluate(looks.WIDER_TEXT)
    clipped, wide = plain.evaluate(looks.CLIPPED), plain.evaluate(looks.TOO_WIDE, 320)
    plain.evaluate("() => { document.adoptedStyleSheets = []; }")

    assert ([], []) == (clipped, wide)


def test_forced_colours_keep_marks_and_edges(visit: Visit) -> None:
    """Where the system chooses the colours, marks have that of their words, and fields have an edge."""
    visit.plain.emulate_media(forced_colors="active")
    lost = visit.plain.evaluate(looks.LOST_IN_FORCED_COLOURS)
    visit.plain.emulate_media(forced_colors="none")

    assert [] == lost


def test_nothing_moves_where_motion_is_unwanted(visit: Visit) -> None:
    """No animation, no transition, no smooth scrolling."""
    visit.plain.emulate_media(reduced_motion="reduce")

    assert [] == visit.plain.evaluate(looks.MOVING)


def test_paper_has_the_content_and_no_controls(visit: Visit) -> None:
    """Printed from either theme, there is the text on white, without navigation, fields and buttons."""
    visit.plain.emulate_media(media="print", color_scheme="dark")
    shown = visit.plain.evaluate(looks.ON_PAPER)
    visit.plain.emulate_media(media="screen", color_scheme="light")

    assert [] == shown

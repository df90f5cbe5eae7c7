"""Five questions of policy staff, from the home page to the answer: by keyboard alone, or without scripts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.browser.readers import ByKeyboard, ByLinks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ViewportSize

    from tests.browser.readers import Reader

pytestmark = pytest.mark.slow


@pytest.fixture(name="reader", params=["keyboard alone", "a phone without scripts"])
def _reader(request: pytest.FixtureRequest, browser: Browser, whole_address: str) -> Iterator[Reader]:
    """One who has just come to the home page."""
    by_keyboard = request.param == "keyboard alone"
    size: ViewportSize = {"width": 1280, "height": 800} if by_keyboard else {"width": 360, "height": 640}
    context = browser.new_context(java_script_enabled=by_keyboard, viewport=size)
    page = context.new_page()
    page.goto(whole_address)
    yield ByKeyboard(page) if by_keyboard else ByLinks(page)
    context.close()


def test_which_initiatives_serve_domain_2_and_who_says_so(reader: Reader) -> None:
    """The domain lists them, those that a source places there first; a marker says which source and where."""
    reader.follow("2 Migrants rights")
    guidelines = "Regional guidelines on civil registration of migrants and refugees"

    assert reader.page.get_by_role("heading", name="Initiatives that serve it").is_visible()
    assert "part 9 (Modes of collaboration, domain 2), item 1" in reader.source_of(guidelines)


def test_what_bangladesh_belongs_to_and_what_reaches_it(reader: Reader) -> None:
    """The page of the country has its processes with roles, and what each does, domain by domain."""
    reader.write("Find a country, a process, an initiative, a term", "Bangladesh")
    reader.follow("Search")
    reader.follow("Bangladesh")
    belongs = reader.page.locator("#memberships").inner_text()
    reaches = reader.page.locator("#reach").inner_text()

    assert "Abu Dhabi Dialogue" in belongs
    assert "member" in belongs
    assert "through the Bali Process" in reaches
    assert "Regional curriculum for MLOs" in reaches


def test_where_no_one_serves_a_domain_in_a_region(reader: Reader) -> None:
    """A form asks for both; the countries that nothing on record reaches stand first."""
    reader.follow("Gaps")
    reader.choose("Region", "Western Asia")
    reader.choose("Domain", "Safe and orderly migration")
    reader.follow("Show")

    assert "in Western Asia?" in reader.page.get_by_role("heading", level=1).inner_text()
    assert "Bahrain" in reader.page.locator("#missing").inner_text()
    assert "Armenia" in reader.page.locator("#reached").inner_text()


def test_two_processes_side_by_side(reader: Reader) -> None:
    """What differs comes first, in the order of the names."""
    reader.follow("Compare")
    reader.follow("Processes")
    reader.choose("First process", "Colombo Process")
    reader.choose("Second process", "Bali Process")
    reader.follow("Compare")
    heads = reader.page.locator("#differs thead th").all_inner_texts()

    assert ["Matter", "Bali Process", "Colombo Process"] == heads


def test_a_briefing_on_two_sheets(reader: Reader) -> None:
    """From a country to its briefing; printed it has two pages of A4 at most."""
    reader.write("Find a country, a process, an initiative, a term", "Sri Lanka")
    reader.follow("Search")
    reader.follow("Sri Lanka")
    reader.follow("Briefing to print")
    printed = PdfReader(io.BytesIO(reader.page.pdf(prefer_css_page_size=True)))

    assert "Sri Lanka" == reader.page.get_by_role("heading", level=1).inner_text()
    assert len(printed.pages) <= 2
    assert "Abu Dhabi Dialogue" in printed.pages[0].extract_text()

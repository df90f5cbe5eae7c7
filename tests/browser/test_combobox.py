"""The field that offers names while one is typed, by keyboard and by mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.slow

_AS_PICKER = """
new MutationObserver(() => {
  const field = document.querySelector("#site-search:not([role])");
  if (field) Object.assign(field.dataset, { suggest: "country", suggestFill: "key" });
}).observe(document, { childList: true, subtree: true });
"""

_SLOWLY = """() => {
  const real = window.fetch;
  window.fetch = (address, given) => new Promise((resolve, reject) => {
    given.signal.addEventListener("abort", () => reject(given.signal.reason));
    setTimeout(() => real(address, given).then(resolve, reject), 500);
  });
}"""


@pytest.fixture(name="page")
def _page(browser: Browser, address: str) -> Iterator[Page]:
    """The list of domains."""
    page = browser.new_page()
    page.goto(address + "/domains", wait_until="networkidle")
    yield page
    page.close()


def write(page: Page, text: str) -> Locator:
    """Write into the field and wait for the names."""
    field = page.get_by_role("combobox")
    field.press_sequentially(text)
    page.get_by_role("option").first.wait_for()
    return field


def test_a_name_is_chosen_by_keyboard(page: Page, address: str) -> None:
    """The arrow keys go through the names, and Enter opens the page of the one that is chosen."""
    field = write(page, "bangl")
    field.press("ArrowDown")
    option = page.get_by_role("option", selected=True)

    assert "true" == field.get_attribute("aria-expanded")
    assert page.get_by_role("listbox").get_attribute("id") == field.get_attribute("aria-controls")
    assert option.get_attribute("id") == field.get_attribute("aria-activedescendant")
    assert "Bangladesh Country" == option.inner_text().replace("\n", " ")
    assert page.locator(":focus").get_attribute("id") == "site-search"

    field.press("Enter")
    page.wait_for_url(address + "/doc/country/bgd")


def test_names_come_to_whoever_writes_on_before_they_came(page: Page) -> None:
    """The answer to the first letters is no longer wanted; that to all of them is."""
    page.evaluate(_SLOWLY)
    field = page.locator("#site-search")
    field.press_sequentially("bang")
    page.wait_for_timeout(300)
    field.press_sequentially("l")
    page.get_by_role("option", name="Bangladesh").first.wait_for(timeout=3_000)


def test_enter_alone_searches(page: Page, address: str) -> None:
    """As long as no name is chosen, the form is what it is without scripts."""
    write(page, "bangl").press("Enter")
    page.wait_for_url(address + "/search?q=bangl")


def test_the_arrow_keys_come_back_to_the_field(page: Page) -> None:
    """Up from the field is the last name; beyond it is the field again, with nothing chosen."""
    field = write(page, "migr")
    count = page.get_by_role("option").count()
    field.press("ArrowUp")
    last = page.get_by_role("option").nth(count - 1)

    assert "true" == last.get_attribute("aria-selected")

    field.press("ArrowDown")

    assert field.get_attribute("aria-activedescendant") is None
    assert 0 == page.get_by_role("option", selected=True).count()


def test_escape_closes_the_list(page: Page) -> None:
    """What was written stays, and the list comes back with the arrow key."""
    field = write(page, "bangl")
    field.press("Escape")

    assert "false" == field.get_attribute("aria-expanded")
    assert page.get_by_role("listbox").is_hidden()
    assert "bangl" == field.input_value()

    field.press("ArrowDown")
    page.get_by_role("option").first.wait_for()


def test_leaving_the_field_closes_the_list(page: Page) -> None:
    """The Tab key goes on to the button."""
    write(page, "bangl").press("Tab")

    assert page.get_by_role("listbox").is_hidden()
    assert "Search" == page.locator(":focus").inner_text()


def test_screen_readers_are_told_how_many(page: Page) -> None:
    """In a status, beside the field."""
    write(page, "bangl")

    assert "Choose with the arrow keys." in page.get_by_role("status").first.inner_text()


def test_a_name_is_chosen_by_mouse(page: Page, address: str) -> None:
    """A click opens its page."""
    write(page, "bangl")
    page.get_by_role("option", name="Bangladesh").first.click()
    page.wait_for_url(address + "/doc/country/bgd")


def test_one_character_is_not_sent(page: Page) -> None:
    """What is written too fast to be answered is not either: one question for the whole."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field = page.get_by_role("combobox")
    field.press("b")
    page.wait_for_timeout(400)

    assert [] == asked

    field.press_sequentially("angl", delay=5)
    page.get_by_role("option").first.wait_for()

    assert ["bangl"] == [url.rpartition("q=")[2] for url in asked]


def test_a_name_in_another_language_says_so(page: Page) -> None:
    """With its language, so that it is read and set in its own way."""
    write(page, "turk")
    page.get_by_role("combobox").fill("turkey")
    option = page.get_by_role("option", name="Found by its other name: Turkey")
    option.wait_for()

    assert "Türkiye" in option.inner_text()


def test_a_field_for_one_kind_is_filled(browser: Browser, address: str) -> None:
    """Nothing opens: the field holds the key of the country that was chosen."""
    page = browser.new_page()
    page.add_init_script(_AS_PICKER)
    page.goto(address + "/domains", wait_until="networkidle")
    field = write(page, "ba")
    kinds = page.get_by_role("option").all_inner_texts()
    field.fill("bangl")
    page.get_by_role("option", name="Bahrain").wait_for(state="detached")
    field.press("ArrowDown")
    field.press("Enter")

    assert all("Country" in text for text in kinds)
    assert "bgd" == field.input_value()
    assert page.url.endswith("/domains")
    page.close()

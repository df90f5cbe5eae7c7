"""Two readers who go the same ways: one by keyboard alone, one on a phone without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

_STOPS: Final = 600
# What the keyboard has arrived at in the content, by the name that a screen reader says.
_FOCUSED: Final = """() => {
  const e = document.activeElement;
  if (!e.closest("main")) return "";
  const name = e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent ?? e.textContent;
  return name.trim().replace(/\\s+/g, " ");
}"""


class Reader(Protocol):
    """What a reader can do in the content of a page; a name may be the beginning of what stands there."""

    page: Page

    def follow(self, name: str) -> None:
        """Go where the link of this name leads, or send the form by the button of this name."""

    def write(self, label: str, text: str) -> None:
        """Write into a field."""

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""

    def unfold(self, name: str) -> None:
        """Open what is folded away under this name."""

    def source_of(self, fact: str) -> str:
        """Open the first marker behind a linked fact, and read who says so."""


class ByKeyboard:
    """Tab, Enter and letters; the mouse is never used."""

    def __init__(self, page: Page) -> None:
        """Begin on the page that is open."""
        self.page = page

    def _tab_to(self, name: str) -> None:
        for _ in range(_STOPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(_FOCUSED).startswith(name):
                return
        pytest.fail(f"the Tab key does not lead to {name!r} on {self.page.url}")

    def follow(self, name: str) -> None:
        """See `Reader`."""
        self._tab_to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        """See `Reader`."""
        self._tab_to(label)
        self.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        """See `Reader`; letters lead to the option that begins with them."""
        self.write(label, option)

    def unfold(self, name: str) -> None:
        """See `Reader`."""
        self._tab_to(name)
        self.page.keyboard.press("Enter")

    def source_of(self, fact: str) -> str:
        """See `Reader`; the evidence opens in place."""
        self._tab_to(fact)
        self._tab_to("Evidence")
        self.page.keyboard.press("Enter")
        shown = self.page.locator(":popover-open")
        shown.wait_for()
        return shown.inner_text()


class ByLinks:
    """Clicks on links and buttons, without scripts."""

    def __init__(self, page: Page) -> None:
        """Begin on the page that is open."""
        self.page = page

    def follow(self, name: str) -> None:
        """See `Reader`."""
        self.page.locator("main a, main button").filter(has_text=name, visible=True).first.click()

    def write(self, label: str, text: str) -> None:
        """See `Reader`."""
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str, option: str) -> None:
        """See `Reader`."""
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def unfold(self, name: str) -> None:
        """See `Reader`."""
        self.page.locator("summary").filter(has_text=name).first.click()

    def source_of(self, fact: str) -> str:
        """See `Reader`; the evidence is a page."""
        self.page.locator("[data-fact]").filter(has_text=fact).first.locator("a.ev").first.click()
        return self.page.locator("main").inner_text()

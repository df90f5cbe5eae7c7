"""The editor of the workbench in a real browser: by keyboard, in both themes, and without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import looks
from webapp.assets import load_assets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

    from tests.conftest import Needs

pytestmark = pytest.mark.slow

_EMPTY = "/sparql?run=no&query=%20%0ASELECT%20*%20WHERE%20%7B%0A%0A%7D"
_HOLDS = "text => document.querySelector('[name=query]').value.includes(text)"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(name="page")
def _page(browser: Browser, address: str, needs: Needs) -> Iterator[Page]:
    """A tab in which nothing may be asked of another host and nothing complained of."""
    needs(load_assets().built, "the assets are not built", "pip install . with the npm registry in reach")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield page
    context.close()

    assert [] == [url for url in asked if not url.startswith((address, "data:"))]
    # That a query is wrong is the page's status, and no error of ours.
    assert [] == [text for text in said if "status of 400" not in text]


def editor(page: Page, path: str = _EMPTY) -> Locator:
    """Open the workbench and go to the empty line of a pattern."""
    page.goto(path, wait_until="networkidle")
    field = page.get_by_role("textbox", name="Query in SPARQL")
    field.focus()
    page.keyboard.press("Control+Home")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    return field


def sent(page: Page) -> str:
    """Return what the form would send."""
    return page.locator("textarea[name=query]").input_value()


def test_the_editor_holds_the_query_and_the_field_is_what_is_sent(page: Page) -> None:
    """What is written into the one stands in the other."""
    editor(page)
    page.keyboard.type("?s ?p ?o")

    assert "?s ?p ?o" in sent(page)
    assert page.locator("textarea[name=query]").is_hidden()


@pytest.mark.parametrize(
    ("written", "chosen", "expected"),
    [
        ("?x a initia", "rc:Initiative", "?x a rc:Initiative"),
        ("?x serves", "rc:servesDomain", "?x rc:servesDomain"),
        ("?x rc:servesD", "rc:servesDomain", "?x rc:servesDomain"),
        ("?x ?p Bali", "Bali Process", "?x ?p <https://w3id.org/regcoop/id/process/bali-process>"),
        ("FILT", "FILTER", "FILTER"),
    ],
)
def test_names_are_completed_by_label_and_prefixes_are_declared(
    page: Page, written: str, chosen: str, expected: str
) -> None:
    """Classes, properties and things by what they are called; the prefix comes with its declaration."""
    editor(page)
    page.keyboard.type(written, delay=15)
    first = page.get_by_role("listbox", name="Completions").get_by_role("option").first
    first.wait_for()

    assert chosen in first.inner_text()

    page.keyboard.press("Enter")
    page.get_by_role("listbox", name="Completions").wait_for(state="detached")
    page.wait_for_function(_HOLDS, arg=expected)
    if "rc:" in expected:
        page.wait_for_function(_HOLDS, arg="PREFIX rc: <https://w3id.org/")

    assert 1 >= sent(page).count("PREFIX rc:")


def test_a_prefix_that_is_written_is_declared(page: Page) -> None:
    """Once; what nobody knows is left alone."""
    editor(page)
    page.keyboard.type("?x skos:prefLabel ?l . ?x skos:notation ?n . ?y nobody:knows ?z", delay=5)
    page.wait_for_function(_HOLDS, arg="PREFIX skos: <")

    assert 1 == sent(page).count("PREFIX skos:")
    assert "PREFIX nobody" not in sent(page)


def test_completion_can_be_asked_for_and_says_how_many_there_are(page: Page) -> None:
    """By Ctrl+Space; the arrow keys choose, the choice is told to screen readers, Escape closes."""
    field = editor(page)
    page.keyboard.type("?x ")
    page.keyboard.press("Control+Space")
    box = page.get_by_role("listbox", name="Completions")
    box.wait_for()
    first = field.get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    second = page.get_by_role("option", selected=True).get_attribute("id")

    assert "Choose with the arrow keys" in page.locator(".editor [role=status]").inner_text()
    assert first != second == field.get_attribute("aria-activedescendant")

    page.keyboard.press("Escape")
    assert 0 == box.count()


def test_tab_goes_on_until_one_has_written_and_after_escape(page: Page) -> None:
    """Nobody is caught: Tab indents only after writing, and Escape gives it back; the page says so."""
    field = editor(page)
    page.keyboard.press("Tab")

    assert not field.evaluate("e => e === document.activeElement")
    assert "Esc and then Tab leaves the editor" in page.locator("#editor-keys").inner_text()
    assert "editor-keys" in str(field.get_attribute("aria-describedby"))

    field.focus()
    page.keyboard.type("?s ?p ?o")
    before = sent(page)
    page.keyboard.press("Tab")

    assert field.evaluate("e => e === document.activeElement")
    assert before != sent(page)

    page.keyboard.press("Escape")
    page.keyboard.press("Tab")

    assert "Run the query" == page.locator(":focus").inner_text()


def test_the_query_is_run_by_keyboard(page: Page) -> None:
    """Ctrl+Enter sends what stands in the editor, and the answer is shown."""
    editor(page)
    page.keyboard.type("?country a <https://w3id.org/regcoop/ontology#Country> .")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/sparql?query=*#answer")

    assert page.locator("#answer tbody tr").count() > 10
    assert "ontology#Country" in sent(page)


def test_a_mistake_leads_to_its_line(page: Page) -> None:
    """The link puts the cursor there."""
    page.goto("/sparql?query=SELECT%20*%20%7B%0A%20%20%3Fs%20rc%3Amember%20%3Fo%0A%7D")
    page.get_by_role("link", name="Go to line 2 in the editor").click()
    page.keyboard.type("#")

    assert "\n  ?s #rc:member" in sent(page)
    assert "true" == page.get_by_role("textbox", name="Query in SPARQL").get_attribute("aria-invalid")


def test_a_long_query_goes_by_post(page: Page) -> None:
    """The script sees how long it is; the answer comes all the same."""
    editor(page)
    page.evaluate(
        "() => { const cm = document.querySelector('.CodeMirror').CodeMirror;"
        " cm.setValue('# ' + 'x'.repeat(7000) + '\\nASK { ?s ?p ?o }'); }"
    )
    page.get_by_role("button", name="Run the query").click()
    page.locator("#answer").wait_for()

    assert "query=" not in page.url
    assert "Yes: the graph holds such statements." in page.locator("#answer").inner_text()


def test_values_are_sent_only_with_their_own_button(page: Page, address: str) -> None:
    """The address of a query that was run as it stands has no values beside it."""
    page.goto("/sparql?example=domain-initiatives", wait_until="networkidle")
    page.get_by_label("the domain").select_option("escap-2017/3")
    page.get_by_role("button", name="Run the query").click()
    page.wait_for_url("**#answer")

    assert "domain=" not in page.url.removeprefix(address)
    assert "escap-2017/2>" in sent(page)

    page.get_by_label("the domain").select_option("escap-2017/3")
    page.get_by_role("button", name="Run with these values").click()
    page.wait_for_url("**fill=1**")

    assert "escap-2017/3>" in sent(page)


def test_what_was_written_is_there_after_a_look_at_other_examples(page: Page) -> None:
    """A search and another group of examples take it along, and do not run it."""
    editor(page)
    page.keyboard.type("?s ?p ?o # mine")
    page.get_by_label("Words in the question").fill("members")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**examples=members**")

    assert "# mine" in sent(page)

    page.get_by_role("link", name="Behind the lists").click()
    page.wait_for_url("**folder=listing**")

    assert "# mine" in sent(page)
    assert 0 == page.locator("#answer").count()


def test_axe_finds_nothing_in_either_theme(page: Page) -> None:
    """With the list of completions open, and beside a mistake."""
    from axe_playwright_python.base import AXE_SCRIPT  # noqa: PLC0415  (only this test needs it)

    def found() -> list[str]:
        return list(page.evaluate(looks.AXE, {"runOnly": _TAGS}))

    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        editor(page)
        page.keyboard.type("?x a initia", delay=15)
        page.get_by_role("listbox", name="Completions").wait_for()
        page.evaluate(AXE_SCRIPT)
        assert [] == found()

        page.goto("/sparql?query=SELECT%20*%20WERE%20%7B%20%7D&example=domain-initiatives")
        page.evaluate(AXE_SCRIPT)
        assert [] == found()


def test_it_fits_a_phone(page: Page) -> None:
    """Nothing makes the page scroll sideways, with a long line in the editor neither."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/sparql?example=initiative-documents", wait_until="networkidle")

    assert [] == page.evaluate(looks.TOO_WIDE, 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_a_script_the_field_is_there_and_runs(browser: Browser, address: str) -> None:
    """The editor is a help and no condition."""
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/sparql?example=domain-initiatives")
    page.get_by_label("the domain").select_option("escap-2017/3")
    page.get_by_role("button", name="Run with these values").click()

    assert "escap-2017/3>" in page.get_by_label("Query in SPARQL").input_value()
    assert page.locator("#answer tbody tr").count() >= 1

    page.get_by_label("Query in SPARQL").fill("ASK { ?s ?p ?o }")
    page.get_by_role("button", name="Run a very long query").click()

    assert "Yes: the graph holds such statements." in page.locator("#answer").inner_text()
    assert "query=" not in page.url
    context.close()

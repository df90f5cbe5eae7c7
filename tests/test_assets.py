"""The site finds its assets, built or not; what they are made of keeps to our rules."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from webapp import frontend
from webapp.assets import BUILT_FOLDER, EDITOR, NAMES, AssetError, load_assets, source_folder

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.conftest import Needs

TEMPLATES = frontend.FOLDER.parent / "templates"
CSS_BUDGET = 30_000
JS_BUDGET = 15_000
EDITOR_BUDGET = 160_000


@pytest.fixture(name="sources")
def _sources(tmp_path: Path) -> Path:
    """Give a copy of the sources that a test may change."""
    return shutil.copytree(
        frontend.FOLDER, tmp_path / "frontend", ignore=shutil.ignore_patterns("__pycache__")
    )


@pytest.fixture(name="built")
def _built(tmp_path: Path, sources: Path) -> Path:
    """Give a folder as the build of `sources` leaves it, with names in place of content."""
    folder = tmp_path / "dist"
    folder.mkdir()
    files = {name: name.replace(".", "-1A2B.") for name in (*NAMES, *EDITOR)}
    for file in files.values():
        (folder / file).write_text("", encoding="utf-8")
    manifest = {"stamp": frontend.stamp(sources), "files": files}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_built_assets_are_used_under_their_hashed_names(built: Path, sources: Path) -> None:
    """The manifest says which file stands for which name."""
    assets = load_assets(built, sources)

    assert assets.url("site.css") == "/static/dist/site-1A2B.css"
    assert assets.built


def test_without_built_assets_the_sources_do_and_the_log_says_so_once(
    tmp_path: Path, sources: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A machine without Node or npm still has a whole site; pip hides build warnings, so the log has one."""
    assets = load_assets(tmp_path / "nothing", sources)

    assert [assets.url(name) for name in NAMES] == [f"/static/src/{name}" for name in NAMES]
    assert [assets.url(name) for name in EDITOR] == ["", ""]
    assert [record.getMessage() for record in caplog.records] == [assets.problem]
    assert "pip install -v" in caplog.text


def test_changed_sources_are_used_instead_of_an_older_build(built: Path, sources: Path) -> None:
    """A style sheet that was just edited is what the next start shows."""
    (sources / "src" / "base.css").write_text("body { margin: 0 }", encoding="utf-8")

    assets = load_assets(built, sources)

    assert assets.url("site.css") == "/static/src/site.css"
    assert "older than their sources" in str(assets.problem)


def test_a_build_that_lost_a_file_is_not_used(built: Path, sources: Path) -> None:
    """A page never links to a file that is not there."""
    (built / "site-1A2B.css").unlink()

    assets = load_assets(built, sources)

    assert "lack site.css" in str(assets.problem)


def test_an_unknown_asset_is_named(built: Path, sources: Path) -> None:
    """A misspelt name in a template ends the rendering with the names that there are."""
    with pytest.raises(AssetError, match=r"no asset 'sit\.css'; ask for one of site\.css"):
        load_assets(built, sources).url("sit.css")


def test_the_stamp_knows_content_and_names_but_not_line_ends(sources: Path) -> None:
    """A checkout with other line ends is the same; a renamed file is another build."""
    before = frontend.stamp(sources)
    style = sources / "src" / "base.css"

    style.write_bytes(style.read_bytes().replace(b"\n", b"\r\n"))
    assert frontend.stamp(sources) == before

    style.rename(style.with_name("basic.css"))
    assert frontend.stamp(sources) != before


def test_the_sources_work_unbundled() -> None:
    """All that a page or another source asks for is there, and only the bundle needs packages."""
    folder = source_folder()
    wanted = set(NAMES)
    for path in (*folder.glob("*.css"), *folder.glob("*.js")):
        if path.name not in {"bundle.css", "fonts.css", "editor.css"}:
            wanted.update(
                re.findall(r'(?:@import|from) "\./([\w.]+)"', path.read_text(encoding="utf-8")),
            )

    assert {name for name in wanted if not (folder / name).is_file()} == set()
    assert "fonts.css" not in wanted


def test_the_built_assets_are_small(needs: Needs) -> None:
    """Style sheet and scripts, as sent, keep to their budgets; typefaces stand apart."""
    assets = load_assets()
    needs(assets.built, "the assets are not built", "pip install -v . with the npm registry in reach")

    sizes = {
        name: len(gzip.compress((BUILT_FOLDER / assets.url(name).rpartition("/")[2]).read_bytes()))
        for name in (*NAMES, *EDITOR)
    }

    assert sizes.pop("workbench.js") + sizes.pop("editor.css") <= EDITOR_BUDGET
    assert sizes["site.css"] <= CSS_BUDGET
    assert sum(size for name, size in sizes.items() if name.endswith(".js")) <= JS_BUDGET


def test_every_macro_is_used_by_a_page() -> None:
    """The page of all components shows what there is, and is no reason for it to be there."""
    files = [path for path in TEMPLATES.rglob("*.html") if path.name != "design.html"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    named = re.findall(r"\{%-? macro (\w+)\(", text)
    used = re.sub(r"\{#.*?#\}|\{%-? macro \w+", "", text, flags=re.DOTALL)

    assert named
    assert [] == [name for name in named if f"{name}(" not in used]


def test_templates_have_no_inline_script_or_style() -> None:
    """The content security policy would block them."""
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"|javascript:")

    found = [
        f"{path.name}: {match[0]}"
        for path in TEMPLATES.rglob("*.html")
        for match in inline.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def themes() -> dict[str, dict[str, str]]:
    """Read the colours of the three blocks in tokens.css: light, dark by system, dark by choice."""
    css = (source_folder() / "tokens.css").read_text(encoding="utf-8")
    blocks = [dict(re.findall(r"--([\w-]+): (#\w{6})", block)) for block in css.split("color-scheme:")[1:]]
    colours = [block for block in blocks if block]
    return dict(zip(["light", "dark by system", "dark by choice"], colours, strict=True))


def contrast(one: str, other: str) -> float:
    """Compute the contrast ratio of two colours as WCAG 2.2 defines it, from 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark by system"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        *(
            (front, back, 4.5)
            for front in ("ink", "ink-2", "accent", "accent-strong")
            for back in ("paper", "tint")
        ),
        ("ink", "accent-tint", 4.5),
        ("accent", "accent-tint", 4.5),
        ("paper", "accent", 4.5),
        ("paper", "accent-strong", 4.5),
        ("edge", "paper", 3),
        ("edge", "tint", 3),
        ("mark", "paper", 3),
        ("mark", "tint", 3),
    ],
)
def test_colours_can_be_told_apart(theme: str, front: str, back: str, least: float) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for text, 3 to 1 for marks and the edges of fields."""
    colours = themes()[theme]

    assert contrast(colours[front], colours[back]) >= least


def test_dark_is_the_same_by_system_and_by_choice() -> None:
    """The values stand twice in the style sheet."""
    colours = themes()

    assert colours["dark by choice"] == colours["dark by system"]


@pytest.fixture(name="design", scope="module")
def _design(site: Flask) -> str:
    """The page of all components, as the site gives it."""
    return site.test_client().get("/design").text


def test_every_fact_has_a_marker_that_names_its_source(design: str) -> None:
    """What is marked as a fact ends in at least one link to its evidence, with a text of its own."""
    facts = re.findall(r'<span class="fact" data-fact>(.*?)</span>(?=\s*(?:<|$))', design, re.DOTALL)
    markers = re.findall(r'<a class="ev" href="(/assertion/[^"]+)" aria-label="Evidence \d+: [^"]+">', design)

    assert len(facts) == design.count("data-fact")
    assert len(markers) == design.count('class="ev" href')
    assert len(markers) >= len(facts)


def test_every_state_and_level_stands_in_words(design: str) -> None:
    """Marks are hidden from screen readers, so each stands beside its words, which the vocabulary gives."""
    states = re.findall(r'<use href="#st-([\w-]+)"/></svg><span(?: class="vh")?>([^<]*)', design)
    words = dict(states)

    assert set(words) >= {"recorded", "recorded-as-none", "not-stated", "not-assessed", "not-applicable"}
    assert words["not-stated"] == "not stated in the source"
    assert re.findall(r'<use href="#lv-4"/></svg><span>(\w+)<span class="vh">(, level 4 of 4)', design)


def test_table_headers_have_a_scope_and_regions_a_name(design: str) -> None:
    """A table is read cell by cell with its headers, and its region is reached with the keyboard."""
    regions = re.findall(
        r'class="scroll[^"]*" role="region" aria-label="([^"]+), table" tabindex="0"', design
    )

    assert re.findall(r"<th\b(?![^>]*scope=)", design) == []
    assert len(regions) == design.count("<table")
    # A panel with the same heading is a landmark, too: no two are to have one name.
    assert len(regions) == len(set(regions))

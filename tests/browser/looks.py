"""What the browser is asked about a page: small scripts, each answers with a list of what is wrong."""

from __future__ import annotations

from typing import Final

NAME: Final = """
  const name = (e) => `${e.tagName.toLowerCase()}${e.id ? "#" + e.id : ""}.${[...e.classList].join(".")} `
    + (e.getAttribute("aria-label") ?? e.textContent).trim().replace(/\\s+/g, " ").slice(0, 40);
  const TABBABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const tabbable = () => [...document.querySelectorAll(TABBABLE)].filter((e) =>
    e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true })
    && !(e.type === "radio" && !e.checked));
"""

OPEN_FOLDS: Final = "() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"

# The outline has to be there, and of a colour that is not that of the ground.
UNSEEN_FOCUS: Final = (
    "() => {"
    + NAME
    + """
  return tabbable().filter((e) => {
    e.focus({ preventScroll: true });
    if (document.activeElement !== e) return true;
    const style = getComputedStyle(e);
    const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    // A link in a drawing has no box; its shape gets an edge.
    const edged = (shape) => {
      const { stroke, strokeWidth } = getComputedStyle(shape);
      return stroke !== "none" && parseFloat(strokeWidth) >= 3;
    };
    const isEdged = e instanceof SVGElement && [e, ...e.querySelectorAll("*")].some(edged);
    return !isOutlined && !isEdged && style.boxShadow === "none";
  }).map(name);
}"""
)

ODD_TABINDEX: Final = (
    "() => {"
    + NAME
    + """
  return [...document.querySelectorAll("[tabindex]")].filter((e) => e.tabIndex > 0).map(name);
}"""
)

TABBABLE: Final = "() => {" + NAME + " return tabbable().map(name); }"

RECORD_STOPS: Final = (
    "() => {"
    + NAME
    + """
  window.stops = [];
  document.addEventListener("focusin", (event) => window.stops.push(name(event.target)));
  document.activeElement?.blur();
  tabbable()[0].focus();
}"""
)

FOCUS_LAST: Final = "() => {" + NAME + " tabbable().at(-1).focus(); }"

TOO_WIDE: Final = (
    "(width) => {"
    + NAME
    + """
  if (document.documentElement.scrollWidth <= width) return [];
  const inside = (e) => e.closest(".scroll, pre, .vh, .sprite, svg");
  return [...document.body.querySelectorAll("*")]
    .filter((e) => !inside(e) && e.getBoundingClientRect().right > width + 1).slice(0, 5).map(name);
}"""
)

# WCAG 1.4.12: what a reader may set without losing content.
WIDER_TEXT: Final = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

CLIPPED: Final = (
    "() => {"
    + NAME
    + """
  const cuts = (value) => value === "hidden" || value === "clip";
  return [...document.body.querySelectorAll("*")].filter((e) => {
    // What is kept for screen readers alone is a pixel wide.
    if (e.closest(".vh, .skip, svg") || !e.checkVisibility() || e.clientWidth <= 1) return false;
    const style = getComputedStyle(e);
    return (cuts(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
      || (cuts(style.overflowY) && e.scrollHeight > e.clientHeight + 1);
  }).map(name);
}"""
)

MOVING: Final = (
    "() => {"
    + NAME
    + """
  const moves = (times) => times.split(",").some((time) => parseFloat(time) > 0);
  const still = [...document.querySelectorAll("*")].filter((e) => {
    const style = getComputedStyle(e);
    return moves(style.transitionDuration) || style.animationName !== "none";
  }).map(name);
  if (getComputedStyle(document.documentElement).scrollBehavior === "smooth") still.push("smooth scrolling");
  return still.concat(document.getAnimations().map(() => "an animation"));
}"""
)

ON_PAPER: Final = (
    "() => {"
    + NAME
    + """
  const controls = ["nav", "button", ".skip", "[role=search]", "select", "input:not([type=hidden])"];
  const shown = [...document.querySelectorAll(controls.join(", "))]
    .filter((e) => e.checkVisibility() && !e.closest("[data-print]")).map(name);
  if (!document.querySelector("main").checkVisibility()) shown.push("no main");
  if (!document.querySelector("h1").checkVisibility()) shown.push("no h1");
  const ground = getComputedStyle(document.body).backgroundColor;
  const [red, green, blue, alpha] = ground.match(/[\\d.]+/g).map(Number);
  if (alpha !== 0 && Math.min(red, green, blue) < 250) shown.push("a dark ground");
  return shown;
}"""
)

# In forced colours the system draws: marks have its colour, or that of the words beside them.
LOST_IN_FORCED_COLOURS: Final = (
    "() => {"
    + NAME
    + """
  const found = [];
  const colour = (e) => getComputedStyle(e).color;
  for (const mark of document.querySelectorAll("main svg.i, main svg.lv")) {
    const wanted = [colour(mark.parentElement), colour(document.body)];
    if (mark.checkVisibility() && !wanted.includes(colour(mark))) found.push(name(mark.parentElement));
  }
  for (const e of document.querySelectorAll("button, input:not([type=hidden]), select, textarea")) {
    const style = getComputedStyle(e);
    if (!e.checkVisibility() || ["checkbox", "radio"].includes(e.type)) continue;
    if (parseFloat(style.borderTopWidth) < 1) found.push(`no edge: ${name(e)}`);
  }
  return found;
}"""
)

WORDS: Final = """() => {
  const main = document.querySelector("main").cloneNode(true);
  // A button that only a script can serve is put there by it.
  // An editor shows once more what its field holds.
  main.querySelectorAll("button, [role=status], [data-editor]").forEach((e) => e.remove());
  return main.textContent.replace(/\\s+/g, " ").trim();
}"""

_TOLD: Final = """
  const told = (found) => found.violations.map((rule) =>
    `${rule.id}, ${rule.nodes.length} times: ${rule.nodes[0].html.slice(0, 200)}`);
"""

AXE: Final = (
    "async (options) => {"
    + _TOLD
    + """
  return told(await axe.run({ resultTypes: ["violations"], preload: false, ...options }));
}"""
)

# A page has thousands of words in some dozens of looks, most of them those of other pages: one text of each
# look that is not among the known is measured.
AXE_OF_COLOURS: Final = (
    "async ({ rules, known }) => {"
    + _TOLD
    + """
  const looks = new Map();
  const seen = new Set(known);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.data.trim()) continue;
    const e = walker.currentNode.parentElement;
    const style = getComputedStyle(e);
    const kin = [];
    for (let up = e; up; up = up.parentElement) {
      const ground = getComputedStyle(up).backgroundColor;
      kin.push((kin.length < 4 ? up.tagName + "." + up.className : "") + ground);
    }
    const look = [style.color, style.fontSize, style.fontWeight, ...new Set(kin)].join();
    if (!seen.has(look) && !looks.has(look)) looks.set(look, e);
  }
  const options = { runOnly: { type: "rule", values: rules }, resultTypes: ["violations"], preload: false };
  const found = looks.size ? told(await axe.run({ include: [...looks.values()] }, options)) : [];
  return { found, looks: [...looks.keys()] };
}"""
)

// The editor of the workbench takes the place of its text field, which goes on to be what is sent. Without this file
// the page is complete: the field, its buttons and the list of examples need no script.
import Yasqe from "@zazuko/yasqe";
import { offers, prefixes } from "./completion.js";

const LONGEST_ADDRESS = 6000;
const PAUSE_MS = 150;
// Nobody else's services: neither their completion nor their lists of prefixes.
Yasqe.defaults.autocompleters = [];

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

class Editor {
  constructor(area) {
    this.area = area;
    this.form = area.form;
    this.status = element("span", { class: "vh", role: "status" });
    this.help = element("p", { class: "meta", id: "editor-keys" },
      "Ctrl+Enter runs the query, Ctrl+Space completes. Once you have written, Tab indents: Esc and then Tab leaves the editor.");
    this.box = element("div", { class: "editor", "data-editor": "" });
    area.after(this.box);
    const run = () => this.form.requestSubmit(this.form.querySelector("[data-run]"));
    this.yasqe = new Yasqe(this.box, {
      value: area.value,
      inputStyle: "contenteditable",
      tabindex: 0,
      viewportMargin: Infinity,
      editorHeight: "auto",
      lineWrapping: true,
      indentUnit: 2,
      highlightSelectionMatches: false,
      syntaxErrorCheck: false,
      persistenceId: null,
      consumeShareLink: null,
      createShareableLink: null,
      showQueryButton: false,
      resizeable: false,
      extraKeys: {
        "Ctrl-Enter": run,
        "Cmd-Enter": run,
        "Ctrl-Space": () => this.complete(true),
        "Ctrl-S": false,
        "Shift-Ctrl-F": false,
        Esc: () => this.release("Tab now leaves the editor."),
      },
    });
    this.box.append(this.help, this.status);
    this.leaving = { Tab: false, "Shift-Tab": false };
    this.yasqe.addKeyMap(this.leaving);
    this.describe();
    this.yasqe.on("change", (_, change) => this.changed(change));
    this.yasqe.on("blur", () => this.release(""));
    this.form.addEventListener("submit", (event) => this.send(event));
    // What came with the address is the reader's own; what did not is an example.
    this.given = new URLSearchParams(location.search).has("query") ? null : area.value;
    this.keep();
    area.hidden = true;
    area.required = false;
    for (const label of area.labels) label.addEventListener("click", () => this.yasqe.focus());
  }

  /** Give the field that is written in the name, the description and the state of the one that it stands for. */
  describe() {
    const input = this.yasqe.getInputField();
    const about = [this.area.getAttribute("aria-describedby"), this.help.id].filter(Boolean).join(" ");
    const given = { role: "textbox", "aria-multiline": "true", "aria-label": "Query in SPARQL", "aria-describedby": about, spellcheck: "false", tabindex: "0" };
    for (const [key, value] of Object.entries(given)) input.setAttribute(key, value);
    if (this.area.getAttribute("aria-invalid")) input.setAttribute("aria-invalid", "true");
    for (const link of document.querySelectorAll("a[data-line]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.goTo(Number(link.dataset.line), Number(link.dataset.column));
      });
    }
    const mistaken = document.querySelector(":is(.mistake, .finding-mistake) a[data-line]");
    if (mistaken) this.yasqe.addLineClass(Number(mistaken.dataset.line) - 1, "background", "line-mistaken");
  }

  goTo(line, column) {
    this.yasqe.setCursor({ line: line - 1, ch: Math.max(column - 1, 0) });
    this.yasqe.focus();
    this.yasqe.scrollIntoView(null, 80);
    this.box.scrollIntoView({ block: "nearest" });
  }

  /** Let Tab go on to what comes after the editor. */
  release(told) {
    this.isWriting = false;
    this.yasqe.removeKeyMap(this.leaving);
    this.yasqe.addKeyMap(this.leaving);
    this.status.textContent = told;
  }

  changed(change) {
    this.area.value = this.yasqe.getValue();
    if (!/^(\+input|\+delete|paste|cut|\*compose)/.test(change.origin ?? "")) return;
    if (!this.isWriting) this.yasqe.removeKeyMap(this.leaving);
    this.isWriting = true;
    clearTimeout(this.timer);
    if (change.text.length === 1 && change.text[0].endsWith(":")) this.declare();
    if (change.origin === "+input" || change.origin === "*compose") this.timer = setTimeout(() => this.complete(false), PAUSE_MS);
  }

  /** Declare the prefix that was just written, where the graph has it. */
  async declare() {
    const before = this.before();
    const prefix = /(?:^|[\s.;,{}()|/^!])([A-Za-z][\w-]*):$/.exec(before)?.[1];
    if (!prefix || /PREFIX\s+[\w-]*:$/i.test(before)) return;
    const known = await prefixes();
    if (known[prefix]) this.add({ [prefix]: known[prefix] });
  }

  add(wanted) {
    const declared = new Set([...this.yasqe.getValue().matchAll(/PREFIX\s+([\w.-]*):/gi)].map(([, prefix]) => prefix));
    for (const [prefix, iri] of Object.entries(wanted)) {
      if (!declared.has(prefix)) this.yasqe.replaceRange(`PREFIX ${prefix}: <${iri}>\n`, { line: 0, ch: 0 }, undefined, "prefix");
    }
  }

  before() {
    return this.yasqe.getRange({ line: 0, ch: 0 }, this.yasqe.getCursor());
  }

  async complete(isAsked) {
    const at = this.yasqe.getCursor();
    let found = null;
    try {
      found = await offers(this.before(), this.yasqe.getValue(), isAsked);
    } catch {
      // The site does not answer: one goes on writing.
    }
    const now = this.yasqe.getCursor();
    if (!this.yasqe.hasFocus() || now.line !== at.line || now.ch !== at.ch) return;
    if (!found?.list.length) {
      if (isAsked) this.status.textContent = "Nothing to offer here.";
      this.yasqe.closeHint();
      return;
    }
    this.show(found, at);
  }

  show({ replaced, list }, at) {
    const from = { line: at.line, ch: at.ch - replaced.length };
    const data = { list: list.map((offer) => this.hint(offer, from, at)), from, to: at };
    this.yasqe.showHint({ hint: () => data, completeSingle: false, closeOnUnfocus: true, updateOnCursorActivity: false, container: this.yasqe.rootEl });
    const box = this.yasqe.rootEl.querySelector(".CodeMirror-hints");
    if (!box) return;
    box.setAttribute("aria-label", "Completions");
    box.removeAttribute("aria-expanded");
    this.status.textContent = `${list.length === 1 ? "One completion" : `${list.length} completions`}. Choose with the arrow keys and Enter.`;
    // What is written next asks anew.
    const close = () => {
      this.yasqe.off("cursorActivity", close);
      this.yasqe.closeHint();
    };
    setTimeout(() => this.yasqe.on("cursorActivity", close));
  }

  hint(offer, from, to) {
    return {
      text: offer.text,
      hint: () => this.put(offer, from, to),
      render: (place) => {
        place.append(element("span", { class: offer.isThing ? "offer-thing" : "offer-name" }, offer.name));
        if (offer.label && offer.label !== offer.name) place.append(" ", element("span", { class: "offer-label" }, offer.label));
        place.append(" ", element("span", { class: "offer-more" }, offer.more));
      },
    };
  }

  async put(offer, from, to) {
    this.yasqe.replaceRange(offer.text, from, to, "complete");
    const prefix = /^([A-Za-z][\w-]*):[^ ]*$/.exec(offer.text)?.[1];
    const known = prefix && (await prefixes());
    if (known?.[prefix]) this.add({ [prefix]: known[prefix] });
  }

  /** Take what was written along to other examples, unrun; what is too long for an address stays behind. */
  keep() {
    const kept = () => {
      const values = { query: this.area.value, run: "no" };
      const isShort = new URLSearchParams(values).toString().length <= LONGEST_ADDRESS;
      return this.area.value !== this.given && isShort ? Object.entries(values) : [];
    };
    document.querySelector(".examples-search").addEventListener("formdata", (event) => {
      for (const [name, value] of kept()) event.formData.set(name, value);
    });
    for (const link of document.querySelectorAll(".examples-folders a, .examples .meta a")) {
      link.addEventListener("click", () => {
        const address = new URL(link.href);
        for (const [name, value] of kept()) address.searchParams.set(name, value);
        link.href = address.href;
      });
    }
  }

  /** Send what stands in the editor; values only where they are to go into the query, and long queries by POST. */
  send(event) {
    this.area.value = this.yasqe.getValue();
    const takesValues = event.submitter?.name === "fill";
    const values = this.form.querySelectorAll("[data-values] :is(input, select)");
    for (const field of values) field.disabled = !takesValues;
    const isLong = new URLSearchParams({ query: this.area.value }).toString().length > LONGEST_ADDRESS;
    this.form.method = isLong ? "post" : "get";
    // Who comes back to the page finds the fields as they were.
    setTimeout(() => values.forEach((field) => { field.disabled = false; }));
  }
}

const area = document.querySelector("textarea[data-query]");
if (area) new Editor(area);

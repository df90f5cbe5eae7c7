// Names while one is typed. An <input data-suggest> becomes a combobox with a list of names (WAI-ARIA 1.2): choosing
// one opens its page. With kinds in it, as in data-suggest="country" or "country process", it offers names of these
// kinds alone, and choosing one fills the field: with the name, or where the field has data-suggest-fill="key" with
// the key ("bgd"), with "path" its kind and key ("country/bgd"). The field then sends "change", and "suggest" with the whole suggestion in its `detail`.
const FEWEST_CHARACTERS = 2;
const PAUSE_MS = 120;
let made = 0;

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** The name with what matched marked, as text and never as markup. */
function named(parts, language) {
  const name = element("bdi", language ? { class: "suggested", lang: language } : { class: "suggested" });
  for (const [text, isMatch] of parts) name.append(isMatch ? element("mark", {}, text) : text);
  return name;
}

function option(suggestion, id) {
  // Where another of its names was found, that one stands in the second line.
  const isShown = suggestion.matched.map(([text]) => text).join("") === suggestion.name;
  const line = element("span", { class: "suggested-kind" }, suggestion.kind);
  if (isShown) {
    if (suggestion.why) line.append(". ", suggestion.why);
  } else {
    const why = suggestion.why.slice(0, suggestion.why.indexOf(": ") + 2);
    line.append(". ", why, named(suggestion.matched, suggestion.language));
  }
  const name = isShown ? suggestion.matched : [[suggestion.name, false]];
  return element("li", { role: "option", id, "aria-selected": "false" }, named(name), " ", line);
}

class Combobox {
  constructor(input) {
    this.input = input;
    this.kinds = input.dataset.suggest.split(/\s+/).filter(Boolean);
    this.found = [];
    this.active = -1;
    const id = `suggested-${++made}`;
    const label = input.labels?.[0]?.textContent.trim() || input.getAttribute("aria-label") || "Names";
    this.list = element("ul", { id, role: "listbox", class: "suggestions", "aria-label": label, hidden: "" });
    this.status = element("span", { class: "vh", role: "status" });
    this.place();
    // A field for searches may not be a combobox; one for text may.
    input.type = "text";
    input.setAttribute("enterkeyhint", "search");
    input.setAttribute("role", "combobox");
    input.setAttribute("autocomplete", "off");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", id);
    input.addEventListener("input", () => this.wait());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    // The field keeps the focus while the mouse is on the list.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const chosen = event.target.closest("[role=option]");
      if (chosen) this.choose([...this.list.children].indexOf(chosen));
    });
  }

  place() {
    const had = document.activeElement === this.input;
    const box = element("span", { class: "combobox" });
    this.input.replaceWith(box);
    box.append(this.input, this.list, this.status);
    if (had) this.input.focus();
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.activate(-1);
    if (this.input.value.trim().length < FEWEST_CHARACTERS) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    this.asking?.abort();
    const { signal } = (this.asking = new AbortController());
    const asked = new URLSearchParams({ q: this.input.value });
    for (const kind of this.kinds) asked.append("class", kind);
    try {
      const answer = await fetch(`/search/suggest?${asked}`, { signal });
      if (answer.ok) this.show((await answer.json()).suggestions);
      else this.close();
    } catch {
      // There is no answer: the form works all the same. A newer question that came in between goes on.
      if (!signal.aborted) this.close();
    }
  }

  show(found) {
    if (document.activeElement !== this.input) return;
    this.close();
    this.found = found;
    this.list.replaceChildren(...found.map((suggestion, n) => option(suggestion, `${this.list.id}-${n}`)));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    const count = found.length === 1 ? "One name" : `${found.length} names`;
    this.status.textContent = found.length ? `${count}. Choose with the arrow keys.` : "No name found.";
  }

  close() {
    clearTimeout(this.timer);
    this.found = [];
    this.activate(-1);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.status.textContent = "";
  }

  activate(place) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.list.children[place];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOpen = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && isOpen) {
      // Beyond either end lies the field itself, then the other end.
      const places = this.found.length + 1;
      this.activate(((this.active + 1 + step + places) % places) - 1);
    } else if (step && this.input.value.trim().length >= FEWEST_CHARACTERS) {
      this.ask();
    } else if (event.key === "Escape" && isOpen) {
      this.close();
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      this.choose(this.active);
    } else {
      return;
    }
    event.preventDefault();
  }

  choose(place) {
    const suggestion = this.found[place];
    this.close();
    if (!this.kinds.length) {
      location.assign(suggestion.href);
      return;
    }
    const path = suggestion.iri.slice(suggestion.iri.indexOf("/id/") + 4);
    const filled = { key: suggestion.key, path };
    this.input.value = filled[this.input.dataset.suggestFill] ?? suggestion.name;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.input.dispatchEvent(new CustomEvent("suggest", { bubbles: true, detail: suggestion }));
  }
}

export function comboboxes() {
  for (const input of document.querySelectorAll("input[data-suggest]")) new Combobox(input);
}

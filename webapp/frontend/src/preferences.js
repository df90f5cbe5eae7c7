// Theme and the search key: two choices kept in this browser, never sent anywhere.
const THEMES = ["system", "light", "dark"];

/** Read a kept choice; null where there is none or storage is closed. */
export function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // The choice then lasts as long as the page.
  }
}

function themeButton(button) {
  const root = document.documentElement;
  const show = (theme) => {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
  };
  let theme = root.dataset.theme ?? "system";
  show(theme);
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    keep("theme", theme);
    show(theme);
  });
}

/** "/" goes to the search field unless the reader has switched that off or is typing. */
function searchKey(button, field) {
  let on = kept("search-key") !== "off";
  const show = () => {
    button.textContent = `Key “/” for search: ${on ? "on" : "off"}`;
    button.setAttribute("aria-pressed", String(on));
  };
  show();
  button.addEventListener("click", () => {
    on = !on;
    keep("search-key", on ? "on" : "off");
    show();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!on || typing || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

export function preferences() {
  const place = document.querySelector("[data-prefs]");
  const field = document.querySelector("#site-search");
  if (!place || !field) return;
  themeButton(place.querySelector("[data-theme-toggle]"));
  searchKey(place.querySelector("[data-shortcut-toggle]"), field);
  place.hidden = false;
}

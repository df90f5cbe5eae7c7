// Evidence beside its fact: a marker's page, fetched as a fragment and shown near the marker. Without this script, or
// when anything fails, the marker is a plain link to that page.
let pop;
let marker;

function makePop() {
  pop = document.createElement("div");
  pop.className = "evidence-pop";
  pop.popover = "auto";
  pop.tabIndex = -1;
  pop.setAttribute("role", "dialog");
  pop.setAttribute("aria-labelledby", "evidence-pop-title");
  const header = document.createElement("div");
  header.className = "evidence-head";
  const title = document.createElement("h2");
  title.id = "evidence-pop-title";
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => pop.hidePopover());
  header.append(title, close);
  pop.append(header, document.createElement("div"));
  pop.addEventListener("toggle", (event) => {
    if (event.newState === "open") return;
    marker.removeAttribute("aria-expanded");
    // Light dismissal by a click elsewhere must not pull the reader back; Esc and Close must.
    if (pop.contains(document.activeElement) || document.activeElement === document.body) marker.focus();
  });
  document.body.append(pop);
}

/** Put the popover under its marker, or above it where there is no room; narrow screens have it at the bottom by CSS. */
function place() {
  pop.removeAttribute("style");
  if (matchMedia("(max-width: 40rem)").matches) return;
  const at = marker.getBoundingClientRect();
  const size = pop.getBoundingClientRect();
  const page = document.documentElement;
  const left = Math.max(16, Math.min(at.left, page.clientWidth - size.width - 16));
  const below = at.bottom + size.height + 8 < page.clientHeight || at.top < size.height + 8;
  pop.style.position = "absolute";
  pop.style.inset = "auto";
  pop.style.left = `${left + scrollX}px`;
  pop.style.top = `${(below ? at.bottom + 4 : at.top - size.height - 4) + scrollY}px`;
}

async function fragment(href) {
  const url = new URL(href, location.href);
  url.searchParams.set("fragment", "1");
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("text/html")) {
    throw new Error(`no fragment: ${answer.status}`);
  }
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  return holder.content;
}

async function show(link) {
  let content;
  try {
    content = await fragment(link.href);
  } catch {
    location.assign(link.href);
    return;
  }
  if (!pop) makePop();
  if (pop.matches(":popover-open")) pop.hidePopover();
  marker = link;
  pop.querySelector("h2").textContent = `Evidence ${link.textContent.trim()}`;
  pop.lastElementChild.replaceChildren(content);
  marker.setAttribute("aria-expanded", "true");
  pop.showPopover();
  place();
  pop.focus();
}

export function evidence() {
  if (!("popover" in HTMLElement.prototype)) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.ev");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented) return;
    event.preventDefault();
    show(link);
  });
}

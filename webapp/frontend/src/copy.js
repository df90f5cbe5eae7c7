// A button that copies: for blocks of code and for anything marked with data-copy. Only where the browser lets us.
function button(source, name) {
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "copy";
  copy.textContent = "Copy";
  copy.setAttribute("aria-label", `Copy: ${name}`);
  const said = document.createElement("span");
  said.className = "vh";
  said.setAttribute("role", "status");
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      copy.textContent = said.textContent = "Copied";
    } catch {
      copy.textContent = said.textContent = "Not copied";
    }
    setTimeout(() => {
      copy.textContent = "Copy";
      said.textContent = "";
    }, 2000);
  });
  return [copy, said];
}

export function copyButtons() {
  if (!navigator.clipboard) return;
  for (const figure of document.querySelectorAll("figure.code")) {
    const caption = figure.querySelector("figcaption");
    caption.append(...button(figure.querySelector("code"), caption.firstElementChild.textContent));
  }
  for (const text of document.querySelectorAll("[data-copy]")) text.after(...button(text, text.dataset.copy || "address"));
}

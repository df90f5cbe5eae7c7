// What a term means is shown by CSS on hover and focus; Esc puts it away until the pointer or the focus has left.
export function terms() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const term of document.querySelectorAll(".term:is(:hover, :focus-within)")) {
      term.classList.add("term-off");
      for (const left of ["pointerleave", "focusout"]) {
        term.addEventListener(left, () => term.classList.remove("term-off"), { once: true });
      }
    }
  });
}

// Arrow keys go from link to link in a matrix; the Tab key works as everywhere.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function next(table, cell, [down, right]) {
  let row = cell.parentElement.rowIndex;
  let column = cell.cellIndex;
  for (;;) {
    row += down;
    column += right;
    const link = table.rows[row]?.cells[column];
    if (!link) return null;
    const target = link.querySelector("a");
    if (target) return target;
  }
}

export function matrixKeys() {
  for (const table of document.querySelectorAll("[data-matrix]")) {
    table.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      const cell = event.target.closest("td, th");
      if (!step || !cell || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = next(table, cell, step);
      if (!target) return;
      event.preventDefault();
      target.focus();
    });
  }
}

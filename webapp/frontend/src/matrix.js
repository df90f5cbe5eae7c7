// Arrow keys go from link to link in a matrix, Home and End to the ends of a row, with Ctrl to the corners.
// The Tab key works as everywhere: a table of links stays one, for those who read it with other tools.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function linkIn(cell) {
  return cell?.querySelector("a");
}

function next(table, cell, [down, right]) {
  let row = cell.parentElement.rowIndex;
  let column = cell.cellIndex;
  for (;;) {
    row += down;
    column += right;
    const at = table.rows[row]?.cells[column];
    if (!at) return null;
    if (linkIn(at)) return linkIn(at);
  }
}

function end(table, row, isLast) {
  const rows = row ? [row] : [...table.rows];
  const links = rows.flatMap((one) => [...one.cells].map(linkIn)).filter(Boolean);
  return links.at(isLast ? -1 : 0);
}

function target(table, cell, event) {
  if (event.altKey || event.metaKey) return null;
  if (event.key === "Home" || event.key === "End") {
    return end(table, event.ctrlKey ? null : cell.parentElement, event.key === "End");
  }
  const step = STEPS[event.key];
  return step && !event.ctrlKey ? next(table, cell, step) : null;
}

export function matrixKeys() {
  for (const table of document.querySelectorAll("[data-matrix]")) {
    table.addEventListener("keydown", (event) => {
      const cell = event.target.closest("td, th");
      const link = cell && target(table, cell, event);
      if (!link) return;
      event.preventDefault();
      link.focus();
    });
  }
}

// Arrow keys go from tile to tile in the direction in which they are seen, over blocks too; Home and End go to the ends
// of a block. The Tab key works as everywhere.
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** A tile straight ahead is nearer than one aside: steps aside count this many times. */
const ASIDE = 3;

function centre(tile) {
  const box = tile.querySelector("use").getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

function nearest(tiles, from, [right, down]) {
  const [x, y] = centre(from);
  let best = null;
  let least = Infinity;
  for (const tile of tiles) {
    const [atX, atY] = centre(tile);
    const ahead = (atX - x) * right + (atY - y) * down;
    const aside = Math.abs((atX - x) * down) + Math.abs((atY - y) * right);
    if (ahead < 4 || (right && aside > 8)) continue;
    if (ahead + ASIDE * aside < least) {
      least = ahead + ASIDE * aside;
      best = tile;
    }
  }
  return best;
}

function target(map, tile, key) {
  const inBlock = [...tile.closest("svg").querySelectorAll("a")];
  if (key === "Home") return inBlock[0];
  if (key === "End") return inBlock.at(-1);
  const tiles = [...map.querySelectorAll("svg a")];
  const seen = nearest(tiles, tile, STEPS[key]);
  if (seen || !STEPS[key][0]) return seen;
  // At the end of a line, as in a text, the next one begins.
  return tiles[tiles.indexOf(tile) + STEPS[key][0]];
}

export function tileKeys() {
  for (const map of document.querySelectorAll("[data-tiles]")) {
    map.addEventListener("keydown", (event) => {
      const tile = event.target.closest("svg a");
      const isOurs = event.key in STEPS || event.key === "Home" || event.key === "End";
      if (!tile || !isOurs || event.ctrlKey || event.metaKey || event.altKey) return;
      const next = target(map, tile, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  }
}

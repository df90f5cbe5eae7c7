// Pages are complete without this file; each part below makes one thing quicker.
import { comboboxes } from "./combobox.js";
import { copyButtons } from "./copy.js";
import { evidence } from "./evidence.js";
import { matrixKeys } from "./matrix.js";
import { preferences } from "./preferences.js";
import { tileKeys } from "./tiles.js";

preferences();
evidence();
copyButtons();
matrixKeys();
comboboxes();
tileKeys();

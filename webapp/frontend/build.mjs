// node build.mjs OUT STAMP: bundles src/ into OUT, names each file by its content, lists them in OUT/manifest.json.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const [out, stamp] = process.argv.slice(2);
// What the pages ask for, and the file it is made from. site.css is made with the typefaces, which src/site.css lacks.
const entries = {
  "site.css": "bundle.css",
  "site.js": "site.js",
  "theme.js": "theme.js",
  "mark.svg": "mark.svg",
  // The editor, which one page alone loads.
  "workbench.js": "workbench.js",
  "editor.css": "editor.css",
};
const editorParts = { codemirror: "LICENSE", "lodash-es": "LICENSE", dompurify: "LICENSE", "query-string": "license", store: "LICENSE" };
const typefaces = ["@fontsource-variable/source-sans-3", "@fontsource-variable/source-serif-4"];

const result = await build({
  absWorkingDir: here,
  entryPoints: Object.entries(entries).map(([name, source]) => ({
    in: path.join("src", source),
    out: path.parse(name).name,
  })),
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox113", "safari16.2"],
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "copy" },
  outdir: out,
  metafile: true,
  logLevel: "warning",
});

const made = new Map(
  Object.entries(result.metafile.outputs)
    .filter(([, output]) => output.entryPoint)
    .map(([file, output]) => [path.posix.basename(output.entryPoint), path.posix.basename(file)]),
);
const files = Object.fromEntries(Object.entries(entries).map(([name, source]) => [name, made.get(source)]));
const absent = Object.keys(files).filter((name) => !files[name]);
if (absent.length) throw new Error(`nothing was built for ${absent.join(", ")}`);

// The licences of typefaces and of the editor's packages ask to travel with them.
const text = async (name, file) => `${name}\n\n${await readFile(path.join(here, "node_modules", name, file), "utf8")}`;
const licences = await Promise.all(typefaces.map((name) => text(name, "LICENSE")));
await writeFile(path.join(out, "typeface-licences.txt"), licences.join("\n\n"));
const parts = [
  "@zazuko/yasqe and @zazuko/yasgui-utils: MIT, Triply B.V. and Zazuko GmbH, in the terms of the MIT licences below",
  ...(await Promise.all(Object.entries(editorParts).map(([name, file]) => text(name, file)))),
];
await writeFile(path.join(out, "editor-licences.txt"), parts.join("\n\n"));
await writeFile(path.join(out, "manifest.json"), `${JSON.stringify({ stamp, files }, null, 2)}\n`);

// What the editor of the workbench offers while one writes: variables of the query, prefixes, words of SPARQL, classes
// and properties of this graph by name or by label, and things by label. All of it comes from this site.
const MOST_TERMS = 12;
const FEWEST_LETTERS = 2;
const FEWEST_FOR_THINGS = 3;
const WORDS = [
  "ASK", "ASC", "BIND", "BOUND", "COALESCE", "CONCAT", "CONSTRUCT", "CONTAINS", "COUNT", "DESC", "DESCRIBE", "DISTINCT",
  "FILTER", "FROM NAMED", "GRAPH", "GROUP BY", "GROUP_CONCAT", "HAVING", "LANG", "LCASE", "LIMIT", "MINUS",
  "NOT EXISTS", "OFFSET", "OPTIONAL", "ORDER BY", "PREFIX", "REGEX", "SAMPLE", "SELECT", "STRSTARTS", "UNION", "VALUES", "WHERE",
];

let asked;
/** The terms of the graph, asked for once. */
function terms() {
  asked ??= fetch("/sparql/terms.json", { headers: { Accept: "application/json" } }).then((answer) => answer.json());
  asked.catch(() => { asked = undefined; });
  return asked;
}

/** What stands before the cursor: how the word that is being written begins, and where in the pattern it stands. */
export function context(before) {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const begun = (kind, match) => ({ kind, text: match[0], role: role(before.slice(0, before.length - match[0].length)) });
  // In a comment or a string there is nothing to complete.
  const bare = line.replace(/<[^<>\s]*>/g, "<>").replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
  if (/["']/.test(bare.replaceAll('""', "")) || /(^|[\s.;{}])#/.test(bare)) return null;
  let match = /^\s*PREFIX\s+([\w-]*)$/i.exec(line);
  if (match) return { kind: "prefix", text: match[1], role: "" };
  if (/^\s*PREFIX\s/i.test(line)) return null;
  if ((match = /[?$]\w*$/.exec(line))) return begun("variable", match);
  if ((match = /<[^<>\s"]*$/.exec(line))) return begun("iri", match);
  if ((match = /(?:[A-Za-z][\w.-]*)?:[\w%./-]*$/.exec(line))) return begun("name", match);
  if ((match = /[\p{L}][\p{L}\p{N}_-]*$/u.exec(line))) return begun("word", match);
  return { kind: "word", text: "", role: role(before) };
}

/** Which place of a pattern comes next: subject, predicate, object, or class where the predicate is "a". */
function role(before) {
  const plain = before
    .replace(/<[^<>\s]*>/g, "<>")
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""')
    .replace(/(^|\s)#[^\n]*/g, " ");
  const place = Math.max(...["{", "}", ". ", ".\n", ";", "("].map((sign) => plain.lastIndexOf(sign)));
  const said = plain.slice(place + 1).trim().split(/\s+/).filter(Boolean);
  const count = said.length + (plain[place] === ";" ? 1 : 0);
  if (count === 0) return "subject";
  if (count === 1) return "predicate";
  return ["a", "rdf:type"].includes(said[plain[place] === ";" ? 0 : 1]) ? "class" : "object";
}

/** How well a term fits what was written: a lower number is better, null is not at all. */
function fit(term, word) {
  const label = term.label.toLowerCase();
  const local = term.name.slice(term.name.indexOf(":") + 1).toLowerCase();
  if (label.startsWith(word) || local.startsWith(word)) return 0;
  if (label.split(/\s+/).some((part) => part.startsWith(word))) return 1;
  return word.length >= FEWEST_FOR_THINGS && (label.includes(word) || local.includes(word)) ? 2 : null;
}

function ofTerms(known, { kind, text, role }) {
  const wanted = text.toLowerCase();
  const scored = [];
  for (const term of known) {
    let score;
    if (kind === "name") score = term.name.toLowerCase().startsWith(wanted) || fit(term, wanted.split(":")[1]) === 0 && wanted.startsWith(":") ? 0 : null;
    else if (kind === "iri") score = term.iri.toLowerCase().startsWith(wanted.slice(1)) ? 0 : null;
    else score = wanted ? fit(term, wanted) : 0;
    if (score === null) continue;
    const isClass = term.kind === "class";
    if (role === "class" && !isClass) continue;
    if (role === "predicate" && isClass) score += 4;
    if (role === "subject" && kind === "word") score += 2;
    scored.push([score, -term.uses, term]);
  }
  scored.sort(([a, b, c], [d, e, f]) => a - d || b - e || (c.name < f.name ? -1 : 1));
  return scored.slice(0, MOST_TERMS).map(([, , term]) => ({
    text: kind === "iri" ? `<${term.iri}>` : term.name,
    name: term.name,
    label: term.label,
    more: [`${term.kind}, used ${term.uses.toLocaleString("en-GB")} ${term.uses === 1 ? "time" : "times"}`, term.comment].filter(Boolean).join(". "),
  }));
}

async function ofThings({ text, role }, known) {
  if (text.length < FEWEST_FOR_THINGS || role === "predicate" || role === "class") return [];
  const answer = await fetch(`/search/suggest?${new URLSearchParams({ q: text })}`);
  const found = answer.ok ? (await answer.json()).suggestions : [];
  return found
    .filter((thing) => !known.some((term) => term.iri === thing.iri))
    .map((thing) => ({ text: `<${thing.iri}>`, name: thing.name, label: "", more: `${thing.kind}, ${thing.key}`, isThing: true }));
}

function ofVariables(query, { text }) {
  const found = new Set(query.match(/[?$]\w+/g));
  found.delete(text);
  return [...found].filter((name) => name.startsWith(text)).sort().map((name) => ({ text: name, name, label: "", more: "variable of this query" }));
}

function ofPrefixes(prefixes, { text }) {
  return Object.entries(prefixes)
    .filter(([prefix]) => prefix.startsWith(text))
    .map(([prefix, iri]) => ({ text: `${prefix}: <${iri}>`, name: `${prefix}:`, label: "", more: iri }));
}

function ofWords({ text }) {
  const wanted = text.toUpperCase();
  if (wanted.length < FEWEST_LETTERS || WORDS.includes(wanted)) return [];
  return WORDS.filter((word) => word.startsWith(wanted)).map((word) => ({ text: word, name: word, label: "", more: "word of SPARQL" }));
}

/** The prefixes of the graph, by name. */
export async function prefixes() {
  return (await terms()).prefixes;
}

/**
 * What can be offered after `before`, within the whole `query`; `isAsked` where the reader asked for it by a key.
 * Gives the text to replace and what may take its place: text, name, label, more.
 */
export async function offers(before, query, isAsked) {
  const at = context(before);
  if (!at) return null;
  const enough = at.text.length >= FEWEST_LETTERS || (at.kind === "variable" && at.text.length >= 1);
  if (!isAsked && !enough && at.kind !== "prefix") return null;
  if (at.kind === "variable") return { replaced: at.text, list: ofVariables(query, at) };
  const known = await terms();
  if (at.kind === "prefix") return { replaced: at.text, list: ofPrefixes(known.prefixes, at) };
  const list = ofTerms(known.terms, at);
  if (at.kind !== "word") return { replaced: at.text, list };
  const [words, things] = [ofWords(at), await ofThings(at, known.terms).catch(() => [])];
  return { replaced: at.text, list: at.role === "predicate" ? [...list, ...words] : [...words, ...list, ...things] };
}

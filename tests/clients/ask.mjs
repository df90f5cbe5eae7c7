// Asks an endpoint through Comunica, or with `file` a document that it reads by its address.
// One query a line of standard input, one answer a line of standard output.
import { createInterface } from 'node:readline';
import { QueryEngine } from '@comunica/query-sparql';

const engine = new QueryEngine();
const [, , address, type = 'sparql'] = process.argv;
// Of a document it takes N-Quads, whose statements stand in the graphs of their assertions.
const context = { sources: [{ type, value: address }], noCache: true, unionDefaultGraph: type === 'file' };

async function answered(query) {
  const result = await engine.query(query, context);
  if (result.resultType === 'boolean') return { boolean: await result.execute() };
  const stream = await result.execute();
  if (result.resultType === 'bindings') {
    const rows = await stream.toArray();
    return { rows: rows.map(row => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value]))) };
  }
  const quads = await stream.toArray();
  return { quads: quads.map(quad => [quad.subject.value, quad.predicate.value, quad.object.value]) };
}

for await (const line of createInterface({ input: process.stdin })) {
  let said;
  try {
    said = await answered(JSON.parse(line));
  } catch (error) {
    said = { error: String(error.message) };
  }
  console.log(JSON.stringify(said));
}

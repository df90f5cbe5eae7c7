// Reads files of RDF by the parsers that Comunica has, and prints the SHA-256 of their canonical N-Quads (RDFC-1.0).
// One line `<media type> <path>` of standard input gives one line of standard output; nothing of this is ours.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { JsonLdParser } from 'jsonld-streaming-parser';
import { StreamParser } from 'n3';
import { canonize } from 'rdf-canonize';
import { RdfXmlParser } from 'rdfxml-streaming-parser';

const others = {
  'application/ld+json': () => new JsonLdParser(),
  'application/rdf+xml': () => new RdfXmlParser(),
};

// The canonizer leaves nodes alone whose names look canonical already: it has to find out by itself.
function renamed(term) {
  return term.termType === 'BlankNode' ? { termType: 'BlankNode', value: `x${term.value}` } : term;
}

async function hashOf(mediaType, path) {
  const parser = others[mediaType]?.() ?? new StreamParser({ format: mediaType });
  const read = await createReadStream(path).pipe(parser).toArray();
  const quads = read.map(({ subject, predicate, object, graph }) => (
    { subject: renamed(subject), predicate, object: renamed(object), graph: renamed(graph) }
  ));
  const canonical = await canonize(quads, { algorithm: 'RDFC-1.0', format: 'application/n-quads', maxWorkFactor: 3 });
  return createHash('sha256').update(canonical).digest('hex');
}

for await (const line of createInterface({ input: process.stdin })) {
  const [mediaType, path] = line.split(' ', 2);
  console.log(await hashOf(mediaType, path));
}

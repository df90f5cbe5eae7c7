"""The page of the JSON-LD context: what each name in the JSON of the site means, and as what RDF reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from kg.contexts import DIGEST, VOCABULARY, terms
from kg.namespaces import CONTEXT

_KEYWORDS: Final = "@"
_MEANINGS: Final[dict[str, str]] = {
    "id": "The IRI of what is told of.",
    "iri": "The IRI of what a row is about, which is the node of the row.",
    "type": "Its classes, or the kind of a problem.",
    "properties": "Each property with its values: the statements themselves.",
    "included": "What is said of others beside the thing, such as coverage.",
    "reverse": "Who points to the thing, by the property.",
    "license": "The licence of the document that says this.",
    "release": "The release that the answer was given from.",
    "query": "The stored query that ran.",
    "list": "The list that was asked for.",
    "title": "A title.",
    "summary": "What a query answers, in a sentence.",
    "detail": "What is wrong and what to do, in a sentence.",
    "notes": "Sentences that a reader of the rows needs.",
    "params": "The values that a query ran with, under the IRI of the query.",
    "filters": "What a list was narrowed by, under the IRI of the list.",
    "columns": "What each column means; kept as it is, as one value of JSON.",
    "total": "How many rows there are in all parts.",
    "limit": "How many rows a part has at most.",
    "offset": "How many rows come before the part.",
    "rows": "The rows, in their order, each a node; the columns are told in the answer itself.",
    "facets": "The filters of a list, with how many things each value has.",
    "options": "The values of a filter.",
    "count": "How many things of the rest of the choice have a value.",
    "name": "The parameter of a filter, or the member of a problem.",
    "label": "A name to show, without its language; the names that sources give stand in properties.",
    "document": "The document about a thing; in evidence, the document that says it.",
    "statements": "The statements one by one, each with its evidence.",
    "coverage": "What documents say or leave out about the thing, with evidence.",
    "incoming": "The statements of others that lead to the thing.",
    "subject": "What a statement is about, where that is not the thing.",
    "property": "The property of a statement.",
    "propertyLabel": "The name of the property.",
    "value": "The value of a statement, or of a filter.",
    "language": "The language of the value.",
    "datatype": "The datatype of the value.",
    "assertion": "The assertion that makes a statement, which is its named graph.",
    "basis": "Whether it was transcribed, decided by the editors, or derived.",
    "evidence": "What a statement rests on.",
    "locator": "Where in the document.",
    "rule": "The rule that derived it.",
    "inputs": "The assertions that it was derived from.",
    "graph": "The graph of ours that states it, where no document does.",
    "words": "The words that were looked for.",
    "hits": "The things that were found, in their order.",
    "kind": "What the thing is called by its class.",
    "key": "The key of the thing within its class.",
    "page": "The page of the thing.",
    "why": "How it was found, or why a value has nothing.",
    "schema": "The JSON Schema of an answer.",
    "status": "The status of HTTP.",
    "instance": "The address that was asked for.",
    "meaning": "What a kind of problem means.",
    "advice": "What to do about it.",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name in our JSON: what it means, and the IRI or the keyword of JSON-LD that it stands for."""

    name: str
    iri: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ContextPage:
    """All that `context.html` may use; `prefixes` are (prefix, namespace)."""

    iri: str
    digest: str
    names: tuple[Name, ...]
    prefixes: tuple[tuple[str, str], ...]


def context_page() -> ContextPage:
    """Return what the first context says, name by name."""
    said = terms()
    return ContextPage(
        CONTEXT,
        DIGEST,
        tuple(Name(name, _whole(said[name], said), meaning) for name, meaning in _MEANINGS.items()),
        tuple((name, iri) for name, iri in said.items() if name not in _MEANINGS),
    )


def _whole(term: Any, said: dict[str, Any]) -> str:  # noqa: ANN401  (a term of JSON-LD is a text or an object)
    iri = str(term["@id"] if isinstance(term, dict) else term)
    prefix, _, local = iri.partition(":")
    if iri.startswith((_KEYWORDS, VOCABULARY)) or not isinstance(said.get(prefix), str):
        return iri
    return f"{said[prefix]}{local}"

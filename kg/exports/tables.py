"""
Rows of a query as CSV, TSV, JSON and XML: the same bytes for the same rows, whatever engine answered.

CSV is UTF-8 without a byte order mark; lines end in CR LF and fields are quoted where RFC 4180 asks for it,
as the standard "SPARQL 1.1 Query Results CSV and TSV Formats" demands. TSV is its other half: terms in the
notation of Turtle, lines that end in LF; so it keeps languages and datatypes, which CSV loses.

A cell that starts with `=`, `+`, `-` or `@` is written as it is. A spreadsheet might take it for a formula,
but an apostrophe in front would change the data: what is read back would no longer equal what was published.
None of our texts is written by strangers. Open files from elsewhere through the import dialogue, as text.
"""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING, Final, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from kg.errors import MediaTypeError, StoreError
from kg.namespaces import PREFIXES
from kg.store.protocol import Solutions
from kg.terms import XSD_STRING, BlankNode, Iri, Literal, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Plain: TypeAlias = str | int | float | bool | None

_XSD: Final = PREFIXES["xsd"]
_WHOLE: Final = frozenset(
    _XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)
_REAL: Final = frozenset(_XSD + name for name in ("decimal", "double", "float"))
_TRUTH: Final = {"true": True, "1": True, "false": False, "0": False}
_TSV_ESCAPES: Final = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r"})
_RESULTS_XML: Final = "http://www.w3.org/2005/sparql-results#"


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write any table as our CSV; None becomes an empty field."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow("" if cell is None else cell for cell in row)
    return out.getvalue().encode()


def as_csv(solutions: Solutions) -> bytes:
    """Write rows as CSV; the text of each term, an empty field where a row has no value."""
    cells = (
        [_csv_cell(row[name]) if name in row else None for name in solutions.variables]
        for row in solutions.rows
    )
    return csv_bytes(solutions.variables, cells)


def _csv_cell(term: Term) -> str:
    return term.n3() if isinstance(term, BlankNode) else term.value


def as_tsv(solutions: Solutions) -> bytes:
    """Write rows as TSV; each term in Turtle's notation."""
    lines = ["\t".join(f"?{name}" for name in solutions.variables)]
    for row in solutions.rows:
        cells = (row[name].n3() if name in row else "" for name in solutions.variables)
        lines.append("\t".join(cell.translate(_TSV_ESCAPES) for cell in cells))
    return ("\n".join(lines) + "\n").encode()


def plain(term: Term | None) -> Plain:
    """
    Return a term as a JSON value: numbers and truth values as such, anything else as its text.

    Infinite values, which JSON lacks, and texts that are no number of their type stay texts.
    """
    if not isinstance(term, Literal):
        return None if term is None else _csv_cell(term)
    if term.datatype == _XSD + "boolean":
        return _TRUTH.get(term.value, term.value)
    try:
        if term.datatype in _WHOLE:
            return int(term.value)
        if term.datatype in _REAL and math.isfinite(number := float(term.value)):
            return number
    except ValueError:
        return term.value
    return term.value


def records(solutions: Solutions) -> list[dict[str, Plain]]:
    """Return rows as objects, one key a column in the order of the columns; null where a row has no value."""
    return [{name: plain(row.get(name)) for name in solutions.variables} for row in solutions.rows]


def as_records(solutions: Solutions) -> bytes:
    """Write rows as a JSON array of plain objects."""
    return json.dumps(records(solutions), ensure_ascii=False, indent=1).encode()


def as_results_json(solutions: Solutions) -> bytes:
    """Write rows as SPARQL 1.1 Query Results JSON."""
    bindings = [
        {name: _json_term(row[name]) for name in solutions.variables if name in row} for row in solutions.rows
    ]
    document = {"head": {"vars": list(solutions.variables)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, Literal):
        made = {"type": "literal", "value": term.value}
        if term.language:
            made["xml:lang"] = term.language
        elif term.datatype and term.datatype != XSD_STRING:
            made["datatype"] = term.datatype
        return made
    return {"type": "bnode" if isinstance(term, BlankNode) else "uri", "value": term.value}


def as_results_xml(solutions: Solutions) -> bytes:
    """Write rows as SPARQL Query Results XML."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<sparql xmlns="{_RESULTS_XML}">', "<head>"]
    lines += [f"<variable name={quoteattr(name)}/>" for name in solutions.variables]
    lines += ["</head>", "<results>"]
    for row in solutions.rows:
        bound = (
            f"<binding name={quoteattr(n)}>{_xml_term(row[n])}</binding>"
            for n in solutions.variables
            if n in row
        )
        lines.append(f"<result>{''.join(bound)}</result>")
    lines += ["</results>", "</sparql>", ""]
    return "\n".join(lines).encode()


def _xml_term(term: Term) -> str:
    # A bare carriage return would be read back as a line feed.
    text = escape(term.value, {"\r": "&#13;"})
    if isinstance(term, Iri):
        return f"<uri>{text}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{text}</bnode>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{text}</literal>"
    if term.datatype and term.datatype != XSD_STRING:
        return f"<literal datatype={quoteattr(term.datatype)}>{text}</literal>"
    return f"<literal>{text}</literal>"


_WRITERS: Final = {
    "application/sparql-results+json": as_results_json,
    "application/sparql-results+xml": as_results_xml,
    "text/csv": as_csv,
    "text/tab-separated-values": as_tsv,
    "application/json": as_records,
}

TABLE_MEDIA_TYPES: Final = tuple(_WRITERS)


def write(solutions: Solutions, media_type: str) -> bytes:
    """
    Write rows in one of `TABLE_MEDIA_TYPES`; `application/json` means plain objects.

    Raises:
        MediaTypeError: rows cannot be written so.
    """
    if media_type not in _WRITERS:
        known = ", ".join(TABLE_MEDIA_TYPES)
        raise MediaTypeError(f"Rows cannot be written as {media_type!r}; ask for one of {known}.")
    return _WRITERS[media_type](solutions)


def read_results_json(body: bytes) -> Solutions | bool:
    """
    Read SPARQL 1.1 Query Results JSON: the rows of a SELECT or the answer of an ASK.

    Raises:
        StoreError: the body is not that format.
    """
    try:
        document = json.loads(body)
        if "boolean" in document:
            return bool(document["boolean"])
        rows = tuple(
            {name: _term(cell) for name, cell in row.items()} for row in document["results"]["bindings"]
        )
        return Solutions(tuple(document["head"]["vars"]), rows)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"The store's answer is not SPARQL results JSON ({error}); check the endpoint."
        ) from error


def _term(cell: dict[str, str]) -> Term:
    value = cell["value"]
    if cell["type"] == "uri":
        return Iri(value)
    if cell["type"] == "bnode":
        return BlankNode(value)
    language = cell.get("xml:lang")
    return Literal(value, None if language else cell.get("datatype"), language)

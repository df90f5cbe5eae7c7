"""Tables of results: read in JSON as a stream, and written in every format of SPARQL 1.1."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from typing import IO, TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from kg.errors import StoreError
from kg.namespaces import XSD
from kg.store.protocol import RESULT_TYPES, Solutions
from kg.terms import XSD_BOOLEAN, XSD_STRING, BlankNode, Iri, Literal, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_CHUNK_CHARACTERS: Final = 1 << 16
_SPACE: Final = " \t\r\n"
_XML: Final = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
# Virtuoso writes truth values as it stores them, and addresses where others write labels.
_TRUTH_VALUES: Final = {"0": "false", "1": "true"}
_BLANK_ADDRESS: Final = "nodeID://"
_BARE: Final = {
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    XSD_BOOLEAN: re.compile(r"true|false"),
}
"""What stands in TSV without quotation marks, as in Turtle, by datatype."""


def from_json(term: Mapping[str, str]) -> Term:
    """
    Convert a term of the SPARQL 1.1 results format in JSON; truth values come as `true` and `false`.

    Raises:
        StoreError: the term is none of RDF 1.1, such as a triple term or a text with a direction.
    """
    kind, value = term["type"], term["value"]
    if kind == "uri":
        return Iri(value)
    # Virtuoso and other servers of the time of SPARQL 1.0 write `typed-literal`.
    if kind in {"literal", "typed-literal"} and "its:dir" not in term:
        language = term.get("xml:lang")
        if language:
            return Literal(value, None, language)
        datatype = term.get("datatype")
        if datatype == XSD_BOOLEAN:
            value = _TRUTH_VALUES.get(value, value)
        return Literal(value, None if datatype == XSD_STRING else datatype)
    if kind == "bnode":
        return BlankNode(value.removeprefix(_BLANK_ADDRESS))
    raise StoreError(f"RDF 1.1 does not know the term {value} ({kind}); use its parts instead.")


def to_json(term: Term) -> dict[str, str]:
    """Return a term as the SPARQL 1.1 results format in JSON has it."""
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    return {"type": "literal", "value": term.value} | ({"datatype": term.datatype} if term.datatype else {})


def read_table(source: IO[bytes]) -> tuple[tuple[str, ...], Iterator[dict[str, Term]]]:
    """
    Read a table of results in JSON, row by row, so that it need not fit into memory.

    Args:
        source: The document; its `head` stands before its `results`, as all servers write it.

    Returns:
        The variables, and the rows as they are read.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: It is no such document, or does not end as one; also
            while rows are read.
        StoreError: A term is none of RDF 1.1.
    """
    parts = _parts(_Reader(source))
    head = next(parts)
    variables = tuple(str(name) for name in head["vars"])
    return variables, ({name: from_json(term) for name, term in row.items()} for row in parts)


def preview(source: IO[bytes], most: int) -> tuple[Solutions, int]:
    """Return the first `most` rows of a table in JSON and the number of all; errors as in `read_table`."""
    variables, rows = read_table(source)
    kept: list[dict[str, Term]] = []
    total = 0
    for row in rows:
        total += 1
        if total <= most:
            kept.append(row)
    return Solutions(variables, tuple(kept)), total


def rewrite(source: IO[bytes], media_type: str, sink: IO[bytes]) -> int:
    """Write a table in JSON in one of `RESULT_TYPES` and count its rows; errors as in `read_table`."""
    variables, rows = read_table(source)
    return _write(variables, rows, media_type, sink)


def table_bytes(solutions: Solutions, media_type: str) -> bytes:
    """Return a table in one of `RESULT_TYPES`, the same bytes for the same rows."""
    sink = io.BytesIO()
    _write(solutions.variables, solutions.rows, media_type, sink)
    return sink.getvalue()


def _write(
    variables: Sequence[str], rows: Iterable[Mapping[str, Term]], media_type: str, sink: IO[bytes]
) -> int:
    begin, line, end = _WRITERS[RESULT_TYPES[media_type]]
    sink.write(begin(variables).encode())
    total = 0
    for row in rows:
        sink.write(line(variables, row, total == 0).encode())
        total += 1
    sink.write(end.encode())
    return total


def truth_value(verdict: bool, media_type: str) -> bytes:  # noqa: FBT001  (it is the answer)
    """Return the answer of an ASK query in one of `RESULT_TYPES`."""
    word = "true" if verdict else "false"
    match RESULT_TYPES[media_type]:
        case "json":
            return f'{{"head":{{}},"boolean":{word}}}'.encode()
        case "xml":
            return f"{_XML}</head><boolean>{word}</boolean></sparql>".encode()
    return word.encode()


def _parts(reader: _Reader) -> Iterator[dict[str, Any]]:
    """Yield the head of a document, then its rows."""
    is_begun = is_listed = False
    for key in reader.members():
        if key == "head" and not is_begun:
            is_begun = True
            yield reader.value()
        elif key == "results" and is_begun:
            for inner in reader.members():
                if inner == "bindings":
                    is_listed = True
                    yield from reader.items()
                else:
                    reader.value()
        else:
            reader.value()
    # Oxigraph ends a healthy answer with a sentence when its time is up.
    if not is_listed or reader.peek():
        raise ValueError("no table, or more than one")


class _Reader:
    """Takes a document in JSON apart, holding no more of it than one value."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = codecs.getreader("utf-8")(source)
        self._decode = json.JSONDecoder().raw_decode
        self._held, self._at = "", 0

    def peek(self) -> str:
        """Return the next character that is no space; nothing at the end."""
        while True:
            while self._at < len(self._held):
                if self._held[self._at] not in _SPACE:
                    return self._held[self._at]
                self._at += 1
            if not self._more():
                return ""

    def value(self) -> Any:  # noqa: ANN401  (whatever JSON holds)
        """Take one value."""
        self.peek()
        while True:
            try:
                found, end = self._decode(self._held, self._at)
            except json.JSONDecodeError:
                if not self._more():
                    raise
                continue
            if end == len(self._held) and self._more():  # a number may go on
                continue
            self._at = end
            return found

    def members(self) -> Iterator[str]:
        """Yield the keys of an object; the caller takes the value of each before the next."""
        self._take("{")
        while self.peek() != "}":
            key = self.value()
            self._take(":")
            yield key
            if self.peek() != "}":
                self._take(",")
        self._take("}")

    def items(self) -> Iterator[Any]:
        """Yield the values of an array."""
        self._take("[")
        while self.peek() != "]":
            yield self.value()
            if self.peek() != "]":
                self._take(",")
        self._take("]")

    def _take(self, mark: str) -> None:
        if self.peek() != mark:
            raise ValueError(f"{mark!r} is missing")
        self._at += 1

    def _more(self) -> bool:
        left = self._held[self._at :]
        # As much again as is held: a long value is not tried once for every few characters.
        read = self._source.read(max(_CHUNK_CHARACTERS, len(left)), max(_CHUNK_CHARACTERS, len(left)))
        if read:
            self._held, self._at = left + read, 0
        return bool(read)


def _json_head(variables: Sequence[str]) -> str:
    names = json.dumps(variables, ensure_ascii=False, separators=(",", ":"))
    return f'{{"head":{{"vars":{names}}},"results":{{"bindings":['


def _json_line(_: Sequence[str], row: Mapping[str, Term], is_first: bool) -> str:  # noqa: FBT001
    text = json.dumps(
        {name: to_json(term) for name, term in row.items()}, ensure_ascii=False, separators=(",", ":")
    )
    return text if is_first else "," + text


def _xml_head(variables: Sequence[str]) -> str:
    names = "".join(f"<variable name={quoteattr(name)}/>" for name in variables)
    return f"{_XML}{names}</head><results>"


def _xml_line(_: Sequence[str], row: Mapping[str, Term], __: bool) -> str:  # noqa: FBT001
    cells = (f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in row.items())
    return f"<result>{''.join(cells)}</result>"


def _xml_term(term: Term) -> str:
    # A parser would turn a carriage return into a line feed.
    text = escape(term.value, {"\r": "&#13;", '"': "&quot;", "'": "&apos;"})
    if isinstance(term, Iri):
        return f"<uri>{text}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{text}</bnode>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{text}</literal>"
    kind = f" datatype={quoteattr(term.datatype)}" if term.datatype else ""
    return f"<literal{kind}>{text}</literal>"


def _csv_head(variables: Sequence[str]) -> str:
    return _csv_row(variables)


def _csv_line(variables: Sequence[str], row: Mapping[str, Term], _: bool) -> str:  # noqa: FBT001
    terms = (row.get(name) for name in variables)
    return _csv_row([t.n3() if isinstance(t, BlankNode) else t.value if t else "" for t in terms])


def _csv_row(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _tsv_head(variables: Sequence[str]) -> str:
    return "\t".join(f"?{name}" for name in variables) + "\n"


def _tsv_line(variables: Sequence[str], row: Mapping[str, Term], _: bool) -> str:  # noqa: FBT001
    return "\t".join(_tsv_term(row.get(name)) for name in variables) + "\n"


def _tsv_term(term: Term | None) -> str:
    if isinstance(term, Literal) and (bare := _BARE.get(term.datatype or "")) and bare.fullmatch(term.value):
        return term.value
    return term.n3() if term else ""


_WRITERS: Final[dict[str, tuple[Callable[[Sequence[str]], str], Callable[..., str], str]]] = {
    "json": (_json_head, _json_line, "]}}"),
    "xml": (_xml_head, _xml_line, "</results></sparql>"),
    "csv": (_csv_head, _csv_line, ""),
    "tsv": (_tsv_head, _tsv_line, ""),
}
"""By format: what begins a table, what writes a row (told the variables, and if it is the first), its end."""

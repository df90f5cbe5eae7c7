"""Reads terms, paths and the triples of a block, with their abbreviations written out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.store.patterns.nodes import Alternative, Inverse, Link, Negated, Path, Repeated, Sequence, Triple
from kg.store.syntax import Kind

if TYPE_CHECKING:
    from kg.store.patterns.stream import Stream

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = Link(f"<{_RDF}first>"), Link(f"<{_RDF}rest>"), f"<{_RDF}nil>"
_TERMS: Final = (Kind.VARIABLE, Kind.IRI, Kind.PNAME, Kind.BLANK, Kind.STRING, Kind.NUMBER)


def begins_term(stream: Stream) -> bool:
    """Say whether a subject or object begins here."""
    return stream.is_kind(*_TERMS) or stream.is_mark("[", "(", "+", "-") or stream.is_word("TRUE", "FALSE")


def term(stream: Stream) -> str:
    """Read one term that is no abbreviation; return it as written."""
    if stream.is_kind(Kind.VARIABLE):
        return stream.variable()
    start = stream.start
    if stream.is_kind(Kind.BLANK):
        return stream.blank(stream.take().text)
    if stream.took_mark("+", "-"):
        if not stream.is_kind(Kind.NUMBER):
            stream.fail("a number was expected behind its sign")
        stream.take()
    elif stream.is_kind(Kind.STRING):
        stream.take()
        if stream.is_kind(Kind.LANGUAGE):
            stream.take()
        elif stream.took_mark("^^"):
            _name(stream)
    elif stream.is_kind(Kind.NUMBER) or stream.is_word("TRUE", "FALSE", "UNDEF"):
        stream.take()
    else:
        _name(stream)
    return stream.query[start : stream.end]


def _name(stream: Stream) -> str:
    if not stream.is_kind(Kind.IRI, Kind.PNAME):
        stream.fail("a term was expected here")
    return stream.take().text


def triples(stream: Stream) -> list[Triple]:
    """Read one subject with all that is said of it."""
    found: list[Triple] = []
    start = stream.start
    is_node = stream.is_mark("[", "(")
    subject = _node(stream, found)
    if not (is_node and found and not _begins_path(stream)):
        _said(stream, subject, found, start)
    return found


def _said(stream: Stream, subject: str, found: list[Triple], start: int | None = None) -> None:
    """Read what is said of a subject that begins at `start`; a further triple has its own part as span."""
    while True:
        begun = stream.start if start is None else start
        verb = Link(stream.variable()) if stream.is_kind(Kind.VARIABLE) else path(stream)
        while True:
            # The object comes first: what is said of a node within it follows its own triple.
            inner: list[Triple] = []
            object_ = _node(stream, inner)
            found.append(Triple(subject, verb, object_, (begun, stream.end)))
            found.extend(inner)
            if not stream.took_mark(","):
                break
            begun = stream.start
        start = None
        while stream.took_mark(";"):
            pass
        if not _begins_path(stream):
            return


def _begins_path(stream: Stream) -> bool:
    if stream.is_word("A"):
        return True
    return stream.is_kind(Kind.VARIABLE, Kind.IRI, Kind.PNAME) or stream.is_mark("^", "!", "(")


def _node(stream: Stream, found: list[Triple]) -> str:
    if stream.took_mark("["):
        node = stream.blank()
        if not stream.is_mark("]"):
            _said(stream, node, found)
        stream.expect("]")
        return node
    if stream.took_mark("("):
        return _collection(stream, found)
    return term(stream)


def _collection(stream: Stream, found: list[Triple]) -> str:
    if stream.took_mark(")"):
        return _NIL
    first = node = stream.blank()
    while True:
        inner: list[Triple] = []
        start = stream.start
        object_ = _node(stream, inner)
        span = (start, stream.end)
        found.append(Triple(node, _FIRST, object_, span))
        found.extend(inner)
        if stream.took_mark(")"):
            found.append(Triple(node, _REST, _NIL, span))
            return first
        following = stream.blank()
        found.append(Triple(node, _REST, following, span))
        node = following


def path(stream: Stream) -> Path:
    """Read a property path: alternatives of sequences of steps."""
    paths = [_sequence(stream)]
    while stream.took_mark("|"):
        paths.append(_sequence(stream))
    return paths[0] if len(paths) == 1 else Alternative(tuple(paths))


def _sequence(stream: Stream) -> Path:
    paths = [_step(stream)]
    while stream.took_mark("/"):
        paths.append(_step(stream))
    return paths[0] if len(paths) == 1 else Sequence(tuple(paths))


def _step(stream: Stream) -> Path:
    if stream.took_mark("^"):
        return Inverse(_step(stream))
    start = stream.start
    made: Path
    if stream.took_mark("("):
        made = path(stream)
        stream.expect(")")
    elif stream.took_mark("!"):
        _unwanted(stream)
        made = Negated(stream.query[start : stream.end])
    elif stream.is_word("A"):
        stream.take()
        made = Link("a")
    else:
        made = Link(_name(stream))
    if stream.is_mark("*", "+", "?"):
        return Repeated(made, stream.take().text)
    return made


def _unwanted(stream: Stream) -> None:
    if stream.took_mark("("):
        while not stream.took_mark(")"):
            stream.took_mark("|")
            _unwanted(stream)
        return
    stream.took_mark("^")
    if not stream.took_word("A"):
        _name(stream)

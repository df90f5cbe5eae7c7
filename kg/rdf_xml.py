"""
RDF/XML, the one format that cannot write every graph: what it has no way to write is refused.

The engine would write it all the same, as XML that no reader takes.  Every door that writes RDF/XML does it
by this one.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final, Protocol, cast

import pyoxigraph as ox

from kg.errors import MediaTypeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import IO

MEDIA_TYPE: Final = ox.RdfFormat.RDF_XML.media_type

# Namespaces in XML 1.0, production 4: what an element can be called.
_NAME_START: Final = (
    r"A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME_AT_END: Final = re.compile(rf"[{_NAME_START}][{_NAME_START}\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*\Z")
_NO_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Writable(Protocol):
    """What takes bytes."""

    def write(self, data: bytes, /) -> object:
        """Take all of them."""


def write(triples: Iterable[ox.Triple], sink: Writable, prefixes: Mapping[str, str]) -> None:
    """
    Write triples as RDF/XML, as they come.

    Raises:
        MediaTypeError: RDF/XML has no way to write one of them; what stands before it is written.
    """
    output = cast("IO[bytes]", _Returns(sink))
    ox.serialize(_sound(triples), output, format=ox.RdfFormat.RDF_XML, prefixes=dict(prefixes))


def written(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    """
    Return triples as RDF/XML.

    Raises:
        MediaTypeError: RDF/XML has no way to write one of them.
    """
    sink = io.BytesIO()
    write(triples, sink, prefixes)
    return sink.getvalue()


def _sound(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield triples as long as RDF/XML can write them."""
    sound: set[str] = set()
    for triple in triples:
        predicate = triple.predicate.value
        if predicate not in sound:
            if not _NAME_AT_END.search(predicate):
                raise MediaTypeError(
                    f"RDF/XML cannot write the property <{predicate}>, which does not end in a name; "
                    "take another format, or give the property a name that begins with a letter."
                )
            sound.add(predicate)
        value = triple.object.value if isinstance(triple.object, ox.Literal) else ""
        if _NO_XML.search(value):
            raise MediaTypeError(
                f"RDF/XML cannot write a control character, and <{predicate}> of {triple.subject} has one; "
                "take another format, or mend the text."
            )
        yield triple


class _Returns:
    """Write carriage returns as references: whoever reads XML takes bare ones for line feeds."""

    def __init__(self, sink: Writable) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        self._sink.write(bytes(data).replace(b"\r", b"&#xD;"))
        return len(data)

    def flush(self) -> None:
        """Leave it to whoever opened the sink."""

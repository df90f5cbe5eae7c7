"""
The JSON-LD contexts: what makes the JSON of the site linked data.

A context is published once and never changes: whoever keeps `v1.jsonld`, or its digest, reads every answer of
the first version of the interface as it was meant.  What would need another context is another version.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from kg.namespaces import CONTEXT

_HERE: Final = Path(__file__).parent

VOCABULARY: Final = CONTEXT + "#"
"""Where the terms of the first context stand that are not borrowed from elsewhere."""

DIGEST: Final = "b9248433cab182d9753d51bf206c31f486a0fee4b772b55f6629f46c27460567"
"""The SHA-256 of the first context, as published."""


@cache
def context() -> bytes:
    """Return the first context, as it is served."""
    return (_HERE / "v1.jsonld").read_bytes()


@cache
def terms() -> dict[str, Any]:
    """Return what the first context says of each of its terms."""
    read: dict[str, Any] = json.loads(context())["@context"]
    return {name: said for name, said in read.items() if not name.startswith("@")}


@cache
def _prefixes() -> dict[str, str]:
    return {
        name: said for name, said in terms().items() if isinstance(said, str) and said.endswith(("#", "/"))
    }


def compact(iri: str) -> str:
    """Return an IRI as a key of JSON in the first context: `rc:servesDomain`; whole where no prefix fits."""
    for prefix, namespace in _prefixes().items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not local.startswith("//"):
            return f"{prefix}:{local}"
    return iri

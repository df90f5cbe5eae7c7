"""One thing, or one assertion, as JSON that is JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.exports.linked import linked
from kg.namespaces import CONTEXT, LICENCE

if TYPE_CHECKING:
    from kg.exports.descriptions import Description


def named(description: Description, document: str) -> dict[str, Any]:
    """
    Return what the JSON of a description says beside the description itself.

    Args:
        description: What is told.
        document: The IRI of the document about it.
    """
    return {"@context": CONTEXT, "document": document, "license": LICENCE, **linked(description)}

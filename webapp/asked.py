"""In which form a request wants its answer: by the suffix of its address, by `_mediatype`, or by Accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request
from werkzeug.exceptions import NotFound

from kg.errors import MediaTypeError
from webapp.negotiation import best

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.negotiation import Format

_SHOWN: Final = 200
_SHOWN_SUFFIX: Final = 20


def accepted() -> str | None:
    """Return the media types that a client takes, as an Accept header; what its address says goes first."""
    return request.args.get("_mediatype") or request.headers.get("Accept")


def asked_for(formats: Sequence[Format], suffix: str = "") -> Format:
    """
    Return the format that the request asks for.

    Args:
        formats: Those there are, the preferred one first.
        suffix: That of the address, without its dot; empty if it has none.

    Raises:
        NotFound: No format has the suffix (404).
        MediaTypeError: The client takes none of them (406).
    """
    if suffix:
        found = next((each for each in formats if each.suffix == suffix), None)
        if found is None:
            known = ", ".join(f".{each.suffix}" for each in formats)
            raise NotFound(f"There is no format .{suffix[:_SHOWN_SUFFIX]} here; take one of {known}.")
        return found
    accept = accepted()
    media_type = best(accept, [each.media_type for each in formats])
    for each in formats:
        if each.media_type == media_type:
            return each
    offered = ", ".join(dict.fromkeys(each.media_type for each in formats))
    raise MediaTypeError(
        f"There is no representation for {(accept or '')[:_SHOWN]!r}; ask for one of {offered}."
    )

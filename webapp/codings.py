"""How the bytes of an answer are packed for the way: gzip or zstd, whole or part by part."""

from __future__ import annotations

import gzip
import threading
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

import zstandard
from werkzeug.http import parse_accept_header

if TYPE_CHECKING:
    from collections.abc import Iterator

GZIP: Final = "gzip"
ZSTD: Final = "zstd"
CODINGS: Final = (ZSTD, GZIP)
"""What we pack with, the preferred one first: zstd packs JSON as small at a fifth of the work."""

WORTH_PACKING: Final = 500
"""Shorter bodies are sent as they are: packed they still take one packet."""

_KEPT_LEVEL: Final = 5
_STREAMED_LEVEL: Final = 1
_GZIP_WINDOW: Final = 31
_MAX_CHARACTERS: Final = 1_000
_local = threading.local()


class _Packer(Protocol):
    def compress(self, data: bytes, /) -> bytes:
        """Take a part, and return what is ready to be sent."""

    def flush(self) -> bytes:
        """Return what is left."""


@lru_cache(maxsize=256)
def chosen(accept_encoding: str, offered: tuple[str, ...] = CODINGS) -> str:
    """
    Return the coding that a client likes best of those offered; empty if it takes none of them.

    Args:
        accept_encoding: The header; empty if there is none.
        offered: Names of codings, the preferred one first.
    """
    if not accept_encoding:
        return ""
    wanted = parse_accept_header(accept_encoding[:_MAX_CHARACTERS])
    best = max(offered, key=lambda name: float(wanted[name]))
    return best if wanted[best] > 0 else ""


def packed(body: bytes, coding: str) -> bytes:
    """Pack a body that is at hand; the same bytes give the same bytes."""
    if coding == GZIP:
        return gzip.compress(body, _KEPT_LEVEL, mtime=0)
    # One a thread: a compressor is not to be shared, and making one costs more than a small body.
    packer: zstandard.ZstdCompressor | None = getattr(_local, "packer", None)
    if packer is None:
        packer = _local.packer = zstandard.ZstdCompressor(_STREAMED_LEVEL)
    return packer.compress(body)


def stream(parts: Iterator[bytes], coding: str) -> Iterator[bytes]:
    """Pack a body part by part, at little cost and holding no more than one part of it."""
    packer: _Packer
    if coding == GZIP:
        packer = zlib.compressobj(_STREAMED_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    else:
        packer = zstandard.ZstdCompressor(_STREAMED_LEVEL).compressobj()
    for part in parts:
        if ready := packer.compress(part):
            yield ready
    yield packer.flush()

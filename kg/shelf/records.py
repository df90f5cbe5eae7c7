"""What the shelf keeps of one shared query, and the address that its content gives it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.store.syntax import DatasetChoice

if TYPE_CHECKING:
    from kg.shelf.freezing import Frozen
    from kg.store.syntax import Form

KEY: Final = re.compile(r"[a-z2-7]{20}")
"""What a key looks like: 100 bits in base32, so that nobody can make two queries with one key."""

_KEY_LENGTH: Final = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """
    A query and what it was asked of.

    `default_graphs` and `named_graphs` are the graphs that the request named; `release` is the version of the
    data and `digest` the SHA-256 of their file, each empty where it is not known.
    """

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    release: str
    digest: str

    @property
    def dataset(self) -> DatasetChoice:
        """The graphs that the request named."""
        return DatasetChoice(self.default_graphs, self.named_graphs)

    @property
    def key(self) -> str:
        """
        Return the same key for the same query on the same release.

        The release counts by its digest, or by its version where there is none.
        """
        content = json.dumps(
            {
                "default-graph-uri": sorted(set(self.default_graphs)),
                "named-graph-uri": sorted(set(self.named_graphs)),
                "query": self.query,
                "release": self.digest or self.release,
            },
            sort_keys=True,
            separators=(",", ":"),
        )
        packed = base64.b32encode(hashlib.sha256(content.encode()).digest())
        return packed.decode().lower()[:_KEY_LENGTH]


@dataclass(frozen=True, slots=True)
class Record:
    """A shared query on the shelf; `shared` is the day on which it was first shared, as in `2026-11-23`."""

    asked: Asked
    form: Form
    shared: str
    frozen: Frozen

    @property
    def key(self) -> str:
        """The key that it stands under."""
        return self.asked.key

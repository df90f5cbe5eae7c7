"""Stores: one protocol, two engines behind it, and the policy for strangers' queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import KgError, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.protocol import Store

__all__ = ["open_store"]


def open_store(spec: str, release: Path) -> Store:
    """
    Open the store that a user names.

    Args:
        spec: `memory`, or `sparql:` followed by the query address of an endpoint.
        release: the release's N-Quads file, or the folder that holds it; read for `memory` only.

    Raises:
        KgError: `spec` is neither.
        StoreError: the release cannot be loaded.
    """
    # Each engine is imported where it is chosen: the other one's library then costs no start-up time.
    if spec == "memory":
        from kg.store.embedded import open_embedded  # noqa: PLC0415

        return open_embedded(_statements(release))
    kind, _, address = spec.partition(":")
    if kind == "sparql" and address.lower().startswith(("http://", "https://")):
        from kg.store.remote import RemoteStore  # noqa: PLC0415

        return RemoteStore(address)
    raise KgError(f"{spec!r} is no store; use 'memory' or 'sparql:' and an http:// or https:// address.")


def _statements(release: Path) -> Path:
    if not release.is_dir():
        return release
    files = sorted(release.glob("*.nq"))
    if len(files) != 1:
        raise StoreError(
            f"{release} holds {len(files)} N-Quads files instead of one; `regcoop build` makes a release."
        )
    return files[0]

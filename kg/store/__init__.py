"""Stores: one protocol, two engines behind it, and the policy for strangers' queries."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.errors import StoreError, StoreSpecError

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.protocol import Store

__all__ = ["check_spec", "open_store"]


def check_spec(spec: str) -> None:
    """
    Refuse what names no store, before anything is built or started for it.

    Raises:
        StoreSpecError: `spec` is neither `memory` nor `sparql:` and the address of an endpoint.
    """
    kind, _, address = spec.partition(":")
    if spec != "memory" and not (kind == "sparql" and _is_address(address)):
        raise StoreSpecError(spec)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # brackets that do not close, a port out of range
        return False


def open_store(spec: str, release: Path) -> Store:
    """
    Open the store that a user names.

    Args:
        spec: `memory`, or `sparql:` followed by the query address of an endpoint.
        release: the release's N-Quads file, or the folder that holds it; read for `memory` only.

    Raises:
        StoreSpecError: `spec` is neither.
        StoreError: the release cannot be loaded.
    """
    # Each engine is imported where it is chosen: the other one's library then costs no start-up time.
    check_spec(spec)
    if spec == "memory":
        from kg.store.embedded import open_embedded  # noqa: PLC0415

        return open_embedded(_statements(release))
    from kg.store.remote import RemoteStore  # noqa: PLC0415

    return RemoteStore(spec.removeprefix("sparql:"))


def _statements(release: Path) -> Path:
    if not release.is_dir():
        return release
    files = sorted(release.glob("*.nq"))
    if len(files) != 1:
        raise StoreError(
            f"{release} holds {len(files)} N-Quads files instead of one; `regcoop build` makes a release."
        )
    return files[0]

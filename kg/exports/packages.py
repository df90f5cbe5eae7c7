"""Packages: files in one ZIP with a manifest of their digests, the same bytes for the same files."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST: Final = "manifest.json"
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_MODE: Final = 0o100644 << 16
_CHUNK: Final = 1 << 20


def package_bytes(files: Mapping[str, bytes], about: Mapping[str, object]) -> bytes:
    """
    Pack files.

    Args:
        files: Contents by name, in their order.
        about: What the manifest says beside the digests of the files.

    Returns:
        A ZIP whose last file, `manifest.json`, gives size and SHA-256 of all others.  It holds no time.
    """
    described = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    }
    manifest = json.dumps({**about, "files": described}, ensure_ascii=False, indent=1) + "\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in {**files, MANIFEST: manifest.encode()}.items():
            packed.writestr(_member(name), content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def package(out: BinaryIO, files: Mapping[str, bytes | Path], about: Mapping[str, object]) -> None:
    """
    Pack files as `package_bytes` does, but as a stream: no file is held in memory as a whole.

    Args:
        out: Where to; open for writing and reading.
        files: By name, in their order: contents, or where they stand.
        about: What the manifest says beside the digests of the files.
    """
    described = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            digest, size = hashlib.sha256(), 0
            opened = content.open("rb") if isinstance(content, Path) else io.BytesIO(content)
            with opened as source, packed.open(_member(name), "w", force_zip64=True) as member:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    size += member.write(chunk)
            described[name] = {"bytes": size, "sha256": digest.hexdigest()}
        manifest = json.dumps({**about, "files": described}, ensure_ascii=False, indent=1) + "\n"
        packed.writestr(_member(MANIFEST), manifest)


def _member(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    # Else a file of one system is a file of another to whoever compares the bytes.
    entry.create_system, entry.external_attr = 3, _MODE
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry

"""
Where the sources of the site's scripts and style sheets are, and the stamp of a build made of them.

Kept to the standard library: the build hook runs this file before anything is installed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
BUILD_FILES = ("package.json", "package-lock.json", ".npmrc", "build.mjs")


def stamp(folder: Path = FOLDER) -> str:
    """
    Digest names and content of all that goes into a build.

    Line ends do not count, so that a checkout on Windows agrees with the others.

    Returns:
        64 hexadecimal digits; different as soon as one file is added, removed, renamed or changed.
    """
    files = [folder / name for name in BUILD_FILES]
    files += (path for path in (folder / "src").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()

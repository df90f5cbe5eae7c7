"""What earlier releases held that a later one does not: names that readers may still have."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from kg.errors import FindingsError
from kg.namespaces import ASSERTION, ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.archive import Issued
    from kg.releases import Release

_OURS: Final = tuple(f"<{beginning}".encode() for beginning in (ID, ASSERTION))
_SAID_AT_MOST: Final = 20


def names(release: Release) -> Iterator[str]:
    """
    Yield the IRIs of the things and assertions that a release speaks of; one may come more than once.

    The file is read as a stream; what is kept is up to the caller.

    Raises:
        OSError: The file of the release cannot be read.
    """
    last = b""
    with release.nquads.open("rb") as lines:
        for line in lines:
            # Statements stand by their subjects, so most names repeat the one before.
            if line.startswith(_OURS) and (subject := line[: line.index(b">")]) != last:
                last = subject
                yield subject[1:].decode()


def last_releases(earlier: Iterable[Issued], now: Release | None) -> dict[str, str]:
    """
    Return the version of the last release that held each name which there is no more.

    Args:
        earlier: Releases, the oldest first.  One whose file cannot be read is left out.
        now: The release that is served; without its file all names are returned.
    """
    held: set[str] = set()
    with suppress(OSError):
        held.update(names(now) if now else ())
    found: dict[str, str] = {}
    for each in earlier:
        with suppress(OSError):
            found |= dict.fromkeys((name for name in names(each.release) if name not in held), each.version)
    return found


def unexplained(before: Release, after: Release) -> tuple[str, ...]:
    """
    Return the things that a release held and a later one neither holds nor says why it does not.

    Things are what the rows of a table introduce; passages, assertions and what rules derive come and go
    with these.
    """
    held = set(names(after))
    classes = _classes(before)
    gone = {name for name in names(before) if name not in held and name.startswith(ID)}
    return tuple(sorted(name for name in gone if name.removeprefix(ID).partition("/")[0] in classes))


def demand_reasons(before: Release, after: Release) -> None:
    """
    Raise if something that was published would vanish without a word.

    Raises:
        FindingsError: It would; with a sentence a thing, and one more if they are many.
    """
    found = unexplained(before, after)
    if not found:
        return
    said = [
        f"{name.removeprefix(ID)} is in release {before.version} and not in {after.version}; say why in "
        "retirements.csv, or bring it back."
        for name in found[:_SAID_AT_MOST]
    ]
    if len(found) > _SAID_AT_MOST:
        said.append(f"And {len(found) - _SAID_AT_MOST} more things vanish likewise.")
    raise FindingsError(said)


def _classes(release: Release) -> frozenset[str]:
    described = json.loads(release.descriptor.read_text(encoding="utf-8"))
    return frozenset(resource["class"] for resource in described["resources"] if "class" in resource)

"""What whoever installs regcoop installs with it may be used by everyone, for anything."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOP = Path(__file__).resolve().parents[2]
_PERMISSIVE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software|W3C|Unlicense|0BSD|Zope|HPND)\b", re.IGNORECASE
)
_COPYLEFT = re.compile(r"GPL|Mozilla|MPL|Artistic|GNU", re.IGNORECASE)
_REASONED = {
    "certifi": "MPL-2.0, file by file: a list of certificates, used as it is",
    "pyphen": "GPL-2.0, LGPL-2.1 or MPL-1.1 at choice: used as it is, under MPL-1.1; extra `pdf` alone",
    "text-unidecode": "Artistic or GPL at choice: used as it is, under the Artistic License",
}
"""Who is not permissively licensed, or does not say so, and why we may build on it all the same."""


def _installed_with(requirements: Iterable[str]) -> set[str]:
    """Return the names of all that requirements bring along on this kind of machine."""
    found: set[str] = set()
    looked_at: set[tuple[str, str]] = set()
    ahead = [Requirement(requirement) for requirement in requirements]
    while ahead:
        required = ahead.pop()
        name = canonicalize_name(required.name)
        for extra in ("", *required.extras):
            if (name, extra) in looked_at:
                continue
            looked_at.add((name, extra))
            found.add(name)
            ahead += [
                further
                for further in map(Requirement, metadata.requires(name) or ())
                if further.marker is None or further.marker.evaluate({"extra": extra})
            ]
    return found


def _here(requirements: Iterable[str]) -> list[str]:
    read = map(Requirement, requirements)
    return [str(required) for required in read if required.marker is None or required.marker.evaluate()]


def _is_permissive(name: str) -> bool:
    described = metadata.metadata(name)
    fields = ("License-Expression", "License", "Classifier")
    lines = [line for field in fields for line in described.get_all(field, [])]
    # The field License may hold the whole text: its beginning says which it is.
    words = " ".join(line[:200] for line in lines if line.startswith("License ::") or "::" not in line)
    return bool(_PERMISSIVE.search(words)) and not _COPYLEFT.search(words)


def test_all_that_is_installed_with_us_is_permissively_licensed() -> None:
    """With the extra for PDF and whatever these need in turn; each exception stands here with its reason."""
    project = tomllib.loads((_TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = _installed_with(_here([*project["dependencies"], *project["optional-dependencies"]["pdf"]]))

    assert len(found) > len(project["dependencies"])
    assert set(_REASONED) == {name for name in found if not _is_permissive(name)}

"""The curated tables as CSV files in one ZIP, with all that a reader and a program need to read them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO, Final

from kg.distributions import readme
from kg.distributions.contents import of_zip
from kg.distributions.csvw import METADATA, metadata
from kg.distributions.curated import checked, curated
from kg.distributions.model import Distribution
from kg.exports.packages import MANIFEST, package
from kg.releases import DESCRIPTOR, TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from kg.distributions.model import Source

_READING: Final = (
    (
        "The files are CSV in UTF-8, with a header, a comma between fields and LF at the end of lines; "
        "they are the "
        "same bytes from which the release was made."
    ),
    (
        f"`{TABLES}/{METADATA}` describes every column for programs that know CSV on the Web; "
        f"`{DESCRIPTOR}` says "
        "the same for those that know Data Packages."
    ),
    (
        "A cell that begins with `=`, `+`, `-` or `@` stands as it is: a sign in front would change the "
        "data. "
        "Import files into a spreadsheet as text, or take the workbook, in which no text is a formula."
    ),
    "Codes such as 050 have zeros in front: read them as text (`dtype=str` in pandas).",
)


def _zip(source: Source, out: BinaryIO) -> None:
    specs = curated(source.release)
    files: dict[str, bytes | Path] = {
        readme.README: b"",
        **readme.companions(source),
        DESCRIPTOR: source.release.descriptor,
        f"{TABLES}/{METADATA}": _json(metadata(specs, source)),
    }
    counts = {}
    for spec in specs:
        counts[spec.name] = checked(spec)
        files[f"{TABLES}/{spec.path.name}"] = spec.path
    holds = [
        (f"{TABLES}/{spec.path.name}", f"{spec.about} {readme.counted(counts[spec.name])}.".strip())
        for spec in specs
    ]
    files[readme.README] = readme.readme(source, [*_ABOUT, *holds], _READING).encode()
    package(out, files, dict(readme.facts(source)))


_ABOUT: Final = (
    (readme.README, "This text."),
    (readme.CITATION, f"How to cite, for programs; `{readme.BIBTEX}` for BibTeX."),
    (readme.LICENCE_FILE, "The licence and whom to name."),
    (MANIFEST, "Size and SHA-256 of every file."),
    (DESCRIPTOR, "The tables as a Data Package."),
    (f"{TABLES}/{METADATA}", "The tables as CSV on the Web."),
)


def _json(described: object) -> bytes:
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


DISTRIBUTIONS: Final = (
    Distribution(
        "regcoop-tables.zip",
        "Tables as CSV",
        "text/csv",
        "zip",
        "The curated tables, a CSV file each, with their description (CSV on the Web), README and citation.",
        _zip,
        of_zip,
    ),
)

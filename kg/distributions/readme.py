"""
What goes with the data wherever they are copied: what they are, how to read them, how to cite them.

Words on a release as Markdown and as plain lines, and its citation as a sentence, in CFF and in BibTeX.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from kg.citations import EDITORS, WORK, Citation
from kg.namespaces import BASE, LICENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.distributions.model import Source

README: Final = "README.md"
CITATION: Final = "CITATION.cff"
BIBTEX: Final = "CITATION.bib"
LICENCE_FILE: Final = "LICENSE.txt"

LICENCE_NAME: Final = "Creative Commons Attribution 4.0 International (CC BY 4.0)"

_WHAT: Final = (
    (
        "Regional cooperation on migration: processes and their members, initiatives and the domains of "
        "governance "
        "that they serve, resolutions, assessments of countries, and who says so."
    ),
)

EVIDENCE: Final = (
    (
        "Every row of a table is one assertion: it rests on the documents that its columns `source` and "
        "`locator` "
        "name, and neither is ever empty."
    ),
    (
        "`source` holds keys of the table `sources`, separated by `;`. `locator` holds the place in "
        "each of them, in "
        "the same order, separated by ` | `; one text for several sources counts for all of them together."
    ),
    "`not recorded` in `locator` says that the source is known and the place in it is not.",
    (
        "`basis` says how the row came about: `transcribed` (the source says it) or `editorial` (the "
        "editors judged "
        "it). `confidence` says how the sources stand behind it: `one-source`, `two-sources` or "
        "`conflicting`."
    ),
)
"""How evidence reads, a sentence or two an item."""

BLANKS: Final = (
    "An empty cell records nothing: it never means zero, and never that there is none.",
    "`not stated` in a cell says that the document was read for it and is silent.",
    (
        "The table `coverage` says what came of looking into a document for a matter: `recorded`; "
        "`recorded-as-none` (the document says that there is none); `not-stated` (it says nothing, "
        "which is no "
        "evidence that there is nothing); `not-assessed` (it assesses such matters and leaves this one out); "
        "`not-applicable` (the matter cannot arise)."
    ),
    "A rating that no document gives has no row.",
)
"""What empty cells mean and do not mean."""

LIMITS: Final = (
    (
        "This is no ranking. The levels of assessments are words in an order of their own: do not add "
        "them up, do "
        "not average them, and do not sort countries by them."
    ),
    "That a country belongs to a process does not say that it does what the process does.",
    "Counts of rows count what is on record. They do not measure activity.",
    "Where sources disagree, each side stands with its own source (`conflicts`), and none is chosen.",
)
"""What the data are not."""


def citation(source: Source) -> Citation:
    """Return how a release is cited; no day of reading, which a file cannot know."""
    release = source.release
    path = f"r/{release.version}/"
    return Citation(
        title="Statements and tables",
        path=f"/{path}",
        address=BASE + path,
        release=release.version,
        digest=release.digest,
        accessed=None,
        issued=source.issued,
    )


def cff(source: Source) -> str:
    """Return the citation of a release as a Citation File (CFF 1.2.0)."""
    cited = citation(source)
    # A text of JSON is a text of YAML, whatever signs it holds.
    fields = {
        "message": "If you use these data, please cite the release that you used.",
        "title": f"{WORK}, release {cited.release}",
        "type": "dataset",
        "version": cited.release,
        "date-released": source.issued.isoformat() if source.issued else "",
        "license": "CC-BY-4.0",
        "url": cited.address,
        "repository-artifact": cited.address,
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value]
    return "\n".join(
        [
            "cff-version: 1.2.0",
            *lines,
            "authors:",
            f"  - name: {json.dumps(EDITORS)}",
            "identifiers:",
            "  - type: other",
            f'    value: "sha256:{cited.digest}"',
            "    description: SHA-256 of the statements of the release as N-Quads, `regcoop.nq`.",
            "",
        ]
    )


def bibtex(source: Source) -> str:
    """Return the citation of a release as BibTeX."""
    return citation(source).bibtex()


def licence(source: Source) -> str:
    """Return under what licence a release may be used, and whom to name."""
    return (
        f"{LICENCE_NAME}\n{LICENCE}\n\n"
        "You may share and adapt these data for any purpose, as long as you name the source, link to "
        "the licence, "
        "and say what you changed. Name the source as:\n\n"
        f"{citation(source).text}\n\n"
        "Official names and titles stand as their sources print them; facts and figures are attributed "
        "to those "
        "sources, row by row.\n"
    )


def facts(source: Source) -> tuple[tuple[str, str], ...]:
    """Return what names a release, as pairs of a word and a text."""
    manifest = source.release.manifest
    return (
        ("title", f"{WORK}, release {source.release.version}"),
        ("version", source.release.version),
        ("issued", source.issued.isoformat() if source.issued else "not published"),
        ("statements", str(manifest["statements"])),
        ("rows", str(sum(manifest["rows"].values()))),
        ("sha256", source.release.digest),
        ("address", citation(source).address),
        ("licence", LICENCE),
        ("citation", citation(source).text),
    )


def readme(source: Source, holds: Iterable[tuple[str, str]] = (), reading: Sequence[str] = ()) -> str:
    """
    Return the README of a release in Markdown, which is plain text for whoever knows none.

    Args:
        source: The release.
        holds: What stands in the container at hand, as names with sentences; none where there is none.
        reading: How to read what is in this container, a sentence or two an item.
    """
    cited = citation(source)
    issued = f"Published on {source.issued.isoformat()}." if source.issued else "Not published."
    named = [
        f"- Release {cited.release}. {issued}",
        f"- {source.release.manifest['statements']} statements, SHA-256 of the N-Quads `{cited.digest}`.",
        f"- Address: <{cited.address}>",
    ]
    parts = [
        (f"{WORK}, release {cited.release}", [*_WHAT, "", *named]),
        ("What is in here", [f"- `{name}`: {about}" for name, about in holds]),
        ("How to read it", _listed(reading)),
        ("Evidence", _listed(EVIDENCE)),
        ("What is not stated", _listed(BLANKS)),
        ("What this is not", _listed(LIMITS)),
        ("Licence", [f"{LICENCE_NAME}: <{LICENCE}>. Name the source, and say what you changed."]),
        ("How to cite", [cited.text]),
    ]
    written = [
        "\n".join([f"{'#' if number == 0 else '##'} {head}", "", *lines, ""])
        for number, (head, lines) in enumerate(parts)
        if lines
    ]
    return "\n".join(written)


def companions(source: Source) -> dict[str, bytes]:
    """Return the files that go into a container beside its README: citation and licence."""
    return {
        CITATION: cff(source).encode(),
        BIBTEX: bibtex(source).encode(),
        LICENCE_FILE: licence(source).encode(),
    }


def counted(rows: int) -> str:
    """Return a number of rows with its word."""
    return f"{rows} row" if rows == 1 else f"{rows} rows"


def _listed(sentences: Iterable[str]) -> list[str]:
    return [f"- {sentence}" for sentence in sentences]

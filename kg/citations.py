r"""
How something of the graph is cited: as a sentence, and in the three formats that reference managers read.

These are written here and not by a library: they are a few lines each, and what is hard about them, the signs
that LaTeX takes for commands, libraries leave to their callers.  The tests read them back with three others.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.namespaces import LICENCE

if TYPE_CHECKING:
    from datetime import date

WORK: Final = "Regional cooperation on migration (Regcoop)"
EDITORS: Final = "The regcoop editors"

FORMATS: Final[dict[str, tuple[str, str]]] = {
    "bib": ("BibTeX", "application/x-bibtex"),
    "ris": ("RIS", "application/x-research-info-systems"),
    "csl.json": ("CSL-JSON", "application/vnd.citationstyles.csl+json"),
}
"""The formats for reference managers by their suffixes: name and media type."""

_DIGEST_SHOWN: Final = 16
_LONGEST_SLUG: Final = 60
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Braces as commands: BibTeX counts braces whatever stands before them.
_LATEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True, slots=True)
class Citation:
    """
    What is cited, where, and when it was seen.

    `path` is the path on the site, which says which view or query it is, `address` the whole address.
    `release` and `digest` are the version of the data and the SHA-256 of their file, empty if not known.
    `accessed` is the day on which it was seen, None in a file, which cannot know its reader.
    `issued` is the day since which it stands unchanged, for what is frozen; `sha256` is then the digest of
    what was frozen.  `data` is the address at which the data of the release stay, empty if there is none.
    """

    title: str
    path: str
    address: str
    release: str
    digest: str
    accessed: date | None
    issued: date | None = None
    sha256: str = ""
    data: str = ""

    def __post_init__(self) -> None:
        """Let no title be more than a line."""
        object.__setattr__(self, "title", " ".join(_CONTROL.sub(" ", self.title).split()).rstrip("."))

    @property
    def text(self) -> str:
        """The citation as a sentence, for people to copy, with the beginning of the digest."""
        kept = f" Data: {self.data}" if self.data else ""
        digest = f" (data set SHA-256 {self.digest[:_DIGEST_SHOWN]}…)" if self.digest else ""
        return self._sentence(digest) + kept

    @property
    def brief(self) -> str:
        """The citation alone: the same on every engine, for not all can tell a digest or keep a release."""
        return self._sentence("")

    def _sentence(self, digest: str) -> str:
        version = f", release {self.release}" if self.release else ""
        since = f" Frozen on {self.issued.isoformat()}." if self.issued else ""
        seen = f" (accessed {self.accessed.isoformat()})." if self.accessed else ""
        return f"{WORK}{version}{digest}. “{self.title}.”{since} {self.address}{seen}"

    @property
    def name(self) -> str:
        """A name for it, of letters, digits and hyphens, the same for the same path on the same release."""
        slug = re.sub(r"[^a-z0-9]+", "-", self.path.lower()).strip("-")
        if len(slug) > _LONGEST_SLUG or self.path.partition("?")[1]:
            mark = hashlib.sha256(self.path.encode()).hexdigest()[:8]
            slug = f"{slug[:_LONGEST_SLUG].strip('-')}-{mark}"
        return "-".join(filter(None, ("regcoop", re.sub(r"[^a-z0-9]+", "-", self.release.lower()), slug)))

    def notes(self) -> tuple[str, ...]:
        """Return what the formats have no field for, a sentence each."""
        told = (
            f"View: {self.path}",
            f"SHA-256 of the data set: {self.digest}" if self.digest else "",
            f"SHA-256 of the answer: {self.sha256}" if self.sha256 else "",
            f"Data of the release: {self.data}" if self.data else "",
            f"Licence of the data: {LICENCE}",
        )
        return tuple(filter(None, told))

    def _seen(self) -> tuple[str, ...]:
        return (f"accessed {self.accessed.isoformat()}",) if self.accessed else ()

    def written(self, suffix: str) -> str:
        """Return the citation in one of `FORMATS`."""
        return {"bib": self.bibtex, "ris": self.ris, "csl.json": self.csl_json}[suffix]()

    def bibtex(self) -> str:
        """Return an entry for BibTeX and biblatex, in UTF-8."""
        fields = {
            "author": f"{{{_latex(EDITORS)}}}",
            "title": f"{{{_latex(self.title)}}}",
            "howpublished": _latex(WORK),
            "edition": _latex(f"Release {self.release}") if self.release else "",
            "version": _latex(self.release),
            "year": str(self.issued.year) if self.issued else "",
            "url": _for_url_field(self.address),
            "urldate": self.accessed.isoformat() if self.accessed else "",
            "note": _latex("; ".join((*self.notes(), *self._seen()))),
        }
        lines = (f"  {name} = {{{value}}}," for name, value in fields.items() if value)
        return "\n".join((f"@misc{{{self.name},", *lines, "}", ""))

    def ris(self) -> str:
        """Return a record in RIS, in UTF-8 with lines that end in CR LF."""
        fields = [
            ("TY", "DATA" if self.sha256 else "ELEC"),
            ("ID", self.name),
            ("AU", EDITORS),
            ("TI", self.title),
            ("T2", WORK),
            ("ET", f"Release {self.release}" if self.release else ""),
            ("PY", str(self.issued.year) if self.issued else ""),
            ("DA", self.issued.strftime("%Y/%m/%d") if self.issued else ""),
            ("UR", self.address),
            ("Y2", self.accessed.strftime("%Y/%m/%d") if self.accessed else ""),
            *(("N1", note) for note in self.notes()),
        ]
        lines = (f"{tag}  - {value}\r\n" for tag, value in fields if value)
        return "".join((*lines, "ER  - \r\n"))

    def csl(self) -> list[dict[str, Any]]:
        """Return a list of one item of CSL-JSON."""
        item = {
            "id": self.name,
            "type": "dataset" if self.sha256 else "webpage",
            "title": self.title,
            "author": [{"literal": EDITORS}],
            "container-title": WORK,
            "version": self.release,
            "issued": _parts(self.issued) if self.issued else None,
            "accessed": _parts(self.accessed) if self.accessed else None,
            "URL": self.address,
            "note": "; ".join(self.notes()),
        }
        return [{name: value for name, value in item.items() if value}]

    def csl_json(self) -> str:
        """Return CSL-JSON as text."""
        return json.dumps(self.csl(), ensure_ascii=False, indent=2) + "\n"


def _latex(text: str) -> str:
    return text.translate(_LATEX)


def _for_url_field(address: str) -> str:
    """Return an address for a field that is taken as it stands, but for the braces around it."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}

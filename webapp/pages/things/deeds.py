"""What a process does: by domain and mode of collaboration, its initiatives, its themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.namespaces import thing
from webapp.pages.parts import Cell, Heading, Panel, Table, Value
from webapp.pages.sentences import counted
from webapp.pages.tables import first_rows
from webapp.pages.things import initiatives
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.parts import Body
    from webapp.pages.subject import Subject

FRAMEWORK: Final = "escap-2017"
"""The framework in whose domains pages say what processes do."""

_COLUMNS: Final = ("Domain", "Initiatives", "Modes of collaboration", "Themes that further it")
_NOT_STATED: Final = thing("coverage-state", "not-stated")
_NOT_ASSESSED: Final = thing("coverage-state", "not-assessed")


def initiatives_path(**keys: str) -> str:
    """Return the address of the list of initiatives, narrowed: `process="rcm"`, `domain="escap-2017/2"`."""
    return f"/initiatives?{urlencode(keys, safe='/')}"


def by_domain(subject: Subject, rows: Sequence[Mapping[str, str]]) -> tuple[Panel, ...]:
    """
    Return the panel that tells domain by domain what a process does there; each number opens its list.

    Where nothing of it is on record for a domain, the cell says whether sources tell of anything that it does
    (then not stated) or nobody has looked (not assessed).

    Args:
        subject: The process.
        rows: Rows of the query `process-initiatives`.
    """
    draft = subject.draft
    themes: dict[str, set[str]] = {}
    for step in draft.of("process-steps", "process", subject.iri):
        if step["way"] == "theme":
            themes.setdefault(step["domain"], set()).add(step["step"])
    state = _NOT_STATED if rows or themes or draft.table("themes-of", process=subject.slug) else _NOT_ASSESSED
    silent = Cell(state=key_of(state), text=draft.names.label(state))
    cells = [
        (
            Cell(f"{row['number']} {row['label']}", path_of(row["domain"])),
            *_here(subject, rows, row["domain"], len(themes.get(row["domain"], ())), silent),
        )
        for row in draft.table("domains", framework=FRAMEWORK)
    ]
    table = Table("deeds", "What it does, by domain", tuple(map(Heading, _COLUMNS)), tuple(cells), cards=True)
    links = query_links("process-modes", process=subject.slug)
    lead = (
        "How many of its initiatives serve each domain, by which modes of collaboration, and how many of its "
        "themes further it by the judgement of the editors. The lists behind the numbers have the sources."
    )
    return (Panel("by-domain", "What it does, by domain", (table,), links, lead=lead),)


def _here(
    subject: Subject, rows: Sequence[Mapping[str, str]], domain: str, furthering: int, silent: Cell
) -> tuple[Cell, ...]:
    """Return what a process does in one domain: how many initiatives, their modes, how many themes."""
    here = [found for found in rows if found.get("domain") == domain]
    number = len({found["initiative"] for found in here})
    keys = {"process": subject.slug, "domain": key_of(domain)}
    listing = f"/themes?{urlencode(keys, safe='/')}"
    return (
        Cell(str(number), initiatives_path(**keys), state="recorded") if number else silent,
        Cell(values=_modes(subject.draft, here, keys)) if number else silent,
        Cell(counted(furthering, "theme"), listing, state="recorded") if furthering else silent,
    )


def _modes(draft: Draft, rows: Sequence[Mapping[str, str]], keys: Mapping[str, str]) -> tuple[Value, ...]:
    """Return the modes of some initiatives, each with its number, which leads to exactly these."""
    listed = initiatives.listed_under(draft, rows, "mode")
    return tuple(
        Value(f"{label}: {len(listed[mode])}", href=initiatives_path(**keys, mode=key_of(mode)))
        for label, mode in sorted({(row["modeLabel"], row["mode"]) for row in rows if "mode" in row})
    )


def process_initiatives(subject: Subject, rows: Sequence[dict[str, str]]) -> tuple[Panel, ...]:
    """Return the panel of the initiatives under a process, by the domain that each serves."""
    if not rows:
        return ()
    count = len({row["initiative"] for row in rows})
    listing = initiatives_path(process=subject.slug)
    bodies: tuple[Body, ...] = (
        initiatives.by_domain(subject.draft, rows, listing),
        *initiatives.whole_list(rows, listing),
    )
    links = query_links("process-initiatives", process=subject.slug)
    lead = "Grouped by the domain that each serves, with its mode of collaboration."
    return (Panel("initiatives", "Initiatives", bodies, links, count, lead),)


def themes(subject: Subject) -> tuple[Panel, ...]:
    """Return the panel of its themes, each with the domains that it furthers by the editors' judgement."""
    draft = subject.draft
    rows = draft.table("themes-of", process=subject.slug)
    if not rows:
        return ()

    def cells(row: Mapping[str, str]) -> tuple[Cell, ...]:
        furthered = draft.of("furthered-domains", "theme", row["theme"])
        return (
            Cell(row["themeLabel"], path_of(row["theme"]), draft.evidence(row["assertion"])),
            Cell(values=_furthered(draft, furthered)) if furthered else Cell(note="assigned to none"),
        )

    columns = (Heading("Theme"), Heading("Domain that it furthers"))
    listing = f"/themes?process={subject.slug}"
    tables = first_rows("theme-list", "Themes on record", columns, rows, cells, "theme", listing)
    links = query_links("themes-of", process=subject.slug)
    lead = "What it deals with, by its sources; which domain that furthers is the editors' judgement."
    return (Panel("themes", "Themes", tables, links, len(rows), lead),)


def _furthered(draft: Draft, rows: Iterable[Mapping[str, str]]) -> tuple[Value, ...]:
    return tuple(
        draft.link(
            row["domain"],
            row["assertion"],
            text=f"{row['domainNumber']} {row['domainLabel']}"
            + (f" ({row['certaintyLabel']} certainty)" if "certaintyLabel" in row else ""),
        )
        for row in rows
    )

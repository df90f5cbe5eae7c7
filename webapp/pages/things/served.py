"""Which initiatives serve a domain: by whose word, by which modes, and who is silent on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC, thing
from kg.terms import Iri
from webapp.pages.panels import gap
from webapp.pages.parts import Cell, Gap, Heading, Panel, Table
from webapp.pages.sentences import counted
from webapp.pages.things.deeds import initiatives_path
from webapp.pages.things.initiatives import by_mode, listed_under, whole_list
from webapp.urls import key_of, path_of, query_links, short_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.parts import Body
    from webapp.pages.subject import Subject

_STATED: Final = "Their domain is stated by a source"
_JUDGED: Final = "Their domain is the judgement of the editors"
_UNPLACED: Final = "Placed in no domain, by a source or the editors"


def modes(
    subject: Subject, rows: Sequence[Mapping[str, str]], covered: Sequence[Mapping[str, str]]
) -> tuple[Panel, ...]:
    """Return the panel of the modes by which a domain is served, each with its initiatives."""
    draft = subject.draft
    found: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for row in rows:
        if "mode" in row:
            found.setdefault((row["modeLabel"], row["mode"]), []).append(row)
    if not found:
        return ()
    listed = listed_under(draft, rows, "mode")
    cells = []
    for (label, mode), those in sorted(found.items()):
        stated = {row["initiative"] for row in those if not draft.is_judged(row["assertion"])}
        number = str(len(listed[mode]))
        listing = initiatives_path(domain=subject.slug, mode=key_of(mode))
        note = Cell(counted(len(stated), "initiative")) if stated else Cell(note="by the editors alone")
        cells.append((Cell(label, path_of(mode)), Cell(number, listing), note))
    headings = tuple(Heading(text) for text in ("Mode", "Initiatives", "Placed here by a source"))
    table = Table("mode-list", "Modes of collaboration, in the order of their names", headings, tuple(cells))
    links = query_links("domain-initiatives", domain=subject.slug)
    is_silent = all(draft.is_judged(row["assertion"]) for row in rows)
    silence = _silence(draft, covered) if is_silent else Gap(())
    bodies: tuple[Body, ...] = (silence, table) if silence.facts else (table,)
    lead = "Those of the initiatives that only the editors place here:" if silence.facts else ""
    return (Panel("modes", "Modes of collaboration", bodies, links, len(cells), lead),)


def initiatives(
    subject: Subject, rows: Sequence[dict[str, str]], covered: Sequence[Mapping[str, str]]
) -> tuple[Panel, ...]:
    """Return those that sources place here, or what documents leave out; then those that the editors do."""
    draft = subject.draft
    is_silent = all(draft.is_judged(row["assertion"]) for row in rows)
    silence = _silence(draft, covered) if is_silent else Gap(())
    listing = initiatives_path(domain=subject.slug)
    bodies = (*([silence] if silence.facts else []), *placed(draft, rows, listing))
    bodies = (*bodies, *whole_list(rows, listing))
    if not bodies:
        return ()
    return (
        Panel(
            "initiatives",
            "Initiatives that serve it",
            bodies,
            query_links("initiatives", domain=subject.slug),
            len({row["initiative"] for row in rows}) or None,
            "Grouped by mode of collaboration." if rows else "",
        ),
    )


def placed(draft: Draft, rows: Sequence[Mapping[str, str]], listing: str = "") -> tuple[Body, ...]:
    """
    Return initiatives by mode: those that a source places in their domain, then those that the editors do.

    Args:
        draft: The page.
        rows: Rows of the queries `initiatives` and `unplaced-initiatives`, in the order of the page.
        listing: The address of the list of all of them, which a long group leads to.
    """
    groups: dict[str, list[Mapping[str, str]]] = {_STATED: [], _JUDGED: [], _UNPLACED: []}
    for row in rows:
        placed_by = _JUDGED if draft.is_judged(row.get("assertion")) else _STATED
        groups[placed_by if "domain" in row else _UNPLACED].append(row)
    found = {title: members for title, members in groups.items() if members}
    is_plain = list(found) == [_STATED]
    return tuple(
        by_mode(draft, members, "" if is_plain else title, listing, all_of=rows, is_judged=title == _JUDGED)
        for title, members in found.items()
    )


def _silence(draft: Draft, covered: Iterable[Mapping[str, str]]) -> Gap:
    return gap(draft, covered, RC + "servesDomain")


def silent_on_initiatives(draft: Draft, key: str) -> Panel | None:
    """
    Return what documents say, or leave out, about initiatives for a domain that has none on record.

    Args:
        draft: The page, which may be that of another thing.
        key: The key of the domain (`escap-2017/4`).

    Returns:
        The same as stands on the domain's own page, under the domain's name; None if nobody has looked.
    """
    iri = thing("domain", key)
    body = _silence(draft, draft.table("coverage", subject=Iri(iri)))
    if not body.facts:
        return None
    title = f"Initiatives that serve {draft.names.label(iri)}"
    links = query_links("coverage", subject=short_key(iri))
    return Panel(f"initiatives-{key.replace('/', '-')}", title, (body,), links)

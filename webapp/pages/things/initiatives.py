"""Initiatives: in groups on the pages of others, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from webapp.pages.panels import coverage, coverage_rows, known_facts, mentions, thing_page
from webapp.pages.parts import InitiativeGroup, InitiativeItem, Initiatives, Phrase, Words
from webapp.pages.things.conflict import disagreements
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.parts import ThingPage
    from webapp.pages.subject import Subject

NO_MODE = "No mode recorded"
NO_DOMAIN = "No domain recorded"
SHOWN_AT_FIRST: Final = 6
"""How many initiatives of a long group stand before the fold."""

_HARDLY_MORE: Final = 2
_FEW: Final = 2
_FOLDED: Final = 12
_JUDGED: Final = "domain judged by the editors"
_NOTHING: Final = {"mode": NO_MODE, "domain": NO_DOMAIN}
_GRAPHS: Final = ("assertion", "modeAssertion", "processAssertion")


def by_mode(  # noqa: PLR0913  (what groups are made of)
    draft: Draft,
    rows: Sequence[Mapping[str, str]],
    title: str = "",
    listing: str = "",
    *,
    all_of: Sequence[Mapping[str, str]] = (),
    is_judged: bool = False,
) -> Initiatives:
    """
    Return the rows of the query `initiatives` grouped by mode of collaboration.

    Args:
        draft: The page.
        rows: The rows, in the order of the page.
        title: What stands above the groups.
        listing: The address of the list of all of them, which a long group leads to.
        all_of: The rows of all that the list holds, where these are some of them.
        is_judged: The title says that their domain is the judgement of the editors, so the items need not.
    """
    return Initiatives(_grouped(draft, rows, "mode", "" if is_judged else _JUDGED, listing, all_of), title)


def by_domain(draft: Draft, rows: Sequence[Mapping[str, str]], listing: str = "") -> Initiatives:
    """
    Return the rows of `process-initiatives` or `mode-initiatives` grouped by the domain that is served.

    Args:
        draft: The page.
        rows: The rows, in the order of the page.
        listing: The address of the list of all of them, which a long group leads to.
    """
    return Initiatives(_grouped(draft, rows, "domain", _JUDGED, listing))


def whole_list(rows: Iterable[Mapping[str, str]], listing: str) -> tuple[Words, ...]:
    """Return the way to the list of all initiatives of the rows, where groups do not show each of them."""
    number = len({row["initiative"] for row in rows})
    return (Words((Phrase("All "), Phrase(f"{number} in one list", listing))),) if number > _FOLDED else ()


def _grouped(  # noqa: PLR0913, PLR0917  (what the two kinds of groups differ in)
    draft: Draft,
    rows: Sequence[Mapping[str, str]],
    column: str,
    judged: str,
    listing: str,
    all_of: Sequence[Mapping[str, str]] = (),
) -> tuple[InitiativeGroup, ...]:
    """
    Return initiatives in groups by what a column holds, each once in a group.

    Long groups are folded; on a page with many initiatives they show the first, and lead to the list of all.
    """
    groups: dict[str | None, dict[str, list[Mapping[str, str]]]] = {}
    for row in rows:
        groups.setdefault(row.get(column), {}).setdefault(row["initiative"], []).append(row)
    is_long = bool(listing) and len({row["initiative"] for row in all_of or rows}) > _FOLDED
    listed = listed_under(draft, all_of or rows, column)
    made = []
    # What has no place among the others comes last.
    for iri, found in sorted(groups.items(), key=lambda group: group[0] is None):
        first, more_than = (_FEW, _FEW) if is_long else (SHOWN_AT_FIRST, SHOWN_AT_FIRST + _HARDLY_MORE)
        shown = len(found) if len(found) <= more_than else first
        # What is only in the list is not made.
        made_of = list(found.values())[: shown if is_long else None]
        items = tuple(_item(draft, of_one, column, judged) for of_one in made_of)
        more = _more(listing, column, iri, len(listed[iri])) if is_long and len(found) > shown else None
        label = draft.names.label(iri) if iri else _NOTHING[column]
        made.append(InitiativeGroup(label, path_of(iri) if iri else None, items[:shown], items[shown:], more))
    return tuple(made)


def listed_under(draft: Draft, rows: Sequence[Mapping[str, str]], column: str) -> dict[str | None, set[str]]:
    """
    Return which initiatives a list has that is narrowed to what a column holds, by that.

    A list narrowed to a mode has those of narrower modes as well.
    """
    listed: dict[str | None, set[str]] = {}
    for row in rows:
        held = row.get(column)
        listed.setdefault(held, set()).add(row["initiative"])
        wider = draft.of("wider-modes", "mode", held) if held and column == "mode" else ()
        for step in wider:
            listed.setdefault(step["wider"], set()).add(row["initiative"])
    return listed


def _more(listing: str, column: str, iri: str | None, number: int) -> Phrase:
    """Return the way to all initiatives of a group, or among which those without such a place stand."""
    if iri is None:
        return Phrase("The others are in the list of all", listing)
    return Phrase(f"All {number}", f"{listing}&{column}={key_of(iri)}")


def _item(draft: Draft, rows: Sequence[Mapping[str, str]], column: str, judged: str) -> InitiativeItem:
    """Return one initiative; `rows` are one for each domain, mode or process of it that the group holds."""
    first = rows[0]
    evidence = draft.evidence(*(row.get(name) for row in rows for name in _GRAPHS))
    modes = dict.fromkeys(
        row.get("usedLabel") or row["modeLabel"] for row in rows if "usedLabel" in row or "modeLabel" in row
    )
    processes = dict.fromkeys(f"under the {row['processLabel']}" for row in rows if "processLabel" in row)
    graphs = [row.get("assertion") for row in rows]
    certainty = draft.certainty(*graphs)
    placed = ", ".join(filter(None, (judged, certainty))) if draft.is_judged(*graphs) else ""
    meta = (*(modes if column != "mode" else ()), *processes, *([placed] if placed else []))
    is_incomplete = first.get("incomplete") == "true"
    return InitiativeItem(path_of(first["initiative"]), first["label"], evidence, is_incomplete, meta)


def initiative_page(subject: Subject) -> ThingPage:
    """Return the page of one initiative: domain, mode, process, and what the source leaves out."""
    panels = (
        known_facts(subject),
        *disagreements(subject),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, (RC + "conflictSubject",)),
    )
    is_incomplete = subject.first(RC + "incompleteInSource") == "true"
    return thing_page(
        subject,
        panels,
        lead="The source breaks the name off; it is shown as far as it is printed." if is_incomplete else "",
        tag="incomplete" if is_incomplete else "",
    )

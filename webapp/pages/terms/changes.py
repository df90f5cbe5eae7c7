"""What changed of the terms between two releases: the page, and its rows as a table to take away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.exports.sheets import Sheet
from kg.namespaces import BASE, ID, RC
from kg.vocabulary import KINDS, changes
from webapp.urls import term_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.vocabulary import Change
    from webapp.editions import Held

_NONE = "not stated"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change on the page; without `href` the term has no page any more."""

    name: str
    short: str
    href: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A release that can be chosen, as `macros/forms.html` wants it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """
    All that `term_changes.html` may use.

    `groups` are (key, heading, rows); `earlier` and `later` the releases compared, empty where there is only
    one; `files` (name, address, media type) of the same rows as data.
    """

    choices: tuple[Choice, ...]
    earlier: str
    later: str
    versions: str
    groups: tuple[tuple[str, str, tuple[ChangeRow, ...]], ...]
    files: tuple[tuple[str, str, str], ...]


def changes_page(history: Sequence[Held], old: Held, new: Held) -> ChangesPage:
    """
    Put the page together.

    Args:
        history: The editions of all releases, the oldest first.
        old: The one to compare with.
        new: The one to compare; the same as `old` where there is only one.
    """
    found = changes(old.edition, new.edition)
    asked = f"?from={old.release}&to={new.release}"
    return ChangesPage(
        tuple(
            Choice(each.release, f"{each.release} ({each.issued or 'not published yet'})") for each in history
        ),
        old.release if old is not new else "",
        new.release,
        _versions(old, new),
        tuple(
            (kind, heading, tuple(_row(each, new) for each in found if each.kind == kind))
            for kind, heading in KINDS.items()
            if any(each.kind == kind for each in found)
        ),
        (
            ("CSV", f"/ontology/changes.csv{asked}", "text/csv"),
            ("JSON", f"/ontology/changes.json{asked}", "application/json"),
        ),
    )


def changes_sheet(old: Held, new: Held) -> Sheet:
    """Return the rows of the page; source is the release that a change came with, locator the term in it."""
    rows = tuple(
        (
            change.kind,
            change.term.iri,
            change.term.label,
            change.before or _NONE,
            change.after or _NONE,
            old.edition.version,
            new.edition.version,
            old.release,
            new.release,
            f"{BASE}release/{new.release}",
            change.term.iri,
        )
        for change in changes(old.edition, new.edition)
    )
    return Sheet(
        f"Terms that changed between releases {old.release} and {new.release}",
        (
            *("change", "term", "label", "before", "after", "from_version", "to_version"),
            *("from_release", "to_release", "source", "locator"),
        ),
        rows,
    )


def _row(change: Change, new: Held) -> ChangeRow:
    iri = change.term.iri
    href = term_path(iri) if iri.startswith((RC, ID)) and iri in new.edition.terms else ""
    return ChangeRow(
        change.term.label or change.term.name, change.term.name, href, change.before, change.after
    )


def _versions(old: Held, new: Held) -> str:
    if old.edition.version == new.edition.version:
        return f"Both hold version {new.edition.version} of the ontology."
    return f"The ontology went from version {old.edition.version} to {new.edition.version}."

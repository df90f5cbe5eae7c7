"""Changes as text, JSON, CSV and N-Quads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kg.changes.choosing import local
from kg.exports.sheets import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.changes.editions import Edition
    from kg.changes.model import Change, Record
    from kg.exports.sheets import Entry

NOT_PUBLISHED: Final = "not published"
_COLUMNS: Final = (
    "change", "kind", "thing", "name", "class", "sentence", "after_release", "release", "issued",
    "statements_added", "statements_removed", "assertion", "source", "locator",
)  # fmt: skip


def text(records: Iterable[tuple[Record, Sequence[Change]]]) -> str:
    """Return changes as text: a heading a pair of releases, then one sentence a line."""
    blocks = []
    for record, changes in records:
        heading = f"From release {record.old.name} to {record.new.name} ({day_of(record.new)})"
        lines = [change.sentence for change in changes] or ["Nothing of what is asked for has changed."]
        blocks.append("\n".join([heading, *(f"- {line}" for line in lines)]))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def day_of(edition: Edition) -> str:
    """Return the day of a release in words."""
    return edition.issued.isoformat() if edition.issued else NOT_PUBLISHED


def as_json(records: Iterable[Record], changes: Iterable[Change], about: Mapping[str, object]) -> str:
    """
    Return changes as JSON, with the pairs of releases that they are of.

    Args:
        records: All that changed between the pairs, whatever is asked for.
        changes: Those that are asked for.
        about: What else is said of them, such as the filters.
    """
    document = {
        **about,
        "releases": [summary(record) for record in records],
        "changes": [_member(change) for change in changes],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def summary(record: Record) -> dict[str, Any]:
    """Return what a pair of releases is, with how many changes of each kind lie between them."""
    return {
        "release": record.new.name,
        "after_release": record.old.name,
        "issued": record.new.issued.isoformat() if record.new.issued else None,
        "sha256": record.new.digest,
        "changes": {kind.value: number for kind, number in record.counts.items()},
        "statements_added": record.added,
        "statements_removed": record.removed,
    }


def _member(change: Change) -> dict[str, Any]:
    return {
        "id": change.iri,
        "kind": change.kind.value,
        "thing": change.thing,
        "name": change.name,
        "classes": list(change.classes),
        "about": sorted(change.about),
        "sentence": change.sentence,
        "after_release": change.pair.partition("...")[0],
        "release": change.release,
        "issued": change.issued.isoformat() if change.issued else None,
        "assertions": list(change.assertions),
        "source": change.source,
        "locator": change.locator,
        "statements": {"added": list(change.added), "removed": list(change.removed)},
    }


def sheet(changes: Iterable[Change]) -> Sheet:
    """Return changes as rows, one each."""
    return Sheet("Changes", _COLUMNS, tuple(_row(change) for change in changes))


def _row(change: Change) -> tuple[Entry, ...]:
    return (
        change.iri,
        change.kind.value,
        change.thing,
        change.name,
        " ".join(local(kind) for kind in change.classes),
        change.sentence,
        change.pair.partition("...")[0],
        change.release,
        change.issued.isoformat() if change.issued else NOT_PUBLISHED,
        len(change.added),
        len(change.removed),
        " ".join(change.assertions),
        change.source,
        change.locator,
    )

"""What the page says under an empty answer: what is wrong with the query, or that the data has none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from kg.doctor import Finding, Known, examine
from kg.namespaces import ID
from kg.spelling import closest
from webapp.kinds import KINDS
from webapp.knowledge import knowledge
from webapp.names import kind_of
from webapp.pages.prepared import once
from webapp.strangers import admit
from webapp.urls import key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.store.protocol import DatasetChoice, Solutions
    from webapp.knowledge import Knowledge

_NEAR_AT_MOST: Final = 2
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Advice:
    """
    What is known of an empty answer.

    `verdict` is one sentence; `findings` are the causes, the first three, which may be none.
    """

    verdict: str
    findings: tuple[Finding, ...]


def advise(query: str, dataset: DatasetChoice) -> Advice | None:
    """Say why a query, which was admitted, has an empty answer; None for forms that are not examined."""
    found = knowledge()

    def ask(text: str, seconds: float) -> Solutions:
        admit(text, dataset)
        return found.strangers.preview(text, dataset, seconds=seconds).solutions

    diagnosis = examine(query, ask, _known(found))
    if diagnosis is None:
        return None
    if diagnosis.is_mistake:
        verdict = "Something in the query can match nothing as it stands."
    elif diagnosis.findings:
        verdict = "The pattern is right; the data has none."
    elif diagnosis.is_complete:
        verdict = "No cause was found."
    else:
        verdict = "Looking into it was broken off, for lack of time, before a cause was found."
    return Advice(verdict, diagnosis.findings)


@once
def _known(found: Knowledge) -> Known:
    """Take up what the graph uses, once for a release."""
    terms: dict[str, dict[str, str]] = {"property": {}, "class": {}}
    for row in found.table("term-uses"):
        terms[row["kind"]].setdefault(row["term"], row.get("label", ""))
    return Known(terms["property"], terms["class"], partial(_near_things, found))


def _near_things(found: Knowledge, iri: str) -> Sequence[str]:
    """Return the things of the same class whose keys are written much like that of one that there is not."""
    if not iri.startswith(ID) or len(iri) > _LONGEST:
        return ()
    kind = kind_of(iri)
    kinds = [kind] if kind else KINDS.values()
    keys = {key_of(thing): thing for kind in kinds for thing in found.names.things(kind)}
    return tuple(keys[key] for key in closest(key_of(iri), keys, _NEAR_AT_MOST))

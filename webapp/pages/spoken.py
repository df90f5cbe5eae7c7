"""What a page says of its thing in one sentence, where its statements make one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.terms import Iri
from webapp.pages.words import in_words, matter

if TYPE_CHECKING:
    from webapp.pages.subject import Subject

_OWN_SENTENCE: Final = {
    "rating",
    "membership",
    "body-membership",
    "count",
    "mapping",
    "coverage",
    "establishment",
    "chair",
    "date-claim",
    "reported-fact",
}
"""The segments of the kinds whose statements make a sentence together."""


def own_sentence(subject: Subject) -> str:
    """Return the sentence that the statements about a thing make; empty where they make none."""
    if subject.kind.segment not in _OWN_SENTENCE:
        return ""
    rows = subject.draft.knowledge.rows("statements", subject=Iri(subject.iri)).rows
    return in_words([{"subject": Iri(subject.iri), **row} for row in rows], subject.draft.names)


def own_title(subject: Subject) -> str:
    """Return the title of a finding on a document, which names its matter; empty for any other thing."""
    looked_for = subject.first(RC + "coverageProperty")
    if looked_for is None:
        return ""
    about = subject.first(RC + "coverageSubject") or ""
    words = matter(subject.draft.names, looked_for, about)
    return f"{subject.draft.names.label(about)}: {words[:1].lower()}{words[1:]}"

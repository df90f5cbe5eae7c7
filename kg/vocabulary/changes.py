"""What changes from one edition of the ontology to the next, and what of it breaks the work of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.vocabulary.terms import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.vocabulary.editions import Edition
    from kg.vocabulary.terms import Term

KINDS: Final[dict[str, str]] = {
    "added": "New terms",
    "removed": "Terms that are gone",
    "deprecated": "Terms that are given up",
    "redefined": "Terms with another definition",
    "relabelled": "Terms with another name",
    "bounded": "Terms with another domain, range or place among the classes",
}
"""The kinds of change, in the order in which they are told, with their headings."""


@dataclass(frozen=True, slots=True)
class Change:
    """
    One change of one term.

    `kind` is a key of `KINDS`; `term` the term as it stands now, or stood last; `before` and `after` the
    texts that differ, empty where there is none.
    """

    kind: str
    term: Term
    before: str = ""
    after: str = ""


def changes(old: Edition, new: Edition) -> tuple[Change, ...]:
    """Return what happened to terms from one edition to another, by kind, then by IRI."""
    found = [change for iri in sorted({*old.terms, *new.terms}) for change in _of_term(old, new, iri)]
    order = list(KINDS)
    return tuple(sorted(found, key=lambda change: order.index(change.kind)))


def _of_term(old: Edition, new: Edition, iri: str) -> Iterator[Change]:
    before, after = old.terms.get(iri), new.terms.get(iri)
    if before is None:
        if after is not None:
            yield Change("added", after, after=after.definition)
        return
    if after is None:
        yield Change("removed", before, before=before.definition)
        return
    if after.is_deprecated and not before.is_deprecated:
        yield Change("deprecated", after, after=after.reason or _listed(after.replaced_by))
    if before.definition != after.definition:
        yield Change("redefined", after, before.definition, after.definition)
    if before.label != after.label:
        yield Change("relabelled", after, before.label, after.label)
    for what in sorted({name for name, _ in (*before.bounds, *after.bounds)}):
        was, is_ = dict(before.bounds).get(what, ()), dict(after.bounds).get(what, ())
        if was != is_:
            yield Change("bounded", after, _bound(what, was), _bound(what, is_))


def _bound(what: str, iris: tuple[str, ...]) -> str:
    return f"{what}: {_listed(iris)}" if iris else f"no {what}"


def _listed(iris: tuple[str, ...]) -> str:
    return ", ".join(map(short, iris))


def breaking(old: Edition, new: Edition) -> tuple[str, ...]:
    """
    Say why one edition may not follow another; nothing if it may.

    A version stands for the same statements for ever.  A term goes only after an edition in which it was
    deprecated, and with a new major version.  What is said of a term is narrowed only with one: a further
    domain, range or superclass lets more follow from data than their authors meant.
    """
    if old.version == new.version:
        if old.is_same(new):
            return ()
        sentence = (
            f"Version {new.version} of the ontology is published with other statements; raise "
            "owl:versionInfo and owl:versionIRI in ontology/regcoop.ttl."
        )
        return (sentence,)
    is_major = _major(new.version) > _major(old.version)
    sentences = []
    for change in changes(old, new):
        name = short(change.term.iri)
        if change.kind == "removed" and not change.term.is_deprecated:
            sentences.append(
                f"{name} is gone and was not deprecated in version {old.version}; put it back with "
                "owl:deprecated true."
            )
        elif change.kind == "removed" and not is_major:
            sentences.append(
                f"{name} is gone, which takes a new major version; put it back, or raise the version."
            )
        elif change.kind == "bounded" and not is_major and _is_narrower(old, new, change.term.iri):
            sentences.append(
                f"{name} is narrower than in version {old.version} ({change.after}), which takes a new major "
                "version; take it back, or raise the version."
            )
    return tuple(dict.fromkeys(sentences))


def _is_narrower(old: Edition, new: Edition, iri: str) -> bool:
    """Say whether more follows from the use of a term than did: something bounds it that did not."""
    before = {(what, bound) for what, bounds in old.terms[iri].bounds for bound in bounds}
    return any((what, bound) not in before for what, bounds in new.terms[iri].bounds for bound in bounds)


def _major(version: str) -> int:
    head = version.partition(".")[0]
    return int(head) if head.isdecimal() else 0

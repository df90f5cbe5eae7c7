"""The page of an assertion: what it says in words, and the evidence behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.namespaces import assertion as assertion_iri
from kg.terms import Iri
from webapp.pages.draft import Draft
from webapp.pages.parts import Fact, Item, Value
from webapp.pages.profiles import forms_of
from webapp.pages.things.others import sentences
from webapp.pages.words import in_words
from webapp.urls import path_of, query_links, report_path

if TYPE_CHECKING:
    from webapp.knowledge import Knowledge
    from webapp.urls import Links

STATEMENTS: Final = "statements"
_RECORDED: Final = "paired"


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class PassageCard:
    """One passage: its document, where in it, and `status` unless document and place are a pair."""

    document: str
    href: str
    locator: str
    status: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """
    The evidence of one assertion; `rule` and `inputs` are those of a derived one.

    `certainty` says how sure the editors are of a judgement; `conflicts` are disagreements that it stands in.
    """

    href: str
    statement: str
    passages: tuple[PassageCard, ...]
    basis: str
    basis_label: str
    confidence: str | None
    certainty: str | None
    conflicts: tuple[Link, ...]
    note: str | None
    table: str
    key: str
    release: str | None
    rule: Link | None
    inputs: tuple[Link, ...]
    report: str


@dataclass(frozen=True, slots=True)
class AssertionPage:
    """All that `assertion.html` may use; `facts` are the statements one by one."""

    iri: str
    card: Card
    facts: tuple[tuple[str, tuple[Fact, ...]], ...]
    derived: tuple[Item, ...]
    formats: tuple[tuple[str, str, str], ...]
    links: Links
    statement_links: Links


def assertion_card(knowledge: Knowledge, table: str, key: str) -> Card | None:
    """Return the evidence of the assertion of one row; None if there is no such assertion."""
    iri = assertion_iri(table, key)
    rows = knowledge.table("evidence", assertion=Iri(iri))
    if not rows:
        return None
    first, names = rows[0], knowledge.names
    stated = knowledge.rows("assertion-statements", assertion=Iri(iri)).rows
    passages = {row["passage"]: row for row in rows if "passage" in row}
    inputs = dict.fromkeys(row["input"] for row in rows if "input" in row)
    return Card(
        href=path_of(iri),
        statement=in_words(stated, names),
        passages=tuple(_passage(row) for row in passages.values()),
        basis=first["basis"].rpartition("/")[2],
        basis_label=_definition(knowledge, first["basis"]),
        confidence=first.get("confidenceLabel"),
        certainty=first.get("certaintyLabel"),
        conflicts=tuple(
            Link(names.label(row["conflict"]), path_of(row["conflict"]))
            for row in knowledge.table("disputed")
            if row["assertion"] == iri
        ),
        note=first.get("note"),
        table=first["table"],
        key=first["key"],
        release=knowledge.release.release if knowledge.release else None,
        rule=Link(first.get("ruleLabel", first["rule"]), path_of(first["rule"])) if "rule" in first else None,
        inputs=tuple(Link(item.label, item.href) for item in sentences(Draft(knowledge), inputs)),
        report=report_path(path_of(iri), path_of(iri)),
    )


def _passage(row: dict[str, str]) -> PassageCard:
    is_paired = row["locatorStatus"].endswith(f"/{_RECORDED}")
    return PassageCard(
        row["documentLabel"],
        path_of(row["document"]),
        row.get("locator", "place not recorded"),
        None if is_paired else row.get("locatorStatusLabel"),
    )


def _definition(knowledge: Knowledge, basis: str) -> str:
    """Return what a basis means, in the words of the vocabulary."""
    said = knowledge.table("statements", subject=Iri(basis))
    return next((row["value"] for row in said if row["property"].endswith("#definition")), "")


def assertion_page(knowledge: Knowledge, table: str, key: str) -> AssertionPage | None:
    """Return the page of the assertion of one row; None if there is no such assertion."""
    card = assertion_card(knowledge, table, key)
    if card is None:
        return None
    iri = assertion_iri(table, key)
    derived = knowledge.table("derivations", input=Iri(iri))
    return AssertionPage(
        iri=iri,
        card=replace(card, href=f"#{STATEMENTS}"),
        facts=_facts(knowledge, iri),
        derived=sentences(Draft(knowledge), [row["assertion"] for row in derived]),
        formats=forms_of(card.href),
        links=query_links("evidence", assertion=iri),
        statement_links=query_links("assertion-statements", assertion=iri),
    )


def _facts(knowledge: Knowledge, iri: str) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    """Return the statements of an assertion by the thing that they are about."""
    draft = Draft(knowledge)
    about: dict[str, dict[str, list[Value]]] = {}
    for row in knowledge.rows("assertion-statements", assertion=Iri(iri)).rows:
        said = about.setdefault(row["subject"].value, {})
        said.setdefault(row["property"].value, []).append(draft.value(row["value"], ()))
    return tuple(
        (
            subject,
            tuple(
                Fact(draft.names.fact(name), tuple(values), path_of(name)) for name, values in said.items()
            ),
        )
        for subject, said in about.items()
    )

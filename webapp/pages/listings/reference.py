"""The lists of documents, disagreements and the frames of reference: what each shows and is narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from webapp.pages.listings import cells
from webapp.pages.listings.rows import Column, dated, name, said, short_name, text
from webapp.pages.listings.spec import NONE, PROCESS, YEAR, Filter, Listing, framework_of, numbered
from webapp.pages.things.conflict import LEAD as DISAGREEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from webapp.names import Names


def _statements(row: Mapping[str, str]) -> Iterable[str]:
    number = int(row.get("statements", "0"))
    return ("1" if number < 10 else "10" if number < 100 else "100",) if number else ()  # noqa: PLR2004


_STATEMENTS: Final = {"1": "1 to 9", "10": "10 to 99", "100": "100 and more"}


def _statement_words(_names: Names, value: str) -> str:
    return _STATEMENTS[value]


REFERENCE: Final = (
    Listing(
        "document",
        "documents",
        (
            Column("Document", name, "document"),
            Column("Kind", said("kind"), "kind"),
            Column("Publisher", said("publisher", path="/documents?publisher={}"), "publisher"),
            Column("Date", dated, "date"),
            Column("What rests on it", cells.statements, "statements"),
        ),
        (
            Filter("kind", "Kind", "kind of document"),
            Filter("publisher", "Publisher", "publisher", most=25),
            YEAR,
            Filter(
                "statements",
                "Statements that rest on it",
                "number of statements",
                "none",
                of_row=_statements,
                words=_statement_words,
            ),
        ),
        "What was read, and what was taken from it.",
        is_dated=True,
    ),
    Listing(
        "conflict",
        "disagreements",
        (
            Column("About", cells.about, "about"),
            Column("On what", cells.on_what, "on_what"),
            Column("What each side says", cells.sides, "sides", ("side",)),
        ),
        (
            Filter(
                "about",
                "What it is about",
                "kind of thing",
                key=cells.kind_key,
                words=cells.kind_words,
            ),
            Filter(
                "matter",
                "On what sources disagree",
                "matter",
                key=cells.matter_key,
                words=cells.matter_words,
            ),
            PROCESS,
        ),
        DISAGREEMENTS,
        title=lambda names, row: names.short(row.get("subject", row["thing"])),
    ),
    Listing(
        "resolution",
        "resolutions",
        (
            Column("Resolution", name, "resolution"),
            Column("Date", dated, "date"),
            Column("Kind", said("kind"), "kind"),
            Column("Body", said("organization"), "body"),
            Column("Status", said("status"), "status"),
        ),
        (
            Filter("kind", "Kind", "kind of resolution"),
            YEAR,
            Filter("framework", "Framework", "governance framework", "no framework named"),
            Filter("organization", "Body", "organization"),
            Filter("status", "Status", "status of a resolution"),
        ),
        is_dated=True,
    ),
    Listing(
        "indicator",
        "indicators",
        (
            Column("Indicator", name, "indicator"),
            Column("Number", text("number"), "number"),
            Column("Framework", said("framework"), "framework"),
            Column("Domain", said("domain"), "domain"),
        ),
        (
            Filter("framework", "Framework", "governance framework"),
            Filter("domain", "Domain", "governance domain", words=numbered, group=framework_of),
        ),
    ),
    Listing(
        "profile",
        "governance profiles",
        (
            Column("Profile", name, "profile"),
            Column("Country", said("country", words="of no country alone"), "country"),
            Column("Scope", said("scope"), "scope"),
            Column("Framework", said("framework"), "framework"),
            Column("Published", dated, "published"),
        ),
        (
            Filter("country", "Country", "country", "of no country alone"),
            Filter("scope", "Scope", "scope of a profile"),
            Filter("framework", "Framework", "governance framework"),
            YEAR,
        ),
        "Assessments of migration governance that a source names; what they find has not been read.",
        is_dated=True,
    ),
    Listing(
        "framework",
        "frameworks",
        (Column("Framework", short_name, "framework"),),
        (),
        "Ways to divide migration governance. Equal numbers in two of them mean nothing.",
        has_facts=False,
    ),
    Listing(
        "region",
        "regions",
        (
            Column("Region", name, "region"),
            Column("Code (M49)", text("m49"), "m49"),
            Column("Part of", said("part", words="nothing wider"), "part_of"),
        ),
        (Filter("part", "Part of", "region", "nothing wider"),),
        "As the M49 standard of the United Nations divides the world.",
    ),
    Listing("person", "persons", (Column("Person", name, "person"),), has_facts=False),
    Listing(
        "target",
        "policy targets",
        (
            Column("Target", name, "target"),
            Column("Code", text("code"), "code"),
            Column("Part of", said("part", words=NONE), "part_of"),
        ),
        (Filter("part", "Part of", "policy goal or target", NONE),),
    ),
    Listing(
        "vocabulary",
        "outside vocabularies",
        (
            Column("Vocabulary", name, "vocabulary"),
            Column("Kind", said("kind"), "kind"),
            Column("What it holds", text("description"), "description"),
        ),
        (Filter("kind", "Kind", "kind of vocabulary"),),
        "Vocabularies of others that stand behind our links.",
    ),
)
"""The lists of documents, disagreements and frames of reference."""

"""All lists of things: what each shows and what it is narrowed by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from webapp.pages import initiative_list, overviews
from webapp.pages.conflict import LEAD as DISAGREEMENTS
from webapp.pages.listing_rows import Column, Counted, dated, name, said, short_name, text
from webapp.pages.listing_spec import YEAR, Filter, Listing
from webapp.urls import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from webapp.names import Names

_NONE: Final = "none on record"
_PROCESS: Final = Filter("process", "Process", "regional process", _NONE)


def _framework(names: Names, domain: str) -> str:
    """Return the framework of a domain, whose key begins with that of the framework."""
    return names.short(domain.replace("/domain/", "/framework/").rpartition("/")[0])


def _numbered(names: Names, domain: str) -> str:
    """Return a domain by its number in its framework and its name."""
    return f"{key_of(domain).rpartition('/')[2]} {names.label(domain)}"


_DOMAIN: Final = Filter(
    "domain", "Domain", "governance domain", "placed in no domain", words=_numbered, group=_framework
)


def _statements(row: Mapping[str, str]) -> Iterable[str]:
    number = int(row.get("statements", "0"))
    return ("1" if number < 10 else "10" if number < 100 else "100",) if number else ()  # noqa: PLR2004


_STATEMENTS: Final = {"1": "1 to 9", "10": "10 to 99", "100": "100 and more"}


def _statement_words(_names: Names, value: str) -> str:
    return _STATEMENTS[value]


_ALL: Final = (
    Listing(
        "initiative",
        "initiatives",
        (
            Column("Initiative", name, "initiative"),
            Column("Domain", said("domain", words=initiative_list.NO_DOMAIN), "domain"),
            Column("Mode of collaboration", said("mode"), "mode"),
            Column("Process", said("process"), "process"),
            Column("When", dated, "when"),
        ),
        (
            replace(_DOMAIN, silent=initiative_list.unserved),
            Filter(
                "mode",
                "Mode of collaboration",
                "mode of collaboration",
                facets=("mode", "wider-mode"),
                most=40,
            ),
            Filter("process", "Process", "regional process"),
            Filter(
                "status",
                "Status",
                "status of an initiative",
                facets=("status", "status-printed"),
                key=initiative_list.status_key,
                words=initiative_list.status_words,
            ),
            YEAR,
            Filter("country", "Country that it involves", "country", is_quiet=True),
        ),
        "A domain whose marker ends in e is the judgement of the editors, not the word of a source.",
        is_dated=True,
        after=initiative_list.silent,
    ),
    Listing(
        "meeting",
        "meetings",
        (
            Column("Meeting", name, "meeting"),
            Column("When", dated, "when"),
            Column("Where", overviews.place, "where", ("country",)),
            Column("Process", said("process"), "process"),
            Column("Level", said("level"), "level"),
        ),
        (
            Filter("process", "Process", "regional process"),
            Filter("body", "Organ", "organ of a process", "no organ named"),
            Filter("level", "Level", "level of a meeting"),
            Filter("country", "Country where it was held", "country", most=30),
            YEAR,
            Filter("precision", "How finely it is dated", "precision of a date"),
        ),
        "Those that the sources read so far tell of; there may be others.",
        is_dated=True,
    ),
    Listing(
        "process",
        "processes",
        (
            Column("Process", short_name, "process"),
            Column(
                "Region, as named",
                said("region", words=overviews.NOT_SEEN, path="/processes?region={}"),
                "region",
            ),
            Column("Type", said("type", words=overviews.NOT_SEEN), "type"),
            Column("Founded", overviews.founded, "founded"),
            Column("Countries listed", overviews.listed, "countries_listed"),
            Column("Status", said("status", words=overviews.NOT_SEEN), "status"),
        ),
        (
            Filter("type", "Type", "type of process"),
            Filter("status", "Status", "status of a process"),
            Filter("region", "Region, as named", "region"),
            Filter(
                "domain",
                "Domain that it covers",
                "governance domain",
                _NONE,
                words=_numbered,
                group=_framework,
            ),
            Filter("listed", "Countries are listed as", "role in a process", overviews.NO_LIST),
        ),
        overviews.ABOUT_PROCESSES,
        "processes",
    ),
    Listing(
        "country",
        "countries and territories",
        (
            Column("Country", name, "country"),
            Column("Code", text("iso3", "no code"), "iso3"),
            Column("Region", said("region"), "region"),
            Column(
                "Processes", Counted(("process",), "process", "processes", "#memberships", _NONE), "processes"
            ),
            Column("Rated in", said("rated", words="no rating on record"), "rated_in"),
            Column("Profile", said("profile", words=_NONE), "profile"),
        ),
        (
            Filter("region", "Region (M49)", "region", facets=("region", "wider-region")),
            _PROCESS,
            Filter("role", "Role in a process", "role in a process", _NONE),
            Filter("rated", "Rated in", "governance framework", "no rating on record"),
            Filter("profile", "Governance profile", "governance framework", _NONE),
        ),
        "In the order of their names.",
        "countries",
    ),
    Listing(
        "organization",
        "organizations",
        (
            Column("Organization", name, "organization"),
            Column("Acronym", text("acronym", _NONE), "acronym"),
            Column("Type", said("type"), "type"),
            Column("Roles", said("role", words=_NONE), "roles"),
            Column(
                "Processes", Counted(("process",), "process", "processes", "#memberships", _NONE), "processes"
            ),
        ),
        (
            Filter("type", "Type", "type of organization"),
            Filter("role", "Role in a process", "role in a process", _NONE),
            _PROCESS,
        ),
    ),
    Listing(
        "document",
        "documents",
        (
            Column("Document", name, "document"),
            Column("Kind", said("kind"), "kind"),
            Column("Publisher", said("publisher", path="/documents?publisher={}"), "publisher"),
            Column("Date", dated, "date"),
            Column("What rests on it", overviews.statements, "statements"),
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
        "theme",
        "themes",
        (
            Column("Theme", name, "theme"),
            Column("Domain", said("domain", words="placed in no domain"), "domain"),
            Column(
                "Processes", Counted(("process",), "process", "processes", "#processes", _NONE), "processes"
            ),
        ),
        (_DOMAIN, _PROCESS),
        "Matters that processes deal with, as sources name them.",
    ),
    Listing(
        "conflict",
        "disagreements",
        (
            Column("About", overviews.about, "about"),
            Column("On what", overviews.on_what, "on_what"),
            Column("What each side says", overviews.sides, "sides", ("side",)),
        ),
        (
            Filter(
                "about",
                "What it is about",
                "kind of thing",
                key=overviews.kind_key,
                words=overviews.kind_words,
            ),
            Filter(
                "matter",
                "On what sources disagree",
                "matter",
                key=overviews.matter_key,
                words=overviews.matter_words,
            ),
            _PROCESS,
        ),
        DISAGREEMENTS,
        title=lambda names, row: names.short(row.get("subject", row["thing"])),
    ),
    Listing(
        "body",
        "organs of processes",
        (
            Column("Organ", name, "organ"),
            Column("Process", said("process"), "process"),
            Column("Kind", said("kind"), "kind"),
            Column("Mode of collaboration", said("mode"), "mode"),
        ),
        (
            Filter("process", "Process", "regional process"),
            Filter("kind", "Kind", "kind of organ"),
            Filter("mode", "Mode of collaboration", "mode of collaboration"),
        ),
        "Conferences, groups, offices and committees of processes.",
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
            Filter("domain", "Domain", "governance domain", words=_numbered, group=_framework),
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
            Column("Part of", said("part", words=_NONE), "part_of"),
        ),
        (Filter("part", "Part of", "policy goal or target", _NONE),),
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
    Listing(
        "mode",
        "modes of collaboration",
        (
            Column("Mode", name, "mode"),
            Column("Kind of", said("wider", words="no wider mode"), "wider"),
            Column("What it means", text("definition"), "definition"),
        ),
        (Filter("wider", "Kind of", "mode of collaboration", "no wider mode"),),
    ),
)

LISTINGS: Final[dict[str, Listing]] = {listing.segment: listing for listing in _ALL}
"""The lists of the common form, by the segment of the kind that each holds."""

"""The lists of those who cooperate and of what they do: what each shows and what it is narrowed by."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from webapp.pages.listings import cells, initiatives
from webapp.pages.listings.rows import Column, Counted, dated, name, said, short_name, text
from webapp.pages.listings.spec import DOMAIN, NONE, PROCESS, YEAR, Filter, Listing, framework_of, numbered

COOPERATION: Final = (
    Listing(
        "initiative",
        "initiatives",
        (
            Column("Initiative", name, "initiative"),
            Column("Domain", said("domain", words=initiatives.NO_DOMAIN), "domain"),
            Column("Mode of collaboration", said("mode"), "mode"),
            Column("Process", said("process"), "process"),
            Column("When", dated, "when"),
        ),
        (
            replace(DOMAIN, silent=initiatives.unserved),
            Filter(
                "mode",
                "Mode of collaboration",
                "mode of collaboration",
                facets=("mode", "wider-mode"),
                most=35,
            ),
            Filter("process", "Process", "regional process", most=30),
            Filter(
                "status",
                "Status",
                "status of an initiative",
                facets=("status", "status-printed"),
                key=initiatives.status_key,
                words=initiatives.status_words,
            ),
            YEAR,
            Filter("country", "Country that it involves", "country", is_quiet=True),
        ),
        "A domain whose marker ends in e is the judgement of the editors, not the word of a source.",
        is_dated=True,
        after=initiatives.silent,
    ),
    Listing(
        "meeting",
        "meetings",
        (
            Column("Meeting", name, "meeting"),
            Column("When", dated, "when"),
            Column("Where", cells.place, "where", ("country",)),
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
                said("region", words=cells.NOT_SEEN, path="/processes?region={}"),
                "region",
            ),
            Column("Type", said("type", words=cells.NOT_SEEN), "type"),
            Column("Founded", cells.founded, "founded"),
            Column("Countries listed", cells.listed, "countries_listed"),
            Column("Status", said("status", words=cells.NOT_SEEN), "status"),
        ),
        (
            Filter("type", "Type", "type of process"),
            Filter("status", "Status", "status of a process"),
            Filter("region", "Region, as named", "region"),
            Filter(
                "domain",
                "Domain that it covers",
                "governance domain",
                NONE,
                words=numbered,
                group=framework_of,
            ),
            Filter("listed", "Countries are listed as", "role in a process", cells.NO_LIST),
        ),
        cells.ABOUT_PROCESSES,
        "processes",
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
        "country",
        "countries and territories",
        (
            Column("Country", name, "country"),
            Column("Code", text("iso3", "no code"), "iso3"),
            Column("Region", said("region"), "region"),
            Column(
                "Processes", Counted(("process",), "process", "processes", "#memberships", NONE), "processes"
            ),
            Column("Rated in", said("rated", words="no rating on record"), "rated_in"),
            Column("Profile", said("profile", words=NONE), "profile"),
        ),
        (
            Filter("region", "Region (M49)", "region", facets=("region", "wider-region")),
            PROCESS,
            Filter("role", "Role in a process", "role in a process", NONE),
            Filter("rated", "Rated in", "governance framework", "no rating on record"),
            Filter("profile", "Governance profile", "governance framework", NONE),
        ),
        "In the order of their names.",
        "countries",
    ),
    Listing(
        "organization",
        "organizations",
        (
            Column("Organization", name, "organization"),
            Column("Acronym", text("acronym", NONE), "acronym"),
            Column("Type", said("type"), "type"),
            Column("Roles", said("role", words=NONE), "roles"),
            Column(
                "Processes", Counted(("process",), "process", "processes", "#memberships", NONE), "processes"
            ),
        ),
        (
            Filter("type", "Type", "type of organization"),
            Filter("role", "Role in a process", "role in a process", NONE),
            PROCESS,
        ),
    ),
    Listing(
        "theme",
        "themes",
        (
            Column("Theme", name, "theme"),
            Column("Domain", said("domain", words="placed in no domain"), "domain"),
            Column(
                "Processes", Counted(("process",), "process", "processes", "#processes", NONE), "processes"
            ),
        ),
        (DOMAIN, PROCESS),
        "Matters that processes deal with, as sources name them.",
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
"""The lists of those who cooperate and of what they do."""

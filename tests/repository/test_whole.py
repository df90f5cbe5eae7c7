"""
Answers of the whole graph, held against counts made from the tables in plain Python and without SPARQL.

Each function here goes from `data/tables/*.csv` to an answer by a way of its own; none looks into a query.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.catalogue import catalogue
from kg.namespaces import ID, assertion, thing
from kg.store.embedded import open_embedded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store.protocol import Store

pytestmark = pytest.mark.slow

TABLES = Path(__file__).resolve().parents[2] / "data" / "tables"
"""The tables that we publish; most other tests run on a small dataset."""


@pytest.fixture(name="store", scope="module")
def _store(whole_graph_file: Path) -> Store:
    """The whole graph of the tables as they are."""
    return open_embedded(whole_graph_file)


def table(name: str) -> list[dict[str, str]]:
    """Read a curated table, row by row."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def items(cell: str) -> list[str]:
    """Split a list cell."""
    return [item.strip() for item in cell.split(";") if item.strip()]


def answer(store: Store, name: str, *columns: str, **params: str) -> list[tuple[str, ...]]:
    """Run a stored query and return some columns as texts; empty where a row has no value."""
    query = catalogue().named(name)
    rows = store.select(query.bind(query.terms(params))).rows
    return [tuple(row[column].value if column in row else "" for column in columns) for row in rows]


def members(process: str, roles: Iterable[str] = ("member",)) -> set[str]:
    """Return who belongs to a process, as class/key."""
    return {
        row["member"] for row in table("memberships") if row["process"] == process and row["role"] in roles
    }


def countries(who: Iterable[str]) -> set[str]:
    """Return the IRIs of those that are countries."""
    return {ID + path for path in who if path.startswith("country/")}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("bali-process", "colombo-process"),
        ("budapest-process", "prague-process"),
        ("rcm", "colombo-process"),
    ],
)
def test_states_in_both_of_two_processes(store: Store, first: str, second: str) -> None:
    """Members of one and of the other, in full right."""
    expected = countries(members(first) & members(second))

    rows = answer(store, "shared-members", "member", first=first, second=second)

    assert expected == {member for (member,) in rows}


def test_the_bali_and_the_colombo_process_share_members(store: Store) -> None:
    """Every shared member stands with both processes, each by a document of its own."""
    rows = answer(
        store,
        "shared-members",
        *("member", "process", "document"),
        first="bali-process",
        second="colombo-process",
    )
    processes: dict[str, set[str]] = defaultdict(set)
    for member, process, _ in rows:
        processes[member].add(process)

    both = {thing("process", "bali-process"), thing("process", "colombo-process")}
    assert processes
    assert all(both == found for found in processes.values())
    assert all(document for *_, document in rows)


def test_a_list_without_a_date_tells_nothing_of_a_given_day(store: Store) -> None:
    """The list of the Bali Process was printed some time between 2013 and 2018; of which day, nobody says."""
    rows = answer(
        store, "members-at-date", "attestedPrinted", "answer", process="bali-process", date="2015-06-01"
    )
    said = {answered for printed, answered in rows if printed.startswith("undated")}

    assert said
    assert "listed for a time that holds the date" not in said


def test_processes_with_no_list_of_members(store: Store) -> None:
    """Those of the register of which no row names a member or signatory."""
    expected = {row["key"] for row in table("processes")} - {
        row["process"] for row in table("memberships") if row["role"] in ("member", "signatory")
    }

    rows = answer(store, "processes-without-members", "process")

    assert {thing("process", key) for key in expected} == {process for (process,) in rows}


def pairs_of_processes() -> Counter[tuple[str, str]]:
    """Count, for every pair of processes, the countries that are members of both."""
    processes: dict[str, set[str]] = defaultdict(set)
    for row in table("memberships"):
        if row["role"] == "member" and row["member"].startswith("country/"):
            processes[row["member"]].add(thing("process", row["process"]))
    return Counter(
        (one, other) for found in processes.values() for one in found for other in found if one < other
    )


def test_every_pair_of_processes_with_its_shared_members(store: Store) -> None:
    """The number of countries that are members of both."""
    rows = answer(store, "process-overlaps", "process", "other", "shared")

    assert {pair: str(number) for pair, number in pairs_of_processes().items()} == {
        (process, other): shared for process, other, shared in rows
    }


def test_pairs_that_one_country_alone_connects(store: Store) -> None:
    """Exactly the pairs that share one member."""
    rows = answer(store, "connecting-countries", "process", "other")

    assert {pair for pair, number in pairs_of_processes().items() if number == 1} == set(rows)


def narrower(mode: str) -> set[str]:
    """Return a mode and all that are narrower, however far down."""
    found = {mode}
    while more := {row["key"] for row in table("modes") if row["broader"] in found} - found:
        found |= more
    return found


def processes_of_initiatives() -> dict[str, set[str]]:
    """Return under which processes each initiative runs, by either table that may say so."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in table("initiatives"):
        for path in items(row["under"]):
            found[row["key"]].add(ID + path)
    for row in table("initiative_processes"):
        found[row["initiative"]].add(thing("process", row["process"]))
    return found


def years_of_initiatives() -> dict[str, set[str]]:
    """Return the first year of each initiative, where its date has the form of a year, month, day or span."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in table("initiatives"):
        if match := re.match(r"(\d{4})(?:$|[-/(]| \(| or later)", row["date"].removeprefix("from ")):
            found[row["key"]].add(match[1])
    return found


@pytest.mark.parametrize(
    ("mode", "domain"),
    [("guideline", "escap-2017/2"), ("training", "escap-2017/3"), ("declaration", "escap-2017/5")],
)
def test_activities_of_a_mode_that_touch_a_domain_by_process_and_year(
    store: Store, mode: str, domain: str
) -> None:
    """Of that mode or a narrower one, under each of its processes, with the year of its beginning."""
    modes = narrower(mode)
    of_mode = {row["initiative"] for row in table("initiative_modes") if row["mode"] in modes}
    touching = {row["initiative"] for row in table("initiative_domains") if row["domain"] == domain}
    processes, years = processes_of_initiatives(), years_of_initiatives()
    expected = {
        (thing("initiative", key), process, year)
        for key in of_mode & touching
        for process in processes.get(key) or {""}
        for year in years.get(key) or {""}
    }

    rows = answer(store, "mode-activities", "initiative", "process", "year", mode=mode, domain=domain)

    assert expected
    assert expected == set(rows)


def test_every_founding_year_conflict_has_both_sides_with_their_sources(store: Store) -> None:
    """Each row of the conflict that tells of a coming into being, with every source that it names."""
    founded = {row["key"]: row for row in table("establishments")}
    expected = {
        (thing("conflict", row["key"]), assertion("establishments", key), thing("document", source))
        for row in table("conflicts")
        for name, _, key in (path.partition("/") for path in items(row["assertions"]))
        if name == "establishments"
        for source in items(founded[key]["source"])
    }

    rows = answer(store, "founding-conflicts", "conflict", "assertion", "document")

    assert expected == set(rows)
    sides: dict[str, set[str]] = defaultdict(set)
    for conflict, side, _ in rows:
        sides[conflict].add(side)
    assert sides
    assert all(len(found) >= 2 for found in sides.values())


def test_every_side_of_every_conflict_is_shown(store: Store) -> None:
    """All rows that the table of conflicts lists, and no others."""
    expected = {
        (thing("conflict", row["key"]), ID + row["subject"], assertion(name, key))
        for row in table("conflicts")
        for name, _, key in (path.partition("/") for path in items(row["assertions"]))
    }

    assert expected == set(answer(store, "conflicts", "conflict", "subject", "side"))


@pytest.mark.parametrize("process", ["bali-process", "colombo-process", "rcm"])
def test_states_rated_in_2016_that_are_members_of_a_process(store: Store, process: str) -> None:
    """15 states are rated; each is a member on record or not."""
    rated = {f"country/{row['country']}" for row in table("ratings") if row["period"] == "2016"}

    rows = answer(store, "rated-and-member", "country", "role", process=process)

    assert 15 == len(rated)
    assert countries(rated) == {country for country, _ in rows}
    assert countries(rated & members(process)) == {
        country for country, role in rows if role == thing("role", "member")
    }


@pytest.mark.parametrize("number", [4, 5])
def test_domains_4_and_5_show_activities_beside_the_silence_of_the_presentation(
    store: Store, number: int
) -> None:
    """Activities of other processes, all by the editors' judgement and with its certainty."""
    domain = f"escap-2017/{number}"
    serving = {
        assertion("initiative_domains", row["key"]): row
        for row in table("initiative_domains")
        if row["domain"] == domain
    }
    columns = ("assertion", "basis", "certainty", "state", "document")

    rows = answer(store, "domain-activities", *columns, domain=domain)

    shown = {row[0]: row for row in rows if not row[3]}
    assert set(serving) == set(shown)
    assert {thing("basis", "editorial")} == {basis for _, basis, *_ in shown.values()}
    for iri, row in serving.items():
        assert (thing("certainty", row["certainty"]) if row["certainty"] else "") == shown[iri][2]
    assert {(thing("coverage-state", "not-stated"), thing("document", "escap-2017"))} == {
        row[3:] for row in rows if row[3]
    }


def test_what_is_known_of_each_process_is_one_state_a_matter(store: Store) -> None:
    """Recorded where a row tells of the matter, whatever coverage says; else what coverage says."""
    with_members = {row["process"] for row in table("memberships") if row["role"] in ("member", "signatory")}
    covered = {
        (row["subject"].removeprefix("process/"), row["property"]): row["state"] for row in table("coverage")
    }
    query = catalogue().named("process-coverage")
    rows = store.select(query.bind({})).rows
    given = {
        row["process"].value.rpartition("/")[2]: row["stateLabel"].value
        for row in rows
        if row["matter"].value.endswith("#member")
    }

    processes = {row["key"] for row in table("processes")}
    assert processes == set(given)
    assert with_members == {process for process, state in given.items() if state == "recorded"}
    assert {p for p in processes - with_members if (p, "rc:member") not in covered} == {
        process for process, state in given.items() if state == "not looked into"
    }


def test_completeness_counts_things_and_not_statements(store: Store) -> None:
    """Of the processes of the register, as many have a short name as rows give one."""
    rows = answer(
        store,
        "completeness",
        *("property", "things", "having"),
        **{"class": "https://w3id.org/regcoop/ontology#RegionalProcess"},
    )
    known = table("processes")

    given = {name.rpartition("#")[2]: (things, having) for name, things, having in rows}
    assert (str(len(known)), str(sum(bool(row["short_name"]) for row in known))) == given["shortName"]


def test_nothing_that_was_not_kept_is_shown_as_a_source_that_was(store: Store) -> None:
    """Every row that rests on a source of which no record was kept is listed, and no other."""
    expected = {
        assertion(path.stem, row["key"])
        for path in TABLES.glob("*.csv")
        for row in table(path.stem)
        if "source-not-recorded" in items(row["source"])
    }

    assert expected == {iri for (iri,) in answer(store, "unsourced-assertions", "assertion")}


def within(region: str) -> set[str]:
    """Return a region and all regions within it, however far down."""
    found = {region}
    while more := {row["key"] for row in table("regions") if row["part_of"] in found} - found:
        found |= more
    return found


@pytest.mark.parametrize("region", ["southern-asia", "asia"])
def test_countries_of_a_region_with_their_processes(store: Store, region: str) -> None:
    """Those of all regions within it too; a country without a process has a row of its own."""
    regions = within(region)
    there = {f"country/{row['key']}" for row in table("countries") if row["region"] in regions}
    listed = {
        (ID + row["member"], thing("process", row["process"]), thing("role", row["role"]))
        for row in table("memberships")
        if row["member"] in there
    }
    alone = {(ID + path, "", "") for path in there if not any(ID + path == row[0] for row in listed)}

    assert listed | alone == set(
        answer(store, "region-countries", "country", "process", "role", region=region)
    )


def test_everything_that_a_country_reaches_stands_on_rows_of_the_tables(store: Store) -> None:
    """Membership, then initiative or theme, then domain: no step is missing and none is made up."""
    domain = "escap-2017/4"
    joined = {row["process"] for row in table("memberships") if row["member"] == "country/bgd"}
    serving = {row["initiative"] for row in table("initiative_domains") if row["domain"] == domain}
    furthering = {row["theme"] for row in table("theme_domains") if row["domain"] == domain}
    by_initiative = {
        (process, thing("initiative", key))
        for key, processes in processes_of_initiatives().items()
        for process in processes
        if key in serving
    }
    by_theme = {
        (thing("process", row["process"]), thing("theme", row["theme"]))
        for row in table("process_themes")
        if row["theme"] in furthering
    }
    reached = {thing("process", key) for key in joined}

    rows = answer(store, "country-reach", "process", "step", country="bgd", domain=domain)

    assert {pair for pair in by_initiative | by_theme if pair[0] in reached} == set(rows)


def test_who_attended_without_being_a_member(store: Store) -> None:
    """Every participant of a meeting of the process or its bodies, less its members."""
    bodies = {f"body/{row['key']}" for row in table("bodies") if row["process"] == "bali-process"}
    meetings = {
        row["key"] for row in table("meetings") if {"process/bali-process", *bodies} & set(items(row["of"]))
    }
    attended = {
        path
        for row in table("meetings")
        if row["key"] in meetings
        for path in items(row["participants"]) + items(row["observers"])
    } | {row["participant"] for row in table("participations") if row["meeting"] in meetings}

    rows = answer(store, "outside-participants", "who", process="bali-process")

    full = members("bali-process", ("member", "member-organization"))
    assert {ID + path for path in attended - full} == {who for (who,) in rows}

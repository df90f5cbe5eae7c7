"""
Overlaps and gaps: what processes share and what nobody serves, by the sets of the dump.

Every number of the pages is computed here a second time, from the lines of the N-Quads file alone.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections import defaultdict
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from kg.namespaces import ID, RC, thing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

PAGE = {"Accept": "text/html"}
FULL = {"member", "signatory"}
ESCAP = thing("framework", "escap-2017")
_LINE = re.compile(r"<([^>]+)> <([^>]+)> <([^>]+)>")
BOUNDED = {"/overlaps": {"process": "bali-process"}, "/gaps": {"region": "southern-asia"}}
BAD = ("x", "0", "-1", "99999999", "<b>", "a" * 10_000, "'; DROP", "%00")


class Dump:
    """Sets of things, read from the lines of the dump without any store."""

    def __init__(self, path: Path) -> None:
        """Read the statements between things."""
        self.said: dict[str, set[tuple[str, str]]] = defaultdict(set)
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                if found := _LINE.match(line):
                    subject, name, target = found.groups()
                    self.said[name.removeprefix(RC)].add((subject, target))
        self.processes = {
            s
            for s, o in self.said["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"]
            if o == RC + "RegionalProcess"
        }
        self.countries = {
            s for s, o in self.said["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"] if o == RC + "Country"
        }

    def out(self, name: str) -> dict[str, set[str]]:
        """Return what things lead to by a property."""
        found: dict[str, set[str]] = defaultdict(set)
        for subject, target in self.said[name]:
            found[subject].add(target)
        return found

    def members(self, roles: set[str] = FULL) -> dict[str, set[str]]:
        """Return the countries that processes list in some roles; none for those without a list."""
        process, role, found = self.out("inProcess"), self.out("memberRole"), defaultdict(set)
        for membership, member in self.said["member"]:
            held = {iri.removeprefix(f"{ID}role/") for iri in role[membership]}
            for iri in process[membership]:
                if held & roles and member in self.countries:
                    found[iri].add(member)
        return {iri: found[iri] for iri in self.processes}

    def within(self, region: str) -> set[str]:
        """Return the countries of a region and of those within it."""
        above, inside = self.out("partOfRegion"), {region}
        while more := {iri for iri, wider in above.items() if wider & inside} - inside:
            inside |= more
        return {country for country, iri in self.said["inRegion"] if iri in inside}

    def covered(self, framework: str = ESCAP) -> dict[str, set[str]]:
        """Return the domains of a framework that processes reach through initiatives and themes."""
        of = self.out("partOfFramework")
        serves, furthers = self.out("servesDomain"), self.out("furthersDomain")
        found: dict[str, set[str]] = defaultdict(set)
        for step, process in self.said["underProcess"]:
            found[process] |= serves[step] | furthers[step]
        for process, step in self.said["dealsWith"]:
            found[process] |= serves[step] | furthers[step]
        return {iri: {d for d in found[iri] if framework in of[d]} for iri in self.processes}

    def served(self, domain: str, region: str | None = None) -> tuple[set[str], set[str], set[str]]:
        """Return who in a region is reached by initiatives for a domain, who is not, and the initiatives."""
        inside = self.within(region) if region else self.countries
        serving = {iri for iri, served in self.said["servesDomain"] if served == domain}
        reached, through = set(), set()
        for process, members in self.members().items():
            under = {iri for iri, of in self.said["underProcess"] if of == process} & serving
            if under and members & inside:
                reached |= members & inside
                through |= under
        return reached, inside - reached, through


@lru_cache
def dump_of(path: Path) -> Dump:
    """Read a dump once."""
    return Dump(path)


@pytest.fixture(name="dump", scope="module")
def _dump(whole_graph_file: Path) -> Dump:
    return dump_of(whole_graph_file)


@pytest.fixture(name="client", scope="module")
def _client(whole_site: Flask) -> FlaskClient:
    return whole_site.test_client()


def rows(client: FlaskClient, path: str) -> list[dict[str, str]]:
    """Read a CSV file of the site."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def page(client: FlaskClient, path: str) -> str:
    """Read a page."""
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200, path
    return answer.text


def panel(text: str, name: str) -> str:
    """Return the source of one block of a page; empty if it has no such block."""
    found = re.search(rf'<section class="panel[^"]*" id="{name}".*?</section>', text, re.DOTALL)
    return found[0] if found else ""


def listed(text: str, name: str, kind: str = "country") -> set[str]:
    """Return the things of one kind that a block lists."""
    return {ID + key for key in re.findall(rf'<a href="/doc/({kind}/[^"#]+)"', panel(text, name))}


def opened(text: str, anchor: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers that open a list at an anchor, with its address."""
    for href, count in re.findall(rf'<a class="count" href="([^"]*#{anchor})" data-count="(\d+)"', text):
        yield int(count), html.unescape(href)


def iri(kind: str, row: dict[str, str], column: str) -> str:
    """Return the thing that a column of keys names."""
    return thing(kind, row[column])


@pytest.mark.parametrize(
    ("size", "asked", "roles"),
    [
        ("small", "", FULL),
        *(
            pytest.param("whole", asked, roles, marks=pytest.mark.slow)
            for asked, roles in (
                ("", FULL),
                ("?role=member", {"member"}),
                ("?role=observer&role=donor", {"observer", "donor"}),
            )
        ),
    ],
)
def test_pairs_are_those_of_the_sets(
    request: pytest.FixtureRequest,
    size: str,
    asked: str,
    roles: set[str],
) -> None:
    """Every pair that shares a country, how many, and of how many on each side: on both datasets."""
    site: Flask = request.getfixturevalue("whole_site" if size == "whole" else "site")
    dump = dump_of(request.getfixturevalue("whole_graph_file" if size == "whole" else "graph_file"))
    members, covered = dump.members(roles), dump.covered()
    expected = {
        (
            frozenset((a, b)),
            str(len(members[a] & members[b])),
            frozenset((len(members[a]), len(members[b]))),
            str(len(covered[a] & covered[b])),
        )
        for a, b in combinations(sorted(members), 2)
        if members[a] & members[b]
    }

    found = {
        (
            frozenset((iri("process", row, "process_key"), iri("process", row, "other_key"))),
            row["shared"],
            frozenset((int(row["members_of_process"]), int(row["members_of_other"]))),
            row["shared_domains"],
        )
        for row in rows(site.test_client(), f"/overlaps.csv{asked}")
        if row["shared"] != "members not stated"
    }

    assert expected == found
    assert size == "small" or found


def test_a_region_narrows_every_count(client: FlaskClient, dump: Dump) -> None:
    """Only members in Southern Asia count, on both sides and in what is shared."""
    inside = dump.within(thing("region", "southern-asia"))
    members = {process: found & inside for process, found in dump.members().items()}
    expected = {
        frozenset(pair): len(members[pair[0]] & members[pair[1]]) for pair in combinations(members, 2)
    }

    found = {
        frozenset((iri("process", row, "process_key"), iri("process", row, "other_key"))): int(row["shared"])
        for row in rows(client, "/overlaps.csv?region=southern-asia")
        if row["shared"].isdigit()
    }

    assert {pair: count for pair, count in expected.items() if count} == found


def test_who_has_no_list_is_unknown_and_shares_not_nothing(client: FlaskClient, dump: Dump) -> None:
    """A process without members on record is named as such in the page, in the file, in a pair."""
    without = {process for process, members in dump.members().items() if not members}

    assert without == listed(page(client, "/overlaps"), "unknown", "process")
    assert without == {
        iri("process", row, "process_key")
        for row in rows(client, "/overlaps.csv")
        if row["shared"] == "members not stated"
    }
    pair = page(client, "/overlaps?process=gfmd&process=bali-process")
    assert thing("process", "gfmd") in without
    assert "is unknown" in panel(pair, "unknown")
    assert not panel(pair, "both")
    assert "is unknown" in page(client, "/overlaps?process=gfmd")


def test_numbers_of_the_pairs_open_their_lists(client: FlaskClient) -> None:
    """What a number opens has as many entries as the number says."""
    text = page(client, "/overlaps?process=bali-process")
    shared = list(opened(panel(text, "pairs"), "both"))[:8]

    assert shared
    for count, href in shared:
        assert count == len(listed(page(client, href), "both")), href
    for count, href in list(opened(panel(text, "pairs"), "members"))[:6]:
        assert count == len(listed(page(client, href), "members")), href
    for count, href in list(opened(panel(text, "pairs"), "domains"))[:6]:
        in_table = panel(page(client, href), "domains").partition("</table>")[0]
        assert count == len(set(re.findall(r'<th scope="row"[^>]*><a href="([^"]+)"', in_table))), href


@pytest.mark.parametrize(
    ("one", "other"),
    [("bali-process", "colombo-process"), ("pafom", "tripoli-process"), ("quito-process", "sacm")],
)
def test_a_pair_is_parted_into_three_sets(client: FlaskClient, dump: Dump, one: str, other: str) -> None:
    """Members of both, of the first alone, of the second alone; every one of them has a marker."""
    members = dump.members()
    first, second = members[thing("process", one)], members[thing("process", other)]
    text = page(client, f"/overlaps?process={one}&process={other}")

    assert first & second == listed(text, "both")
    assert first - second == listed(text, "only-first")
    assert second - first == listed(text, "only-second")
    for name in ("both", "only-first", "only-second"):
        for fact in re.findall(r'<span class="fact" data-fact>.*?</span>', panel(text, name)):
            assert 'class="ev' in fact


def test_a_pair_names_the_domains_that_both_cover(client: FlaskClient, dump: Dump) -> None:
    """Of one framework; numbers beside them open the initiatives, and what a rule derives is marked so."""
    covered = dump.covered()
    both = covered[thing("process", "bali-process")] & covered[thing("process", "colombo-process")]
    table = panel(
        page(client, "/overlaps?process=bali-process&process=colombo-process"), "domains"
    ).partition("</table>")[0]

    assert both == {
        ID + key for key in re.findall(r'<th scope="row"[^>]*><a href="/doc/(domain/[^"]+)"', table)
    }
    assert all(domain.startswith(thing("domain", "escap-2017/")) for domain in both)
    assert "ev-derived" in table


def test_an_observer_counts_only_if_asked_for(client: FlaskClient, dump: Dump) -> None:
    """The role decides who is listed, and the page says which roles count."""
    observers = dump.members({"observer"})
    text = page(client, "/overlaps?process=bali-process&role=observer")

    assert observers[thing("process", "bali-process")] == listed(text, "members")
    assert "listed as observer" in text
    assert "listed as member or signatory" in page(client, "/overlaps")


def test_pairs_stand_by_name_unless_asked_otherwise(client: FlaskClient) -> None:
    """By name; with `sort=shared` the count of shared members decides."""
    by_name = [
        (row["process"].casefold(), row["other"].casefold())
        for row in rows(client, "/overlaps.csv")
        if row["shared"].isdigit()
    ]
    counts = [
        int(row["shared"]) for row in rows(client, "/overlaps.csv?sort=shared") if row["shared"].isdigit()
    ]

    assert by_name == sorted(by_name)
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("region", [None, "southern-asia", "asia", "polynesia"])
def test_gaps_are_those_of_the_sets(client: FlaskClient, dump: Dump, region: str | None) -> None:
    """For each domain, who is without an initiative on record, and how many initiatives there are."""
    found = {
        (row["region_key"], row["domain_key"]): (
            row["without_an_initiative_on_record"],
            row["initiatives"],
            row["countries"],
        )
        for row in rows(client, f"/gaps.csv?region={region}" if region else "/gaps.csv")
    }

    assert len(found) == 6 * (1 if region else 28)
    for (region_key, domain), numbers in found.items():
        reached, missing, through = dump.served(thing("domain", domain), thing("region", region_key))
        assert numbers == (str(len(missing)), str(len(through)), str(len(reached | missing)))


def test_the_answer_names_who_is_without(client: FlaskClient, dump: Dump) -> None:
    """Where does no one serve domain 4 in Southern Asia: a sentence whose numbers open their lists."""
    reached, missing, through = dump.served(thing("domain", "escap-2017/4"), thing("region", "southern-asia"))
    text = page(client, "/gaps?region=southern-asia&domain=escap-2017/4")
    sentence = re.search(r'<p class="answer">.*?</p>', text, re.DOTALL)

    assert sentence
    assert [len(missing)] == [count for count, _ in opened(sentence[0], "missing")]
    assert [len(reached)] == [count for count, _ in opened(sentence[0], "reached")]
    assert missing == listed(text, "missing")
    assert reached == listed(text, "reached")
    assert through == listed(text, "initiatives", "initiative")
    assert "ev-editorial" in panel(text, "initiatives")
    assert "no evidence that there is none" in text
    assert "not stated in the source" in panel(text, "said")


def test_a_long_list_is_parted_and_whole(client: FlaskClient, dump: Dump) -> None:
    """All countries that a domain does not reach stand in the parts of the list, each once."""
    _, missing, _ = dump.served(thing("domain", "escap-2017/4"))
    parts = [listed(page(client, f"/gaps?domain=escap-2017/4&missing={n}"), "missing") for n in (1, 2)]

    assert missing == parts[0] | parts[1]
    assert not parts[0] & parts[1]


def test_a_framework_without_initiatives_is_not_a_framework_of_gaps(client: FlaskClient) -> None:
    """Nobody placed initiatives in the domains of the MiGOF: that is no count of countries without."""
    text = page(client, "/gaps?framework=migof&region=southern-asia")

    assert "not assessed" in panel(text, "domains")
    assert not list(opened(panel(text, "domains"), "missing"))
    assert {"not assessed"} == {
        row["without_an_initiative_on_record"] for row in rows(client, "/gaps.csv?framework=migof")
    }


def test_domains_without_initiatives_are_those_of_the_query(client: FlaskClient, whole_site: Flask) -> None:
    """As the stored query finds them, framework by framework."""
    expected = {
        row["domain"] for row in whole_site.extensions["regcoop"].table("domains-without-initiatives")
    }

    assert expected == listed(page(client, "/gaps"), "without", "domain")


def test_who_is_in_no_process_is_shown(site: Flask, graph_file: Path) -> None:
    """On the small dataset, countries that are only rated stand there, with where they are known from."""
    dump = dump_of(graph_file)
    in_any = {member for _, member in dump.said["member"]}
    text = page(site.test_client(), "/gaps")

    assert dump.countries - in_any
    assert dump.countries - in_any == listed(text, "in-no-process")


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("path", ["/overlaps", "/gaps"])
def test_every_file_has_the_same_rows(client: FlaskClient, path: str, suffix: str) -> None:
    """The choice in the address decides in every format."""
    asked = "region=southern-asia&framework=escap-2017"
    answer = client.get(f"{path}.{suffix}?{asked}")
    expected = rows(client, f"{path}.csv?{asked}")

    assert expected
    if suffix == "json":
        assert len((answer.json or {})["rows"]) == len(expected)
    if suffix == "xlsx":
        assert load_workbook(io.BytesIO(answer.data))["Rows"].max_row == len(expected) + 1
    assert client.get(f"{path}.pdf").status_code == 404


@pytest.mark.parametrize(
    "name", ["process", "region", "framework", "role", "sort", "page", "domain", "missing"]
)
def test_bad_input_is_answered_in_a_sentence(site: Flask, name: str) -> None:
    """What makes no sense is left out, is said to be, and is never written into the page as it came."""
    client = site.test_client()
    for value in BAD:
        for path, asked in BOUNDED.items():
            answer = client.get(path, query_string={**asked, name: [value, value]}, headers=PAGE)
            assert answer.status_code == 200, (path, value)
            assert "<b>" not in answer.text
            assert len(answer.text) < 100_000

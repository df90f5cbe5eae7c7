"""
What the stored queries of browse and explore answer on the real graph.

A query's whole answer, for the example that stands in its file, is held against a file of expected rows; the
answers that matter most, and those too long for a file, are computed here a second time from the tables.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.catalogue import catalogue
from kg.namespaces import ID, assertion, thing
from kg.resources import data_dir, version
from kg.store.embedded import open_embedded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.store.protocol import Store
    from kg.terms import Term

EXPECTED = Path(__file__).with_name("expected") / "queries"
COUNTED = {"composed-names", "names", "places", "release", "source-statements", "terms"}
NAMES = sorted(q.name for folder in ("browse", "explore") for q in catalogue().in_folder(folder))
STATE = f"{ID}coverage-state/"


@pytest.fixture(name="store", scope="module")
def _store(graph_file: Path) -> Store:
    """The whole graph."""
    return open_embedded(graph_file)


def table(name: str) -> list[dict[str, str]]:
    """Read a curated table, row by row."""
    with (data_dir() / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answer(store: Store, name: str, **params: str) -> list[Mapping[str, Term]]:
    """Run a stored query with texts as parameters."""
    query = catalogue().named(name)
    return list(store.select(query.bind(query.terms(params))).rows)


def texts(rows: list[Mapping[str, Term]], *columns: str) -> list[tuple[str, ...]]:
    """Return some columns as texts; empty where a row has no value."""
    return [tuple(row[column].value if column in row else "" for column in columns) for row in rows]


def test_every_query_has_expected_rows_or_a_count() -> None:
    """No query goes without a test of its answer, and no file of expected rows is left over."""
    tested = COUNTED | {path.stem for path in EXPECTED.glob("*.csv")}

    assert set(NAMES) == tested


@pytest.mark.parametrize("name", sorted(set(NAMES) - COUNTED))
def test_the_example_in_the_file_gives_the_expected_rows(store: Store, name: str) -> None:
    """All rows, in their order: whoever runs a query file as it stands gets these."""
    given = csv.reader(io.StringIO(store.answer(catalogue().named(name).text, "text/csv").decode()))

    expected = csv.reader(io.StringIO((EXPECTED / f"{name}.csv").read_text(encoding="utf-8")))
    assert list(expected) == list(given)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_explained(store: Store, name: str) -> None:
    """The header of a query says what each column of its answer means."""
    query = catalogue().named(name)

    assert set(query.columns) == set(store.select(query.text).variables)


@pytest.mark.parametrize("name", NAMES)
def test_no_query_makes_a_quantity_of_levels(name: str) -> None:
    """Levels are ordinal: a query may sort by their order, and never adds up or averages it."""
    text = catalogue().named(name).text.upper()

    assert [] == [word for word in ("AVG(", "SUM(", "MIN(?LEVELORDER", "MAX(?LEVELORDER") if word in text]


def test_ratings_are_the_rows_of_the_table(store: Store) -> None:
    """75 ratings, each with the assertion of its own row, countries by name and domains by number."""
    names = {row["key"]: row["name"] for row in table("countries")}
    numbers = {row["key"]: int(row["number"]) for row in table("domains")}
    rows = sorted(table("ratings"), key=lambda row: (names[row["country"]].lower(), numbers[row["domain"]]))
    expected = [
        (
            thing("country", row["country"]),
            row["country"].upper(),
            thing("domain", row["domain"]),
            thing("level", row["level"]),
            row["period"],
            assertion("ratings", row["key"]),
        )
        for row in rows
    ]

    given = texts(answer(store, "ratings"), "country", "iso3", "domain", "level", "period", "assertion")

    assert (75, expected) == (len(given), given)


@pytest.mark.parametrize("domain", [None, "escap-2017/1", "escap-2017/4", "escap-2017/6", "mgi-2016/1"])
def test_initiatives_are_those_of_the_domain(store: Store, domain: str | None) -> None:
    """Without a domain all of them; with one, those whose row names it, none by an equal number."""
    modes = {row["initiative"]: row["mode"] for row in table("initiative_modes")}
    expected = {
        (
            thing("initiative", row["key"]),
            row["name"],
            thing("mode", modes[row["key"]]),
            row["incomplete"],
            assertion("initiatives", row["key"]),
        )
        for row in table("initiatives")
        if domain in (None, row["domain"])
    }

    rows = answer(store, "initiatives", **({"domain": domain} if domain else {}))

    assert expected == set(texts(rows, "initiative", "label", "mode", "incomplete", "assertion"))
    assert len(expected) == len(rows)


def cell_states() -> dict[tuple[str, str], str]:
    """Compute the state of every cell of the matrix from the tables, without SPARQL."""
    modes = {row["initiative"]: row["mode"] for row in table("initiative_modes")}
    full = {(row["domain"], modes[row["key"]]) for row in table("initiatives")}
    covered = {
        row["subject"].removeprefix("domain/"): row["state"]
        for row in table("coverage")
        if row["property"] == "rc:servesDomain"
    }
    return {
        (domain, mode["key"]): "recorded"
        if (domain, mode["key"]) in full
        else ("not-stated" if state == "recorded" else state)
        for domain, state in covered.items()
        for mode in table("modes")
    }


def test_every_cell_of_the_matrix_has_the_state_that_the_tables_give_it(store: Store) -> None:
    """6 domains by 7 modes: recorded where an initiative stands, else a state, never empty or 0."""
    rows = answer(store, "matrix")

    given = {
        (domain.removeprefix(f"{ID}domain/"), mode.removeprefix(f"{ID}mode/")): state.removeprefix(STATE)
        for domain, mode, state in texts(rows, "domain", "mode", "state")
    }
    assert cell_states() == given
    assert {"not-stated": 35, "recorded": 7} == dict(Counter(given.values()))


def test_only_recorded_cells_hold_initiatives(store: Store) -> None:
    """A row names an initiative if its cell is recorded; every initiative stands in one cell."""
    rows = texts(answer(store, "matrix"), "state", "initiative")

    assert all((state == f"{STATE}recorded") == bool(initiative) for state, initiative in rows)
    assert Counter(thing("initiative", row["key"]) for row in table("initiatives")) == Counter(
        initiative for _, initiative in rows if initiative
    )


def test_domains_4_and_5_are_without_initiatives_because_the_source_names_none(store: Store) -> None:
    """Not stated, on the word of the document; no query says that none exist."""
    rows = texts(answer(store, "domains-without-initiatives"), "domain", "state")

    assert [(thing("domain", f"escap-2017/{n}"), f"{STATE}not-stated") for n in (4, 5)] == rows


def test_no_mapping_goes_by_number(store: Store) -> None:
    """Domain 6 has no counterpart, though a framework of other numbering might offer one."""
    rows = texts(answer(store, "domain-mappings", domain="escap-2017/6"), "from", "to", "relation")

    assert [(thing("domain", "escap-2017/6"), "", "")] == rows


def test_a_source_gives_back_every_assertion_that_rests_on_it(store: Store) -> None:
    """Of every row whose sources name the presentation, and of no other."""
    expected = {
        assertion(path.stem, row["key"])
        for path in (data_dir() / "tables").glob("*.csv")
        for row in table(path.stem)
        if "escap-2017" in row["source"].split(";")
    }

    rows = answer(store, "source-statements", document="escap-2017")

    assert expected == {iri for (iri,) in texts(rows, "assertion")}


def test_a_source_is_read_in_its_own_order(store: Store) -> None:
    """Statements come in the order of the parts, rows and items of the document, part 10 after part 9."""
    rows = texts(answer(store, "source-statements", document="escap-2017"), "locatorOrder", "locatorStatus")
    is_sure = [status.endswith("/paired") for _, status in rows]
    parts = [place for place, status in rows if status.endswith("/paired")]

    assert is_sure == sorted(is_sure, reverse=True)
    assert parts == sorted(parts)
    assert parts.index("part 0010 (Modes of collaboration, domain 0003), heading") > parts.index(
        "part 0009 (Modes of collaboration, domain 0002), heading"
    )


def test_every_assertion_has_a_place_or_a_rule(store: Store) -> None:
    """One assertion a row of the tables, and the derived ones: nothing is said without a source or a rule."""
    rows = texts(answer(store, "places"), "assertion", "document", "rule")

    stated = {
        assertion(path.stem, row["key"])
        for path in (data_dir() / "tables").glob("*.csv")
        for row in table(path.stem)
    }
    assert stated == {iri for iri, document, _ in rows if document}
    assert 4 == len({iri for iri, _, rule in rows if rule})
    assert all(document or rule for _, document, rule in rows)


def test_names_hold_every_printed_and_other_name(store: Store) -> None:
    """Whoever knows a thing by a name that some source prints can find it by that name."""
    expected = {(ID + row["thing"], row["label"]) for row in table("alternative_labels")}

    assert expected <= set(texts(answer(store, "names"), "thing", "name"))


@pytest.mark.parametrize("name", ["ratings", "memberships", "counts", "mappings", "coverage"])
def test_what_has_no_name_gets_one_from_its_parts(store: Store, name: str) -> None:
    """Ratings, memberships, counts, mappings and coverage statements have no label of their own."""
    segment = name.removesuffix("s") if name != "coverage" else name
    expected = {thing(segment, row["key"]) for row in table(name)}

    assert expected == {
        iri for (iri,) in texts(answer(store, "composed-names"), "thing") if iri.startswith(f"{ID}{segment}/")
    }


def test_terms_have_definitions(store: Store) -> None:
    """Every class and property of the ontology is listed with what it means."""
    rows = texts(answer(store, "terms"), "label", "definition")

    assert len(rows) >= 100
    assert all(label and definition for label, definition in rows)


def test_the_release_is_that_of_this_version(store: Store) -> None:
    """One release, named by the version of the project, under an open licence."""
    rows = texts(answer(store, "release"), "version", "license")

    assert [(version(), "https://creativecommons.org/licenses/by/4.0/")] == rows

"""Derived tables and the sets of bits over them: equal to the answers of the store, whatever is chosen."""

from __future__ import annotations

import random
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from kg.catalogue import catalogue
from kg.derived import Derived
from kg.errors import ParameterError, StoreError, UnknownQueryError
from kg.facets import NOT_STATED, Facets, places_in
from kg.keeping import Keeping
from kg.store.embedded import open_embedded
from kg.store.protocol import Solutions
from webapp.pages.listings.choice import Choice
from webapp.pages.listings.index import index_of
from webapp.pages.listings.register import LISTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from flask import Flask

    from kg.terms import Term
    from webapp.knowledge import Knowledge
    from webapp.pages.listings.spec import Filter, Listing

COMBINATIONS = 40
"""How many choices are made up for each list."""


def derived_from(graph: Path) -> Derived:
    """Make derived tables over a graph."""
    store = open_embedded(graph)
    return Derived(lambda name: store.select(catalogue().named(name).bind({})))


def texts(row: Mapping[str, Term]) -> dict[str, str]:
    """Return a row of an answer as texts."""
    return {name: term.value for name, term in row.items()}


def unlike_the_answer(graph: Path) -> list[str]:
    """Return the queries behind lists whose table is not the answer, row for row in its order."""
    store, derived = open_embedded(graph), derived_from(graph)
    return [
        query.name
        for query in catalogue().in_folder("listing")
        if list(derived.all_texts(query.name)) != [texts(row) for row in store.select(query.text).rows]
    ]


def test_a_table_is_the_answer_of_its_query(graph_file: Path) -> None:
    """Columns, rows and their order are those of the answer."""
    assert [] == unlike_the_answer(graph_file)


@pytest.mark.slow
def test_a_table_is_the_answer_of_its_query_on_the_whole_graph(whole_graph_file: Path) -> None:
    """Likewise on what we publish."""
    assert [] == unlike_the_answer(whole_graph_file)


def test_what_is_unbound_is_null(graph_file: Path) -> None:
    """A column of the query is a column of the table, also where no row has a value."""
    derived = derived_from(graph_file)
    table = derived.table("document-list", "thing")
    store = open_embedded(graph_file)
    answer = store.select(catalogue().named("document-list").text)

    found = [tuple(row) for row in derived.rows(f"SELECT * FROM {table} ORDER BY rowid")]  # noqa: S608

    assert any(None in row for row in found)
    assert found == [
        tuple(row[name].value if name in row else None for name in answer.variables) for row in answer.rows
    ]


def test_rows_are_looked_up_by_several_columns(graph_file: Path) -> None:
    """Those that have one of the values in each of them, in the order of the answer."""
    derived = derived_from(graph_file)
    rows = list(derived.all_texts("country-facets"))
    things = sorted({row["thing"] for row in rows})[:3]

    found = derived.texts("country-facets", thing=things, facet=["region", "rated"])

    assert found
    assert found == [row for row in rows if row["thing"] in things and row["facet"] in {"region", "rated"}]


def test_a_query_is_asked_once(graph_file: Path) -> None:
    """Also by several threads at once, and for further columns to look up by."""
    store = open_embedded(graph_file)
    asked: list[str] = []

    def answer(name: str) -> Solutions:
        asked.append(name)
        return store.select(catalogue().named(name).text)

    derived = Derived(answer)
    columns = ["thing", "facet", "value", "assertion"]
    threads = [Thread(target=derived.table, args=("theme-facets", column)) for column in columns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ["theme-facets"] == asked
    assert 4 == len(derived.rows("SELECT name FROM sqlite_master WHERE type = 'index'"))


def test_a_store_that_cannot_answer_is_asked_again(graph_file: Path) -> None:
    """Its error is passed on, and no empty table stays behind."""
    store = open_embedded(graph_file)
    faults = [StoreError("the store is not there")]

    def answer(name: str) -> Solutions:
        if faults:
            raise faults.pop()
        return store.select(catalogue().named(name).text)

    derived = Derived(answer)
    with pytest.raises(StoreError):
        derived.table("country-list")

    assert list(derived.all_texts("country-list"))


def test_a_query_that_is_not_there_or_needs_a_value_is_refused(graph_file: Path) -> None:
    """A table is the answer of one stored query, as it stands."""
    derived = derived_from(graph_file)

    with pytest.raises(UnknownQueryError):
        derived.table("nope")
    with pytest.raises(ParameterError):
        derived.table("members")


def test_what_is_kept_is_made_once() -> None:
    """By its key."""
    derived = Derived(lambda _name: Solutions((), ()))
    made = [derived.kept("index", object) for _ in range(2)]

    assert made[0] is made[1]
    assert made[0] is not derived.kept("other", object)


def test_who_makes_something_keeps_nobody_from_anything_else(graph_file: Path) -> None:
    """While one list is made, tables are filled and read, and other things are made and found."""
    derived = derived_from(graph_file)
    derived.table("process-list")
    found: list[object] = []

    def others() -> None:
        found.append(derived.kept("other", lambda: "other"))
        found.append(derived.rows('SELECT COUNT(*) FROM "process-list"')[0][0])
        found.append(len(list(derived.all_texts("country-list"))))

    def slow() -> str:
        reader = Thread(target=others, daemon=True)
        reader.start()
        reader.join(timeout=60)
        return "slow"

    assert "slow" == derived.kept("slow", slow)
    assert 3 == len(found)
    assert all(found)


def test_what_fails_is_made_anew() -> None:
    """Whoever waited for it is told, and the next who asks is not."""
    keeping = Keeping()

    def fails() -> str:
        raise StoreError("the store is not there")

    with pytest.raises(StoreError):
        keeping.get("key", fails)

    assert "made" == keeping.get("key", lambda: "made")


def test_what_was_not_asked_for_lately_goes_first() -> None:
    """No more is kept than was agreed."""
    keeping = Keeping(2)
    made: list[str] = []

    for key in ("a", "b", "a", "c", "a", "b"):
        keeping.get(key, lambda key=key: made.append(key))  # type: ignore[misc]

    assert ["a", "b", "c", "b"] == made


class TestFacets:
    """Choosing and counting by sets of bits."""

    def test_choices_are_joined_by_or_within_and_by_and_across(self) -> None:
        """The usual rule of filters."""
        facets = Facets(
            "abcd",
            ["colour", "size"],
            [("colour", "a", "red"), ("colour", "b", "blue"), ("colour", "c", "red"), ("size", "a", "big")],
        )

        def chosen(**choice: list[str]) -> str:
            return "".join("abcd"[place] for place in places_in(facets.chosen(choice)))

        assert "abc" == chosen(colour=["red", "blue"])
        assert "a" == chosen(colour=["red", "blue"], size=["big"])
        assert "abcd" == chosen(colour=[])
        assert "" == chosen(colour=["green"])

    def test_an_option_counts_what_it_leads_to(self) -> None:
        """With the choices of all other facets, not of its own; what has no value counts as not stated."""
        facets = Facets("abc", ["colour", "size"], [("colour", "a", "red"), ("size", "b", "big")])
        choice = {"colour": ["red"], "size": [NOT_STATED]}

        assert {"red": 1, NOT_STATED: 1} == facets.counts("colour", choice)
        assert {"big": 0, NOT_STATED: 1} == facets.counts("size", choice)

    def test_nothing_is_not_stated_where_all_have_a_value(self) -> None:
        """There is then no such option."""
        assert {"red"} == set(Facets("a", ["colour"], [("colour", "a", "red")]).values("colour"))

    def test_a_set_is_read_in_parts(self) -> None:
        """From its lowest place, skipping what earlier parts hold; across the border of a byte."""
        facets = Facets([str(n) for n in range(20)], [], [])
        found = facets.set_of([1, 7, 8, 19])

        assert [1, 7, 8, 19] == places_in(found)
        assert [8, 19] == places_in(found, 2, 5)
        assert [7] == places_in(found, 1, 1)
        assert [] == places_in(found, 4)
        assert [] == places_in(0)

    def test_an_empty_list_has_no_options(self) -> None:
        """Nothing is chosen from it, and nothing counted."""
        facets = Facets([], ["colour"], [])

        assert (0, {}) == (facets.chosen({"colour": ["red"]}), facets.counts("colour", {}))


def values_of(knowledge: Knowledge, listing: Listing) -> dict[str, dict[str, set[str]]]:
    """Return the values of every thing by filter and thing, from the rows of the store alone."""
    rows = [texts(row) for row in knowledge.rows(f"{listing.segment}-list").rows]
    facts = [
        texts(row) for row in (knowledge.rows(f"{listing.segment}-facets").rows if listing.filters else ())
    ]
    return {each.name: _of_filter(each, rows, facts) for each in listing.filters}


def _of_filter(
    each: Filter, rows: Iterable[dict[str, str]], facts: Iterable[dict[str, str]]
) -> dict[str, set[str]]:
    first: dict[str, dict[str, str]] = {}
    for row in rows:
        first.setdefault(row["thing"], row)
    found = {
        thing: {each.key(v) for v in each.of_row(row)} if each.of_row else set()
        for thing, row in first.items()
    }
    for fact in facts:
        if fact["facet"] in each.sources() and fact["thing"] in found:
            found[fact["thing"]].add(each.key(fact["value"]))
    return {thing: values or {NOT_STATED} for thing, values in found.items()}


def taken(lots: random.Random, by_thing: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Make up a choice in one filter: none in half of all cases, else up to three values."""
    known = sorted({"nope"}.union(*by_thing.values()))
    return tuple(dict.fromkeys(lots.choices(known, k=lots.choice((0, 0, 0, 1, 2, 3)))))


def differences(knowledge: Knowledge, listing: Listing) -> list[str]:
    """Return the choices, among some made up, whose things or counts are not those that Python sets give."""
    index, by_filter = index_of(knowledge, listing), values_of(knowledge, listing)
    lots = random.Random(listing.segment)  # noqa: S311  (the same choices in every run)
    everything = set(index.facets.things)
    wrong: list[str] = []
    for _ in range(COMBINATIONS):
        facets = {name: taken(lots, by_thing) for name, by_thing in by_filter.items()}
        chosen = {
            name: {
                thing
                for thing in everything
                if not facets[name] or by_filter[name][thing] & set(facets[name])
            }
            for name in facets
        }
        count, things = index.things(Choice(facets))
        expected = everything.intersection(*chosen.values())
        if set(things) != expected or count != len(expected) or len(things) != count:
            wrong.append(f"{listing.segment}: {facets}")
        for name, by_thing in by_filter.items():
            others = everything.intersection(*(found for other, found in chosen.items() if other != name))
            counts = {
                key: sum(key in by_thing[thing] for thing in others) for key in index.facets.values(name)
            }
            if counts != index.facets.counts(name, facets):
                wrong.append(f"{listing.segment}, options of {name}: {facets}")
    return wrong


@pytest.mark.parametrize("segment", sorted(LISTINGS))
def test_what_is_chosen_and_counted_is_what_sets_give(site: Flask, segment: str) -> None:
    """Things of a choice, and the number beside every option, for made-up choices on the small graph."""
    assert [] == differences(site.extensions["regcoop"], LISTINGS[segment])


@pytest.mark.slow
@pytest.mark.parametrize("segment", sorted(LISTINGS))
def test_what_is_chosen_and_counted_is_what_sets_give_on_the_whole_graph(
    whole_site: Flask, segment: str
) -> None:
    """Likewise on what we publish."""
    assert [] == differences(whole_site.extensions["regcoop"], LISTINGS[segment])

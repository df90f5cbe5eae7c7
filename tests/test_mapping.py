"""From rows to assertions: each row states something in a graph of its own, with its evidence beside it."""

from __future__ import annotations

import csv
import dataclasses
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import mapping, rdf, resources, rules
from kg.errors import MappingError
from kg.namespaces import GRAPH_EVIDENCE, RC, XSD, assertion, thing
from kg.sources import Tables, read_tables, table_specs

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(name="tables", scope="module")
def _tables() -> Tables:
    """The small tables."""
    return read_tables(resources.data_dir())


@pytest.fixture(name="quads", scope="module")
def _quads(tables: Tables) -> list[rdf.Quad]:
    """All assertions of the small tables."""
    return mapping.assertions(tables)


def test_a_rating_becomes_one_graph_with_its_statements(quads: list[rdf.Quad]) -> None:
    """Bangladesh, regional cooperation, Mature: six statements about one rating, and nothing else."""
    graph = assertion("ratings", "mgi-2016/bgd/5")
    stated = {(rdf.iri(q.predicate), str(q.object)) for q in quads if rdf.iri(q.graph_name) == graph}

    assert (RC + "level", f"<{thing('level', 'mgi-2016/mature')}>") in stated
    assert (RC + "ratedCountry", f"<{thing('country', 'bgd')}>") in stated
    assert (RC + "ratedDomain", f"<{thing('domain', 'mgi-2016/5')}>") in stated
    assert 7 == len(stated)


def test_an_assertion_rests_on_the_passage_that_its_row_names(quads: list[rdf.Quad]) -> None:
    """The evidence graph leads from the assertion to the cell of Table 6."""
    evidence = [q for q in quads if rdf.iri(q.graph_name) == GRAPH_EVIDENCE]
    passages = [
        rdf.iri(q.object)
        for q in evidence
        if rdf.iri(q.subject) == assertion("ratings", "mgi-2016/bgd/5")
        and rdf.iri(q.predicate) == RC + "restsOn"
    ]
    locators = [
        str(q.object)
        for q in evidence
        if rdf.iri(q.subject) in passages and rdf.iri(q.predicate) == RC + "locator"
    ]

    assert [
        '"part 7 (Table 6), row 2 (Bangladesh), column 5 (Regional and international cooperation)"'
    ] == locators


def test_every_row_is_one_assertion(tables: Tables, quads: list[rdf.Quad]) -> None:
    """No row falls away, and no graph comes from nowhere."""
    expected = {assertion(name, row.key) for name, rows in tables.items() for row in rows}

    assert expected == {rdf.iri(q.graph_name) for q in quads} - {GRAPH_EVIDENCE}


def test_an_empty_cell_makes_no_statement(quads: list[rdf.Quad]) -> None:
    """Four answer options have no condition, and no empty text stands in for one."""
    conditions = [q for q in quads if rdf.iri(q.predicate) == RC + "condition"]

    assert 5 == len(conditions)
    assert all(str(q.object) != '""@en' for q in conditions)


def test_a_date_is_printed_only_where_somebody_copied_it(tables: Tables, quads: list[rdf.Quad]) -> None:
    """The form of our own cells is never passed off as the letters of a source."""
    expected = {
        (thing(kind, row.key), row.texts["date_printed"])
        for kind, name in (("document", "sources"), ("meeting", "meetings"), ("resolution", "resolutions"))
        for row in tables[name]
        if row.texts.get("date_printed")
    }

    printed = {
        (rdf.iri(q.subject), str(q.object).strip('"'))
        for q in quads
        if rdf.iri(q.predicate) == RC + "dateAsPrinted"
    }

    assert expected == printed
    assert 3 == len(printed)


@pytest.fixture(name="quads_with")
def _quads_with(tmp_path: Path) -> Callable[..., list[rdf.Quad]]:
    """Add rows to a copy of a table, their cells by column, and return the assertions then made."""
    evidence = {
        "source": "escap-2017",
        "locator": "part 1",
        "basis": "transcribed",
        "confidence": "one-source",
    }

    def add(table: str, *rows: dict[str, str]) -> list[rdf.Quad]:
        data = Path(shutil.copytree(resources.data_dir(), tmp_path / "data"))
        with (data / "tables" / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
            columns = [column.name for column in table_specs(data)[table].columns]
            csv.DictWriter(file, columns, lineterminator="\n").writerows(evidence | row for row in rows)
        return mapping.assertions(read_tables(data))

    return add


def _objects(quads: list[rdf.Quad], subject: str, predicate: str) -> set[str]:
    return {
        rdf.iri(q.object) or str(q.object)
        for q in quads
        if rdf.iri(q.subject) == subject and rdf.iri(q.predicate) == RC + predicate
    }


def test_a_phrase_is_printed_and_has_the_bounds_of_its_words(
    quads_with: Callable[..., list[rdf.Quad]],
) -> None:
    """`2018 or later` begins and does not end, and nobody invents a last day."""
    quads = quads_with("meetings", {"key": "a", "name": "A meeting", "date": "2018 or later"})
    meeting = thing("meeting", "a")

    assert {f'"2018-01-01"^^<{XSD}date>'} == _objects(quads, meeting, "beginsOn")
    assert set() == _objects(quads, meeting, "endsOn")
    assert {thing("precision", "open")} == _objects(quads, meeting, "datePrecision")
    assert {'"2018 or later"'} == _objects(quads, meeting, "dateAsPrinted")


def test_a_source_without_a_place_is_one_passage_without_a_locator(
    quads_with: Callable[..., list[rdf.Quad]],
) -> None:
    """Two rows that name a source without a place rest on one and the same passage."""
    evidence = {"source": "escap-2017;cldr", "locator": "part 1 | not recorded"}
    quads = quads_with(
        "persons", {"key": "a", "name": "A", **evidence}, {"key": "b", "name": "B", **evidence}
    )
    shared = thing("passage", "cldr/not-recorded")

    assert all(shared in _objects(quads, assertion("persons", key), "restsOn") for key in "ab")
    assert {thing("locator-status", "not-recorded")} == _objects(quads, shared, "locatorStatus")
    assert set() == _objects(quads, shared, "locator")


def test_how_sure_the_editors_are_stands_beside_the_evidence(
    quads_with: Callable[..., list[rdf.Quad]],
) -> None:
    """A judgement says how certain it is, and a printed fact says nothing of the kind."""
    row = {"initiative": "supply-chain-monitoring", "domain": "escap-2017/4", "certainty": "medium"}
    quads = quads_with("initiative_domains", {"key": "a", **row})

    stated = {rdf.iri(q.subject): q for q in quads if rdf.iri(q.predicate) == RC + "certainty"}
    assert [assertion("initiative_domains", "a")] == list(stated)
    assert thing("certainty", "medium") == rdf.iri(stated[assertion("initiative_domains", "a")].object)


def test_each_item_of_a_list_is_laid_out_for_the_mapping(tables: Tables) -> None:
    """A mapping file meets the items one by one, and a cell that is no list whole."""
    note = tables["notes"][0]
    row = dataclasses.replace(
        note, texts={**note.texts, "text": "a;b"}, lists={**note.lists, "text": ("a", "b")}
    )

    quads = mapping.assertions(Tables(tables.specs, {"notes": (row,)}))

    assert {'"a"@en', '"b"@en'} == {
        str(q.object) for q in quads if rdf.iri(q.graph_name) == assertion("notes", note.key)
    }


def test_a_country_may_lack_codes(quads_with: Callable[..., list[rdf.Quad]]) -> None:
    """Two territories without any code are registered all the same, and get no empty code."""
    quads = quads_with(
        "countries",
        {"key": "first-place", "name": "First place", "kind": "territory"},
        {"key": "second-place", "name": "Second place", "kind": "territory", "m49": "412"},
    )
    codes = {
        (rdf.iri(q.subject).rpartition("/")[2], str(q.object))
        for q in quads
        if rdf.iri(q.subject).endswith("-place") and rdf.iri(q.predicate).endswith("#notation")
    }

    assert {("second-place", f'"412"^^<{RC}m49>')} == codes


def test_an_initiative_may_serve_two_domains(quads_with: Callable[..., list[rdf.Quad]]) -> None:
    """Each domain is a row with a source of its own; the initiative is named once."""
    key = "supply-chain-monitoring/escap-2017/4"
    quads = quads_with(
        "initiative_domains", {"key": key, "initiative": "supply-chain-monitoring", "domain": "escap-2017/4"}
    )
    domains = {
        rdf.iri(q.object).rpartition("/")[2]: rdf.iri(q.graph_name)
        for q in quads
        if rdf.iri(q.subject) == thing("initiative", "supply-chain-monitoring")
        and rdf.iri(q.predicate) == RC + "servesDomain"
    }

    assert domains == {
        number: assertion("initiative_domains", f"supply-chain-monitoring/escap-2017/{number}")
        for number in ("3", "4")
    }


def test_the_order_of_rows_changes_nothing(tmp_path: Path, quads: list[rdf.Quad]) -> None:
    """A table sorted by hand gives the same statements."""
    data = Path(shutil.copytree(resources.data_dir(), tmp_path / "data"))
    for path in (data / "tables").glob("*.csv"):
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        random.Random(7).shuffle(lines)  # noqa: S311  (an order, not a secret)
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")

    assert rdf.nquads(rdf.canonical(quads)) == rdf.nquads(
        rdf.canonical(mapping.assertions(read_tables(data)))
    )


def test_a_row_that_states_nothing_stops_the_build(tables: Tables) -> None:
    """A property that the mapping does not know is a fault of the mapping, said with the row."""
    note = tables["notes"][0]
    strange = dataclasses.replace(note, texts={**note.texts, "property": "rc:x"})

    with pytest.raises(
        MappingError, match=r"notes.csv, row 2: the row makes no statement; mend kg/mapping/notes.ru"
    ):
        mapping.assertions(Tables(tables.specs, {"notes": (strange,)}))


def test_a_table_without_a_mapping_is_named(tables: Tables) -> None:
    """A new table is not passed over."""
    with pytest.raises(MappingError, match=r"write kg/mapping/treaties.ru"):
        mapping.assertions(Tables(tables.specs, {"treaties": tables["notes"]}))


def test_what_a_rule_derives_names_the_rule_and_its_inputs(quads: list[rdf.Quad]) -> None:
    """The Bali Process covers domain 2 because two initiatives under it serve that domain: four inputs."""
    derived = rules.derived(quads)
    graph = assertion("process-covers-domain", "bali-process/escap-2017/2")
    inputs = {
        rdf.iri(q.object).removeprefix("https://w3id.org/regcoop/assertion/")
        for q in derived
        if rdf.iri(q.subject) == graph and rdf.iri(q.predicate).endswith("wasDerivedFrom")
    }

    assert {
        "initiative_domains/guidelines-civil-registration/escap-2017/2",
        "initiative_domains/guidelines-trafficking-victim-protection/escap-2017/2",
        "initiative_processes/guidelines-civil-registration/bali-process",
        "initiative_processes/guidelines-trafficking-victim-protection/bali-process",
    } == inputs


def test_rules_cover_the_domains_that_have_initiatives_and_no_other(quads: list[rdf.Quad]) -> None:
    """Domains 4 and 5 have none in the source, so nothing is derived for them."""
    covered = {
        rdf.iri(q.object).rpartition("/")[2]
        for q in rules.derived(quads)
        if rdf.iri(q.predicate) == RC + "coversDomain"
    }

    assert {"1", "2", "3", "6"} == covered

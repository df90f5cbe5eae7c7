"""From rows to assertions: each row states something in a graph of its own, with its evidence beside it."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from kg import mapping, rdf, resources, rules
from kg.errors import MappingError
from kg.namespaces import GRAPH_EVIDENCE, RC, assertion, thing
from kg.sources import Tables, read_tables


@pytest.fixture(name="tables", scope="module")
def _tables() -> Tables:
    """Our own tables."""
    return read_tables(resources.data_dir())


@pytest.fixture(name="quads", scope="module")
def _quads(tables: Tables) -> list[rdf.Quad]:
    """All assertions of our tables."""
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


def test_a_country_may_lack_codes(tmp_path: Path) -> None:
    """Two territories without any code are registered all the same, and get no empty code."""
    data = Path(shutil.copytree(resources.data_dir(), tmp_path / "data"))
    with (data / "tables" / "countries.csv").open("a", encoding="utf-8") as table:
        table.write("first-place,First place,territory,,,,cldr,an entry,transcribed,one-source,\n")
        table.write("second-place,Second place,territory,,,412,cldr,an entry,transcribed,one-source,\n")

    quads = mapping.assertions(read_tables(data))
    codes = {
        (rdf.iri(q.subject).rpartition("/")[2], str(q.object))
        for q in quads
        if rdf.iri(q.subject).endswith("-place") and rdf.iri(q.predicate).endswith("#notation")
    }

    assert {("second-place", f'"412"^^<{RC}m49>')} == codes


def test_an_initiative_may_serve_two_domains(tmp_path: Path) -> None:
    """Each domain is a row with a source of its own; the initiative is named once."""
    data = Path(shutil.copytree(resources.data_dir(), tmp_path / "data"))
    with (data / "tables" / "initiative_domains.csv").open("a", encoding="utf-8") as table:
        table.write(
            "supply-chain-monitoring/escap-2017/4,supply-chain-monitoring,escap-2017/4,"
            "emn-be,a page,transcribed,one-source,\n"
        )

    quads = mapping.assertions(read_tables(data))
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
    strange = type(note)(
        note.table, note.key, note.number, {**note.texts, "property": "rc:x"}, note.dates, note.evidence
    )

    with pytest.raises(
        MappingError, match=r"notes.csv, row 2: the row makes no statement; mend kg/mapping/notes.ru"
    ):
        mapping.assertions(Tables(tables.specs, {"notes": (strange,)}))


def test_a_table_without_a_mapping_is_named(tables: Tables) -> None:
    """A new table is not passed over."""
    with pytest.raises(MappingError, match=r"write kg/mapping/treaties.ru"):
        mapping.assertions(Tables(tables.specs, {"treaties": ()}))


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

"""The tables to take away: CSV, workbook and database, read back by those who use such files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
import shutil
import sqlite3
import warnings
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyoxigraph as ox
import pytest
import yaml
from bibtexparser.entrypoint import parse_string
from csvw import CSVW, TableGroup
from frictionless import Package
from openpyxl import load_workbook

from kg import releases
from kg.distributions import DISTRIBUTIONS, Source, write
from kg.distributions.curated import curated, rows
from kg.distributions.readme import readme
from kg.errors import ReleaseError
from kg.exports.workbooks import Leaf, write_workbook
from kg.validation import fast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.archive import Archive
    from kg.distributions import Entry
    from kg.releases import Release

pytestmark = pytest.mark.slow
DAY = date(2026, 6, 30)
FILES = {each.name: each for each in DISTRIBUTIONS}
ZIP, XLSX, SQLITE = "regcoop-tables.zip", "regcoop.xlsx", "regcoop.sqlite"
LONG = "x" * 40_000
HOSTILE = {
    "formula": '=HYPERLINK("https://example.org","x")',
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(A1:A9)",
    "lines": 'one, "two"\nthree;four | five',
    "right-to-left": "\u202eabc שלום مرحبا",
    "address": "https://example.org/?a=<b>&c='d'",
    "number": "0050",
}


@pytest.fixture(name="release", scope="module")
def _release(archive: Archive) -> Release:
    """Release 0.2.0 of the small dataset, with all its files."""
    assert archive.latest is not None
    return archive.latest.release


@pytest.fixture(name="unpacked", scope="module")
def _unpacked(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ZIP of the tables, as a reader unpacks it."""
    folder = tmp_path_factory.mktemp("unpacked")
    zipfile.ZipFile(release.files / ZIP).extractall(folder)
    return folder


@pytest.fixture(name="database", scope="module")
def _database(release: Release) -> Iterator[sqlite3.Connection]:
    """The database, opened as a reader opens it."""
    address = f"{(release.files / SQLITE).as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as opened:
        yield opened


@pytest.fixture(name="hostile", scope="module")
def _hostile(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All three files of a release whose notes hold what people and programs trip over."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(release.directory, folder / "release", ignore=shutil.ignore_patterns("files"))
    altered = releases.opened(folder / "release")
    path = altered.tables / "coverage.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, first, *_ = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        for name, text in {**HOSTILE, "long": LONG}.items():
            table.writerow([name, *first[1:-1], text])
    for name in (ZIP, XLSX, SQLITE):
        write(FILES[name], Source(altered, DAY), folder / name)
    return folder


def rows_of(release: Release) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of the tables of a release, by table, read without our own reader."""
    return {
        path.stem: [tuple(row) for row in csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))][1:]
        for path in release.tables.glob("*.csv")
    }


def _is_valid(folder: Path) -> bool:
    """Say what the strict validator says, which raises an error where a reference is broken."""
    with warnings.catch_warnings():
        # It counts its own warnings.
        warnings.simplefilter("always")
        try:
            return bool(CSVW(str(folder / "csv-metadata.json"), validate=True, strict=True).is_valid)
        except ValueError:
            return False


class TestCsv:
    """One ZIP with the tables and what describes them."""

    def test_the_files_are_those_of_the_release(self, release: Release, unpacked: Path) -> None:
        """Each table is the same bytes, and there is no other."""
        assert {path.name: path.read_bytes() for path in release.tables.iterdir()} == {
            path.name: path.read_bytes() for path in (unpacked / "tables").glob("*.csv")
        }
        assert release.descriptor.read_bytes() == (unpacked / "datapackage.json").read_bytes()

    def test_the_manifest_names_every_file_with_its_digest(self, release: Release, unpacked: Path) -> None:
        """Whoever got a part of it can tell, and the release is named."""
        manifest = json.loads((unpacked / "manifest.json").read_text("utf-8"))
        found = {
            str(path.relative_to(unpacked)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in unpacked.rglob("*")
            if path.is_file() and path.name != "manifest.json"
        }

        assert found == {name: each["sha256"] for name, each in manifest["files"].items()}
        assert (release.version, release.digest) == (manifest["version"], manifest["sha256"])

    def test_the_tables_are_valid_csv_on_the_web(self, unpacked: Path) -> None:
        """The strict validator has no word against them: types, patterns, keys and references hold."""
        described = json.loads((unpacked / "tables" / "csv-metadata.json").read_text("utf-8"))

        assert _is_valid(unpacked / "tables")
        assert {table["url"] for table in described["tables"]} == {
            path.name for path in (unpacked / "tables").glob("*.csv")
        }

    @pytest.mark.parametrize(
        ("table", "old", "new"),
        [
            ("ratings", "mgi-2016/emerging", "mgi-2016/none-such"),
            ("ratings", "transcribed", "guessed"),
            ("countries", ",BGD,", ",Bgd,"),
            ("levels", ",1,", ",one,"),
        ],
    )
    def test_the_description_refuses_what_the_tables_may_not_hold(
        self, unpacked: Path, tmp_path: Path, table: str, old: str, new: str
    ) -> None:
        """A reference to nothing, a word outside a list, a code out of shape, a number that is none."""
        copied = Path(shutil.copytree(unpacked / "tables", tmp_path / "tables"))
        path = copied / f"{table}.csv"
        text = path.read_text("utf-8")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

        assert old in text
        assert not _is_valid(copied)

    def test_rows_lead_to_the_graph(self, release: Release, unpacked: Path) -> None:
        """What a row is about, its assertion and what its cells name: each IRI stands in the graph."""
        group = TableGroup.from_file(unpacked / "tables" / "csv-metadata.json")
        known = set(re.findall(r"<([^>]*)>", release.nquads.read_text("utf-8")))
        found = set()
        for table in group.tables:
            templates = [table.tableSchema.aboutUrl]
            templates += [column.valueUrl for column in table.tableSchema.columns if column.valueUrl]
            for row in table.iterdicts():
                filled = {name: value for name, value in row.items() if isinstance(value, str)}
                found |= {
                    each.expand(**filled) for each in templates if set(each.variable_names) <= filled.keys()
                }

        assert set() == found - known
        assert len(found) > sum(map(len, rows_of(release).values()))

    def test_the_data_package_is_valid(self, unpacked: Path) -> None:
        """The other description of the same tables holds as well, with the references of empty cells."""
        report = Package(str(unpacked / "datapackage.json")).validate()

        assert [] == report.flatten()
        assert report.stats["tasks"] == len(list((unpacked / "tables").glob("*.csv")))

    def test_names_say_their_language(self, unpacked: Path) -> None:
        """Arabic is written from right to left, and says so."""
        described = json.loads((unpacked / "tables" / "csv-metadata.json").read_text("utf-8"))
        countries = next(table for table in described["tables"] if table["url"] == "countries.csv")
        columns = {column["name"]: column for column in countries["tableSchema"]["columns"]}

        assert ("ar", "rtl") == (columns["name_ar"]["lang"], columns["name_ar"]["textDirection"])
        assert "fr" == columns["name_fr"]["lang"]
        assert "lang" not in columns["name"]

    def test_pandas_reads_them(self, release: Release, unpacked: Path) -> None:
        """As texts, with the zeros in front of codes; and numbers where the description says so."""
        read = {
            path.stem: pd.read_csv(path, dtype=str, keep_default_na=False)
            for path in (unpacked / "tables").glob("*.csv")
        }

        assert rows_of(release) == {
            name: [tuple(row) for row in frame.to_numpy().tolist()] for name, frame in read.items()
        }
        assert "050" in set(read["countries"]["m49"])
        assert "int64" == str(pd.read_csv(unpacked / "tables" / "levels.csv")["level_order"].dtype)

    def test_hostile_cells_stay_as_they_are(self, hostile: Path) -> None:
        """A sign in front of a formula would change the data; the README says how to open the files."""
        with zipfile.ZipFile(hostile / ZIP) as packed:
            frame = pd.read_csv(packed.open("tables/coverage.csv"), dtype=str).set_index("key")
            told = packed.read("README.md").decode()

        assert {**HOSTILE, "long": LONG} == frame["note"].to_dict()
        assert "A cell that begins with `=`, `+`, `-` or `@` stands as it is" in told


class TestEvidence:
    """Every row says where it comes from."""

    def test_no_row_is_without_source_and_place(self, release: Release) -> None:
        """Where no place is known, the cell says so."""
        for spec in curated(release):
            source, place = (
                [column.name for column in spec.columns].index(name) for name in ("source", "locator")
            )
            assert all(row[source] and row[place] for row in rows(spec))

    @pytest.mark.parametrize("emptied", ["source", "locator", "key"])
    def test_a_row_without_evidence_becomes_no_file(
        self, release: Release, tmp_path: Path, emptied: str
    ) -> None:
        """It is named, and what stood there stays."""
        shutil.copytree(release.directory, tmp_path / "release", ignore=shutil.ignore_patterns("files"))
        altered = releases.opened(tmp_path / "release")
        path = altered.tables / "levels.csv"
        with path.open(encoding="utf-8", newline="") as file:
            read = list(csv.DictReader(file))
        read[1][emptied] = " "
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(read[0]), lineterminator="\n")
            table.writeheader()
            table.writerows(read)
        for name in (ZIP, XLSX, SQLITE):
            (tmp_path / name).write_text("last good")
            with pytest.raises(ReleaseError, match=r"levels\.csv, row 3: .*locator is empty"):
                write(FILES[name], Source(altered, DAY), tmp_path / name)

            assert "last good" == (tmp_path / name).read_text()


class TestWorkbook:
    """One workbook, a sheet a table."""

    def test_the_sheets_hold_the_rows(self, release: Release) -> None:
        """All of them, with numbers as numbers and all else as texts."""
        book = load_workbook(release.files / XLSX, read_only=True)
        found = {
            sheet.title: [
                tuple("" if cell is None else str(cell) for cell in row)
                for row in sheet.iter_rows(min_row=2, values_only=True)
            ]
            for sheet in book.worksheets[2:]
        }

        assert ["About", "Columns"] == [sheet.title for sheet in book.worksheets[:2]]
        assert rows_of(release) == found

    def test_pandas_reads_it(self, release: Release) -> None:
        """Counts are numbers there, codes keep their zeros."""
        book = pd.read_excel(release.files / XLSX, sheet_name=None, dtype={"m49": str})

        assert "int64" == str(book["levels"]["level_order"].dtype)
        assert 75 - 1 == len(book["ratings"])
        assert "050" in set(book["countries"]["m49"])

    def test_the_first_sheet_says_what_it_is(self, release: Release) -> None:
        """Release, licence, citation, how evidence reads, what is no ranking."""
        book = load_workbook(release.files / XLSX)
        told = " ".join(str(row[1]) for row in book["About"].iter_rows(values_only=True))
        columns = {(row[0], row[1]) for row in book["Columns"].iter_rows(values_only=True)}

        assert all(
            said in told
            for said in (release.version, release.digest, "creativecommons.org/licenses/by/4.0", "no ranking")
        )
        assert {(spec.name, column.name) for spec in curated(release) for column in spec.columns} <= columns
        assert "A2" == book["ratings"].freeze_panes
        assert book["ratings"].auto_filter.ref.startswith("A1:")

    def test_hostile_cells_stay_texts(self, hostile: Path) -> None:
        """No text is a formula or a link; what no cell can hold is cut, and says so."""
        sheet = load_workbook(hostile / XLSX)["coverage"]
        last = sheet.max_column
        cells = {row[0].value: row[last - 1] for row in sheet.iter_rows(min_row=2)}
        long = cells.pop("long").value

        assert HOSTILE == {name: cell.value for name, cell in cells.items()}
        assert {"s"} == {cell.data_type for cell in cells.values()}
        assert {None} == {cell.hyperlink for cell in cells.values()}
        assert (32_767, True) == (len(long), long.endswith("x … (cut: a cell holds no more)"))

    def test_more_rows_than_a_sheet_holds_go_on_in_the_next(self) -> None:
        """With the header again; and each sheet has a name that no other has, whatever its case."""
        out = io.BytesIO()
        table = [("n",), *((number,) for number in range(7))]
        names = ["a" * 40, "A" * 40, "b[1]/x"]
        write_workbook(out, [Leaf(name, table) for name in names], {"title": "t"}, most_rows=4)
        book = load_workbook(out)

        assert [
            "a" * 31,
            "a" * 27 + " (2)",
            "a" * 27 + " (3)",
            "A" * 27 + " (4)",
            "A" * 27 + " (5)",
            "A" * 27 + " (6)",
            "b_1__x",
            "b_1__x (2)",
            "b_1__x (3)",
        ] == book.sheetnames
        assert [[("n",), (0,), (1,), (2,)], [("n",), (3,), (4,), (5,)], [("n",), (6,)]] == [
            list(sheet.values) for sheet in book.worksheets[:3]
        ]


class TestDatabase:
    """One database, for whoever asks in SQL."""

    def test_every_reference_holds(self, database: sqlite3.Connection) -> None:
        """SQLite itself checks them; there are many, so that this says something."""
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        references = [
            row for name in tables for row in database.execute(f'PRAGMA foreign_key_list("{name}")')
        ]

        assert [] == database.execute("PRAGMA foreign_key_check").fetchall()
        assert [("ok",)] == database.execute("PRAGMA integrity_check").fetchall()
        assert len(references) > 100

    def test_the_tables_hold_the_rows(self, release: Release, database: sqlite3.Connection) -> None:
        """Cell for cell, with NULL for what is empty."""
        found = {
            name: [
                tuple("" if cell is None else str(cell) for cell in row)
                for row in database.execute(f'SELECT * FROM "{name}" ORDER BY rowid')  # noqa: S608
            ]
            for (name,) in database.execute("SELECT name FROM tables").fetchall()
        }

        assert rows_of(release) == found

    def test_a_rating_leads_to_its_source(self, database: sqlite3.Connection) -> None:
        """By one join; Bangladesh is at the level that the table of 2016 prints, and where."""
        asked = """
            SELECT c.name, d.name, l.name, e.source_title, e.locator
            FROM ratings r JOIN countries c ON c."key" = r.country JOIN domains d ON d."key" = r.domain
              JOIN levels l ON l."key" = r.level
              JOIN evidence_with_sources e ON e.table_name = 'ratings' AND e."key" = r."key"
            WHERE r."key" = 'mgi-2016/bgd/5'"""

        ((country, _, level, title, place),) = database.execute(asked)
        assert ("Bangladesh", "Mature") == (country, level)
        assert title
        assert place.startswith("part 7 (Table 6), row 2 (Bangladesh)")

    def test_evidence_pairs_sources_with_places(self, release: Release, database: sqlite3.Connection) -> None:
        """In the order of the cell; one place for several sources counts for all of them."""
        asked = 'SELECT source, locator FROM evidence WHERE table_name = ? AND "key" = ? ORDER BY position'
        for spec in curated(release):
            at = [column.name for column in spec.columns]
            for row in rows(spec):
                sources = [item.strip() for item in row[at.index("source")].split(";")]
                places = [item.strip() for item in row[at.index("locator")].split(" | ")]
                pairs = database.execute(asked, (spec.name, row[0])).fetchall()

                assert pairs == list(
                    zip(sources, places * len(sources) if len(places) == 1 else places, strict=False)
                )

    def test_items_of_lists_stand_one_by_one(self, release: Release, database: sqlite3.Connection) -> None:
        """In their order, and with a reference to what they name."""
        lists = [
            (spec, place, column)
            for spec in curated(release)
            for place, column in enumerate(spec.columns)
            if column.separator and column.name not in {"source", "locator"}
        ]
        found = 0
        for spec, place, column in lists:
            for row in rows(spec):
                table = f'"{spec.name}__{column.name}"'
                asked = f'SELECT value FROM {table} WHERE "key" = ? ORDER BY position'  # noqa: S608
                items = [value for (value,) in database.execute(asked, (row[0],))]
                found += len(items)

                assert items == [
                    item.strip() for item in row[place].split(str(column.separator)) if item.strip()
                ]
        assert found > 5

    def test_the_statements_are_those_of_the_release(
        self, release: Release, database: sqlite3.Connection
    ) -> None:
        """Term for term, read with an engine for comparison."""
        expected = set()
        for q in ox.parse(path=release.nquads, format=ox.RdfFormat.N_QUADS):
            value, plain = q.object, isinstance(q.object, ox.Literal)
            language = value.language if plain else None
            datatype = value.datatype.value if plain and not language else None
            expected.add(
                (
                    q.subject.value,
                    q.predicate.value,
                    value.value,
                    None if datatype == "http://www.w3.org/2001/XMLSchema#string" else datatype,
                    language,
                    None if isinstance(q.graph_name, ox.DefaultGraph) else q.graph_name.value,
                )
            )
        asked = "SELECT subject, predicate, object, datatype, lang, graph FROM statements"
        found = database.execute(asked).fetchall()

        assert expected == set(found)
        assert release.manifest["statements"] == len(found)

    def test_every_asserted_statement_leads_to_a_source(self, database: sqlite3.Connection) -> None:
        """At once where a row says it, by way of the rows that it follows from where a rule does."""
        stated = "SELECT DISTINCT graph FROM statements WHERE graph LIKE '%/regcoop/assertion/%'"
        graphs = {graph for (graph,) in database.execute(stated)}
        told = "SELECT DISTINCT iri FROM assertions a JOIN evidence e ON e.assertion = a.assertion"
        by_rows = {iri for (iri,) in database.execute(told)}
        followed = "SELECT DISTINCT derived FROM derivations d JOIN evidence e ON e.assertion = d.input"
        by_rules = {iri for (iri,) in database.execute(followed)}

        assert set() == graphs - by_rows - by_rules
        assert graphs & by_rows
        assert graphs & by_rules
        view = "SELECT COUNT(DISTINCT assertion) FROM statements_with_evidence"
        assert [(len(graphs & by_rows),)] == database.execute(view).fetchall()

    def test_things_have_their_names(self, database: sqlite3.Connection) -> None:
        """English where there is an English one; all languages stand in `labels`."""
        asked = "SELECT label, iri FROM things WHERE thing = 'country/bgd'"
        ((label, iri),) = database.execute(asked)
        names = dict(database.execute("SELECT lang, label FROM labels WHERE iri = ?", (iri,)))

        assert ("Bangladesh", "https://w3id.org/regcoop/id/country/bgd") == (label, iri)
        assert "Bangladesh" == names["en"]

    def test_pandas_reads_it(self, database: sqlite3.Connection) -> None:
        """Tables and views alike, with numbers as numbers."""
        assert "int64" == str(pd.read_sql("SELECT * FROM levels", database)["level_order"].dtype)
        assert "Mature" in set(pd.read_sql("SELECT label FROM labels", database)["label"])

    def test_it_says_what_it_is(self, release: Release, database: sqlite3.Connection) -> None:
        """Release, digest, licence, README and citation stand in it, and what each column means."""
        about = dict(database.execute("SELECT name, text FROM about"))
        asked = "SELECT COUNT(*) FROM columns WHERE meaning = ''"

        assert (release.version, release.digest) == (about["version"], about["sha256"])
        assert about["readme"].startswith("# Regional cooperation on migration")
        assert {"citation", "citation_cff", "citation_bibtex", "licence", "licence_text"} <= about.keys()
        assert [(0,)] == database.execute(asked).fetchall()

    def test_nothing_in_it_ranks(self, database: sqlite3.Connection) -> None:
        """No view adds up, averages or orders levels."""
        made = " ".join(
            sql for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL")
        )

        assert [] == re.findall(r"\b(AVG|SUM|TOTAL|RANK|ORDER BY|MEDIAN)\b", made, re.IGNORECASE)

    def test_hostile_cells_stay_as_they_are(self, hostile: Path) -> None:
        """Of any length."""
        with closing(sqlite3.connect(hostile / SQLITE)) as database:
            found = dict(database.execute('SELECT "key", note FROM coverage'))

        assert {**HOSTILE, "long": LONG} == found

    def test_a_reference_to_nothing_becomes_no_file(self, release: Release, tmp_path: Path) -> None:
        """The database is checked before it takes the place of another."""
        shutil.copytree(release.directory, tmp_path / "release", ignore=shutil.ignore_patterns("files"))
        altered = releases.opened(tmp_path / "release")
        path = altered.tables / "ratings.csv"
        path.write_text(path.read_text("utf-8").replace(",bgd,", ",none-such,"), encoding="utf-8")

        with pytest.raises(ReleaseError, match="A row of ratings refers to no row of countries"):
            write(FILES[SQLITE], Source(altered, DAY), tmp_path / SQLITE)
        assert not (tmp_path / SQLITE).exists()


def test_the_same_rows_in_any_order_give_the_same_content(
    archive: Archive, small_data: Path, tmp_path: Path
) -> None:
    """Rows are shuffled before the release is built; what the files hold is the same."""
    first = archive.all()[0]
    shuffled = Path(shutil.copytree(small_data, tmp_path / "data"))
    chance = random.Random(6)  # noqa: S311  (no secret)
    for path in sorted((shuffled / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file)
        chance.shuffle(lines)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *lines])
    again = releases.build(tmp_path / "release", shuffled, engine=fast.report, version="0.1.0").release
    known: dict[str, Entry] = {entry.name: entry for entry in first.entries or ()}

    for name in (ZIP, XLSX, SQLITE):
        written = write(FILES[name], Source(again, first.issued), tmp_path / name)
        assert (name, known[name].content_sha256) == (name, written.content_sha256)


def test_other_rows_give_other_content(archive: Archive) -> None:
    """The digests tell two releases apart."""
    old, new = ({entry.name: entry.content_sha256 for entry in each.entries or ()} for each in archive.all())

    assert all(old[name] != new[name] for name in (ZIP, XLSX, SQLITE))


def test_each_container_says_how_to_cite_it(release: Release, unpacked: Path) -> None:
    """In CFF, in BibTeX and in a sentence, each with release, day and address."""
    cff = yaml.safe_load((unpacked / "CITATION.cff").read_text("utf-8"))
    (entry,) = parse_string((unpacked / "CITATION.bib").read_text("utf-8")).entries
    told = (unpacked / "README.md").read_text("utf-8")
    address = f"https://w3id.org/regcoop/r/{release.version}/"

    assert ("1.2.0", "dataset", release.version) == (cff["cff-version"], cff["type"], cff["version"])
    assert ("2026-06-30", "CC-BY-4.0", address) == (cff["date-released"], cff["license"], cff["url"])
    assert [f"sha256:{release.digest}"] == [each["value"] for each in cff["identifiers"]]
    assert (release.version, "2026", address) == tuple(entry[name] for name in ("version", "year", "url"))
    assert f"Frozen on 2026-06-30. {address}" in told
    assert address in (unpacked / "LICENSE.txt").read_text("utf-8")


def test_what_is_not_published_says_so(release: Release) -> None:
    """A day of publication is never made up."""
    told = readme(Source(release, None))

    assert "Not published." in told
    assert "Frozen on" not in told

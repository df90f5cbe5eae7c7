"""The command line: what each command prints, with which exit code, and what it says of wrong use."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kg import releases, resources, validation
from kg.dataset import assemble
from kg.validation import fast

pytestmark = pytest.mark.slow


@pytest.fixture(name="release", scope="module")
def _release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release, built once."""
    return releases.build(tmp_path_factory.mktemp("cli") / "release").release.directory


@pytest.fixture(name="data")
def _data(tmp_path: Path) -> Path:
    """A copy of the small tables that a test may spoil."""
    return Path(shutil.copytree(resources.data_dir(), tmp_path / "data"))


def _regcoop(*arguments: str | Path, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own."""
    program = Path(sys.executable).with_name("regcoop")
    return subprocess.run(
        [program, *arguments], input=given, capture_output=True, text=True, timeout=120, check=False
    )


def test_ratings_as_csv_are_the_75_of_table_6(release: Path) -> None:
    """One line a rating, and a header."""
    done = _regcoop("query", "ratings", "--format", "csv", "--release", release)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))

    assert 0 == done.returncode
    assert 75 == len(rows)
    assert {"Nascent": 1, "Emerging": 15, "Developed": 35, "Mature": 24} == {
        level: sum(row["levelLabel"] == level for row in rows)
        for level in ("Nascent", "Emerging", "Developed", "Mature")
    }


def test_a_slug_names_the_domain(release: Path) -> None:
    """Two initiatives serve domain 2 of the global policy questions."""
    done = _regcoop(
        "query", "initiatives", "--param", "domain=escap-2017/2", "--format", "csv", "--release", release
    )

    assert {
        "Regional guidelines on civil registration of migrants and refugees",
        "Regional guidelines on trafficking victim protections, incl. quick reference guide",
    } == {row["label"] for row in csv.DictReader(io.StringIO(done.stdout))}


def test_a_query_may_come_from_standard_input_and_from_a_file(release: Path, tmp_path: Path) -> None:
    """Both give the same answer in the same format."""
    query = "SELECT (COUNT(?r) AS ?n) WHERE { ?r a <https://w3id.org/regcoop/ontology#Rating> }"
    file = tmp_path / "count.rq"
    file.write_text(query, encoding="utf-8")
    piped = _regcoop("query", "-", "--format", "json", "--release", release, given=query)

    assert "75" == json.loads(piped.stdout)["results"]["bindings"][0]["n"]["value"]
    assert piped.stdout == _regcoop("query", file, "--format", "json", "--release", release).stdout


def test_a_table_for_people_counts_its_rows(release: Path) -> None:
    """On a terminal the answer is a table; here it is asked for."""
    done = _regcoop("query", "release", "--format", "table", "--release", release)

    assert done.stdout.rstrip().endswith("1 rows")


@pytest.mark.parametrize(
    ("arguments", "given", "code", "sentence"),
    [
        (["query", "rating"], None, 2, "There is no query named 'rating': did you mean"),
        (
            ["query", "ratings", "-p", "country"],
            None,
            2,
            "'country' is not a parameter; write it as NAME=VALUE.",
        ),
        (["query", "-"], "SELECT * WHERE { ?s ?p", 2, "The query does not parse"),
        (
            ["query", "-"],
            "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }",
            2,
            "refused by rule",
        ),
        (["query", "ratings", "--format", "ttl"], None, 2, "cannot be given as 'text/turtle'"),
        (["query", "indicators", "-p", "domain=mgi-2016/9"], None, 2, "did you mean mgi-2016/"),
        (["query", "-", "-p", "a=b"], "ASK {}", 2, "Parameters go with stored queries only"),
        (["query"], None, 2, "Name a query, a file or -"),
        (["query", "ratings", "--store", "sparql:http://127.0.0.1:9/"], None, 3, "cannot be reached"),
        (
            ["query", "ratings", "--store", "ftp:x"],
            None,
            2,
            "'ftp:x' is no store; use 'memory', or 'sparql:'",
        ),
        (["query", "ratings", "--store", "sparql:http://[::1"], None, 2, "is no store"),
        (["query", "ratings", "--store", "sparql:http://localhost:99999/"], None, 2, "is no store"),
        (["serve", "--store", "disk"], None, 2, "'disk' is no store"),
        (["query", "SELECT * WHERE { ?s ?p ?o }" + " " * 300], None, 2, "is a query and not its name"),
        (["check-source", "escap-2017", "no-such-file.txt"], None, 3, "no-such-file.txt cannot be read"),
        (["validate", "no-such-file.ttl"], None, 3, "no-such-file.ttl"),
        (["build", "--data", "no-such-folder"], None, 3, "datapackage.json does not exist"),
        (["serve", "--port", "99999"], None, 2, "99999 is not in the range"),
        (["bild"], None, 2, "No such command 'bild'"),
    ],
)
def test_wrong_use_gets_one_sentence_and_its_exit_code(
    release: Path, arguments: list[str], given: str | None, code: int, sentence: str
) -> None:
    """Never a traceback: 1 is a finding in the data, 2 wrong use, 3 something that cannot be done."""
    named = ["--release", str(release)] if arguments[0] == "query" else []
    done = _regcoop(*arguments, *named, given=given)

    assert code == done.returncode
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_build_names_the_cell_and_ends_with_1(data: Path, tmp_path: Path) -> None:
    """A row without a source is a finding, with file, row and column."""
    path = data / "tables" / "initiatives.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",escap-2017,", ",,", 1), encoding="utf-8")
    done = _regcoop("build", "--data", data, "--out", tmp_path / "out")

    assert 1 == done.returncode
    assert (
        "data/tables/initiatives.csv, row 2, column 'source': the cell is empty, and it must not be.\n"
        == done.stderr
    )
    assert not (tmp_path / "out").exists()


def test_validate_reports_in_four_forms(tmp_path: Path) -> None:
    """A membership without a process is found in an RDF file, whichever form the report has."""
    file = tmp_path / "membership.ttl"
    file.write_text(
        "<https://w3id.org/regcoop/id/membership/x> a <https://w3id.org/regcoop/ontology#Membership> ."
    )
    done = {form: _regcoop("validate", file, "--format", form) for form in ("text", "json", "ttl", "junit")}

    assert {1} == {run.returncode for run in done.values()}
    assert "Membership-inProcess" in done["text"].stdout
    assert not json.loads(done["json"].stdout)["conforms"]
    assert "sh:ValidationReport" in done["ttl"].stdout
    assert 0 < int(ET.fromstring(done["junit"].stdout).attrib["failures"])  # noqa: S314  (our own)


def test_several_paths_make_one_report(tmp_path: Path) -> None:
    """A build server reads one document; a blank node of one file is not that of another."""
    for name, kind in (("a", "Membership"), ("b", "Rating")):
        text = f"_:x a <https://w3id.org/regcoop/ontology#{kind}> ."
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    done = _regcoop("validate", tmp_path / "a.ttl", tmp_path / "b.ttl", "--format", "json")
    found = json.loads(done.stdout)["findings"]

    assert {"Membership", "Rating"} <= {finding["shape"].partition("-")[0] for finding in found}
    assert 2 == len({finding["focus"] for finding in found if finding["severity"] == "Violation"})


def test_faults_of_tables_are_findings_in_every_form(data: Path) -> None:
    """What is wrong before the shapes are asked is in the report as well."""
    path = data / "tables" / "persons.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("transcribed", "heard", 1), encoding="utf-8")
    done = {form: _regcoop("validate", data, "--format", form) for form in ("text", "json", "ttl", "junit")}

    assert {1} == {run.returncode for run in done.values()}
    assert all(
        "'heard' is not a word of the list" in run.stdout.replace("&apos;", "'") for run in done.values()
    )
    assert not json.loads(done["json"].stdout)["conforms"]


def test_bytes_that_are_no_utf_8_are_named_in_every_locale(release: Path) -> None:
    """A terminal set to C passes bytes on as they are."""
    program = Path(sys.executable).with_name("regcoop")
    done = subprocess.run(
        [program, "query", "-", "--release", release],
        input="SELECT * { ?s ?p 'é' }".encode("latin-1"),
        capture_output=True,
        env={**os.environ, "LC_ALL": "C"},
        timeout=60,
        check=False,
    )

    assert (2, b"- is not a text in UTF-8; save it as UTF-8.\n") == (done.returncode, done.stderr)


def test_our_own_data_passes_verify(whole_data: Path) -> None:
    """Tables, duplicates, shapes, checks, stored queries and islands; the fast engine finds as much."""
    done = _regcoop("verify", "--data", whole_data)
    remarks = validation.validate_dataset(assemble(whole_data), fast.report).findings

    assert (0, 6) == (done.returncode, done.stdout.count("ok  "))
    assert f"ok   shapes: 0 violations, {len(remarks)} remarks\n" in done.stdout


def test_verify_says_what_fails(data: Path) -> None:
    """A person whom nothing names stands apart; a document that no row cites may."""
    with (data / "tables" / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("lonely,A lonely report,report,,,us,,,In full.,lonely,title,transcribed,one-source,\n")
    with (data / "tables" / "persons.csv").open("a", encoding="utf-8") as file:
        file.write("nobody,Nobody Known,lonely,page 1,transcribed,one-source,\n")
    done = _regcoop("verify", "--data", data)

    assert 1 == done.returncode
    assert "FAIL islands" in done.stdout
    assert "id/person/nobody: tied to nothing else; check the keys." in done.stdout


def test_check_source_ends_with_1_on_a_difference(data: Path, tmp_path: Path) -> None:
    """A text that lacks the document's places cannot be compared at all: that is 3."""
    other = tmp_path / "other.txt"
    other.write_text("something else")
    done = _regcoop("check-source", "escap-2017", other, "--data", data)

    assert 3 == done.returncode
    assert "give the text of the presentation itself" in done.stderr


def test_a_file_of_rows_is_checked_before_it_is_merged(tmp_path: Path) -> None:
    """Its faults are findings, in every form; what is no file of rows cannot be checked."""
    path = tmp_path / "persons.csv"
    path.write_text("key,name,source,locator,basis,confidence,note\nann,Ann,x,p. 1,transcribed,one-source,\n")
    done = _regcoop("validate", path)
    as_json = _regcoop("validate", path, "--format", "json")
    other = _regcoop("validate", tmp_path / "rows.ods")

    assert 1 == done.returncode
    assert done.stdout.startswith("persons.csv, row 2, column 'source': 'x' is not a key of sources.csv; ")
    assert not json.loads(as_json.stdout)["conforms"]
    assert (3, "rows.ods is no file of tables that can be read; save it as .xlsx or as .csv.\n") == (
        other.returncode,
        other.stderr,
    )

"""
The questions of `docs/questions.md`: each has a query, and each query its answer on the whole graph.

Expected rows are made by the engine, with `python -m pytest tests/repository/test_questions.py --renew`, and
then read, row by row, by whoever commits them.  Of answers of more than 200 rows, `long-answers.csv` in
`tests/expected/whole/` keeps how many rows there are and the SHA-256 of the answer as CSV;
`tests/repository/test_whole.py` says what matters in them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.catalogue import catalogue
from kg.checks import offences
from kg.store.embedded import open_embedded
from kg.store.remote import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.store.protocol import Solutions, Store

PAGE = Path(__file__).resolve().parents[2] / "docs" / "questions.md"
EXPECTED = Path(__file__).resolve().parents[1] / "expected" / "whole"
LONG = "long-answers"
LONGEST = 200
ELSEWHERE = {31}
"""The question on what has changed since the last release: two releases answer it, and no graph of one."""

ASKED = re.findall(
    r"^\| CQ-(\d+) \| ([RPI]) \| (.+?) \| `([a-z0-9-]+)` \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
)
NAMES = sorted(
    {query for *_, query in ASKED}
    | {q.name for folder in ("explore", "listing") for q in catalogue().in_folder(folder)}
)


def long_answers() -> dict[str, tuple[int, str]]:
    """Read how many rows each long answer has, and its digest."""
    with (EXPECTED / f"{LONG}.csv").open(encoding="utf-8", newline="") as file:
        return {row["query"]: (int(row["rows"]), row["sha256"]) for row in csv.DictReader(file)}


def renew(name: str, answer: bytes, rows: int) -> None:
    """Write an answer anew: its rows, or of a long one their number and digest."""
    long, path = long_answers(), EXPECTED / f"{name}.csv"
    long.pop(name, None)
    path.unlink(missing_ok=True)
    if rows > LONGEST:
        long[name] = (rows, hashlib.sha256(answer).hexdigest())
    else:
        path.write_bytes(answer)
    with (EXPECTED / f"{LONG}.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("query", "rows", "sha256"))
        table.writerows((query, *of_answer) for query, of_answer in sorted(long.items()))


@pytest.fixture(name="store", scope="module")
def _store(whole_graph_file: Path) -> Store:
    """The whole graph of the tables as they are."""
    return open_embedded(whole_graph_file)


@pytest.fixture(name="remote", scope="module")
def _remote(whole_graph_file: Path, oxigraph_server: Callable[[bytes], str]) -> Store:
    """The same graph behind a SPARQL endpoint."""
    return RemoteStore(oxigraph_server(whole_graph_file.read_bytes()))


@pytest.mark.parametrize(
    "name",
    sorted(q.name for folder in ("browse", "explore", "listing") for q in catalogue().in_folder(folder)),
)
def test_the_order_of_a_query_leaves_nothing_open(store: Store, name: str) -> None:
    """No two rows tie: what comes after the last key, up or down, moves no row, so that parts are whole."""
    query = catalogue().named(name)
    upward, downward = (
        store.select(
            " ".join((query.text.rstrip(), *(f"{way}(STR(?{each}))" for each in query.columns)))
        ).rows
        for way in ("ASC", "DESC")
    )

    assert list(upward) == list(downward)


def test_at_least_forty_questions_are_asked_by_all_three_groups() -> None:
    """Numbers run on without a gap but for the question that has to wait."""
    numbers = [int(number) for number, *_ in ASKED]

    assert len(ASKED) >= 45
    assert [n for n in range(1, max(numbers) + 1) if n not in ELSEWHERE] == numbers
    assert {"R", "P", "I"} == {group for _, group, *_ in ASKED}


@pytest.mark.parametrize(("number", "query"), [(number, query) for number, _, _, query in ASKED])
def test_a_question_is_answered_by_a_query_that_says_so(number: str, query: str) -> None:
    """The head of the file names the question."""
    assert f"CQ-{number}" in catalogue().named(query).answers


def test_no_query_answers_a_question_that_nobody_asks() -> None:
    """Every number in the head of a file stands on the page."""
    named = {answer for query in catalogue() for answer in query.answers}

    assert set() == named - {f"CQ-{number}" for number, *_ in ASKED}


def test_every_answer_is_expected_in_one_way() -> None:
    """A file of rows, or a line among the long answers; none is left over."""
    files = {path.stem for path in EXPECTED.glob("*.csv")} - {LONG}
    long = set(long_answers())

    assert set(NAMES) == files | long
    assert set() == files & long


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_whole_graph_gives_the_expected_answer(
    store: Store, name: str, request: pytest.FixtureRequest
) -> None:
    """All rows, in their order, for the example that stands in the file; there is at least one."""
    answer = store.answer(catalogue().named(name).text, "text/csv")
    rows = list(csv.reader(io.StringIO(answer.decode())))
    if request.config.getoption("renew"):
        renew(name, answer, len(rows) - 1)
    long = long_answers()

    assert len(rows) > 1
    if name in long:
        assert long[name] == (len(rows) - 1, hashlib.sha256(answer).hexdigest())
    else:
        expected = (EXPECTED / f"{name}.csv").read_text(encoding="utf-8")
        assert list(csv.reader(io.StringIO(expected))) == rows
        assert len(rows) - 1 <= LONGEST


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(q.name for q in catalogue() if q.folder in {"browse", "export"}))
def test_an_example_of_the_gallery_finds_something(store: Store, name: str) -> None:
    """Whoever loads it into the editor and runs it sees rows; those of the other folders are held above."""
    assert store.select(catalogue().named(name).text).rows


@pytest.mark.slow
def test_the_whole_graph_breaks_no_rule(store: Store) -> None:
    """No query of `kg/queries/checks/` finds an offender."""
    assert () == offences(store)


def listed(solutions: Solutions) -> list[dict[str, str]]:
    """Return the rows in their order, each term as it is written."""
    return [{name: term.n3() for name, term in row.items()} for row in solutions.rows]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_server_gives_the_same_rows_in_the_same_order(store: Store, remote: Store, name: str) -> None:
    """The order of the rows is total: none depends on how an engine goes about it."""
    text = catalogue().named(name).text

    assert listed(store.select(text)) == listed(remote.select(text))

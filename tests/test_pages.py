"""What pages are made with: answers that are kept, and dates and assertions in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.catalogue import catalogue
from kg.errors import KgError, QueryFileError, QuerySyntaxError, StoreError, StoreUnreachableError
from kg.namespaces import assertion
from kg.store.embedded import open_embedded
from kg.terms import Iri
from webapp.answers import Answers
from webapp.errors import status_of
from webapp.finding import fold
from webapp.knowledge import Knowledge
from webapp.pages.dates import in_words as date_in_words
from webapp.pages.words import in_words

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.protocol import Store

LEVELS = catalogue().named("levels").text
SCHEMES = catalogue().named("schemes").text


@pytest.fixture(name="store", scope="module")
def _store(graph_file: Path) -> Store:
    """The whole graph."""
    return open_embedded(graph_file)


@pytest.fixture(name="knowledge", scope="module")
def _knowledge(store: Store) -> Knowledge:
    """The graph as views see it."""
    return Knowledge(store)


class TestAnswers:
    """The store is only read while the site runs, so answers stay true."""

    def test_an_answer_is_asked_for_once(self, store: Store) -> None:
        """The second time it comes from memory: the very same object."""
        answers = Answers(store)

        assert answers.select(LEVELS) is answers.select(LEVELS)

    def test_memory_is_bounded(self, store: Store) -> None:
        """With room for one answer, the older one goes, and is asked for again when it is wanted."""
        answers = Answers(store, rows_kept=12)
        first = answers.select(LEVELS)
        answers.select(SCHEMES)

        again = answers.select(LEVELS)

        assert again == first
        assert again is not first

    def test_an_answer_that_is_too_long_is_given_and_not_kept(self, store: Store) -> None:
        """One long answer does not drive out all others."""
        answers = Answers(store, rows_kept=2)

        assert answers.select(LEVELS) == answers.select(LEVELS)
        assert answers.select(LEVELS) is not answers.select(LEVELS)

    def test_an_error_is_not_kept(self, store: Store) -> None:
        """What failed is tried again, and fails again in the same way."""
        answers = Answers(store)

        for _ in range(2):
            with pytest.raises(QuerySyntaxError):
                answers.select("SELECT")


@pytest.mark.parametrize(
    ("begins", "ends", "precision", "expected"),
    [
        ("2017-02-03", None, "day", "3 February 2017"),
        ("2016-05-01", "2016-05-31", "month", "May 2016"),
        ("2015-01-01", "2015-12-31", "year", "2015"),
        ("2016-01-04", "2016-02-05", "interval", "4 January 2016 to 5 February 2016"),
    ],
)
def test_a_date_is_no_finer_than_its_source(
    begins: str, ends: str | None, precision: str, expected: str
) -> None:
    """A resolution of 2015 is not one of 1 January 2015."""
    assert expected == date_in_words(begins, ends, precision)


@pytest.mark.parametrize(
    ("table", "key", "expected"),
    [
        (
            "ratings",
            "mgi-2016/ita/3",
            "Italy is rated Emerging in Safe and orderly migration, 2016.",
        ),
        (
            "counts",
            "bali-process/escap-2017",
            "Bali Process: 46 member states, from the Middle East to the Pacific.",
        ),
        (
            "mappings",
            "escap-2017/2/mgi-2016",
            (
                "Migrants rights maps to Migrant rights of the MGI 2016: exact match. "
                "Same subject under almost the same label."
            ),
        ),
        (
            "coverage",
            "escap-2017/domain-4/initiatives",
            "Labour migration management; initiatives that serve it: not stated in the source.",
        ),
        ("initiative_modes", "training-directors-forum/forum", "Training directors forum uses mode Forum."),
        (
            "notes",
            "bali-process/practical-focus",
            (
                "Bali Process: practical focus “Practical cooperation on migration flows in South and "
                "South-East Asia”."
            ),
        ),
        (
            "process-covers-domain",
            "bali-process/escap-2017/2",
            "Bali Process covers domain Migrants rights.",
        ),
    ],
)
def test_an_assertion_is_said_in_words(knowledge: Knowledge, table: str, key: str, expected: str) -> None:
    """Whoever opens a marker reads a sentence, not a list of triples."""
    rows = knowledge.rows("assertion-statements", assertion=Iri(assertion(table, key))).rows

    assert expected == in_words(rows, knowledge.names)


def test_every_assertion_can_be_said_in_words(knowledge: Knowledge) -> None:
    """A sentence each, with names for things and never an IRI of ours."""
    for row in knowledge.table("places"):
        rows = knowledge.rows("assertion-statements", assertion=Iri(row["assertion"])).rows
        words = in_words(rows, knowledge.names)

        assert words.endswith("."), row["assertion"]
        assert "w3id.org" not in words, row["assertion"]


def test_names_are_compared_without_case_accents_and_hyphens() -> None:
    """As people type them."""
    assert fold("Türkiye") == fold("TURKIYE")
    assert fold("Task-force  on") == fold("task force on")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (KgError("x"), 500),
        (StoreError("x"), 503),
        (StoreUnreachableError("http://example.org", "x"), 502),
        (QuerySyntaxError("x"), 400),
    ],
)
def test_an_error_has_the_status_of_its_nearest_kind(error: KgError, status: int) -> None:
    """One table maps all errors of ours."""
    assert status == status_of(error)


def test_a_broken_query_file_is_no_fault_of_the_visitor(tmp_path: Path) -> None:
    """It is ours to mend."""
    assert status_of(QueryFileError(tmp_path / "a.rq", "x")) == 500

"""What pages are made with: answers that are kept, and dates and assertions in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.catalogue import catalogue
from kg.errors import (
    KgError,
    QueryFileError,
    QuerySyntaxError,
    StoreError,
    StoreTimeoutError,
    StoreUnreachableError,
)
from kg.namespaces import GRAPH_EVIDENCE, RC, assertion, thing
from kg.store.embedded import open_embedded
from kg.terms import Iri, Literal
from webapp.answers import CHARACTERS_A_ROW, LONGEST_KEPT, Answers
from webapp.errors import status_of
from webapp.knowledge import Knowledge
from webapp.pages.dates import in_words as date_in_words
from webapp.pages.dates import spelt
from webapp.pages.words import in_words
from webapp.rendering import thinned

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.store.protocol import DatasetChoice, Solutions, Store
    from kg.terms import Term

LEVELS = catalogue().named("levels").text
SCHEMES = catalogue().named("schemes").text


@pytest.fixture(name="store", scope="module")
def _store(graph_file: Path) -> Store:
    """The graph of the small dataset."""
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
        answers = Answers(store, rows_kept=len(store.select(SCHEMES).rows) + 4)
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

    def test_a_query_takes_room_by_its_length(self, store: Store) -> None:
        """A stranger decides how long a query gets, and an answer without rows is kept with all of it."""
        answers = Answers(store, rows_kept=30)
        empty = "SELECT * { FILTER (false) } #"
        long = empty + "x" * 20 * CHARACTERS_A_ROW
        first = answers.select(empty)

        assert answers.select(empty) is first
        answers.select(long)
        assert answers.select(empty) is first
        answers.select(long + "y")
        answers.select(long + "z")
        assert answers.select(empty) is not first

    def test_an_answer_to_a_very_long_query_is_not_kept(self, store: Store) -> None:
        """Nobody but a stranger asks it, and hardly twice."""
        answers = Answers(store)
        query = LEVELS + " " * LONGEST_KEPT

        assert answers.select(query) is not answers.select(query)

    def test_every_stored_query_is_short_enough_to_be_kept(self) -> None:
        """With a parameter of any sensible length."""
        assert all(2 * len(query.text) < LONGEST_KEPT for query in catalogue())

    def test_an_error_is_not_kept(self, store: Store) -> None:
        """What failed is tried again, and fails again in the same way."""
        answers = Answers(store)

        for _ in range(2):
            with pytest.raises(QuerySyntaxError):
                answers.select("SELECT")


class Counted:
    """A real store that counts how often it is asked."""

    def __init__(self, store: Store) -> None:
        """Ask `store`."""
        self.label, self.ask, self.answer, self.close = store.label, store.ask, store.answer, store.close
        self.write, self.within, self._select = store.write, store.within, store.select
        self.times = 0

    def select(self, query: str, dataset: DatasetChoice | None = None) -> Solutions:
        """Pass the query on."""
        self.times += 1
        return self._select(query, dataset)


def test_only_graphs_that_are_there_are_remembered(store: Store) -> None:
    """A stranger can make up any number of others."""
    counted = Counted(store)
    knowledge = Knowledge(counted)

    assert [True, True] == [knowledge.holds_graph(GRAPH_EVIDENCE) for _ in range(2)]
    assert 1 == counted.times
    assert [False, False] == [knowledge.holds_graph("urn:graph:none") for _ in range(2)]
    assert 3 == counted.times
    assert not knowledge.holds_graph("no graph")


@pytest.mark.parametrize(
    ("begins", "ends", "precision", "expected"),
    [
        ("2017-02-03", None, "day", "3 February 2017"),
        ("2016-05-01", "2016-05-31", "month", "May 2016"),
        ("2015-01-01", "2015-12-31", "year", "2015"),
        ("2016-01-04", "2016-02-05", "interval", "4 January to 5 February 2016"),
        ("2016-12-30", "2017-01-02", "interval", "30 December 2016 to 2 January 2017"),
        ("2024-05-02", "2024-05-03", "interval", "2 to 3 May 2024"),
    ],
)
def test_a_date_is_no_finer_than_its_source(
    begins: str, ends: str | None, precision: str, expected: str
) -> None:
    """A resolution of 2015 is not one of 1 January 2015."""
    assert expected == date_in_words(begins, ends, precision)


def test_months_of_digits_are_spelt() -> None:
    """Spans of years look alike and stay."""
    expected = "February 2020; September 2021; 2008-2011; 2011-13"

    assert expected == spelt("2020-02; 2021-09; 2008-2011; 2011-13")


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
        (
            "resolutions",
            "iom-council/1310",
            (
                "IOM Council Resolution 1310 (2015) (resolution); adopted by IOM Council; "
                "is of kind resolution; resolution number “1310”; dated 2015."
            ),
        ),
        (
            "meetings",
            "escap-2017-02-03",
            (
                "Meeting at ESCAP, 3 February 2017 (meeting); was held at ESCAP; dated 3 February 2017, "
                "printed as “3 February, 2017”."
            ),
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


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (KgError("x"), 500),
        (StoreError("x"), 503),
        (StoreUnreachableError("http://example.org", "x"), 502),
        (StoreTimeoutError("http://example.org", "x"), 504),
        (QuerySyntaxError("x"), 400),
    ],
)
def test_an_error_has_the_status_of_its_nearest_kind(error: KgError, status: int) -> None:
    """One table maps all errors of ours."""
    assert status == status_of(error)


def test_a_broken_query_file_is_no_fault_of_the_visitor(tmp_path: Path) -> None:
    """It is ours to mend."""
    assert status_of(QueryFileError(tmp_path / "a.rq", "x")) == 500


def test_a_reported_date_is_spelt(knowledge: Knowledge) -> None:
    """Keys and figures of the register read as words."""
    about = thing("framework", "mgi-2016")

    def said(matter: str, value: str) -> str:
        subject = Iri(thing("reported-fact", "x"))
        rows: list[Mapping[str, Term]] = [
            {"subject": subject, "property": Iri(RC + "factOf"), "value": Iri(about)},
            {"subject": subject, "property": Iri(RC + "factMatter"), "value": Literal(matter)},
            {"subject": subject, "property": Iri(RC + "factValue"), "value": Literal(value)},
        ]
        return in_words(rows, knowledge.names).partition(", ")[2]

    assert said("research-period", "2015-10/2016-02") == "research period: October 2015 to February 2016."
    assert said("publication-date", "2016-05-02") == "publication date: 2 May 2016."
    assert said("countries-2022-03", "84") == "countries March 2022: 84."


def test_a_page_is_sent_without_the_indentation_of_its_tags() -> None:
    """What readers see stays: lines of code, of fields, and the blank between words."""
    code = "<pre>\n  <b>SELECT</b>\n\n    ?x\n  </pre>\n<textarea>\n  <a>\n</textarea>"

    assert thinned(f"<ul>\n\n   <li>a\n  b</li>\n  <li><b>c</b>\n {code}") == (
        f"<ul>\n<li>a\n  b</li>\n<li><b>c</b>\n{code}"
    )

"""What changed between two releases: statements, sentences, patches and their replay."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import feedparser
import pytest

from kg.changes import feeds, lines, writing
from kg.changes.choosing import choice, steps, thing_named
from kg.changes.editions import Edition, editions
from kg.changes.lines import key, lines_of, ordered
from kg.changes.model import Kind
from kg.changes.patches import heading, written
from kg.changes.replaying import patched, replay, taken_back, written_whole
from kg.changes.telling import record
from kg.changes.walking import between, differences
from kg.errors import ChangesError, ChoiceError, ManyChangesError
from kg.namespaces import GRAPH_EVIDENCE, PREFIXES, RDF_TYPE, assertion, thing
from tests import edits
from tests.served import strict_atom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.archive import Archive
    from kg.changes.model import Change, Record

pytestmark = pytest.mark.slow

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
RC = "https://w3id.org/regcoop/ontology#"


@pytest.fixture(name="both", scope="module")
def _both(archive: Archive) -> tuple[Edition, Edition]:
    """The two releases of the archive."""
    first, second = editions(archive)
    return first, second


@pytest.fixture(name="told", scope="module")
def _told(both: tuple[Edition, Edition]) -> Record:
    """What changed between them."""
    return record(*both)


def _edition(path: Path, name: str = "0.3.0", issued: date | None = None) -> Edition:
    return Edition(name, path, hashlib.sha256(path.read_bytes()).hexdigest(), issued)


def _edited(source: Edition, path: Path, swaps: dict[str, str], more: Sequence[str] = ()) -> Edition:
    """Write a release that differs from another in whole lines, in the order of releases."""
    text = source.nquads.read_text(encoding="utf-8")
    for old, new in swaps.items():
        assert old in text, old
        text = text.replace(old, new)
    found = sorted({*text.encode().splitlines(), *(line.encode() for line in more)}, key=key)
    path.write_bytes(b"\n".join(line for line in found if line) + b"\n")
    return _edition(path)


def _of(record: Record, kind: Kind) -> list[Change]:
    return [change for change in record.changes if change.kind is kind]


class TestSentences:
    """Each edit between the two releases reads as what it is."""

    def test_a_new_thing_is_told_as_new(self, told: Record) -> None:
        """The thing, by its class and its name, with what it rests on."""
        (change,) = _of(told, Kind.ADDED)

        assert change.sentence == "The regional process “Colombo Process” was added."
        assert change.thing == thing("process", edits.ADDED)
        assert (change.source, change.locator) == (
            "Bali Process experiences in data exchange",
            "part 1 (title page), line 1",
        )
        assert not change.removed

    def test_a_rating_that_is_gone_is_told_without_a_judgement(self, told: Record) -> None:
        """The level that it had, and nothing of order."""
        (change,) = _of(told, Kind.REMOVED)

        assert change.sentence == (
            "Bahrain is no longer rated in “Institutional capacity” (2016); the level was Emerging."
        )
        assert change.thing == thing("rating", edits.REMOVED)
        assert not change.added

    def test_what_is_retired_is_told_once_by_the_name_that_it_had(
        self, both: tuple[Edition, Edition], tmp_path: Path
    ) -> None:
        """With the reason and what stands in its place, as gone; taken back, it is there again."""
        iri, why = thing("rating", edits.REMOVED), assertion("retirements", "wrong-row")
        instead = thing("rating", edits.REGRADED)
        later = _edited(
            both[1],
            tmp_path / "retired.nq",
            {},
            [
                f"<{iri}> <{RDF_TYPE}> <{RC}RetiredThing> <{why}> .",
                f'<{iri}> <{LABEL}> "A rating"@en <{why}> .',
                f'<{iri}> <{RC}retirementReason> "It was read from the wrong row."@en <{why}> .',
                f"<{iri}> <{PREFIXES['dcterms']}isReplacedBy> <{instead}> <{why}> .",
            ],
        )
        (gone,) = _of(record(both[0], later), Kind.REMOVED)
        (back,) = [each for each in _of(record(later, both[0]), Kind.ADDED) if each.thing == iri]
        (noted,) = _of(record(both[1], later), Kind.STATED)

        assert gone.sentence == (
            "Bahrain is no longer rated in “Institutional capacity” (2016); the level was Emerging; the "
            "reason is “It was read from the wrong row.”; see “Bahrain in “Migrant rights” (2016)”."
        )
        assert f"{RC}Rating" in gone.classes
        assert back.sentence == "Bahrain is now rated Emerging in “Institutional capacity” (2016)."
        assert noted.sentence == (
            "For A rating, “reason for retirement” is now stated: “It was read from the wrong row.”."
        )

    def test_a_value_from_another_source_is_told_without_its_evidence(
        self, both: tuple[Edition, Edition], tmp_path: Path
    ) -> None:
        """What the evidence says stands behind the change, and not in the sentence about the value."""
        iri = assertion("ratings", edits.REGRADED)
        later = _edited(both[1], tmp_path / "noted.nq", {}, [f'<{iri}> <{LABEL}> "x" <{GRAPH_EVIDENCE}> .'])
        (change,) = [each for each in record(both[0], later).changes if iri in each.assertions]

        assert change.sentence == (
            "The level of Bahrain in “Migrant rights” (2016) is now Developed; it was Emerging."
        )
        assert any('"x"' in line for line in change.added)

    def test_a_rating_at_another_level_tells_both_levels(self, told: Record) -> None:
        """One is now stated, the other was."""
        (change,) = _of(told, Kind.CHANGED)

        assert (
            change.sentence
            == "The level of Bahrain in “Migrant rights” (2016) is now Developed; it was Emerging."
        )
        assert change.assertions == (assertion("ratings", edits.REGRADED),)

    def test_a_label_only_edit_reads_as_another_name(self, told: Record) -> None:
        """It is no new fact and no replaced value."""
        (change,) = _of(told, Kind.RENAMED)

        assert change.sentence == (
            "The initiative “Task-force on Preparedness and Planning” is now called "
            "“Task force on preparedness and planning”."
        )
        assert not _of(told, Kind.STATED)

    def test_what_the_release_says_of_itself_stands_apart(self, told: Record) -> None:
        """And says that no source is recorded for it."""
        (change,) = _of(told, Kind.RELEASE)

        assert "the version is now 0.2.0; it was 0.1.0" in change.sentence
        assert (change.source, change.locator) == ("not recorded", "not recorded")

    def test_a_new_fact_about_a_known_thing_reads_as_stated(
        self, both: tuple[Edition, Edition], tmp_path: Path
    ) -> None:
        """A second name beside the one there is, and a verb in a sentence of its own."""
        graph = assertion("initiatives", edits.RENAMED)
        subject = thing("initiative", edits.RENAMED)
        later = _edited(
            both[1],
            tmp_path / "later.nq",
            {},
            [
                f'<{subject}> <{RC}practicalFocus> "planning"@en <{graph}> .',
                f"<{subject}> <{RC}servesDomain> <{thing('domain', 'mgi-2016/5')}> <{graph}> .",
            ],
        )
        found = {change.sentence for change in _of(record(both[1], later), Kind.STATED)}
        name = f"the initiative “{edits.NEW_NAME}”"

        domain = "Regional and international cooperation and other partnerships"
        assert found == {
            f"For {name}, “practical focus” is now stated: “planning”.",
            f"It is now stated that {name} serves domain “{domain}”.",
        }
        gone = {change.sentence for change in _of(record(later, both[1]), Kind.WITHDRAWN)}
        assert f"For {name}, “practical focus” is no longer stated; it was “planning”." in gone

    def test_one_of_several_values_is_told_as_one_of_them(
        self, both: tuple[Edition, Edition], tmp_path: Path
    ) -> None:
        """Nobody is to think that the others went."""
        graph, subject = assertion("processes", edits.ADDED), thing("process", edits.ADDED)
        name = "http://www.w3.org/2004/02/skos/core#altLabel"
        rows = {
            text: f'<{subject}> <{name}> "{text}"@en <{graph}> .' for text in ("CP", "Colombo", "CP Asia")
        }
        one = _edited(both[1], tmp_path / "one.nq", {}, [rows["CP"], rows["Colombo"]])
        other = _edited(both[1], tmp_path / "other.nq", {}, [rows["CP"], rows["CP Asia"]])

        (change,) = record(one, other).changes
        assert change.sentence == (
            "For the regional process “Colombo Process”, “other name” is now also “CP Asia”, "
            "and no longer “Colombo”."
        )

    def test_an_edit_of_the_evidence_is_no_new_fact(
        self, both: tuple[Edition, Edition], tmp_path: Path
    ) -> None:
        """Another confidence of the same statement, told of the thing that it is about."""
        graph = assertion("processes", edits.ADDED)
        old = f"<{graph}> <{RC}confidence> <{thing('confidence', 'one-source')}>"
        new = old.replace("one-source", "two-sources")
        later = _edited(both[1], tmp_path / "later.nq", {old: new})

        (change,) = record(both[1], later).changes
        assert change.kind is Kind.EVIDENCE
        assert change.thing == thing("process", edits.ADDED)
        assert change.sentence.startswith(
            "The evidence for the regional process “Colombo Process” was edited: "
        )
        assert "confidence is now" in change.sentence

    def test_another_assertion_of_the_same_fact_is_evidence(
        self, both: tuple[Edition, Edition], tmp_path: Path
    ) -> None:
        """What is stated is the same, whoever states it."""
        graph = assertion("processes", edits.ADDED)
        row = f'<{thing("process", edits.ADDED)}> <{LABEL}> "Colombo Process"@en <{graph}>'
        later = _edited(both[1], tmp_path / "later.nq", {row: row.replace(f"{graph}>", f"{graph}/again>")})

        (change,) = record(both[1], later).changes
        assert change.kind is Kind.EVIDENCE
        assert change.sentence.endswith("is stated by another assertion; it is the same.")

    def test_a_term_of_the_ontology_is_told_apart_from_data(
        self, both: tuple[Edition, Edition], tmp_path: Path
    ) -> None:
        """By the name of the term."""
        graph = "https://w3id.org/regcoop/graph/ontology"
        more = f'<{RC}servesDomain> <http://www.w3.org/2004/02/skos/core#editorialNote> "x"@en <{graph}> .'
        later = _edited(both[1], tmp_path / "later.nq", {}, [more])

        (change,) = record(both[1], later).changes
        assert change.kind is Kind.ONTOLOGY
        assert change.sentence == "The term “serves domain” of the ontology was edited."

    def test_no_sentence_ranks(self, told: Record) -> None:
        """Words of order and of trend appear nowhere."""
        words = " ".join(change.sentence.lower() for change in told.changes)

        assert not any(
            word in words
            for word in ("better", "worse", "improv", "declin", "higher", "lower", "rose", "fell")
        )


class TestRecord:
    """The record as a whole."""

    def test_every_statement_stands_behind_exactly_one_change(
        self, both: tuple[Edition, Edition], told: Record
    ) -> None:
        """Nothing is left out and nothing told twice."""
        found = list(between(both[0].nquads, both[1].nquads))
        old, new = (set(lines_of(each.nquads)) for each in both)

        assert sorted(line for change in told.changes for line in change.added) == sorted(
            line.decode() for line in new - old
        )
        assert sorted(line for change in told.changes for line in change.removed) == sorted(
            line.decode() for line in old - new
        )
        assert len(found) == told.added + told.removed

    def test_ids_are_unique_and_stay(self, both: tuple[Edition, Edition], told: Record) -> None:
        """They stand on the statements and on nothing else."""
        names = [change.iri for change in told.changes]

        assert len(set(names)) == len(names)
        assert names == [change.iri for change in record(*both).changes]
        assert all(
            name.startswith("https://w3id.org/regcoop/change/0.1.0...0.2.0/")
            and len(name.rsplit("/", 1)[1]) == 16
            for name in names
        )

    def test_between_a_release_and_itself_is_nothing(self, both: tuple[Edition, Edition]) -> None:
        """No change and no statement."""
        assert record(both[1], both[1]).changes == ()

    def test_too_many_statements_are_refused_before_they_are_told(
        self, both: tuple[Edition, Edition]
    ) -> None:
        """The sentence names what tells it all."""
        with pytest.raises(
            ManyChangesError, match=r"0\.1\.0 and 0\.2\.0 differ in more than 3 .* \(\.rdfp\)"
        ):
            record(*both, most=3)

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ({"things": ["country/bhr"]}, {Kind.REMOVED, Kind.CHANGED}),
            ({"things": ["/doc/process/colombo-process"]}, {Kind.ADDED}),
            ({"things": ["https://w3id.org/regcoop/id/level/mgi-2016/developed"]}, {Kind.CHANGED}),
            ({"types": ["Rating"]}, {Kind.REMOVED, Kind.CHANGED}),
            ({"types": ["rating"], "kinds": ["changed"]}, {Kind.CHANGED}),
            ({"types": ["RegionalProcess", "Initiative"]}, {Kind.ADDED, Kind.RENAMED}),
            ({"things": ["country/nowhere"]}, set()),
        ],
    )
    def test_what_is_asked_for(self, told: Record, asked: dict[str, list[str]], expected: set[Kind]) -> None:
        """By thing, which may stand anywhere in the change, by class and by kind."""
        chosen = choice(**asked)

        assert {change.kind for change in told.changes if chosen.fits(change)} == expected

    @pytest.mark.parametrize(
        ("since", "until", "expected"),
        [
            ("", "", 1),
            ("0.1.0", "", 1),
            ("0.2.0", "", 0),
            ("", "0.1.0", 0),
            ("", "0.2.0", 1),
            ("2026-06-30", "", 1),
            ("2026-07-01", "", 0),
            ("", "2026-06-29", 0),
            ("2026-01-01", "2026-12-31", 1),
        ],
    )
    def test_time_is_asked_for_by_day_or_release(
        self, both: tuple[Edition, Edition], since: str, until: str, expected: int
    ) -> None:
        """A release is the state after which changes count; a day counts itself."""
        assert len(steps(both, since, until)) == expected

    def test_what_is_not_published_is_later_than_any_day(self, both: tuple[Edition, Edition]) -> None:
        """It is within `since` any day, and within no `until` that is a day."""
        known = (*both, Edition("0.3.0", both[1].nquads, both[1].digest, None))

        assert [new.name for _, new in steps(known, since="2030-01-01")] == ["0.3.0"]
        assert [new.name for _, new in steps(known, until="2030-01-01")] == ["0.2.0"]

    @pytest.mark.parametrize(
        "wrong", ["2026-02-30", "0.9.0", "yesterday", "2026-6-30", "1" * 10_000, "\u0661.0"]
    )
    def test_no_day_and_no_release_is_refused(self, both: tuple[Edition, Edition], wrong: str) -> None:
        """In one sentence of bearable length that says what to write."""
        with pytest.raises(ChoiceError, match=r"day|release") as caught:
            steps(both, since=wrong)

        assert len(str(caught.value)) < 300

    @pytest.mark.parametrize("wrong", [{"kinds": ["better"]}, {"types": ["<b>"]}, {"things": ["a\nb"]}])
    def test_no_such_kind_class_or_thing_is_refused(self, wrong: dict[str, list[str]]) -> None:
        """Before anything is compared."""
        with pytest.raises(ChoiceError):
            choice(**wrong)

    def test_a_thing_is_named_in_three_ways(self) -> None:
        """By its key, by the path of its page and by its IRI."""
        wanted = thing("country", "bgd")

        assert {thing_named(name) for name in ("country/bgd", "/doc/country/bgd", wanted)} == {wanted}


class TestReplay:
    """Patches: what they hold, and what they make."""

    def _patch(self, old: Edition, new: Edition, path: Path) -> Path:
        path.write_bytes(b"".join(written(old, new, between(old.nquads, new.nquads))))
        return path

    def test_replaying_all_deltas_from_the_first_release_gives_the_last(
        self, both: tuple[Edition, Edition], tmp_path: Path
    ) -> None:
        """Byte for byte, and so with the same canonical hash."""
        third = _edited(both[1], tmp_path / "third.nq", {"Bahrain": "Kingdom of Bahrain"})
        deltas = [
            self._patch(both[0], both[1], tmp_path / "1.rdfp"),
            self._patch(both[1], third, tmp_path / "2.rdfp"),
        ]

        digest = replay(both[0].nquads, deltas, tmp_path / "out.nq")

        assert digest == third.digest
        assert (tmp_path / "out.nq").read_bytes() == third.nquads.read_bytes()

    def test_packed_files_are_read_likewise(self, both: tuple[Edition, Edition], tmp_path: Path) -> None:
        """As the site gives the dump."""
        dump = tmp_path / "regcoop.nq.gz"
        dump.write_bytes(gzip.compress(both[0].nquads.read_bytes()))
        delta = self._patch(*both, tmp_path / "1.rdfp")

        assert replay(dump, [delta], tmp_path / "out.nq") == both[1].digest

    def test_a_patch_has_the_form_of_rdf_patch(self, both: tuple[Edition, Edition], tmp_path: Path) -> None:
        """Headers, one transaction, a row a statement; each continues the one before."""
        rows = self._patch(*both, tmp_path / "1.rdfp").read_text(encoding="utf-8").splitlines()
        back = heading(self._patch(both[1], both[0], tmp_path / "2.rdfp"))
        there = heading(tmp_path / "1.rdfp")

        assert [row[:2] for row in rows[:5]] == ["H "] * 5
        assert (rows[5], rows[-1]) == ("TX .", "TC .")
        assert all(row[:2] in {"A ", "D "} and row.endswith(" .") for row in rows[6:-1])
        assert there.id.startswith("urn:uuid:")
        assert (there.id, there.prev) == (back.prev, back.id)
        assert there.sha256 == both[1].digest

    def test_what_does_not_fit_leaves_nothing_behind(
        self, both: tuple[Edition, Edition], tmp_path: Path
    ) -> None:
        """The last good file stays."""
        delta = self._patch(*both, tmp_path / "1.rdfp")
        out = tmp_path / "out.nq"
        out.write_text("as it was")

        with pytest.raises(ChangesError, match=r"does not fit: it (adds|removes) a statement"):
            replay(both[1].nquads, [delta], out)

        assert out.read_text() == "as it was"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["1.rdfp", "out.nq"]

    def test_a_gap_between_patches_is_seen_before_anything_is_read(
        self, both: tuple[Edition, Edition], tmp_path: Path
    ) -> None:
        """Each names the graph that it takes."""
        delta = self._patch(*both, tmp_path / "1.rdfp")

        with pytest.raises(ChangesError, match=r"1\.rdfp does not continue 1\.rdfp"):
            replay(both[0].nquads, [delta, delta], tmp_path / "out.nq")

    def test_a_patch_that_lost_a_row_is_seen_by_its_digest(
        self, both: tuple[Edition, Edition], tmp_path: Path
    ) -> None:
        """What was left out may fit and still be wrong."""
        delta = self._patch(*both, tmp_path / "1.rdfp")
        rows = delta.read_bytes().splitlines(keepends=True)
        delta.write_bytes(b"".join([*rows[:-2], rows[-1]]))

        with pytest.raises(ChangesError, match=r"is not the graph that 1\.rdfp promises"):
            replay(both[0].nquads, [delta], tmp_path / "out.nq")

    @pytest.mark.parametrize("row", [b"A nonsense", b"TA .", b"\xff\xfe", b"A <a> <b> <c>", b"X" * 10_000])
    def test_what_is_no_patch_is_refused(
        self, both: tuple[Edition, Edition], tmp_path: Path, row: bytes
    ) -> None:
        """Naming the file and the row."""
        delta = tmp_path / "wrong.rdfp"
        delta.write_bytes(b"TX .\n" + row + b"\nTC .\n")

        with pytest.raises(ChangesError, match=r"wrong\.rdfp, (row|statement) \d"):
            replay(both[0].nquads, [delta], tmp_path / "out.nq")

    @pytest.mark.parametrize("seed", range(20))
    def test_diff_then_patch_is_the_new_graph_and_back_the_old(
        self, both: tuple[Edition, Edition], seed: int
    ) -> None:
        """Whatever is edited: statements gone, come, in other graphs, in none, on blank nodes."""
        chance = random.Random(seed)  # noqa: S311  (no secret)
        old = list(lines_of(both[0].nquads))
        new = {line for line in old if chance.random() > 0.02}
        for line in chance.sample(old, 60):
            subject, predicate, rest = line.split(b" ", 2)
            new.add(
                chance.choice(
                    [
                        b"_:c14n%d %s %s" % (chance.randrange(9), predicate, rest),
                        b'%s %s "a <b> _:c \\"d\\" %d"@en .' % (subject, predicate, seed),
                        b'%s %s "<x> \xc3\xa9 ." <urn:g> .' % (subject, predicate),
                        b"%s %s <urn:x> ." % (subject, predicate),
                        b'%s %s "5"^^<urn:type> _:g .' % (subject, predicate),
                    ]
                )
            )
        after = sorted(new, key=key)
        delta = list(differences(old, after))

        assert list(patched(old, delta, "p")) == after
        assert list(patched(after, taken_back(delta), "p")) == old
        assert {each.line for each in delta if each.is_added} == new - set(old)


class TestOrder:
    """Files in the order of releases, and others."""

    def test_releases_stand_in_the_order_that_the_walk_expects(self, both: tuple[Edition, Edition]) -> None:
        """Graph, subject, predicate, object."""
        found = list(lines_of(both[1].nquads))

        assert found == sorted(found, key=key)

    def test_a_file_in_another_order_is_sorted_on_disk(
        self, both: tuple[Edition, Edition], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Run by run, so that it need not fit in memory; a difference is then none of order."""
        monkeypatch.setattr(lines, "CHUNK", 100)
        found = list(lines_of(both[1].nquads))
        mixed = tmp_path / "mixed.nq"
        mixed.write_bytes(b"# a comment\n\n" + b"\n".join(found[::-1]) + b"\n")

        with ordered(mixed) as again:
            assert list(again) == found
        assert list(between(both[1].nquads, mixed, are_ordered=False)) == []

    def test_what_is_no_statement_is_named(self, tmp_path: Path) -> None:
        """With the file and its number."""
        wrong = tmp_path / "wrong.nq"
        wrong.write_text("<a> <b> <c> .\n<a> <b>\n")

        with pytest.raises(ChangesError, match=r"wrong\.nq, statement 2"), ordered(wrong):
            pass

    def test_a_line_without_end_is_not_read(self, tmp_path: Path) -> None:
        """A packed file of some kilobytes may hold more than there is memory."""
        wrong = tmp_path / "wrong.nq.gz"
        wrong.write_bytes(gzip.compress(b"<a> <b> <c> .\n" + b"x" * (2 * lines.LONGEST)))

        with pytest.raises(ChangesError, match=r"wrong\.nq\.gz has a line of more than"), ordered(wrong):
            pass

    def test_what_is_sorted_at_a_time_has_a_size(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Long lines are fewer in memory."""
        monkeypatch.setattr(lines, "CHUNK_BYTES", 50)
        found = sorted(f'<{"a" * 40}> <b> "{number}" .'.encode() for number in range(30))
        mixed = tmp_path / "mixed.nq"
        mixed.write_bytes(b"\n".join(found[::-1]))

        with ordered(mixed) as again:
            assert list(again) == found

    def test_what_is_no_file_is_not_replaced(self, tmp_path: Path) -> None:
        """A device or a pipe stays one."""
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)

        with pytest.raises(ChangesError, match="it is no file"), written_whole(pipe) as file:
            file.write(b"x")
        assert pipe.is_fifo()

    def test_a_damaged_archive_is_named(self, tmp_path: Path) -> None:
        """As a file that cannot be read."""
        wrong = tmp_path / "wrong.nq.gz"
        wrong.write_bytes(gzip.compress(b"<a> <b> <c> .\n" * 100)[:-12])

        with pytest.raises(ChangesError, match="cannot be read"), ordered(wrong) as found:
            list(found)


class TestForms:
    """The same changes as JSON, CSV and Atom."""

    def test_all_forms_hold_the_same_changes(self, told: Record) -> None:
        """In the same order."""
        names = [change.iri for change in told.changes]
        about = feeds.Feed("urn:feed", "Changes", date(2026, 6, 30), ())
        feed = feedparser.parse(feeds.atom(about, told.changes, lambda change: change.iri))
        document = json.loads(writing.as_json([told], told.changes, {}))
        rows = writing.sheet(told.changes)

        assert [entry.id for entry in feed.entries] == names
        assert [change["id"] for change in document["changes"]] == names
        assert [row[0] for row in rows.rows] == names
        assert all(row[-1] and row[-2] for row in rows.rows)

    def test_the_feed_is_atom(self, told: Record) -> None:
        """By RFC 4287, and a reader finds nothing odd."""
        about = feeds.Feed(
            "urn:feed", "Changes <&>", date(2026, 6, 30), (("self", feeds.MEDIA_TYPE, "https://x/"),)
        )
        body = feeds.atom(about, told.changes, lambda change: change.iri)

        strict_atom(body)
        assert not feedparser.parse(body).bozo


def _regcoop(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("regcoop")
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=120, check=False)


class TestCommands:
    """`regcoop diff` and `regcoop patch` as they are run."""

    def test_diff_and_patch_bring_an_old_dump_up_to_date(
        self, both: tuple[Edition, Edition], archive: Archive, tmp_path: Path
    ) -> None:
        """What the guide for integrators says, end to end."""
        home = both[0].nquads.parents[1]
        told = _regcoop("diff", "0.1.0", "0.2.0", "--archive", home)
        delta = tmp_path / "delta.rdfp"
        made = _regcoop("diff", both[0].nquads.parent, both[1].nquads, "--format", "patch", "--out", delta)
        done = _regcoop("patch", both[0].nquads.parent, delta, "--out", tmp_path / "out.nq")

        assert told.returncode == made.returncode == done.returncode == 0, made.stderr + done.stderr
        assert told.stdout.startswith("From release 0.1.0 to 0.2.0 (2026-06-30)\n- The regional process")
        assert done.stdout.split()[0] == both[1].digest
        assert len(archive.all()) == 2

    @pytest.mark.parametrize(
        ("arguments", "status", "sentence"),
        [
            (("0.1.0", "0.7.0"), 3, "0.7.0 is no release of the archive"),
            (("0.1.0", "0.2.0", "--kind", "better"), 2, "There is no kind of change 'better'"),
            (("0.1.0", "0.2.0", "--format", "patch", "--kind", "added"), 2, "A patch is of all that changed"),
            (("0.1.0", "0.2.0", "--out", "/nowhere/x"), 3, "/nowhere/x cannot be written"),
        ],
    )
    def test_wrong_use_is_told_in_a_sentence(
        self, both: tuple[Edition, Edition], arguments: tuple[str, ...], status: int, sentence: str
    ) -> None:
        """With the exit code of its kind."""
        done = _regcoop("diff", *arguments, "--archive", both[0].nquads.parents[1])

        assert done.returncode == status
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr

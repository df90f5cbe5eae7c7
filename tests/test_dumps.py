"""The graph of a release as files: every format says the same, to readers of other hands."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from pyld import jsonld
from rdflib.compare import isomorphic

from kg import rdf_streams, releases
from kg.cli import main
from kg.distributions import DISTRIBUTIONS, Source, dumps, make, networks, write
from kg.errors import KgError, MediaTypeError, ReleaseError
from kg.namespaces import RC
from kg.networks import files
from kg.networks.answers import whole_network
from kg.networks.things import KINDS
from kg.releases.writing import canonical_hash
from kg.sorting import Reader, sorted_lines
from kg.store.embedded import open_embedded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO, Any

    from kg.archive import Archive
    from kg.distributions import Distribution
    from kg.releases import Release
    from tests.conftest import Needs

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
RELEASED = pytest.mark.slow
WITH_GRAPHS: Final = {"regcoop.nq.gz": "nquads", "regcoop.trig.gz": "trig"}
UNIONS: Final = {
    "regcoop.ttl": "turtle",
    "regcoop.nt.gz": "nt",
    "regcoop.jsonld": "json-ld",
    "regcoop.rdf.gz": "xml",
}
NAMED: Final = {each.name: each for each in dumps.DISTRIBUTIONS}
S, P = ox.NamedNode("urn:s"), ox.NamedNode("http://example.org/p")
EVERY_CHARACTER: Final = "".join(map(chr, range(1, 0x21))) + '\x7f\x80"\\é\u2028\ufffd\U0001f600'


@pytest.fixture(name="release", scope="module")
def _release(archive: Archive) -> Release:
    """The release that is served, with all files made."""
    served = archive.served
    assert served is not None
    return served.release


@pytest.fixture(name="plain", scope="module")
def _plain(release: Release, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every dump by its name, without the packing."""
    folder = tmp_path_factory.mktemp("plain")
    found = {}
    for name in NAMED:
        found[name] = folder / name.removesuffix(".gz")
        with _open(release.files / name) as packed, found[name].open("wb") as file:
            shutil.copyfileobj(packed, file)
    return found


@pytest.fixture(name="expected", scope="module")
def _expected(release: Release) -> nx.MultiDiGraph[str]:
    """The network of all things, as programs have it."""
    return whole_network(open_embedded(release.nquads))


def _open(path: Path) -> Any:  # noqa: ANN401  (a gzip file is no `BinaryIO` for the type checker)
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def _hash(quads: Iterable[ox.Quad]) -> str:
    """Return the canonical hash of statements whose blank nodes have any names."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return canonical_hash(ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b"" for quad in dataset)


def _union(nquads: bytes) -> str:
    return _hash(ox.Quad(q.subject, q.predicate, q.object) for q in ox.parse(nquads, ox.RdfFormat.N_QUADS))


def _written(media_type: str, *objects: ox.Literal | ox.NamedNode, predicate: ox.NamedNode = P) -> bytes:
    """Return statements about one thing, in a graph each, as the union of the graphs."""
    quads = [ox.Quad(S, predicate, said, ox.NamedNode(f"urn:g{n}")) for n, said in enumerate(objects)]
    lines = sorted((ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    out = io.BytesIO()
    rdf_streams.write_union(Reader(lines), media_type, out)
    return out.getvalue()


class TestSorting:
    """Lines that memory need not hold."""

    LINES = tuple(f"{n * 7919 % 1000:04} é\n".encode() for n in range(1000))

    @pytest.mark.parametrize("portion", [1, 64, 1000, 52_000, 1 << 20])
    def test_lines_come_in_the_order_of_their_bytes(self, portion: int) -> None:
        """Whether they fit into one portion, or none fits into any; equal lines all stay."""
        assert sorted(self.LINES * 2)[:50] == list(sorted_lines(self.LINES[:1000] * 2, 1 << 20))[:50]
        assert sorted(self.LINES[:200]) == list(sorted_lines(self.LINES[:200], portion))

    def test_no_lines_are_no_lines(self) -> None:
        """An empty graph is sorted as well."""
        assert [] == list(sorted_lines([], 1))

    def test_nothing_is_left_behind(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Neither when all is read nor when the reader goes away, and in between no file has a name."""
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        lines = sorted_lines(self.LINES, 1000)
        next(lines)

        assert [] == list(tmp_path.iterdir())

    def test_a_full_disk_is_an_error_of_the_system(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where there is no room to sort, nothing is passed on."""
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))

        with pytest.raises(OSError, match="No such file"):
            list(sorted_lines(self.LINES, 1000))

    @pytest.mark.parametrize("size", [1, 7, 4096, 1 << 20])
    def test_lines_are_read_like_a_file(self, size: int) -> None:
        """Portions are as long as asked for until the end."""
        reader = Reader(self.LINES)
        portions = list(iter(lambda: reader.read(size), b""))

        assert b"".join(self.LINES) == b"".join(portions)
        assert {size} >= {len(portion) for portion in portions[:-1]}


@RELEASED
class TestCanonicalHash:
    """One number for what a release says, whoever computes it."""

    def test_it_is_that_of_the_sorted_lines_of_the_nquads(self, release: Release) -> None:
        """`gzip -dc regcoop.nq.gz | LC_ALL=C sort | sha256sum` tells it; unsorted it is the digest."""
        with gzip.open(release.files / "regcoop.nq.gz") as unpacked:
            lines = unpacked.readlines()
        found = hashlib.sha256(b"".join(sorted(lines))).hexdigest()

        assert found == release.canonical
        assert release.digest == hashlib.sha256(b"".join(lines)).hexdigest()
        assert {"algorithm": "RDFC-1.0", "sha256": found} == release.manifest["canonical"]

    def test_python_of_another_hand_finds_the_same(self, release: Release) -> None:
        """PyLD's canonizer, told nothing of our names for the blank nodes."""
        text = release.nquads.read_text(encoding="utf-8")
        form = "application/n-quads"

        assert "_:c14n" in text
        # It would leave nodes alone whose names look canonical already.
        named_otherwise = text.replace("_:c14n", "_:x")
        canonical = jsonld.normalize(
            named_otherwise, {"algorithm": "URDNA2015", "inputFormat": form, "format": form}
        )
        assert release.canonical == hashlib.sha256(canonical.encode()).hexdigest()

    def test_every_dump_has_it_in_javascript(
        self, release: Release, plain: dict[str, Path], javascript: Callable[[str], list[str]]
    ) -> None:
        """By the parsers of Comunica: formats with graphs have the hash, the others that of the union."""
        said = "".join(f"{NAMED[name].media_type} {path}\n" for name, path in plain.items())
        done = subprocess.run(
            javascript("canonize.mjs"), input=said, capture_output=True, text=True, timeout=60, check=True
        )
        union = _union(release.nquads.read_bytes())

        assert {name: release.canonical if name in WITH_GRAPHS else union for name in plain} == dict(
            zip(plain, done.stdout.split(), strict=True)
        )
        assert release.canonical != union

    def test_blank_nodes_and_escapes_are_those_of_the_standard(
        self, tmp_path: Path, javascript: Callable[[str], list[str]]
    ) -> None:
        """Rings of blank nodes that look alike, every control character, languages and datatypes."""
        ring = [ox.BlankNode(f"n{n}") for n in range(6)]
        quads = [
            ox.Quad(S, P, ox.Literal(EVERY_CHARACTER), S),
            ox.Quad(S, P, ox.Literal("x", language="en-gb")),
            ox.Quad(S, P, ox.Literal("1", datatype=P), ring[0]),
            *(ox.Quad(node, P, ring[(n + 1) % 6], S) for n, node in enumerate(ring)),
            *(ox.Quad(node, P, ox.Literal(str(n % 2))) for n, node in enumerate(ring)),
        ]
        path = tmp_path / "hard.nq"
        path.write_bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
        done = subprocess.run(
            javascript("canonize.mjs"),
            input=f"application/n-quads {path}\n",
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )

        assert _hash(quads) == done.stdout.strip()

    def test_it_does_not_hang_on_the_order_but_on_every_statement(self, release: Release) -> None:
        """The lines backwards have the same hash; without one of them, another."""
        lines = release.nquads.read_bytes().splitlines(keepends=True)

        assert release.canonical == canonical_hash(reversed(lines))
        assert release.canonical != canonical_hash(lines[1:])

    def test_a_release_of_before_has_none(self, release: Release) -> None:
        """Nobody makes one up for it."""
        manifest = {name: said for name, said in release.manifest.items() if name != "canonical"}

        assert releases.Release(release.directory, manifest).canonical is None


@RELEASED
class TestRoundTrip:
    """What is read back is what was written."""

    @pytest.mark.parametrize("name", [*WITH_GRAPHS, *UNIONS])
    def test_pyoxigraph_reads_the_same(self, release: Release, plain: dict[str, Path], name: str) -> None:
        """Statement for statement, and blank node for blank node."""
        form = ox.RdfFormat.from_media_type(NAMED[name].media_type)
        found = _hash(ox.parse(path=plain[name], format=form))

        assert found == (release.canonical if name in WITH_GRAPHS else _union(release.nquads.read_bytes()))

    @pytest.mark.parametrize("name", UNIONS)
    def test_rdflib_reads_the_same_graph(self, plain: dict[str, Path], name: str) -> None:
        """The union of the graphs, isomorphic in all formats of one graph."""
        assert isomorphic(self._union(plain), rdflib.Graph().parse(plain[name], format=UNIONS[name]))

    @pytest.mark.parametrize("name", WITH_GRAPHS)
    def test_rdflib_reads_the_same_graphs(self, plain: dict[str, Path], name: str) -> None:
        """As many graphs under the same names, each with the same statements."""
        expected, found = rdflib.Dataset(), rdflib.Dataset()
        expected.parse(plain["regcoop.nq.gz"], format="nquads")
        found.parse(plain[name], format=WITH_GRAPHS[name])
        graphs = {graph.identifier for graph in expected.graphs() if len(graph)}

        assert graphs == {graph.identifier for graph in found.graphs() if len(graph)}
        for graph in graphs:
            one, other = expected.graph(graph), found.graph(graph)
            has_blanks = any(isinstance(subject, rdflib.BNode) for subject in one.subjects())
            assert isomorphic(one, other) if has_blanks else set(one) == set(other)

    def test_a_processor_of_json_ld_reads_the_same(self, release: Release, plain: dict[str, Path]) -> None:
        """PyLD expands it, without fetching anything, into the same triples."""
        document = json.loads(plain["regcoop.jsonld"].read_bytes())
        nquads = jsonld.to_rdf(document, {"format": "application/n-quads"})

        assert _union(release.nquads.read_bytes()) == _union(nquads.encode())

    @staticmethod
    def _union(plain: dict[str, Path]) -> rdflib.Graph:
        union = rdflib.Dataset(default_union=True)
        union.parse(plain["regcoop.nq.gz"], format="nquads")
        graph = rdflib.Graph()
        for triple in union.triples((None, None, None)):
            graph.add(triple)
        return graph


@RELEASED
class TestFiles:
    """What stands in the files."""

    def test_they_stand_in_the_order_of_the_page(self) -> None:
        """What most take comes first, the networks some way below."""
        names = [each.name for each in DISTRIBUTIONS]
        first = ["regcoop.nq.gz", "regcoop.trig.gz", "regcoop.ttl", "regcoop.nt.gz", "regcoop.jsonld"]

        assert [*first, "regcoop.rdf.gz"] == names[:6]
        assert 6 <= names.index("regcoop.graphml") == names.index("regcoop.gexf") - 1

    def test_each_triple_stands_once_and_in_order(self, release: Release, plain: dict[str, Path]) -> None:
        """As many as the union of the graphs has."""
        triples = plain["regcoop.nt.gz"].read_bytes().splitlines()
        quads = list(ox.parse(path=release.nquads))

        assert triples == sorted(set(triples))
        assert len(triples) == len({quad.triple for quad in quads})

    def test_turtle_tells_of_a_thing_in_one_place(self, plain: dict[str, Path]) -> None:
        """Each subject begins one block, under short names."""
        text = plain["regcoop.ttl"].read_text(encoding="utf-8")
        blocks = Counter(
            line.split(" ", 1)[0] for line in text.splitlines() if not line.startswith(("\t", "@"))
        )

        assert {1} == set(blocks.values())
        assert len(blocks) == len({quad.subject for quad in ox.parse(text, ox.RdfFormat.TURTLE)})
        assert f"@prefix rc: <{RC}> ." in text

    def test_json_ld_has_a_thing_a_line_and_its_context_inside(self, plain: dict[str, Path]) -> None:
        """So it can be read in portions as well, and nothing has to be fetched."""
        text = plain["regcoop.jsonld"].read_text(encoding="utf-8")
        document = json.loads(text)
        lines = [line.rstrip(",") for line in text.splitlines() if line.startswith('{"@id"')]

        assert document["@graph"] == [json.loads(line) for line in lines]
        assert len(lines) == len({node["@id"] for node in document["@graph"]})
        assert RC == document["@context"]["rc"]
        assert any("rc:Country" in node.get("@type", ()) for node in document["@graph"])

    def test_the_same_release_gives_the_same_bytes(self, release: Release, tmp_path: Path) -> None:
        """In another process, with another seed of hashes; and what is published is not touched."""
        before = (release.directory / "manifest.json").stat().st_mtime_ns
        asked = ["export", "--all", "--release", str(release.directory), "--out", str(tmp_path)]
        code = "import sys; from kg.cli import main; main(sys.argv[1:])"
        subprocess.run([sys.executable, "-c", code, *asked], check=True, capture_output=True, timeout=120)

        for each in (*dumps.DISTRIBUTIONS, *networks.DISTRIBUTIONS):
            assert (release.files / each.name).read_bytes() == (tmp_path / each.name).read_bytes(), each.name
        assert before == (release.directory / "manifest.json").stat().st_mtime_ns

    def test_packed_files_hold_no_time_and_no_name(self, release: Release) -> None:
        """The header of gzip: no flags, hour 0."""
        for name in NAMED:
            if name.endswith(".gz"):
                assert b"\x1f\x8b\x08\x00\x00\x00\x00\x00" == (release.files / name).read_bytes()[:8]


class TestHardStatements:
    """What formats cannot write is refused; all else survives."""

    @pytest.mark.parametrize(
        "media_type", [rdf_streams.TURTLE, rdf_streams.N_TRIPLES, rdf_streams.JSON_LD, rdf_streams.RDF_XML]
    )
    @pytest.mark.parametrize("text", ["a\tb\nc", "a\rb\r\nc", " x ", "]]>&<'\"", "\x80\u2028é\U0001f600", ""])
    def test_texts_survive(self, media_type: str, text: str) -> None:
        """Line ends, markup, spaces and signs from everywhere."""
        written = _written(media_type, ox.Literal(text), ox.Literal(text), ox.Literal(text, language="bn"))
        form = ox.RdfFormat.from_media_type(media_type)
        by_rdflib = rdflib.Graph().parse(data=written, format=media_type)

        expected = {(text, None), (text, "bn")}
        assert expected == {(str(o), o.language) for o in by_rdflib.objects()}  # type: ignore[attr-defined]
        assert expected == {(q.object.value, q.object.language) for q in ox.parse(written, form)}

    @pytest.mark.parametrize("media_type", [rdf_streams.TURTLE, rdf_streams.N_TRIPLES, rdf_streams.JSON_LD])
    def test_control_characters_survive_where_there_is_a_way_to_write_them(self, media_type: str) -> None:
        """All but in XML."""
        [read] = ox.parse(
            _written(media_type, ox.Literal(EVERY_CHARACTER)), ox.RdfFormat.from_media_type(media_type)
        )

        assert EVERY_CHARACTER == read.object.value

    def test_rdf_xml_refuses_control_characters(self) -> None:
        """The sentence names the statement."""
        with pytest.raises(KgError, match=r"cannot write a control character, and <http://example.org/p> of"):
            _written(rdf_streams.RDF_XML, ox.Literal("\x0b"))

    @pytest.mark.parametrize("iri", ["http://example.org/1", "http://example.org/", "urn:x:%41", "urn:x:-"])
    def test_rdf_xml_refuses_properties_without_a_name(self, iri: str) -> None:
        """An element has to be called something."""
        with pytest.raises(KgError, match=rf"cannot write the property <{iri}>"):
            _written(rdf_streams.RDF_XML, S, predicate=ox.NamedNode(iri))

    @pytest.mark.parametrize("iri", ["http://example.org/1a", "urn:é", "http://example.org/a.b-1", "urn:a(b"])
    def test_rdf_xml_writes_properties_that_end_in_a_name(self, iri: str) -> None:
        """However short it is, and whatever stands before it."""
        written = _written(rdf_streams.RDF_XML, S, predicate=ox.NamedNode(iri))

        assert {iri} == {str(p) for p in rdflib.Graph().parse(data=written, format="xml").predicates()}

    def test_a_triple_of_several_graphs_stands_once(self) -> None:
        """The union is a set."""
        triple = b'<urn:s> <http://example.org/p> "x" .\n'

        assert triple == _written(rdf_streams.N_TRIPLES, *3 * [ox.Literal("x")])

    def test_a_node_with_very_much_to_say_is_one_node_to_readers(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """JSON-LD writes it in pieces, so that memory need not hold it."""
        monkeypatch.setattr(rdf_streams, "_BATCH", 2)
        monkeypatch.setattr(rdf_streams, "_LONGEST_BATCH", 3)
        written = _written(rdf_streams.JSON_LD, *(ox.Literal(str(n)) for n in range(8)))

        assert [3, 3, 2] == [len(node[str(P.value)]) for node in json.loads(written)["@graph"]]
        assert {str(n) for n in range(8)} == {
            str(o) for o in rdflib.Graph().parse(data=written, format="json-ld").objects()
        }

    def test_an_empty_graph_is_a_document(self) -> None:
        """In every format."""
        for media_type in (rdf_streams.TURTLE, rdf_streams.JSON_LD, rdf_streams.RDF_XML):
            assert 0 == len(rdflib.Graph().parse(data=_written(media_type), format=media_type))

    def test_other_formats_and_other_sources_are_refused(self) -> None:
        """With what could be asked for, or what is wrong."""
        with pytest.raises(MediaTypeError, match="as 'text/html'; ask for one of text/turtle"):
            _written("text/html")
        with pytest.raises(MediaTypeError, match="as 'text/turtle'; ask for"):
            rdf_streams.write_dataset(Reader([]), rdf_streams.TURTLE, io.BytesIO())
        with pytest.raises(KgError, match="are no N-Quads"):
            rdf_streams.write_union(Reader([b"no statement\n"]), rdf_streams.TURTLE, io.BytesIO())


@pytest.mark.slow
def test_a_dump_takes_memory_for_a_few_statements(tmp_path: Path, needs: Needs) -> None:
    """60 MB of statements are written with less than 48 MB more than the program takes anyway."""
    status = Path("/proc/self/status")
    needs(status.exists(), "the system does not tell what a process takes at most", "run it on Linux")
    (tmp_path / "regcoop.nq").write_text(
        "".join(
            f'<https://w3id.org/regcoop/id/thing/{n * 7919 % 60_000}> <{RC}locator> "{n} {"word " * 180}" '
            f"<https://w3id.org/regcoop/assertion/things/{n}> .\n"
            for n in range(60_000)
        )
    )
    assert (tmp_path / "regcoop.nq").stat().st_size > 60_000_000
    code = textwrap.dedent("""
        import sys
        from pathlib import Path
        from kg.distributions import Source, dumps, write
        from kg.releases import Release
        def peak_kb():
            return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
        source, before = Source(Release(Path(sys.argv[1]), {}), None), peak_kb()
        for each in dumps.DISTRIBUTIONS:
            if each.name in {"regcoop.ttl", "regcoop.jsonld"}:
                write(each, source, Path(sys.argv[1], "files", each.name))
        print(peak_kb() - before)
    """)
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], check=True, capture_output=True, text=True, timeout=120
    )

    assert 1_000 < int(done.stdout) < 48_000


@RELEASED
class TestFailures:
    """A failure leaves what was there, and nothing else."""

    @pytest.fixture(name="place")
    def _place(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A folder to work in, with a file where a folder might be expected."""
        monkeypatch.chdir(tmp_path)
        (tmp_path / "file").write_text("in the way")
        return tmp_path

    def test_a_full_disk_leaves_nothing(self, release: Release, tmp_path: Path) -> None:
        """Here each file may take 100 kB: a real error of the system in the middle of a file."""
        code = (
            "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); "
            "from kg.cli import main; main(sys.argv[1:])"
        )
        (tmp_path / "regcoop.ttl").write_text("the last good one")
        asked = ["--format", "ttl", "--release", str(release.directory), "--out", str(tmp_path)]
        done = subprocess.run(
            [sys.executable, "-c", code, "export", *asked], capture_output=True, text=True, check=False
        )

        assert 3 == done.returncode
        assert "regcoop.ttl cannot be written (File too large); name another place." in done.stderr
        assert ["the last good one"] == [path.read_text() for path in tmp_path.iterdir()]

    @pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KgError("It cannot be said.")])
    def test_files_are_made_all_or_none(self, release: Release, tmp_path: Path, error: Exception) -> None:
        """The last of them fails: those of before stay, whatever the reason."""

        def fail(_: Source, out: IO[bytes]) -> None:
            out.write(b"half a file")
            raise error

        source = self._copy(release, tmp_path)
        good = NAMED["regcoop.nt.gz"]
        make([good], source)
        before = self._bytes(tmp_path)

        with pytest.raises(KgError, match=r"No space left on device|It cannot be said"):
            make([good, replace(good, name="regcoop.bad", write=fail)], source)
        with pytest.raises(KgError, match=r"No space left on device|It cannot be said"):
            write(replace(good, write=fail), source, source.release.files / good.name)
        assert before == self._bytes(tmp_path)

    @pytest.mark.parametrize(
        ("asked", "status", "said"),
        [
            (["--format", "hdt"], 2, "There is no format 'hdt'; `regcoop export --list` shows all."),
            (["--format", ""], 2, "Name a --format, or ask for --all"),
            (["--format", "../ttl"], 2, "There is no format '../ttl'"),
            ([], 2, "Name a --format, or ask for --all"),
            (["--format", "ttl", "--out", "file/regcoop.ttl"], 3, "regcoop.ttl cannot be written"),
            (["--all", "--out", "file"], 3, "file/regcoop.nq.gz cannot be written"),
        ],
    )
    def test_wrong_use_is_told_in_a_sentence(
        self,
        release: Release,
        place: Path,
        asked: list[str],
        status: int,
        said: str,
    ) -> None:
        """And writes nothing."""
        run = CliRunner().invoke(main, ["export", *asked, "--release", str(release.directory)])

        assert (status, 1) == (run.exit_code, len(list(place.iterdir())))
        assert said in run.output

    def test_all_files_are_listed(self) -> None:
        """By the word that `--format` takes."""
        lines = CliRunner().invoke(main, ["export", "--list"]).output.splitlines()

        assert [each.name.removeprefix("regcoop.").removeprefix("regcoop-") for each in DISTRIBUTIONS] == [
            line.split()[0] for line in lines
        ]
        assert len(lines) == len({line.split()[0] for line in lines})

    @pytest.mark.parametrize("name", ["tables.zip", "regcoop-tables.zip"])
    def test_a_file_has_its_word_and_its_name(self, release: Release, tmp_path: Path, name: str) -> None:
        """Either is taken, and the file is called as on the site."""
        asked = ["--format", name, "--release", str(release.directory), "--out", str(tmp_path)]
        CliRunner().invoke(main, ["export", *asked], catch_exceptions=False)

        assert ["regcoop-tables.zip"] == [path.name for path in tmp_path.iterdir()]

    def test_what_is_published_is_never_built_again(self, release: Release) -> None:
        """Other tables than those of today made it; to export from it or to build over it changes nothing."""
        assert not releases.is_current(release)
        assert release.digest == releases.ensure(release.directory).digest
        with pytest.raises(ReleaseError, match="holds a release that is published; name a new directory"):
            releases.build(release.directory)
        assert release.manifest == releases.load(release.directory).manifest

    @pytest.mark.parametrize("asked", ["--all", "--format ttl --out {}/files", "--all --out {}"])
    def test_files_that_are_published_are_never_written_again(self, release: Release, asked: str) -> None:
        """Others know them by their digests."""
        before = self._stat(release.directory)
        words = [word.format(release.directory) for word in asked.split()]
        run = CliRunner().invoke(main, ["export", *words, "--release", str(release.directory)])

        assert 3 == run.exit_code
        assert "Release 0.2.0 is published and its files stay as they are; name another place" in run.output
        assert before == self._stat(release.directory)

    @staticmethod
    def _stat(folder: Path) -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    @staticmethod
    def _copy(release: Release, folder: Path) -> Source:
        (folder / "regcoop.nq").write_bytes(release.nquads.read_bytes())
        return Source(releases.Release(folder, release.manifest), None)

    @staticmethod
    def _bytes(folder: Path) -> dict[str, bytes]:
        found = (path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@RELEASED
class TestNetworks:
    """GraphML and GEXF, as networkx reads them."""

    @pytest.mark.parametrize("each", networks.DISTRIBUTIONS, ids=lambda each: each.name)
    def test_networkx_reads_every_thing_and_every_link(
        self, release: Release, expected: nx.MultiDiGraph[str], each: Distribution
    ) -> None:
        """Names and kinds of things, and of links all that says who claims them."""
        read = nx.read_graphml if each.name.endswith("graphml") else nx.read_gexf
        found: Any = read(release.files / each.name, node_type=str)

        assert _things(expected) == _things(found)
        assert _links(expected) == _links(found)
        assert expected.number_of_edges() == found.number_of_edges() > 0
        assert found.is_directed()

    @pytest.mark.parametrize("suffix", ["graphml", "gexf"])
    def test_two_links_between_the_same_things_stay_two(
        self, expected: nx.MultiDiGraph[str], tmp_path: Path, suffix: str
    ) -> None:
        """And markup in a name stays text."""
        graph = expected.copy()
        one, other, said = next(iter(graph.edges.data()))
        graph.nodes[one]["label"] = "<b>&amp; \u202e ok"
        graph.add_edge(one, other, -1, **{**said, "relation": f"{RC}chairOf", "label": "chair of"})
        (tmp_path / "network").write_bytes(files.written(graph, suffix, {}))
        read = nx.read_graphml if suffix == "graphml" else nx.read_gexf
        found: Any = read(tmp_path / "network")

        assert found.is_multigraph()
        assert (_things(graph), _links(graph)) == (_things(found), _links(found))

    def test_every_link_says_on_what_it_rests(self, expected: nx.MultiDiGraph[str]) -> None:
        """No attribute is empty: what is not recorded says so."""
        for *_, said in expected.edges.data():
            assert all(said.values()), said
            assert set(said["basis"].split("; ")) <= {"transcribed", "editorial", "derived"}
        assert {"derived", "transcribed"} <= {said["basis"] for *_, said in expected.edges.data()}

    def test_every_node_has_a_name_and_a_kind(self, expected: nx.MultiDiGraph[str]) -> None:
        """Kinds are those of IRIs, names those of people."""
        assert set(KINDS) >= {kind for _, kind in expected.nodes.data("kind")} >= {"country", "process"}
        assert all(label and "w3id.org" not in label for _, label in expected.nodes.data("label"))
        assert "Bangladesh" == expected.nodes["https://w3id.org/regcoop/id/country/bgd"]["label"]

    def test_no_two_keys_of_graphml_have_one_id(self, release: Release) -> None:
        """As its schema demands; the names of the attributes stay."""
        keys = ET.parse(release.files / "regcoop.graphml").getroot().findall("{*}key")  # noqa: S314  (our file)
        ids = [key.get("id") for key in keys]

        assert len(ids) == len(set(ids))
        assert {"label", "kind", "relation", "assertions", "basis", "source", "locator"} <= {
            key.get("attr.name") for key in keys
        }


def _things(graph: nx.MultiDiGraph[str]) -> set[tuple[str, ...]]:
    return {(iri, said["label"], said["kind"]) for iri, said in graph.nodes.data()}


def _links(graph: nx.MultiDiGraph[str]) -> Counter[tuple[str, ...]]:
    names = ("relation", "label", "assertions", "basis", "source", "locator")
    return Counter((a, b, *(said[name] for name in names)) for a, b, said in graph.edges.data())

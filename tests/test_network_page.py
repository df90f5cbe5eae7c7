"""The network around a thing: its page and its files, held against the statements of the dump."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.namespaces import ASSERTION, ID, RC, thing
from kg.networks import files
from kg.networks.answers import answer
from kg.networks.neighbourhood import CAP, neighbourhood
from kg.networks.things import KINDS, kind
from kg.store.embedded import open_embedded

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from kg.networks import Network

PAGE = {"Accept": "text/html"}
STARTS = (
    "process/bali-process",
    "country/bgd",
    "organization/iom",
    "domain/escap-2017/4",
    "theme/remittances",
    "region/southern-asia",
    "body/ad-hoc-group",
    "mode/guideline",
    "framework/mgi-2016",
)
_QUAD = re.compile(r"<([^>]+)> <([^>]+)> <([^>]+)> <([^>]+)> \.")


@pytest.fixture(name="client", scope="module")
def _client(whole_site: Flask) -> FlaskClient:
    return whole_site.test_client()


@pytest.fixture(name="small", scope="module")
def _small(site: Flask) -> FlaskClient:
    """Whoever reads the site over the small dataset: enough where the question makes no sense."""
    return site.test_client()


@pytest.fixture(name="network", scope="module")
def _network(whole_site: Flask) -> Network:
    found: Network = whole_site.extensions["regcoop"].network
    return found


def dumped(path: Path) -> set[tuple[str, str, str]]:
    """Return the links that the dump states between the things of a network, memberships as one link."""
    direct: set[tuple[str, str, str]] = set()
    of_node: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for line in path.read_text(encoding="utf-8").splitlines():
        if (found := _QUAD.match(line)) and found[4].startswith(ASSERTION):
            subject, name, target, _ = found.groups()
            of_node[subject][name.removeprefix(RC)].add(target)
            direct.add((subject, name, target))
    named = {(s, p, o) for s, p, o in direct if kind(s) in KINDS and kind(o) in KINDS and s != o}
    for said in of_node.values():
        for subject in said["member"] | said["chair"]:
            for target in said["inProcess"] | said["inBody"] | said["chairOf"]:
                roles = said["memberRole"] if subject in said["member"] else {RC + "chairOf"}
                named |= {(subject, role, target) for role in roles if kind(subject) in KINDS}
    return named


def read(client: FlaskClient, path: str) -> str:
    """Read a page."""
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200, path
    return answer.text


def test_the_network_has_every_link_of_the_dump(network: Network, whole_graph_file: Path) -> None:
    """Nothing is added, and nothing between two things of these kinds is missing but what a scheme says."""
    found = {(s, key, o) for s, o, key in network.graph.edges(keys=True)}
    expected = {
        (s, p, o) for s, p, o in dumped(whole_graph_file) if not p.endswith(("core#inScheme", "topConceptOf"))
    }

    assert expected == found


@pytest.mark.parametrize("steps", [1, 2])
@pytest.mark.parametrize("start", STARTS)
def test_a_picture_is_what_lies_within_its_steps(network: Network, start: str, steps: int) -> None:
    """As networkx finds it on the whole graph: what is shown, what is left out, and the links."""
    plain: nx.Graph[str] = nx.Graph(network.graph.to_undirected())
    expected = nx.single_source_shortest_path_length(plain, ID + start, cutoff=steps)
    picture = neighbourhood(network, ID + start, steps)

    assert expected.keys() == picture.steps.keys() | set(picture.left_out)
    assert picture.steps == {iri: expected[iri] for iri in picture.steps}
    assert len(picture.steps) == min(CAP, len(expected))
    assert max(picture.steps.values()) <= min((expected[iri] for iri in picture.left_out), default=steps)
    part = network.graph.subgraph(picture.steps)
    assert set(part.edges(keys=True)) == {
        (link.subject, link.object, link.relation) for link in picture.links
    }
    assert {iri: len(set(plain[iri]) & set(picture.steps)) for iri in picture.steps} == {
        iri: len(near) for iri, near in picture.around.items()
    }


def test_only_chosen_kinds_are_shown_and_stepped_on(network: Network) -> None:
    """From a country over its processes to other countries, and over nothing else."""
    picture = neighbourhood(network, thing("country", "bgd"), 2, ("process", "country"))

    assert {"process", "country"} == set(map(kind, picture.steps))
    assert {1} == {picture.steps[iri] for iri in picture.around[thing("country", "bgd")]}


@pytest.mark.parametrize("start", ["process/bali-process", "country/bgd", "domain/escap-2017/2"])
@pytest.mark.parametrize("steps", [1, 2])
def test_files_hold_what_the_page_shows(
    client: FlaskClient, network: Network, start: str, steps: int
) -> None:
    """In each format the same things and links, with names and kinds, and the same bytes each time."""
    picture = neighbourhood(network, ID + start, steps)
    asked = f"?of={start}&steps={steps}"
    bodies = {suffix: client.get(f"/network.{suffix}{asked}").data for suffix in files.FORMATS}

    graphs = [nx.read_graphml(io.BytesIO(bodies["graphml"])), nx.read_gexf(io.BytesIO(bodies["gexf"]))]
    for graph in graphs:
        assert (len(picture.steps), len(picture.links)) == (len(graph), graph.number_of_edges())
        assert {iri: (network.label(iri), kind(iri)) for iri in picture.steps} == {
            iri: (said["label"], said["kind"]) for iri, said in graph.nodes.data()
        }
        assert {
            (link.subject, link.object, link.relation, network.words(link.relation)) for link in picture.links
        } == {(a, b, said["relation"], said["label"]) for a, b, said in graph.edges.data()}
    body = json.loads(bodies["json"])
    assert [*picture.steps] == [node["id"] for node in body["nodes"]]
    assert len(picture.left_out) == body["left_out"]
    assert {(link.subject, link.relation, link.object) for link in picture.links} == {
        (edge["source"], edge["relation"], edge["target"]) for edge in body["edges"]
    }
    assert all(edge["document"] for edge in body["edges"])
    edges = list(csv.DictReader(io.StringIO(bodies["csv"].decode(), newline="")))
    assert len(picture.links) == len(edges)
    assert all(edge["source"] and edge["assertions"] for edge in edges)
    nodes = client.get(f"/network.csv{asked}&table=nodes").text.splitlines()
    assert len(picture.steps) + 1 == len(nodes)
    assert bodies == {suffix: client.get(f"/network.{suffix}{asked}").data for suffix in files.FORMATS}


@pytest.mark.parametrize(
    "asked", ["of=process/bali-process", "of=country/bgd&steps=2", "of=organization/iom"]
)
def test_the_page_shows_the_same_three_times(client: FlaskClient, network: Network, asked: str) -> None:
    """A table of things, a picture in which each of them is a link with its name, a table of links."""
    start, steps = re.fullmatch(r"of=([^&]+)(?:&steps=(\d))?", asked).groups("1")  # type: ignore[union-attr]
    picture = neighbourhood(network, ID + start, int(steps))
    text = read(client, f"/network?{asked}")
    drawn = re.findall(r'<a href="/network\?of=([^"]+)" aria-label="([^"]+)"><g transform', text)
    pages = {int(n) for n in re.findall(r"Page 1 of (\d+)", text)}

    assert {ID + key for key, _ in drawn} == set(picture.steps)
    assert all(re.search(r", \d+ links?$", html.unescape(name)) for _, name in drawn)
    assert (
        text.index('id="network-things"')
        < text.index('id="network-picture"')
        < text.index('id="network-links"')
    )
    assert len(text.encode()) <= 100_000
    seen: dict[str, int] = {}
    for number in range(1, max(pages) + 1):
        part = read(client, f"/network?{asked}&page={number}")
        rows = re.findall(
            r'<tr><th scope="row"><a [^>]*href="/doc/([^"]+)">.*?<td class="num">(\d+)</td>(.*?)</tr>', part
        )
        for key, count, near in rows:
            seen[ID + key] = int(count)
            assert int(count) == near.count("<a ")
    assert {iri: len(near) for iri, near in picture.around.items()} == seen


def test_every_link_of_the_page_has_its_evidence(client: FlaskClient, network: Network) -> None:
    """All links stand in the parts of the table, each with a marker."""
    picture = neighbourhood(network, thing("process", "colombo-process"))
    facts: list[str] = []
    for number in range(1, 10):
        text = read(client, f"/network?of=process/colombo-process&links={number}")
        table = text.partition('id="network-links"')[2].partition("</table>")[0]
        found = re.findall(r"<tr><th.*?</tr>", table.partition("<tbody>")[2], re.DOTALL)
        facts += [row for row in found if row not in facts]
        if f"Page {number} of {number}" in text:
            break

    assert len(picture.links) == len(facts)
    assert all('class="ev' in row for row in facts)


def test_what_is_left_out_is_counted_and_listed(client: FlaskClient, network: Network) -> None:
    """The notice says how many of each kind, and each number opens the list of exactly these."""
    picture = neighbourhood(network, thing("country", "bgd"), 2)
    text = read(client, "/network?of=country/bgd&steps=2")
    notice = text.partition('class="notice notice-gap"')[2].partition("</div>")[0]
    numbers = re.findall(r'<a class="count" href="([^"]+)" data-count="(\d+)"', notice)

    assert sorted(picture.counts_left_out.values()) == sorted(int(count) for _, count in numbers)
    for href, count in numbers:
        listed = read(client, html.unescape(href)).partition('class="starts"')[2].partition("</ul>")[0]
        assert int(count) == listed.count("<li>")


@pytest.mark.slow
def test_a_picture_is_the_same_bytes_each_time(whole_graph_file: Path, client: FlaskClient) -> None:
    """In a process of its own, where sets have another order: the drawing and the files are the same."""
    code = (
        "import sys, hashlib; from pathlib import Path; from webapp import create_app;"
        "from webapp.settings import Settings; from kg.store.embedded import open_embedded;"
        "c = create_app(Settings(open_embedded(Path(sys.argv[1])))).test_client();"
        "read = lambda p: c.get(p, headers={'Accept': 'text/html'}).data;"
        "print([hashlib.sha256(read(p)).hexdigest() for p in sys.argv[2:]])"
    )
    paths = ["/network?of=country/bgd&steps=2", "/network.gexf?of=country/bgd&steps=2", "/overlaps"]
    run = subprocess.run(
        [sys.executable, "-c", code, str(whole_graph_file), *paths],
        capture_output=True,
        text=True,
        check=True,
    )

    assert (
        str([hashlib.sha256(client.get(p, headers=PAGE).data).hexdigest() for p in paths])
        == run.stdout.strip()
    )


def test_without_a_start_the_page_offers_some(small: FlaskClient) -> None:
    """Processes and domains as links, and every country in a form that works without a script."""
    text = read(small, "/network")

    assert 'href="/network?of=process/bali-process"' in text
    assert '<option value="country/bgd">' in text


@pytest.mark.parametrize(
    "start", ["x", "country/zzz", "membership/bali-process/bgd/member", "<b>", "a" * 10_000]
)
def test_an_unknown_start_is_not_found_in_a_sentence(small: FlaskClient, start: str) -> None:
    """Page and file answer 404, and repeat no more than the beginning of what came."""
    for path in ("/network", "/network.gexf"):
        answer = small.get(path, query_string={"of": start}, headers=PAGE)
        assert answer.status_code == 404
        assert "<b>" not in answer.text
        assert len(answer.text) < 20_000


@pytest.mark.parametrize(
    ("name", "value"), [("steps", "9"), ("steps", "x"), ("kind", "nothing"), ("kind", "<b>")]
)
def test_a_choice_that_makes_no_sense_is_named(small: FlaskClient, name: str, value: str) -> None:
    """The picture is shown without it, and a sentence says so."""
    answer = small.get("/network", query_string={"of": "country/bgd", name: value}, headers=PAGE)

    assert answer.status_code == 200
    assert html.escape(value) in re.findall(r'role="note">([^<]+)<', answer.text)[0]
    assert "<b>" not in answer.text


@pytest.mark.parametrize("value", ["0", "-1", "99999999999", "x", "", "²"])
def test_absurd_parts_are_the_nearest(small: FlaskClient, value: str) -> None:
    """A part of a table that does not exist is answered with one that does."""
    for name in ("page", "links", "only", "left", "sort"):
        answer = small.get("/network", query_string={"of": "country/bgd", name: value}, headers=PAGE)
        assert answer.status_code == 200


@pytest.fixture(name="release", scope="module")
def _release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the small dataset."""
    path = tmp_path_factory.mktemp("release") / "release"
    assert CliRunner().invoke(main, ["build", "--out", str(path)]).exit_code == 0
    return path


@pytest.mark.slow
class TestCommand:
    """`regcoop network`."""

    @pytest.mark.parametrize("suffix", sorted(files.FORMATS))
    def test_it_writes_every_format_to_a_file(self, release: Path, tmp_path: Path, suffix: str) -> None:
        """What is around a thing; without measures, for these are of projections alone."""
        out = tmp_path / f"network.{suffix}"
        asked = [
            "--of",
            "process/bali-process",
            "--format",
            suffix,
            "--out",
            str(out),
            "--release",
            str(release),
        ]
        run = CliRunner().invoke(main, ["network", *asked])

        assert (0, "") == (run.exit_code, run.stdout)
        assert b"Bali Process" in out.read_bytes()
        assert b"betweenness" not in out.read_bytes()

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            (["--of", "country/zzz"], 2),
            (["--of", "nonsense"], 2),
            (["--steps", "3"], 2),
            (["--format", "png"], 2),
            (["--out", "no/such/folder/x.csv"], 3),
        ],
    )
    def test_wrong_use_ends_in_a_sentence(self, release: Path, asked: list[str], code: int) -> None:
        """One sentence, and the exit code of its kind."""
        run = CliRunner().invoke(main, ["network", "--release", str(release), *asked])

        assert code == run.exit_code
        assert run.stderr.strip()
        assert "Traceback" not in run.stderr


@pytest.mark.parametrize("of", ["processes", "countries"])
def test_projections_are_those_of_networkx(whole_graph_file: Path, of: str) -> None:
    """Linked is who shares countries, or processes, with how many; measures describe who meets whom."""
    body = json.loads(answer(open_embedded(whole_graph_file), of, 1, "json", "edges"))
    listed: nx.Graph[str] = nx.Graph(
        (s, o)
        for s, role, o in dumped(whole_graph_file)
        if role in {thing("role", "member"), thing("role", "signatory")}
        and (kind(s), kind(o)) == ("country", "process")
    )
    side = {iri for iri in listed if kind(iri) == ("process" if of == "processes" else "country")}
    expected = nx.bipartite.weighted_projected_graph(listed, side)
    between = nx.betweenness_centrality(expected)

    assert {frozenset((a, b)): said["weight"] for a, b, said in expected.edges.data()} == {
        frozenset((edge["source"], edge["target"])): edge["shared"] for edge in body["edges"]
    }
    measured = {node["id"]: node for node in body["nodes"] if "degree" in node}
    assert dict(expected.degree) == {iri: node["degree"] for iri, node in measured.items()}
    if of == "countries":
        assert between == pytest.approx(
            {iri: node["betweenness"] for iri, node in measured.items()}, abs=1e-6
        )


def test_processes_without_a_list_have_no_numbers(whole_graph_file: Path) -> None:
    """In the projection of processes, nothing is counted of those whose members are not known."""
    body = json.loads(answer(open_embedded(whole_graph_file), "processes", 1, "json", "edges"))
    unknown = [node for node in body["nodes"] if node.get("state") == "members not stated"]

    assert unknown
    assert all({"id", "label", "kind", "state"} == node.keys() for node in unknown)
    assert all("members" in node for node in body["nodes"] if node not in unknown)

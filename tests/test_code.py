"""
Code to copy does what it says: it is run, by the real programs, against a site that is really served.

Each program is started once for many pieces, so that what takes time is the code and not the starting.
"""

from __future__ import annotations

import contextlib
import csv
import html
import io
import json
import os
import random
import shutil
import subprocess
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from werkzeug import Request, Response

from kg.catalogue import catalogue
from kg.graph import Graph
from kg.namespaces import GRAPH_EVIDENCE, RC
from kg.store.protocol import DatasetChoice
from tests.served import listening
from webapp.pages.workbench.calls import snippets_of_call
from webapp.pages.workbench.code import INLINE_AT_MOST, QUERY_FILE, snippets
from webapp.stored_queries import example_of
from webapp.urls import query_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from flask import Flask

    from kg.store.protocol import Store
    from tests.conftest import Needs
    from webapp.pages.workbench.code import Snippet

QUERIES = list(catalogue())
COUNT = f"SELECT (COUNT(?r) AS ?n) WHERE {{ ?r a <{RC}Rating> }}"
EMPTY = "http://127.0.0.1/sparql"
PIECES = (
    *"'\"\\`$!%&+=@#?;<>(){}[]|~^*.,:-_ aZ0é漢😀\n\t\r",
    *("${x}", "$x", "$(date)", '"""', "'''", ')"', ')-"', ')--"', "\\n", "\\u0041", "\\'", "''", '""'),
    *("EOF\n", "<<EOF", "</script>", "<!--", "&amp;", "%27", "%00", "\x00", "\x07", "\x1b[31m", "\r\n"),
    *("\u202e", "\u2028", "\u200b", "\u00a0", "\ufeff", "{{ x }}", "@query.rq", "//", "/*", "# "),
)
"""What means something in a shell, in Python, R, JavaScript or HTML, or is not seen."""


def hostile() -> list[str]:
    """Return texts of such pieces, the same in each run; the first ones are one piece each."""
    chance = random.Random(16)  # noqa: S311  (no secret)
    longer = ["".join(chance.choices(PIECES, k=chance.randint(2, 40))) for _ in range(60)]
    return [piece for piece in PIECES if piece.strip()] + longer


@pytest.fixture(name="url", scope="module")
def _url(site: Flask) -> Iterator[str]:
    """The address of the real site, over the graph of the small dataset."""
    with listening(site) as address:
        yield f"{address}/"


@pytest.fixture(name="store", scope="module")
def _store(site: Flask) -> Store:
    """The store behind the site: another one would give other names to blank nodes."""
    made: Store = site.extensions["regcoop"].store
    return made


@pytest.fixture(name="echo")
def _echo() -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """A server that keeps the forms that reach it, and answers with an empty table."""
    forms: list[dict[str, list[str]]] = []

    @Request.application
    def keep(request: Request) -> Response:
        forms.append({name: request.form.getlist(name) for name in request.form})
        if "json" in request.headers["Accept"]:
            return Response('{"head": {"vars": []}, "results": {"bindings": []}}')
        return Response("n\r\n")

    with listening(keep) as address:
        yield address, forms


class Programs:
    """The programs that run the code: each takes files and gives what each file prints."""

    def __init__(self, needs: Needs, node: str, folder: Path) -> None:
        """Find them; they work in `folder`."""
        self.folder = folder
        self.paths = {"node": node}
        for name, package in (("curl", "curl"), ("Rscript", "r-cran-httr2")):
            path = shutil.which(name)
            needs(path, f"{name} is not installed", f"install it, on Debian by `apt-get install {package}`")
            self.paths[name] = str(path)

    def written(self, texts: Iterable[str], suffix: str) -> list[Path]:
        """Write each text into a file, as somebody who pastes it would."""
        paths = []
        for number, text in enumerate(texts):
            paths.append(self.folder / f"{number}{suffix}")
            paths[-1].write_bytes(text.encode())
        return paths

    def curl(self, texts: Sequence[str]) -> list[str]:
        """Run each by the shell of the system."""
        done = [self._run("/bin/sh", str(path)) for path in self.written(texts, ".sh")]
        return [run.stdout.decode() for run in done]

    def python(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Run each in this process, and return its variables and what it `printed`."""
        found = []
        with contextlib.chdir(self.folder):
            for text in texts:
                variables: dict[str, Any] = {}
                with contextlib.redirect_stdout(io.StringIO()) as printed:
                    # As a file: what Python reads there may differ from the text, as with line ends.
                    path = self.written([text], ".py")[0]
                    exec(compile(path.read_bytes(), path, "exec"), variables)  # noqa: S102
                found.append({**variables, "printed": printed.getvalue()})
        return found

    def javascript(self, texts: Sequence[str]) -> list[str]:
        """Import each as a module into one Node."""
        runner = self.folder / "run.mjs"
        runner.write_text(
            "const found = [];\n"
            "for (const path of process.argv.slice(2)) {\n"
            "  let printed = '';\n"
            "  console.log = (...words) => { printed += words.join(' ') + '\\n'; };\n"
            "  await import(path);\n"
            "  found.push(printed);\n"
            "}\n"
            "process.stdout.write(JSON.stringify(found));\n"
        )
        files = [str(path) for path in self.written(texts, ".mjs")]
        done: list[str] = json.loads(self._run(self.paths["node"], str(runner), *files).stdout)
        return done

    def r(self, texts: Sequence[str]) -> list[str]:
        """Source each in one R."""
        runner = self.folder / "run.R"
        runner.write_text(
            "for (path in commandArgs(TRUE)) {\n"
            '  printed <- capture.output(source(path, local = new.env(), encoding = "UTF-8"))\n'
            '  cat(paste(printed, collapse = "\\n"), "\\n\\001", sep = "")\n'
            "}\n"
        )
        files = [str(path) for path in self.written(texts, ".R")]
        done = self._run(self.paths["Rscript"], "--vanilla", str(runner), *files)
        return done.stdout.decode().split("\1")[:-1]

    def _run(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        done = subprocess.run(
            command,
            cwd=self.folder,
            capture_output=True,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            timeout=300,
        )
        assert 0 == done.returncode, done.stderr.decode()
        return done


@pytest.fixture(name="programs")
def _programs(needs: Needs, node: str, tmp_path: Path) -> Programs:
    return Programs(needs, node, tmp_path)


def of_kind(made: Iterable[Sequence[Snippet]], kind: str) -> list[str]:
    """Return the texts of one kind of code."""
    return [snippet.text for found in made for snippet in found if snippet.id == kind]


def table(text: str) -> list[dict[str, str]]:
    """Read CSV as rows."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def counted(rows: Iterable[Sequence[object]]) -> list[str]:
    """Return what code prints that counts its rows."""
    return [f"{len(found)} rows\n" for found in rows]


@pytest.fixture(name="expected", scope="module")
def _expected(store: Store) -> list[list[dict[str, str]]]:
    """What the store gives for each stored query, as a reader of CSV sees it."""
    return [table(store.answer(query.text, "text/csv").decode()) for query in QUERIES]


@pytest.fixture(name="made", scope="module")
def _made(url: str) -> list[tuple[Snippet, ...]]:
    """The code for each stored query."""
    return [snippets(f"{url}sparql", query.text) for query in QUERIES]


@pytest.mark.slow
class TestEveryStoredQuery:
    """The text of each, as the workbench holds it, asked with every kind of code."""

    def test_python_gives_the_rows_of_the_store(
        self, made: list[tuple[Snippet, ...]], programs: Programs, expected: list[list[dict[str, str]]]
    ) -> None:
        """With nothing but the standard library."""
        found = programs.python(of_kind(made, "python"))

        assert expected == [run["rows"] for run in found]
        assert counted(expected) == [run["printed"] for run in found]

    def test_our_package_gives_the_rows_of_the_store(
        self, made: list[tuple[Snippet, ...]], programs: Programs, store: Store
    ) -> None:
        """The same values over the wire as from the store itself."""
        found = programs.python(of_kind(made, "regcoop"))
        graph = Graph(store)
        expected = [graph.select(query.text).records() for query in QUERIES]

        assert expected == [run["rows"].records() for run in found]

    def test_curl_gives_the_rows_of_the_store(
        self, made: list[tuple[Snippet, ...]], programs: Programs, expected: list[list[dict[str, str]]]
    ) -> None:
        """As CSV on standard output."""
        assert expected == [table(text) for text in programs.curl(of_kind(made, "curl"))]

    @pytest.mark.parametrize(("kind", "run"), [("javascript", Programs.javascript), ("r", Programs.r)])
    def test_the_others_count_the_rows_of_the_store(
        self,
        made: list[tuple[Snippet, ...]],
        programs: Programs,
        expected: list[list[dict[str, str]]],
        kind: str,
        run: Any,  # noqa: ANN401  (one of two methods)
    ) -> None:
        """Node and R themselves run it."""
        assert counted(expected) == run(programs, of_kind(made, kind))


@pytest.mark.slow
def test_every_call_gives_the_rows_of_its_query(
    site: Flask, url: str, programs: Programs, store: Store
) -> None:
    """Each stored query with its own example, where the small graph knows the things of it."""
    with site.app_context():
        examples = {query.name: example_of(query) for query in QUERIES}
    asked = {name: example for name, example in examples.items() if example is not None}
    made = [snippets_of_call(url, name, example) for name, example in asked.items()]
    graph = Graph(store)
    expected = [graph.run(name, **example).records() for name, example in asked.items()]
    texts = partial(of_kind, made)

    assert len(asked) > len(QUERIES) / 2
    assert expected == [run["rows"].records() for run in programs.python(texts("regcoop"))]
    for found in (programs.javascript(texts("javascript")), programs.r(texts("r"))):
        assert counted(expected) == found
    assert counted(expected) == [run["printed"] for run in programs.python(texts("python"))]
    assert counted(expected) == counted([table(text) for text in programs.curl(texts("curl"))])


@pytest.mark.slow
class TestAnyText:
    """What a stranger types into the editor."""

    @pytest.mark.parametrize("kind", ["curl", "python", "r", "javascript"])
    def test_it_arrives_as_it_was_typed(
        self, echo: tuple[str, list[dict[str, list[str]]]], programs: Programs, kind: str
    ) -> None:
        """Byte for byte, whatever means something to the language; a form's line ends are LF in code."""
        address, forms = echo
        texts = hostile()
        getattr(programs, kind)(of_kind([snippets(address, text) for text in texts], kind))

        assert [{"query": [text.replace("\r\n", "\n")]} for text in texts] == forms

    @pytest.mark.parametrize("kind", ["curl", "python", "r", "javascript"])
    def test_the_graphs_arrive_too(
        self, echo: tuple[str, list[dict[str, list[str]]]], programs: Programs, kind: str
    ) -> None:
        """In their order, beside the query, be it plain or not."""
        address, forms = echo
        graphs = DatasetChoice(("http://a/'\"`${x}\\", "http://b/"), ("http://c/é&d=e",))
        getattr(programs, kind)(of_kind([snippets(address, text, graphs) for text in ("é", "\x00")], kind))

        given = {
            "default-graph-uri": list(graphs.default_graphs),
            "named-graph-uri": list(graphs.named_graphs),
        }
        assert [{"query": [text], **given} for text in ("é", "\x00")] == forms

    def test_our_package_has_it_as_it_was_typed(self, programs: Programs) -> None:
        """It refuses what is no query before anything is sent, so its variable is looked at."""
        texts = hostile()
        made = of_kind([snippets(EMPTY, text) for text in texts], "regcoop")
        found = programs.python([code.partition("\nwith ")[0] for code in made])

        assert [text.replace("\r\n", "\n") for text in texts] == [run["query"] for run in found]


@pytest.mark.slow
class TestForms:
    """The other forms of answer, with every kind of code."""

    def test_a_question_is_answered_by_yes_or_no(self, url: str, programs: Programs) -> None:
        """Each prints it as its language does."""
        made = [
            snippets(f"{url}sparql", f"ASK {{ ?r a <{RC}{word}> }}") for word in ("Rating", "NoSuchClass")
        ]
        texts = partial(of_kind, made)

        assert ["true", "false"] == programs.curl(texts("curl"))
        assert ["true\n", "false\n"] == programs.javascript(texts("javascript"))
        assert ["TRUE", "FALSE"] == [printed.strip() for printed in programs.r(texts("r"))]
        for kind in ("python", "regcoop"):
            assert [True, False] == [run["verdict"] for run in programs.python(texts(kind))]

    def test_a_graph_comes_as_turtle(self, url: str, programs: Programs, store: Store) -> None:
        """The same text for all."""
        query = f"CONSTRUCT {{ ?d a <{RC}Rating> }} WHERE {{ ?d a <{RC}Rating> }}"
        expected = store.answer(query, "text/turtle").decode()
        texts = partial(of_kind, [snippets(f"{url}sparql", query)])

        assert [expected] == programs.curl(texts("curl"))
        assert expected.strip() == programs.javascript(texts("javascript"))[0].strip()
        assert expected.strip() == programs.r(texts("r"))[0].strip()
        for kind in ("python", "regcoop"):
            assert expected == programs.python(texts(kind))[0]["turtle"]

    def test_a_long_query_is_read_from_a_file(self, url: str, programs: Programs) -> None:
        """No page grows with what a stranger sends; the code says what to do first."""
        query = f"{COUNT}\n# é" + " long" * 5000
        made = snippets(f"{url}sparql", query)
        (programs.folder / QUERY_FILE).write_text(query, encoding="utf-8")
        texts = partial(of_kind, [made])

        assert all(f"Save the query as {QUERY_FILE} first." in snippet.text for snippet in made)
        assert sum(len(snippet.text) for snippet in made) < 4_000
        assert ["n\r\n75\r\n"] == programs.curl(texts("curl"))
        assert [{"n": "75"}] == programs.python(texts("python"))[0]["rows"]
        assert 75 == programs.python(texts("regcoop"))[0]["rows"][0]["n"]
        assert ["1 rows\n"] == programs.javascript(texts("javascript")) == programs.r(texts("r"))

    def test_graphs_are_those_that_the_query_is_asked_over(self, url: str, programs: Programs) -> None:
        """In the graph of the evidence no rating is stated; our package is not offered for that."""
        made = snippets(f"{url}sparql", COUNT, DatasetChoice((GRAPH_EVIDENCE,)))

        assert [] == of_kind([made], "regcoop")
        assert ["n\r\n0\r\n"] == programs.curl(of_kind([made], "curl"))


class TestOnPages:
    """What stands on the page is the code."""

    def test_a_query_shows_the_code_of_its_values(self, site: Flask) -> None:
        """As text, escaped once, in the order of the languages."""
        page = site.test_client().get(
            "/query/country-ratings?country=bgd",
            base_url="http://regcoop.example",
            headers={"Accept": "text/html"},
        )
        made = snippets_of_call("http://regcoop.example/", "country-ratings", {"country": "bgd"})

        code = LexborHTMLParser(page.data).css("#code .snippet pre code")
        assert [snippet.text for snippet in made] == [node.text() for node in code]

    @pytest.mark.parametrize("text", [*hostile()[:60], "x" * 200_000, "'" * 30_000])
    def test_code_takes_a_bounded_part_of_a_page(self, text: str) -> None:
        """Also where each character has to be escaped, twice."""
        made = snippets(EMPTY, text)

        assert sum(len(html.escape(snippet.text)) for snippet in made) <= INLINE_AT_MOST

    def test_a_value_stays_a_value(self) -> None:
        """In the address it is escaped, in Python it is a text, and a reserved word is no argument."""
        params: Mapping[str, str] = {"from": "a'b\"c&d\\"}
        made = snippets_of_call(EMPTY, "named", params)

        assert "**{'from': " in of_kind([made], "regcoop")[0]
        assert query_links("named", **params).csv in of_kind([made], "curl")[0]
        assert "'" not in query_links("named", **params).csv

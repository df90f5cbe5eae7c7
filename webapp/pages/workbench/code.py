"""Code to copy that sends a query of SPARQL, in four languages."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from string import Template
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from kg.errors import QueryError
from kg.store.protocol import Form, query_form
from webapp.pages.workbench import quoting

if TYPE_CHECKING:
    from kg.store.protocol import DatasetChoice

INLINE_AT_MOST: Final = 24_000
"""How many characters the code of one query takes on a page at most; a longer one is read from a file."""

QUERY_FILE: Final = "query.rq"


@dataclass(frozen=True, slots=True)
class Snippet:
    """
    Code that runs as it stands.

    `language` is its name for readers, `title` says with what it is run; `id` is for classes and anchors.
    """

    id: str
    language: str
    title: str
    text: str


KINDS: Final[dict[str, tuple[str, str]]] = {
    "curl": ("curl", "in a shell"),
    "python": ("Python", "with the standard library"),
    "regcoop": ("Python", "with our package"),
    "r": ("R", "with httr2"),
    "javascript": ("JavaScript", "in a browser or in Node"),
}
"""What each piece of code is called: its language, and with what it runs."""

_CURL: Final = Template("""\
${hint}curl -sS --fail-with-body -H 'Accept: $accept' \\
$data  $url
""")

_PYTHON_ROWS: Final = Template("""\
import csv
import io
${imports}from urllib.parse import urlencode
from urllib.request import Request, urlopen

${hint}query = $query
body = urlencode($body).encode()
with urlopen(Request($url, body, {"Accept": "text/csv"})) as answer:
    rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8", newline="")))
print(len(rows), "rows")
""")
_PYTHON_VERDICT: Final = Template("""\
import json
${imports}from urllib.parse import urlencode
from urllib.request import Request, urlopen

${hint}query = $query
body = urlencode($body).encode()
with urlopen(Request($url, body, {"Accept": "application/sparql-results+json"})) as answer:
    verdict = json.load(answer)["boolean"]
print(verdict)
""")
_PYTHON_GRAPH: Final = Template("""\
${imports}from urllib.parse import urlencode
from urllib.request import Request, urlopen

${hint}query = $query
body = urlencode($body).encode()
with urlopen(Request($url, body, {"Accept": "text/turtle"})) as answer:
    turtle = answer.read().decode()
print(turtle)
""")
_REGCOOP: Final = Template("""\
${imports}from kg import open_graph

${hint}query = $query
with open_graph($url) as graph:
    $asked
print($shown)
""")
_R: Final = Template("""\
library(httr2)

$query
answer <- request($url) |>
  $body |>
  req_headers(Accept = "$accept") |>
  req_perform()
$read
""")
_JAVASCRIPT: Final = Template("""\
${imports}${hint}const query = $query;
const answer = await fetch($url, {
  method: "POST",
  headers: { Accept: "$accept" },
  body: new URLSearchParams($body),
});
if (!answer.ok) throw new Error(await answer.text());
$read
""")

_ACCEPT: Final = {Form.SELECT: "text/csv", Form.ASK: "text/csv"}
_R_READ: Final = {
    Form.SELECT: 'rows <- read.csv(text = resp_body_string(answer), colClasses = "character", '
    'na.strings = "")\ncat(nrow(rows), "rows\\n")',
    Form.ASK: 'verdict <- resp_body_string(answer) == "true"\ncat(verdict, "\\n")',
}
_R_READ_GRAPH: Final = "turtle <- resp_body_string(answer)\ncat(turtle)"
_JS_READ: Final = {
    Form.SELECT: "const { results } = await answer.json();\n"
    "const rows = results.bindings;\nconsole.log(`${rows.length} rows`);",
    Form.ASK: "const { boolean: verdict } = await answer.json();\nconsole.log(verdict);",
}
_JS_READ_GRAPH: Final = "const turtle = await answer.text();\nconsole.log(turtle);"
_REGCOOP_ASKED: Final = {
    Form.SELECT: ("rows = graph.select(query)", 'len(rows), "rows"'),
    Form.ASK: ("verdict = graph.ask(query)", "verdict"),
}
_REGCOOP_GRAPH: Final = ("turtle = graph.construct(query).decode()", "turtle")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query to be sent: `pairs` are the graphs as parameters; a query in a file is not in the code."""

    url: str
    query: str
    form: Form
    pairs: tuple[tuple[str, str], ...]
    in_file: bool = False

    @property
    def accept(self) -> str:
        return _ACCEPT.get(self.form, "text/turtle")

    def hint(self, comment: str) -> str:
        return f"{comment} Save the query as {QUERY_FILE} first.\n" if self.in_file else ""


def snippets(endpoint: str, query: str, graphs: DatasetChoice | None = None) -> tuple[Snippet, ...]:
    """
    Return code that sends a query to the endpoint and reads its answer.

    Args:
        endpoint: The whole address of the endpoint.
        query: Any text; one that is no query is sent all the same. Line ends of forms (CR LF) become LF.
        graphs: The graphs that the request names; our own package names them in the query only, so it is
            left out if there are any.

    Returns:
        One piece for each kind of code. If all of them took more than `INLINE_AT_MOST` characters on a page,
        they read the query from a file, and say so.
    """
    pairs = graphs.parameters if graphs else ()
    asked = _Asked(endpoint, query.replace("\r\n", "\n"), _form(query), pairs)
    made = _made(asked)
    if sum(len(html.escape(snippet.text)) for snippet in made) <= INLINE_AT_MOST:
        return made
    return _made(_Asked(asked.url, asked.query, asked.form, pairs, in_file=True))


def _form(query: str) -> Form:
    try:
        return query_form(query)
    except QueryError:
        return Form.SELECT


def _made(asked: _Asked) -> tuple[Snippet, ...]:
    texts = {"curl": _curl(asked), "python": _python(asked)}
    if not asked.pairs:
        texts["regcoop"] = _regcoop(asked)
    texts |= {"r": _r(asked), "javascript": _javascript(asked)}
    return tuple(Snippet(kind, *KINDS[kind], text) for kind, text in texts.items())


def _curl(asked: _Asked) -> str:
    if asked.in_file:
        data = [f"  --data-urlencode query@{QUERY_FILE} \\\n"]
    elif quoting.is_plain(asked.query):
        data = [f"  --data-urlencode {quoting.shell(f'query={asked.query}')} \\\n"]
    else:
        data = [f"  --data 'query={quote(asked.query, safe='')}' \\\n"]
    data += [f"  --data '{name}={quote(iri, safe='')}' \\\n" for name, iri in asked.pairs]
    url = quoting.shell(asked.url)
    return _CURL.substitute(hint=asked.hint("#"), accept=asked.accept, data="".join(data), url=url)


def _python_query(asked: _Asked) -> dict[str, str]:
    read = f'Path("{QUERY_FILE}").read_text(encoding="utf-8")'
    return {
        "imports": "from pathlib import Path\n" if asked.in_file else "",
        "hint": asked.hint("#"),
        "query": read if asked.in_file else quoting.python(asked.query),
        "url": quoting.python(asked.url),
    }


def _python(asked: _Asked) -> str:
    templates = {Form.SELECT: _PYTHON_ROWS, Form.ASK: _PYTHON_VERDICT}
    graphs = "".join(f", ({name!r}, {quoting.python(iri)})" for name, iri in asked.pairs)
    template = templates.get(asked.form, _PYTHON_GRAPH)
    return template.substitute(_python_query(asked), body=f'[("query", query){graphs}]')


def _regcoop(asked: _Asked) -> str:
    line, shown = _REGCOOP_ASKED.get(asked.form, _REGCOOP_GRAPH)
    return _REGCOOP.substitute(_python_query(asked), asked=line, shown=shown)


def _r(asked: _Asked) -> str:
    graphs = "".join(f", `{name}` = {quoting.r(iri)}" for name, iri in asked.pairs)
    body = f"req_body_form(query = query{graphs})"
    if asked.in_file:
        read = f'paste(readLines("{QUERY_FILE}", encoding = "UTF-8"), collapse = "\\n")'
        query = f"{asked.hint('#')}query <- {read}"
    elif quoting.is_plain(asked.query):
        query = f"query <- {quoting.r(asked.query)}"
    else:
        query = f'body <- "{urlencode([("query", asked.query), *asked.pairs], quote_via=quote)}"'
        body = 'req_body_raw(body, type = "application/x-www-form-urlencoded")'
    read = _R_READ.get(asked.form, _R_READ_GRAPH)
    url = json.dumps(asked.url)
    return _R.substitute(query=query, url=url, body=body, accept=asked.accept, read=read)


def _javascript(asked: _Asked) -> str:
    read = f'await readFile("{QUERY_FILE}", "utf8")'
    graphs = "".join(f", [{json.dumps(name)}, {quoting.javascript(iri)}]" for name, iri in asked.pairs)
    return _JAVASCRIPT.substitute(
        imports='import { readFile } from "node:fs/promises";\n\n' if asked.in_file else "",
        hint=asked.hint("//"),
        query=read if asked.in_file else quoting.javascript(asked.query),
        url=json.dumps(asked.url),
        accept="text/turtle" if asked.form.gives_graph else "application/sparql-results+json",
        body=f'[["query", query]{graphs}]',
        read=_JS_READ.get(asked.form, _JS_READ_GRAPH),
    )

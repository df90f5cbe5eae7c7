"""Code to copy that calls a stored query by the REST interface, in four languages."""

from __future__ import annotations

import json
from keyword import iskeyword
from typing import TYPE_CHECKING

from webapp.pages.workbench import quoting
from webapp.pages.workbench.code import KINDS, Snippet
from webapp.urls import MOST_ROWS, query_links

if TYPE_CHECKING:
    from collections.abc import Mapping


def snippets_of_call(site: str, name: str, params: Mapping[str, str]) -> tuple[Snippet, ...]:
    """
    Return code that calls a stored query by the REST interface and reads its rows.

    Args:
        site: The whole address of the site, with or without a last slash.
        name: The name of the query.
        params: The values of its parameters as a user writes them.
    """
    site = site.rstrip("/")
    links = query_links(name, **params)
    rows, table = site + links.api, site + links.csv
    # As many rows as the interface gives at once; whoever needs more follows the links to the next part.
    rows += f"{'&' if params else '?'}limit={MOST_ROWS}"
    texts = {
        "curl": f"curl -sS --fail-with-body {quoting.shell(table)}\n",
        "python": "import json\nfrom urllib.request import urlopen\n\n"
        f'with urlopen({json.dumps(rows)}) as answer:\n    rows = json.load(answer)["rows"]\n'
        'print(len(rows), "rows")\n',
        "regcoop": f"from kg import open_graph\n\nwith open_graph({json.dumps(site + '/')}) as graph:\n"
        f'    rows = graph.run({_arguments(name, params)})\nprint(len(rows), "rows")\n',
        "r": f'rows <- read.csv(\n  {json.dumps(table)},\n  colClasses = "character", na.strings = "", '
        'encoding = "UTF-8"\n)\ncat(nrow(rows), "rows\\n")\n',
        "javascript": f"const answer = await fetch({json.dumps(rows)});\n"
        "if (!answer.ok) throw new Error(await answer.text());\n"
        "const { rows } = await answer.json();\nconsole.log(`${rows.length} rows`);\n",
    }
    titles = {**KINDS, "r": ("R", "with nothing but R")}
    return tuple(Snippet(kind, *titles[kind], text) for kind, text in texts.items())


def _arguments(name: str, params: Mapping[str, str]) -> str:
    named = {key: quoting.python(value) for key, value in params.items()}
    if all(quoting.name(key) and not iskeyword(key) for key in named):
        given = [f"{key}={value}" for key, value in named.items()]
    else:
        given = ["**{" + ", ".join(f"{key!r}: {value}" for key, value in named.items()) + "}"]
    return ", ".join([json.dumps(name), *given])

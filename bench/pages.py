"""
What every page of the site costs, filled anew, by type of page: CPU milliseconds beside Flask's hello.

    python bench/pages.py GRAPH.nq [--only listing,matrix] [--most 20] [--rounds 2]

The graph is that of a release, or one grown to a million quads by bench/synthetic.py.  Each page is asked for
once, which fills what is kept between pages, and then some rounds more, of which the least counts: what the
first took is a column of its own.  No body cache.  Prints tables; nothing is asserted here.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Flask

from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.kinds import KINDS
from webapp.pages.listings.index import index_of
from webapp.pages.listings.register import LISTINGS
from webapp.settings import Settings
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flask.testing import FlaskClient

    from webapp.knowledge import Knowledge

ASKED: Final = {"Accept": "text/html"}
_FIXED: Final = {
    "home": ("/",),
    "explore": ("/explore", "/domains", "/report"),
    "ratings": ("/ratings",),
    "glossary": ("/glossary", "/glossary/facts"),
    "methods": ("/methods",),
    "vocabulary": ("/ontology", "/shapes", "/queries", "/api/v1/", "/sparql", "/design"),
}
_SOUGHT: Final = (
    "ba",
    "migration",
    "bangladesh",
    "Phillipines",
    "Colmbo proces",
    "cote d'ivoire",
    "xyzzyq",
    "a",
)
_COMPARED: Final = ("process", "country", "domain")
_ALL_OF: Final = frozenset({"country", "process", "domain", "region", "framework", "mode"})
"""The kinds whose pages are all asked for, however many they are."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One page: CPU milliseconds of the first request and of a warm one, and the bytes of its HTML."""

    path: str
    first: float
    warm: float
    size: int


def spread(found: Sequence[str], most: int) -> list[str]:
    """Return at most so many, evenly from all."""
    step = max(1, -(-len(found) // most))
    return list(found[::step])


def listings(knowledge: Knowledge, most: int) -> Iterator[str]:
    """Go through all lists: whole, a later part, by words, and with one value and two of each filter."""
    for segment, listing in LISTINGS.items():
        path = str(KINDS[segment].listing)
        yield path
        yield f"{path}?page=2"
        yield f"{path}?{urlencode({'q': 'migration'})}"
        options = index_of(knowledge, listing).options
        pairs = [f"{name}={option.quoted}" for name, found in options.items() for option in found]
        chosen = spread(pairs, most)
        yield from (f"{path}?{pair}" for pair in chosen)
        yield from (f"{path}?{'&'.join(two)}" for two in zip(chosen[::4], chosen[2::4], strict=False))


def matrices(knowledge: Knowledge, most: int) -> Iterator[str]:
    """Go through the three matrices: whole, of each framework, and narrowed."""
    names = knowledge.names
    frameworks = [f"framework={key_of(iri)}" for iri in names.things(KINDS["framework"])]
    narrowed = [
        f"{name}={key_of(iri)}"
        for name in ("process", "region", "mode", "country")
        for iri in spread(names.things(KINDS[name]), most)
    ]
    for path in ("/matrix", "/matrix/processes", "/matrix/countries", "/matrix/initiatives"):
        yield path
        yield from (f"{path}?{each}" for each in (*frameworks, *narrowed))


def tools(knowledge: Knowledge, most: int) -> Iterator[tuple[str, str]]:
    """Go through type and address of the other tools."""
    keys = {kind: [key_of(iri) for iri in knowledge.names.things(KINDS[kind])] for kind in _ALL_OF}
    for kind in _COMPARED:
        some = spread(keys[kind], most)
        for number in (2, 6):
            for at in range(0, max(1, len(some) - number), number):
                asked = urlencode([(kind, key) for key in some[at : at + number]], safe="/")
                yield f"compare of {number}", f"/compare?{asked}"
    yield from (("overlaps", path) for path in ("/overlaps", "/overlaps?measure=share"))
    pairs = zip(keys["process"], keys["process"][1:], strict=False)
    yield from (("overlap of two", f"/overlaps?process={a}&process={b}") for a, b in pairs)
    yield "gaps", "/gaps"
    yield from (("gaps", f"/gaps?region={key}") for key in keys["region"])
    yield from (("gaps", f"/gaps?domain={key}") for key in keys["domain"])
    for kind in ("process", "country", "domain", "mode"):
        for key in spread(keys[kind], 3 * most):
            yield "network, 1 step", f"/network?of={kind}/{key}"
            yield "network, 2 steps", f"/network?of={kind}/{key}&steps=2"
    yield "map", "/map"
    yield from (
        ("map", f"/map?of={kind}/{key}") for kind in ("process", "domain", "region") for key in keys[kind]
    )
    yield "timeline", "/timeline"
    for kind in ("process", "country", "domain"):
        yield from (("timeline", f"/timeline?{kind}={key}") for key in spread(keys[kind], 3 * most))
    for kind in ("process", "country", "domain"):
        yield from (("briefing", f"/briefing/{kind}/{key}") for key in spread(keys[kind], 3 * most))


def addresses(knowledge: Knowledge, most: int) -> Iterator[tuple[str, str]]:
    """
    Go through type and address of pages of all types.

    Args:
        knowledge: The graph.
        most: How many of what there are very many; things of the foremost kinds all.
    """
    yield from ((name, path) for name, paths in _FIXED.items() for path in paths)
    yield from (("search", f"/search?{urlencode({'q': text})}") for text in _SOUGHT)
    yield from (("suggestions", f"/search/suggest?{urlencode({'q': text})}") for text in _SOUGHT)
    yield from (("listing", path) for path in listings(knowledge, most))
    yield from (("matrix", path) for path in matrices(knowledge, most))
    yield from tools(knowledge, most)
    for segment, kind in KINDS.items():
        things = [path_of(iri) for iri in knowledge.names.things(kind)]
        name = segment if segment in _ALL_OF or len(things) > most else "small kinds"
        yield from ((name, path) for path in (things if segment in _ALL_OF else spread(things, 3 * most)))
    rows = knowledge.store.select(knowledge.queries.named("places").bind({})).rows
    graphs = sorted({row["assertion"].value for row in rows})
    yield from (("assertion", path_of(iri)) for iri in spread(graphs, 3 * most))


def cost(client: FlaskClient, path: str, rounds: int) -> Cost:
    """Ask for one page."""
    spent, size = [], 0
    for _ in range(rounds + 1):
        start = time.process_time()
        answer = client.get(path, headers=ASKED)
        spent.append(1000 * (time.process_time() - start))
        size = len(answer.data)
    if answer.status_code != 200:  # noqa: PLR2004
        print(f"{answer.status_code} {path}", file=sys.stderr)
    return Cost(path, spent[0], min(spent[1:]), size)


def hello_ms(rounds: int = 500) -> float:
    """Return the CPU milliseconds of the least page that Flask can make."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    client = app.test_client()
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        client.get("/")
        spent.append(1000 * (time.process_time() - start))
    return statistics.median(spent)


def print_types(found: dict[str, list[Cost]], hello: float) -> None:
    """Print a row for each type of page, the slowest last."""
    print(f"\n{'type':<20}{'pages':>7}{'first':>9}{'median':>9}{'p90':>9}{'max':>9}{'x hello':>9}{'kB':>7}")
    for name, costs in sorted(found.items(), key=lambda pair: max(each.warm for each in pair[1])):
        warm = sorted(each.warm for each in costs)
        first, median = (statistics.median(times) for times in ([each.first for each in costs], warm))
        size = max(each.size for each in costs) // 1000
        print(
            f"{name:<20}{len(costs):>7}{first:>9.2f}{median:>9.2f}{warm[int(0.9 * len(warm))]:>9.2f}"
            f"{warm[-1]:>9.2f}{median / hello:>9.1f}{size:>7}"
        )


def print_most(title: str, costs: Iterable[Cost]) -> None:
    """Print the pages that stand first."""
    print(f"\n{title}")
    for each in costs:
        print(f"{each.warm:>9.2f} ms{each.size / 1000:>9.1f} kB  {each.path}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--only", default="", help="types, joined by commas")
    parser.add_argument("--most", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    app = create_app(Settings(open_embedded(given.graph)))
    client, only = app.test_client(), set(filter(None, given.only.split(",")))
    found: dict[str, list[Cost]] = defaultdict(list)
    for name, path in list(addresses(app.extensions["regcoop"], given.most)):
        if not only or name in only:
            found[name].append(cost(client, path, given.rounds))
    every = [each for costs in found.values() for each in costs]
    hello = hello_ms()
    print(f"{len(every)} pages of {given.graph.name}; CPU ms, warm; Flask's hello {hello:.2f} ms")
    print_types(found, hello)
    print_most("the slowest", sorted(every, key=lambda each: -each.warm)[:15])
    print_most("the largest", sorted(every, key=lambda each: -each.size)[:10])
    print(f"\nmemory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()

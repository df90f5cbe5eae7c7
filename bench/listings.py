"""
How fast lists, filters and matrices are, as ratios beside SQLite and beside plain SPARQL, all in one run.

    python bench/listings.py GRAPH.nq [--rounds 20]

The graph is that of a release, or one grown to a million quads by bench/synthetic.py.  CPU milliseconds, the
median of some choices, warm, no body cache.  Nothing is asserted here.

- page: the whole page through the site, with its template
- rows, options: what the page is made of, without the template
- SQLite: the same question put to a table made for it (things, facet, value; indexed)
- SPARQL: the same question put to the store, as a stored query would
"""

from __future__ import annotations

import argparse
import statistics
import time
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.facets import places_in
from kg.namespaces import RC
from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.kinds import KINDS
from webapp.pages.draft import Draft
from webapp.pages.listings.choice import Choice
from webapp.pages.listings.index import index_of
from webapp.pages.listings.page import ROWS_A_PAGE
from webapp.pages.listings.register import LISTINGS
from webapp.pages.listings.rows import rows_of
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from webapp.knowledge import Knowledge

SEGMENTS = ("initiative", "meeting", "document", "theme")
_LISTED = """PREFIX rc: <{rc}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing ?label WHERE {{ ?thing a <{kind}> ; rdfs:label ?label {narrowed} }}
ORDER BY STR(LCASE(?label)) ?thing LIMIT 50"""
_COUNTED = """PREFIX rc: <{rc}>
SELECT ?value (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ ?thing a <{kind}> ; <{property}> ?value {narrowed} }}
GROUP BY ?value"""
_PROPERTIES = {
    "initiative": {"process": "underProcess", "mode": "usesMode", "domain": "servesDomain"},
    "meeting": {"process": "meetingOf", "level": "meetingLevel", "country": "heldIn"},
    "document": {"kind": "documentKind", "publisher": "publisherAsNamed"},
    "theme": {"domain": "furthersDomain"},
}


def median_ms(calls: Iterable[Callable[[], object]]) -> float:
    """Return the median of the CPU milliseconds of some calls, each made once before."""
    spent = []
    for call in calls:
        call()
        start = time.process_time()
        call()
        spent.append(1000 * (time.process_time() - start))
    return statistics.median(spent)


def choices(knowledge: Knowledge, segment: str, rounds: int) -> list[tuple[str, str]]:
    """Return some choices of one value each, of all filters in turn."""
    index = index_of(knowledge, LISTINGS[segment])
    by_name = {name: [o.key for o in found if not o.state] for name, found in index.options.items()}
    pairs = [(name, key) for name in _PROPERTIES[segment] for key in by_name[name] if key != "not-stated"]
    step = max(1, len(pairs) // rounds)
    return list(islice(cycle(pairs[::step]), rounds))


def made(knowledge: Knowledge, segment: str, choice: Choice) -> None:
    """Make the cells of the first page and count all options, without the template."""
    listing = LISTINGS[segment]
    index, draft = index_of(knowledge, listing), Draft(knowledge)
    _count, things = index.things(choice, 0, ROWS_A_PAGE)
    for row in rows_of(knowledge.derived, segment, things, listing.columns):
        for column in listing.columns:
            column.cell(draft, row)


def counted(knowledge: Knowledge, segment: str, choice: Choice) -> None:
    """Count all options of all filters."""
    index = index_of(knowledge, LISTINGS[segment])
    for each in LISTINGS[segment].filters:
        index.facets.counts(each.name, choice.facets)


_FIRST = """SELECT list.* FROM values_of JOIN list ON list.place = values_of.thing
WHERE segment = ?1 AND list.kind = ?1 AND facet = ?2 AND value = ?3 ORDER BY thing LIMIT 50"""
_OPTIONS = """SELECT facet, value, count(*) FROM values_of WHERE segment = ?1 AND thing IN
(SELECT thing FROM values_of WHERE segment = ?1 AND facet = ?2 AND value = ?3) GROUP BY 1, 2"""


def yardstick(knowledge: Knowledge, segment: str) -> None:
    """Make tables of all things and values, as one would by hand for SQLite alone."""
    index, rows = index_of(knowledge, LISTINGS[segment]), knowledge.derived.rows
    rows("CREATE TABLE IF NOT EXISTS list (kind, place INTEGER, iri, label, PRIMARY KEY (kind, place))")
    rows("CREATE TABLE IF NOT EXISTS values_of (segment, facet, value, thing INTEGER)")
    for place, (iri, name) in enumerate(zip(index.facets.things, index.names, strict=True)):
        rows("INSERT INTO list VALUES (?, ?, ?, ?)", (segment, place, iri, name))
    for each in LISTINGS[segment].filters:
        for value in index.facets.values(each.name):
            for place in places_in(index.facets.those_of(each.name, value)):
                rows("INSERT INTO values_of VALUES (?, ?, ?, ?)", (segment, each.name, value, place))
    rows("CREATE INDEX IF NOT EXISTS by_value ON values_of (segment, facet, value, thing)")
    rows("CREATE INDEX IF NOT EXISTS by_thing ON values_of (segment, thing, facet, value)")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    store = open_embedded(given.graph)
    app = create_app(Settings(store))
    knowledge: Knowledge = app.extensions["regcoop"]
    client = app.test_client()
    print("list          things" + "".join(f"{name:>9}" for name in _COLUMNS))
    for segment in SEGMENTS:
        times = measured(knowledge, client.get, segment, given.rounds)
        things = len(index_of(knowledge, LISTINGS[segment]).names)
        print(f"{segment:<12}{things:>8}" + "".join(f"{spent:>9.2f}" for spent in times))
    for path in ("/matrix", "/processes", "/countries", "/conflicts"):
        print(f"{path:<20}{median_ms(partial(client.get, path) for _ in range(5)):>9.2f}")


_COLUMNS = ("page", "rows", "SQLite", "SPARQL", "options", "SQLite", "SPARQL")


def measured(
    knowledge: Knowledge, get: Callable[..., object], segment: str, rounds: int
) -> tuple[float, ...]:
    """Return the milliseconds of one list in the order of the columns."""
    path, filters = str(KINDS[segment].listing), LISTINGS[segment].filters
    yardstick(knowledge, segment)
    chosen = choices(knowledge, segment, rounds)
    asked = [Choice({e.name: (key,) if e.name == name else () for e in filters}) for name, key in chosen]
    narrowed = [
        f"; <{RC}{_PROPERTIES[segment][name]}> ?chosen . FILTER (STRENDS(STR(?chosen), '{key}'))"
        for name, key in chosen
    ]
    ask, select = knowledge.derived.rows, knowledge.store.select
    kind = RC + KINDS[segment].rdf_class
    lists = [_LISTED.format(rc=RC, kind=kind, narrowed=each) for each in narrowed]
    return (
        median_ms(partial(get, path, query_string={name: key}) for name, key in chosen),
        median_ms(partial(made, knowledge, segment, choice) for choice in asked),
        median_ms(partial(ask, _FIRST, (segment, *pair)) for pair in chosen),
        median_ms(partial(select, query) for query in lists),
        median_ms(partial(counted, knowledge, segment, choice) for choice in asked),
        median_ms(partial(ask, _OPTIONS, (segment, *pair)) for pair in chosen),
        median_ms(partial(_count_by_sparql, select, segment, kind, each) for each in narrowed[:5]),
    )


def _count_by_sparql(select: Callable[[str], object], segment: str, kind: str, narrowed: str) -> None:
    for name in _PROPERTIES[segment].values():
        select(_COUNTED.format(rc=RC, kind=kind, property=RC + name, narrowed=narrowed))


if __name__ == "__main__":
    main()

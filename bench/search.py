"""
What finding things by name costs, beside SPARQL's CONTAINS on the same graph, all measured in one run.

    python bench/search.py [--labels 0] [--rounds 50]

CPU milliseconds, the mean over some rounds, since wall time on a shared machine says little.  With `--labels`
the names of the published graph are joined by made ones, of 16,000 words, until there are so many.
Prints two tables; nothing is asserted here.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph

from kg import releases
from kg.hits import Name
from kg.search import SearchIndex
from kg.store.embedded import open_embedded
from kg.terms import Literal
from webapp import create_app
from webapp.knowledge import Knowledge
from webapp.settings import Settings
from webapp.sought import sought_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.store.protocol import Store

ASKED: Final = (
    "ba",
    "migration",
    "bangladesh",
    "Phillipines",
    "Colmbo proces",
    "cote d'ivoire",
    "RSO",
    "بنغلاديش",
    "孟加拉国",
    "xyzzyq",
)
_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
_CONTAINS: Final = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing WHERE {{
  ?thing rdfs:label ?name
  FILTER CONTAINS(LCASE(STR(?name)), LCASE({text}))
}}"""
_SYLLABLES: Final = [a + b for a in "bcdfghklmnprstvz" for b in "aeiou"]
_WORDS: Final = 16_000


def cpu_ms(call: Callable[[], object], rounds: int) -> float:
    """Return the CPU milliseconds of one call, warm: the mean over some rounds."""
    call()
    start = time.process_time()
    for _ in range(rounds):
        call()
    return (time.process_time() - start) / rounds * 1000


def made_names(count: int) -> Iterator[Name]:
    """Return names of two to six made words, common ones more often than rare ones."""
    dice = random.Random(4)  # noqa: S311  (no secret)
    words = sorted({"".join(dice.choices(_SYLLABLES, k=dice.randint(2, 5))) for _ in range(_WORDS)})
    for n in range(count):
        picked = (words[int(len(words) * dice.random() ** 3)] for _ in range(dice.randint(2, 6)))
        yield Name(f"urn:made:{n}", "made", " ".join(picked).capitalize(), _LABEL)


def add_made(store: pyoxigraph.Store, names: list[Name]) -> None:
    """Give the store the made names as labels, too, so that both look through the same."""
    label = pyoxigraph.NamedNode(_LABEL)
    store.bulk_extend(
        pyoxigraph.Quad(pyoxigraph.NamedNode(name.thing), label, pyoxigraph.Literal(name.text))
        for name in names
        if name.kind == "made"
    )


def contains(store: pyoxigraph.Store, text: str) -> int:
    """Return how many things SPARQL finds, in the union of all graphs."""
    query = _CONTAINS.format(text=Literal(text).n3())
    found = store.query(query, use_default_graph_as_union=True)
    return len(list(found)) if isinstance(found, pyoxigraph.QuerySolutions) else 0


def print_table(index: SearchIndex, peer: pyoxigraph.Store, rounds: int) -> None:
    """Measure and print what each text asked for costs."""
    heads = f"{'suggest ms':>10} {'search ms':>10} {'hits':>7} {'CONTAINS ms':>12} {'hits':>7}"
    print(f"{'asked':16} {heads}   ratio")
    for text in ASKED:
        suggest = cpu_ms(partial(index.suggest, text), rounds)
        search = cpu_ms(partial(index.search, text), rounds)
        other = cpu_ms(partial(contains, peer, text), max(3, rounds // 10))
        hits, others = len(index.search(text).hits), contains(peer, text)
        print(
            f"{text:16} {suggest:10.2f} {search:10.2f} {hits:7} {other:12.2f} {others:7}   "
            f"suggest 1/{other / suggest:.0f}, search 1/{other / search:.1f}"
        )


def print_pages(store: Store, rounds: int) -> None:
    """Measure and print what the addresses of the site cost, Flask included."""
    client = create_app(Settings(store=store)).test_client()
    print(f"\n{'asked':16} {'/search/suggest ms':>20} {'/search ms':>12}")
    for text in ASKED:
        suggest, page = (
            cpu_ms(partial(client.get, path, query_string={"q": text}), rounds)
            for path in ("/search/suggest", "/search")
        )
        print(f"{text:16} {suggest:20.2f} {page:12.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        nquads = releases.build(Path(scratch) / "release").release.nquads
        store = open_embedded(nquads)
        peer = pyoxigraph.Store()
        peer.bulk_load(path=str(nquads), format=pyoxigraph.RdfFormat.N_QUADS)
    names = list(sought_names(Knowledge(store).names))
    names += made_names(given.labels - len(names))
    add_made(peer, names)
    start = time.process_time()
    index = SearchIndex(names)
    print(f"{len(names)} names indexed in {time.process_time() - start:.2f} s of CPU\n")
    print_table(index, peer, given.rounds)
    if not given.labels:
        print_pages(store, given.rounds)


if __name__ == "__main__":
    main()

"""NOT EXISTS asked as MINUS: only where both mean the same, and the answers prove it."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest

from kg.store.embedded import open_embedded
from kg.store.rewriting import rewritten

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.embedded import EmbeddedStore

pytestmark = pytest.mark.slow

THINGS, LINKS, GRAPHS = 5, 3, 3
PREFIXES = "PREFIX t: <http://t/> PREFIX l: <http://l/> PREFIX g: <http://g/>\n"


def made_graph(path: Path, random: Random) -> EmbeddedStore:
    """Make a small dense graph: many things are linked in many ways, and many are not."""
    quads = {
        f"<http://t/{random.randrange(THINGS)}> <http://l/{random.randrange(LINKS)}> "
        f"{_object(random)} <http://g/{random.randrange(GRAPHS)}> .\n"
        for _ in range(random.randrange(5, 40))
    }
    path.write_text("".join(sorted(quads)), encoding="utf-8")
    return open_embedded(path)


def _object(random: Random) -> str:
    return f'"{random.randrange(2)}"' if random.random() < 0.2 else f"<http://t/{random.randrange(THINGS)}>"


class Maker:
    """Makes patterns at random out of all that the rules speak of, and of what they exclude."""

    def __init__(self, random: Random) -> None:
        """Take a source of chance."""
        self.random = random

    def term(self, names: str) -> str:
        """Return a variable, or now and then a thing."""
        if self.random.random() < 0.15:
            return f"t:{self.random.randrange(THINGS)}"
        return "?" + self.random.choice(names)

    def step(self) -> str:
        """Return a path."""
        link = f"l:{self.random.randrange(LINKS)}"
        other = f"l:{self.random.randrange(LINKS)}"
        kinds = (link, link, link, f"{link}/{other}", f"^{link}", f"({link}|{other})", f"{link}*", f"{link}?")
        return self.random.choice((*kinds, f"{link}+", f"!{link}", "?p"))

    def triple(self, names: str) -> str:
        """Return a triple pattern."""
        object_ = "[]" if self.random.random() < 0.1 else self.term(names)
        return f"{self.term(names)} {self.step()} {object_} ."

    def block(self, names: str) -> str:
        """Return one to three triple patterns."""
        return " ".join(self.triple(names) for _ in range(self.random.randrange(1, 4)))

    def pattern(self, names: str) -> str:
        """Return the inside of a NOT EXISTS."""
        kinds = (
            lambda: self.block(names),
            lambda: self.block(names),
            lambda: f"GRAPH ?g {{ {self.block(names)} }} {self.block(names)}",
            lambda: f"GRAPH g:1 {{ {self.block(names)} }}",
            lambda: f"{{ {self.block(names)} }} UNION {{ {self.block(names)} }}",
            lambda: f"{self.block(names)} FILTER ({self.term(names)} != {self.term(names)})",
            lambda: f"{self.block(names)} OPTIONAL {{ {self.block(names)} }}",
            lambda: f"{{ {self.block(names)} FILTER (?a != ?b) }} {self.block(names)}",
            lambda: f"{self.block(names)} BIND (?a AS ?z)",
            lambda: f"{self.block(names)} MINUS {{ {self.block(names)} }}",
            lambda: f"{{ SELECT ?a {{ {self.block(names)} }} }}",
            lambda: f"{self.block(names)} FILTER NOT EXISTS {{ {self.block(names)} }}",
            lambda: f"VALUES ?a {{ t:1 t:2 }} {self.block(names)}",
        )
        return self.random.choice(kinds)()

    def group(self) -> str:
        """Return the inside of a group with a NOT EXISTS somewhere in it."""
        absent = f"FILTER NOT EXISTS {{ {self.pattern('abcd')} }}"
        if self.random.random() < 0.2:
            absent = f"FILTER (NOT EXISTS {{ {self.pattern('abcd')} }})"
        parts = [self.block("abc"), absent]
        if self.random.random() < 0.4:
            others = (
                f"OPTIONAL {{ {self.block('abe')} }}",
                f"{{ {self.block('ab')} }} UNION {{ {self.block('bc')} }}",
                "BIND (?a AS ?e)",
                f"MINUS {{ {self.block('abc')} }}",
                "FILTER (?a != ?b)",
                "VALUES (?a ?e) { (t:1 UNDEF) (UNDEF t:2) }",
                f"FILTER NOT EXISTS {{ {self.block('abc')} }}",
            )
            parts.append(self.random.choice(others))
        self.random.shuffle(parts)
        return " ".join(parts)

    def query(self) -> str:
        """Return a whole query."""
        group = self.group()
        around = (
            f"{{ {group} }}",
            f"{{ {group} }}",
            f"{{ {self.block('ac')} OPTIONAL {{ {group} }} }}",
            f"{{ GRAPH ?g {{ {group} }} }}",
            f"{{ {{ {group} }} UNION {{ {self.block('ab')} }} }}",
            f"{{ {{ SELECT ?a ?b {{ {group} }} }} {self.block('bc')} }}",
            f"{{ {self.block('ad')} FILTER EXISTS {{ {group} }} }}",
            f"{{ {self.block('ad')} MINUS {{ {group} }} }}",
        )
        return f"{PREFIXES}SELECT * {self.random.choice(around)}"


def rows(store: EmbeddedStore, query: str) -> Counter[frozenset[tuple[str, str]]]:
    """Return the rows of an answer, each as often as it comes."""
    return Counter(
        frozenset((name, term.n3()) for name, term in row.items()) for row in store.select(query).rows
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_answers_are_the_same(seed: int, tmp_path: Path) -> None:
    """
    Random patterns over random graphs: what is rewritten gives the same rows, each as often.

    Many are rewritten, and many of those leave rows.
    """
    random = Random(seed)  # noqa: S311  (chance that can be repeated)
    maker = Maker(random)
    changed = telling = 0
    for number in range(25):
        store = made_graph(tmp_path / f"{number}.nq", random)
        for _ in range(25):
            query = maker.query()
            other = rewritten(query, where_it_pays=False)
            if other != query:
                changed += 1
                expected = rows(store, query)
                assert expected == rows(store, other), f"{query}\n{other}"
                telling += bool(expected)

    assert changed >= 60
    assert telling >= 20


@pytest.mark.parametrize(
    "pattern",
    [
        "?a ?b ?c FILTER NOT EXISTS { ?d l:1 ?e . ?e l:2 ?f }",
        "?a l:1 ?b FILTER NOT EXISTS { ?a l:1 ?c . ?c l:2 ?d FILTER (?b != ?d) }",
        "?a l:1 ?b OPTIONAL { ?a l:1 ?c FILTER NOT EXISTS { ?a l:1 ?d . ?d l:2 ?b } }",
        "?a l:1 ?b FILTER NOT EXISTS { ?a l:1* ?c . ?c l:2 ?d }",
        "?a l:1 ?b FILTER (?a = ?b || NOT EXISTS { ?a l:1 ?c . ?c l:2 ?d })",
        "?a l:1 ?b FILTER EXISTS { ?a l:1 ?c . ?c l:2 ?d }",
        "?a l:1 ?b FILTER EXISTS { ?a l:1 ?c FILTER NOT EXISTS { ?a l:1 ?d . ?d l:2 ?b } }",
        "GRAPH ?g { ?a l:1 ?b FILTER NOT EXISTS { ?a l:1 ?c . ?c l:2 ?g } }",
        "OPTIONAL { ?x l:1 ?a } FILTER NOT EXISTS { ?a l:1 ?c . ?c l:2 ?d }",
        "?a l:1 ?b FILTER NOT EXISTS { ?a l:1 ?c . ?c l:2 ?d FILTER (RAND() < 0.5) }",
        "?a l:1 ?b FILTER NOT EXISTS { VALUES ?a { t:1 } ?a l:1 ?c . ?c l:2 ?d }",
    ],
)
def test_where_the_two_differ_nothing_is_changed(pattern: str) -> None:
    """Each condition has its case."""
    query = f"{PREFIXES}SELECT * {{ {pattern} }}"

    assert query == rewritten(query, where_it_pays=False)


@pytest.mark.parametrize(
    ("pattern", "is_changed"),
    [
        ("?a a t:1 FILTER NOT EXISTS { ?a l:1 ?c }", False),
        ("?a a t:1 FILTER NOT EXISTS { ?a l:1/l:2 ?c }", True),
        ("?a a t:1 FILTER NOT EXISTS { ?a l:1 ?c . ?c l:2 ?d }", True),
        ("t:1 l:1 ?a FILTER NOT EXISTS { ?a l:1 ?c . ?c l:2 ?d }", False),
        ("VALUES ?b { t:1 } ?b l:1 ?a FILTER NOT EXISTS { ?a l:1 ?c . ?c l:2 ?d }", False),
        ("t:1 l:1 ?a FILTER NOT EXISTS { ?a l:1 ?c . ?c l:2 t:2 }", True),
    ],
)
def test_it_is_done_where_it_pays(pattern: str, *, is_changed: bool) -> None:
    """A single triple is quick as it is, and so are the few solutions for one thing."""
    query = f"{PREFIXES}SELECT * {{ {pattern} }}"

    assert is_changed is (query != rewritten(query))


def test_what_cannot_be_read_stays() -> None:
    """The engine says what is wrong with it."""
    for query in ("SELECT * { FILTER NOT EXISTS", 'SELECT "EXISTS', "EXISTS"):
        assert query == rewritten(query)


def test_comments_and_full_stops_stay_where_they_are() -> None:
    """The text after the change is as valid as before."""
    absent = "FILTER NOT EXISTS { ?a l:1 ?c . # } one\n ?c l:2 ?d }"
    query = f"{PREFIXES}SELECT * {{ {absent} . ?a l:1 ?b # 2\n}}"

    minus = f"MINUS {{ SELECT DISTINCT ?a {absent[18:]} }}"
    other = f"{PREFIXES}SELECT * {{ FILTER (true) . ?a l:1 ?b # 2\n {minus} }}"
    assert other == rewritten(query)

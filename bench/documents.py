"""
What a document about one thing costs in each form, and a 304 for it: CPU milliseconds.

    python bench/documents.py GRAPH.nq [--things 40] [--rounds 5]

Each document is asked for by a site without the cache of bodies: once to fill what is kept between documents,
then some rounds, of which the least counts.  Prints a table; nothing is asserted here.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.kinds import KINDS
from webapp.settings import Settings
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.testing import FlaskClient

FORMS: Final = (
    "ttl",
    "ttl?_profile=evidence",
    "ttl?_profile=skos",
    "ttl?_profile=schema",
    "trig",
    "json",
    "html",
)
_OK: Final = 200


def spent_ms(client: FlaskClient, path: str, rounds: int, tag: str | None = None) -> tuple[float, str]:
    """Return the least CPU milliseconds of a request and the validator of its answer; "" if there is none."""
    headers = {"If-None-Match": tag} if tag else {}
    spent, found = [], ""
    for _ in range(rounds + 1):
        start = time.process_time()
        answer = client.get(path, headers=headers)
        spent.append(1000 * (time.process_time() - start))
        found = answer.headers.get("ETag", "") if answer.status_code == _OK else ""
    return min(spent[1:]), found


def things(client: FlaskClient, most: int) -> list[str]:
    """Return the paths of things of all kinds, evenly."""
    names = client.application.extensions["regcoop"].names
    every = [path_of(iri) for kind in KINDS.values() for iri in names.things(kind)]
    return every[:: max(1, len(every) // most)]


def row(name: str, whole: Sequence[float], had: Sequence[float]) -> str:
    """Return a line of the table."""
    times = f"{statistics.median(whole):>9.2f}{max(whole):>9.2f}{statistics.median(had):>9.2f}"
    return f"{name:<24}{len(whole):>7}{times}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--things", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    client = create_app(Settings(open_embedded(given.graph), release_digest="measured")).test_client()
    print(f"{'form':<24}{'things':>7}{'median':>9}{'max':>9}{'304':>9}")
    for form in FORMS:
        whole, had = [], []
        for path in things(client, given.things):
            milliseconds, tag = spent_ms(client, f"{path}.{form}", given.rounds)
            if tag:
                whole.append(milliseconds)
                had.append(spent_ms(client, f"{path}.{form}", given.rounds, tag)[0])
        print(row(form, whole, had))


if __name__ == "__main__":
    main()

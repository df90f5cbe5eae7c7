"""
How fast the site is, as ratios beside its peers, all measured in one run.

    python bench/site.py [--rounds 200]

CPU seconds, since wall time on a shared machine says little.  Prints one table; nothing is asserted here.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from flask import Flask
from werkzeug.test import Client

from kg import releases
from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.body_cache import BodyCache
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = (
    "/",
    "/doc/domain/escap-2017/2",
    "/doc/country/bgd",
    "/doc/process/bali-process",
    "/doc/framework/mgi-2016",
    "/doc/initiative/training-directors-forum",
    "/doc/resolution/iom-council/1310",
    "/doc/document/escap-2017",
    "/ratings",
    "/matrix",
    "/assertion/ratings/mgi-2016/bgd/5",
    "/search?q=bali",
    "/doc/country/bgd.ttl",
)

ASKED = {"Accept": "text/html", "Accept-Encoding": "gzip"}
"""What a browser sends; a request for data says so by its suffix."""

_OURS = """
from pathlib import Path
from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.body_cache import BodyCache
from webapp.settings import Settings
app = create_app(Settings(store=open_embedded(Path({nquads!r}))))
assert app.test_client().get("/doc/domain/escap-2017/2").status_code == 200
"""
_IMPORTS = "import flask, pyoxigraph"
_RDFLIB = """
import flask, rdflib
graph = rdflib.Dataset(default_union=True)
graph.parse({nquads!r}, format="nquads")
app = flask.Flask("peer")
@app.get("/")
def page():
    subject = rdflib.URIRef("https://w3id.org/regcoop/id/domain/escap-2017/2")
    facts = [(p, o) for s, p, o, g in graph.quads((subject, None, None, None))]
    facts += [(s, p) for s, p, o, g in graph.quads((None, None, subject, None))]
    template = "{{% for p, o in facts %}}<p>{{{{ p }}}} {{{{ o }}}}</p>{{% endfor %}}"
    return flask.render_template_string(template, facts=facts)
assert app.test_client().get("/").status_code == 200
"""


def cpu_of_process(program: str, rounds: int = 3) -> float:
    """Return the CPU seconds of a new Python process that runs `program`, the least of some rounds."""
    spent = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", program], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(spent)


def cpu_of_call(call: Callable[[], object], rounds: int) -> float:
    """Return the CPU seconds of one call, warm: the mean over some rounds."""
    for _ in range(3):
        call()
    start = time.process_time()
    for _ in range(rounds):
        call()
    return (time.process_time() - start) / rounds


def hello() -> Callable[[], object]:
    """Return a request to the least site that Flask can be."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    client = app.test_client()
    return lambda: client.get("/")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as scratch:
        start = time.process_time()
        release = releases.build(Path(scratch) / "release").release
        built = time.process_time() - start
        nquads = str(release.nquads)
        load = cpu_of_call(
            lambda: pyoxigraph.Store().load(path=nquads, format=pyoxigraph.RdfFormat.N_QUADS), 20
        )
        imports, ours, peer = (
            cpu_of_process(program.format(nquads=nquads)) for program in (_IMPORTS, _OURS, _RDFLIB)
        )
        site = create_app(Settings(store=open_embedded(release.nquads)))
        client, kept = site.test_client(), Client(BodyCache(site))
        least = cpu_of_call(hello(), rounds)
        pages = {
            page: (
                cpu_of_call(partial(client.get, page, headers=ASKED), rounds),
                cpu_of_call(partial(kept.get, page, headers=ASKED), rounds),
            )
            for page in PAGES
        }
    print(f"{release.manifest['statements']} statements; CPU seconds\n")
    print(f"build of the release           {built:8.3f}   {built / load:8.1f} x pyoxigraph's load of it")
    print(
        f"new process to first page      {ours:8.3f}   {ours / imports:8.2f} x importing Flask and pyoxigraph"
    )
    print(f"                               {'':8}   {ours / peer:8.2f} x the same by rdflib ({peer:.3f})")
    print(f"\nwarm page, ms (Flask's hello: {least * 1000:.2f}); filled anew, and from memory")
    for page, (filled, again) in pages.items():
        print(
            f"  {page:<45} {filled * 1000:6.2f} {filled / least:6.1f} x hello"
            f"   {again * 1000:6.2f} {again / least:6.1f} x"
        )


if __name__ == "__main__":
    main()

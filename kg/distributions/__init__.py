"""
What readers take away of a release: the graph, the tables and the network, each in the forms that they use.

One module a kind of file; `DISTRIBUTIONS` names all files, `make` writes them beside a release.
"""

from __future__ import annotations

from kg.distributions import database, dumps, mappings, networks, tables, vocabularies, workbook
from kg.distributions.making import entries, make, write
from kg.distributions.model import Distribution, Entry, Source

__all__ = ["DISTRIBUTIONS", "Distribution", "Entry", "Source", "entries", "make", "write"]

DISTRIBUTIONS: tuple[Distribution, ...] = (
    *dumps.DISTRIBUTIONS,
    *tables.DISTRIBUTIONS,
    *workbook.DISTRIBUTIONS,
    *database.DISTRIBUTIONS,
    *networks.DISTRIBUTIONS,
    *mappings.DISTRIBUTIONS,
    *vocabularies.DISTRIBUTIONS,
)
"""All files, in the order of the page that offers them; names are unique."""

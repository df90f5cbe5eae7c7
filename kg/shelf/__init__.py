"""
The shelf: queries that were shared, each with its answer frozen, under an address made of their content.

It is the one thing that a running site writes.  What it holds is never changed and never removed by the site;
the graph beside it is only read.
"""

from kg.shelf.freezing import Frozen, freeze
from kg.shelf.records import Asked, Record
from kg.shelf.shelf import Caps, Shelf

__all__ = ["Asked", "Caps", "Frozen", "Record", "Shelf", "freeze"]

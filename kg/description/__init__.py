"""
The graph described for machines: its counts (VoID), releases and services (DCAT), record (schema.org).

The counts are answers of stored queries, so they are true of the store that is served, wherever it stands.
"""

from __future__ import annotations

from kg.description.counts import Counts, count
from kg.description.dcat import catalogue, release
from kg.description.record import record
from kg.description.said import PREFIXES, Site
from kg.description.void import void

__all__ = ["PREFIXES", "Counts", "Site", "catalogue", "count", "record", "release", "void"]

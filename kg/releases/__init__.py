"""
A release: a directory with the graph in sorted N-Quads and TriG, the tables, and a manifest with digests.

A release is written beside its place and moved there whole: a failed build leaves the last good one.
What has been published stands in an archive, `kg.archive`; the files to take away are `kg.distributions`.
"""

from __future__ import annotations

from kg.releases.building import Built, build, ensure, inputs_digest, is_current
from kg.releases.model import (
    CANONICAL,
    DESCRIPTOR,
    ISSUED,
    MANIFEST,
    NQUADS,
    TABLES,
    TRIG,
    Release,
    digest,
    load,
    opened,
)

__all__ = [
    "CANONICAL",
    "DESCRIPTOR",
    "ISSUED",
    "MANIFEST",
    "NQUADS",
    "TABLES",
    "TRIG",
    "Built",
    "Release",
    "build",
    "digest",
    "ensure",
    "inputs_digest",
    "is_current",
    "load",
    "opened",
]

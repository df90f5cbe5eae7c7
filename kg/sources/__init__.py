"""
The register and the curated tables: from CSV files to checked rows; nothing in here knows RDF.

This package is the door to frictionless, openpyxl and iso3166.
"""

from __future__ import annotations

from kg.sources.cells import DateSpan, Passage, date_span, passages
from kg.sources.descriptor import Column, TableSpec, table_specs
from kg.sources.overlay import with_rows_of
from kg.sources.records import read_records
from kg.sources.rows import Row, Tables, read_tables
from kg.sources.sheets import SUFFIXES

__all__ = [
    "SUFFIXES",
    "Column",
    "DateSpan",
    "Passage",
    "Row",
    "TableSpec",
    "Tables",
    "date_span",
    "passages",
    "read_records",
    "read_tables",
    "table_specs",
    "with_rows_of",
]

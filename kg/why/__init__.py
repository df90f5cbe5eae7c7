"""
Why a row stands in an answer: the statements that make it, and who says each of them.

The query is asked again with the row's values, its pattern written so that the answer tells every statement;
then the graphs that hold these are looked up, and what stands behind them.  What has no source, such as that
something is absent, is said in words.
"""

from __future__ import annotations

from kg.why.columns import with_evidence
from kg.why.explaining import examined, explain
from kg.why.model import Ask, Holder, Note, Source, Statement, Why
from kg.why.writing import as_json

__all__ = [
    "Ask",
    "Holder",
    "Note",
    "Source",
    "Statement",
    "Why",
    "as_json",
    "examined",
    "explain",
    "with_evidence",
]

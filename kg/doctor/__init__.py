"""
The doctor of empty answers tells whether the pattern is wrong or the data has none.

An empty answer looks the same in both cases, and people believe the second when the first is true.  Each
triple pattern is asked by itself, then growing prefixes of the pattern, then its conditions one by one; what
is found empty is compared with what the graph does hold.
"""

from __future__ import annotations

from kg.doctor.examination import Diagnosis, examine, looks_empty
from kg.doctor.findings import Finding
from kg.doctor.terms import Known

__all__ = ["Diagnosis", "Finding", "Known", "examine", "looks_empty"]

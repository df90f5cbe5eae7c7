"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One cause of an empty answer.

    `part` is the part of the query as written (long ones are shortened), which begins in line `line`, counted
    from 1.  `is_mistake` tells that the part can match nothing as it stands; otherwise it is right, and the
    data has none.  `says` is one or two sentences; `instead` is what may be written in its place, if known.
    """

    part: str
    line: int
    is_mistake: bool
    says: str
    instead: str = ""

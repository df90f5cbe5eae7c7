"""Run the queries of `kg/queries/checks/`: each states a rule of the graph, and must find no offender."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.catalogue import catalogue

if TYPE_CHECKING:
    from kg.store.protocol import Store


@dataclass(frozen=True, slots=True)
class Offence:
    """Something that breaks a rule: the name of the check, its rule, how to mend it, and the offender."""

    check: str
    rule: str
    fix: str
    offender: str

    def __str__(self) -> str:
        return f"{self.offender}: breaks the rule {self.rule!r} ({self.check}). {self.fix}"


def offences(store: Store) -> tuple[Offence, ...]:
    """Run all checks on a store; the offenders come in the order of the checks' names and of their IRIs."""
    return tuple(
        Offence(query.name, query.rule, query.fix, str(row["offender"]))
        for query in sorted(catalogue(), key=lambda query: query.name)
        if query.folder == "checks"
        for row in store.select(query.text).rows
    )

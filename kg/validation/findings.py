"""What the shapes find: one finding a result, and all of them as a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One result of the shapes.

    `severity` is Violation, Warning or Info; `shape` the name of the rule; `place` the file, row and column
    where a curator mends it, or empty when the thing comes from no table.
    """

    severity: str
    shape: str
    focus: str
    path: str
    value: str
    message: str
    place: str

    def __str__(self) -> str:
        if not (where := self.place or self.focus):
            return self.message
        value = f" (value: {self.value})" if self.value else ""
        return f"{where}: {self.message}{value} [{self.severity}, {self.shape}]"


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, violations first, and the SHACL report itself as Turtle."""

    findings: tuple[Finding, ...]
    turtle: str

    def of_severity(self, severity: str) -> tuple[Finding, ...]:
        """Return the findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity == severity)

    @classmethod
    def of_faults(cls, faults: Iterable[str]) -> Report:
        """Report faults of the tables, which stand before all shapes, as violations."""
        findings = tuple(Finding("Violation", "tables", "", "", "", fault, "") for fault in faults)
        return cls(findings, "\n".join(f"# {finding.message}" for finding in findings))

    @classmethod
    def joined(cls, reports: Iterable[Report]) -> Report:
        """Join the reports of several files into one."""
        parts = list(reports)
        findings = (finding for part in parts for finding in part.findings)
        return cls(tuple(sorted(findings, key=order)), "\n".join(part.turtle for part in parts))

    @property
    def conforms(self) -> bool:
        """Say whether it may be published: warnings may, violations may not."""
        return not self.of_severity("Violation")


def order(finding: Finding) -> tuple[int, str, str]:
    """Sort violations first, then by place."""
    return _SEVERITIES.index(finding.severity), finding.place, str(finding)

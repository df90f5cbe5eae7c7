"""Write what the shapes found as text for people, and as JSON, Turtle and JUnit XML for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.validation import Report


def as_text(report: Report) -> str:
    """Return one line a finding, and a last line that counts them."""
    findings, violations = len(report.findings), len(report.of_severity("Violation"))
    counts = (
        f"{findings} finding{'' if findings == 1 else 's'}, "
        f"{violations} of them {'a violation' if violations == 1 else 'violations'}."
    )
    return "\n".join([*map(str, report.findings), counts])


def as_json(report: Report) -> str:
    """Return the findings as a JSON document."""
    findings = [asdict(finding) for finding in report.findings]
    return json.dumps({"conforms": report.conforms, "findings": findings}, indent=2, ensure_ascii=False)


def as_turtle(report: Report) -> str:
    """Return the SHACL report itself."""
    return report.turtle


def as_junit(report: Report) -> str:
    """Return one test case a finding, failed where it is a violation, for build servers."""
    violations = report.of_severity("Violation")
    suite = ET.Element(
        "testsuite", name="shapes", tests=str(len(report.findings)), failures=str(len(violations))
    )
    for finding in report.findings:
        case = ET.SubElement(suite, "testcase", classname=finding.shape, name=finding.place or finding.focus)
        if finding in violations:
            ET.SubElement(case, "failure", message=finding.message).text = str(finding)
    return ET.tostring(suite, encoding="unicode")


WRITERS: Mapping[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "ttl": as_turtle,
    "junit": as_junit,
}

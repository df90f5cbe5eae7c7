"""The curated tables as one XLSX workbook, with a sheet on what it is and one on what the columns mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from kg.distributions import readme
from kg.distributions.contents import of_zip
from kg.distributions.curated import curated, rows
from kg.distributions.model import Distribution

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.distributions.model import Source
    from kg.sources import TableSpec

ABOUT: Final = "About"
COLUMNS: Final = "Columns"

_READING: Final = (
    "The sheet `Columns` says what each column holds; after it comes a sheet a table, named as the table.",
    "All cells are texts but for counts and orders, which are numbers. No text is a formula or a link.",
    (
        "A cell holds 32,767 characters at most: a longer text is cut, and says so at its end. The CSV "
        "files hold it "
        "whole."
    ),
)


def _workbook(source: Source, out: BinaryIO) -> None:
    # Imported here: whoever asks what files there are writes no workbook.
    from kg.exports.workbooks import Leaf, write_workbook  # noqa: PLC0415

    specs = curated(source.release)
    facts = dict(readme.facts(source))
    leaves = [
        Leaf(ABOUT, _about(source, specs), is_table=False, widths=(24, 110), wraps=True),
        Leaf(COLUMNS, _columns(specs), widths=(22, 18, 80, 10, 12, 10, 18), wraps=True),
        *(Leaf(spec.name, _sheet(spec)) for spec in specs),
    ]
    properties = {"title": facts["title"], "comments": facts["citation"], "subject": facts["licence"]}
    write_workbook(out, leaves, properties)


def _about(source: Source, specs: Sequence[TableSpec]) -> Iterator[Sequence[object]]:
    yield "what", "text"
    yield from readme.facts(source)
    for head, sentences in (
        ("how to read it", _READING),
        ("evidence", readme.EVIDENCE),
        ("what is not stated", readme.BLANKS),
        ("what this is not", readme.LIMITS),
    ):
        for sentence in sentences:
            yield head, sentence
    yield "readme", "The same as a text: README.md in regcoop-tables.zip."
    for spec in specs:
        yield f"table {spec.name}", f"{spec.title}. {spec.about}"


def _columns(specs: Sequence[TableSpec]) -> Iterator[Sequence[object]]:
    yield "table", "column", "meaning", "type", "required", "separator", "names a row of"
    for spec in specs:
        for column, described in zip(spec.columns, spec.schema["fields"], strict=True):
            yield (
                spec.name,
                column.name,
                described.get("description", ""),
                described["type"],
                "yes" if described.get("constraints", {}).get("required") else "no",
                column.separator,
                column.references,
            )


def _sheet(spec: TableSpec) -> Iterator[Sequence[object]]:
    yield tuple(column.name for column in spec.columns)
    numbers = [described["type"] == "integer" for described in spec.schema["fields"]]
    for row in rows(spec):
        yield [
            int(text) if is_number and text else text for text, is_number in zip(row, numbers, strict=True)
        ]


DISTRIBUTIONS: Final = (
    Distribution(
        "regcoop.xlsx",
        "Workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "",
        "The curated tables, a sheet each, with a sheet on what they are and one on what their columns mean.",
        _workbook,
        of_zip,
    ),
)

"""
The description of the tables for machines: metadata of the W3C's CSV on the Web, made from the descriptor.

One file describes all tables.  It lies beside them under the name by which a program that has found one of
the CSV files looks for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg.distributions import readme
from kg.namespaces import ASSERTION, BASE, ID, LICENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.distributions.model import Source
    from kg.sources import Column, TableSpec

METADATA: Final = "csv-metadata.json"

_SPECIAL: Final = re.compile(r"[\\.\[\]{}()*+?|^$/]")
_NAME_IN: Final = re.compile(r"name_(?P<language>[a-z]{2})")
_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})


def metadata(specs: Iterable[TableSpec], source: Source) -> dict[str, Any]:
    """
    Return the metadata of all tables, as an object of JSON.

    `aboutUrl` is the IRI of the thing that a row introduces, or of the assertion that it makes where it
    introduces none; in the first case a column that is not in the file leads to the assertion.
    """
    known = {spec.name: spec for spec in specs}
    issued = (
        {"dc:issued": {"@value": source.issued.isoformat(), "@type": "xsd:date"}} if source.issued else {}
    )
    address = readme.citation(source).address
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "TableGroup",
        "dc:title": dict(readme.facts(source))["title"],
        "dc:description": " ".join((*readme.EVIDENCE, *readme.BLANKS, *readme.LIMITS)),
        "dc:license": {"@id": LICENCE},
        "dc:isPartOf": {"@id": address},
        "dc:bibliographicCitation": readme.citation(source).text,
        "schema:version": source.release.version,
        **issued,
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "doubleQuote": True},
        "tables": [_table(spec, known) for spec in known.values()],
    }


def _table(spec: TableSpec, known: Mapping[str, TableSpec]) -> dict[str, Any]:
    kinds = {each.kind: each for each in known.values() if each.kind}
    fields = {field["name"]: field for field in spec.schema["fields"]}
    assertion = f"{ASSERTION}{spec.name}/{{+key}}"
    columns = [_column(column, fields[column.name], known) for column in spec.columns]
    notes = [f"Each row is the assertion {ASSERTION}{spec.name}/ followed by its key."]
    if spec.kind in kinds:
        notes.append(f"Each row introduces the thing {ID}{spec.kind}/ followed by its key.")
        columns.append(
            {
                "name": "assertion",
                "titles": "assertion",
                "dc:description": "The assertion that the row makes, which is also the graph of its "
                "statements.",
                "virtual": True,
                "propertyUrl": "prov:wasDerivedFrom",
                "valueUrl": assertion,
            }
        )
    return {
        "url": f"{spec.name}.csv",
        "dc:title": spec.title,
        "dc:description": spec.about,
        "notes": [{"rdfs:comment": note} for note in notes],
        "tableSchema": {
            "columns": columns,
            "primaryKey": "key",
            "aboutUrl": f"{ID}{spec.kind}/{{+key}}" if spec.kind else assertion,
            "foreignKeys": _references(spec),
            "rowTitles": ["name"] if "name" in fields else ["key"],
        },
    }


def _column(column: Column, field: Mapping[str, Any], known: Mapping[str, TableSpec]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": field.get("description", column.name),
        "datatype": _datatype(field),
        "propertyUrl": f"{BASE}row#{column.name}",
        "required": bool(field.get("constraints", {}).get("required")),
    }
    if column.separator:
        described |= {"separator": column.separator, "ordered": column.name in {"source", "locator"}}
    elif address := _address(column, known):
        # A list has one template for all of its items together, so that only single cells lead to IRIs.
        described["valueUrl"] = address
    if match := _NAME_IN.fullmatch(column.name):
        described["lang"] = match["language"]
        if match["language"] in _RIGHT_TO_LEFT:
            described["textDirection"] = "rtl"
    return described


def _address(column: Column, known: Mapping[str, TableSpec]) -> str | None:
    """Return the template of the IRI that a cell names, if it names one."""
    if column.is_thing:
        return f"{ID}{{+{column.name}}}"
    if column.is_assertion:
        return f"{ASSERTION}{{+{column.name}}}"
    referred = known.get(column.references or "")
    kind = referred.kind if referred else None
    return f"{ID}{kind}/{{+{column.name}}}" if kind else None


def _datatype(field: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return the datatype of a column; words of a list and patterns become an expression for whole cells."""
    limits = field.get("constraints", {})
    base = {"string": "string", "integer": "integer"}[field["type"]]
    if "enum" in limits:
        return {"base": base, "format": f"^(?:{'|'.join(map(_plain, limits['enum']))})$"}
    if "pattern" in limits:
        return {"base": base, "format": f"^(?:{limits['pattern']})$"}
    return {"base": base, "minimum": limits["minimum"]} if "minimum" in limits else base


def _plain(text: str) -> str:
    return _SPECIAL.sub(lambda sign: f"\\{sign.group()}", text)


def _references(spec: TableSpec) -> list[dict[str, Any]]:
    """
    Return the references that hold for every row.

    CSV on the Web cannot state those of lists, and strict validators refuse references in cells that may be
    empty; the Data Package and the addresses of cells state these.
    """
    always = {each["name"] for each in spec.schema["fields"] if each.get("constraints", {}).get("required")}
    return [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{column.references}.csv", "columnReference": "key"},
        }
        for column in spec.columns
        if column.references and not column.separator and column.name in always
    ]

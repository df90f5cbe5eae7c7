"""
What `docs/stability.md` promises, held against the record in `tests/contract/contract.json`.

What is on record and missing breaks a promise.  What is new is put on record by `--renew`, which keeps all
that is there: to take something away, somebody has to edit the record by hand, and answer for it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.catalogue import catalogue
from kg.cli import exit_code, main
from kg.distributions import DISTRIBUTIONS
from kg.errors import KgError
from kg.namespaces import RC
from kg.rdf import iri, load_turtle
from kg.resources import data_dir, ontology_dir
from kg.sources import table_specs
from webapp.errors import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

RECORD = Path(__file__).with_name("contract") / "contract.json"


def _routes(site: Flask) -> dict[str, Any]:
    methods: dict[str, set[str]] = {}
    for rule in site.url_map.iter_rules():
        if rule.endpoint != "static":
            methods.setdefault(rule.rule, set()).update(rule.methods or ())
    return {rule: sorted(found) for rule, found in methods.items()}


def _queries(_: Flask) -> dict[str, Any]:
    published = [query for query in catalogue() if query.folder != "checks"]
    return {
        query.name: {
            "parameters": {param.name: param.type for param in query.params},
            "columns": sorted(query.columns),
        }
        for query in published
    }


def _tables(_: Flask) -> dict[str, Any]:
    return {
        name: sorted(column.name for column in spec.columns) for name, spec in table_specs(data_dir()).items()
    }


def _terms(_: Flask) -> dict[str, Any]:
    quads = [quad for path in ontology_dir().glob("*.ttl") for quad in load_turtle(path)]
    kinds: dict[str, set[str]] = {}
    for quad in quads:
        if iri(quad.subject).startswith(RC) and quad.predicate.value.endswith("#type"):
            kinds.setdefault(iri(quad.subject), set()).add(iri(quad.object))
    return {term: sorted(found) for term, found in kinds.items()}


def _files(_: Flask) -> dict[str, Any]:
    return {each.name: {"media_type": each.media_type, "packing": each.packing} for each in DISTRIBUTIONS}


def _errors(_: Flask) -> dict[str, Any]:
    return {kind.__name__: status.value for kind, status in STATUSES.items()}


def _commands(_: Flask) -> dict[str, Any]:
    context = main.make_context("regcoop", [], resilient_parsing=True)
    found = {}
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        found[name] = sorted(option for param in command.params for option in param.opts)
    return found


PARTS: dict[str, Callable[[Flask], dict[str, Any]]] = {
    "routes": _routes,
    "queries": _queries,
    "tables": _tables,
    "terms": _terms,
    "files": _files,
    "errors": _errors,
    "commands": _commands,
}


def _broken(promised: Any, kept: Any, place: str) -> Iterator[str]:  # noqa: ANN401  (JSON of any shape)
    """Name what is promised and not kept, by its place in the record."""
    if isinstance(promised, dict) and isinstance(kept, dict):
        for name, value in promised.items():
            if name not in kept:
                yield f"{place} / {name}"
            else:
                yield from _broken(value, kept[name], f"{place} / {name}")
    elif isinstance(promised, list) and isinstance(kept, list):
        yield from (f"{place} / {item}" for item in promised if item not in kept)
    elif promised != kept:
        yield f"{place}: {promised} became {kept}"


def _joined(promised: Any, kept: Any) -> Any:  # noqa: ANN401  (as above)
    """Return what is promised from now on: all that was, and what there is beside it."""
    if isinstance(promised, dict) and isinstance(kept, dict):
        names = sorted({*promised, *kept})
        return {name: _joined(promised.get(name, kept.get(name)), kept.get(name)) for name in names}
    if isinstance(promised, list) and isinstance(kept, list):
        return sorted({*promised, *kept}) if all(isinstance(item, str) for item in promised) else promised
    return promised


@pytest.mark.parametrize("part", PARTS)
def test_what_is_promised_is_kept_and_what_is_new_is_on_record(
    part: str, site: Flask, request: pytest.FixtureRequest
) -> None:
    """Nothing on record is missing or means something else; all that there is is on record."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    promised, kept = record.get(part, {}), PARTS[part](site)
    if request.config.getoption("--renew"):
        record[part] = _joined(promised, kept)
        text = json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False)
        RECORD.write_text(text + "\n", encoding="utf-8")
        promised = record[part]

    assert [] == list(_broken(promised, kept, part)), "a promise of docs/stability.md is broken"
    assert [] == list(_broken(kept, promised, part)), "new: put it on record by --renew"


def test_the_record_tells_a_broken_promise() -> None:
    """What is taken away is named; what is added is not."""
    promised = {"a": ["x", "y"], "b": {"type": "iri"}, "c": 1}
    kept = {"a": ["x", "z"], "b": {"type": "string"}, "d": 1}

    assert ["p / a / y", "p / b / type: iri became string", "p / c"] == list(_broken(promised, kept, "p"))
    assert _joined(promised, kept) == {"a": ["x", "y", "z"], "b": {"type": "iri"}, "c": 1, "d": 1}


def test_exit_codes_are_those_of_the_readme() -> None:
    """An error without a kind of its own is one of what cannot be done."""
    assert exit_code(KgError("x")) == 3

"""The mappings on record: to elements of other frameworks and to what others hold, with their evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.terms import Term

QUERY: Final = "mapping-records"
"""The stored query that the set is made of."""

_SKOS: Final = PREFIXES["skos"]
NO_TERM: Final = PREFIXES["sssom"] + "NoTermFound"
ANY_RELATION: Final = _SKOS + "mappingRelation"
"""What holds together the relations of SKOS: where there is no counterpart, none of them holds."""

_NOT_RECORDED: Final = "not recorded"


@dataclass(frozen=True, slots=True)
class Record:
    """
    One mapping; IRIs in full, texts that do not apply empty.

    Where there is no counterpart, `subject` or `object` is `NO_TERM` and `relation` is `ANY_RELATION`.
    `sources` are documents by their IRIs, `locators` where in each of them; `basis` and `confidence` are
    IRIs of the vocabularies.
    """

    id: str
    subject: str
    subject_label: str
    relation: str
    object: str
    object_label: str
    why: str
    subject_source: str
    object_source: str
    assertion: str
    basis: str
    confidence: str
    sources: tuple[str, ...]
    locators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MappingSet:
    """All records, sorted by their ids, and the version of the release that holds them."""

    version: str
    records: tuple[Record, ...]


def mapping_set(rows: Iterable[Mapping[str, Term]], version: str) -> MappingSet:
    """
    Return the set that the rows of the query `QUERY` tell of.

    Args:
        rows: One for each mapping and place in a document.
        version: The version of the release; empty if it is not known.
    """
    places: dict[str, dict[tuple[str, str], None]] = {}
    first: dict[str, dict[str, str]] = {}
    for row in rows:
        texts = {name: term.value for name, term in row.items()}
        record = texts.get("record") or _named_after(texts)
        first.setdefault(record, texts)
        places.setdefault(record, {})[texts["document"], texts.get("locator", _NOT_RECORDED)] = None
    return MappingSet(
        version, tuple(_record(each, first[each], tuple(places[each])) for each in sorted(first))
    )


def _record(name: str, texts: Mapping[str, str], places: tuple[tuple[str, str], ...]) -> Record:
    has_both = "subject" in texts and "object" in texts
    return Record(
        name,
        texts.get("subject", NO_TERM),
        texts.get("subjectLabel", ""),
        texts["relation"] if has_both else ANY_RELATION,
        texts.get("object", NO_TERM),
        texts.get("objectLabel", ""),
        texts.get("why", ""),
        texts.get("subjectSource", ""),
        texts.get("objectSource", ""),
        texts["assertion"],
        texts["basis"],
        texts["confidence"],
        tuple(document for document, _ in places),
        tuple(locator for _, locator in places),
    )


def _named_after(texts: Mapping[str, str]) -> str:
    """Name a link that has no name: by its assertion, its relation and the end of its target."""
    relation = texts["relation"].removeprefix(_SKOS)
    target = re.sub(r"[^A-Za-z0-9._-]", "-", re.split("[/#]", texts["object"])[-1])
    return f"{texts['assertion']}#{relation}-{target}"

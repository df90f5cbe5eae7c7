"""The mappings of a release to other frameworks and to what others hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from kg.catalogue import catalogue
from kg.distributions.contents import of_text
from kg.distributions.model import Distribution
from kg.exports.mapping_sets import QUERY, mapping_set
from kg.exports.sssom import TSV_TYPE, as_tsv
from kg.store.embedded import open_embedded

if TYPE_CHECKING:
    from kg.distributions.model import Source


def _sssom(source: Source, out: BinaryIO) -> None:
    store = open_embedded(source.release.nquads)
    try:
        rows = store.select(catalogue().named(QUERY).text).rows
        out.write(as_tsv(mapping_set(rows, source.release.version)))
    finally:
        store.close()


DISTRIBUTIONS: Final = (
    Distribution(
        "regcoop.sssom.tsv",
        "Mappings (SSSOM)",
        TSV_TYPE,
        "",
        "Which elements of other frameworks, and which IRIs of others, our things match, and who says so.",
        _sssom,
        of_text,
    ),
)

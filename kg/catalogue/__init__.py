"""The catalogue of stored queries: `<folder>/<name>.rq` files, each known by its name."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.catalogue.files import CHECKS, read_query
from kg.catalogue.parameters import Parameter
from kg.catalogue.query import Query
from kg.errors import QueryFileError, UnknownQueryError
from kg.resources import queries_dir

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["CHECKS", "Catalogue", "Parameter", "Query", "catalogue"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All stored queries, by folder and name."""

    queries: tuple[Query, ...]

    @classmethod
    def read(cls, directory: Path) -> Catalogue:
        """
        Read all `<folder>/<name>.rq` under `directory`.

        Raises:
            QueryFileError: a file does not keep to the rules, or two have the same name.
        """
        places: dict[str, Path] = {}
        queries: list[Query] = []
        for path in sorted(directory.glob("*/*.rq")):
            if other := places.get(path.stem):
                raise QueryFileError(path, f"{other.parent.name}/{other.name} has the same name; rename one")
            places[path.stem] = path
            queries.append(read_query(path))
        return cls(tuple(queries))

    def __iter__(self) -> Iterator[Query]:
        return iter(self.queries)

    def __len__(self) -> int:
        return len(self.queries)

    def in_folder(self, folder: str) -> tuple[Query, ...]:
        """Return the queries of a folder, by name."""
        return tuple(query for query in self.queries if query.folder == folder)

    def named(self, name: str) -> Query:
        """
        Return the query of that name.

        Raises:
            UnknownQueryError: there is none; the error offers the nearest names.
        """
        for query in self.queries:
            if query.name == name:
                return query
        raise UnknownQueryError(name, difflib.get_close_matches(name, [query.name for query in self.queries]))


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the stored queries of this package, read once."""
    return Catalogue.read(queries_dir())

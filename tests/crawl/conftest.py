"""The walks over the site, each made once."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.crawl.walking import Most, Walk, walk
from tests.page_types import PAGE_TYPES

if TYPE_CHECKING:
    from flask import Flask

_ALL: Final = sys.maxsize
_SOME: Final = Most(pages=5, others=2)
_KEPT: Final = 2


@pytest.fixture(name="small_walk", scope="session")
def _small_walk(site: Flask) -> Walk:
    """Walk over every page of the small site, and over some of its files and choices."""
    return walk(site, Most(pages=_ALL, others=3))


@pytest.fixture(name="whole_walk", scope="session")
def _whole_walk(whole_site: Flask) -> Walk:
    """Walk over some pages of each kind in the graph that we publish; over all where REGCOOP_CRAWL=all."""
    most = Most(_ALL, _ALL) if os.environ.get("REGCOOP_CRAWL") == "all" else _SOME
    return walk(whole_site, most, PAGE_TYPES.values(), _KEPT)

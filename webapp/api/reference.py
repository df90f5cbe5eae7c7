"""The pages about the REST interface: all paths in short, and those of a group with forms to try them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import ASSERTION, ID
from webapp.api.operations import PREFIX, by_group, operations
from webapp.api.paging import NAMES
from webapp.knowledge import knowledge
from webapp.pages.portions import page_number
from webapp.stored_queries import FOLDERS, example_of
from webapp.urls import query_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from webapp.api.operations import Input, Operation

ON_A_PAGE: Final = 20
"""How many paths stand on one page with their forms."""

_HEADINGS: Final = {"things": "Things and search", "lists": "Lists", **FOLDERS}


@dataclass(frozen=True, slots=True)
class Brief:
    """A path in short; `href` is where it stands in full."""

    path: str
    summary: str
    href: str


@dataclass(frozen=True, slots=True)
class Reference:
    """All that `api.html` may use; `groups` are (id, heading, address, paths)."""

    base: str
    groups: tuple[tuple[str, str, str, tuple[Brief, ...]], ...]


@dataclass(frozen=True, slots=True)
class Full:
    """
    A path in full.

    `href` shows what it does and is empty where this graph lacks the things of the example; `call` is the
    line that asks for the same in a terminal; `inputs` are those of its form, and `window` those of the part.
    """

    operation: Operation
    href: str
    call: str
    inputs: tuple[Input, ...]
    window: tuple[Input, ...]
    has_form: bool
    schema: str


@dataclass(frozen=True, slots=True)
class GroupPage:
    """All that `api_group.html` may use: one of the pages of a group."""

    id: str
    heading: str
    path: str
    count: int
    page: int
    pages: int
    items: tuple[Full, ...]


def reference(site: str) -> Reference:
    """Return all paths in short; `site` is the address of the site without a last slash."""
    groups = by_group(operations())
    return Reference(
        site + PREFIX,
        tuple(
            (group, _HEADINGS.get(group, group), f"{PREFIX}reference/{group}", tuple(_briefs(group, listed)))
            for group, listed in _ordered(groups.items())
        ),
    )


def _ordered(groups: Iterable[tuple[str, list[Operation]]]) -> list[tuple[str, list[Operation]]]:
    places = list(_HEADINGS)
    return sorted(groups, key=lambda found: places.index(found[0]) if found[0] in places else len(places))


def _briefs(group: str, listed: Sequence[Operation]) -> Iterable[Brief]:
    for place, each in enumerate(listed):
        page = place // ON_A_PAGE + 1
        part = f"?page={page}" if page > 1 else ""
        yield Brief(each.path, each.summary, f"{PREFIX}reference/{group}{part}#{each.id}")


def group_page(group: str, page: str, site: str) -> GroupPage | None:
    """
    Return a page of a group; None if there is no such group or page.

    Args:
        group: The id of the group.
        page: The number of the page as it stands in the address; empty for the first.
        site: The address of the site, without a last slash.
    """
    listed = by_group(operations()).get(group, [])
    pages = -(-len(listed) // ON_A_PAGE)
    number = page_number(page)
    if number > pages or (page and page != str(number)):
        return None
    shown = listed[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    items = tuple(_full(each, site) for each in shown)
    heading = _HEADINGS.get(group, group)
    return GroupPage(group, heading, f"{PREFIX}reference/{group}", len(listed), number, pages, items)


def _full(operation: Operation, site: str) -> Full:
    href = _example(operation)
    in_path = any(each.where == "path" for each in operation.inputs)
    return Full(
        operation,
        href,
        f"curl '{site}{href or operation.example()}'",
        tuple(each for each in operation.inputs if each.name not in NAMES),
        tuple(each for each in operation.inputs if each.name in NAMES),
        not in_path and bool(operation.inputs),
        f"{PREFIX}schemas/{operation.schema}",
    )


def _example(operation: Operation) -> str:
    """Return an address that shows what a path does; empty where this graph lacks what it names."""
    if operation.id in (query.name for query in knowledge().queries):
        given = example_of(knowledge().queries.named(operation.id))
        return "" if given is None else query_links(operation.id, **given).api
    values = {each.name: each.example for each in operation.inputs if each.where == "path"}
    if "kind" in values and not knowledge().names.has_label(f"{ID}{values['kind']}/{values['key']}"):
        return ""
    if "table" in values and not knowledge().holds_graph(f"{ASSERTION}{values['table']}/{values['key']}"):
        return ""
    return operation.example()

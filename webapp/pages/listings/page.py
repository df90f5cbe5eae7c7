"""Pages that list all things of a kind: a part of the list, its filters, and what is chosen of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from webapp.citing import citation
from webapp.pages.draft import Draft
from webapp.pages.facets import Chip, Facet, Option
from webapp.pages.listings.choice import BY_DATE, SORT, WORDS, address, choice_of
from webapp.pages.listings.index import index_of
from webapp.pages.listings.rows import rows_of
from webapp.pages.parts import Heading, Panel, Table
from webapp.pages.things.domains import framework_tables
from webapp.urls import query_links, tool_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from werkzeug.datastructures import MultiDict

    from kg.citations import Citation
    from webapp.kinds import Kind
    from webapp.knowledge import Knowledge
    from webapp.pages.listings.choice import Choice
    from webapp.pages.listings.index import Choosable, Index
    from webapp.pages.listings.spec import Filter, Listing
    from webapp.urls import Links

ROWS_A_PAGE: Final = 50
_LONGEST_SHOWN: Final = 60
_SEARCHED_FROM: Final = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """
    The part of a list that a page shows.

    `count` is that of all things of the choice; `range` says which of them stand here; `{}` in `href` is the
    number of a part.  `orders` are (label, address or None if in use).  Without a `table` there is nothing to
    show, and `nothing` says so.
    """

    title: str
    count: int
    range: str
    table: Table | None
    nothing: str
    page: int
    pages: int
    href: str
    orders: tuple[tuple[str, str | None], ...]
    links: Links


@dataclass(frozen=True, slots=True)
class ListingPage:
    """
    All that `listing.html` may use.

    `notes` are sentences on what was asked for and is not there.  `words` are looked for in names, None where
    the list is too short for that; `hidden` are names and values that the form of the filters keeps.
    `has_page` is false if what was asked for is the number of no page; `total` counts what the panels hold.
    """

    section: str
    title: str
    lead: str
    path: str
    facets: tuple[Facet, ...]
    panels: tuple[Panel, ...]
    notes: tuple[str, ...] = ()
    chips: tuple[Chip, ...] = ()
    shown: Shown | None = None
    words: str | None = None
    hidden: tuple[tuple[str, str], ...] = ()
    address: str = ""
    cite: Citation | None = None
    has_page: bool = True
    total: int | None = None


def listing_page(
    knowledge: Knowledge, kind: Kind, listing: Listing, args: MultiDict[str, str]
) -> ListingPage:
    """
    Return a page of the list of one kind.

    Args:
        knowledge: The graph.
        kind: The kind; it has a path.
        listing: How its list is made.
        args: The parameters of the address, whatever they are.
    """
    draft, path = Draft(knowledge), str(kind.listing)
    index = index_of(knowledge, listing)
    choice = choice_of(args, (each.name for each in listing.filters), is_dated=listing.is_dated)
    shown, has_page = _shown(draft, path, listing, index, choice)
    notes = tuple(_notes(listing, index, choice, "" if has_page else args["page"], shown.pages))
    is_searched = len(index.names) > _SEARCHED_FROM or bool(choice.words)
    return ListingPage(
        listing.section,
        kind.many,
        listing.lead,
        path,
        tuple(
            _facet(path, each, index, choice)
            for each in listing.filters
            if choice.facets[each.name] or not each.is_quiet
        ),
        tuple(listing.after(draft, choice)) if listing.after else (),
        notes,
        chips := tuple(_chips(path, listing, index, choice)),
        shown,
        choice.words if is_searched else None,
        ((SORT, BY_DATE),) if choice.is_by_date else (),
        here := address(path, choice.pairs(), shown.page),
        citation(_titled(kind, chips), here),
        has_page,
    )


def _titled(kind: Kind, chips: Iterable[Chip]) -> str:
    """Return how a list is called where it is cited: by what is chosen of it."""
    chosen = "; ".join(f"{chip.legend}: {chip.label}" for chip in chips)
    return f"{kind.many} ({chosen})" if chosen else kind.many


def _shown(draft: Draft, path: str, listing: Listing, index: Index, choice: Choice) -> tuple[Shown, bool]:
    """Return the part that is asked for, the first where there is no such part; and whether there is."""
    skip = ROWS_A_PAGE * ((choice.page or 1) - 1)
    count, things = index.things(choice, skip, ROWS_A_PAGE)
    pages = max(1, -(-count // ROWS_A_PAGE))
    has_page = choice.page is not None and choice.page <= pages
    page = choice.page if choice.page and has_page else 1
    rows = rows_of(draft.knowledge.derived, listing.segment, things, listing.columns)
    body = tuple(tuple(column.cell(draft, row) for column in listing.columns) for row in rows)
    caption = f"{listing.caption[0].upper()}{listing.caption[1:]}"
    headings = tuple(Heading(column.heading) for column in listing.columns)
    first = ROWS_A_PAGE * (page - 1) + 1
    # An encoded address has no braces, so the place for the number is the only one.
    pairs = choice.pairs()
    part = f"{path}?{urlencode(pairs, safe='/')}{'&' if pairs else ''}page={{}}"
    return (
        Shown(
            f"{caption} of this choice" if choice.is_narrowed else f"All {listing.caption}",
            count,
            f"{first} to {first + len(rows) - 1} of {count}" if pages > 1 and rows else "",
            Table("listed", caption, headings, body, cards=len(headings) > 1) if rows else None,
            ""
            if rows
            else "No such page."
            if count
            else f"Nothing on record is of this choice of {listing.caption}.",
            page,
            pages,
            part,
            _orders(path, listing, choice),
            tool_links(path, pairs, query_links(f"{listing.segment}-list")),
        ),
        has_page,
    )


def _orders(path: str, listing: Listing, choice: Choice) -> tuple[tuple[str, str | None], ...]:
    """Return the orders of a list, with the address of each that is not in use."""
    if not listing.is_dated:
        return ()
    by_name = [pair for pair in choice.pairs() if pair[0] != SORT]
    return (
        ("by name", address(path, by_name) if choice.is_by_date else None),
        (
            "by date, the newest first",
            None if choice.is_by_date else address(path, [*by_name, (SORT, BY_DATE)]),
        ),
    )


def _notes(listing: Listing, index: Index, choice: Choice, page: str, pages: int) -> Iterator[str]:
    """Say what is asked for that is not there, in the order of the filters."""
    for each in listing.filters:
        known = {option.key for option in index.options[each.name]}
        for key in choice.facets[each.name]:
            if key not in known:
                yield f"There is no {each.one} {key[:_LONGEST_SHOWN]!r} here."
    for name in choice.strange[:_LONGEST_SHOWN]:
        yield f"This list has no filter {name[:_LONGEST_SHOWN]!r}, so it narrows nothing."
    if page:
        parts = f"{pages} pages" if pages > 1 else "one page"
        yield f"There is no page {page[:_LONGEST_SHOWN]!r} of this list, which has {parts}."


def _facet(path: str, each: Filter, index: Index, choice: Choice) -> Facet:
    """Return a filter with its options: what each leads to, with what is chosen in the other filters."""
    counts = index.facets.counts(each.name, choice.facets, index.words(choice.words))
    chosen = choice.facets[each.name]
    others = urlencode(choice.pairs(each.name), safe="/")
    base = f"{path}?{others}{'&' if others else ''}{each.name}="
    options = index.options[each.name]
    shown = _foremost(each, options, index, chosen)
    return Facet(
        each.name,
        each.legend,
        tuple(
            Option(
                option.key,
                option.label,
                counts.get(option.key, 0),
                option.key in chosen,
                option.state,
                base + option.quoted,
                option.group,
            )
            for option in shown
        ),
        _left_out(len(options) - len(shown)),
    )


def _foremost(
    each: Filter, options: tuple[Choosable, ...], index: Index, chosen: Iterable[str]
) -> tuple[Choosable, ...]:
    """Return the options that most things have, in their order, and those that are chosen."""
    if len(options) <= each.most:
        return options
    sizes = {option.key: index.facets.those_of(each.name, option.key).bit_count() for option in options}
    largest = sorted(sizes, key=lambda key: -sizes[key])[: each.most]
    kept = {*largest, *chosen}
    return tuple(option for option in options if option.key in kept)


def _left_out(number: int) -> str:
    return f"{number} more, each with few; follow one from a row." if number else ""


def _chips(path: str, listing: Listing, index: Index, choice: Choice) -> Iterator[Chip]:
    """Return all that is chosen, each with the list without it."""
    for each in listing.filters:
        labels = {option.key: option.label for option in index.options[each.name]}
        taken = choice.facets[each.name]
        for key in taken:
            rest = choice.pairs(each.name, (other for other in taken if other != key))
            yield Chip(each.legend, labels.get(key, key[:_LONGEST_SHOWN]), address(path, rest))
    if choice.words:
        rest = [pair for pair in choice.pairs() if pair[0] != WORDS]
        yield Chip("Words in the name", choice.words[:_LONGEST_SHOWN], address(path, rest))


def domains_page(knowledge: Knowledge) -> ListingPage:
    """Return the domains of all frameworks, with what is known of initiatives for each."""
    lead = "Each framework divides migration governance in its own way. Equal numbers mean nothing."
    panels = framework_tables(knowledge)
    total = sum(panel.count for panel in panels if isinstance(panel.count, int))
    return ListingPage("domains", "Domains", lead, "/domains", (), panels, total=total)

"""The network around one thing: its picture, the same as tables, and what there was no room for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.networks.files import FORMATS
from kg.networks.neighbourhood import CAP, neighbourhood
from kg.networks.things import KINDS, kind
from webapp.kinds import KINDS as NAMED_KINDS
from webapp.pages.draft import Draft
from webapp.pages.networks.choice import Choice, part
from webapp.pages.networks.picture import around, picture_drawing
from webapp.pages.parts import Part
from webapp.urls import path_of, report_path, short_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.citations import Citation
    from kg.networks import Link, Network
    from kg.networks.neighbourhood import Picture
    from webapp.knowledge import Knowledge
    from webapp.pages.networks.drawing import Drawing
    from webapp.pages.parts import Evidence

_MENTIONS: Final = 140
_LINKS: Final = 25
_FORMAT_NAMES: Final = {"graphml": "GraphML", "gexf": "GEXF", "csv": "CSV of links", "json": "JSON"}


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its name, with an address."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class ThingRow:
    """A thing of the picture, with what it is linked with there."""

    label: str
    href: str
    kind: str
    links: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link of the picture: both ends, the words, and who says so."""

    subject: Named
    words: str
    object: Named
    evidence: tuple[Evidence, ...]
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many things of a kind there are, and where these are listed."""

    words: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class KindOption:
    """A kind to choose."""

    value: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True)
class ThingsTable:
    """
    Things shown or left out, a part of them; `listed` is their kind if they are of one.

    `by_name` and `by_links` are the addresses of its two orders, `all_href` that of all kinds, or empty.
    """

    rows: tuple[ThingRow, ...]
    total: int
    part: Part
    listed: str
    by_name: str
    by_links: str
    all_href: str


@dataclass(frozen=True, slots=True)
class LinksTable:
    """The links of a picture, a part of them."""

    rows: tuple[LinkRow, ...]
    total: int
    part: Part


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """
    All that `network.html` may use.

    `drawing` and the rows of links are absent where the page lists what is left out.  `files` are
    (name, address, media type).
    """

    name: str
    kind: str
    thing_href: str
    of: str
    steps: int
    cap: int
    notices: tuple[str, ...]
    options: tuple[KindOption, ...]
    shown: tuple[KindCount, ...]
    left_out: tuple[KindCount, ...]
    things: ThingsTable
    drawing: Drawing | None
    links: LinksTable
    files: tuple[tuple[str, str, str], ...]
    report: str
    cite: Citation


def network_page(knowledge: Knowledge, choice: Choice, cite: Citation) -> NetworkPage:
    """Return the page of the network around one thing; `cite` is how to cite it."""
    network = knowledge.network
    picture = neighbourhood(network, choice.start, choice.steps, choice.kinds)
    within = neighbourhood(network, choice.start, choice.steps) if choice.kinds else picture
    in_reach = within.counts.keys() | within.counts_left_out.keys() | set(choice.kinds)
    return NetworkPage(
        name=network.label(choice.start),
        kind=NAMED_KINDS[kind(choice.start)].one,
        thing_href=path_of(choice.start),
        of=short_key(choice.start),
        steps=choice.steps,
        cap=CAP,
        notices=choice.notices,
        options=tuple(
            KindOption(segment, NAMED_KINDS[segment].many, segment in choice.kinds)
            for segment in KINDS
            if segment in in_reach
        ),
        shown=_counts(picture.counts, choice, "only"),
        left_out=_counts(picture.counts_left_out, choice, "left"),
        things=_things_table(network, picture, choice),
        drawing=None if choice.left else picture_drawing(network, picture, choice),
        links=_links_table(knowledge, () if choice.left else picture.links, choice),
        files=tuple(_files(choice)),
        report=report_path(choice.address(page="1", links="1")),
        cite=cite,
    )


def _things_table(network: Network, picture: Picture, choice: Choice) -> ThingsTable:
    listed = _listed(network, picture, choice)
    parts = _parts(listed, picture)
    number = part(choice.page, len(parts))
    address = f"{choice.address(page='PART')}#things".replace("PART", "{}")
    one_kind = choice.left or choice.only
    return ThingsTable(
        tuple(_thing_row(network, picture, iri) for iri in parts[number - 1]),
        len(listed),
        Part(number, len(parts), address),
        NAMED_KINDS[one_kind].many if one_kind else "",
        f"{choice.address(sort='name', page='1')}#things",
        f"{choice.address(sort='links', page='1')}#things",
        choice.address(only="", left="", page="1") if one_kind else "",
    )


def _links_table(knowledge: Knowledge, links: Sequence[Link], choice: Choice) -> LinksTable:
    pages = max(1, -(-len(links) // _LINKS))
    number = part(choice.links, pages)
    shown = links[(number - 1) * _LINKS : number * _LINKS]
    address = f"{choice.address(links='PART')}#links".replace("PART", "{}")
    return LinksTable(tuple(_link_rows(knowledge, shown)), len(links), Part(number, pages, address))


def _files(choice: Choice) -> Iterator[tuple[str, str, str]]:
    plain = Choice(choice.start, choice.steps, choice.kinds)
    for suffix, media_type in FORMATS.items():
        yield _FORMAT_NAMES[suffix], plain.address(f".{suffix}"), media_type
    yield "CSV of things", f"{plain.address('.csv')}&table=nodes", FORMATS["csv"]


def _counts(counted: dict[str, int], choice: Choice, name: str) -> tuple[KindCount, ...]:
    other = {"only": "left", "left": "only"}[name]
    return tuple(
        KindCount(
            NAMED_KINDS[segment].one if count == 1 else NAMED_KINDS[segment].many.lower(),
            count,
            f"{choice.address(**{name: segment, other: '', 'page': '1', 'links': '1'})}#things",
        )
        for segment, count in counted.items()
    )


def _listed(network: Network, picture: Picture, choice: Choice) -> list[str]:
    """Return the things of the table: those shown or left out, of all kinds or one, in the order chosen."""
    if choice.left:
        return network.by_name(iri for iri in picture.left_out if kind(iri) == choice.left)
    found = network.by_name(iri for iri in picture.steps if choice.only in {"", kind(iri)})
    # Sorting keeps the order of names among those with as many links.
    return sorted(found, key=lambda iri: -len(picture.around[iri])) if choice.sort == "links" else found


def _parts(listed: Sequence[str], picture: Picture) -> list[list[str]]:
    """Split the things of the table into parts that mention about as many names each."""
    parts: list[list[str]] = [[]]
    mentions = 0
    for iri in listed:
        more = 1 + len(picture.around.get(iri, ()))
        if parts[-1] and mentions + more > _MENTIONS:
            parts.append([])
            mentions = 0
        parts[-1].append(iri)
        mentions += more
    return parts


def _thing_row(network: Network, picture: Picture, iri: str) -> ThingRow:
    return ThingRow(
        network.label(iri),
        path_of(iri),
        NAMED_KINDS[kind(iri)].one,
        tuple(Named(network.label(near), around(near)) for near in picture.around.get(iri, ())),
    )


def _link_rows(knowledge: Knowledge, links: Iterable[Link]) -> Iterator[LinkRow]:
    draft, network = Draft(knowledge), knowledge.network
    for link in links:
        yield LinkRow(
            Named(network.label(link.subject), path_of(link.subject)),
            network.words(link.relation),
            Named(network.label(link.object), path_of(link.object)),
            draft.evidence(*link.assertions),
            draft.is_disputed(*link.assertions),
        )

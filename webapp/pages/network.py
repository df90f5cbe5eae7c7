"""The network around one thing: its picture, the same as tables, and what there was no room for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC
from kg.networks.files import FORMATS
from kg.networks.neighbourhood import CAP, neighbourhood
from kg.networks.things import KINDS, ROLE, kind
from webapp.kinds import KINDS as NAMED_KINDS
from webapp.pages.draft import Draft
from webapp.pages.drawing import Thing, drawing
from webapp.pages.network_choice import PATH, Choice, part
from webapp.pages.parts import Part
from webapp.urls import path_of, report_path, short_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.networks import Link, Network
    from kg.networks.neighbourhood import Picture
    from webapp.knowledge import Knowledge
    from webapp.pages.drawing import Drawing
    from webapp.pages.parts import Evidence

_MENTIONS: Final = 200
_LINKS: Final = 30
_FORMAT_NAMES: Final = {"graphml": "GraphML", "gexf": "GEXF", "csv": "CSV of links", "json": "JSON"}

SORTS: Final = (
    ("belong", "is listed in, sits in, chairs"),
    ("serve", "serves, furthers, deals with, covers, uses"),
    ("run", "runs under, is led by, has partner, involves"),
    ("meet", "meets, takes part, is held in"),
    ("part", "is part of, lies in"),
    ("match", "matches, addresses, rests on"),
)
"""The sorts of lines in a picture, with the words of its legend."""

_SORT_OF: Final[dict[str, str]] = {
    RC + name: sort
    for sort, names in {
        "belong": ("chairOf",),
        "serve": ("servesDomain", "furthersDomain", "dealsWith", "coversDomain", "usesMode"),
        "run": ("underProcess", "ledBy", "partner", "involvesCountry", "commissionedBy", "madeBy"),
        "meet": (
            *("meetingOf", "participant", "observingParty", "businessParticipantFrom"),
            *("heldIn", "heldAt", "presentedAt", "putBefore"),
        ),
        "part": (
            *("bodyOf", "bodyOfProcess", "inRegion", "partOfRegion", "partOfFramework", "inDomain"),
            *("partOfIndicator", "partOfPolicyElement"),
        ),
    }.items()
    for name in names
} | {PREFIXES["skos"] + "broader": "part"}


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
class NetworkPage:
    """
    All that `network.html` may use.

    `drawing` and the rows of links are absent where the page lists what is left out.  `files` are
    (name, address, media type); `heads` are (words, address or none) of the table's columns.
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
    listed: str
    things: tuple[ThingRow, ...]
    things_total: int
    things_part: Part
    by_links: str
    by_name: str
    all_href: str
    drawing: Drawing | None
    links: tuple[LinkRow, ...]
    links_total: int
    links_part: Part
    files: tuple[tuple[str, str, str], ...]
    cite_path: str
    report: str
    title: str = ""
    cite: str = ""


def network_page(knowledge: Knowledge, choice: Choice, cite: str) -> NetworkPage:
    """Return the page of the network around one thing; `cite` is how to cite it."""
    network = knowledge.network
    picture = neighbourhood(network, choice.start, choice.steps, choice.kinds)
    within = neighbourhood(network, choice.start, choice.steps) if choice.kinds else picture
    in_reach = within.counts.keys() | within.counts_left_out.keys() | set(choice.kinds)
    listed = _listed(network, picture, choice)
    parts = _parts(listed, picture)
    number = part(choice.page, len(parts))
    chosen_links = picture.links if not choice.left else ()
    pages = max(1, -(-len(chosen_links) // _LINKS))
    links_number = part(choice.links, pages)
    links = chosen_links[(links_number - 1) * _LINKS : links_number * _LINKS]
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
        listed=NAMED_KINDS[choice.left or choice.only].many if choice.left or choice.only else "",
        things=tuple(_thing_row(network, picture, iri) for iri in parts[number - 1]),
        things_total=len(listed),
        things_part=Part(
            number, len(parts), f"{choice.address(page='PAGE')}#things".replace("PAGE", "{}"), ""
        ),
        by_links="" if choice.left else f"{choice.address(sort='links', page='1')}#things",
        by_name=f"{choice.address(sort='name', page='1')}#things",
        all_href=choice.address(only="", left="", page="1") if choice.only or choice.left else "",
        drawing=None if choice.left else picture_drawing(network, picture, choice),
        links=tuple(_link_rows(knowledge, links)),
        links_total=len(chosen_links),
        links_part=Part(
            links_number, pages, f"{choice.address(links='PAGE')}#links".replace("PAGE", "{}"), ""
        ),
        files=tuple(_files(choice)),
        cite_path=choice.address(page="1", links="1"),
        report=report_path(choice.address(page="1", links="1")),
        cite=cite,
    )


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
        tuple(Named(network.label(near), _around(near)) for near in picture.around.get(iri, ())),
    )


def _around(iri: str) -> str:
    """Return the address of the network around a thing; the keys of our things need no quoting here."""
    return f"{PATH}?of={path_of(iri).removeprefix('/doc/')}"


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


def picture_drawing(network: Network, picture: Picture, choice: Choice) -> Drawing:
    """Return the drawing of a picture: the start in the middle, a ring a step, kind by kind."""
    words = _words_to_start(network, picture)
    rings = [
        [iri for iri, steps in picture.steps.items() if steps == step] for step in range(choice.steps + 1)
    ]
    rings[1:2] = [sorted(ring, key=lambda i: (KINDS.index(kind(i)), words[i])) for ring in rings[1:2]]
    return drawing(
        [[_drawn(network, picture, iri, words) for iri in ring] for ring in rings if ring],
        ((link.subject, link.object, sort_of(link.relation)) for link in picture.links),
        SORTS,
        ((segment, NAMED_KINDS[segment].one) for segment in picture.counts),
    )


def sort_of(relation: str) -> str:
    """Return the sort of a line by the property or role of its link."""
    return "belong" if relation.startswith(ROLE) else _SORT_OF.get(relation, "match")


def _words_to_start(network: Network, picture: Picture) -> dict[str, str]:
    """Return what links each thing with the start, in words; empty for what is further away."""
    found: dict[str, list[str]] = {iri: [] for iri in picture.steps}
    for link in picture.links:
        if picture.start in {link.subject, link.object}:
            other = link.object if link.subject == picture.start else link.subject
            found[other].append(network.words(link.relation).removeprefix("listed as "))
    return {iri: ", ".join(dict.fromkeys(words)) for iri, words in found.items()}


def _drawn(network: Network, picture: Picture, iri: str, words: dict[str, str]) -> Thing:
    links = len(picture.around[iri])
    label, segment = network.label(iri), kind(iri)
    name = f"{label}, {NAMED_KINDS[segment].one}, {links} link{'' if links == 1 else 's'}"
    return Thing(iri, label, _around(iri), name, segment, segment, words[iri])

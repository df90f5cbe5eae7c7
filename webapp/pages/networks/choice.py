"""What a visitor asks the network for, as the address says it: read, checked, and written again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.errors import ParameterError
from kg.namespaces import ID
from kg.networks.neighbourhood import STEPS
from kg.networks.things import KINDS, kind
from webapp.pages.networks.drawing import shortened
from webapp.urls import iri_of, query_text, short_key

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from webapp.knowledge import Knowledge

PATH: Final = "/network"
SORTS: Final = ("name", "links")
_DIGITS: Final = 9
LONGEST_SAID: Final = 60
"""How much of a value that means nothing is repeated to whoever sent it."""


class UnknownStartError(ParameterError):
    """A network is asked for around something that the graph does not have."""


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What is asked for.

    `kinds` are those that may be shown, all if there are none; `only` the kind of the things that the table
    lists, `left` that of the things left out to be listed instead of the picture, or empty; `page` and
    `links` are parts of the two tables.  `notices` say what was asked for and makes no sense.
    """

    start: str
    steps: int = 1
    kinds: tuple[str, ...] = ()
    sort: str = "name"
    only: str = ""
    left: str = ""
    page: str = "1"
    links: str = "1"
    notices: tuple[str, ...] = ()

    @property
    def picture(self) -> list[tuple[str, str]]:
        """What decides about the picture, as names and values of the address."""
        asked = [("of", short_key(self.start))]
        asked += [("steps", str(self.steps))] if self.steps != 1 else []
        return asked + [("kind", segment) for segment in self.kinds]

    def address(self, suffix: str = "", **changed: str) -> str:
        """Return the address of the same picture; `changed` are `sort`, `only`, `left`, `page`, `links`."""
        new = replace(self, **changed)  # type: ignore[arg-type]  # only fields that are texts
        asked = new.picture + [("sort", new.sort)] * (new.sort != "name")
        asked += [(name, value) for name in ("only", "left") if (value := getattr(new, name))]
        asked += [(name, value) for name in ("page", "links") if (value := getattr(new, name)) != "1"]
        return f"{PATH}{suffix}?{query_text(asked)}"


def read_choice(knowledge: Knowledge, args: MultiDict[str, str]) -> Choice:
    """
    Read the choice from an address.

    Raises:
        UnknownStartError: What the network is to start from is not in it.
    """
    notices: list[str] = []
    kinds = [value for value in dict.fromkeys(args.getlist("kind")) if value][: len(KINDS)]
    notices += [
        f"There is no kind “{said(value)}” in the network; it is left out of the choice."
        for value in kinds
        if value not in KINDS
    ]
    steps = args.get("steps", "1")
    if steps not in {str(number) for number in STEPS}:
        notices.append(f"“{said(steps)}” is no number of steps here; one step is shown.")
        steps = "1"
    return Choice(
        _start(knowledge, args.get("of", "")),
        int(steps),
        tuple(segment for segment in KINDS if segment in kinds),
        args["sort"] if args.get("sort") in SORTS else "name",
        args["only"] if args.get("only") in KINDS else "",
        args["left"] if args.get("left") in KINDS else "",
        part_asked(args, "page"),
        part_asked(args, "links"),
        tuple(notices),
    )


def said(value: str) -> str:
    """Return the beginning of what a visitor wrote, to be repeated."""
    return shortened(value, LONGEST_SAID)


def part_asked(args: MultiDict[str, str], name: str) -> str:
    """Return which part of a list is asked for, as a number; what is none means the first."""
    asked = args.get(name, "1")
    return str(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) <= _DIGITS else "1"


def part(asked: str, parts: int) -> int:
    """Return which of some parts is meant: the nearest to the number asked for, from 1."""
    return max(1, min(int(asked), parts))


def _start(knowledge: Knowledge, asked: str) -> str:
    """Find the thing that is meant, by its key, its IRI or the path of its page."""
    text = asked.strip()
    iri = text if text.startswith(ID) else iri_of(text) if text.startswith("/") else ID + text
    if iri in knowledge.network:
        return iri
    if kind(iri) and kind(iri) not in KINDS and knowledge.names.has_label(iri):
        raise UnknownStartError(
            f"{knowledge.names.label(iri)} ends no links here; start from a country, process or domain."
        )
    raise UnknownStartError(f"The network has no thing {said(text)!r}; search for its name on the site.")

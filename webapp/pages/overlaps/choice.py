"""What a visitor asks the overlaps for, as the address says it: read, checked, and written again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.namespaces import ID, thing
from kg.networks.sets import FULL_ROLES
from webapp.pages.networks.choice import part_asked, said
from webapp.urls import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from werkzeug.datastructures import MultiDict

    from webapp.knowledge import Knowledge

PATH: Final = "/overlaps"
SORTS: Final = ("name", "shared")
_MANY: Final = 50
"""How many values of one parameter are looked at: more than there are processes."""
_HOLES: Final = ("FIRST.KEY", "OTHER.KEY")
FRAMEWORK: Final = thing("framework", "escap-2017")
"""The framework whose domains are shown if no other is asked for."""


@dataclass(frozen=True, slots=True)
class OverlapChoice:
    """
    What is asked for.

    Two `processes` are held against each other; one, or more than two, narrow the list of pairs.  `roles` are
    keys; `region` narrows all counts to its countries; `page` and `others` are parts of the two tables.
    `notices` say what was asked for and makes no sense.
    """

    processes: tuple[str, ...] = ()
    roles: tuple[str, ...] = FULL_ROLES
    region: str | None = None
    framework: str = FRAMEWORK
    sort: str = "name"
    page: str = "1"
    others: str = "1"
    notices: tuple[str, ...] = ()

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What decides about the rows, as names and values of the address; without the part shown."""
        asked = [("process", key_of(iri)) for iri in self.processes]
        asked += [("role", key) for key in self.roles] if self.roles != FULL_ROLES else []
        asked += [("region", key_of(self.region))] if self.region else []
        asked += [("framework", key_of(self.framework))] if self.framework != FRAMEWORK else []
        return asked + ([("sort", self.sort)] if self.sort != "name" else [])

    def address(self, *processes: str, anchor: str = "", **changed: str) -> str:
        """Return the address of the same choice for other processes; `changed`: `sort`, `page`, `others`."""
        new = replace(self, processes=processes or self.processes)
        new = replace(new, **changed)  # type: ignore[arg-type]  # only fields that are texts
        asked = new.asked + [(name, changed[name]) for name in ("page", "others") if name in changed]
        return PATH + (f"?{urlencode(asked, safe='/')}" if asked else "") + (f"#{anchor}" if anchor else "")

    def addresses(self, processes: int) -> Callable[..., str]:
        """
        Return what gives the addresses of many processes or pairs, which differ in their keys alone.

        Args:
            processes: How many processes such an address holds: 1 or 2.
        """
        holes = _HOLES[:processes]
        pattern = replace(self, sort="name").address(*(thing("process", name) for name in holes))

        def address(*iris: str, anchor: str = "") -> str:
            found = pattern
            for hole, iri in zip(holes, iris, strict=True):
                found = found.replace(hole, key_of(iri), 1)
            return f"{found}#{anchor}" if anchor else found

        return address


def read_overlap_choice(knowledge: Knowledge, args: MultiDict[str, str]) -> OverlapChoice:
    """Read the choice from an address; what makes no sense is left out, and a notice says so."""
    notices: list[str] = []
    sets = knowledge.sets
    processes = known_things(knowledge, "process", args.getlist("process"), notices)
    regions = known_things(knowledge, "region", args.getlist("region")[:1], notices)
    frameworks = known_things(knowledge, "framework", args.getlist("framework")[:1], notices)
    roles = [value for value in dict.fromkeys(args.getlist("role")) if value][:_MANY]
    notices += [
        f"No country is listed in a role “{said(role)}”; it is left out of the choice."
        for role in roles
        if role not in sets.roles
    ]
    return OverlapChoice(
        processes,
        tuple(key for key in sets.roles if key in roles) or FULL_ROLES,
        regions[0] if regions else None,
        frameworks[0] if frameworks else FRAMEWORK,
        args["sort"] if args.get("sort") in SORTS else "name",
        part_asked(args, "page"),
        part_asked(args, "others"),
        tuple(notices),
    )


def known_things(
    knowledge: Knowledge, segment: str, keys: Iterable[str], notices: list[str]
) -> tuple[str, ...]:
    """Return the things of a kind with these keys, each once; `notices` get those unknown."""
    found: dict[str, None] = {}
    for key in [key for key in keys if key][:_MANY]:
        iri = key if key.startswith(ID) else thing(segment, key)
        if iri in knowledge.network:
            found[iri] = None
        else:
            notices.append(f"There is no {segment} “{said(key)}” in the graph; it is left out of the choice.")
    return tuple(found)

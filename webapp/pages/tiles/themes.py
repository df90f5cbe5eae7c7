"""What the tile map can be about: a process, the reach of a domain, ratings, or how many processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC, thing
from kg.terms import Iri
from webapp.names import kind_of
from webapp.pages.dates import ATTESTED, DATED, of_row
from webapp.pages.parts import Level
from webapp.pages.prepared import once
from webapp.pages.sentences import counted
from webapp.pages.things.members import merged
from webapp.pages.tiles.tiles import IN, OTHER, OUT, PLAIN, ROLE, UNKNOWN, Key, Said, tile_map
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from webapp.knowledge import Knowledge
    from webapp.pages.draft import Draft
    from webapp.pages.parts import Evidence
    from webapp.pages.tiles.layout import Block, Plot
    from webapp.pages.tiles.tiles import TileMap

NOT_LISTED: Final = "not in the list"
NONE_SEEN: Final = "none on record"
NOT_LOOKED_INTO: Final = "not looked into"
_NOT_STATED: Final = "not-stated"
_NOT_ASSESSED: Final = "not-assessed"
_RECORDED: Final = "recorded"
_WORLD: Final = "world"
_FULL: Final = {"member", "signatory"}
_WATCHING: Final = {"observer", "observer-at-a-meeting"}


@once
def memberships(knowledge: Knowledge) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the roles of everyone in each process in which they are listed, as keys, by their IRIs."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in knowledge.table("all-memberships"):
        roles = found.setdefault(row["member"], {})
        roles[row["process"]] = (*roles.get(row["process"], ()), key_of(row["role"]))
    return found


@once
def member_counts(knowledge: Knowledge) -> dict[str, int]:
    """Return how many countries each process lists as members or signatories; not those that list none."""
    counts: dict[str, int] = {}
    for member, roles in memberships(knowledge).items():
        if kind_of(member).segment != "country":
            continue
        for process, held in roles.items():
            counts[process] = counts.get(process, 0) + bool(_FULL.intersection(held))
    return {process: count for process, count in counts.items() if count}


@once
def serving(knowledge: Knowledge) -> dict[str, dict[str, tuple[int, int]]]:
    """Return for each domain how many initiatives and themes of which process serve it."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for row in knowledge.table("process-domains"):
        numbers = (int(row["initiatives"]), int(row["themes"]))
        found.setdefault(row["domain"], {})[row["process"]] = numbers
    return found


@once
def _silent_on_members(knowledge: Knowledge) -> dict[str, tuple[str, str]]:
    """Return what documents leave out of members: a state and the graph that says so, by the thing."""
    found: dict[str, tuple[str, str]] = {}
    for row in knowledge.table("property-coverage", property=Iri(RC + "member")):
        if key_of(row["state"]) != _RECORDED:
            found.setdefault(row["subject"], (key_of(row["state"]), row["assertion"]))
    return found


def members_unknown(draft: Draft, process: str) -> tuple[str, tuple[Evidence, ...]]:
    """Return what documents say of the members of a process that lists none; empty if none looked."""
    state, assertion = _silent_on_members(draft.knowledge).get(process, ("", ""))
    return state, draft.evidence(assertion)


def look_of(roles: Sequence[str]) -> str:
    """Return the look of a country with these roles in a process."""
    if _FULL.intersection(roles):
        return IN
    return ROLE if _WATCHING.intersection(roles) else OTHER


def process_map(draft: Draft, process: str, *, whole: bool = False) -> TileMap:
    """
    Return who is listed in a process, in which role.

    Args:
        draft: The page.
        process: The IRI of the process.
        whole: Show all blocks, and not only those in which a country is listed.
    """
    knowledge = draft.knowledge
    listed: dict[str, list[dict[str, str]]] = {}
    for row in merged(draft.table("members", process=key_of(process))):
        if kind_of(row["member"]).segment == "country":
            listed.setdefault(row["member"], []).append(row)
    is_known = process in member_counts(knowledge)
    state = "" if is_known else members_unknown(draft, process)[0]
    missing = Said(OUT, NOT_LISTED) if is_known else _unknown(knowledge, state)

    def say(plot: Plot) -> Said:
        rows = listed.get(plot.country)
        return _listed(draft, rows) if rows else missing

    def shown(block: Block) -> bool:
        return whole or any(plot.country in listed for plot in block.plots)

    legend = (*_roles(draft, listed), Key(missing.look, missing.words, missing.state))
    name = draft.names.short(process)
    return tile_map(knowledge, name, say, legend, shown=shown, is_known=is_known or bool(listed))


def _unknown(knowledge: Knowledge, state: str) -> Said:
    """Return what is said of every country where no list of members is on record."""
    if not state:
        return Said(UNKNOWN, f"members {NOT_LOOKED_INTO}")

    return Said(UNKNOWN, f"members {knowledge.names.label(thing('coverage-state', state))}", state)


def _listed(draft: Draft, rows: Sequence[dict[str, str]]) -> Said:
    roles = dict.fromkeys(row["role"] for row in rows)
    graphs = [row["assertion"] for row in rows]
    return Said(
        look_of([key_of(role) for role in roles]),
        " and ".join(draft.names.label(role) for role in roles),
        _RECORDED,
        ", ".join(filter(None, (_joined("since ", rows, DATED), _joined("listed as of: ", rows, ATTESTED)))),
        evidence=draft.evidence(*graphs),
        is_disputed=draft.is_disputed(*graphs),
    )


def _joined(said: str, rows: Sequence[Mapping[str, str]], columns: tuple[str, str, str, str]) -> str:
    """Return all times that rows give in these columns, behind what is said of them; empty without any."""
    times = dict.fromkeys(filter(None, (of_row(row, columns) for row in rows)))
    return said + "; ".join(times) if times else ""


def _roles(draft: Draft, listed: Mapping[str, Sequence[Mapping[str, str]]]) -> tuple[Key, ...]:
    """Return the legend of the roles that occur: an entry for each look."""
    words: dict[str, dict[str, None]] = {}
    for rows in listed.values():
        roles = dict.fromkeys(row["role"] for row in rows)
        look = look_of([key_of(role) for role in roles])
        for role in roles:
            if look_of([key_of(role)]) == look:
                words.setdefault(look, {})[draft.names.label(role)] = None
    return tuple(Key(look, ", ".join(sorted(words[look]))) for look in (IN, ROLE, OTHER) if look in words)


def region_map(draft: Draft, region: str = "") -> TileMap:
    """Return in how many processes on record each country is listed; only in a region, where one is given."""
    knowledge = draft.knowledge
    found = memberships(knowledge)

    def say(plot: Plot) -> Said:
        held = found.get(plot.country)
        if not held:
            return Said(OUT, NONE_SEEN)
        href = f"{path_of(plot.country)}#memberships"
        return Said(PLAIN, str(len(held)), _RECORDED, number=len(held), href=href)

    def shown(block: Block) -> bool:
        return not region or region in block.within or key_of(region) == _WORLD

    legend = (Key(PLAIN, "the number of processes that list it"), Key(OUT, NONE_SEEN))
    return tile_map(knowledge, "Processes", say, legend, shown=shown)


def _by_name(draft: Draft, held: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return processes by name, with the role in each where it is not that of a member."""
    roles = {process: [key for key in keys if key != "member"] for process, keys in held.items()}
    names = [
        f"{draft.names.short(process)} ({', '.join(key.replace('-', ' ') for key in keys)})"
        if keys
        else draft.names.short(process)
        for process, keys in roles.items()
    ]
    return tuple(sorted(names, key=str.casefold))


def domain_map(draft: Draft, domain: str) -> TileMap:
    """Return through how many processes that serve a domain each country is reached."""
    knowledge = draft.knowledge
    processes, found = serving(knowledge).get(domain, {}), memberships(knowledge)
    state = "" if processes else knowledge.reach.state_without(domain)
    silent = _in_state(knowledge, state) if state else Said(OUT, NONE_SEEN)

    def say(plot: Plot) -> Said:
        held = {iri: roles for iri, roles in found.get(plot.country, {}).items() if iri in processes}
        if not held:
            return silent
        is_member = any(_FULL.intersection(roles) for roles in held.values())
        words = f"{counted(len(held), 'process')}{'' if is_member else ', not as a member'}"
        things, href = _by_name(draft, held), f"#r-{plot.key}"
        look = PLAIN if is_member else ROLE
        return Said(look, words, _RECORDED, number=len(held), href=href, things=things)

    legend = (
        Key(PLAIN, "member of a process that serves the domain; the number of such processes"),
        Key(ROLE, "listed in such processes in other roles only"),
        Key(silent.look, silent.words, silent.state),
    )
    return tile_map(knowledge, _short_domain(domain), say, legend, is_known=bool(processes))


def _in_state(knowledge: Knowledge, state: str) -> Said:
    """Return what is said of every country where nothing serves a domain: why that is not known."""
    return Said(UNKNOWN, knowledge.names.label(thing("coverage-state", state)), state)


def _short_domain(domain: str) -> str:
    """Return how every tile calls a domain, whose name may be long: `domain 2`; the page has its name."""
    return f"domain {key_of(domain).rpartition('/')[2]}"


def rating_map(draft: Draft, table: str, domain: str) -> TileMap:
    """Return the levels that one table of ratings gives for one domain."""
    knowledge = draft.knowledge
    rated = {
        row["country"]: row for row in draft.table("ratings", domain=key_of(domain)) if row["table"] == table
    }
    scale = draft.table("levels", framework=key_of(domain).rpartition("/")[0])
    levels = tuple(Level(row["label"], int(row["order"])) for row in scale)

    def say(plot: Plot) -> Said:
        row = rated.get(plot.country)
        if row is None:
            return Said(UNKNOWN, "not assessed", _NOT_ASSESSED)
        level = Level(row["levelLabel"], int(row["levelOrder"]))
        evidence = draft.evidence(row["assertion"])
        href = path_of(row["rating"])
        return Said(PLAIN, level.label, _RECORDED, row["period"], None, level, evidence, href)

    legend = (Key(UNKNOWN, "not assessed", _NOT_ASSESSED),)
    framework = draft.names.short(thing("framework", key_of(domain).rpartition("/")[0]))
    name = f"{draft.names.label(domain)} ({framework})"
    return tile_map(knowledge, name, say, legend, levels=levels, is_known=bool(rated))

"""What serves which domain, by way of whom: the sets from which matrices and comparisons are counted."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.facets import bits_of
from kg.namespaces import RC, thing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    Rows: TypeAlias = Iterable[Mapping[str, str]]

SERVES: Final = RC + "servesDomain"
USES: Final = RC + "usesMode"
UNDER: Final = RC + "underProcess"
_JUDGED: Final = thing("basis", "editorial")
_NONE: Final[frozenset[str]] = frozenset()
_UNIONS_KEPT: Final = 16
RECORDED: Final = "recorded"
NOT_STATED: Final = "not-stated"
NOT_ASSESSED: Final = "not-assessed"
_FOREMOST: Final = (RECORDED, "recorded-as-none", NOT_STATED, NOT_ASSESSED, "not-applicable")


class Reach:
    """
    Sets of IRIs made once from the answers of stored queries, which stay true while a release is served.

    An initiative is of a wide mode if it is of a narrower one.  `serving`, `using` and `under` give the
    initiatives of a domain, mode or process; `members` the processes of a country with the roles in each;
    `lying` the countries of a region; `furthering` the themes by which a process furthers a domain; `placed`
    the initiatives that a source, and not the editors, places in a domain.  `graphs` are the assertions that
    tie an initiative to its domain, mode or process, and a country to its process.
    """

    def __init__(self, rows_of: Callable[[str], Rows]) -> None:
        """Read what `rows_of` answers to the names of stored queries."""
        self.graphs: dict[tuple[str, str], list[str]] = defaultdict(list)
        # Each square of a matrix asks for the same few.
        self._union = lru_cache(_UNIONS_KEPT)(_union)
        found: dict[str, dict[str, set[str]]] = {SERVES: {}, USES: {}, UNDER: {}}
        placed: dict[str, set[str]] = {}
        incomplete: set[str] = set()
        for row in rows_of("initiative-links"):
            found[row["property"]].setdefault(row["value"], set()).add(row["initiative"])
            self.graphs[row["initiative"], row["value"]].append(row["assertion"])
            if row.get("basis") != _JUDGED:
                placed.setdefault(row["value"], set()).add(row["initiative"])
            if row.get("incomplete") == "true":
                incomplete.add(row["initiative"])
        own = _frozen(found[USES])
        self._own_modes: dict[str, list[str]] = {}
        for mode, of in own.items():
            for initiative in of:
                self._own_modes.setdefault(initiative, []).append(mode)
        for row in rows_of("wider-modes"):
            if row["mode"] in own:
                found[USES].setdefault(row["wider"], set()).update(own[row["mode"]])
        self.serving, self.using, self.under = (_frozen(found[name]) for name in (SERVES, USES, UNDER))
        self.placed, self.incomplete = _frozen(placed), frozenset(incomplete)
        self._read_themes(rows_of)
        self._read_members(rows_of)
        self._states, self.said = _states(rows_of)
        self._framework: dict[str, str] = {row["domain"]: row["framework"] for row in rows_of("domains")}

    def _read_themes(self, rows_of: Callable[[str], Rows]) -> None:
        self.furthering: dict[tuple[str, str], set[str]] = defaultdict(set)
        domains: dict[str, set[str]] = defaultdict(set)
        for row in rows_of("theme-domains"):
            domains[row["theme"]].add(row["domain"])
        dealing = set()
        for row in rows_of("themes-of"):
            dealing.add(row["process"])
            for domain in domains[row["theme"]]:
                self.furthering[row["process"], domain].add(row["theme"])
        self.processes: tuple[str, ...] = tuple(row["process"] for row in rows_of("process-names"))
        """All processes in the order of their names."""
        self.told: frozenset[str] = frozenset(self.under) | dealing
        """The processes of which some source tells what they do or deal with."""

    def _read_members(self, rows_of: Callable[[str], Rows]) -> None:
        self.members: dict[str, dict[str, set[str]]] = {}
        for row in rows_of("country-memberships"):
            processes = self.members.setdefault(row["country"], {})
            processes.setdefault(row["process"], set()).add(row["role"])
            self.graphs[row["country"], row["process"]].append(row["assertion"])
        lying: dict[str, set[str]] = {}
        for row in rows_of("country-regions"):
            lying.setdefault(row["region"], set()).add(row["country"])
        self.lying = _frozen(lying)

    @cached_property
    def countries(self) -> frozenset[str]:
        """All countries, in a process or not."""
        return frozenset(self.members).union(*self.lying.values())

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles in which countries stand in processes."""
        return frozenset(role for of in self.members.values() for roles in of.values() for role in roles)

    @cached_property
    def initiatives(self) -> tuple[str, ...]:
        """All initiatives under processes, each at the place of its bit in the sets of bits."""
        return tuple(sorted(_union(*self.under.values())))

    @cached_property
    def bits_under(self) -> dict[str, int]:
        """The initiatives under each process as a set of bits: what squares share is then found at once."""
        return self._bits(self.under)

    @cached_property
    def bits_serving(self) -> dict[str, int]:
        """The initiatives of each domain, as far as they are under processes, as a set of bits."""
        return self._bits(self.serving)

    @cached_property
    def bits_using(self) -> dict[str, int]:
        """The initiatives of each mode, as far as they are under processes, as a set of bits."""
        return self._bits(self.using)

    def _bits(self, sets: Mapping[str, frozenset[str]]) -> dict[str, int]:
        at = {initiative: place for place, initiative in enumerate(self.initiatives)}
        return {key: bits_of((at[one] for one in found if one in at), len(at)) for key, found in sets.items()}

    def processes_of(self, country: str, roles: Collection[str] = ()) -> frozenset[str]:
        """Return the processes of a country; with `roles` only those in which it has one of these."""
        of = self.members.get(country, {})
        return frozenset(process for process, held in of.items() if not roles or not held.isdisjoint(roles))

    def initiatives_of(self, processes: Iterable[str]) -> frozenset[str]:
        """Return the initiatives under any of some processes."""
        return _NONE.union(*(self.under.get(process, _NONE) for process in processes))

    def of_modes(self, modes: Iterable[str]) -> frozenset[str]:
        """Return the initiatives of any of some modes, or of modes narrower than these."""
        return self._union(*(self.using.get(mode, _NONE) for mode in modes))

    def modes_of(self, initiative: str) -> tuple[str, ...]:
        """Return the modes of an initiative, without those that are wider."""
        return tuple(sorted(self._own_modes.get(initiative, ())))

    def in_domains(self, domains: Iterable[str]) -> frozenset[str]:
        """Return the initiatives that serve any of some domains."""
        return self._union(*(self.serving.get(domain, _NONE) for domain in domains))

    def state_without(self, domain: str, processes: Collection[str] | None = None) -> str:
        """
        Return the state of a cell in which no initiative or theme stands.

        Args:
            domain: The domain of the cell.
            processes: The processes that it is about; None where it is about no process in particular.

        Returns:
            What coverage statements say of initiatives for the domain, where the cell is about no process;
            else not stated if some source tells what one of the processes does, or if there is none; and not
            assessed where nobody has placed anything: in a domain of the framework, or of these processes.
        """
        if processes is None:
            return self._states.get(domain, NOT_ASSESSED)
        if not self.is_assessed(domain):
            return NOT_ASSESSED
        is_told = not processes or not self.told.isdisjoint(processes)
        return NOT_STATED if is_told else NOT_ASSESSED

    def is_assessed(self, domain: str) -> bool:
        """Tell whether initiatives were placed in the domains of the framework of this one."""
        return self._framework.get(domain) in self._frameworks

    @cached_property
    def _frameworks(self) -> frozenset[str]:
        looked_into = (domain for domain, state in self._states.items() if state != NOT_ASSESSED)
        found = (self._framework.get(domain) for domain in (*self.serving, *looked_into))
        return frozenset(filter(None, found))


def _union(*sets: frozenset[str]) -> frozenset[str]:
    return _NONE.union(*sets)


def _frozen(sets: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(found) for key, found in sets.items()}


def _states(rows_of: Callable[[str], Rows]) -> tuple[dict[str, str], dict[str, str]]:
    """
    Return the state of a cell without items, and the first assertion that gives it, by domain.

    A state that is none of ours, as another store may have it, says nothing of the domain.
    """
    said: dict[str, dict[str, str]] = {}
    for row in rows_of("domain-coverage"):
        said.setdefault(row["domain"], {}).setdefault(row["state"].rpartition("/")[2], row["assertion"])
    foremost = {
        domain: next((key for key in _FOREMOST if key in of), NOT_ASSESSED) for domain, of in said.items()
    }
    states: dict[str, str] = {
        domain: NOT_STATED if key == RECORDED else key for domain, key in foremost.items()
    }
    return states, {domain: said[domain][key] for domain, key in foremost.items() if key in said[domain]}

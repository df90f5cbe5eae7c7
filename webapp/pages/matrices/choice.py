"""What a reader of a matrix has chosen: the framework, and by what the items are narrowed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.namespaces import thing
from webapp.kinds import kind_named
from webapp.pages.portions import page_number
from webapp.urls import key_of, query_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from werkzeug.datastructures import MultiDict

    from webapp.knowledge import Knowledge
    from webapp.reach import Reach

FRAMEWORK: Final = "escap-2017"
NARROWING: Final = ("domain", "process", "country", "region", "mode", "role")
_LONGEST_SHOWN: Final = 60
_MOST_VALUES: Final = 60
_LEFT_OUT: Final = "it is left out of the choice"


@dataclass(frozen=True, slots=True)
class Choice:
    """
    A choice of a matrix, as its address holds it.

    `framework` is an IRI; `by` are IRIs by the name of their parameter, every name of `NARROWING`; `unknown`
    are sentences on what was asked for and is not there; `page` counts from 1.
    """

    framework: str
    by: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...] = ()
    page: int = 1

    def asked(self, **changed: Iterable[str] | None) -> list[tuple[str, str]]:
        """
        Return names and values for an address.

        Args:
            changed: IRIs to take in the place of those of a parameter; none to leave it out.
        """
        by: dict[str, Iterable[str] | None] = {**self.by, **changed}
        pairs = [(name, key_of(iri)) for name in NARROWING for iri in by[name] or ()]
        is_usual = self.framework == thing("framework", FRAMEWORK)
        return ([] if is_usual else [("framework", key_of(self.framework))]) + pairs

    @property
    def is_narrowed(self) -> bool:
        """Tell whether some items are left out."""
        return any(self.by.values())


def choice_of(knowledge: Knowledge, args: MultiDict[str, str], names: Iterable[str] = NARROWING) -> Choice:
    """
    Read a choice from the parameters of a request.

    Args:
        knowledge: The graph.
        args: The parameters; an empty one counts as not given, as forms send it so.
        names: Those of `NARROWING` that the page knows; others are ignored.
    """
    unknown: list[str] = []
    frameworks = _read(knowledge, "framework", args, unknown)
    by = {name: _read(knowledge, name, args, unknown) if name in names else () for name in NARROWING}
    framework = frameworks[0] if frameworks else thing("framework", FRAMEWORK)
    return Choice(framework, by, tuple(unknown), page_number(args.get("page", "")))


def _read(knowledge: Knowledge, name: str, args: MultiDict[str, str], unknown: list[str]) -> tuple[str, ...]:
    """Return the IRIs that a parameter names, and add a sentence for each key that names nothing."""
    kind = kind_named(name)
    keys = sorted(set(filter(None, args.getlist(name))))
    if len(keys) > _MOST_VALUES:
        unknown.append(f"More than {_MOST_VALUES} values of one filter were given; the rest is left out.")
    found = []
    for key in keys[:_MOST_VALUES]:
        iri = thing(name, key)
        if knowledge.names.has_label(iri):
            found.append(iri)
        else:
            unknown.append(f"There is no {kind.one} “{key[:_LONGEST_SHOWN]}” here; {_LEFT_OUT}.")
    return tuple(found)


def processes_chosen(reach: Reach, choice: Choice) -> frozenset[str] | None:
    """Return the processes that a choice leaves; None if it leaves all."""
    by = choice.by
    chosen = frozenset(by["process"]) if by["process"] else None
    if not (by["country"] or by["region"] or by["role"]):
        return chosen
    via = frozenset(
        process
        for country in countries_chosen(reach, choice)
        for process in reach.processes_of(country, by["role"])
    )
    return via if chosen is None else chosen & via


def countries_chosen(reach: Reach, choice: Choice) -> frozenset[str]:
    """Return the countries that a choice leaves: those named, those that lie in the regions, or all."""
    by = choice.by
    if by["region"]:
        found = frozenset[str]().union(*(reach.lying.get(region, ()) for region in by["region"]))
    else:
        found = reach.countries
    return found & frozenset(by["country"]) if by["country"] else found


def initiatives_chosen(reach: Reach, choice: Choice) -> frozenset[str] | None:
    """Return the initiatives that a choice leaves, in whichever domain; None if it leaves all."""
    processes = processes_chosen(reach, choice)
    modes = choice.by["mode"]
    found = None if processes is None else reach.initiatives_of(processes)
    if modes:
        of_modes = reach.of_modes(modes)
        found = of_modes if found is None else found & of_modes
    return found


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list to choose from; `value` is a key, or empty for no choice."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Select:
    """A list to choose from, for the macro `choice`; `hidden` are further keys chosen that it cannot show."""

    name: str
    label: str
    options: tuple[Entry, ...]
    value: str = ""
    hint: str = ""
    hidden: tuple[str, ...] = field(default=())


_LABELS: Final = {
    "framework": "Framework",
    "process": "Process",
    "country": "Country",
    "region": "Region",
    "mode": "Mode of collaboration",
    "role": "Role of the country",
}
_ALL: Final = {
    "process": "All processes",
    "country": "All countries",
    "region": "All regions",
    "mode": "All modes",
    "role": "All roles",
}


def selects(knowledge: Knowledge, choice: Choice, names: Iterable[str]) -> Iterator[Select]:
    """
    Return the lists of a form to choose from, for a framework and for these parameters.

    Countries are many: those chosen by the address can be given up here, and no others chosen.
    """
    reach, label = knowledge.reach, knowledge.names.short
    frameworks = dict.fromkeys(row["framework"] for row in knowledge.table("domains"))
    options = tuple(Entry(key_of(iri), label(iri)) for iri in sorted(frameworks, key=label))
    yield Select("framework", _LABELS["framework"], options, key_of(choice.framework))
    for name in names:
        found = choice.by["country"] if name == "country" else _options(reach, name)
        if name == "country" and not found:
            continue
        named = sorted((label(iri).casefold(), label(iri), key_of(iri)) for iri in found)
        entries = (Entry("", _ALL[name]), *(Entry(key, text) for _, text, key in named))
        first, *more = (*(key_of(iri) for iri in choice.by[name]), "")
        yield Select(name, _LABELS[name], entries, first, hidden=tuple(filter(None, more)))


def _options(reach: Reach, name: str) -> Iterable[str]:
    """Return what there is to choose from: what some item is of."""
    if name == "process":
        return reach.processes
    if name == "region":
        return reach.lying
    return reach.using if name == "mode" else reach.roles


def address(path: str, asked: Iterable[tuple[str, str]]) -> str:
    """Return a path with a choice."""
    text = query_text(asked)
    return f"{path}?{text}" if text else path

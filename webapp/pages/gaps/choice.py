"""What a visitor asks the gaps for, as the address says it: read, checked, and written again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.namespaces import thing
from kg.networks.sets import OF_FRAMEWORK
from webapp.pages.networks.choice import part_asked
from webapp.pages.overlaps.choice import FRAMEWORK, known_things
from webapp.pages.overlaps.form import Option
from webapp.urls import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from werkzeug.datastructures import MultiDict

    from webapp.knowledge import Knowledge

PATH: Final = "/gaps"
_PARTS: Final = ("reached", "missing")
_HOLES: Final = ("REGION.KEY", "DOMAIN.KEY")


@dataclass(frozen=True, slots=True)
class GapChoice:
    """
    What is asked for: the countries of a region, or all; the domains of a framework, or one of them.

    `reached` and `missing` are the parts shown of two long lists; `notices` say what was asked for and makes
    no sense.
    """

    region: str | None = None
    domain: str | None = None
    framework: str = FRAMEWORK
    notices: tuple[str, ...] = ()
    reached: str = "1"
    missing: str = "1"

    @property
    def asked(self) -> list[tuple[str, str]]:
        """The choice as names and values of the address; the framework of a domain goes without saying."""
        asked = [("region", key_of(self.region))] if self.region else []
        if self.domain:
            return [*asked, ("domain", key_of(self.domain))]
        return asked + ([("framework", key_of(self.framework))] if self.framework != FRAMEWORK else [])

    def address(self, anchor: str = "", **changed: str | None) -> str:
        """Return the address of the choice with another `region` or `domain`, or other parts."""
        new = replace(self, **changed)  # type: ignore[arg-type]  # only fields that are texts
        asked = new.asked + [(name, part) for name in _PARTS if (part := getattr(new, name)) != "1"]
        return PATH + (f"?{urlencode(asked, safe='/')}" if asked else "") + (f"#{anchor}" if anchor else "")

    def addresses(self) -> Callable[[str, str, str], str]:
        """Return what gives the addresses of many regions and domains, which differ in their keys alone."""
        pattern = self.address(region=thing("region", _HOLES[0]), domain=thing("domain", _HOLES[1]))

        def address(region: str, domain: str, anchor: str) -> str:
            found = pattern.replace(_HOLES[0], key_of(region), 1).replace(_HOLES[1], key_of(domain), 1)
            return f"{found}#{anchor}"

        return address


@dataclass(frozen=True, slots=True)
class GapForm:
    """What one may choose."""

    regions: tuple[Option, ...]
    frameworks: tuple[Option, ...]
    domains: tuple[Option, ...]


def read_gap_choice(knowledge: Knowledge, args: MultiDict[str, str]) -> GapChoice:
    """Read the choice from an address; what makes no sense is left out, and a notice says so."""
    notices: list[str] = []

    def chosen(segment: str) -> str | None:
        return next(iter(known_things(knowledge, segment, args.getlist(segment)[:1], notices)), None)

    region, domain, framework = chosen("region"), chosen("domain"), chosen("framework")
    if domain:
        of_domain = sorted(knowledge.network.out(domain, OF_FRAMEWORK))
        # Whoever asks for another framework in the form wants to choose among its domains.
        domain = None if framework and framework not in of_domain else domain
        framework = framework or next(iter(of_domain), None)
    return GapChoice(
        region, domain, framework or FRAMEWORK, tuple(notices), *(part_asked(args, name) for name in _PARTS)
    )


def domains_of(knowledge: Knowledge, framework: str) -> list[str]:
    """Return the domains of a framework, in the order of their IRIs, which is that of their numbers."""
    network = knowledge.network
    return sorted(set(network.into(framework, OF_FRAMEWORK)).intersection(network.by_kind["domain"]))


def frameworks_with_domains(knowledge: Knowledge) -> list[str]:
    """Return the frameworks that have domains, by name."""
    return [iri for iri in knowledge.network.by_kind["framework"] if domains_of(knowledge, iri)]


def gap_form(knowledge: Knowledge, choice: GapChoice) -> GapForm:
    """Return what one may choose, with what is chosen."""
    network = knowledge.network

    def options(things: Iterable[str], chosen: str | None) -> tuple[Option, ...]:
        return tuple(Option(key_of(iri), network.label(iri), iri == chosen) for iri in things)

    return GapForm(
        options(network.by_kind["region"], choice.region),
        options(frameworks_with_domains(knowledge), choice.framework),
        options(domains_of(knowledge, choice.framework), choice.domain),
    )

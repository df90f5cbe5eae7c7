"""Briefings by kind: which there are, and how one is put together."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from webapp.pages.briefings import country, domain, process
from webapp.pages.briefings.parts import Brief, BriefingPage
from webapp.pages.subject import Subject, capitalised
from webapp.urls import path_of

if TYPE_CHECKING:
    from types import ModuleType

    from webapp.knowledge import Knowledge

_MODULES: Final[dict[str, ModuleType]] = {
    "country": country,
    "domain": domain,
    "process": process,
}
KINDS: Final = tuple(_MODULES)
"""The segments of the kinds of which there are briefings."""
_SECTIONS: Final = {"country": "countries", "domain": "domains", "process": "processes"}


def briefing_page(knowledge: Knowledge, iri: str) -> BriefingPage | None:
    """Return the briefing on a thing; None if there is no such thing, or no briefings on its kind."""
    subject = Subject(knowledge, iri)
    made_by = _MODULES.get(subject.kind.segment)
    if made_by is None or not subject.is_known:
        return None
    brief = Brief(knowledge)
    sections = tuple(made_by.sections(subject, brief))
    path = f"/briefing/{subject.key}"
    name = brief.draft.names.short(iri)
    return BriefingPage(
        kind=f"Briefing: {subject.kind.one}",
        title=name,
        line=_line(subject, name),
        iri=iri,
        path=path,
        whole=path_of(iri),
        pdf=f"{path}.pdf" if has_pdf() else "",
        summary=capitalised(made_by.summary(subject, brief)),
        sections=sections,
        footnotes=brief.footnotes,
        section=_SECTIONS[subject.kind.segment],
    )


def _line(subject: Subject, name: str) -> str:
    """Return what stands under the name: codes, the full name, or the framework."""
    if subject.kind.segment == "country":
        return country.codes(subject)
    return subject.name if subject.name != name else ""


def has_pdf() -> bool:
    """Tell whether the optional extra is installed that makes PDF files."""
    return find_spec("weasyprint") is not None

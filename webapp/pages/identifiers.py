"""The page of the schemes of identifiers: what their codes look like, how many are on record, and some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.identifiers import SCHEMES, Identifiers
from webapp.kinds import KINDS
from webapp.urls import code_path, path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.identifiers import Identifier, Scheme
    from webapp.knowledge import Knowledge

_EXAMPLES: Final = 3
_MOST_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class Example:
    """A code with the name of what it names; `href` resolves it."""

    code: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class ShownScheme:
    """
    One scheme; `address` is that of a code, up to the code; `case` says whether capitals matter, if any can.

    `without` are things (name, address) that lack a code, though most of their class, `class_name`, have one.
    """

    name: str
    title: str
    form: str
    address: str
    count: int
    examples: tuple[Example, ...]
    case: str
    class_name: str
    without: tuple[tuple[str, str], ...]
    csv: str
    json: str


@dataclass(frozen=True, slots=True)
class IdentifiersPage:
    """All that `identifiers.html` may use; `files` are (name, address, media type)."""

    schemes: tuple[ShownScheme, ...]
    total: int
    files: tuple[tuple[str, str, str], ...]


def identifiers_of(knowledge: Knowledge) -> Identifiers:
    """Return the codes of all schemes, read once."""
    return knowledge.once.get(Identifiers, lambda: Identifiers(lambda name: knowledge.rows(name).rows))


def identifiers_page(knowledge: Knowledge, files: tuple[tuple[str, str, str], ...]) -> IdentifiersPage:
    """Return the page of all schemes; `files` lead to all codes."""
    known = identifiers_of(knowledge)
    shown = tuple(_shown(knowledge, scheme, known) for scheme in SCHEMES.values())
    return IdentifiersPage(shown, sum(scheme.count for scheme in shown), files)


def example_of(identifier: Identifier) -> Example:
    """Return a code as pages show it."""
    return Example(identifier.code, identifier.label, code_path(identifier.scheme, identifier.code))


def _shown(knowledge: Knowledge, scheme: Scheme, known: Identifiers) -> ShownScheme:
    codes = known.of(scheme.name)
    without, class_name = _without(knowledge, scheme, codes)
    return ShownScheme(
        scheme.name,
        scheme.title,
        scheme.form,
        code_path(scheme.name, ""),
        len(codes),
        tuple(map(example_of, codes[:: max(1, len(codes) // _EXAMPLES)][:_EXAMPLES])),
        _case(scheme, codes),
        class_name,
        without,
        f"/identifiers.csv?scheme={scheme.name}",
        f"/identifiers.json?scheme={scheme.name}",
    )


def _case(scheme: Scheme, codes: Sequence[Identifier]) -> str:
    if codes and not any(character.isalpha() for each in codes for character in each.code):
        return ""
    return f"capitals and small letters {'count alike' if scheme.any_case else 'differ'}"


def _without(
    knowledge: Knowledge, scheme: Scheme, codes: Sequence[Identifier]
) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the things of the class of a scheme that have no code, where they are few."""
    if not scheme.covers or not codes:
        return (), ""
    kind, names = KINDS[scheme.covers], knowledge.names
    coded = {each.thing for each in codes}
    lacking = [(names.label(iri), path_of(iri)) for iri in names.things(kind) if iri not in coded]
    return tuple(sorted(lacking))[:_MOST_NAMED] if len(lacking) <= _MOST_NAMED else (), kind.many.lower()

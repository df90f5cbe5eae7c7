"""Changes in plain English: what is now stated, and what was; never whether that is much, or good."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.changes.model import Kind
from kg.changes.naming import RETIREMENT_REASON, segment
from kg.namespaces import ASSERTION, BASE, GRAPH_EVIDENCE, PREFIXES, RC
from kg.terms import XSD_BOOLEAN, BlankNode, Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.changes.model import Group, Row
    from kg.changes.naming import Naming
    from kg.terms import Term

NOT_RECORDED: Final = "not recorded"
_LONGEST: Final = 200
_MOST_VALUES: Final = 5
_HAS: Final = "has "
_VERB: Final = re.compile(r"(may|was|\w+s) ")
_NO_VERBS: Final = re.compile(r"(status|focus|countries|partners|participants|answers|statistics) ")
_LEVEL: Final = RC + "level"
_REPLACED_BY: Final = PREFIXES["dcterms"] + "isReplacedBy"
_VERSION: Final = PREFIXES["dcat"] + "version"
_BOOLEANS: Final = {"true": "yes", "false": "no"}


def sentence(group: Group, naming: Naming) -> str:
    """Return one sentence that says what changed."""
    return _capital(_TOLD[group.kind](group, naming)) + "."


def called(thing: str, naming: Naming) -> str:
    """Return how a sentence calls a thing: `the initiative “X”`; a statement about others by their names."""
    name = naming.name(thing)
    if segment(thing) == "rating":
        return name
    return f"the {naming.noun(thing)} “{name}”"


def _added(group: Group, naming: Naming) -> str:
    if segment(group.thing) == "rating" and (level := _values(group.rows, naming, _LEVEL)):
        country, _, rest = naming.name(group.thing).partition(" in ")
        return f"{country} is now rated {level} in {rest}"
    return f"{called(group.thing, naming)} was added"


def _removed(group: Group, naming: Naming) -> str:
    said = f"{called(group.thing, naming)} was removed"
    if segment(group.thing) == "rating":
        country, _, rest = naming.name(group.thing).partition(" in ")
        level = _values(group.rows, naming, _LEVEL)
        said = f"{country} is no longer rated in {rest}" + (f"; the level was {level}" if level else "")
    reason = _values(group.rows, naming, RETIREMENT_REASON)
    instead = _values(group.rows, naming, _REPLACED_BY)
    return said + (f"; the reason is {reason}" if reason else "") + (f"; see {instead}" if instead else "")


def _renamed(group: Group, naming: Naming) -> str:
    now, was = _now_and_was(group, naming)
    return f"the {naming.noun(group.thing)} {was} is now called {now}"


def _property(group: Group, naming: Naming) -> str:
    """Tell what is stated of a known thing, no longer stated, or stated otherwise."""
    thing, label = called(group.thing, naming), naming.property(group.matter)
    now, was = _now_and_was(group, naming)
    if _VERB.match(label) and not label.startswith(_HAS) and not _NO_VERBS.match(label):
        if not now:
            return f"it is no longer stated that {thing} {label} {was}"
        return f"it is now stated that {thing} {label} {now}" + (f", and no longer {was}" if was else "")
    if label.startswith(_HAS) or " " not in label:
        what = f"the {label.removeprefix(_HAS)} of {thing}"
    else:
        what = f"for {thing}, “{label}”"
    return f"{what} {_now(now, was, is_one_of_many=group.is_one_of_many)}"


def _now(now: str, was: str, *, is_one_of_many: bool = False) -> str:
    if is_one_of_many:
        if now and was:
            return f"is now also {now}, and no longer {was}"
        return f"is now also {now}" if now else f"is no longer {was}"
    if not now:
        return f"is no longer stated; it was {was}"
    return f"is now {now}; it was {was}" if was else f"is now stated: {now}"


def _evidence(group: Group, naming: Naming) -> str:
    what = called(group.thing, naming)
    if group.matter:
        label = naming.property(group.matter).removeprefix(_HAS)
        return f"the {label} of {what} is stated by another assertion; it is the same"
    parts = list(_parts(group, naming))
    edited = f"{what if segment(group.thing) == 'passage' else f'the evidence for {what}'} was edited"
    return f"{edited}: {'; '.join(parts)}" if parts else edited


def _parts(group: Group, naming: Naming) -> Iterable[str]:
    """Tell property by property what is now said of the assertion, or of a passage that stands alone."""
    own = [row for row in group.rows if str(row.quad.subject).startswith(ASSERTION)] or group.rows
    for name in dict.fromkeys(row.quad.predicate.value for row in own):
        rows = [row for row in own if row.quad.predicate.value == name and row.quad.graph == GRAPH_EVIDENCE]
        if rows and name != PREFIXES["rdf"] + "type":
            now, was = (_values([r for r in rows if r.is_added is sign], naming) for sign in (True, False))
            yield f"{naming.property(name).removeprefix(_HAS)} {_now(now, was)}"


def _ontology(group: Group, naming: Naming) -> str:
    if group.thing.endswith("/ontology"):
        return "the ontology was edited: its own description, or axioms without a name"
    is_all = {row.is_added for row in group.rows}
    is_named = any(row.quad.predicate.value == PREFIXES["rdf"] + "type" for row in group.rows)
    does = "was edited"
    if is_named and len(is_all) == 1:
        does = "was added" if True in is_all else "was removed"
    return f"the term “{naming.name(group.thing)}” of the ontology {does}"


def _release(group: Group, _: Naming) -> str:
    said = [row for row in group.rows if row.quad.predicate.value == _VERSION]
    now, was = (
        ", ".join(str(row.quad.object) for row in said if row.is_added is sign) for sign in (True, False)
    )
    return "the description of the release was edited" + (f": the version {_now(now, was)}" if said else "")


_TOLD: Final[dict[Kind, Callable[[Group, Naming], str]]] = {
    Kind.ADDED: _added,
    Kind.REMOVED: _removed,
    Kind.RENAMED: _renamed,
    Kind.CHANGED: _property,
    Kind.STATED: _property,
    Kind.WITHDRAWN: _property,
    Kind.EVIDENCE: _evidence,
    Kind.ONTOLOGY: _ontology,
    Kind.RELEASE: _release,
}


def _now_and_was(group: Group, naming: Naming) -> tuple[str, str]:
    """Return the values of the property that changed; what its evidence says stands among the rows, too."""
    stated = [row for row in group.rows if row.quad.graph != GRAPH_EVIDENCE]
    now, was = (
        _values([row for row in stated if row.is_added is sign], naming, group.matter)
        for sign in (True, False)
    )
    return now, was


def _values(rows: Iterable[Row], naming: Naming, name: str = "") -> str:
    """Return the values in rows, of one property if it is named, in words and once each."""
    texts = [_value(row.quad.object, naming) for row in rows if name in {"", row.quad.predicate.value}]
    found = sorted(dict.fromkeys(texts))
    more = len(found) - _MOST_VALUES
    if more > 0:
        return f"{', '.join(found[:_MOST_VALUES])} and {more} more"
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def _value(term: Term, naming: Naming) -> str:
    if isinstance(term, Iri):
        if not (term.value.startswith(BASE) or naming.is_known(term.value)):
            return term.value
        name = naming.name(term.value)
        # Of several words nobody else could tell where a name ends.
        return f"“{name}”" if " " in name else name
    if isinstance(term, BlankNode):
        return "something without a name"
    if term.datatype == XSD_BOOLEAN:
        return _BOOLEANS.get(term.value, term.value)
    return _quoted(term) if term.datatype is None else term.value


def _quoted(text: Literal) -> str:
    value = " ".join(text.value.split())
    cut = value if len(value) <= _LONGEST else value[: _LONGEST - 1].rstrip() + "…"
    return f"“{cut}”"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

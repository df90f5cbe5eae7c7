"""
Columns of evidence for a query: for each fact of its pattern who says so, in which document, where, and how.

The pattern from any fact to its source stands in the query that is given back, for readers to take over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.errors import UnexplainedError
from kg.namespaces import PREFIXES, RC
from kg.store.patterns import Graph, Link, Triple, Values, in_scope, path_text, read, unstopped
from kg.store.prefixes import Prefixes
from kg.store.syntax import Form, Kind, tokens
from kg.why.binding import sums_up

if TYPE_CHECKING:
    from kg.store.patterns import Query

MAX_FACTS: Final = 4
"""How many facts of a query get columns."""

COLUMNS: Final = ("assertion", "source", "method")
"""What is told of each fact; the number of the fact is put behind each name."""

SEPARATOR: Final = " | "
"""What stands between several sources, or several ways in which a fact came about."""

_NAMING: Final = frozenset(
    {"a"}
    | {
        name
        for prefix, local in (("rdf", "type"), ("rdfs", "label"), ("skos", "prefLabel"))
        for name in (f"{prefix}:{local}", f"<{PREFIXES[prefix]}{local}>")
    }
)
_OF_EVIDENCE: Final = frozenset(
    form
    for name in (
        "basis", "certainty", "confidence", "derivedBy", "editorialNote", "fromKey", "fromTable", "locator",
        "locatorOrder", "locatorStatus", "passageOf", "restsOn",
    )
    for form in (f"rc:{name}", f"<{RC}{name}>")
)  # fmt: skip
"""Properties that tell evidence already."""

_INNER: Final = ("said", "basis", "passage", "document", "title", "locator", "rule", "ruleName", "cited")
"""Variables that stand within what is added, and are not given."""

_ADDED: Final = """
  # Who says: {says}
  OPTIONAL {{
    SELECT {keys}{columns}
    WHERE {{
      {held}
      {assertion} {rc}basis{end} ?basis{n} .
      OPTIONAL {{
        {assertion} {rc}restsOn{end} ?passage{n} .
        ?passage{n} {rc}passageOf{end} ?document{n} .
        ?document{n} {label} ?title{n} . FILTER (LANG(?title{n}) IN ("", "en"))
        OPTIONAL {{ ?passage{n} {rc}locator{end} ?locator{n} }}
      }}
      OPTIONAL {{ {assertion} {rc}derivedBy{end} ?rule{n} . ?rule{n} {label} ?ruleName{n} . FILTER (LANG(?ruleName{n}) IN ("", "en")) }}
      BIND (COALESCE(CONCAT(STR(?title{n}), ", ", STR(?locator{n})), STR(?title{n}), CONCAT("rule: ", STR(?ruleName{n})), "") AS ?cited{n})
    }}
    GROUP BY {keys}
  }}"""  # noqa: E501  (lines of a query)
_ASSERTION: Final = '(GROUP_CONCAT(DISTINCT STR(?said{n}); SEPARATOR=" ") AS ?assertion{n}) '
_CITED: Final = (
    '(GROUP_CONCAT(DISTINCT ?cited{n}; SEPARATOR=" | ") AS ?source{n}) '
    '(GROUP_CONCAT(DISTINCT STRAFTER(STR(?basis{n}), "/basis/"); SEPARATOR=" | ") AS ?method{n})'
)


@dataclass(frozen=True, slots=True)
class _Fact:
    """
    A fact as it is told.

    `keys` are its variables; `graph` is the variable that holds its assertion already, or empty.
    """

    says: str
    keys: tuple[str, ...]
    graph: str = ""
    is_naming: bool = False


def with_evidence(query_text: str) -> str:
    """
    Add columns of evidence to a SELECT.

    Up to `MAX_FACTS` facts that stand in the pattern itself, not within another part of it, get the columns
    `assertion1`, `source1`, `method1` and so on: the IRIs of the graphs that say so, each document with the
    place in it (or the rule), and how the fact came about.  The rows stay the same and as many.  Of what
    something is and how it is called columns tell only where the pattern says nothing else.

    Raises:
        UnexplainedError: The query is of a form to which columns cannot be added.
        QuerySyntaxError: It is no query.
    """
    query = read(query_text)
    _check(query)
    facts = _facts(query)
    if not facts:
        raise UnexplainedError(
            "No fact stands in the pattern itself, so there is nothing to add columns for; "
            "write its triples outside of OPTIONAL, UNION and sub-selects."
        )
    first = _free_number(query, len(facts))
    numbered = list(enumerate(facts, first))
    added = "".join(_added(query, number, fact) for number, fact in numbered)
    names = [
        f"?{name}{number}"
        for number, fact in numbered
        for name in COLUMNS
        if not (fact.graph and name == "assertion")
    ]
    return _put_in(query, " ".join(names), added)


def _check(query: Query) -> None:
    select = query.select
    made = [item.expression.text for item in select.items if item.expression]
    if query.form is not Form.SELECT:
        reason = f"Columns can be added to a SELECT, and this query is of the form {query.form}."
    elif query.datasets:
        reason = "The query chooses its graphs by FROM; take FROM out to add columns of evidence."
    elif select.clause("GROUP BY") or any(map(sums_up, made)):
        reason = (
            "The rows of this query sum up groups; take the counting out to add columns of evidence, "
            "or ask why a row is there."
        )
    elif select.clause("LIMIT") or select.clause("OFFSET"):
        reason = "With LIMIT or OFFSET rows would get lost when evidence is added; take it out first."
    else:
        return
    raise UnexplainedError(reason)


def _facts(query: Query) -> list[_Fact]:
    written = _variables(query)
    found: list[_Fact] = []
    for part in query.where.parts:
        if isinstance(part, Triple) and _is_plain(part, written):
            is_naming = path_text(part.path) in _NAMING
            found.append(_Fact(unstopped(part), tuple(sorted(part.variables)), "", is_naming))
        elif isinstance(part, Graph) and part.name.startswith("?"):
            inside = [one for one in part.group.parts if isinstance(one, Triple) and _is_plain(one, written)]
            if len(inside) == len(part.group.parts):
                found.append(_Fact(" . ".join(map(unstopped, inside)), (part.name,), part.name))
    # A fact without a variable is the same in every row.
    found = [fact for fact in dict.fromkeys(found) if fact.keys]
    return [fact for fact in found if not fact.is_naming][:MAX_FACTS] or found[:MAX_FACTS]


def _is_plain(part: Triple, written: set[str]) -> bool:
    """Say whether a triple is a single step between things with names, and itself no evidence."""
    is_step = isinstance(part.path, Link) and part.path.text not in _OF_EVIDENCE
    return is_step and part.variables <= written


def _variables(query: Query) -> set[str]:
    return {"?" + token.text[1:] for token in tokens(query.text) if token.kind is Kind.VARIABLE}


def _free_number(query: Query, count: int) -> int:
    """Return the first number from which on no variable of the query has one of the names to be added."""
    written = _variables(query)
    names = (*COLUMNS, *_INNER)
    number = 1
    while any(f"?{name}{n}" in written for n in range(number, number + count) for name in names):
        number += 1
    return number


def _added(query: Query, number: int, fact: _Fact) -> str:
    assertion = fact.graph or f"?said{number}"
    # What the query gives as values narrows what is looked for; without them all such facts would be.
    given = [
        query.cut(part.span)
        for part in query.where.parts
        if isinstance(part, Values) and not {*part.variables}.isdisjoint(fact.keys)
    ]
    is_ours = Prefixes.of(query.prologue).declared.get("rc", RC) == RC
    columns = (_CITED if fact.graph else _ASSERTION + _CITED).format(n=number)
    return _ADDED.format(
        says=" ".join(fact.says.split()),
        keys=" ".join(fact.keys),
        columns=f" {columns}",
        held=" ".join((*given, f"GRAPH {assertion} {{ {fact.says} }}")),
        assertion=assertion,
        n=number,
        label=f"<{PREFIXES['rdfs']}label>",
        rc="rc:" if is_ours else f"<{RC}",
        end="" if is_ours else ">",
    )


def _put_in(query: Query, columns: str, pattern: str) -> str:
    start, end = query.where.span
    head = [token for token in tokens(query.text) if query.select.span[0] <= token.start < start]
    if head[-1].text.upper() == "WHERE":
        head.pop()
    last = head[-1]
    shown = last.text
    if not query.select.items:
        shown = " ".join(sorted(in_scope(query.where) & _variables(query)))
    prefix = "" if "rc" in Prefixes.of(query.prologue).declared else f"PREFIX rc: <{RC}>\n"
    behind = last.start + len(last.text)
    text = query.text
    pattern = f"{text[behind : end - 1].rstrip()}{pattern}\n{text[end - 1 :]}"
    return f"{prefix}{text[: last.start]}{shown} {columns}{pattern}"

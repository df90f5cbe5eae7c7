"""The parts of a query as its text has them; every part knows from where to where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from kg.store.syntax import Form

Span: TypeAlias = tuple[int, int]
"""From the first character to the one behind the last."""

NOWHERE: Final[Span] = (0, 0)


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a path: an IRI, a prefixed name, `a`, or a variable."""

    text: str

    @property
    def is_variable(self) -> bool:
        """Say whether the step is asked for."""
        return self.text.startswith("?")


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path from object to subject."""

    path: Path


@dataclass(frozen=True, slots=True)
class Sequence:
    """Paths one after the other."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any one of some paths."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path over and over; `sign` is `*`, `+` or `?`."""

    path: Path
    sign: str


@dataclass(frozen=True, slots=True)
class Negated:
    """Any step but some; `text` is as written, with its `!`."""

    text: str


Path: TypeAlias = Link | Inverse | Sequence | Alternative | Repeated | Negated


@dataclass(frozen=True, slots=True)
class Triple:
    """
    A triple pattern; abbreviations by `;`, `,`, `[]` and `()` are written out.

    Terms are as written; a variable begins with `?`, and a blank node is a variable that no other is named
    like, since that is what it means in a pattern.
    """

    subject: str
    path: Path
    object: str
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def variables(self) -> frozenset[str]:
        """The variables in it, with their `?`."""
        ends = (self.subject, self.object, self.path.text if isinstance(self.path, Link) else "")
        return frozenset(text for text in ends if text.startswith("?"))


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between braces, which its span includes."""

    parts: tuple[Part, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Optional:
    """OPTIONAL and its group."""

    group: Group
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Minus:
    """MINUS and its group."""

    group: Group
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Graph:
    """GRAPH, an IRI or variable, and a group."""

    name: str
    group: Group
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Union:
    """Two groups or more with UNION between them."""

    groups: tuple[Group, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Exists:
    """EXISTS or NOT EXISTS in an expression."""

    is_negated: bool
    group: Group
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression: its text, the variables in it (those within EXISTS apart), and each EXISTS."""

    text: str
    variables: frozenset[str]
    exists: tuple[Exists, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Filter:
    """FILTER and its expression."""

    expression: Expression
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def only_exists(self) -> Exists | None:
        """The EXISTS or NOT EXISTS, if the filter is nothing but that."""
        found = self.expression.exists
        return found[0] if len(found) == 1 and found[0].span == self.expression.span else None


@dataclass(frozen=True, slots=True)
class Bind:
    """BIND of an expression to a variable."""

    expression: Expression
    variable: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Values:
    """VALUES: its variables and rows of terms as written, `UNDEF` among them."""

    variables: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Item:
    """What a SELECT gives: a variable, and the expression that makes it, if one does."""

    variable: str
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause behind the pattern, such as `ORDER BY`: its keyword, its text, the variables in it."""

    keyword: str
    text: str
    variables: frozenset[str]
    exists: tuple[Exists, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Select:
    """
    A SELECT, the query itself or one within it.

    `items` is empty where it gives all variables by `*`.  `quantifier` is DISTINCT, REDUCED or nothing.
    `clauses` are GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET in their order; `values` a VALUES at the end.
    """

    quantifier: str
    items: tuple[Item, ...]
    where: Group
    clauses: tuple[Clause, ...]
    values: Values | None = None
    span: Span = field(default=NOWHERE, compare=False)

    def clause(self, keyword: str) -> Clause | None:
        """Return the clause that begins with a keyword, such as `GROUP BY`, if there is one."""
        return next((found for found in self.clauses if found.keyword == keyword), None)


@dataclass(frozen=True, slots=True)
class Subquery:
    """A SELECT within a group."""

    select: Select
    span: Span = field(default=NOWHERE, compare=False)


Part: TypeAlias = Triple | Group | Optional | Minus | Graph | Union | Filter | Bind | Values | Subquery


@dataclass(frozen=True, slots=True)
class Query:
    """
    A whole query.

    `prologue` is the text before its first keyword, with BASE and PREFIX.  `select` holds the pattern and the
    clauses of every form; only for SELECT has it items.  `where` is empty for DESCRIBE without a pattern.
    `datasets` is the text of FROM and FROM NAMED.
    """

    text: str
    prologue: str
    form: Form
    select: Select
    datasets: str = ""

    @property
    def where(self) -> Group:
        """The pattern."""
        return self.select.where

    def cut(self, span: Span) -> str:
        """Return the text that stands at a span."""
        return self.text[span[0] : span[1]]

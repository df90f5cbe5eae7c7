"""
The pattern of a query as a tree, read from its text.

For what the engine does not tell: which statements an answer rests on, which pattern is empty, which pattern
may be asked in another way.  The grammar is the engine's to check: what is read here has been run, or is run
afterwards, and what cannot be read (`QuerySyntaxError`) is left as it is.
"""

from __future__ import annotations

from kg.store.patterns.nodes import (
    Alternative,
    Bind,
    Clause,
    Exists,
    Expression,
    Filter,
    Graph,
    Group,
    Inverse,
    Item,
    Link,
    Minus,
    Negated,
    Optional,
    Part,
    Path,
    Query,
    Repeated,
    Select,
    Sequence,
    Span,
    Subquery,
    Triple,
    Union,
    Values,
)
from kg.store.patterns.reader import read
from kg.store.patterns.walks import certain, in_scope, mentioned
from kg.store.patterns.writing import path_text, unstopped, written

__all__ = [
    "Alternative",
    "Bind",
    "Clause",
    "Exists",
    "Expression",
    "Filter",
    "Graph",
    "Group",
    "Inverse",
    "Item",
    "Link",
    "Minus",
    "Negated",
    "Optional",
    "Part",
    "Path",
    "Query",
    "Repeated",
    "Select",
    "Sequence",
    "Span",
    "Subquery",
    "Triple",
    "Union",
    "Values",
    "certain",
    "in_scope",
    "mentioned",
    "path_text",
    "read",
    "unstopped",
    "written",
]

"""The reader of patterns: what stands in a query, with abbreviations written out, and what it binds."""

from __future__ import annotations

import pytest

from kg.catalogue import catalogue
from kg.errors import QuerySyntaxError
from kg.store.patterns import (
    Alternative,
    Bind,
    Filter,
    Graph,
    Group,
    Inverse,
    Link,
    Minus,
    Negated,
    Optional,
    Query,
    Repeated,
    Sequence,
    Subquery,
    Triple,
    Union,
    Values,
    certain,
    in_scope,
    mentioned,
    read,
    written,
)
from kg.store.syntax import Form

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def where(pattern: str) -> Group:
    """Read the pattern of a query."""
    return read(f"SELECT * {{ {pattern} }}").where


def triples(pattern: str) -> list[tuple[str, object, str]]:
    """Read the triples of a block; a plain step is its text."""
    found: list[tuple[str, object, str]] = []
    for part in where(pattern).parts:
        assert isinstance(part, Triple)
        found.append(
            (part.subject, part.path.text if isinstance(part.path, Link) else part.path, part.object)
        )
    return found


class TestTriples:
    """Abbreviations mean what they stand for."""

    def test_semicolons_and_commas(self) -> None:
        """A subject and a verb are said once and count for each object."""
        assert [("?a", "rc:b", "?c"), ("?a", "rc:b", "1"), ("?a", "a", '"x"@en')] == triples(
            '?a rc:b ?c , 1 ; ; a "x"@en ; .'
        )

    def test_nodes_in_brackets_are_variables(self) -> None:
        """A blank node in a pattern is a variable that nobody asks for."""
        assert [("?a", "<b:c>", "?node1"), ("?node1", "<d:e>", "?f")] == triples("?a <b:c> [ <d:e> ?f ]")
        assert [("?node1", "<d:e>", "?f"), ("?node1", "<g:h>", "?i")] == triples("[ <d:e> ?f ] <g:h> ?i")
        assert [("?node1", "<d:e>", "?f")] == triples("[ <d:e> ?f ] .")
        assert [("?node1", "a", "?node1"), ("?node2", "a", "?node1")] == triples("_:x a _:x . _:y a _:x")

    def test_such_a_variable_has_a_name_that_is_free(self) -> None:
        """The query may use the name itself."""
        assert [("?node1", "a", "?node2")] == triples("?node1 a []")

    def test_collections(self) -> None:
        """A list is its chain of first and rest."""
        assert [
            ("?a", "<b:c>", "?node1"),
            ("?node1", f"<{RDF}first>", "-1.5"),
            ("?node1", f"<{RDF}rest>", "?node2"),
            ("?node2", f"<{RDF}first>", "true"),
            ("?node2", f"<{RDF}rest>", f"<{RDF}nil>"),
        ] == triples("?a <b:c> (-1.5 true)")
        assert [("?a", "<b:c>", f"<{RDF}nil>")] == triples("?a <b:c> ()")

    def test_each_triple_knows_its_place(self) -> None:
        """The first with its subject, a further one from its verb or object on, each in its own line."""
        text = "SELECT * { ?a rc:b ?c ,\n ?d ;\n rc:e [ a\n rc:F ] }"
        found = [text[slice(*part.span)] for part in read(text).where.parts]

        assert ["?a rc:b ?c", "?d", "rc:e [ a\n rc:F ]", "a\n rc:F"] == found

    def test_dollars_are_question_marks(self) -> None:
        """`$a` and `?a` are one variable."""
        assert [("?a", "?b", '"1"^^xsd:byte')] == triples('$a $b "1"^^xsd:byte')

    @pytest.mark.parametrize(
        ("text", "path"),
        [
            ("a:b/a:c", Sequence((Link("a:b"), Link("a:c")))),
            ("^a:b|a", Alternative((Inverse(Link("a:b")), Link("a")))),
            ("^a:b*", Inverse(Repeated(Link("a:b"), "*"))),
            ("(a:b/^a:c)+", Repeated(Sequence((Link("a:b"), Inverse(Link("a:c")))), "+")),
            ("a:b?/a:c", Sequence((Repeated(Link("a:b"), "?"), Link("a:c")))),
            ("!(a:b|^a:c|a)", Negated("!(a:b|^a:c|a)")),
            ("!a/a:b", Sequence((Negated("!a"), Link("a:b")))),
        ],
    )
    def test_paths(self, text: str, path: object) -> None:
        """Each operator binds as the grammar says."""
        assert [("?s", path, "?o")] == triples(f"?s {text} ?o")


class TestParts:
    """Groups and what stands in them."""

    def test_each_kind_is_told(self) -> None:
        """In the order of the text, each at its place."""
        text = (
            "SELECT * { ?a a ?b . OPTIONAL { ?a a ?c } MINUS { ?a a ?d } GRAPH ?g { ?a a ?e } "
            "{ ?a a ?f } UNION { ?a a ?g } { ?a a ?h } FILTER (?a = ?b) BIND (1 AS ?i) "
            "VALUES (?j ?k) { (1 UNDEF) } { SELECT ?l { ?l a ?m } } }"
        )
        parts = read(text).where.parts

        kinds = [Triple, Optional, Minus, Graph, Union, Group, Filter, Bind, Values, Group]
        assert kinds == [type(part) for part in parts]
        assert ["?a a ?b", "OPTIONAL { ?a a ?c }"] == [text[slice(*part.span)] for part in parts[:2]]
        assert isinstance(parts[-1], Group)
        assert isinstance(parts[-1].parts[0], Subquery)

    @pytest.mark.parametrize(
        "expression",
        ["(?a = ?b)", "regex(?a, str(?b))", "<x:f>(?a, ?b)", "x:f(?a + ?b)", "(?a IN (1, ?b))"],
    )
    def test_a_filter_ends_where_it_ends(self, expression: str) -> None:
        """After its brackets; the pattern goes on without a stop."""
        made, after = where(f"FILTER {expression} ?c a ?d").parts

        assert isinstance(made, Filter)
        assert expression == made.expression.text
        assert {"?a", "?b"} == made.expression.variables
        assert isinstance(after, Triple)

    def test_exists_is_told_wherever_it_stands(self) -> None:
        """Alone it is the whole filter; its own variables are not those of the expression."""
        alone, part = where(
            "FILTER NOT EXISTS { ?a a ?b } FILTER (?c || EXISTS { ?d a ?e FILTER EXISTS { ?f a ?g } })"
        ).parts

        assert isinstance(alone, Filter)
        assert isinstance(part, Filter)
        assert alone.only_exists is not None
        assert alone.only_exists.is_negated
        assert part.only_exists is None
        assert {"?c"} == part.expression.variables
        assert not part.expression.exists[0].is_negated

    def test_the_head_and_the_clauses(self) -> None:
        """What is given, how it is grouped, and what is behind the pattern."""
        select = read(
            "PREFIX a: <b:> SELECT DISTINCT ?a (COUNT(?b) AS ?n) FROM <g:1> FROM NAMED <g:2> "
            "WHERE { ?a ?b ?c } GROUP BY ?a HAVING (COUNT(?b) > 1) "
            "ORDER BY DESC(?n) LIMIT 5 VALUES ?a { a:x }"
        ).select

        assert "DISTINCT" == select.quantifier
        assert ["?a", "?n"] == [item.variable for item in select.items]
        assert ["GROUP BY", "HAVING", "ORDER BY", "LIMIT"] == [found.keyword for found in select.clauses]
        grouped = select.clause("GROUP BY")
        assert grouped is not None
        assert {"?a"} == grouped.variables
        assert select.values == Values(("?a",), (("a:x",),))

    @pytest.mark.parametrize(
        ("query", "form", "parts"),
        [
            ("ASK { ?a ?b ?c }", Form.ASK, 1),
            ("CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c . ?c ?d ?e }", Form.CONSTRUCT, 2),
            ("CONSTRUCT WHERE { ?a ?b ?c }", Form.CONSTRUCT, 1),
            ("CONSTRUCT {} FROM <a:b> { ?a ?b ?c }", Form.CONSTRUCT, 1),
            ("DESCRIBE <a:b>", Form.DESCRIBE, 0),
            ("DESCRIBE ?a <b:c> WHERE { ?a ?b ?c }", Form.DESCRIBE, 1),
            ("BASE <a:b> PREFIX a: <b:> # { \nSELECT * {}", Form.SELECT, 0),
        ],
    )
    def test_every_form(self, query: str, form: Form, parts: int) -> None:
        """The pattern of each is found."""
        found: Query = read(query)

        assert (form, parts) == (found.form, len(found.where.parts))

    def test_every_stored_query_is_read(self) -> None:
        """What the site runs can be explained."""
        for query in catalogue():
            assert read(query.text).where.parts

    @pytest.mark.parametrize(
        "query",
        ["", "SELECT", "SELECT ?a", "SELECT * {", "SELECT * { ?a }", "SELECT * { ?a ?b ?c } }",
         "SELECT * { . ", "SELECT * { FILTER }", "SELECT * { BIND(1) }", "SELECT (1 ?a) {}", "x"],
    )  # fmt: skip
    def test_what_is_not_understood_is_refused_with_its_place(self, query: str) -> None:
        """Never half a tree."""
        with pytest.raises(QuerySyntaxError):
            read(query)


class TestWriting:
    """A part can be asked by itself."""

    @pytest.mark.parametrize(
        "path",
        [
            "a",
            "?p",
            "a:b/^a:c",
            "(a:b|a:c)*",
            "^(a:b/a:c)",
            "!(a:b|^a:c)",
            "(a:b?)/a:c+",
            "^(^a:b)",
            "!a:b/a:c",
        ],
    )
    def test_what_was_read_is_written_with_the_same_meaning(self, path: str) -> None:
        """Read again it is the same tree."""
        (triple,) = where(f'?s {path} "x y"@en').parts

        assert isinstance(triple, Triple)
        assert (triple,) == where(written(triple)).parts


class TestVariables:
    """What a pattern binds."""

    @pytest.mark.parametrize(
        ("pattern", "sure", "possible"),
        [
            ("?a ?b ?c", "abc", "abc"),
            ("?a a ?b OPTIONAL { ?a a ?c }", "ab", "abc"),
            ("?a a ?b MINUS { ?a a ?c }", "ab", "ab"),
            ("{ ?a a ?b } UNION { ?a a ?c }", "a", "abc"),
            ("GRAPH ?g { ?a a <b:c> }", "ag", "ag"),
            ("BIND(1 AS ?a)", "", "a"),
            ("VALUES (?a ?b) { (1 UNDEF) (2 3) }", "a", "ab"),
            ("{ SELECT ?a { ?a a ?b } }", "a", "a"),
            ("{ SELECT * { ?a a ?b OPTIONAL { ?a a ?c } } }", "ab", "abc"),
            ("{ SELECT (COUNT(?a) AS ?n) { ?a a ?b } }", "", "n"),
            ("FILTER (?a = 1)", "", ""),
            ("?a <p:q>* ?b", "ab", "ab"),
        ],
    )
    def test_for_certain_and_at_all(self, pattern: str, sure: str, possible: str) -> None:
        """Certain is what every solution has."""
        assert {f"?{name}" for name in sure} == certain(where(pattern))
        assert {f"?{name}" for name in possible} == in_scope(where(pattern))

    def test_what_is_mentioned_counts_hidden_ones(self) -> None:
        """Those of expressions, of EXISTS, of MINUS and of sub-selects."""
        pattern = (
            "?a a ?b FILTER (?c || NOT EXISTS { ?d a ?e }) MINUS { ?f a ?g } { SELECT ?h { ?h a ?i } } "
            "BIND (?j AS ?k) OPTIONAL { GRAPH ?l { { ?m a ?n } UNION { ?o a ?p } } }"
        )
        assert {f"?{name}" for name in "abcdefghijklmnop"} == mentioned(where(pattern))

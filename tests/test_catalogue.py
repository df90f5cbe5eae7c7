"""Stored queries: what a file must be, and that a parameter can never be more than one term."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from kg.catalogue import CHECKS, Catalogue, Query, catalogue
from kg.errors import ParameterError, QueryFileError, UnknownQueryError
from kg.store.embedded import EmbeddedStore
from kg.store.protocol import Form
from kg.terms import BlankNode, Iri, Literal, Term

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ID = "https://w3id.org/regcoop/id/"
XSD = "http://www.w3.org/2001/XMLSchema#"

INITIATIVES = """\
#+ summary = "Initiatives that serve one domain, from a year on."
#+ answers = ["CQ-02"]
#+ [params]
#+ domain = { type = "iri", class = "domain", doc = "the domain" }
#+ year = { type = "gYear", doc = "the first year", optional = true }
#+ [columns]
#+ initiative = "the initiative"
PREFIX rc: <https://w3id.org/regcoop/ontology#>
SELECT ?initiative ?year WHERE {
  VALUES ?domain { <https://w3id.org/regcoop/id/domain/escap-2017/1> }
  VALUES ?year { "2016"^^xsd:gYear }
  ?initiative rc:servesDomain ?domain .
}
"""

ECHO = """\
#+ summary = "The parameters themselves."
#+ [params]
#+ thing = {{ type = "{type}", class = "" }}
SELECT ?thing WHERE {{
  BIND({example} AS ?thing)
}}
"""


@pytest.fixture(name="read")
def _read(tmp_path: Path) -> Callable[..., Catalogue]:
    """Read a catalogue of the given files: `read({"explore/initiatives": text})`."""

    def read(files: dict[str, str]) -> Catalogue:
        for name, text in files.items():
            path = tmp_path / f"{name}.rq"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Catalogue.read(tmp_path)

    return read


@pytest.fixture(name="initiatives")
def _initiatives(read: Callable[..., Catalogue]) -> Query:
    """A query with a required and an optional parameter."""
    return read({"explore/initiatives": INITIATIVES}).named("initiatives")


@pytest.fixture(name="echo")
def _echo(read: Callable[..., Catalogue]) -> Callable[[str, str], Query]:
    """A query that returns its one parameter, of the type and with the example given."""

    def echo(type_: str, example: str) -> Query:
        return read({"explore/echo": ECHO.format(type=type_, example=example)}).named("echo")

    return echo


def evaluated(text: str) -> list[Term]:
    """Return what the echo query finds."""
    return [row["thing"] for row in EmbeddedStore(pyoxigraph.Store()).select(text).rows]


class TestFiles:
    """What a query file says of itself."""

    def test_a_file_becomes_a_query(self, initiatives: Query) -> None:
        """Name and folder come from the path, the rest from the header; the header is no part of the text."""
        assert (initiatives.name, initiatives.folder) == ("initiatives", "explore")
        assert initiatives.summary == "Initiatives that serve one domain, from a year on."
        assert initiatives.answers == ("CQ-02",)
        assert initiatives.columns == {"initiative": "the initiative"}
        assert initiatives.form is Form.SELECT
        assert initiatives.text == INITIATIVES[INITIATIVES.index("PREFIX") :]

    def test_a_parameter_knows_its_type_and_its_example(self, initiatives: Query) -> None:
        """The example is the term that stands in the file."""
        domain, year = initiatives.params

        assert (domain.type, domain.kind, domain.is_optional) == ("iri", "domain", False)
        assert (year.type, year.doc, year.is_optional) == ("gYear", "the first year", True)
        assert initiatives.example() == {
            "domain": Iri(f"{ID}domain/escap-2017/1"),
            "year": Literal("2016", f"{XSD}gYear"),
        }

    def test_a_check_says_its_rule_and_how_to_mend(self, read: Callable[..., Catalogue]) -> None:
        """The rule stands for the summary."""
        text = (
            '#+ rule = "Every thing has a name."\n#+ fix = "Name it."\nSELECT ?offender { ?offender ?p 1 }\n'
        )

        (query,) = read({f"{CHECKS}/names": text}).in_folder(CHECKS)

        assert (query.rule, query.fix, query.summary) == (
            "Every thing has a name.",
            "Name it.",
            "Every thing has a name.",
        )

    @pytest.mark.parametrize(
        ("old", "new", "match"),
        [
            ("#+ summary", "#+ title", "the header has 'title'"),
            ("#+ summary = ", "#+ summary ", "no TOML"),
            ('"Initiatives that serve one domain, from a year on."', '""', "lacks 'summary'"),
            ('["CQ-02"]', '"CQ-02"', "'answers' in the header is to be a list"),
            ('type = "iri", ', "", "the type of the parameter 'domain' is none of iri, string"),
            ('"gYear"', '"year"', "the type of the parameter 'year' is none of"),
            ("optional = true", "optional = 1", "'optional' in the parameter 'year' is to be a bool"),
            ("optional = true", "maybe = true", "the parameter 'year' has 'maybe'"),
            ("VALUES ?year {", "FILTER (?year = ", "parameter 'year' is to stand in one line .* not in 0"),
            ("  VALUES ?year", "  VALUES ?domain", "parameter 'domain' is to stand in one line .* not in 2"),
            ("  VALUES ?year", "#  VALUES ?year", "parameter 'year' is to stand in one line .* not in 0"),
            ('"2016"^^xsd:gYear', '"later"^^xsd:gYear', "'year' takes a value of the type gYear"),
            ('"2016"^^xsd:gYear', '"2016"', "'year' takes a value of the type gYear"),
            ("#+ initiative =", "#+ meeting =", "the column 'meeting' is no variable"),
            ("SELECT", "INSERT", "none of the words SELECT"),
            ("  ?initiative", "#+ more\n  ?initiative", "below the header"),
        ],
    )
    def test_a_file_that_breaks_a_rule_is_named(
        self, read: Callable[..., Catalogue], old: str, new: str, match: str
    ) -> None:
        """The error says which file and what in it."""
        assert old in INITIATIVES

        with pytest.raises(QueryFileError, match=f"^explore/initiatives.rq .*{match}"):
            read({"explore/initiatives": INITIATIVES.replace(old, new, 1)})

    @pytest.mark.parametrize("missing", ["rule", "fix"])
    def test_a_check_needs_its_rule_and_its_fix(self, read: Callable[..., Catalogue], missing: str) -> None:
        """A finding without them would help nobody."""
        header = {"rule": '#+ rule = "A."\n', "fix": '#+ fix = "B."\n'}
        del header[missing]

        with pytest.raises(QueryFileError, match=f"lacks {missing!r}"):
            read({f"{CHECKS}/a": "".join(header.values()) + "SELECT * {}"})

    def test_a_name_is_unique_across_folders(self, read: Callable[..., Catalogue]) -> None:
        """It stands alone in addresses and on the command line."""
        with pytest.raises(QueryFileError, match=r"browse/a\.rq has the same name"):
            read({"browse/a": '#+ summary = "A."\nASK {}', "explore/a": '#+ summary = "A."\nASK {}'})

    def test_an_unknown_name_offers_the_nearest(self, read: Callable[..., Catalogue]) -> None:
        """A slip of the finger is mended by reading the error."""
        with pytest.raises(UnknownQueryError, match="did you mean initiatives") as caught:
            read({"explore/initiatives": INITIATIVES}).named("initiative")

        assert caught.value.near == ("initiatives",)

    def test_where_no_name_is_near_whoever_tells_says_where_all_stand(
        self, read: Callable[..., Catalogue]
    ) -> None:
        """On the command line that is another command, on the site another page."""
        with pytest.raises(UnknownQueryError, match="'zzz': `regcoop query --list` shows all") as caught:
            read({"explore/initiatives": INITIATIVES}).named("zzz")

        assert caught.value.sentence("look there") == "There is no query named 'zzz': look there."


class TestBinding:
    """How a value takes the place of the example."""

    def test_a_value_replaces_the_example(self, initiatives: Query) -> None:
        """Nothing else of the text changes."""
        text = initiatives.bind(initiatives.terms({"domain": "mgi-2016/5", "year": "2017"}))

        assert text == initiatives.text.replace("escap-2017/1", "mgi-2016/5").replace(
            '"2016"^^xsd:gYear', f'"2017"^^<{XSD}gYear>'
        )

    def test_an_optional_parameter_that_is_not_given_takes_its_line_along(self, initiatives: Query) -> None:
        """Its variable is then free."""
        text = initiatives.bind(initiatives.terms({"domain": "escap-2017/1"}))

        assert text == initiatives.text.replace('  VALUES ?year { "2016"^^xsd:gYear }\n', "")

    def test_a_required_parameter_is_required(self, initiatives: Query) -> None:
        """The error says what it is."""
        with pytest.raises(ParameterError, match="needs the parameter 'domain': the domain"):
            initiatives.bind({})

    def test_an_unknown_parameter_is_refused(self, initiatives: Query) -> None:
        """Left out in silence it would give a wrong answer; the error lists what there is."""
        with pytest.raises(ParameterError, match="'country'; its parameters are domain, year"):
            initiatives.terms({"country": "bgd"})
        with pytest.raises(ParameterError, match="'country'; its parameters are domain, year"):
            initiatives.bind({"country": Iri(f"{ID}country/bgd")})

    @pytest.mark.parametrize(
        ("kind", "text", "iri"),
        [
            ("domain", "escap-2017/2", f"{ID}domain/escap-2017/2"),
            ("domain", f"{ID}domain/escap-2017/2", f"{ID}domain/escap-2017/2"),
            ("indicator", "mgi-2016/1.2", f"{ID}indicator/mgi-2016/1.2"),
            ("", "country/bgd", f"{ID}country/bgd"),
            (
                "",
                "https://w3id.org/regcoop/assertion/ratings/mgi-2016/bgd/5",
                "https://w3id.org/regcoop/assertion/ratings/mgi-2016/bgd/5",
            ),
        ],
    )
    def test_a_key_is_resolved_under_its_class(
        self, read: Callable[..., Catalogue], kind: str, text: str, iri: str
    ) -> None:
        """Without a class the key has it in front; our IRIs in full are taken as well."""
        file = ECHO.format(type="iri", example=f"<{ID}domain/escap-2017/1>")

        query = read({"explore/echo": file.replace('class = ""', f'class = "{kind}"')}).named("echo")

        assert query.terms({"thing": text}) == {"thing": Iri(iri)}

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Escap 2017",
            "../country/bgd",
            "escap-2017//2",
            "http://example.org/domain",
            f"{ID}country/bgd",
            f"{ID}domain/a b",
            f"{ID}domain/a> }} DELETE {{ ?s ?p ?o",
            f"{ID}domain/\\u003E }} DELETE",
            '"> } DELETE WHERE { ?s ?p ?o } #',
            f"{ID}domain/a\nb",
            f"{ID}domain/\ud800",
        ],
    )
    def test_what_is_no_key_is_refused_with_an_example(self, initiatives: Query, text: str) -> None:
        """Nothing that could end the IRI gets into one."""
        with pytest.raises(ParameterError, match="such as 'escap-2017/1', not"):
            initiatives.terms({"domain": text})

    @pytest.mark.parametrize("start", ["", f"{ID}domain/", "urn:"])
    def test_an_iri_has_a_length_that_iris_have(self, initiatives: Query, start: str) -> None:
        """The error does not say the whole of it again."""
        text = start + "a" * 100_000

        with pytest.raises(ParameterError, match="takes an IRI of at most 300 characters") as caught:
            initiatives.terms({"domain": text})
        assert len(str(caught.value)) < 200
        with pytest.raises(ParameterError, match="at most 300 characters"):
            initiatives.bind({"domain": Iri(f"urn:{text}")})

    @pytest.mark.parametrize(
        "text",
        [
            "plain",
            "",
            '"> } DELETE WHERE { ?s ?p ?o } #',
            'it\'s "quoted"',
            "two\nlines\r\nand a\ttab",
            "\\",
            '\\"',
            "\\u0022 } #",
            "?thing) } SELECT * { SERVICE <urn:x> {} }",
            "'''\"\"\"",
            "\\1 \\g<0> %s {0}",
            "\u00e9\u2028\U0001f30d",
        ],
    )
    def test_a_text_is_bound_to_exactly_itself(self, echo: Callable[[str, str], Query], text: str) -> None:
        """Whatever it holds, the query finds that one literal and no more."""
        query = echo("string", '"a \\"text\\"\\n"@en')

        assert evaluated(query.bind(query.terms({"thing": text}))) == [Literal(text)]

    @pytest.mark.parametrize(
        ("type_", "example", "good", "bad"),
        [
            ("integer", "5", ["0", "-12", "+7"], ["", "1.5", "five", "1 ", "1e3", "9" * 40, "\u0661"]),
            ("decimal", "1.5", ["0.25", "-3", ".5"], ["", ".", "1e3", "1,5"]),
            ("boolean", "true", ["true", "false"], ["", "True", "1"]),
            ("date", '"2017-02-03"^^xsd:date', ["2000-02-29"], ["2001-02-29", "2017-2-3", "20170203", ""]),
            ("gYear", f'"2016"^^<{XSD}gYear>', ["1999"], ["99", "2016-01", "2016\n"]),
        ],
    )
    def test_a_value_is_read_by_its_type(
        self, echo: Callable[[str, str], Query], type_: str, example: str, good: list[str], bad: list[str]
    ) -> None:
        """What is not of the type is refused before it reaches an engine."""
        query = echo(type_, example)

        assert [query.terms({"thing": text})["thing"] for text in good] == [
            Literal(text, XSD + type_) for text in good
        ]
        for text in bad:
            with pytest.raises(ParameterError, match=f"a value of the type {type_}, such as"):
                query.terms({"thing": text})

    @pytest.mark.parametrize(
        "term",
        [
            Iri("urn:a"),
            BlankNode("b"),
            Literal("1"),
            Literal("1", f"{XSD}integer"),
            Literal("2016", XSD + "gYear> } #"),
            Literal("2016", language="en"),
        ],
    )
    def test_a_term_of_another_type_is_refused(self, initiatives: Query, term: Term) -> None:
        """Also where our own code binds it."""
        with pytest.raises(ParameterError, match="takes a value of the type gYear"):
            initiatives.bind({"domain": Iri(f"{ID}domain/escap-2017/1"), "year": term})

    @pytest.mark.parametrize(
        "term",
        [Iri("urn:a> } #"), Iri("a"), Iri("http://e/\\u003E"), BlankNode("b"), Literal(f"{ID}domain/a")],
    )
    def test_a_term_that_is_no_iri_is_refused(self, initiatives: Query, term: Term) -> None:
        """Relative IRIs, escapes and blank nodes mean different things to different engines."""
        with pytest.raises(ParameterError, match="takes a key of the class 'domain'"):
            initiatives.bind({"domain": term})

    @pytest.mark.parametrize("language", ["en> } #", "", "e n", "en-\n", "en)"])
    def test_a_language_tag_is_only_that(self, echo: Callable[[str, str], Query], language: str) -> None:
        """It is the one part of a literal that is written without quotation marks."""
        query = echo("string", '"a"')

        with pytest.raises(ParameterError):
            query.bind({"thing": Literal("a", language=language)})

    def test_a_text_may_have_a_language(self, echo: Callable[[str, str], Query]) -> None:
        """Labels do."""
        label = Literal("a", language="en")

        assert evaluated(echo("string", '"a"').bind({"thing": label})) == [label]


class TestOurQueries:
    """What holds for all the queries of this package."""

    def test_every_query_is_valid_as_it_stands_and_bound(self) -> None:
        """An engine takes the text, the text bound to its examples, and the text without what is optional."""
        store = EmbeddedStore(pyoxigraph.Store())

        for query in catalogue():
            required = {param.name: param.example for param in query.params if not param.is_optional}
            for text in (query.text, query.bind(query.example()), query.bind(required)):
                store.answer(text, "text/turtle" if query.form.gives_graph else "text/csv")

    def test_every_parameter_says_what_it_is(self) -> None:
        """Forms, command line and API show it."""
        params = [(query.name, param) for query in catalogue() for param in query.params]

        assert [f"{name}: {param.name}" for name, param in params if not param.doc] == []

    def test_every_column_of_a_table_has_its_meaning(self) -> None:
        """No more and no fewer than the query selects; checks select offenders and need none."""
        store = EmbeddedStore(pyoxigraph.Store())

        for query in catalogue():
            if query.form is Form.SELECT and query.folder != CHECKS:
                assert (query.name, sorted(query.columns)) == (
                    query.name,
                    sorted(store.select(query.text).variables),
                )

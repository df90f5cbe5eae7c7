"""Why a triple pattern matches nothing: a term that nobody uses, a wrong direction, or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.doctor.kinds import in_type, kinds, listed, other_types
from kg.doctor.terms import alike_in_length, near, near_texts, split
from kg.namespaces import RDF_TYPE
from kg.store.patterns import (
    Alternative,
    Inverse,
    Link,
    Repeated,
    Sequence,
    Triple,
    path_text,
    unstopped,
    written,
)
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.doctor.asking import Patient
    from kg.doctor.findings import Finding
    from kg.store.patterns import Graph, Path

_SAMPLES: Final = 3
_TEXTS: Final = 3_000


def cause(patient: Patient, triple: Triple, graph: Graph | None) -> Finding:
    """Say why a triple pattern, in the GRAPH around it, has no solution by itself."""
    examiner = _Examiner(patient, triple)
    return (
        (graph and examiner.wrong_graph(graph))
        or examiner.unknown_property()
        or examiner.unknown_end(triple.object, is_object=True)
        or examiner.unknown_end(triple.subject, is_object=False)
        or other_literal(patient, triple)
        or examiner.broken_path()
        or examiner.wrong_direction()
        or examiner.wrong_end()
        or examiner.absent()
    )


def other_literal(patient: Patient, triple: Triple) -> Finding | None:
    """Say that the object of a triple pattern is in the graph as another literal, or as a thing."""
    term = patient.prefixes.term(triple.object)
    if not isinstance(term, Literal):
        return None
    ways = {
        "The same text is in the graph, but as another literal: the language or datatype differs.": (
            f"STR(?value) = {Literal(term.value).n3()}"
        ),
        "The same text is in the graph with other capital letters.": (
            f"LCASE(STR(?value)) = {Literal(term.value.lower()).n3()}"
        ),
    }
    steps = f"{triple.subject} {path_text(triple.path)} ?value"
    for says, condition in ways.items():
        rows = patient.rows(f"{steps} FILTER (isLITERAL(?value) && {condition})", "DISTINCT ?value", _SAMPLES)
        if rows:
            return patient.finding(triple, says, " or ".join(patient.short(row["value"]) for row in rows))
    things = patient.rows(f"{steps} FILTER (isIRI(?value))", "?value")
    if not patient.holds(f"{steps} FILTER (isLITERAL(?value))"):
        says = "The property leads to things, not to texts: ask for the thing, and its name by rdfs:label."
        return patient.finding(triple, says, patient.short(things[0]["value"])) if things else None
    if types := other_types(patient, steps, term, "?value"):
        says = f"Values in this place are of the type {' or '.join(types)}, which {triple.object} is not."
        return patient.finding(triple, says, in_type(types, term))
    return _other_text(patient, triple, term, steps)


def _other_text(patient: Patient, triple: Triple, term: Literal, steps: str) -> Finding | None:
    """Say that a text stands with another property, or that one is written much like it."""
    rows = patient.rows(f"?s ?property0 {triple.object}", "DISTINCT ?property0", _TEXTS)
    if rows and term.datatype is None:
        written_so = {patient.short(row["property0"]) for row in rows}
        names = sorted(written_so, key=lambda name: (not name.endswith("label"), name))
        says = "The text is in the graph, but by another property."
        return patient.finding(triple, says, " or ".join(names[:_SAMPLES]))
    rows = patient.rows(f"{steps} {alike_in_length(term, '?value')}", "DISTINCT ?value", _TEXTS)
    if found := near_texts(term, [row["value"] for row in rows]):
        says = "No text in this place is written so; another is written much like it."
        return patient.finding(triple, says, " or ".join(map(patient.short, found)))
    return None


def turned(triple: Triple) -> Triple:
    """Return a triple pattern read from its object to its subject."""
    return Triple(triple.object, triple.path, triple.subject, triple.span)


class _Examiner:
    def __init__(self, patient: Patient, triple: Triple) -> None:
        self.patient, self.triple, self.known = patient, triple, patient.known

    def finding(self, says: str, instead: str = "", *, is_mistake: bool = True) -> Finding:
        return self.patient.finding(self.triple, says, instead, is_mistake=is_mistake)

    def wrong_graph(self, graph: Graph) -> Finding | None:
        alone = written(self.triple)
        if graph.name.startswith("?"):
            if graph.name not in self.triple.variables or not self.patient.holds(alone):
                return None
            says = f"No graph says this of its own name; outside of GRAPH {graph.name} it has matches."
            return self.finding(says, f"{alone.rstrip(' .')} outside the braces")
        if not self.patient.holds(f"GRAPH {graph.name} {{ ?s ?p ?o }}"):
            return self.finding(f"There is no graph {graph.name} here.", self._graphs())
        if not self.patient.holds(alone):
            return None
        is_typed = is_type(self.patient, self.triple.path)
        any_such = replace(self.triple, subject="?one0", object=self.triple.object if is_typed else "?other0")
        if self.patient.holds(self.patient.within(any_such, graph)):
            says = f"The graph {graph.name} holds statements of this sort, but not this one; others do."
            return self.finding(says, is_mistake=False)
        return self.finding(
            f"The graph {graph.name} does not hold such statements; others do.", self._graphs()
        )

    def _graphs(self) -> str:
        rows = self.patient.rows(f"GRAPH ?graph0 {{ {written(self.triple)} }}", "DISTINCT ?graph0", 2)
        if len(rows) > 1:
            return "GRAPH ?graph"
        return f"GRAPH {self.patient.short(rows[0]['graph0'])}" if rows else ""

    def unknown_property(self) -> Finding | None:
        for text in _links(self.triple.path):
            term = self.patient.prefixes.term(text)
            if term is None or self.patient.holds(f"?s {term.n3()} ?o"):
                continue
            return self._unknown(text, term.value, "property", self.known.properties)
        return None

    def _unknown(self, text: str, iri: str, what: str, known: Mapping[str, str]) -> Finding:
        found = near(iri, known)
        base = split(iri)[0]
        says = f"The graph uses no {what} {text}."
        prefix = text.partition(":")[0]
        declared = self.patient.prefixes.declared.get(prefix)
        if declared is not None and found and split(found[0])[0] != base:
            says += f" The query says that {prefix}: stands for <{declared}>."
        return self.finding(says, " or ".join(map(self.patient.prefixes.shown, found)))

    def unknown_end(self, text: str, *, is_object: bool) -> Finding | None:
        term = self.patient.prefixes.term(text)
        if not isinstance(term, Iri):
            return None
        if is_object and is_type(self.patient, self.triple.path):
            if term.value not in self.known.classes:
                return self._unknown(text, term.value, "class", self.known.classes)
            return None
        if self.patient.knows(term.value):
            return None
        return self.patient.unknown(self.triple, term.value)

    def broken_path(self) -> Finding | None:
        path = self.triple.path
        if not isinstance(path, Sequence):
            return None
        for count in range(1, len(path.paths) + 1):
            steps = path.paths[:count]
            target = self.triple.object if count == len(path.paths) else "?end"
            begun = Triple(self.triple.subject, Sequence(steps), target)
            if self.patient.holds(written(begun)):
                continue
            if self._others_go_on(steps):
                says = f"Others go on by {path_text(steps[-1])}, but not what the path has reached here."
                return self.finding(f"The pattern is right. {says}", is_mistake=False)
            other = Sequence((*steps[:-1], _inverse(steps[-1])))
            if self.patient.holds(written(Triple(self.triple.subject, other, target))):
                right = path_text(Sequence((*other.paths, *path.paths[count:])))
                return self.finding(
                    f"The step {path_text(steps[-1])} leads nowhere here; it is stated the other way round.",
                    f"{self.triple.subject} {right} {self.triple.object}",
                )
            is_last = count == len(path.paths)
            return self.finding(
                f"The path ends before {path_text(steps[-1])}: what the steps before lead to has no such link"
                + (f" to {self.triple.object}." if is_last and not target.startswith("?") else "."),
                is_mistake=(not is_last or target.startswith("?")),
            )
        return None

    def _others_go_on(self, steps: tuple[Path, ...]) -> bool:
        """Say whether a thing of the class that the path has reached goes on by its last step."""
        at = self.triple.subject
        before = ""
        if len(steps) > 1:
            at = "?at0"
            before = written(Triple(self.triple.subject, Sequence(steps[:-1]), at))
        elif at.startswith("?"):
            return False
        # Few classes are tried, and not each thing with each other.
        classes = f"{{ SELECT DISTINCT ?class0 WHERE {{ {before} {at} a ?class0 }} }}"
        return self.patient.holds(f"{classes} ?like0 a ?class0 . ?like0 {path_text(steps[-1])} ?other0")

    def wrong_direction(self) -> Finding | None:
        other = turned(self.triple)
        if other.subject.startswith(('"', "'")) or not self.patient.holds(written(other)):
            return None
        return self.finding(
            "Such statements are made the other way round: subject and object change places.",
            unstopped(other),
        )

    def wrong_end(self) -> Finding | None:
        """Find a thing of a class of which none ever stands at that end of the property."""
        path = path_text(self.triple.path)
        ends = (
            (self.triple.subject, f"?like0 {path} ?other0"),
            (self.triple.object, f"?other0 {path} ?like0"),
        )
        for text, such in ends:
            if text.startswith("?") or not self.patient.holds(f"{text} a ?class0"):
                continue
            if self.patient.holds(such) and not self.patient.holds(
                f"{text} a ?class0 . ?like0 a ?class0 . {such}"
            ):
                here = listed(kinds(self.patient, such, "?like0"))
                there = listed(kinds(self.patient, f"VALUES ?like0 {{ {text} }}", "?like0"))
                return self.finding(
                    f"What stands in this place is {here}; {text} is {there}: a step between them is missing."
                )
        return None

    def absent(self) -> Finding:
        names = [text for text in (self.triple.subject, self.triple.object) if not text.startswith("?")]
        about = f" about {' and '.join(names)}" if names else ""
        return self.finding(
            f"The pattern is right: all of its terms are in use. The graph holds no such statement{about}.",
            is_mistake=False,
        )


def _links(path: Path) -> Iterator[str]:
    """Yield the names in a path that are to lead somewhere; those of a `*` may lead nowhere."""
    match path:
        case Link():
            if not path.is_variable:
                yield path.text
        case Inverse() | Repeated():
            yield from _links(path.path)
        case Sequence() | Alternative():
            for inner in path.paths:
                yield from _links(inner)
        case _:
            return


def _inverse(path: Path) -> Path:
    return path.path if isinstance(path, Inverse) else Inverse(path)


def is_type(patient: Patient, path: Path) -> bool:
    """Say whether a path is the step from a thing to its class."""
    term = patient.prefixes.term(path.text) if isinstance(path, Link) else None
    return term is not None and term.value == RDF_TYPE

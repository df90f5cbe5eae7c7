"""The views of an answer as the workbench shows them: which there are, the one that is chosen, its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from markupsafe import escape

from kg.store.protocol import DatasetChoice
from webapp.knowledge import knowledge
from webapp.pages.options import Option
from webapp.pages.results import bars, edges, grids, maps, pivot, times
from webapp.pages.results.answers import Answer, Made
from webapp.pages.results.choice import (
    BAR,
    LABELS,
    MAP,
    NETWORK,
    OPTIONS,
    PIVOT,
    TABLE,
    TIMELINE,
    Choice,
    read_choice,
)
from webapp.pages.results.columns import columns_of
from webapp.pages.results.pictures import noted
from webapp.pages.results.twins import twin
from webapp.pages.sentences import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup

    from kg.store.bounded import Preview
    from webapp.knowledge import Knowledge
    from webapp.pages.results.columns import Column
    from webapp.pages.results.pictures import Picture
    from webapp.pages.results.twins import Twin

PATH: Final = "/sparql"
ROOM: Final = 36_000
"""How many bytes of a page a view may fill, so that with all around it the page stays under 100 KB."""

_LEAST: Final = 8_000
"""How many of them are for the table, however large the picture is."""
_LINKED: Final = 600
"""How long a query in an address may be for each way on to have a link; for longer ones there are buttons."""
_IN_ADDRESS: Final = 6_000
_WAYS: Final = 20
"""How many links a page may have that each repeat the query."""
_OPTIONAL: Final = {"value", "to", "link"}
_NONE: Final = Option("none", "no column")
_COUNTED: Final = Option("none", "the number of rows")

NAMES: Final = {
    TABLE: "Table",
    PIVOT: "Pivot",
    BAR: "Bars",
    TIMELINE: "Timeline",
    MAP: "Map",
    NETWORK: "Network",
}
_LABELLED: Final = {"iri": "by IRI", "text": "by name", "both": "by both"}
_MAKERS: Final[dict[str, Callable[[Answer, Choice], Made | str]]] = {
    TABLE: grids.table, PIVOT: pivot.made, BAR: bars.made,
    TIMELINE: times.made, MAP: maps.made, NETWORK: edges.made,
}  # fmt: skip
_WHY_NOT: Final[dict[str, Callable[[Mapping[str, Column]], str]]] = {
    TABLE: lambda _: "", PIVOT: pivot.why_not, BAR: bars.why_not,
    TIMELINE: times.why_not, MAP: maps.why_not, NETWORK: edges.why_not,
}  # fmt: skip
_FILES: Final = (("svg", "SVG", "image/svg+xml"), ("csv", "CSV", "text/csv"))
_NETWORK_FILES: Final = (
    ("graphml", "GraphML", "application/graphml+xml"),
    ("gexf", "GEXF", "application/gexf+xml"),
)
_ANSWER_FILES: Final = (
    ("xlsx", "XLSX with names", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("csv", "CSV with names", "text/csv"),
    ("tsv", "TSV with names", "text/tab-separated-values"),
    ("zip", "Package (ZIP)", "application/zip"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """
    A link, or a button where the query is too long to repeat it in each address.

    `href` is the link or empty; else the button sends `name` and `value` to `action`.  `reason` says why it
    leads nowhere; `is_current` tells that it is what is shown.
    """

    label: str
    href: str
    action: str
    name: str
    value: str
    media_type: str = ""
    is_current: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """An option of a view: a list of columns to choose from."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str


@dataclass(frozen=True, slots=True)
class ResultViews:
    """
    All that the macro `views` may use.

    `view` is what is shown, of `ways`; `problems` are sentences on what was asked for and cannot be shown.
    `hidden` are the names and values that every form sends along, by `method`.  `kept` is the line that keeps
    the view in the query.
    """

    view: str
    title: str
    ways: tuple[Way, ...]
    labels: tuple[Way, ...]
    fields: tuple[Field, ...]
    pictures: tuple[tuple[str, Markup], ...]
    twin: Twin
    notes: tuple[str, ...]
    problems: tuple[str, ...]
    files: tuple[Way, ...]
    downloads: tuple[Way, ...]
    method: str
    hidden: tuple[tuple[str, str], ...]
    kept: str


def result_views(
    preview: Preview, query: str, chosen: str, dataset: DatasetChoice | None = None
) -> ResultViews:
    """
    Return the views of an answer.

    Args:
        preview: The first rows of the answer.
        query: What was asked; it may choose a view by a comment, as `webapp.pages.results.choice` says.
        chosen: The view that the address asks for, as `asked_view` gives it; it wins over the comment.
        dataset: The graphs that the request names.
    """
    answer, choice, made, problems = shown(knowledge(), preview, query, chosen)
    pictures = tuple(
        (one.heading, one.inline(f"result-{at}")) for at, one in enumerate(pictures_of(answer, choice, made))
    )
    labels = choice.labels or ("iri" if choice.view == TABLE else "text")
    # The query itself stands on the page twice, for the editor and for what is sent on.
    taken = sum(len(markup.encode()) for _, markup in pictures) + 2 * len(escape(query).encode())
    is_noted = bool(made.pictures) and not made.pictures[0].heading
    to = _Ways(query, dataset or DatasetChoice(), choice, made)
    room = max(_LEAST, ROOM - taken - to.size)
    return ResultViews(
        choice.view,
        made.title,
        to.views(answer),
        tuple(to.way(_LABELLED[one], PATH, "labels", one, is_current=one == labels) for one in LABELS),
        _fields(answer, choice, made),
        pictures,
        twin(answer, made, labels, room),
        () if is_noted else said(answer, choice, made),
        problems,
        to.files(),
        tuple(
            to.way(name, f"{PATH}/answer.{end}", "labels", "both", kind) for end, name, kind in _ANSWER_FILES
        ),
        to.method,
        to.hidden,
        _comment(choice, made),
    )


def shown(
    knowledge: Knowledge, preview: Preview, query: str, chosen: str
) -> tuple[Answer, Choice, Made, tuple[str, ...]]:
    """Return the view that is asked for, or the table and why it must be that."""
    solutions = preview.solutions
    answer = Answer(knowledge, preview, query, columns_of(solutions, query))
    choice = read_choice(query, chosen, solutions.variables)
    refusal = _WHY_NOT[choice.view](answer.columns)
    made = refusal or _MAKERS[choice.view](answer, choice)
    problems = choice.problems
    if isinstance(made, str):
        problems = (*problems, made)
        choice = Choice(TABLE, labels=choice.labels)
        made = grids.table(answer, choice)
    return answer, choice, made, problems


def said(answer: Answer, choice: Choice, made: Made) -> tuple[str, ...]:
    """Return what a reader has to know of a view, in sentences."""
    notes = list(made.notes)
    if answer.is_cut:
        total, rows = counted(answer.preview.total, "row"), f"{len(answer.rows):,}"
        notes.insert(0, f"This is made of the first {rows} of {total} of the answer.")
    return (*notes, maps.NO_BORDERS) if choice.view == MAP else tuple(notes)


def pictures_of(answer: Answer, choice: Choice, made: Made) -> tuple[Picture, ...]:
    """Return the pictures of a view; the last one says what it leaves out."""
    if not made.pictures:
        return ()
    notes = said(answer, choice, made)
    if made.pictures[0].heading or not notes:
        return made.pictures
    # A screen reader has the picture's description alone.
    (drawn,) = made.pictures
    return (noted(replace(drawn, description=" ".join([drawn.description, *notes])), notes),)


def _fields(answer: Answer, choice: Choice, made: Made) -> tuple[Field, ...]:
    columns = tuple(Option(name, f"?{name}") for name in answer.columns)
    return tuple(
        Field(
            f"view-{name}",
            label,
            (
                (_COUNTED if name == "value" else _NONE,)
                if (name in _OPTIONAL and choice.view != NETWORK) or name == "link"
                else ()
            )
            + columns,
            made.columns.get(name, ""),
        )
        for name, label in OPTIONS[choice.view].items()
    )


def _comment(choice: Choice, made: Made) -> str:
    """Return the line that keeps the view in the query."""
    used = [f"{name}={value if value == 'none' else '?' + value}" for name, value in made.columns.items()]
    return " ".join(["#view:", choice.view, *used, *([f"labels={choice.labels}"] if choice.labels else [])])


class _Ways:
    """Makes links, or buttons where the query is long."""

    def __init__(self, query: str, dataset: DatasetChoice, choice: Choice, made: Made) -> None:
        self.hidden = (("query", query), *dataset.parameters)
        self._asked = urlencode(self.hidden, errors="replace")
        self._options = tuple((f"view-{name}", value) for name, value in made.columns.items())
        self._choice = choice
        self.is_short = len(self._asked) <= _LINKED
        self.size = _WAYS * len(self._asked) * self.is_short
        self.method = "get" if len(self._asked) <= _IN_ADDRESS else "post"

    def way(  # noqa: PLR0913  (what a way is made of)
        self,
        label: str,
        action: str,
        name: str,
        value: str,
        media_type: str = "",
        *,
        is_current: bool = False,
    ) -> Way:
        """Return the way to `action` with the query and one name and value; a view keeps its options."""
        pairs = [(name, value)]
        if name == "labels" and action == PATH:
            pairs = [("view", self._choice.view), *self._options, *pairs]
        elif name == "view" and action != PATH:
            pairs += [*self._options, *([("labels", self._choice.labels)] if self._choice.labels else [])]
        # A view is shown in the same page, where the reader is.
        place = "#answer" if action == PATH else ""
        href = f"{action}?{self._asked}&{urlencode(pairs)}{place}" if self.is_short else ""
        # A button sends one name and value: the grammar of a view holds its options as well.
        if name == "view":
            value = " ".join([value, *(f"{n.removeprefix('view-')}={v}" for n, v in pairs[1:])])
        return Way(label, href, action + place, name, value, media_type, is_current)

    def views(self, answer: Answer) -> tuple[Way, ...]:
        """Return the ways to all views; those that the answer does not allow say why."""
        return tuple(
            replace(
                self.way(label, PATH, "view", key, is_current=key == self._choice.view),
                reason=_WHY_NOT[key](answer.columns),
            )
            for key, label in NAMES.items()
        )

    def files(self) -> tuple[Way, ...]:
        """Return the ways to the files of the view."""
        view = self._choice.view
        files = (*_FILES, *(_NETWORK_FILES if view == NETWORK else ()))
        return tuple(self.way(name, f"{PATH}/view.{end}", "view", view, kind) for end, name, kind in files)

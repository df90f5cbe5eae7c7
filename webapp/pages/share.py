"""What the page of a shared query shows: the answer as it was frozen, and how to cite and repeat it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.citations import Citation
from kg.rdf_output import rewritten
from kg.shelf import tables
from kg.store.syntax import Form
from webapp.cells import Cell, Table, raw_table
from webapp.citing import public, served
from webapp.negotiation import CSV, GRAPH_FORMATS, N_TRIPLES, RESULTS_JSON, RESULTS_XML, TSV, TURTLE
from webapp.pages.dates import in_words
from webapp.pages.sentences import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.shelf import Asked, Record
    from webapp.citing import Served
    from webapp.negotiation import Format

TABLES: Final = (RESULTS_JSON, CSV, TSV, RESULTS_XML)
GRAPHS: Final = (N_TRIPLES, *(form for form in GRAPH_FORMATS if form is not N_TRIPLES))

# All parts of a page together stay under its 100 KB.
_PARTS_BYTES: Final = 84_000
_QUERY_BYTES: Final = 12_000
_SENT_BYTES: Final = 36_000
"""How much of a page the query may take in a form that sends it to the editor."""

_REPLACED: Final = "\ufffd"
_LONGEST_LINK: Final = 4_000
_LONGEST_CELL: Final = 600
_MOST_COLUMNS: Final = 40
_MOST_GRAPHS: Final = 10
_SHOWN_LINES: Final = 400
_AROUND_CELL: Final = 60
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Signs that HTML cannot hold, in texts or in fields."""
_VERSION: Final = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class SharePage:
    """
    All that `share.html` may use.

    At most one of `table`, `verdict` and `graph` holds the frozen answer; with none of them it was too large
    to keep.  `banner` is a title and a sentence, empty on the release that was asked.  `editor` is the
    address of the editor with the query in it, empty where that is too long; then `fields` are what a form
    sends there, unless they are too long as well.  `downloads` and `references` are (name, address, media
    type).
    """

    key: str
    asked: Asked
    address: str
    shared: str
    query: str
    is_query_cut: bool
    sha256: str
    length: int
    counted: str
    citation: Citation
    banner: tuple[str, str]
    downloads: tuple[tuple[str, str, str], ...]
    graphs: tuple[str, ...]
    editor: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    table: Table | None = None
    left_out: int = 0
    verdict: bool | None = None
    graph: str | None = None
    is_graph_cut: bool = False


def formats_of(record: Record) -> tuple[Format, ...]:
    """Return the formats of a frozen answer, the frozen one first; none if it was too large to keep."""
    if record.frozen.packed is None:
        return ()
    return GRAPHS if record.form.gives_graph else TABLES


def citation_of(record: Record) -> Citation:
    """Return how to cite a shared query: by the release that was asked, not the one that is served now."""
    path = f"/q/{record.key}"
    counted = _counted(record)
    return Citation(
        f"Answer to shared query {record.key}" + (f" ({counted})" if counted else ""),
        path,
        public(path),
        record.asked.release,
        record.asked.digest,
        accessed=datetime.now(UTC).date(),
        issued=date.fromisoformat(record.shared),
        sha256=record.frozen.sha256,
    )


def share_page(record: Record) -> SharePage:
    """Return the page of a shared query."""
    asked, path = record.asked, f"/q/{record.key}"
    query = _beginning(asked.query, _QUERY_BYTES)
    graphs = (*asked.default_graphs, *asked.named_graphs)
    pairs = (("query", asked.query), *asked.dataset.parameters)
    is_sent = sum(_size(text) for _, text in pairs) <= _SENT_BYTES and not _CONTROL.search(asked.query)
    link = "/sparql?" + urlencode(pairs)
    is_short = len(link) <= _LONGEST_LINK
    page = SharePage(
        record.key,
        asked,
        public(path),
        in_words(record.shared, record.shared, "day"),
        _CONTROL.sub(_REPLACED, query),
        query != asked.query,
        record.frozen.sha256,
        record.frozen.length,
        _counted(record),
        citation_of(record),
        _banner(asked, served()),
        tuple((f.label, f"{path}.{f.suffix}", f.media_type) for f in formats_of(record)),
        (
            *graphs[:_MOST_GRAPHS],
            *([f"and {len(graphs) - _MOST_GRAPHS} more"] if graphs[_MOST_GRAPHS:] else []),
        ),
        editor=link if is_short else "",
        fields=pairs if is_sent and not is_short else (),
    )
    return _with_answer(page, record)


def _with_answer(page: SharePage, record: Record) -> SharePage:
    body = record.frozen.body()
    if body is None:
        return page
    room = _PARTS_BYTES - _size(page.query) - sum(_size(value) for _, value in page.fields)
    if record.form is Form.ASK:
        return replace(page, verdict=tables.verdict(body))
    if record.form.gives_graph:
        lines = body.splitlines(keepends=True)
        text = rewritten(b"".join(lines[:_SHOWN_LINES]), TURTLE.media_type).decode()
        shown = _beginning(text, room)
        return replace(
            page,
            graph=_CONTROL.sub(_REPLACED, shown),
            is_graph_cut=shown != text or len(lines) > _SHOWN_LINES,
        )
    raw = raw_table(tables.read(body, _SHOWN_LINES), record.frozen.rows)
    columns = tuple(_cell_text(name) for name in raw.columns[:_MOST_COLUMNS])
    fitting = tuple(_fitting(raw.rows, room - sum(map(_size, columns))))
    return replace(
        page, table=Table(columns, fitting, raw.total), left_out=max(0, len(raw.columns) - _MOST_COLUMNS)
    )


def _banner(asked: Asked, now: Served) -> tuple[str, str]:
    """Say how the release that is served differs from the one that was asked; nothing if it does not."""
    if (asked.digest or asked.release) == (now.digest or now.release):
        return ("", "")
    old, new = asked.release or "not known", now.release or "not known"
    stays = f"This page shows the answer on release {old}, as it was shared; it stays as it is."
    if old == new:
        return (f"The data have changed since, under the same number {new}", stays)
    if _number(new) > _number(old):
        return (f"A newer release exists: {new}", stays)
    return (f"This site serves another release now: {new}", stays)


def _number(version: str) -> tuple[int, ...]:
    found = _VERSION.match(version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def _counted(record: Record) -> str:
    count = record.frozen.rows
    if count is None:
        return ""
    return counted(count, "statement" if record.form.gives_graph else "row")


def _beginning(text: str, most: int) -> str:
    """Return the beginning of a text that takes at most so many bytes on a page."""
    if _size(text) <= most:
        return text
    low, high = 0, min(len(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _size(text[:middle]) <= most else (low, middle - 1)
    return text[:low]


def _size(text: str) -> int:
    """Return the bytes that a text takes on a page, with its signs written for HTML."""
    return len(escape(text).encode(errors="surrogatepass"))


def _fitting(rows: Iterable[tuple[Cell, ...]], room: int) -> Iterator[tuple[Cell, ...]]:
    """Yield the first rows, as many as take `room` bytes on a page."""
    filled = 0
    for row in rows:
        cells = tuple(
            replace(
                cell, text=_cell_text(cell.text), href=cell.href if len(cell.href) <= _LONGEST_CELL else ""
            )
            for cell in row[:_MOST_COLUMNS]
        )
        filled += sum(_size(cell.text) + _size(cell.href) + _AROUND_CELL for cell in cells) + _AROUND_CELL
        if filled > room:
            return
        yield cells


def _cell_text(text: str) -> str:
    return _CONTROL.sub(_REPLACED, text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…")

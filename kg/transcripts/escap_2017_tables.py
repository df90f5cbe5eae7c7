"""What the tables say that the presentation at ESCAP of 3 February 2017 prints, by place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.sources import Row, Tables

_KEY = "escap-2017"
_INDICATOR = "mgi-2016/1.2"


@dataclass(frozen=True, slots=True)
class Tabled:
    """What a cell says, and where it stands."""

    text: str
    where: str


def tabled(tables: Tables) -> dict[str, Tabled]:
    """Return what the tables say, by the same places as the document's side of the transcript."""
    found: dict[str, Tabled] = {}
    for place, cell in _Reader(tables).places():
        # A second row for one place is not to hide the first.
        found[place if place not in found else f"{place}, a second time"] = cell
    return found


class _Reader:
    """Reads the rows that rest on the presentation."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def places(self) -> Iterator[tuple[str, Tabled]]:
        yield from self._title_page()
        yield from self._process()
        yield from self._target()
        yield from self._policy_questions()
        yield from self._index()
        yield from self._subindicators()
        yield from self._ratings()
        yield from self._modes()

    def _rows(self, table: str, **cells: str) -> list[Row]:
        """Return the rows of a table that rest on the presentation and have these cells."""
        return [
            row
            for row in self._tables[table]
            if any(passage.source == _KEY for passage in row.evidence)
            and all(row.texts.get(column) == text for column, text in cells.items())
        ]

    def _cell(self, row: Row, column: str, text: str | None = None) -> Tabled:
        return Tabled(row.texts.get(column, "") if text is None else text, self._tables.place(row, column))

    def _title_page(self) -> Iterator[tuple[str, Tabled]]:
        for row in self._rows("sources", key=_KEY):
            yield "title", self._cell(row, "title")
        for row in self._rows("meetings"):
            acronym = self._tables.row("organizations", row.texts["held_at"]).texts.get("acronym", "")
            yield "meeting, place", self._cell(row, "held_at", acronym)
            yield "meeting, date", self._cell(row, "date_printed")
        for row in self._rows("authorships", document=_KEY):
            name = self._tables.row("persons", row.texts["person"]).texts["name"]
            yield "author", self._cell(row, "person", name)
        for row in self._rows("purposes", document=_KEY):
            purpose = row.texts["purpose"].removeprefix("Promoting ")
            yield f"purpose {row.texts['position']}", self._cell(row, "purpose", purpose)

    def _process(self) -> Iterator[tuple[str, Tabled]]:
        for row in self._rows("processes"):
            yield "process", self._cell(row, "name", f"The {row.texts['name']}")
        for row in self._rows("counts"):
            yield "count of member states", self._cell(row, "value")
        for row in self._rows("memberships"):
            key = row.texts["member"].partition("/")[2]
            acronym = self._tables.row("organizations", key).texts["acronym"]
            yield f"beside the member states, {acronym}", self._cell(row, "member", acronym)
        for row in self._rows("notes", property="rc:practicalFocus"):
            where = row.texts["text"].rstrip(".").partition(" in ")[2].replace("-", " ")
            yield "practical focus, where", self._cell(row, "text", where)

    def _target(self) -> Iterator[tuple[str, Tabled]]:
        for row in self._rows("targets", key="sdg/10.7"):
            yield "target, code", self._cell(row, "code")
            yield "target, title", self._cell(row, "name")
        for row in self._rows("notes", property="rc:emphasisedWords"):
            yield "target, emphasised words", self._cell(row, "text")
        for row in self._rows("notes", property="rc:analysisFocus"):
            kind = "target" if row.texts["thing"] == "target/sdg/10.7" else "trafficking target"
            yield f"{kind}, analysis", self._cell(row, "text", row.texts["text"].partition(" ")[0].lower())

    def _policy_questions(self) -> Iterator[tuple[str, Tabled]]:
        for row in self._rows("legitimacy"):
            number = row.texts["domain"].rpartition("/")[2]
            yield f"policy question {number}, legitimacy", self._cell(row, "domain", number)
        for row in self._rows("resolutions"):
            body = self._tables.row("organizations", row.texts["adopted_by"]).texts["name"]
            yield "resolution, body", self._cell(row, "adopted_by", body)
            yield "resolution, number", self._cell(row, "number")
            yield "resolution, year", self._cell(row, "date_printed")
        for position, row in enumerate(self._rows("notes", property="rc:statedUse"), start=1):
            use = re.sub(r"^As (?:the|a) |\.$", "", row.texts["text"])
            yield f"use of the policy questions {position}", self._cell(row, "text", use)

    def _index(self) -> Iterator[tuple[str, Tabled]]:
        for row in self._rows("alternative_labels", thing="document/eiu2016-a"):
            yield "study, title", self._cell(row, "label")
        for row in self._rows("frameworks", key="mgi-2016"):
            yield "framework, name", self._cell(row, "name")
        for row in self._rows("framework_agents", role="made-by"):
            name = self._tables.row("organizations", row.texts["agent"].partition("/")[2]).texts["name"]
            yield "framework, made by", self._cell(row, "agent", name)
        for row in self._rows("coverage", property="rc:commissionedBy"):
            yield "framework, commissioned by", self._cell(row, "state")
        for row in self._rows("indicators", key=_INDICATOR):
            domain = self._tables.row("domains", row.texts["domain"]).texts["name"]
            yield "indicator, domain", self._cell(row, "domain", domain)
            yield "indicator, number", self._cell(row, "number")
            yield "indicator, title", self._cell(row, "name")

    def _subindicators(self) -> Iterator[tuple[str, Tabled]]:
        for row in self._rows("subindicators", indicator=_INDICATOR):
            place = f"sub-indicator ({row.texts['letter']})"
            yield f"{place}, title", self._cell(row, "name")
            for option in self._rows("options", subindicator=row.key):
                where = f"{place}, option {option.texts['position']}"
                yield where, self._cell(option, "name")
                has_condition = "yes" if option.texts.get("condition") else "no"
                yield f"{where}, has a condition", self._cell(option, "condition", has_condition)

    def _ratings(self) -> Iterator[tuple[str, Tabled]]:
        headers = {row.texts["thing"]: row for row in self._rows("alternative_labels")}
        for row in self._rows("rating_tables"):
            yield "table, title", self._cell(row, "name")
        for thing, row in headers.items():
            if thing.startswith("domain/mgi-2016/"):
                yield f"Table 6, header, column {thing.rpartition('/')[2]}", self._cell(row, "label")
            elif thing.startswith("country/"):
                yield f"Table 6, row {row.texts['label']}, header", self._cell(row, "label")
        for row in self._rows("ratings"):
            country = headers[f"country/{row.texts['country']}"].texts["label"]
            column = headers[f"domain/{row.texts['domain']}"]
            number = row.texts["domain"].rpartition("/")[2]
            place = f"Table 6, row {country}, column {number} ({column.texts['label']})"
            level = self._tables.row("levels", row.texts["level"]).texts["name"]
            yield place, self._cell(row, "level", level)

    def _modes(self) -> Iterator[tuple[str, Tabled]]:
        for row in self._rows("domains", framework=_KEY, basis="transcribed"):
            yield f"domain {row.texts['number']}, title", self._cell(row, "name")
        for row in self._rows("coverage", property="rc:servesDomain"):
            number = row.texts["subject"].rpartition("/")[2]
            yield f"domain {number}, initiatives", self._cell(row, "state")
        domains = {row.texts["initiative"]: row.texts["domain"] for row in self._rows("initiative_domains")}
        for row in self._rows("initiatives"):
            number = domains.get(row.key, "").rpartition("/")[2]
            # The place of an item is in its locator: "part 8 (...), item 2".  Where the document merely
            # mentions what another one describes, the locator names no item.
            item = re.search(r", item (\d+)$", row.texts["locator"])
            if item is None:
                continue
            place = f"domain {number}, item {item[1]}"
            yield place, self._cell(row, "name")
            yield f"{place}, is cut off", self._cell(row, "incomplete")

"""What the answer to a query will be, told before the query runs; its bytes and headers after that."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from werkzeug.http import dump_options_header, quote_etag

from kg.store.lasting import is_lasting
from webapp.budget import USED, used_said
from webapp.codings import WORTH_PACKING, chosen, packed, stream
from webapp.conditions import is_had
from webapp.representations import content_type, validator
from webapp.sparql_protocol import choose
from webapp.strangers import admit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.store.bounded import Answer
    from kg.store.protocol import DatasetChoice
    from webapp.knowledge import Knowledge
    from webapp.sparql_protocol import Operation

    Fields = list[tuple[str, str]]

_TAG_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A query that is let pass, and how its answer will be written.

    `written` is the media type for the store.  `tag` is the validator of the answer and names its bytes; None
    where they are not known before: the answer differs from time to time, or the data may change.
    `is_lasting` is false of an answer that differs from time to time.
    """

    query: str
    dataset: DatasetChoice
    written: str
    content_type: str
    coding: str
    disposition: str
    tag: str | None
    is_lasting: bool

    @property
    def weight(self) -> int:
        """About the bytes that it takes."""
        return len(self.query) + sum(map(len, (*self.dataset.default_graphs, *self.dataset.named_graphs)))

    def is_had(self, if_none_match: str | None, *, is_there: bool) -> bool:
        """Say whether a client has these bytes; `*` stands for any, if we know that there are some."""
        if not if_none_match or self.tag is None:
            return False
        return is_there if if_none_match.strip() == "*" else is_had(if_none_match, self.tag)

    def fields(self) -> Fields:
        """Return the headers that are known before the query runs."""
        fields = [("Content-Type", self.content_type)]
        if self.disposition:
            fields.append(("Content-Disposition", self.disposition))
        # A copy may be kept, and is to be asked about: a newer release may answer otherwise.
        fields.append(("Cache-Control", "no-cache" if self.is_lasting else "no-store"))
        if self.tag:
            fields.append(("ETag", quote_etag(self.tag)))
        return fields


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of an answer as they are sent, with the headers that speak of them."""

    data: bytes
    fields: Fields

    @property
    def weight(self) -> int:
        """About the bytes that it takes."""
        return len(self.data) + sum(len(value) for _, value in self.fields)


def planned(
    known: Knowledge,
    revision: str | None,
    operation: Operation,
    query: str,
    headers: tuple[str | None, str],
) -> Plan:
    """
    Read a query as far as can be without running it.

    Args:
        known: The graph that is asked.
        revision: What names its data; None if they may change unseen.
        operation: The request.
        query: Its query.
        headers: Its Accept (None if there is none) and its Accept-Encoding (empty if there is none).

    Raises:
        RefusedQueryError: A rule forbids it.
        QuerySyntaxError: It is no query.
        MediaTypeError: No answer of its form has a type that is asked for.
    """
    form = admit(query, operation.dataset, known)
    media_type, format_ = choose(form, operation.outputs, headers[0])
    coding = chosen(headers[1])
    lasts = is_lasting(query, form)
    filename = f"answer.{format_.suffix}"
    return Plan(
        query,
        operation.dataset,
        format_.media_type,
        content_type(media_type),
        coding,
        dump_options_header("attachment", {"filename": filename}) if operation.outputs else "",
        _tag(revision, query, operation.dataset, media_type, coding) if revision and lasts else None,
        lasts,
    )


def _tag(revision: str, query: str, dataset: DatasetChoice, media_type: str, coding: str) -> str:
    parts = (revision, query, media_type, *dataset.default_graphs, "named", *dataset.named_graphs)
    # With their lengths, so that no two lists of parts give the same text.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    tag = hashlib.blake2b(text.encode(), digest_size=_TAG_BYTES).hexdigest()
    return f"{tag}-{coding}" if coding else tag


def whole(plan: Plan, answer: Answer) -> Body:
    """Read an answer to its end, and pack it where that is worth it."""
    data, fields = answer.read(), _used(answer)
    if plan.coding and len(data) >= WORTH_PACKING:
        data = packed(data, plan.coding)
        fields.append(("Content-Encoding", plan.coding))
    fields.append(("Content-Length", str(len(data))))
    return Body(data, fields)


def with_tag_of(plan: Plan, body: Body) -> Plan:
    """Return a plan with the validator of the bytes themselves, if it has none and may have one."""
    if plan.tag or not plan.is_lasting:
        return plan
    return replace(plan, tag=validator(plan.content_type, body.data))


def _used(answer: Answer) -> Fields:
    return [(USED, used_said(answer.seconds, answer.rows, answer.length))]


class Flow:
    """
    The bytes of a long answer, part by part: no more than a part is in memory, however slow the reader is.

    The server closes it at the end, and when the reader has gone.
    """

    def __init__(self, plan: Plan, answer: Answer, ended: Callable[[], None]) -> None:
        """Take over an answer; `ended` is called once when it has been let go."""
        self._answer, self._ended = answer, ended
        self._parts: Iterator[bytes] = answer.chunks()
        self.fields = _used(answer)
        self._is_open = True
        if plan.coding:
            self._parts = stream(self._parts, plan.coding)
            self.fields.append(("Content-Encoding", plan.coding))
        else:
            self.fields.append(("Content-Length", str(answer.length)))

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._parts)

    def close(self) -> None:
        """Let the answer go."""
        if self._is_open:
            self._is_open = False
            self._answer.close()
            self._ended()

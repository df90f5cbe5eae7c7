"""What the pool and its workers say to each other: requests, replies and errors as bytes, never as code."""

from __future__ import annotations

import json
import socket
import struct
from array import array
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final

from kg.errors import KgError, LimitError, MediaTypeError, QueryError, QuerySyntaxError, StoreError
from kg.store.syntax import DatasetChoice

if TYPE_CHECKING:
    from collections.abc import Sequence

INLINE_BYTES: Final = 1 << 18
"""Bodies up to this size go over the socket, larger ones as an open file."""

# What the first reading takes: most messages are shorter, and space costs more than a second reading.
_FIRST_BYTES: Final = 1 << 13

_LENGTH: Final = struct.Struct("!I")
_HEAD: Final = struct.Struct("!B?Qqd")
_DESCRIPTOR: Final = array("i").itemsize
_ERRORS: Final[dict[str, type[KgError]]] = {
    kind.__name__: kind for kind in (LimitError, MediaTypeError, QueryError, QuerySyntaxError, StoreError)
}


class Job(StrEnum):
    """What a worker is asked for."""

    ANSWER = "answer"
    PREVIEW = "preview"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Request:
    """One query for a worker; `media_type` is read for answers and `most` for previews."""

    job: Job
    query: str
    dataset: DatasetChoice
    media_type: str = ""
    most: int = 0

    def packed(self) -> bytes:
        """Write it as bytes, its length first."""
        graphs = (self.dataset.default_graphs, self.dataset.named_graphs)
        body = json.dumps((self.job, self.query, *graphs, self.media_type, self.most)).encode()
        return _LENGTH.pack(len(body)) + body


class Kind(IntEnum):
    """How the body of a reply comes."""

    INLINE = 0
    FILE = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Reply:
    """
    What a worker sends back.

    `body` is whole where it is short or an error; else `file` is the descriptor of an open file of `length`
    bytes, which the receiver closes.  `rows` counts the rows of a table; `seconds` is how long it took.
    `is_last` tells that the worker has grown and should be replaced.
    """

    kind: Kind
    length: int
    body: bytes = b""
    file: int = -1
    rows: int | None = None
    seconds: float = 0.0
    is_last: bool = False


def read_request(connection: socket.socket) -> Request | None:
    """Wait for a request; None when the pool has let the connection go."""
    received = connection.recv(_FIRST_BYTES)
    if len(received) < _LENGTH.size:
        return None
    missing = _LENGTH.unpack_from(received)[0] + _LENGTH.size - len(received)
    rest = _exactly(connection, missing)
    if rest is None:
        return None
    fields = json.loads(received[_LENGTH.size :] + rest)
    job, query, default_graphs, named_graphs, media_type, most = fields
    dataset = DatasetChoice(tuple(default_graphs), tuple(named_graphs))
    return Request(Job(job), query, dataset, media_type, most)


def send_reply(connection: socket.socket, reply: Reply) -> None:
    """Send a reply; its file stays the sender's to close."""
    rows = -1 if reply.rows is None else reply.rows
    head = _HEAD.pack(reply.kind, reply.is_last, reply.length, rows, reply.seconds)
    if reply.kind is Kind.FILE:
        send_with(connection, head, reply.file)
    else:
        connection.sendall(head + reply.body)


def read_reply(connection: socket.socket) -> Reply | None:
    """
    Read a reply; None if the worker ended before it was whole.

    Raises:
        ConnectionResetError: the worker ended before it had read the request.
        TimeoutError: the worker does not go on with its reply.
        StoreError: this process cannot open one file more.
    """
    received, file = receive_with(connection, _FIRST_BYTES)
    if len(received) < _HEAD.size:
        return None
    number, is_last, length, rows, seconds = _HEAD.unpack_from(received)
    body, kind = received[_HEAD.size :], Kind(number)
    if kind is Kind.FILE and file < 0:
        raise StoreError("This process has too many open files to take an answer; ask again.")
    if kind is not Kind.FILE:
        rest = _exactly(connection, length - len(body))
        if rest is None:
            return None
        body += rest
    return Reply(kind, length, body, file, None if rows < 0 else rows, seconds, is_last)


def send_with(connection: socket.socket, message: bytes, descriptor: int) -> None:
    """Send a short message and an open descriptor with it."""
    passed = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array("i", [descriptor]))]
    connection.sendmsg([message], passed)


def receive_with(connection: socket.socket, most: int) -> tuple[bytes, int]:
    """Receive up to `most` bytes and the descriptor that came with them, -1 for none."""
    # Closed on exec from the first moment on: `socket.recv_fds` takes no notice of its flags.
    message, ancillary, _, _ = connection.recvmsg(most, socket.CMSG_LEN(_DESCRIPTOR), socket.MSG_CMSG_CLOEXEC)
    descriptors = array("i")
    for _, _, data in ancillary:
        descriptors.frombytes(data[:_DESCRIPTOR])
    return message, descriptors[0] if descriptors else -1


def packed_error(error: KgError) -> bytes:
    """Write an error as bytes, so that `unpacked_error` makes the same one of them."""
    fields: Sequence[str | int | None] = (str(error),)
    if isinstance(error, QuerySyntaxError):
        fields = (error.reason, error.line, error.column)
    elif isinstance(error, LimitError):
        fields = (error.limit, error.reason)
    name = type(error).__name__
    return json.dumps((name if name in _ERRORS else StoreError.__name__, *fields)).encode()


def unpacked_error(packed: bytes) -> KgError:
    """Make an error of what `packed_error` wrote."""
    name, *fields = json.loads(packed)
    return _ERRORS[name](*fields)


def _exactly(connection: socket.socket, length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(length - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)

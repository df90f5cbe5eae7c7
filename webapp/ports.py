"""A port that is ours alone, although granian shares its own with whoever asks."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import PortError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def held_port(host: str, port: int) -> Iterator[None]:
    """
    Hold a port, without listening, as long as the context lasts.

    granian shares its port with any other server that does so too, and both would answer in turn.  So the
    port must be free of all others first; then it is held in a way that granian's workers may share.

    Raises:
        PortError: Another program has the port, or the address is none of this machine's.
    """
    with socket.socket(_family(host), socket.SOCK_STREAM) as held:
        try:
            with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
                if os.name == "posix":  # elsewhere this would let the probe take a port that is in use
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
            if hasattr(socket, "SO_REUSEPORT"):
                held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                held.bind((host, port))
        except OSError as error:
            raise PortError(host, port, error.strerror or str(error), _port_advice(error)) from error
        yield


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _port_advice(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "stop the other program or choose another --port"
    if error.errno == errno.EACCES:
        return "choose a --port of 1024 or more"
    return "name an address of this machine by --host"

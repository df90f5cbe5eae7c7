"""
Take the network away from a process and from all that it forks.

`kg.store.policy` refuses SERVICE before a worker sees it.  This is the second lock on that door: should a
query be written so that the policy does not see the call, the system refuses the socket.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_SET_MODE_FILTER: Final = 1
_SPEC_ALLOW: Final = 1 << 2  # older kernels slow a filtered process down unless told not to
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER_AT, _MACHINE_AT = 0, 4
_REFUSE: Final = 0x0005_0000 | errno.EACCES
_ALLOW: Final = 0x7FFF_0000

# The machine's mark in a filter, and its numbers of the system calls `seccomp` and `socket`.
_MACHINES: Final = {"x86_64": (0xC000_003E, 317, 41), "aarch64": (0xC000_00B7, 277, 198)}


_INSTRUCTION: Final = struct.Struct("HBBI")
_FILTER: Final = struct.Struct("HP")


def seclude() -> bool:
    """
    Let this process and its children open no sockets any more; those that are open stay.

    Returns:
        Whether the system did so; some old ones and some containers cannot.
    """
    if platform.machine() not in _MACHINES:
        return False
    mark, seccomp, opens_socket = _MACHINES[platform.machine()]
    program = (
        (_LOAD, 0, 0, _MACHINE_AT),
        (_JUMP_IF_EQUAL, 0, 3, mark),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_JUMP_IF_EQUAL, 0, 1, opens_socket),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    )
    instructions = ctypes.create_string_buffer(b"".join(_INSTRUCTION.pack(*step) for step in program))
    whole = _FILTER.pack(len(program), ctypes.addressof(instructions))
    library = ctypes.CDLL(None)
    library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    done: int = library.syscall(seccomp, _SECCOMP_SET_MODE_FILTER, _SPEC_ALLOW, whole)
    return done == 0


def end_with_parent(signal: int) -> None:
    """Have the system send this process a signal when the thread that forked it ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal)

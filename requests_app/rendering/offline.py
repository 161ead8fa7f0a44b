"""Takes the network away from this process, and from whatever it starts, for good. Linux only.

A document's fetcher refuses every address already. This holds whatever a library of the print
engine does: the kernel answers that it is not permitted to open a connection. It needs no right and
no namespace. On another processor, or where the kernel has no filters, the fetcher stands alone.
"""

from __future__ import annotations

import ctypes
import errno
import platform
from dataclasses import dataclass

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_LIBC = ctypes.CDLL(None, use_errno=True)

# Classic BPF, as the kernel reads it: linux/filter.h, linux/seccomp.h, linux/audit.h.
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4  # where they stand in seccomp_data
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
# Calls of another convention have other numbers, so none of them is let through.
_FOREIGN = 0x40000000


@dataclass(frozen=True, slots=True)
class _Processor:
    """Its name in the audit trail of the kernel, and its numbers of the calls that lead out."""

    audit: int
    calls: tuple[int, ...]


# socket, connect, and io_uring_setup, by which both could be had without calling them.
_PROCESSORS = {
    "x86_64": _Processor(0xC000003E, (41, 42, 425)),
    "aarch64": _Processor(0xC00000B7, (198, 203, 425)),
}


class _Instruction(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_uint16),
        ("then", ctypes.c_uint8),
        ("otherwise", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    ]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("first", ctypes.POINTER(_Instruction))]


def go_offline() -> bool:
    """No new connection from here on. False: this machine cannot do that."""
    processor = _PROCESSORS.get(platform.machine())
    if processor is None:
        return False
    lines = _lines(processor)
    program = _Program(len(lines), (_Instruction * len(lines))(*lines))
    # Without it only root may set a filter.
    if _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(_LIBC.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _lines(processor: _Processor) -> list[_Instruction]:
    """Another convention of calls ends the process; a call that leads out is refused."""
    calls = processor.calls
    checks = [
        # From each call over the ones left and the line that allows, to the one that refuses.
        _Instruction(_IF_EQUAL, len(calls) - place, 0, call)
        for place, call in enumerate(calls)
    ]
    return [
        _Instruction(_LOAD, 0, 0, _ARCHITECTURE),
        _Instruction(_IF_EQUAL, 1, 0, processor.audit),
        _Instruction(_RETURN, 0, 0, _KILL),
        _Instruction(_LOAD, 0, 0, _NUMBER),
        _Instruction(_IF_AT_LEAST, len(calls) + 1, 0, _FOREIGN),
        *checks,
        _Instruction(_RETURN, 0, 0, _ALLOW),
        _Instruction(_RETURN, 0, 0, _REFUSE),
    ]

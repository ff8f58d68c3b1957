"""Takes the network away from a process for good: one that only asks for it is killed, and so are its children.

Linux's seccomp looks at each call of ``socket``. Only sockets of this machine's own files and of its kernel are left.
"""

from __future__ import annotations

import ctypes
import platform
import sys

BAD_CALL = -31  # how a process ends that asked for the network: by SIGSYS
SOCKET = {"x86_64": 41, "aarch64": 198}  # the number of the system call
LOCAL = (1, 16)  # families of addresses that never leave the machine: AF_UNIX, AF_NETLINK
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06  # instructions of the filter
NUMBER, FAMILY = 0, 16  # where the kernel puts the call's number and its first argument
ALLOW, KILL = 0x7FFF0000, 0x80000000
NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def ban() -> bool:
    """Take the network away from this process; whether the system can."""
    number = SOCKET.get(platform.machine())
    if not sys.platform.startswith("linux") or number is None:
        return False
    rules = [(LOAD, 0, 0, NUMBER), (EQUAL, 0, len(LOCAL) + 2, number), (LOAD, 0, 0, FAMILY)]
    rules += [(EQUAL, len(LOCAL) - place, 0, family) for place, family in enumerate(LOCAL)]
    rules += [(RETURN, 0, 0, KILL), (RETURN, 0, 0, ALLOW)]
    program = (_Instruction * len(rules))(*(_Instruction(*rule) for rule in rules))
    call = ctypes.CDLL(None).prctl
    call.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    if call(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    filtering = _Program(len(rules), program)
    found: int = call(SECCOMP, FILTER, ctypes.addressof(filtering), 0, 0)
    return found == 0

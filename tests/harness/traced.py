"""Lives a process under our eyes: we see every call by which it writes to files, and may fail it or kill there.

The kernel stops the process at those calls alone (a seccomp filter, then ptrace), so that nothing of the
program is replaced and nothing is compiled.  Linux on x86-64; `why_not` tells where it cannot be done.
"""

import ctypes
import errno
import os
import platform
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

SAY = 997
"""The file number by which a process under our eyes tells us something; the bytes go nowhere else."""
LONGEST_S = 100
KILL = 1 << 30
"""The answer that ends the process before the call happens."""

_WRITE, _PWRITE, _OPENAT, _OPEN = 1, 18, 257, 2
_CALLS = {
    _WRITE: "write",
    _PWRITE: "pwrite",
    20: "writev",
    296: "pwritev",
    40: "sendfile",
    326: "copy",
    74: "fsync",
    75: "fdatasync",
    77: "truncate",
    285: "allocate",
    82: "rename",
    264: "renameat",
    316: "renameat2",
    87: "unlink",
    263: "unlinkat",
    84: "rmdir",
    83: "mkdir",
    258: "mkdirat",
    86: "link",
    265: "linkat",
    _OPEN: "open",
    _OPENAT: "openat",
}
_OF_A_FILE = {"write", "pwrite", "writev", "pwritev", "fsync", "fdatasync", "truncate", "allocate"}
_OF_OUTPUT = {"sendfile": 0, "copy": 2}
_OF_A_PATH = {"unlink", "rmdir", "mkdir", "open", "rename", "link"}
_SYNCS = {"fsync", "fdatasync"}
_CREATES, _EMPTIES = os.O_CREAT, os.O_TRUNC

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.restype = ctypes.c_long
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_TRACEME, _CONT, _GETREGS, _SETREGS, _SETOPTIONS = 0, 7, 12, 13, 0x4200
_OPTIONS = 0x2 | 0x4 | 0x8 | 0x10 | 0x80 | 0x100000  # forks, clones, exec, seccomp; all die with us
_EVENT_SECCOMP = 7
_WALL = 0x40000000
_REGISTERS = ctypes.c_ulonglong * 27
_RDX, _RAX, _RSI, _RDI, _R10, _R8, _NUMBER = 12, 10, 13, 14, 7, 9, 15


@cache
def why_not() -> str:
    """Return why no process can be watched here; empty where it can.

    It is tried in a process of its own: ours may have threads, and then it should not fork.
    """
    command = [sys.executable, "-m", "tests.harness.traced"]
    tried = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    return tried.stdout.strip() if tried.returncode == 0 else tried.stderr.strip()[-200:] or "it cannot be tried"


def _refusal() -> str:
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "only Linux on x86-64 lets us watch a process"
    try:
        ended = Watched(Path("/nowhere"), lambda _call: None).run(lambda: None)
    except OSError as error:
        return f"this machine refuses ptrace or seccomp: {error}"
    return "" if ended == 0 else f"this machine refuses ptrace or seccomp: {ended}"


@dataclass(slots=True)
class Call:
    """A call that is about to happen: its name, the file or name it is of, the other name, where, which bytes.

    `fresh` tells that an `open` makes the file, `size` is what a `truncate` leaves.
    """

    name: str
    path: str
    other: str = ""
    at: int = 0
    content: bytes = b""
    fresh: bool = False
    size: int = 0

    @property
    def is_sync(self) -> bool:
        return self.name in _SYNCS


class _KilledHereError(Exception):
    pass


@dataclass(slots=True)
class Watched:
    """Runs a function in a child, under our eyes.

    `decide` hears of each call under `root` before it happens and returns what becomes of it: None it
    happens, KILL, an errno it fails with, or minus the count of bytes that it is told were written.
    `hear` gets what the child says, in the order of all calls.
    """

    root: Path
    decide: Callable[[Call], int | None]
    hear: Callable[[bytes], None] = lambda _text: None
    _main: int = 0
    _all: set[int] = field(default_factory=set)

    def run(self, live: Callable[[], None]) -> int:
        """Let a child live; return its exit code, negative the signal that ended it."""
        self._main = os.fork()
        if self._main == 0:
            _begin(live)
        _, status = os.waitpid(self._main, 0)
        if not os.WIFSTOPPED(status):
            raise OSError(errno.EPERM, "the child could not be watched")
        _ptrace(_SETOPTIONS, self._main, 0, _OPTIONS)
        self._all = {self._main}
        self._go_on(self._main)
        return self._until_the_end()

    def _until_the_end(self) -> int:
        code = 0
        while self._all:
            pid, status = os.waitpid(-1, _WALL)
            if not os.WIFSTOPPED(status):
                self._all.discard(pid)
                code = os.waitstatus_to_exitcode(status) if pid == self._main else code
                continue
            known = pid in self._all
            self._all.add(pid)
            stop, event = os.WSTOPSIG(status), status >> 16
            if event == _EVENT_SECCOMP:
                with suppress(_KilledHereError):
                    self._look(pid)
                    self._go_on(pid)
            elif event or stop == signal.SIGTRAP or (stop == signal.SIGSTOP and not known):
                self._go_on(pid)
            else:
                self._go_on(pid, stop)
        return code

    def _go_on(self, pid: int, with_signal: int = 0) -> None:
        with suppress(ProcessLookupError):  # killed meanwhile
            _ptrace(_CONT, pid, 0, with_signal)

    def _look(self, pid: int) -> None:
        registers = _REGISTERS()
        _ptrace(_GETREGS, pid, 0, ctypes.addressof(registers))
        name = _CALLS[registers[_NUMBER]]
        if name == "write" and registers[_RDI] == SAY:
            self.hear(_memory(pid, registers[_RSI], registers[_RDX]))
            _answer(pid, registers, registers[_RDX])
            return
        call = _call(pid, name, registers)
        if call is None or not self._is_ours(call):
            return
        verdict = self.decide(call)
        if verdict == KILL:
            for one in self._all:
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
            raise _KilledHereError
        if verdict is not None:
            _answer(pid, registers, -verdict)

    def _is_ours(self, call: Call) -> bool:
        inside = f"{self.root}/"
        return call.path.startswith(inside) or call.path == str(self.root) or call.other.startswith(inside)


def say(text: bytes) -> None:
    """Tell the one who watches; he hears it in the order of all calls."""
    os.write(SAY, text)


# ------------------------------------------------------------------------------ in the child


def _begin(live: Callable[[], None]) -> None:
    try:
        signal.alarm(LONGEST_S)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, SAY, inheritable=True)
        _ptrace(_TRACEME, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        _filter()
        live()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - whatever it was, the rig has to see it
        import traceback

        traceback.print_exc()
    finally:
        os._exit(70)


def _filter() -> None:
    """Ask the kernel to stop us at calls that write; opening stops only where it makes or empties a file."""
    load, equal, bits, answer, trace, allow = 0x20, 0x15, 0x45, 0x06, 0x7FF00000, 0x7FFF0000
    others = [number for number in _CALLS if number not in {_OPEN, _OPENAT}]
    program: list[tuple[int, int, int, int]] = [(load, 0, 0, 0)]
    for place, number in enumerate(others):
        program.append((equal, len(others) - place + 6, 0, number))
    program += [
        (equal, 2, 0, _OPENAT),
        (equal, 3, 0, _OPEN),
        (answer, 0, 0, allow),
        (load, 0, 0, 16 + 2 * 8),  # the flags of openat
        (0x05, 0, 0, 1),
        (load, 0, 0, 16 + 1 * 8),  # the flags of open
        (bits, 1, 0, _CREATES | _EMPTIES),
        (answer, 0, 0, allow),
        (answer, 0, 0, trace),
    ]
    # Every equal call jumps to the last line; the jumps above count from behind themselves.
    program = [
        (code, len(program) - 1 - place - 1, 0, value) if code == equal and value in others else (code, yes, no, value)
        for place, (code, yes, no, value) in enumerate(program)
    ]
    raw = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
    filters = struct.pack("HxxxxxxP", len(program), ctypes.addressof(raw))
    if _libc.prctl(38, 1, 0, 0, 0) or _libc.prctl(22, 2, filters, 0, 0):
        raise OSError(ctypes.get_errno(), "no filter")


# ------------------------------------------------------------------------------ reading a stopped process


def _ptrace(request: int, pid: int, address: int, data: int) -> None:
    if _libc.ptrace(request, pid, address, data) == -1 and (number := ctypes.get_errno()):
        raise OSError(number, os.strerror(number))


def _answer(pid: int, registers: ctypes.Array, value: int) -> None:
    """Let the call not happen, and give it this result."""
    registers[_NUMBER], registers[_RAX] = 2**64 - 1, value % 2**64
    _ptrace(_SETREGS, pid, 0, ctypes.addressof(registers))


def _memory(pid: int, address: int, size: int) -> bytes:
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        memory.seek(address)
        return memory.read(size)


def _text(pid: int, address: int) -> str:
    text = b""
    while b"\0" not in text and len(text) < 4096:
        text += _memory(pid, address + len(text), 256 - (address + len(text)) % 256)
    return os.fsdecode(text.partition(b"\0")[0])


def _file(pid: int, number: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/fd/{number}").readlink())
    except OSError:
        return ""


def _place(pid: int, number: int) -> int:
    told = Path(f"/proc/{pid}/fdinfo/{number}").read_text("ascii").split()
    return int(told[told.index("pos:") + 1])


def _named(pid: int, folder: int, address: int) -> str:
    near = _file(pid, folder) if folder < 2**31 else str(Path(f"/proc/{pid}/cwd").readlink())
    return os.path.normpath(Path(near, _text(pid, address)))


_HERE = 2**32 - 100


def _call(pid: int, name: str, registers: ctypes.Array) -> Call | None:
    first, second, third, fourth = (registers[n] for n in (_RDI, _RSI, _RDX, _R10))
    if name in _OF_A_FILE:
        return _call_of_file(pid, name, registers)
    if name in _OF_OUTPUT:
        path = _file(pid, (first, second, third)[_OF_OUTPUT[name]])
        return Call(name, path)
    if name in _OF_A_PATH:
        other = _named(pid, _HERE, second) if name in {"rename", "link"} else ""
        return _made(Call(name, _named(pid, _HERE, first), other), second)
    if name in {"renameat", "renameat2", "linkat"}:
        short = name.rstrip("2").removesuffix("at")
        return Call(short, _named(pid, first, second), _named(pid, third, fourth))
    return _made(Call(name.removesuffix("at"), _named(pid, first, second)), third)


def _made(call: Call, flags: int) -> Call | None:
    """Return what an `open` does to names and files; None where it does nothing."""
    if call.name != "open":
        return call
    call.fresh = not Path(call.path).exists()
    return call if call.fresh or flags & _EMPTIES else None


def _call_of_file(pid: int, name: str, registers: ctypes.Array) -> Call | None:
    path = _file(pid, registers[_RDI])
    if not path.startswith("/"):
        return None
    call = Call(name, path)
    if name == "truncate":
        call.size = registers[_RSI]
    elif name in {"write", "pwrite"}:
        call.at = registers[_R10] if name == "pwrite" else _place(pid, registers[_RDI])
        call.content = _memory(pid, registers[_RSI], registers[_RDX])
    return call


if __name__ == "__main__":
    print(_refusal())

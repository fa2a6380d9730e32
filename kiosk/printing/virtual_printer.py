"""A printer made of software: real TCP or a pseudo-terminal, real-time status, answers in their turn, paper that runs out.

One thread serves every connection and is the one print head.  A connection owns the head from its
first printed byte to the cut (or its end); the others wait, but their real-time questions are
answered at once, as printers do, even while the paper is out.
"""

import contextlib
import selectors
import socket
import threading
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import Literal, Self

from kiosk.printing.commands import Ask, Command, Cut, Image
from kiosk.printing.head import Head, Page
from kiosk.printing.lines import Line, SocketLine, Terminal
from kiosk.printing.profiles import WIDE
from kiosk.printing.status import PrinterState, in_turn, questions, real_time
from kiosk.printing.virtual_job import STATES, Faults, Job

_ROWS_AT_ONCE = 24  # between two looks at the paper
_READ = 4096


class VirtualPrinter:
    """An ESC/POS printer on loopback, or with `terminal` on a pseudo-terminal.  `start`, `stop`; or use it as a context.

    Pages are in `pages` and, with `out`, in `0001.png` and `0001.bin` there; `on_page` gets each
    picture's path on the printer's thread.  `rows_per_s` and `buffer_bytes` make it slow and small.
    """

    def __init__(
        self,
        port: int = 0,
        out: Path | None = None,
        *,
        width_dots: int = WIDE.width_dots,
        states: Mapping[str, str] | None = None,
        on_page: Callable[[Path], None] | None = None,
        rows_per_s: float = 0.0,
        buffer_bytes: int = 65536,
        faults: Faults | None = None,
        terminal: bool = False,
    ) -> None:
        self.pages: list[Page] = []
        self._out = out
        self._on_page = on_page
        self._rows_per_s = rows_per_s
        self._buffer_bytes = buffer_bytes
        self._faults = faults or Faults()
        self._state = {name: values[0] for name, values in STATES.items()}
        self._head = Head(width_dots, out)
        self._received = 0
        self._busy_until = 0.0
        self._stuck = False
        self._jobs: list[Job] = []
        self._owner: Job | None = None
        self._orders: deque[tuple[str, str, threading.Event]] = deque()
        self._printed = threading.Condition()
        self._selector = selectors.DefaultSelector()
        self._port = port
        self._listening = False
        self._listener: socket.socket | None = None
        self._terminal = Terminal() if terminal else None
        self._wake: socket.socket | None = None
        self._woken: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="virtual-printer", daemon=True)
        for name, value in (states or {}).items():
            self._check(name, value)
            self._state[name] = value

    # -------------------------------------------------------------------------------- from outside

    @property
    def url(self) -> str:
        """The printer's address; fixed once started."""
        return f"serial:{self._terminal.name}?flow=none" if self._terminal else f"tcp://127.0.0.1:{self._port}"

    @property
    def state(self) -> dict[str, str]:
        """How it is: paper, cover, power."""
        return dict(self._state)

    def start(self) -> Self:
        """Listen and serve.  Raises OSError when the port is taken."""
        self.listen()
        self._thread.start()
        return self

    def listen(self) -> None:
        """Take the port, without serving yet; `start` does both.  Raises OSError when it is taken."""
        if self._listening:
            return
        if self._out:
            self._out.mkdir(parents=True, exist_ok=True)
        self._listen()
        if self._terminal:
            self._serve_line(self._terminal)
        if self._state["power"] == "off":
            self._unlisten()
        self._wake, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._listening = True

    def stop(self) -> None:
        """Drop every connection and end; the page under the head is lost."""
        if not self._thread.is_alive():
            return
        self._order("stop", "")
        self._thread.join(10)

    def set(self, name: str, value: str) -> None:
        """Change `paper`, `cover` or `power`; done when this returns.  Raises ValueError."""
        self._check(name, value)
        self._order(name, value)

    def wait_pages(self, count: int, timeout_s: float = 10.0) -> list[Page]:
        """Return the pages as soon as there are so many.  Raises TimeoutError."""
        with self._printed:
            if not self._printed.wait_for(lambda: len(self.pages) >= count, timeout_s):
                raise TimeoutError(f"{len(self.pages)} pages came out, not {count}")
            return list(self.pages)

    def wait_rows(self, rows: int, timeout_s: float = 10.0) -> None:
        """Wait until so many rows of the present page are printed.  Raises TimeoutError."""
        with self._printed:
            if not self._printed.wait_for(lambda: self._head.rows >= rows, timeout_s):
                raise TimeoutError(f"{self._head.rows} rows are printed, not {rows}")

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def _check(self, name: str, value: str) -> None:
        if value not in STATES.get(name, ()):
            raise ValueError(f"no such state: {name}={value}")

    def _order(self, name: str, value: str) -> None:
        done = threading.Event()
        self._orders.append((name, value, done))
        if self._wake:
            with contextlib.suppress(OSError):
                self._wake.send(b"!")
        done.wait(10)

    # -------------------------------------------------------------------------------- the thread

    def _run(self) -> None:
        running = True
        while running:
            for key, events in self._selector.select(self._pause()):
                self._serve(key, events)
            while self._work():
                pass
            self._watch()
            running = self._obey()
        for line in (*(job.line for job in self._jobs), self._listener, self._wake, self._woken):
            if line:
                line.close()
        self._selector.close()

    def _pause(self) -> float | None:
        """Return how long nothing but the line can bring work."""
        return max(self._busy_until - monotonic(), 0.0) if self._busy_until else None

    def _serve(self, key: selectors.SelectorKey, events: int) -> None:
        if self._woken and key.fileobj is self._woken:
            self._woken.recv(_READ)
        elif self._listener and key.fileobj is self._listener:
            self._accept(self._listener)
        else:
            self._talk(key.data, events)

    def _accept(self, listener: socket.socket) -> None:
        connection, _address = listener.accept()
        connection.setblocking(False)
        self._serve_line(SocketLine(connection))

    def _serve_line(self, line: Line) -> None:
        job = Job(line)
        self._jobs.append(job)
        self._selector.register(line, selectors.EVENT_READ, job)

    def _talk(self, job: Job, events: int) -> None:
        try:
            if events & selectors.EVENT_WRITE:
                del job.answers[: job.line.send(job.answers)]
            if events & selectors.EVENT_READ:
                self._read(job)
        except BlockingIOError:
            pass
        except OSError:
            self._drop(job)

    def _read(self, job: Job) -> None:
        data = job.line.recv(self._room(job))
        if not data:
            job.ended = True
            return
        if self._state["power"] == "off" or self._gone:
            return  # into the dark
        self._received += len(data)
        self._real_time(job, data)
        job.buffer += data
        if self._faults.reset_after is not None and self._received >= self._faults.reset_after:
            self._drop(job, job.line.reset)

    def _room(self, job: Job) -> int:
        """Return how many bytes may be read: none while the buffer is full."""
        room = min(_READ, self._buffer_bytes - len(job.buffer))
        for limit in (self._faults.reset_after, self._faults.stall_after):
            if limit is not None:
                room = min(room, limit - self._received)
        left = (self._faults.gone_after or 0) - self._received
        return max(min(room, left) if left > 0 else room, 0)

    @property
    def _gone(self) -> bool:
        return self._faults.gone_after is not None and self._received >= self._faults.gone_after

    def _watch(self) -> None:
        """Listen to those whose bytes would fit, write to those who are owed an answer, end those who left."""
        for job in tuple(self._jobs):
            if job.ended and job is not self._owner and not job.buffer and not job.answers:
                self._drop(job)
                continue
            reading = selectors.EVENT_READ if not job.ended and self._room(job) else 0
            events = reading | (selectors.EVENT_WRITE if job.answers else 0)
            self._select(job, events)

    def _select(self, job: Job, events: int) -> None:
        known = job.line in self._selector.get_map()
        if known and events:
            self._selector.modify(job.line, events, job)
        elif known:
            self._selector.unregister(job.line)
        elif events:
            self._selector.register(job.line, events, job)

    def _drop(self, job: Job, end: Callable[[], None] | None = None) -> None:
        self._select(job, 0)
        (end or job.line.close)()
        self._jobs.remove(job)
        if self._owner is job:
            self._owner = None

    # -------------------------------------------------------------------------------- the head

    def _work(self) -> bool:
        """Take one command; False when there is nothing to do, or it may not be done now."""
        if self._stopped or self._busy():
            return False
        job = self._owner or next((job for job in self._jobs if job.buffer), None)
        if job is None:
            return False
        self._owner = job
        before = bytes(job.buffer)
        command = job.parser.take(job.buffer, _ROWS_AT_ONCE)
        if command is None:
            self._rest(job)
            return self._owner is None  # then somebody else may have waited
        self._do(job, command, before[: len(before) - len(job.buffer)])
        return True

    def _busy(self) -> bool:
        if self._busy_until and monotonic() >= self._busy_until:
            self._busy_until = 0.0
        return bool(self._busy_until)

    @property
    def _stopped(self) -> bool:
        bad = {"paper": "out", "cover": "open", "power": "off"}
        return any(self._state[name] == value for name, value in bad.items()) or self._stuck

    def _rest(self, job: Job) -> None:
        """Let others print when nothing of this one is half done."""
        half_done = job.buffer or not job.parser.at_rest or self._head.rows
        if job.ended or not half_done:
            job.buffer.clear()
            self._owner = None

    def _do(self, job: Job, command: Command, data: bytes) -> None:
        self._stuck = isinstance(command, Cut) and self._state["cutter"] == "jammed"
        if isinstance(command, Ask):
            self._say(job, in_turn(command.kind, command.number, self._as_seen()))
        if isinstance(command, Image) and command.rows and self._rows_per_s:
            self._busy_until = monotonic() + len(command.rows) / command.stride / self._rows_per_s
        with self._printed:
            page = self._head.take(command, data)
            self._printed.notify_all()
        if page:
            self._owner = None
            self._give_out(page)

    def _give_out(self, page: Page) -> None:
        picture = self._head.keep(page)
        with self._printed:
            self.pages.append(page)
            self._printed.notify_all()
        if picture and self._on_page:
            self._on_page(picture)

    # -------------------------------------------------------------------------------- what it says

    def _real_time(self, job: Job, data: bytes) -> None:
        seen = job.tail + data
        job.tail = seen[-2:]
        for number in questions(seen):
            self._say(job, real_time(number, self._as_seen()))

    def _as_seen(self) -> PrinterState:
        paper: dict[str, Literal["ok", "near_end", "out"]] = {"in": "ok", "near-end": "near_end", "out": "out"}
        reason = "printer.error" if self._stuck else ""
        return PrinterState(not self._stopped, paper[self._state["paper"]], self._state["cover"] == "open", reason)

    def _say(self, job: Job, answer: bytes) -> None:
        faults = self._faults
        if faults.silent or self._state["power"] == "off" or self._gone:
            return
        if faults.status_back:
            unasked = in_turn("a", 1, self._as_seen())
            # Its real-time answer may cut into the four bytes, one in its turn may not.
            answer = unasked[:2] + answer + unasked[2:] if answer[0] & 0x12 == 0x12 else unasked + answer
        job.held.append(faults.garbage or answer)
        if len(job.held) >= faults.merged:
            job.answers += b"".join(job.held)
            job.held.clear()

    # -------------------------------------------------------------------------------- orders

    def _obey(self) -> bool:
        """Carry out what was ordered from outside; False to end."""
        going = True
        while self._orders:
            name, value, done = self._orders.popleft()
            if name == "stop":
                going = False
            else:
                self._turn(name, value)
            done.set()
        while going and self._work():
            pass
        if going:
            self._watch()
        return going

    def _turn(self, name: str, value: str) -> None:
        was, self._state[name] = self._state[name], value
        if name in {"cutter", "power"}:
            self._stuck = False
        if name == "power" and was != value:
            (self._listen if value == "on" else self._lose_power)()

    def _lose_power(self) -> None:
        """Forget everything that was not printed; the rows that were stay on the paper."""
        self._unlisten()
        self._owner = None
        for job in tuple(self._jobs):
            if job.line.lasts:
                job.forget()
            else:
                self._drop(job)

    def _listen(self) -> None:
        if self._terminal:
            return
        self._listener = socket.create_server(("127.0.0.1", self._port), backlog=16)
        self._port = self._listener.getsockname()[1]
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ)

    def _unlisten(self) -> None:
        if self._listener:
            self._selector.unregister(self._listener)
            self._listener.close()
            self._listener = None

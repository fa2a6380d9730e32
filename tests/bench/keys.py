"""The budgets of keys and seconds, by real key events through the real window.

A typist presses a key every 200 ms, a chord's modifiers being presses of their own; to that comes what the
program itself took, measured while the keys were given at once.  The home has people before: one of them comes
again, another is new, a letter lies on the heap, somebody asks at the helpdesk.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.rows import BenchRow, Beside

if TYPE_CHECKING:
    from tests.harness.typist import Typist

A_PRESS_S = 0.2
PEOPLE, LONG_AGO = 2_000, timedelta(days=100)
_SUBJECT = "rasta meramot prosoNgge"


def rows(*, peers: bool) -> Iterator[BenchRow]:
    """Yield seconds, and keys in the notes, beside each budget."""
    del peers  # nobody else's counter can be driven like this
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from kiosk.domain.clock import system_clock
    from kiosk.printing.app import ensure_gui
    from kiosk.ui import theme
    from tests.bench.data import make_home
    from tests.harness.typist import at_the_counter

    application = QApplication.instance() or QApplication([])
    ensure_gui()
    theme.apply(application)
    with tempfile.TemporaryDirectory(dir=os.environ.get("KIOSK_BENCH_DIR")) as folder:
        os.environ["KIOSK_ANCHOR_DIR"] = f"{folder}/anchors"
        home = make_home(Path(folder) / "home", "none:")
        mobile = _people(home)
        with at_the_counter(home, system_clock) as typist:
            session = typist.window.session
            assert session
            typist.wait(lambda: session.register.state.quick[0].code == "general_petition")
            for name, seconds, keys, way in _WAYS:
                typist.begin()
                free = way(typist, mobile)
                yield _row(name, typist, seconds, keys, free)


def _row(name: str, typist: "Typist", seconds: float, keys: int, free: int) -> BenchRow:
    counted = typist.keys - free
    took = typist.presses * A_PRESS_S + typist.waited_s
    note = f"{typist.keys} keys; the program {typist.waited_s * 1e3:.0f} ms"
    if keys:
        note += f"; {counted} keys without what is asked for, goal ≤ {keys}: {'✓' if counted <= keys else '✗'}"
    return BenchRow(f"keys, {name}", took, "s", (Beside("budget", seconds, 1.0),), note)


def _people(home: Path) -> str:
    """Register many people's petitions, long enough ago to be no duplicates; return the mobile of one of them."""
    from kiosk.desk.find import index_pending
    from kiosk.desk.register import register_application
    from kiosk.domain.application import ApplicationDraft
    from kiosk.domain.clock import system_clock
    from tests.bench.data import OPERATOR, draft
    from tests.harness.world import opened

    with opened(home, clock=lambda: system_clock() - LONG_AGO) as desk:
        for number in range(PEOPLE):
            person = draft(number, desk.catalogue.services).applicants
            made = ApplicationDraft(service="general_petition", applicants=person, subject="রাস্তা মেরামত প্রসঙ্গে")
            register_application(desk, made, operator=OPERATOR, via="cli", print_receipt=False)
        index_pending(desk)
        return person[0].mobile


def _saved(typist: "Typist", before: str) -> None:
    """Wait until there is a number, another than before."""
    typist.wait(lambda: _number(typist) not in {"", before})


def _number(typist: "Typist") -> str:
    saved = typist.window.session.register.state.saved if typist.window.session else None
    return saved.receive_number if saved else ""


def _known(typist: "Typist", mobile: str) -> int:
    """A person who came before: seven digits of the mobile, the list, the subject, the papers."""
    from PySide6.QtCore import Qt

    from tests.harness.typist import ALT, CTRL

    assert typist.window.session
    before, register = _number(typist), typist.window.session.register
    typist.press(Qt.Key.Key_1, held=CTRL).type(mobile[:7])
    typist.wait(lambda: [one for one in register.state.people if one.mobile.removeprefix("+88")[:7] == mobile[:7]])
    typist.press(Qt.Key.Key_Down, Qt.Key.Key_Return).type(_SUBJECT)
    typist.press(Qt.Key.Key_P, held=ALT).press(Qt.Key.Key_Return, held=CTRL)
    if register.state.asking is not None:  # the same matter as before: a reason
        typist.type("1")
    _saved(typist, before)
    return len(_SUBJECT)


def _new(typist: "Typist", _mobile: str) -> int:
    """Somebody never seen: mobile, identity, names, address, subject, papers."""
    from PySide6.QtCore import Qt

    from tests.harness.typist import ALT, CTRL

    before = _number(typist)
    typist.press(Qt.Key.Key_1, held=CTRL).type("01811000222").enter().type("1234567890").enter()
    typist.type("halima begom").enter().type("kasem alI").enter().type("soyna kaukhali").enter()
    typist.type(_SUBJECT).press(Qt.Key.Key_P, held=ALT).press(Qt.Key.Key_Return, held=CTRL)
    _saved(typist, before)
    return 0


def _letter(typist: "Typist", _mobile: str) -> int:
    """One letter of a heap: its number, the sender, the address, the subject, the papers."""
    from PySide6.QtCore import Qt

    from tests.harness.typist import ALT, CTRL

    before = _number(typist)
    typist.press(Qt.Key.Key_2, held=CTRL | ALT).press(Qt.Key.Key_1, held=CTRL).type("RG123456789BD")
    for field, text in (("field.name", "kasem ali"), ("field.address", "soyna kaukhali"), ("field.subject", _SUBJECT)):
        while typist.field != field:
            typist.enter()
        typist.type(text)
    typist.press(Qt.Key.Key_P, held=ALT).press(Qt.Key.Key_Return, held=CTRL)
    _saved(typist, before)
    typist.press(Qt.Key.Key_2, held=CTRL | ALT)
    return 0


def _visit(typist: "Typist", _mobile: str) -> int:
    """Somebody asks for a copy of a khatian and is told."""
    from PySide6.QtCore import Qt

    typist.press(Qt.Key.Key_F4).type("khatian").enter()
    typist.wait(lambda: typist.window.screens and not typist.window.screens.strip.isVisible())
    return len("khatian")


_WAYS: "tuple[tuple[str, float, int, Callable[[Typist, str], int]], ...]" = (
    ("a known person's ordinary application", 25, 12, _known),
    ("a new person", 60, 0, _new),
    ("a posted letter of a heap", 30, 0, _letter),
    ("a helpdesk visit", 8, 3, _visit),
)

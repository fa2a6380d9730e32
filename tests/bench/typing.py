"""What a keystroke of Bangla costs in the window's own thread, from the rules alone to the whole form.

The floor is a bare QLineEdit that takes the same keys.  The form is measured with its lists, words written
before and drafts kept beside it; 15 keys a second leave 66 ms for each, a frame of 60 Hz 16.7 ms.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from tests.bench.rows import BenchRow, Beside, percentile

FRAME_MS = 16.7
_TYPED = "mohammod abdul korim sheikher jomir khotiyaner nokol prosoNgge abedon. " * 3
_US = 1e6


def rows(*, peers: bool) -> Iterator[BenchRow]:
    """Yield microseconds a key: composer, line, form; and the milliseconds of the form's worst keys."""
    del peers  # an input method of the system runs in another process
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication, QLineEdit

    from kiosk.printing.app import ensure_gui
    from kiosk.ui import theme
    from kiosk.ui.typing import layouts, scripts
    from kiosk.ui.typing.composer import Composer
    from kiosk.ui.widgets import Field

    application = QApplication.instance() or QApplication([])
    ensure_gui()
    theme.apply(application)
    bare = statistics.median(_keys(QLineEdit()))
    for name in (layouts.PHONETIC, layouts.PROBHAT):
        layout = layouts.layout(name)
        assert layout is not None
        composed = statistics.median(_timed(Composer(layout).press, _TYPED))
        yield BenchRow(f"typing, {name}, the rules", composed, "µs", (), "a key, median")
        scripts.use(name)
        field = Field("name", "নাম")
        line = statistics.median(_keys(field.entry, field))
        yield BenchRow(f"typing, {name}, a field", line, "µs", (Beside("bare QLineEdit", bare, 2.0),), "a key, median")
    yield from _form_rows()


def _timed(do: Callable[[str], object], keys: str) -> list[float]:
    taken = []
    for key in keys:
        begun = time.perf_counter()
        do(key)
        taken.append((time.perf_counter() - begun) * _US)
    return taken


def _keys(line: Any, window: Any = None) -> list[float]:
    """Type into a line of its own window; return what each key took, painting included."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    window, click = window or line, cast("Any", QTest.keyClick)
    window.resize(600, 80)
    window.show()
    line.setFocus()
    QApplication.processEvents()

    def press(key: str) -> None:
        click(line, key)
        QApplication.processEvents()

    taken = _timed(press, _TYPED)
    window.close()
    return taken


def _form_rows() -> Iterator[BenchRow]:
    """Type into the whole form of a counter that has words, people and drafts."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from kiosk.domain.clock import system_clock
    from tests.bench.data import make_home
    from tests.bench.keys import _people
    from tests.harness.typist import CTRL, at_the_counter

    with tempfile.TemporaryDirectory(dir=os.environ.get("KIOSK_BENCH_DIR")) as folder:
        os.environ["KIOSK_ANCHOR_DIR"] = f"{folder}/anchors"
        home = make_home(Path(folder) / "home", "none:")
        _people(home)
        with at_the_counter(home, system_clock) as typist:
            assert typist.window.session
            habits = typist.window.session.habits
            typist.wait(lambda: habits.words_like("subject", "রাস"))

            click = cast("Any", QTest.keyClick)

            def press(key: str) -> None:
                click(typist.on, key)
                QApplication.processEvents()

            typist.press(Qt.Key.Key_1, held=CTRL)
            for name in ("name", "guardian", "address", "subject"):
                while typist.field != f"field.{name}":
                    typist.enter()
                ms = [taken / 1e3 for taken in _timed(press, _TYPED[:140])]
                note = f"p50 {statistics.median(ms):.1f}, worst {max(ms):.1f}; painting and lists included"
                frame = Beside("a frame", FRAME_MS, 1.0)
                yield BenchRow(f"typing, the form's {name}, p95", percentile(ms, 95), "ms", (frame,), note)
            words = [taken / 1e3 for taken in _timed(lambda key: habits.words_like("name", key), _beginnings())]
            yield BenchRow("typing, words written before, p95", percentile(words, 95), "ms")


def _beginnings() -> Any:
    return [word[:n] for word in ("রফিকুল", "মোস্তাফিজুর", "rahman", "ভট্টাচার্য") for n in range(2, 6)] * 10


if __name__ == "__main__":
    for row in rows(peers=False):
        print("\n".join(row.lines()))

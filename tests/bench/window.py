"""The counter window with a stopwatch: `python -m tests.bench.window HOME [PASSWORD]`.

Runs what `kiosk run --home HOME` runs and prints a line `NAME MONOTONIC-SECONDS` when a line is ready
for typing: it has the focus and has been painted (`password` at sign-in, `form` the first line
after it), and for `open`, when the desk is open.  With a password it signs in as soon as the desk is open.
"""

import sys
import time
from typing import Any

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QObject, QTimer


def say(name: str) -> None:
    """Print an instant."""
    print(name, time.monotonic(), flush=True)


class Watched(QtWidgets.QApplication):
    """An application that notices the first paint of each line that takes the focus."""

    password = ""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._seen: set[str] = set()
        self.focusChanged.connect(self._on_focus)

    def _on_focus(self, _old: QtWidgets.QWidget | None, now: QtWidgets.QWidget | None) -> None:
        if isinstance(now, QtWidgets.QLineEdit) and self._name(now) not in self._seen:
            now.installEventFilter(self)

    @staticmethod
    def _name(line: QtWidgets.QLineEdit) -> str:
        return "password" if line.echoMode() == QtWidgets.QLineEdit.EchoMode.Password else "form"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QtWidgets.QLineEdit) and watched.hasFocus():
            name = self._name(watched)
            if name not in self._seen:
                self._seen.add(name)
                say(name)
                if name == "password":
                    self._await_desk(watched)
        return False

    def _await_desk(self, line: Any) -> None:
        window = line.window()
        if getattr(window, "session", None) is not None:
            self._sign_in(line)
        elif hasattr(window, "ready"):
            window.ready.connect(lambda: QTimer.singleShot(0, lambda: self._sign_in(line)))

    def _sign_in(self, line: Any) -> None:
        say("open")
        if self.password:
            line.setText(self.password)
            say("signed")
            line.advanced.emit()


def main() -> int:
    """Run the window."""
    QtWidgets.QApplication = Watched  # type: ignore[misc, assignment]
    if len(sys.argv) > 2:
        Watched.password = sys.argv[2]
    from kiosk.cli import main as kiosk

    return kiosk(["run", "--home", sys.argv[1]])


if __name__ == "__main__":
    raise SystemExit(main())

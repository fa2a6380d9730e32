"""The keys of a page: heard while the focus is inside it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Act = Callable[[], object] | SignalInstance


def bind_keys(page: QWidget, acts: Mapping[str, Act], *, repeats: bool = True) -> None:
    """Let keys (`Ctrl+N`) do acts; `Enter` is the one of the keypad too.  `repeats`: also while a key is held down."""
    for key, act in acts.items():
        for same in (key, key.replace("Enter", "Return")) if "Enter" in key else (key,):
            shortcut = QShortcut(QKeySequence(same), page, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(repeats)
            shortcut.activated.connect(act)

"""Notices that nobody types: any key, click or wheel in the window starts the wait again."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QWindow

_WORK = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin})


class IdleWatch(QObject):
    """Signals: `idle()`.

    Filters the native window only, where each key arrives once: a filter on the application
    would be asked about every event of every widget, and would cost frames.  Moving the mouse
    is not work: a shaken table must not keep a screen open.
    """

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.idle)

    def over(self, window: QWindow) -> None:
        """Notice work in this window."""
        window.installEventFilter(self)

    def wait(self, milliseconds: int) -> None:
        """Begin to wait so long; 0 never ends."""
        self._timer.setInterval(milliseconds)
        if milliseconds > 0:
            self._timer.start()
        else:
            self._timer.stop()

    @property
    def left_ms(self) -> int:
        """How long until it is idle; below 0 when it does not wait."""
        return self._timer.remainingTime()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin the wait again at each sign of work; eats nothing."""
        if event.type() in _WORK and self._timer.isActive():
            self._timer.start()
        return False

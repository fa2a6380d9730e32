"""The one `QGuiApplication` that text drawing needs, and the bundled fonts.

Qt aborts the process when text is drawn without an application, or when one starts without a
display on any platform but the off-screen one: so the platform is chosen here, by the program.
"""

import os
import sys
import threading
from functools import cache

from PySide6.QtGui import QFontDatabase, QGuiApplication

from kiosk import resources
from kiosk.errors import Broken

FAMILIES = ("Noto Sans Bengali", "Noto Sans")
"""Bangla first; Latin letters come from the second.  Both are bundled."""

_kept: list[QGuiApplication] = []


def has_display() -> bool:
    """Return whether a window could be shown here."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def choose_platform() -> None:
    """Take Qt's off-screen platform when there is no display; call before any application is made."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def ensure_gui() -> QGuiApplication:
    """Return the process's one application, with the bundled fonts; an existing one is used.

    Raises Broken when there is none yet and this is not the main thread.
    """
    found = QGuiApplication.instance()
    if found is None:
        found = _make()
    if not isinstance(found, QGuiApplication):
        raise Broken("a QCoreApplication exists already; nothing can be drawn")
    register_fonts()
    return found


def _make() -> QGuiApplication:
    if threading.current_thread() is not threading.main_thread():
        raise Broken("the first drawing must be prepared on the main thread: call ensure_gui() there")
    choose_platform()
    _kept.append(QGuiApplication(["kiosk"]))  # Python's reference keeps it alive
    return _kept[0]


@cache
def register_fonts() -> None:
    """Make the bundled fonts known to Qt, once.  Needs an application."""
    for name in resources.names("fonts", ".ttf"):
        if QFontDatabase.addApplicationFont(str(resources.path(name))) < 0:
            raise Broken(f"the bundled font {name} cannot be read")

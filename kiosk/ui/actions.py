"""Every action of the window and its key, in one place.  No key does two things.

`QUICK` and `CHANNELS` keys carry their place in the name: `quick.1`, `channel.3`.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from kiosk.i18n import _

EVERYWHERE, REGISTER, SIGNED_IN = "everywhere", "register", "signed_in"


@dataclass(frozen=True, slots=True)
class Deed:
    """An action: its name in code, its keys, where it holds, what it does in words."""

    name: str
    key: str
    where: str
    words: str


def deeds() -> list[Deed]:
    """Return every action, in the order of the key sheet."""
    return [
        Deed("keys", "F1", EVERYWHERE, _("These keys")),
        Deed("new", "F2", SIGNED_IN, _("New application")),
        Deed("find", "F3", SIGNED_IN, _("Find anything")),
        Deed("helpdesk", "F4", SIGNED_IN, _("Helpdesk visit")),
        Deed("tray", "F9", SIGNED_IN, _("Waiting and repair")),
        Deed("print", "F8", SIGNED_IN, _("Print what is owed; else a copy of the last receipt")),
        Deed("lock", "F12", SIGNED_IN, _("Lock the screen, change operator")),
        Deed("save", "Ctrl+Return", REGISTER, _("Save, number, receipt")),
        Deed("save_without", "Ctrl+Shift+Return", REGISTER, _("Save without a receipt")),
        *(Deed(f"channel.{n}", f"Alt+{n}", REGISTER, _("How it came in") if n == 1 else "") for n in range(1, 6)),
        *(Deed(f"quick.{n}", f"Ctrl+{n}", REGISTER, _("A frequent service") if n == 1 else "") for n in range(1, 10)),
        Deed("clear", "Ctrl+Shift+Del", REGISTER, _("Empty the form; Ctrl+Z brings it back")),
        Deed("scan", "F6", REGISTER, _("Pages: from a scanner, a file, the clipboard")),
        Deed("park", "F7", REGISTER, _("Put the form aside; bring it back")),
        Deed("repeat", "Ctrl+D", REGISTER, _("This field as in the last application")),
        Deed("repeat_all", "Ctrl+Shift+D", REGISTER, _("All fields as in the last application")),
        Deed("person_more", "Ctrl+Shift+A", REGISTER, _("One applicant more")),
        Deed("person_fewer", "Ctrl+Shift+X", REGISTER, _("One applicant fewer")),
        Deed("agent", "Alt+A", REGISTER, _("Filed for somebody else")),
        Deed("more", "Alt+M", REGISTER, _("Name in English, e-mail, birth day")),
        Deed("papers", "Alt+P", REGISTER, _("All papers are here")),
        Deed("id_type", "Alt+I", REGISTER, _("NID, birth registration or passport")),
        Deed("whose", "Alt+W", REGISTER, _("Whose mobile it is")),
        Deed("batch", "Ctrl+Alt+2", REGISTER, _("A heap of letters; end it")),
        Deed("mail", "Ctrl+O", REGISTER, _("Open an e-mail")),
        Deed("look", "Alt+O", REGISTER, _("Look at the earlier application")),
        Deed("sum", "Alt+T", REGISTER, _("How the date comes about")),
        Deed("beside", "Alt+R", REGISTER, _("What stood at the side, when enlarged")),
        Deed("void", "Ctrl+Shift+B", REGISTER, _("Void the last number, within 2 minutes")),
        Deed("return_web", "Ctrl+Shift+W", REGISTER, _("Give a web application back, with a reason")),
        Deed("reissue", "Alt+V", REGISTER, _("Correction: a new number instead")),
        Deed("came_out", "Alt+Y", REGISTER, _("The receipt came out")),
        Deed("did_not", "Alt+N", REGISTER, _("The receipt did not come out")),
        Deed("send_now", "Ctrl+Shift+S", SIGNED_IN, _("Send to the centre now")),
        Deed("script", "Ctrl+Space", SIGNED_IN, _("Bangla or ABC in this field")),
        Deed("language", "Ctrl+Shift+L", SIGNED_IN, _("Bangla or English")),
        Deed("registers", "F10", SIGNED_IN, _("Registers on the screen")),
        Deed("day", "Ctrl+F9", SIGNED_IN, _("End of the day")),
        Deed("shift", "Ctrl+Shift+F12", SIGNED_IN, _("Hand the counter over to a colleague")),
        Deed("dashboard", "Ctrl+F10", SIGNED_IN, _("The day in pictures")),
        Deed("documents", "Ctrl+Shift+P", SIGNED_IN, _("Registers, letters and labels on A4")),
        Deed("days", "Ctrl+Shift+H", SIGNED_IN, _("Holidays and working days")),
        Deed("guidance", "Ctrl+Shift+G", SIGNED_IN, _("Guidance directory")),
        Deed("settings", "Ctrl+,", SIGNED_IN, _("Settings")),
        Deed("people", "Ctrl+Shift+O", SIGNED_IN, _("People of this counter")),
        Deed("bigger", "Ctrl++", SIGNED_IN, _("Larger")),
        Deed("smaller", "Ctrl+-", SIGNED_IN, _("Smaller")),
        Deed("usual", "Ctrl+0", SIGNED_IN, _("Usual size")),
        Deed("away", "Esc", EVERYWHERE, ""),
    ]


_ALSO = {"bigger": ["Ctrl+="], "save": ["Ctrl+Enter"], "save_without": ["Ctrl+Shift+Enter"], "script": ["F11"]}


def grouped_name(name: str) -> str:
    """Return the name under which an action is explained: `channel.3` is one of the channels."""
    return name.partition(".")[0]


class Actions(QObject):
    """The actions of one window; `enable` says which hold on the screen that is open."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._where: dict[str, str] = {}
        self._made: dict[str, QAction] = {}
        for deed in deeds():
            action = QAction(deed.words, window)
            action.setObjectName(f"action.{deed.name}")
            keys = [deed.key, *_ALSO.get(deed.name, [])]
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setAutoRepeat(False)
            window.addAction(action)
            self._made[deed.name], self._where[deed.name] = action, deed.where

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def enable(self, *places: str) -> None:
        """Let only the actions of these places hold; those of everywhere always do."""
        for name, action in self._made.items():
            action.setEnabled(self._where[name] in {EVERYWHERE, *places})

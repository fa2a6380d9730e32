"""What is being composed at the cursor: keys in, settled text and open text out.  No Qt."""

from typing import NamedTuple

from kiosk.ui.typing.layouts import Layout


class Written(NamedTuple):
    """Text that is settled now, and text that the next key may still change."""

    settled: str
    open: str


class Composer:
    """Composes with one layout in one field."""

    def __init__(self, layout: Layout, *, sentences: bool = True) -> None:
        self._layout, self._sentences = layout, sentences
        self.keys = ""

    @property
    def open(self) -> str:
        """What is being composed, as it stands."""
        return self._layout.show(self.keys) if self.keys else ""

    def press(self, text: str) -> Written:
        """Take one or more keys, printable ASCII."""
        settled = ""
        for key in text:
            pressed = self._layout.press(self.keys, key, sentences=self._sentences)
            settled, self.keys = settled + pressed.settled, pressed.open
        return Written(settled, self.open)

    def backspace(self) -> Written:
        """Take back the last key."""
        self.keys = self._layout.back(self.keys)
        return Written("", self.open)

    def finish(self) -> Written:
        """Settle what is open."""
        settled, self.keys = self.open, ""
        return Written(settled, "")

    def drop(self) -> None:
        """Forget what is open."""
        self.keys = ""

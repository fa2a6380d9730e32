"""In which size and language the day is played; the same day in all of them, held side by side."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """A window of `size` in pixels, everything in it times `scale`, its words in `language`.

    With `both` a page of the centre is pictured as on a desk and as on a telephone, whoever usually reads it.
    """

    size: tuple[int, int]
    scale: float
    language: str
    both: bool = True

    @property
    def name(self) -> str:
        """Its folder, e.g. `1920-en`."""
        return f"{self.size[0]}-{self.language}"


_NARROW, _WIDE = ((1366, 768), 1.0), ((1920, 1080), 1.2)
LOOKS = {look.name: look for language in ("bn", "en") for look in (Look(*_NARROW, language), Look(*_WIDE, language))}
"""By their names; the first is the one in which the day is usually played."""
USUAL = Look(*_NARROW, "bn", both=False)

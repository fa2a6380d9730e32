"""One line of the bench: our figure beside its floor and a peer, with the ratios and the goal."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Beside:
    """Something we stand beside: its value in the row's unit, and the greatest (or least) ratio we allow ourselves."""

    name: str
    value: float
    goal: float


@dataclass(frozen=True)
class BenchRow:
    """A measured figure.  `value` and the others are in `unit`; for rates more is better."""

    metric: str
    value: float
    unit: str = "ms"
    beside: tuple[Beside, ...] = ()
    note: str = ""
    more_is_better: bool = False

    def met(self, other: Beside) -> bool:
        """Tell whether the ratio to another figure keeps its goal."""
        ratio = self.value / other.value
        return ratio >= other.goal if self.more_is_better else ratio <= other.goal

    def lines(self) -> Sequence[str]:
        """Return the row as text: the figure, then a line for each it stands beside."""
        head = f"{self.metric:<46} {self.value:>12,.2f} {self.unit}  {self.note}".rstrip()
        sign = "≥" if self.more_is_better else "≤"
        return [head] + [
            f"    {'✓' if self.met(other) else '✗'} {self.value / other.value:8.3f} x {other.name} "
            f"({other.value:,.2f} {self.unit}), goal {sign} {other.goal}"
            for other in self.beside
        ]


def percentile(values: Sequence[float], p: float) -> float:
    """Return the value below which `p` percent lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(p / 100 * (len(ordered) - 1))))]

"""How contenders are timed: interleaved rounds, CPU seconds, the median of the per-round ratios."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """One figure: how many times as fast as its peer, and what was to be reached."""

    what: str
    ratio: float
    target: float
    note: str = ""

    def __str__(self) -> str:
        met = "reached" if self.ratio >= self.target else "NOT REACHED"
        return f"{self.what}: {self.ratio:.2f} x (target >= {self.target:g} x, {met}) {self.note}".rstrip()


def interleaved(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return {name: CPU seconds of each round}; every round runs all contenders once, in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            started = time.process_time()
            contender()
            seconds[name].append(time.process_time() - started)
    return seconds


def speed_ratio(seconds: Mapping[str, list[float]], ours: str, peer: str) -> float:
    """Return how many times as fast ours is: the median over the rounds of peer's seconds by ours."""
    return statistics.median(p / o for o, p in zip(seconds[ours], seconds[peer], strict=True))

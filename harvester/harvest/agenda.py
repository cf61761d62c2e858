"""What a run asks for: what is due, within the budget, in waves of a bounded size."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from harvester.harvest.fetching import authority_of

WAVE = 2000
"""The requests of one wave are in memory together, with their validators. Later ones are a number each."""

PER_HOST = 50
"""One wave has at most this many requests for one host: hosts that are soon done do not wait for long."""


class Budget:
    """How many requests a run may make to one host: ``each``, or 0 for as many as are due.

    left: how many of those that were looked at last were over the budget.
    """

    def __init__(self, each: int = 0) -> None:
        self._each = each
        self._taken: Counter[str] = Counter()
        self.left = 0

    def take(self, due: Iterable[tuple[int, str]], most: int | None = None) -> list[Sequence[int]]:
        """Return the numbers of what is asked for, those of each host together, in the order given.

        due: numbers and URLs, those worth most first. most: so many requests are left for all hosts, None for
        any number. What is over the budget stays due.
        """
        hosts: dict[str, array[int]] = {}
        taken = self.left = 0
        for number, url in due:
            host = authority_of(url)
            if (self._each and self._taken[host] >= self._each) or (most is not None and taken >= most):
                self.left += 1
            else:
                taken += 1
                self._taken[host] += 1
                hosts.setdefault(host, array("q")).append(number)
        return [*hosts.values()]


def waves(hosts: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield the numbers in waves; in each, every host has its turn."""
    wave: list[int] = []
    for start in range(0, max(map(len, hosts), default=0), PER_HOST):
        for numbers in hosts:
            wave += numbers[start : start + PER_HOST]
            if len(wave) >= WAVE:
                yield wave
                wave = []
    if wave:
        yield wave

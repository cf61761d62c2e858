"""What a run asks for: what is due, within the budget, in waves of a bounded size."""

from collections import Counter
from collections.abc import Iterable, Mapping

WAVE = 2000
"""The requests of one wave are in memory together, with their validators. Later ones are looked up later."""

PER_HOST = 50
"""One wave has at most this many requests for one host: hosts that are soon done do not wait for long."""


class RequestBudget:
    """What a run has asked for, and how many requests it may make to one host: ``each``, or 0 for any number.

    left: how many of those that were looked at last were over the budget.
    """

    def __init__(self, each: int = 0) -> None:
        self.each = each
        self._of_host: Counter[str] = Counter()
        self._taken: set[int] = set()
        self.left = 0

    def take(
        self, due: Iterable[tuple[int, str]], most: int | None = None, of_host: int | None = None
    ) -> list[int]:
        """Return the numbers of what is asked for next, in the order given; none is returned a second time.

        due: numbers and hosts, those worth most first. most, of_host: at most this many are taken, of all
        hosts and of one; None for any number. If none is taken, everything was looked at. What is over the
        budget stays due.
        """
        taken: list[int] = []
        now: Counter[str] = Counter()
        self.left = 0
        for number, host in due:
            if number in self._taken or now[host] == of_host:
                continue
            if most == 0 or (self.each and self._of_host[host] >= self.each):
                self.left += 1
                continue
            now[host] += 1
            self._of_host[host] += 1
            self._taken.add(number)
            taken.append(number)
            if len(taken) == most:
                break
        return taken

    def fits(self, hosts: Mapping[str, int]) -> int:
        """Return how many requests are within the budget, if this many are due of each host."""
        return sum(min(number, self.each - self._of_host[host]) for host, number in hosts.items())

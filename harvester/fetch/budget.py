"""The time and bytes that the exchanges of one URL may use, and the state of the current one. No I/O."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from harvester.fetch.faults import OverBudget

OVERHEAD_BYTES = 1024 * 1024
"""Heads, chunk sizes and trailers may add this much to a body's cap: http.client alone reads 6.5 MB of
head."""


class ExchangeBudget:
    """The time and bytes left for the current exchange. There is one per session."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.deadline = 0.0
        self.bytes_left = 0
        self.received = 0  # bytes since the last request went out
        self.ended = False  # the server has closed its side
        self.reused = False  # the request went out on a connection that had served another
        self.ip = ""  # of the host that is connected to
        self.head = b""  # of the response, as received
        # Its headers as received: urllib3 groups those of one name.
        self.headers: tuple[tuple[str, str], ...] = ()

    @contextmanager
    def opened(self, seconds: float, wire_bytes: int) -> Iterator[None]:
        """Set the limits for the exchanges of one URL; nested ones, as for robots.txt, set their own."""
        outer = self.deadline, self.bytes_left
        self.deadline = self.clock() + seconds
        self.bytes_left = wire_bytes + OVERHEAD_BYTES
        try:
            yield
        finally:
            self.deadline, self.bytes_left = outer

    def pause(self, since: float) -> None:
        """Give back the time from then to now: it was spent on waiting for a turn."""
        self.deadline += self.clock() - since

    def begin(self) -> None:
        """Forget the connection and the head of the exchange before."""
        self.ip, self.head, self.headers = "", b"", ()

    @property
    def is_stale(self) -> bool:
        """Whether a kept connection gave nothing: it was closed while idle, and a new one may serve."""
        return self.reused and not self.received

    def remaining(self) -> float:
        """Return the seconds left; TimeoutError where there are none."""
        left = self.deadline - self.clock()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        return left

    def spend(self, count: int) -> None:
        """Count what was received, 0 for the end of the stream; OverBudget where it is too much."""
        self.received += count
        self.ended = self.ended or not count
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise OverBudget("too many bytes outside the body")

"""What one exchange may spend, and what is known of its connection so far. No I/O."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from harvester.fetch.faults import OverBudget

OVERHEAD_BYTES = 1024 * 1024
"""What heads, chunk sizes and trailers may add to a body's cap: http.client alone reads 6.5 MB of head."""


class Budget:
    """What the exchange that is under way may still spend. One per session."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.started = self.deadline = 0.0
        self.bytes_left = 0
        self.received = 0  # bytes since the last request went out
        self.ended = False  # the server has closed its side
        self.reused = False  # the request went out on a connection that had served another
        self.head: tuple[tuple[str, str], ...] = ()  # as received; urllib3 groups headers of one name

    @contextmanager
    def opened(self, seconds: float, wire_bytes: int) -> Iterator[None]:
        """Hold one exchange; one within it (robots.txt before a hop) leaves the outer one's figures alone."""
        outer = self.started, self.deadline, self.bytes_left
        self.started = self.clock()
        self.deadline = self.started + seconds
        self.bytes_left = wire_bytes + OVERHEAD_BYTES
        try:
            yield
        finally:
            self.started, self.deadline, self.bytes_left = outer

    def pause(self, since: float) -> None:
        """Give back the time from then to now: it was spent on waiting for a turn."""
        waited = self.clock() - since
        self.started += waited
        self.deadline += waited

    def elapsed_ms(self) -> int:
        """Return the milliseconds since the exchange began, pauses left out."""
        return round((self.clock() - self.started) * 1000)

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

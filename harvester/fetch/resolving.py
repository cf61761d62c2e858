"""Names to addresses that may be connected to: looked up once for a while, and each address judged.

Who connects takes an address from here and looks nothing up again, so that a name that answers otherwise the
second time (DNS rebinding) gains nothing.
"""

import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from harvester.fetch.faults import AddressRefused
from harvester.http.addresses import PUBLIC_ONLY, AddressPolicy

KEPT_S = 300.0
"""An answer is used for this many seconds: getaddrinfo tells no lifetime, and most sites give five
minutes."""

FAILURE_KEPT_S = 60.0
"""A failure is used for this many seconds: a feed may name 100 URLs of a host that is not there."""

HOSTS_KEPT = 4_096
"""Hosts whose answer is kept, about 1 KB each."""


class Address(NamedTuple):
    """What a socket is made with and connected to, as getaddrinfo gives it."""

    family: int
    kind: int
    protocol: int
    name: str
    to: Any

    @property
    def ip(self) -> str:
        """The address as text."""
        return str(self.to[0])


class _Answer(NamedTuple):
    """addresses: those that may be connected to. fails: makes the error to raise where there are none."""

    until: float
    addresses: tuple[Address, ...] = ()
    fails: Callable[[], Exception] | None = None


LookUp = Callable[[str, int], list[Any]]


def look_up_streams(host: str, port: int) -> list[Any]:
    """Return getaddrinfo's answers for TCP."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


class Resolver:
    """The addresses of hosts, shared by all threads of a run.

    policy: which addresses may be connected to. look_up: what a name resolves to. clock: monotonic seconds.
    """

    def __init__(
        self,
        policy: AddressPolicy = PUBLIC_ONLY,
        *,
        look_up: LookUp = look_up_streams,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._policy, self._look_up, self._clock = policy, look_up, clock
        self._answers: dict[tuple[str, int], _Answer] = {}
        self._mutex = threading.Lock()

    def addresses(self, host: str, port: int, seconds: float) -> tuple[Address, ...]:
        """Return the addresses of the host that may be connected to, at least one, in the resolver's order.

        Raises AddressRefused where none may, gaierror or ValueError where there are none, and TimeoutError
        after this many seconds.
        """
        answer = self._answers.get((host, port))
        if answer is None or answer.until <= self._clock():
            answer = self._asked(host, port, seconds)
            self._keep((host, port), answer)
        if answer.fails:
            raise answer.fails()
        return answer.addresses

    def judge_unresolved(self, host: str, port: int) -> None:
        """Raise AddressRefused for an address, in any spelling, that may not be asked; look no name up."""
        try:
            literal = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        except (OSError, ValueError):
            refusals = [self._policy.port_refusal(port)]
        else:
            refusals = [self._policy.refusal(Address(*each).ip, port) for each in literal]
        if refusal := next(filter(None, refusals), ""):
            raise AddressRefused(refusal)

    def forget(self, host: str, port: int) -> None:
        """Look the host up again the next time: none of its addresses answers."""
        with self._mutex:
            self._answers.pop((host, port), None)

    def _keep(self, key: tuple[str, int], answer: _Answer) -> None:
        with self._mutex:
            self._answers.pop(key, None)
            self._answers[key] = answer
            while len(self._answers) > HOSTS_KEPT:
                del self._answers[next(iter(self._answers))]

    def _asked(self, host: str, port: int, seconds: float) -> _Answer:
        """Return the answer of the look-up, which runs in a thread: it cannot be interrupted."""
        found: list[_Answer] = []
        thread = threading.Thread(target=lambda: found.append(self._judged(host, port)), daemon=True)
        thread.start()
        thread.join(seconds)
        if not found:
            raise TimeoutError("the look-up of the host's name took too long")
        return found[0]

    def _judged(self, host: str, port: int) -> _Answer:
        """Return the addresses that may be connected to, or what to raise where there are none."""
        try:
            addresses = [Address(*each) for each in self._look_up(host, port)]
        except (OSError, ValueError) as error:
            return _Answer(self._clock() + FAILURE_KEPT_S, fails=partial(type(error), *error.args))
        refusals = [(self._policy.refusal(each.ip, port), each) for each in addresses]
        allowed = tuple(each for refusal, each in refusals if not refusal)
        if allowed:
            return _Answer(self._clock() + KEPT_S, allowed)
        why = refusals[0][0] if refusals else "the host has no address"
        return _Answer(self._clock() + FAILURE_KEPT_S, fails=partial(AddressRefused, why))

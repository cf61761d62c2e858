"""Requests to the interfaces of web archives: bounded, and never more often than each of them allows.

They are made as captures are made: by the same session, at a host's turn, with the same policy for addresses
and the same Retry-After. Two things differ. No redirect is followed, because it is an answer by itself. And
robots.txt is not asked for: a person names the archive, and its interface is made for programs. How often it
may be asked, its documentation says; the constants of `harvester.interop` have the numbers.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from harvester.fetch.exchange import fetch
from harvester.fetch.faults import faulted
from harvester.fetch.fetcher import LIMITING
from harvester.fetch.limits import Limits
from harvester.fetch.politeness import LIMITED_S, HostGate, HostWaits, RunStopped
from harvester.fetch.wire import Session
from harvester.http.headers import Headers
from harvester.http.urls import BadUrl, authority
from harvester.model import SUCCESSES, Capture, Outcome


class ArchiveRequest(NamedTuple):
    """A request. delay_s: seconds since the host's last one, at least. most: bytes of its body; 0: as usual.

    headers: what it sends besides the usual.
    """

    url: str
    delay_s: float
    headers: Headers = ()
    most: int = 0


class ArchiveClient:
    """Asks archives, one request at a time. Not for two threads; it closes its connections in the end."""

    def __init__(self, session: Session, gate: HostGate, limits: Limits) -> None:
        self._session, self._gate = session, gate
        self._limits = replace(limits, redirects=0, leads_on=False)

    def close(self) -> None:
        """Close the connections that are kept."""
        self._session.close()

    def ask(self, question: ArchiveRequest, is_archived: Callable[[Capture], bool]) -> Capture:
        """Return the exchange, whatever came of it.

        is_archived: whether an answer is one that the archive keeps. Then its status says nothing about the
        archive: an archived 429 asks nobody to wait. Raises HostWaits and RunStopped, nothing else.
        """
        limits = self._limits
        if question.most:
            limits = replace(limits, wire_bytes=min(question.most, limits.wire_bytes))

        @contextmanager
        def permit(target: str) -> Iterator[None]:
            with self._gate.turn(authority(target), question.delay_s, self._session.leave):
                yield

        self._session.further = question.headers
        try:
            (capture,) = fetch(question.url, session=self._session, limits=limits, permit=permit)
        except (HostWaits, RunStopped):
            raise
        except Exception as error:  # noqa: BLE001  the boundary round each request
            return faulted(question.url, self._session.now(), error)
        finally:
            self._session.further = ()
        self._heed(capture, speaks=not is_archived(capture))
        return capture

    def _heed(self, capture: Capture, *, speaks: bool) -> None:
        """Leave the host alone for as long as its answer asks, if the archive itself speaks."""
        try:
            host = authority(capture.url)
        except BadUrl:
            return
        if capture.outcome is Outcome.TIMEOUT:
            self._gate.timed_out(host)
        elif capture.status:
            asked_s = capture.retry_after_s if speaks and capture.outcome not in SUCCESSES else None
            if speaks and capture.outcome is Outcome.RATE_LIMITED and asked_s is None:
                asked_s = LIMITED_S
            self._gate.answered(host, asked_s, is_limited=speaks and capture.status in LIMITING)

"""The parts of a page that a browser renders: each is fetched as a page is, or refused with a reason.

A part is asked for by the same `harvester.fetch.fetcher.Fetcher` as pages: the address policy, robots.txt and
the turn of its host hold, and its bytes and its time are bounded. Only scripts, style sheets and what scripts
read are asked for, from the hosts that are allowed, by GET.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from harvester.errors import HarvesterError
from harvester.fetch.fetcher import Chain, Fetcher
from harvester.fetch.limits import MIB, Limits
from harvester.fetch.politeness import HostWaits
from harvester.fetch.wire import Session
from harvester.http.headers import Headers, header
from harvester.http.status import REDIRECTS
from harvester.http.urls import BadUrl, authority, checked_url, host_of, resolved
from harvester.model import Capture, Outcome
from harvester.rendering import HostRequests

ASKED, KEPT = "asked", "kept"
"""A part was asked for, or an answer of the same run was used again."""

KINDS = frozenset({"script", "stylesheet", "xhr", "fetch"})
"""Parts of these kinds may write text, or decide which is written; images, media, fonts and frames do not."""

LASTING = frozenset({"script", "stylesheet"})
"""Parts of these kinds are asked for once in a run: the pages of a site share them."""

MOST_PARTS = 100
"""At most this many requests are made for one page. A page that wants more gets the first ones."""

MOST_BYTES = 32 * MIB
"""All parts of one page have at most this many bytes, unpacked."""

KEPT_BYTES = 64 * MIB
"""The answers that a run keeps for other pages have at most this many bytes."""

MOST_REDIRECTS = 5
"""At most this many redirects of one part are followed."""

LIMITS = Limits(seconds=10.0, wire_bytes=8 * MIB, decoded_bytes=16 * MIB, redirects=0, leads_on=False)
"""One request has these limits. Redirects are followed here, because the host of each must be allowed."""

_ANSWERS = frozenset(
    {Outcome.OK, Outcome.EMPTY, Outcome.GONE, Outcome.REFUSED, Outcome.RATE_LIMITED, Outcome.SERVER_ERROR}
    | {Outcome.HTTP_ERROR}
)
"""With these outcomes an answer is whole, and the page gets it with its status."""

_FORWARDED = ("Accept", "Origin", "X-Requested-With")
"""These headers of a script say what it can read. Cookies and whatever else it sets stay here."""

_REASONS = {
    Outcome.ROBOTS_REFUSED: "robots",
    Outcome.ADDRESS_REFUSED: "address",
    Outcome.BAD_URL: "bad_url",
}


class PartRequest(NamedTuple):
    """What a page asks for. kind: as browsers name it, such as "script"."""

    url: str
    method: str
    kind: str
    headers: Mapping[str, str] = {}


@dataclass(eq=False)
class PartRefused(HarvesterError):
    """A part that the page does not get. reason: one word, as evidence has it."""

    reason: str

    def __str__(self) -> str:
        return f"The part is not asked for: {self.reason}."


class KeptParts:
    """Answers that a run uses again; the oldest leave when there are too many bytes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Capture] = OrderedDict()
        self._size = 0

    def get(self, url: str) -> Capture | None:
        """Return the answer for a URL, None if there is none."""
        return self._kept.get(url)

    def keep(self, url: str, answer: Capture) -> None:
        """Keep an answer."""
        self._kept[url] = answer
        self._size += len(answer.body)
        while self._size > KEPT_BYTES:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest.body)


class Asker(NamedTuple):
    """What asks for parts in a run. fetcher: uses the session, and has `LIMITS`."""

    session: Session
    fetcher: Fetcher
    kept: KeptParts


@dataclass(slots=True)
class Parts:
    """The parts of one page; for one thread.

    is_allowed: whether a host may be asked. robots: the chains of each robots.txt that was asked for.
    is_over: nothing more is asked for.
    """

    asker: Asker
    is_allowed: Callable[[str], bool]
    robots: list[Chain] = field(default_factory=list)
    is_over: bool = False
    _wanted: Counter[tuple[str, str]] = field(default_factory=Counter)
    _asked: int = 0
    _bytes: int = 0

    def answer(self, part: PartRequest) -> Capture:
        """Return what the page gets for a part; raises PartRefused, and RunStopped."""
        try:
            return self._answer(part)
        except PartRefused as refusal:
            self.note(part.url, refusal.reason)
            raise

    def note(self, url: str, what: str) -> None:
        """Count what became of a request."""
        try:
            host = authority(url)
        except BadUrl:  # of a socket, for one
            host = host_of(url)
        self._wanted[host, what] += 1

    def wanted(self) -> tuple[HostRequests, ...]:
        """Return what the page wanted, by host."""
        return tuple(
            HostRequests(host, what, number) for (host, what), number in sorted(self._wanted.items())
        )

    def _answer(self, part: PartRequest) -> Capture:
        if part.kind not in KINDS:
            raise PartRefused(part.kind)
        if part.method != "GET":
            raise PartRefused("method")
        url = _checked(part.url)
        for _ in range(1 + MOST_REDIRECTS):
            answer = self._of_host(url, part)
            location = header(answer.headers, "Location")
            if answer.status not in REDIRECTS or not location:
                return _whole(answer)
            url = _checked(location, url)
        raise PartRefused("redirects")

    def _of_host(self, url: str, part: PartRequest) -> Capture:
        """Return the answer of one host: kept, or asked for."""
        if not self.is_allowed(url):
            raise PartRefused("other_host")
        if kept := self.asker.kept.get(url):
            self.note(url, KEPT)
            return kept
        if self.is_over or self._asked >= MOST_PARTS or self._bytes > MOST_BYTES:
            raise PartRefused("limit")
        self._asked += 1
        self.asker.session.further = _forwarded(part.headers)
        try:
            fetched = self.asker.fetcher.capture(url)
        except HostWaits as wait:
            raise PartRefused("waits") from wait
        self.robots += fetched.robots
        if reason := _REASONS.get(fetched.end.outcome):
            raise PartRefused(reason)
        self.note(url, ASKED)
        self._bytes += len(fetched.end.body)
        if part.kind in LASTING and fetched.end.outcome is Outcome.OK:
            self.asker.kept.keep(url, fetched.end)
        return fetched.end


def _whole(answer: Capture) -> Capture:
    """Return an answer that was received in full; raises PartRefused for any other."""
    if answer.outcome not in _ANSWERS:
        raise PartRefused(str(answer.outcome))
    return answer


def _checked(url: str, base: str = "") -> str:
    try:
        return resolved(url, base) if base else checked_url(url)
    except BadUrl as error:
        raise PartRefused("bad_url") from error


def _forwarded(headers: Mapping[str, str]) -> Headers:
    lower = {name.lower(): value for name, value in headers.items()}
    return tuple((name, lower[name.lower()]) for name in _FORWARDED if name.lower() in lower)

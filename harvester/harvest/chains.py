"""Captures of web archives that one request made: a redirect, and the record of what it led to. Pure."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from harvester.interop.exchanges import RecordedExchange
from harvester.interop.recorded import PayloadReference
from harvester.interop.warc.digests import Checked
from harvester.interop.warc.reading import ByteRange

WITHIN = timedelta(seconds=60)
"""A redirect and what it led to were captured within this time. Crawlers that take turns between hosts ask
for the target seconds later; a record after a minute is another visit."""

MAX_CHAIN = 20
"""At most this many redirects follow one another (Fetch standard, 4.4)."""


@dataclass(slots=True, eq=False)
class FileCapture:
    """A capture that a file holds.

    file, number: where. span: where its records stand, if they can be read by themselves. key: SURT of its
    URL. own_key, led_from: if we exported it, its key and that of the capture that led to it. names: by what
    other records name it. place: how messages name it. digest: what came of checking that of its payload, for
    which a redirect that is held may lack the body. refers: what it refers to, if its payload is elsewhere.
    leads: the URL that it redirects to. held: its records, if it is a redirect. before: the capture that led
    to it. is_followed: it led to another. is_further: it is a further page of an article. is_confirming: it
    is a 304.
    """

    file: int
    number: int
    url: str
    key: str
    at: datetime
    own_key: str = ""
    led_from: str = ""
    names: tuple[tuple[str, str], ...] = ()
    record_key: bytes = b""
    digest: Checked = field(default_factory=Checked)
    refers: PayloadReference | None = None
    leads: str = ""
    held: RecordedExchange | None = None
    before: "FileCapture | None" = None
    place: str = ""
    is_further: bool = False
    is_confirming: bool = False
    is_followed: bool = False
    is_known: bool = False
    is_wanted: bool = False
    span: ByteRange | None = None

    @property
    def chain(self) -> "tuple[FileCapture, ...]":
        """Return the captures that led to this one, and this one."""
        found = [self]
        while found[-1].before:
            found.append(found[-1].before)
        return tuple(reversed(found))


def join(entries: Iterable[FileCapture]) -> None:
    """Have the captures of each file know which one led to them.

    What we exported says so itself. Of others, a redirect led to the first capture of its target that follows
    within `WITHIN` in the same file, and to which no earlier redirect led.
    """
    by_file: dict[int, list[FileCapture]] = defaultdict(list)
    for each in entries:
        by_file[each.file].append(each)
    for some in by_file.values():
        _join_own(some)
        _join_by_location(some)


def _join_own(entries: Sequence[FileCapture]) -> None:
    by_key = {each.own_key: each for each in entries if each.own_key and each.held}
    for each in entries:
        if before := by_key.get(each.led_from):
            _link(before, each)


def _join_by_location(entries: Sequence[FileCapture]) -> None:
    by_url: dict[str, deque[FileCapture]] = defaultdict(deque)
    for each in sorted(entries, key=_when):
        if not each.own_key:
            by_url[each.url].append(each)
    for redirect in sorted(entries, key=_when):
        if redirect.leads and not redirect.own_key:
            later = by_url[redirect.leads]
            while later and (later[0].at < redirect.at or later[0].before):
                later.popleft()
            found = next((each for each in islice(later, 2) if each is not redirect), None)
            if found and found.at - redirect.at <= WITHIN:
                _link(redirect, found)


def _link(before: FileCapture, after: FileCapture) -> None:
    """Join two captures, unless one led to the other already or the chain would be too long."""
    chain = before.chain
    if after.before is None and not before.is_followed and after not in chain and len(chain) < MAX_CHAIN:
        after.before, before.is_followed = before, True


def _when(entry: FileCapture) -> tuple[datetime, int]:
    return entry.at, entry.number


def wanted_ends(entries: Iterable[FileCapture]) -> Iterator[FileCapture]:
    """Yield the ends of the chains of which any capture is wanted."""
    for each in entries:
        if not each.is_followed and any(one.is_wanted for one in each.chain):
            yield each

"""Readings one after another, each new content compared with the one before it while both pages are at hand.

Whoever reads the captures of a URL in their order, here or on another machine, compares them too. The writer
folds: where a capture follows on the one that it was compared with, the work is done.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import NamedTuple

from harvester.archive.readings import as_stored
from harvester.history.comparing import Compared, compared
from harvester.history.fates import Seen
from harvester.history.ids import snapshot_id
from harvester.model import Snapshot, Verdict, WholeText
from harvester.reading import Reading, Received
from harvester.reading.whole import page_text

TURNS = 16
"""This many comparisons are kept by what reads: a page that goes back and forth shows a few."""

HELD_CHARS = 8_000_000
"""Comparisons of this many characters wait for the fold, 20 MB or so. The oldest are forgotten first."""

PLAIN_CHARS = 500
"""A change takes as much memory as this many characters, besides its words."""


class Ahead(NamedTuple):
    """What was found out about a capture and the one before it, by that one's number."""

    before: int
    compared: Compared


class Read(NamedTuple):
    """What came of one capture: its reading, or None and the fault if its process died or was killed.

    content: the id of what it shows, ``""`` if it is no article. ahead: None if it was compared with nothing.
    """

    capture_id: int
    reading: Reading | None
    fault: str = ""
    content: str = ""
    ahead: Ahead | None = None


class Page(NamedTuple):
    """A capture that was read. basis: equal for equal pages. received: returns its page with its bytes."""

    capture_id: int
    url: str
    basis: Hashable
    reading: Reading
    received: Callable[[], Received]


@dataclass(slots=True)
class _Last:
    """The last capture that showed an article. shown: its content as the archive keeps it."""

    page: Page
    content: str
    shown: Snapshot
    text: WholeText | None = None


class Consecutive:
    """Takes pages in the order of their captures, URL by URL."""

    def __init__(self) -> None:
        self._last: _Last | None = None
        self._known: OrderedDict[Hashable, Compared | None] = OrderedDict()

    def read(self, page: Page) -> Read:
        """Return what came of a capture, compared with the last one if it shows another content."""
        if page.reading.verdict is not Verdict.CONTENT:
            return Read(page.capture_id, page.reading)
        if self._last and _is_same(page.reading, self._last.page.reading):
            page = page._replace(reading=self._last.page.reading)  # which crosses to another process once
        content = snapshot_id(page.reading.snapshot)
        last = self._last if self._last and self._last.page.url == page.url else None
        if last and last.content == content:
            self._last = _Last(page, content, last.shown)
            return Read(page.capture_id, page.reading, content=content)
        new = self._last = _Last(page, content, as_stored(page.reading.snapshot))
        found = self._compared(last, new) if last else None
        ahead = Ahead(last.page.capture_id, found) if last and found else None
        return Read(page.capture_id, page.reading, content=content, ahead=ahead)

    def _compared(self, last: _Last, new: _Last) -> Compared | None:
        key = last.page.basis, last.shown, new.page.basis
        found = self._known.pop(key) if key in self._known else _compare(last, new)
        self._known[key] = found
        if len(self._known) > TURNS:
            self._known.popitem(last=False)
        return found


def _is_same(one: Reading, other: Reading) -> bool:
    """Return whether two readings are equal in all that is stored."""
    return one is other or (one == other and _beside(one.snapshot) == _beside(other.snapshot))


def _beside(shown: Snapshot) -> tuple[float, tuple[str, ...], list[str]]:
    """Return what is stored of a snapshot and does not count when two are compared."""
    return shown.left_out, shown.surroundings, [pair.stated for pair in shown.pairs]


def _compare(last: _Last, new: _Last) -> Compared | None:
    """Return how the new page continues the last one; None if the fold does not ask, or if it cannot be told.

    The fold does not ask about other content read from the same text: that is another reading.
    """
    if last.page.reading.text_digest == new.page.reading.text_digest:
        return None
    try:
        last.text = last.text or page_text(last.page.received())
        new.text = page_text(new.page.received())
        shown = replace(new.shown, language=new.page.reading.snapshot.language)
        return compared(Seen(last.shown, last.text), Seen(shown, new.text))
    except Exception:  # noqa: BLE001  the fold tries it again, and notes what is wrong
        return None


class Comparisons:
    """Comparisons that wait for the fold, by the numbers of their captures."""

    def __init__(self, room: int = HELD_CHARS) -> None:
        """Keep comparisons of at most this many characters."""
        self._room = room
        self._kept: OrderedDict[tuple[int | None, int | None], tuple[Compared, int]] = OrderedDict()

    def add(self, read: Read) -> None:
        """Keep the comparison that was made with a reading, if one was."""
        if read.ahead is None:
            return
        key, size = (read.ahead.before, read.capture_id), _size(read.ahead.compared)
        _, replaced = self._kept.pop(key, (None, 0))
        self._kept[key] = read.ahead.compared, size
        self._room += replaced - size
        while self._room < 0:
            _, (_, size) = self._kept.popitem(last=False)
            self._room += size

    def find(self, before: int | None, after: int | None) -> Compared | None:
        """Return the comparison of two captures, None if there is none."""
        found = self._kept.get((before, after))
        return found[0] if found else None


def _size(made: Compared) -> int:
    """Return about how many characters a comparison takes; what is shown shares most of its hunks."""
    return PLAIN_CHARS + sum(
        PLAIN_CHARS + sum(len(hunk.before) + len(hunk.after) for hunk in change.hunks)
        for change in made.changes
    )

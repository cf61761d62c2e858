"""Readings in the order of captures: each new content is compared with the version before it.

The process that reads the captures of a URL, here or on another machine, has both contents in memory. It
folds them as if the article had no other captures. The writer folds all captures; if it has to compare the
same two contents, it uses the comparison.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from harvester.archive.columns import storable, to_text
from harvester.archive.readings import Content, as_stored, content_of
from harvester.errors import ArchiveDamaged, BadInput, PayloadRemoved
from harvester.history import fold
from harvester.history.comparing import NOTHING, Found
from harvester.history.past import PageLookups
from harvester.history.sighting import Hop, Sighting
from harvester.history.surroundings import Edited
from harvester.model import Snapshot, Verdict, WholeText
from harvester.reading import Reading, Received
from harvester.reading.whole import page_text

TURNS = 16
"""This many pages and comparisons are kept: a page that alternates between contents has a few."""

TEXTS = 4
"""This many texts of pages are kept: that of the current version is held against several others."""

LONGEST = 256
"""After this many captures of a URL its fold begins anew, so that memory stays flat. What was dropped before
is forgotten then, and the writer looks for it itself."""

HELD_CHARS = 8_000_000
"""Comparisons of this many characters wait for the fold, 20 MB or so. The oldest are forgotten first."""

PLAIN_CHARS = 500
"""A change takes as much memory as this many characters, besides its words."""


class Ahead(NamedTuple):
    """What was found out about a capture and an earlier one, by that one's number."""

    before: int
    found: Found


class Read(NamedTuple):
    """One capture that was read: its reading, or None and the fault if the process died or was killed.

    content: None if it is not an article. ahead: None if it was compared with nothing.
    """

    capture_id: int
    reading: Reading | None
    fault: str = ""
    content: Content | None = None
    ahead: Ahead | None = None


class ReadCapture(NamedTuple):
    """A capture that was read. head: its page without bytes. basis: equal for equal pages.

    received: returns the page with its bytes.
    """

    capture_id: int
    head: Received
    basis: Hashable
    reading: Reading
    received: Callable[[], Received]


class _Shown(NamedTuple):
    """A capture with its content, None if it shows no article."""

    page: ReadCapture
    content: Content | None


class Consecutive:
    """Takes pages in the order of their captures, URL by URL."""

    def __init__(self) -> None:
        self._last: _Shown | None = None
        self._line: _Line | None = None
        self._kept: OrderedDict[Hashable, _Shown] = OrderedDict()
        self._turns: OrderedDict[Hashable, Found] = OrderedDict()

    def read(self, page: ReadCapture) -> Read:
        """Return the reading of a capture, compared with the version before if its content is another one."""
        content = None
        if page.reading.verdict is Verdict.CONTENT:
            page, content = self._last = self._shown(page)
        ahead = self._fold(page, content)
        return Read(page.capture_id, page.reading, content=content, ahead=ahead)

    def _shown(self, page: ReadCapture) -> _Shown:
        """Return a page with its content; its reading is the one that an equal page has, or the last one."""
        known, last = self._kept.get(page.basis), self._last
        if known is None and last and _is_same(page.reading, last.page.reading):
            known = last
        if known:
            shown = known._replace(page=page._replace(reading=known.page.reading))
        else:
            is_edition = last and last.page.head.url == page.head.url
            reading = _sharing(page.reading, last.page.reading) if last and is_edition else page.reading
            shown = _Shown(page._replace(reading=reading), content_of(reading.snapshot))
        self._kept[page.basis] = shown
        self._kept.move_to_end(page.basis)
        if len(self._kept) > TURNS:
            self._kept.popitem(last=False)
        return shown

    def _fold(self, page: ReadCapture, content: Content | None) -> Ahead | None:
        line = self._line
        if line is None or line.url != page.head.url:
            line = self._line = _Line(page.head.url, self._turns)
        elif line.length == LONGEST:
            line = self._line = line.renewed()
        return line.fold(_Shown(page, content))


class _Line:
    """The fold of the captures of one URL, as far as they were read here."""

    def __init__(self, url: str, turns: OrderedDict[Hashable, Found]) -> None:
        self.url, self.length = url, 0
        self._turns = turns
        self._pages: dict[str, ReadCapture] = {}
        self._contents: dict[str, Snapshot] = {}
        self._beside: dict[str, tuple[str, ...]] = {}
        self._ahead: Ahead | None = None
        self._next: Sighting
        self._newest: _Shown | None = None
        self._text = lru_cache(maxsize=TEXTS)(self._read)
        pages = PageLookups(self._text, self._found, self._beside.__getitem__, self._note)
        self._steps = fold(self._coming(), self._contents.__getitem__, {}, pages)

    def fold(self, shown: _Shown) -> Ahead | None:
        """Return how a capture continues an earlier one, None if the fold does not ask."""
        page, content = shown
        self.length += 1
        self._next, self._ahead = _sighting(page, content), None
        self._pages[self._next.key] = page
        if content:
            self._newest = shown
            if content.id not in self._contents:
                self._contents[content.id] = as_stored(page.reading.snapshot)
            if self._next.surroundings not in self._beside:
                self._beside[self._next.surroundings] = tuple(map(storable, content.passages))
        next(self._steps)
        return self._ahead

    def renewed(self) -> "_Line":
        """Return a fold that begins at the newest content."""
        line = _Line(self.url, self._turns)
        if self._newest:
            line.fold(self._newest)
        return line

    def _coming(self) -> Iterator[Sighting]:
        while True:
            yield self._next

    def _read(self, key: str) -> WholeText | None:
        try:
            return page_text(self._pages[key].received())
        except (ArchiveDamaged, BadInput, PayloadRemoved):  # the writer finds out, too
            return None

    def _key(self, before: str, after: str) -> Hashable:
        return self._pages[before].basis, self._pages[after].basis

    def _found(self, before: str, after: str) -> Found:
        key = self._key(before, after)
        if key not in self._turns:
            return NOTHING
        self._turns.move_to_end(key)
        self._ahead = Ahead(int(before), self._turns[key])
        return self._turns[key]

    def _note(self, before: str, after: str, found: Found) -> None:
        key = self._key(before, after)
        known = self._turns.get(key, NOTHING)
        found = Found(found.compared or known.compared, found.beside or known.beside)
        self._turns[key] = found
        if len(self._turns) > TURNS:
            self._turns.popitem(last=False)
        self._ahead = Ahead(int(before), found)


def _sighting(page: ReadCapture, content: Content | None) -> Sighting:
    """Return what a fold of this URL alone takes: the number of the capture stands for its key."""
    head, reading = page.head, page.reading
    return Sighting(
        key=str(page.capture_id),
        at=to_text(head.captured_at),
        hops=(Hop(head.url, head.status),),
        outcome=head.outcome,
        verdict=reading.verdict,
        snapshot=content.id if content else "",
        canonical=reading.canonical_url,
        text=reading.text_digest,
        language=reading.snapshot.language,
        pages=reading.pages,
        is_cut=bool(reading.next_url),
        is_rendered=reading.is_rendered,
        surroundings=content.beside if content else "",
    )


def _is_same(one: Reading, other: Reading) -> bool:
    """Return whether two readings are equal in all that is stored."""
    return one is other or (one == other and _beside(one.snapshot) == _beside(other.snapshot))


def _sharing(reading: Reading, other: Reading) -> Reading:
    """Return the reading with the other's questions where they are equal in all that is stored.

    Most of an edited page is as it was, and so crosses to another process once.
    """
    known = {(pair, pair.stated): pair for pair in other.snapshot.pairs}
    pairs = tuple(known.get((pair, pair.stated), pair) for pair in reading.snapshot.pairs)
    return replace(reading, snapshot=replace(reading.snapshot, pairs=pairs))


def _beside(shown: Snapshot) -> tuple[float, tuple[str, ...], list[str]]:
    """Return the stored parts of a snapshot that do not count when two are compared."""
    return shown.left_out, shown.surroundings, [pair.stated for pair in shown.pairs]


class Comparisons:
    """Comparisons that wait for the fold, by the numbers of their captures."""

    def __init__(self, room: int = HELD_CHARS) -> None:
        """Keep comparisons of at most this many characters."""
        self._room = room
        self._kept: OrderedDict[tuple[int | None, int | None], tuple[Found, int]] = OrderedDict()

    def add(self, read: Read) -> None:
        """Keep the comparison that was made with a reading, if one was."""
        if read.ahead is None:
            return
        key, size = (read.ahead.before, read.capture_id), _size(read.ahead.found)
        _, replaced = self._kept.pop(key, (None, 0))
        self._kept[key] = read.ahead.found, size
        self._room += replaced - size
        while self._room < 0:
            _, (_, size) = self._kept.popitem(last=False)
            self._room += size

    def find(self, before: int | None, after: int | None) -> Found:
        """Return what was found out about two captures."""
        return self._kept.get((before, after), (NOTHING, 0))[0]


def _size(found: Found) -> int:
    """Return about how many characters a comparison takes; what is shown shares most of its hunks."""
    changes = found.compared.changes if found.compared else ()
    edited = found.beside.edited if found.beside else Edited()
    hunks = (len(hunk.before) + len(hunk.after) for change in changes for hunk in change.hunks)
    return PLAIN_CHARS * (1 + len(changes)) + sum(hunks) + sum(map(len, (*edited.removed, *edited.added)))

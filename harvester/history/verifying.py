"""Which changes between two readings the pages show, and which are only another reading of the same words.

Both readings are located in the pages that they were read from, and one page in the other
(`harvester.diff.carry`). So each word of a reading has a fate: it is still on the page, or the page lost it;
it was there before, or the page gained it. Context decides between copies: a question in a table of contents
stays where it is when the question below it is dropped.

- A question is dropped or merged if the page lost most of its words or most of its answer's; asked, restored
  or split off if the page gained them.
- An edit is shown if the page lost a word that was cut, gained a word that was added, or has them in
  another order among their neighbours. "not" alone is on every page; this "not" has its place.
- A title or lead is edited if the page did not have the new one before, has the old one no longer, or shows
  the new one more often and the old one less often.

What cannot be located counts as shown: an edit that is told without need is a smaller harm than one that is
hidden.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from harvester.change import Change, ChangeKind
from harvester.diff.carry import GONE, carried, inverse, located
from harvester.diff.tokens import token_places
from harvester.diff.written import written
from harvester.model import Pair, Snapshot, WholeText
from harvester.text import content_key

MOST = 2
"""One part in this many makes most of a text."""

_QUESTION, _ANSWER = 0, 1
_BORDER = "\0"
"""It stands between texts, so that none is found across two of them."""


class Verified(NamedTuple):
    """The changes in their order. shown: what the pages show. otherwise: what only the reader did."""

    shown: tuple[Change, ...] = ()
    otherwise: tuple[Change, ...] = ()


class Seen(NamedTuple):
    """What was read from a page, and the page itself."""

    snapshot: Snapshot
    page: WholeText


def verified(changes: Sequence[Change], before: Seen, after: Seen) -> Verified:
    """Return which of the changes between two readings their pages show."""
    pages = _Pages(changes, before, after)
    shown, otherwise = list[Change](), list[Change]()
    for change in changes:
        (shown if pages.show(change) else otherwise).append(change)
    return Verified(tuple(shown), tuple(otherwise))


def summary(changes: Iterable[Change]) -> str:
    """Return how many changes of each kind there are, in the order of `ChangeKind`: "2 asked, 1 moved"."""
    counts = Counter(change.kind for change in changes)
    return ", ".join(f"{counts[kind]} {kind}" for kind in ChangeKind if counts[kind])


class _Field(NamedTuple):
    """A question or an answer among the tokens of a reading.

    first: the place of its first token. ends: where its tokens end in its content key.
    """

    first: int
    ends: list[int]

    @property
    def all(self) -> range:
        return range(self.first, self.first + len(self.ends))

    def within(self, start: int, end: int) -> range:
        """Return the tokens in that part of the content key; a space goes with what follows it."""
        if start == end:
            return range(0)
        return range(
            self.first + bisect_right(self.ends, start), self.first + bisect_left(self.ends, end) + 1
        )


@dataclass(frozen=True)
class _Side:
    """Pairs of one reading in their page.

    fields: question and answer of each pair, by position. places: for each of their tokens, its place on the
    page. fates: for each token of the page, its place on the other page.
    """

    tokens: Sequence[str]
    fields: Mapping[int, tuple[_Field, _Field]]
    places: Sequence[int]
    fates: Sequence[int]

    def changed(self, part: range) -> bool:
        """Return whether the other page lacks most of these tokens, or this one does."""
        found = [self.places[at] for at in part if self.places[at] != GONE]
        if not found or MOST * len(found) < len(part):
            return len(part) > 0
        return MOST * sum(self.fates[place] == GONE for place in found) >= len(found)

    def differs(self, part: range, position: int) -> bool:
        """Return whether the other page lacks one of these tokens, or has them in another order.

        position: of their pair. They have an order among their neighbours, their question and the next one.
        """
        words = [n for n in part if self.places[n] == GONE]
        if any(char.isalnum() for n in words for char in self.tokens[n]):
            return True
        found = [n for n in part if self.places[n] != GONE]
        if any(self.fates[self.places[n]] == GONE for n in found):
            return True
        if not found:
            return False
        question, answer = self.fields[position]
        begin, end = min(question.first, part.start), max(answer.all.stop, part.stop)
        asked = self._after(begin, part.start), self._before(min(question.all.stop, part.start), begin)
        before = (*asked, self._before(part.start, 0))
        after = self._after(part.stop, len(self.tokens)), self._after(end, len(self.tokens))
        return self.is_reordered([n for n in (*before, *found, *after) if n != GONE])

    def is_reordered(self, tokens: Sequence[int]) -> bool:
        """Return whether two neighbours among the tokens stand in another order on the other page."""
        order = [(self.places[n], self.fates[self.places[n]]) for n in tokens]
        return any((here < there) != (fate < other) for (here, fate), (there, other) in pairwise(order))

    def kept(self, position: int) -> int:
        """Return the first token of a pair that the other page has too, `GONE` if there is none."""
        question, answer = self.fields[position]
        return self._after(question.first, answer.all.stop)

    def _after(self, start: int, end: int) -> int:
        """Return the first token from start to end that is on both pages, `GONE` if there is none."""
        at = bisect_left(self._both, start)
        return self._both[at] if at < len(self._both) and self._both[at] < end else GONE

    def _before(self, end: int, start: int) -> int:
        """Return the last token from start to end that is on both pages, `GONE` if there is none."""
        at = bisect_left(self._both, end) - 1
        return self._both[at] if at >= 0 and self._both[at] >= start else GONE

    @cached_property
    def _both(self) -> list[int]:
        """The tokens that are on both pages."""
        return [n for n, place in enumerate(self.places) if place != GONE and self.fates[place] != GONE]


class _Pages:
    """Two readings and their pages; what takes long is only made when it is needed."""

    def __init__(self, changes: Sequence[Change], before: Seen, after: Seen) -> None:
        self._changes, self._before, self._after = changes, before, after

    def show(self, change: Change) -> bool:
        """Return whether the pages show the change."""
        match change.kind:
            case ChangeKind.TITLE_EDITED:
                return self._renamed(self._before.snapshot.title, self._after.snapshot.title)
            case ChangeKind.LEAD_EDITED:
                return self._renamed(self._before.snapshot.lead, self._after.snapshot.lead)
            case ChangeKind.DROPPED | ChangeKind.MERGED:
                return self._came(self._old, change.before, change.kind)
            case ChangeKind.MOVED:
                return self._moved(change)
            case ChangeKind.REWORDED | ChangeKind.ANSWER_EDITED if change.before >= 0:
                return self._edited(change)
        return self._came(self._new, change.after, change.kind)

    def _came(self, side: _Side, position: int, kind: ChangeKind) -> bool:
        """Return whether one page lacks the pair. The answer of a split or merge may well be on both."""
        question, _ = side.fields[position]
        if kind in {ChangeKind.SPLIT, ChangeKind.MERGED} and side.differs(question.all, position):
            return True
        return any(side.changed(field.all) for field in side.fields[position])

    def _edited(self, change: Change) -> bool:
        which = _QUESTION if change.kind is ChangeKind.REWORDED else _ANSWER
        old, new = self._old.fields[change.before][which], self._new.fields[change.after][which]
        shift = 0
        for hunk in change.hunks:
            at = hunk.at + shift
            cut = old.within(hunk.at, hunk.at + len(hunk.before))
            added = new.within(at, at + len(hunk.after))
            if self._old.differs(cut, change.before) or self._new.differs(added, change.after):
                return True
            shift += len(hunk.after) - len(hunk.before)
        return False

    def _moved(self, change: Change) -> bool:
        """Return whether the question stands otherwise among its neighbours, before or after."""
        judged = False
        for side, position in ((self._old, change.before), (self._new, change.after)):
            own = side.kept(position)
            for other in (position - 1, position + 1):
                theirs = side.kept(other) if other in side.fields else GONE
                if GONE not in (own, theirs):
                    judged = True
                    if side.is_reordered((own, theirs)):
                        return True
        return not judged

    def _renamed(self, before: str, after: str) -> bool:
        old, new = self._texts
        if after and not old.count(after):
            return True
        if before and not new.count(before):
            return True
        if not (before and after):
            return False
        return new.count(before) < old.count(before) and new.count(after) > old.count(after)

    @cached_property
    def _texts(self) -> tuple["_Searched", "_Searched"]:
        return _Searched(self._before.page), _Searched(self._after.page)

    @cached_property
    def _sides(self) -> tuple[_Side, _Side]:
        cut = _Cutter()
        older, newer = cut.page(self._before.page), cut.page(self._after.page)
        fates = carried(older, newer)
        olds = _nearby((change.before for change in self._changes), len(self._before.snapshot.pairs))
        news = _nearby((change.after for change in self._changes), len(self._after.snapshot.pairs))
        return (
            cut.side(self._before.snapshot.pairs, olds, (older, fates)),
            cut.side(self._after.snapshot.pairs, news, (newer, inverse(fates, len(newer)))),
        )

    @property
    def _old(self) -> _Side:
        return self._sides[0]

    @property
    def _new(self) -> _Side:
        return self._sides[1]


class _Searched:
    """Both what a page shows and what it states, to look for whole texts."""

    def __init__(self, page: WholeText) -> None:
        texts = _BORDER.join(content_key(text) for text in page.stated)
        self._text = _BORDER.join((" ".join(content_key(text) for text in page.blocks), texts))

    def count(self, text: str) -> int:
        """Return how often the page has the text; of paragraphs, that which it has least often."""
        return min(self._text.count(content_key(part)) for part in text.split("\n\n"))


def _nearby(positions: Iterable[int], count: int) -> list[int]:
    """Return the positions that there are, each with those beside it, in order."""
    near = {position + way for position in positions if position >= 0 for way in (-1, 0, 1)}
    return sorted(position for position in near if 0 <= position < count)


class _Cutter:
    """Cuts texts into tokens; two pages have most of their texts in common."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[list[str], list[int]]] = {}

    def page(self, page: WholeText) -> list[str]:
        """Return the tokens of all that is shown; what is stated would be a second copy of most."""
        return [token for text in page.blocks for token in self._tokens(text)[0]]

    def side(
        self, pairs: Sequence[Pair], positions: Iterable[int], page: tuple[Sequence[str], Sequence[int]]
    ) -> _Side:
        """Return those of the pairs in their page, which comes as its tokens and their fates."""
        tokens: list[str] = []
        fields = {}
        for position in positions:
            both = []
            for text in (pairs[position].question, written(pairs[position])):
                cut, ends = self._tokens(text)
                both.append(_Field(len(tokens), ends))
                tokens += cut
            fields[position] = both[0], both[1]
        whole, fates = page
        return _Side(tokens, fields, located(tokens, whole), fates)

    def _tokens(self, text: str) -> tuple[list[str], list[int]]:
        """Return the tokens of a text's content key, each with the space before it, and where they end."""
        if (known := self._known.get(text)) is not None:
            return known
        key = content_key(text)
        ends = [end for _, end in token_places(key)]
        tokens = [key[start:end] for start, end in pairwise([0, *ends])]
        self._known[text] = found = [f" {tokens[0]}", *tokens[1:]] if tokens else [], ends
        return found

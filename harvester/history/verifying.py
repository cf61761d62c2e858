"""Which changes between two readings the pages show, and which are only another reading of the same words.

Both readings are located in the pages that they were read from, and one page in the other
(`harvester.diff.carry`). So each word of a reading has a fate: it is still on the page, or the page lost it;
it was there before, or the page gained it. Context decides between copies: a question in a table of contents
stays where it is when the question below it is dropped.

- A question is dropped or merged if the page lost most of its words or most of its answer's; asked, restored
  or split off if the page gained them.
- An edit is shown if the page lost a word that was cut, gained a word that was added, or has them in
  another order among their neighbours. "not" alone is on every page; this "not" has its place.
- So is what a question that was split off took out of an answer, or one that was merged brought into it.
- A hunk of an edit that the pages do not show is marked; one of which they show a smaller part is cut.
- A title or lead is edited if the page did not have the new one before, has the old one no longer, or shows
  the new one more often and the old one less often. A lead that was shown and is only stated now is cut.

What cannot be located counts as shown: an edit that is told without need is a smaller harm than one that is
hidden.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import product
from typing import NamedTuple

from harvester.change import Change, ChangeKind, Hunk
from harvester.diff.hunks import all_classes
from harvester.diff.runs import GONE
from harvester.diff.significance import of_change
from harvester.diff.written import written
from harvester.history.fates import PageReading, PageSide, sides
from harvester.history.pieces import HunkSide, judged
from harvester.model import WholeText
from harvester.text import content_key

_QUESTION, _ANSWER = 0, 1
_PARTING = frozenset((ChangeKind.SPLIT, ChangeKind.MERGED))
_BORDER = "\0"
"""It stands between texts, so that none is found across two of them."""


class Verified(NamedTuple):
    """The changes in their order. shown: what the pages show. otherwise: what only the reader did.

    An edit of which the pages show a part is in both, with what they do not show marked among its hunks.
    """

    shown: tuple[Change, ...] = ()
    otherwise: tuple[Change, ...] = ()


def verified(changes: Sequence[Change], before: PageReading, after: PageReading) -> Verified:
    """Return which of the changes between two readings their pages show."""
    pages = _Pages(changes, before, after)
    shown, otherwise = list[Change](), list[Change]()
    parts = defaultdict[tuple[bool, int], list[Change]](list)
    for change in changes:
        if change.kind in _PARTING and pages.show(change):
            parts[_whole(change)].append(change)
    for change in changes:
        held = change
        if change.hunks and min(change.before, change.after) >= 0:
            held = pages.edited(change, [part for end in _ends(change) for part in parts.get(end, ())])
        is_shown = pages.show(held)
        if is_shown:
            shown.append(held)
        if not is_shown or any(hunk.read_otherwise for hunk in held.hunks):
            otherwise.append(held)
    return Verified(tuple(shown), tuple(otherwise))


def _ends(change: Change) -> tuple[tuple[bool, int], tuple[bool, int]]:
    """Return where the pair of a change stands on the older page, and where on the newer one."""
    return (False, change.before), (True, change.after)


def _whole(change: Change) -> tuple[bool, int]:
    """Return where the question stands that another one was split off, or that it went into."""
    return _ends(change)[change.kind is ChangeKind.MERGED]


def summary(changes: Iterable[Change]) -> str:
    """Return how many changes of each kind there are, in the order of `ChangeKind`: "2 asked, 1 moved"."""
    counts = Counter(change.kind for change in changes)
    return ", ".join(f"{counts[kind]} {kind}" for kind in ChangeKind if counts[kind])


class _Pages:
    """Two readings and their pages; what takes long is only made when it is needed."""

    def __init__(self, changes: Sequence[Change], before: PageReading, after: PageReading) -> None:
        self._changes, self._before, self._after = changes, before, after

    def show(self, change: Change) -> bool:
        """Return whether the pages show the change."""
        match change.kind:
            case ChangeKind.TITLE_EDITED:
                return self._renamed(self._before.snapshot.title, self._after.snapshot.title)
            case ChangeKind.LEAD_EDITED:
                return self._renamed(self._before.snapshot.lead, self._after.snapshot.lead, in_blocks=True)
            case ChangeKind.DROPPED | ChangeKind.MERGED:
                return self._came(self._old, change.before, change.kind)
            case ChangeKind.MOVED:
                return self._moved(change)
            case ChangeKind.REWORDED | ChangeKind.ANSWER_EDITED if change.before >= 0:
                return not all(hunk.read_otherwise for hunk in change.hunks)
        return self._came(self._new, change.after, change.kind)

    def edited(self, change: Change, parts: Sequence[Change]) -> Change:
        """Return the edit of a question with the hunks marked that the pages do not show.

        parts: the questions that were split off it or merged into it. Their words may stand where they stood.
        """
        which = _QUESTION if change.kind is ChangeKind.REWORDED else _ANSWER
        old, new = self._old.fields[change.before][which], self._new.fields[change.after][which]
        hunks, shift = list[Hunk](), 0
        for hunk in change.hunks:
            at = hunk.at + shift
            cut, added = old.within(hunk.at, hunk.before), new.within(at, hunk.after)
            if not added:
                cut = self._old.slid(cut, old.all)
            elif not cut:
                added = self._new.slid(added, new.all)
            if parts and self._say(parts, hunk):
                hunks.append(hunk)
            else:
                hunks += judged(
                    hunk,
                    HunkSide(hunk.at, old.spans(cut), self._old.fates_of(cut, change.before)),
                    HunkSide(at, new.spans(added), self._new.fates_of(added, change.after)),
                )
            shift += len(hunk.after) - len(hunk.before)
        shown = [hunk for hunk in hunks if not hunk.read_otherwise]
        return replace(
            change,
            hunks=tuple(hunks),
            classes=all_classes(shown),
            significance=of_change(change.kind, shown) if shown else 0.0,
        )

    def _say(self, parts: Sequence[Change], hunk: Hunk) -> bool:
        """Return whether all words of the hunk are the parts': cut where split off, added where merged."""
        left = {ChangeKind.SPLIT: hunk.before.strip(), ChangeKind.MERGED: hunk.after.strip()}
        for part in parts:
            is_split = part.kind is ChangeKind.SPLIT
            side, at = (self._after, part.after) if is_split else (self._before, part.before)
            said, words = content_key(written(side.snapshot.pairs[at])), left[part.kind]
            left[part.kind] = "" if words in said else words.replace(said, "", 1).strip()
        return not any(left.values())

    def _came(self, side: PageSide, position: int, kind: ChangeKind) -> bool:
        """Return whether one page lacks the pair. The answer of a split or merge may well be on both."""
        question, _ = side.fields[position]
        if kind in _PARTING and any(side.fates_of(question.all, position)):
            return True
        return any(side.changed(field.all) for field in side.fields[position])

    def _moved(self, change: Change) -> bool:
        """Return whether the question, or the pair, stands otherwise among its neighbours on either page."""
        judged = False
        both = ((self._old, change.before), (self._new, change.after))
        for (side, position), kept in product(both, (PageSide.kept_question, PageSide.kept)):
            own = kept(side, position)
            for other in (position - 1, position + 1):
                theirs = kept(side, other) if other in side.fields else GONE
                if GONE not in (own, theirs):
                    judged = True
                    if side.is_reordered((own, theirs)):
                        return True
        return not judged

    def _renamed(self, before: str, after: str, *, in_blocks: bool = False) -> bool:
        """Return whether a title or lead is another one; in_blocks: what is only stated does not count."""
        old, new = self._texts
        had = old.counts(before, new, in_blocks=in_blocks)
        has = new.counts(after, old, in_blocks=in_blocks)
        if (after and not has.there) or (before and not had.there):
            return True
        return bool(before and after) and had.there < had.here and has.there < has.here

    @cached_property
    def _texts(self) -> tuple["_Searched", "_Searched"]:
        return _Searched.of(self._before.page), _Searched.of(self._after.page)

    @cached_property
    def _sides(self) -> tuple[PageSide, PageSide]:
        olds, news = ([change.before for change in self._changes], [change.after for change in self._changes])
        return sides(self._before, self._after, olds, news)

    @property
    def _old(self) -> PageSide:
        return self._sides[0]

    @property
    def _new(self) -> PageSide:
        return self._sides[1]


class _Counts(NamedTuple):
    """How often a text is on its own page and on the other one."""

    here: int
    there: int


class _Searched(NamedTuple):
    """What a page shows and what it states, to look for whole texts."""

    blocks: str
    stated: str

    @classmethod
    def of(cls, page: WholeText) -> "_Searched":
        """Return the page, folded."""
        return cls(
            " ".join(content_key(text) for text in page.blocks),
            _BORDER.join(content_key(text) for text in page.stated),
        )

    def counts(self, text: str, other: "_Searched", *, in_blocks: bool) -> _Counts:
        """Return how often both pages have a text of this one; in blocks alone, if it is in one here."""
        if in_blocks and _count(text, self.blocks):
            return _Counts(_count(text, self.blocks), _count(text, other.blocks))
        return _Counts(*(_count(text, each.blocks) + _count(text, each.stated) for each in (self, other)))


def _count(text: str, page: str) -> int:
    """Return how often the page has the text; of several paragraphs, that which it has least often."""
    return min(page.count(content_key(part)) for part in text.split("\n\n"))

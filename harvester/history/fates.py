"""The words of a reading in the page that it was read from, and what became of each on the other page."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from harvester.diff.carry import carried, located
from harvester.diff.runs import GONE, Signs
from harvester.diff.tokens import spaced_tokens
from harvester.diff.written import written
from harvester.model import Pair, Snapshot, WholeText
from harvester.text import content_key

MAX_SLIDE = 100
"""What came or went among copies of itself is looked for at this many places, in tokens."""

KEPT = 4096
"""The tokens of this many texts are kept: an edited page is held against the one before and the next one."""

SHORT = 1_000
"""The tokens of texts up to this many characters are kept. All take 8 MB at most, or 30 MB of emoji."""

MOST = 2
"""One part in this many makes most of a text."""


class PageReading(NamedTuple):
    """What was read from a page, and the page itself."""

    snapshot: Snapshot
    page: WholeText


class TokenField(NamedTuple):
    """A question or an answer among the tokens of a reading.

    first: the place of its first token. ends: where its tokens end in its content key.
    """

    first: int
    ends: list[int]

    @property
    def all(self) -> range:
        """Return all its tokens."""
        return range(self.first, self.first + len(self.ends))

    def within(self, at: int, part: str) -> range:
        """Return the tokens of a part of the content key; white space goes with what follows it."""
        if not part:
            return range(0)
        end = bisect_left(self.ends, at + (len(part.rstrip()) or len(part))) + 1
        return range(self.first + bisect_right(self.ends, at), self.first + min(end, len(self.ends)))

    def spans(self, tokens: range) -> list[tuple[int, int]]:
        """Return where these tokens begin and end in the content key, each with the space before it."""
        return [
            (self.ends[n - 1] if n else 0, self.ends[n]) for n in (token - self.first for token in tokens)
        ]


@dataclass(frozen=True)
class PageSide:
    """Pairs of one reading in their page.

    fields: question and answer of each pair, by position. places: for each of their tokens, its place on the
    page. fates: for each token of the page, its place on the other page.
    """

    tokens: Sequence[str]
    fields: Mapping[int, tuple[TokenField, TokenField]]
    places: Sequence[int]
    fates: Sequence[int]

    def changed(self, part: range) -> bool:
        """Return whether the other page lacks most of these tokens, or this one does."""
        found = [self.places[at] for at in part if self.places[at] != GONE]
        if not found or MOST * len(found) < len(part):
            return len(part) > 0
        return MOST * sum(self.fates[place] == GONE for place in found) >= len(found)

    def fates_of(self, part: range, position: int) -> list[bool]:
        """Return for each of these tokens whether it differs: the other page lacks it, or has it elsewhere.

        position: of their pair. They have an order among their neighbours, their question and the next one.
        What is no word and not on the page, as the bars between cells, does not differ.
        """
        differs = [self._differs(n) for n in part]
        kept = [n for n in part if self.places[n] != GONE and self.fates[self.places[n]] != GONE]
        if kept and self._is_elsewhere(part, kept, position):
            return [True] * len(differs)
        return differs

    def slid(self, part: range, whole: range) -> range:
        """Return where else these tokens of a field may have come or gone, if none of them differs.

        In "very, very old" either "very," may be new. The first place counts at which one differs.
        """
        if any(map(self._differs, part)):
            return part
        size = len(part)
        for way, edge in ((-1, -1), (1, size)):
            for shift in range(1, MAX_SLIDE):
                at = part.start + edge + way * (shift - 1)
                if at not in whole or self.tokens[at] != self.tokens[at - way * size]:
                    break
                if self._differs(at):
                    return range(part.start + way * shift, part.stop + way * shift)
        return part

    def _differs(self, n: int) -> bool:
        place = self.places[n]
        return any(map(str.isalnum, self.tokens[n])) if place == GONE else self.fates[place] == GONE

    def _is_elsewhere(self, part: range, kept: Sequence[int], position: int) -> bool:
        question, answer = self.fields[position]
        begin, end = min(question.first, part.start), max(answer.all.stop, part.stop)
        asked = self._after(begin, part.start), self._before(min(question.all.stop, part.start), begin)
        before = (*asked, self._before(part.start, 0))
        after = self._after(part.stop, len(self.tokens)), self._after(end, len(self.tokens))
        return self.is_reordered([n for n in (*before, *kept, *after) if n != GONE])

    def is_reordered(self, tokens: Sequence[int]) -> bool:
        """Return whether two neighbours among the tokens stand in another order on the other page."""
        order = [(self.places[n], self.fates[self.places[n]]) for n in tokens]
        return any((here < there) != (fate < other) for (here, fate), (there, other) in pairwise(order))

    def kept(self, position: int) -> int:
        """Return a token that tells where the other page has the pair, `GONE` if it has none of it.

        It is the middle one there: where a pair and its twin change places, the ends of both stay.
        """
        question, answer = self.fields[position]
        return self._middle(range(question.first, answer.all.stop))

    def kept_question(self, position: int) -> int:
        """Return as `kept` does for the question alone: it may stand above another answer now."""
        return self._middle(self.fields[position][0].all)

    def _middle(self, part: range) -> int:
        """Return the token of a part that the other page has in the middle of it, `GONE` if it has none."""
        ends = (bisect_left(self._both, at) for at in (part.start, part.stop))
        there = sorted(self._both[slice(*ends)], key=lambda token: self.fates[self.places[token]])
        return there[len(there) // 2] if there else GONE

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


def sides(
    before: PageReading, after: PageReading, olds: Iterable[int], news: Iterable[int]
) -> tuple[PageSide, PageSide]:
    """Return both readings in their pages: of the pairs at these positions and those beside them."""
    cut = _Cutter()
    older, newer = cut.page(before.page), cut.page(after.page)
    both = carried(older, newer)
    return (
        cut.side(before.snapshot.pairs, olds, (older, both.places)),
        cut.side(after.snapshot.pairs, news, (newer, both.origins)),
    )


def _nearby(positions: Iterable[int], count: int) -> list[int]:
    """Return the positions that there are, each with those beside it, in order."""
    near = {position + way for position in positions if position >= 0 for way in (-1, 0, 1)}
    return sorted(position for position in near if 0 <= position < count)


@lru_cache(maxsize=KEPT)
def _joined(text: str) -> str:
    """Return the tokens of a text as lines, for a content key has no line breaks; that takes less memory."""
    return "\n".join(spaced_tokens(content_key(text)))


def _tokens(text: str) -> list[str]:
    """Return the tokens of a text's content key, each with the space before it."""
    return _joined(text).split("\n") if text else []


class _Cut(NamedTuple):
    """The tokens of a text's content key, each with the space before it, also as signs; where they end."""

    tokens: list[str]
    signs: str
    ends: list[int]


class _Cutter:
    """Cuts texts into tokens; two pages have most of their texts in common."""

    def __init__(self) -> None:
        self._signs, self._known = Signs(), dict[str, _Cut]()

    def page(self, page: WholeText) -> str:
        """Return the signs of all that is shown; what is stated would be a second copy of most."""
        return "".join(self._cut(text).signs for text in page.blocks)

    def side(
        self, pairs: Sequence[Pair], positions: Iterable[int], page: tuple[str, Sequence[int]]
    ) -> PageSide:
        """Return those of the pairs in their page, which comes as signs and the fates of its tokens."""
        tokens, signs = list[str](), list[str]()
        fields = {}
        for position in _nearby(positions, len(pairs)):
            both = []
            for text in (pairs[position].question, written(pairs[position])):
                cut = self._cut(text)
                both.append(TokenField(len(tokens), cut.ends))
                tokens += cut.tokens
                signs.append(cut.signs)
            fields[position] = both[0], both[1]
        whole, fates = page
        return PageSide(tokens, fields, located("".join(signs), whole), fates)

    def _cut(self, text: str) -> _Cut:
        if (known := self._known.get(text)) is not None:
            return known
        tokens = _tokens(text) if len(text) <= SHORT else spaced_tokens(content_key(text))
        ends = [*accumulate(map(len, tokens), initial=-1)][1:]  # the first space is not in the text
        self._known[text] = found = _Cut(tokens, self._signs.of(tokens), ends)
        return found

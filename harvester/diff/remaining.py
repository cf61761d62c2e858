"""Links between the questions that letters and words leave without a partner, by all clues together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from harvester.diff.assignment import PossibleLink, assigned
from harvester.diff.clues import Clues, Likeness, Pages, log_odds
from harvester.diff.similarity import CERTAINTY, OPPOSED, Wording, neighbourhood, opposed, probability

MAX_COMPARED = 1 << 12
"""At most this many comparisons are made, 0.02 ms each: 64 questions with 64 others. Beyond it each is
compared with those about as far down."""

NO_RIVAL = Likeness(0.0, 0.0, 0.0)

_Link = tuple[int, int]
_Likenesses = Mapping[_Link, Likeness]


def linked_by_clues(
    old: Sequence[Wording], new: Sequence[Wording], olds: Sequence[int], news: Sequence[int]
) -> dict[_Link, float]:
    """Return the links of pairs that are likelier than not one entry, with their confidences.

    old, new: all pairs of both versions. olds, news: positions of those that have no partner.
    """
    odds = {link: log_odds(clues) for link, clues in candidates(old, new, olds, news)}
    for link in [link for link, each in odds.items() if each > 0]:
        if opposed(old[link[0]], new[link[1]]):
            odds[link] -= OPPOSED * CERTAINTY
    links = assigned(PossibleLink(*link, each) for link, each in odds.items() if each > 0)
    return {link: probability(odds[link]) for link in links}


def candidates(
    old: Sequence[Wording], new: Sequence[Wording], olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[_Link, Clues]]:
    """Yield the links between these positions that share a piece of a word, with what tells of them."""
    pages = Pages((old, new), (olds, news))
    found = dict(_likenesses(pages, olds, news))
    rivals = _rivals(found)
    for link, likeness in found.items():
        if likeness.pieces:
            yield link, pages.clues(link, likeness, rivals[link])


def _likenesses(pages: Pages, olds: Sequence[int], news: Sequence[int]) -> Iterator[tuple[_Link, Likeness]]:
    """Yield how alike each two pairs are; of too many, only those about as far down."""
    share = min(1.0, MAX_COMPARED / max(1, len(olds) * len(news)))
    for rank, others in neighbourhood(len(olds), len(news), share):
        near = [news[n] for n in others]
        links = ((olds[rank], new) for new in near)
        yield from zip(links, pages.likenesses(olds[rank], near), strict=True)


def _rivals(found: _Likenesses) -> dict[_Link, Likeness]:
    """Return for each link the second greatest likenesses of all that share a side with it.

    The best one is decided by the assignment. If it counted here too, a link that is nearly as good, and
    right, would have no chance.
    """
    sides = [_second((link[side], each) for link, each in found.items()) for side in (0, 1)]
    return {link: Likeness(*map(max, sides[0][link[0]], sides[1][link[1]])) for link in found}


def _second(found: Iterable[tuple[int, Likeness]]) -> dict[int, Likeness]:
    """Return for each position the second best of each kind of likeness, at least 0 beside a single one."""
    at: defaultdict[int, list[Likeness]] = defaultdict(lambda: [NO_RIVAL])
    for position, likeness in found:
        at[position].append(likeness)
    return {
        position: Likeness(*(sorted(kind)[-2] for kind in zip(*each, strict=True)))
        for position, each in at.items()
    }

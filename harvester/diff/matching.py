"""Which question of the newer version is which of the older: one to one, the surest matches first."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from harvester.diff.similarity import (
    OPPOSED,
    Weighed,
    Wording,
    answers_alike,
    evidence,
    opposed,
    weighed,
    worded,
)
from harvester.model import Pair
from harvester.text import content_key

IN_PLACE = 0.06
"""What it adds that the questions before and after are the same too: enough to decide what is doubtful, too
little to link what is not. Of 47 such places in the labelled transitions 45 held the same question."""

RETURN_MARGIN = 0.1
"""How much surer a return must be than a rewording: what was ever dropped is many, and none of it is near."""

MAX_CELLS = 1 << 16
"""Most comparisons of wordings at one stage of a match: 256 questions with 256 others, 0.2 to 0.5 s.

Beyond it each is compared with those about as far down. A page of news rewritten as a whole had 101 with 79.
"""

LETTERS_A_CELL = 100_000
"""Product of the lengths of two wordings at which the loop in C takes as long as all the rest of a
comparison, 3 microseconds: for longer ones fewer are compared."""


class Matching(NamedTuple):
    """links: (older position, newer position), by newer. restored: (index in dropped, newer position)."""

    links: tuple[tuple[int, int], ...]
    restored: tuple[tuple[int, int], ...]


class _Candidate(NamedTuple):
    """A possible link; the best is the smallest."""

    against: float  # the evidence for it, negated
    distance: int
    old: int
    new: int


class _Contest(NamedTuple):
    """Positions of older and newer pairs any of which may be linked, and their wordings, weighed."""

    olds: list[int]
    news: list[int]
    before: list[Weighed]
    after: list[Weighed]


_Link = tuple[int, int]
_Wordings = Mapping[int, Wording]


def match(old: Sequence[Pair], new: Sequence[Pair], dropped: Sequence[Pair] = ()) -> Matching:
    """Return how the pairs of the newer version continue those of the older, or come back from the dropped.

    The same words first, then the same question, then what resembles most. A pair that is in full as it was
    dropped came back, even where one that is still there resembles it.
    """
    links = _same(dict(enumerate(map(_content, old))), dict(enumerate(map(_content, new))))
    olds, news = _left(old, {link[0] for link in links}), _left(new, {link[1] for link in links})
    away = _left(dropped, set()) if news else {}
    links += _taken(olds, news, _same(olds, news))
    links += _taken(olds, news, _same_question(olds, news))
    restored = _taken(away, news, _same(away, news))
    links += _taken(olds, news, _alike(olds, news, _places(dict(links), len(old), len(new))))
    restored += _taken(away, news, _same_question(away, news))
    restored += _taken(away, news, _alike(away, news, frozenset(), RETURN_MARGIN))
    return Matching(tuple(sorted(links, key=_newer)), tuple(sorted(restored, key=_newer)))


def _newer(link: _Link) -> int:
    return link[1]


def _content(pair: Pair) -> Hashable:
    return content_key(pair.question), content_key(pair.answer)


def _left(pairs: Sequence[Pair], linked: set[int]) -> dict[int, Wording]:
    """Return the wordings, by position, of the pairs that are not linked yet."""
    return {position: worded(pair) for position, pair in enumerate(pairs) if position not in linked}


def _taken(olds: dict[int, Wording], news: dict[int, Wording], links: list[_Link]) -> list[_Link]:
    """Return the links; what they link is taken out of both sides."""
    for old, new in links:
        del olds[old], news[new]
    return links


def _groups(keys: Mapping[int, Hashable]) -> dict[Hashable, list[int]]:
    """Return the positions by key, in order."""
    groups = defaultdict(list)
    for position, key in keys.items():
        groups[key].append(position)
    return groups


def _same(olds: Mapping[int, Hashable], news: Mapping[int, Hashable]) -> list[_Link]:
    """Return links between equal keys, copies in their order."""
    groups = _groups(olds) if news else {}
    return [
        link
        for key, positions in _groups(news).items()
        for link in zip(groups.get(key, ()), positions, strict=False)
    ]


def _same_question(olds: _Wordings, news: _Wordings) -> list[_Link]:
    """Return links between pairs of the same question; where several ask it, by answer and then by order."""
    rivals = _groups({n: each.question for n, each in olds.items()})
    askers = _groups({n: each.question for n, each in news.items()})
    links, contests = [], []
    for question, positions in askers.items():
        before = rivals.get(question, [])
        if len(before) == len(positions) == 1:
            links.append((before[0], positions[0]))
        elif before:
            contests.append(_Contest(before, positions, *_weighed(olds, news, before, positions)))
    share = _share(contests)
    return links + [link for contest in contests for link in _best(_by_answer(contest, share))]


def _by_answer(contest: _Contest, share: float) -> Iterator[_Candidate]:
    """Yield the links within the contest; answers that are no more alike than any two count alike."""
    before, after = contest.before, contest.after
    for rank, others in _neighbourhood(len(before), len(after), share):
        alike = answers_alike(before[rank], [after[n] for n in others])
        for other, score in zip(others, alike, strict=True):
            yield _Candidate(-max(0.0, score), abs(rank - other), contest.olds[rank], contest.news[other])


def _alike(olds: _Wordings, news: _Wordings, places: frozenset[_Link], margin: float = 0.0) -> list[_Link]:
    """Return the links whose evidence is above the margin, the best first."""
    keys, new_keys, candidates = list(olds), list(news), []
    before, after = _weighed(olds, news, keys, new_keys)
    share = _share([_Contest(keys, new_keys, before, after)])
    for rank, others in _neighbourhood(len(before), len(after), share):
        scores = evidence(before[rank], [after[n] for n in others])
        for other, score in zip(others, scores, strict=True):
            link = keys[rank], new_keys[other]
            total = score - margin + (IN_PLACE if link in places else 0.0)
            if total > 0:
                candidates.append(_Candidate(-total, abs(link[0] - link[1]), *link))
    return _best(candidates, lambda link: opposed(olds[link.old], news[link.new]))


def _weighed(
    olds: _Wordings, news: _Wordings, keys: Sequence[int], new_keys: Sequence[int]
) -> list[list[Weighed]]:
    """Return the wordings at these positions, the older ones first."""
    return weighed([olds[n] for n in keys], [news[n] for n in new_keys])


def _share(contests: Iterable[_Contest]) -> float:
    """Return which share of all comparisons may be made: they cost no more than `MAX_CELLS` short ones."""
    cells = sum(
        len(each.olds) * len(each.news) + _letters(each.before) * _letters(each.after) / LETTERS_A_CELL
        for each in contests
    )
    return min(1.0, MAX_CELLS / max(1.0, cells))


def _letters(wordings: Iterable[Weighed]) -> int:
    return sum(len(each.question) + len(each.answer) for each in wordings)


def _neighbourhood(count: int, others: int, share: float) -> Iterator[tuple[int, range]]:
    """Yield for each of the first that share of the others, those about as far down."""
    width = max(1, int(others * share))
    for rank in range(count if others else 0):
        start = max(0, min(rank * others // count - width // 2, others - width))
        yield rank, range(start, min(start + width, others))


def _best(
    candidates: Iterable[_Candidate], is_opposed: Callable[[_Candidate], bool] = lambda _: False
) -> list[_Link]:
    """Return the links that best-first assignment gives, one to one.

    is_opposed takes long, so it is asked of a candidate whose turn has come: one that is goes back by
    `OPPOSED`, and out where nothing speaks for it any more.
    """
    links, taken_old, taken_new, put_back = [], set(), set(), set()
    waiting = sorted(candidates)
    while waiting:
        best = heappop(waiting)
        link = best.old, best.new
        if best.old in taken_old or best.new in taken_new:
            continue
        if link not in put_back and is_opposed(best):
            put_back.add(link)
            if best.against + OPPOSED < 0:
                heappush(waiting, best._replace(against=best.against + OPPOSED))
            continue
        taken_old.add(best.old)
        taken_new.add(best.new)
        links.append(link)
    return links


def _places(links: Mapping[int, int], old_count: int, new_count: int) -> frozenset[_Link]:
    """Return the links that would stand between two links, or between one and an end of both lists."""
    known = {-1: -1, old_count: new_count, **links}
    return frozenset((old + 1, new + 1) for old, new in known.items() if known.get(old + 2) == new + 2)

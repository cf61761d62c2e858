"""Which question of the newer version is which of the older: one to one, the surest matches first."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from harvester.diff.similarity import (
    OPPOSED,
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

MAX_CELLS = 250_000
"""Most comparisons of wordings: half a second. Beyond it each is compared with those about as far down."""


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
    groups, others = ({n: each.question for n, each in side.items()} for side in (olds, news))
    rivals, links = _groups(groups), []
    for question, positions in _groups(others).items():
        candidates = _by_answer(olds, news, rivals.get(question, []), positions)
        links += _best(candidates)
    return links


def _by_answer(
    olds: _Wordings, news: _Wordings, rivals: list[int], positions: list[int]
) -> Iterator[_Candidate]:
    """Yield every link between the two groups; answers that are no more alike than any two count alike."""
    if len(rivals) == len(positions) == 1:
        yield _Candidate(0.0, 0, rivals[0], positions[0])
        return
    before, after = weighed([olds[n] for n in rivals], [news[n] for n in positions])
    for rank, others in _neighbourhood(len(before), len(after)):
        alike = answers_alike(before[rank], [after[n] for n in others])
        for other, score in zip(others, alike, strict=True):
            yield _Candidate(-max(0.0, score), abs(rank - other), rivals[rank], positions[other])


def _alike(olds: _Wordings, news: _Wordings, places: frozenset[_Link], margin: float = 0.0) -> list[_Link]:
    """Return the links whose evidence is above the margin, the best first."""
    before, after = weighed(list(olds.values()), list(news.values()))
    keys, new_keys, candidates = list(olds), list(news), []
    for rank, others in _neighbourhood(len(before), len(after)):
        scores = evidence(before[rank], [after[n] for n in others])
        for other, score in zip(others, scores, strict=True):
            link = keys[rank], new_keys[other]
            total = score - margin + (IN_PLACE if link in places else 0.0)
            if total > 0 and opposed(before[rank], after[other]):
                total -= OPPOSED
            if total > 0:
                candidates.append(_Candidate(-total, abs(link[0] - link[1]), *link))
    return _best(candidates)


def _neighbourhood(count: int, others: int) -> Iterator[tuple[int, range]]:
    """Yield for each of the first what to compare it with: all, or of too many those about as far down."""
    width = max(1, MAX_CELLS // max(1, count))
    for rank in range(count if others else 0):
        start = max(0, min(rank * others // count - width // 2, others - width))
        yield rank, range(start, min(start + width, others))


def _best(candidates: Iterable[_Candidate]) -> list[_Link]:
    """Return the links that best-first assignment gives, one to one."""
    links, taken_old, taken_new = [], set(), set()
    for candidate in sorted(candidates):
        if candidate.old not in taken_old and candidate.new not in taken_new:
            taken_old.add(candidate.old)
            taken_new.add(candidate.new)
            links.append((candidate.old, candidate.new))
    return links


def _places(links: Mapping[int, int], old_count: int, new_count: int) -> frozenset[_Link]:
    """Return the links that would stand between two links, or between one and an end of both lists."""
    known = {-1: -1, old_count: new_count, **links}
    return frozenset((old + 1, new + 1) for old, new in known.items() if known.get(old + 2) == new + 2)

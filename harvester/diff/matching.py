"""Which question of the newer version is which of the older: one to one, the surest matches first."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from harvester.diff.similarity import OPPOSED, Wording, answers_alike, evidence, opposed, wordings
from harvester.model import Pair
from harvester.text import content_key, match_key

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


_Pairs = Mapping[int, Pair]
_Key = Callable[[Pair], Hashable]


def match(old: Sequence[Pair], new: Sequence[Pair], dropped: Sequence[Pair] = ()) -> Matching:
    """Return how the pairs of the newer version continue those of the older, or come back from the dropped.

    The same words first, then the same question, then what resembles most. A pair that is in full as it was
    dropped came back, even where one that is still there resembles it.
    """
    olds, news, away = dict(enumerate(old)), dict(enumerate(new)), dict(enumerate(dropped))
    links = _taken(olds, news, _same(olds, news, _content))
    links += _taken(olds, news, _same(olds, news, _in_full))
    links += _taken(olds, news, _same_question(olds, news))
    restored = _taken(away, news, _same(away, news, _in_full))
    links += _taken(olds, news, _alike(olds, news, _places(dict(links), len(old), len(new))))
    restored += _taken(away, news, _same_question(away, news))
    restored += _taken(away, news, _alike(away, news, frozenset(), RETURN_MARGIN))
    return Matching(
        tuple(sorted(links, key=lambda link: link[1])), tuple(sorted(restored, key=lambda link: link[1]))
    )


def _taken(
    olds: dict[int, Pair], news: dict[int, Pair], found: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the found links; what they link is taken out of both sides."""
    links = list(found)
    for old, new in links:
        del olds[old], news[new]
    return links


def _content(pair: Pair) -> Hashable:
    return content_key(pair.question), content_key(pair.answer)


def _in_full(pair: Pair) -> Hashable:
    return match_key(pair.question), match_key(pair.answer)


def _question(pair: Pair) -> Hashable:
    return match_key(pair.question)


def _groups(pairs: _Pairs, key: _Key) -> dict[Hashable, list[int]]:
    """Return the positions of the pairs by key, in order."""
    groups = defaultdict(list)
    for position, pair in pairs.items():
        groups[key(pair)].append(position)
    return groups


def _same(olds: _Pairs, news: _Pairs, key: _Key) -> list[tuple[int, int]]:
    """Return links between pairs of the same key, copies in their order."""
    if not olds or not news:
        return []
    groups = _groups(olds, key)
    return [
        link
        for each, positions in _groups(news, key).items()
        for link in zip(groups.get(each, ()), positions, strict=False)
    ]


def _same_question(olds: _Pairs, news: _Pairs) -> list[tuple[int, int]]:
    """Return links between pairs of the same question; where several ask it, by answer and then by order."""
    if not olds or not news:
        return []
    groups, links = _groups(olds, _question), []
    for question, positions in _groups(news, _question).items():
        rivals = groups.get(question, [])
        if len(rivals) == len(positions) == 1:
            links.append((rivals[0], positions[0]))
        elif rivals:
            links += _best(_by_answer(olds, news, rivals, positions))
    return links


def _by_answer(olds: _Pairs, news: _Pairs, rivals: list[int], positions: list[int]) -> Iterator[_Candidate]:
    """Yield every link between the two groups; answers that are no more alike than any two count alike."""
    before, after = wordings([olds[n] for n in rivals], [news[n] for n in positions])
    for rank, old in enumerate(rivals):
        for other, new in enumerate(positions):
            alike = max(0.0, answers_alike(before[rank], after[other]))
            yield _Candidate(-alike, abs(rank - other), old, new)


def _alike(
    olds: _Pairs, news: _Pairs, places: frozenset[tuple[int, int]], margin: float = 0.0
) -> list[tuple[int, int]]:
    """Return the links whose evidence is above the margin, the best first."""
    before, after = wordings(list(olds.values()), list(news.values()))
    first, second = dict(zip(olds, before, strict=True)), dict(zip(news, after, strict=True))
    candidates = []
    for old, new in _neighbourhood(list(olds), list(news)):
        bonus = IN_PLACE if (old, new) in places else 0.0
        score = _judged(first[old], second[new], bonus - margin)
        if score > 0:
            candidates.append(_Candidate(-score, abs(old - new), old, new))
    return _best(candidates)


def _judged(old: Wording, new: Wording, bonus: float) -> float:
    """Return the evidence with the bonus, less for twins; those are looked for only where it matters."""
    score = evidence(old, new) + bonus
    if score > 0 and opposed(old, new):
        score -= OPPOSED
    return score


def _neighbourhood(olds: list[int], news: list[int]) -> Iterator[tuple[int, int]]:
    """Yield what to compare: everything, or of too many those near the same place in their lists."""
    if not olds or not news:
        return
    width = max(1, MAX_CELLS // len(olds))
    for rank, old in enumerate(olds):
        middle = rank * len(news) // len(olds)
        start = max(0, min(middle - width // 2, len(news) - width))
        for new in news[start : start + width]:
            yield old, new


def _best(candidates: Iterable[_Candidate]) -> list[tuple[int, int]]:
    """Return the links that best-first assignment gives, one to one."""
    links, taken_old, taken_new = [], set(), set()
    for candidate in sorted(candidates):
        if candidate.old not in taken_old and candidate.new not in taken_new:
            taken_old.add(candidate.old)
            taken_new.add(candidate.new)
            links.append((candidate.old, candidate.new))
    return links


def _places(links: Mapping[int, int], old_count: int, new_count: int) -> frozenset[tuple[int, int]]:
    """Return the links that would stand between two links, or between one and an end of both lists."""
    known = {-1: -1, old_count: new_count, **links}
    return frozenset((old + 1, new + 1) for old, new in known.items() if known.get(old + 2) == new + 2)

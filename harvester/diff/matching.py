"""Which question of the newer version is which of the older: one to one, the likeliest as a whole."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple

from harvester.diff.assignment import PossibleLink, assigned
from harvester.diff.numbering import unnumbered
from harvester.diff.parts import PartLink, parts
from harvester.diff.remaining import linked_by_clues
from harvester.diff.similarity import (
    EVEN,
    OPPOSED,
    Weighed,
    Wording,
    affordable,
    answers_alike,
    chance,
    evidence,
    neighbourhood,
    opposed,
    weighed,
    worded,
)
from harvester.model import Pair
from harvester.text import content_key

CLEAR = 0.35
"""Letters and words alone make a link if they give this much evidence. In labelled, written and drawn
transitions, 564 pairs have as much, and 0.1 more than with any other pair; all of them are one entry. Below
it, all clues count."""

THIRD = 3
"""Where nothing goes on in its words or is clearly alike, clues link more than one in this many questions of
the longer page, or none. They tell which question is which; the page may be about another thing now.

2,500 pairs of pages of one language that have nothing to do with each other had 331 links by clues alone, and
have 16. Of 336 labelled and written transitions 25 have nothing clear; they lose a right and a wrong link.
"""

RETURN_MARGIN = 0.1
"""A return needs this much more evidence than a rewording: many questions were dropped once, and no place on
the page speaks for any of them."""

DOUBTFUL = 0.01
"""Evidence below `EVEN` has this weight: such a link is made only if no likelier link needs either side."""

NEARER = 1e-6
"""A link from one end of the page to the other loses this share of its weight. It only decides between equal
candidates, in favour of the order of the page."""

MAX_ROUNDS = 8
"""Questions are assigned again at most this many times because links turned out to be between twins. Each
round finds all twins that the one before linked."""


class Matching(NamedTuple):
    """How the newer version continues the older one.

    links: (older position, newer position), by newer. restored: (index in dropped, newer position).
    splits, merges: what came out of a question that goes on, and what went into one (`PartLink`).
    confidences: of links and returns by newer position, 0 to 1; one that is not in it has 1.
    """

    links: tuple[tuple[int, int], ...]
    restored: tuple[tuple[int, int], ...]
    splits: tuple[PartLink, ...] = ()
    merges: tuple[PartLink, ...] = ()
    confidences: Mapping[int, float] = {}


class _Contest(NamedTuple):
    """Positions of older and newer pairs any of which may be linked, and their wordings, weighed."""

    olds: list[int]
    news: list[int]
    before: list[Weighed]
    after: list[Weighed]


_Link = tuple[int, int]
_Wordings = Mapping[int, Wording]
_Weight = dict[_Link, float]


class ClearLinks(NamedTuple):
    """Links and returns that need no clues, and the wordings, by position, of what they leave.

    away: of the dropped. sure: confidences by newer position, where they are below 1.
    """

    links: list[_Link]
    restored: list[_Link]
    olds: dict[int, Wording]
    news: dict[int, Wording]
    away: dict[int, Wording]
    sure: dict[int, float]


def match(old: Sequence[Pair], new: Sequence[Pair], dropped: Sequence[Pair] = ()) -> Matching:
    """Return how the pairs of the newer version continue those of the older, or come back from the dropped.

    The same words are linked first, then the same question, whatever its number, then what is clearly alike,
    then the likeliest by all clues, if they are enough to show that the page goes on. A pair that equals a
    dropped one in full came back, even if a pair that is still there is alike.
    """
    if not (old or dropped):
        return Matching((), (), (), (), {})
    links, restored, olds, news, away, sure = clear_links(old, new, dropped)
    if olds and news:
        before, after = ([worded(each) for each in unnumbered(side)] for side in (old, new))
        found = linked_by_clues(before, after, [*olds], [*news])
        if links or THIRD * len(found) > max(len(old), len(new)):
            links += _taken(olds, news, _noted(sure, found))
    restored += _taken(away, news, _noted(sure, _alike(away, news, RETURN_MARGIN, RETURN_MARGIN)))
    linked = Matching(tuple(sorted(links, key=_newer)), tuple(sorted(restored, key=_newer)), (), (), sure)
    return with_parts(old, new, linked)


def clear_links(old: Sequence[Pair], new: Sequence[Pair], dropped: Sequence[Pair] = ()) -> ClearLinks:
    """Return what words, questions and clear likeness link, and what they leave to the clues."""
    sure: dict[int, float] = {}
    links = _same(dict(enumerate(map(_content, old))), dict(enumerate(map(_content, new))))
    olds = _left(unnumbered(old), {link[0] for link in links})
    news = _left(unnumbered(new), {link[1] for link in links})
    away = _left(dropped, set()) if news else {}
    links += _taken(olds, news, _same(olds, news))
    links += _taken(olds, news, _noted(sure, _same_question(olds, news)))
    restored = _taken(away, news, _same(away, news))
    links += _taken(olds, news, _noted(sure, _alike(olds, news, CLEAR)))
    restored += _taken(away, news, _noted(sure, _same_question(away, news)))
    return ClearLinks(links, restored, olds, news, away, sure)


def with_parts(old: Sequence[Pair], new: Sequence[Pair], matching: Matching) -> Matching:
    """Return the matching with the splits and merges that its links show."""
    returned = {after for _, after in matching.restored}
    splits, merges = parts(old, new, matching.links, returned)
    return matching._replace(splits=splits, merges=merges)


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


def _noted(sure: dict[int, float], found: Mapping[_Link, float]) -> list[_Link]:
    """Return the links; their confidences are noted where they are below 1."""
    sure.update({new: confidence for (_, new), confidence in found.items() if confidence < 1})
    return [*found]


def _same_question(olds: _Wordings, news: _Wordings) -> _Weight:
    """Return links between pairs of the same question, with their confidences.

    Where several ask it, the answers decide, and then the order.
    """
    rivals = _groups({n: each.question for n, each in olds.items()})
    askers = _groups({n: each.question for n, each in news.items()})
    links, contests = {}, []
    for question, positions in askers.items():
        before = rivals.get(question, [])
        if len(before) == len(positions) == 1:
            links[before[0], positions[0]] = 1.0
        elif before:
            contests.append(_Contest(before, positions, *_weighed(olds, news, before, positions)))
    share = affordable((each.before, each.after) for each in contests)
    for contest in contests:
        links |= _by_answer(contest, share)
    return links


def _by_answer(contest: _Contest, share: float) -> _Weight:
    """Return the links of the contest, each as sure as its answers are more alike than those of its rivals.

    Answers that are no more alike than any two count alike.
    """
    before, after = contest.before, contest.after
    alike: _Weight = {}
    for rank, others in neighbourhood(len(before), len(after), share):
        scores = answers_alike(before[rank], [after[n] for n in others])
        alike |= {(rank, n): max(0.0, score) for n, score in zip(others, scores, strict=True)}
    span = max(len(before), len(after))
    links = assigned(PossibleLink(*link, (1 + score) * _nearer(link, span)) for link, score in alike.items())
    rivals = _rivals(alike, links)
    return {(contest.olds[a], contest.news[b]): chance(alike[a, b] - rivals[a, b]) for a, b in links}


def _rivals(alike: _Weight, links: list[_Link]) -> _Weight:
    """Return for each link the best score of a candidate that shares a side with it, 0 for none."""
    chosen = dict(links)
    best_old: defaultdict[int, float] = defaultdict(float)
    best_new: defaultdict[int, float] = defaultdict(float)
    for (old, new), score in alike.items():
        if chosen.get(old) != new:
            best_old[old] = max(best_old[old], score)
            best_new[new] = max(best_new[new], score)
    return {(old, new): max(best_old[old], best_new[new]) for old, new in links}


def _alike(olds: _Wordings, news: _Wordings, least: float, doubt: float = 0.0) -> _Weight:
    """Return the links with at least so much evidence, with their confidences.

    doubt: evidence that counts for nothing.
    """
    keys, new_keys = list(olds), list(news)
    found: _Weight = {}
    before, after = _weighed(olds, news, keys, new_keys)
    share = affordable([(before, after)])
    for rank, others in neighbourhood(len(before), len(after), share):
        scores = evidence(before[rank], [after[n] for n in others])
        for other, score in zip(others, scores, strict=True):
            if score > least:
                found[keys[rank], new_keys[other]] = score - doubt
    links = _likeliest(found, lambda link: opposed(olds[link[0]], news[link[1]]))
    return {link: chance(found[link]) for link in links}


def _likeliest(found: _Weight, is_opposed: Callable[[_Link], bool]) -> list[_Link]:
    """Return the likeliest links, one to one; what speaks for twins is lowered by `OPPOSED` in ``found``.

    Whether two are twins takes long to find out, so it is asked only of links that would be made.
    """
    asked: set[_Link] = set()
    span = max((max(link) for link in found), default=0)
    for _ in range(MAX_ROUNDS):
        links = assigned(
            PossibleLink(*link, _weight(total) * _nearer(link, span)) for link, total in found.items()
        )
        twins = [link for link in links if link not in asked and is_opposed(link)]
        if not twins:
            return links
        asked.update(links)
        for link in twins:
            found[link] -= OPPOSED
            if found[link] <= 0:
                del found[link]
    return [link for link in links if link not in twins]


def _weight(total: float) -> float:
    """Return the log odds of a candidate, in units of evidence; they stay above 0 for what is doubtful."""
    return max(DOUBTFUL * total, total - EVEN)


def _nearer(link: _Link, span: int) -> float:
    """Return what is left of a link's weight for its distance; span: the greatest distance."""
    return 1 - NEARER * ((link[0] - link[1]) / (span + 1)) ** 2


def _weighed(
    olds: _Wordings, news: _Wordings, keys: Sequence[int], new_keys: Sequence[int]
) -> list[list[Weighed]]:
    """Return the wordings at these positions, the older ones first."""
    return weighed([olds[n] for n in keys], [news[n] for n in new_keys])

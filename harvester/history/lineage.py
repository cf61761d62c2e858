"""Which questions of a new version continue which: the placement, and the version made of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from harvester.change import Change, ChangeKind
from harvester.diff import Matching, changes, match, with_parts
from harvester.history.comparing import ContentComparison, dropped_of
from harvester.history.ids import change_id, question_id
from harvester.history.past import Alias, IdentifiedChange, NewQuestion, Opened, Past
from harvester.model import Pair, Snapshot
from harvester.text import match_key

RECENTLY_DROPPED = 64
"""A question that comes back in other words is looked for among this many that were dropped last.

On the 507 versions of nine histories of real pages, 50 tell the same changes as all that was ever dropped,
20 do not. Each takes 80 microseconds of a version that asks something new. What was dropped earlier can only
come back in its own words.
"""

SPARE = 8
"""This many more questions of one wording are looked at than may have come back, so that the answers can
decide between them: "And you?" is dropped in many versions."""


SPARE_IDS = 3
"""An id of a wording leads to its question for this many ordinals, the question's own included. Where fewer
captures were known, the same question may have been taken for another one of that wording. In 120 arrivals of
invented histories in shuffled order no archive gave an id with a higher one."""


@dataclass(frozen=True, slots=True)
class Transition:
    """The current version and the snapshot that may follow it.

    n, old, questions: number, content and questions of the current version; 0 and empty before the first.
    snapshot, new: id and content of what may follow.
    placed: the questions of the new snapshot if it was a version before, else None.
    dropped: the questions that can come back, each as last shown, the last dropped first.
    """

    n: int
    old: Snapshot
    questions: tuple[str, ...]
    snapshot: str
    new: Snapshot
    placed: tuple[str, ...] | None
    dropped: tuple[tuple[str, Pair], ...]


class Continued(NamedTuple):
    """A question that goes on, and the pair that it was before."""

    question: str
    pair: Pair


@dataclass(frozen=True, slots=True)
class Placement:
    """How the new snapshot continues the old one: by position in it, and as changes in order.

    matching: what it was made of. otherwise: differences that the pages do not show; only the reading is
    another one.
    """

    continued: Mapping[int, Continued]
    matching: Matching
    changes: tuple[Change, ...]
    otherwise: tuple[Change, ...] = ()


def transition(current: tuple[int, str], snapshot: str, new: Snapshot, past: Past) -> Transition:
    """Return the transition from the current version, by number and snapshot id, to the new snapshot."""
    n, old_id = current
    if n == 0:
        return Transition(0, Snapshot(), (), snapshot, new, None, ())
    old, questions, placed = past.snapshot(old_id), past.placed(old_id) or (), past.placed(snapshot)
    if placed is None:
        dropped = _candidates(old, new, past)
    else:
        still = set(questions)
        away = [question for question in placed if question not in still]
        dropped = tuple(zip(away, past.shown(away), strict=True))
    return Transition(n, old, questions, snapshot, new, placed, dropped)


def place(step: Transition, ahead: ContentComparison | None = None) -> Placement:
    """Return which questions go on in the new snapshot, and the changes that this shows.

    ahead: what was found out about the same contents, if anything was; it makes no other placement.
    """
    dropped = [pair for _, pair in step.dropped]
    has_same = ahead is not None and ahead.dropped == dropped_of(dropped)
    if step.placed is not None:
        matching = _as_placed(step, step.placed)
    elif ahead and has_same:
        matching = ahead.matching
    else:
        matching = match(step.old.pairs, step.new.pairs, dropped)
    continued = {
        after: Continued(step.questions[before], step.old.pairs[before]) for before, after in matching.links
    } | {after: Continued(*step.dropped[index]) for index, after in matching.restored}
    if step.n == 0:
        return Placement(continued, matching, ())
    if ahead and ahead.matching == matching and (has_same or not matching.restored):
        return Placement(continued, ahead.matching, ahead.changes)
    return Placement(continued, matching, changes(step.old, step.new, dropped, matching))


def open_version(capture: str, step: Transition, placement: Placement, past: Past) -> Opened:
    """Return the version that the new snapshot opens; capture is the key of the capture that shows it."""
    keys = [match_key(pair.question) for pair in step.new.pairs]
    continued = placement.continued
    reworded = {at for at, each in continued.items() if match_key(each.pair.question) != keys[at]}
    unknown = [key for at, key in enumerate(keys) if at in reworded or at not in continued]
    named = {key: past.named(key) for key in dict.fromkeys(unknown)}
    fresh = ((at, key) for at, key in enumerate(keys) if at not in continued)
    asked = tuple(_asked(fresh, named))
    news = {each.position: each.question for each in asked}
    questions = tuple(news.get(at) or continued[at].question for at in range(len(keys)))
    taken = set(news.values()).union(*named.values())
    aliases = (
        Alias(question_id(keys[at], rank + more), questions[at])
        for at, rank in _ranks(keys)
        if at in reworded or at in news
        for more in range(SPARE_IDS)
    )
    return Opened(
        n=step.n + 1,
        snapshot=step.snapshot,
        questions=questions,
        changes=tuple(_told(capture, each, step.questions, questions) for each in placement.changes),
        asked=asked,
        aliases=tuple(each for each in aliases if each.id not in taken),
    )


def _candidates(old: Snapshot, new: Snapshot, past: Past) -> tuple[tuple[str, Pair], ...]:
    """Return the dropped questions that may be among the new ones: the same wordings, and the latest."""
    wordings = Counter(match_key(pair.question) for pair in new.pairs)
    wordings.subtract(match_key(pair.question) for pair in old.pairs)
    more = {key: count for key, count in wordings.items() if count > 0}
    found = dict(past.dropped(RECENTLY_DROPPED)) if more else {}
    for key, count in more.items():
        for question, pair in past.away(key, count + SPARE):
            found.setdefault(question, pair)
    return tuple(found.items())


def _as_placed(step: Transition, placed: tuple[str, ...]) -> Matching:
    """Return the matching that follows from the placement of a snapshot that is shown again."""
    shown = {question: position for position, question in enumerate(step.questions)}
    away = {question: index for index, (question, _) in enumerate(step.dropped)}
    links = tuple((shown[each], after) for after, each in enumerate(placed) if each in shown)
    restored = tuple((away[each], after) for after, each in enumerate(placed) if each in away)
    return with_parts(step.old.pairs, step.new.pairs, Matching(links, restored))


def _asked(fresh: Iterable[tuple[int, str]], named: Mapping[str, tuple[str, ...]]) -> Iterator[NewQuestion]:
    """Yield the new questions; ordinals are counted here because a page may ask one question 2,000 times."""
    ordinals = {key: len(questions) for key, questions in named.items()}
    for position, key in fresh:
        yield NewQuestion(question_id(key, ordinals[key]), key, position)
        ordinals[key] += 1


def _ranks(keys: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield each position with its place among the positions of the same key."""
    counts: defaultdict[str, int] = defaultdict(int)
    for position, key in enumerate(keys):
        yield position, counts[key]
        counts[key] += 1


def _told(capture: str, change: Change, old: tuple[str, ...], new: tuple[str, ...]) -> IdentifiedChange:
    """Return the change with the question that it is about and its id."""
    before = old[change.before] if change.before >= 0 else ""
    after = new[change.after] if change.after >= 0 else ""
    question, other = after or before, ""
    if change.kind is ChangeKind.SPLIT:
        other = before
    elif change.kind is ChangeKind.MERGED:
        question, other = before, after
    return IdentifiedChange(change_id(capture, change.kind, question), change, question, other)

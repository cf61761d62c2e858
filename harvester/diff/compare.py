"""Two snapshots of an article, and what happened between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from harvester.change import Change, ChangeKind
from harvester.diff.align import longest_increasing
from harvester.diff.hunks import all_classes, hunks
from harvester.diff.matching import Matching, match
from harvester.diff.passing import lasting_key
from harvester.diff.significance import of_change
from harvester.diff.written import written
from harvester.model import Pair, Snapshot


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the newer snapshot continues the older one.

    links: (older position, newer position) of what is the same question, by newer position; one to one.
    restored: (index in dropped, newer position) of what came back. A newer pair in neither was asked or split
    off, an older one in no link was dropped or merged.
    changes: title, lead, then question by question as the newer snapshot has them, at last the dropped.
    """

    links: tuple[tuple[int, int], ...] = ()
    restored: tuple[tuple[int, int], ...] = ()
    changes: tuple[Change, ...] = ()


def compare(old: Snapshot, new: Snapshot, dropped: Sequence[Pair] = ()) -> Comparison:
    """Return what happened from the older to the newer snapshot.

    dropped: the last wordings of the article's questions that are in no version at present, the latest
    first. One that came back in other words has, beside "restored", the edits made while it was away.
    """
    matching = match(old.pairs, new.pairs, dropped)
    return Comparison(matching.links, matching.restored, changes(old, new, dropped, matching))


def changes(old: Snapshot, new: Snapshot, dropped: Sequence[Pair], matching: Matching) -> tuple[Change, ...]:
    """Return what happened where it is known which question continues which, in the order of `Comparison`."""
    language = new.language or old.language
    return (
        *_edited(ChangeKind.TITLE_EDITED, (old.title, new.title), language),
        *_edited(ChangeKind.LEAD_EDITED, (old.lead, new.lead), language),
        *_of_questions(old, new, dropped, matching),
    )


class _Link(NamedTuple):
    """Two positions, -1 for none, and how sure it is that they belong together."""

    before: int
    after: int
    confidence: float = 1.0


_NOWHERE = _Link(-1, -1)


def _of_questions(
    old: Snapshot, new: Snapshot, dropped: Sequence[Pair], matching: Matching
) -> Iterator[Change]:
    """Yield the changes of the questions, in the order of the newer snapshot."""
    origins = {after: before for before, after in matching.links}
    returns = {after: index for index, after in matching.restored}
    splits = {part.new: part for part in matching.splits}
    moved = moves(matching.links)
    language = new.language or old.language
    for position, pair in enumerate(new.pairs):
        link = _Link(origins.get(position, -1), position, matching.confidences.get(position, 1.0))
        if position in origins:
            yield from _continued(old.pairs[link.before], pair, link, language)
            if (link.before, position) in moved:
                yield _plain(ChangeKind.MOVED, link)
        elif position in returns:
            yield _plain(ChangeKind.RESTORED, link)
            yield from _continued(dropped[returns[position]], pair, link, language)
        elif position in splits:
            yield _plain(ChangeKind.SPLIT, _Link(*splits[position]))
        else:
            yield _plain(ChangeKind.ASKED, link)
    yield from _gone(len(old.pairs), matching)


def _gone(count: int, matching: Matching) -> Iterator[Change]:
    """Yield what became of the older pairs that do not go on."""
    kept = {before for before, _ in matching.links}
    merges = {part.old: part for part in matching.merges}
    for position in range(count):
        if position in merges:
            yield _plain(ChangeKind.MERGED, _Link(*merges[position]))
        elif position not in kept:
            yield _plain(ChangeKind.DROPPED, _Link(position, -1))


def _continued(before: Pair, after: Pair, link: _Link, language: str) -> Iterator[Change]:
    """Yield the edits of one question; those of the answer are edits of its written form."""
    yield from _edited(ChangeKind.REWORDED, (before.question, after.question), language, link)
    yield from _edited(ChangeKind.ANSWER_EDITED, (written(before), written(after)), language, link)


def _edited(
    kind: ChangeKind, texts: tuple[str, str], language: str, link: _Link = _NOWHERE
) -> Iterator[Change]:
    """Yield the edit from the first text to the second, none where they show the same words."""
    before, after = texts
    is_same = before == after or lasting_key(before) == lasting_key(after)
    found = () if is_same else hunks(before, after, language)
    if found:
        weight = of_change(kind, found)
        yield Change(kind, link.before, link.after, all_classes(found), weight, found, link.confidence)


def _plain(kind: ChangeKind, link: _Link) -> Change:
    """Return a change that edits no words."""
    weight = of_change(kind, ())
    return Change(kind, link.before, link.after, significance=weight, confidence=link.confidence)


def moves(links: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the fewest links without which the rest are in the same order on both sides."""
    in_order = sorted(links)
    kept = longest_increasing([new for _, new in in_order])
    return set(in_order) - {in_order[n] for n in kept}

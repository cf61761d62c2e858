"""Two snapshots of an article, and what happened between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harvester.change import Change, ChangeKind
from harvester.diff.align import longest_increasing
from harvester.diff.hunks import all_classes, hunks
from harvester.diff.matching import Matching, match
from harvester.diff.significance import of_change
from harvester.diff.written import written
from harvester.model import Pair, Snapshot


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the newer snapshot continues the older one.

    links: (older position, newer position) of what is the same question, by newer position; one to one.
    restored: (index in dropped, newer position) of what came back. A newer pair in neither was asked, an
    older one in no link was dropped.
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


def _of_questions(
    old: Snapshot, new: Snapshot, dropped: Sequence[Pair], matching: Matching
) -> Iterator[Change]:
    """Yield the changes of the questions, in the order of the newer snapshot."""
    origins = {after: before for before, after in matching.links}
    returns = {after: index for index, after in matching.restored}
    moved = moves(matching.links)
    language = new.language or old.language
    for position, pair in enumerate(new.pairs):
        if position in origins:
            at = origins[position], position
            yield from _continued(old.pairs[at[0]], pair, at, language)
            if at in moved:
                yield _plain(ChangeKind.MOVED, *at)
        elif position in returns:
            yield _plain(ChangeKind.RESTORED, after=position)
            yield from _continued(dropped[returns[position]], pair, (-1, position), language)
        else:
            yield _plain(ChangeKind.ASKED, after=position)
    kept = set(origins.values())
    for position in range(len(old.pairs)):
        if position not in kept:
            yield _plain(ChangeKind.DROPPED, before=position)


def _continued(before: Pair, after: Pair, at: tuple[int, int], language: str) -> Iterator[Change]:
    """Yield the edits of one question; those of the answer are edits of its written form."""
    yield from _edited(ChangeKind.REWORDED, (before.question, after.question), language, at)
    yield from _edited(ChangeKind.ANSWER_EDITED, (written(before), written(after)), language, at)


def _edited(
    kind: ChangeKind, texts: tuple[str, str], language: str, at: tuple[int, int] = (-1, -1)
) -> Iterator[Change]:
    """Yield the edit from the first text to the second, none where they show the same words."""
    before, after = texts
    found = () if before == after else hunks(before, after, language)
    if found:
        yield Change(kind, *at, all_classes(found), of_change(kind, found), found)


def _plain(kind: ChangeKind, before: int = -1, after: int = -1) -> Change:
    """Return a change that edits no words."""
    return Change(kind, before, after, significance=of_change(kind, ()))


def moves(links: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the fewest links without which the rest are in the same order on both sides."""
    in_order = sorted(links)
    kept = longest_increasing([new for _, new in in_order])
    return set(in_order) - {in_order[n] for n in kept}

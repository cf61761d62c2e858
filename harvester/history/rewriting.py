"""A version in which most of the page is new: one event, instead of all that was asked and dropped."""

from collections import Counter
from collections.abc import Sequence

from harvester.change import Change, ChangeKind

MANY = 12
"""A rewrite has at least this many questions that came or went; fewer are told one by one. The largest in the
histories that were studied had 180."""

HALF = 2
"""A rewrite drops at least one in this many of the older questions, and as many of the newer ones are new."""

_WENT = (ChangeKind.DROPPED, ChangeKind.MERGED)
_CAME = (ChangeKind.ASKED, ChangeKind.SPLIT)


def rewriting(before: int, after: int, changes: Sequence[Change]) -> str:
    """Return how much of the page was rewritten, ``""`` if it was not.

    before, after: the numbers of questions of both versions.
    """
    counts = Counter(change.kind for change in changes)
    went, came = (sum(counts[kind] for kind in kinds) for kinds in (_WENT, _CAME))
    if went + came < MANY or HALF * went < before or HALF * came < after:
        return ""
    return f"{went} of {before} questions were dropped and {came} of {after} are new"

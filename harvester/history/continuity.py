"""Whether a page goes on in another one, by its questions: in their words, or in other words. No URLs."""

from collections.abc import Sequence

from harvester.diff import Matching
from harvester.model import Pair
from harvester.text import match_key

MOST = 2 / 3
"""Questions that go on in other words make one page of two if they are this share of the longer page's.

Of 2,500 pairs of pages of one language that have nothing to do with each other, 22 have a question in common
that is asked nearly alike, as on any page, and 2 so many. Of 247 labelled and written transitions, reduced to
what was worded anew, 237 go on."""


def goes_on(old: Sequence[Pair], new: Sequence[Pair], matching: Matching) -> bool:
    """Return whether the newer page continues the older one by this matching.

    One question in its own words does, be it one that was dropped before.
    """
    if any(after not in matching.confidences for _, after in matching.restored):
        return True
    if any(_is_same(old[before], new[after]) for before, after in matching.links):
        return True
    return bool(matching.links) and len(matching.links) >= MOST * max(len(old), len(new))


def _is_same(one: Pair, other: Pair) -> bool:
    return match_key(one.question) == match_key(other.question)

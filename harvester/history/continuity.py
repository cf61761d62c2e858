"""Whether a page goes on in another one, by its questions: in their words, or in other words. No URLs."""

from collections.abc import Sequence

from harvester.diff import Matching
from harvester.model import Pair
from harvester.text import match_key

MOST = 2 / 3
"""Questions that go on in other words make one page of two if they are this share of the longer page's.

Of 2,500 pairs of pages of one language that have nothing to do with each other, 22 have a question in common
that is asked nearly alike, as on any page, and 9 so many. Of 247 labelled and written transitions, reduced to
what was worded anew, 241 go on."""

SURE = 0.9
"""So they do if all of the older page's go on, three at least, each with this confidence, for pages grow."""

FEW = 2
"""Two questions that are asked alike on any page, as of two recipes, are too few for that."""


def goes_on(old: Sequence[Pair], new: Sequence[Pair], matching: Matching) -> bool:
    """Return whether the newer page continues the older one by this matching.

    One question in its own words does, be it one that was dropped before.
    """
    if any(after not in matching.confidences for _, after in matching.restored):
        return True
    if any(_is_same(old[before], new[after]) for before, after in matching.links):
        return True
    links = matching.links
    if FEW < len(links) == len(old) and all(
        matching.confidences.get(after, 1.0) >= SURE for _, after in links
    ):
        return True
    return bool(links) and len(links) >= MOST * max(len(old), len(new))


def _is_same(one: Pair, other: Pair) -> bool:
    return match_key(one.question) == match_key(other.question)

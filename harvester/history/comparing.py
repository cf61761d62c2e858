"""How one content continues another one, found out before a fold asks for it, where both pages are at hand.

A fold takes what fits and works out the rest itself. So it tells the same, whatever was compared ahead.
"""

from collections.abc import Hashable
from typing import NamedTuple

from harvester.change import Change
from harvester.diff import Matching, changes, match
from harvester.history.fates import Seen
from harvester.history.ids import exact_id
from harvester.history.verifying import Verified, verified
from harvester.model import Snapshot


class Compared(NamedTuple):
    """Two contents compared, without questions that were dropped before.

    contents: which they are (`contents_of`). held: what their pages show of the changes.
    """

    contents: Hashable
    matching: Matching
    changes: tuple[Change, ...]
    held: Verified


def compared(before: Seen, after: Seen) -> Compared:
    """Return how the later content continues the earlier one, held against both pages."""
    old, new = before.snapshot, after.snapshot
    matching = match(old.pairs, new.pairs)
    found = changes(old, new, (), matching)
    return Compared(contents_of(old, new), matching, found, verified(found, before, after))


def contents_of(old: Snapshot, new: Snapshot) -> Hashable:
    """Return what two pairs of contents share if all comparisons of them have one result."""
    return exact_id(old), exact_id(new), new.language or old.language

"""What a fold finds out about two captures, for another fold of the same captures.

A fold takes what fits and works out the rest itself. So it tells the same, whatever was compared ahead.
"""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from harvester.change import Change
from harvester.diff import Matching
from harvester.history.ids import exact_id, exact_pairs_id
from harvester.history.surroundings import Edited
from harvester.history.verifying import Verified
from harvester.model import Pair, Snapshot


class ContentComparison(NamedTuple):
    """Two contents compared.

    contents: which they are (`contents_of`). dropped: which questions could come back (`dropped_of`).
    held: what the pages show of the changes.
    """

    contents: Hashable
    dropped: Hashable
    matching: Matching
    changes: tuple[Change, ...]
    held: Verified


class Beside(NamedTuple):
    """What changed beside the pairs of two captures. ids: what each of them shows there."""

    ids: tuple[str, str]
    edited: Edited


class Found(NamedTuple):
    """What a fold found out about two captures; None for what it was not asked."""

    compared: ContentComparison | None = None
    beside: Beside | None = None


NOTHING = Found()


def contents_of(old: Snapshot, new: Snapshot) -> Hashable:
    """Return what two pairs of contents share if all comparisons of them have one result."""
    return exact_id(old), exact_id(new), new.language or old.language


def dropped_of(pairs: Sequence[Pair]) -> Hashable:
    """Return what two lists of dropped questions share if they are the same, each as last shown."""
    return exact_pairs_id(tuple(pairs)) if pairs else ""

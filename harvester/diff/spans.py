"""Both texts of an edit in full, cut at its hunks, for drawing."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from harvester.diff.folded import Shown


class Span(NamedTuple):
    """A part of both texts. op: "equal", "insert", "delete" or "replace".

    An equal span shows the same words; only the kind of its white space may differ.
    """

    op: str
    before: str
    after: str


class Placed(Protocol):
    """What has a place in the older content key, and the words before and after: a hunk."""

    @property
    def at(self) -> int:
        """Return where it begins in the older content key."""

    @property
    def before(self) -> str:
        """Return what stood there."""

    @property
    def after(self) -> str:
        """Return what stands there now."""


def spans(before: str, after: str, hunks: Iterable[Placed]) -> tuple[Span, ...]:
    """Return both texts as spans in order, cut at their hunks; equal text stands between these.

    Every ``before`` joined is the older text, every ``after`` the newer one, without white space at their
    ends and without characters that nobody sees.
    """
    old, new = Shown(before), Shown(after)
    found: list[Span] = []
    old_end = new_end = 0
    for hunk in hunks:
        new_at = new_end + hunk.at - old_end
        found += _equal(old.cut(old_end, hunk.at), new.cut(new_end, new_at))
        old_end, new_end = hunk.at + len(hunk.before), new_at + len(hunk.after)
        op = "insert" if not hunk.before else "replace" if hunk.after else "delete"
        found.append(Span(op, old.cut(hunk.at, old_end), new.cut(new_at, new_end)))
    return (*found, *_equal(old.cut(old_end, old.end), new.cut(new_end, new.end)))


def _equal(before: str, after: str) -> Iterator[Span]:
    if before or after:
        yield Span("equal", before, after)

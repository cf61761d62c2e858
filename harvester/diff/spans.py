"""Both texts of an edit in full, cut at its hunks, for drawing."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple, Protocol

from harvester.diff.folded import ShownText


class DiffSpan(NamedTuple):
    """A part of both texts. op: "equal", "insert", "delete" or "replace".

    An equal span shows the same words; only the kind of its white space may differ. Where a hunk is read
    otherwise, its two texts are equal in what the page shows: the newer one is what is read of it now.
    """

    op: str
    before: str
    after: str


class PlacedHunk(Protocol):
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

    @property
    def read_otherwise(self) -> bool:
        """Return whether only the reading is another one."""


def spans(before: str, after: str, hunks: Iterable[PlacedHunk]) -> tuple[DiffSpan, ...]:
    """Return both texts as spans in order, cut at their hunks; equal text stands between these.

    Every ``before`` joined is the older text, every ``after`` the newer one, without white space at their
    ends and without characters that nobody sees.
    """
    old, new = ShownText(before), ShownText(after)
    found: list[DiffSpan] = []
    old_end = new_end = 0
    for hunk in hunks:
        new_at = new_end + hunk.at - old_end
        found += _equal(old.cut(old_end, hunk.at), new.cut(new_end, new_at))
        old_end, new_end = hunk.at + len(hunk.before), new_at + len(hunk.after)
        op = "insert" if not hunk.before else "replace" if hunk.after else "delete"
        if hunk.read_otherwise:
            op = "equal"
        found.append(DiffSpan(op, old.cut(hunk.at, old_end), new.cut(new_at, new_end)))
    found += _equal(old.cut(old_end, old.end), new.cut(new_end, new.end))
    return tuple(_joined(found))


def _joined(spans: Iterable[DiffSpan]) -> Iterator[DiffSpan]:
    """Yield the spans, equal ones that touch as one."""
    for is_equal, some in groupby(spans, key=lambda span: span.op == "equal"):
        run = list(some)
        if is_equal:
            yield DiffSpan("equal", "".join(span.before for span in run), "".join(span.after for span in run))
        else:
            yield from run


def _equal(before: str, after: str) -> Iterator[DiffSpan]:
    if before or after:
        yield DiffSpan("equal", before, after)

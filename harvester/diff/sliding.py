"""Choose the place of a change that reads best, if words were added or removed beside the same words.

From "One. Two. Three." to "One. Two. Two. Three.", either "Two. " can be the new one; from "a big and a small
boat" to "a big and a red and a small boat", it can be "and a red" or "a red and".
"""

from harvester.diff.align import RangePair
from harvester.diff.folded import Folded
from harvester.languages.signs import SENTENCE_ENDS

MAX_SLIDE = 400
"""A change is moved by at most this many characters either way: some four sentences."""

_MARKS = frozenset(",;:)]\"'»”–—")  # noqa: RUF001
_ENDS = frozenset(SENTENCE_ENDS)


def slid(before: Folded, after: Folded, changes: list[RangePair]) -> list[RangePair]:
    """Return the changes; those that only add or only take away are moved to borders of lines and sentences.

    Of places that read alike the first is taken.
    """
    found: list[RangePair] = []
    last, ends = RangePair(0, 0, 0, 0), [change.old for change in changes[1:]]
    for change, end in zip(changes, [*ends, len(before.key) + 1], strict=True):
        before_it = change.old - last.old_end - bool(found)  # so that equal text stays between changes
        room = max(0, min(before_it, MAX_SLIDE)), max(0, min(end - change.old_end - 1, MAX_SLIDE))
        if change.old == change.old_end:
            by = _best(after, (change.new, change.new_end), room)
        elif change.new == change.new_end:
            by = _best(before, (change.old, change.old_end), room)
        else:
            by = 0
        last = RangePair(*(place + by for place in change))
        found.append(last)
    return found


def _best(text: Folded, place: tuple[int, int], room: tuple[int, int]) -> int:
    """Return by how much the place is moved, at most by the room on either side."""
    start, end = place
    key = text.key
    left = next((n for n in range(room[0]) if key[start - 1 - n] != key[end - 1 - n]), room[0])
    right = next((n for n in range(room[1]) if key[start + n] != key[end + n]), room[1])
    moves = [by for by in range(-left, right + 1) if by == 0 or key[start + by - 1 : start + by] in {"", " "}]
    return max(moves, key=lambda by: (_border(text, start + by) + _border(text, end + by), -by))


def _border(text: Folded, at: int) -> int:
    """Return how much of a border there is: of a line 4, of a sentence 3, of a clause 2, of a word 1."""
    around = text.lined[max(0, at - 1) : at + 1]
    if not 0 < at < len(text.lined) or "\n" in around:
        return 4
    if " " not in around:
        return 0
    last = text.lined[at - 1 : at].strip() or text.lined[at - 2 : at - 1]
    return 3 if last in _ENDS else 2 if last in _MARKS else 1

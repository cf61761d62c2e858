"""What differs between two texts, as hunks to keep: each with its words, its place and its classes."""

from collections.abc import Iterable, Sequence

from harvester.change import EditClass, Hunk
from harvester.diff.classes import MAX_CHARS, classify, classify_roughly
from harvester.diff.differences import differences
from harvester.diff.edit import Edit, EditSide, less
from harvester.diff.folded import folded
from harvester.diff.quotations import quotations, touches
from harvester.diff.written import notes, without_notes

MAX_CLASSIFIED = 1_000
"""The words of at most this many hunks of a text are looked at, 0.04 ms each; of others, only the digits."""


def hunks(before: str, after: str, language: str = "") -> tuple[Hunk, ...]:
    """Return what differs in words, in order; ``()`` exactly when the content keys are equal.

    ``at`` counts in ``content_key(before)``, of which `applied` makes ``content_key(after)``.
    language: of both texts, as in BCP 47; in some a capital is no sign of a name.
    """
    old, new = folded(before), folded(after)
    if old.key == new.key:
        return ()
    quoted = quotations(old.key), quotations(new.key)
    words = without_notes(old.key), without_notes(new.key)
    found: list[Hunk] = []
    for old_at, old_end, new_at, new_end in differences(old, new):
        runs = old.key[old_at:old_end], new.key[new_at:new_end]
        sides = EditSide(words[0], old_at, old_end), EditSide(words[1], new_at, new_end)
        if len(found) >= MAX_CLASSIFIED or max(map(len, runs)) > MAX_CHARS:
            classes, weight = classify_roughly(*(side.run for side in sides))
        else:
            is_quoted = any(map(touches, quoted, sides))
            classes, weight = classify(Edit(*sides, language, quoted=is_quoted, noted=_noted(*runs)))
        found.append(Hunk(*runs, old_at, classes, weight))
    return tuple(found)


def _noted(before: str, after: str) -> frozenset[EditClass]:
    """Return link if a target came or went, and image if an alternative did."""
    old, new = notes(before), notes(after)
    if old == new:
        return frozenset()
    changed = less(old, new) + less(new, old)
    return frozenset(EditClass.LINK if each.startswith("⟨") else EditClass.IMAGE for each in changed)


def applied(text: str, changes: Sequence[Hunk]) -> str:
    """Return the text with each hunk's ``before``, at its place, replaced by its ``after``."""
    pieces, at = [], 0
    for hunk in changes:
        pieces += [text[at : hunk.at], hunk.after]
        at = hunk.at + len(hunk.before)
    return "".join([*pieces, text[at:]])


def all_classes(changes: Iterable[Hunk]) -> tuple[str, ...]:
    """Return the classes that any of the hunks has, in the order of `EditClass`."""
    found = {each for hunk in changes for each in hunk.classes}
    return tuple(str(each) for each in EditClass if each in found)

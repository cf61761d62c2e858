"""What differs between two texts, as hunks to keep: each with its words, its place and its classes."""

from collections.abc import Iterable, Sequence

from harvester.change import EditClass, Hunk
from harvester.diff.classes import classify
from harvester.diff.edit import Edit, Side, less
from harvester.diff.quotations import quotations, touches
from harvester.diff.spans import spans
from harvester.diff.written import notes, without_notes
from harvester.text import content_key


def hunks(before: str, after: str, language: str = "") -> tuple[Hunk, ...]:
    """Return what differs in words, in order; ``()`` exactly when the content keys are equal.

    ``at`` counts in ``content_key(before)``, of which `applied` makes ``content_key(after)``.
    language: of both texts, as in BCP 47; in some a capital is no sign of a name.
    """
    older, newer = content_key(before), content_key(after)
    if older == newer:
        return ()
    quoted = quotations(older), quotations(newer)
    words = without_notes(older), without_notes(newer)
    found, at, to = [], 0, 0
    for part in spans(older, newer):
        old, new = Side(words[0], at, at + len(part.before)), Side(words[1], to, to + len(part.after))
        if part.op != "equal":
            is_quoted = touches(quoted[0], old.start, old.end) or touches(quoted[1], new.start, new.end)
            noted = _noted(part.before, part.after)
            classes, weight = classify(Edit(old, new, language, quoted=is_quoted, noted=noted))
            found.append(Hunk(part.before, part.after, at, classes, weight))
        at, to = old.end, new.end
    return tuple(found)


def _noted(before: str, after: str) -> frozenset[EditClass]:
    """Return link if a target came or went, and image if an alternative did."""
    old, new = notes(before), notes(after)
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

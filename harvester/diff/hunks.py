"""What differs between two texts, as hunks to keep: each with its words, its class and its place."""

from collections.abc import Sequence

from harvester.diff.classes import Edit, classify
from harvester.diff.spans import spans
from harvester.model import EditClass, Hunk
from harvester.text import content_key

_WEIGHT = {edit_class: weight for weight, edit_class in enumerate(EditClass)}


def hunks(before: str, after: str, language: str = "") -> tuple[Hunk, ...]:
    """Return what differs in words, in order; ``()`` exactly when the content keys are equal.

    ``at`` counts in ``content_key(before)``, of which `applied` makes ``content_key(after)``.
    language: of both texts, as in BCP 47; in some a capital is no sign of a name.
    """
    older, newer = content_key(before), content_key(after)
    if older == newer:
        return ()
    found, at = [], 0
    parts = spans(older, newer)
    texts = ("", *(part.before for part in parts), "")
    for index, part in enumerate(parts, start=1):
        if part.op != "equal":
            edit = Edit(part.before, part.after, texts[index - 1], texts[index + 1], language)
            found.append(Hunk(part.before, part.after, classify(edit), at))
        at += len(part.before)
    return tuple(found)


def applied(text: str, changes: Sequence[Hunk]) -> str:
    """Return the text with each hunk's ``before``, at its place, replaced by its ``after``."""
    pieces, at = [], 0
    for hunk in changes:
        pieces += [text[at : hunk.at], hunk.after]
        at = hunk.at + len(hunk.before)
    return "".join([*pieces, text[at:]])


def weightiest(changes: Sequence[Hunk]) -> str:
    """Return the class of the weightiest hunk, ``""`` when there is none."""
    return max((hunk.edit_class for hunk in changes), key=lambda each: _WEIGHT[EditClass(each)], default="")

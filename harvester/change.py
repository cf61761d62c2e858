"""What happened between two versions, as values: changes, with the places and classes of their edits."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class ChangeKind(StrEnum):
    """What happened between two consecutive versions."""

    ASKED = "asked"
    DROPPED = "dropped"
    RESTORED = "restored"
    REWORDED = "reworded"
    ANSWER_EDITED = "answer edited"
    MOVED = "moved"
    SPLIT = "split"  # asked, and it came out of another question, which goes on
    MERGED = "merged"  # dropped, and it went into another question, which goes on
    TITLE_EDITED = "title edited"
    LEAD_EDITED = "lead edited"


class EditClass(StrEnum):
    """What kinds of words an edit touched: a closed list, lightest first. An edit has all that apply.

    The first four are of form: they say that nothing else was touched.
    """

    WHITESPACE = "whitespace"  # "mot ?" and "mot?"
    PUNCTUATION = "punctuation"
    SPELLING = "spelling"  # one letter, an accent, a capital
    EMPHASIS = "emphasis"  # the same words in capitals or between asterisks
    IMAGE = "image"  # the text that stands for an image
    SUBSTANTIVE = "substantive"  # any other words
    LINK = "link"  # a web address, in the text or as the target of a link
    QUOTATION = "quotation"  # words between quotation marks
    NAME = "name"
    FORMULA = "formula"
    DATE = "date"
    NUMBER = "number"  # any figure, in digits or words
    NEGATION = "negation"  # "not" came or went; "vaccinated" and "unvaccinated"
    CORRECTION = "correction"  # a note that the article was corrected


class Hunk(NamedTuple):
    """A hunk is a run of words that differs. It begins at ``at`` in the older text's content key.

    classes: words of `EditClass`, in its order. significance: 0 to 1 (`harvester.diff.significance`).
    read_otherwise: the pages do not show it; only the reading is another one. It has no classes then.
    """

    before: str  # what stood there; it is "" for an insertion
    after: str
    at: int = 0
    classes: tuple[str, ...] = ()
    significance: float = 0.0
    read_otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one question, or to the title or lead, between two consecutive versions.

    before, after: position of the pair in the older and the newer snapshot, -1 where it is in none.
    classes: those of its hunks together (`EditClass`); ``()`` if nothing was edited. significance: 0 to 1.
    hunks: never empty for an edit or a rewording, so that no change comes without words.
    An edit whose ``before`` is -1 was made while its question was away: it came back in other words.
    The older pair of a split, and the newer pair of a merge, are those of the other question.
    confidence: 0 to 1, how sure it is that the two pairs belong together; 1 where there is one pair only.
    """

    kind: ChangeKind
    before: int = -1
    after: int = -1
    classes: tuple[str, ...] = ()
    significance: float = 0.0
    hunks: tuple[Hunk, ...] = ()
    confidence: float = 1.0

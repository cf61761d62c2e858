"""Find what opens many answers of a candidate but belongs to none, and the labels of their last lines."""

import re
from collections import Counter

from harvester.languages.signs import COLONS
from harvester.parse.affixes import labels_of
from harvester.parse.candidate import Mark, Sheet
from harvester.parse.lines import Line
from harvester.parse.marking import SENTENCE_END

LABEL = 24
"""A line that opens many answers is a label, "V. A.:", if it has at most this many characters."""

LABELLED = 2
"""A label that opens the last lines of this many answers, and of half of them, belongs to answers."""

_LABEL = re.compile(rf"([^{COLONS}]{{0,{LABEL}}})[{COLONS}]")


def common_openings(sheet: Sheet, marks: tuple[Mark, ...], often: int) -> frozenset[str]:
    """Return labels in lines of their own and names of askers that open this many answers or more.

    A speaker's name in a cell is such a label.
    """
    first = [(sheet.lines[mark.answer], mark) for mark in marks if mark.answer < len(sheet.lines)]
    texts = (line.text for line, _ in first)
    opens = Counter(text for text in texts if len(text) <= LABEL and _is_label(text))
    labels = {text for text, count in opens.items() if count >= often}
    askers = {line.text for line, mark in first if _names_asker(sheet, line, mark)}
    return frozenset(labels | askers if len(askers) >= often else labels)


def _is_label(text: str) -> bool:
    """Return whether a colon ends the text, or it is only the label of an answer, "A.", as in a cell."""
    return text[-1] in COLONS or any(not one.asks and one.cut >= len(text) for one in labels_of(text))


def _names_asker(sheet: Sheet, line: Line, mark: Mark) -> bool:
    """Return whether a line in italics that is not a sentence stands in the block of the question above."""
    question = sheet.lines[mark.last]
    named = line.em and not question.em and line.block == question.block
    return named and SENTENCE_END.search(line.text) is None


def label_of(text: str) -> str:
    """Return the words before a colon near the beginning of a line, or ``""``."""
    found = _LABEL.match(text)
    return found[1] if found else ""


def common_labels(prose: list[tuple[int, Line]]) -> frozenset[str]:
    """Return the labels that open the last line of prose below many questions."""
    ends = {number: line.text for number, line in prose}
    labels = Counter(filter(None, map(label_of, ends.values())))
    return frozenset(label for label, count in labels.items() if count >= LABELLED and 2 * count >= len(ends))

"""Find what opens many answers of a candidate but belongs to none, and the labels of their last lines."""

import re
from collections import Counter

from harvester.languages.signs import COLONS
from harvester.model import Kind
from harvester.parse.affixes import labels_of
from harvester.parse.candidate import Mark, Sheet
from harvester.parse.lines import Line
from harvester.parse.marking import SENTENCE_END

LABEL = 24
"""A line that opens many answers is a label, "V. A.:", if it has at most this many characters."""

LABELLED = 2
"""A label that opens the last lines of this many answers, and of half of them, belongs to answers."""

_BRACKETED = re.compile(r"[(（\[][^()（）\[\].!?。！？]{2,60}[)）\]]")  # noqa: RUF001
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
    asked = _asked_by([line for line, mark in first if _is_in_italics(sheet, line, mark)])
    return frozenset(labels.union(*(names for names in (askers, asked) if len(names) >= often)))


def _is_label(text: str) -> bool:
    """Return whether a colon ends the text, or it is only the label of an answer, "A.", as in a cell."""
    return text[-1] in COLONS or any(not one.asks and one.cut >= len(text) for one in labels_of(text))


def _names_asker(sheet: Sheet, line: Line, mark: Mark) -> bool:
    """Return whether a line that is not a sentence stands with the question and says who asks.

    It is in the question's block, in italics or brackets, or in the quotation that is the question.
    """
    question, containers = sheet.lines[mark.last], sheet.document.containers
    if line.block == question.block:
        return _BRACKETED.fullmatch(line.text) is not None or _is_in_italics(sheet, line, mark)
    if not line.kind is question.kind is Kind.QUOTE or SENTENCE_END.search(line.text):
        return False
    return containers[line.container].parent == containers[question.container].parent


def _is_in_italics(sheet: Sheet, line: Line, mark: Mark) -> bool:
    """Return whether the line below a question is in italics, unlike the question, and is not a sentence."""
    return line.em and not sheet.lines[mark.last].em and SENTENCE_END.search(line.text) is None


def _asked_by(lines: list[Line]) -> set[str]:
    """Return the lines that open with the commonest first word and name somebody: "Asked by Ida, Norra".

    Names are told by a capital; the words of a curt answer in italics, "It depends", have none.
    """
    heads = Counter(line.text.partition(" ")[0] for line in lines)
    [(head, count)] = heads.most_common(1) or [("", 0)]
    words = {line.text: line.text.split(" ") for line in lines}
    named = {text for text, (first, *rest) in words.items() if first == head and any(map(_is_name, rest))}
    return named if len(named) == count else set()


def _is_name(word: str) -> bool:
    return word[:1].isupper()


def label_of(text: str) -> str:
    """Return the words before a colon near the beginning of a line, or ``""``."""
    found = _LABEL.match(text)
    return found[1] if found else ""


def common_labels(prose: list[tuple[int, Line]]) -> frozenset[str]:
    """Return the labels that open the last line of prose below many questions."""
    ends = {number: line.text for number, line in prose}
    labels = Counter(filter(None, map(label_of, ends.values())))
    return frozenset(label for label, count in labels.items() if count >= LABELLED and 2 * count >= len(ends))

"""Find questions by the labels of their answers: "Answer:" stands below each reader's letter."""

from collections import Counter

from harvester.languages.signs import holds_colon
from harvester.parse.affixes import LineLabel, asker_label, bare_questions, labels_of, replier_label
from harvester.parse.askers import ASKER
from harvester.parse.asking import holds_question
from harvester.parse.candidate import Candidate, Mark, Means, Sheet
from harvester.parse.lines import Line

ANSWERED = Means("labels", "above the label of an answer", by_words=True)
FEWEST = 3
"""At least this many answers have a label; with fewer, the word can open an ordinary sentence."""
ASKING = 0.5
"""At least this share of the texts above the labels holds a question mark; readers also make complaints."""
ALIKE = 0.75
"""At least this share of those texts is of one element and look."""
SURE = 0.6
"""Labels of one side give the candidate this confidence."""


def answered_candidates(sheet: Sheet) -> list[Candidate]:
    """Return the texts directly above the labels of answers, as one candidate, if no question has a label.

    A name before a colon, or on an emphasised line above, says who asks and is no part of the question.
    """
    led = [(at, text) for at, _, text in sheet.own if holds_colon(text)]
    found = [(at, label) for at, text in led if (label := _label(text)) is not None]
    if len(found) < FEWEST or any(label.asks for _, label in found):
        return []
    above = [0, *(at + 1 for at, _ in found)]
    marks = [
        mark
        for (at, label), start in zip(found, above, strict=False)
        if (mark := _mark(sheet, start, at, label.cut)) is not None
    ]
    if len(marks) < FEWEST:
        return []
    asking = sum(holds_question(mark.text) for mark in marks) / len(marks)
    looks = Counter(_look(sheet, sheet.lines[mark.answer - 1]) for mark in marks)
    if asking < ASKING or max(looks.values()) < ALIKE * len(marks):
        return []
    texts = bare_questions([mark.text for mark in marks])
    marks = [mark._replace(text=text) for mark, text in zip(marks, texts, strict=True)]
    return [Candidate(ANSWERED, tuple(marks), asking, SURE)]


def _label(text: str) -> LineLabel | None:
    """Return the word with which the text begins as a label, or the label that says who answers.

    A colon ends it. Few lines have one near their start, so that most need no further look.
    """
    if not holds_colon(text[: 2 * ASKER]):
        return None
    labels = labels_of(text)
    return labels[0] if labels and labels[0].word else replier_label(text)


def _mark(sheet: Sheet, start: int, reply: int, cut: int) -> Mark | None:
    """Return the question in the block directly above the line ``reply``, not above ``start``; or None."""
    own = [at for at in range(start, reply) if not sheet.clutter[at]]
    signed = len(own) > 1 and _is_name(sheet.lines[own[-1]])
    said = own[:-1] if signed else own
    if not said:
        return None
    first = min(at for at in said if sheet.lines[at].block == sheet.lines[said[-1]].block)
    name = _name(sheet, sheet.lines[first])
    text = " ".join(" ".join(sheet.lines[at].text for at in said if at >= first)[name:].split())
    asker = asker_label(text)
    text = text[asker.cut :] if asker else text
    if not text:
        return None
    named = first - 1 in own and not name and _is_name(sheet.lines[first - 1])
    return Mark(first - named, own[-1], text, reply, cut)


def _name(sheet: Sheet, line: Line) -> int:
    """Return the length of an emphasised name and the colon after it, with which the line begins, or 0."""
    marks = sheet.document.blocks[line.block].marks
    ends = [one.end for one in marks if one.start <= line.start < one.end and one.kind in {"strong", "em"}]
    lead = line.text[: max(ends, default=line.start) - line.start + 1].rstrip()
    return len(lead) if lead[-1:] == ":" and len(lead) <= ASKER else 0


def _is_name(line: Line) -> bool:
    """Return whether the line can say who asks: it is short and emphasised, and does not ask."""
    return (line.strong or line.em) and not line.asks and len(line.text) <= ASKER


def _look(sheet: Sheet, line: Line) -> tuple[object, ...]:
    return line.kind, line.level, sheet.places.look(line.container)

"""Find questions by structured data: visible lines that hold the questions of FAQPage and QAPage."""

from harvester.parse.affixes import bare_question, bare_questions
from harvester.parse.candidate import Candidate, Mark, Means, Sheet
from harvester.parse.stated import letters

MARKUP = Means("markup", "a question by the page's own data", by_words=True, anywhere=True)
HEAD = 6  # this many letters show that most lines are not among the questions


def markup_candidates(sheet: Sheet) -> list[Candidate]:
    """Return the visible lines that hold the stated questions, as one candidate if there are any."""
    questions = sheet.stated
    if not questions:
        return []
    limit = 2 * max(map(len, questions)) + 40
    heads = {question[:HEAD] for question in questions}
    firsts = {first for question in questions for first in (question[0], question[0].upper())}
    marks = []
    for at, line in enumerate(sheet.lines):
        text = line.text
        is_head = text[0] in firsts and _is_head(text, heads)
        if not (is_head or line.asks or text[0].isdigit()) or len(text) > limit:
            continue
        if not is_head:
            text = bare_question(text)
        if letters(text) in questions:
            marks.append(Mark(at, at, text, at + 1))
    texts = bare_questions([mark.text for mark in marks])
    marks = [mark._replace(text=text) for mark, text in zip(marks, texts, strict=True)]
    return [Candidate(MARKUP, tuple(marks), sure=0.05)] if marks else []


def _is_head(text: str, heads: set[str]) -> bool:
    return letters(text[: 3 * HEAD])[:HEAD] in heads

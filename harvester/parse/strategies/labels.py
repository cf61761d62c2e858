"""Find questions by label: "Question : … Réponse : …", "Q." / "A.", in the languages of a table."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from harvester.parse.affixes import (
    HEAD,
    LETTER_PAIRS,
    LineLabel,
    asker_label,
    bare_questions,
    labels_of,
    may_open_label,
)
from harvester.parse.asking import opens_asking
from harvester.parse.candidate import Candidate, Mark, Means, Sheet

ALONE = "q"  # this letter marks questions even without a letter for answers
REPLY = "a"  # its partner
ENOUGH_ALONE = 3
"""At least this many lines begin with the letter; fewer may be initials."""

PIECES = 4
"""A question after a label has at most this many blocks."""
LABELS = Means("labels", "labelled as a question", by_words=True, single=True)


def label_candidates(sheet: Sheet) -> list[Candidate]:
    """Return the questions that have a label, as one candidate if there is a run of them."""
    may = [(at, text) for at, _, text in sheet.own if may_open_label(text[:HEAD])]
    found = [(at, labels) for at, text in may if (labels := labels_of(text))]
    if not found:
        return []
    for words in (True, False):
        sides = _words(sheet, found) if words else _letters(found)
        candidate = _read(sheet, sides, words=words)
        if candidate is not None:
            return [candidate]
    return []


def _words(sheet: Sheet, found: list[tuple[int, tuple[LineLabel, ...]]]) -> list[tuple[int, LineLabel]]:
    """Return the labels that are words, and their abbreviations: first "Pregunta.", then "P."."""
    words = [(at, one) for at, labels in found for one in labels[:1] if one.word]
    initials = {(one.asks, _initial(sheet.lines[at].text)) for at, one in words}
    short = [(at, one) for at, labels in found for one in labels if (one.asks, one.letter) in initials]
    sides = sorted([*words, *short])
    if len(sides) >= ENOUGH_ALONE and not any(one.asks for _, one in sides):
        askers = _of_askers(sheet)
        return sorted([*sides, *askers]) if len(askers) >= ENOUGH_ALONE else sides
    return sorted([*sides, *_between_answers(sheet, sides)])


def _between_answers(sheet: Sheet, sides: list[tuple[int, LineLabel]]) -> Iterator[tuple[int, LineLabel]]:
    """Yield labels with a remark or who asks, "Question (by mail):", between answers, where one must be."""
    gaps = [(at, below) for (at, one), (below, other) in pairwise(sides) if not (one.asks or other.asks)]
    askers = _of_askers(sheet) if gaps else []
    for above, below in gaps:
        yield from [one for one in askers if above < one[0] < below][:1]


def _of_askers(sheet: Sheet) -> list[tuple[int, LineLabel]]:
    """Return the labels of questions that name who asks."""
    return [(at, label) for at, _, text in sheet.own if (label := asker_label(text)) is not None]


def _initial(text: str) -> str:
    return next(filter(str.isalpha, text), "").casefold()


def _letters(found: list[tuple[int, tuple[LineLabel, ...]]]) -> list[tuple[int, LineLabel]]:
    """Return the labels of the letter pair with which most lines begin."""
    letters: Counter[str] = Counter()
    for _, labels in found:
        letters.update({label.letter for label in labels if not label.word})
    if not letters:
        return []
    pairs = [pair for pair in LETTER_PAIRS if all(letters[one] for one in pair)]
    if not pairs and letters[ALONE] >= ENOUGH_ALONE:
        pairs = [(ALONE, "")]
    if not pairs:
        return []
    asking, answering = max(pairs, key=lambda pair: sum(letters[one] for one in set(pair)))
    sides = []
    for at, labels in found:
        for label in labels:
            if label.letter == (asking if label.asks else answering):
                sides.append((at, label))
                break
    return sides


def _read(sheet: Sheet, found: list[tuple[int, LineLabel]], *, words: bool) -> Candidate | None:
    asked = [at for at, label in found if label.asks]
    answered = [at for at, label in found if not label.asks]
    told = bool(words and answered) or _alternate(found)
    alone = not (words or answered)
    enough = 1 if told else 2
    if len(asked) < (ENOUGH_ALONE if alone else enough):
        return None
    if not (told or alone) and not _mostly_ask(sheet, [one for one in found if one[1].asks]):
        return None
    at_line = dict(found)
    marks = []
    for number, at in enumerate(asked):
        stop = asked[number + 1] if number + 1 < len(asked) else len(sheet.lines)
        mark = _mark(sheet, at, at_line, stop)
        if mark is not None:
            marks.append(mark)
    if len(marks) < enough:
        return None
    texts = bare_questions([mark.text for mark in marks])
    marks = [mark._replace(text=text) for mark, text in zip(marks, texts, strict=True)]
    return Candidate(LABELS, tuple(marks), sure=1.0 if answered else 0.6)


def _alternate(found: list[tuple[int, LineLabel]]) -> bool:
    """Return whether "Q." and "A." stand in turn, often enough: then a question needs no mark."""
    letters = [label.letter for _, label in found]
    return len(letters) >= 2 * ENOUGH_ALONE and letters == [ALONE, REPLY] * (len(letters) // 2)


def _mostly_ask(sheet: Sheet, asked: list[tuple[int, LineLabel]]) -> bool:
    """Return whether most texts after the labels, on their line or the next, ask."""
    asking = 0
    for at, label in asked:
        alone = label.cut >= len(sheet.lines[at].text) and at + 1 < len(sheet.lines)
        line = sheet.lines[at + alone]
        asking += line.asks or opens_asking(line.text[0 if alone else label.cut :])
    return 2 * asking >= len(asked)


def _goes_on(sheet: Sheet, at: int) -> bool:
    """Return whether the line below continues a question: it asks, in the emphasis and place of the line."""
    one, below = sheet.lines[at], sheet.lines[at + 1]
    look = (one.strong, one.em)
    if not any(look) or look != (below.strong, below.em) or one.asks or not below.asks:
        return False
    return sheet.places.look(one.container) == sheet.places.look(below.container)


def _mark(sheet: Sheet, at: int, labels: dict[int, LineLabel], stop: int) -> Mark | None:
    """Return the question whose label stands in line ``at``; its words may go up to an answer's label."""
    lines = sheet.lines
    reply = next((one for one in range(at + 1, stop) if one in labels), stop)
    alone = labels[at].cut >= len(lines[at].text)
    body = [lines[at].text[labels[at].cut :]] if not alone else []
    last = at
    while last + 1 < reply and (
        not body
        or (lines[last + 1].block - lines[at].block < PIECES and (reply < stop or _goes_on(sheet, last)))
    ):
        last += 1
        if not sheet.clutter[last]:
            body.append(lines[last].text)
    if not body:
        return None
    text = " ".join(" ".join(body).split())
    if reply < stop and last + 1 == reply:
        return Mark(at, last, text, reply, labels[reply].cut)
    return Mark(at, last, text, last + 1)

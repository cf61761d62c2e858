"""Questions by label: "Question : … Réponse : …", "Q." / "A.", in any of a table of languages."""

import re
from collections import Counter, defaultdict
from typing import NamedTuple

from harvester.parse.asking import opens_asking
from harvester.parse.candidate import Candidate, Mark, Sheet
from harvester.parse.words import ANSWER_WORDS, ICONS, LETTER_PAIRS, QUESTION_WORDS

ALONE = "q"  # a letter that stands for questions without another for answers
ENOUGH_ALONE = 3
HEAD = 3  # letters by which most lines are seen to have no label
_NUMBER = r"(?:\s?(?:n\s?[°ºo]\.?|nr\.?|no\.?|№|\#)?\s?\d{1,3})?"
_AFTER_WORD = r"(?:\s*[:：.)\]）、|]+|\s+[-–—]+(?=\s|$)|\s*[–—]+|\s*$|\u3000|\s*\n)"  # noqa: RUF001
_AFTER_IDEOGRAPH = r"(?:\s*[:：.)\]）、|—]+|\s+|$)"  # noqa: RUF001
_IDEOGRAPH = re.compile(r"[\u3040-\u9fff\uac00-\ud7af\uff21-\uff5a]")
_AFTER_LETTER = r"(?:\s?[:：.)\]）、|]{1,2}(?=\D|$)|\s[-–—]\s|$|\u3000)"  # noqa: RUF001
_AFTER_NUMBER = r"(?<=\d)\s+"
_BEFORE = r"[^\w¿¡«\"“]{0,5}(?:\d{1,3}\s?[.):-]\s*)?[(\[]?"
_DECORATION = re.compile(r"(?:[-–—•·:*>▶►❓✅\s]+|\d{1,3}(?:[.)]\s+|、\s*))+")  # noqa: RUF001
_OUTLINE = re.compile(r"\d{1,2}(?:\.\d{1,2}\.?\s+(?=\S)|[.)](?=[^\W\d]))")
_GLUED = {"Q": True, "A": False}
_GLUED_LETTER = re.compile(r"([QA])(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])")
_TOGGLED = re.compile(
    r"(?<=[^\W\dA-ZÄÖÜ_]|[?)])(?:Show|Hide|Open|Expand|Toggle|Anzeigen|Öffnen|Afficher|Ouvrir|Mostrar|Abrir)$"
)
_MARKS = frozenset("?？؟")  # noqa: RUF001
_FIRST_WORD = re.compile(_BEFORE + r"([^\W\d_][^\s\d:：.,)\]）、|–—-]*)")  # noqa: RUF001  vowel signs are no \w


class Label(NamedTuple):
    """What a line begins with.

    asks: a question's label, not an answer's. cut: its length. letter: ``""`` for a word.
    """

    asks: bool
    cut: int
    letter: str = ""

    @property
    def word(self) -> bool:
        """Return whether it is a word and no single letter."""
        return not self.letter


def _pattern(words: tuple[str, ...], after: str) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(f"{_BEFORE}(?:{'|'.join(map(re.escape, ordered))}){_NUMBER}{after}\\s*", re.IGNORECASE)


def _ideographs(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if _IDEOGRAPH.match(word))


_LETTERS = tuple(zip(*LETTER_PAIRS, strict=True))
_TABLE = (
    (True, True, QUESTION_WORDS, _AFTER_WORD),
    (False, True, ANSWER_WORDS, _AFTER_WORD),
    (True, True, _ideographs(QUESTION_WORDS), _AFTER_IDEOGRAPH),
    (False, True, _ideographs(ANSWER_WORDS), _AFTER_IDEOGRAPH),
    (True, False, _LETTERS[0], _AFTER_LETTER),
    (False, False, _LETTERS[1], _AFTER_LETTER),
    (True, False, _LETTERS[0], _AFTER_NUMBER),
    (False, False, _LETTERS[1], _AFTER_NUMBER),
)
"""Whether it asks, whether it is a word, which words, what must follow."""


class _Form(NamedTuple):
    asks: bool
    word: bool
    pattern: re.Pattern[str]


def _by_first_word() -> dict[str, list[_Form]]:
    """Return the forms that a label may have, by its first word in small letters."""
    found: dict[str, list[_Form]] = defaultdict(list)
    for asks, word, words, after in _TABLE:
        form = _Form(asks, word, _pattern(words, after))
        for first in {one.split()[0].casefold() for one in words}:
            found[first].append(form)
    return dict(found)


_FORMS = _by_first_word()
_HEADS = frozenset(word[:HEAD] for word in _FORMS)


def labels_of(text: str) -> tuple[Label, ...]:
    """Return what labels the text may begin with; letters such as "S." can stand for either side."""
    if text[:1] in _GLUED and (glued := _GLUED_LETTER.match(text)):
        return (Label(_GLUED[glued[1]], glued.end(), glued[1].casefold()),)
    head = text[:HEAD].rstrip()
    if head.isalpha() and head.casefold()[:HEAD] not in _HEADS:
        return ()
    first = _FIRST_WORD.match(text)
    forms = _FORMS.get(first[1].casefold()) if first is not None else None
    if first is None or forms is None:
        return ()
    found = []
    for form in forms:
        match = form.pattern.match(text)
        if match is not None and (form.word or first[1][:1].isupper() or not first[1].isascii()):
            found.append(Label(form.asks, match.end(), "" if form.word else first[1].casefold()))
    return tuple(found)


def bare_question(text: str) -> str:
    """Return the question without label, number, dash or bullet before it, or an icon after its mark."""
    labels = [label for label in labels_of(text) if label.asks]
    if labels:
        text = text[labels[0].cut :]
    if text[-1:] in ICONS and (end := text.rstrip(ICONS + " "))[-1:] in _MARKS:
        text = end
    if text[:1].isalpha() or not (match := _DECORATION.match(text)) or match.end() == len(text):
        return text
    return text[match.end() :]


def bare_questions(texts: list[str]) -> list[str]:
    """Return the questions of one candidate bare: where they have them, also of numbers, icons, "Show"."""
    [(icon, count)] = Counter(text[-1:] for text in texts).most_common(1) or [("", 0)]
    if count > 1 and icon in ICONS:
        texts = [text.rstrip(f"{icon} ") or text for text in texts]
    if len(texts) > 1 and all(map(_TOGGLED.search, texts)):
        texts = [_TOGGLED.sub("", text) for text in texts]
    bare = [bare_question(text) for text in texts]
    numbers = [_OUTLINE.match(text) for text in bare]
    if sum(map(bool, numbers)) > 1:
        bare = [text[match.end() :] if match else text for text, match in zip(bare, numbers, strict=True)]
    return bare


def label_candidates(sheet: Sheet) -> list[Candidate]:
    """Return the questions that carry a label, as one candidate where there is a run of them."""
    found = [(at, labels) for at, _, text in sheet.own if (labels := labels_of(text))]
    for words in (True, False):
        sides = _words(sheet, found) if words else _letters(found)
        candidate = _read(sheet, sides, words=words)
        if candidate is not None:
            return [candidate]
    return []


def _words(sheet: Sheet, found: list[tuple[int, tuple[Label, ...]]]) -> list[tuple[int, Label]]:
    """Return the labels that are words, and those that shorten them: "Pregunta." at first, then "P."."""
    words = [(at, one) for at, labels in found for one in labels[:1] if one.word]
    initials = {(one.asks, _initial(sheet.lines[at].text)) for at, one in words}
    short = [(at, one) for at, labels in found for one in labels if (one.asks, one.letter) in initials]
    return sorted([*words, *short])


def _initial(text: str) -> str:
    return next(filter(str.isalpha, text), "").casefold()


def _letters(found: list[tuple[int, tuple[Label, ...]]]) -> list[tuple[int, Label]]:
    """Return the labels of the two letters that most lines begin with."""
    letters: Counter[str] = Counter()
    for _, labels in found:
        letters.update({label.letter for label in labels if not label.word})
    pairs = [pair for pair in LETTER_PAIRS if all(letters[one] for one in pair)]
    if not pairs and letters[ALONE] >= ENOUGH_ALONE:
        pairs = [(ALONE, "")]
    if not pairs:
        return []
    asking, answering = max(pairs, key=lambda pair: letters[pair[0]] + letters[pair[1]])
    sides = []
    for at, labels in found:
        for label in labels:
            if label.letter == (asking if label.asks else answering):
                sides.append((at, label))
                break
    return sides


def _read(sheet: Sheet, found: list[tuple[int, Label]], *, words: bool) -> Candidate | None:
    asked = [at for at, label in found if label.asks]
    answered = [at for at, label in found if not label.asks]
    told = bool(words and answered)
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
    return Candidate("labels", tuple(marks), sure=1.0 if answered else 0.6)


def _mostly_ask(sheet: Sheet, asked: list[tuple[int, Label]]) -> bool:
    """Return whether what the labels announce, on their line or the next, mostly asks."""
    asking = 0
    for at, label in asked:
        alone = label.cut >= len(sheet.lines[at].text) and at + 1 < len(sheet.lines)
        line = sheet.lines[at + alone]
        asking += line.asks or opens_asking(line.text[0 if alone else label.cut :])
    return 2 * asking >= len(asked)


def _mark(sheet: Sheet, at: int, labels: dict[int, Label], stop: int) -> Mark | None:
    """Return the question whose label line ``at`` carries; its words may go on up to an answer's label."""
    lines = sheet.lines
    reply = next((one for one in range(at + 1, stop) if one in labels), stop)
    alone = labels[at].cut >= len(lines[at].text)
    body = [lines[at].text[labels[at].cut :]] if not alone else []
    last = at
    while last + 1 < reply and (not body or (reply < stop and last + 1 - at < 4)):  # noqa: PLR2004
        last += 1
        if not sheet.clutter[last]:
            body.append(lines[last].text)
    if not body:
        return None
    text = " ".join(" ".join(body).split())
    if reply < stop and last + 1 == reply:
        return Mark(at, last, text, reply, labels[reply].cut)
    return Mark(at, last, text, last + 1)

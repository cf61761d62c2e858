"""Recognise text around a question that is not its words: labels, numbers, bullets, icons."""

import re
from collections import Counter, defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from harvester.languages import phrases
from harvester.languages.phrases import alternatives
from harvester.languages.signs import COLONS, EAST_ASIAN, ICONS, QUESTION_MARKS
from harvester.parse.askers import ASKER, without_askers
from harvester.parse.ordinals import HAN_DIGITS, ordinal

QUESTION_WORDS, ANSWER_WORDS = phrases("question_labels"), phrases("answer_labels")
LETTER_PAIRS = tuple((pair[0], pair[-1]) for pair in map(str.split, phrases("label_letters")))
"""These letters abbreviate question and answer; one without its partner is an initial."""

COUNTED = 3
"""At least this many questions with a number each are counted; "1 euro, 2 people" may begin two questions."""

NAMING = 2
"""A label that says who answers has at least this many words."""

HEAD = 3  # this many letters show that most lines have no label
HEADS_KEPT = 4096  # the look at so many different first letters is kept
_NUMBER = r"(?:\s?(?:n\s?[°ºo]\.?|nr\.?|no\.?|№|\#|[-–.])?\s?\d{1,3})?"  # noqa: RUF001
_AFTER_WORD = rf"(?:\s*[{COLONS}.)\]）、|]+|(?<=\d)[-–—]|\s+[-–—]+(?=\s|$)|\s*[–—]+|\s*$|\u3000|\s*\n)"  # noqa: RUF001
_AFTER_IDEOGRAPH = rf"(?:\s*[{COLONS}.)\]）、|—]+|\s+|$)"  # noqa: RUF001
_IDEOGRAPH = re.compile(rf"[{EAST_ASIAN}\uff21-\uff5a]")
_AFTER_LETTER = rf"(?:\s?[{COLONS}.)\]）、|]{{1,2}}(?=\D|$)|：(?=\d)|(?:\s|(?<=\d))[-–—]\s|$|\u3000)"  # noqa: RUF001
_AFTER_NUMBER = r"(?<=\d)\s+"
_AFTER_CAPITALS = r"\s+(?=\S)"
_LEVELS = r"(?:\.\d{1,2}){1,3}"
"""The numbers of an outline below its first level: "2.1.3" and "A.4" have them."""
_COUNTED = rf"(?:\d{{1,2}}{_LEVELS}(?=\s)|\d{{1,3}}\s?[.):、．）-]|[{HAN_DIGITS}]{{1,3}}[、．.）])"  # noqa: RUF001
_BEFORE = rf"[^\w¿¡«\"“]{{0,5}}(?:{_COUNTED}\s*)?[(\[]?"
_DECORATION = re.compile(rf"(?:[-–—―•·:*>❓✅\s{ICONS}]+|\d{{1,3}}(?:[.)]\s+|、\s*))+")  # noqa: RUF001
_OUTLINE = re.compile(
    rf"(?:\d{{1,2}}|[A-Z]){_LEVELS}(?:[.)](?:\s?[-–—])?\s*|:?\s+)(?=\D)"  # noqa: RUF001
    rf"|\[(?:\d{{1,2}}|[A-Z]){_LEVELS}\]\s*"
    r"|\d{1,2}[.)](?=[^\W\d])"
)
_DASHED = re.compile(r"(\d{1,2})\s?[-–—:]\s?(?=[^\W\d]|[¿¡«“])")  # noqa: RUF001
_BARE_NUMBER = re.compile(r"(\d{1,2})\s+(?=[^\W\d]|¿)")
_INITIALS = re.compile(rf"\W{{0,3}}[^\W\d_]\.\s?[^\W\d_]\.\s?[{COLONS}]")
_SENTENCE_SIGNS = frozenset("?!\n")
_REPLY_VERBS = frozenset(phrases("reply_verbs"))
_GLUED = {"Q": True, "A": False}
_GLUED_LETTER = re.compile(rf"([QA])(?=[{EAST_ASIAN}])")
_TOGGLES = tuple(word.capitalize() for word in phrases("toggles"))
_TOGGLED = re.compile(rf"(?<=[^\W\dA-ZÄÖÜ_]|[?)])(?:{alternatives(_TOGGLES)})$")
_TOGGLE_ENDS = frozenset(word[-1] for word in _TOGGLES)
_TOGGLE_CHARS = 2 * max(map(len, _TOGGLES))  # with the space that may stand between words
_MARKS = frozenset(QUESTION_MARKS)
_BEHIND = ICONS + COLONS
_FIRST_WORD = re.compile(_BEFORE + rf"([^\W\d_][^\s\d{COLONS}.,)\]）、|–—-]*)")  # noqa: RUF001  vowel signs are no \w


class LineLabel(NamedTuple):
    """A label stands at the start of a line.

    ``asks``: it is a question's label, not an answer's. ``cut`` is its length. ``letter`` is ``""`` for a
    word.
    """

    asks: bool
    cut: int
    letter: str = ""

    @property
    def word(self) -> bool:
        """Return whether the label is a word, not a single letter."""
        return not self.letter


@cache
def _pattern(words: tuple[str, ...], after: str) -> re.Pattern[str]:
    ordered = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(f"(?i:(?:{ordered}){_NUMBER}){after}\\s*")  # signs have no case


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
    (True, True, QUESTION_WORDS, _AFTER_CAPITALS),
    (False, True, ANSWER_WORDS, _AFTER_CAPITALS),
)
"""Each form says whether it asks, whether it is a word, which words it has, and what must follow."""


class _Form(NamedTuple):
    """A form of a label has ``words`` that begin alike; ``after`` is the pattern of what must follow."""

    asks: bool
    word: bool
    words: tuple[str, ...]
    after: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return the form as a pattern from its word on, which is built when a line first begins with it."""
        return _pattern(self.words, self.after)


def _by_first_word() -> dict[str, list[_Form]]:
    """Return the forms that a label may have, by its first word in small letters."""
    found: dict[str, list[_Form]] = defaultdict(list)
    for asks, word, words, after in _TABLE:
        alike: dict[str, list[str]] = defaultdict(list)
        for one in words:
            alike[one.split()[0].casefold()].append(one)
        for first, some in alike.items():
            found[first].append(_Form(asks, word, tuple(dict.fromkeys(some)), after))
    return dict(found)


_FORMS = _by_first_word()
_HEADS = frozenset(word[:HEAD] for word in _FORMS)


def _folded(word: str) -> str:
    """Return the word in small letters; a dotted capital I of Turkish becomes one letter, as in patterns."""
    return (word if word.isascii() else word.replace("İ", "i")).casefold()


@lru_cache(HEADS_KEPT)
def may_open_label(start: str) -> bool:
    """Return whether a text may have a label, by its first `HEAD` characters: few texts have one."""
    head = start.rstrip()
    glued = start[:1] in _GLUED and not start.isascii()
    return glued or not head.isalpha() or _folded(head)[:HEAD] in _HEADS


def labels_of(text: str) -> tuple[LineLabel, ...]:
    """Return the labels that the text may begin with; letters such as "S." can belong to either side."""
    if not may_open_label(text[:HEAD]):
        return ()
    if text[:1] in _GLUED and (glued := _GLUED_LETTER.match(text)):
        return (LineLabel(_GLUED[glued[1]], glued.end(), glued[1].casefold()),)
    first = _FIRST_WORD.match(text)
    forms = _FORMS.get(_folded(first[1])) if first is not None else None
    if first is None or forms is None:
        return ()
    found = []
    for form in forms:
        match = form.pattern.match(text, first.start(1))
        if match is None or (not form.word and _INITIALS.match(text)):
            continue
        if form.after is _AFTER_CAPITALS and not _is_set_apart(first[1], text[match.end() :]):
            continue
        if form.word or first[1][:1].isupper() or not first[1].isascii():
            found.append(LineLabel(form.asks, match.end(), "" if form.word else first[1].casefold()))
    return tuple(found)


@cache
def _asker() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(QUESTION_WORDS, key=len, reverse=True)))
    return re.compile(rf"{_BEFORE}(?:{words})\s[^{COLONS}?!.\n]{{2,{ASKER}}}[{COLONS}]\s*", re.IGNORECASE)


def asker_label(text: str) -> LineLabel | None:
    """Return a question's label that names who asks, "Question from Ida (Norra):"; None if there is none."""
    match = _asker().match(text)
    return LineLabel(asks=True, cut=match.end()) if match else None


def replier_label(text: str) -> LineLabel | None:
    """Return an answer's label that names who answers, "The vet replies:", "Answer by Ida:"; or None."""
    colon = max(text.find(mark, 0, 2 * ASKER) for mark in COLONS)
    who = text[: max(colon, 0)].split()
    if len(who) < NAMING or not _SENTENCE_SIGNS.isdisjoint(text[:colon]):
        return None
    if _folded(who[-1]) not in _REPLY_VERBS and _folded(who[0]) not in ANSWER_WORDS:
        return None
    return LineLabel(asks=False, cut=len(text) - len(text[colon + 1 :].lstrip()))


def _is_set_apart(word: str, rest: str) -> bool:
    """Return whether only its capitals make the word a label, "QUESTION What now?"; the next has none."""
    follows = rest.split(None, 1)[0]
    return len(word) > 1 and word.isupper() and not (len(follows) > 1 and follows.isupper())


def is_only_label(text: str) -> bool:
    """Return whether the text is a word for a question or an answer, as a column's head is."""
    return any(label.word and label.cut >= len(text) for label in labels_of(text))


def bare_question(text: str) -> str:
    """Return the question without label, number, dash or bullet before it, icon or colon after its mark."""
    if cuts := [label.cut for label in labels_of(text) if label.asks]:
        text = text[cuts[0] :] or text
    if text[-1:] in _BEHIND and (end := text.rstrip(_BEHIND + " "))[-1:] in _MARKS:
        text = end
    if text[:1].isalpha() or not (match := _DECORATION.match(text)) or match.end() == len(text):
        return text
    return text[match.end() :]


def bare_questions(texts: list[str]) -> list[str]:
    """Return a candidate's questions without labels, numbers, icons and "Show", if they have them."""
    [(icon, count)] = Counter(text[-1:] for text in texts).most_common(1) or [("", 0)]
    if count > 1 and icon in ICONS:
        texts = [text.rstrip(f"{icon} ") or text for text in texts]
    if len(texts) > 1 and 2 * sum(map(_is_toggled, texts)) > len(texts):
        texts = [_TOGGLED.sub("", text) for text in texts]
    bare = [bare_question(text) for text in without_askers(_without_common_end(texts))]
    numbers = [_OUTLINE.match(text) for text in bare]
    if sum(map(bool, numbers)) < 2:  # noqa: PLR2004  a number may be the question's
        numbers = _following([_DASHED.match(text) for text in bare])
    if not any(numbers):
        numbers = _counting([_BARE_NUMBER.match(text) for text in bare])
    if any(numbers):
        return [text[match.end() :] if match else text for text, match in zip(bare, numbers, strict=True)]
    return _without_ordinals(bare)


def _without_ordinals(texts: list[str]) -> list[str]:
    """Return the texts without "III." and "三、", if two have such numbers and these only grow."""
    ordinals = [ordinal(text) for text in texts]
    values = [one.value for one in ordinals if one is not None]
    if len(values) < 2 or values != sorted(set(values)):  # noqa: PLR2004  a number may be the question's
        return texts
    cuts = [one.cut if one is not None else 0 for one in ordinals]
    return [text[cut:] or text for text, cut in zip(texts, cuts, strict=True)]


def _without_common_end(texts: list[str]) -> list[str]:
    """Return the texts without the words after a comma with which all of them end: ", show this section"."""
    _, comma, end = texts[0].rpartition(", ") if len(texts) > 1 else ("", "", "")
    if not comma or end[-1:] in _MARKS or not all(text.endswith(comma + end) for text in texts):
        return texts
    return [text.removesuffix(comma + end) for text in texts]


def _is_toggled(text: str) -> bool:
    """Return whether the text ends with a button's label directly after a word."""
    return text[-1:] in _TOGGLE_ENDS and _TOGGLED.search(text, len(text) - _TOGGLE_CHARS) is not None


def _counting(numbers: list[re.Match[str] | None]) -> list[re.Match[str] | None]:
    """Return the numbers without any sign after them if all questions have one, and they count from 1."""
    counts = [int(match[1]) for match in numbers if match]
    return numbers if len(numbers) >= COUNTED and counts == list(range(1, len(numbers) + 1)) else []


def _following(numbers: list[re.Match[str] | None]) -> list[re.Match[str] | None]:
    """Return the numbers at the start of questions if there are two and each follows the one before."""
    found = [int(match[1]) for match in numbers if match]
    follow = len(found) > 1 and found == list(range(found[0], found[0] + len(found)))
    return numbers if follow else []

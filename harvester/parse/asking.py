"""Decide whether a text asks, by its marks or its opening. Style is judged elsewhere."""

# ruff: noqa: RUF001  question marks of all scripts

import re
from functools import lru_cache
from itertools import pairwise
from unicodedata import category

from harvester.languages import lines, phrases, within, words
from harvester.languages.forms import number_words, words_of
from harvester.languages.phrases import whole_words
from harvester.languages.signs import (
    HAN_KANA,
    HANGUL,
    ICONS,
    QUESTION_MARKS,
    holds_question_mark,
    is_unspaced,
)
from harvester.parse.ordinals import ordinal

KEPT = 256
"""What a line says is kept for this many lines, because each candidate and each style asks it again."""

SYMBOLS = 6  # a question ends with at most this many symbols; one emoji can be several characters
PROMPT_LIMIT = 80  # a prompt, "Any other questions?", has at most this many characters
OPENING_LIMIT = 140  # a text with more characters and no mark is prose, however it opens

END_CHARS = 12
"""Words that make a text a question without a mark stand in this many last characters: "nelerdir"."""

SAYS = 3
"""One CJK character counts as this many letters: a sentence of 50 letters takes some 16 of them."""

# What may stand after a question mark: closing quotes and brackets, a colon, a footnote's digits, "!",
# what opens an accordion.
_AFTER = " \n\t\u00a0\u202f:!'\"”’“»›)]）」』*0123456789¹²³⁴⁵⁶⁷⁸⁹⁰" + ICONS
_ASCII, _FIRST_SYMBOL = "\x7f", "\u2000"
_SYMBOLS = frozenset(("So", "Sk", "Mn", "Cf"))
_MARKS = frozenset(QUESTION_MARKS)
_OPENING_MARK = re.compile(r"[\d.)\-–ºª ]{0,6}¿")
_GREEK_MARKS = frozenset(";\u037e")
_STOPS = frozenset(".!,;:。")
_GREEK = re.compile(r"[α-ωάέήίόύώ]", re.IGNORECASE)
_ARMENIAN_MARK = "\u055e"  # it stands inside the last word, not after it
_ASKING_END = re.compile(rf"(?:{whole_words(phrases('question_endings'))})[。」』)）]?$")
_ENDING_SIGNS = frozenset(each.rstrip("*…")[-1] for each in phrases("question_endings"))
_CLOSERS = frozenset("。」』)）")
_UNSPACED_OPENINGS = tuple(filter(is_unspaced, phrases("question_openings")))
_CLAUSE = re.compile(rf"[，：]\s*|(?<![{HANGUL}])\s+")
"""A comma, or a space where none stands between words, is between clauses: "Lost tickets, who pays"."""
_PRONOUNS = words("inverted_pronouns")
_IDEOGRAPH = re.compile(f"[{HAN_KANA}]")
_LETTER = r"(?:[^\W\d]|[\u0900-\u0963\u0966-\u0dff])"  # vowel signs of India are no \w
_FIRST_WORD = re.compile(rf"[\W\d]*({_LETTER}+(?:['’-]{_LETTER}+)*)")
_OPENINGS = words("question_openings")
_JOINERS = words("question_joiners")
_LONG_OPENINGS = tuple(f"{each} " for each in _OPENINGS if " " in each)
_LONG_OPENINGS_BEGIN = frozenset(each.partition(" ")[0] for each in _LONG_OPENINGS)
_LONGEST_OPENING = max(map(len, _LONG_OPENINGS))
_PROMPTS = lines("prompts", "helpful", fillers=("fillers",))
_NUMBERED = re.compile(
    r"([^\s\d:,]{1,20})(?:(:)\s|,?\s(?:den\s)?\d{1,2}\b(?:\.?\s[^\W\d]{1,20})?\s?[.:–—|-])"
)
_UNITS = words("programme", "weekdays")
_REPLIES = words("replies")
_FAQ_TITLES = within("faq_titles")
_FAQ_WORDS = within("faq_titles", "faq_words")
FEWEST, MOST = 3, 50
"""A title announces from 3 to 50 questions: with fewer it only mentions them, and more are a test."""
FIGURES = 3
"""A number with at least this many digits does not count questions: it is a year or a sum."""


def ends_asking(text: str) -> bool:
    """Return whether the text ends with a question mark of any script."""
    end = text[-1:]
    if end in _AFTER or end > _ASCII:
        end = _without_symbols(text)[-1:]
    if end in _MARKS:
        return True
    if end in _GREEK_MARKS:
        return bool(_GREEK.search(text))
    return not text.isascii() and (
        _ARMENIAN_MARK in text[-20:] or (end not in _STOPS and _OPENING_MARK.match(text) is not None)
    )


def _without_symbols(text: str) -> str:
    """Return the text without what may stand after a question mark, and a few symbols such as emoji."""
    text = text.rstrip(_AFTER)
    for _ in range(SYMBOLS):
        if not text or text[-1] < _FIRST_SYMBOL or category(text[-1]) not in _SYMBOLS:
            break
        text = text[:-1].rstrip(_AFTER)
    return text


def is_prompt(text: str) -> bool:
    """Return whether the text only offers answers, "Still have questions?", or is a title in a programme."""
    small = text[: PROMPT_LIMIT + 1].lower()
    if (numbered := _NUMBERED.match(small)) and numbered[1] in (_REPLIES if numbered[2] else _UNITS):
        return True
    return len(text) <= PROMPT_LIMIT and ends_asking(text) and bool(_PROMPTS.find(small))


def asks(text: str) -> bool:
    """Return whether the text ends with a question mark, and is more than a prompt to ask."""
    return ends_asking(text) and not is_prompt(text)


def holds_question(text: str) -> bool:
    """Return whether the text asks anywhere, because interviewers continue after their question."""
    return holds_question_mark(text) or ends_asking(text)


def spoken_length(text: str) -> int:
    """Return the text's length in letters, where a CJK character says as much as three."""
    return len(text) if text.isascii() or not _IDEOGRAPH.search(text) else SAYS * len(text)


@lru_cache(KEPT)
def opens_asking(text: str) -> bool:
    """Return whether the text, short and without a mark, begins as questions do."""
    if len(text) > OPENING_LIMIT:
        return False
    if not text.isascii() and _ends_without_mark(text):
        return True
    if text[-1:] in _STOPS:
        return False
    if not text.isascii() and any(map(_opens_unspaced, _CLAUSE.split(_bare(text)))):
        return True
    first = _FIRST_WORD.match(text)
    if first is not None and first[1].casefold() in _JOINERS:
        first = _FIRST_WORD.match(text, first.end()) or first
    if first is None:
        return False
    word = first[1].casefold().replace("’", "'")
    begins = text[first.start(1) :][:_LONGEST_OPENING].casefold()
    inverted = "-" in word and word.rpartition("-")[2] in _PRONOUNS
    long = begins.partition(" ")[0] in _LONG_OPENINGS_BEGIN and begins.startswith(_LONG_OPENINGS)
    return word in _OPENINGS or inverted or long


def states_question(text: str) -> bool:
    """Return whether a sentence with a full stop ends as questions do, as in Korean papers."""
    return not text.isascii() and text[-1] == "." and len(text) > 1 and _ends_without_mark(text[:-1])


def _ends_without_mark(text: str) -> bool:
    """Return whether the last words make the text a question; its last letter is the first look."""
    last = text[-2:-1] if text[-1] in _CLOSERS else text[-1]
    return last in _ENDING_SIGNS and _ASKING_END.search(text[-END_CHARS:]) is not None


def _opens_unspaced(clause: str) -> bool:
    return clause.startswith(_UNSPACED_OPENINGS)


def _bare(text: str) -> str:
    """Return the text without the number before its words: a script without spaces has no first word."""
    number = ordinal(text)
    return text[number.cut :] if number else text


@lru_cache(KEPT)
def announces(text: str, *, heading: bool = False) -> bool:
    """Return whether a text in small letters says that questions follow; a heading needs fewer words."""
    return bool((_FAQ_WORDS if heading else _FAQ_TITLES).find(text))


def counts_questions(title: str) -> bool:
    """Return whether a title in small letters says how many questions follow: "eight questions about"."""
    words = words_of(title)
    return any(
        FEWEST <= _number(word) <= MOST and any(_FAQ_WORDS.find(near) for near in words[at + 1 : at + 3])
        for at, word in enumerate(words)
    )


def lists_openings(title: str) -> bool:
    """Return whether a title in small letters lists what is explained: "who, when and why", "how and why"."""
    words = title.split()
    listed = (_are_openings(one, other) for one, other in pairwise(words) if one[-1] == ",")
    joined = (
        _are_openings(one, other)
        for one, joiner, other in zip(words, words[1:], words[2:], strict=False)
        if joiner in _JOINERS
    )
    return any(listed) or any(joined)


def _are_openings(*words: str) -> bool:
    return all(word.strip(",:.?") in _OPENINGS for word in words)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() and len(word) < FIGURES else number_words().get(word, 0)

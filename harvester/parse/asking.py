"""Whether a text asks: by its marks, or by how it opens. Text only; style is judged elsewhere."""

# ruff: noqa: RUF001  question marks of all scripts

import re
from unicodedata import category

from harvester.parse.words import FAQ_TITLE, ICONS, OPENINGS, PROGRAMME, PROMPTS, TITLE_STEMS

SYMBOLS = 6  # at the end of a question, at most: one emoji can be several characters
PROMPT_LIMIT = 80  # characters of the longest "Any other questions?"
OPENING_LIMIT = 140  # characters; a longer text without a mark is prose, however it opens

SAYS = 3
"""Letters that one CJK character is worth: a sentence of 50 letters takes some 16 of them."""

# What may stand after a question mark: closing quotes and brackets, an exclamation mark, a footnote's digits,
# what opens an accordion.
_AFTER = " \n\t\u00a0\u202f!'\"”’“»›)]）」』*0123456789¹²³⁴⁵⁶⁷⁸⁹⁰" + ICONS
_ASCII, _FIRST_SYMBOL = "\x7f", "\u2000"
_SYMBOLS = frozenset(("So", "Sk", "Mn", "Cf"))
_MARKS = frozenset("?？؟⁇⁈⁉‽፧")
_GREEK_MARKS = frozenset(";\u037e")
_STOPS = frozenset(".!,;:。")
_GREEK = re.compile(r"[α-ωάέήίόύώ]", re.IGNORECASE)
_ARMENIAN_MARK = "\u055e"  # stands inside the last word, not after it
_EAST_ASIAN_END = re.compile(
    r"(?:か|かな|でしょう|のは|とは|吗|嗎|呢|什么|什麼|多少|까|나요|까요|[인는은한]가|[인은는]가요|는지)[。」』)）]?$"
)
_CHINESE = re.compile(
    r"(?:为什么|為什麼|为何|為何|如何|怎么|怎麼|怎样|什么是|什麼是|谁|誰|哪[些个裡里]|是否|何时|何時)"
)
_IDEOGRAPH = re.compile(r"[\u3040-\u9fff]")
_PRONOUN = re.compile(r"-(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ce)$")  # of a French verb that asks
_FIRST_WORD = re.compile(r"[\W\d]*([^\W\d]+(?:['’-][^\W\d]+)*)")
_OPENINGS = frozenset(OPENINGS)


def ends_asking(text: str) -> bool:
    """Return whether the text ends with a question mark, of whatever script."""
    end = text[-1:]
    if end in _AFTER or end > _ASCII:
        end = _without_symbols(text)[-1:]
    if end in _MARKS:
        return True
    if end in _GREEK_MARKS:
        return bool(_GREEK.search(text))
    return not text.isascii() and (_ARMENIAN_MARK in text[-20:] or (text[:1] == "¿" and end not in _STOPS))


def _without_symbols(text: str) -> str:
    """Return the text without what may stand after a question mark, and a few symbols such as emoji."""
    text = text.rstrip(_AFTER)
    for _ in range(SYMBOLS):
        if not text or text[-1] < _FIRST_SYMBOL or category(text[-1]) not in _SYMBOLS:
            break
        text = text[:-1].rstrip(_AFTER)
    return text


def is_prompt(text: str) -> bool:
    """Return whether the text but offers to answer, "Still have questions?", or is a title in a programme."""
    small = text[: PROMPT_LIMIT + 1].lower()
    return PROGRAMME.match(small) is not None or (
        len(text) <= PROMPT_LIMIT and PROMPTS.fullmatch(small) is not None
    )


def asks(text: str) -> bool:
    """Return whether the text ends with a question mark, and is more than a prompt to ask."""
    return ends_asking(text) and not is_prompt(text)


def holds_question(text: str) -> bool:
    """Return whether the text asks anywhere: interviewers go on after their question."""
    return "?" in text or "？" in text or "؟" in text or ends_asking(text)


def spoken_length(text: str) -> int:
    """Return the text's length in letters, where a CJK character says as much as three."""
    return len(text) if text.isascii() or not _IDEOGRAPH.search(text) else SAYS * len(text)


def opens_asking(text: str) -> bool:
    """Return whether the text, short and without a mark, begins as questions do."""
    if len(text) > OPENING_LIMIT:
        return False
    if not text.isascii() and _EAST_ASIAN_END.search(text[-8:]):
        return True
    if text[-1:] in _STOPS:
        return False
    if not text.isascii() and _CHINESE.match(text):
        return True
    first = _FIRST_WORD.match(text)
    if first is None:
        return False
    word = first[1].casefold().replace("’", "'")
    return word in _OPENINGS or ("-" in word and _PRONOUN.search(word) is not None)


def announces(text: str, *, heading: bool = False) -> bool:
    """Return whether a text in small letters says that questions follow; of a heading, little is asked."""
    stems = [stem for stem in TITLE_STEMS if stem in text]  # in two thirds of the time of any()
    return bool(stems) and (heading or FAQ_TITLE.search(text) is not None)

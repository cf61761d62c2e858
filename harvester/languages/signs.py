"""Marks, quotes, dashes and scripts belong to no single language; each is defined here once.

Every pattern with a mark takes the mark from here. Words of a language are in its file.
"""

# ruff: noqa: RUF001  this module holds signs that look alike

import re
from string import punctuation

PUNCTUATION = punctuation + (
    "¡¿§¶·•‣◦«»‹›„“”‟‘’‚‛′″‐‑‒–—―…©®™°¦|→←›❯▶►▸▾▼✓✔★☆"
    "。、，．！？：；（）「」『』【】〔〕《》〈〉〖〗・～｜＆＊＃"  # East Asian
    "؟،؛٪٫٬۔।॥։՝՜՞՛׃־፣፤፥።፧"  # Arabic, Indic, Armenian, Hebrew, Ethiopic
    "⁇⁈⁉‽⸮"
)
"""These signs are never part of a word; words are compared without them."""

QUESTION_MARKS = "?？؟⁇⁈⁉‽⸮፧"
"""These marks end a question, in any script. Two marks are missing.

The Greek one, ";", is another mark elsewhere, and the Armenian one stands inside a word.
"""

ASKING = (*QUESTION_MARKS, ";", "՞")
"""A text that ends with one of these may ask: with the Greek or the Armenian mark, too."""

SENTENCE_ENDS = QUESTION_MARKS + ".!…。！．｡।॥۔։።។။"
"""These marks end a sentence, in any script. They are for use in a character class."""

IDEOGRAPHIC_ENDS = "。！？．｡"
"""No space follows these ends of a sentence. They are for use in a character class."""

COLONS = ":："
"""These signs end a label, or lead on to what follows. They are for use in a character class."""

SPEECH_DASHES = "-–—―─"
"""One of these opens what somebody says. They are for use in a character class, of which they are the first.

The last is a line of box drawing, which Chinese and Japanese pages have for a dash.
"""

CUT_OFF = ("…", "...", "…]", "...]", "…)", "...)")
"""A text that ends with one of these is cut off, or breaks off."""

CLOSERS = "\"'”’»)\\]」』）"
"""These quotes and brackets may follow the end of a sentence. They are for use in a character class."""

CLAUSE_ENDS = (",", ";", "，", "；", "、", "،", "؛")
"""A text that ends with one of these goes on."""

OPTION_LETTERS = (
    "abcdefgh",
    "абвгдежз",
    "αβγδεζηθ",
    "אבגדהוזח",
    "أبجدهوزح",
    "가나다라마바사아",
    "アイウエオカキク",
)
"""In each script the letters that count the options of a quiz, in their order."""

HAN_KANA = "\u3040-\u30ff\u3400-\u9fff"
"""These ranges are kana and Han. They are for use in a character class."""

HANGUL = "\uac00-\ud7af"
"""Letters of Korean, which writes spaces between words. They are for use in a character class."""

EAST_ASIAN = HAN_KANA + HANGUL
"""These ranges are kana, Han and Hangul. They are for use in a character class."""

_SMALL = "".join(chr(code) for code in (*range(0x61, 0x590), *range(0x1E00, 0x2000)) if chr(code).islower())
CAPITAL = rf"[^\W\d_{_SMALL}]"
"""This pattern matches a capital letter, or a letter of a script without capitals."""

WORD_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03"
    "\u0a3c-\u0a4d\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b4d\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c4d"
    "\u0c81-\u0c83\u0cbc-\u0ccd\u0d00-\u0d03\u0d3b-\u0d4d\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d"
)
"""These signs, vowels and joiners, stand inside words and are no ``\\w``. They are for a character class."""

_LARGE = "".join(chr(code) for code in (*range(0x41, 0x590), *range(0x1E00, 0x2000)) if chr(code).isupper())
CASED_CAPITAL = f"[{_LARGE}]"
"""This pattern matches a capital letter of a script that has small letters, too."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3100-\u312f"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
"""Words in these letters are found without spaces. They are for use in a character class.

The scripts are Thai, Lao, Burmese, Khmer, kana and Han, and Hangul, where spaces between words are optional.
"""

WRITTEN_TOGETHER = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao; Burmese; Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana, iteration marks
    "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
"""Words in these letters never have spaces, so an edit of them is one of characters. For a character class.

Hangul is missing here, and rare signs are in it: `UNSPACED` is how texts are indexed, and that cannot change
without making every index again.
"""

UNENDED = "\u0e00-\u0eff"
"""Sentences in these letters, Thai and Lao, end without a mark. They are for use in a character class."""

_UNSPACED = re.compile(f"[{UNSPACED}]")
_OTHER_MARKS = QUESTION_MARKS.replace("?", "")


def holds_question_mark(text: str) -> bool:
    """Return whether the text holds a question mark of any script."""
    if "?" in text or text.isascii():
        return "?" in text
    for mark in _OTHER_MARKS:  # noqa: SIM110  each line is asked; any() takes twice as long
        if mark in text:
            return True
    return False


def holds_colon(text: str) -> bool:
    """Return whether the text holds a colon of any script."""
    return COLONS[0] in text or COLONS[1] in text


def is_unspaced(text: str) -> bool:
    """Return whether the text holds a letter of a script in which words are found without spaces."""
    return not text.isascii() and _UNSPACED.search(text) is not None


FIRST_SHAPE, LAST_SHAPE = "\u2190", "\u25ff"
"""Arrows and geometric shapes stand between these, and the lines of tables; "▲" opens what somebody says."""

ICONS = "+＋−–×✕✖➕➖⊕⊖›❯▼▾▽▿⌄˅▸►▶▷→↓⬇"
"""These signs after a question open and close its answer on sites without an icon font."""

"""What no language owns: marks, quotes, dashes and scripts, each defined once.

Whoever writes a pattern with a mark in it takes the mark from here. Words of a language are in its file.
"""

# ruff: noqa: RUF001  signs that look alike are what this module holds

import re
from string import punctuation

PUNCTUATION = punctuation + (
    "¡¿§¶·•‣◦«»‹›„“”‟‘’‚‛′″‐‑‒–—―…©®™°¦|→←›❯▶►▸▾▼✓✔★☆"
    "。、，．！？：；（）「」『』【】〔〕《》〈〉〖〗・～｜＆＊＃"  # East Asian
    "؟،؛٪٫٬۔।॥։՝՜՞՛׃־፣፤፥።፧"  # Arabic, Indic, Armenian, Hebrew, Ethiopic
    "⁇⁈⁉‽⸮"
)
"""Signs that are no part of a word, wherever they stand; words are compared without them."""

QUESTION_MARKS = "?？؟⁇⁈⁉‽⸮፧"
"""Marks that end a question in any script. The Greek one, ";", is another mark elsewhere; the Armenian one
stands inside a word."""

SENTENCE_ENDS = QUESTION_MARKS + ".!…。！．｡।॥۔։።"
"""Marks that end a sentence in any script. For use in a character class."""

IDEOGRAPHIC_ENDS = "。！？．｡"
"""Those of them after which no space stands."""

CLOSERS = "\"'”’»)\\]」』）"
"""Quotes and brackets that may stand after the end of a sentence. For use in a character class."""

HAN_KANA = "\u3040-\u30ff\u3400-\u9fff"
"""Kana and Han. For use in a character class."""

EAST_ASIAN = HAN_KANA + "\uac00-\ud7af"
"""Kana, Han and Hangul. For use in a character class."""

_SMALL = "".join(chr(code) for code in (*range(0x61, 0x590), *range(0x1E00, 0x2000)) if chr(code).islower())
CAPITAL = rf"[^\W\d_{_SMALL}]"
"""A capital letter, or one of a script without capitals, as a pattern."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3100-\u312f"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
"""Letters whose words are found without spaces: Thai, Lao, Burmese, Khmer, kana, Han; Hangul, where a space
between words is a matter of taste. For use in a character class."""

_UNSPACED = re.compile(f"[{UNSPACED}]")


def holds_question_mark(text: str) -> bool:
    """Return whether a question mark of any script stands somewhere in the text."""
    if "?" in text or text.isascii():
        return "?" in text
    return any(mark in text for mark in QUESTION_MARKS)


def is_unspaced(text: str) -> bool:
    """Return whether the text holds a letter of a script that is read without spaces."""
    return not text.isascii() and _UNSPACED.search(text) is not None


ICONS = "+＋−–×✕✖➕➖⊕⊖›❯▼▾▽▿⌄˅▸►▶▷→↓⬇"
"""Signs that open and close an answer, after the question, where a site has no font of icons."""

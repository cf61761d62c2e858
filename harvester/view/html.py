"""Stored text as HTML that shows it and nothing else."""

import re
import unicodedata
from html import escape

from harvester.text import BIDI_CONTROLS, CONTROLS

_DRAWN_AS_NOTHING = (0x61C, 0x200B, *range(0x2060, 0x2065), 0x2028, 0x2029, 0xFEFF, *range(0xFFF9, 0xFFFC))
_HIDDEN = (*CONTROLS, *BIDI_CONTROLS, *_DRAWN_AS_NOTHING, *range(0xD800, 0xE000), *range(0xE0000, 0xE0080))


def _shown(code: int) -> str:
    """Return the mark that is put where a character stands that is not drawn, or turns what is around it."""
    name = unicodedata.name(chr(code), "control character")
    return f'<span class="control" title="{escape(name)}">U+{code:04X}</span>'


_MARKS = {code: _shown(code) for code in _HIDDEN}
_IS_HIDDEN = re.compile(f"[{''.join(map(chr, _HIDDEN))}]")  # most texts have none
_LEFT_OUT = dict.fromkeys(_HIDDEN)


def html_text(text: str) -> str:
    """Return a stored text as HTML that shows it and nothing else; what is drawn as nothing is named."""
    shown = escape(text)
    return shown.translate(_MARKS) if _IS_HIDDEN.search(shown) else shown


def plain_text(text: str) -> str:
    """Return a stored text without what is drawn as nothing, for a title and such places."""
    return text.translate(_LEFT_OUT)

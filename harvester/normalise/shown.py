"""What a page shows by other means than text, and what text it does not show."""

import re
from unicodedata import category

from selectolax.lexbor import LexborNode

SYMBOLS = 16
"""Characters of the longest emoji, several in a row among them."""
LABEL = 24
"""Characters of the longest label of an icon that is all of a cell: "yes", "not included"."""
FORMULA = 500
"""Characters of the longest formula in an image's alternative text."""
HIDDEN = 100
"""Characters; hidden inline text from this length on is content that a click opens, no counter or message."""

_EMOJI = re.compile(r"emoji|smil|emoticon", re.IGNORECASE)
_LATEX = re.compile(r"(?:^|[\s_-])(?:latex|tex|math|formula|equation)(?:$|[\s_-])", re.IGNORECASE)
_PANEL = "p, div, ul, ol, dl, table, blockquote, pre, h2, h3, h4, h5, math"
_CAPTIONED = "blockquote, table, pre, math"
_FIRST_SYMBOL, _KEYCAP = "\u2190", "\u20e3"


def words_of_image(image: LexborNode, *, has_math: bool) -> str:
    """Return the characters that an image stands for within a line, emoji or a formula; else "".

    has_math: the page's formulas are MathML, so that images of them say the same again.
    """
    alt = (image.attrs.get("alt") or "").strip()
    if not alt or len(alt) > FORMULA:
        return ""
    if len(alt) <= SYMBOLS and is_symbol(alt):
        return alt
    classes = image.attrs.get("class") or ""
    if len(alt) <= LABEL and _EMOJI.search(classes):
        return alt
    return alt if classes and not has_math and _LATEX.search(classes) else ""


def is_symbol(text: str) -> bool:
    """Return whether a text is made of symbols alone: arrows, check marks, emoji."""
    if text.isascii():
        return False
    if _KEYCAP not in text and any(map(str.isalnum, text)):
        return False
    return any(char >= _FIRST_SYMBOL and category(char) in {"So", "Sm", "Me"} for char in text)


def label_of(node: LexborNode) -> str:
    """Return what an image or icon is called where it is all of a table's cell, if that is short."""
    label = (node.attrs.get("alt") or node.attrs.get("aria-label") or "").strip()
    return label if len(label) <= LABEL else ""


def is_about_text(tag: str, node: LexborNode, *, in_quote: bool) -> bool:
    """Return whether a footer says who is quoted, or a caption is that of a text: a table, a quotation, code.

    A footer elsewhere is the page's, and a caption elsewhere that of a picture.
    """
    if tag == "footer":
        return in_quote
    return node.parent is not None and node.parent.css_first(_CAPTIONED) is not None


def is_content(hidden: LexborNode) -> bool:
    """Return whether a hidden inline element is content: a panel that a click opens, or a formula."""
    return hidden.css_first(_PANEL) is not None or len(hidden.text()) >= HIDDEN

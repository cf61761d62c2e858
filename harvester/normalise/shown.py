"""Find what a page shows by other means than text, and which text it does not show."""

import re
from unicodedata import category

from selectolax.lexbor import LexborNode

from harvester.languages.signs import holds_question_mark
from harvester.normalise.style import Attributes, is_hidden
from harvester.text import fold_space

SYMBOLS = 16
"""Emoji have at most this many characters, including several in a row."""
CAPTION = 40
"""An image's text of at least this many characters may be its caption; shorter ones are names."""
LABEL = 24
"""An icon that fills a cell has a label of at most this many characters: "yes", "not included"."""
FORMULA = 500
"""A formula in an image's alternative text has at most this many characters."""
ALTERNATIVE = 1_000
"""At most this many characters of an alternative text are kept; guidelines for writers allow some 150."""
MAX_NAVS = 500
"""At most this many ``<nav>`` elements are inspected per page; nested ones cost quadratic time."""
HIDDEN = 100
"""Hidden inline text with at least this many characters is content that a click opens, not a message."""

_EMOJI = re.compile(r"emoji|smil|emoticon", re.IGNORECASE)
_LATEX = re.compile(r"(?:^|[\s_-])(?:latex|tex|math|formula|equation)(?:$|[\s_-])", re.IGNORECASE)
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?)", re.IGNORECASE)
_DECORATION = frozenset(("presentation", "none"))
_NO_SIZE = frozenset(("0", "1", "0px", "1px"))
_PANEL = "p, div, ul, ol, dl, table, blockquote, pre, h2, h3, h4, h5, math"
_IN_NO_MENU = "p, h1, article, main, details, dl"
_JUMP, _NO_JUMP = "a[href*='#']:not([href$='#'])", "a[href]:not([href*='#']), a[href$='#']"
_FIRST_SYMBOL, _KEYCAP = "\u2190", "\u20e3"


def words_of_image(attributes: Attributes, *, has_math: bool) -> str:
    """Return the characters that an image replaces within a line, emoji or a formula, or "".

    With ``has_math``, the page's formulas are MathML, so images of them only repeat them.
    """
    alt = (attributes.get("alt") or "").strip()
    if not alt or len(alt) > FORMULA:
        return ""
    if len(alt) <= SYMBOLS and is_symbol(alt):
        return alt
    classes = attributes.get("class") or ""
    if len(alt) <= LABEL and _EMOJI.search(classes):
        return alt
    return alt if classes and not has_math and _LATEX.search(classes) else ""


def is_symbol(text: str) -> bool:
    """Return whether a text consists only of symbols: arrows, check marks, emoji."""
    if text.isascii():
        return False
    if _KEYCAP not in text and any(map(str.isalnum, text)):
        return False
    return any(char >= _FIRST_SYMBOL and category(char) in {"So", "Sm", "Me"} for char in text)


def caption_of(attributes: Attributes) -> str:
    """Return an image's alternative text if it is long and asks nothing; else "".

    A paragraph below that says the same is the picture's caption.
    """
    alt = attributes.get("alt") or ""
    return fold_space(alt) if len(alt) >= CAPTION and not holds_question_mark(alt) else ""


def alternative_of(attributes: Attributes) -> str:
    """Return what an image says to those who do not see it; ``""`` for decoration and file names."""
    alternative = fold_space(attributes.get("alt") or "")
    if not any(map(str.isalnum, alternative)) or _FILE_NAME.fullmatch(alternative):
        return ""
    size = {attributes.get("width"), attributes.get("height")}
    if is_hidden(attributes) or attributes.get("role") in _DECORATION or not size.isdisjoint(_NO_SIZE):
        return ""
    return alternative[:ALTERNATIVE]


def label_of(attributes: Attributes) -> str:
    """Return the label of an image or icon that fills a table's cell, if the label is short."""
    label = (attributes.get("alt") or attributes.get("aria-label") or "").strip()
    return label if len(label) <= LABEL else ""


def own_text(node: LexborNode) -> str:
    """Return the text directly in an element; most have one text, which is taken in half the time."""
    child = node.first_child
    lone = child.text_content if child is not None and child.next is None else None
    return node.text(deep=False) if lone is None else lone


def is_menu(nav: LexborNode) -> bool:
    """Return whether a nav element holds only links, as nine of ten do: they have a fifth of all blocks.

    If all of them lead to places on a page, it is a list of contents, which tells what asks.
    """
    if nav.css_first(_IN_NO_MENU) is not None:
        return False
    return nav.css_first(_NO_JUMP) is not None or nav.css_first(_JUMP) is None


def is_content(hidden: LexborNode) -> bool:
    """Return whether a hidden inline element is content: a panel that a click opens, or a formula."""
    return hidden.css_first(_PANEL) is not None or len(hidden.text()) >= HIDDEN

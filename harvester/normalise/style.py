"""Decide what an element's tag and attributes mean for the text in it."""

import re
from collections.abc import Mapping
from functools import lru_cache

from selectolax.lexbor import LexborNode

from harvester.model import Container, Kind
from harvester.normalise.flow import LOWERED, RAISED, STRUCK
from harvester.normalise.looks import look_of, look_of_span
from harvester.normalise.roles import TAG_BY_ID
from harvester.normalise.tags import ARIA_KINDS, INHERITED, KINDS, LISTS

Attributes = Mapping[str, str | None]

_HEADING_LEVEL = 2
"""An element with role="heading" and no aria-level has this level (WAI-ARIA 1.2)."""
_LARGE = frozenset(("5", "6", "7", "+2", "+3", "+4"))
"""Letters of these sizes, ``<font size="5">``, make a heading; 3 is the size of the text."""
_LARGE_LEVEL = 3
"""Such a heading stands below the headings that are elements."""
_LINKS = frozenset(("a", "span"))
TELLING = frozenset(("role", "aria-expanded", "size", "style", "hidden", "aria-hidden"))
"""Only with one of these attributes is an inline element a control or hidden: a first look."""
_HIDING = frozenset(("style", "hidden", "aria-hidden"))
_ATTRIBUTING = frozenset(("footer", "figcaption"))
"""These elements can name who is quoted, or belong to text."""
_CAPTIONED = "blockquote, table, pre, math"
_UNDISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_UNSEEN = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|mw-editsection|screen-?reader(?:-text|-only)?|material-(?:icons|symbols))(?:$|[\s_-])"
)
_LIGATURE = re.compile(r"\s*[a-z]+(?:_[a-z0-9]+){1,5}\s*")
_ICONS = frozenset(
    (
        *("expand_more", "expand_less", "unfold_more", "keyboard_arrow_down", "keyboard_arrow_up"),
        *("keyboard_arrow_right", "arrow_drop_down", "arrow_drop_up", "arrow_right", "arrow_forward"),
        *("arrow_back", "arrow_downward", "arrow_forward_ios", "chevron_right", "chevron_left"),
        *("add_circle", "add_circle_outline", "remove_circle", "help_outline", "open_in_new"),
    )
)
"""Material's icons with these names open, close or lead on."""
_SHOWN_AFTER_ALL = "not-sr-only"
CACHED = 4096
"""At most this many judged class names or paths are cached; captures of one site share nearly all."""
_STYLED = re.compile(
    r"(?P<struck>line-through)|vertical-align\s*:\s*(?:(?P<raised>super)"
    r"|(?P<lowered>sub)\b)|font-weight\s*:\s*(?P<strong>bold|[6-9]00)",
    re.IGNORECASE,
)
_STYLED_MARKS = {"struck": STRUCK, "raised": RAISED, "lowered": LOWERED, "strong": "strong"}


Text = tuple[Kind, int, int]
"""What the text in a container is: its kind, its level, and the number of lists around it."""

PATH_CHARS = 1_000
"""A path has at most about this many characters; otherwise deep pages would take quadratic memory."""


class Style:
    """A style says what the text in a container is: its kind, its level, and the number of lists around it.

    ``tag`` and ``path`` are those of the container. ``inside`` has the styles of the elements in it by
    lexbor's numbers for their tags, as far as they are known.
    """

    __slots__ = ("inside", "kind", "level", "lists", "path", "tag")

    def __init__(self, text: Text, tag: str, path: str) -> None:
        self.kind, self.level, self.lists = text
        self.tag = tag
        self.path = path
        self.inside: dict[int, Style] = {}


def style_inside(above: Style, node: LexborNode) -> Style:
    """Return the style of an element by its tag alone, inside an element of style ``above``.

    It is kept there for other elements with the tag, except where the element itself decides.
    """
    tag = TAG_BY_ID.get(node.tag_id) or node.tag or ""
    decides = tag in _ATTRIBUTING
    if decides and _is_about_text(tag, node, above):
        tag = "p"
    path = f"{above.path}/{tag}" if len(above.path) < PATH_CHARS else above.path
    style = Style(_by_tag((above.kind, above.level, above.lists), tag), tag, path)
    if not decides:
        above.inside[node.tag_id] = style
    return style


def _is_about_text(tag: str, node: LexborNode, above: Style) -> bool:
    """Return whether a footer names who is quoted, or a caption belongs to text: a table, quotation or code.

    Any other footer belongs to the page, and any other caption to a picture.
    """
    if tag == "footer":
        return above.kind is Kind.QUOTE
    return node.parent is not None and node.parent.css_first(_CAPTIONED) is not None


def style_of_cell(above: Style, own: Style, column: int) -> Style:
    """Return the style of a table's cell in that column; own: its style by its tag alone."""
    return Style((Kind.CELL, column, above.lists), own.tag, own.path)


def style_by_role(above: Style, own: Style, attributes: Attributes) -> Style:
    """Return the style of an element that has an ARIA role, opens and closes something, or is large.

    own: its style by its tag alone.
    """
    tag, around = own.tag, (above.kind, above.level, above.lists)
    if attributes.get("size") in _LARGE:
        return Style(_changed(around, tag, Kind.HEADING, _LARGE_LEVEL), tag, own.path)
    kind = ARIA_KINDS.get(attributes.get("role") or "")
    if kind is None and tag in _LINKS and "aria-expanded" in attributes:
        kind = Kind.BUTTON
    if kind is None or tag in KINDS:
        return own
    stated = attributes.get("aria-level") or ""
    known = stated.isascii() and stated.isdecimal()
    level = min(int(stated[:3]), 6) if known else _HEADING_LEVEL
    return Style(_changed(around, tag, kind, level), tag, own.path)


def is_control(attributes: Attributes) -> bool:
    """Return whether an inline element is declared as a button or heading, or is in letters as large."""
    if "role" in attributes and attributes["role"] in ARIA_KINDS:
        return True
    return "aria-expanded" in attributes or ("size" in attributes and attributes["size"] in _LARGE)


def is_hidden_inline(attributes: Attributes) -> bool:
    """Return whether an inline element hides itself from everybody."""
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and _INVISIBLE.search(style) is not None)


def is_anchor(attributes: Attributes) -> bool:
    """Return whether a link leads to a place on its page and is only for the eye: "#", "TOC"."""
    return attributes.get("aria-hidden") == "true" and not href_of(attributes)


def is_unseen(attributes: Attributes) -> bool:
    """Return whether an inline element is only for screen readers, or names an icon of a font."""
    return "class" in attributes and _says_unseen(attributes["class"] or "")


@lru_cache(CACHED)
def _says_unseen(names: str) -> bool:
    return _UNSEEN.search(names) is not None and _SHOWN_AFTER_ALL not in names


def is_ligature(text: str, *, known: bool = False) -> bool:
    """Return whether the text is a name that an icon font draws as an icon; with ``known``, a known one."""
    return "_" in text and (text.strip() in _ICONS if known else _LIGATURE.fullmatch(text) is not None)


def styled_mark(attributes: Attributes, *, begins: bool) -> str:
    """Return the kind of mark that its style or class gives a span, or "".

    A span with no other meaning gives a look, if it begins a block: it may hold all of the text.
    """
    style, classes = attributes.get("style") or "", attributes.get("class") or ""
    if style and (found := _STYLED.search(style)):
        return _STYLED_MARKS[found.lastgroup or ""]
    if "line-through" in classes and "line-through" in classes.split():
        return STRUCK
    return look_of_span(style, classes, attributes.get("color") or "") if begins else ""


def href_of(attributes: Attributes) -> str:
    """Return the href of a link; ``""`` if it leads to a place on its own page or to a script."""
    href = attributes.get("href") or "#"
    return "" if href[0] == "#" or (href[0] in "jJ" and href[:11].lower() == "javascript:") else href


@lru_cache(CACHED)
def _by_tag(above: Text, tag: str) -> Text:
    return _changed(above, tag, KINDS.get(tag), _level_of(tag))


def _changed(above: Text, tag: str, own: Kind | None, level: int) -> Text:
    kind, _, lists = above
    if tag in LISTS:
        return Kind.PARAGRAPH, 0, lists + 1
    if own is None:
        return above if kind is Kind.PARAGRAPH or kind in INHERITED else (Kind.PARAGRAPH, 0, lists)
    if own is Kind.HEADING:
        return kind if kind in {Kind.SUMMARY, Kind.TERM} else own, level, lists
    if own is Kind.BUTTON and kind in {Kind.SUMMARY, Kind.TERM, Kind.HEADING}:
        return above
    return own, lists if own is Kind.ITEM else 0, lists


def _level_of(tag: str) -> int:
    return int(tag[1:]) if KINDS.get(tag) is Kind.HEADING else 0


def container_of(style: Style, attributes: Attributes, parent: int) -> Container:
    """Return the container of an element of that style."""
    get = attributes.get
    microdata, hidden = "", False
    if "itemprop" in attributes or "itemtype" in attributes:
        microdata = f"{get('itemprop') or ''} {get('itemtype') or ''}".strip()
    if not _HIDING.isdisjoint(attributes):
        hidden = is_hidden(attributes)
    classes, style_attribute = get("class") or "", get("style")
    if style_attribute and (look := look_of(style_attribute)):
        classes = f"{classes} {look}".strip()
    names = (classes, get("id") or "", get("role") or "")
    fields = (parent, style.tag, style.path, *names, microdata, hidden)
    return tuple.__new__(Container, fields)  # this takes half the time of the class's own __new__


def is_hidden(attributes: Attributes) -> bool:
    """Return whether an element hides itself, or is hidden from those who do not see the page."""
    style = attributes.get("style")
    undisplayed = style is not None and _UNDISPLAYED.search(style) is not None
    return undisplayed or "hidden" in attributes or attributes.get("aria-hidden") == "true"

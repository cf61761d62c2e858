"""Define styles: the looks of element and letters that distinguish lines. Words do not count."""

import re
from functools import lru_cache

from harvester.model import Kind
from harvester.parse.candidate import Sheet
from harvester.parse.lines import QUOTED, Line

Style = tuple[str, ...]
"""A style is a method and then looks, rough before fine. A line has several styles, from rough to fine."""

FINE = 2
"""A style has this many parts before the looks of its element and of the one around it."""
IN_HEADING = 3
"""The heading around a button is searched in this many elements, from the button outwards."""

NAMED = 0.3
"""A style has this confidence if it is made for questions: details, buttons, a class named for them."""

METHODS = {
    Kind.HEADING: "headings",
    Kind.SUMMARY: "details",
    Kind.TERM: "terms",
    Kind.BUTTON: "buttons",
    Kind.CELL: "cells",
}
"""These kinds of blocks have their own method; all others are plain blocks."""

_NESTING = {"cells": "/table", "terms": "/dl"}
"""The elements that stand around lines of these methods."""

OPENERS = frozenset(("details", "terms", "buttons", "cells"))
"""Elements with these methods are made for a question with its answer."""

EMPHASIS = frozenset(("strong", "italics", "capitals"))
"""These methods depend on letters and not on an element."""

_NAMED = re.compile(
    r"question|faq|frage|pregunta|domanda|pergunta|accordion|toggle|collaps|spoiler|(?:\b|[_-])q(?:n|and)?a(?:\b|[_-])",
    re.IGNORECASE,
)
_CALLED = re.compile(r"(?:^|[._-])(?:question|frage|pregunta|domanda|pergunta)(?:$|\.)", re.IGNORECASE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def styles_of(sheet: Sheet, line: Line) -> tuple[Style, ...]:
    """Return the styles of a line, from the roughest to the finest."""
    kind, level, container = line.kind, str(line.level), line.container
    method = METHODS.get(kind, "blocks")
    own, around = sheet.places.look(container)
    if own[:6] == "button" and sheet.document.containers[container].tag == "button":
        method = "buttons"
    fine: Style = (method, level, own, around)
    if within := _NESTING.get(method, ""):  # a table or a list in an answer is a separate list
        fine = (*fine, str(sheet.document.containers[container].path.count(within)))
    if (method == "headings" or kind is Kind.QUOTE) and QUOTED.match(line.text):
        return ()
    if method == "headings":
        link = "link" if line.link else ""  # teasers are links among headings that are not links
        rough = (method, link, level)
        return ((method, link), rough, fine) if line.level > 1 else (rough, fine)
    if method == "buttons" and (around_it := _heading_around(sheet, container)):
        return ("headings", ""), ("headings", "", str(around_it)), fine
    if line.strong or line.em or line.caps:
        follows = sheet.document.blocks[line.block].text[line.end : line.end + 1]
        lead = "lead" if follows == " " else ""
        return ("strong" if line.strong else "italics" if line.em else "capitals", lead), fine
    named = named_class(own)
    return ((method, level, named, ""), fine) if named else (fine,)


def _heading_around(sheet: Sheet, container: int) -> int:
    """Return the level of the heading in which the button stands; 0 if it stands in no heading."""
    for _ in range(IN_HEADING):
        if container < 0:
            break
        if level := _HEADINGS.get(sheet.document.containers[container].tag, 0):
            return level
        container = sheet.document.containers[container].parent
    return 0


@lru_cache(maxsize=8192)
def named_class(look: str) -> str:
    """Return the class that is named for questions: the element's others may differ from line to line."""
    _, *classes = look.split(".")
    named = [name for name in classes if _NAMED.search(name)]
    return f".{named[0]}" if named else ""


@lru_cache(maxsize=8192)
def is_made_for_questions(style: Style) -> bool:
    """Return whether the element is made for questions, or its name says so."""
    return style[0] in OPENERS or (len(style) > FINE and bool(_NAMED.search(" ".join(style[FINE:]))))


def is_called_question(style: Style) -> bool:
    """Return whether a class of the element itself is just "question"."""
    return len(style) > FINE and _CALLED.search(style[FINE]) is not None


def has_class(style: Style) -> bool:
    """Return whether plain blocks are set apart, by a class of any name or as quotations."""
    return style[0] == "blocks" and ("." in style[FINE] or style[-1].startswith("blockquote"))


def kinds_of(methods: set[str]) -> set[Kind]:
    """Return the kinds of lines that can have a style of these methods by their element alone."""
    if "buttons" in methods:
        return set(Kind)
    kinds = {kind for kind in Kind if METHODS.get(kind, "blocks") in methods}
    return kinds | {Kind.BUTTON} if "headings" in methods else kinds

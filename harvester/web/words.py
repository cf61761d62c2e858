"""Words, times and marks that only pages have: how long, how much, and a sign for each kind of change."""

import re
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from harvester.change import ChangeKind, EditClass
from harvester.view.html import html_text
from harvester.view.wording import moment as plain_moment
from harvester.view.wording import stated as plain_stated
from harvester.view.wording import took

LIGHT = 0.3
"""Edits below this significance are drawn as light: white space, marks, spelling, emphasis, equal figures."""

BRIEF = 240
"""A text in a list has at most this many bytes: a long question, or 80 Chinese characters."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")


class ChangeSign(NamedTuple):
    """How a change is drawn: a symbol, the word that says the same, and the group of its colour."""

    symbol: str
    word: str
    group: str


_KINDS = {
    ChangeKind.ASKED: ChangeSign("+", "asked", "came"),
    ChangeKind.RESTORED: ChangeSign("↺", "restored", "came"),
    ChangeKind.SPLIT: ChangeSign("÷", "split off", "came"),
    ChangeKind.DROPPED: ChangeSign("×", "dropped", "went"),  # noqa: RUF001  a cross is meant
    ChangeKind.MERGED: ChangeSign("∪", "merged", "went"),  # noqa: RUF001  the sign of a union is meant
    ChangeKind.MOVED: ChangeSign("↕", "moved", "light"),
    ChangeKind.REWORDED: ChangeSign("≈", "reworded", "words"),
}
_CLASSES = {
    EditClass.CORRECTION: ChangeSign("!", "correction", "strong"),
    EditClass.NEGATION: ChangeSign("¬", "negation", "strong"),
    EditClass.NUMBER: ChangeSign("#", "number", "strong"),
}


def sign(kind: str, classes: tuple[str, ...] | list[str] = (), significance: float = 1.0) -> ChangeSign:
    """Return how a change is drawn, by its kind, its weightiest class and its significance, 0 to 1."""
    if kind in _KINDS:
        return _KINDS[ChangeKind(kind)]
    if classes and significance >= LIGHT and classes[-1] in _CLASSES:
        return _CLASSES[EditClass(classes[-1])]
    word = ", ".join(classes) or kind
    return ChangeSign("●", word, "words") if significance >= LIGHT else ChangeSign("·", word, "light")


def language_tag(language: str) -> str:
    """Return a stored language as HTML may name it: as it is if well-formed (BCP 47), else undetermined."""
    return language if _TAG.fullmatch(language) else "und"


def brief(text: str, room: int = BRIEF) -> Markup:
    """Return a stored text as HTML on one line, cut where it takes more than this many bytes."""
    line = part(" ".join(text[:room].split()), room)
    is_whole = not line.is_cut and len(text) <= room
    return Markup(html_text(line.text if is_whole else f"{line.text.rstrip()}…"))  # noqa: S704  escaped there


def moment(text: str | None) -> Markup:
    """Return a time of the archive as HTML, to the minute; "never" for none."""
    if not text:
        return Markup("never")
    return Markup('<time datetime="{}">{}</time>').format(text, plain_moment(text))


def stated(text: str) -> Markup:
    """Return a time that a page states as HTML, as `harvester.view.wording.stated` has it."""
    safe, said = (Markup(html_text(each)) for each in (text, plain_stated(text)))  # noqa: S704  escaped there
    return Markup('<time datetime="{}">{}</time>').format(safe, said)


def lasted(began: str, ended: str) -> str:
    """Return how long it is from one time of the archive to another."""
    return took((datetime.fromisoformat(ended) - datetime.fromisoformat(began)).total_seconds())


class Excerpt(NamedTuple):
    """The beginning of a text. is_cut: there is more of it."""

    text: str
    is_cut: bool
    size: int


LONGEST_WORD = 40
"""An excerpt ends at a word, unless that has more characters than this: some scripts have no spaces."""


def part(text: str, room: int) -> Excerpt:
    """Return as much of a text as takes at most this many bytes of HTML; size: the bytes that it takes.

    It ends between two words if it can.
    """
    size = _size(text) if len(text) <= room else room + 1
    if size <= room:
        return Excerpt(text, is_cut=False, size=size)
    low, high = 0, min(len(text), room)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _size(text[:middle]) <= room else (low, middle - 1)
    shown = _whole_words(text, low)
    return Excerpt(shown, is_cut=True, size=_size(shown))


def _whole_words(text: str, length: int) -> str:
    """Return the beginning of a text without the word that would be cut at this length."""
    if text[length : length + 1].isspace():
        return text[:length]
    head, tail = text[: max(length - LONGEST_WORD, 0)], text[max(length - LONGEST_WORD, 0) : length]
    at = max((place for place, character in enumerate(tail) if character.isspace()), default=-1)
    return head + (tail[:at] if at >= 0 else tail)


def _size(text: str) -> int:
    return len(text) if text.isalnum() and text.isascii() else len(html_text(text).encode())

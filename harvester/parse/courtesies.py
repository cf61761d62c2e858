"""Tell greetings and thanks at the ends of a talk from its questions and statements."""

import re
from statistics import median

from harvester.languages.signs import CUT_OFF
from harvester.parse.asking import holds_question, spoken_length
from harvester.parse.candidate import Mark, Sheet
from harvester.parse.phrases import requests, thanks

COURTESY = 80
"""A reply with at least this many letters is more than a courtesy."""
SHORT = 0.5
"""So is one with at least this share of the letters that replies to questions have in the middle."""
GREETED = 40
"""A reply to a greeting or to thanks that has at least this many letters says something else, too."""
STATED = 2 / 3
"""Where at most this share of the turns from the first question to the last asks, statements are usual."""

_GREETING = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?(?=[!,.！，。、])")  # noqa: RUF001
"""A turn may open with one or two words of greeting: "Good morning," answers "Good morning, Ms Reed."."""


def without_courtesies(sheet: Sheet, marks: list[Mark], end: int) -> tuple[list[Mark], int]:
    """Return the marks without the greeting before the first question and the thanks after the last.

    Turns there that do not ask stay if they are requests, or if their reply is more than a courtesy. If the
    interviewer often makes statements between questions, only a short greeting or thanks is one.
    """
    asked = [number for number, mark in enumerate(marks) if holds_question(mark.text)]
    if not asked:
        return [], 0
    first, last = asked[0], asked[-1]
    usual = median(spoken_length(_reply(sheet, marks[number])) for number in asked)
    stating = len(asked) <= STATED * (last - first + 1)

    def is_courtesy(mark: Mark) -> bool:
        if stating:
            return _is_short_courtesy(sheet, mark)
        return _is_courtesy(sheet, mark, min(COURTESY, SHORT * usual))

    while first > 0 and not is_courtesy(marks[first - 1]):
        first -= 1
    while last + 1 < len(marks) and not is_courtesy(marks[last + 1]):
        last += 1
    if last + 1 < len(marks):
        end = marks[last + 1].first
    return marks[first : last + 1], end


def _is_courtesy(sheet: Sheet, mark: Mark, enough: float) -> bool:
    """Return whether the turn is thanks, or its reply opens with its greeting or has too few letters."""
    if _is_asked_for(mark):
        return False
    return _is_polite(sheet, mark) or spoken_length(_reply(sheet, mark)) < enough


def _is_short_courtesy(sheet: Sheet, mark: Mark) -> bool:
    """Return whether the turn is thanks or a greeting, and its reply says no more than that."""
    if _is_asked_for(mark) or spoken_length(_reply(sheet, mark)) >= GREETED:
        return False
    return _is_polite(sheet, mark)


def _is_asked_for(mark: Mark) -> bool:
    return requests(mark.text.lower()) or mark.text.endswith(CUT_OFF)


def _reply(sheet: Sheet, mark: Mark) -> str:
    return sheet.lines[mark.answer].text[mark.cut :].strip()


def _is_polite(sheet: Sheet, mark: Mark) -> bool:
    """Return whether the turn is thanks, or its reply opens with its greeting."""
    text, greeting = mark.text.lower(), _GREETING.match(_reply(sheet, mark))
    return thanks(text) or (greeting is not None and greeting[0].lower() in text)

"""Remove a speaker's name or dash at the start of an answer: "Mia Holm: …". Other modules decide who asks."""

import re

from harvester.languages import phrases
from harvester.languages.phrases import alternatives
from harvester.languages.signs import CAPITAL, COLONS, HAN_KANA, SPEECH_DASHES, WORD_MARKS
from harvester.parse.candidate import Sheet, Turn

INITIALS = 3  # a word with at most this many letters may be an abbreviation
ENOUGH_TURNS = 3
"""In a script without spaces and colons, at least this many answers must begin with the name."""

_PARTICLE = alternatives(phrases("name_particles"))
_WORD = rf"{CAPITAL}[\w{WORD_MARKS}.'’-]*(?:！(?=\w)[\w{WORD_MARKS}]+)?"  # noqa: RUF001
_TIME = r"(?:\W?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\W{1,2})?"  # of a broadcast: "00:04:20 REED: "
NAME = re.compile(
    rf"{_TIME}\W{{0,3}}({_WORD}(?:\s(?:{_WORD}|{_PARTICLE})){{0,4}})(?:\s?[{COLONS}]\s?|\s[-–—]\s)"  # noqa: RUF001
)
TITLED = re.compile(
    rf"{_TIME}\W{{0,3}}({CAPITAL}[^{COLONS}.!?]*(?:\.\s{CAPITAL}[^{COLONS}!?]*)?)\s?[{COLONS}]\s?"
)
_SPACED = re.compile(rf"([{HAN_KANA}]{{1,8}})[\s\u3000]+")
"""This matches a name in a script without spaces; only the space separates it from the text."""
_DASH = re.compile(rf"[{SPEECH_DASHES}]\s+(?=\S)")
FAMILY = 2
"""Most family names of China, Japan and Korea have at most this many signs."""
DASHED = 0.8
"""Replies open with a dash if at least this share of them does."""
WORDS = re.compile(rf"[\w{WORD_MARKS}]+")
REACH = 60  # a speaker's label ends within this many characters


def initials(words: list[str]) -> str:
    """Return the first letters of a name's words but its particles: "JC" for Jornal do Cerrado."""
    return "".join(word[0] for word in words if not word[0].islower())


def without_dash(sheet: Sheet, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Return the turns without the dash at the start of answers, if most open with one.

    In a dialogue the dash says that somebody else speaks now. Further dashes in answers are kept; if most
    of the lines have one, the answers are lists.
    """
    dashed = [_name_before(sheet, turn, _DASH) for turn in turns]
    opened = sum(map(bool, dashed))
    if opened < ENOUGH_TURNS or opened < DASHED * len(turns):
        return turns
    below = [bool(_DASH.match(sheet.lines[at].text)) for turn in turns for at, _ in turn.answer[1:]]
    return turns if 2 * sum(below) > len(below) else _cut(turns, dashed)


def _cut(turns: tuple[Turn, ...], signs: list[re.Match[str] | None]) -> tuple[Turn, ...]:
    return tuple(
        turn._replace(answer=((turn.answer[0][0], sign.end()), *turn.answer[1:])) if sign else turn
        for turn, sign in zip(turns, signs, strict=True)
    )


def without_name(sheet: Sheet, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Return the turns without the name at the start of answers, if one person answers them all."""
    named = [_name_before(sheet, turn, NAME) for turn in turns]
    if not any(named):
        named = [_name_before(sheet, turn, _SPACED) for turn in turns]
        if len(turns) < ENOUGH_TURNS or not all(named):
            return _cut(turns, [_bold_name(sheet, turns, one) for one in range(len(turns))])
    names = [set(WORDS.findall(match[1])) for match in named if match is not None]
    if not names or not set.intersection(*names):
        return turns
    if len(names) == 1:  # it is a name only if somebody is called so
        asked = " ".join([sheet.document.title, sheet.document.lead, *(turn.mark.text for turn in turns)])
        known = {name for name in names[0] if len(name) > INITIALS}
        if not known & set(WORDS.findall(asked)):
            return turns
    return _cut(turns, named)


def without_guest(sheet: Sheet, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Return the turns without the name at the start of answers, if each begins with the same one."""
    named = [_name_before(sheet, turn, NAME) for turn in turns]
    guests = {match[1] for match in named if match is not None}
    return _cut(turns, named) if len(guests) == 1 and len(turns) >= ENOUGH_TURNS and all(named) else turns


def _bold_name(sheet: Sheet, turns: tuple[Turn, ...], number: int) -> re.Match[str] | None:
    """Return a name in strong type at the start of the answer that the text above the questions mentions."""
    match = _name_before(sheet, turns[number], _SPACED)
    if match is None:
        return None
    line = sheet.lines[turns[number].answer[0][0]]
    strong = (line.start, line.start + match.end(1))
    told = any(one.kind == "strong" and one[1:3] == strong for one in sheet.document.blocks[line.block].marks)
    above = sheet.lines[: turns[0].mark.first]
    return match if told and any(match[1] in other.text for other in above) else None


def _name_before(sheet: Sheet, turn: Turn, name: re.Pattern[str]) -> re.Match[str] | None:
    """Return the name at the start of the answer; None if it has no name or consists only of it."""
    at, cut = turn.answer[0]
    text = sheet.lines[at].text
    match = None if cut else name.match(text[:REACH])
    return match if match is not None and (match.end() < len(text) or len(turn.answer) > 1) else None

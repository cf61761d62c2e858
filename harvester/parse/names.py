"""The name of who speaks, where it opens a turn: "Mia Holm: …". Not who asks and who answers."""

import re

from harvester.languages import phrases
from harvester.languages.phrases import alternatives
from harvester.languages.signs import CAPITAL, HAN_KANA
from harvester.parse.candidate import Sheet, Turn

INITIALS = 3  # letters up to which a word may be an abbreviation
ENOUGH_TURNS = 3
"""Answers that all open with the name, for it to be one in a script without spaces and colons."""

_PARTICLE = alternatives(phrases("name_particles"))
_WORD = rf"{CAPITAL}[\w.'’-]*"  # noqa: RUF001
NAME = re.compile(rf"\W{{0,3}}({_WORD}(?:\s(?:{_WORD}|{_PARTICLE})){{0,4}})(?:\s?[:：]\s?|\s[-–—]\s)")  # noqa: RUF001
TITLED = re.compile(rf"\W{{0,3}}({CAPITAL}[^:：.!?]*(?:\.\s{CAPITAL}[^:：!?]*)?)\s?[:：]\s?")  # noqa: RUF001
_SPACED = re.compile(rf"([{HAN_KANA}]{{1,8}})[\s\u3000]+")
"""A name in a script that writes no spaces, told from the text by the space alone."""
WORDS = re.compile(r"\w+")
REACH = 60  # characters in which a speaker's label ends


def without_name(sheet: Sheet, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Return the turns without the name that answers begin with, where one person answers them all."""
    named = [_name_before(sheet, turn, NAME) for turn in turns]
    if not any(named):
        named = [_name_before(sheet, turn, _SPACED) for turn in turns]
        if len(turns) < ENOUGH_TURNS or not all(named):
            return turns
    names = [set(WORDS.findall(match[1])) for match in named if match is not None]
    if not names or not set.intersection(*names):
        return turns
    if len(names) == 1:  # a name only if somebody is called so
        asked = " ".join([sheet.document.title, *(turn.mark.text for turn in turns)])
        known = {name for name in names[0] if len(name) > INITIALS}
        if not known & set(WORDS.findall(asked)):
            return turns
    return tuple(
        turn._replace(answer=((turn.answer[0][0], match.end()), *turn.answer[1:])) if match else turn
        for turn, match in zip(turns, named, strict=True)
    )


def _name_before(sheet: Sheet, turn: Turn, name: re.Pattern[str]) -> re.Match[str] | None:
    """Return the name that the answer begins with, None where there is none or nothing else."""
    at, cut = turn.answer[0]
    text = sheet.lines[at].text
    match = None if cut else name.match(text[:REACH])
    return match if match is not None and (match.end() < len(text) or len(turn.answer) > 1) else None

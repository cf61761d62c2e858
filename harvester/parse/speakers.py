"""Questions by speaker: transcripts whose turns begin with a name and a colon, and nothing else tells them apart."""

import re
from collections import Counter
from typing import NamedTuple

from harvester.model import Kind
from harvester.parse.asking import ENDS, asks
from harvester.parse.reading import Mark, Reading, Sheet

ENOUGH_TURNS = 3
"""Turns a speaker needs to be one; fewer and a colon after a name is an ordinary sentence."""
LONGEST = 8  # lines of a turn that are looked at
ASKING_SHARE = 0.4
"""Share of an interviewer's turns that hold a question; the others are statements."""

_UP = r"[^\W\d_a-zß-öø-ÿа-яё]"  # noqa: RUF001  a letter that is no lower-case one
_NAME = re.compile(
    rf"\W{{0,3}}({_UP}[\w.'’-]*(?:,?\s(?:{_UP}[\w.'’-]*|de|van|von|der|di|da|al|el|bin)){{0,4}}(?:\s?\([^)]{{1,40}}\))?)\s?[:：]\s?"  # noqa: RUF001
)


class Talk(NamedTuple):
    """A turn: who speaks, its first line, the label's length, the line after its last."""

    name: str
    first: int
    cut: int
    stop: int


def speaker_reading(sheet: Sheet) -> Reading | None:
    """Return the interviewers' turns with what others say after them, None where no dialogue stands."""
    talks = _talks(sheet)
    counts = Counter(talk.name for talk in talks)
    if len(counts) < 2:  # noqa: PLR2004  a dialogue
        return None
    asking: Counter[str] = Counter()
    for talk in talks:
        asking[talk.name] += asks(_said(sheet, talk)) == ENDS
    hosts = {name for name in counts if asking[name] >= ASKING_SHARE * counts[name]}
    if not hosts or len(hosts) == len(counts):
        top = max(counts, key=lambda name: (asking[name] / counts[name], -counts[name]))
        hosts = {top}
    guests = {talk.name for talk in talks} - hosts
    marks = _trimmed(sheet, _marks(sheet, talks, hosts, keep_names=len(guests) > 1))
    if len(marks) < ENOUGH_TURNS:
        return None
    asked = sum(holds_question(mark.text) for mark in marks)
    return Reading("speakers", tuple(marks), asked / len(marks), sure=0.3)


def _talks(sheet: Sheet) -> list[Talk]:
    found = []
    for at, line in enumerate(sheet.lines):
        if ":" not in line.text[:60] and "：" not in line.text[:60]:  # noqa: RUF001
            continue
        match = None if sheet.clutter[at] else _NAME.match(line.text)
        if match is not None:
            found.append((match[1], at, match.end()))
    counts = Counter(name for name, _, _ in found)
    found = [turn for turn in found if counts[turn[0]] >= ENOUGH_TURNS]
    talks = []
    for number, (name, at, cut) in enumerate(found):
        stop = found[number + 1][1] if number + 1 < len(found) else len(sheet.lines)
        talks.append(Talk(name, at, cut, stop))
    return talks


def _said(sheet: Sheet, talk: Talk) -> str:
    """Return the turn's words, up to a line in another style: that is somebody else's."""
    look = sheet.lines[talk.first].strong
    said = []
    for at in range(talk.first, min(talk.stop, talk.first + LONGEST)):
        line = sheet.lines[at]
        if at > talk.first and (line.strong != look or line.kind is Kind.HEADING):
            break
        if not sheet.clutter[at]:
            said.append(line.text)
    return " ".join(said)[talk.cut :]


def _marks(sheet: Sheet, talks: list[Talk], hosts: set[str], *, keep_names: bool) -> list[Mark]:
    marks = []
    number = 0
    while number < len(talks):
        if talks[number].name not in hosts:
            number += 1
            continue
        first = number
        while number < len(talks) and talks[number].name in hosts:
            number += 1
        if number == len(talks):
            break
        text = " ".join(_said(sheet, talk) for talk in talks[first:number])
        reply = talks[number]
        marks.append(Mark(talks[first].first, reply.first - 1, " ".join(text.split()), reply.first, 0 if keep_names else reply.cut))
    return marks


def _trimmed(sheet: Sheet, marks: list[Mark]) -> list[Mark]:
    """Leave out the greeting before the first question and the thanks after the last."""
    del sheet
    asked = [number for number, mark in enumerate(marks) if holds_question(mark.text)]
    return marks[asked[0] : asked[-1] + 1] if asked else []


def holds_question(text: str) -> bool:
    """Return whether the turn asks anywhere: interviewers go on after their question."""
    return "?" in text or "？" in text or "؟" in text or asks(text) == ENDS  # noqa: RUF001

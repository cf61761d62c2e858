"""Questions by speaker: transcripts whose turns begin with a name and a colon."""

import re
from collections import Counter
from typing import NamedTuple

from harvester.model import Kind
from harvester.parse.asking import ends_asking, holds_question
from harvester.parse.candidate import Candidate, Mark, Sheet, Turn

ENOUGH_TURNS = 3
"""Turns a speaker needs to be one; fewer and a colon after a name is an ordinary sentence."""
LONGEST = 8  # lines of a turn that are looked at
OPTIONS = frozenset("ABC")  # of a quiz
INITIALS = 3  # letters up to which a word may be an abbreviation
COURTESY = 200  # characters above which a reply is more than thanks
ASKING_SHARE = 0.4
"""Share of an interviewer's turns that hold a question; the others are statements."""

_UP = r"[^\W\d_a-zß-öø-ÿа-яё]"
_PARTICLE = "de|van|von|der|di|da|al|el|bin"
_WORD = rf"{_UP}[\w.'’-]*"  # noqa: RUF001
_NAME = re.compile(rf"\W{{0,3}}({_WORD}(?:\s(?:{_WORD}|{_PARTICLE})){{0,4}})(?:\s?[:：]\s?|\s[-–—]\s)")  # noqa: RUF001
_TITLED = re.compile(rf"\W{{0,3}}({_UP}[^:：.!?]*(?:\.\s{_UP}[^:：!?]*)?)\s?[:：]\s?")  # noqa: RUF001
_SPACED_NAME = re.compile(r"([\u3040-\u30ff\u3400-\u9fff]{1,8})[\s\u3000]+")
"""A name in a script that writes no spaces, told from the text by the space alone."""
_WORDS = re.compile(r"\w+")
REACH = 60  # characters in which a speaker's label ends


class Talk(NamedTuple):
    """A turn: who speaks, its first line, the label's length, the line after its last."""

    name: str
    first: int
    cut: int
    stop: int


def speaker_candidates(sheet: Sheet) -> list[Candidate]:
    """Return the interviewers' turns with what others say after them; one candidate where there is a talk."""
    talks = _talks(sheet)
    counts = Counter(talk.name for talk in talks)
    if len(counts) < 2:  # noqa: PLR2004  a dialogue
        return []
    asking: Counter[str] = Counter()
    for talk in talks:
        asking[talk.name] += ends_asking(_said(sheet, talk))
    hosts = {name for name in counts if asking[name] >= ASKING_SHARE * counts[name]}
    if not hosts or len(hosts) == len(counts):
        top = max(counts, key=lambda name: (asking[name] / counts[name], -counts[name]))
        hosts = {top}
    guests = {talk.name for talk in talks} - hosts
    marks, end = _trimmed(
        sheet, _marks(sheet, talks, hosts, keep_names=len(guests) > 1), _closing(talks, hosts)
    )
    if len(marks) < ENOUGH_TURNS:
        return []
    asked = sum(holds_question(mark.text) for mark in marks)
    return [Candidate("speakers", tuple(marks), asked / len(marks), 0.3, end)]


def _talks(sheet: Sheet) -> list[Talk]:
    """Return the turns of all who speak often enough; a fuller name at first counts for the short one."""
    starts = [(at, text[:REACH]) for at, _, text in sheet.own if _may_name(text[:REACH])]
    if len(starts) < ENOUGH_TURNS:
        return []
    plain = [(at, match) for at, start in starts if (match := _NAME.match(start))]
    counts = Counter(match[1] for _, match in plain)
    known = {_key(name): name for name, count in counts.items() if count >= ENOUGH_TURNS}
    if not known or known.keys() >= OPTIONS:
        return []
    found = dict(plain)
    named = []
    for at, start in starts:
        match = found.get(at) or _TITLED.match(start)
        words = _WORDS.findall(match[1]) if match is not None else []
        initials = "".join(word[0] for word in words)
        short = next((known[word] for word in (*reversed(words), initials) if word in known), None)
        if match is not None and short is not None:
            named.append((short, at, match.end()))
    stops = [at for _, at, _ in named[1:]] + [len(sheet.lines)]
    return [Talk(name, at, cut, stop) for (name, at, cut), stop in zip(named, stops, strict=False)]


def _may_name(start: str) -> bool:
    return ":" in start or " – " in start or " - " in start or " — " in start or "：" in start  # noqa: RUF001


def _key(name: str) -> str:
    """Return by what a fuller name is known again: the last word of the name, or its initials, "A.M."."""
    words = _WORDS.findall(name)
    return words[-1] if len(words[-1]) > 1 else "".join(words)


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
        marks.append(
            Mark(
                talks[first].first,
                reply.first - 1,
                " ".join(text.split()),
                reply.first,
                0 if keep_names else reply.cut,
            )
        )
    return marks


def _closing(talks: list[Talk], hosts: set[str]) -> int:
    """Return the line of a last word of the interviewer that nobody answers, 0 when there is none."""
    return talks[-1].first if talks[-1].name in hosts else 0


def _trimmed(sheet: Sheet, marks: list[Mark], end: int) -> tuple[list[Mark], int]:
    """Return the marks without the greeting before the first question and the thanks after the last.

    A last turn that asks nothing stays where what follows is an answer, not a courtesy.
    """
    asked = [number for number, mark in enumerate(marks) if holds_question(mark.text)]
    if not asked:
        return [], 0
    last = asked[-1]
    if last + 1 < len(marks) and len(sheet.lines[marks[last + 1].answer].text) > COURTESY:
        last += 1
    if last + 1 < len(marks):
        end = marks[last + 1].first
    return marks[asked[0] : last + 1], end


def without_name(sheet: Sheet, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Return the turns without the name that answers begin with, where one person answers them all."""
    named = [_name_before(sheet, turn, _NAME) for turn in turns]
    if not any(named):
        named = [_name_before(sheet, turn, _SPACED_NAME) for turn in turns]
        if len(turns) < ENOUGH_TURNS or not all(named):
            return turns
    names = [set(_WORDS.findall(match[1])) for match in named if match is not None]
    if not names or not set.intersection(*names):
        return turns
    if len(names) == 1:  # a name only if somebody is called so
        asked = " ".join([sheet.document.title, *(turn.mark.text for turn in turns)])
        known = {name for name in names[0] if len(name) > INITIALS}
        if not known & set(_WORDS.findall(asked)):
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

"""Find questions by openings that repeat: names in strong type, brackets or capitals, or on their line."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from harvester.languages.signs import CASED_CAPITAL, COLONS
from harvester.parse.asking import ends_asking
from harvester.parse.candidate import Candidate, Mark, Means, Sheet
from harvester.parse.lines import Line
from harvester.parse.names import WORDS, initials

NAMED = Means("speakers", "after the name of who asks", by_words=True)
FEWEST = 3
"""A name opens at least this many turns; fewer are ordinary sentences."""
NAME_CHARS = 40
"""A name has at most this many characters, with its office."""
NAME_WORDS = 5
"""A name on a line of its own has at most this many words."""
ASKING = 0.35
"""Who asks does so in at least this share of their turns if others reply; the rest are statements."""
ALONE_ASKING = 0.6
"""If only one side has names, at least this share of the turns asks."""
REPLYING = 0.25
"""Who answers asks back in at most this share of their turns."""
SOME = 2
"""At least this many lines ask on a page where names say who asks."""
LOOKED_AT = 5
"""Names are looked for around this many lines that ask first, because most pages have none."""
SURE = 0.1
"""Names of both sides give the candidate this confidence, less than those of a transcript with colons."""

_BRACKETED = re.compile(rf"[\[(【〔<]([^\])】〕>]{{1,{NAME_CHARS}}})[\])】〕>][{COLONS}]?\s*(?=\S)")  # noqa: RUF001
_BARRED = re.compile(rf"([^|/›»>]{{1,{NAME_CHARS}}})\s[|/›»>]\s(?=\S)")  # noqa: RUF001
_LABELLED = re.compile(rf"([^{COLONS}?!]{{1,{NAME_CHARS}}})\s?[{COLONS}]\s*(?=\S)")
_CAPITALS = re.compile(rf"((?:{CASED_CAPITAL}(?:{CASED_CAPITAL}|[.'’-])+\s){{1,4}})(?=\S)")  # noqa: RUF001
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?){1,3}")
_STOPPED = re.compile(rf"({CASED_CAPITAL}[\w .'’]{{0,{NAME_CHARS}}}?)\.\s?[—–-]\s*(?=\S)")  # noqa: RUF001
_SENTENCE_SIGNS = re.compile(r"[?!…;؟？。!]|\.\s*$")  # noqa: RUF001


class _Opening(NamedTuple):
    """An opening is a name at the start of line ``at``, ``cut`` characters long with the sign after it."""

    at: int
    name: str
    cut: int


def opening_candidates(sheet: Sheet) -> list[Candidate]:
    """Return the turns below or after names, one candidate for each way to write them that two sides use."""
    near = _near_questions(sheet)
    used = [form for form in _FORMS if _repeats(sheet, form, near)] if near else []
    return [one for form in used for one in _candidates(sheet, form)]


def _near_questions(sheet: Sheet) -> list[int]:
    """Return the first lines that ask and those beside them, where names must stand; [] if few ask."""
    asking = [number for number, (_, line, _) in enumerate(sheet.own) if line.asks]
    if len(asking) < SOME:
        return []
    around = sorted({near for number in asking[:LOOKED_AT] for near in (number - 1, number, number + 1)})
    return [sheet.own[number][0] for number in around if 0 <= number < len(sheet.own)]


def _repeats(sheet: Sheet, form: Callable[[Sheet, Line], int], near: list[int]) -> bool:
    """Return whether two of these lines open with the same name in that form."""
    seen = set()
    for at in near:
        line = sheet.lines[at]
        if cut := form(sheet, line):
            name = line.text[:cut]
            if name in seen:
                return True
            seen.add(name)
    return False


def _candidates(sheet: Sheet, form: Callable[[Sheet, Line], int]) -> Iterator[Candidate]:
    found = list(_openings(sheet, form))
    if len(found) < FEWEST:
        return
    said = dict(zip((one.at for one in found), _said(sheet, found), strict=True))
    counts = Counter(one.name for one in found)
    asking = Counter(one.name for one in found if ends_asking(said[one.at]))
    guests = {name for name, count in counts.items() if asking[name] <= REPLYING * count}
    hosts = {name for name, count in counts.items() if asking[name] >= ASKING * count}
    hosts = _others(found, guests) or hosts
    guests -= hosts
    if hosts and guests:
        marks = list(_in_turn(sheet, found, hosts))
    elif len(counts) > 1:
        return
    elif hosts:
        marks = list(_of_hosts(sheet, found))
    else:
        marks = list(_of_guests(sheet, found))
    asked = sum(ends_asking(mark.text) for mark in marks)
    if len({mark.text for mark in marks}) < FEWEST or asked < (
        ASKING if hosts and guests else ALONE_ASKING
    ) * len(marks):
        return
    yield Candidate(NAMED, tuple(marks), asked / len(marks), SURE if hosts and guests else 0.0)


def _others(found: list[_Opening], guests: set[str]) -> set[str]:
    """Return those who speak in turn with one guest, as interviewers do who seldom end with a question."""
    guest = Counter(one.name for one in found).most_common(1)[0][0]
    sides = [one.name == guest for one in found]
    if guest not in guests or any(one == other for one, other in pairwise(sides)):
        return set()
    return {one.name for one in found} - {guest}


def _openings(sheet: Sheet, form: Callable[[Sheet, Line], int]) -> Iterator[_Opening]:
    """Yield the lines that open with a name that does so often enough; the first turn may have it in full."""
    found = []
    for at, line, text in sheet.own:
        if cut := form(sheet, line):
            words = WORDS.findall(text[:cut])
            if words and text[:1].isupper() == text[:1].isalpha():
                found.append((at, words, cut))
    counts = Counter(_name(words) for _, words, _ in found)
    known = {name for name, count in counts.items() if count >= FEWEST}
    known |= {name for name, count in counts.items() if known and count == FEWEST - 1}
    for at, words, cut in found:
        short = (_name(words), _name(words[-1:]), initials(words).casefold())
        name = next((one for one in short if one in known), None)
        if name is not None:
            yield _Opening(at, name, cut)


def _name(words: list[str]) -> str:
    return "".join(words).casefold()


def _said(sheet: Sheet, found: list[_Opening]) -> Iterator[str]:
    """Yield what each turn says in its first paragraph."""
    for one in found:
        text = sheet.lines[one.at].text[one.cut :].strip()
        below = sheet.lines[one.at + 1].text if one.at + 1 < len(sheet.lines) else ""
        yield text or below


def _in_turn(sheet: Sheet, found: list[_Opening], hosts: set[str]) -> Iterator[Mark]:
    """Yield the turns of those who ask that somebody else answers; several in a row are one question."""
    several = len({one.name for one in found} - hosts) > 1
    asked: list[_Opening] = []
    for one in found:
        if one.name in hosts:
            asked.append(one)
        elif asked:
            text = " ".join(_text(sheet, each.at, each.cut, end) for each, end in _ends(asked, one.at))
            yield Mark(asked[0].at, one.at - 1, text, one.at, 0 if several else one.cut)
            asked = []


def _ends(asked: list[_Opening], end: int) -> Iterator[tuple[_Opening, int]]:
    """Yield the turns with the line at which each ends."""
    yield from zip(asked, [*(one.at for one in asked[1:]), end], strict=True)


def _text(sheet: Sheet, first: int, cut: int, end: int) -> str:
    lines = [sheet.lines[at].text for at in range(first, end) if not sheet.clutter[at]]
    return " ".join(" ".join(lines)[cut:].split())


def _of_hosts(sheet: Sheet, found: list[_Opening]) -> Iterator[Mark]:
    """Yield the turns that have a name, if those that answer have none."""
    for one in found:
        alone = one.cut >= len(sheet.lines[one.at].text)
        last = one.at + alone
        if last + 1 < len(sheet.lines):
            yield Mark(one.at, last, _text(sheet, one.at, one.cut, last + 1), last + 1)


def _of_guests(sheet: Sheet, found: list[_Opening]) -> Iterator[Mark]:
    """Yield the lines directly above the turns that have a name, if those that ask have none."""
    own = {at: before for (before, *_), (at, *_) in zip(sheet.own, sheet.own[1:], strict=False)}
    replies = {one.at for one in found}
    for one in found:
        above = own.get(one.at, -1)
        if above >= 0 and above not in replies:
            yield Mark(above, one.at - 1, sheet.lines[above].text, one.at, one.cut)


def _alone(_: Sheet, line: Line) -> int:
    """Return the length of a name that is all of the line."""
    if len(line.text) > NAME_CHARS:
        return 0
    text = line.text.rstrip(f" {COLONS}")
    named = text.count(" ") < NAME_WORDS and not _SENTENCE_SIGNS.search(text)
    return len(line.text) if named or _INITIALS.fullmatch(text) else 0


def _emphasised(sheet: Sheet, line: Line) -> int:
    """Return the length of a name in strong type or italics with which the line begins."""
    if line.strong or line.em:
        return 0
    for kind, start, end in sheet.document.blocks[line.block].marks:
        if start == line.start and kind in {"strong", "em"} and end < line.end:
            name = line.text[: end - start].strip()
            if len(name) <= NAME_CHARS and not _SENTENCE_SIGNS.search(name.rstrip(".")):
                rest = line.text[end - start :]
                return end - start + len(rest) - len(rest.lstrip(f" {COLONS}."))
    return 0


def _after(pattern: re.Pattern[str]) -> Callable[[Sheet, Line], int]:
    """Return the form of a name that the pattern finds at the start of a line."""

    def length(_: Sheet, line: Line) -> int:
        found = pattern.match(line.text)
        return found.end() if found else 0

    return length


_FORMS = (_alone, _emphasised, *map(_after, (_BRACKETED, _BARRED, _LABELLED, _CAPITALS, _STOPPED)))
"""Each way to write a name before a turn; a page uses one of them."""

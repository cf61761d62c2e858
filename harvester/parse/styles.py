"""Questions by style: a run of lines that look alike and most of which ask."""

import re
from collections import defaultdict
from functools import lru_cache

from harvester.model import Kind
from harvester.parse.asking import ENDS, NO
from harvester.parse.lines import Line
from harvester.parse.reading import Mark, Reading, Sheet
from harvester.parse.words import FAQ_TITLE

DEDICATED = frozenset({Kind.SUMMARY, Kind.TERM, Kind.BUTTON})
"""Kinds made for a text that opens another."""
QUESTION_LIMIT = 700  # characters of the longest interviewer's turn that is believed
_STATE = frozenset("active open opened closed collapsed collapse expanded first last odd even show in fade".split())
_SENTENCE = re.compile(r"[.!…:?？。！][\"'”’»)\]\d]*$")  # noqa: RUF001


@lru_cache(maxsize=8192)
def shape_of(tag: str, classes: str) -> str:
    """Return what an element looks like: its tag and the classes that are neither numbered nor states."""
    kept = [name for name in classes.split() if name.lower() not in _STATE and not any(map(str.isdigit, name))]
    return f"{tag}.{'.'.join(sorted(kept))}"


def style_readings(sheet: Sheet):
    """Return a reading for each style that asks."""
    groups: dict[object, list[int]] = defaultdict(list)
    containers = sheet.document.containers
    for at, line in enumerate(sheet.lines):
        if sheet.clutter[at] or len(line.text) > QUESTION_LIMIT:
            continue
        if line.kind is Kind.HEADING:
            groups["headings", line.level].append(at)
            groups["headings", 0].append(at)
            continue
        if line.strong:
            groups["strong", 0].append(at)
        elif line.em:
            groups["italics", 0].append(at)
        elif line.caps:
            groups["capitals", 0].append(at)
        place = containers[line.container]
        above = containers[place.parent] if place.parent >= 0 else place
        groups[_NAMES.get(line.kind, "blocks"), shape_of(place.tag, place.classes), shape_of(above.tag, above.classes)].append(at)
    readings = []
    for key, members in groups.items():
        reading = _read_group(sheet, key, members)
        if reading is not None:
            readings.append(reading)
    return readings


_NAMES = {Kind.SUMMARY: "details", Kind.TERM: "terms", Kind.BUTTON: "buttons"}


def _read_group(sheet: Sheet, key, members: list[int]) -> Reading | None:
    lines = sheet.lines
    asking = [at for at in members if lines[at].asks == ENDS]
    dedicated = key[0] in ("details", "terms", "buttons")
    if not asking:
        return None
    first, last = asking[0], asking[-1]
    span = [at for at in members if first <= at <= last]
    marked = list(asking)
    if len(asking) >= 3 or dedicated:
        for at in span if not dedicated else members:
            if lines[at].asks == ENDS:
                continue
            if _is_turn(lines[at], key[0]):
                marked.append(at)
    marked.sort()
    marks = _merge(sheet, marked, key[0])
    marks = [m for m in marks if _answered(sheet, marks, m)]
    if not marks:
        return None
    purity = len(asking) / len(span)
    n = len(marks)
    score = min(n, 5) / 5 * 0.4 + purity * 0.4
    if dedicated:
        score += 0.15
    if _titled(sheet, first):
        score += 0.3
    if key[0] == "blocks":
        score -= 0.1
    return Reading(key[0], tuple(marks), score)


def _is_turn(line: Line, method: str) -> bool:
    if method in ("details", "terms", "buttons"):
        return line.asks != NO
    if method in ("headings", "strong"):
        return bool(_SENTENCE.search(line.text))
    return False


def _merge(sheet, marked, method) -> list[Mark]:
    lines = sheet.lines
    marks = []
    index = 0
    while index < len(marked):
        first = last = marked[index]
        index += 1
        while method != "headings" and index < len(marked) and marked[index] == last + 1 and lines[last].block == lines[last+1].block:
            last = marked[index]
            index += 1
        text = " ".join(" ".join(lines[at].text for at in range(first, last + 1)).split())
        marks.append(Mark(first, last, text, last + 1, style=method))
    return marks


def _answered(sheet: Sheet, marks, mark) -> bool:
    number = marks.index(mark)
    stop = marks[number + 1].first if number + 1 < len(marks) else len(sheet.lines)
    return any(not sheet.clutter[at] for at in range(mark.answer, min(stop, mark.answer + 30)))


def _titled(sheet: Sheet, first: int) -> bool:
    """Return whether a title above the first question says that questions follow."""
    for at in range(max(0, first - 6), first):
        line = sheet.lines[at]
        if len(line.text) < 120 and FAQ_TITLE.search(line.text) and not sheet.clutter[at]:
            return True
    return False

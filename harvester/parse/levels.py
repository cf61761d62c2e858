"""Find headings among questions whose level shows another purpose: they title sections or divide answers."""

from collections.abc import Iterator
from itertools import pairwise

from harvester.model import Kind
from harvester.parse.affixes import labels_of
from harvester.parse.asking import opens_asking
from harvester.parse.candidate import Sheet
from harvester.parse.lines import Line
from harvester.parse.marking import numbered

MANY = 0.5
"""Deeper headings of one question do not divide its answer from this number per question above."""


def section_titles(lines: list[Line], run: list[int]) -> set[int]:
    """Return the titles of sections: headings that do not ask, directly above a deeper one that asks."""
    return {
        at
        for at, below in pairwise(run)
        if not lines[at].asks and lines[below].asks and lines[at].level < lines[below].level
    }


def dividing(sheet: Sheet, run: list[int]) -> set[int]:
    """Return the headings of the run that divide an answer: they are deeper than the question above them.

    Deeper headings that all ask, also below the run's end, are questions on another level in three cases: a
    question has only one of them, others of their level stand below no question, or there are many. If the
    questions above are numbered and the deeper headings are not, they divide. The same holds if only the
    questions above have a label, "Question 1:", or ids, because links of a table of contents lead to those,
    and if each question has a box of its own with its deeper headings.
    """
    lines = sheet.lines
    above, groups = _by_question(lines, run)
    others = {lines[at].level for at in above}
    if groups and lines[run[-1]].level not in others:
        groups[-1] += _rest(sheet, run[-1])
    deeper = [at for group in groups for at in group]
    follow = numbered(lines, above)
    listed = len(follow) > 1 and len(follow) == len(above) and not numbered(lines, deeper)
    several = len(above) > 1 and bool(deeper)
    listed = listed or (
        several
        and (
            _are_led_to(sheet, above, deeper)
            or _are_labelled(lines, above, deeper)
            or _are_in_boxes(sheet, above, deeper)
        )
    )
    found: set[int] = set()
    for group in groups:
        asking = all(lines[at].asks or opens_asking(lines[at].text) for at in group)
        peers = len(group) == 1 or lines[group[0]].level in others or len(group) >= MANY * len(above)
        if listed or not (asking and peers):
            found.update(group)
    return found


def stand_below_questions(sheet: Sheet, headings: list[int]) -> bool:
    """Return whether each heading, all of one level, is below a higher one that asks and is no title."""
    own, level, title = {*headings}, sheet.lines[headings[0]].level, sheet.document.title
    higher = False
    for at in range(headings[-1] + 1):
        line = sheet.lines[at]
        if line.kind is Kind.HEADING and line.level < level and not sheet.clutter[at]:
            higher = line.asks and line.text != title
        elif at in own and not higher:
            return False
    return True


def boxed(sheet: Sheet, run: list[int]) -> set[int]:
    """Return the deeper headings of the run that stand in boxes of its questions; they are no list."""
    above, groups = _by_question(sheet.lines, run)
    deeper = [at for group in groups for at in group]
    boxes = len(above) > 1 and bool(deeper) and _are_in_boxes(sheet, above, deeper)
    return {*deeper} if boxes else set()


def _are_led_to(sheet: Sheet, above: list[int], deeper: list[int]) -> bool:
    """Return whether all headings above can be led to by their ids, and no deeper one can."""
    containers, lines = sheet.document.containers, sheet.lines
    return all(containers[lines[at].container].name for at in above) and not any(
        containers[lines[at].container].name for at in deeper
    )


def _are_in_boxes(sheet: Sheet, above: list[int], deeper: list[int]) -> bool:
    """Return whether each heading above has a box of its own, and all deeper ones stand in these boxes."""
    home = {at: sheet.lines[at].container for at in (*above, *deeper)}
    box = sheet.places.boxes(sheet.places.around([home[at] for at in above])).box
    if len({box(home[at]) for at in above}) < len(above):
        return False
    return all(box(home[at]) == box(home[max(one for one in above if one < at)]) for at in deeper)


def _are_labelled(lines: list[Line], above: list[int], deeper: list[int]) -> bool:
    """Return whether all headings above have a question's label that is a word, and no deeper one has."""
    labelled = [
        at for at in (*above, *deeper) if any(one.asks and one.word for one in labels_of(lines[at].text))
    ]
    return labelled == above


def _rest(sheet: Sheet, last: int) -> Iterator[int]:
    """Yield the headings below the run's last line that are of its level, up to a higher one."""
    level = sheet.lines[last].level
    for at in range(last + 1, len(sheet.lines)):
        line = sheet.lines[at]
        if line.kind is Kind.HEADING and not sheet.clutter[at]:
            if line.level < level:
                break
            if line.level == level:
                yield at


def _by_question(lines: list[Line], run: list[int]) -> tuple[list[int], list[list[int]]]:
    """Return the run's questions that are below no other one, and the deeper headings below each of them."""
    above: list[int] = []
    groups: list[list[int]] = []
    level = 0
    for at in run:
        if level and lines[at].level > level:
            groups[-1].append(at)
        else:
            level = lines[at].level if lines[at].asks else 0
            above += [at] if level else []
            groups.append([])
    return above, [group for group in groups if group]

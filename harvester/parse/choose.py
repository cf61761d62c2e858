"""The one rule that picks among the readings of a page. Every figure of it stands here."""

from typing import NamedTuple

from harvester.model import Kind
from harvester.parse.markup import plain
from harvester.parse.pairing import at_home, turns
from harvester.parse.reading import Reading, Sheet, Turn
from harvester.parse.words import ACCOUNT, FAQ_TITLE, QUESTIONS

THRESHOLD = 0.6
"""Score from which a reading is believed: three questions that all ask and are answered have 0.64."""
FULL = 5  # questions from which on more of them say no more
PROSE = 40  # characters of a line that is no mere caption, option or time; a third for other scripts
TITLE_REACH = 6  # lines above the first question in which its title is looked for
TITLE_LIMIT = 120  # characters of the longest title
OPENERS = frozenset(("details", "terms", "buttons"))


class Verdict(NamedTuple):
    """A reading weighed: its turns, what speaks for it, and the sum."""

    reading: Reading
    turns: tuple[Turn, ...]
    prose: float
    titled: bool
    covered: float
    score: float


def weigh(sheet: Sheet, reading: Reading, stated: dict[str, str]) -> Verdict:
    """Return the verdict on one reading by itself.

    0.4 for questions enough, 0.4 for asking and being answered in prose, 0.3 for a title that
    announces questions, 0.15 for elements made to be opened, 0.5 for agreeing with the markup, and
    half of what the strategy itself is sure of.
    """
    marks = reading.marks if reading.method == "markup" else at_home(sheet, reading.marks)
    found = turns(sheet, marks, reading.end or len(sheet.lines))
    if not found:
        return Verdict(reading, (), 0.0, titled=False, covered=0.0, score=0.0)
    prose = sum(_is_prose(sheet, turn) for turn in found) / len(found)
    titled = _is_titled(sheet, found[0].mark.first)
    covered = len({plain(turn.mark.text) for turn in found} & stated.keys()) / len(stated) if stated else 0.0
    purity = min(1.0, 2 * reading.purity) if reading.method == "blocks" and len(found) >= FULL else reading.purity
    score = (
        0.4 * min(len(found), FULL) / FULL
        + 0.4 * purity * prose
        + 0.005 * len(found)
        + 0.3 * titled
        + 0.15 * (reading.method in OPENERS and len(found) > 1)
        + 0.5 * covered
        + 0.5 * reading.sure
        - 0.1 * (reading.method == "blocks")
        - 0.3 * (len(found) == 1 and reading.method != "labels")
        - 0.3 * _is_of_accounts(sheet, found)
    )
    return Verdict(reading, found, prose, titled, covered, score)


def choose(sheet: Sheet, verdicts: list[Verdict]) -> list[Verdict]:
    """Return the best of the verdicts that are believed, and those that read other stretches of the page."""
    chosen: list[Verdict] = []
    for verdict in sorted(verdicts, key=lambda one: -one.score):
        if verdict.score < THRESHOLD:
            break
        if all(_is_apart(verdict, other) for other in chosen):
            chosen.append(verdict)
    chosen.sort(key=lambda one: one.turns[0].mark.first)
    if not chosen:
        return []
    ends = [verdict.turns[0].mark.first for verdict in chosen[1:]] + [len(sheet.lines)]
    return [
        verdict._replace(
            turns=turns(sheet, tuple(turn.mark for turn in verdict.turns), min(end, verdict.reading.end or end))
        )
        for verdict, end in zip(chosen, ends, strict=True)
    ]


def _is_apart(one: Verdict, other: Verdict) -> bool:
    return (
        one.turns[-1].mark.last < other.turns[0].mark.first or other.turns[-1].mark.last < one.turns[0].mark.first
    )


def _is_prose(sheet: Sheet, turn: Turn) -> bool:
    for at, _ in turn.answer:
        line = sheet.lines[at]
        if not line.link and len(line.text) >= (PROSE if line.text.isascii() else PROSE // 3):
            return True
    return False


def _is_titled(sheet: Sheet, first: int) -> bool:
    """Return whether a title above the first question says that questions follow."""
    for at in range(max(0, first - TITLE_REACH), first):
        line = sheet.lines[at]
        if len(line.text) > TITLE_LIMIT or sheet.clutter[at]:
            continue
        if FAQ_TITLE.search(line.text) or (line.kind is Kind.HEADING and QUESTIONS.search(line.text)):
            return True
    return False


def _is_of_accounts(sheet: Sheet, found: tuple[Turn, ...]) -> bool:
    """Return whether most of it is about signing in, on a page whose title is about something else."""
    about = 0
    for turn in found:
        text = turn.mark.text + " ".join(sheet.lines[at].text for at, _ in turn.answer[:3])
        about += bool(ACCOUNT.search(text))
    return 2 * about > len(found) and not ACCOUNT.search(sheet.document.title)

"""A second opinion on lines that the rules leave out of an answer: a line's features and their weights.

`benchmarks.learn` measures it; it is no part of the program. It is asked after the choice and only ever adds
lines. The features are structure and a few words; no class or id is among them.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harvester.model import LINKS, Kind, Pair
from harvester.parse.candidate import Sheet, Turn
from harvester.parse.pairing import answer_text
from harvester.parse.parser import ParsedPage
from harvester.parse.phrases import leads_away
from harvester.parse.places import within
from harvester.parse.prose import is_promotion

TAIL = 30
"""Lines below the last answer that are looked at; an answer has seldom more than that."""
SENTENCE = 40
"""Characters from which a line that ends like a sentence is one."""
KINDS = (
    Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.CELL, Kind.TERM, Kind.DEFINITION, Kind.QUOTE, Kind.CAPTION,
    Kind.PREFORMATTED, Kind.BUTTON, Kind.SUMMARY,
)  # fmt: skip
TAGS = ("aside", "form", "figure", "nav", "footer", "table")
"""Elements around a line that are looked for in its path."""

Features = Mapping[str, float]
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Region:
    """What the lines around one answer are compared with.

    turns: all of the page's. number: of the answer's. stop: the line before which it ends at the latest.
    last: whether no question follows.
    """

    sheet: Sheet
    turns: tuple[Turn, ...]
    number: int
    stop: int
    last: bool
    questions: Counter[int]
    repeated: Counter[str]


def regions(page: ParsedPage) -> Iterator[Region]:
    """Yield the region of each answer of a page, in page order."""
    sheet = page.sheet
    repeated = Counter(line.text for line in sheet.lines)
    firsts = sorted(turn.mark.first for verdict in page.chosen for turn in verdict.turns)
    homes = [sheet.lines[first].container for first in firsts]
    for verdict in page.chosen:
        for number, turn in enumerate(verdict.turns):
            below = [first for first in firsts if first > turn.mark.first]
            end = max((at for at, _ in turn.answer), default=turn.mark.answer)
            stop = below[0] if below else min(len(sheet.lines), end + TAIL)
            yield Region(sheet, verdict.turns, number, stop, not below, sheet.places.counts(homes), repeated)


def left_out(region: Region) -> list[int]:
    """Return the lines of an answer's region that are none of it."""
    turn = region.turns[region.number]
    kept = {at for at, _ in turn.answer}
    return [at for at in range(turn.mark.answer, region.stop) if at not in kept]


def features(region: Region, at: int, kept: list[int]) -> Features:
    """Return what is known of a line, given the lines kept so far, those of the rules among them."""
    sheet, line = region.sheet, region.sheet.lines[at]
    above = [one for one in kept if one < at]
    previous = sheet.lines[above[-1]] if above else sheet.lines[region.turns[region.number].mark.last]
    gap = at - (above[-1] if above else region.turns[region.number].mark.last)
    skipped = sum(len(sheet.lines[one].text) for one in range(at - gap + 1, at))
    text = line.text
    row = {
        "bias": 1.0,
        "gap": math.log1p(gap - 1),
        "gap in the last answer": math.log1p(gap - 1) if region.last else 0.0,
        "characters since kept": math.log1p(skipped) / 4,
        "last answer": float(region.last),
        "kept lines follow": float(any(one > at for one in kept)),
        "after a colon": float(previous.text[-1:] in (":", "\N{FULLWIDTH COLON}")),
        "same kind as above": float(bool(above) and previous.kind is line.kind),
        "same place as above": float(
            bool(above) and sheet.places.kind(previous.container) == sheet.places.kind(line.container)
        ),
        "item after kept item": float(bool(above) and line.kind is previous.kind is Kind.ITEM),
        "sentence": float(len(text) >= SENTENCE and text[-1] in '.!?…。»”"'),
        "length": math.log1p(len(text)) / 5,
        "asks": float(line.asks),
        "strong": float(line.strong),
        "emphasis": float(line.em),
        "whole line a link": float(line.link),
        "share of links": _link_share(sheet, at),
        "repeated on the page": float(region.repeated[text] > 1),
        "teaser or caption": float(leads_away(text.lower())),
        "invitation": float(is_promotion(line)),
        "clutter": float(sheet.clutter[at]),
    }
    row |= {f"kind {kind}": float(line.kind is kind) for kind in KINDS}
    return row | _where(region, at)


def _link_share(sheet: Sheet, at: int) -> float:
    line = sheet.lines[at]
    marks = [mark for mark in sheet.document.blocks[line.block].marks if mark.kind in LINKS]
    inside = sum(max(0, min(mark.end, line.end) - max(mark.start, line.start)) for mark in marks)
    return inside / max(1, line.end - line.start)


def _where(region: Region, at: int) -> dict[str, float]:
    """Return where the line stands, and what the other answers have in such a place."""
    sheet = region.sheet
    line, turn = sheet.lines[at], region.turns[region.number]
    containers, question = sheet.document.containers, sheet.lines[turn.mark.first]
    own = containers[line.container]
    panel = question.container
    while (parent := containers[panel].parent) >= 0 and region.questions[parent] <= 1:
        panel = parent
    others = [one.answer for number, one in enumerate(region.turns) if number != region.number] or [
        turn.answer
    ]
    place, kind = sheet.places.kind(line.container), line.kind
    alike = [{sheet.places.kind(sheet.lines[one].container) for one, _ in answer} for answer in others]
    kinds = [{sheet.lines[one].kind for one, _ in answer} for answer in others]
    row = {
        "in the question's panel": float(within(containers, line.container, panel)),
        "beside the question": float(own.parent == containers[question.container].parent),
        "deeper than the question": float(
            own.path.count("/") > containers[question.container].path.count("/")
        ),
        "other answers stand there": sum(place in one for one in alike) / len(others),
        "other answers have the kind": sum(kind in one for one in kinds) / len(others),
    }
    return row | {f"in {tag}": float(f"/{tag}/" in f"/{own.path}/") for tag in TAGS}


def log_odds(weights: Weights, row: Features) -> float:
    """Return the sum of the weights of a line."""
    return sum(weights.get(name, 0.0) * value for name, value in row.items())


def second_opinion(page: ParsedPage, weights: Weights, cuts: tuple[float, float]) -> tuple[Pair, ...]:
    """Return the page's pairs with the lines added that the weights keep.

    cuts: log-odds above which a line is kept, between questions and in the last answer. There it is 1 higher
    for each line left out since the last one that is kept.
    """
    added = {
        (region.turns[region.number].mark.first): _added(region, weights, cuts) for region in regions(page)
    }
    pairs = []
    for verdict in page.chosen:
        for turn in verdict.turns:
            lines = sorted({*turn.answer, *((at, 0) for at in added[turn.mark.first])})
            own = turn._replace(answer=tuple(lines))
            pairs.append(Pair(turn.mark.text, answer_text(page.sheet, own), verdict.candidate.means.method))
    return tuple(pairs)


def _added(region: Region, weights: Weights, cuts: tuple[float, float]) -> list[int]:
    turn = region.turns[region.number]
    kept = [at for at, _ in turn.answer]
    added: list[int] = []
    for at in left_out(region):
        known = sorted({*kept, *added})
        above = [one for one in known if one < at]
        since = at - above[-1] - 1 if above else 0
        cut = cuts[1] + since if region.last and not any(one > at for one in kept) else cuts[0]
        if log_odds(weights, features(region, at, known)) > cut:
            added.append(at)
    return added

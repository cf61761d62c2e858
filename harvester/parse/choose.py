"""Choose the candidates that read a page: the best on each stretch, with the questions of its list."""

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from harvester.model import Kind
from harvester.parse.candidate import Candidate, Mark, Sheet
from harvester.parse.joining import joined
from harvester.parse.verdicts import THRESHOLD, ScoredCandidate, best, can_be_accepted, weigh

EXAMPLES = 4
"""A list in one answer of another that is this many times as long shows how something is written."""
FEW, LONG = 2, 5
"""So few questions in another look above a list so long are no list. The gold sets have two such cases."""


def choose(sheet: Sheet, candidates: list[Candidate]) -> list[ScoredCandidate]:
    """Return the best of the accepted candidates, and those that read other stretches of the page.

    A candidate is not weighed if it cannot be accepted, or can at best be second on its stretch.
    """
    accepted: list[ScoredCandidate] = []
    possible = [(best(sheet, one), one) for one in candidates if can_be_accepted(sheet, one)]
    for most, candidate in sorted(possible, key=lambda pair: (pair[1].means.second, -pair[0])):
        better = (one for one in accepted if one.score >= most and _overlaps(one, candidate))
        if not all(_is_part(sheet, one, candidate.marks) for one in better):
            continue
        verdict = weigh(sheet, candidate)
        if verdict.score >= THRESHOLD:
            accepted.append(verdict)
    accepted += [one for host in accepted for one in _joined(sheet, host, candidates)]
    accepted = [one for one in accepted if not any(_is_of_answer(sheet, one, host) for host in accepted)]
    lists = [[turn.mark for turn in verdict.turns] for verdict in accepted]
    accepted = [one for one in accepted if not any(_is_part(sheet, one, marks) for marks in lists)]
    chosen: list[ScoredCandidate] = []
    for verdict in sorted(accepted, key=lambda one: (one.candidate.means.second, -one.score)):
        if all(_is_apart(verdict, other) for other in chosen):
            chosen.append(verdict)
    chosen.sort(key=lambda one: one.turns[0].mark.first)
    chosen = [one for one in chosen if not any(_stands_before(one, other) for other in chosen)]
    ends = [verdict.turns[0].mark.first for verdict in chosen[1:]]
    return [*(_cut(verdict, end) for verdict, end in zip(chosen, ends, strict=False)), *chosen[-1:]]


def _joined(sheet: Sheet, host: ScoredCandidate, candidates: list[Candidate]) -> list[ScoredCandidate]:
    """Return the accepted verdict joined with others of its list, if the joined one scores no less."""
    found = (weigh(sheet, one) for one in joined(sheet, host.candidate, candidates))
    return [one for one in found if one.score >= host.score and len(one.turns) > len(host.turns)]


def _is_part(sheet: Sheet, one: ScoredCandidate, marks: Sequence[Mark]) -> bool:
    """Return whether the questions are parts of answers to others: examples, or headings that divide them."""
    return _is_within_an_answer(one, marks) or _divides(sheet, one, marks)


def _is_within_an_answer(one: ScoredCandidate, marks: Sequence[Mark]) -> bool:
    """Return whether the questions stand between two others of a much longer list, as examples do."""
    if EXAMPLES * len(one.turns) > len(marks):
        return False
    above = bisect_right(marks, one.turns[0].mark.first, key=itemgetter(0))
    inside = 0 < above < len(marks) and one.turns[0].mark.first > marks[above - 1].last
    return inside and one.turns[-1].mark.last < marks[above].first


def _divides(sheet: Sheet, one: ScoredCandidate, marks: Sequence[Mark]) -> bool:
    """Return whether one has headings, not all of which ask, below others of a higher level that all ask."""
    above = [sheet.lines[mark.first] for mark in marks]
    below = [sheet.lines[turn.mark.first] for turn in one.turns]
    if len(above) < FEW or one.turns[0].mark.first < marks[0].first or all(line.asks for line in below):
        return False
    if not all(line.kind is Kind.HEADING for line in (*above, *below)):
        return False
    return all(line.asks for line in above) and max(line.level for line in above) < min(
        line.level for line in below
    )


def _overlaps(verdict: ScoredCandidate, candidate: Candidate) -> bool:
    first, last = candidate.marks[0].first, candidate.marks[-1].last
    return verdict.turns[0].mark.first <= last and first <= verdict.turns[-1].mark.last


def _cut(verdict: ScoredCandidate, end: int) -> ScoredCandidate:
    """Return the verdict with its last answer cut before the line where another candidate begins."""
    *turns, last = verdict.turns
    answer = tuple(one for one in last.answer if one[0] < end)
    return verdict._replace(turns=(*turns, last._replace(answer=answer)) if answer else tuple(turns))


def _stands_before(one: ScoredCandidate, other: ScoredCandidate) -> bool:
    """Return whether one has few questions in another look above a long list, as boxes have: "Moving?"."""
    unlike = one.candidate.means != other.candidate.means and not one.candidate.means.by_words
    above = one.turns[0].mark.first < other.turns[0].mark.first
    return unlike and above and len(one.turns) <= FEW and len(other.turns) >= LONG


def _is_of_answer(sheet: Sheet, one: ScoredCandidate, host: ScoredCandidate) -> bool:
    """Return whether one stands in the box of the host's last question, if each of these has its own.

    Where all of its lines ask, it is a list of its own.
    """
    last = host.turns[-1].mark.last
    if len(host.turns) == 1 or one.turns[0].mark.first <= last:
        return False
    if all(sheet.lines[turn.mark.last].asks for turn in one.turns):
        return False
    homes = [sheet.lines[turn.mark.first].container for turn in host.turns]
    box = sheet.places.boxes(sheet.places.around(homes)).box
    own = [box(home) for home in homes]
    inside = (box(sheet.lines[turn.mark.first].container) == own[-1] for turn in one.turns)
    return len({*own}) == len(own) and all(inside)


def _is_apart(one: ScoredCandidate, other: ScoredCandidate) -> bool:
    """Return whether the verdict reads another stretch: a single question, such as a title, heads a list."""
    [first, *more] = one.turns
    if not (more or one.candidate.means.single) and first.mark.first < other.turns[0].mark.first:
        return first.answer[-1:] < ((other.turns[0].mark.first, 0),)
    return (
        one.turns[-1].mark.last < other.turns[0].mark.first
        or other.turns[-1].mark.last < one.turns[0].mark.first
    )

"""Weigh the evidence for and against a candidate: the table of weights, and the one sum that uses it."""

from collections.abc import Iterable
from typing import NamedTuple

from harvester.model import Kind
from harvester.parse.asking import announces, ends_asking, spoken_length
from harvester.parse.candidate import Candidate, Mark, Sheet, Turn
from harvester.parse.lines import Line, is_dashed
from harvester.parse.pairing import at_home, turns
from harvester.parse.phrases import is_of_account, puts_to_others
from harvester.parse.replies import EXCERPT, is_card, is_prose, is_said, is_teaser
from harvester.parse.stated import letters
from harvester.parse.unanswered import are_of_a_thread, are_unanswered, lead_on

# This is the table of weights. Their sum, at most 1, is a pair's confidence. They were set by hand on real
# pages. Weights that were learnt from these pages chose no better, and invented pairs on more pages without
# pairs.

THRESHOLD = 0.6
"""A candidate is accepted from this score; three questions that all ask and have answers score .655."""
QUESTIONS = 0.4
"""`FULL` answered questions weigh this; fewer weigh a share of it. Two questions alone are chance."""
FULL = 5
"""Answered questions beyond this number are no further evidence of a list."""
EACH = 0.005
"""Each answered question also adds this, so that of two equal candidates the one with more questions wins."""
PROSE = 0.4
"""If all lines of the look ask and have answers in prose, this is added; smaller shares add less."""
LIST = 3
"""Answers to this many questions may be curt: "With the app"."""
MOSTLY = 0.6
"""If at least this share of the answers is prose, the curt ones among them are no options of a quiz."""
SURE = 0.5
"""A strategy with full confidence, from labels of both sides, adds this; a class named "faq" adds half."""
TITLED = 0.3
"""A title that announces questions adds this, which is enough for two questions below it."""
COVERED = 0.5
"""If all questions of the page's markup are found, this is added; if only some are, a share of it."""
FILLED = 0.15
"""A candidate that is all of the page's text gains this, because the page has no other subject."""
PLAIN = 0.1
"""Plain blocks lose this, because only a question mark distinguishes their questions from the text."""
SINGLE = 0.3
"""A single question loses this unless a label marks it, because many reports have one."""
CARDS = 0.8
"""A candidate loses this if most answers are cards of other articles: its questions are headlines.

At .25, an index of six cards or more passed: no title announces them, but each one asks. At .5, it passed
below a title that announces questions, as sections of papers have.
"""
ACCOUNTS = 0.3
"""Questions about signing in lose this on a page about something else: they are the site's help."""
LISTED = 0.25
"""Headings that ask lose this if `BESIDE` as many of their look do not ask: it is a list article."""

BESIDE = 2 / 3
"""A page is a list article above this number of headings that do not ask, per question.

.6 and .7 drop the invented pairs of three pages of the corpus, .8 of one, and .5 drops right ones too.
"""

CALLS = 1 / 3
"""If the headings that ask are as short as a call, "Who pays?", this number of the others shows a report."""

CALL = 20
"""A call has at most this many letters on average; questions of an explainer name their subject."""

BEGUN, SENTENCE = 3, 40
"""An article has begun where this many paragraphs have at least this many letters; a lead has fewer."""

WHOLE = 0.85
"""A candidate is all of the page's text if it has at least this share of the page's own words.

At .8, a report passed in which two crossheads ask.
"""
FILLING = 0.5
"""A page can be all questions, and not a quiz, if at least this share of the answers is prose."""
TOLD = 3
"""Fewer questions that only their places tell are no list."""
SAMPLE = 5
"""This many questions are looked at to see what they are about."""
TITLE_REACH = 6
"""The title is searched in this many lines above the first question."""
TITLE_LIMIT = 120
"""A title has at most this many characters."""


class ScoredCandidate(NamedTuple):
    """A verdict holds a candidate's turns and the sum of its evidence."""

    candidate: Candidate
    turns: tuple[Turn, ...]
    score: float


def weigh(sheet: Sheet, candidate: Candidate) -> ScoredCandidate:
    """Return the verdict on one candidate by itself."""
    marks = candidate.marks if candidate.means.anywhere else at_home(sheet, candidate.marks)
    found = turns(sheet, marks, candidate.end or len(sheet.lines))
    if not found or _are_of_nobody(sheet, candidate, found):
        return ScoredCandidate(candidate, (), 0.0)
    titled = _is_titled(sheet, found[0].mark.first)
    prose = _prose(sheet, found, curt=titled and candidate.purity == 1.0)
    cards = 2 * sum(is_card(sheet, turn) for turn in found) > len(found) or lead_on(sheet, found)
    if not titled and candidate.means.second and len(found) < TOLD:
        return ScoredCandidate(candidate, (), 0.0)
    score = _by_look(candidate, len(found), prose) + TITLED * titled - CARDS * cards
    score += _covered(sheet, (turn.mark for turn in found))
    full = THRESHOLD - FILLED <= score < THRESHOLD and candidate.purity == 1.0 and prose >= FILLING
    if full and not cards and _fills(sheet, found):
        score += FILLED
    if not titled and THRESHOLD <= score < THRESHOLD + ACCOUNTS and _is_of_accounts(sheet, found):
        score -= ACCOUNTS
    if not titled and _are_crossheads(sheet, candidate, found):
        score -= LISTED
    return ScoredCandidate(candidate, found, score)


def _prose(sheet: Sheet, found: tuple[Turn, ...], *, curt: bool) -> float:
    """Return the share of answers in prose; curt ones, lists and tables count if most others are prose.

    curt: whether they count in any case, because a title announces a list.
    """
    prose = [is_prose(sheet, turn) for turn in found]
    if len(found) < LIST or (not curt and sum(prose) < MOSTLY * len(found)):
        return sum(prose) / len(found)
    answered = (own or is_said(sheet, turn) for own, turn in zip(prose, found, strict=True))
    return sum(answered) / len(found)


def _are_of_nobody(sheet: Sheet, candidate: Candidate, found: tuple[Turn, ...]) -> bool:
    """Return whether nobody answers the questions: an index, advice on what to ask, or a thread."""
    if 2 * sum(is_teaser(sheet, turn) for turn in found) > len(found):  # an index of other articles
        return True
    if not candidate.means.by_words and puts_to_others(sheet.document.title.lower()):
        return True
    dashed = (is_dashed(sheet.lines[turn.mark.first]) for turn in found)
    if candidate.means.plain and 2 * sum(dashed) > len(found):  # speech in a tale
        return True
    loose = candidate.means.plain or candidate.means.second
    return are_unanswered(sheet, found) or (loose and are_of_a_thread(sheet, found))


def best(sheet: Sheet, candidate: Candidate) -> float:
    """Return the highest score that the candidate can have, by the number and the look of its questions."""
    return _by_look(candidate, len(candidate.marks)) + TITLED + (COVERED if sheet.stated else 0.0)


def can_be_accepted(sheet: Sheet, candidate: Candidate) -> bool:
    """Return whether the candidate's score can reach the threshold, without looking at its answers."""
    marks = candidate.marks
    score = _by_look(candidate, len(marks)) + _covered(sheet, marks) + FILLED * (candidate.purity == 1.0)
    if score >= THRESHOLD:
        return True
    titled = score + TITLED >= THRESHOLD
    return titled and any(_is_titled(sheet, mark.first) for mark in marks)


def _covered(sheet: Sheet, marks: Iterable[Mark]) -> float:
    """Return the weight of the questions of the page's markup that are among the marks."""
    if not sheet.stated:
        return 0.0
    known = {letters(mark.text) for mark in marks} & sheet.stated.keys()
    return COVERED * len(known) / len(sheet.stated)


def _by_look(candidate: Candidate, count: int, prose: float = 1.0) -> float:
    """Return the score of a candidate with that many answered questions, without its surroundings."""
    plain = candidate.means.plain
    purity = min(1.0, 2 * candidate.purity) if plain and count >= FULL else candidate.purity
    return (
        QUESTIONS * min(count, FULL) / FULL
        + EACH * count
        + PROSE * purity * prose
        + SURE * candidate.sure * (count > 1)
        - PLAIN * plain
        - SINGLE * (count == 1 and not candidate.means.single)
    )


def _fills(sheet: Sheet, found: tuple[Turn, ...]) -> bool:
    """Return whether the turns are nearly all of the page's text, apart from its headings and lead."""
    own = sum(
        len(line.text)
        for line, clutter in zip(sheet.lines, sheet.clutter, strict=True)
        if not clutter and not line.link
    )
    title, lead = len(sheet.document.title), len(sheet.document.lead)
    read = sum(
        len(turn.mark.text) + sum(len(sheet.lines[at].text) for at, _ in turn.answer) for turn in found
    )
    return read >= WHOLE * (own - title - lead)


def _are_crossheads(sheet: Sheet, candidate: Candidate, found: tuple[Turn, ...]) -> bool:
    """Return whether the headings are those of a list article or a report, of which some ask."""
    if sum(spoken_length(turn.mark.text) for turn in found) > CALL * len(found):
        return candidate.beside >= BESIDE * len(found)
    return candidate.beside >= CALLS * len(found) or (len(found) < FULL and _is_told_above(sheet, found))


def _is_told_above(sheet: Sheet, found: tuple[Turn, ...]) -> bool:
    """Return whether so many paragraphs stand above the first question that the article has begun."""
    above = zip(sheet.lines[: found[0].mark.first], sheet.clutter, strict=False)
    return (
        sum(
            line.kind is Kind.PARAGRAPH
            and not (clutter or line.link)
            and spoken_length(line.text) >= SENTENCE
            for line, clutter in above
        )
        >= BEGUN
    )


def _is_titled(sheet: Sheet, first: int) -> bool:
    """Return whether a title above the first question, or the page's, says that questions follow.

    A line that asks, "Any questions?", leads to the press office.
    """
    if sheet.announced:
        return True
    for at in range(max(0, first - TITLE_REACH), first):
        line = sheet.lines[at]
        if sheet.clutter[at] or not _can_be_title(line):
            continue
        heading = line.kind is Kind.HEADING and line.text != sheet.document.title
        if announces(line.text.lower(), heading=heading):
            return True
    return False


def _can_be_title(line: Line) -> bool:
    """Return whether a line can say that questions follow; a list's item points to those of other pages."""
    return len(line.text) <= TITLE_LIMIT and line.kind is not Kind.ITEM and not ends_asking(line.text)


def _is_of_accounts(sheet: Sheet, found: tuple[Turn, ...]) -> bool:
    """Return whether most questions are about signing in, and the page's title is about something else."""
    if is_of_account(sheet.document.title.lower()):
        return False
    looked_at = found[:SAMPLE]
    others = 0
    for turn in looked_at:
        text = " ".join([turn.mark.text, *(sheet.lines[at].text for at, _ in turn.answer[:2])])
        others += not is_of_account(text[:EXCERPT].lower())
        if 2 * others >= len(looked_at):
            return False
    return True

"""The one rule that picks among the candidates of a page. Every figure of it stands here."""

import re
from typing import NamedTuple

from harvester.languages.signs import HAN_KANA
from harvester.model import Kind
from harvester.parse.asking import announces, ends_asking
from harvester.parse.candidate import Candidate, Sheet, Turn
from harvester.parse.joining import joined
from harvester.parse.pairing import at_home, turns
from harvester.parse.phrases import is_of_account
from harvester.parse.stated import letters

TITLED, COVERED, ACCOUNTS, TEASERS, FILLED = 0.3, 0.5, 0.3, 0.25, 0.15
THRESHOLD = 0.6
"""Score from which a candidate is believed: three questions that all ask and are answered have 0.64."""
SAMPLE = 5  # questions that are looked at to see what they are about
OPTIONS = 4  # lines of an answer in which a quiz's options are looked for
EXCERPT = 250  # characters of what is looked at, in either case
FULL = 5  # questions from which on more of them say no more
WHOLE = 0.8  # share of a page's own words from which on it says nothing else
FILLING = 0.5  # share of the answers that are prose from which on a page can be all questions, and no quiz
CARD = 250  # characters of the longest text on another article's card, its date and "Read more" among them
PROSE = 40  # characters of a line that is no mere caption, option or time, though no sentence
LEADING = 20  # characters of a line that ends in a colon and is more than a label
TITLE_REACH = 6  # lines above the first question in which its title is looked for
TITLE_LIMIT = 120  # characters of the longest title

_END = re.compile(r"([.!?…؟।])[\"'”’»)\]\d]*$|[。！？][\"'”’»)\]\d]*$")  # noqa: RUF001
_TWO_WORDS = re.compile(r"\w\W+\w")
_IDEOGRAPH = re.compile(f"[{HAN_KANA}]")

# What can be chosen in a quiz: "A. Oars B. Sails C. Both".
_FIRST_OPTIONS = frozenset(("A.", "A)", "a.", "a)", "A", "a"))
_OPTIONS = re.compile(r"\(?[Aa][.)]\s(?>.+?\s\(?[Bb][.)]\s)(?>.+?\s\(?[Cc][.)]\s)", re.DOTALL)


class Verdict(NamedTuple):
    """A candidate weighed: its turns, and the sum of what speaks for it."""

    candidate: Candidate
    turns: tuple[Turn, ...]
    score: float


def weigh(sheet: Sheet, candidate: Candidate) -> Verdict:
    """Return the verdict on one candidate by itself.

    0.4 for questions enough, 0.4 for asking and being answered in prose, 0.3 for a title that
    announces questions, 0.5 for agreeing with the markup, half of what the strategy itself is sure
    of, 0.15 for being all that the page says; less for plain blocks, a single question, cards of
    other articles and help with signing in.
    """
    marks = candidate.marks if candidate.means.anywhere else at_home(sheet, candidate.marks)
    found = turns(sheet, marks, candidate.end or len(sheet.lines))
    if not found:
        return Verdict(candidate, (), 0.0)
    prose = sum(_is_prose(sheet, turn) for turn in found) / len(found)
    score = _bound(candidate, len(found), prose)
    if sheet.stated:
        score += (
            COVERED
            * len({letters(turn.mark.text) for turn in found} & sheet.stated.keys())
            / len(sheet.stated)
        )
    cards = 2 * sum(_is_card(sheet, turn) for turn in found) > len(found)
    score -= TEASERS * cards
    titled = _is_titled(sheet, found[0].mark.first, nearby=cards)
    score += TITLED * titled
    if (
        not cards
        and THRESHOLD - FILLED <= score < THRESHOLD
        and candidate.purity == 1.0
        and prose >= FILLING
        and _fills(sheet, found)
    ):
        score += FILLED
    if not titled and THRESHOLD <= score < THRESHOLD + ACCOUNTS and _is_of_accounts(sheet, found):
        score -= ACCOUNTS
    return Verdict(candidate, found, score)


def _bound(candidate: Candidate, count: int, prose: float = 1.0) -> float:
    """Return what a candidate with that many answered questions has before its surroundings are looked at."""
    plain_blocks = candidate.means.plain
    purity = min(1.0, 2 * candidate.purity) if plain_blocks and count >= FULL else candidate.purity
    return (
        0.4 * min(count, FULL) / FULL
        + 0.005 * count
        + 0.4 * purity * prose
        + 0.5 * candidate.sure * (count > 1)
        - 0.1 * plain_blocks
        - 0.3 * (count == 1 and not candidate.means.single)
    )


def choose(sheet: Sheet, candidates: list[Candidate]) -> list[Verdict]:
    """Return the best of the candidates that are believed, and those that read other stretches of the page.

    A candidate that could at best come second on its stretch is not weighed.
    """
    believed: list[Verdict] = []
    for best, candidate in sorted(
        ((_best(sheet, one), one) for one in candidates), key=lambda pair: -pair[0]
    ):
        if best < THRESHOLD or any(one.score >= best and _overlaps(one, candidate) for one in believed):
            continue
        verdict = weigh(sheet, candidate)
        if verdict.score >= THRESHOLD:
            believed.append(verdict)
    believed += [one for host in believed for one in _joined(sheet, host, candidates)]
    chosen: list[Verdict] = []
    for verdict in sorted(believed, key=lambda one: -one.score):
        if all(_is_apart(verdict, other) for other in chosen):
            chosen.append(verdict)
    chosen.sort(key=lambda one: one.turns[0].mark.first)
    ends = [verdict.turns[0].mark.first for verdict in chosen[1:]]
    return [*(_cut(verdict, end) for verdict, end in zip(chosen, ends, strict=False)), *chosen[-1:]]


def _joined(sheet: Sheet, host: Verdict, candidates: list[Candidate]) -> list[Verdict]:
    """Return the believed verdict with others of its list, where that says no less than it alone."""
    found = (weigh(sheet, one) for one in joined(sheet, host.candidate, candidates))
    return [one for one in found if one.score >= host.score and len(one.turns) > len(host.turns)]


def _best(sheet: Sheet, candidate: Candidate) -> float:
    """Return the score that the candidate cannot pass."""
    return _bound(candidate, len(candidate.marks)) + TITLED + (COVERED if sheet.stated else 0.0)


def _overlaps(verdict: Verdict, candidate: Candidate) -> bool:
    first, last = candidate.marks[0].first, candidate.marks[-1].last
    return verdict.turns[0].mark.first <= last and first <= verdict.turns[-1].mark.last


def _cut(verdict: Verdict, end: int) -> Verdict:
    """Return the verdict with its last answer ended before the line where another candidate begins."""
    *turns, last = verdict.turns
    answer = tuple(one for one in last.answer if one[0] < end)
    return verdict._replace(turns=(*turns, last._replace(answer=answer)) if answer else tuple(turns))


def _is_apart(one: Verdict, other: Verdict) -> bool:
    return (
        one.turns[-1].mark.last < other.turns[0].mark.first
        or other.turns[-1].mark.last < one.turns[0].mark.first
    )


def _is_card(sheet: Sheet, turn: Turn) -> bool:
    """Return whether it may be another article's card: a link to another page, with a line or a few words."""
    line = sheet.lines[turn.mark.first]
    return (
        line.link
        and (len(turn.answer) == 1 or sum(len(sheet.lines[at].text) for at, _ in turn.answer) <= CARD)
        and all(mark.kind != "jump" for mark in sheet.document.blocks[line.block].marks)
    )


def _are_options(sheet: Sheet, turn: Turn) -> bool:
    """Return whether the answer is what can be chosen in a quiz: "A. Oars B. Sails C. Both"."""
    if sheet.lines[turn.answer[0][0]].text[:2].strip("(") not in _FIRST_OPTIONS:
        return False
    return (
        _OPTIONS.match(" ".join(sheet.lines[at].text for at, _ in turn.answer[:OPTIONS])[:EXCERPT])
        is not None
    )


def _is_prose(sheet: Sheet, turn: Turn) -> bool:
    if _are_options(sheet, turn):
        return False
    last = turn.answer[-1][0]
    for at, _ in turn.answer:
        line = sheet.lines[at]
        if line.link:
            continue
        leads_on = at != last and len(line.text) >= LEADING and line.text[-1] in ":："  # noqa: RUF001  to a list
        long = len(line.text) >= PROSE and line.kind is not Kind.ITEM
        if leads_on or long or _is_sentence(line.text):
            return True
    return False


def _is_sentence(text: str) -> bool:
    """Return whether the text ends as a sentence does, and has two words or one CJK character before that.

    The end is found first: to look for it from every word would take the square of a long list's length.
    """
    end = _END.search(text)
    if end is None:
        return False
    words = _TWO_WORDS if end[1] else _IDEOGRAPH
    return words.search(text, 0, end.start()) is not None


def _fills(sheet: Sheet, found: tuple[Turn, ...]) -> bool:
    """Return whether the turns are nearly all that the page says, its headings and lead aside."""
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


def _is_titled(sheet: Sheet, first: int, *, nearby: bool) -> bool:
    """Return whether a title above the first question, or the page's, says that questions follow.

    nearby: only one that stands right above counts and says so in so many words, as for cards, which go by
    a title of their own. A line that asks, "Any questions?", leads to the press office.
    """
    if not nearby and sheet.announced:
        return True
    for at in range(max(0, first - TITLE_REACH), first):
        line = sheet.lines[at]
        if len(line.text) > TITLE_LIMIT or sheet.clutter[at] or ends_asking(line.text):
            continue
        heading = line.kind is Kind.HEADING and line.text != sheet.document.title and not nearby
        if announces(line.text.lower(), heading=heading):
            return True
    return False


def _is_of_accounts(sheet: Sheet, found: tuple[Turn, ...]) -> bool:
    """Return whether most of it is about signing in, on a page whose title is about something else."""
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

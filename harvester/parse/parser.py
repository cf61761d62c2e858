"""Run the steps in order: lines and clutter, every strategy's candidates, the choice, the snapshot."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from harvester.model import Kind, NormalDocument, Pair, Snapshot
from harvester.parse.affixes import bare_question
from harvester.parse.asking import OPENING_LIMIT, announces, counts_questions, lists_openings, opens_asking
from harvester.parse.breaks import joined_breaks
from harvester.parse.candidate import Candidate, Sheet, Turn
from harvester.parse.checking import checked, filled, told
from harvester.parse.choose import choose
from harvester.parse.columns import listing_numbers, numbered_rows
from harvester.parse.entries import entries
from harvester.parse.index import index_entries
from harvester.parse.lines import Line, read_lines
from harvester.parse.names import without_dash, without_guest, without_name
from harvester.parse.pairing import answer_of, answer_text, has_words
from harvester.parse.phrases import explains, speaks_of_making
from harvester.parse.places import Places
from harvester.parse.regions import Region, regions
from harvester.parse.sections import with_sections
from harvester.parse.stated import Marked, askers_texts, letters, marked_questions, stated
from harvester.parse.strategies.answered import answered_candidates
from harvester.parse.strategies.contents import contents_candidates
from harvester.parse.strategies.dashes import dash_candidates
from harvester.parse.strategies.exchanges import exchange_candidates
from harvester.parse.strategies.labels import label_candidates
from harvester.parse.strategies.markup import MARKUP, markup_candidates
from harvester.parse.strategies.openings import opening_candidates
from harvester.parse.strategies.signs import sign_candidates
from harvester.parse.strategies.speakers import speaker_candidates
from harvester.parse.strategies.styles import style_candidates
from harvester.parse.surroundings import surroundings
from harvester.parse.verdicts import ScoredCandidate

PARSER_VERSION = "20"
"""The version changes with everything that can change a reading; old captures are then read again."""

STRATEGIES = (
    label_candidates,
    answered_candidates,
    markup_candidates,
    contents_candidates,
    style_candidates,
    speaker_candidates,
    dash_candidates,
    sign_candidates,
    opening_candidates,
    exchange_candidates,
)
"""Each strategy reads the whole page and returns its candidates; it does not depend on the others."""

TITLES = frozenset((Kind.HEADING, Kind.SUMMARY, Kind.BUTTON, Kind.TERM))
"""Blocks of these kinds ask without a mark, "How to apply", if the page's title announces questions."""

HEADINGS = frozenset((Kind.HEADING,))
"""Blocks of these kinds do so if the page's title explains something: "What you need to know"."""

ENOUGH_ASKING = 3
"""Where this many headings of a level ask, others of it may ask without a mark: "What happens next"."""
MOSTLY = 0.5
"""At least this share of a level's headings must ask for that."""

LABEL_CHARS = 16
"""A label has at most this many characters; a lead still contains it: "Answer: "."""

STATED = 0.5
"""A pair whose answer only the markup gives has this confidence, below that of all visible pairs."""

NO_BLOCKS = "the page shows no text"
NO_QUESTIONS = "nothing on the page is asked and answered"
NO_RUN = "questions, but no run of them that are answered"


class ParsedPage(NamedTuple):
    """A page is a document as it was read. ``chosen`` has the accepted candidates, in page order."""

    sheet: Sheet
    chosen: tuple[ScoredCandidate, ...]
    reason: str


def read_page(document: NormalDocument) -> ParsedPage:
    """Return the document's lines with the accepted candidates, or the reason why there are none."""
    marked = marked_questions(document.containers)
    told = _regions(document, marked)
    places = Places(document.containers)
    lines, clutter = joined_breaks(document, *read_lines(document, told), places)
    shown = [at for at, left in enumerate(clutter) if not left]
    title = document.title.lower()
    whole = document.stated[0].lower() if document.stated else ""
    announced = announces(title) or counts_questions(title) or announces(whole)
    explained = not announced and (explains(title) or lists_openings(title))
    if announced or explained:
        kinds = TITLES if announced else HEADINGS
        levels = {line.level for line in lines if line.kind is Kind.HEADING and line.asks}
        lines = [_announced(line, kinds, levels) for line in lines]
    elif levels := _asking_levels([lines[at] for at in shown if lines[at].kind is Kind.HEADING]):
        lines = [_announced(line, HEADINGS, levels) for line in lines]
    known = stated(document, marked)
    if known:
        lines = [_stated(line, known) if line.strong or line.kind in TITLES else line for line in lines]
    index = index_entries(document, lines, shown)
    numbers = numbered_rows(lines, shown)
    for at in numbers:
        lines[at + 1] = lines[at + 1]._replace(asks=True)
    for at in (*index, *numbers):
        clutter[at] = True
    own = [(at, lines[at], lines[at].text) for at in shown if not clutter[at]]
    sheet = Sheet(document, lines, clutter, told, own, known, places, announced, explained, frozenset(index))
    page = _chosen(sheet)
    asked = {turn.mark.first for verdict in page.chosen for turn in verdict.turns}
    if not announced or not (titles := entries(sheet, asked)):
        return page
    asking = [line._replace(asks=True) if at in titles else line for at, line in enumerate(lines)]
    own = [(at, asking[at], text) for at, _, text in sheet.own]
    return _chosen(replace(sheet, lines=asking, own=own, marks={}, answers={}))


def _asking_levels(headings: list[Line]) -> set[int]:
    """Return the levels at which most headings ask, and so many that this is no chance."""
    asking = Counter([line.level for line in headings if line.asks])
    if asking.total() < ENOUGH_ASKING:
        return set()
    count = Counter([line.level for line in headings])
    return {
        level for level, asks in asking.items() if asks >= ENOUGH_ASKING and asks >= MOSTLY * count[level]
    }


def _chosen(sheet: Sheet) -> ParsedPage:
    """Return the sheet with the accepted candidates, or the reason why there are none."""
    candidates = candidates_of(sheet)
    checked_ones = filter(None, (_checked(sheet, verdict) for verdict in choose(sheet, candidates)))
    chosen = tuple(_once(sheet, list(checked_ones)))
    if not chosen and sheet.stated:
        chosen = tuple(_told(sheet, candidates))
    if chosen:
        return ParsedPage(sheet, chosen, "")
    return ParsedPage(sheet, (), NO_BLOCKS if not sheet.lines else NO_RUN if candidates else NO_QUESTIONS)


def _regions(document: NormalDocument, marked: Marked) -> list[Region]:
    """Return what shows that a container is clutter: askers' texts and numbers of lines are by meaning."""
    found = with_sections(document, regions(document))
    for at in (*askers_texts(document.containers, marked), *listing_numbers(document)):
        found[at] = Region.MEANT
    return found


def candidates_of(sheet: Sheet) -> list[Candidate]:
    """Return the candidates of all strategies."""
    return [one for strategy in STRATEGIES for one in strategy(sheet) if one.marks]


def _announced(line: Line, kinds: frozenset[Kind], levels: set[int]) -> Line:
    """Return the line as one that asks if it opens like a question and the page's title allows that.

    If some headings ask with a mark, only their levels count: titles of sections stand above them.
    """
    section = line.kind is Kind.HEADING and levels and line.level not in levels
    titled = line.kind in kinds or (line.strong and line.kind is Kind.PARAGRAPH and not line.link)
    asks = titled and not line.asks and not section and opens_asking(line.text)
    if asks and kinds is HEADINGS and speaks_of_making(line.text.lower()):  # "How we reported this"
        return line
    return line._replace(asks=True) if asks else line


def _stated(line: Line, known: Mapping[str, str]) -> Line:
    """Return the line as one that asks if it is set apart and the page's markup has it as a question."""
    apart = line.kind in TITLES or (line.strong and line.kind is Kind.PARAGRAPH)
    if line.asks or not apart or len(line.text) > OPENING_LIMIT:
        return line
    return line._replace(asks=True) if letters(bare_question(line.text)) in known else line


def _checked(sheet: Sheet, verdict: ScoredCandidate) -> ScoredCandidate | None:
    """Return the verdict with its answers compared with the rest of the page; None if no answer has words."""
    named = verdict.candidate.means.named
    turns = without_name(sheet, verdict.turns) if named else without_guest(sheet, verdict.turns)
    turns = without_dash(sheet, turns)
    if sheet.stated:
        turns = tuple(checked(sheet, turn, last=turn is turns[-1]) for turn in turns)
    turns = tuple(turn for turn in turns if turn.stated or has_words(sheet, turn))  # it can be only its label
    if sheet.stated:
        turns = filled(sheet, verdict.candidate.marks, turns)
    return verdict._replace(turns=turns) if turns else None


def _told(sheet: Sheet, candidates: list[Candidate]) -> Iterator[ScoredCandidate]:
    """Yield the questions that the page shows and only the markup answers."""
    for candidate in candidates:
        if candidate.means.anywhere and (turns := told(sheet, candidate.marks)):
            yield ScoredCandidate(candidate, turns, STATED)


def _once(sheet: Sheet, verdicts: list[ScoredCandidate]) -> Iterator[ScoredCandidate]:
    """Yield the verdicts without lists that a page shows twice, for example for small screens or print.

    A copy is a run of two or more pairs, or a pair with a long answer directly after itself. Two sections
    may otherwise give the same answer to the same question.
    """
    turns = [turn for verdict in verdicts for turn in verdict.turns]
    differ = len({turn.mark.text for turn in turns}) == len(turns)  # then nothing can be a copy
    copies = set() if differ else _copies([(turn.mark.text, answer_text(sheet, turn)) for turn in turns])
    if not copies:
        yield from verdicts
        return
    numbers = iter(range(len(turns)))
    for verdict in verdicts:
        kept = tuple(turn for turn in verdict.turns if next(numbers) not in copies)
        if kept:
            yield verdict._replace(turns=kept)


def _copies(pairs: list[tuple[str, str]]) -> set[int]:
    """Return the pairs that repeat others in order: two or more in a row, or one directly after itself."""
    first: dict[tuple[str, str], int] = {}
    found: list[tuple[int, int]] = []
    for at, pair in enumerate(pairs):
        if pair in first:
            found.append((at, first[pair]))
        else:
            first[pair] = at
    return {
        at
        for number, (at, of) in enumerate(found)
        if at == of + 1
        or (at + 1, of + 1) in found[number + 1 : number + 2]
        or (at - 1, of - 1) in found[max(0, number - 1) : number]
    }


def parse(document: NormalDocument) -> Snapshot:
    """Return the document's metadata with its questions and their answers, in page order."""
    page = read_page(document)
    pairs = tuple(_pair(page.sheet, verdict, turn) for verdict in page.chosen for turn in verdict.turns)
    asked = pairs or page.reason == NO_RUN  # a survey's introduction is its lead, a report's is its text
    lead = _lead(document.lead, pairs) or (_lead(document.introduction, pairs) if asked else "")
    told = (document.title, *lead.split("\n\n"))
    return Snapshot(
        title=document.title,
        lead=lead,
        authors=document.authors,
        published=document.published,
        modified=document.modified,
        language=document.language,
        pairs=pairs,
        reason=page.reason,
        left_out=left_out(page),
        surroundings=surroundings(page.sheet, _taken(page), (*told, *(pair.question for pair in pairs))),
    )


def _taken(page: ParsedPage) -> frozenset[int]:
    """Return the lines that the questions and answers have."""
    taken: set[int] = set()
    for turn in (turn for verdict in page.chosen for turn in verdict.turns):
        taken.update(range(turn.mark.first, turn.mark.last + 1), (at for at, _ in turn.answer))
    return frozenset(taken)


def left_out(page: ParsedPage) -> float:
    """Return the share of characters between first question and last answer's end that are in neither."""
    taken = _taken(page)
    if not taken:
        return 0.0
    lengths = [(at, len(page.sheet.lines[at].text)) for at in range(min(taken), max(taken) + 1)]
    left = sum(length for at, length in lengths if at not in taken)
    return round(left / sum(length for _, length in lengths), 3)


def _lead(lead: str, pairs: tuple[Pair, ...]) -> str:
    """Return the lead; ``""`` if it begins with a question or an answer contains one of its paragraphs."""
    if not lead:
        return ""
    answers = [" ".join(pair.answer.split()) for pair in pairs]
    asked = any(pair.question in lead[: LABEL_CHARS + len(pair.question)] for pair in pairs)
    return "" if asked or any(_stands_in(answers, part) for part in lead.split("\n\n")) else lead


def _stands_in(answers: list[str], paragraph: str) -> bool:
    """Return whether an answer contains the paragraph, or begins as the paragraph does after its label."""
    paragraph = " ".join(paragraph.split())
    starts = {paragraph[at:] for at in range(min(LABEL_CHARS, len(paragraph) // 2))}
    return any(paragraph in answer or answer in starts for answer in answers)


def _pair(sheet: Sheet, verdict: ScoredCandidate, turn: Turn) -> Pair:
    """Return the pair; its method and a lower confidence show if only the markup answers it."""
    answer, links, images = answer_of(sheet, turn)
    if not turn.answer:
        return Pair(turn.mark.text, answer, MARKUP.method, min(STATED, round(verdict.score, 2)))
    method = verdict.candidate.means_of(turn.mark).method
    score = round(min(1.0, verdict.score), 2)
    return Pair(turn.mark.text, answer, method, score, turn.stated, links, images)

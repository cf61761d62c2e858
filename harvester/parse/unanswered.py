"""Tell lists of questions that nobody answers on the page: questionnaires, threads, search results, indexes.

The questions are there and text stands below them. What shows that it is not an answer is the form of the
text.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from harvester.languages.signs import CUT_OFF, SENTENCE_ENDS, SPEECH_DASHES, holds_question_mark
from harvester.model import Kind
from harvester.parse.asking import ends_asking
from harvester.parse.candidate import Sheet, Turn
from harvester.parse.places import OUTSIDE
from harvester.parse.prose import only_links
from harvester.parse.regions import Region
from harvester.parse.replies import CARD, PROSE, are_lettered, is_prose, may_open_options, targets

ENOUGH = 3
"""With fewer turns than this, what their answers have in common may be chance."""
SAID = 10
"""The same text below most questions is no answer if it has this many characters; "Yes" has fewer."""

CHATTING = 0.7
"""At least this share of what has a time above it asks if the page is a chat with readers."""

CHOICES = 2
"""Readers choose where they find at least this many boxes to tick; an accordion hides one for each entry."""

FEW = 5
"""A report has at most this many crossheads that ask; none of the golds of an interview or explainer with
headings has two lines of speech after a dash below them, of which one asks."""

_BOXES = "☐□❏❑◻▢○◯"
_OPEN = (*CUT_OFF, "____")
_SPEECH = re.compile(rf"[{SPEECH_DASHES}]\s?(?:¿|[^\W\d])")
_CLOCK = re.compile(r"\D{0,12}\d{1,2}\s?[:.h時시点點]\s?\d{2}\D{0,12}")


def are_unanswered(sheet: Sheet, turns: tuple[Turn, ...]) -> bool:
    """Return whether the texts below most questions are shown not to answer them."""
    if len(turns) > 1 and any(shows(sheet, turns) for shows in _EVIDENCE):
        return True
    return _offer_letters(sheet, turns)


def _are_cut(sheet: Sheet, turns: tuple[Turn, ...]) -> bool:
    """Return whether most texts are cut off, as excerpts are, or end with dots or a line to write on."""
    return _most(turns, lambda turn: sheet.lines[turn.answer[-1][0]].text.endswith(_OPEN))


def _ask_back(sheet: Sheet, turns: tuple[Turn, ...]) -> bool:
    """Return whether most texts only ask, as tasks for pupils and for talks do."""
    return _most(turns, lambda turn: all(ends_asking(sheet.lines[at].text) for at, _ in turn.answer))


def _say_the_same(sheet: Sheet, turns: tuple[Turn, ...]) -> bool:
    """Return whether below most questions the same words stand last, "No answer yet.", and no prose above."""
    said = {
        (turn.mark.text, _last_words(sheet.lines[turn.answer[-1][0]].text))
        for turn in turns
        if len(turn.answer) == 1 or not is_prose(sheet, turn)
    }
    if len(said) < ENOUGH:
        return False
    [(text, count)] = Counter(text for _, text in said).most_common(1)
    return count >= ENOUGH and 2 * count > len({turn.mark.text for turn in turns}) and len(text) >= SAID


def _last_words(text: str) -> str:
    """Return "No answer yet." of a text that first says who asked, or else the whole text.

    Neither sentence is as long as prose: a note that a site adds to each of its answers is.
    """
    words = text.rstrip(SENTENCE_ENDS)
    start = max(map(words.rfind, SENTENCE_ENDS)) + 1
    return text[start:].strip() if words and max(start, len(text) - start) < PROSE else text


def _most(turns: tuple[Turn, ...], test: Callable[[Turn], bool]) -> bool:
    return 2 * sum(map(test, turns)) > len(turns)


def lead_on(sheet: Sheet, turns: tuple[Turn, ...]) -> bool:
    """Return whether short texts have the same link below them, "Read more", to a page for each question."""
    words: Counter[str] = Counter()
    to: set[str] = set()
    for turn in turns:
        at = _link_below(sheet, turn)
        if at >= 0 and sum(len(sheet.lines[one].text) for one, _ in turn.answer) <= CARD:
            words[sheet.lines[at].text] += 1
            to |= targets(sheet, sheet.lines[at])
    most = max(words.values(), default=0)
    return len(turns) >= ENOUGH and 2 * most > len(turns) and len(to) >= most


def _link_below(sheet: Sheet, turn: Turn) -> int:
    """Return the first line below the question that only leads to another page, or -1."""
    below = sorted([at for at, _ in turn.answer] + [at for at, _ in turn.left])
    lines = ((at, sheet.lines[at]) for at in below)
    return next((at for at, line in lines if only_links(sheet.document, line) and targets(sheet, line)), -1)


def _ask_readers(sheet: Sheet, turns: tuple[Turn, ...]) -> bool:
    """Return whether most questions have a field below them in which readers write their own answer.

    A form inside an answer is something else: it asks whether the answer helped.
    """
    fields = sheet.document.fields
    if not fields:
        return False
    own = {above for above in fields if not _is_of_a_small_form(sheet, above)}
    asked = sum(not own.isdisjoint(blocks) for blocks in _blocks_below(sheet, turns))
    return 2 * asked > len(turns)


def _are_timed(sheet: Sheet, turns: tuple[Turn, ...]) -> bool:
    """Return whether a clock time stands above most titles, as in a live blog, and not nearly all ask.

    In a chat, readers' questions have times, too.
    """
    asking = sum(ends_asking(turn.mark.text) for turn in turns)
    return asking < CHATTING * len(turns) and _most(
        turns, lambda turn: bool(_CLOCK.fullmatch(sheet.lines[max(turn.mark.first - 1, 0)].text))
    )


def _offer_choices(sheet: Sheet, turns: tuple[Turn, ...]) -> bool:
    """Return whether the texts below most questions are little more than what readers tick."""
    boxes = Counter(sheet.document.boxes)
    if not (boxes or any(sheet.lines[turn.answer[0][0]].text[0] in _BOXES for turn in turns)):
        return False
    choices = 0
    for turn, blocks in zip(turns, _blocks_below(sheet, turns), strict=True):
        texts = [sheet.lines[at].text for at, _ in turn.answer]
        ticked = sum(boxes[above] for above in blocks) if boxes else 0
        drawn = sum(text.count(sign) for text in texts for sign in _BOXES)
        choices += max(ticked, drawn) >= max(CHOICES, len(texts) - 1)
    return 2 * choices > len(turns)


def _offer_letters(sheet: Sheet, turns: tuple[Turn, ...]) -> bool:
    """Return whether most texts are options of a quiz, which letters count, and nothing else.

    A text is what stands below a question, one in an answer included: the title of a quiz may be a question.
    """
    if not any(may_open_options(sheet.lines[at].text) for turn in turns for at, _ in turn.answer):
        return False
    texts: list[list[str]] = []
    for turn in turns:
        texts.append([])
        for line in (line for at, _ in turn.answer for line in sheet.lines[at].text.split("\n")):
            if ends_asking(line):
                texts.append([])
            else:
                texts[-1].append(line)
    quizzed = sum(map(are_lettered, texts))
    return quizzed >= ENOUGH and 2 * quizzed > len(texts)


def _blocks_below(sheet: Sheet, turns: tuple[Turn, ...]) -> Iterator[range]:
    """Yield for each question the numbers of blocks that can stand above a field of its own."""
    lines = sheet.lines
    for turn, below in pairwise(turns):
        yield range(lines[turn.mark.last].block + 1, lines[below.mark.first].block + 1)
    final = turns[-1]
    yield range(lines[final.mark.last].block + 1, lines[final.answer[-1][0]].block + 2)


def _is_of_a_small_form(sheet: Sheet, above: int) -> bool:
    """Return whether the field stands next to a line of a form that is clutter, such as its button."""
    blocks, containers = sheet.document.blocks, sheet.document.containers
    return any(
        sheet.regions[block.container] is Region.MEANT and "/form" in containers[block.container].path
        for block in blocks[max(0, above - 1) : above + 1]
    )


def _tell_a_tale(sheet: Sheet, turns: tuple[Turn, ...]) -> bool:
    """Return whether people speak after dashes below a few headings, and one of them asks, as in a report.

    Such headings only put the reader in the mood: "Who waits for a train that does not come?".
    """
    if sheet.announced or len(turns) > FEW or sheet.lines[turns[0].mark.first].kind is not Kind.HEADING:
        return False
    texts = (sheet.lines[at].text for turn in turns for at, _ in turn.answer)
    spoken = [text for text in texts if _SPEECH.match(text)]
    return len(spoken) > 1 and any(map(holds_question_mark, spoken))


def are_of_a_thread(sheet: Sheet, turns: tuple[Turn, ...]) -> bool:
    """Return whether answers begin in their question's box and go on in others that look like it.

    The boxes are then the posts of several people, and some of them ask.
    """
    homes = [sheet.lines[turn.mark.first].container for turn in turns]
    box, shape = sheet.places.boxes(sheet.places.around_all(homes)).box, sheet.places.shape
    if len({*map(box, homes)}) < len(turns):
        return False
    crossing = 0
    for turn, home in zip(turns, homes, strict=True):
        own = box(home)
        others = [box(sheet.lines[at].container) for at, _ in turn.answer]
        alike = any(one not in {own, OUTSIDE} and shape(one) == shape(own) for one in others)
        crossing += own in others and alike
    return len(turns) >= ENOUGH and 2 * crossing > len(turns)


_EVIDENCE = (_are_cut, _ask_back, _say_the_same, _ask_readers, _offer_choices, _are_timed, _tell_a_tale)

"""Turn marked questions into turns: find the lines of each answer. One rule serves every strategy."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from harvester.model import Image, Kind, Link
from harvester.parse.candidate import AnswerLines, Mark, Sheet, Turn
from harvester.parse.lines import Line
from harvester.parse.looks import named_class
from harvester.parse.references import Stretch, home_of_document, images_below, referred
from harvester.parse.scope import answers
from harvester.parse.stated import letters
from harvester.parse.tables import TableCell, cell_of, cells_of
from harvester.parse.written import gaps, written

HOME = 0.6
"""If at least this share of the questions stands in one kind of place, the others may be strangers."""
BODY = 0.4
"""If at least this share of the questions stands in the text's own place, the others may be strangers."""

COMMON = 3
"""At most this many questions in a row share one answer; more of them are a list of contents."""

_LISTED = frozenset((Kind.HEADING, Kind.TERM))
_TITLES = frozenset((Kind.HEADING, Kind.SUMMARY, Kind.BUTTON, Kind.TERM))


def turns(sheet: Sheet, marks: tuple[Mark, ...], end: int) -> tuple[Turn, ...]:
    """Return the questions that have answers, with them; the last answer ends before line ``end``.

    A sentence in the questions' emphasis that does not ask and has no answer belongs to the answer above.
    """
    if not marks:
        return ()
    found = answers(sheet, marks, end)
    last = max((number for number, answer in enumerate(found, 1) if answer.kept), default=0)
    if 0 < last < len(marks):  # what ends the last answer is not looked for in others
        marks, end = marks[:last], marks[last].first
        found = answers(sheet, marks, end)
    kept = tuple(
        mark
        for mark, answer in zip(marks, found, strict=True)
        if answer.kept or mark is marks[0] or not _is_remark(sheet.lines[mark.last])
    )
    if len(kept) < len(marks):
        return turns(sheet, _merged(sheet, marks, kept), end)
    return tuple(
        Turn(mark, answer.kept, answer.left)
        for mark, answer in zip(marks, _shared(sheet, marks, found), strict=True)
        if answer.kept and not _is_contents(sheet, mark, answer.kept)
    )


def _merged(sheet: Sheet, marks: tuple[Mark, ...], kept: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return the kept marks, each with the remark directly above it: a turn can have two paragraphs."""
    known = set(kept)
    remarks = {mark.last: mark for mark in marks if mark not in known}
    return tuple(_with_remark(sheet, mark, remarks.get(mark.first - 1)) for mark in kept)


def _with_remark(sheet: Sheet, mark: Mark, above: Mark | None) -> Mark:
    """Return the mark, which begins with the remark above it if that has the same look."""
    if above is None:
        return mark
    one, other = sheet.lines[above.last], sheet.lines[mark.first]
    if (one.kind, one.strong, one.em) != (other.kind, other.strong, other.em):
        return mark
    return mark._replace(first=above.first, text=f"{above.text} {mark.text}")


def _shared(sheet: Sheet, marks: tuple[Mark, ...], found: Sequence[AnswerLines]) -> Sequence[AnswerLines]:
    """Return the answers; a question directly above another one that looks alike gets the same answer."""
    lines = sheet.lines
    lacking = sum(not answer.kept for answer in found)
    if not lacking or 2 * lacking > len(found):  # otherwise it is a list of contents
        return found
    shared = list(found)
    run = 0
    for number in range(len(marks) - 2, -1, -1):
        own, below = lines[marks[number].last], lines[marks[number + 1].first]
        near = marks[number].last + 1 == marks[number + 1].first and run < COMMON - 1
        near = near and (number > 0 or own.kind in _LISTED)  # a standfirst may ask in bold
        near = near and not sheet.stated.get(letters(marks[number].text))
        run = run + 1 if not found[number].kept and near and _are_alike(sheet, own, below) else 0
        if run:
            shared[number] = shared[number + 1]
    return shared


def _are_alike(sheet: Sheet, one: Line, other: Line) -> bool:
    """Return whether both lines ask, stand side by side, and differ from the text in the same way."""
    if not (one.asks and other.asks) or one.link or other.link:
        return False
    containers = sheet.document.containers
    if containers[one.container].parent != containers[other.container].parent:
        return False
    look = (one.kind, one.level, one.strong, one.em)
    set_apart = one.kind in _LISTED or one.strong or one.em
    return set_apart and look == (other.kind, other.level, other.strong, other.em)


def _is_remark(line: Line) -> bool:
    return (line.strong or line.em) and not line.asks and line.text[-1] in ".!" and line.kind not in _TITLES


def _is_contents(sheet: Sheet, mark: Mark, answer: tuple[tuple[int, int], ...]) -> bool:
    """Return whether the answer is only links, as in an index: they ask, follow a title or are jumps."""
    blocks = sheet.document.blocks
    asking = sheet.lines[mark.first].asks
    if all(sheet.lines[at].link and (sheet.lines[at].asks or not asking) for at, _ in answer):
        return True
    return len(answer) > 1 and all(
        sheet.lines[at].link and any(mark.kind == "jump" for mark in blocks[sheet.lines[at].block].marks)
        for at, _ in answer
    )


def at_home(sheet: Sheet, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return the marks without strangers, which stand neither in most questions' place nor in the text's."""
    if len(marks) < 3:  # noqa: PLR2004  no majority
        return marks
    lines, kind = sheet.lines, sheet.places.kind
    places = [kind(lines[mark.first].container) for mark in marks]
    counts = Counter(places)
    if len(counts) == 1:
        return marks
    place, count = counts.most_common(1)[0]
    text: Counter[int] = Counter()
    for at in range(marks[0].first, marks[-1].first):
        if not sheet.clutter[at]:
            text[kind(lines[at].container)] += len(lines[at].text)
    body = text.most_common(1)[0][0]
    if counts[body] > 1 and counts[body] >= BODY * len(marks):
        place = body
    elif count < HOME * len(marks):
        return marks
    shapes = [sheet.places.shape(lines[mark.first].container) for mark in marks]
    looks = [named_class(shape) or shape for shape in shapes]
    of_home = {look for look, own in zip(looks, places, strict=True) if own == place}
    homes = {place, body}
    return tuple(
        mark for mark, look, own in zip(marks, looks, places, strict=True) if own in homes or look in of_home
    )


def has_words(sheet: Sheet, turn: Turn) -> bool:
    """Return whether the page shows any word of the answer."""
    return any(sheet.lines[at].text[cut:].strip() for at, cut in turn.answer)


def answer_text(sheet: Sheet, turn: Turn) -> str:
    """Return the answer as the page writes it, or as the markup gives it if the page shows no answer."""
    if not turn.answer:
        return turn.stated
    found, cells = _shown(sheet, turn)
    return written(sheet.document, found, cells)


def answer_of(sheet: Sheet, turn: Turn) -> tuple[str, tuple[Link, ...], tuple[Image, ...]]:
    """Return the answer's text as `answer_text` does, with its links and images by their places in it.

    An answer that only the markup gives has none.
    """
    if not turn.answer:
        return turn.stated, (), ()
    blocks, (found, cells) = sheet.document.blocks, _shown(sheet, turn)
    before, at = gaps(sheet.document, found, cells), 0
    said: list[str] = []
    stretches: list[Stretch] = []
    for (line, text), gap in zip(found, before, strict=True):
        said += (gap, text)
        at += len(gap)
        if blocks[line.block].references:
            end = line.start + len(line.text.rstrip())
            stretches.append(Stretch(blocks[line.block], end - len(text), end, at))
        at += len(text)
    links, images = referred(home_of_document(sheet.document), stretches) if stretches else ((), ())
    return "".join(said), links, (*images, *(Image(at, each) for each in _below(sheet, turn, found)))


def _below(sheet: Sheet, turn: Turn, found: list[tuple[Line, str]]) -> Iterator[str]:
    """Yield the alternatives of images between the answer and what follows it, if that is no clutter."""
    if not found:
        return
    blocks, following, last = sheet.document.blocks, turn.answer[-1][0] + 1, found[-1][0]
    for line in sheet.lines[following : following + 1]:
        if sheet.clutter[following] and line.kind is not Kind.CAPTION:
            return
    if last.end >= len(blocks[last.block].text.rstrip()):
        yield from images_below(blocks, last.block)


def _shown(sheet: Sheet, turn: Turn) -> tuple[list[tuple[Line, str]], Mapping[int, TableCell]]:
    """Return the lines of an answer with their own text, and the cells among them."""
    found = [(sheet.lines[at], sheet.lines[at].text[cut:].strip()) for at, cut in turn.answer]
    found = [(line, text) for line, text in found if text]
    return found, _cells(sheet, turn, [line for line, _ in found])


def _cells(sheet: Sheet, turn: Turn, lines: list[Line]) -> Mapping[int, TableCell]:
    """Return the cells of an answer's lines in tables of facts, except a table that holds the question."""
    if not any(line.kind is Kind.CELL for line in lines):
        return {}
    containers = sheet.document.containers
    found = cells_of(containers, lines)
    asked = cell_of(containers, sheet.lines[turn.mark.first])
    return {at: cell for at, cell in found.items() if asked is None or cell.table != asked.table}

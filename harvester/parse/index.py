"""Find entries of an index: their words stand again further down. They neither ask nor answer."""

from collections import defaultdict
from collections.abc import Iterable

from harvester.model import LINKS, Kind, NormalDocument
from harvester.parse.affixes import bare_question
from harvester.parse.lines import Line
from harvester.parse.stated import letters

ENTRIES = 3
"""If at least this many lines of a list name their copies, the others of the list are entries too."""
LABEL = 8
"""An entry has at most this many characters before its link: a label and a number, "Q: 1.2."."""
TELLING = 4
"""An entry has at least this many letters; a shorter line beside one is its icon."""

_KINDS = frozenset((Kind.ITEM, Kind.PARAGRAPH, Kind.CELL, Kind.TERM))


def index_entries(document: NormalDocument, lines: list[Line], shown: list[int]) -> set[int]:
    """Return the lines that only name a copy of their words, with their icons; headings are excluded.

    They link to the copy, or most lines of their list ask and stand again further down.
    shown: the lines that are not clutter. A list of contents may be clutter by its name.
    """
    found = _linking(document, lines, shown) | _asking_twice(document, lines, shown)
    icons = {at - 1 for at in found if at and len(letters(lines[at - 1].text)) < TELLING}
    return found | icons


def _linking(document: NormalDocument, lines: list[Line], shown: list[int]) -> set[int]:
    """Return the lines that link to their copies on the page, and the others of their lists."""
    blocks = document.blocks
    marked = [at for at, line in enumerate(lines) if line.kind in _KINDS and blocks[line.block].marks]
    links = [at for at in marked if lines[at].link or _linked_from(document, lines[at]) >= 0]
    jumps = [at for at in links if _jumps(document, lines[at])] if len(links) >= ENTRIES else []
    lists = _lists(document, lines, jumps)
    if not lists:
        return set()
    known = {at: _named(document, lines[at]) for members in lists for at in members}
    own, most = set(jumps), max(map(len, known.values()))
    said = {_letters(lines[at].text, most) for at in shown if at not in own}
    found: set[int] = set()
    for members in lists:
        doubles = sum(known[at] in said for at in members)
        if doubles >= ENTRIES and 4 * doubles >= len(members):
            found.update(members)
    return found


def _lists(document: NormalDocument, lines: list[Line], found: Iterable[int]) -> list[list[int]]:
    """Return the lines by the path of elements around them, if there are enough in one place."""
    lists: dict[str, list[int]] = defaultdict(list)
    for at in found:
        lists[document.containers[lines[at].container].path].append(at)
    return [some for some in lists.values() if len(some) >= ENTRIES]


def _asking_twice(document: NormalDocument, lines: list[Line], shown: list[int]) -> set[int]:
    """Return the lines of lists of which most lines stand again further down, among them some that ask."""
    asked = [at for at in shown if lines[at].asks]
    if len(asked) < 2 * ENTRIES or len({_words(lines[at]) for at in asked}) > len(asked) - ENTRIES:
        return set()
    words = {at: _words(lines[at]) for at in shown}
    last = {said: at for at, said in words.items()}
    found: set[int] = set()
    for run in _runs(lines, shown):
        for members in _lists(document, lines, run):
            doubles = [at for at in members if last[words[at]] > members[-1]]
            if sum(lines[at].asks for at in doubles) >= ENTRIES and 2 * len(doubles) > len(members):
                found.update(members)
    return found


def _words(line: Line) -> str:
    """Return the letters of the line without a label or number before it."""
    return letters(bare_question(line.text))


def _runs(lines: list[Line], shown: list[int]) -> list[list[int]]:
    """Return the runs of lines that may be entries."""
    runs: list[list[int]] = [[]]
    for at in shown:
        if lines[at].kind in _KINDS:
            runs[-1].append(at)
        elif runs[-1]:
            runs.append([])
    return runs


def _linked_from(document: NormalDocument, line: Line) -> int:
    """Return where the link begins in a line that is all link, or all but its label; -1 for other lines.

    Links in clutter are not examined before.
    """
    for kind, start, end in document.blocks[line.block].marks:
        if kind in LINKS and end == line.end and line.start <= start <= line.start + LABEL:
            return start - line.start
    return -1


def _named(document: NormalDocument, line: Line) -> str:
    """Return the letters of the words that an entry links."""
    return letters(line.text[max(0, _linked_from(document, line)) :])


def _letters(text: str, most: int) -> str:
    """Return the text's letters, or the first of them if they are more than the letters of any entry."""
    begun = letters(text[: 2 * most])
    return begun if len(begun) > most else letters(text)


def _jumps(document: NormalDocument, line: Line) -> bool:
    """Return whether a link in the line's block leads to a place on a page, by its fragment."""
    block = document.blocks[line.block]
    return any(mark.kind == "jump" for mark in block.marks) or any(
        "#" in one.value for one in block.references
    )

"""Find entries of an index: they link to the same words further down. They neither ask nor answer."""

from collections import defaultdict

from harvester.model import Kind, NormalDocument
from harvester.parse.lines import Line
from harvester.parse.stated import letters

ENTRIES = 3
"""If at least this many lines of a list link to their copies, the others of the list are entries too."""
TELLING = 4
"""An entry has at least this many letters; a shorter line beside one is its icon."""

_KINDS = frozenset((Kind.ITEM, Kind.PARAGRAPH, Kind.CELL))


def index_entries(document: NormalDocument, lines: list[Line], shown: list[int]) -> set[int]:
    """Return the lines that only link to a copy of their words, with their icons; headings are excluded.

    shown: the lines that are not clutter. A list of contents may be clutter by its name.
    """
    blocks = document.blocks
    marked = [at for at, line in enumerate(lines) if line.kind in _KINDS and blocks[line.block].marks]
    links = [at for at in marked if lines[at].link or _is_left_jump(document, lines[at])]
    jumps = [at for at in links if _jumps(document, lines[at])] if len(links) >= ENTRIES else []
    lists: dict[str, list[int]] = defaultdict(list)
    for at in jumps:
        lists[document.containers[lines[at].container].path].append(at)
    known = {at: letters(lines[at].text) for some in lists.values() if len(some) >= ENTRIES for at in some}
    if not known:
        return set()
    own, most = set(jumps), max(map(len, known.values()))
    said = {_letters(lines[at].text, most) for at in shown if at not in own}
    found: set[int] = set()
    for members in lists.values():
        doubles = sum(known.get(at, "") in said for at in members) if len(members) >= ENTRIES else 0
        if doubles >= ENTRIES and 4 * doubles >= len(members):
            found.update(members)
    icons = {at - 1 for at in found if at and len(letters(lines[at - 1].text)) < TELLING}
    return found | icons


def _is_left_jump(document: NormalDocument, line: Line) -> bool:
    """Return whether the whole line leads to a place on the page; links in clutter are not examined."""
    marks = document.blocks[line.block].marks
    return marks != () and marks[0] == ("jump", 0, line.end)


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

"""Write an answer as plain text: paragraphs, table rows, and lines of one block, visible or stated."""

from collections.abc import Mapping, Sequence
from html import unescape
from itertools import chain

from harvester.model import NormalDocument
from harvester.normalise import html
from harvester.parse.lines import Line, read_lines
from harvester.parse.tables import TableCell, between, cells_of


def written(
    document: NormalDocument, found: Sequence[tuple[Line, str]], cells: Mapping[int, TableCell]
) -> str:
    """Return the texts, separated by a blank line; within one block or table, by a line break.

    ``cells`` has the cells of tables among the lines, by their place in the sequence.
    """
    texts = [text for _, text in found]
    return "".join(chain.from_iterable(zip(gaps(document, found, cells), texts, strict=True)))


def gaps(
    document: NormalDocument, found: Sequence[tuple[Line, str]], cells: Mapping[int, TableCell]
) -> list[str]:
    """Return what `written` puts before each of the texts."""
    before: list[str] = []
    for number, (line, _) in enumerate(found):
        if (cell := cells.get(number)) is not None:
            gap = between(cells.get(number - 1), cell)
            before.append(gap if number else gap.lstrip("\n"))
        else:
            before.append(_gap(document, found[number - 1][0], line) if number else "")
    return before


def _gap(document: NormalDocument, above: Line, line: Line) -> str:
    """Return the text between two lines outside tables."""
    if above.block != line.block:
        return "\n\n"
    return "\n" if "\n" in document.blocks[line.block].text[above.end : line.start] else " "


def as_text(fragment: str) -> str:
    """Return an answer from markup in the form of a visible one: its HTML is read like a page.

    The HTML may have entities instead of brackets.
    """
    text = fragment if "<" in fragment else unescape(fragment)
    if "<" not in text:
        return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n") if part.strip())
    page = html.read(text.encode("utf-8", "replace"))
    document = NormalDocument(blocks=tuple(page.blocks), containers=tuple(page.containers))
    lines, _ = read_lines(document, [False] * len(page.containers))
    return written(document, [(line, line.text) for line in lines], cells_of(document.containers, lines))

"""Find what an article shows beside its pairs: titles of sections, notes, lists, text before and after."""

from collections.abc import Collection, Iterator

from harvester.model import Kind
from harvester.parse.candidate import Sheet
from harvester.parse.lines import Line
from harvester.parse.phrases import leads_away
from harvester.parse.prose import SHORT, is_promotion, is_prose, only_links
from harvester.text import fold_space

MOST_CHARS = 100_000
"""At most this many characters of a page are taken. Articles have a tenth of it beside their pairs; below
some are endless comments."""


def surroundings(sheet: Sheet, taken: Collection[int], known: Collection[str]) -> tuple[str, ...]:
    """Return the texts of the lines that no pair has, in page order; ``()`` if there are no pairs.

    taken: the lines of the pairs. known: texts that are told otherwise, such as the title. From the first
    question to the last answer every line counts that reads as text, and lists of links too. Before and after
    that, menus, boxes named like clutter and lines that only lead elsewhere do not count. Teasers never do.
    """
    if not taken:
        return ()
    left, found, told = MOST_CHARS, list[str](), {fold_space(text) for text in known}
    for text in _texts(sheet, taken):
        if text in told:
            continue
        left -= len(text)
        if left < 0:
            break
        found.append(text)
    return tuple(found)


def _texts(sheet: Sheet, taken: Collection[int]) -> Iterator[str]:
    first, last = min(taken), max(taken)
    for at, line in enumerate(sheet.lines):
        inside = first < at < last
        if at in taken or (sheet.clutter[at] and not inside):  # as most lines of most pages
            continue
        shows = _is_text(sheet, line) if sheet.clutter[at] else inside or not only_links(sheet.document, line)
        if shows and any(map(str.isalnum, line.text)) and not _is_teaser(line):
            yield line.text.replace("\n", " ")


def _is_teaser(line: Line) -> bool:
    """Return whether the line is a button, or is worded like a teaser: "Read more: …"."""
    return line.kind is Kind.BUTTON or (len(line.text) <= SHORT and leads_away(line.text.lower()))


def _is_text(sheet: Sheet, line: Line) -> bool:
    """Return whether a line between two pairs reads as text, although it stands where clutter does."""
    if is_promotion(line) or only_links(sheet.document, line):
        return False
    return line.kind is Kind.CAPTION or is_prose(line)

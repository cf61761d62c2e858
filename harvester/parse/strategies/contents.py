"""Find questions by the page's list of contents: the lines further down that its entries lead to."""

from itertools import pairwise

from harvester.parse.asking import announces
from harvester.parse.candidate import Candidate, Means, Sheet
from harvester.parse.marking import marks_of
from harvester.parse.stated import letters

CONTENTS = Means("contents", "named in the list of contents", by_words=True)
SURE = 0.5
"""A list of contents whose entries are all repeated gives this confidence, more than a class's name."""
FEWEST = 3
"""A list of contents names at least this many questions."""
MOSTLY = 0.5
"""At least this share of the named lines asks; in an article with sections and their list few do."""
SOME = 0.3
"""Under a title that announces questions, or begins with that word, this share is enough."""
NEARLY, ANNOUNCED = 0.8, 0.95
"""If at least this share asks, the others title sections; a title that announces questions asks for more."""


def contents_candidates(sheet: Sheet) -> list[Candidate]:
    """Return the lines that the entries of a list of contents repeat, as one candidate if enough ask.

    A line directly above another such line titles a section.
    """
    if not sheet.entries:
        return []
    named = {letters(sheet.lines[at].text) for at in sheet.entries}
    found = [at for at, line, text in sheet.own if not line.link and letters(text) in named]
    order = {at: number for number, (at, _, _) in enumerate(sheet.own)}
    titles = {at for at, below in pairwise(found) if order[below] == order[at] + 1}
    marked = _alike(sheet, [at for at in found if at not in titles])
    asking = sum(sheet.lines[at].asks for at in marked)
    announced = sheet.announced or announces(sheet.document.title.partition(" ")[0].lower(), heading=True)
    if len(marked) < FEWEST or asking < (SOME if announced else MOSTLY) * len(marked):
        return []
    if asking >= (ANNOUNCED if announced else NEARLY) * len(marked):
        marked = [at for at in marked if sheet.lines[at].asks]
    sure = SURE * min(1.0, len(found) / len(sheet.entries))
    return [Candidate(CONTENTS, marks_of(sheet, marked), sure=sure)]


def _alike(sheet: Sheet, found: list[int]) -> list[int]:
    """Return the lines that ask, and the others of the same element and level; the rest title sections."""
    lines = sheet.lines
    looks = {(lines[at].kind, lines[at].level) for at in found if lines[at].asks}
    return [at for at in found if (lines[at].kind, lines[at].level) in looks]

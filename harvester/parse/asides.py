"""What interrupts an answer and is none: invitations, teasers, captions; by their words and links."""

import re
from itertools import pairwise

from harvester.model import Kind
from harvester.parse.lines import Line
from harvester.parse.words import CAPTION_TAILS, CLUTTER_LEADS, PROMOTION, PROMOTION_STEMS

HEADLINE = 24  # characters above which an item that is a link is another article's headline
TAIL = 90  # characters of a line's end in which a credit is looked for
SHORT = 240  # characters; a longer line is prose, whatever it begins with
PULLED = 120  # characters of the longest pull quote
QUOTED = re.compile(r"[“\"„«»‚‘'].*[”\"“«»’'][.,]?$", re.DOTALL)  # noqa: RUF001
"""A text that stands in quotes as a whole: a pull quote, where it is a heading."""
_QUOTES = "”\"“«»’'‘"  # noqa: RUF001
_SENTENCE_ENDS = frozenset(".!?…")


def uninterrupted(lines: list[Line], found: list[tuple[int, int]], *, last: bool) -> list[tuple[int, int]]:
    """Return an answer without what stands in its midst and is but a link, or invites to the publisher's.

    The last answer of all may also end with such an invitation.
    """
    dropped: set[int] = set()
    links = [at for at, _ in found if lines[at].link and _is_headline(lines[at])]
    if links:
        prose = [at for at, _ in found if not lines[at].link]
        dropped.update(at for at in links if prose and prose[0] < at < prose[-1])
    for (above, _), (at, _) in pairwise(found if last else found[:-1]):
        if is_promotion(lines[at]):
            dropped.add(at)
            if lines[above].kind is Kind.HEADING and above != found[0][0]:  # of the box, not of the answer
                dropped.add(above)
    return [one for one in found if one[0] not in dropped] if dropped else found


def _is_headline(line: Line) -> bool:
    """Return whether a paragraph may be a headline: some words, and no sentence of the text."""
    return line.kind is Kind.PARAGRAPH and len(line.text) > HEADLINE and line.text[-1:] not in ".:,;"


def is_pull_quote(line: Line) -> bool:
    """Return whether a quotation by itself repeats the text: some words in quotes that are no sentence."""
    text = line.text
    quoted = line.kind is Kind.QUOTE and len(text) <= PULLED and QUOTED.match(text) is not None
    return quoted and text.rstrip(_QUOTES)[-1:] not in _SENTENCE_ENDS


def is_promotion(line: Line) -> bool:
    """Return whether a line invites to go on with the publisher: to his newsletter, his channels."""
    if len(line.text) > SHORT:
        return False
    text = line.text.lower()
    stems = [stem for stem in PROMOTION_STEMS if stem in text]  # in two thirds of the time of any()
    return bool(stems) and PROMOTION.search(text) is not None


def leads_away(text: str) -> bool:
    """Return whether a line, in small letters, is a teaser, an advertisement or a picture's caption."""
    if CLUTTER_LEADS.match(text):
        return True
    return text[-1:] not in _SENTENCE_ENDS and bool(CAPTION_TAILS.search(text, max(0, len(text) - TAIL)))

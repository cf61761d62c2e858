"""Find a page's lead: the visible standfirst under its headline."""

import re
from collections.abc import Sequence

from harvester.languages import words
from harvester.languages.phrases import alternatives
from harvester.languages.signs import COLONS, HAN_KANA
from harvester.model import Block, Container
from harvester.normalise.claims import Headline, title_key
from harvester.normalise.head import HtmlHead
from harvester.normalise.standfirst import LEAD_CHARS, LEAST_LONG_CHARS, Below
from harvester.normalise.texts import Text, emphasised, joined, length_of
from harvester.text import ascii_words

LEAST_WORDS = 5
"""A text of fewer words than this must be the whole description."""

AGREEMENT = 0.8
"""A text is the lead if its words have at least this F1 with a description; editors cut or add words."""

DESCRIPTIONS = 8
"""At most this many descriptions of a page are compared; most state the same."""

_DESCRIPTIONS = (
    *("og:description", "description", "twitter:description"),
    *("dc.description", "sailthru.description", "abstract"),
)
_LABEL = re.compile(rf"(?:{alternatives(words('lead_labels'))})\s*[{COLONS}]\s*", re.IGNORECASE)
_WORD = re.compile(rf"[{HAN_KANA}]|[^\W_]+")
_CUT_OFF = re.compile(r"(?:(?<!\s)\s++)?+\[?(?:\.\.\.|…)\]?\s*$")


def find_lead(
    blocks: Sequence[Block], containers: Sequence[Container], head: HtmlHead, headline: Headline
) -> tuple[str, str]:
    """Return the standfirst, or else ``""`` and the first paragraph of the text.

    A standfirst has a blank line between its paragraphs.
    A class name is not evidence, because a redesign changes it. The evidence is what the page states, where a
    text stands and how it looks. If the page shows no headline, only the description counts.
    """
    if headline.at < 0:
        return next(iter(head.meta(*_DESCRIPTIONS)), ""), ""
    page = Below(blocks, containers, headline)
    found = page.candidates()
    lead = (
        page.under_title()
        or page.marked(found)
        or page.in_header(found)
        or _stated(page, found, _descriptions(head, headline))
        or page.listed()
    )
    if not lead:
        found = [one for one in found if not page.describes_image(one)]
        lead = page.beside(found) or page.by_look(found)
    if label := _LABEL.match(lead):
        lead = lead[label.end() :]
    return lead, "" if lead else page.introduction(found)


def _descriptions(head: HtmlHead, headline: Headline) -> list[list[str]]:
    stated = [*head.meta(*_DESCRIPTIONS), *head.stated("description", "alternativeHeadline")]
    title = title_key(headline.text)
    texts = [_CUT_OFF.sub("", text) for text in dict.fromkeys(stated) if title_key(text) != title]
    return [_words(text[:LEAD_CHARS]) for text in texts[:DESCRIPTIONS]]


def _words(text: str) -> list[str]:
    """Return the words of the text in small letters; each sign of a script without spaces is one."""
    if text.isascii():
        return ascii_words(text.replace("_", " "))
    return _WORD.findall(text.lower())


def _stated(page: Below, candidates: list[Text], descriptions: list[list[str]]) -> str:
    """Return the text that a description repeats, with the texts after it that belong to it."""
    for at, candidate in enumerate(candidates if descriptions else ()):
        words = _words(candidate.block.text)
        if words in descriptions:
            return candidate.block.text
        long = length_of(candidate) >= LEAST_LONG_CHARS
        if long and any(_agree(words, description) for description in descriptions):
            run = page.run(candidates[at:])
            return emphasised(candidates[at:]) or joined(run or [candidate])
    return ""


def _agree(words: list[str], description: list[str]) -> bool:
    """Return whether one begins with the other, except for the last word, or they share most words."""
    shared = min(len(words), len(description))
    if shared < LEAST_WORDS:
        return False
    if words[: shared - 1] == description[: shared - 1]:
        return True
    if not AGREEMENT * len(description) <= (2 - AGREEMENT) * len(words):
        return False
    ours, theirs = set(words), set(description)
    return 2 * len(ours & theirs) >= AGREEMENT * (len(ours) + len(theirs))

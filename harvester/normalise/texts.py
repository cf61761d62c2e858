"""Judge single texts below a headline: their emphasis, their length, whether they end as sentences do."""

import re
from itertools import takewhile
from typing import NamedTuple

from harvester.languages import words
from harvester.languages.signs import ASKING, CLOSERS, EAST_ASIAN, SENTENCE_ENDS
from harvester.model import Block, Container
from harvester.normalise.emphasis import emphasis

ENDING = (*ASKING, *SENTENCE_ENDS)
_LEADING = (":", "\uff1a")
CREDIT_CHARS, CREDIT_WORDS = 40, 3
"""Words for a picture stand in this many characters and words before a colon or a closing bracket."""

_CAPTIONS = words("captions")
_CREDITING = re.compile("[:\uff1a=/](?!/)|[)\uff09]\\s*$")
_SIGNED = re.compile(r"[/|©–—(]\s?([^/|©–—(]{1,40})$")  # noqa: RUF001
_WORD = re.compile(r"[^\s()\[\].,;|]+")  # vowel signs of India are no \w
_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")


class Text(NamedTuple):
    """A text can be the lead, or begin it. ``at`` is the index of its block."""

    at: int
    block: Block
    container: Container


def ends_sentence(text: str) -> bool:
    """Return whether the text ends as a sentence does, or leads to what follows."""
    return text.rstrip(CLOSERS).endswith((*ENDING, *_LEADING))


def credits_picture(text: str) -> bool:
    """Return whether the text says whose picture it is: "Photo: A. Kelp", "(Photo A. Kelp)", "/ photo A."."""
    for found in _CREDITING.finditer(text):
        before = text[max(0, found.start() - CREDIT_CHARS) : found.start()].lower()
        if found[0][0] in ")\uff09":
            before = before.replace("\uff08", "(").rpartition("(")[2]
            if (named := _WORD.match(before)) and named[0] in _CAPTIONS:
                return True
        last = _WORD.findall(before)[-CREDIT_WORDS:]
        if any(" ".join(last[at:]) in _CAPTIONS for at in range(len(last))):
            return True
    signed = _SIGNED.search(text)
    return bool(signed and (named := _WORD.match(signed[1].lower())) and named[0] in _CAPTIONS)


def joined(run: list[Text]) -> str:
    """Return the texts as paragraphs, with a blank line between."""
    return "\n\n".join(one.block.text for one in run)


def emphasised(texts: list[Text]) -> str:
    """Return the first text and the following ones with the same emphasis that do not ask."""
    own = emphasis(texts[0].block)
    if not own:
        return ""
    alike = takewhile(
        lambda one: emphasis(one.block) == own and not one.block.text.endswith(ASKING), texts[1:]
    )
    return joined([texts[0], *alike])


def length_of(candidate: Text) -> int:
    """Return the length in characters; East Asian ones count twice."""
    text = candidate.block.text
    return len(text) if text.isascii() else len(text) + len(_EAST_ASIAN.findall(text))

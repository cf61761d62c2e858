"""Decide whether a page shows only the start of an article, and then an offer to pay or to sign in.

Invitations to subscribe also stand below whole articles. The line of such a box must therefore mention the
rest of this article, and no prose may follow it. Text that the JSON-LD calls paid must not be on the page.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from harvester.languages import lines, within
from harvester.languages.phrases import Lines, Within
from harvester.languages.signs import CUT_OFF
from harvester.model import Block
from harvester.reading.said import BRIEF, heading, title
from harvester.reading.seen import PageFeatures, is_linked, key, once, quoted, sentences_of, weight
from harvester.reading.walls import Family

LINE = 140
"""A line with more letters than this is prose, not a line of a box."""

PROSE = 100
"""A block with at least this many letters is prose; teasers and captions have fewer."""

NEAR = 8
"""The other words of a box stand within this many blocks of its line."""

WHOLE = 3000
"""With more letters than this before a box, the article is whole, unless JSON-LD says that it is paid."""

TASTE = 1500
"""With fewer letters than this before a box, three paragraphs, only the start of an article is shown."""

SHOWN = 600
"""Paid text counts as shown from this many letters; JSON-LD says which text is paid."""

_SELECTOR = re.compile(r"^\s{0,9}(?:[a-z]{1,20})?([.#])([\w-]{1,100})\s{0,9}$")
_DENIALS = frozenset((False, "False", "false", "http://schema.org/False", "https://schema.org/False"))


class Box(NamedTuple):
    """A box offers an article's rest: ``at`` is its line's block, ``before`` the letters of prose above."""

    line: str
    phrase: str
    at: int
    before: int


@cache
def _titles() -> Lines:
    return lines("pay_titles")


@cache
def _phrases() -> Within:
    return within("pay_phrases")


@once
def box_at(seen: PageFeatures) -> Box | None:
    """Return the box that ends an article on the page, or None."""
    blocks = _blocks(seen)
    found = _line(seen, blocks)
    if found is None:
        return None
    at, line = found
    near = blocks[max(0, at - 2) : at + NEAR]
    phrase = next(filter(None, (_phrases().find(key(block.text)) for block in near)), "")
    before = sum(weight(block.text) for block in blocks[:at] if not is_linked(block))
    is_whole = before > WHOLE and not is_stub(seen)
    if is_whole or any(_is_prose(block) for block in blocks[at + 1 :]):
        return None
    return Box(line, phrase, at, before)


def _blocks(seen: PageFeatures) -> tuple[Block, ...]:
    """Return the blocks among which a box is searched: asides count if more than their words tell of one.

    The page says that it is not free, or its text breaks off.
    """
    told = states_price(seen) or any(block.text.rstrip().endswith(CUT_OFF) for block in seen.prose)
    return seen.with_asides if told else seen.blocks


def _line(seen: PageFeatures, blocks: tuple[Block, ...]) -> tuple[int, str] | None:
    """Return the last block below the headings that mentions the rest of an article, and its words."""
    for at in range(len(blocks) - 1, 0, -1):
        line = _offer(blocks[at].text)
        if line and key(blocks[at].text) not in seen.headings:
            return at, line
    return None


def _offer(text: str) -> str:
    """Return the words at the start of a sentence of a short text that mention the rest of an article."""
    if weight(text) > 2 * LINE:
        return ""
    return next(filter(None, map(_titles().find, sentences_of(text))), "")


def _is_prose(block: Block) -> bool:
    text = key(block.text)
    is_long = weight(text) >= PROSE and not is_linked(block)
    return is_long and not (_phrases().find(text) or _offer(text))


def states_price(seen: PageFeatures) -> bool:
    """Return whether the JSON-LD says that the article, or a part of it, is not free."""
    return any(_is_unfree(node) for node in seen.articles)


def _is_unfree(node: dict[str, Any]) -> bool:
    return any(_denies(each) for each in (node, *_parts(node)))


def _denies(node: dict[str, Any]) -> bool:
    stated = node.get("isAccessibleForFree")
    return isinstance(stated, bool | str) and stated in _DENIALS


def _parts(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    parts = node.get("hasPart", ())
    yield from (each for each in (parts if isinstance(parts, list) else [parts]) if isinstance(each, dict))


def is_stub(seen: PageFeatures) -> bool:
    """Return whether the text that JSON-LD calls paid has no prose on the page, or only that of the box."""
    selectors = [
        str(part.get("cssSelector", "")) for node in seen.articles for part in _parts(node) if _denies(part)
    ]
    return bool(selectors) and all(_shown(seen, selector) < SHOWN for selector in selectors)


def _shown(seen: PageFeatures, selector: str) -> int:
    """Return the number of letters of prose in the elements of a plain selector: a class or an id."""
    found = _SELECTOR.match(selector)
    if found is None:
        return SHOWN
    inside: list[bool] = []
    for container in seen.document.containers:
        is_it = found[2] in container.classes.split() if found[1] == "." else container.name == found[2]
        inside.append(is_it or (container.parent >= 0 and inside[container.parent]))
    return sum(
        weight(block.text) for block in seen.document.blocks if inside[block.container] and _is_prose(block)
    )


def is_cut(seen: PageFeatures) -> bool:
    """Return whether the last prose above the box is cut off."""
    box = box_at(seen)
    if box is None:
        return False
    above = [block.text for block in _blocks(seen)[: box.at] if not is_linked(block)]
    return any(text.rstrip().endswith(CUT_OFF) for text in above[-2:])


def pay_page(_family: Family, seen: PageFeatures) -> str:
    """Return the title or heading of a page that only offers to pay."""
    return (title(Family.PAY, seen) or heading(Family.PAY, seen)) if seen.size <= BRIEF else ""


def pay_line(_family: Family, seen: PageFeatures) -> str:
    """Return the line that replaces the rest of an article."""
    box = box_at(seen)
    return quoted("in place of the rest", box.line) if box else ""


def pay_words(_family: Family, seen: PageFeatures) -> str:
    """Return the other words of the box that replaces the rest."""
    box = box_at(seen)
    return quoted("says", box.phrase) if box else ""


def little_shown(_family: Family, seen: PageFeatures) -> str:
    """Return that little of the article stands above the box."""
    box = box_at(seen)
    return "shows little of it" if box and box.before < TASTE else ""


def unfree(_family: Family, seen: PageFeatures) -> str:
    """Return that the page says that it is not free."""
    return "isAccessibleForFree is false" if states_price(seen) else ""


def cut_off(_family: Family, seen: PageFeatures) -> str:
    """Return that the text before the box is cut off."""
    return "breaks off" if is_cut(seen) else ""


def breaks_off(_family: Family, seen: PageFeatures) -> str:
    """Return that the text breaks off near where the paid text should follow, whatever words offer it."""
    if not states_price(seen) or not is_stub(seen):
        return ""
    ends = any(block.text.rstrip().endswith(CUT_OFF) for block in seen.prose[-NEAR:])
    return "the text breaks off before it" if ends else ""


def stub(_family: Family, seen: PageFeatures) -> str:
    """Return that the paid text is not on the page."""
    return "what is paid for is not on the page" if is_stub(seen) else ""

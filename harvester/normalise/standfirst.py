"""Find the texts below a headline that can be its standfirst, by their place and look."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, takewhile

from harvester.languages.signs import HAN_KANA
from harvester.model import LINKS, Block, Container, Kind
from harvester.normalise.claims import Headline, title_key
from harvester.normalise.dates import iso_date
from harvester.normalise.emphasis import TITLES, asks, emphasis, is_all, is_question, only_asks
from harvester.normalise.style import CACHED
from harvester.normalise.texts import (
    ENDING,
    Text,
    credits_picture,
    emphasised,
    ends_sentence,
    joined,
    length_of,
)

WINDOW = 80
"""At most this many blocks after the headline are looked at; share buttons and captions can stand between."""

CANDIDATES = 8
"""At most this many texts in that window are compared."""

STATED_AMONG = 4
"""Microdata can mark one of the first this many texts; a mark further down belongs to something else."""

LEAST_CHARS = 25
"""A text with fewer characters than this is a name, a place or a button."""

LEAST_BELOW_CHARS = 12
"""A text directly below the headline needs only this many characters."""

LEAST_LONG_CHARS = 40
"""Look or place alone make a text a lead only from this length; an East Asian character counts twice."""

LEAST_TEXTS = 3
"""At least this many paragraphs are needed to see whether the first looks different."""

STANDFIRST_BLOCKS = 3
"""More paragraphs than this are the body, not a standfirst."""

BYLINE_CHARS = 100
"""A text of at most this many characters that holds a date is a byline."""

DATE_CHARS = 20
"""A text of any length is a byline if it has a date in this many first characters."""

LIST_CHARS = 300
"""A text of at most this many characters is a byline or a list if points or bars separate its parts."""

REPEATED = 8
"""The headline can also appear up to this many blocks earlier, above a picture."""

NEXT = 2
"""One of the first this many texts is directly below the headline; a kicker may come between."""

WRAPPERS = 2
"""A text near the headline can have up to this many elements of its own around it."""

BESIDE = 3
"""This many elements around the headline are near it: its own, and two around that."""

LEAD_CHARS = 3000
"""A text with more characters than this is not a standfirst."""

_KINDS = frozenset((Kind.PARAGRAPH, Kind.HEADING, Kind.QUOTE))
_STATED = frozenset(("description", "abstract", "alternativeHeadline"))
_HEADERS = frozenset(("header", "hgroup"))
_FURNITURE = re.compile(r"/(?:nav|footer|aside|dialog|figure|figcaption|button|time|address)(?:/|$)")
_SEPARATOR = re.compile(r"\s[·|•]\s")
_SPACES = re.compile(rf"\s|[{HAN_KANA}\u0e00-\u0eff]")  # or a script without spaces
_DIGITS = re.compile(r"\d")


@lru_cache(CACHED)
def is_outside_text(path: str) -> bool:
    """Return whether an element with that path is outside the text."""
    return bool(_FURNITURE.search(path))


class Below:
    """The blocks under the headline are here; ``near`` has the larger elements around it, innermost first."""

    def __init__(self, blocks: Sequence[Block], containers: Sequence[Container], headline: Headline) -> None:
        self.blocks = blocks
        self.containers = containers
        self.headline = headline._replace(at=_first_shown(blocks, headline))
        self.near = [*self.ancestors(self.home(self.headline.at))][:BESIDE]
        self.key = title_key(headline.text)

    def ancestors(self, container: int) -> Iterator[int]:
        """Yield the container and those around it."""
        while container >= 0:
            yield container
            container = self.containers[container].parent

    def home(self, at: int) -> int:
        """Return the innermost element that contains both a block and one of its neighbours.

        Redesigns add and remove elements around a single block.
        """
        own = self.blocks[at].container
        beside = (*self.blocks[max(0, at - 1) : at], *self.blocks[at + 1 : at + 2])
        home = max((self.around(own, other.container) for other in beside), default=-1)
        return own if home < 0 else home

    def around(self, own: int, other: int) -> int:
        """Return the innermost container around ``own`` that is or holds the other one, or -1."""
        containers = self.containers
        own = containers[own].parent
        while own != other and own >= 0:
            if own > other:  # a container comes after the one around it
                own = containers[own].parent
            else:
                other = containers[other].parent
        return own

    def kind(self, at: int) -> tuple[object, ...]:
        """Return the key that blocks of one kind share: bold or not, home, tags and classes below it."""
        home = self.home(at)
        inside = takewhile(lambda each: each != home, self.ancestors(self.blocks[at].container))
        chain = ((self.containers[each].tag, self.containers[each].classes) for each in inside)
        return is_all(self.blocks[at], ("strong",)), home, *chain

    def candidates(self) -> list[Text]:
        """Return the first texts that can be the lead, in page order, up to the first question."""
        found: list[Text] = []
        start = self.headline.at + 1
        for at, block in enumerate(self.blocks[start : start + WINDOW], start):
            least = LEAST_BELOW_CHARS if at == start else LEAST_CHARS
            if least <= len(block.text) <= LEAD_CHARS and block.kind in _KINDS:
                container = self.containers[block.container]
                if not self.is_other(block, container):
                    found.append(Text(at, block, container))
            ends = is_question(block) and title_key(block.text) != self.key
            if ends or len(found) == CANDIDATES:
                break
        return found

    def is_other(self, block: Block, container: Container) -> bool:
        """Return whether the block is a caption, a byline, a link, or the headline again."""
        if container.hidden or is_all(block, LINKS) or is_outside_text(container.path):
            return True
        if block.kind is Kind.HEADING:
            return title_key(block.text) == self.key
        if "/li/" in container.path:
            return True
        separators = len(_SEPARATOR.findall(block.text))
        if separators > 1 or not _SPACES.search(block.text):
            return len(block.text) <= LIST_CHARS
        if len(block.text) <= LIST_CHARS and credits_picture(block.text):
            return True
        short = len(block.text) <= (LIST_CHARS if separators else BYLINE_CHARS)
        dated = _DIGITS.search(block.text) and (short or iso_date(block.text[:DATE_CHARS]))
        return bool(dated and iso_date(block.text[:BYLINE_CHARS]))

    def describes_image(self, candidate: Text) -> bool:
        """Return whether the text is alone in a box with an image right above it: the image's caption."""
        references = candidate.block.references
        pictured = any(each.kind == "image" and each.start == 0 for each in references)
        boxed = candidate.container.tag == "div" or self.home(candidate.at) != candidate.container.parent
        return pictured and boxed

    def under_title(self) -> str:
        """Return the text after the title in the same heading, ``<h1>Title <small>Lead</small></h1>``."""
        first, *rest = self.blocks[self.headline.at].text.split("\n")
        lead = " ".join(rest)
        return lead if first == self.headline.text and len(lead) >= LEAST_LONG_CHARS else ""

    def marked(self, candidates: list[Text]) -> str:
        """Return the text that microdata marks as the description."""
        for candidate in candidates[:STATED_AMONG]:
            around = self.containers[candidate.container.parent]
            if not _STATED.isdisjoint((*candidate.container.microdata.split(), *around.microdata.split())):
                return candidate.block.text
        return ""

    def in_header(self, candidates: list[Text]) -> str:
        """Return the text in the headline's header element; a short one must be a sentence directly below."""
        for candidate in candidates[:1]:
            home = self.home(candidate.at)
            together = home in self.near and self.containers[home].tag in _HEADERS
            below = candidate.at == self.headline.at + 1 and candidate.block.text.endswith(ENDING)
            if together and (below or self.is_long(candidate)):
                return candidate.block.text
        return ""

    def beside(self, candidates: list[Text]) -> str:
        """Return the text directly below the headline if the body stands in another element."""
        run = self.run([one for one in candidates if self.is_long(one)])
        if not run or run[0] not in candidates[:NEXT]:
            return ""
        around = [*self.ancestors(self.home(run[0].at))][:WRAPPERS]
        return joined(run) if any(each in self.near for each in around) else ""

    def listed(self) -> str:
        """Return the only item of a list directly below the headline, as some systems set a summary."""
        at = self.headline.at + 1
        items = [block for block in self.blocks[at : at + 2] if block.kind is Kind.ITEM]
        if len(items) != 1 or self.blocks[at] is not items[0] or is_all(items[0], LINKS):
            return ""
        one = Text(at, items[0], self.containers[items[0].container])
        return items[0].text if self.is_long(one) and ends_sentence(items[0].text) else ""

    def introduction(self, candidates: list[Text]) -> str:
        """Return the first paragraph of the text if it is long enough."""
        return next((one.block.text for one in candidates if self.opens_text(one)), "")

    def opens_text(self, candidate: Text) -> bool:
        """Return whether the text is a paragraph of whole sentences."""
        block = candidate.block
        return block.kind is Kind.PARAGRAPH and self.is_long(candidate) and ends_sentence(block.text)

    def is_long(self, candidate: Text) -> bool:
        """Return whether the text is long enough to be the lead by its look or place, and does not ask."""
        return length_of(candidate) >= LEAST_LONG_CHARS and not only_asks(candidate.block.text)

    def run(self, candidates: list[Text]) -> list[Text]:
        """Return the first text with the few texts directly after it in elements of its kind.

        The result is empty if more texts of that kind follow, or no text of another kind: that is the body.
        """
        if not candidates:
            return []
        start = candidates[0].at
        last = min(len(self.blocks), start + WINDOW)
        alike = [start, *islice(self.alike(start, last), STANDFIRST_BLOCKS)]
        together = len(alike) <= STANDFIRST_BLOCKS and alike[-1] - alike[0] == len(alike) - 1
        if not together or not any(map(self.is_body, self.blocks[alike[-1] + 1 : last])):
            return []
        return [one for one in candidates if one.at in alike]

    def alike(self, first: int, last: int) -> Iterator[int]:
        """Yield the blocks after the first one that have its kind."""
        kind, own = self.kind(first), self.containers[self.blocks[first].container]
        for at in range(first + 1, last):
            other = self.containers[self.blocks[at].container]
            if other.tag == own.tag and other.classes == own.classes and self.kind(at) == kind:
                yield at

    def is_body(self, block: Block) -> bool:
        """Return whether the block is a heading, a question or a paragraph of the text."""
        if is_outside_text(self.containers[block.container].path):
            return False
        return block.kind in TITLES or is_question(block) or len(block.text) >= LEAST_LONG_CHARS

    def by_look(self, candidates: list[Text]) -> str:
        """Return the first text if its emphasis, its class or its lone place makes it the lead."""
        prose = (one for one in candidates if one.block.kind is not Kind.HEADING)
        texts = [one for one in prose if length_of(one) >= LEAST_LONG_CHARS]
        if not texts or only_asks(texts[0].block.text):
            return ""
        alone = _stands_out(texts) or self.stands_alone(texts[0])
        return emphasised(texts) or (texts[0].block.text if alone else "")

    def stands_alone(self, first: Text) -> bool:
        """Return whether a heading or a question directly follows the paragraph."""
        home = self.home(first.at)
        for at, block in enumerate(self.blocks[first.at + 1 : first.at + WINDOW], first.at + 1):
            if self.home(at) == home:
                return block.kind is Kind.HEADING or bool(emphasis(block)) or asks(block)
        return False


def _first_shown(blocks: Sequence[Block], headline: Headline) -> int:
    """Return the first place of the headline, which may be above a picture and again above the text."""
    for at in range(max(0, headline.at - REPEATED), headline.at):
        if blocks[at].kind is Kind.HEADING and blocks[at].text == headline.text:
            return at
    return headline.at


def _stands_out(texts: list[Text]) -> bool:
    """Return whether the first paragraph has its own class and the next two share another one."""
    if len(texts) < LEAST_TEXTS:
        return False
    first, second, third = (one.container for one in texts[:3])
    alike = second.classes == third.classes and first.path == second.path == third.path
    return alike and first.classes not in {"", second.classes}

"""A page's lead: the visible standfirst under its headline."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from harvester.model import LINKS, Block, Container, Kind
from harvester.normalise.dates import iso_date
from harvester.normalise.head import Head
from harvester.normalise.style import CACHED
from harvester.normalise.titles import CLASS_CHARS, Headline, title_key

WINDOW = 80
"""Blocks after the headline that are looked at: share buttons, captions and players can stand between."""

CANDIDATES = 8
"""Texts among them that are compared."""

NEAR = 4
"""Of these, how many can be marked as the standfirst; what is marked further down is some other text's."""

LEAST_CHARS = 25
"""Of a text, unless it is marked and a sentence."""

LEAST_UNMARKED_CHARS = 40
"""Of a text that only its look or place make the lead; an East Asian character counts twice."""

LEAST_WORDS = 5
"""Of a text that need not be the whole description."""

AGREEMENT = 0.8
"""F1 of the words with a description that make a text the lead: an editor's cut, or a word more."""

STANDFIRST_BLOCKS = 3
"""An element with more of them is no standfirst and no caption, whatever its class."""

BYLINE_CHARS = 100
"""A text up to there that holds a date is a byline."""

LEAST_MARKED_CHARS = 12
LEAD_CHARS = 3000
"""Least and most of any text."""

DESCRIPTIONS = 8
"""Of one page that are compared; most state the same."""

WHOLLY = 0.9
"""Of a text, what a mark covers that is on all of it."""

_DESCRIPTIONS = (
    *("og:description", "description", "twitter:description"),
    *("dc.description", "sailthru.description", "abstract"),
)
_STANDFIRST = re.compile(
    r"chapo|chapeau|standfirst|sub-?_?(?:title|head)|untertitel|einleitung|vorspann|anleser|anreisser|excerpt|"
    r"abstract|incipit|ingress|preamble|manchet|perex|zajawka|bajada|copete|entradilla|sottotitolo|occhiello|"
    r"catenaccio|sommario|sumario|sous-?titre|introduction|teaser-?_?text|article-?_?(?:lead|intro|desc|summary)|"
    r"linea-?fina|antetitulo|[a-z](?-i:Summary|Lead|Intro|Dek|Deck)(?![a-z])|"
    r"(?:^|[\s_-])(?:lead|lede|dek|deck|intro|summary|desc|description|teaser|short|anons|about|announce|gancho|"
    r"volanta|lid|spot|bajante|hook)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"caption|credit|copyright|author|byline|\bbio|share|social|breadcrumb|comment|newsletter|subscri|paywall|\bad\b|"
    r"advert|promo|related|recommend|gallery|player|video|audio|cookie|toolbar|published|\bdate|\bmeta\b|tags?\b|"
    r"legend|bildunterschrift|rating|widget|popover|popup|modal|message-?bar|snackbar|print-header|toc\b|stats",
    re.IGNORECASE,
)
_KINDS = frozenset((Kind.PARAGRAPH, Kind.HEADING, Kind.QUOTE))
_DIGITS = re.compile(r"\d")
_FURNITURE = re.compile(r"/(?:nav|footer|aside|dialog|figure|figcaption|button|time|address)(?:/|$)")
_FIRST_LETTER = re.compile(r"drop|first|initial", re.IGNORECASE)
_LABEL = re.compile(r"(?:摘要|核心提示|导语|導語|提要|in brief|summary)\s*[:：]\s*", re.IGNORECASE)  # noqa: RUF001
_ASKING = ("?", "？", "؟", ";")  # noqa: RUF001
_ENDING = (*_ASKING, ".", "!", "…", "。", "！", "।")  # noqa: RUF001
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_CUT_OFF = re.compile(r"(?:(?<!\s)\s++)?+\[?(?:\.\.\.|…)\]?\s*$")


@lru_cache(CACHED)
def says_standfirst(names: str) -> bool:
    """Return whether class names are those of a standfirst."""
    return bool(_STANDFIRST.search(names[:CLASS_CHARS]))


@lru_cache(CACHED)
def says_other(names: str) -> bool:
    """Return whether class names are those of what stands around a standfirst."""
    return bool(_OTHER.search(names[:CLASS_CHARS]))


@lru_cache(CACHED)
def is_outside_text(path: str) -> bool:
    """Return whether an element of that path is no part of the text."""
    return bool(_FURNITURE.search(path))


class _Candidate(NamedTuple):
    at: int
    block: Block
    container: Container
    marked: bool


def find_lead(
    blocks: Sequence[Block], containers: Sequence[Container], head: Head, headline: Headline
) -> str:
    """Return the standfirst, paragraphs parted by a blank line; ``""`` where the page shows none.

    Where it shows no headline either, there is only the description to go by.
    """
    if headline.at < 0:
        return next(iter(head.meta(*_DESCRIPTIONS)), "")
    page = _Page(blocks, containers, headline)
    found = page.candidates()
    lead = (
        page.under_title()
        or page.marked(found)
        or _stated(found, _descriptions(head, headline))
        or page.by_look(found)
    )
    return lead[label.end() :] if (label := _LABEL.match(lead)) else lead


def _descriptions(head: Head, headline: Headline) -> list[list[str]]:
    stated = [*head.meta(*_DESCRIPTIONS), *head.stated("description", "alternativeHeadline")]
    title = title_key(headline.text)
    texts = [_CUT_OFF.sub("", text) for text in dict.fromkeys(stated) if title_key(text) != title]
    return [_WORD.findall(text[:LEAD_CHARS].lower()) for text in texts[:DESCRIPTIONS]]


def _stated(candidates: list[_Candidate], descriptions: list[list[str]]) -> str:
    """Return the text that a description repeats, with those after it that are emphasised as it is."""
    for at, candidate in enumerate(candidates):
        words = _WORD.findall(candidate.block.text.lower())
        if words in descriptions:
            return candidate.block.text
        long = _length(candidate) >= LEAST_UNMARKED_CHARS
        if long and any(_agree(words, description) for description in descriptions):
            return _emphasised(candidates[at:]) or candidate.block.text
    return ""


def _agree(words: list[str], description: list[str]) -> bool:
    """Return whether one begins with the other, the last word aside, or they share most words."""
    shared = min(len(words), len(description))
    if shared < LEAST_WORDS:
        return False
    if words[: shared - 1] == description[: shared - 1]:
        return True
    if not AGREEMENT * len(description) <= (2 - AGREEMENT) * len(words):
        return False
    ours, theirs = set(words), set(description)
    return 2 * len(ours & theirs) >= AGREEMENT * (len(ours) + len(theirs))


class _Page:
    """The blocks under the headline. above: the containers that the headline is in."""

    def __init__(self, blocks: Sequence[Block], containers: Sequence[Container], headline: Headline) -> None:
        self.blocks = blocks
        self.containers = containers
        self.headline = headline
        self.above = frozenset(self.ancestors(blocks[headline.at].container))
        self.key = title_key(headline.text)

    def ancestors(self, container: int) -> Iterator[int]:
        """Yield the container and those around it."""
        while container >= 0:
            yield container
            container = self.containers[container].parent

    def candidates(self) -> list[_Candidate]:
        """Return the first texts that can be the lead, in page order."""
        found: list[_Candidate] = []
        start = self.headline.at + 1
        for at, block in enumerate(self.blocks[start : start + WINDOW], start):
            if not LEAST_MARKED_CHARS <= len(block.text) <= LEAD_CHARS or block.kind not in _KINDS:
                continue
            container = self.containers[block.container]
            if self.is_other(block, container):
                continue
            own = [*takewhile(lambda one: one not in self.above, self.ancestors(block.container))]
            if any(self.says(one, says_other) and self.is_small(one, at) for one in own[:2]):
                continue
            marked = self.is_marked(at, own)
            if len(block.text) >= LEAST_CHARS or (marked and block.text.endswith(_ENDING)):
                found.append(_Candidate(at, block, container, marked))
            if len(found) == CANDIDATES:
                break
        return found

    def is_other(self, block: Block, container: Container) -> bool:
        """Return whether the block is a caption, a byline, a link, or the headline again."""
        if container.hidden or _is_all(block, LINKS) or is_outside_text(container.path):
            return True
        if len(block.text) <= BYLINE_CHARS and _DIGITS.search(block.text) and iso_date(block.text):
            return True
        return block.kind is Kind.HEADING and title_key(block.text) == self.key

    def is_marked(self, at: int, own: list[int]) -> bool:
        """Return whether an element around the block is a standfirst by its class or microdata."""
        block = self.blocks[at]
        if block.kind is Kind.HEADING and block.text.endswith(_ASKING) and at > self.headline.at + 1:
            return False
        named = [one for one in own[:3] if self.says(one, says_standfirst)]
        return any(self.is_small(one, at) for one in named) and not self.is_crosshead(block)

    def is_crosshead(self, block: Block) -> bool:
        """Return whether a heading, however it is called, is one of several that are called so."""
        if block.kind is not Kind.HEADING:
            return False
        headings = [self.containers[one.container] for one in self.blocks if one.kind is Kind.HEADING]
        names = self.containers[block.container].classes
        return sum(one.classes == names for one in headings) > 1

    def says(self, container: int, judge: Callable[[str], bool]) -> bool:
        """Return whether the classes of the container, its id or its microdata say so."""
        one = self.containers[container]
        return judge(
            f"{one.classes} {one.name} {one.microdata}" if one.name or one.microdata else one.classes
        )

    def is_small(self, container: int, at: int) -> bool:
        """Return whether the container holds no more blocks, from there on, than a standfirst does."""
        following = self.blocks[at : at + STANDFIRST_BLOCKS + 1]
        return not all(container in self.ancestors(block.container) for block in following)

    def under_title(self) -> str:
        """Return what follows the title in one heading, ``<h1>Title <small>Lead</small></h1>``."""
        first, *rest = self.blocks[self.headline.at].text.split("\n")
        lead = " ".join(rest)
        return lead if first == self.headline.text and len(lead) >= LEAST_UNMARKED_CHARS else ""

    def marked(self, candidates: list[_Candidate]) -> str:
        """Return what is marked as a standfirst, or stands in one header element with the headline."""
        for candidate in candidates[:NEAR]:
            if candidate.marked:
                return candidate.block.text
        for candidate in candidates[:1]:
            parent = candidate.container.parent
            in_header = parent in self.above and self.containers[parent].tag in {"header", "hgroup"}
            if in_header and _length(candidate) >= LEAST_UNMARKED_CHARS:
                return candidate.block.text
        return ""

    def by_look(self, candidates: list[_Candidate]) -> str:
        """Return the first of the texts where its emphasis, its class or its being alone make it the lead."""
        prose = (one for one in candidates if one.block.kind is not Kind.HEADING)
        texts = [one for one in prose if _length(one) >= LEAST_UNMARKED_CHARS]
        if not texts or texts[0].block.text.endswith(_ASKING):
            return ""
        alone = _stands_out(texts) or self.stands_alone(texts[0])
        return _emphasised(texts) or (texts[0].block.text if alone else "")

    def stands_alone(self, first: _Candidate) -> bool:
        """Return whether the body goes on with a heading or a question right after the paragraph."""
        for block in self.blocks[first.at + 1 : first.at + WINDOW]:
            if self.containers[block.container].parent == first.container.parent:
                return block.kind is Kind.HEADING or bool(_emphasis(block)) or block.text.endswith(_ASKING)
        return False


def _stands_out(texts: list[_Candidate]) -> bool:
    """Return whether the first paragraph has a class of its own before two that share one."""
    if len(texts) < NEAR:
        return False
    first, second, third = (one.container for one in texts[:3])
    alike = second.classes == third.classes and first.path == second.path == third.path
    return alike and first.classes not in {"", second.classes} and not _FIRST_LETTER.search(first.classes)


def _emphasised(texts: list[_Candidate]) -> str:
    """Return the first text and those after it that are emphasised in the same way and do not ask."""
    emphasis = _emphasis(texts[0].block)
    if not emphasis:
        return ""
    alike = takewhile(
        lambda one: _emphasis(one.block) == emphasis and not one.block.text.endswith(_ASKING), texts[1:]
    )
    return "\n\n".join(one.block.text for one in (texts[0], *alike))


def _emphasis(block: Block) -> str:
    return next((kind for kind in ("strong", "em") if _is_all(block, (kind,))), "")


def _is_all(block: Block, kinds: Collection[str]) -> bool:
    """Return whether a mark of one of these kinds is on all of the text."""
    least = WHOLLY * len(block.text)
    return any(kind in kinds and end - start >= least for kind, start, end in block.marks)


def _length(candidate: _Candidate) -> int:
    text = candidate.block.text
    return len(text) if text.isascii() else len(text) + len(_EAST_ASIAN.findall(text))

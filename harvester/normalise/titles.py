"""A page's title: its visible headline, told by what the page states its title to be."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from harvester.model import Block, Container, Kind
from harvester.normalise.head import Head
from harvester.normalise.style import CACHED

HEADLINE_CHARS = 400
"""A longer text is no headline."""

CLAIMS = 3
"""Statements that a heading is compared with word by word; more of them say the same again."""

SMALLEST_PART = 0.3
"""Of a stated title, what a part of it is at least when site and section are cut off."""

WHOLE, PART, SHOWN, WORDS = 3.0, 2.0, 1.2, 2.5
"""What it counts that a heading is what the page states, is a part of that (and as much again as the part
is of the whole), that another text is, and that a heading has the same words."""

AGREEING = 0.7 * WORDS
"""The score of a heading that is the stated title in other words."""

NEXT = 3
"""Blocks from a heading above the article to its headline."""

LOWEST_LEVEL = 2
"""Of a heading that need not repeat a statement word by word."""

NO_HEADLINE = 0.3
"""A text with a lower score is none."""

LONE = 2.2
"""What being the only heading of the first level outside of the furniture counts: near to agreement."""

CLASS_CHARS = 500
"""Of class names that are looked at."""

_HEADING = Kind.HEADING  # by its own name a member takes longer to be looked up than the test
_KEYS = ("headline", "name")
_METAS = (
    *(
        "og:title",
        "twitter:title",
        "headline",
        "dc.title",
        "dcterms.title",
        "sailthru.title",
        "parsely-title",
    ),
    *("title", "cxenseparse:title", "fb_title", "mrc__share_title"),
)
_SITE_METAS = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "dc.publisher",
    "twitter:app:name:iphone",
)
_SEPARATOR = re.compile(
    r"(?<!\s)\s++(?:[|–—·•»«:~/-]|//|::|-{2,}|›)\s+|(?:(?<!\s)\s++)?+[|｜：┃│ㅣ»›]\s*|:\s+|-(?=[^\s-]{1,8}[ㅣ|])"  # noqa: RUF001
)
_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"/(?:main|article)/")
_COUNTER = re.compile(r"[\s(]*+[^\W\d]{0,15}+[\s:(]*+\d{1,6}+[\s)]*+$")
_FURNITURE = re.compile(r"/(?:nav|footer|aside|dialog|figure)(?:/|$)")
_ASIDE_CLASS = re.compile(
    r"breadcrumb|crumbs|\bnav\b|menu|logo|brand|sr-only|visually-?hidden|screen-?reader|a11y", re.IGNORECASE
)
_HEADLINE_CLASS = re.compile(r"head(?:line|ing)|title|titre|titulo|titolo|\bh1\b", re.IGNORECASE)


class Headline(NamedTuple):
    """text: the title. at: index of the block that shows it, -1 where none does."""

    text: str
    at: int


def find_headline(blocks: Sequence[Block], containers: Sequence[Container], head: Head) -> Headline:
    """Return the page's title, and the block that shows it."""
    claims = _Claims(head)
    exact = claims.exact
    possible = [at for at, (kind, text, _, _, _) in enumerate(blocks) if kind is _HEADING or text in exact]
    places = {at: _place(blocks[at], containers) for at in possible if blocks[at].level <= LOWEST_LEVEL}
    firsts = [at for at, place in places.items() if blocks[at].level == 1 and place > 0]
    firsts = [at for at in firsts if not claims.is_site(blocks[at].text)]
    scores = {at: claims.score(blocks[at]) for at in possible}
    best, best_score = -1, NO_HEADLINE
    for at, agreed in scores.items():
        if agreed >= 0:
            place = places[at] if at in places else _place(blocks[at], containers)
            score = agreed + place + (LONE if firsts == [at] else 0.0)
            if score > best_score:
                best, best_score = at, score
    if best < 0:
        return claims.first_line(blocks)
    if not _in_article(containers[blocks[best].container]):
        # a first-level heading in a list of crumbs above the article, its headline one of the second level
        agreeing = (at for at in possible if best < at <= best + NEXT and scores[at] >= AGREEING)
        best = next((at for at in agreeing if _in_article(containers[blocks[at].container])), best)
    return Headline(claims.reading(blocks[best].text), best)


@lru_cache(CACHED)
def says_aside(names: str) -> bool:
    """Return whether class names are those of crumbs, a logo, or text for screen readers alone."""
    return bool(_ASIDE_CLASS.search(names[:CLASS_CHARS]))


@lru_cache(CACHED)
def says_headline(names: str) -> bool:
    """Return whether class names are those of a headline."""
    return bool(_HEADLINE_CLASS.search(names[:CLASS_CHARS]))


@lru_cache(CACHED)
def is_outside_article(path: str) -> bool:
    """Return whether an element of that path is no part of the article."""
    return bool(_FURNITURE.search(path))


def _in_article(container: Container) -> bool:
    return bool(_ARTICLE.search(container.path))


def title_key(text: str) -> str:
    """Return the words of the text in one case: what two titles share that say the same."""
    return " ".join(_WORD.findall(text.lower()))


class _Claims:
    """What the page states its title to be. parts: match keys with each one's share."""

    def __init__(self, head: Head) -> None:
        stated = [*head.stated(*_KEYS), *head.meta(*_METAS), head.title]
        self.sites = {title_key(name) for name in [*head.meta(*_SITE_METAS), *_publishers(head)]}
        keys = {text: title_key(text) for text in self.possible(stated)}
        self.whole = [text for text, key in keys.items() if key not in self.sites]
        self.words = [frozenset(keys[text].split()) for text in self.whole[:CLAIMS]]
        self.parts: dict[str, float] = {}
        self.sections: set[str] = set()
        self.exact: set[str] = set()
        for text in self.whole:
            self.exact.add(text)
            self.parts[keys[text]] = 1.0
            for part in _parts(text):
                key, share = title_key(part), len(part) / len(text)
                if share < SMALLEST_PART:
                    self.sections.add(key)
                elif key not in self.sites:
                    self.exact.add(part)
                    self.parts[key] = max(share, self.parts.get(key, 0.0))

    def possible(self, stated: Iterable[str]) -> Iterator[str]:
        """Yield the statements that are short enough, each once."""
        return (text for text in dict.fromkeys(stated) if text and len(text) <= HEADLINE_CHARS)

    def is_site(self, text: str) -> bool:
        """Return whether the text is the name of the site or of a section of it."""
        key = title_key(text)
        return key not in self.parts and (key in self.sites or key in self.sections)

    def score(self, block: Block) -> float:
        """Return from 0 to 3 how well the block agrees, -1 for what cannot be a headline."""
        text = block.text
        if len(text) > HEADLINE_CHARS:
            return -1.0
        if block.kind is not _HEADING:
            return SHOWN + self.parts.get(title_key(text), 0.0) if text in self.exact else -1.0
        key = title_key(text)
        share = self.parts.get(key)
        if share is not None:
            return WHOLE if share == 1 else PART + share
        if block.level > LOWEST_LEVEL:
            return -1.0
        words = frozenset(key.split())
        agreed = WORDS * max((_agreement(words, claim) for claim in self.words), default=0.0)
        return agreed if block.level == 1 or agreed > 1 else -1.0

    def reading(self, text: str) -> str:
        """Return the headline's text without a line or a counter that is no part of it."""
        lines = text.split("\n")
        for line in lines:
            if len(lines) > 1 and self.parts.get(title_key(line)) == 1.0:
                return line
        for claim in self.whole:
            if text.startswith(claim) and _COUNTER.match(text, len(claim)):
                return claim
        return " ".join(lines)

    def first_line(self, blocks: Sequence[Block]) -> Headline:
        """Return the title where no block is it: the first line of one, else what the page states."""
        for at, block in enumerate(blocks):
            line, broken, _ = block.text.partition("\n")
            if broken and line in self.exact:
                return Headline(line, at)
        return Headline(self.shortest(), -1)

    def shortest(self) -> str:
        """Return the first statement without the name of the site."""
        if not self.whole:
            return ""
        title = self.whole[0]
        for part in _parts(title):
            rest = title_key(title.replace(part, "", 1))
            if rest in self.sites or part in self.whole:
                return part
        return title


def _publishers(head: Head) -> Iterator[str]:
    for thing in head.things:
        for key in ("publisher", "isPartOf", "sourceOrganization"):
            value = thing.get(key)
            if isinstance(value, dict) and isinstance(value.get("name"), str):
                yield value["name"]


def _parts(title: str) -> Iterator[str]:
    """Yield the title without what stands behind, then before each of its separators; the longest first."""
    cuts = [(found.start(), found.end()) for found in _SEPARATOR.finditer(title)]
    for start, _ in reversed(cuts):
        yield title[:start].strip()
    for _, end in cuts:
        yield title[end:].strip()


def _agreement(words: frozenset[str], claim: frozenset[str]) -> float:
    """Return the F1 of the words that both have."""
    both = len(words & claim)
    return 2 * both / (len(words) + len(claim)) if both else 0.0


def _place(block: Block, containers: Sequence[Container]) -> float:
    """Return what the block's place and look say for it or against it."""
    container = containers[block.container]
    above = containers[container.parent] if container.parent >= 0 else container
    score = {1: 0.6, 2: 0.3}.get(block.level, 0.1) if block.kind is Kind.HEADING else 0.0
    if "headline" in container.microdata:
        score += 0.5
    if container.classes and says_headline(container.classes):
        score += 0.2
    if container.hidden or is_outside_article(container.path):
        score -= 1.5
    if "/li" in container.path[-12:] or says_aside(container.classes) or says_aside(above.classes):
        score -= 1.0
    if any(kind == "link" and end - start >= len(block.text) for kind, start, end in block.marks):
        score -= 2.0
    return score

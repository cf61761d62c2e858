"""A page's title: its visible headline, told by what the page states its title to be."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harvester.model import Block, Container, Kind
from harvester.normalise.head import Head
from harvester.text import match_key

HEADLINE_CHARS = 400
"""A longer text is no headline."""

CLAIMS = 3
"""Statements that a heading is compared with word by word; more of them say the same again."""

SMALLEST_PART = 0.3
"""Of a stated title, what a part of it is at least when site and section are cut off."""

LOWEST_LEVEL = 2
"""Of a heading that need not repeat a statement word by word."""

NO_HEADLINE = 0.3
"""A text with a lower score is none."""

LONE = 2.2
"""What being the only heading of the first level outside of the furniture counts: near to agreement."""

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
    r"\s+(?:[|–—·•»«:~/-]|//|::|-{2,}|›)\s+|\s*[|｜：┃│ㅣ»›]\s*|:\s+|-(?=[^\s-]{1,8}[ㅣ|])"  # noqa: RUF001
)
_WORD = re.compile(r"\w+")
_COUNTER = re.compile(r"[\s(]*[^\W\d]{0,15}[\s:(]*\d{1,6}[\s)]*$")
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
    firsts = [at for at, block in enumerate(blocks) if block.level == 1 and block.kind is Kind.HEADING]
    firsts = [
        at for at in firsts if _place(blocks[at], containers) > 0 and not claims.is_site(blocks[at].text)
    ]
    best, best_score = -1, NO_HEADLINE
    for at, block in enumerate(blocks):
        score = claims.score(block)
        if score > -1:
            score += _place(block, containers) + (LONE if firsts == [at] else 0.0)
            if score > best_score:
                best, best_score = at, score
    if best < 0:
        return Headline(claims.shortest(), -1)
    return Headline(claims.reading(blocks[best].text), best)


class _Claims:
    """What the page states its title to be. parts: match keys with each one's share."""

    def __init__(self, head: Head) -> None:
        stated = [*head.stated(*_KEYS), *head.meta(*_METAS), head.title]
        self.sites = {match_key(name) for name in [*head.meta(*_SITE_METAS), *_publishers(head)]}
        self.whole = [text for text in dict.fromkeys(stated) if text and match_key(text) not in self.sites]
        self.words = [Counter(_WORD.findall(text.lower())) for text in self.whole[:CLAIMS]]
        self.parts: dict[str, float] = {}
        self.sections: set[str] = set()
        self.exact: set[str] = set()
        for text in self.whole:
            self.exact.add(text)
            self.parts[match_key(text)] = 1.0
            for part in _parts(text):
                key, share = match_key(part), len(part) / len(text)
                if share < SMALLEST_PART:
                    self.sections.add(key)
                elif key not in self.sites:
                    self.exact.add(part)
                    self.parts[key] = max(share, self.parts.get(key, 0.0))

    def is_site(self, text: str) -> bool:
        """Return whether the text is the name of the site or of a section of it."""
        key = match_key(text)
        return key not in self.parts and (key in self.sites or key in self.sections)

    def score(self, block: Block) -> float:
        """Return from 0 to 3 how well the block agrees, -1 for what cannot be a headline."""
        text = block.text
        if len(text) > HEADLINE_CHARS:
            return -1.0
        if block.kind is not Kind.HEADING:
            return 1.0 + self.parts.get(match_key(text), 0.0) if text in self.exact else -1.0
        share = self.parts.get(match_key(text))
        if share is not None:
            return 2.0 + share
        if block.level > LOWEST_LEVEL:
            return -1.0
        agreed = 2.5 * max((_agreement(text, words) for words in self.words), default=0.0)
        return agreed if block.level == 1 or agreed > 1 else -1.0

    def reading(self, text: str) -> str:
        """Return the headline's text without a line or a counter that is no part of it."""
        lines = text.split("\n")
        for line in lines:
            if len(lines) > 1 and self.parts.get(match_key(line)) == 1.0:
                return line
        for claim in self.whole:
            if text.startswith(claim) and _COUNTER.match(text, len(claim)):
                return claim
        return " ".join(lines)

    def shortest(self) -> str:
        """Return the first statement without the name of the site."""
        if not self.whole:
            return ""
        title = self.whole[0]
        for part in _parts(title):
            rest = match_key(title.replace(part, "", 1)).strip(" |-–—·•:»«/~｜：")  # noqa: RUF001
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


def _agreement(text: str, claim: Counter[str]) -> float:
    """Return the F1 of the words that both have."""
    words = Counter(_WORD.findall(text.lower()))
    both = (words & claim).total()
    return 2 * both / (words.total() + claim.total()) if both else 0.0


def _place(block: Block, containers: Sequence[Container]) -> float:
    """Return what the block's place and look say for it or against it."""
    container = containers[block.container]
    above = containers[container.parent] if container.parent >= 0 else container
    score = {1: 0.6, 2: 0.3}.get(block.level, 0.1) if block.kind is Kind.HEADING else 0.0
    if "headline" in container.microdata:
        score += 0.5
    if _HEADLINE_CLASS.search(container.classes):
        score += 0.2
    if _FURNITURE.search(container.path) or container.hidden:
        score -= 1.5
    if (
        _ASIDE_CLASS.search(container.classes)
        or _ASIDE_CLASS.search(above.classes)
        or "/li" in container.path[-12:]
    ):
        score -= 1.0
    if any(kind == "link" and end - start >= len(block.text) for kind, start, end in block.marks):
        score -= 2.0
    return score

"""Collect the evidence for a headline: the titles that a page states, and the name of its site."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import filterfalse
from typing import NamedTuple
from unicodedata import combining, normalize
from urllib.parse import urlsplit

from harvester.languages import within
from harvester.languages.signs import EAST_ASIAN
from harvester.model import LINKS, Block, Kind
from harvester.normalise.emphasis import is_all
from harvester.normalise.head import HtmlHead
from harvester.text import ascii_words

HEADLINE_CHARS = 400
"""A text with more characters than this is not a headline."""

CLAIMS = 3
"""A heading is compared word by word with at most this many statements; further ones repeat them."""

SMALLEST_PART = 0.3
"""A part with a smaller share of a stated title than this is the name of a site or of a section."""

LARGEST_REST = 0.4
"""The name of the site after a bar has less than this share of the whole title."""

WHOLE, PART, SHOWN, WORDS = 3.0, 2.0, 1.2, 2.5
"""These are scores: a heading equals a statement, is a part of one, is another text, or has the same words.

The score of a part grows by the part's share of the whole.
"""

AGREEING = 0.7 * WORDS
"""A heading with this score is the stated title in other words."""

ANNOUNCING_WORDS = 8
"""A heading of at most this many words can be "Frequently asked questions" in other words."""

LOWEST_LEVEL = 2
"""A heading of a lower level has to repeat a statement word by word."""

LABELLED = 0.5
"""A forum labels a title that is at least half of what the page states: "Thread: …"."""

LEAST_WORDS = 4
"""A statement with fewer words can also be the name of a section in the navigation."""

KEYS = 128
"""The keys of at most this many texts are cached, because a heading's key is needed three times."""

_HEADING = Kind.HEADING  # looking up the member through the enum takes longer than the test
_FAQ = within("faq_titles")
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
    rf"|(?<=[{EAST_ASIAN}])[-–—_]+(?=[{EAST_ASIAN}])"  # noqa: RUF001
)
_WORD = re.compile(r"\w+")
_COUNTER = re.compile(r"[\s(]*+[^\W\d]{0,15}+[\s:(]*+\d{1,6}+[\s)]*+$")


class Headline(NamedTuple):
    """A headline has the title as ``text``; ``at`` is the index of the block that shows it, or -1."""

    text: str
    at: int


@lru_cache(KEYS)
def title_key(text: str) -> str:
    """Return the words of the text in one case; titles with the same meaning share this key."""
    return " ".join(ascii_words(text) if text.isascii() else _WORD.findall(text.lower()))


class Claims:
    """Claims are the titles that the page states.

    ``sites`` are keys of the site's names. ``parts`` has keys with their share of the whole. ``exact`` has
    the statements and their parts as they are written, and ``solid`` the same by their letters only.
    """

    def __init__(self, head: HtmlHead, names: Iterable[str] = ()) -> None:
        stated = [*head.stated(*_KEYS), *head.meta(*_METAS), head.title]
        self.sites = {title_key(name) for name in (*head.meta(*_SITE_METAS), *_publishers(head))}
        self.title = head.title
        shown = [name for name in names if name]
        self.linked = {key for name in shown for key in (title_key(name), _plain(name))}
        self.sites |= self.linked
        self.hosts = set(_hosts(head))
        keys = {text: title_key(text) for text in self.possible(stated)}
        self.whole = [text for text, key in keys.items() if not self._names_site(key)]
        self.words = [frozenset(keys[text].split()) for text in self.whole[:CLAIMS]]
        self.announces = any(map(announces_questions, self.whole[:CLAIMS]))
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
                elif not self._names_site(key):
                    self.exact.add(part)
                    self.parts[key] = max(share, self.parts.get(key, 0.0))
        self.solid = {_solid(text): text for text in self.exact}

    def possible(self, stated: Iterable[str]) -> Iterator[str]:
        """Yield the distinct statements that are short enough."""
        return (text for text in dict.fromkeys(stated) if text and len(text) <= HEADLINE_CHARS)

    def is_site(self, text: str) -> bool:
        """Return whether the text is the name of the site or of a section of it."""
        key = title_key(text)
        return key not in self.parts and (self._names_site(key) or key in self.sections)

    def is_linked(self, text: str) -> bool:
        """Return whether links to the site's first page have the text, and no stated title is just that."""
        return title_key(text) in self.linked and title_key(text) not in self.parts

    def _names_site(self, key: str) -> bool:
        return key in self.sites or key.replace(" ", "") in self.hosts

    def is_announcement(self, block: Block) -> bool:
        """Return whether a short strong line says that questions follow, and so does what the page states."""
        return (
            self.announces
            and block.kind is not _HEADING
            and is_all(block, ("strong",))
            and announces_questions(block.text)
        )

    def closes(self, name: str, texts: Sequence[str]) -> bool:
        """Return whether a stated title begins with one of the texts and ends with the name of the site."""
        titles = [text for text in self.whole if text.endswith(name) and len(text) > len(name)]
        return any(text and text != name and title.startswith(text) for title in titles for text in texts)

    def part(self, block: Block) -> float:
        """Return which share of a stated title the heading is, or 0."""
        return self.parts.get(title_key(block.text), 0.0) if block.kind is _HEADING else 0.0

    def is_stated(self, text: str) -> bool:
        """Return whether the text is a statement and too long for the name of a section."""
        return text in self.exact and len(text.split()) >= LEAST_WORDS

    def score(self, block: Block) -> float:
        """Return how well the block agrees, from 0 to 3, or -1 if it cannot be a headline."""
        text = block.text
        if len(text) > HEADLINE_CHARS:
            return -1.0
        if self.is_announcement(block):
            return WORDS
        if block.kind is not _HEADING:
            return SHOWN + self.parts.get(title_key(text), 0.0) if text in self.exact else -1.0
        key = title_key(text)
        share = self.parts.get(key)
        if share is None and (solid := self.solid.get(key.replace(" ", ""))):
            share = self.parts.get(title_key(solid))
        if share is not None:
            return WHOLE if share == 1 else PART + share
        if block.level > LOWEST_LEVEL:
            return -1.0
        words = frozenset(key.split())
        agreed = WORDS * max((_agreement(words, claim) for claim in self.words), default=0.0)
        if self.announces and agreed < AGREEING and announces_questions(text):
            agreed = AGREEING
        return agreed if block.level == 1 or agreed > 1 else -1.0

    def reading(self, block: Block) -> str:
        """Return the headline's text without a line, label, counter or site name that is not part of it."""
        text = block.text
        lines = text.split("\n")
        for line in lines:
            if len(lines) > 1 and self.parts.get(title_key(line)) == 1.0:
                return line
        for claim in self.whole:
            if text.startswith(claim) and _COUNTER.match(text, len(claim)):
                return claim
        text = " ".join(lines)
        if (linked := _linked_end(block)) and self.parts.get(title_key(linked), 0.0) >= LABELLED:
            return linked
        stated = self.solid.get(_solid(text), text)
        if title_key(stated) != title_key(text):  # adjacent spans: "HarbourFerry late again"
            return stated
        return self._without_site(text)

    def first_line(self, blocks: Sequence[Block], crumbs: Sequence[int]) -> Headline:
        """Return the title if no heading is it: a block or a line of it, or else what the page states.

        Old systems leave out the accents of what they state.

        ``crumbs`` is the place of the only first-level heading if it is a word of the navigation.
        """
        plain = {_plain(text): self.parts.get(title_key(text), 0.0) for text in self.exact}
        best = Headline("", -1)
        most = 0.0
        for at, block in enumerate(blocks):
            lines = block.text[:HEADLINE_CHARS].split("\n")
            for line in lines:
                enough = len(lines) > 1 or len(line.split()) >= LEAST_WORDS
                share = plain.get(_plain(line), 0.0) if enough else 0.0
                if share > most:
                    best, most = Headline(line, at), share
        if most:
            return best
        return Headline(blocks[crumbs[0]].text if crumbs else self.shortest(), -1)

    def shortest(self) -> str:
        """Return the first statement without the name of the site, or that name if nothing else is stated."""
        if not self.whole:
            return self.title
        title = self.whole[0]
        parts = [part for part in _parts(title) if part in self.whole]
        shorter = parts[0] if parts else self._without_site(title)
        first, _, rest = shorter.partition(" | ")
        return first if len(rest) < LARGEST_REST * len(shorter) else shorter

    def _without_site(self, title: str) -> str:
        for part in _parts(title):
            if part and self._names_site(title_key(title.replace(part, "", 1))):
                return part
        return title


def announces_questions(text: str) -> bool:
    """Return whether a short text says that questions follow."""
    return len(text.split()) <= ANNOUNCING_WORDS and bool(_FAQ.find(text.lower()))


def _hosts(head: HtmlHead) -> Iterator[str]:
    """Yield the letters of the page's own host, with and without its last labels."""
    for url in (head.canonical, *head.meta("og:url")):
        labels = (urlsplit(url).hostname or "").removeprefix("www.").split(".") if "://" in url else []
        for last in range(1, len(labels) + 1):
            yield _solid("".join(labels[:last]))


def _linked_end(block: Block) -> str:
    """Return the end of the heading that is a link, behind a label that is not; ``""`` if it has none."""
    starts = (mark.start for mark in block.marks if mark.kind in LINKS and mark.end == len(block.text))
    start = next(starts, 0)
    return block.text[start:] if block.text[:start].endswith(": ") else ""


def _plain(text: str) -> str:
    """Return the words of the text in one case and without accents."""
    if text.isascii():  # which has no accents
        return title_key(text)
    return title_key("".join(filterfalse(combining, normalize("NFKD", text))))


def _solid(text: str) -> str:
    """Return only the letters and digits of the text, in one case."""
    return title_key(text).replace(" ", "")


def _publishers(head: HtmlHead) -> Iterator[str]:
    for thing in head.things:
        for key in ("publisher", "isPartOf", "sourceOrganization"):
            value = thing.get(key)
            if isinstance(value, dict) and isinstance(value.get("name"), str):
                yield value["name"]


def _parts(title: str) -> Iterator[str]:
    """Yield the title cut after, then before each of its separators; the longest part comes first."""
    cuts = [(found.start(), found.end()) for found in _SEPARATOR.finditer(title)]
    for start, _ in reversed(cuts):
        yield title[:start].strip()
    for _, end in cuts:
        yield title[end:].strip()


def _agreement(words: frozenset[str], claim: frozenset[str]) -> float:
    """Return the F1 of the words that both sets share."""
    both = len(words & claim)
    return 2 * both / (len(words) + len(claim)) if both else 0.0

"""The signs of walls look at a page through this module: its headings, sentences and first bytes."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, wraps
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

from harvester.http.urls import site_of
from harvester.languages.signs import IDEOGRAPHIC_ENDS, SENTENCE_ENDS, is_unspaced
from harvester.model import LINKS, Block, Kind, NormalDocument
from harvester.normalise.labels import CODECS
from harvester.normalise.structured import ARTICLES, QUESTIONS, things, types
from harvester.reading.received import Received
from harvester.text import content_key

HEAD_BYTES = 64 * 1024
"""Scripts and the title are searched in the first 64 KiB of a page. Challenge pages are smaller."""

PROSE_LIMIT = 5000
"""A page with more letters of prose than this is not a wall. Requests for consent are the longest: 4,000."""

DENSE = 2
"""A letter of a script without spaces counts as this many: a Chinese sentence has half the letters."""

BARE = 200
"""A page with fewer letters of prose than this is also searched for what it shows without scripts."""

CROWDED = 400
"""At most this many blocks of a page are looked at."""

PATHS = 4096
"""At most this many judged paths are kept; blocks of a page share some fifty."""

_FURNITURE = re.compile("/(?:nav|footer|aside|header)")
_MENU = re.compile("/(?:nav|header)|^(?:(?!/article).)*/footer")
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,400})", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s[|–—·•»:\-]+\s|\s[|]|: ")  # noqa: RUF001
_NOSCRIPT = re.compile(
    rb"<noscript[^>]{0,100}>([^<]{0,400}(?:<(?!/noscript)[^<]{0,400}){0,40})", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]{0,400}>?")
_SENTENCES = re.compile(rf"(?<=[{SENTENCE_ENDS}])\s+|(?<=[{IDEOGRAPHIC_ENDS}])|\n+")


@lru_cache(PATHS)
def _is_furniture(path: str) -> bool:
    return _FURNITURE.search(path) is not None


@lru_cache(PATHS)
def _is_menu(path: str) -> bool:
    return _MENU.search(path) is not None


def weight(text: str) -> int:
    """Return the length of the text, counted in letters of a script with spaces."""
    return len(text) * DENSE if is_unspaced(text) else len(text)


def key(text: str) -> str:
    """Return the text in the form in which phrases of the language files are compared with it."""
    return content_key(text).lower()


def quoted(what: str, found: str) -> str:
    """Return a readable sign: what it is, and the words found. It is ``""`` if no words were found."""
    return f"{what} “{found}”" if found else ""


def split(url: str) -> SplitResult:
    """Return the parts of the URL; all of them are empty if it is not a valid URL."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


@dataclass(frozen=True, eq=False)
class PageFeatures:
    """A `PageFeatures` holds what a page shows. Each value is computed once, when it is first read.

    ``document`` is the whole page, and ``received`` is the response that contained it. ``kept`` has the
    results of functions that are marked `once`.
    """

    document: NormalDocument
    received: Received
    kept: dict[object, Any] = field(default_factory=dict)

    @cached_property
    def head(self) -> bytes:
        """Return the bytes in which scripts and the title are searched."""
        return self.received.body[:HEAD_BYTES]

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Return the visible blocks outside menus, headers and footers, among the first ``CROWDED``."""
        return self._outside(_is_furniture)

    @cached_property
    def with_asides(self) -> tuple[Block, ...]:
        """Return the same blocks with those in asides and in the footers of articles, where sites offer."""
        return self._outside(_is_menu)

    def _outside(self, is_left_out: Callable[[str], bool]) -> tuple[Block, ...]:
        found = []
        for block in self.document.blocks[:CROWDED]:
            container = self.document.containers[block.container]
            if not container.hidden and not is_left_out(container.path):
                found.append(block)
        return tuple(found)

    @cached_property
    def prose(self) -> tuple[Block, ...]:
        """Return the blocks that are not links."""
        return tuple(block for block in self.blocks if not is_linked(block))

    @cached_property
    def size(self) -> int:
        """Return the number of letters in the prose."""
        return sum(weight(block.text) for block in self.prose)

    @cached_property
    def title(self) -> str:
        """Return the text of the title element. The document's title may be its heading instead."""
        found = _TITLE.search(self.head)
        return self._decoded(found[1]) if found else ""

    @cached_property
    def title_parts(self) -> tuple[str, ...]:
        """Return the title and its parts, in the form in which they are compared."""
        whole = key(self.title[:300])
        return tuple(dict.fromkeys((whole, *_TITLE_PARTS.split(whole))))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """Return the page's main heading: the first h1, or else the first heading, or else the first line."""
        tops = [block.text for block in self.prose if block.kind is Kind.HEADING]
        main = [block.text for block in self.prose if block.kind is Kind.HEADING and block.level == 1]
        first = [block.text for block in self.prose[:1] if block.kind is not Kind.BUTTON]
        return tuple(map(key, (main or tops or first)[:1]))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Return the sentences of the prose and of `without_scripts`, in the form that is compared."""
        return tuple(_sentences(block.text for block in self.prose)) + self.without_scripts

    @cached_property
    def without_scripts(self) -> tuple[str, ...]:
        """Return the sentences that a page with little prose shows to a browser without scripts."""
        if self.size >= BARE:
            return ()
        texts = (_TAG.sub(" ", self._decoded(found)) for found in _NOSCRIPT.findall(self.head))
        return tuple(_sentences(texts))

    @cached_property
    def buttons(self) -> tuple[str, ...]:
        """Return the distinct words on buttons and links, in page order, in the form that is compared."""
        found = (key(block.text) for block in self.blocks if block.kind is Kind.BUTTON or is_linked(block))
        return tuple(dict.fromkeys(found))

    @cached_property
    def asked(self) -> SplitResult:
        """Return the URL that was requested."""
        return split(self.received.asked or self.received.url)

    @cached_property
    def ended(self) -> SplitResult:
        """Return the URL that responded, after redirects."""
        return split(self.received.url)

    @cached_property
    def asked_site(self) -> str:
        """Return the host that was requested, without ``www.``."""
        return site_of(self.received.asked or self.received.url)

    @cached_property
    def ended_site(self) -> str:
        """Return the host that responded, without ``www.``."""
        return site_of(self.received.url)

    @cached_property
    def articles(self) -> tuple[dict[str, Any], ...]:
        """Return the JSON-LD objects that describe articles and FAQ pages."""
        kinds = ARTICLES | QUESTIONS
        return tuple(each for each in things(self.document.structured) if not kinds.isdisjoint(types(each)))

    def _decoded(self, text: bytes) -> str:
        codec = CODECS.get(self.document.encoding, "utf-8")
        return html.unescape(text.decode(codec, "replace")).strip()


_Value = TypeVar("_Value")


def once(find: Callable[[PageFeatures], _Value]) -> Callable[[PageFeatures], _Value]:
    """Return the function so that it is called once for each page; several signs ask it."""

    @wraps(find)
    def kept(seen: PageFeatures) -> _Value:
        if find not in seen.kept:
            seen.kept[find] = find(seen)
        value: _Value = seen.kept[find]
        return value

    return kept


def is_linked(block: Block) -> bool:
    """Return whether links make up more than half of the block."""
    if not block.marks:
        return False
    linked = sum([end - start for kind, start, end in block.marks if kind in LINKS])
    return linked * 2 > len(block.text)


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of the text, in the form in which they are compared."""
    return tuple(filter(None, map(key, _SENTENCES.split(text))))


def _sentences(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from sentences_of(text)

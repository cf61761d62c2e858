"""A page as the signs of walls look at it: its heads, its own sentences, its bytes near the top."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import SplitResult, urlsplit

from harvester.languages.signs import IDEOGRAPHIC_ENDS, SENTENCE_ENDS, is_unspaced
from harvester.model import LINKS, Block, Kind, NormalDocument
from harvester.normalise.labels import CODECS
from harvester.reading.received import Received
from harvester.text import content_key

HEAD_BYTES = 64 * 1024
"""Scripts and the title are searched in this many bytes of a page. Challenge pages are smaller."""

PROSE_LIMIT = 5000
"""A page with more letters of prose is no wall; requests for consent are the longest, with 4,000."""

DENSE = 2
"""A letter of a script without spaces counts as this many: a Chinese sentence has half the letters."""

BARE = 200
"""A page with fewer letters of prose than this is also searched for what it shows without scripts."""

CROWDED = 400
"""At most this many blocks of a page are looked at."""

_FURNITURE = ("/nav", "/footer", "/aside", "/header")
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,400})", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s[|–—·•»:\-]+\s|\s[|]|: ")  # noqa: RUF001
_NOSCRIPT = re.compile(
    rb"<noscript[^>]{0,100}>([^<]{0,400}(?:<(?!/noscript)[^<]{0,400}){0,40})", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]{0,400}>?")
_SENTENCES = re.compile(rf"(?<=[{SENTENCE_ENDS}])\s+|(?<=[{IDEOGRAPHIC_ENDS}])|\n+")


def weight(text: str) -> int:
    """Return how long the text is, in letters of a script with spaces."""
    return len(text) * DENSE if is_unspaced(text) else len(text)


def key(text: str) -> str:
    """Return the text as phrases of the language files are compared with it."""
    return content_key(text).lower()


def quoted(what: str, found: str) -> str:
    """Return a sign for a person: what it is, and the words that were found; ``""`` where none were."""
    return f"{what} “{found}”" if found else ""


def host_of(url: SplitResult) -> str:
    """Return the host of the URL without ``www.``."""
    return (url.hostname or "").removeprefix("www.")


def split(url: str) -> SplitResult:
    """Return the parts of the URL, all empty where it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


@dataclass(frozen=True, eq=False)
class Seen:
    """What a page shows. Values are computed when they are asked for, once.

    document: the whole page. received: the answer that brought it.
    """

    document: NormalDocument
    received: Received

    @cached_property
    def head(self) -> bytes:
        """The bytes in which scripts and the title are searched."""
        return self.received.body[:HEAD_BYTES]

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks outside of menus, headers and footers that are seen, as far as a wall could reach."""
        found = []
        for block in self.document.blocks[:CROWDED]:
            container = self.document.containers[block.container]
            if not container.hidden and not any(part in container.path for part in _FURNITURE):
                found.append(block)
        return tuple(found)

    @cached_property
    def prose(self) -> tuple[Block, ...]:
        """Of the blocks those that are no links."""
        return tuple(block for block in self.blocks if not is_linked(block))

    @cached_property
    def size(self) -> int:
        """Letters of the prose."""
        return sum(weight(block.text) for block in self.prose)

    @cached_property
    def title(self) -> str:
        """The title element's text; the document's title may be its heading."""
        found = _TITLE.search(self.head)
        return self._decoded(found[1]) if found else ""

    @cached_property
    def title_parts(self) -> tuple[str, ...]:
        """The title and its parts, as they are compared."""
        whole = key(self.title[:300])
        return tuple(dict.fromkeys((whole, *_TITLE_PARTS.split(whole))))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The heading that names the page: its first h1, else the first heading or line of its prose."""
        tops = [block.text for block in self.prose if block.kind is Kind.HEADING]
        main = [block.text for block in self.prose if block.kind is Kind.HEADING and block.level == 1]
        first = [block.text for block in self.prose[:1] if block.kind is not Kind.BUTTON]
        return tuple(map(key, (main or tops or first)[:1]))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the prose, as they are compared, and of what stands in place of scripts."""
        return tuple(_sentences(block.text for block in self.prose)) + self.without_scripts

    @cached_property
    def without_scripts(self) -> tuple[str, ...]:
        """What a bare page shows to a browser without scripts."""
        if self.size >= BARE:
            return ()
        texts = (_TAG.sub(" ", self._decoded(found)) for found in _NOSCRIPT.findall(self.head))
        return tuple(_sentences(texts))

    @cached_property
    def buttons(self) -> frozenset[str]:
        """The words on buttons and links, as they are compared."""
        return frozenset(
            key(block.text) for block in self.blocks if block.kind is Kind.BUTTON or is_linked(block)
        )

    @cached_property
    def asked(self) -> SplitResult:
        """The URL that was asked for."""
        return split(self.received.asked or self.received.url)

    @cached_property
    def ended(self) -> SplitResult:
        """The URL that answered."""
        return split(self.received.url)

    @cached_property
    def articles(self) -> tuple[dict[str, Any], ...]:
        """What the JSON-LD says of articles and pages of questions."""
        return tuple(node for node in _nodes(self.document.structured) if _is_article(node))

    def _decoded(self, text: bytes) -> str:
        codec = CODECS.get(self.document.encoding, "utf-8")
        return html.unescape(text.decode(codec, "replace")).strip()


def is_linked(block: Block) -> bool:
    """Return whether more than half of the block is links."""
    linked = sum(mark.end - mark.start for mark in block.marks if mark.kind in LINKS)
    return linked * 2 > len(block.text)


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of the text, as they are compared."""
    return tuple(filter(None, map(key, _SENTENCES.split(text))))


def _sentences(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from sentences_of(text)


_ARTICLES = frozenset(
    ("FAQPage", "QAPage", "NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting",
     "OpinionNewsArticle", "AnalysisNewsArticle", "Report")
)  # fmt: skip


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type", "")
    return not _ARTICLES.isdisjoint(map(str, kinds if isinstance(kinds, list) else [kinds]))


def _nodes(structured: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield the objects that the JSON-LD lists, those of a graph included."""
    for value in structured:
        for node in value if isinstance(value, list) else [value]:
            graph = node.get("@graph", []) if isinstance(node, dict) else []
            listed = [node, *(graph if isinstance(graph, list) else [])]
            yield from (each for each in listed if isinstance(each, dict))

"""Decide whether a noscript element holds content: the text of a panel that a script would load later.

Readers without scripts see it, and if the panel is empty, the text is nowhere else. Images, counters and
requests to switch scripts on are not content.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from harvester.model import Block, Kind
from harvester.normalise.guard import tame

SHORTEST = 20
"""A text with fewer characters than this is not a panel."""
LONGEST = 100_000
"""A noscript element with more characters than this is not read as a panel."""

_TEXT = re.compile(r"<(?:p|ul|ol|dl|table|blockquote|h[2-6])[\s>]", re.IGNORECASE)
_NO_TEXT = re.compile(
    r"<(?:img|iframe|link|meta|style|script|form|input|video|object|picture)[\s/>]", re.IGNORECASE
)
_ANY_TAG = re.compile(r"<[^<>]*>")
# All requests to switch scripts on contain this word, in all writing systems. A noscript element inside
# another one has it in its tag.
_SCRIPTS = re.compile(
    r"script|\bjs\b|скрипт|脚本|腳本|スクリプト|스크립트|سكريبت|سكربت|اسکریپت|סקריפט|स्क्रिप्ट|สคริปต์",
    re.IGNORECASE,
)


def is_panel(inner: str) -> bool:
    """Return whether this source of a noscript element's content is a panel."""
    if len(inner) > LONGEST or _TEXT.search(inner) is None:
        return False
    if _NO_TEXT.search(inner) or _SCRIPTS.search(inner):
        return False
    return len(_ANY_TAG.sub("", inner).strip()) >= SHORTEST


class Panels:
    """The trees of one page's panels are kept here, because their nodes live only as long as they do."""

    def __init__(self) -> None:
        self._trees: list[LexborHTMLParser] = []
        self._looked_at = 0
        self._is_below = False

    def are_below_heading(self, blocks: list[Block]) -> bool:
        """Return whether the blocks so far have a heading; text above the first one is about the page."""
        if not self._is_below:
            self._is_below = any(block.kind is Kind.HEADING for block in blocks[self._looked_at :])
            self._looked_at = len(blocks)
        return self._is_below

    def opened(self, inner: str) -> LexborNode | None:
        """Return the first node of the panel with this source."""
        html, _ = tame(inner.encode("utf-8", "replace"))
        tree = LexborHTMLParser(html, scripting=True)
        self._trees.append(tree)
        return tree.body.first_child if tree.body is not None else None

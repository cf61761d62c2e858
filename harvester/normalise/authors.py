"""Who wrote a page: names as it states them, or as its byline shows them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from harvester.model import Block, Container
from harvester.normalise.head import Head
from harvester.normalise.structured import texts_of

NAME_CHARS = 80
"""A longer text is no name."""

MAX_NAMES = 50

NEAR = 12
"""Blocks around the headline among which a byline stands."""

_METAS = (
    *(
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
    ),
    *("cxenseparse:author", "dc.creator.personalname", "og:article:author"),
)
_BYLINE = re.compile(
    r"\b(?:author|byline|autor|auteur|autore|signature|redakteur)s?(?:$|[\s_-])", re.IGNORECASE
)
_OPENING = re.compile(
    r"^(?:by|von|par|por|di|door|av|af|od|przez|tekst|text|texto?|testo|author|autor(?:in)?|auteur|redaktion)(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:(?<!\s)\s++)?+(?:,|;|\band\b|\bund\b|\bet\b|\be\b|\by\b|\ben\b|\boch\b|\bog\b|&|\|)\s+"
)
_NO_NAME = re.compile(r"https?:|www\.|@|\d{2}|^\W*$")


def find_authors(
    blocks: Sequence[Block], containers: Sequence[Container], head: Head, at: int
) -> tuple[str, ...]:
    """Return the names, each once: those of JSON-LD, else of a meta element, else of the byline."""
    stated = [name for thing in head.things for name in texts_of(_people(thing))]
    return _names(stated) or _names(head.meta(*_METAS)) or _names(_byline(blocks, containers, at))


def _people(thing: dict[str, Any]) -> Any:
    return thing.get("author") or thing.get("creator")


def _byline(blocks: Sequence[Block], containers: Sequence[Container], at: int) -> Iterable[str]:
    if at < 0:
        return
    for block in blocks[max(0, at - 3) : at + NEAR]:
        container = containers[block.container]
        if "author" in container.microdata.split() or _BYLINE.search(container.classes):
            yield from _BETWEEN.split(_OPENING.sub("", block.text))


def _names(texts: Iterable[str]) -> tuple[str, ...]:
    texts = list(texts)[:MAX_NAMES]
    cleaned = (_OPENING.sub("", text).strip(" ,;|") for text in texts)
    return tuple(
        dict.fromkeys(name for name in cleaned if 1 < len(name) <= NAME_CHARS and not _NO_NAME.search(name))
    )

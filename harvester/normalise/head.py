"""Read each of a page's metadata elements once: meta, title, link, JSON-LD."""

from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import islice
from typing import Any, NamedTuple

from selectolax.lexbor import LexborNode

from harvester.normalise.structured import is_json_ld, main_things, read_json_ld, text_of

MAX_VALUES = 20
"""At most this many values are kept of meta elements with one name, links to authors, and times."""

_NAMES = ("property", "name", "itemprop", "http-equiv")


class Head(NamedTuple):
    """``metas`` has the distinct values by lower-case name. ``things`` are JSON-LD objects about the page."""

    metas: dict[str, list[str]]
    title: str
    canonical: str
    base: str
    structured: tuple[Any, ...]
    things: tuple[dict[str, Any], ...]

    def meta(self, *names: str) -> list[str]:
        """Return the values of the metas with these names, in the order of the names."""
        return [value for name in names for value in self.metas.get(name, ())]

    def stated(self, *keys: str) -> list[str]:
        """Return the texts of the JSON-LD objects under these keys, in the order of the keys."""
        return [text for key in keys for thing in self.things if (text := text_of(thing.get(key)))]


def read_head(aside: Iterable[LexborNode]) -> Head:
    """Return what the metadata elements state."""
    metas: dict[str, list[str]] = {}
    title = canonical = base = ""
    structured: list[Any] = []
    for node in aside:
        tag, attributes = node.tag, node.attributes
        if tag == "meta":
            _note(metas, attributes)
        elif tag == "title":
            title = title or " ".join((node.text() or "").split())
        elif tag == "script":
            if is_json_ld(attributes.get("type")):
                structured += read_json_ld(node.text() or "")
        elif tag == "base":
            base = base or (attributes.get("href") or "").strip()
        elif "canonical" in (attributes.get("rel") or "").lower().split():
            canonical = canonical or (attributes.get("href") or "").strip()
    return Head(metas, title, canonical, base, tuple(structured), main_things(tuple(structured)))


def linked_authors(aside: Sequence[LexborNode]) -> Iterator[str]:
    """Yield the words of the page's links with rel="author" (HTML, 4.6.7.2). Bylines have such links."""
    for link in _all(aside, "a[rel~='author']"):
        yield " ".join(link.text().split())


def linked_times(aside: Sequence[LexborNode]) -> Iterator[tuple[str, str]]:
    """Yield the words and the machine-readable value of the page's ``time`` elements (HTML, 4.5.14)."""
    for node in _all(aside, "time[datetime]"):
        yield " ".join(node.text().split()), node.attributes["datetime"] or ""


def _all(aside: Sequence[LexborNode], selector: str) -> Iterator[LexborNode]:
    """Yield the first elements of the page that match the selector."""
    root = aside[0] if aside else None
    while root is not None and root.parent is not None:
        root = root.parent
    yield from islice(root.css(selector), MAX_VALUES) if root is not None else ()


def _note(metas: dict[str, list[str]], attributes: dict[str, str | None]) -> None:
    content = attributes.get("content")
    if not content:
        return
    words = " ".join((unescape(content) if "&" in content else content).split())
    for key in _NAMES:
        name = attributes.get(key)
        if name and words:
            values = metas.setdefault(name.lower(), [])
            if len(values) < MAX_VALUES and words not in values:
                values.append(words)
            return

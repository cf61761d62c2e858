"""Keeps from lexbor what takes it time by the square: deep nesting, many attributes of one element.

An ordinary page passes after one count of its tags. Of the others, the text always stays.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

TAGS_UNSUSPICIOUS = 10_000
"""So many "<" cost lexbor 0.1 s at worst, however they are nested; the corpus's largest page has 8,766."""
DEPTH_LIMIT = 512
"""Open elements; Chromium's parser flattens what is deeper (kMaximumHTMLParserDOMTreeDepth)."""
ATTRIBUTE_LIMIT = 1_000
"""Of one element."""
TAG_LIMIT = 200_000
"""Start tags of one page: a second's work for lexbor and the walk."""
_LONG_TAG = 8 * 1024
"""Bytes; a shorter tag has no room for attributes enough to matter."""
_WINDOW = 16 * 1024
"""Bytes without any "<": only scripts, embedded images, long texts and overlong tags have them."""

_TAG = re.compile(rb"<(?:(!--)|(/?)([a-zA-Z][^\t\n\x0c\r />]*))")
# Quotes mean something only after "="; each alternative takes at least one byte, so this is linear.
_TO_END = re.compile(rb"(?:[^>=]+|=[\t\n\x0c\r ]*(?:\"[^\"]*\"|'[^']*')?)*+>?")
_ATTRIBUTE = re.compile(
    rb"[\t\n\x0c\r /]+[^\t\n\x0c\r />=]*"
    rb"(?:[\t\n\x0c\r ]*=[\t\n\x0c\r ]*(?:\"[^\"]*\"|'[^']*'|[^\t\n\x0c\r >]*))?"
)
_RAW_TEXT = frozenset(b"script style textarea title noscript iframe xmp noembed noframes".split())
# Void elements, and those that the next of their kind closes: they do not nest in themselves.
_FLAT = frozenset(
    b"area base br col embed hr img input link meta source track wbr param path use "
    b"p li dt dd tr td th thead tbody tfoot option optgroup h1 h2 h3 h4 h5 h6 a button form nobr "
    b"body html head".split()
)


class _Tag(NamedTuple):
    """Where a tag stands, where its name ends, the name in lower case."""

    start: int
    named: int
    end: int
    name: bytes
    closing: bool


def tame(html: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a page that lexbor reads in a time that grows with its length, and what was left out."""
    if html.count(b"<") <= TAGS_UNSUSPICIOUS and not _has_many_attributes(html):
        return html, ()
    cuts: dict[str, None] = {}
    tamed = b"".join(_kept(html, cuts))
    return (tamed, tuple(cuts)) if cuts else (html, ())


def _has_many_attributes(html: bytes) -> bool:
    """Return whether some element has more than it may keep; only tags without "<" in them are seen."""
    at = 0
    while at + _WINDOW <= len(html):
        if html.find(b"<", at, at + _WINDOW) >= 0:
            at += _WINDOW
            continue
        tag = next(_tags(html, max(html.rfind(b"<", 0, at), 0)), None)
        if tag is not None and tag.end >= at + _WINDOW and _first_attributes(html, tag) < tag.end:
            return True
        at = html.find(b"<", at + _WINDOW)
        if at < 0:
            break
    return False


def _tags(html: bytes, at: int) -> Iterator[_Tag]:
    """Yield the tags from there on, without those in comments and scripts."""
    while found := _TAG.search(html, at):
        if found[1]:
            at = _past(html.find(b"-->", found.end() - 2), html)
            continue
        end = _TO_END.match(html, found.end())
        at = end.end() if end else found.end()
        name = found[3].lower()
        yield _Tag(found.start(), found.end(), at, name, bool(found[2]))
        if name in _RAW_TEXT and not found[2]:
            close = re.compile(rb"</" + name, re.IGNORECASE).search(html, at)
            at = close.start() if close else len(html)


def _past(found: int, html: bytes) -> int:
    return found + 3 if found >= 0 else len(html)


def _kept(html: bytes, cuts: dict[str, None]) -> Iterator[bytes]:
    """Yield the parts of the page that stay; name in ``cuts`` what does not."""
    inside: list[bytes] = []
    done = 0
    for number, tag in enumerate(_tags(html, 0)):
        if number > TAG_LIMIT:
            cuts[f"everything after {TAG_LIMIT:,} tags left out"] = None
            yield html[done : tag.start]
            return
        if not _nests(tag, inside):
            yield html[done : tag.start]
            done = tag.end
            cuts[f"elements nested deeper than {DEPTH_LIMIT:,} made flat"] = None
        elif tag.end - tag.start > _LONG_TAG:
            kept = _first_attributes(html, tag)
            if kept < tag.end:
                yield html[done:kept] + b">"
                done = tag.end
                cuts[f"attributes after the first {ATTRIBUTE_LIMIT:,} of an element left out"] = None
    yield html[done:]


def _nests(tag: _Tag, inside: list[bytes]) -> bool:
    """Keep account of the open elements; return whether there is room for this one."""
    if tag.name in _FLAT:
        return True
    if not tag.closing:
        if len(inside) >= DEPTH_LIMIT:
            return False
        inside.append(tag.name)
    elif tag.name in inside:
        while inside.pop() != tag.name:
            pass
    return True


def _first_attributes(html: bytes, tag: _Tag) -> int:
    """Return where the attributes end that an element may keep."""
    end = tag.named
    for count, attribute in enumerate(_ATTRIBUTE.finditer(html, tag.named, tag.end)):
        if count == ATTRIBUTE_LIMIT:
            return end
        end = attribute.end()
    return tag.end

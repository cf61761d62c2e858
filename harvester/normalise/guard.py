"""Protect lexbor from input that costs quadratic time: deep nesting, many attributes, open formatting.

An ordinary page passes after a count of its tags and a look at a few places. In any other page the tags are
rewritten, and each is closed where it ends. Lexbor then sees exactly the tags that the guard saw. The text
of a rewritten page always stays.
"""

import re
from math import isqrt

from harvester.normalise.retag import retag

SMALL = 64 * 1024
"""A page of at most this many bytes has no room for enough attributes to matter."""
TAGS_FEW = 1_500
"""A page with at most this many "<" makes at most half a million elements in lexbor."""
TAGS_UNSUSPICIOUS = 10_000
"""This many "<" cost lexbor at most 0.1 s, in any nesting; the corpus's largest page has 11,178."""
ELEMENTS = 1_000_000
"""Lexbor may make at most this many elements, of 360 bytes each. It repeats open formatting in each block."""
BARE_FORMATS = 39
"""At most this many formatting elements without attributes are open: three of each name (HTML 13.2.4.3)."""
ROOTS = 8
"""At most this many html and body start tags are ordinary. Lexbor gathers their attributes on one element."""
SAMPLED = 2 * 1024 * 1024
"""A page up to this many bytes is sampled; in a larger one every tag is looked at."""
COMPARED = 300_000_000
"""Lexbor makes this many comparisons in a second; it compares each attribute's name with those before it."""
NAMES = isqrt(2 * COMPARED)
"""This many attribute names cost ``COMPARED`` comparisons if all differ and belong to one tag."""
_STRIDE = 10_000_000_000
"""The bytes between two samples, times the page's bytes, equal this: at most a second's work for lexbor."""

# The pattern tests the first two letters first, because most tags are links, divs, spans and end tags.
_FORMATS = re.compile(
    rb"<(?=[biusetcfnhBIUSETCFNH][\t\n\x0c\r /mMtTiIoO])(?:"
    rb"([biusBIUS]|[eE][mM]|[tT][tT]|[bB][iI][gG]|[cC][oO][dD][eE]|[fF][oO][nN][tT]"
    rb"|[sS][mM][aA][lL][lL]|[sS][tT][rR](?:[oO][nN][gG]|[iI][kK][eE])|[nN][oO][bB][rR])"
    rb"|[hH][tT][mM][lL]|[bB][oO][dD][yY])[\t\n\x0c\r /]"
)
# This matches a formatting element that holds only text and is closed directly after it.
_CLOSED = re.compile(
    rb"<(big|code|em|font|nobr|small|strike|strong|tt|[bius])"
    rb"(?:[\t\n\x0c\r ][^<>\"']*+(?:\"[^\"<>]*+\"[^<>\"']*+)*+)?+>[^<]*+</\1>",
    re.IGNORECASE,
)
# These match the rest of a tag from any place outside quotes: before or in a name, before or in a value.
_QUOTED = rb"\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)"
_VALUE = rb"(?:" + _QUOTED + rb"|[^\t\n\x0c\r >\"'][^\t\n\x0c\r >]*+)?+"
_EQUALS = rb"(?:[\t\n\x0c\r ]*+=[\t\n\x0c\r ]*+" + _VALUE + rb")?+"
_REST = rb"(?:[\t\n\x0c\r /]++|=?[^\t\n\x0c\r />=]++" + _EQUALS + rb"|=" + _EQUALS + rb")*+"
_IN_A_TAG = (
    re.compile(_REST),
    re.compile(rb"[^\t\n\x0c\r />=]*+" + _EQUALS + _REST),
    re.compile(rb"[\t\n\x0c\r ]*+" + _VALUE + _REST),
    re.compile(rb"[^\t\n\x0c\r >]*+" + _REST),
)
_QUOTES = (b'"', b"'")
_SPACE = b"\t\n\x0c\r "
_BETWEEN = b"\t\n\x0c\r /=>"
_BETWEEN_WORDS = bytes.maketrans(b"/=>", b"   ")


def tame(html: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a page that lexbor reads in linear time, and what was left out."""
    tags = html.count(b"<")
    if tags <= TAGS_FEW and len(html) <= SMALL:
        return html, ()
    if tags <= TAGS_UNSUSPICIOUS and not _reopens(html, tags) and not has_many_attributes(html):
        return html, ()
    return retag(html)


def _reopens(html: bytes, tags: int) -> bool:
    """Return whether enough formatting elements can stay open for lexbor to make too many elements."""
    found = _FORMATS.findall(html)
    formats = sum(map(bool, found))
    if len(found) - formats > ROOTS:
        return True
    if (formats + BARE_FORMATS) * tags <= ELEMENTS:
        return False
    return (formats - len(_CLOSED.findall(html)) + BARE_FORMATS) * tags > ELEMENTS


def has_many_attributes(html: bytes) -> bool:
    """Return whether an element may have more attributes than it may keep.

    The page is looked at in stretches. If a tag fills a stretch, the stretch ends inside that tag, wherever
    it began. Tags that fill stretches have at most as many names as the stretches have words.
    """
    size = len(html)
    if not SMALL < size <= SAMPLED:
        return size > SAMPLED
    stride = _STRIDE // size
    starts = range(0, size, stride)
    filled = [html[at : at + stride] for at in starts if _fills(html, at, min(at + stride, size))]
    names = sum(len(part) - len(part.translate(None, _BETWEEN)) for part in filled)
    if names <= NAMES:
        return False
    words: set[bytes] = set()
    for part in filled:
        words.update(part.translate(_BETWEEN_WORDS).split())
    return len(words) * names > 2 * COMPARED


def _fills(html: bytes, start: int, end: int) -> bool:
    """Return whether a tag can continue through that stretch of the page, not within one quoted value."""
    if _goes_on(html, start, end, _IN_A_TAG):
        return True
    for quote in _QUOTES:
        closed = html.find(quote, start, end)
        if closed >= 0 and _goes_on(html, closed + 1, end, _IN_A_TAG[:1]):
            return True
    return False


def _goes_on(html: bytes, start: int, end: int, rests: tuple[re.Pattern[bytes], ...]) -> bool:
    """Return whether a tag that is outside quotes at ``start`` can still be open at ``end``."""
    first = html.find(b">", start, end)
    if first < 0:
        return True
    if not (_is_quoted(html, start, first, b'"') or _is_quoted(html, start, first, b"'")):
        return False  # the tag ends there
    return any(rest.match(html, start, end).end() == end for rest in rests)  # type: ignore[union-attr]


def _is_quoted(html: bytes, start: int, end: int, quote: bytes) -> bool:
    """Return whether a tag, outside quotes at ``start``, can be in a value with this quote at ``end``."""
    opening = html.rfind(quote, start, end)
    if opening < 0:
        return False
    before = html[start:opening].rstrip(_SPACE)
    return not before or before.endswith(b"=")

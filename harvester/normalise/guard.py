"""Keeps from lexbor what takes it time by the square: deep nesting, many attributes, formatting left open.

An ordinary page passes after a count of its tags and a look at a few places. Of any other, the tags are
written anew, each closed where it ends, so that lexbor cannot see one where the guard saw none; of what
is written anew the text always stays.
"""

import re
from math import isqrt

from harvester.normalise.retag import retag

SMALL = 64 * 1024
"""Bytes; a page up to this length has no room for attributes enough to matter."""
TAGS_FEW = 1_500
"""So many "<" can make lexbor no more than half a million elements, whatever they are."""
TAGS_UNSUSPICIOUS = 10_000
"""So many cost lexbor 0.1 s at worst, however they are nested; the corpus's largest page has 11,178."""
ELEMENTS = 1_000_000
"""Lexbor's elements have 360 bytes each; formatting that is left open is made again in each block."""
BARE_FORMATS = 39
"""Open formatting elements without attributes: three of each name at most (HTML 13.2.4.3)."""
ROOTS = 8
"""Start tags of html and body: what each has is gathered on one element."""
SAMPLED = 2 * 1024 * 1024
"""Bytes; of a larger page every tag is looked at."""
COMPARED = 300_000_000
"""Comparisons of attributes' names, each with those before it: a second's work for lexbor."""
NAMES = isqrt(2 * COMPARED)
"""In all that may be tags; if they all differ and are of one."""
_STRIDE = 10_000_000_000
"""Bytes from one place to the next, times those of the page: a second's work for lexbor between them."""

# The first two letters are looked at first: most tags are links, divs, spans and end tags.
_FORMATS = re.compile(
    rb"<(?=[biusetcfnhBIUSETCFNH][\t\n\x0c\r /mMtTiIoO])(?:"
    rb"([biusBIUS]|[eE][mM]|[tT][tT]|[bB][iI][gG]|[cC][oO][dD][eE]|[fF][oO][nN][tT]"
    rb"|[sS][mM][aA][lL][lL]|[sS][tT][rR](?:[oO][nN][gG]|[iI][kK][eE])|[nN][oO][bB][rR])"
    rb"|[hH][tT][mM][lL]|[bB][oO][dD][yY])[\t\n\x0c\r /]"
)
# A formatting element that holds text alone and is closed right behind it, whatever stands around.
_CLOSED = re.compile(
    rb"<(big|code|em|font|nobr|small|strike|strong|tt|[bius])"
    rb"(?:[\t\n\x0c\r ][^<>\"']*+(?:\"[^\"<>]*+\"[^<>\"']*+)*+)?+>[^<]*+</\1>",
    re.IGNORECASE,
)
# What follows in a tag from any place in it outside of quotes: before a name, in one, before a value, in one.
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
    """Return a page that lexbor reads in a time that grows with its length, and what was left out."""
    tags = html.count(b"<")
    if tags <= TAGS_FEW and len(html) <= SMALL:
        return html, ()
    if tags <= TAGS_UNSUSPICIOUS and not _reopens(html, tags) and not has_many_attributes(html):
        return html, ()
    return retag(html)


def _reopens(html: bytes, tags: int) -> bool:
    """Return whether so many formatting elements can stay open that lexbor multiplies them."""
    found = _FORMATS.findall(html)
    formats = sum(map(bool, found))
    if len(found) - formats > ROOTS:
        return True
    if (formats + BARE_FORMATS) * tags <= ELEMENTS:
        return False
    return (formats - len(_CLOSED.findall(html)) + BARE_FORMATS) * tags > ELEMENTS


def has_many_attributes(html: bytes) -> bool:
    """Return whether some element may have more than it may keep.

    The page is looked at in stretches: a tag that fills one is still a tag at its end, wherever in
    the tag the stretch begins. What fills stretches has no more names than they have words.
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
    """Return whether a tag can go on through that stretch of the page, outside of one quoted value."""
    if _goes_on(html, start, end, _IN_A_TAG):
        return True
    for quote in _QUOTES:
        closed = html.find(quote, start, end)
        if closed >= 0 and _goes_on(html, closed + 1, end, _IN_A_TAG[:1]):
            return True
    return False


def _goes_on(html: bytes, start: int, end: int, rests: tuple[re.Pattern[bytes], ...]) -> bool:
    """Return whether a tag that is outside of quotes at ``start`` can still be one at ``end``."""
    first = html.find(b">", start, end)
    if first < 0:
        return True
    if not any(_is_quoted(html, start, first, quote) for quote in _QUOTES):
        return False  # the tag ends there
    return any(rest.match(html, start, end).end() == end for rest in rests)  # type: ignore[union-attr]


def _is_quoted(html: bytes, start: int, end: int, quote: bytes) -> bool:
    """Return whether a tag, outside of quotes at ``start``, can be in a value so quoted at ``end``."""
    opening = html.rfind(quote, start, end)
    if opening < 0:
        return False
    before = html[start:opening].rstrip(_SPACE)
    return not before or before.endswith(b"=")

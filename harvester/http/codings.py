"""Content codings undone, bounded: gzip, deflate, zstd, and br where its library is installed. Pure."""

from collections.abc import Generator, Iterator
from contextlib import suppress
from typing import NamedTuple

from harvester.http.inflating import zlib
from harvester.http.later_codings import BadCoding, CutCoding, unbrotli, unzstd
from harvester.model import Outcome

ACCEPTED = "gzip, deflate"
"""This is advertised: zlib packs a body again into the same bytes, so that evidence needs only one form
of it. Some servers send br and zstd unasked."""

CODINGS = frozenset(
    {"aes128gcm", "br", "compress", "dcb", "dcz", "deflate", "exi", "gzip", "pack200-gzip", "x-compress"}
    | {"x-gzip", "zstd"}
)
"""IANA's HTTP Content Coding Registry has these, and identity. Any other word codes nothing: servers name
charsets ("utf-8"), "none", "binary" or "8bit" in Content-Encoding, and browsers read the body as it is."""

MAX_CODINGS = 2
"""One body has at most this many codings. RFC 9110, 8.4 allows any number; more than one was only ever met in
attacks."""

MAX_MEMBERS = 4_096
"""A gzip body has at most this many members: 50 MiB in 64 KiB members of parallel compressors are 800."""

GZIP_CODINGS = ("gzip", "x-gzip")
"""These two words name one coding (RFC 9110, 8.4.1.3)."""

GZIP_MAGIC = b"\x1f\x8b"
"""Every gzip member begins with this (RFC 1952, 2.3.1)."""

KEPT_OF_TOO_LARGE = 1024 * 1024
"""At most this many bytes of a body over its cap are kept as evidence."""

HELD = 16 * 1024 * 1024
"""At most this many bytes of a body are held while it is not known whether it is too large. A longer one is
counted to its end and unpacked once more, so that a bomb takes no more memory than this."""

_PIECE = 64 * 1024  # fed at once, so that copying unused_data stays linear
_ROOM = 1024 * 1024  # unpacked at once: a real page comes in one piece
_GZIP_WINDOW = zlib.MAX_WBITS | 16  # zlib's word for "a gzip header, not a zlib one"


class Decoded(NamedTuple):
    """A body without its codings; outcome and detail say why not.

    They are OK and ``""`` where all went well, or a note where the header has words that are not codings.
    """

    body: bytes
    outcome: Outcome = Outcome.OK
    detail: str = ""


def decoded(body: bytes, content_encoding: str, limit: int) -> Decoded:
    """Return the body with the codings of its Content-Encoding header undone.

    What could be unpacked of a cut body is kept (``truncated``), the first KEPT_OF_TOO_LARGE bytes
    of one over the limit, and the bytes as they came of one that cannot be undone (``bad_encoding``).
    Trailing bytes after the last gzip member are ignored, as browsers do. A word that is not a coding is left
    out; the detail then says so.
    """
    codings = named_codings(content_encoding) if body else ()
    note = _odd_words(content_encoding) if body else ""
    if len(codings) > MAX_CODINGS:
        detail = f"The body has {len(codings)} content codings; {MAX_CODINGS} are undone."
        return Decoded(body, Outcome.BAD_ENCODING, detail)
    unpacked = body
    for coding in reversed(codings):  # RFC 9110, 8.4: listed in the order applied
        if coding not in _CODECS:
            return Decoded(
                body, Outcome.BAD_ENCODING, f"The content coding {coding!r} cannot be undone here."
            )
        unpacked, outcome, detail = _undone(unpacked, coding, limit)
        if outcome is Outcome.BAD_ENCODING:
            return Decoded(body, outcome, detail)
        if outcome is not Outcome.OK:
            return Decoded(unpacked, outcome, detail)
    return Decoded(unpacked, detail=note)


def named_codings(content_encoding: str) -> tuple[str, ...]:
    """Return the codings that a Content-Encoding header names, in the order applied, in lower case."""
    return tuple(word for word in _words(content_encoding) if word in CODINGS)


def _words(content_encoding: str) -> Iterator[str]:
    return (word.strip().lower() for word in content_encoding.split(","))


def _odd_words(content_encoding: str) -> str:
    """Return a sentence about the words that are not codings, ``""`` where there are none."""
    odd = [word for word in _words(content_encoding) if word and word not in CODINGS | {"identity"}]
    return f"Content-Encoding has {', '.join(odd)[:40]!r}, which is not a coding." if odd else ""


def gunzipped(body: bytes, limit: int) -> bytes:
    """Return what a gzip file holds: at most limit bytes, of a cut or damaged one what can be read."""
    parts: list[bytes] = []
    size = 0
    with suppress(CutCoding, zlib.error):
        for part in _gunzipped(body):
            parts.append(part)
            size += len(part)
            if size >= limit:
                break
    return b"".join(parts)[:limit]


def _undone(body: bytes, coding: str, limit: int) -> Decoded:
    parts: list[bytes] = []
    size, is_cut = 0, False
    try:
        for part in _CODECS[coding](body):
            size += len(part)
            if size > limit:
                detail = f"The body unpacks to more than {limit} bytes."
                return Decoded(start_of(parts), Outcome.TOO_LARGE, detail)
            if size <= HELD:
                parts.append(part)
    except CutCoding:
        is_cut = True
    except (zlib.error, BadCoding) as error:
        return Decoded(body, Outcome.BAD_ENCODING, f"The body is not valid {coding}: {error}.")
    whole = b"".join(parts) if size <= HELD else _once_more(body, coding)
    if is_cut:
        return Decoded(whole, Outcome.TRUNCATED, f"The {coding} body ends before its end mark.")
    return Decoded(whole)


def _once_more(body: bytes, coding: str) -> bytes:
    """Return what the bytes unpack to, now that it is known to fit."""
    parts: list[bytes] = []
    with suppress(CutCoding):
        parts.extend(_CODECS[coding](body))
    return b"".join(parts)


def start_of(parts: list[bytes]) -> bytes:
    """Return the first KEPT_OF_TOO_LARGE bytes, without joining what is far more."""
    size = sum(map(len, parts))
    while parts and size - len(parts[-1]) >= KEPT_OF_TOO_LARGE:
        size -= len(parts.pop())
    return b"".join(parts)[:KEPT_OF_TOO_LARGE]


def _inflated(coded: memoryview, window: int) -> Generator[bytes, None, memoryview]:
    """Yield one stream unpacked, at most _ROOM bytes at a time; return what follows its end mark."""
    stream = zlib.decompressobj(window)
    fed = 0
    while not stream.eof:
        piece: bytes | memoryview = stream.unconsumed_tail
        if not piece:
            piece = coded[fed : fed + _PIECE]
            fed += len(piece)
        part = stream.decompress(piece, _ROOM)
        if part:
            yield part
        elif not piece:
            raise CutCoding
    return coded[fed - len(stream.unused_data) :]


def _gunzipped(body: bytes) -> Iterator[bytes]:
    """Yield a gzip body unpacked, member by member (RFC 1952, 2.2)."""
    rest = yield from _inflated(memoryview(body), _GZIP_WINDOW)
    members = 1
    while rest[:2] == GZIP_MAGIC:  # else the end, or trailing junk
        members += 1
        if members > MAX_MEMBERS:
            raise zlib.error(f"more than {MAX_MEMBERS} members")
        rest = yield from _inflated(rest, _GZIP_WINDOW)


def _deflated(body: bytes) -> Iterator[bytes]:
    """Yield a deflate body unpacked: zlib as RFC 9110, 8.4.1.2 says, or bare as some servers send it."""
    yield from _inflated(memoryview(body), zlib.MAX_WBITS if _is_zlib(body) else -zlib.MAX_WBITS)


def _is_zlib(body: bytes) -> bool:
    """Return whether deflated bytes stand in their zlib wrapping (RFC 1950, 2.2)."""
    head = int.from_bytes(body[:2], "big")
    return head >> 8 & 0x0F == zlib.DEFLATED and head % 31 == 0


_CODECS = {
    **dict.fromkeys(GZIP_CODINGS, _gunzipped),
    "deflate": _deflated,
    "zstd": unzstd,
    "br": unbrotli,
}

"""A coded body made again: the bytes as transferred, searched for by what a capture keeps of them. Pure.

A capture keeps its body without the content coding, with a note and the SHA-1 of the coded bytes
(`harvester.http.coded`). zlib makes the same bytes again where level, memory and wrapping are the same.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from harvester.http.coded import USUAL_HEAD

FUTILE = 20
"""After this many bodies of a host that no way makes, only the way that made its last one is tried: a search
tries all ways, some 40 ms for a page of 250 KB."""

SEARCHED = 16 << 20
"""A longer body is tried only by the known way: by all ways, this many bytes take zlib some ten seconds."""

_LEVELS = (6, 1, 9, 5, 4, 2, 3, 7, 8)  # what servers use most comes first
_MEMORY = (8, 9)  # of zlib itself, of nginx
_MASK = 0xFFFFFFFF  # gzip states the length modulo 2^32 (RFC 1952, 2.3.1)


class DeflateParameters(NamedTuple):
    """How zlib was called. window: 15 for the zlib wrapping, -15 for none."""

    level: int
    memory: int
    window: int


class Recoder:
    """It makes coded bodies again, and knows for each host which way made its last one."""

    def __init__(self) -> None:
        self._known: dict[str, DeflateParameters] = {}
        self._futile: dict[str, int] = {}

    def coded(self, body: bytes, note: str, digest: bytes, host: str) -> bytes | None:
        """Return the bytes with that SHA-1 that unpack to the body; None if no way makes them.

        note: as `harvester.http.coded.coding_note` gives it. Only gzip and deflate are made, as one stream.
        """
        said = json.loads(note) if note else {}
        coding = said.get("coding")
        if coding not in {"gzip", "deflate"}:
            return None
        frame = _Frame(coding == "gzip", bytes.fromhex(said.get("head", "")) or USUAL_HEAD, body)
        for way in self._ways(host, coding, len(body)):
            made = frame.made(way)
            if hashlib.sha1(made, usedforsecurity=False).digest() == digest:
                self._known[host] = way
                self._futile.pop(host, None)
                return made
        self._futile[host] = self._futile.get(host, 0) + 1
        return None

    def _ways(self, host: str, coding: str, size: int) -> Iterator[DeflateParameters]:
        windows = (-zlib.MAX_WBITS,) if coding == "gzip" else (zlib.MAX_WBITS, -zlib.MAX_WBITS)
        known = self._known.get(host)
        if known and known.window in windows:
            yield known
        if size <= SEARCHED and self._futile.get(host, 0) < FUTILE:
            for memory, level, window in product(_MEMORY, _LEVELS, windows):
                way = DeflateParameters(level, memory, window)
                if way != known:
                    yield way


class _Frame:
    """A body with what stands before and after its deflated bytes (RFC 1952, 2.3)."""

    def __init__(self, is_gzip: bool, head: bytes, body: bytes) -> None:  # noqa: FBT001  one call, beside the word
        self._body = body
        self._head = head if is_gzip else b""
        numbers = (zlib.crc32(body), len(body) & _MASK) if is_gzip else ()
        self._tail = b"".join(number.to_bytes(4, "little") for number in numbers)

    def made(self, way: DeflateParameters) -> bytes:
        packer = zlib.compressobj(way.level, zlib.DEFLATED, way.window, way.memory)
        return b"".join((self._head, packer.compress(self._body), packer.flush(), self._tail))

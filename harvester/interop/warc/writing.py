"""WARC records as bytes, one after the other into a file: WARC/1.1, a gzip member for each (annex A.2).

warcio writes them (the extra ``warc``). It is given whole blocks and all fields, so that it parses no head,
makes no id, no date and no digest of its own: the same records are the same bytes.
"""

import importlib
import uuid
from collections.abc import Callable, Iterable
from functools import lru_cache
from io import BytesIO
from typing import IO, Any, NamedTuple

from harvester.extras import library
from harvester.interop.warc.digests import sha1_name, sha1_of

VERSION = "WARC/1.1"

FORMAT = "WARC File Format 1.1"
CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"

WARC_FIELDS = "application/warc-fields"
HTTP_REQUEST = "application/http; msgtype=request"
HTTP_RESPONSE = "application/http; msgtype=response"

_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
SAME_PAYLOAD = f"{_PROFILES}identical-payload-digest"  # WARC/1.1, 6.7.2
NOT_MODIFIED = f"{_PROFILES}server-not-modified"  # 6.7.3

_NAMES = uuid.UUID("6f0b5d0e-3c39-4f0c-9d53-5a4b7d3b7c11")
"""Our record ids have this name space (RFC 9562, 5.5), which was drawn once. Another one would give other
ids."""

Fields = tuple[tuple[str, str], ...]


class Draft(NamedTuple):
    """A record that is to be written: its fields, but for type, length and block digest, and its block."""

    type: str
    fields: Fields
    block: bytes

    @property
    def id(self) -> str:
        """Return its ``WARC-Record-ID``."""
        return dict(self.fields)["WARC-Record-ID"]


class RecordLocation(NamedTuple):
    """Where a record stands in a file, in bytes, with what surrounds it."""

    offset: int
    length: int


@lru_cache(maxsize=256)  # a run's is asked for with each of its captures
def record_id(*names: str) -> str:
    """Return the id of the record that has those names: always the same one, ``<urn:uuid:…>``."""
    return f"<urn:uuid:{uuid.uuid5(_NAMES, '/'.join(names))}>"


def sha1(data: bytes) -> str:
    """Return ``sha1:`` and base32, as web archives name payloads (WARC/1.1, 5.8)."""
    return f"sha1:{sha1_of(data)}"


def labelled(digest: bytes) -> str:
    """Return the 20 bytes of a SHA-1 as WARC names them."""
    return f"sha1:{sha1_name(digest)}"


def warc_fields(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Return a block of ``application/warc-fields``; an empty value is left out, a line break is a space."""
    lines = (f"{name}: {' '.join(value.split())}\r\n" for name, value in pairs if value)
    return "".join(lines).encode("utf-8", "replace")


class WarcWriter:
    """It writes records to a binary file, and says where each stands; with ``is_plain`` not packed."""

    def __init__(self, file: IO[bytes], *, is_plain: bool = False) -> None:
        self._file, self._at = _Counted(file), 0
        self._writer, self._record = _warcio(self._file, is_plain=is_plain)

    @property
    def size(self) -> int:
        """Return how many bytes were written."""
        return self._at

    def write(self, draft: Draft) -> RecordLocation:
        """Write one record, and return where it stands."""
        fields = [("WARC-Type", draft.type), *draft.fields, ("WARC-Block-Digest", sha1(draft.block))]
        self._writer.write_record(self._record(fields, draft.block))
        place = RecordLocation(self._at, self._file.size - self._at)
        self._at = self._file.size
        return place


class _Counted:
    """A file to which bytes are written, counted."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.size = file, 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self.size += len(data)

    def flush(self) -> None:
        """Leave it to who opened the file."""


def _warcio(out: _Counted, *, is_plain: bool) -> tuple[Any, Callable[[list[tuple[str, str]], bytes], Any]]:
    """Return warcio's writer, and what makes a record of all its fields and its whole block.

    A record is given without its type: warcio leaves the block of a "revisit" out unless it was parsed as a
    head, and writes a digest of the block as one of the payload where a type has a payload.
    """
    library("warc", "warcio")
    loader = importlib.import_module("warcio.recordloader")
    heads = importlib.import_module("warcio.statusandheaders")

    def record(fields: list[tuple[str, str]], block: bytes) -> Any:
        content_type = next((value for name, value in fields if name == "Content-Type"), None)
        head = heads.StatusAndHeaders("", fields, protocol=VERSION)
        return loader.ArcWarcRecord("warc", "warcinfo", head, BytesIO(block), None, content_type, len(block))

    return importlib.import_module("warcio.warcwriter").WARCWriter(out, gzip=not is_plain), record

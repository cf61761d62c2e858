"""Web archives by name: a file, standard input, or a URL of an object store, of WARC, ARC or WACZ."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, cast

from harvester.errors import BadInput
from harvester.extras import library
from harvester.interop.warc.reading import MAX_BLOCK, ByteRange, parts, records
from harvester.interop.warc.record import Item, RefusedRecord, WarcRecord
from harvester.interop.warc.wacz import wacz_records
from harvester.interop.warc.zips import MAGIC

STDIN = "-"
"""This name stands for standard input."""


def read(place: str, stdin: BinaryIO, most: int = MAX_BLOCK, *, force: bool = False) -> Iterator[Item]:
    """Yield the records of the web archive at a place; its first bytes show of which kind it is.

    place: a path, `STDIN`, or a URL that fsspec opens. most: as in `harvester.interop.warc.reading.records`.
    force: as in `harvester.interop.warc.wacz.wacz_records`.

    Raises BadInput, or its ForeignFormat, if it is not a web archive or cannot be read, and ConfigError if
    the extra ``remote`` is missing.
    """
    name = "standard input" if place == STDIN else place
    with _opened(place, stdin) as stream:
        try:
            start = stream.read(len(MAGIC)) if stream.seekable() else b""
            stream.seek(0) if start else None
        except OSError as error:
            raise BadInput(name, f"it cannot be read ({error.strerror or error})") from error
        if start == MAGIC:
            yield from map(_whole, wacz_records(stream, name, most, force=force))
        else:
            yield from map(_whole, records(stream, name, most))


def read_parts(
    place: str, stdin: BinaryIO, spans: Iterable[ByteRange], most: int = MAX_BLOCK
) -> Iterator[tuple[Item, ...]]:
    """Yield what stands in each span of a WARC or ARC file; the rest of the file is not read.

    place, stdin, most: as in `read`. Raises BadInput if the file cannot be read, or is another one by now.
    """
    with _opened(place, stdin) as stream:
        for items in parts(stream, "standard input" if place == STDIN else place, spans, most):
            yield tuple(map(_whole, items))


def _whole(item: Item) -> Item:
    """Return the item, or the refusal of a record that is only a segment of one (WARC/1.1, 7).

    No program is known to write segments, and most of a record's are in other files.
    """
    if isinstance(item, WarcRecord) and (item.type == "continuation" or item.field("WARC-Segment-Number")):
        reason = "It is a segment of a record, and segments are not joined."
        return RefusedRecord(item.file, item.offset, item.length, item.record_id, reason)
    return item


def _opened(place: str, stdin: BinaryIO) -> AbstractContextManager[BinaryIO]:
    if place == STDIN:
        return nullcontext(stdin)
    try:
        if "://" in place:
            return _remote(place)
        return Path(place).open("rb")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name, an unknown scheme
        reason = getattr(error, "strerror", None) or error
        raise BadInput(place, f"it cannot be opened ({reason})") from error


def _remote(url: str) -> AbstractContextManager[BinaryIO]:
    if url.lower().startswith(("http://", "https://")):
        raise BadInput(
            url,
            "nothing is imported from web servers; pipe it: curl -f URL | harvester import -",
        )
    try:
        return cast("AbstractContextManager[BinaryIO]", library("remote", "fsspec").open(url, "rb").open())
    except ImportError as error:  # fsspec's own sentence names the library of the scheme
        raise BadInput(url, f"it cannot be opened ({error})") from error

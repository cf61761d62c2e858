"""What is given to import: lists of saved pages, and web archives, which are read as often as needed."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from harvester.interop.saved import MAX_PAGE, is_list
from harvester.interop.warc.opening import STDIN, read, read_parts
from harvester.interop.warc.reading import ByteRange
from harvester.interop.warc.record import Item, RefusedRecord, WarcRecord

_LOOKED_AT = 4096  # bytes that tell a list from a web archive

Watcher = Callable[[int], None]
"""It is told how many bytes more of a file were read."""


class WebArchiveFile(NamedTuple):
    """A web archive: its name in messages, what reads all that it holds, and what reads parts of it."""

    name: str
    items: Callable[[], Iterator[Item]]
    parts: Callable[[Iterable[ByteRange]], Iterator[tuple[Item, ...]]]


class OpeningOptions(NamedTuple):
    """How files are read. stdin: has a file that can be read twice. force: as in `harvester.interop.warc`."""

    stdin: BinaryIO
    watch: Watcher
    force: bool = False


class NamedFiles(NamedTuple):
    """What the places name that were given."""

    lists: tuple[Path, ...]
    files: tuple[WebArchiveFile, ...]


def given(places: Sequence[str], choice: OpeningOptions) -> NamedFiles:
    """Return what is at the places: paths, `STDIN`, or URLs that fsspec opens. Only starts are read."""
    lists = tuple(Path(each) for each in places if _is_list(each))
    files = tuple(_file(each, choice) for each in places if not _is_list(each))
    return NamedFiles(lists, files)


def spooled(stdin: BinaryIO) -> BinaryIO:
    """Return a copy of stdin that can be read twice; it is gone when it is closed."""
    spool = tempfile.TemporaryFile(prefix="harvester-")  # noqa: SIM115  the caller closes it
    shutil.copyfileobj(stdin, spool)
    return cast("BinaryIO", spool)


def _file(place: str, choice: OpeningOptions) -> WebArchiveFile:
    def items() -> Iterator[Item]:
        if place == STDIN:
            choice.stdin.seek(0)
        for item in read(place, choice.stdin, MAX_PAGE, force=choice.force):
            if isinstance(item, WarcRecord | RefusedRecord):
                choice.watch(item.length)
            yield item

    def parts(spans: Iterable[ByteRange]) -> Iterator[tuple[Item, ...]]:
        wanted, at = list(spans), 0
        for span, found in zip(wanted, read_parts(place, choice.stdin, wanted, MAX_PAGE), strict=True):
            choice.watch(span.end - at)  # what is passed over is done, too
            at = span.end
            yield found

    return WebArchiveFile("standard input" if place == STDIN else place, items, parts)


def _is_list(place: str) -> bool:
    """Return whether there is a list of saved pages; what cannot be read is none."""
    with suppress(OSError, ValueError), Path(place).open("rb") as file:  # ValueError: a NUL in the name
        return place != STDIN and is_list(file.read(_LOOKED_AT))
    return False

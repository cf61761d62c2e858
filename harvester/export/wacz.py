"""Captures as a WACZ file: WARC files, their index, a list of pages, and files of our own, in one ZIP.

Each version is a page of the list, so that a reader shows an article's history. The same archive and options
give the same bytes: no entry has a time, and the package is dated by its newest capture.
"""

import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from harvester import __version__
from harvester.archive.connection import sqlite3
from harvester.archive.publishing import part_of, publish
from harvester.archive.read import Row, rows
from harvester.export.exchanges import is_whole
from harvester.export.files import written
from harvester.export.forms import Watcher
from harvester.export.proofs import manifest_lines, stamp_lines
from harvester.export.scratch import Scratch
from harvester.export.webarchive import WarcFile, WarcOptions, Written, newest_date, write_warc
from harvester.export.zipped import Zip, zipped
from harvester.interop import wacz_package as wacz
from harvester.interop.wacz_signing import Signer, signed
from harvester.interop.warc.drafts import target_uri
from harvester.view import tables
from harvester.view.articles import pairs

SUFFIX = ".wacz"

OWN = "harvester"
"""This folder is for what only Harvester writes; the folders of the standard hold nothing but what it
names."""

DESCRIPTION = "Captures of a Harvester archive. Each page of the list is a version of an article."
TITLE = "Questions and answers of explainers, version by version"


MOST = 10**9
"""A WARC file ends after at most this many bytes: an entry of the ZIP may have 2 GiB, and one more capture
fits."""


class Package(NamedTuple):
    """What is packed: the archive, what of it, a title, and who signs."""

    conn: sqlite3.Connection
    choice: WarcOptions
    title: str = ""
    signer: Signer | None = None


def to_wacz(target: Path, package: Package, watch: Watcher) -> Written:
    """Write the file, which gets its name when it is whole and on the disk."""
    with part_of(target) as part, written(target):
        with part.open("wb") as file, zipped(file) as made, closing(Scratch()) as scratch:
            found = _write(made, package, scratch, watch)
        publish(part, target)
    return found


def _write(made: Zip, package: Package, scratch: Scratch, watch: Watcher) -> Written:
    conn, title = package.conn, package.title or TITLE
    choice = replace(package.choice, max_size=min(package.choice.max_size, MOST))

    def next_part(number: int) -> WarcFile:
        name = f"data-{number:05d}.warc.gz" if number > 1 else "data.warc.gz"
        return WarcFile(name, made.begin(f"{wacz.ARCHIVES}/{name}"))

    found = write_warc(conn, choice, scratch, next_part, watch)
    made.end()
    places: list[bytes] = []
    made.add(f"{wacz.INDEXES}/{wacz.INDEX_NAME}", _blocks(scratch.lines(), places))
    made.add(f"{wacz.INDEXES}/index.idx", places)
    made.add(wacz.PAGES, _pages(package, scratch, title))
    _add_own(made, "questions", tables.objects(conn, tables.TABLES["pairs"], choice.selection))
    if is_whole(choice.selection):
        _add_own(made, "manifests", manifest_lines(conn))
        _add_own(made, "stamps", stamp_lines(conn))
    _describe(made, package, title)
    return found


def _add_own(made: Zip, name: str, lines: Iterator[str]) -> None:
    """Write a file of JSON lines, if there are any: tools take an empty one for damaged."""
    for first in lines:
        made.add(f"{OWN}/{name}.jsonl", _lines(chain((first,), lines)))


def _lines(texts: Iterable[str]) -> Iterator[bytes]:
    return (f"{each}\n".encode() for each in texts)


def _blocks(lines: Iterator[str], places: list[bytes]) -> Iterator[bytes]:
    """Yield the index in packed blocks; note the place of each, as pywb's ZipNum and py-wacz do."""
    said = json.dumps({"format": "cdxj-gzip-1.0", "filename": wacz.INDEX_NAME})
    places.append(f"!meta 0 {said}\n".encode())
    offset = 0
    while block := [*islice(lines, wacz.BLOCK)]:
        packer = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
        packed = packer.compress("".join(f"{each}\n" for each in block).encode("ascii")) + packer.flush()
        place = json.dumps({"offset": offset, "length": len(packed), "digest": wacz.digest_of(packed)})
        places.append(f"{block[0].partition('{')[0].strip()} {place}\n".encode("ascii"))
        offset += len(packed)
        yield packed


def _pages(package: Package, scratch: Scratch, title: str) -> Iterator[bytes]:
    """Yield the list of pages: a line for each version that has a capture which can be replayed."""
    yield wacz.pages_header(title)
    for row in tables.rows(package.conn, tables.TABLES["versions"], package.choice.selection):
        page = _page(package.conn, scratch, row)
        if page:
            yield wacz.page_line(page)


def _page(conn: sqlite3.Connection, scratch: Scratch, row: sqlite3.Row) -> wacz.WaczPage | None:
    article, number = row["article_id"], row["version"]
    shown = rows(conn, "exchange_pages", article=article, version=number)
    first = next((each for each in shown if scratch.is_answered(each["key"])), None)
    if first is None:
        return None
    found = pairs(conn, article, number)
    text = "\n\n".join(_texts(row, found))
    url = target_uri(first["url"])
    return wacz.WaczPage(f"{article}-{number}", url, first["captured_at"], row["title"] or url, text)


def _texts(row: sqlite3.Row, found: list[Row]) -> Iterator[str]:
    if row["lead"]:
        yield row["lead"]
    for each in found:
        yield each["question"]
        yield each["answer"]


def _describe(made: Zip, package: Package, title: str) -> None:
    created = f"{newest_date(package.conn)[:19]}Z"
    software = f"harvester {__version__}"
    data = wacz.data_package(made.resources, wacz.WaczDescription(title, DESCRIPTION, created, software))
    by = package.signer
    signature = signed(by, wacz.digest_of(data), created, software) if by else None
    made.add(wacz.PACKAGE, [data])
    made.add(wacz.DIGEST, [wacz.package_digest(data, signature)])

"""Whether a WACZ file is whole: what its digests, signature, records, index and pages say of each other.

``wacz validate`` holds the digests against the files, and the index against a new one. It passes a package
without a list of pages, and one whose web archives no reader can open at a record, because they are packed.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from zipfile import ZipFile, ZipInfo

from harvester.archive.integrity import Check
from harvester.errors import BadInput
from harvester.harvest.checking import quantity
from harvester.interop.wacz_package import ARCHIVES, INDEXES, PAGES
from harvester.interop.wacz_signatures import BadSignature
from harvester.interop.warc.digests import block_digest, payload_digest
from harvester.interop.warc.reading import MAX_BLOCK
from harvester.interop.warc.record import Note, RefusedRecord, WarcRecord
from harvester.interop.warc.wacz import archive_records, faults, signature
from harvester.interop.warc.zips import FAULTS, MAGIC, fault_of, opened
from harvester.text import quoted, whole_number

REPLAYED = frozenset({"response", "revisit", "resource"})
"""An index lists records of these types."""

_WEB = ("http://", "https://")
_INDEX_NAMES = (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz")
_LONGEST_LINE = 16 << 20  # bytes; a page of the list may have all its text
_MOST_UNPACKED = 1 << 30  # bytes of an index or a list: ten million lines
_DIGITS = 18  # of a place in a file, which has fewer than 2^63 bytes
_SHOWN = 120  # letters of a URL that a problem shows


class _RecordStart(NamedTuple):
    """Where a record stands: the name of its file in the folder of web archives, and the first byte."""

    file: str
    offset: int


class _Listed(NamedTuple):
    """What the index says of a record, or the record of itself: its URL, and its length in bytes."""

    url: str
    length: int


def verify_wacz(path: Path) -> Iterator[Check]:
    """Yield the checks of a WACZ file as they are made; raises BadInput for another file."""
    try:
        with path.open("rb") as stream:
            yield from _checks(stream, str(path))
    except OSError as error:
        raise BadInput(str(path), f"it cannot be read ({error.strerror or error})") from error


def _checks(stream: BinaryIO, name: str) -> Iterator[Check]:
    if stream.read(len(MAGIC)) != MAGIC:
        raise BadInput(name, "it is not a WACZ file")
    with opened(stream, name) as package:
        entries = {each.filename: each for each in package.infolist() if not each.is_dir()}
        held = _CheckedPackage(package, name, entries)
        yield held.package_check()
        yield held.records_check()
        yield held.index_check()
        yield held.pages_check()


@dataclass(slots=True)
class _CheckedPackage:
    """The package, with the records that its index should list, and the URLs that it lists, so far."""

    package: ZipFile
    name: str
    entries: dict[str, ZipInfo]
    records: dict[_RecordStart, _Listed] = field(default_factory=dict)
    urls: set[str] = field(default_factory=set)

    def package_check(self) -> Check:
        """Hold the digests and the signature against the files, and say what is missing."""
        problems = [f"{each}." for each in faults(self.package, self.entries, self.name)]
        extent = quantity(len(self.entries), "file")
        try:
            notes = [each.text for each in signature(self.package, self.entries, self.name)]
            extent = ". ".join([extent, *notes]) if notes else f"{extent}; it is not signed"
        except BadSignature as error:
            problems.append(f"{error}.")
        if PAGES not in self.entries:
            problems.append(f"{PAGES!r} is missing, without which a reader shows no page.")
        return Check("package", tuple(problems), extent.rstrip("."))

    def records_check(self) -> Check:
        """Read every record, and hold its digests against its bytes."""
        problems: list[str] = []
        number = 0
        for path, entry in self.entries.items():
            if path.startswith(f"{ARCHIVES}/"):
                for item in archive_records(self.package, entry, self.name, MAX_BLOCK):
                    problem = _problem(item)
                    problems += [problem] if problem else []
                    number += isinstance(item, WarcRecord)
                    if isinstance(item, WarcRecord) and item.type in REPLAYED and item.uri.startswith(_WEB):
                        place = _RecordStart(path.removeprefix(f"{ARCHIVES}/"), item.offset)
                        self.records[place] = _Listed(item.uri, item.length)
        return Check("records", tuple(problems), f"{number} with their digests")

    def index_check(self) -> Check:
        """Hold the lines of the index against the records: each leads to one, and each is listed."""
        problems: list[str] = []
        left = dict(self.records)
        lines = [line for path in self.entries if _is_index(path) for line in self._objects(path, problems)]
        for line in lines:
            place = _RecordStart(str(line.get("filename")), _number(line.get("offset")))
            listed = _Listed(str(line.get("url")), _number(line.get("length")))
            self.urls.add(listed.url)
            if self.records.get(place) != listed:
                problems.append(
                    f"The line of {_shown(listed)} leads to byte {place.offset}, where it is not."
                )
            left.pop(place, None)
        problems += [f"{_shown(each)} at byte {place.offset} is not listed." for place, each in left.items()]
        return Check("index", tuple(problems), quantity(len(lines), "line"))

    def pages_check(self) -> Check:
        """Hold the list of pages against the index: each is listed there."""
        problems: list[str] = []
        urls = [str(each["url"]) for each in self._objects(PAGES, problems) if "url" in each]
        problems += [f"{quoted(each, _SHOWN)} has no record." for each in urls if each not in self.urls]
        return Check("pages", tuple(problems), f"{len(urls)} of the list")

    def _objects(self, path: str, problems: list[str]) -> Iterator[dict[str, Any]]:
        """Yield the JSON of each line of a file, where it begins; note lines that have none."""
        for number, line in enumerate(self._lines(path, problems), 1):
            try:
                said = json.loads(line[line.index(b"{") :])
            except (ValueError, RecursionError):
                problems.append(f"Line {number} of {path!r} has no JSON.")
            else:
                yield said

    def _lines(self, path: str, problems: list[str]) -> Iterator[bytes]:
        """Yield the lines of a file, unpacked; note why not all of them can be read."""
        entry = self.entries.get(path)
        fault = fault_of(entry) if entry else ""
        if entry is None or fault:
            problems += [f"{path!r}: {fault}"] if fault else []
            return
        size = 0
        try:
            with self.package.open(entry) as file:
                lines = gzip.GzipFile(fileobj=file) if path.endswith(".gz") else file
                while line := lines.readline(_LONGEST_LINE):
                    size += len(line)
                    if size > _MOST_UNPACKED:
                        problems.append(f"{path!r} has more than {_MOST_UNPACKED} bytes.")
                        return
                    yield line
        except FAULTS as error:
            problems.append(f"{path!r} cannot be read: {error}.")


def _is_index(path: str) -> bool:
    return path.startswith(f"{INDEXES}/") and path.endswith(_INDEX_NAMES)


def _shown(listed: _Listed) -> str:
    return quoted(listed.url, _SHOWN)


def _problem(item: WarcRecord | RefusedRecord | Note) -> str:
    """Return what is wrong with an item of a web archive as a sentence; ``""`` for nothing."""
    if isinstance(item, Note):
        return f"{item.file}: {item.text}"
    where = f"{item.file}, record at {item.offset}"
    if isinstance(item, RefusedRecord):
        return f"{where}: {item.reason}"
    if item.is_cut:
        return f"{where}: It has {item.found} of its {item.said} bytes."
    checked = [block_digest(item)]
    if item.type != "request":  # whose payload others take for empty
        checked.append(payload_digest(item, MAX_BLOCK))
    wrong = next((each.claimed for each in checked if each.fits is False), "")
    return f"{where}: Its bytes do not have the digest {wrong[:_SHOWN]}." if wrong else ""


def _number(text: object) -> int:
    number = whole_number(str(text), _DIGITS) if isinstance(text, str | int) else None
    return -1 if number is None else number

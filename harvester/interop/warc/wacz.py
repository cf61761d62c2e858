"""The web archives inside a WACZ (WACZ 1.1.1 and 1.2): checked by its digests, then read one by one."""

from collections.abc import Iterator
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from harvester.errors import BadInput, ConfigError
from harvester.interop.wacz_package import ARCHIVES, DIGEST, PACKAGE
from harvester.interop.wacz_signatures import BadSignature, proven
from harvester.interop.warc.digests import digest_of
from harvester.interop.warc.packages import BadPackage, package_digest, resources, signed_data
from harvester.interop.warc.reading import records
from harvester.interop.warc.record import Item, Note, RefusedRecord
from harvester.interop.warc.zips import ZipEntryStream, fault_of, opened

MAX_JSON = 16 * 1024 * 1024
"""datapackage.json has at most this many bytes; one with 10,000 files has some 2 MiB."""


def wacz_records(stream: BinaryIO, name: str, most: int, *, force: bool = False) -> Iterator[Item]:
    """Yield the records of all web archives in a WACZ; their names are its name, ``/`` and their paths in it.

    All digests that its datapackage.json names are checked before the first record is read, so that the file
    is read twice. What its signature proves, if it has one, is a `Note`. force: read the file also if a
    digest or the signature is wrong, which then is a `Note`, too.

    Raises BadInput if the file is no WACZ, or if a digest or the signature is wrong.
    """
    with opened(stream, name) as package:
        entries = {entry.filename: entry for entry in package.infolist() if not entry.is_dir()}
        for wrong in faults(package, entries, name):
            yield _told(name, wrong, force=force)
        try:
            yield from signature(package, entries, name)
        except BadSignature as error:
            yield _told(name, str(error), force=force)
        for path, entry in entries.items():
            if path.startswith(f"{ARCHIVES}/"):
                yield from archive_records(package, entry, name, most)


def _told(name: str, wrong: str, *, force: bool) -> Note:
    """Return what is wrong as a note; raises BadInput if the file is not read by force."""
    if not force:
        raise BadInput(name, f"{wrong}, so that nothing of it is read")
    return Note(name, f"{wrong[0].upper()}{wrong[1:]}.")


def archive_records(package: ZipFile, entry: ZipInfo, name: str, most: int) -> Iterator[Item]:
    """Yield the records of one web archive; what cannot be read of it is refused, and the others are read."""
    path = f"{name}/{entry.filename}"
    fault = fault_of(entry)
    if fault:
        yield RefusedRecord(name, entry.header_offset, entry.compress_size, "", f"{_shown(entry)}: {fault}")
        return
    if entry.compress_type == ZIP_DEFLATED:
        yield Note(path, "It is deflated in the ZIP file, so that no record can be read by itself.")
    try:
        yield from records(cast("BinaryIO", ZipEntryStream(package, entry)), path, most)
    except (BadInput, OSError) as error:
        reason = error.reason if isinstance(error, BadInput) else "it is damaged"
        yield RefusedRecord(path, 0, entry.file_size, "", f"The file is not read: {reason}.")


def faults(package: ZipFile, entries: dict[str, ZipInfo], name: str) -> Iterator[str]:
    """Yield a sentence, without its end, for each wrong digest; raises BadInput if the file is no WACZ."""
    try:
        if PACKAGE not in entries:
            raise BadInput(name, f"it is a ZIP file without {PACKAGE}, so that it is not a web archive")
        text = _json(package, entries[PACKAGE])
        yield from _wrong_package(package, entries, text)
        listed = resources(text)
    except BadPackage as error:
        raise BadInput(name, f"{PACKAGE} or {DIGEST} cannot be read: {error}") from error
    for resource in listed:
        if resource.path not in entries:
            yield f"{resource.path!r} is missing, which {PACKAGE} names"
        elif not _fits(package, entries[resource.path], resource.digest):
            yield f"{resource.path!r} does not have the digest that {PACKAGE} names"
    named = {resource.path for resource in listed}
    for path in entries:
        if path.startswith(f"{ARCHIVES}/") and path not in named:
            yield f"{path!r} is not named by {PACKAGE}"


def _wrong_package(package: ZipFile, entries: dict[str, ZipInfo], text: bytes) -> Iterator[str]:
    if DIGEST in entries:
        claimed = digest_of(package_digest(_json(package, entries[DIGEST])))
        if claimed and not claimed.is_of([text]):
            yield f"{PACKAGE} does not have the digest that {DIGEST} names"


def signature(package: ZipFile, entries: dict[str, ZipInfo], name: str) -> Iterator[Note]:
    """Yield what the signature proves, if there is one; raises BadSignature."""
    signed = signed_data(_json(package, entries[DIGEST])) if DIGEST in entries else {}
    if signed:
        try:
            yield Note(name, proven(signed, _json(package, entries[PACKAGE])))
        except ConfigError as error:
            yield Note(name, f"It is signed, but that was not verified. {error.allowed}")


def _json(package: ZipFile, entry: ZipInfo) -> bytes:
    """Return the bytes of a file of JSON; raises BadPackage."""
    fault = fault_of(entry)
    if fault or entry.file_size > MAX_JSON:
        raise BadPackage(fault or f"it has {entry.file_size} bytes")
    try:
        return b"".join(ZipEntryStream(package, entry).pieces())
    except OSError as error:
        raise BadPackage("it is damaged") from error


def _fits(package: ZipFile, entry: ZipInfo, digest: str) -> bool:
    claimed = digest_of(digest)
    if not claimed:
        return True
    try:
        return not fault_of(entry) and claimed.is_of(ZipEntryStream(package, entry).pieces())
    except OSError:
        return False


def _shown(entry: ZipInfo) -> str:
    return repr(entry.filename[:80])

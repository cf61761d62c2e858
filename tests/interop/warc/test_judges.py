"""warcio and FastWARC as judges: on each file that both read, the records agree."""

import io
import sys
from pathlib import Path

import fastwarc
import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from harvester.errors import BadInput
from harvester.interop.warc.reading import records
from harvester.interop.warc.record import RefusedRecord, WarcRecord

sys.path.insert(0, str(Path(__file__).parent))
from files import CASES

FOLDER = Path(__file__).parents[4] / "shared" / "warc"


def ours(data):
    """(type, URI, block) of each record before the first that is refused or cut, and whether that is all."""
    read = []
    try:
        for each in records(io.BytesIO(data), "x"):
            if isinstance(each, RefusedRecord) or (isinstance(each, WarcRecord) and each.is_cut):
                return read, False
            if isinstance(each, WarcRecord):
                read.append((each.type, each.uri, each.block))
    except BadInput:
        return read, False
    return read, True


def of_warcio(data):
    """The same of warcio: the records before the one that it raises at."""
    read = []
    try:
        for each in ArchiveIterator(io.BytesIO(data), no_record_parse=True):
            find = each.rec_headers.get_header
            kind = "warcinfo" if each.rec_type == "arc_header" else each.rec_type or ""
            uri = find("WARC-Target-URI") or find("uri") or ""
            # The judge keeps the tab of a fold.
            read.append((kind.strip().lower(), uri.strip(), each.raw_stream.read()))
    except (ArchiveLoadFailed, OSError, ValueError):
        return read[:-1], False
    return read, True


def of_fastwarc(data):
    """The same of FastWARC, which has a word of its own for types that it does not know."""
    read = []
    try:
        for each in fastwarc.ArchiveIterator(io.BytesIO(data), parse_http=False):
            uri = (each.headers.get("WARC-Target-URI") or "").strip("<>")
            read.append((each.headers.get("WARC-Type") or "", uri, each.reader.read()))
    except (OSError, ValueError):
        return read[:-1], False
    return read, True


JUDGES = {"warcio": of_warcio, "FastWARC": of_fastwarc}


WHOLE = {"made": {"warcio": 20, "FastWARC": 22}, "others": {"warcio": 38, "FastWARC": 37}}
"""At least so many files are read to their ends by both."""

KNOWN = {
    ("warcio", "ARC, a media type with a space"): "it takes the address for a part of the URL",
    (
        "warcio",
        "jwat__valid-warcfile-fields-continuation.warc",
    ): "it takes the space of a fold for a part of the URI",
    ("warcio", "jwat__valid-warcfile-fields-metainfo.warc"): "the same",
    ("warcio", "warcio__example-space-in-target-uri.warc.gz"): "it escapes spaces in a URI",
    ("FastWARC", "gzip, empty members"): "it ends at an empty member",
    ("FastWARC", "a head in Latin-1"): "it reads heads as UTF-8 only",
}


def made():
    return {name: data for name, (data, _) in CASES.items()}


def of_others():
    paths = [path for path in sorted(FOLDER.glob("*")) if ".warc" in path.name or ".arc" in path.name]
    return {path.name: path.read_bytes() for path in paths}


def agreeing(judge, files):
    """How many of the files the judge and we read to the end; fails where the records differ."""
    whole = 0
    for name, data in files.items():
        (own, is_whole), (theirs, is_theirs) = ours(data), JUDGES[judge](data)
        if ".arc" in name or name.startswith("ARC"):  # what an ARC file begins with is parted otherwise
            own, theirs = own[1:], theirs[1:]
        if (judge, name) in KNOWN:
            assert own != theirs, name
        elif is_whole and is_theirs:
            whole += 1
            assert own == theirs, name
        else:
            both = min(len(own), len(theirs))
            assert own[:both] == theirs[:both], name
    return whole


@pytest.mark.parametrize("judge", JUDGES)
def test_made_files(judge):
    assert agreeing(judge, made()) >= WHOLE["made"][judge]


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the files of others lie beside the checkout only")
@pytest.mark.parametrize("judge", JUDGES)
def test_files_of_others(judge):
    assert agreeing(judge, of_others()) >= WHOLE["others"][judge]

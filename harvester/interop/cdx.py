"""CDXJ: the index of web archives, a line for each record that can be replayed.

A line is a key, a space, 14 digits of UTC, a space, and JSON (the form of pywb and cdxj-indexer). Lines are
sorted by their bytes. The key is not our SURT: `cdx_key` follows what the tools of the field agree on.
"""

import json
import re
from typing import NamedTuple

from harvester.interop.cdx_key import cdx_key
from harvester.interop.stamps import stamp_of

REVISIT = "warc/revisit"
"""The index names this media type for a revisit."""


_END_OF_TYPE = re.compile(r"[;\s]")


class CdxEntry(NamedTuple):
    """What the index says of a record. url: its target URI. date: its WARC-Date.

    mime, status, digest: ``""`` where the record has none. length, offset: in bytes, packed.
    """

    url: str
    date: str
    mime: str
    status: str
    digest: str
    length: int
    offset: int
    filename: str


def line(entry: CdxEntry) -> str:
    """Return the line of a record, without its end."""
    said = {
        "url": entry.url,
        "mime": entry.mime,
        "status": entry.status,
        "digest": entry.digest,
        "length": str(entry.length),
        "offset": str(entry.offset),
        "filename": entry.filename,
    }
    known = {name: value for name, value in said.items() if value}
    return f"{cdx_key(entry.url)} {stamp_of(entry.date)} {json.dumps(known)}"


def media_type(content_type: str) -> str:
    """Return the media type that a Content-Type names, without parameters, as it is written."""
    return _END_OF_TYPE.split(content_type, maxsplit=1)[0]

"""How a body was coded: a note from which an export can make the coded bytes again. It compresses nothing.

Coded bytes hardly compress, so that they are not kept beside the bodies. Nearly all servers code with zlib,
which gives the same bytes each time; the digest of the coded bytes tells which of its levels the server took.
"""

import json

from harvester.http.codings import GZIP_CODINGS, GZIP_MAGIC, named_codings

USUAL_HEAD = bytes.fromhex("1f8b0800000000000003")
"""Most gzip bodies have this header: no flags, no time, written on Unix (RFC 1952, 2.3)."""

MAX_HEAD = 256
"""A note holds at most this many bytes of a gzip header; a server needs 10, and some more for a file's
name."""

# RFC 1952, 2.3.1: flags of what a header has beyond 10 bytes.
_CHECKSUM, _EXTRA, _NAME, _COMMENT = 2, 4, 8, 16


def coding_note(coded: bytes, content_encoding: str) -> str:
    """Return, as JSON, what the payload does not say of its coded bytes; ``""`` where no coding is named.

    ``coding`` holds the codings of the Content-Encoding header in the order applied, "gzip" for both of its
    names. ``head`` is the header of the gzip member that the coded bytes begin with, in hexadecimal; it is
    left out where it is `USUAL_HEAD` or longer than `MAX_HEAD`.
    """
    words = ["gzip" if word in GZIP_CODINGS else word for word in named_codings(content_encoding)]
    if not words:
        return ""
    note = {"coding": ", ".join(words)}
    head = _gzip_head(coded) if words[-1] == "gzip" and coded.startswith(GZIP_MAGIC) else USUAL_HEAD
    if head != USUAL_HEAD and len(head) <= MAX_HEAD:
        note["head"] = head.hex()
    return json.dumps(note, separators=(",", ":"))


def _gzip_head(member: bytes) -> bytes:
    """Return the header of a gzip member (RFC 1952, 2.3); of a cut one, what there is."""
    flags, end = int.from_bytes(member[3:4], "big"), len(USUAL_HEAD)
    if flags & _EXTRA:
        end += 2 + int.from_bytes(member[end : end + 2], "little")
    for text in (_NAME, _COMMENT):
        if flags & text:
            end = member.find(b"\0", end) + 1 or len(member)
    if flags & _CHECKSUM:
        end += 2
    return member[:end]

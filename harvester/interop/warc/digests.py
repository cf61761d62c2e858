"""The digests that records name, held against their bytes in the ways in which writers compute them. Pure."""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from harvester.http.codings import decoded
from harvester.http.headers import header
from harvester.interop.warc.messages import response_of
from harvester.interop.warc.record import WarcRecord
from harvester.model import Outcome

ALGORITHMS = ("sha1", "sha256", "sha384", "sha512", "md5")
"""Digests of these kinds are checked; some writers use a hyphen, ``sha-256``."""

_BASE32_SHA1 = 32  # characters; some write SHA-1 so, without its name


def sha1_name(digest: bytes) -> str:
    """Return the 20 bytes of a SHA-1 as web archives write it: 32 letters of base32 (RFC 4648, 6)."""
    return base64.b32encode(digest).decode()


def sha1_of(content: bytes) -> str:
    """Return the SHA-1 of what is archived, as web archives write it."""
    return sha1_name(hashlib.sha1(content, usedforsecurity=False).digest())


class Checked(NamedTuple):
    """What came of checking a digest.

    claimed: as written in the record, ``""`` where it names none. fits: None where that cannot be told.
    how: over what the digest fits: "body as stored", "body without chunks", "block" or "body decoded".
    """

    claimed: str = ""
    fits: bool | None = None
    how: str = ""


def payload_digest(record: WarcRecord, limit: int) -> Checked:
    """Return whether a response has the WARC-Payload-Digest that it names (WARC/1.1, 5.9).

    The standard's is over the body without chunks, most writers' over the body as stored, Nutch's over the
    whole block, Common Crawl's over what it decoded. It cannot be told of a revisit, whose payload is
    elsewhere, nor of a block that is not there as a whole. limit: bytes to which a body is decoded.
    """
    claimed = record.field("WARC-Payload-Digest")
    wanted = digest_of(claimed)
    if not wanted or record.type == "revisit" or record.is_cut or record.is_longer:
        return Checked(claimed)
    is_http = "http" in record.field("Content-Type").lower() or record.version.startswith("ARC")
    ways = _ways(record.block, limit) if is_http else iter([("block", record.block)])
    how = next((way for way, payload in ways if wanted.is_of([payload])), "")
    return Checked(claimed, bool(how), how)


def block_digest(record: WarcRecord) -> Checked:
    """Return whether the block has the WARC-Block-Digest that the record names (WARC/1.1, 5.8)."""
    claimed = record.field("WARC-Block-Digest")
    wanted = digest_of(claimed)
    if not wanted or record.is_cut or record.is_longer:
        return Checked(claimed)
    fits = wanted.is_of([record.block])
    return Checked(claimed, fits, "block" if fits else "")


def _ways(block: bytes, limit: int) -> Iterator[tuple[str, bytes]]:
    message = response_of(block)
    stored = block[len(message.head) :] if message.status else block
    yield "body as stored", stored
    if message.body != stored:
        yield "body without chunks", message.body
    yield "block", block
    if header(message.headers, "Content-Encoding"):
        body = decoded(message.body, message.coding, limit)
        if body.outcome is Outcome.OK:
            yield "body decoded", body.body


class LabelledDigest(NamedTuple):
    """A digest of a known kind. algorithm: one of `ALGORITHMS`."""

    algorithm: str
    digest: bytes

    def is_of(self, pieces: Iterable[bytes]) -> bool:
        """Whether it is the digest of the pieces, joined."""
        found = hashlib.new(self.algorithm, usedforsecurity=False)
        for piece in pieces:
            found.update(piece)
        return found.digest() == self.digest


def digest_of(claimed: str) -> LabelledDigest | None:
    """Return what ``sha1:…`` says, in base32, hexadecimal or base64; None where its kind is not known."""
    label, colon, value = claimed.strip().partition(":")
    if not colon:
        label, value = "sha1" if len(label) == _BASE32_SHA1 else "", label
    algorithm = label.strip().lower().replace("sha-", "sha")
    if algorithm not in ALGORITHMS:
        return None
    size = hashlib.new(algorithm, usedforsecurity=False).digest_size
    found = (digest for digest in _bytes(value.strip()) if len(digest) == size)
    return next((LabelledDigest(algorithm, digest) for digest in found), None)


def _bytes(value: str) -> Iterator[bytes]:
    with suppress(ValueError):
        yield bytes.fromhex(value)
    with suppress(binascii.Error, ValueError):
        yield base64.b32decode(value.rstrip("=") + "=" * (-len(value.rstrip("=")) % 8), casefold=True)
    with suppress(binascii.Error, ValueError):
        yield base64.b64decode(value + "=" * (-len(value) % 4), altchars=None, validate=True)

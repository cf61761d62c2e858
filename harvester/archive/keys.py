"""Keys of evidence: digests of what a row says, so that archives made apart agree. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from harvester.archive.columns import storable, to_text
from harvester.model import Capture
from harvester.text import digest_key


class Provenance(NamedTuple):
    """How an exchange came into the archive: kind is "exchange" or "saved".

    led_from: key of the capture whose redirect led to it. confirms: key of the capture that a 304 confirms.
    Both are ``b""`` for none.
    """

    kind: str = "exchange"
    led_from: bytes = b""
    confirms: bytes = b""


def capture_key(capture: Capture, payload_digest: bytes, provenance: Provenance) -> bytes:
    """Return the key of one exchange: 16 bytes.

    It covers kind, URL, time, status or else outcome, response headers, payload, and the keys of the capture
    that led to it and of the one that it confirms; not what this archive found out about it.
    """
    return digest_key(
        provenance.kind,
        storable(capture.url),
        to_text(capture.captured_at),
        str(capture.status or capture.outcome),
        *_flat(capture.headers),
        payload_digest.hex(),
        provenance.led_from.hex(),
        provenance.confirms.hex(),
    )


def _flat(headers: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the number of headers and then their names and values, so that no two lists look the same."""
    return (str(len(headers)), *(text for pair in headers for text in pair))

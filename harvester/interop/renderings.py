"""Renderings in web archives: a conversion has the document, the metadata of its answer the rest. Pure.

What a file says of a rendering is its claim, as all of the metadata is. It is taken only if every value is
one that Harvester writes, and if the document has the digest that is claimed.
"""

import json
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from harvester.interop.warc.record import WarcRecord
from harvester.interop.warc.writing import Draft, record_id, sha1
from harvester.reading.received import RENDERED_TYPE
from harvester.rendering import HostRequests, Rendered, Rendering

NAME = "harvester-rendering"
"""The metadata field has this name."""

MOST_WANTED = 1_000
"""One rendering names at most this many hosts and reasons; a page has 100 requests."""

_MOST_MS = 10**9  # eleven days: what a file states beyond it is a mistake
_TEXTS = ("rendered_at", "detail", "engine", "viewport", "payload")
_LONGEST = 10_000  # characters; ours have some hundred


class ExportedRendering(NamedTuple):
    """A rendering that is exported. at: its time as stored. digest: SHA-256 of its document, hexadecimal."""

    rendering: Rendering
    at: str
    digest: str = ""


class RenderedCapture(NamedTuple):
    """The capture whose page was rendered: its key, its target URI, key of its run, record of its answer."""

    key: str
    uri: str
    run: str
    answer: str


def said_of(kept: ExportedRendering) -> str:
    """Return what is known of a rendering beside its document, as JSON in ASCII."""
    said = asdict(kept.rendering) | {"rendered_at": kept.at, "payload": kept.digest}
    del said["body"]
    return json.dumps(said, sort_keys=True)


def conversion(kept: ExportedRendering, about: RenderedCapture) -> Draft:
    """Return the record of the document (WARC/1.1, 6.8). It is no answer of a server, and refers to one."""
    body = kept.rendering.body
    fields = (
        ("WARC-Record-ID", record_id("rendering", about.key)),
        ("WARC-Target-URI", about.uri),
        ("WARC-Date", kept.at),
        ("WARC-Warcinfo-ID", record_id("warcinfo", about.run)),
        ("WARC-Refers-To", about.answer),
        ("WARC-Payload-Digest", sha1(body)),
        ("Content-Type", RENDERED_TYPE),
    )
    return Draft("conversion", fields, body)


def is_of(record: WarcRecord, answers: frozenset[str]) -> bool:
    """Return whether a record may be the document of one of the answers, which are named by their ids."""
    is_page = record.type == "conversion" and record.field("Content-Type") == RENDERED_TYPE
    return is_page and not answers.isdisjoint(record.references("WARC-Refers-To"))


def rendering_of(text: str, document: WarcRecord | None) -> Rendering | None:
    """Return the rendering that the metadata and the document say; None if Harvester writes none so."""
    try:
        said = json.loads(text)
        return _checked(said, document)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _checked(said: dict[str, Any], document: WarcRecord | None) -> Rendering | None:
    """Return the rendering; raises ValueError, TypeError or KeyError for any other value."""
    outcome = Rendered(said["outcome"])
    is_written = all(isinstance(said[name], str) and len(said[name]) <= _LONGEST for name in _TEXTS)
    body = document.block if document and outcome is Rendered.OK else b""
    if not is_written or (outcome is Rendered.OK and sha256(body).hexdigest() != said["payload"]):
        return None
    at = datetime.fromisoformat(said["rendered_at"])
    if at.tzinfo is None or (outcome is Rendered.OK and not body):
        return None
    return Rendering(
        rendered_at=at,
        outcome=outcome,
        detail=said["detail"],
        engine=said["engine"],
        viewport=said["viewport"],
        elapsed_ms=_number(said["elapsed_ms"]),
        requests=tuple(_wanted(each) for each in said["requests"][:MOST_WANTED]),
        body=body,
    )


def _wanted(value: Any) -> HostRequests:
    host, what, number = value
    if not isinstance(host, str) or not isinstance(what, str):
        raise TypeError
    return HostRequests(host, what, _number(number))


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= _MOST_MS:
        raise TypeError
    return value

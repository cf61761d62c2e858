"""The records of one capture: request, response or revisit, and metadata with what WARC has no field for.

`docs/interop.md` has each field with its clause. Nothing here reads an archive or writes a file.
"""

import base64
import json
from collections.abc import Callable, Iterator
from typing import NamedTuple

from harvester.http.headers import header, lengths, withheld
from harvester.http.heads import without_secrets
from harvester.http.urls import BadUrl, checked_url
from harvester.interop import renderings
from harvester.interop.renderings import ExportedRendering, RenderedCapture, conversion, said_of
from harvester.interop.warc.payloads import Recode, ResponseBlock, message, request
from harvester.interop.warc.writing import (
    HTTP_REQUEST,
    HTTP_RESPONSE,
    NOT_MODIFIED,
    SAME_PAYLOAD,
    WARC_FIELDS,
    Draft,
    Fields,
    labelled,
    record_id,
    sha1,
    warc_fields,
)
from harvester.model import Capture, Outcome

SAVED = "saved"
"""Captures that are files which somebody kept have this kind."""

IP = "WARC-IP-Address"

TRUNCATED = {
    Outcome.TRUNCATED: "disconnect",
    Outcome.CONNECTION_LOST: "disconnect",
    Outcome.TOO_LARGE: "length",
    Outcome.TIMEOUT: "time",
    Outcome.ARCHIVING_REFUSED: "unspecified",  # its body was not kept
}
"""These words of WARC/1.1, 5.15 say why a body is not whole."""

UNREAD = "length"
"""This word says why the body of a redirect is missing: a body of unknown length, or a long one, is not
read."""

_SAFE = "!#$%&'()*+,/:;=?@[]~"  # what may stand in a URI beside letters and digits (RFC 3986, 2.2)


class Referred(NamedTuple):
    """A record that another one refers to: its capture's key, its target URI, and its date to the letter."""

    key: str
    url: str
    date: str

    @property
    def fields(self) -> Fields:
        """Return the fields by which a revisit refers to it: tools look for any of the three."""
        return (
            ("WARC-Refers-To", response_id(self.key)),
            ("WARC-Refers-To-Target-URI", self.url),
            ("WARC-Refers-To-Date", self.date),
        )


class Exported(NamedTuple):
    """A capture with what the archive knows of it.

    key: hexadecimal, as are ``run``, ``led_from`` and ``part_of``; ``""`` for none. via: the URL that led to
    it. date, recorded_at: as stored. payload: SHA-256 of the body in hexadecimal. confirms: what a 304 says
    is still current. origin: JSON, where an imported capture came from. taken_at: when its bytes were taken
    down. derived: more fields of the metadata. questions: JSON, what the page was read as. rendering: what a
    browser made of the page.
    """

    capture: Capture
    key: str
    kind: str
    role: str
    run: str
    date: str
    recorded_at: str = ""
    led_from: str = ""
    via: str = ""
    part_of: str = ""
    payload: str = ""
    confirms: Referred | None = None
    origin: str = ""
    taken_at: str = ""
    derived: tuple[tuple[str, str], ...] = ()
    questions: bytes = b""
    rendering: ExportedRendering | None = None


Known = Callable[[str, Referred], Referred | None]
"""It returns the record that has the same payload digest, and keeps this one if there is none."""


class Manner(NamedTuple):
    """How captures are written. with_cookies: with the fields that set cookies, whose values are withheld."""

    recode: Recode
    known: Known
    with_cookies: bool = False


def response_id(key: str) -> str:
    """Return the id of the record that has a capture's answer."""
    return record_id("response", key)


def target_uri(url: str) -> str:
    """Return a URL as it was asked for; one that could not be asked for with odd characters escaped."""
    try:
        return checked_url(url)
    except BadUrl:
        return "".join(each if _is_safe(each) else _escaped(each) for each in url)


def _is_safe(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "-._" or character in _SAFE)


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def drafts(exported: Exported, manner: Manner) -> Iterator[Draft]:
    """Yield the records of a capture: what was asked, what was answered, and what is known of both."""
    common = _common(exported)
    answer, changed = _answered(exported, common, manner)
    concurrent = (("WARC-Concurrent-To", answer.id),) if answer else ()
    if answer and exported.capture.request_headers:
        yield _request(exported, common, answer)
    if answer:
        yield answer
    fields = (("WARC-Record-ID", record_id("metadata", exported.key)), *common, *concurrent)
    facts = warc_fields(_facts(exported, changed, is_alone=answer is None))
    yield Draft("metadata", (*fields, ("Content-Type", WARC_FIELDS)), facts)
    if answer and exported.rendering and exported.rendering.rendering.body:
        about = RenderedCapture(exported.key, target_uri(exported.capture.url), exported.run, answer.id)
        yield conversion(exported.rendering, about)
    if answer and answer.type != "revisit" and exported.questions:
        yield _conversion(exported, common, answer)


def _common(exported: Exported) -> Fields:
    ip = ((IP, exported.capture.ip),) if exported.capture.ip else ()
    return (
        ("WARC-Target-URI", target_uri(exported.capture.url)),
        ("WARC-Date", exported.date),
        ("WARC-Warcinfo-ID", record_id("warcinfo", exported.run)),
        *ip,
    )


def _answered(exported: Exported, common: Fields, manner: Manner) -> tuple[Draft | None, tuple[str, ...]]:
    """Return the record with what was answered, and what is changed in it; None without an answer."""
    capture = exported.capture
    if exported.taken_at:
        return None, ()
    if not capture.status:
        is_page = exported.kind == SAVED and capture.body
        return (_resource(exported, common) if is_page else None), ()
    said = message(capture, manner.recode, with_cookies=manner.with_cookies)
    return _answer(exported, common, said, manner.known), said.changed


def _request(exported: Exported, common: Fields, answer: Draft) -> Draft:
    fields = (
        ("WARC-Record-ID", record_id("request", exported.key)),
        *common,
        ("WARC-Concurrent-To", answer.id),
        ("Content-Type", HTTP_REQUEST),
    )
    capture = exported.capture
    return Draft("request", fields, request(target_uri(capture.url), capture.request_headers))


def _answer(exported: Exported, common: Fields, said: ResponseBlock, known: Known) -> Draft:
    fields = (("WARC-Record-ID", response_id(exported.key)), *common)
    kind = ("Content-Type", HTTP_RESPONSE)
    if exported.capture.outcome is Outcome.NOT_MODIFIED and exported.confirms:
        profile = ("WARC-Profile", NOT_MODIFIED)
        return Draft("revisit", (*fields, profile, *exported.confirms.fields, kind), said.head)
    payload = ("WARC-Payload-Digest", sha1(said.body))
    cut = _cut(exported.capture)
    here = Referred(exported.key, target_uri(exported.capture.url), exported.date)
    same = known(payload[1], here) if said.body and not cut else None
    if same:
        profile = ("WARC-Profile", SAME_PAYLOAD)
        without_body = ("WARC-Truncated", "length")  # as WARC/1.1, 6.7.2 asks
        return Draft("revisit", (*fields, profile, *same.fields, payload, without_body, kind), said.head)
    return Draft("response", (*fields, payload, *cut, kind), said.head + said.body)


def _cut(capture: Capture) -> Fields:
    """Return the field that says why a body is not whole; none where it is."""
    why = TRUNCATED.get(capture.outcome, "")
    if capture.outcome is Outcome.REDIRECTED and not capture.wire_bytes and lengths(capture.headers) != {0}:
        why = UNREAD
    return (("WARC-Truncated", why),) if why else ()


def _resource(exported: Exported, common: Fields) -> Draft:
    """Return a page that somebody saved: its bytes, without any answer of a server (WARC/1.1, 6.4)."""
    body = exported.capture.body
    kind = header(exported.capture.headers, "Content-Type")
    fields = (
        ("WARC-Record-ID", response_id(exported.key)),
        *common,
        ("WARC-Payload-Digest", sha1(body)),
        *((("Content-Type", kind),) if kind else ()),
    )
    return Draft("resource", fields, body)


def _conversion(exported: Exported, common: Fields, answer: Draft) -> Draft:
    """Return the questions that a page was read as (WARC/1.1, 6.8)."""
    fields = (
        ("WARC-Record-ID", record_id("conversion", exported.key)),
        *(each for each in common if each[0] != IP),  # which no conversion may have (5.10)
        ("WARC-Refers-To", answer.id),
        ("WARC-Payload-Digest", sha1(exported.questions)),
        ("Content-Type", "application/json"),
    )
    return Draft("conversion", fields, exported.questions)


def _facts(exported: Exported, changed: tuple[str, ...], *, is_alone: bool) -> Iterator[tuple[str, str]]:
    """Yield what no other record says of a capture, as names and values.

    The first two are names that other crawlers use. From all of them the capture can be made again.
    """
    capture = exported.capture
    yield "via", target_uri(exported.via) if exported.via else ""
    yield "fetchTimeMs", str(capture.elapsed_ms or "")
    yield "harvester-capture", exported.key
    yield "harvester-kind", exported.kind
    yield "harvester-role", exported.role
    yield "harvester-run", exported.run
    yield "harvester-outcome", str(capture.outcome)
    yield "harvester-detail", capture.detail
    yield "harvester-url", json.dumps(capture.url) if target_uri(capture.url) != capture.url else ""
    yield "harvester-payload", f"sha256:{exported.payload}" if exported.payload else ""
    yield "harvester-wire-bytes", str(capture.wire_bytes or "")
    yield "harvester-coded", capture.coded
    yield "harvester-coded-digest", labelled(capture.coded_digest) if capture.coded_digest else ""
    yield "harvester-led-from", exported.led_from
    yield "harvester-part-of", exported.part_of
    yield "harvester-confirms", exported.confirms.key if exported.confirms else ""
    yield "harvester-recorded-at", exported.recorded_at
    yield "harvester-origin", exported.origin
    yield "harvester-taken-down", exported.taken_at
    yield renderings.NAME, said_of(exported.rendering) if exported.rendering else ""
    yield "harvester-changed", " ".join(changed)
    if changed or is_alone or exported.kind == SAVED:
        yield "harvester-headers", _headers(capture.headers)
        yield "harvester-head", base64.b64encode(without_secrets(capture.head)).decode()
    if is_alone:
        yield "harvester-request-headers", _headers(capture.request_headers)
        yield "harvester-status", str(capture.status or "")
    yield from exported.derived


def _headers(headers: tuple[tuple[str, str], ...]) -> str:
    """Return headers as JSON in ASCII, secrets withheld; ``""`` for none."""
    return json.dumps(withheld(headers), separators=(",", ":")) if headers else ""

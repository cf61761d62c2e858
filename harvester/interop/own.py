"""What Harvester's own exports say of a capture beside WARC's fields: names and values of metadata. Pure.

`docs/interop.md` names the fields. They are claims of a file that anybody may have written. So an outcome is
taken only if it is not a success: no claim makes a version of a page that its record shows to be an error.
"""

import base64
import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from harvester.http.headers import Headers, withheld
from harvester.http.heads import without_secrets
from harvester.interop.renderings import NAME, rendering_of
from harvester.interop.warc.record import WarcRecord
from harvester.model import SUCCESSES, Capture, Outcome
from harvester.rendering import Rendering
from harvester.text import whole_number

_FIELDS = "application/warc-fields"
_KEY = 32  # hexadecimal digits of a key
_SHA1 = 20  # bytes
_LONGEST_HEAD = 4 * 64 * 1024 // 3 // 4 * 4  # letters of base64 of 64 KiB, as much as a server may send
_DIGITS = 9  # of milliseconds and bytes that are believed
ROLES = frozenset({"article", "source", "robots"})


@dataclass(frozen=True, slots=True)
class Facts:
    """The names and values of a metadata record; ``""`` stands for what it does not say."""

    said: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, record: WarcRecord | None) -> "Facts":
        """Return what a metadata record says, nothing for None; of a name that comes twice, the first."""
        if record is None or _FIELDS not in record.field("Content-Type").lower():
            return cls()
        lines = record.block.decode("utf-8", "replace").splitlines()
        parted = [line.partition(":") for line in reversed(lines)]
        return cls({name.strip().lower(): value.strip() for name, colon, value in parted if colon})

    @property
    def key(self) -> str:
        """Return the key of the capture in the archive that exported it; ``""`` for what others wrote."""
        return self._key("capture")

    @property
    def led_from(self) -> str:
        """Return the key of the capture that led to it."""
        return self._key("led-from")

    @property
    def confirms(self) -> str:
        """Return the key of the capture that a 304 confirms."""
        return self._key("confirms")

    @property
    def part_of(self) -> str:
        """Return the key of the capture of the article's first page."""
        return self._key("part-of")

    @property
    def is_taken_down(self) -> bool:
        """Return whether its bytes were taken down, so that nothing of it is handed on."""
        return bool(self._own("taken-down"))

    @property
    def kind(self) -> str:
        """Return how it came into the archive: "exchange" or "saved"."""
        return "saved" if self._own("kind") == "saved" else "exchange"

    @property
    def role(self) -> str:
        """Return the purpose of the request."""
        role = self._own("role")
        return role if role in ROLES else "article"

    @property
    def elapsed_ms(self) -> int:
        """Return how long the exchange took; 0 if that is not known."""
        return _number(self.said.get("fetchtimems", ""))

    @property
    def url(self) -> str:
        """Return the URL as it was asked for, where no record can name it."""
        found = _json(self._own("url"))
        return found if isinstance(found, str) else ""

    def rendering(self, document: WarcRecord | None) -> Rendering | None:
        """Return what a browser made of the page. document: the record that has it, if there is one."""
        return rendering_of(self.said.get(NAME, ""), document)

    def _own(self, name: str) -> str:
        return self.said.get(f"harvester-{name}", "")

    def _key(self, name: str) -> str:
        key = self._own(name).lower()
        is_key = len(key) == _KEY and all(each in "0123456789abcdef" for each in key)
        return key if is_key else ""

    def completed(self, capture: Capture) -> Capture:
        """Return the capture as it was in the archive that exported it."""
        changed = self._own("changed").split()
        coded = self._own("coded")
        outcome, detail = self._outcome(capture)
        return replace(
            capture,
            outcome=outcome,
            detail=detail,
            status=capture.status or _number(self._own("status")),
            http_version="" if "version" in changed else capture.http_version,
            request_headers=_headers(self._own("request-headers")) or capture.request_headers,
            headers=_headers(self._own("headers")) or capture.headers,
            head=_head(self._own("head")) if changed else capture.head,
            coded=coded if isinstance(_json(coded), dict) else "",
            coded_digest=_sha1(self._own("coded-digest")),
            wire_bytes=_number(self._own("wire-bytes")),
            elapsed_ms=self.elapsed_ms,
        )

    def _outcome(self, capture: Capture) -> tuple[Outcome, str]:
        """Return the outcome that is claimed if the record allows it, with its words; else the one judged."""
        with suppress(ValueError):
            claimed = Outcome(self._own("outcome"))
            if claimed == capture.outcome or claimed not in SUCCESSES:
                return claimed, self._own("detail")
        return capture.outcome, capture.detail


def _sha1(text: str) -> bytes:
    """Return the 20 bytes that are written as ``sha1:`` and base32; ``b""`` for anything else."""
    with suppress(ValueError):
        found = base64.b32decode(text.removeprefix("sha1:"))
        return found if len(found) == _SHA1 else b""
    return b""


def _head(text: str) -> bytes:
    """Return the bytes that are written as base64, secrets withheld; ``b""`` for none, or for a long one."""
    with suppress(ValueError):
        return without_secrets(base64.b64decode(text[:_LONGEST_HEAD], validate=True))
    return b""


def _number(text: str) -> int:
    return whole_number(text, _DIGITS) or 0


def _json(text: str) -> Any:
    with suppress(ValueError, RecursionError):
        return json.loads(text)
    return None


def _headers(text: str) -> Headers:
    """Return headers that are written as JSON, secrets withheld; ``()`` for anything else."""
    found = _json(text)
    if not isinstance(found, list) or not all(_is_pair(each) for each in found):
        return ()
    return withheld(tuple((name, value) for name, value in found))


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and [type(each) for each in value] == [str, str]

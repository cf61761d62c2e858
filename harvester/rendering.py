"""What a browser made of the page of a capture, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Rendered(StrEnum):
    """What came of rendering a page in a browser: the closed list of words in ``rendering.outcome``."""

    OK = "ok"
    NO_ENGINE = "no_engine"  # the library or the browser is not there, or does not start
    TIMEOUT = "timeout"  # the page did not let the browser hand out its document in time
    CRASHED = "crashed"  # the browser or its renderer ended
    TOO_LARGE = "too_large"  # the document is longer than a body may be
    LED_AWAY = "led_away"  # a script put another document in the page's place
    ARCHIVING_REFUSED = "archiving_refused"  # the document asks for no copy, and the settings obey
    STOPPED = "stopped"  # the run was stopped
    FAULT = "fault"  # our own program failed; the detail says at which place


class HostRequests(NamedTuple):
    """What a rendered page wanted of one host. what: "asked", or why its requests were not made."""

    host: str
    what: str
    number: int


@dataclass(frozen=True, slots=True)
class Rendering:
    """What came of rendering the page of a capture.

    rendered_at: when it began; aware, UTC. engine: name and version of the browser, ``""`` if none was
    started. viewport: "1280x1024", in CSS pixels. elapsed_ms: waits for the turns of hosts included.
    requests: for parts of the page. body: the document after its scripts ran, as HTML in UTF-8; ``b""``
    where the outcome is not ``OK``.
    """

    rendered_at: datetime
    outcome: Rendered
    detail: str = ""
    engine: str = ""
    viewport: str = ""
    elapsed_ms: int = 0
    requests: tuple[HostRequests, ...] = ()
    body: bytes = b""

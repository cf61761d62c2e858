"""What a reading is made from: an answer as it was received. Values only."""

from dataclasses import dataclass
from datetime import datetime

from harvester.http.headers import header
from harvester.model import Capture


@dataclass(frozen=True, slots=True)
class Received:
    """A body with what is known of the answer that brought it.

    url: where the body was found, at the end of the redirects; it chooses the site rule, and relative
    links are resolved against it. It is ``""`` for a saved file whose address is not known.
    captured_at: aware. body: content-coding removed. status: 0 where it is not known.
    headers: of the answer with the body, in the order and spelling received.
    asked: the URL that was asked for, ``""`` where it is ``url``.
    """

    url: str
    captured_at: datetime
    body: bytes
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    asked: str = ""

    @property
    def content_type(self) -> str:
        """Return the Content-Type as received; ``""`` where there is none."""
        return header(self.headers, "Content-Type")


def received(end: Capture, asked: str = "") -> Received:
    """Return what the end of a chain of captures hands to the reader; asked: the URL asked for at first."""
    return Received(
        url=end.url,
        captured_at=end.captured_at,
        body=end.body,
        status=end.status,
        headers=end.headers,
        asked=asked if asked != end.url else "",
    )

"""The input of a reading is defined here: a response as it was received. These are values only."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from operator import attrgetter

from harvester.http.headers import header
from harvester.http.links import written_links
from harvester.http.urls import absolute
from harvester.model import Capture, Outcome

READ = frozenset(
    {Outcome.OK, Outcome.REFUSED, Outcome.RATE_LIMITED, Outcome.SERVER_ERROR, Outcome.HTTP_ERROR}
)
"""A body that came with one of these outcomes is read: many walls answer 403, 429 or 503."""


@dataclass(frozen=True, slots=True)
class Received:
    """A received response is a body with what is known of the response that contained it.

    ``url`` is where the body was found, after redirects. It chooses the site rule, and relative links are
    resolved against it. It is ``""`` for a saved file whose address is not known. ``captured_at`` is an aware
    datetime. ``body`` has no content-coding. ``status`` is 0 if it is not known. ``headers`` are those of the
    response with the body, in the order and spelling received. ``asked`` is the URL that was requested, or
    ``""`` if it equals ``url``. ``outcome`` is what came of the exchange, or ``""`` if it is not known.
    ``further`` are the further pages of the article that were captured after this one, in order, those that
    failed too. ``is_rendered`` says that ``body`` is the document that a browser made of the response.
    """

    url: str
    captured_at: datetime
    body: bytes
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    asked: str = ""
    outcome: str = ""
    further: tuple["Received", ...] = ()
    is_rendered: bool = False

    def __reduce__(self) -> tuple[type["Received"], tuple[object, ...]]:
        """Return what makes it again elsewhere. Workers get many, and pickling by fields takes a fifth."""
        return Received, _VALUES(self)

    @property
    def content_type(self) -> str:
        """Return the Content-Type as received; ``""`` if the header is missing."""
        return header(self.headers, "Content-Type")


def canonical_in_headers(page: Received) -> str:
    """Return the absolute URL that a Link header names as canonical (RFC 6596, 3); ``""`` if none does."""
    values = (value for name, value in page.headers if name.lower() == "link")
    links = (link for value in values for link in written_links(value) if "canonical" in link.rels)
    return next((url for link in links if (url := absolute(link.target, page.url))), "")


_VALUES = attrgetter(*(each.name for each in fields(Received)))

RENDERED_TYPE = "text/html; charset=utf-8"
"""A rendered document is written in this way, whatever the response was."""


def as_rendered(page: Received, body: bytes = b"") -> Received:
    """Return the reader's input with the document that a browser made of it in place of the body."""
    others = tuple(each for each in page.headers if each[0].lower() != "content-type")
    headers = (*others, ("Content-Type", RENDERED_TYPE))
    return replace(page, body=body, headers=headers, is_rendered=True)


def received(end: Capture, asked: str = "", further: tuple[Received, ...] = ()) -> Received:
    """Return the reader's input from the last capture of a chain.

    ``asked`` is the URL requested first. ``further`` are the article's further pages.
    """
    return Received(
        url=end.url,
        captured_at=end.captured_at,
        body=end.body,
        status=end.status,
        headers=end.headers,
        asked=asked if asked != end.url else "",
        outcome=end.outcome,
        further=further,
    )

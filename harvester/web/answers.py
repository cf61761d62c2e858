"""What a page function is given and what it answers."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from harvester.archive.columns import to_text
from harvester.archive.connection import sqlite3
from harvester.errors import BadInput
from harvester.text import whole_number

MAX_ARGUMENT = 2_000
"""At most this many characters of an argument are read; the longest that has a use is a URL."""

MAX_DIGITS = 9
"""The number of a version, a place or a row of an archive has at most this many digits.

SQLite's integers end at 2^63.
"""


class WebRequest(NamedTuple):
    """What a request asks for.

    place: the variable parts of the path. query: what stands behind the "?", the last value of each name.
    target: path and query as they were sent, nothing decoded. site: what the addresses of this server begin
    with, such as "http://127.0.0.1:8017". accept_datetime: that header (RFC 7089), ``""`` for none.
    """

    place: Mapping[str, str]
    query: Mapping[str, str]
    target: str = ""
    site: str = ""
    accept_datetime: str = ""

    def text(self, name: str) -> str:
        """Return an argument without blanks at its ends, ``""`` if it is not given."""
        text = self.query.get(name, "").strip()
        if len(text) > MAX_ARGUMENT:
            raise BadInput(name, f"it is longer than {MAX_ARGUMENT} characters")
        return text

    def number(self, name: str) -> int | None:
        """Return an argument as a number from 1 on, None if it is not given; raises BadInput for another."""
        return number_of(text, name) if (text := self.text(name)) else None

    def moment(self, name: str) -> str | None:
        """Return an argument as a time of the archive, None if it is not given; BadInput for another."""
        return moment_of(text, name) if (text := self.text(name)) else None

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """Return which of the choices an argument is, the first if it is not given; BadInput for another."""
        text = self.text(name) or choices[0]
        if text not in choices:
            raise BadInput(name, f"it is not one of {', '.join(choices)}")
        return text


def number_of(text: str, name: str) -> int:
    """Return the number that a text says, from 1 on; raises BadInput for another text."""
    number = whole_number(text, MAX_DIGITS)
    if not number:
        raise BadInput(name, "it is not a number from 1 on")
    return number


def moment_of(text: str, name: str) -> str:
    """Return the time that a text says (ISO 8601; UTC without a zone) as the archive writes it.

    Raises BadInput for a text that says none.
    """
    try:
        moment = datetime.fromisoformat(text)
        return to_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise BadInput(name, "it is not a time such as 2026-11-23 or 2026-11-23T10:00") from error


class HtmlPage(NamedTuple):
    """A page: the template, and the value that it shows as ``page``."""

    template: str
    value: object
    status: int = 200


class Elsewhere(NamedTuple):
    """Where to ask instead. path: on this site, from the root."""

    path: str


class Document(NamedTuple):
    """Something that is not a page. name: what a browser saves it as; ``""`` if it is to be shown.

    media_type: ``""`` if it stands among the headers.
    """

    body: bytes
    media_type: str
    name: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200


Answer = HtmlPage | Elsewhere | Document
Answering = Callable[[sqlite3.Connection, WebRequest], Answer]

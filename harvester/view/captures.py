"""Captures as they came: the newest of an article, and the bytes of any of them."""

from datetime import date

from harvester.archive.connection import sqlite3
from harvester.archive.payload import read_payload
from harvester.archive.read import Row, rows
from harvester.errors import ConfigError
from harvester.text import whole_number

MIN_KEY = 8
"""A text with at least this many digits is taken for a key; fewer are a number that is local to the file."""

KEY_DIGITS = 32  # the 16 bytes of a key in hexadecimal


def body(conn: sqlite3.Connection, text: str) -> bytes:
    """Return the bytes of the capture that a text names, of a 304 those that it confirms, digest checked.

    Content coding is removed. The text is a key in hexadecimal, its first 8 digits or more, or the number
    that the file gives the capture. Raises ConfigError where no capture, or more than one, is meant, or it
    has no body; ArchiveDamaged and PayloadRemoved where its bytes are not there.
    """
    capture = capture_named(conn, text)
    if capture["payload_id"] is None:
        raise ConfigError(text, f"has no body: the capture came to {capture['outcome'].replace('_', ' ')}")
    return read_payload(conn, capture["payload_id"])


def newest(conn: sqlite3.Connection, article: str | None, until: date | None = None) -> list[Row]:
    """Return the newest capture that brought a page, of an article or of each; until: the last day, UTC."""
    return rows(conn, "newest", article=article, until=str(until) if until else None)


def capture_named(conn: sqlite3.Connection, text: str) -> Row:
    """Return the capture that a text names, as `body` says; ConfigError where it names none, or several."""
    found = rows(conn, "capture", **key_bounds(text.strip().lower()))
    if len(found) == 1:
        return found[0]
    problem = "names more than one capture" if found else "names no capture of this archive"
    raise ConfigError(
        text, problem, "Give a key, or its first 8 digits or more, as 'harvester runs show RUN' lists them."
    )


def key_bounds(text: str) -> dict[str, int | bytes]:
    """Return between which keys a capture or run is, and which number it has; one of both fits nothing."""
    number = whole_number(text, MIN_KEY - 1)
    if number is not None:
        return {"low": b"\x01", "high": b"", "id": number}
    if not MIN_KEY <= len(text) <= KEY_DIGITS or set(text) - set("0123456789abcdef"):
        return {"low": b"\x01", "high": b"", "id": -1}
    low, high = (bytes.fromhex(text.ljust(KEY_DIGITS, digit)) for digit in "0f")
    return {"low": low, "high": high, "id": -1}


def told(conn: sqlite3.Connection, capture_id: int) -> Row:
    """Return a capture as ``capture_list`` has it, its ``headers``, and the ``file`` it was imported from."""
    row = rows(conn, "capture_told", id=capture_id)[0]
    return row | {"headers": rows(conn, "headers", id=capture_id)}


def of_url(conn: sqlite3.Connection, url: str, limit: int) -> list[Row]:
    """Return the newest captures of a URL, as ``capture_list`` has them."""
    return rows(conn, "captures_of_url", url=url, limit=limit)

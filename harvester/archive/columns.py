"""Values as columns hold them: times as UTC text that sorts, and texts that are valid UTF-8."""

from datetime import UTC, datetime


def to_text(moment: datetime) -> str:
    """Return an aware time as ``2026-11-23T10:00:00.123Z``, cut to milliseconds."""
    assert moment.tzinfo is not None, "a time without a zone names no instant"
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Return the aware UTC time that `to_text` wrote."""
    return datetime.fromisoformat(text)


def storable(text: str) -> str:
    """Return the text with half surrogate pairs as "?": JSON can hold them, UTF-8 and SQLite cannot."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text

"""The dates of feeds and sitemaps as ISO 8601, with what precision they give."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")  # W3C date and time formats: year, month or day alone

_LONGEST = 64
"""A date of more characters is not read: RFC 822 with a long zone name and a comment stays below."""


def iso_date(text: str) -> str:
    """Return an RFC 822 or W3C date as ISO 8601, in UTC where it has a zone; ``""`` for what is neither."""
    text = text.strip()[:_LONGEST]
    if not text or _DAY.fullmatch(text):
        return text
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
            return (moment.astimezone(UTC) if moment.tzinfo else moment).isoformat()
        except (ValueError, OverflowError):  # the year 9999 has no UTC east of Greenwich
            continue
    return ""

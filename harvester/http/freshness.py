"""How long an answer stays fresh: until then a cache in front of a site would answer the same. Pure."""

import re
from contextlib import suppress
from datetime import timedelta
from email.utils import parsedate_to_datetime

from harvester.http.headers import Headers, header

LONGEST = timedelta(days=366)
"""A longer freshness counts as this one. Servers were never to send more (RFC 2616, 14.21)."""

_LIFETIMES = (r"(?:^|[,\s])s-maxage\s*=\s*\"?(\d+)", r"(?:^|[,\s])max-age\s*=\s*\"?(\d+)")
_REUSED_NEVER = re.compile(r"(?:^|[,\s])(?:no-cache|no-store|private)(?![\w-])", re.IGNORECASE)
_DIGITS = 10  # more are longer than `LONGEST` by far, and Python refuses to read 5,000


def fresh_for(headers: Headers) -> timedelta:
    """Return how long a shared cache may still give this answer to others: zero where it may not.

    That is s-maxage, else max-age, else Expires minus Date (RFC 9111, 4.2.1), minus the Age that the answer
    had (4.2.3). What cannot be read counts as stale.
    """
    control = ",".join(value for name, value in headers if name.lower() == "cache-control")
    lifetime = timedelta() if _REUSED_NEVER.search(control) else _lifetime(control, headers)
    return min(max(lifetime - _seconds(header(headers, "Age")), timedelta()), LONGEST)


def _lifetime(control: str, headers: Headers) -> timedelta:
    for pattern in _LIFETIMES:
        if found := re.search(pattern, control, re.IGNORECASE):
            return _seconds(found[1])
    with suppress(ValueError, TypeError, OverflowError):  # TypeError: one of them has a zone, the other none
        expires, date = (parsedate_to_datetime(header(headers, name)) for name in ("Expires", "Date"))
        return expires - date
    return timedelta()


def _seconds(digits: str) -> timedelta:
    digits = digits.strip()
    if not (digits.isascii() and digits.isdigit()):
        return timedelta()
    return min(timedelta(seconds=int(digits[:_DIGITS])), LONGEST)

"""Times as web archives write them: stamps, which are 14 digits of UTC, and dates of HTTP. Pure.

CDX files have stamps, and so have the addresses of mementos: ``"20261123100000"``.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from harvester.errors import BadInput

_FORM = "%Y%m%d%H%M%S"
_DIGITS = re.compile(r"([0-9]{4})" + "([0-9]{2})" * 5)
_SECOND = len("2026-11-23T10:00:00")
_YEAR_DIGITS = 4
_EARLIEST = "19910806000000"  # the day of the first web page: what is dated before is a mistake


def stamp_of(at: str) -> str:
    """Return the stamp of a time in ISO 8601 in UTC, to the second, cut; ``""`` for ``""``."""
    return "".join(filter(str.isdigit, at[:_SECOND]))


def stamp_at(moment: datetime) -> str:
    """Return the stamp of an aware time."""
    return moment.astimezone(UTC).strftime(_FORM)


def filled(digits: str) -> str:
    """Return 4 to 14 digits of a date as a stamp; ``""`` for what is not a date, or lies before the web.

    Sites of archives fill up what is missing with the beginning of that year, month or day.
    """
    stamp = digits + "00000101000000"[len(digits) :]
    if len(digits) < _YEAR_DIGITS:
        return ""
    with suppress(BadInput):
        moment_of(stamp)
        return stamp if stamp >= _EARLIEST else ""
    return ""


def moment_of(stamp: str) -> datetime:
    """Return the time that a stamp says, UTC; raises BadInput where it says none."""
    found = _DIGITS.fullmatch(stamp)
    with suppress(ValueError):
        if found:
            year, month, day, hour, minute, second = map(int, found.groups())
            return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    raise BadInput("the time", "it does not have 14 digits, such as 20070531203500")


def read_date(value: str) -> datetime | None:
    """Return the time that a date of HTTP says, UTC (RFC 9110, 5.6.7); None for what is not such a date.

    The year 9999 has no UTC west of Greenwich, so it does not count.
    """
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

"""What a status code means for the resource, and how long an answer asks to wait. No clock is read here."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from harvester.model import Outcome

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""These statuses lead on to their Location. 300 has several targets, 304 to 306 have none (RFC 9110,
15.4)."""

PERMANENT = frozenset({301, 308})
"""These redirects give a resource another URL (RFC 9110, 15.4.2 and 15.4.9); the others are a detour."""

MAX_RETRY_AFTER_S = 86_400.0
"""It is a day: a server that asks for more is asked again the next day."""

_BY_STATUS = {
    200: Outcome.OK,
    203: Outcome.OK,  # changed on the way by a proxy, RFC 9110, 15.3.4
    204: Outcome.EMPTY,
    205: Outcome.EMPTY,
    206: Outcome.BAD_RESPONSE,  # a part, where no range was asked for
    404: Outcome.GONE,
    410: Outcome.GONE,
    401: Outcome.REFUSED,
    402: Outcome.REFUSED,
    403: Outcome.REFUSED,
    407: Outcome.REFUSED,
    451: Outcome.REFUSED,
    429: Outcome.RATE_LIMITED,
}


def outcome_of_status(status: int, *, asks_to_wait: bool, conditional: bool) -> Outcome:
    """Return what the status means for the article.

    asks_to_wait: there was a Retry-After. conditional: validators were sent, so that a 304 answers
    something. 201, 202 and the like bring no page: 202 is met as the status of bot walls.
    """
    if status == 304:  # noqa: PLR2004
        return Outcome.NOT_MODIFIED if conditional else Outcome.BAD_RESPONSE
    if status == 503 and asks_to_wait:  # noqa: PLR2004
        return Outcome.RATE_LIMITED
    if 500 <= status < 600:  # noqa: PLR2004
        return Outcome.SERVER_ERROR
    return _BY_STATUS.get(status, Outcome.HTTP_ERROR)


def retry_after_s(value: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, from 1 to a day; None for no or a bad one.

    Seconds or an HTTP date (RFC 9110, 10.2.3); a date in the past asks for 1. Never raises.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        asked = float(value[:10])
    else:
        try:
            moment = parsedate_to_datetime(value)
            asked = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
        except (ValueError, OverflowError):  # OverflowError: the year 99999999999, a zone of 10^20 hours
            return None
    return min(max(asked, 1.0), MAX_RETRY_AFTER_S)

"""What a fault of the network, or a status, means: the closed list of outcomes. No I/O."""

import re
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import NamedTuple

import requests
import urllib3.exceptions as u3

from harvester.model import Outcome

NETWORK_FAULTS = (requests.RequestException, u3.HTTPError, HTTPException, OSError, ValueError)
"""All that requests, urllib3 and http.client raise for what a network or a server does."""

MAX_RETRY_AFTER_S = 86_400.0
"""A day: a server that asks for more is asked again the next day."""


_OPENSSL = re.compile(r"\[SSL[^]]*\]|\(_ssl\.c:\d+\)")


class Fault(NamedTuple):
    """What went wrong, as a word and as a sentence."""

    outcome: Outcome
    detail: str


class OverBudget(HTTPException):
    """More bytes than the exchange may take, in heads, chunk sizes or trailers."""


class CutShort(HTTPException):
    """The connection was closed within the head of the response."""


_Rule = tuple[tuple[type[BaseException], ...], Outcome, str]
# First match wins, over the error and all it came from. TimeoutError, ssl.SSLError, gaierror and
# ConnectionError are OSErrors, so the order is from the special to the general.
_RULES: tuple[_Rule, ...] = (
    ((OverBudget,), Outcome.TOO_LARGE, "The response is larger than is taken"),
    ((TimeoutError, u3.TimeoutError), Outcome.TIMEOUT, "The time for the exchange was over"),
    ((socket.gaierror, UnicodeError), Outcome.DNS_ERROR, "The host was not found"),
    (
        (ssl.SSLError, ssl.CertificateError, u3.SSLError),
        Outcome.TLS_ERROR,
        "No secure connection could be made",
    ),
    ((ConnectionRefusedError,), Outcome.CONNECTION_REFUSED, "The host refused the connection"),
    (
        (ConnectionError, RemoteDisconnected, CutShort),
        Outcome.CONNECTION_LOST,
        "The server closed the connection without a complete answer",
    ),
    ((IncompleteRead, u3.IncompleteRead), Outcome.BAD_RESPONSE, "The body is not framed as HTTP says"),
    ((HTTPException, u3.InvalidHeader), Outcome.BAD_RESPONSE, "The answer is not HTTP"),
    ((requests.exceptions.InvalidURL,), Outcome.BAD_URL, "The URL cannot be asked for"),
    ((OSError,), Outcome.CONNECTION_REFUSED, "The host cannot be reached"),
    ((ValueError,), Outcome.BAD_RESPONSE, "The answer is not HTTP"),
)


def fault_of(error: BaseException) -> Fault:
    """Return what the error means, with the innermost cause's own words at the end of the sentence."""
    chain = tuple(_chain(error))
    wrappers = (requests.RequestException, u3.HTTPError)
    causes = [each for each in chain if not isinstance(each, wrappers)] or list(chain)
    for kinds, outcome, sentence in _RULES:
        if any(isinstance(each, kinds) for each in (*causes, *chain)):
            return Fault(outcome, f"{sentence}: {_words(causes[-1])}.")
    return Fault(Outcome.CONNECTION_LOST, f"The exchange failed: {_words(causes[-1])}.")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error and what it came from, outermost first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _words(error: BaseException) -> str:
    """Return what the error says, without the codes of OpenSSL."""
    said = getattr(error, "verify_message", None) or getattr(error, "strerror", None) or error
    text = _OPENSSL.sub("", str(said))
    return " ".join(text.split())[:200].rstrip(".") or type(error).__name__


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

    Seconds or an HTTP date (RFC 9110, 10.2.3); a date in the past asks for 1.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        asked = float(value[:10])
    else:
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            return None
        asked = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    return min(max(asked, 1.0), MAX_RETRY_AFTER_S)

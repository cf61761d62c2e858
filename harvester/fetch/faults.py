"""What a fault means, of the network or of our own program: the closed list of outcomes. No I/O."""

import re
import socket
import ssl
from collections.abc import Iterator
from datetime import datetime
from http.client import HTTPException, IncompleteRead, RemoteDisconnected

import requests
import urllib3.exceptions as u3

from harvester.errors import fault_words
from harvester.http.judging import Fault
from harvester.model import Capture, Outcome
from harvester.text import printable

NETWORK_FAULTS = (requests.RequestException, u3.HTTPError, HTTPException, OSError, ValueError)
"""requests, urllib3 and http.client raise these for what a network or a server does."""

_OPENSSL = re.compile(r"\[SSL[^][]*+\]|\(_ssl\.c:\d+\)")


class OverBudget(HTTPException):
    """More bytes than the exchange may take, in heads, chunk sizes or trailers."""


class AddressRefused(OSError):
    """The host has no address, or no address to which the policy allows a connection."""


class CutShort(HTTPException):
    """The connection was closed within the head of the response."""


_Rule = tuple[tuple[type[BaseException], ...], Outcome, str]
# First match wins, over the error and all it came from. TimeoutError, ssl.SSLError, gaierror and
# ConnectionError are OSErrors, so the order is from the special to the general.
_RULES: tuple[_Rule, ...] = (
    (
        (AddressRefused,),
        Outcome.ADDRESS_REFUSED,
        "Only public web servers are asked, and the networks that allow_net in harvester.toml names",
    ),
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
    ((requests.exceptions.InvalidURL, u3.LocationValueError), Outcome.BAD_URL, "The URL cannot be asked for"),
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


def faulted(url: str, at: datetime, error: BaseException) -> Capture:
    """Return the capture of a URL at which our own program failed: what was raised, and where in it."""
    return Capture(url, at, Outcome.FAULT, printable(f"The program failed: {fault_words(error)}."))

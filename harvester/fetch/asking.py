"""One question to a server that a person named, such as a time-stamping authority, within bounds."""

import time

import requests

from harvester.errors import FetchError
from harvester.fetch.faults import NETWORK_FAULTS, fault_of
from harvester.fetch.wire import Session
from harvester.model import Outcome

SECONDS = 15.0
"""The whole exchange may take this long; authorities answer in less than a second."""

MOST_BYTES = 64 << 10
"""An answer is at most this long: a time stamp with its certificates has 2 to 8 KB."""

_CHUNK = 4096  # bytes read at a time; a whole answer has some kilobytes
_SUCCESS = 2  # RFC 9110, 15.3: the hundreds of a status


def ask(url: str, question: bytes, media_type: str, session: Session) -> bytes:
    """Return what the server answers to a POST; raises FetchError. Redirects are not followed.

    The outcome of the error is "refused" where the server answers with anything but a success. The session's
    policy of addresses holds as it does for pages, and the environment plays no part.
    """
    until = time.monotonic() + SECONDS
    headers = {"Content-Type": media_type, "User-Agent": session.user_agent, **dict(session.further)}
    proxy = session.sites.of(url).proxy
    try:
        with session.budget.opened(SECONDS, MOST_BYTES):
            session.look_up(url)
            with session.post(
                url,
                question,
                headers=headers,
                timeout=session.budget.remaining(),
                allow_redirects=False,
                stream=True,
                proxies=dict.fromkeys(("http", "https"), proxy) if proxy else {},
            ) as answer:
                return _read(answer, url, until)
    except NETWORK_FAULTS as error:
        fault = fault_of(error)
        raise FetchError(url, fault.outcome, f"no answer came. {fault.detail.rstrip('.')}") from error


def _read(answer: requests.Response, url: str, until: float) -> bytes:
    """Return the body of a success; raises FetchError for anything else, too much or too late."""
    if answer.status_code // 100 != _SUCCESS:
        raise FetchError(url, Outcome.REFUSED, f"the server answered {answer.status_code}")
    body = b""
    for chunk in answer.iter_content(_CHUNK):
        body += chunk
        if len(body) > MOST_BYTES:
            raise FetchError(url, "too_large", "the answer is too long")
        if time.monotonic() > until:
            raise FetchError(url, "timeout", f"no whole answer came in {SECONDS:.0f} s")
    return body

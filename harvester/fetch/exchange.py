"""One URL asked for, whatever comes of it: `fetch` and its redirect loop."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from requests import Response

from harvester.errors import HarvesterError
from harvester.fetch.address import BadUrl, checked_url, resolved
from harvester.fetch.answer import Answer, Headers, answer_of, header
from harvester.fetch.decoding import ACCEPTED
from harvester.fetch.faults import NETWORK_FAULTS, fault_of, retry_after_s
from harvester.fetch.limits import DEFAULT_LIMITS, Limits
from harvester.fetch.wire import Session
from harvester.model import Capture, Outcome, Redirect, Validators

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
NO_VALIDATORS = Validators()

# A stored validator is sent back only if it is one line of Latin-1 (RFC 9110, 5.5) of a sane length.
_VALIDATOR = re.compile(r"[\x21-\x7e\x80-\xff][\x20-\x7e\x80-\xff]{0,4095}")

Permit = Callable[[str], AbstractContextManager[object]]
"""Asked before each request with its URL; the request is made inside the context. Raises HopRefused."""


@dataclass(eq=False)
class HopRefused(HarvesterError):
    """A request that may not be made: the outcome it gives the capture, and why, as a sentence."""

    outcome: Outcome
    reason: str

    def __str__(self) -> str:
        return self.reason


def fetch(
    url: str,
    *,
    session: Session,
    limits: Limits = DEFAULT_LIMITS,
    validators: Validators = NO_VALIDATORS,
    permit: Permit = nullcontext,
) -> Capture:
    """Return what came of asking for the URL: one bounded, conditional GET and the redirects it leads to.

    Whatever the network or the server does is an outcome, never an exception. What ``permit`` raises
    other than HopRefused goes through.
    """
    try:
        target = checked_url(url)
    except BadUrl as error:
        return Capture(url, session.now(), Outcome.BAD_URL, _printable(str(error)), final_url=url)
    if not validators.url:
        validators = replace(validators, url=target)
    exchange = _Exchange(session, limits, validators, permit)
    with session.budget.opened(limits.seconds, limits.wire_bytes):
        answer, redirects = exchange.run(target)
        elapsed_ms = session.budget.elapsed_ms()
    captured_at = session.now() - timedelta(milliseconds=elapsed_ms)  # not when the wait for a turn began
    asked = header(answer.headers, "Retry-After")
    return Capture(
        url=url,
        captured_at=captured_at,
        outcome=answer.outcome,
        detail=_printable(answer.detail),
        status=answer.status,
        final_url=redirects[-1].url if redirects else target,
        redirects=redirects,
        request_headers=answer.sent,
        headers=answer.headers,
        body=answer.body,
        wire_bytes=answer.wire_bytes,
        elapsed_ms=elapsed_ms,
        retry_after_s=retry_after_s(asked, session.now()) if asked else None,
    )


def _printable(detail: str) -> str:
    """Return the sentence fit for a terminal: some of its words may be the server's."""
    return "".join(each if each.isprintable() else "\ufffd" for each in detail)


@dataclass(frozen=True, slots=True)
class _Exchange:
    """What all requests of one fetch share."""

    session: Session
    limits: Limits
    validators: Validators
    permit: Permit

    def run(self, start: str) -> tuple[Answer, tuple[Redirect, ...]]:
        """Return the last answer, and the redirects that led to it."""
        redirects: list[Redirect] = []
        target = start
        while True:
            answer = self._permitted(target)
            if not answer.location:
                return answer, tuple(redirects)
            try:
                following = resolved(answer.location, target)
            except BadUrl as error:
                return answer._replace(detail=str(error)), tuple(redirects)
            been = {start, *(hop.url for hop in redirects)}
            redirects.append(Redirect(answer.status, following))
            if following in been:
                detail = f"The redirects come back to {following}"
                return answer._replace(outcome=Outcome.REDIRECT_LOOP, detail=detail), tuple(redirects)
            if len(redirects) > self.limits.redirects:
                detail = f"There are more than {self.limits.redirects} redirects."
                return answer._replace(detail=detail), tuple(redirects)
            target = following

    def _permitted(self, target: str) -> Answer:
        budget = self.session.budget
        asked_at = budget.clock()
        try:
            with self.permit(target):
                budget.pause(asked_at)
                return self._asked(target)
        except HopRefused as refusal:
            return Answer(refusal.outcome, refusal.reason)

    def _asked(self, target: str) -> Answer:
        sent = self._headers(target)
        try:
            response = self._response(target, dict(sent))
        except NETWORK_FAULTS as error:
            return Answer(*fault_of(error), sent=sent)
        try:
            return answer_of(response, sent, self.session.budget, self.limits)
        finally:
            response.close()

    def _response(self, target: str, headers: dict[str, str]) -> Response:
        """Return the response; asks twice where a kept connection turns out to have been closed."""
        try:
            return self.session.ask(target, headers)
        except NETWORK_FAULTS as error:
            if not self.session.budget.is_stale or fault_of(error).outcome is not Outcome.CONNECTION_LOST:
                raise
        return self.session.ask(target, headers)

    def _headers(self, target: str) -> Headers:
        """Return the request's headers, validators only for the URL that gave them.

        A redirect that leads elsewhere than last time would else be answered 304 for another page.
        """
        headers = [
            ("Host", urlsplit(target).netloc),
            ("User-Agent", self.session.user_agent),
            ("Accept", ACCEPT),
            ("Accept-Encoding", ACCEPTED),
        ]
        if target == self.validators.url:
            conditions = (
                ("If-None-Match", self.validators.etag),
                ("If-Modified-Since", self.validators.last_modified),
            )
            headers += [each for each in conditions if _VALIDATOR.fullmatch(each[1])]
        return tuple(headers)

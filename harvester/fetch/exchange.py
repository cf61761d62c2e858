"""`fetch`: the request for one URL and its redirects, with a capture for each exchange, also for failures."""

import re
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from harvester.errors import HarvesterError
from harvester.fetch.answer import answer_of
from harvester.fetch.exchange_cookies import ExchangeCookies
from harvester.fetch.faults import NETWORK_FAULTS, fault_of
from harvester.fetch.limits import DEFAULT_LIMITS, Limits
from harvester.fetch.wire import Session
from harvester.http.codings import ACCEPTED
from harvester.http.headers import Headers, Validators, header, withheld
from harvester.http.judging import HttpAnswer, capture_of
from harvester.http.status import retry_after_s
from harvester.http.urls import BadUrl, checked_url, resolved
from harvester.model import Capture, Outcome
from harvester.reading.leading import led, led_back
from harvester.text import printable

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
NO_VALIDATORS = Validators()

RETURNS = 2
"""This often a page may set another cookie and load itself again. Sites that check for cookies do it once."""

# A stored validator is sent back only if it is one line of Latin-1 (RFC 9110, 5.5) of a sane length.
_VALIDATOR = re.compile(r"[\x21-\x7e\x80-\xff][\x20-\x7e\x80-\xff]{0,4095}")


@dataclass(eq=False)
class _NotFollowed(HarvesterError):
    """A redirect that ends the chain, and why, as a sentence."""

    outcome: Outcome
    reason: str

    def __str__(self) -> str:
        return self.reason


Permit = Callable[[str], AbstractContextManager[object]]
"""It is called with the URL of each request; the request is made within the context. May raise HopRefused."""


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
) -> tuple[Capture, ...]:
    """Return the captures of a bounded, conditional GET of the URL, then of one for each redirect.

    A page that leads on by itself is a redirect, too (`harvester.reading.leading`). Never empty. The first
    capture is that of the URL asked for; each but the last is ``REDIRECTED``. Whatever the network or the
    server does is an outcome, never an exception. What ``permit`` raises other than HopRefused goes through.
    """
    try:
        target = checked_url(url)
    except BadUrl as error:
        return (Capture(url, session.now(), Outcome.BAD_URL, printable(str(error))),)
    exchange = _Exchange(session, limits, _checked(validators, target), permit)
    seconds = session.sites.of(target).seconds or limits.seconds
    with session.budget.opened(seconds, limits.wire_bytes):
        return exchange.chain(url, target)


def _checked(validators: Validators, target: str) -> Validators:
    """Return the validators with the URL to which they are sent, in the form in which it is requested."""
    if not (validators.etag or validators.last_modified):
        return NO_VALIDATORS
    try:
        return replace(validators, url=checked_url(validators.url) if validators.url else target)
    except BadUrl:
        return NO_VALIDATORS


@dataclass(frozen=True, slots=True)
class _Exchange:
    """What all requests of one fetch share."""

    session: Session
    limits: Limits
    validators: Validators
    permit: Permit
    cookies: ExchangeCookies = field(default_factory=ExchangeCookies)

    def chain(self, url: str, target: str) -> tuple[Capture, ...]:
        """Return the captures of the URL, which is asked for as the target, and of what it leads to."""
        captures: list[Capture] = []
        been: set[tuple[str, str]] = set()
        while True:
            been.add((target, self.cookies.header(target)))
            capture, location = self._request(url, target)
            if self.limits.leads_on and (found := led(capture) or self._led_back(capture, target, been)):
                capture, location = found
            try:
                following = self._following(location, target, been) if location else ""
            except _NotFollowed as error:
                detail = printable(f"{error} {capture.detail}".strip())
                capture, following = replace(capture, outcome=error.outcome, detail=detail), ""
            captures.append(capture)
            if not following:
                return tuple(captures)
            url = target = following

    def _led_back(
        self, capture: Capture, target: str, been: Collection[tuple[str, str]]
    ) -> tuple[Capture, str] | None:
        """Return the capture of a page that set a cookie and loads itself again, and its URL; else None.

        Pages of news load themselves again, too, and may set another cookie each time.
        """
        asked = sum(url == target for url, _ in been)
        if asked > RETURNS or (target, self.cookies.header(target)) in been:
            return None
        back = led_back(capture)
        return (back, target) if back else None

    def _following(self, location: str, target: str, been: Collection[tuple[str, str]]) -> str:
        """Return the URL that the redirect leads to; raises _NotFollowed.

        been: the URLs asked for, each with the cookies sent: with other cookies it is another request.
        """
        try:
            following = resolved(location, target)
        except BadUrl as error:
            raise _NotFollowed(Outcome.BAD_REDIRECT, str(error)) from error
        if (following, self.cookies.header(following)) in been:
            raise _NotFollowed(Outcome.REDIRECT_LOOP, f"The redirects come back to {following}.")
        if len(been) > self.limits.redirects:
            most = f"There are more than {self.limits.redirects} redirects."
            raise _NotFollowed(Outcome.BAD_REDIRECT, most)
        return following

    def _request(self, url: str, target: str) -> tuple[Capture, str]:
        """Return the capture of one hop, and where it leads, as received; ``""`` for the end.

        The host is looked up first: one that may not be asked, or is not there, has no robots.txt either.
        It is asked twice, in two turns, where a kept connection turns out to have been closed.
        """
        budget = self.session.budget
        captured_at, began = self.session.now(), budget.clock()
        try:
            self.session.look_up(target)
        except NETWORK_FAULTS as error:
            outcome, detail = fault_of(error)
            elapsed_ms = round((budget.clock() - began) * 1000)
            return Capture(url, captured_at, outcome, printable(detail), elapsed_ms=elapsed_ms), ""
        try:
            capture, location = self._in_turn(url, target)
            if capture.outcome is Outcome.CONNECTION_LOST and self.session.budget.is_stale:
                capture, location = self._in_turn(url, target)
        except HopRefused as refusal:
            return Capture(url, self.session.now(), refusal.outcome, printable(refusal.reason)), ""
        return capture, location

    def _in_turn(self, url: str, target: str) -> tuple[Capture, str]:
        budget = self.session.budget
        asked_at = budget.clock()
        with self.permit(target):
            budget.pause(asked_at)
            return self._ask(url, target)

    def _ask(self, url: str, target: str) -> tuple[Capture, str]:
        session, budget = self.session, self.session.budget
        captured_at, began = session.now(), budget.clock()
        budget.begin()
        sent = self._headers(target)
        answer = self._answer(target, sent)
        asked = header(answer.headers, "Retry-After")
        capture = replace(
            capture_of(answer, url, captured_at),
            ip=budget.ip,
            request_headers=withheld(
                sent, {name.lower() for name, _ in self.session.sites.of(target).headers}
            ),
            elapsed_ms=round((budget.clock() - began) * 1000),
            retry_after_s=retry_after_s(asked, session.now()) if asked else None,
        )
        return capture, answer.location

    def _answer(self, target: str, sent: Headers) -> HttpAnswer:
        try:
            with self.session.ask(target, dict(sent)) as response:
                answer = answer_of(response, sent, self.session.budget, self.limits)
                if header(answer.headers, "Set-Cookie"):
                    self.cookies.take(target, response)
                return answer
        except NETWORK_FAULTS as error:
            return HttpAnswer(*fault_of(error))

    def _headers(self, target: str) -> Headers:
        """Return the request's headers, validators only for the URL that gave them.

        A redirect that leads elsewhere than last time would else be answered 304 for another page.
        """
        options = self.session.sites.of(target)
        further = (*options.headers, *self.session.further)
        headers = [
            ("Host", urlsplit(target).netloc),
            ("User-Agent", f"{self.session.user_agent} {options.user_agent_suffix}".rstrip()),
            *(() if header(further, "Accept") else (("Accept", ACCEPT),)),
            ("Accept-Encoding", ACCEPTED),
            *further,
        ]
        if cookies := "; ".join(filter(None, (options.cookies, self.cookies.header(target)))):
            headers.append(("Cookie", cookies))
        if target == self.validators.url:
            conditions = (
                ("If-None-Match", self.validators.etag),
                ("If-Modified-Since", self.validators.last_modified),
            )
            headers += [each for each in conditions if _VALIDATOR.fullmatch(each[1])]
        return tuple(headers)

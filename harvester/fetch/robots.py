"""robots.txt by RFC 9309: what an answer to it means, and whether a URL may be asked for. No I/O.

What is not obeyed yet: the RFC lets a robots.txt that has been unreachable for 30 days count as absent
(2.3.1.4); here it keeps its site closed for as long as it is unreachable.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from protego import Protego

from harvester.fetch.limits import PRODUCT
from harvester.http.urls import origin
from harvester.model import Capture, Outcome

CACHED = timedelta(hours=24)
"""RFC 9309, 2.4: a robots.txt should not be used for longer than a day."""

UNREACHABLE_CACHED = timedelta(minutes=10)
"""How long a failure keeps a site closed before robots.txt is asked for again."""

PARSED_BYTES = 500 * 1024
"""RFC 9309, 2.5: what must be parsed at least; what lies beyond is not read."""

MAX_CRAWL_DELAY_S = 3600.0
"""Seconds; real files ask for up to 10^9."""

NO_ANSWERS = frozenset({Outcome.DNS_ERROR, Outcome.CONNECTION_REFUSED, Outcome.TLS_ERROR, Outcome.FAULT})
"""Faults of the host or of our own program, which are not the site's refusal."""

_OTHER_AGENT = "-"  # no product token: RFC 9309, 2.2.1 allows only letters, "_" and "-" in words
_TOKEN = re.compile(r"[a-z_-]+")
# The spellings of "User-agent:" that Protego reads.
_AGENT_LINE = re.compile(r"(?i)\s*user(?:-|\s+)?agent(?:\s*:|\s)([^#]*)")


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one origin lets us ask for, from fetched_at until expires_at.

    refused_as: the outcome of everything, where nothing may be asked for; None where the rules decide.
    A fault that any request to the host would meet is called by its own name. refusal: why, as a sentence.
    """

    origin: str
    fetched_at: datetime
    expires_at: datetime
    refused_as: Outcome | None = None
    refusal: str = ""
    agent: str = PRODUCT
    _parser: Protego = field(default_factory=Protego, repr=False, compare=False)

    def allowed(self, url: str) -> bool:
        """Return whether the URL may be asked for."""
        return self.refused_as is None and bool(self._parser.can_fetch(url, self.agent))

    def crawl_delay_s(self) -> float:
        """Return the seconds that Crawl-delay asks for between requests: 0 to an hour, 0 for none."""
        delay = self._parser.crawl_delay(self.agent)
        return min(max(float(delay or 0), 0.0), MAX_CRAWL_DELAY_S)


def robots_url(url: str) -> str:
    """Return where the robots.txt for a checked URL is."""
    return f"{origin(url)}/robots.txt"


def robots_rules(chain: Sequence[Capture], agent: str = PRODUCT) -> RobotsRules:
    """Return what the captures of a robots.txt mean for the agent: its end, to the origin first asked.

    RFC 9309, 2.3.1: a file that is there counts, as far as 500 KiB; one that the server says it does
    not have, that is empty, or that is a web page makes no rules; after too many redirects it counts
    as absent. Anything else (429, 5xx, no answer, a cut one) closes the site for ten minutes.
    """
    site, capture = origin(chain[0].url), chain[-1]
    until = capture.captured_at + CACHED
    if _is_there(capture):
        parser = Protego.parse(_own_groups(_text(capture.body), agent))
        return RobotsRules(site, capture.captured_at, until, agent=agent, _parser=parser)
    if _is_absent(capture):
        return RobotsRules(site, capture.captured_at, until, agent=agent)
    until = capture.captured_at + UNREACHABLE_CACHED
    why = capture.detail or capture.outcome
    if capture.outcome in NO_ANSWERS:
        return RobotsRules(site, capture.captured_at, until, capture.outcome, why, agent)
    refusal = f"robots.txt cannot be read, so nothing may be fetched: {why}"
    return RobotsRules(site, capture.captured_at, until, Outcome.ROBOTS_REFUSED, refusal, agent)


def _is_there(capture: Capture) -> bool:
    """Whether there is a file to read; the first 500 KiB of one that is too large are enough."""
    return capture.status in {200, 203} and capture.outcome in {Outcome.OK, Outcome.TOO_LARGE}


def _is_absent(capture: Capture) -> bool:
    refused = 400 <= capture.status < 500 and capture.status != 429  # noqa: PLR2004
    return refused or capture.outcome in {Outcome.EMPTY, Outcome.BAD_REDIRECT, Outcome.REDIRECT_LOOP}


def _text(body: bytes) -> str:
    """Return the rules as text; ``""`` for a web page, as sites without a robots.txt often send one."""
    text = body[:PARSED_BYTES].decode("utf-8-sig", "replace").replace("\0", "")
    return "" if text.lstrip().startswith("<") else text


def _own_groups(text: str, agent: str) -> str:
    """Return the text with all agents but ours and ``*`` as one.

    So the product token is matched whole (RFC 9309, 2.2.1) where Protego takes "harv" for "harvester"
    too, and a file with 10,000 agents is not 10,000 sets of rules, which takes minutes.
    """
    lines: list[str] = []
    for line in text.splitlines():
        named = _AGENT_LINE.match(line)
        kept = f"User-agent: {_own_agent(named[1], agent)}" if named else line
        if not named or not lines or lines[-1] != kept:
            lines.append(kept)
    return "\n".join(lines)


def _own_agent(value: str, agent: str) -> str:
    value = value.strip().lower()
    token = _TOKEN.match(value)
    if token and token[0] == agent:
        return agent
    return "*" if value == "*" else _OTHER_AGENT

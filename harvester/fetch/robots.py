"""robots.txt by RFC 9309: what an answer to it means, and whether a URL may be asked for. No I/O."""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote

from protego import Protego

from harvester.fetch.limits import PRODUCT
from harvester.http.urls import origin
from harvester.model import Capture, Outcome

CACHED = timedelta(hours=24)
"""RFC 9309, 2.4: a robots.txt should not be used for longer than a day."""

UNREACHABLE_CACHED = timedelta(minutes=10)
"""A failure keeps a site closed for this long before robots.txt is asked for again."""

UNREACHABLE_FOR = timedelta(days=30)
"""RFC 9309, 2.3.1.4: after this long a file that cannot be reached no longer closes its site."""

PARSED_BYTES = 500 * 1024
"""This much must be parsed at least (RFC 9309, 2.5); what lies beyond is not read."""

MAX_CRAWL_DELAY_S = 3600.0
"""A longer delay counts as this many seconds; real files ask for up to 10^9."""

NO_ANSWERS = frozenset({Outcome.DNS_ERROR, Outcome.CONNECTION_REFUSED, Outcome.TLS_ERROR, Outcome.FAULT})
"""These are faults of the host or of our own program, and not the site's refusal."""

_TOKEN = re.compile(r"[a-z_-]+")  # RFC 9309, 2.2.1
_LINE_END = re.compile(r"\r\n|\r|\n")  # RFC 9309, 2.2: EOL
# Protego takes these for the ends of lines too. In a path they stand for themselves, so they are escaped.
_NO_LINE_END = {ord(each): quote(each) for each in "\v\f\x1c\x1d\x1e\x85\u2028\u2029"}
# Fields that decide, with the misspellings that search engines read. Others belong to no group (2.2.4).
_FIELDS = {
    "User-agent": ("user-agent", "useragent", "user agent"),
    "Allow": ("allow",),
    "Disallow": ("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"),
    "Crawl-delay": ("crawl-delay", "crawl delay"),
}
_FIELD_OF = {spelling: field for field, spellings in _FIELDS.items() for spelling in spellings}
_FIELD = re.compile(rf"\s*({'|'.join(map(re.escape, _FIELD_OF))})(?:\s*:|\s)", re.IGNORECASE)
_TAG = re.compile(r"\s*<(?!!--)")  # a comment of HTML may head rules (uspto.gov)
_UTF8_MARK = re.compile(rb"\xef(?:\xbb\xbf?)?")  # search engines skip a cut byte order mark too
_UTF16_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one origin lets us ask for, from fetched_at until expires_at.

    refused_as: the outcome of everything, where nothing may be asked for; None where the rules decide.
    A fault that any request to the host would meet is called by its own name. refusal: why, as a sentence.
    unreachable_since: when the first of the failures was met that nothing but failures followed; None where
    the last answer said what holds. What it said then is kept, for when that has lasted too long.
    """

    origin: str
    fetched_at: datetime
    expires_at: datetime
    refused_as: Outcome | None = None
    refusal: str = ""
    unreachable_since: datetime | None = None
    _parser: Protego = field(default_factory=Protego, repr=False, compare=False)

    def are_fresh(self, now: datetime) -> bool:
        """Return whether they hold at that time. Rules from the future do not: the clock was set back."""
        return self.fetched_at <= now < self.expires_at

    def allowed(self, url: str) -> bool:
        """Return whether the URL may be asked for."""
        return self.refused_as is None and bool(self._parser.can_fetch(url, PRODUCT))

    def asked_delay_s(self) -> float:
        """Return the seconds that Crawl-delay asks for between requests, as it stands there; 0 for none."""
        return max(float(self._parser.crawl_delay(PRODUCT) or 0), 0.0)

    def crawl_delay_s(self) -> float:
        """Return the seconds between requests that are kept: what Crawl-delay asks for, an hour at most."""
        return min(self.asked_delay_s(), MAX_CRAWL_DELAY_S)


def robots_url(url: str) -> str:
    """Return where the robots.txt for a checked URL is."""
    return f"{origin(url)}/robots.txt"


def robots_rules(chain: Sequence[Capture], before: RobotsRules | None = None) -> RobotsRules:
    """Return the rules that the end of a robots.txt's chain has for `PRODUCT`, for the origin asked first.

    RFC 9309, 2.3.1: a file that is there counts, as far as 500 KiB; one that the server says it does
    not have, that is empty, or that is a web page makes no rules; after too many redirects it counts
    as absent. Anything else (429, 5xx, no answer, a cut one) closes the site for ten minutes. before: what
    held until then. If there were nothing but failures for 30 days, the file that was read last holds
    again, and if there was none, everything is allowed.
    """
    site, capture = origin(chain[0].url), chain[-1]
    at = capture.captured_at
    if not is_unreachable(capture.outcome, capture.status):
        text = _text(capture.body) if _is_there(capture) else ""
        parser = Protego.parse("\n".join(_own_groups(text)))
        return RobotsRules(site, at, at + CACHED, _parser=parser)
    parser = before._parser if before else Protego()  # noqa: SLF001  of the same class
    since = (before and before.unreachable_since) or at
    until = at + UNREACHABLE_CACHED
    if at - since >= UNREACHABLE_FOR and capture.outcome is not Outcome.FAULT:
        return RobotsRules(site, at, until, unreachable_since=since, _parser=parser)
    why = capture.detail or str(capture.outcome)
    refused_as = capture.outcome
    if capture.outcome not in NO_ANSWERS:
        refused_as, why = (
            Outcome.ROBOTS_REFUSED,
            f"robots.txt cannot be read, so nothing may be fetched: {why}",
        )
    return RobotsRules(site, at, until, refused_as, why, since, parser)


def is_unreachable(outcome: Outcome, status: int) -> bool:
    """Return whether the end of a chain with that outcome says nothing on what its site lets us ask for."""
    refused = 400 <= status < 500 and status != 429  # noqa: PLR2004
    absent = refused or outcome in {Outcome.EMPTY, Outcome.BAD_REDIRECT, Outcome.REDIRECT_LOOP}
    there = status in {200, 203} and outcome in {Outcome.OK, Outcome.TOO_LARGE}
    return not (absent or there)


def _is_there(capture: Capture) -> bool:
    """Whether there is a file to read; the first 500 KiB of one that is too large are enough."""
    return capture.outcome in {Outcome.OK, Outcome.TOO_LARGE}


def _text(body: bytes) -> str:
    """Return the rules as text; ``""`` for a web page, as sites without a robots.txt often send one.

    RFC 9309, 2.2: the file is UTF-8. One that begins with a byte order mark of UTF-16 is read as that.
    """
    body = body[:PARSED_BYTES]
    mark = _UTF8_MARK.match(body)
    encoding = _UTF16_MARKS.get(body[:2], "utf-8")
    text = (
        body[mark.end() if mark else 0 :].decode(encoding, "replace").removeprefix("\ufeff").replace("\0", "")
    )
    return "" if _TAG.match(text) else text


def _own_groups(text: str) -> Iterator[str]:
    """Yield the lines that may decide for `PRODUCT`: its own groups and those of ``*``.

    So the product token is matched whole (RFC 9309, 2.2.1) where Protego takes "harv" for "harvester"
    too, lines that belong to no group do not end one (2.2.4), and a file with 10,000 agents is not 10,000
    sets of rules, which takes minutes.
    """
    concerns_us, has_rules = False, False
    for line in _LINE_END.split(text.translate(_NO_LINE_END)):
        named = _FIELD.match(line)
        if not named:
            continue
        name = _FIELD_OF[named[1].lower()]
        value = line[named.end() :].partition("#")[0].strip()
        if name == "User-agent":
            value = _known_agent(value)
            concerns_us = bool(value) or (concerns_us and not has_rules)
            has_rules = False
        else:
            has_rules = True
        if concerns_us and (value or has_rules):
            yield f"{name}: {value}"


def _known_agent(value: str) -> str:
    """Return `PRODUCT` or ``*`` if the line names it, ``""`` for any other agent."""
    value = value.lower()
    token = _TOKEN.match(value)
    if token and token[0] == PRODUCT:
        return PRODUCT
    return "*" if value.split(maxsplit=1)[:1] == ["*"] else ""

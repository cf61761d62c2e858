"""These signs of a wall come from a page's status, address, forms and scripts.

A sign is a function of the family and of what the page shows. It returns what it found, as readable text,
or ``""``.
"""

import re

from harvester.reading.leading import refresh_of
from harvester.reading.seen import PageFeatures, once, quoted
from harvester.reading.walls import ADDRESSES, MARKERS, STATUSES, Family

NOWHERE = "http://nowhere.invalid/"
"""A page whose address is not known gets this one (RFC 6761, 6.4)."""

BARE_LETTERS = 150
"""A page whose script leads elsewhere has at most this many letters: the title and a link."""

BARE_BYTES = 8000
"""Such a page also has at most this many bytes; scripts of whole pages assign to ``location`` too."""

_RELOADS = re.compile(rb"http-equiv\s{0,3}=\s{0,3}[\"']?refresh", re.IGNORECASE)
_LEADS = re.compile(rb"location(?:\.href)?\s{0,3}=[^=]|location\.(?:replace|assign)\s{0,3}\(", re.IGNORECASE)
_PASSWORD = re.compile(rb"type\s{0,3}=\s{0,3}[\"']?password", re.IGNORECASE)
_CAPTCHA = re.compile(
    rb"<(?:form|input|img|iframe|div)[^>]{0,300}?(?:captcha|challenge|turnstile)", re.IGNORECASE
)
_NOINDEX = re.compile(rb"content\s{0,3}=\s{0,3}[\"']?noindex", re.IGNORECASE)
_TRACE = re.compile(r"#\d{1,3}\s[^\s()]{3,200}\(\d{1,6}\)|File \"[^\"]{1,200}\", line \d|\.java:\d{1,6}\)")
_PHP = re.compile(
    r"(?:PHP )?(?:Fatal error|Parse error|Warning|Notice|Deprecated): .{1,600} on line \d", re.DOTALL
)


def marker(family: Family, seen: PageFeatures) -> str:
    """Return the marker that a protection service or a domain trader wrote into the page."""
    found = next((each for each in MARKERS.get(family, ()) if each in seen.head), b"")
    return quoted("script", found.decode("ascii"))


def status(family: Family, seen: PageFeatures, least: int = 1) -> str:
    """Return the status if its weight for the family is at least ``least``."""
    code = seen.received.status
    return f"status {code}" if STATUSES.get(family, {}).get(code, 0) >= least else ""


def firm_status(family: Family, seen: PageFeatures) -> str:
    """Return the status if it is strong evidence of the family."""
    return status(family, seen, 2) and "by its number"


def own_status(family: Family, seen: PageFeatures) -> str:
    """Return the status if no other family has it."""
    return status(family, seen, 3) and "which nothing else has"


def address(family: Family, seen: PageFeatures) -> str:
    """Return the address to which a redirect led if it contains a word of the family."""
    if not seen.received.asked or seen.received.asked == seen.received.url:
        return ""
    asked = f"{seen.asked_site}{seen.asked.path}".lower()
    ended = f"{seen.ended_site}{seen.ended.path}".lower()
    found = next((part for part in ADDRESSES.get(family, ()) if part in ended and part not in asked), "")
    return quoted("redirected to", found)


def other_host(_family: Family, seen: PageFeatures) -> str:
    """Return the new host if a redirect left the requested site."""
    asked, ended = seen.asked_site, seen.ended_site
    sites = {".".join(host.split(".")[-2:]) for host in (asked, ended)}
    return f"on another host, {ended}" if asked and len(sites) > 1 else ""


def password(_family: Family, seen: PageFeatures) -> str:
    """Return that the page has a field for a password."""
    return "a field for a password" if _PASSWORD.search(seen.head) else ""


def captcha(_family: Family, seen: PageFeatures) -> str:
    """Return that the page has a captcha form."""
    return "a captcha" if _CAPTCHA.search(seen.head) else ""


def noindex(_family: Family, seen: PageFeatures) -> str:
    """Return that the page asks search engines not to index it."""
    return "noindex" if _is_unlisted(seen) else ""


@once
def _is_unlisted(seen: PageFeatures) -> bool:
    return _NOINDEX.search(seen.head) is not None


def refresh(_family: Family, seen: PageFeatures) -> str:
    """Return the address to which a header or a meta element forwards the page."""
    target = _refreshed(seen)[1]
    return f"leads on to {target}" if target else ""


def reload(_family: Family, seen: PageFeatures) -> str:
    """Return that the page reloads itself after a while."""
    found, target = _refreshed(seen)
    return "loads itself again" if found and not target else ""


@once
def _refreshed(seen: PageFeatures) -> tuple[bool, str]:
    """Return whether the page is replaced, and the address that it leads to, ``""`` for its own."""
    found = refresh_of(seen.received, seen.received.url or NOWHERE)
    if found is None:
        return bool(_RELOADS.search(seen.head)), ""
    return True, found.target


def script_leads(_family: Family, seen: PageFeatures) -> str:
    """Return that the page has almost no text and a script that leads elsewhere."""
    is_bare = seen.size < BARE_LETTERS and len(seen.head) < BARE_BYTES
    return "a script leads elsewhere" if is_bare and _LEADS.search(seen.head) else ""


def trace(_family: Family, seen: PageFeatures) -> str:
    """Return that the page shows a stack trace."""
    return "shows a stack trace" if any(_TRACE.search(block.text) for block in seen.prose) else ""


def php(_family: Family, seen: PageFeatures) -> str:
    """Return that the page begins with an error message of PHP."""
    return "begins with an error message of PHP" if seen.prose and _PHP.match(seen.prose[0].text) else ""


def named_by_address(_family: Family, seen: PageFeatures) -> str:
    """Return that the page's title is its host's name. Servers and domain traders write such titles."""
    return "its title is its host" if seen.title_parts[0].removeprefix("www.") == seen.asked_site else ""

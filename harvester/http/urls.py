"""Which URLs can be asked for, what a reference means, and what two URLs share: authority and origin."""

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urldefrag, urljoin, urlsplit

from w3lib.url import safe_url_string

from harvester.errors import HarvesterError
from harvester.site_rule import host_asked

MAX_URL = 8_000
"""A URL has at most this many characters: RFC 9110, 4.1 asks servers to take as many octets."""

DEFAULT_PORTS = {"http": 80, "https": 443}

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_STRIPPED = dict.fromkeys(map(ord, "\t\r\n"))  # WHATWG URL, 4.4: removed wherever they stand
_SCHEME = re.compile(r"(?i:https?)://")
_NO_HOST = re.compile(r"(?i:https?):(?!//[^/])")
# RFC 3986, 3.2.2, and the underscore that real host names have. A stricter reading than any library's,
# so that what is checked and what is connected to are the same.
_AUTHORITY = re.compile(r"([A-Za-z0-9._-]*[A-Za-z0-9_-]\.?|\[[0-9A-Fa-f:.]+\])(?::([0-9]{0,5}))?")

# Nothing in such a URL is written otherwise when it is asked for; a sitemap has 50,000 of them.
_PLAIN = re.compile(
    r"https?://(?=[^/]{1,63}/)[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,}/[A-Za-z0-9/._~-]*+(?:\?[A-Za-z0-9=&._~-]++)?"
)


@dataclass(eq=False)
class BadUrl(HarvesterError):
    """The URL cannot be asked for; ``reason`` is a sentence."""

    reason: str

    def __str__(self) -> str:
        return self.reason


def checked_url(url: str) -> str:
    """Return the URL as it is asked for: percent-encoded, IDNA host, no fragment, no default port.

    It is idempotent.
    It raises BadUrl for anything but http(s) with a host, no credentials and a port from 1 to 65535.
    """
    return url if _is_plain(url) else _checked(url)


def _is_plain(url: str) -> bool:
    return len(url) <= MAX_URL and bool(_PLAIN.fullmatch(url))


@lru_cache(maxsize=4096)
def _checked(url: str) -> str:
    url = url.strip(" ")
    if len(url) > MAX_URL:
        raise BadUrl(f"The URL has {len(url)} characters; {MAX_URL} are allowed.")
    if _CONTROL.search(url):
        raise BadUrl("The URL has control characters.")
    if not _SCHEME.match(url):
        raise BadUrl("Only http:// and https:// URLs are fetched.")
    try:
        safe = urldefrag(safe_url_string(url)).url
        parts = urlsplit(safe)
    except ValueError as error:
        raise BadUrl(f"The URL is malformed: {error}.") from error
    netloc = _checked_authority(parts.scheme, parts.netloc, urlsplit(url).netloc)
    return parts._replace(netloc=netloc, path=parts.path or "/").geturl()


def _checked_authority(scheme: str, netloc: str, given: str) -> str:
    """Return host and port, lower case, default port left out; ``given`` is how it was spelt."""
    if "@" in netloc or "@" in given or "\\" in given:
        raise BadUrl("A URL with credentials is not fetched.")
    if not (found := _AUTHORITY.fullmatch(netloc)):
        raise BadUrl("The URL has no host, or one that is malformed.")
    host, port = found[1].lower(), int(found[2] or DEFAULT_PORTS[scheme])
    if not 0 < port < 65536:  # noqa: PLR2004  16 bits
        raise BadUrl(f"There is no port {port}.")
    return host if port == DEFAULT_PORTS[scheme] else f"{host}:{port}"


def resolved(location: str, base: str) -> str:
    """Return the checked URL that a Location header means, as received (bytes read as Latin-1).

    Raises BadUrl.
    """
    with suppress(UnicodeError):  # raw UTF-8 is common, RFC 9110 or not
        location = location.encode("latin-1").decode("utf-8")
    location = location.strip(" \t")
    if not location:
        raise BadUrl("The Location is empty.")
    if "\\" in location.partition("?")[0] or _CONTROL.search(location):
        raise BadUrl("The Location has backslashes or control characters.")
    if _NO_HOST.match(location):  # urljoin would take the base's host, a browser the path's first word
        raise BadUrl("The Location has a scheme and no host.")
    try:
        return checked_url(urljoin(base, location))
    except ValueError as error:  # urljoin: a bad IPv6 literal
        raise BadUrl(f"The Location is malformed: {error}.") from error


def absolute(href: str, base: str) -> str:
    """Return the http(s) URL that a link on a page means, percent-encoded, no fragment; ``""`` for any other.

    A scheme-relative, path-relative or query-only reference is resolved against the base (RFC 3986, 5).
    What cannot be asked for, by `checked_url`, is no link. A default port and an empty path stay.
    """
    if _is_plain(href):
        return href
    href = href.strip().translate(_STRIPPED)
    if not href or len(href) > MAX_URL:
        return ""
    try:
        url = urldefrag(safe_url_string(urljoin(base, href))).url
        checked_url(url)
    except (ValueError, BadUrl):  # ValueError: a bad IPv6 literal or port
        return ""
    return url


def host_of(url: str) -> str:
    """Return the host of a URL in lower case and IDNA, without the port; ``""`` if the URL has no host."""
    try:
        return host_asked((urlsplit(url).hostname or "").rstrip("."))
    except ValueError:  # a bracket does not hold an IPv6 address, or a name is not valid
        return ""


def site_of(url: str) -> str:
    """Return the host of a URL as `host_of` does, without ``www.``."""
    return host_of(url).removeprefix("www.")


def authority(url: str) -> str:
    """Return host, and port where it is not the default, of a URL: what politeness is owed to.

    http and https of one host share their turn. Raises BadUrl.
    """
    return urlsplit(checked_url(url)).netloc


def authority_of(url: str) -> str:
    """Return what `authority` does; ``""`` for a URL that cannot be fetched."""
    try:
        return authority(url)
    except BadUrl:
        return ""


def origin(url: str) -> str:
    """Return scheme and authority of a URL: what one robots.txt speaks for (RFC 9309, 2.3). Raises BadUrl."""
    parts = urlsplit(checked_url(url))
    return f"{parts.scheme}://{parts.netloc}"

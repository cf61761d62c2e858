"""The archive as a Memento archive (RFC 7089): addresses, Link headers, and which memento is meant. Pure.

The time of a memento is part of its address, as a stamp (`harvester.interop.stamps`).
"""

import re
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import quote, unquote

from harvester.errors import BadInput
from harvester.http.urls import BadUrl, checked_url
from harvester.interop.stamps import moment_of

PAGE = 1_000
"""One TimeMap lists this many mementos, and further TimeMaps list the others (RFC 7089, 5.1.1). 1,000 take
some 150 KB."""

LINK_FORMAT = "application/link-format"  # RFC 6690, 7.3

FORMS = {"link": LINK_FORMAT, "json": "application/json", "cdxj": "application/cdxj+ors"}
"""TimeMaps have these forms and media types; the first one is that of the RFC."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RFC_1123 = re.compile(r"(?P<day>[A-Z][a-z]{2}), [0-9]{2} (?P<month>[A-Z][a-z]{2}) [0-9]{4} [0-9:]{8} GMT")
_SCHEME = re.compile(r"(https?):/{1,2}(?=[^/])", re.IGNORECASE)
_SAFE = "%/:?#[]@!$&'()*+,;=~-._"  # what a URI may have (RFC 3986, 2); <, > and quotes are not among it


class Memento(NamedTuple):
    """A memento. url: that which was captured; one that asks for it may write another scheme, for example."""

    stamp: str
    url: str


class Around(NamedTuple):
    """A memento among the others of its URL; before and after are None where it is the first or the last."""

    chosen: Memento
    first: Memento
    before: Memento | None
    after: Memento | None
    last: Memento


class Addresses(NamedTuple):
    """The addresses of an archive. site: what they begin with, such as ``"http://127.0.0.1:8017"``."""

    site: str

    def timegate(self, url: str) -> str:
        """Return the address that leads to the memento of a time (URI-G)."""
        return f"{self.site}/timegate/{spelt(url)}"

    def timemap(self, url: str, form: str = "link", since: str = "") -> str:
        """Return the address of a TimeMap (URI-T) in that form, or of the one that begins at a stamp."""
        return f"{self.site}/timemap/{form}/{f'{since}/' if since else ''}{spelt(url)}"

    def memento(self, memento: Memento) -> str:
        """Return the address of the bytes of a memento (URI-M)."""
        return f"{self.site}/web/{memento.stamp}id_/{spelt(memento.url)}"


def spelt(url: str) -> str:
    """Return the URL as it stands in an address or a header: what is not a character of a URI is escaped."""
    return quote(url, safe=_SAFE)


def original(text: str) -> str:
    """Return the URL that an address ends with; raises BadInput if it is not a URL.

    Accepted: a URL that is escaped as a whole, one without its scheme, and one slash behind the scheme, to
    which some proxies shorten two.
    """
    if not _SCHEME.match(text) and "%3a" in text[:8].lower():
        text = unquote(text)
    text = _SCHEME.sub(r"\1://", text, count=1) if _SCHEME.match(text) else f"http://{text}"
    try:
        return checked_url(text)
    except BadUrl as error:
        raise BadInput("the URL", f"{error}") from error


def accepted(value: str) -> str:
    """Return the stamp of an Accept-Datetime header; raises BadInput for what is not a date of RFC 1123.

    RFC 7089, 2.1.1: only the form ``Thu, 31 May 2007 20:35:00 GMT``.
    """
    value = value.strip()
    found = _RFC_1123.fullmatch(value)
    if found and found["day"] in _DAYS and found["month"] in _MONTHS:
        month = _MONTHS.index(found["month"]) + 1
        stamp = f"{value[12:16]}{month:02}{value[5:7]}{value[17:25].replace(':', '')}"
        with suppress(BadInput):
            moment_of(stamp)
            return stamp
    raise BadInput("Accept-Datetime", "it is not a date such as Thu, 31 May 2007 20:35:00 GMT")


def http_date(stamp: str) -> str:
    """Return the time of a stamp as Memento-Datetime has it (RFC 1123), whatever the locale."""
    at = moment_of(stamp)
    return f"{_DAYS[at.weekday()]}, {at.day:02} {_MONTHS[at.month - 1]} {at.year:04} {at:%H:%M:%S} GMT"


def nearest(stamp: str, before: Memento | None, after: Memento | None) -> Memento | None:
    """Return which memento is nearer to a time; of equal distance, the earlier one."""
    if not before or not after:
        return before or after
    at = moment_of(stamp)
    is_after = moment_of(after.stamp) - at < at - moment_of(before.stamp)
    return after if is_after else before


def links(addresses: Addresses, url: str, around: Around, *, timegate: bool) -> str:
    """Return the Link header of a memento, or of an answer that leads to it (RFC 7089, 2.2).

    timegate: whether the address that leads to mementos is named; it does not name itself.
    """
    said = [link(spelt(url), "original")]
    if timegate:
        said.append(link(addresses.timegate(url), "timegate"))
    period = {"from": http_date(around.first.stamp), "until": http_date(around.last.stamp)}
    said.append(link(addresses.timemap(url), "timemap", type=LINK_FORMAT, **period))
    rels: dict[Memento, list[str]] = {}
    named = (("first", around.first), ("last", around.last), ("prev", around.before), ("next", around.after))
    for word, memento in (*named, ("", around.chosen)):
        if memento:
            rels.setdefault(memento, []).append(word)
    for memento, words in sorted(rels.items()):
        rel = " ".join([*filter(None, words), "memento"])
        said.append(link(addresses.memento(memento), rel, datetime=http_date(memento.stamp)))
    return ", ".join(said)


def link(target: str, rel: str, **said: str) -> str:
    """Return a link as it stands in a header or in link format (RFC 8288, 3; RFC 6690, 2)."""
    return "; ".join([f"<{target}>", f'rel="{rel}"', *(f'{name}="{value}"' for name, value in said.items())])

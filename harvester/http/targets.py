"""What the links of a page lead to: an absolute URL without noise, and the key that equal targets share."""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, unquote_plus, urljoin

from harvester.http.noise import DOUBTFUL, is_session, is_tracking, without_session
from harvester.http.surt import surt
from harvester.http.urls import absolute

_NOWHERE = "https://site.invalid"
"""A page whose address is not known has this site (RFC 6761, 6.4); no target ever shows it."""

_TWIN = re.compile(r"^(?:www\d*|m|mobile|amp)\.(?=[^.]+\.)")
# Nothing in such a reference is written otherwise in its target: nine of ten links are so.
_PLAIN = re.compile(
    r"(?=.)(?:https?://(?:www\d*\.(?=[^/]*\.))?((?=[^/]{1,63}(?:/|\Z))[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,}))?"
    r"((?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*+)*+)(/?)"
)
_LOCAL = re.compile(r"(mailto|tel):([^?#]{1,320})", re.IGNORECASE)

# A rotating value: a signature or token, new with each copy of a page.
_SECRET = re.compile(
    r"token|nonce|csrf|xsrf|sess(?:ion)?_?id|^sig$|signature|hmac|^expires$|^x-(?:amz|goog)-"
)
_SIGNED_FOR = frozenset(("sv", "st", "se", "sr", "sp", "spr", "ske", "skoid", "sks", "skt", "sktid", "skv"))
"""A signature of Azure (``sig``) comes with these fields, which say for how long and for what it is valid."""
_COUNTED = DOUBTFUL & {"_", "_t", "cache", "cb", "nocache", "r", "rand", "random", "timestamp", "ts"}
_THINGS = frozenset(
    ("doc", "document", "file", "filename", "f", "d", "key", "code", "v", "page", "item", "media", "asset")
)
_SESSIONS = frozenset(("s", "sid", "ses", "sess", "sessid", "session", "sesskey", "zenid", "oscsid"))
"""Shops and boards give these names to session ids; elsewhere they are a page's number or words to search."""
_TOKEN = re.compile(
    r"(?=[0-9]{0,200}[a-f])[0-9a-f]{16,200}|(?=(?:[a-z]*[0-9]){3})(?=(?:[0-9]*[a-z]){3})[a-z0-9]{16,200}",
    re.IGNORECASE,
)
_LONG = re.compile(r"[A-Za-z0-9_+/=.~-]{20,}")
_NUMBER = re.compile(r"[\d.]{8,}")
_LONG_NUMBER = re.compile(r"\d{8}")
_PLACE = re.compile(r"#((?=\w)[\w.:-]{1,80}+)\s*\Z")
_SWITCH = re.compile(r"(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)")
_SWITCHES = 4
"""A random value goes at least this often from a digit to a letter or back; words with a year do it twice."""

_SHORT = 2_000
"""A reference with at most this many characters is read the fast way, if it is plain."""

TARGETS = 4096
"""At most this many targets are kept, some 2 MB: captures of one page share nearly all of them."""

HOMES = 64
"""The starts of links of this many pages are kept: each answer with a link asks for that of its page."""


class Home(NamedTuple):
    """Where the links of a page start.

    base: absolute URL. host: of the page's site, without www, m or amp. pages: keys of the page itself.
    """

    base: str
    site: str
    prefix: str
    host: str
    pages: frozenset[str]


class LinkTarget(NamedTuple):
    """What a link leads to.

    url: absolute, without tracking parameters, session ids and tokens, with the fragment only if it names a
    place; for a page whose address
    is not known and that names no canonical one, the path on its site. Also ``mailto:`` and ``tel:``.
    key: two targets with one key are the same. It knows neither scheme, www, default port, a slash at the end
    nor the order of parameters, but the place. It is only the path if the target is on the page's own site: a
    site that moves to another host takes its links along.
    """

    url: str
    key: str


@lru_cache(maxsize=HOMES)
def home_of(url: str, base: str = "", canonical: str = "") -> Home:
    """Return where the links of a page start: the URL of the page, its base element, its canonical URL.

    All may be ``""``. The canonical URL counts only if the page's own is not known.
    """
    known = [each for each in (absolute(url, ""), absolute(canonical, "")) if each]
    own = known[0] if known else absolute(base, "") or f"{_NOWHERE}/"
    host = _TWIN.sub("", _host_and_path(own)[0])
    start = absolute(base, own) or own
    site = urljoin(start, "/").rstrip("/")
    pages = frozenset(_key(each, host) for each in known)
    return Home(start, site, _key(site, host).rstrip("/"), host, pages)


def url_of(key: str, page: str) -> str:
    """Return a URL that leads to the target with that key; page: the URL of the page that has the link."""
    if _LOCAL.match(key):
        return key
    return urljoin(page, key) if key.startswith("/") else f"https://{key}"


@lru_cache(maxsize=TARGETS)
def target(href: str, home: Home) -> LinkTarget | None:
    """Return what a link leads to; None if it leads to a place on the same page, or is no web address."""
    if len(href) <= _SHORT and (plain := _PLAIN.fullmatch(href)) is not None:
        return _plain(href, plain, home)
    if local := _LOCAL.match(href):
        text = f"{local[1].lower()}:{''.join(unquote(local[2]).split())}"
        return LinkTarget(text, text.lower())
    try:
        url = absolute(href, home.base)
    except ValueError:  # urljoin: a bad IPv6 literal
        return None
    if not url:
        return None
    url = _without_noise(url)
    key = _key(url, home.host)
    if "#" in href and key in home.pages:
        return None
    place = _place(href)
    return LinkTarget(url.removeprefix(_NOWHERE) + place, key + place)


def _place(href: str) -> str:
    """Return the fragment that names a place on a page, such as ``#article-3``; ``""`` for any other.

    Campaigns, highlighted words and the states of scripts are no places, nor are names that are new with each
    copy of a page.
    """
    named = _PLACE.search(href)
    return f"#{named[1]}" if named and not (_is_random(named[1]) or _LONG_NUMBER.search(named[1])) else ""


def _plain(href: str, plain: re.Match[str], home: Home) -> LinkTarget | None:
    """Return what `target` returns for a reference in which nothing has to be resolved or removed."""
    host, path = plain[1], plain[2] or "/"
    if host is not None:
        return LinkTarget(href, path if _TWIN.sub("", host) == home.host else host + path)
    return LinkTarget(home.site.removeprefix(_NOWHERE) + href, home.prefix + path)


def _key(url: str, own: str) -> str:
    host, rest = _host_and_path(url)
    path, mark, query = rest.partition("?")
    path = f"{path.rstrip('/') or '/'}{mark}{query}"
    return path if _TWIN.sub("", host) == own else f"{host}{path}"


def _host_and_path(url: str) -> tuple[str, str]:
    """Return the host with its port as people write it, and the path with the query, of a URL's SURT."""
    host, _, rest = surt(url).partition(")")
    labels, colon, port = (host, "", "") if host.startswith("[") else host.partition(":")
    return f"{'.'.join(reversed(labels.split(',')))}{colon}{port}", rest


def _without_noise(url: str) -> str:
    if "?" not in url:
        return without_session(url) if ";" in url or "(" in url or "%28" in url else url
    start, _, query = url.partition("?")
    fields = [field for field in query.split("&") if field]
    signed = any(field.lower().startswith("sig=") for field in fields)
    kept = "&".join(field for field in fields if not _is_noise(field, signed=signed))
    return f"{without_session(start)}?{kept}" if kept else without_session(start)


def _is_noise(field: str, *, signed: bool) -> bool:
    """Return whether a field of a query never says what is meant, or is new with each copy of a page."""
    if is_session(field) or is_tracking(field):
        return True
    name, _, value = field.partition("=")
    name, value = name.lower(), unquote_plus(value)
    if _SECRET.search(name) or (signed and name in _SIGNED_FOR):
        return True
    if name in _SESSIONS and _TOKEN.fullmatch(value):
        return True
    if name in _COUNTED and _NUMBER.fullmatch(value):
        return True
    names_a_thing = name in _THINGS or name.endswith("id")
    return not names_a_thing and _is_random(value)


def _is_random(value: str) -> bool:
    if not _LONG.fullmatch(value) or "//" in value:
        return False
    return len(_SWITCH.findall(value)) >= _SWITCHES

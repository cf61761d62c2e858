"""What the way a URL is written says about it: its spelling, its twins, its site. Content is not looked at.

Two keys are made of a SURT, so that URLs of equal SURT always have equal keys:

- the *spelling* removes what never says which page is meant (tracking parameters, session ids); URLs of one
  spelling are one without further proof;
- the *twin* key also removes what seldom does (AMP and mobile forms, a slash at the end, doubtful
  parameters); URLs of one twin key are one only if the same content was read at both.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from harvester.http.front import is_front_path
from harvester.http.noise import is_listed, is_session, is_tracking, without_session
from harvester.http.surt import surt
from harvester.text import digest_id

_TWIN_HOST = re.compile(r"^([^,:]+,[^,:]+(?:,[^,:]+)*),(?:amp|m|mobile)(?=:|$)")
_TWIN_FIELD = re.compile(r"amp(?:=.*)?|outputtype=amp", re.IGNORECASE)
_TWIN_PATH = re.compile(
    r"^/amp(?=/.)|\.amp(?=\.html?$)|\.amp$|(?:/amp)?(?:/(?:(?:index|default)\.\w{1,5})?)?$"
)
_PORT = re.compile(r":\d+$")


class Writing(NamedTuple):
    """A URL by how it is written.

    host: its labels, the last one first, without amp or m; ``()`` for a text that is not a URL with a host.
    front: it is a front page, which is never linked to an article.
    """

    surt: str
    spelling: str
    twin: str
    host: tuple[str, ...] = ()
    port: str = ""
    front: bool = False


URLS = 65_536
"""URLs whose keys are kept, some 45 MB: all 50,000 of a sitemap, over which identity goes several times."""


@lru_cache(maxsize=URLS)
def writing(url: str) -> Writing:
    """Return the keys of the URL; never raises, because ``surt`` takes any text."""
    key = surt(url)
    host, mark, rest = key.partition(")")
    if not mark:
        return Writing(key, key, key)
    path, _, query = rest.partition("?")
    path = without_session(path) or "/"
    fields = [field for field in query.split("&") if field and not is_session(field)]
    sure = [field for field in fields if not is_tracking(field)]
    bare = [field for field in sure if not (is_listed(field) or _TWIN_FIELD.fullmatch(field))]
    twin_host = _TWIN_HOST.sub(r"\1", host)
    port = _PORT.search(host)
    twin_path = _TWIN_PATH.sub("", path) or "/"
    return Writing(
        key,
        _joined(host, path, sure),
        _joined(twin_host, twin_path, bare),
        host=tuple(_PORT.sub("", twin_host).split(",")),
        port=port[0] if port else "",
        front=not sure and (is_front_path(path) or is_front_path(twin_path)),
    )


def _joined(host: str, path: str, fields: list[str]) -> str:
    return f"{host}){path}?{'&'.join(fields)}" if fields else f"{host}){path}"


def spelling(url: str) -> str:
    """Return the key under which URLs are one by how they are written.

    Equal for http and https, with and without www, default port and fragment, whatever tracking parameters
    and session ids are in it. A parameter that may say which page is meant stays.
    """
    return writing(url).spelling


def same_site(one: str, other: str) -> bool:
    """Return whether both URLs have one host and port, or one host is a sub-domain of the other's."""
    a, b = writing(one), writing(other)
    shorter = min(len(a.host), len(b.host))
    return shorter > 0 and a.port == b.port and a.host[:shorter] == b.host[:shorter]


def article_id(url: str) -> str:
    """Return the id of the article whose first content was read at the URL: the digest of its SURT."""
    return digest_id(writing(url).surt)

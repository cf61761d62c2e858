"""Cookies that live for the hops of one exchange: a site that sets one and sends the reader round once.

They are sent to no other host and kept for no other exchange, so that a capture shows what anybody is shown.
RFC 6265 says which of them go with a request; http.cookiejar obeys it.
"""

import re
from http.cookiejar import CookieJar

import requests
from requests.cookies import extract_cookies_to_jar, get_cookie_header
from urllib3 import BaseHTTPResponse

from harvester.http.urls import authority

MOST_BYTES = 8_192
"""A Cookie header has at most this many bytes: RFC 6265, 6.1 asks for 4,096 a cookie, and servers refuse more
than 8 KB."""

_LINE = re.compile(r"[\x20-\x7e]+")


class ExchangeCookies:
    """The cookies that the hops of one exchange have set, for each host (with its port) by themselves."""

    def __init__(self) -> None:
        self._jars: dict[str, CookieJar] = {}

    def take(self, url: str, response: BaseHTTPResponse) -> None:
        """Keep what the response of a URL sets for its host."""
        jar = self._jars.setdefault(authority(url), CookieJar())
        extract_cookies_to_jar(jar, _request(url), response)  # type: ignore[no-untyped-call]

    def header(self, url: str) -> str:
        """Return the Cookie header for the next request, ``""`` for none."""
        if not (self._jars and (jar := self._jars.get(authority(url)))):
            return ""
        header = get_cookie_header(jar, _request(url)) or ""  # type: ignore[no-untyped-call]
        return header if len(header) <= MOST_BYTES and _LINE.fullmatch(header) else ""


def _request(url: str) -> requests.PreparedRequest:
    """Return what requests reads of a request where cookies are set and sent."""
    request = requests.PreparedRequest()
    request.method, request.url, request.headers = "GET", url, requests.structures.CaseInsensitiveDict()
    return request

"""Who may ask, how, and what a browser may do with the answer: one wrapper around all that is served."""

import base64
import binascii
import hmac
import re
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "HEAD")
"""Nothing is ever written, so no other method has a meaning here."""

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""All pages have this Content-Security-Policy: our own files only, nothing inline, in nobody's frame."""

STORED_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""Stored bytes have this Content-Security-Policy: if they were shown in spite of all, nothing in them would
run."""

PICTURE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Pictures that we draw have this Content-Security-Policy when they are opened by themselves: they contain
styles."""

HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "private, no-cache",
}
"""Every answer has these headers. One that an answer brings itself stays as it is."""

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(?::[0-9]{1,5})?")  # RFC 9110, 7.2


class AccessPolicy(NamedTuple):
    """Who may ask. hosts: the names that the server is asked by, in small letters. password: ``""``: none.

    scheme: by which they ask; a proxy in front makes "https" of it.
    """

    hosts: frozenset[str]
    password: str = ""
    scheme: str = "http"


class Guard:
    """An ASGI application around another one, which only sees what it may answer.

    Another method is answered by 405, a Host that is not allowed by 421, a missing or wrong password by 401.
    A page of another site, whose name was made to lead here, would come with the Host of that site.
    """

    def __init__(self, app: ASGIApp, access: AccessPolicy) -> None:
        """Guard that application."""
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._app if scope["type"] == "http" else _refused(400, "Only HTTP is spoken here.")
        if scope["type"] == "http":
            answer = self._refusal(scope) or self._app
        await answer(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer to a request that is refused, None for one that is not."""
        headers = Headers(scope=scope)
        if not _is_host(headers.getlist("host"), self._access.hosts):
            return _refused(421, "This server is not asked by that name. Start it with --allow-host NAME.")
        if scope["method"] not in METHODS:
            return _refused(405, "Nothing can be changed here.", Allow=", ".join(METHODS))
        if self._access.password and not _knows(headers.get("authorization", ""), self._access.password):
            asking = 'Basic realm="Harvester", charset="UTF-8"'  # RFC 7617, 2.1
            return _refused(401, "This archive asks for a password.", **{"WWW-Authenticate": asking})
        return None


def _refused(status: int, words: str, **headers: str) -> Response:
    return PlainTextResponse(f"{words}\n", status, headers)


def _is_host(given: list[str], allowed: frozenset[str]) -> bool:
    """Return whether exactly one host is named, and it is allowed; its port does not matter."""
    host = _HOST.fullmatch(given[0]) if len(given) == 1 else None
    return host is not None and host[1].lower() in allowed


def _knows(authorization: str, password: str) -> bool:
    """Return whether the header brings the password, with any user name (RFC 7617); it takes equally long."""
    scheme, _, credentials = authorization.partition(" ")
    try:
        told = base64.b64decode(credentials.strip(), validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return False
    return scheme.lower() == "basic" and hmac.compare_digest(told, password.encode())

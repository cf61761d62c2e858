"""The key by which web archives sort and find URLs: that of the Wayback Machine, pywb and cdxj-indexer.

It is another form than `harvester.http.surt.surt`, which decides what is one URL here: it folds the case of
paths and queries, drops session ids and slashes at the end, and so merges what this archive keeps apart.
The rules are those of the Java library webarchive-commons (package org.archive.url).
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote_to_bytes

_SPACING = re.compile(r"[\n\r\t]+")
_SCHEME = re.compile(r"(?i)https?:|[a-z][a-z0-9+-]*://")
_OPAQUE = re.compile(r"(?i)(?!https?:)[a-z][a-z0-9+.-]*:(?!//)")
_SLASHES = re.compile(r"(?i)(https?:)/*")
_PARTS = re.compile(
    r"(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.DOTALL
)
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_UNSAFE = re.compile(rb"%([0-9A-Fa-f]{2})|[^!\"$&-~]")
_DOTS = re.compile(r"\.{2,}")
_WWW = re.compile(r"www\d*\.")
_NUMBERS = re.compile(r"(?:[1-9][0-9]*|0[0-7]*)(?:\.(?:[1-9][0-9]*|0[0-7]*)){0,3}")

_IN_PATHS = (
    re.compile(r"(?<=/)\((?:[a-z]\([0-9a-z]{24}\))+\)/"),
    re.compile(r"(?<=/)\([0-9a-z]{24}\)/"),
)
"""These patterns find session ids in lower-case paths whose names end in `ASPX`."""

ASPX = ".aspx"

_IN_QUERIES = (
    re.compile(r"(?i)jsessionid=[0-9a-z]{32}(?:&|\Z)"),
    re.compile(r"(?i)phpsessid=[0-9a-z]{32}(?:&|\Z)"),
    re.compile(r"(?i)sid=[0-9a-z]{32}(?:&|\Z)"),
    re.compile(r"(?i)aspsessionid[a-z]{8}=[a-z]{24}(?:&|\Z)"),
    re.compile(r"(?i)cfid=(?:(?!cfid=)[^&])+&cftoken=[^&]+(?:&|\Z)"),
)
"""These patterns find session ids in queries; the last match of each is removed."""

_PORT = re.compile(r"[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]")
_PORTS = {"http": "80", "https": "443"}
_BYTE = 255  # the largest part of an IPv4 address
_ADDRESSES = 1 << 32  # there are this many; a single number counts modulo this


def cdx_key(url: str) -> str:
    """Return the key of a URL: ``com,example)/path?query``; never raises.

    What has another scheme and no host, or a port that cannot be, is its own key.
    """
    text = _SPACING.sub("", url.strip())
    if _OPAQUE.match(text) or not text:
        return text or "-"
    if not _SCHEME.match(text):
        text = f"http://{text}"
    found = _PARTS.fullmatch(_SLASHES.sub(r"\1//", text, count=1))
    assert found, "every text has these parts"
    scheme, authority, path, query = (each or "" for each in found.groups())
    name, port = _named(authority.rpartition("@")[2])
    digits = port.lstrip("0")
    if digits and not _PORT.fullmatch(digits):
        return url
    shown_port = f":{digits}" if digits and digits != _PORTS.get(scheme.lower()) else ""
    shown_query = _query(query)
    return f"{_host(name)}{shown_port}){_path(path)}{f'?{shown_query}' if shown_query else ''}"


def _named(authority: str) -> tuple[str, str]:
    """Return the name of a host and its port, as they are written."""
    if authority.startswith("["):
        name, _, rest = authority[1:].partition("]")
        return name, rest.removeprefix(":")
    name, _, port = authority.partition(":")
    return name, port


def _reversed(host: str) -> str:
    return ",".join(reversed(host.split(".")))


def _host(name: str) -> str:
    host = _unescaped(name)
    with suppress(UnicodeError):  # a label too long, or a character that names do not have
        host = host.encode("idna").decode("ascii")
    if ":" in host:
        return host.lower()  # IPv6, without its brackets
    host = _DOTS.sub(".", host.strip("."))
    return _reversed(_WWW.sub("", _address(host) or _escaped(host.lower()), count=1))


def _address(host: str) -> str:
    """Return an IPv4 address that is written otherwise than with four numbers; ``""`` for other hosts."""
    if not _NUMBERS.fullmatch(host):
        return ""
    numbers = [int(each[:20], 8 if each.startswith("0") else 10) for each in host.split(".")]
    *first, last = numbers
    last = last if first else last % _ADDRESSES
    if max(first, default=0) > _BYTE or last >= 1 << 8 * (4 - len(first)):
        return ""
    return ".".join(map(str, (*first, *last.to_bytes(4 - len(first), "big"))))


def _path(text: str) -> str:
    path = _escaped(_normal(_unescaped(text))).lower()
    for pattern in _IN_PATHS:
        path = _without_last(pattern, path, path.rfind(ASPX) - 1)
    return path[:-1] if path.endswith("/") and len(path) > 1 else path


def _normal(path: str) -> str:
    """Return the path without dots and double slashes; ``..`` at the root stays."""
    kept: list[str] = []
    for name in path.split("/")[1:]:
        if name == ".." and kept:
            kept.pop()
        elif name != ".":
            kept.append(name)
    return "/" + "/".join([*filter(None, kept[:-1]), *kept[-1:]])


def _query(text: str) -> str:
    query = _escaped(_unescaped(text))
    for pattern in _IN_QUERIES:
        query = _without_last(pattern, query, len(query))
    return "&".join(sorted(query.lower().split("&"), key=_name_and_value))


def _without_last(pattern: re.Pattern[str], text: str, until: int) -> str:
    """Return the text without the last match that ends there or before."""
    found = None
    for each in pattern.finditer(text, 0, max(until, 0)):
        found = each
    return text[: found.start()] + text[found.end() :] if found else text


def _name_and_value(argument: str) -> tuple[str, bool, str]:
    name, mark, value = argument.partition("=")
    return name, bool(mark), value


def _unescaped(text: str) -> str:
    """Return the text without escapes, also of escapes; bytes that are not UTF-8 stay escaped."""
    while (plain := _ESCAPES.sub(_decoded, text)) != text:
        text = plain
    return text


def _decoded(escapes: re.Match[str]) -> str:
    return "".join(_characters(unquote_to_bytes(escapes[0])))


def _characters(data: bytes) -> Iterator[str]:
    while data:
        try:
            yield data.decode()
        except UnicodeDecodeError as error:
            yield data[: error.start].decode()
            yield "".join(f"%{byte:02X}" for byte in data[error.start : error.end])
            data = data[error.end :]
        else:
            return


def _escaped(text: str) -> str:
    """Return the text with an escape for each byte that is not printable ASCII, and for ``#`` and ``%``."""
    return _UNSAFE.sub(_escape, text.encode("utf-8", "replace")).decode("ascii")


def _escape(found: re.Match[bytes]) -> bytes:
    return b"%%%s" % found[1].upper() if found[1] else b"%%%02X" % found[0][0]

"""SURT: the sort-friendly form of a URL, by which two URLs are known to name one resource."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from w3lib.url import canonicalize_url

from harvester.http.urls import DEFAULT_PORTS

_WWW = re.compile(r"^www\d*\.(?=.*\.)")  # as in the field: www2.example.com is example.com


def surt(url: str) -> str:
    """Return ``com,example)/path?query``: http and https alike, no fragment, no user, no default port.

    The query is kept, in order of its names. What is no URL with a host is returned as it is; never raises.
    """
    try:
        parts = urlsplit(canonicalize_url(url.strip()))
        host, port = _host(parts.hostname or ""), parts.port
    except (ValueError, IndexError):  # a port out of range, half an IPv6 address, a label too long
        return url.strip()
    if not host or parts.scheme not in DEFAULT_PORTS:
        return url.strip()
    shown_port = f":{port}" if port not in (None, *DEFAULT_PORTS.values()) else _port(parts)
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{shown_port}){parts.path or '/'}{query}"


def _port(parts: SplitResult) -> str:
    """Return the port where 80 or 443 stands with the scheme it is not the default of."""
    return f":{parts.port}" if parts.port and parts.port != DEFAULT_PORTS[parts.scheme] else ""


def _host(name: str) -> str:
    """Return the host back to front, an IP address as it is."""
    try:
        address = ip_address(name)
    except ValueError:
        return ",".join(reversed(_WWW.sub("", name.rstrip(".")).split(".")))
    return f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004  IP version 6

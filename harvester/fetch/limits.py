"""What one exchange may cost, and who says it is asking. Numbers and names only."""

import re
from dataclasses import dataclass

from harvester import __version__

PRODUCT = "harvester"
"""This is the product token of the User-Agent; a robots.txt calls us by it (RFC 9309, 2.2.1)."""

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one exchange, redirects included; waiting for a host's turn does not count.

    seconds: wall time, from the look-up of the name to the last byte of the body.
    wire_bytes: of one body as transferred; the longest of 18,000 real articles has 4 MiB.
    decoded_bytes: of it unpacked; the default is the 50 MiB that sitemaps.org allows a sitemap.
    redirects: hops followed. Fetch standard, 4.4 allows a browser 20; no real article needs 10.
    leads_on: whether a page that leads on by itself is followed as a redirect.
    """

    seconds: float = 60.0
    wire_bytes: int = 32 * MIB
    decoded_bytes: int = 50 * MIB
    redirects: int = 10
    leads_on: bool = True


DEFAULT_LIMITS = Limits()
ROBOTS_LIMITS = Limits(seconds=30.0, wire_bytes=MIB, decoded_bytes=MIB, redirects=5, leads_on=False)
"""A robots.txt has these limits: RFC 9309, 2.3.1.2 asks for five redirects of HTTP, 2.5 for 500 KiB."""


def user_agent(contact: str) -> str:
    """Return the User-Agent: what program this is, what it does, and how to reach whoever runs it.

    contact: an e-mail address or a web page, ``""`` for neither; characters that no header may
    have are left out.
    """
    contact = re.sub(r"[^\x21-\x7e]|[()\\]", "", contact)
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"
    reach = f"; +{contact}" if contact else ""
    return f"{PRODUCT}/{__version__} (archiver of question-and-answer pages{reach})"

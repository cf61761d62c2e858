"""Whether a page leads on to another by itself: a redirect that is written in the page (HTML, 4.2.5.3).

A meta element within noscript does not count: people's browsers run scripts and show the page. Those that do
not are led to a request to turn scripts on.
"""

import re
from dataclasses import replace

from harvester.discover import sniff
from harvester.http.headers import header
from harvester.http.refresh import Refresh, declared
from harvester.http.urls import absolute
from harvester.model import ANNOUNCING, Capture, Outcome
from harvester.normalise.sniff import HEAD, looks_like_html
from harvester.reading.received import READ, Received, received
from harvester.reading.seen import HEAD_BYTES
from harvester.reading.tree import base_of, tree_of
from harvester.text import printable

MAX_DELAY_S = 10
"""Seconds: a page that is replaced within them leads on, whatever it says. Nobody reads an article in ten
seconds, and "you are taken to the new page in 5 seconds" is as common as no wait at all."""

_REFRESH = re.compile(rb"http-equiv\s*+=\s*+[\"']?refresh")
_HTML = ("text/html", "application/xhtml+xml")


def refresh_of(received: Received, base: str) -> Refresh | None:
    """Return after how long the page is replaced and by what, absolute; None if it is not.

    The target is ``""`` for a page that loads itself again, and for one that leads to no http(s) URL. base:
    what the target is resolved against if the page does not say.
    """
    found, own = _refreshed(received, base), absolute(received.url, base)
    return found._replace(target="") if found and found.target == own else found


def _refreshed(received: Received, base: str) -> Refresh | None:
    """Return the same, with its own URL as the target of a page that loads itself again.

    The header counts before the page, and of several elements the first that browsers can read.
    """
    own, found = absolute(received.url, base), declared(header(received.headers, "Refresh"))
    if found is None and _may_have(received.body):
        found, base = _in_page(received, base)
    return found and found._replace(target=absolute(found.target, base) if found.target else own)


def leads_on(received: Received) -> Refresh | None:
    """Return where the page leads its readers before they can read it, None if it does not.

    A page that loads itself again leads nowhere: live pages do so every few minutes, and waiting rooms every
    few seconds.
    """
    if not received.url or not is_page(received):
        return None
    found = refresh_of(received, received.url)
    return found if found and found.target and found.delay_s <= MAX_DELAY_S else None


def _may_have(body: bytes) -> bool:
    """Return whether an element near the start can say so, in any encoding that HTML has: a first look."""
    start = body[:HEAD_BYTES]
    narrow = start.replace(b"\0", b"") if b"\0" in start else start  # for a page without, it only copies
    return _REFRESH.search(narrow.lower()) is not None


def led(capture: Capture) -> tuple[Capture, str] | None:
    """Return the capture as a redirect, and where its page leads on to; None if it does not."""
    found = leads_on(received(capture)) if capture.outcome is Outcome.OK else None
    if found is None:
        return None
    detail = f"The page leads on to {found.target} after {found.delay_s} s."
    return replace(capture, outcome=Outcome.REDIRECTED, detail=printable(detail)), found.target


def led_back(capture: Capture) -> Capture | None:
    """Return the capture as a redirect if its page soon loads itself again; None if it does not.

    Pages of errors may do so, too: what stands before a site often has a status of 403 or 503. One that says
    when to ask again is left alone until then.
    """
    page = received(capture)
    if capture.outcome not in READ or capture.retry_after_s is not None or not is_page(page):
        return None
    found = _refreshed(page, page.url)
    if found is None or found.target != absolute(page.url, page.url) or found.delay_s > MAX_DELAY_S:
        return None
    detail = f"The page set a cookie and loads itself again after {found.delay_s} s."
    return replace(capture, outcome=Outcome.REDIRECTED, detail=detail)


def is_page(received: Received) -> bool:
    """Return whether the response is HTML, by its media type; one without is if it looks so."""
    kind = received.content_type.partition(";")[0].strip().lower()
    if kind in _HTML:
        return True
    is_unnamed = not kind or kind == "text/plain"
    start = received.body[:HEAD].replace(b"\0", b"").decode("latin-1")
    return is_unnamed and looks_like_html(start) and sniff(received.body, kind) not in ANNOUNCING


def _in_page(received: Received, base: str) -> tuple[Refresh | None, str]:
    """Return the first refresh that the page's elements declare, and the base of its links."""
    start = received.body[:HEAD_BYTES]
    tree = tree_of(start, received.content_type)
    metas = (node.attributes for node in tree.css("meta[http-equiv][content]"))
    values = [each["content"] or "" for each in metas if (each["http-equiv"] or "").lower() == "refresh"]
    return next(filter(None, map(declared, values)), None), base_of(tree, base)

"""Judge whether a page is an article: by headers, address and refresh, then by several signs together.

`harvester.reading.signals` has the table of signs. One weak sign is never enough. Signs of an article count
against a wall: words of its own, a headline, a date, questions. In doubt, a page is content.
"""

import re
from typing import NamedTuple

from harvester.http.front import is_front_path
from harvester.model import NormalDocument, Verdict
from harvester.reading.leading import leads_on
from harvester.reading.paywall import states_price
from harvester.reading.received import Received
from harvester.reading.said import has_plenty
from harvester.reading.seen import PROSE_LIMIT, PageFeatures
from harvester.reading.signals import ENOUGH, SIGNS
from harvester.reading.walls import VERDICTS, WALL_HEADERS, WALL_HOSTS, Family


class Judgement(NamedTuple):
    """A judgement says what the page is, and which signs show it, as readable text."""

    verdict: Verdict
    reason: str = ""


CONTENT = Judgement(Verdict.CONTENT)

_MISSING = re.compile(
    r"/(?:404|not[-_]?found|page[-_]not[-_]found|error[-_/]?404)(?:\.\w{1,5})?/?$", re.IGNORECASE
)
_DEEP = re.compile(r"/[^/]+/[^/]+|/[^/]*[-_\d.]")


def judge(document: NormalDocument, received: Received) -> Judgement:
    """Return what the page is; in doubt it is ``CONTENT``."""
    seen = PageFeatures(document, received)
    return _by_headers(received) or _by_address(seen) or _by_refresh(received) or _by_signs(seen) or CONTENT


def _by_headers(received: Received) -> Judgement | None:
    for name, value in received.headers:
        actions = WALL_HEADERS.get(name.lower())
        if actions and value.strip().lower() in actions:
            return Judgement(Verdict.BOT_WALL, f"header {name}: {value.strip()}")
    return None


def _by_address(seen: PageFeatures) -> Judgement | None:
    """Judge by the address where redirects ended: a known wall, an error page, or the site's front page."""
    if seen.received.asked in {"", seen.received.url}:
        return None
    asked, ended = seen.asked, seen.ended
    host = seen.ended_site
    for wall, family in WALL_HOSTS.items():
        if (host == wall or host.endswith(f".{wall}")) and seen.asked_site != host:
            return Judgement(VERDICTS[family], f"redirected to {host}")
    if "aspxerrorpath=" in ended.query.lower() or (_MISSING.search(ended.path) and asked.path != ended.path):
        return Judgement(Verdict.SOFT_404, f"redirected to {ended.path}")
    to_root = host == seen.asked_site and not ended.query and is_front_path(ended.path)
    if to_root and _DEEP.match(asked.path) and not is_front_path(asked.path):
        return Judgement(Verdict.SOFT_404, "redirected to the front page")
    return None


def _by_refresh(received: Received) -> Judgement | None:
    """Judge a page that is replaced before anybody can read it."""
    found = leads_on(received)
    if found is None:
        return None
    return Judgement(Verdict.REDIRECT_PAGE, f"leads on to {found.target} after {found.delay_s} s")


def _by_signs(seen: PageFeatures) -> Judgement | None:
    """Judge by what the page shows; return None for a page with as much text as an article."""
    found = {family: weighed(family, seen) for family in _possible(seen)}
    best = max(found, key=lambda family: found[family][0], default=None)
    if best is not None and found[best][0] >= ENOUGH:
        return Judgement(VERDICTS[best], "; ".join((f"{best}: {found[best][1][0]}", *found[best][1][1:])))
    document = seen.document
    return None if document.blocks or document.structured else Judgement(Verdict.EMPTY, "no text")


def _possible(seen: PageFeatures) -> tuple[Family, ...]:
    """Return the families to which a page of that length can belong."""
    if seen.size <= PROSE_LIMIT:
        return (Family.PAY,) if has_plenty(seen) else tuple(Family)
    return (Family.PAY,) if states_price(seen) else ()


def weighed(family: Family, seen: PageFeatures) -> tuple[int, list[str]]:
    """Return the sum of the weights, 0 where no sign tells of a wall, and what speaks for the family."""
    total, reasons, tells = 0, [], False
    for sign in SIGNS:
        weight = sign.weights.get(family, 0)
        if weight and (found := sign.find(family, seen)):
            total += weight
            if weight > 0:
                reasons.append(found)
                tells = tells or sign.tells
    return (total if tells else 0), reasons

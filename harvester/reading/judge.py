"""Whether a page is an article at all: a verdict by headers, by address, then by what little the page says.

One weak sign is never enough: a page is a wall by its text when it is short, has no article in its
markup, asks no questions of its own, and shows two signs of one family (`harvester.reading.walls`).
"""

import html
import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from harvester.http.front import is_front_path
from harvester.languages.signs import QUESTION_MARKS
from harvester.model import LINKS, Block, Kind, NormalDocument, Verdict
from harvester.normalise.labels import CODECS
from harvester.reading.received import Received
from harvester.reading.walls import (
    BOT_WALL,
    CONSENT_WALL,
    ERROR_PAGE,
    LOGIN_WALL,
    SOFT_404,
    Family,
)
from harvester.text import match_key


class Judgement(NamedTuple):
    """What the page is, and by which signs, for a person."""

    verdict: Verdict
    reason: str = ""


CONTENT = Judgement(Verdict.CONTENT)

FAMILIES = {
    Verdict.BOT_WALL: BOT_WALL,
    Verdict.SOFT_404: SOFT_404,
    Verdict.ERROR_PAGE: ERROR_PAGE,
    Verdict.CONSENT_WALL: CONSENT_WALL,
    Verdict.LOGIN_WALL: LOGIN_WALL,
}

PROSE_LIMIT = max(family.limit for family in FAMILIES.values())
"""UTF-8 bytes, so that a Chinese sentence counts as long as its translation; beyond, a page is content."""

MARKER_BYTES = 64 * 1024
"""How far into a page its scripts are searched; challenge pages are smaller."""

QUESTIONS = 2
"""A page with so many questions of its own is an article, whatever else it says."""

SIGNS = 2
"""Signs that make a wall: any one of them stands on some ordinary page too."""

ABOUT_SHARE = 0.6
"""Of a consent wall's prose, what speaks of consent; an article under a banner has less."""

WALL_HEADERS = {
    "cf-mitigated": ("challenge", "block"),
    "x-amzn-waf-action": ("challenge", "captcha"),
    "x-vercel-mitigated": ("challenge", "deny"),
}
"""Set by the wall itself. ``server: cloudflare`` and the like stand on every ordinary page."""

_WALL_HOSTS = {
    "validate.perfdrive.com": Verdict.BOT_WALL,
    "queue-it.net": Verdict.BOT_WALL,
    "geo.captcha-delivery.com": Verdict.BOT_WALL,
    "consent.google.com": Verdict.CONSENT_WALL,
    "consent.youtube.com": Verdict.CONSENT_WALL,
    "consent.yahoo.com": Verdict.CONSENT_WALL,
    "guce.advertising.com": Verdict.CONSENT_WALL,
    "myprivacy.dpgmedia.nl": Verdict.CONSENT_WALL,
    "accounts.google.com": Verdict.LOGIN_WALL,
    "login.microsoftonline.com": Verdict.LOGIN_WALL,
}
"""Where redirects end that end at a wall."""

_MISSING = re.compile(
    r"/(?:404|not[-_]?found|page[-_]not[-_]found|error[-_/]?404)(?:\.\w{1,5})?/?$", re.IGNORECASE
)
_DEEP = re.compile(r"/[^/]+/[^/]+|/[^/]*[-_\d.]")
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,400})", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s[|–—·•»\-]+\s")  # noqa: RUF001
_STATUS = re.compile(r"(?:(?:error|http)\s*+|(?:(?<!\s)\s++)?+)[45]\d\d\b\s*[:.,]?\s+|error:\s+")
ENDS = " .!*"
"""What a title may end with and still be the same."""

_PHP = re.compile(
    r"(?:PHP )?(?:Fatal error|Parse error|Warning|Notice|Deprecated): .{1,600} on line \d", re.DOTALL
)
_ASKING = tuple(QUESTION_MARKS)
_FURNITURE = ("/nav", "/footer", "/aside")
# Questions that walls and forms ask; an article does not answer them.
_OWN_QUESTIONS = re.compile(
    "passw|contraseña|senha|wachtwoord|hasł|парол|mot de passe|account|konto|compte|cuenta|blocked|captcha|"
    "robot|happened|can i do|looking for|lost|login|sign in|log in"
)
_ARTICLES = frozenset(("FAQPage", "QAPage", "NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting"))


def judge(document: NormalDocument, received: Received) -> Judgement:
    """Return what the page is; ``CONTENT`` wherever there is doubt."""
    return _by_headers(received) or _by_address(received) or _by_text(document, received) or CONTENT


def _by_headers(received: Received) -> Judgement | None:
    for name, value in received.headers:
        actions = WALL_HEADERS.get(name.lower())
        if actions and value.strip().lower() in actions:
            return Judgement(Verdict.BOT_WALL, f"header {name}: {value.strip()}")
    return None


def _by_address(received: Received) -> Judgement | None:
    """Judge where redirects ended: a known wall, an error page, the front page of the same site."""
    if received.asked in {"", received.url}:
        return None
    asked, ended = _split(received.asked), _split(received.url)
    host = _host(ended)
    for wall, verdict in _WALL_HOSTS.items():
        if (host == wall or host.endswith(f".{wall}")) and _host(asked) != host:
            return Judgement(verdict, f"redirected to {host}")
    if "aspxerrorpath=" in ended.query.lower() or (_MISSING.search(ended.path) and asked.path != ended.path):
        return Judgement(Verdict.SOFT_404, f"redirected to {ended.path}")
    to_root = host == _host(asked) and not ended.query and is_front_path(ended.path)
    if to_root and _DEEP.match(asked.path) and not is_front_path(asked.path):
        return Judgement(Verdict.SOFT_404, "redirected to the front page")
    return None


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _host(url: SplitResult) -> str:
    return (url.hostname or "").removeprefix("www.")


class _Page(NamedTuple):
    """What a short page says. size: of its prose, UTF-8 bytes. heads: its title, then what else heads it."""

    prose: list[Block]
    size: int
    heads: tuple[str, ...]
    text: str
    body: bytes


def _by_text(document: NormalDocument, received: Received) -> Judgement | None:
    """Judge a short page by what it says; None for any page with an article's worth of text."""
    prose = _prose(document)
    size = _size(prose)
    if size > PROSE_LIMIT or _declares_article(document.structured):
        return None
    heads = (_page_title(document, received), document.title, *(block.text for block in prose[:1]))
    if _asks(prose) or any(head.endswith(_ASKING) for head in heads[:2]):
        return None
    if prose and size <= ERROR_PAGE.limit and _PHP.match(prose[0].text):
        return Judgement(Verdict.ERROR_PAGE, "begins with an error message of PHP")
    text = match_key("\n".join(block.text for block in prose))
    page = _Page(prose, size, heads, text, received.body[:MARKER_BYTES])
    for verdict, family in FAMILIES.items():
        reason = _wall_signs(family, page)
        if reason:
            return Judgement(verdict, reason)
    return None if document.blocks or document.structured else Judgement(Verdict.EMPTY, "no text")


def _wall_signs(family: Family, page: _Page) -> str:
    """Return the signs that make the page one of that family, ``""`` where they are too few.

    Two signs, one of them a title or a script unless the page is tiny and has no title; one where it
    says nothing at all. Articles have banners and forms, scripts and all, above their own title, so
    consent and log-in pages are told by the title of the page only.
    """
    if page.size > family.limit or (family.about and not _is_about(family.about, page)):
        return ""
    heads = page.heads[:1] if family.by_title else page.heads
    title = next(filter(None, (_title_sign(family, head) for head in heads)), "")
    script = next((marker.decode("ascii") for marker in family.markers if marker in page.body), "")
    phrases = list(islice((phrase for phrase in family.phrases if phrase in page.text), SIGNS))
    signs = [*filter(None, (title, script)), *phrases]
    certain = bool(title) or (
        not family.by_title and (bool(script) or (page.size <= family.untitled and not heads[0]))
    )
    enough = len(signs) >= SIGNS if page.size else bool(signs)
    return "; ".join(f"“{sign}”" for sign in signs) if certain and enough else ""


def _prose(document: NormalDocument) -> list[Block]:
    """Return the blocks outside of menus and footers that are not links, as far as a wall could reach."""
    prose, size = [], 0
    for block in document.blocks:
        linked = sum(mark.end - mark.start for mark in block.marks if mark.kind in LINKS)
        path = document.containers[block.container].path
        if linked * 2 > len(block.text) or any(part in path for part in _FURNITURE):
            continue
        prose.append(block)
        size += len(block.text)
        if size > PROSE_LIMIT:
            break
    return prose


def _declares_article(structured: Iterable[Any]) -> bool:
    """Return whether the JSON-LD says that the page is an article or holds questions."""
    for value in structured:
        nodes = value if isinstance(value, list) else [value]
        for node in nodes:
            graph = node.get("@graph", []) if isinstance(node, dict) else []
            for each in [node, *(graph if isinstance(graph, list) else [])]:
                kinds = each.get("@type", "") if isinstance(each, dict) else ""
                if not _ARTICLES.isdisjoint(map(str, kinds if isinstance(kinds, list) else [kinds])):
                    return True
    return False


def _asks(prose: list[Block]) -> bool:
    asking = (block.text.casefold() for block in prose if block.text.rstrip().endswith(_ASKING))
    own = (text for text in asking if not _OWN_QUESTIONS.search(text))
    return len(list(islice(own, QUESTIONS))) == QUESTIONS


def _page_title(document: NormalDocument, received: Received) -> str:
    """Return the title element's text; the document's title may be its heading."""
    found = _TITLE.search(received.body[:MARKER_BYTES])
    if not found:
        return document.title
    codec = CODECS.get(document.encoding, "utf-8")
    return html.unescape(found[1].decode(codec, "replace")).strip()


def _title_sign(family: Family, head: str) -> str:
    """Return the part of the title that is a wall's; a title with more to say in that part is none."""
    key = match_key(head[:300])
    for part in (key, *_TITLE_PARTS.split(key)):
        bare = part.strip(ENDS)
        if bare in family.titles or _STATUS.sub("", bare, count=1) in family.titles:
            return bare
        if bare.startswith(family.openings):
            return bare
    return ""


def _is_about(words: tuple[str, ...], page: _Page) -> bool:
    """Return whether the page speaks of next to nothing else: in its words, and in buttons."""
    about = [
        block
        for block in page.prose
        if block.kind is Kind.BUTTON or any(word in block.text.casefold() for word in words)
    ]
    return _size(about) >= ABOUT_SHARE * page.size


def _size(blocks: list[Block]) -> int:
    return sum(len(block.text.encode("utf-8", "replace")) for block in blocks)

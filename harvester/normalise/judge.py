"""Whether a page is an article at all: a verdict by headers, by address, then by what little the page says.

One weak sign is never enough: a page is a wall by its text when it is short, has no article in its
markup, asks no questions of its own, and shows two signs of one family (`harvester.normalise.walls`).
"""

import html
import re
from collections.abc import Iterable
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from harvester.model import LINKS, Block, Capture, Kind, NormalDocument
from harvester.normalise.labels import CODECS
from harvester.normalise.walls import (
    BOT_WALL,
    CONSENT_WALL,
    ERROR_PAGE,
    LOGIN_WALL,
    SOFT_404,
    Family,
)
from harvester.text import match_key


class Word(StrEnum):
    """What a page turned out to be: the closed list of verdicts. Only ``CONTENT`` may become a version."""

    CONTENT = "content"
    BOT_WALL = "bot_wall"
    CONSENT_WALL = "consent_wall"
    LOGIN_WALL = "login_wall"
    SOFT_404 = "soft_404"
    EMPTY = "empty"
    ERROR_PAGE = "error_page"  # maintenance, database error, PHP warning, answered with 200


class Verdict(NamedTuple):
    """What the page is, and by which signs, for a person."""

    word: Word
    reason: str = ""


CONTENT = Verdict(Word.CONTENT)

FAMILIES = {
    Word.BOT_WALL: BOT_WALL,
    Word.SOFT_404: SOFT_404,
    Word.ERROR_PAGE: ERROR_PAGE,
    Word.CONSENT_WALL: CONSENT_WALL,
    Word.LOGIN_WALL: LOGIN_WALL,
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

_WALL_HEADERS = {
    "cf-mitigated": ("challenge", "block"),
    "x-amzn-waf-action": ("challenge", "captcha"),
    "x-vercel-mitigated": ("challenge", "deny"),
}
"""Set by the wall itself. ``server: cloudflare`` and the like stand on every ordinary page."""

_WALL_HOSTS = {
    "validate.perfdrive.com": Word.BOT_WALL,
    "queue-it.net": Word.BOT_WALL,
    "geo.captcha-delivery.com": Word.BOT_WALL,
    "consent.google.com": Word.CONSENT_WALL,
    "consent.youtube.com": Word.CONSENT_WALL,
    "consent.yahoo.com": Word.CONSENT_WALL,
    "guce.advertising.com": Word.CONSENT_WALL,
    "myprivacy.dpgmedia.nl": Word.CONSENT_WALL,
    "accounts.google.com": Word.LOGIN_WALL,
    "login.microsoftonline.com": Word.LOGIN_WALL,
}
"""Where redirects end that end at a wall."""

_MISSING = re.compile(
    r"/(?:404|not[-_]?found|page[-_]not[-_]found|error[-_/]?404)(?:\.\w{1,5})?/?$", re.IGNORECASE
)
_ROOT = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w{1,5})?)?/?", re.IGNORECASE
)
_DEEP = re.compile(r"/[^/]+/[^/]+|/[^/]*[-_\d.]")
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,400})", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s[|–—·•»\-]+\s")  # noqa: RUF001
_STATUS = re.compile(r"(?:error|http)?\s*[45]\d\d\b\s*[:.,]?\s+|error:\s+")
ENDS = " .!*"
"""What a title may end with and still be the same."""

_PHP = re.compile(
    r"(?:PHP )?(?:Fatal error|Parse error|Warning|Notice|Deprecated): .{1,600} on line \d", re.DOTALL
)
_ASKING = ("?", "？", "؟")  # noqa: RUF001
_FURNITURE = ("/nav", "/footer", "/aside")
# Questions that walls and forms ask; an article does not answer them.
_OWN_QUESTIONS = re.compile(
    "passw|contraseña|senha|wachtwoord|hasł|парол|mot de passe|account|konto|compte|cuenta|blocked|captcha|"
    "robot|happened|can i do|looking for|lost|login|sign in|log in"
)
_ARTICLES = frozenset(("FAQPage", "QAPage", "NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting"))


def judge(document: NormalDocument, capture: Capture) -> Verdict:
    """Return what the page is; ``CONTENT`` wherever there is doubt."""
    return _by_headers(capture) or _by_address(capture) or _by_text(document, capture) or CONTENT


def _by_headers(capture: Capture) -> Verdict | None:
    for name, value in capture.headers:
        actions = _WALL_HEADERS.get(name.lower())
        if actions and value.strip().lower() in actions:
            return Verdict(Word.BOT_WALL, f"header {name}: {value.strip()}")
    return None


def _by_address(capture: Capture) -> Verdict | None:
    """Judge where redirects ended: a known wall, an error page, the front page of the same site."""
    if not capture.final_url or capture.final_url == capture.url:
        return None
    asked, ended = _split(capture.url), _split(capture.final_url)
    host = _host(ended)
    for wall, word in _WALL_HOSTS.items():
        if (host == wall or host.endswith(f".{wall}")) and _host(asked) != host:
            return Verdict(word, f"redirected to {host}")
    if "aspxerrorpath=" in ended.query.lower() or (_MISSING.search(ended.path) and asked.path != ended.path):
        return Verdict(Word.SOFT_404, f"redirected to {ended.path}")
    to_root = host == _host(asked) and not ended.query and _ROOT.fullmatch(ended.path)
    if to_root and _DEEP.match(asked.path) and not _ROOT.fullmatch(asked.path):
        return Verdict(Word.SOFT_404, "redirected to the front page")
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


def _by_text(document: NormalDocument, capture: Capture) -> Verdict | None:
    """Judge a short page by what it says; None for any page with an article's worth of text."""
    prose = _prose(document)
    size = _size(prose)
    if size > PROSE_LIMIT or _declares_article(document.structured):
        return None
    heads = (_page_title(document, capture), document.title, *(block.text for block in prose[:1]))
    if _asks(prose) or any(head.endswith(_ASKING) for head in heads[:2]):
        return None
    if prose and size <= ERROR_PAGE.limit and _PHP.match(prose[0].text):
        return Verdict(Word.ERROR_PAGE, "begins with an error message of PHP")
    text = match_key("\n".join(block.text for block in prose))
    page = _Page(prose, size, heads, text, capture.body[:MARKER_BYTES])
    for word, family in FAMILIES.items():
        reason = _wall_signs(family, page)
        if reason:
            return Verdict(word, reason)
    return None if document.blocks or document.structured else Verdict(Word.EMPTY, "no text")


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


def _page_title(document: NormalDocument, capture: Capture) -> str:
    """Return the title element's text; the document's title may be its heading."""
    found = _TITLE.search(capture.body[:MARKER_BYTES])
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

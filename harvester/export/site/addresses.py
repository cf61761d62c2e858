"""Pure: which addresses of the web interface a site has, and in which file each of them is."""

import posixpath
import re
from urllib.parse import parse_qsl, unquote, urlsplit

STATIC = ("style.css", "site.js", "icon.svg", "search.js")
"""A site has copies of these files of the interface."""

SEARCH = "/search"
FEED = "/changes.atom"

_ID, _TIME = "[0-9a-f]{16}", r"[0-9T:.Z-]{20,30}"
_KEPT: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(pattern), frozenset(arguments))
    for pattern, *arguments in (
        ("/",),
        ("/static/[a-z.]+",),
        (SEARCH,),
        (re.escape(FEED), "article"),
        ("/changes", "skip"),
        ("/articles", "skip"),
        (f"/article/{_ID}", "until", "skip", "upto"),
        (f"/article/{_ID}/at/{_TIME}", "begin"),
        (f"/article/{_ID}/v/[0-9]+(?:/changes)?",),
        (f"/article/{_ID}/from/{_TIME}/to/{_TIME}", "begin", "form"),
        (f"/article/{_ID}/question/{_ID}",),
        (f"/article/{_ID}/question/{_ID}/answer/{_TIME}",),
        ("/capture/[0-9a-f]{32}",),
    )
)
"""A site has these paths, with the arguments that each may have; all other addresses need a server."""

_LEADS_ON = re.compile(f"/article/{_ID}/v/[0-9]+(/changes)?")
_ARTICLE = re.compile(f"/article/({_ID})")


def is_kept(address: str) -> bool:
    """Return whether a site may have that address."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return False
    names = {name for name, _ in parse_qsl(parts.query)}
    return any(path.fullmatch(unquote(parts.path)) and names <= known for path, known in _KEPT)


def arguments(query: str) -> dict[str, str]:
    """Return the arguments of an address."""
    return dict(parse_qsl(query))


def in_short(address: str) -> str:
    """Return an address without the argument that says what is so anyway."""
    return re.sub(r"form=inline&|[?&]form=inline$", "", address)


def leads_on(address: str) -> bool:
    """Return whether an address leads to another one, which is permanent."""
    return _LEADS_ON.fullmatch(address) is not None


def article_of(address: str) -> str:
    """Return the id of the article that an address is below, ``""`` for none."""
    found = _ARTICLE.match(address)
    return found[1] if found else ""


def feed_of(article_id: str) -> str:
    """Return the address of the feed of an article's changes."""
    return f"{FEED}?article={article_id}"


def file_of(address: str) -> str:
    """Return the file of an address, relative to the folder of the site, its parts between slashes.

    No name has a character that some file system or URL forbids. Different addresses have different files.
    """
    parts = urlsplit(address)
    path, arguments = unquote(parts.path).strip("/") or "index", sorted(parse_qsl(parts.query))
    if path == FEED.strip("/"):
        return f"article/{arguments[0][1]}/{path}" if arguments else path
    if path.startswith("static/"):
        return path
    told = "".join(f"~{name}-{value}" for name, value in arguments)
    suffix = ".txt" if "/answer/" in path else ".html"
    return path.replace(":", "") + told + suffix


def relative(origin: str, target: str) -> str:
    """Return how a file of the site links to another one."""
    return posixpath.relpath(target, posixpath.dirname(origin))

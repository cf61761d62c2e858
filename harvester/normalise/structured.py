"""Read JSON-LD with tolerance for real pages, and search it for the object that describes the article."""

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

MAX_CHARS = 2 * 1024 * 1024
"""A script with more characters than this, forty times the longest seen, is not metadata and is ignored."""

MAX_VALUES = 20_000
"""At most this many values are searched for the article, so a hostile page costs milliseconds."""

MAX_WRAPPINGS = 3
"""At most this many nested comments and CDATA sections are removed."""

MAX_IN_A_ROW = 100
"""At most this many values of one script element are read."""

MAX_THINGS = 50
"""At most this many objects about the page are kept; one or two of each kind are usual."""

_OPENINGS = (
    "<!--",
    "//<![CDATA[",
    "// <![CDATA[",
    "/*<![CDATA[*/",
    "/* <![CDATA[ */",
    "<![CDATA[",
    "<script>",
)
_CLOSINGS = ("-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", "//", "</script>")
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|//[^\n]*|/\*.*?(?:\*/|\Z)|,(?=\s*[}\]])', re.DOTALL)
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})(.?)', re.DOTALL)
_LONE_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_BETWEEN = re.compile(r"[\s,;]*")
_DECODER = json.JSONDecoder(strict=False)  # strings may hold control characters

_ARTICLES = (
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle "
    "OpinionNewsArticle ReviewNewsArticle AskPublicNewsArticle LiveBlogPosting BlogPosting Report HowTo "
    "TechArticle ScholarlyArticle AdvertiserContentArticle SatiricalArticle MedicalScholarlyArticle "
    "Review Recipe SocialMediaPosting DiscussionForumPosting"
)
_PAGES = "WebPage FAQPage QAPage ItemPage AboutPage MedicalWebPage CollectionPage ProfilePage Product"
ARTICLES, PAGES = frozenset(_ARTICLES.split()), frozenset(_PAGES.split())
QUESTIONS = frozenset(("FAQPage", "QAPage"))
"""Pages of these types have questions and answers."""
_ELSEWHERE = frozenset(
    ("itemListElement", "hasPart", "comment", "review", "reviews", "citation", "mentions", "video")
)
"""Objects under these keys describe another page, or only a part of this one."""

_NESTING = frozenset((dict, list))


def is_json_ld(media_type: str | None) -> bool:
    """Return whether the type attribute of a script says that it holds JSON-LD."""
    return "ld+json" in (media_type or "").lower()


def read_json_ld(text: str) -> tuple[Any, ...]:
    """Return the values of one script element, in order; () if it is not JSON even with tolerance.

    It tolerates comments and CDATA, control characters, trailing commas, wrong escapes, several values in a
    row, HTML entities instead of quotes, and an end that is cut off after a whole value.
    """
    if len(text) > MAX_CHARS:
        return ()
    if "\\ud" in text or "\\uD" in text:
        text = _LONE_SURROGATE.sub(r"\\ufffd", text)
    try:
        return (_DECODER.decode(text.strip()),)
    except (ValueError, RecursionError):
        pass
    text = _unwrapped(text)
    if '"' not in text:
        text = unescape(text)
    return tuple(islice(_values(_TOKEN.sub(_repaired, text)), MAX_IN_A_ROW))


def _unwrapped(text: str) -> str:
    for _ in range(MAX_WRAPPINGS):
        text = text.strip()
        for opening in _OPENINGS:
            text = text.removeprefix(opening)
        for closing in _CLOSINGS:
            text = text.removesuffix(closing)
    return text


def _repaired(token: re.Match[str]) -> str:
    found = token[0]
    if found[0] != '"':
        return " " if found[0] == "/" else ""
    return _BAD_ESCAPE.sub(r"\1", found) if "\\" in found else found


def _values(text: str) -> Iterator[Any]:
    at = _first_end(text, 0)
    while at < len(text):
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value
        at = _first_end(text, at)


def _first_end(text: str, at: int) -> int:
    between = _BETWEEN.match(text, at)
    return between.end() if between else at


def things(structured: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
    """Yield the objects breadth first: those of a list or "@graph" come before their nested objects."""
    level: list[Any] = list(structured)
    seen = 0
    while level and seen < MAX_VALUES:
        below: list[Any] = []
        for value in level[: MAX_VALUES - seen]:
            if isinstance(value, list):
                below += value
            elif isinstance(value, dict):
                yield value
                below += [
                    inner for key, inner in value.items() if type(inner) in _NESTING and key not in _ELSEWHERE
                ]
        seen += len(level)
        level = below


def types(thing: dict[str, Any]) -> frozenset[str]:
    """Return the names of the object's types, without the address of the schema."""
    stated = thing.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return frozenset(name.rpartition("/")[2] for name in names if isinstance(name, str))


def main_things(structured: tuple[Any, ...]) -> tuple[dict[str, Any], ...]:
    """Return the objects that can be about the page as a whole: articles first, then the page itself."""
    articles, pages = [], []
    for thing in things(structured):
        if "@type" not in thing:
            continue
        named = types(thing)
        if not named.isdisjoint(ARTICLES):
            articles.append(thing)
        elif not named.isdisjoint(PAGES):
            pages.append(thing)
    return (*articles, *pages)[:MAX_THINGS]


def text_of(value: Any) -> str:
    """Return the text of a value: the first one of a list, the name of an object."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
    return " ".join(unescape(value).split()) if isinstance(value, str) else ""


def texts_of(value: Any) -> list[str]:
    """Return the text of each value if there can be several."""
    values = value if isinstance(value, list) else [value]
    return [text for text in map(text_of, values) if text]

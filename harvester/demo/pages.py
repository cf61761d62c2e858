"""From an article's text to the page a reader gets, and the pages around it: templates filled in, no HTTP."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from harvester.demo.articles import ARTICLES, GONE, WALL, DemoArticle

_SITE = Path(__file__).parent / "site"
_HTML = "text/html; charset=utf-8"
_RELATED = 3
"""Each page links to this many others, which differ from turn to turn: such a difference is not an edit."""

# Portcullis Edge does not exist; the header is the one by which the largest such service marks a challenge.
_WALL_HEADERS = (("cf-mitigated", "challenge"), ("Cache-Control", "no-store"))


@dataclass(frozen=True, slots=True)
class DemoResponse:
    """What the site answers. modified: aware, None where the site does not say."""

    body: bytes
    content_type: str = _HTML
    status: int = 200
    modified: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()


class DemoStory(NamedTuple):
    """An article as one of its editions tells it; body is HTML, the rest plain text, dates ISO 8601."""

    title: str
    lead: str
    author: str
    section: str
    published: str
    modified: str
    body: str


class Visit(NamedTuple):
    """One request: the site's own address, the edition that is out, and the how-manieth request it is."""

    site: str
    edition: int
    number: int = 0


def page_at(path: str, visit: Visit) -> DemoResponse:
    """Return what the site shows at that path; a 404 where it never had anything."""
    if path in _PATHS:
        return _article_page(_PATHS[path], visit)
    return _OTHERS.get(path, _not_found)(visit)


@cache
def _read(name: str) -> str:
    return (_SITE / name).read_text("utf-8")


def _filled(name: str, values: Mapping[str, str]) -> str:
    return Template(_read(name)).substitute(values)


@cache
def story(key: str, text: str) -> DemoStory:
    """Return one text of an article: a head of ``name: value`` lines, a blank line, the HTML."""
    head, _, body = _read(f"articles/{key}.{text}.html").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return DemoStory(**fields, body=body)


def _told(article: DemoArticle, edition: int) -> DemoStory:
    """Return the article as the edition tells it, or as it was last told where it is gone or walled off."""
    texts = [text for text in article.shows[:edition] if text not in {GONE, WALL}]
    return story(article.key, texts[-1])


def _article_page(article: DemoArticle, visit: Visit) -> DemoResponse:
    shown = article.shows[visit.edition - 1]
    if shown == GONE:
        return _not_found(visit)
    if shown == WALL:
        return DemoResponse(_read("challenge.html").encode(), headers=_WALL_HEADERS)
    told = story(article.key, shown)
    turn = visit.number if article.restless else 0
    html = _filled(
        "layout.html",
        {
            **json.loads(_read("furniture.json"))[article.language],
            **_escaped(article, told, visit),
            "body": told.body,
            "published_day": told.published[:10],
            "structured": _structured(article, told, visit),
            "related_links": _related_links(article, turn),
            "noise": f'<meta name="csrf-token" content="{turn:08x}">\n' if turn else "",
        },
    )
    modified = None if article.restless else datetime.fromisoformat(told.modified)
    return DemoResponse(html.encode(), modified=modified)


def _escaped(article: DemoArticle, told: DemoStory, visit: Visit) -> dict[str, str]:
    """Return the article's own words, fit for text and attributes of HTML and XML."""
    fields = told._asdict() | {
        "language": article.language,
        "path": article.path,
        "url": visit.site + article.path,
        "pub_date": format_datetime(datetime.fromisoformat(told.published)),
    }
    return {key: escape(value) for key, value in fields.items()}


def _structured(article: DemoArticle, told: DemoStory, visit: Visit) -> str:
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": told.title,
        "description": told.lead,
        "url": visit.site + article.path,
        "inLanguage": article.language,
        "datePublished": told.published,
        "dateModified": told.modified,
        "author": {"@type": "Person", "name": told.author},
        "publisher": {"@type": "NewsMediaOrganization", "name": "Lantern Press"},
    }
    return json.dumps(facts, ensure_ascii=False).replace("</", "<\\/")


def _related_links(article: DemoArticle, turn: int) -> str:
    others = [other for other in ARTICLES if other is not article]
    chosen = [others[(turn + step) % len(others)] for step in range(_RELATED)]
    return "".join(
        f'<li><a href="{other.path}">{escape(story(other.key, "1").title)}</a></li>\n' for other in chosen
    )


def _front_page(visit: Visit) -> DemoResponse:
    teasers = (_filled("teaser.html", _escaped(each, _told(each, visit.edition), visit)) for each in ARTICLES)
    return DemoResponse(
        _filled("index.html", {"teasers": "".join(teasers)}).encode(), modified=_last_modified(visit)
    )


def _feed(visit: Visit) -> DemoResponse:
    items = (_filled("item.xml", _escaped(each, _told(each, visit.edition), visit)) for each in ARTICLES)
    feed = _filled("feed.xml", {"site": visit.site, "items": "".join(items)})
    return DemoResponse(feed.encode(), "application/rss+xml; charset=utf-8", modified=_last_modified(visit))


def _last_modified(visit: Visit) -> datetime:
    return max(datetime.fromisoformat(_told(each, visit.edition).modified) for each in ARTICLES).astimezone(
        UTC
    )


def _robots(_: Visit) -> DemoResponse:
    return DemoResponse(_read("robots.txt").encode(), "text/plain; charset=utf-8")


def _style(_: Visit) -> DemoResponse:
    return DemoResponse(_read("style.css").encode(), "text/css; charset=utf-8")


def _not_found(_: Visit) -> DemoResponse:
    return DemoResponse(_read("not_found.html").encode(), status=404)


_PATHS = {article.path: article for article in ARTICLES}
_OTHERS: Mapping[str, Callable[[Visit], DemoResponse]] = {
    "/": _front_page,
    "/feed.xml": _feed,
    "/robots.txt": _robots,
    "/style.css": _style,
}

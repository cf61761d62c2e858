"""Which sources a page, its headers and robots.txt name."""

import pytest

from harvester.discover.naming import NamedSource, named_by_robots, named_sources, usual_places
from harvester.discover.unpacking import SourceDocument

URL = "https://lantern.example/en/"
ALTERNATE = '<link rel="alternate" type="application/rss+xml" {}>'


def named(html, **headers):
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return [
        (each.kind, each.url, each.title)
        for each in named_sources(SourceDocument.of(html.encode(), URL), fields)
    ]


NAMED = {  # page, what it names
    "a feed": (
        ALTERNATE.format('title="All news" href="/feed.xml"'),
        [("feed", "https://lantern.example/feed.xml", "All news")],
    ),
    "relative to its base": (
        '<base href="https://b.example/x/">' + ALTERNATE.format('href="rss"'),
        [("feed", "https://b.example/x/rss", "")],
    ),
    "in other letters": (
        '<LINK REL="Alternate Home" TYPE="Application/Atom+XML; charset=utf-8" HREF="/a">',
        [("feed", "https://lantern.example/a", "")],
    ),
    "JSON Feed": (
        '<link rel="alternate" type="application/feed+json" href="/f.json">',
        [("feed", "https://lantern.example/f.json", "")],
    ),
    "XML that is called a feed": (
        '<link rel="alternate" type="text/xml" title="RSS" href="/x">',
        [("feed", "https://lantern.example/x", "RSS")],
    ),
    "a sitemap": (
        '<link rel="sitemap" href="/map.xml">',
        [("sitemap", "https://lantern.example/map.xml", "")],
    ),
    "comments last": (
        ALTERNATE.format('title="Comments Feed" href="/comments/feed"') + ALTERNATE.format('href="/feed"'),
        [
            ("feed", "https://lantern.example/feed", ""),
            ("feed", "https://lantern.example/comments/feed", "Comments Feed"),
        ],
    ),
    "each once": (
        ALTERNATE.format('href="/feed"') * 3,
        [("feed", "https://lantern.example/feed", "")],
    ),
    "in the body": ("<p>" + ALTERNATE.format('href="/feed"'), [("feed", "https://lantern.example/feed", "")]),
    "a translation": ('<link rel="alternate" hreflang="fr" href="/fr/">', []),
    "a style sheet": ('<link rel="stylesheet" href="/feed.css">', []),
    "a program's JSON": ('<link rel="alternate" type="application/json" title="JSON" href="/api/7">', []),
    "what cannot be asked for": (ALTERNATE.format('href="javascript:x"') + ALTERNATE.format(""), []),
    "itself": (ALTERNATE.format('href="/en/"'), []),
}


@pytest.mark.parametrize(("html", "expected"), NAMED.values(), ids=NAMED)
def test_named_sources(html, expected):
    assert named(html) == expected


LINKS = {  # Link header, what it names
    "quoted": ('</feed>; rel="alternate"; type="application/rss+xml"', "https://lantern.example/feed"),
    "bare, with a title": (
        '<feed>; title="a, b; c" ; type=application/atom+xml; rel=alternate',
        "https://lantern.example/en/feed",
    ),
    "after others": (
        '<https://hub.example/>; rel="hub", </feed>; rel=alternate; type="application/rss+xml"',
        "https://lantern.example/feed",
    ),
}


@pytest.mark.parametrize(("value", "expected"), LINKS.values(), ids=LINKS)
def test_headers_name_sources(value, expected):
    assert [url for _, url, _ in named("", Link=value)] == [expected]


def test_a_hostile_link_header_ends():
    assert named("", Link="<" * 60_000 + ";" * 60_000) == []
    assert named("", Link="<a>" + '; a="' * 20_000) == []


def test_named_by_robots():
    text = (
        "User-agent: *\nDisallow: /x\n\nSITEMAP: /map.xml # x\nSitemap:https://c.example/1.xml.gz\n"
        "Sitemap: /map.xml\nSitemap: mailto:a@b.example\n"
    )
    assert [each.url for each in named_by_robots(text, "https://lantern.example/robots.txt")] == [
        "https://lantern.example/map.xml",
        "https://c.example/1.xml.gz",
    ]


def test_usual_places_are_those_of_the_site():
    places = usual_places("https://lantern.example/?x=1")
    assert NamedSource("https://lantern.example/feed", "feed", where="a usual place") in places
    assert {each.kind for each in places} == {"feed", "sitemap"}

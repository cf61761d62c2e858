"""Listing pages and URL lists to links, and what a body is taken for."""

import pytest

from harvester.discover import discover, sniff
from harvester.errors import BadInput, ConfigError
from harvester.model import Announcement

URL = "https://www.lantern.example/explainers/"

FRONT = """<!DOCTYPE html><html><head><title>Explainers</title></head><body>
<header><nav><a href="/politics">Politics, courts and government</a></nav></header>
<main><h1>Explainers</h1>
<article><a href="/a/toll"><img src="toll.jpg" alt=""></a>
<h2><a href="/a/toll#top">Who pays the toll?</a></h2>
<a href="/politics">Politics</a><a href="/a/toll#comments">12 comments</a></article>
<article><h3><a href="https://lantern.example/a/well">A well</a></h3></article>
<p><a href="/a/bac">Pourquoi le bac ne passe plus</a> <a href="/a/ja">なぜ橋は渡れなくなったのか</a></p>
<a href="https://elsewhere.example/advert">Buy this wonderful thing right now</a>
<a href="/explainers/">All the explainers of this site</a>
<a href="javascript:x()">Something that is no link</a>
<aside><h3><a href="/newsletter">Our newsletter, every morning</a></h3></aside>
<a href="?page=2">More</a></main>
<footer><a href="/privacy">How we handle your personal data</a></footer></body></html>"""

CASES = {
    "headlines of the same site in the main part": (
        FRONT,
        "",
        [
            Announcement("https://www.lantern.example/a/toll", "Who pays the toll?"),
            Announcement("https://lantern.example/a/well", "A well"),
            Announcement("https://www.lantern.example/a/bac", "Pourquoi le bac ne passe plus"),
            Announcement("https://www.lantern.example/a/ja", "なぜ橋は渡れなくなったのか"),
        ],
    ),
    "the selector names the links": (
        FRONT,
        "article h2 a",
        [Announcement("https://www.lantern.example/a/toll", "Who pays the toll?")],
    ),
    "the selector names what holds them, and any host will do": (
        FRONT,
        "main > a[href*=elsewhere], article:nth-of-type(2)",
        [
            Announcement("https://lantern.example/a/well", "A well"),
            Announcement("https://elsewhere.example/advert", "Buy this wonderful thing right now"),
        ],
    ),
    "the selector matches nothing": (FRONT, "h6 a", []),
    "no main part: all but the furniture": (
        '<nav><a href="/all">All there is to read</a></nav><p><a href="/a/toll">Who pays the toll now?</a>',
        "",
        [Announcement("https://www.lantern.example/a/toll", "Who pays the toll now?")],
    ),
    "against the base element": (
        '<base href="/en/"><div role="main"><a href="toll">Who pays the toll from May on?</a></div>',
        "",
        [Announcement("https://www.lantern.example/en/toll", "Who pays the toll from May on?")],
    ),
    "nothing at all": ("", "", []),
}


@pytest.mark.parametrize(("html", "selector", "links"), CASES.values(), ids=CASES)
def test_listing(html, selector, links):
    assert discover(
        "listing", html.encode(), URL, content_type="text/html; charset=utf-8", selector=selector
    ) == tuple(links)


ODD = {
    "XHTML": '<?xml version="1.0"?><html><main><a href="/a">A headline that is long enough</a></main></html>',
    "a declaration that does not end": "<?xml",
    "a feed": '<?xml version="1.0"?><rss><channel><item><title>a</title></item></channel></rss>',
    "a bare URL": "http://a.example/x",
    "a file's name": "a/b.html",
}


@pytest.mark.parametrize("selector", ["", "main a"])
@pytest.mark.parametrize("html", ODD.values(), ids=ODD)
def test_odd_pages_are_read_without_a_warning(html, selector):  # pytest makes an error of each
    found = discover("listing", html.encode(), URL, selector=selector)
    assert len(found) == ("headline" in html)


def test_a_selector_that_is_none():
    with pytest.raises(ConfigError, match="h2 >> a"):
        discover("listing", FRONT.encode(), URL, selector="h2 >> a")


DEEP = {
    "100,000 nested elements": "<div>" * 100_000 + '<a href="/a">A headline that is long enough</a>',
    "links that never end": '<a href="/a">' * 20_000,
    "articles in articles": "<article>" * 3_000 + '<a href="/a">x</a>' * 1_000,
}


@pytest.mark.parametrize("html", DEEP.values(), ids=DEEP)
def test_hostile_pages_are_read_in_linear_time(html):
    assert len(discover("listing", html.encode(), URL)) <= 1


def test_a_url_list():
    body = b"""\xef\xbb\xbf# what we follow
https://lantern.example/toll

   http://lantern.example/well\r
# https://lantern.example/not-this
ftp://lantern.example/nor-this
https://lantern.example/toll"""
    assert discover("list", body, "") == (
        Announcement("https://lantern.example/toll"),
        Announcement("http://lantern.example/well"),
    )


@pytest.mark.parametrize("body", [b"", b"# nothing yet\n\n"], ids=["empty", "comments"])
def test_an_empty_url_list(body):
    assert discover("list", body, "") == ()


def test_a_url_list_without_a_url():
    with pytest.raises(BadInput, match="no line"):
        discover("list", b"toll\nwell\n", "list.txt")


KINDS = {
    "a feed served as a page": (
        b'<?xml version="1.0"?>\n<!-- by hand --><rss version="2.0">',
        "text/html",
        "feed",
    ),
    "a feed with a stylesheet": (
        b'<?xml version="1.0"?><?xml-stylesheet href="x"?><feed xmlns="a">',
        "",
        "feed",
    ),
    "an old feed with a document type": (b'<!DOCTYPE rdf:RDF SYSTEM "x"><rdf:RDF>', "", "feed"),
    "a feed whose beginning says nothing": (b"<x:thing/>", "application/rss+xml", "feed"),
    "a JSON feed": (
        b'{"title": "x", "version": "https://jsonfeed.org/version/1"}',
        "application/json",
        "feed",
    ),
    "some other JSON": (b'{"title": "x"}', "application/json", "page"),
    "a sitemap": (b'<urlset xmlns="x">', "", "sitemap"),
    "a sitemap with a prefix": (b'<s:sitemapindex xmlns:s="x">', "text/plain", "sitemap"),
    "a page": (b"<!doctype html><html>", "text/html", "page"),
    "a page that is XHTML": (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html>', "", "page"),
    "a page that claims to be a feed": (b"<!doctype html><html>", "application/rss+xml", "page"),
    "an article as text": (b"Who pays the toll?\nEverybody, says the mayor.", "text/plain", "page"),
    "a list": (b"# ours\nhttps://lantern.example/\nhttps://lantern.example/toll", "text/plain", "list"),
    "nothing": (b"", "", "page"),
}


@pytest.mark.parametrize(("body", "content_type", "kind"), KINDS.values(), ids=KINDS)
def test_sniff(body, content_type, kind):
    assert sniff(body, content_type) == kind

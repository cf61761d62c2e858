"""Sitemaps to links: articles, nested sitemaps, the news extension, gzip and the protocol's limits."""

import gzip

import pytest

from harvester.discover import MAX_BYTES, MAX_SITEMAP_URLS, discover, sniff
from harvester.errors import BadInput
from harvester.model import Announcement

URL = "https://lantern.example/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'

URLSET = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {NS} {NEWS} {IMAGE}>
<url><loc>https://lantern.example/toll</loc><lastmod>2031-02-03T04:05:06+01:00</lastmod></url>
<url><loc> https://lantern.example/well </loc>
<image:image><image:loc>https://lantern.example/well.jpg</image:loc>
<image:title>A well</image:title></image:image>
<news:news><news:publication><news:name>Lantern</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2031-02-02</news:publication_date>
<news:title>Why the well ran dry &amp; when</news:title>
</news:news></url>
<url><loc>/fr/bac</loc></url>
<url><lastmod>2031</lastmod></url>
<url><loc>ftp://lantern.example/x</loc></url>
<url><loc>https://lantern.example/toll</loc></url>
</urlset>"""

LINKS = (
    Announcement("https://lantern.example/toll", modified="2031-02-03T03:05:06+00:00"),
    Announcement(
        "https://lantern.example/well",
        "Why the well ran dry & when",
        "2031-02-02",
        language="en",
    ),
    Announcement("https://lantern.example/fr/bac"),
)

INDEX = f"""<sitemapindex {NS}><sitemap><loc>https://lantern.example/1.xml.gz</loc><lastmod>2031-02-03</lastmod>
</sitemap><sitemap><loc>https://lantern.example/2.xml</loc></sitemap></sitemapindex>"""

BODIES = {
    "as it is": URLSET.encode(),
    "gzipped": gzip.compress(URLSET.encode()),
    "gzipped in two members": gzip.compress(URLSET[:300].encode()) + gzip.compress(URLSET[300:].encode()),
    "without its end": URLSET.removesuffix("</urlset>").encode(),
    "gzipped and cut": gzip.compress(URLSET.encode())[:-8],
    "cut within an entry": URLSET.replace("</urlset>", "<url><loc>https://lantern.example/barr").encode(),
    "warnings before it": b"<b>Warning</b>: mysql_connect() in /srv/x.php<br>\n" + URLSET.encode(),
    "in capitals and with a prefix": URLSET.replace("<url", "<S:URL").replace("</url", "</S:URL").encode(),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_articles(body):
    assert discover("sitemap", body, URL) == LINKS
    assert sniff(body) == "sitemap"


def test_an_index_announces_its_sitemaps():
    assert discover("sitemap", INDEX.encode(), URL) == (
        Announcement("https://lantern.example/1.xml.gz", kind="sitemap", modified="2031-02-03"),
        Announcement("https://lantern.example/2.xml", kind="sitemap"),
    )
    assert sniff(INDEX.encode()) == "sitemap"


def test_a_text_sitemap_is_a_url_list():
    assert discover("sitemap", b"https://lantern.example/toll\n", URL) == (
        Announcement("https://lantern.example/toll"),
    )


DATES = {
    "a year": ("2031", "2031"),
    "a month": ("2031-02", "2031-02"),
    "the last year of all, east of Greenwich": ("9999-12-31T23:59:59-10:00", ""),
    "no zone": ("2031-02-03T04:05", "2031-02-03T04:05:00"),
    "no date": ("yesterday", ""),
    "letters without end": ("Mon, " * 5_000, ""),
}


@pytest.mark.parametrize(("lastmod", "modified"), DATES.values(), ids=DATES)
def test_dates(lastmod, modified):
    body = f"<urlset><url><loc>https://lantern.example/</loc><lastmod>{lastmod}</lastmod></url></urlset>"
    assert discover("sitemap", body.encode(), URL)[0].modified == modified


def test_no_more_than_the_protocol_allows(monkeypatch):
    assert MAX_SITEMAP_URLS == 50_000
    monkeypatch.setattr("harvester.discover.sitemaps.MAX_SITEMAP_URLS", 50)
    urls = "".join(f"<url><loc>/{number}</loc></url>" for number in range(60))
    links = discover("sitemap", f"<urlset>{urls}</urlset>".encode(), URL)
    assert [link.url for link in links] == [f"https://lantern.example/{number}" for number in range(50)]


def test_a_gzip_bomb_is_unpacked_only_so_far():
    """1 GiB of spaces in 1 MB: what lies within the limit is read."""
    head = f"<urlset><url><loc>https://lantern.example/</loc></url>{' ' * 1024}".encode()
    bomb = gzip.compress(head) + gzip.compress(b" " * MAX_BYTES) * 20
    assert discover("sitemap", bomb, URL) == (Announcement("https://lantern.example/"),)


REFUSED = {
    "a page": (b"<html><body>Not found</body></html>", "first element is <html>"),
    "nothing": (b"", "it is empty"),
    "no gzip after all": (b"\x1f\x8b\x00\x00", "it is empty"),
    "no element": (b"<!-- later -->", "no XML element"),
    "an element that never ends": (b"<" + b"a" * 10, "first element is <aaaaaaaaaa>"),
    "entities": (b'<!DOCTYPE u [<!ENTITY a "b">]><urlset/>', "document type"),
}


@pytest.mark.parametrize(("body", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_says_why(body, reason):
    with pytest.raises(BadInput, match=reason):
        discover("sitemap", body, URL)

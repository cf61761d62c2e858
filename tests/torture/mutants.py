"""Feeds, sitemaps, listings, URL lists and robots.txt, broken at random: each is read or refused.

The seed is fixed, so that what went wrong once can be tried again by its number.
"""

import json
import random
import time
from datetime import UTC, datetime
from pathlib import Path

from findings import Finding

from harvester.discover import discover, sniff
from harvester.errors import BadInput
from harvester.fetch import robots_rules
from harvester.model import Capture, Outcome

URL = "https://ferry.example/news/index.xml"
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
SEED = 20310304
LIMIT_S = 2.0
"""CPU seconds that one of them may take."""

ITEM = (
    "<item><title>Why does it rain &amp; pour?</title><link>/rain</link>"
    "<pubDate>Mon, 03 Feb 2031 04:05:06 +0100</pubDate></item>"
)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="/a/"><entry>
<title type="xhtml"><div>Why?</div></title><link rel="alternate" hreflang="en" type="text/html" href="why"/>
<updated>2031-02-03T04:05:06Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<item rdf:about="/x"><dc:date>2031</dc:date></item></rdf:RDF>"""
URLSET = """<urlset><url><loc>https://ferry.example/a</loc><lastmod>2031-02-03</lastmod>
<news:news><news:title>Why?</news:title><news:publication_date>2031-02-03</news:publication_date></news:news>
</url></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>https://ferry.example/1.xml.gz</loc><lastmod>2031-02</lastmod></sitemap>
</sitemapindex>"""
LISTING = """<html lang="en"><base href="/n/"><main><h2><a href="why">Why does it rain so much here?</a></h2>
</main></html>"""
ROBOTS = "User-agent: *\nDisallow: /x*y$\nCrawl-delay: 3\nSitemap: https://ferry.example/sitemap.xml\n"
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [{"url": "/a", "date_modified": "2031-02-03"}] * 3,
}
SAMPLES = {
    "feed": (
        f'<?xml version="1.0" encoding="utf-8"?><rss><channel><link>/</link>{ITEM * 3}</channel></rss>',
        ATOM,
        RDF,
        json.dumps(JSON_FEED),
    ),
    "sitemap": (URLSET, INDEX),
    "listing": (LISTING,),
    "list": ("# explainers\nhttps://ferry.example/a\nhttps://ferry.example/b\n",),
    "robots": (ROBOTS,),
}
PIECES = (
    *("<![CDATA[", "]]>", "<!--", "-->", "<?xml ", "<!DOCTYPE x [", "<!ENTITY a 'b'>", "&#xd800;", "&a;"),
    *("<item>", "</item>", "\x00", "\ufeff", "\xff", "http://[", "//", "xml:base='http://['", "99999-01-01"),
    *("{", "}]", '"', "'", "<", ">", "&", "*" * 40, "encoding='utf-16'", "encoding='idna'", "\r", "\u202e"),
    *("charset=utf-7", "Crawl-delay: 1e308", "Allow: " + "/*" * 60),
)
CODECS = ("utf-8", "utf-8", "utf-8", "utf-16", "utf-16-le", "latin-1", "utf-32")


def run(size: int, folder: Path):
    """Yield one finding: so many broken sources, each read as what it was, told apart, and read as a page."""
    del folder
    chance, wrong, slowest = random.Random(SEED), [], 0.0
    for number in range(size):
        kind = chance.choice([*SAMPLES])
        body = broken(chance.choice(SAMPLES[kind]), chance)
        started = time.process_time()
        if problem := _tried(kind, body):
            wrong.append(f"mutant {number} ({kind}): {problem}; {body[:200]!r}")
        slowest = max(slowest, time.process_time() - started)
    if slowest > LIMIT_S:
        wrong.append(f"a mutant took {slowest:.1f} s of CPU")
    yield Finding(
        "broken feeds, sitemaps, listings, robots.txt",
        size,
        "mutants",
        tuple(wrong),
        f"slowest {slowest:.2f} s",
    )


def broken(text: str, chance: random.Random) -> bytes:
    """Return the text with one to five parts of it lost, repeated, moved or replaced, in some encoding."""
    for _ in range(chance.randint(1, 5)):
        start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        part, piece = text[start:end], chance.choice(PIECES)
        text = chance.choice(
            (
                text[:start] + text[end:],
                text[:start],
                text[:end] + part * chance.randint(1, 20) + text[end:],
                part + text,
                text[:start] + piece + text[start:],
                text[:start] + piece + text[end:],
            )
        )[:100_000]  # fmt: skip
    body = bytearray(text.encode(chance.choice(CODECS), "replace"))
    for _ in range(chance.choice((0, 0, 1, 3))):
        body[chance.randrange(len(body) + 1) : 0] = bytes([chance.randrange(256)])
    return bytes(body)


def _tried(kind: str, body: bytes) -> str:
    """Return what our own program ran into; "" for nothing."""
    try:
        if kind == "robots":
            capture = Capture("https://ferry.example/robots.txt", NOON, Outcome.OK, status=200, body=body)
            rules = robots_rules((capture,))
            rules.allowed("https://ferry.example/xay")
            rules.crawl_delay_s()
            return ""
        sniff(body)
        found = discover(kind, body, URL)
    except BadInput:
        return ""
    except Exception as error:  # noqa: BLE001  that none comes is what is tried
        return repr(error)
    bad = [each.url for each in found if not each.url.startswith(("http://", "https://"))]
    return f"it announces {bad[0]!r}" if bad else ""

"""What kind of thing a URL is, by how it is written."""

import pytest

from harvester.harvest.kinds import kind_of

KINDS = {
    "https://news.example/2026/why-the-bridge-closed": "page",
    "https://news.example/feed": "feed",
    "https://news.example/feed/": "feed",
    "https://news.example/rss/all": "feed",
    "https://news.example/explainers.rss": "feed",
    "https://news.example/atom.xml": "feed",
    "https://news.example/feed.json": "feed",
    "https://news.example/newsfeed.xml": "feed",
    "https://news.example/sitemap.xml": "sitemap",
    "https://news.example/sitemap-news.xml.gz": "sitemap",
    "https://news.example/feeding-the-birds": "page",
    "https://news.example/atomic-power": "page",
    "https://rss.example/": "page",
    "https://news.example/?feed=rss2": "page",
}


@pytest.mark.parametrize(("url", "kind"), KINDS.items(), ids=KINDS)
def test_kind_of(url, kind):
    assert kind_of(url) == kind

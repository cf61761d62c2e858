"""The peer of `benchmarks.pipeline`: a stock Scrapy spider, trafilatura, and a table in SQLite.

With ``full`` as its last argument it gives more of what ours gives: title, authors, date and language of each
page, and an index to find words.
"""

import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import trafilatura
from scrapy import Spider
from scrapy.crawler import CrawlerProcess

from benchmarks.fetch import cpu_s
from benchmarks.pipeline import HOSTS, report, urls

SETTINGS = {
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS": HOSTS,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "ITEM_PIPELINES": {"benchmarks.pipeline_peer.Stored": 1},
}
"""Requests as ours makes them: one to a host at a time. A log line for each page would cost the peer more."""

TABLE = """
    CREATE TABLE IF NOT EXISTS page (
        id INTEGER PRIMARY KEY, url TEXT NOT NULL, at TEXT DEFAULT CURRENT_TIMESTAMP, html BLOB, text TEXT
    )"""

INDEX = "CREATE VIRTUAL TABLE IF NOT EXISTS page_index USING fts5(text, tokenize = 'unicode61')"


class Stored:
    """Extracts the text of each page and stores both, a transaction each."""

    def open_spider(self, spider: Any) -> None:
        """Open the database."""
        self.conn = sqlite3.connect(Path(spider.folder, "pages.db"))
        self.conn.execute("PRAGMA journal_mode = WAL")
        self.conn.execute(TABLE)
        if spider.full:
            self.conn.execute(INDEX)

    def process_item(self, item: dict[str, Any], spider: Any) -> dict[str, Any]:
        """Extract and store."""
        text = trafilatura.extract(item["html"], url=item["url"], with_metadata=spider.full)
        with self.conn:
            row = (item["url"], item["html"], text)
            self.conn.execute("INSERT INTO page (url, html, text) VALUES (?, ?, ?)", row)
            if spider.full:
                self.conn.execute("INSERT INTO page_index (text) VALUES (?)", (text,))
        spider.stored += bool(text)
        return item

    def close_spider(self, spider: Any) -> None:
        """Close the database and report."""
        self.conn.close()
        report(spider.stored, spider.began_s)


class Pages(Spider):
    """Yields each page as an item."""

    name = "pages"
    began_s = 0.0
    stored = 0
    folder = ""
    full = False

    async def start(self) -> AsyncIterator[Any]:
        """Begin to count where the first request is made."""
        self.began_s = cpu_s()
        async for request in super().start():
            yield request

    def parse(self, response: Any) -> Iterator[dict[str, Any]]:
        """Yield the page."""
        yield {"url": response.url, "html": response.body}


if __name__ == "__main__":
    port, folder, *more = sys.argv[1:]
    process = CrawlerProcess(SETTINGS)
    process.crawl(Pages, start_urls=urls(port), folder=folder, full=bool(more))
    process.start()

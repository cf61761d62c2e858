"""The peer of `benchmarks.fetch`: a stock Scrapy spider that saves each body."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.crawler import CrawlerProcess

from benchmarks.fetch import PAGE_BYTES, cpu_s, report, urls

SETTINGS = {"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False}
"""A log line for each page would cost the peer more than the page."""


class Saver(Spider):
    """Saves bodies, each under its number, and reports when it is done."""

    name = "saver"
    began_s = 0.0
    saved = 0
    folder = ""

    async def start(self) -> AsyncIterator[Any]:
        """Begin to count where the first request is made."""
        self.began_s = cpu_s()
        async for request in super().start():
            yield request

    def parse(self, response: Any) -> None:
        """Save the body."""
        if len(response.body) == PAGE_BYTES:
            Path(self.folder, response.url.split("/")[-2]).write_bytes(response.body)
            self.saved += 1

    def closed(self, _: str) -> None:
        """Report."""
        report(self.saved, self.began_s)


if __name__ == "__main__":
    root, folder = sys.argv[1:]
    process = CrawlerProcess(SETTINGS)
    process.crawl(Saver, start_urls=urls(root), folder=folder)
    process.start()

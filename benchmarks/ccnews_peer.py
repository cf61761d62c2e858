"""The peers of `benchmarks.ccnews`, run by the interpreter that has them; it knows nothing of Harvester.

Each prints how many articles it has and the CPU seconds that it took, imports left out.
"""

import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit


def hosts() -> list[str]:
    """Return the hosts whose pages fundus reads."""
    from fundus import PublisherCollection  # noqa: PLC0415  each peer is imported alone

    return [
        urlsplit(domain).netloc
        for publisher in PublisherCollection
        for domain in (publisher.domain, *publisher.deprecated_domains)
    ]


def _fundus() -> Callable[[str], int]:
    from fundus import PublisherCollection  # noqa: PLC0415
    from fundus.scraping.html import CCNewsSource  # noqa: PLC0415
    from fundus.scraping.scraper import CCNewsScraper  # noqa: PLC0415

    def read(address: str) -> int:
        """Read a file as `CCNewsCrawler` does in each of its processes; return the articles with a title."""
        scraper = CCNewsScraper(CCNewsSource(*PublisherCollection, warc_path=address))
        return sum(bool(each.title) for each in scraper.scrape("catch") if not each.exception)

    return read


def _news_please() -> Callable[[str], int]:
    from newsplease import NewsPlease  # noqa: PLC0415
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415

    def read(path: str) -> int:
        """Read a file as its extractor for Common Crawl does; return the articles with a title."""
        titles = 0
        with open(path, "rb") as file:  # noqa: PTH123
            for record in ArchiveIterator(file):
                if record.rec_type == "response":
                    with suppress(Exception):  # as its extractor does: some languages need further packages
                        titles += bool(NewsPlease.from_warc(record, fetch_images=False).title)
        return titles

    return read


READERS = {"fundus": _fundus, "news-please": _news_please}


def main(name: str, *places: str) -> None:
    """Print the hosts, or what came of reading a file."""
    if name == "hosts":
        print(json.dumps(hosts()))
        return
    read = READERS[name]()
    started = time.process_time()
    articles = read(*places)
    print(json.dumps([articles, time.process_time() - started]))


if __name__ == "__main__":
    main(*sys.argv[1:])

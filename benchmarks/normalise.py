"""Bytes to a normal document beside BeautifulSoup's parse of the same bytes with lxml, on real pages."""

import gc
from collections.abc import Iterator

from bs4 import BeautifulSoup

from benchmarks.corpus import pages
from benchmarks.timing import Ratio, interleaved, speed_ratio
from harvester.normalise import normalise

EVERY = 12
"""One page in this many is read, as in `benchmarks.parse`."""
ROUNDS = 3
"""Rounds of both contenders; the ratio is the median of the rounds."""
TARGET = 5
"""How many times as fast as the peer a document is to be made; 6 to 7 were measured in November 2026."""


def run() -> Iterator[Ratio]:
    """Yield the ratio; nothing where the corpus is absent."""
    bodies = pages(EVERY)
    if not bodies:
        return
    gc.collect()
    gc.freeze()  # else each collection walks what the other benchmarks have loaded
    seconds = interleaved(
        {
            "normalise": lambda: [normalise(body, content_type="text/html") for body in bodies],
            "soup": lambda: [BeautifulSoup(body, "lxml") for body in bodies],
        },
        ROUNDS,
    )
    taken = {name: f"{1000 * min(rounds) / len(bodies):.1f} ms a page" for name, rounds in seconds.items()}
    note = f"{taken['normalise']} beside {taken['soup']}, {len(bodies)} pages"
    ratio = speed_ratio(seconds, "normalise", "soup")
    yield Ratio("normal document, beside BeautifulSoup", ratio, TARGET, note)

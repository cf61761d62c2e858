"""Bytes to pairs beside trafilatura, careful and fast, on every twelfth real page in one run."""

import gc
import logging
from collections.abc import Iterator

import trafilatura

from benchmarks.corpus import pages
from benchmarks.timing import Ratio, interleaved, speed_ratio
from harvester.normalise import normalise
from harvester.parse import parse

EVERY = 12
"""One page in this many is read, because the peer takes a tenth of a second a page."""
ROUNDS = 3
"""Rounds of all contenders; the ratio is the median of the rounds."""
TARGETS = {"trafilatura": 5.5, "trafilatura, fast": 3.3}
"""How many times as fast as each peer bytes are to become pairs."""


def run() -> Iterator[Ratio]:
    """Yield the ratios; nothing where the corpus is absent."""
    bodies = pages(EVERY)
    if not bodies:
        return
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    gc.collect()
    gc.freeze()  # else each collection walks the peer's modules, whoever is timed
    seconds = interleaved(
        {
            "pairs": lambda: [parse(normalise(body, content_type="text/html")) for body in bodies],
            "trafilatura": lambda: [trafilatura.extract(body) for body in bodies],
            "trafilatura, fast": lambda: [trafilatura.extract(body, fast=True) for body in bodies],
        },
        ROUNDS,
    )
    taken = {name: f"{1000 * min(rounds) / len(bodies):.1f} ms a page" for name, rounds in seconds.items()}
    for peer, target in TARGETS.items():
        note = f"{taken['pairs']} beside {taken[peer]}, {len(bodies)} pages, every {EVERY}th"
        yield Ratio(f"bytes to pairs, beside {peer}", speed_ratio(seconds, "pairs", peer), target, note)

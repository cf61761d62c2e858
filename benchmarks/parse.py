"""Bytes to pairs beside trafilatura.extract, and beside the bare parse of lexbor, on real pages."""

import gc
import logging
from collections.abc import Iterator

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from benchmarks.corpus import pages
from benchmarks.timing import Ratio, interleaved, speed_ratio
from harvester.normalise import normalise
from harvester.parse import parse

EVERY = 12
"""Of the corpus's pages: the peer takes a tenth of a second a page."""
ROUNDS = 3


def run() -> Iterator[Ratio]:
    """Yield the ratios; nothing where the corpus is absent."""
    bodies = pages(EVERY)
    if not bodies:
        return
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    documents = [normalise(body, content_type="text/html") for body in bodies]
    gc.collect()
    gc.freeze()  # else each collection walks the peer's modules and these documents, whoever is timed
    seconds = interleaved(
        {
            "lexbor": lambda: [LexborHTMLParser(body) for body in bodies],
            "pairs": lambda: [parse(normalise(body, content_type="text/html")) for body in bodies],
            "parse": lambda: [parse(document) for document in documents],
            "trafilatura": lambda: [trafilatura.extract(body) for body in bodies],
        },
        ROUNDS,
    )
    taken = {name: f"{1000 * min(rounds) / len(bodies):.1f} ms a page" for name, rounds in seconds.items()}
    note = f"{taken['pairs']} beside {taken['trafilatura']}, {len(bodies)} pages"
    yield Ratio(
        "bytes to pairs, beside trafilatura.extract", speed_ratio(seconds, "pairs", "trafilatura"), 12, note
    )
    note = f"{taken['pairs']} beside {taken['lexbor']}"
    yield Ratio(
        "bytes to pairs, beside the bare parse of lexbor", speed_ratio(seconds, "pairs", "lexbor"), 0.22, note
    )
    note = f"{taken['parse']} beside {taken['lexbor']}"
    yield Ratio(
        "parse alone, beside the bare parse of lexbor", speed_ratio(seconds, "parse", "lexbor"), 0.67, note
    )

"""Bytes to a normal document beside the bare parse of lexbor, on real pages."""

import gc
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from benchmarks.corpus import pages
from benchmarks.timing import Ratio, interleaved, speed_ratio
from harvester.normalise import normalise
from harvester.normalise.html import read

EVERY = 3
"""Of the corpus's pages."""
ROUNDS = 9


def run() -> Iterator[Ratio]:
    """Yield the ratios; nothing where the corpus is absent."""
    bodies = pages(EVERY)
    if not bodies:
        return
    gc.collect()
    gc.freeze()  # else each collection walks what the other benchmarks have loaded
    seconds = interleaved(
        {
            "lexbor": lambda: [LexborHTMLParser(body) for body in bodies],
            "walk": lambda: [read(body) for body in bodies],
            "normalise": lambda: [normalise(body, content_type="text/html") for body in bodies],
        },
        ROUNDS,
    )
    taken = {name: f"{1000 * min(rounds) / len(bodies):.1f} ms a page" for name, rounds in seconds.items()}
    note = f"{taken['normalise']} beside {taken['lexbor']}, {len(bodies)} pages"
    yield Ratio(
        "normal document, beside the bare parse of lexbor",
        speed_ratio(seconds, "normalise", "lexbor"),
        0.33,
        note,
    )
    note = f"{taken['walk']} beside {taken['lexbor']}"
    yield Ratio(
        "its blocks alone, beside the bare parse of lexbor", speed_ratio(seconds, "walk", "lexbor"), 0.4, note
    )

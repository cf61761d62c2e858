"""What a look for question marks before the reading could save an import: ``python -m benchmarks.marks``.

A page whose text has no question mark would be passed over without being read. The figures say how many pages
without pairs that is, how many explainers would be lost, and what the look costs beside a reading.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from benchmarks.corpus import FOLDERS, judged
from benchmarks.rounds import ROUNDS
from harvester.languages.signs import ASKING
from harvester.model import Capture, Outcome
from harvester.normalise.guard import tame
from harvester.reading import read, received

UNSEEN = "head, script, style, template, noscript, svg, option, textarea"
"""What these elements hold is no text of the page."""

HTML = (("Content-Type", "text/html; charset=utf-8"),)
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


def has_mark(body: bytes) -> bool:
    """Return whether a sign that may end a question stands in the text of a page."""
    tree = LexborHTMLParser(tame(body)[0], scripting=True)
    for node in tree.css(UNSEEN):
        node.decompose()
    text = tree.body.text() if tree.body else ""
    return any(sign in text for sign in ASKING)


def bodies() -> Iterator[bytes]:
    """Yield the pages of the corpus, and those of all rounds."""
    for folder in FOLDERS:
        yield from (body for _, body in judged(folder))
    yield from (path.read_bytes() for path in sorted(Path(ROUNDS).rglob("page.html")))


def main() -> None:
    """Print the figures."""
    number, lost = {True: 0, False: 0}, {True: 0, False: 0}
    looking, reading = 0.0, 0.0
    for body in bodies():
        page = received(Capture("https://a.example/a", NOON, Outcome.OK, status=200, headers=HTML, body=body))
        started = time.process_time()
        is_passed = not has_mark(body)
        looked = time.process_time()
        has_pairs = bool(read(page).snapshot.pairs)
        looking, reading = looking + looked - started, reading + time.process_time() - looked
        number[has_pairs] += 1
        lost[has_pairs] += is_passed
    print(f"pages without pairs: {number[False]}, of which {lost[False]} would be passed over")
    print(f"pages with pairs: {number[True]}, of which {lost[True]} would be lost")
    print(f"the look takes {looking / reading:.2f} of the CPU of a reading")


if __name__ == "__main__":
    main()

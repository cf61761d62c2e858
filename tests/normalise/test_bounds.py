"""Pages with more lines, marks or class names than any: read up to a bound, with the reason."""

import time

import pytest

from harvester.normalise import bounds, normalise
from harvester.normalise.plain import MAX_CHARS
from harvester.parse import parse

FEWEST = bounds.MAX_LINES // 3 - 100  # a question takes three lines
LINES, MARKS, NAMES = (bounds.LINES,), (bounds.MARKS,), (bounds.NAMES,)
SHORTER = (f"text after {MAX_CHARS:,} characters left out",)
HTML, PLAIN = "text/html", "text/plain"

PAGES = {  # format, page, how many pairs it has at least, what had to be left out
    "questions": (HTML, b"<h2>Who pays?</h2><p>Nobody does.</p>" * 24_000, FEWEST, LINES),
    "questions in one block": (HTML, b"<pre>" + b"Q: Who?\nA: Me.\n" * 100_000, FEWEST, LINES),
    "questions between breaks": (HTML, b"<p>" + b"<b>Who?</b><br>Me.<br>" * 20_000, FEWEST, (*LINES, *MARKS)),
    "questions in plain text": (PLAIN, b"Q: Who?\nA: Me.\n\n" * 100_000, FEWEST, LINES),
    "question marks": (HTML, b"<p>" + b"Who? " * 300_000, 0, LINES),
    "lines": (PLAIN, b"Who?\n" * 5_000_000, 0, (*SHORTER, *LINES)),
    "a long text": (PLAIN, b"word " * 10_000_000, 0, SHORTER),
    "names of classes": (HTML, b'<div class="%s"><h2>Who?</h2><p>Me.' % (b"a " * 2_000_000), 0, NAMES),
}
LIMIT_S = 8.0
"""CPU seconds: some eight times what the slowest takes; without the bounds some take a minute."""


@pytest.mark.parametrize(("content_type", "body", "pairs", "cuts"), PAGES.values(), ids=PAGES)
def test_large_pages_end(content_type, body, pairs, cuts):
    start = time.process_time()
    document = normalise(body, content_type=content_type)
    assert len(parse(document).pairs) >= pairs
    assert time.process_time() - start < LIMIT_S
    assert document.cuts == cuts


def test_what_is_left_is_the_beginning():
    body = b"".join(b"%d\n" % n for n in range(60_000))
    [block] = normalise(body, content_type=PLAIN).blocks
    assert block.text.split("\n") == [str(n) for n in range(bounds.MAX_LINES - 1)]

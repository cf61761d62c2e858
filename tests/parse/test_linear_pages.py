"""Reading a page, and explaining it, is work that grows with the page's length, whatever it is made of."""

import gc
import time

import pytest

from harvester.normalise import normalise
from harvester.parse import parse
from harvester.parse.explain import explain

PAIR = b"<h2>Who runs the ferry?</h2><p>The county runs it, and has for forty years.</p>"


def numbered(pattern, count):
    """The pattern once for each number, which stands wherever it has a #."""
    return b"".join(pattern.replace(b"#", b"%d" % number) for number in range(count))


def stated(count, question=b"Who runs ferry #?", answer=b"The county runs it."):
    """That many questions in JSON-LD."""
    one = b'{"@type":"Question","name":"%s","acceptedAnswer":{"text":"%s"}},' % (question, answer)
    questions = numbered(one, count) + b"{}"
    return b'<script type="application/ld+json">{"mainEntity":[%s]}</script>' % questions


PAGES = {  # the page of n, for two values of which the work is compared
    "an item without a sentence's end": lambda n: b"<h2>Who?</h2><ul><li>" + b"barge " * 30 * n + b"</ul>",
    "answers of such an item": lambda n: (
        (b"<h2>Who sails?</h2><ul><li>" + b"barge " * 1_600 + b"</ul>") * (n // 50)
    ),
    "items of 16,000 words": lambda n: (
        (b"<h2>Who sails?</h2><ul><li>" + b"barge " * 16_000 + b"</ul>") * (n // 400)
    ),
    "kana without an end": lambda n: (
        (b"<h2>Who sails?</h2><ul><li>" + "か".encode() * 4_000 + b"</ul>") * (n // 100)
    ),
    "equal questions": lambda n: PAIR * (n // 2),
    "numbered questions": lambda n: numbered(
        b"<h2>Who runs ferry #?</h2><p>The county runs # of them.</p>", n
    ),
    "numbered questions, stated too": lambda n: (
        numbered(b"<h2>Who runs ferry #?</h2><p>It does.</p>", n // 2) + stated(n // 2)
    ),
    "questions that have no answer": lambda n: b"<h2>Who runs the ferry?</h2>" * n * 2,
    "one answer": lambda n: b"<h2>Who runs the ferry?</h2>" + b"<p>The county runs it.</p>" * 3 * n,
    "labels": lambda n: b"<p>Question: who sails?</p><p>Answer: the county does.</p>" * n,
    "labels in one block": lambda n: b"<pre>" + b"Q: who sails?\nA: the county does.\n" * n,
    "a label and much space": lambda n: b"<p>Question" + b" &#160;" * 40 * n + b"x?</p>" * 3,
    "speakers": lambda n: numbered(b"<p>Ann# Reed: who sails?</p><p>Bea# Kelp: the county does.</p>", n // 2),
    "dashes": lambda n: b"<p>- Who runs the ferry?</p><p>- The county runs it.</p>" * n,
    "bold questions in one block": lambda n: b"<p>" + b"<b>Who sails?</b> The county does. " * n,
    "panels": lambda n: numbered(
        b"<div class='q#'><p class='a#'>Who sails?</p><p>The county does.</p></div>", n // 2
    ),
    "nested elements": lambda n: b"<div><b>" * 10 * n + PAIR * 5,
    "nested definitions": lambda n: b"<dl><dt>Who?<dd>Me." * 2 * n,
    "links": lambda n: b"<p>" + b"<a href=/x>tide</a> " * 12 * n,
    "headlines after a question": lambda n: (
        PAIR * 4 + b"<li><a href=/x>The ferry does not sail tomorrow</a>" * 3 * n
    ),
    "a table of contents": lambda n: (
        numbered(b"<li><a href='#q#'>Who #?</a>", n) + numbered(b"<h2>Who #?</h2><p>Me.</p>", n)
    ),
    "a long title": lambda n: b"<title>" + b"a - b | &#160; " * 12 * n + b"</title><h1>a</h1>" + PAIR * 3,
    "a title of spaces": lambda n: b"<title>a" + b"&#160;" * 40 * n + b"b</title>" + PAIR * 3,
    "a title of brackets": lambda n: b"<title>a</title><h1>a" + b"( " * 100 * n + b"</h1>" + PAIR * 3,
    "a title of beginnings": lambda n: (
        "<title>{0}</title><h1>{0}</h1>".format("częst" * 20 * n).encode() + PAIR * 3
    ),
    "titles": lambda n: b"<title>a b c</title><h1>a b c d</h1>" * 2 * n + PAIR * 3,
    "a byline": lambda n: (
        b"<h1>Ferries</h1><p class=author>" + b"By A and   , " * 12 * n + b"</p>" + PAIR * 3
    ),
    "a byline of spaces": lambda n: (
        b"<h1>Ferries</h1><p class=author><span>A</span>" + b"<br> " * 12 * n + PAIR * 3
    ),
    "dates": lambda n: b"<h1>Ferries</h1><time>" + b"12 May 2031, " * 12 * n + b"</time>" + PAIR * 3,
    "class names": lambda n: b"<p class='" + b"faq question " * 12 * n + b"'>x</p>" + PAIR * 3,
    "a style": lambda n: b"<p style='" + b"display : " * 15 * n + b"'>x</p>" + PAIR * 3,
    "a credit and much space": lambda n: PAIR * 3 + b"<p>Photo" + b" &#160;" * 40 * n + b"x</p>",
    "stated with open tags": lambda n: (
        PAIR * 3 + stated(3, b"Who runs the ferry?", b"&lt;p &lt;br <" * 12 * n)
    ),
    "a long stated question": lambda n: PAIR * 3 + stated(1, b"who sails " * 12 * n),
    "stated, deep": lambda n: (
        b'<script type="application/ld+json">' + b'{"a":[' * 20 * n + b"</script>" + PAIR * 3
    ),
    "stated, many times": lambda n: stated(1) * n + PAIR * 3,
    "question marks": lambda n: b"<h2>" + b"?" * 100 * n + b"</h2><p>The county does.</p>" * 3,
    "quotes": lambda n: b"<blockquote>" + "“x” ".encode() * 12 * n + b"</blockquote>" + PAIR * 3,
}
LEAST, MOST = 500, 4_000
"""Sizes of the shorter page: LEAST is doubled until the work takes ENOUGH_S, or the page has MOST."""
ENOUGH_S = 0.06
"""CPU seconds: what the shorter page is taken to cost at least, so that no jitter of short ones decides."""
LONGER = 4
"""The longer page is this many times as long."""
GROWTH = 7
"""The longer page may cost less than this many times as much. It costs LONGER times as much where all work
is linear, the square of that where none is, and 7 times where a third of the work on the shorter page is not.
A page of twice the length would cost 2.5 times as much then, which jitter hides; it had to be long."""
TRIES = 5
"""Comparisons of which one has to hold, for a busy machine slows some."""


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_work_grows_with_the_page(page):
    assert any(grows_in_proportion(page) for _ in range(TRIES))


def grows_in_proportion(page):
    """Return whether a page that is longer costs as much more."""
    size, once = LEAST, seconds(page(LEAST))
    while once < ENOUGH_S and size < MOST:
        size, once = 2 * size, seconds(page(2 * size))
    return seconds(page(LONGER * size)) < GROWTH * max(ENOUGH_S, once)


def seconds(body):
    gc.collect()
    start = time.process_time()
    document = normalise(body, content_type="text/html")
    parse(document)
    explain(document)
    return time.process_time() - start

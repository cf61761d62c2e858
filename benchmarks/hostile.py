"""What a page that is made to hang or exhaust costs: CPU seconds and memory of one reading.

Every page is read as an article, as a listing page and by a site rule, each in a process of its own. What is
cut, so that a reading stays within 2 s and 512 MB, is part of the reading's reason. Pages that other projects
collected are read where they are on the machine.
"""

import json
import resource
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.timing import Ratio
from harvester.reading import DeclaredSource, Received, read
from harvester.site_rule import SiteRule

MOST_S = 2.0
"""CPU seconds that a reading may take."""
MOST_MB = 512
"""Megabytes of memory that the process may take, the program itself included."""
STOP_S = 60
"""CPU seconds after which a reading is stopped; it then counts as failed."""
BIG = 8 * 1024 * 1024
"""Bytes of a large page."""
COLLECTED = Path(__file__).parents[2] / "shared" / "hostile"
"""Where the pages of other projects are, if they are."""

PAIR = b"<h2>Who runs the ferry?</h2><p>The county runs it, and has for forty years.</p>"


def filled(piece: bytes, size: int = BIG) -> bytes:
    """Return the piece again and again, up to that many bytes."""
    return piece * (size // len(piece))


def numbered(pattern: bytes, count: int) -> bytes:
    """Return the pattern once for each number, which stands wherever it has a #."""
    return b"".join(pattern.replace(b"#", b"%d" % number) for number in range(count))


PAGES: dict[str, Callable[[], bytes]] = {
    "paragraphs": lambda: filled(b"<p>x</p>"),
    "pairs": lambda: filled(PAIR),
    "numbered questions": lambda: numbered(
        b"<h2>Who runs ferry #?</h2><p>The county runs # of them.</p>", 60_000
    ),
    "equal questions": lambda: PAIR * 3_000,
    "an item without a sentence's end": lambda: PAIR * 3 + b"<ul><li>" + filled(b"barge "),
    "items of 16,000 words": lambda: (b"<h2>Who sails?</h2><ul><li>" + b"barge " * 16_000 + b"</ul>") * 16,
    "nested divs": lambda: filled(b"<div>") + b"x",
    "nested lists": lambda: filled(b"<ul><li>x"),
    "nested questions": lambda: filled(b"<dl><dt>Who?<dd>Me."),
    "nested tables": lambda: filled(b"<table><tr><td>x"),
    "nested links around headings": lambda: b"<a href=/x><h2>" * 20_000 + b"x",
    "nested quotations": lambda: filled(b"<blockquote><p>x<footer>y"),
    "nested superscripts": lambda: b"<p>" + filled(b"x<sup>1", 1_000_000),
    "nested struck-out text": lambda: b"<p>" + filled(b"x<s>1", 1_000_000),
    "superscripts": lambda: b"<p>" + filled(b"10<sup>6</sup> "),
    "fractions": lambda: b"<p>" + filled(b"<sup>1</sup>/<sub>2</sub>"),
    "struck-out words": lambda: b"<p>" + filled(b"<s>20</s> 22 "),
    "bold words": lambda: b"<p>" + filled(b"<b>x</b> "),
    "fonts that stay open": lambda: filled(b"<font color=1>x"),
    "formulas": lambda: b"<p>" + filled(b"<math><mi>x</mi><mo>+</mo></math>"),
    "one long formula": lambda: b"<p><math>" + filled(b"<mi>x</mi><mo>=</mo>"),
    "one deep formula": lambda: b"<p><math>" + filled(b"<msup><mi>x</mi>"),
    "panels without scripts": lambda: (
        b"<h2>Why?</h2>" + filled(b"<noscript><p>Daily from seven.</p></noscript>")
    ),
    "one large panel": lambda: b"<h2>Why?</h2><noscript>" + filled(b"<p>Daily from seven.") + b"</noscript>",
    "excerpts": lambda: filled(b"<p>Daily from seven\xe2\x80\xa6</p><p>Daily from seven to ten.</p>"),
    "rows": lambda: PAIR * 3 + b"<table>" + filled(b"<tr><td>a<td>b"),
    "cells over rows and columns": lambda: (
        PAIR * 3 + b"<table>" + filled(b"<tr><td colspan=99 rowspan=999>a<td>b")
    ),
    "images in cells": lambda: PAIR * 3 + b"<table>" + filled(b"<tr><td>a<td><img alt=yes>"),
    "hidden words": lambda: b"<p>" + filled(b"<span hidden>x<p>y</span>"),
    "attributes": lambda: b"<p " + b" ".join(b"a%d" % number for number in range(800_000)) + b">x",
    "attributes of many elements": lambda: (
        (b"<p " + b" ".join(b"a%d" % n for n in range(1_500)) + b">x") * 900
    ),
    "class names": lambda: b"<p class='" + filled(b"faq question ") + b"'>x</p>" + PAIR * 3,
    "open angles": lambda: filled(b"<"),
    "open comments": lambda: filled(b"<!--"),
    "spaces": lambda: b"<p>" + filled(b" ") + b"x" + PAIR * 3,
    "line breaks": lambda: b"<p>" + filled(b"x<br>"),
    "links": lambda: filled(b"<a href=/x>The ferry does not sail tomorrow</a> "),
    "JSON-LD": lambda: b'<script type="application/ld+json">[' + filled(b'"a",') + b"</script>" + PAIR * 3,
    "deep JSON-LD": lambda: b'<script type="application/ld+json">' + filled(b"[") + b"</script>" + PAIR * 3,
    "invisible characters": lambda: b"<p>" + filled("a\u200b\u200d".encode()) + PAIR * 3,
}
"""Name to the maker of an HTML page."""

MARKDOWN: dict[str, Callable[[], bytes]] = {
    "stars": lambda: filled(b"*a **a "),
    "brackets": lambda: filled(b"[a]("),
    "quotations": lambda: filled(b"> " * 50 + b"a\n"),
    "items": lambda: filled(b"- a\n"),
    "questions": lambda: filled(b"## Who?\n\nMe.\n\n"),
    "rows": lambda: b"|a|b|\n|-|-|\n" + filled(b"|a|b|\n"),
    "fences": lambda: filled(b"```\na\n"),
    "backticks": lambda: b"".join(b"`" * (number % 900) + b"a" for number in range(18_000)),
}
"""Name to the maker of a Markdown page."""

_URL, _DAY = "https://hostile.example/faq", datetime(2031, 5, 12, tzinfo=UTC)
_RULE = SiteRule(("hostile.example",), question="h2, dt", answer="p, dd")
_WAYS: dict[str, tuple[str, DeclaredSource | None, tuple[SiteRule, ...]]] = {
    "article": ("text/html", None, ()),
    "Markdown": ("text/markdown", None, ()),
    "listing": ("text/html", DeclaredSource("listing"), ()),
    "site rule": ("text/html", None, (_RULE,)),
}
"""How a page is read: its media type, what its source is, and the site rules."""


def run() -> Iterator[Ratio]:
    """Yield for each way of reading how often its costliest page goes into what is allowed."""
    for way in _WAYS:
        for name in MARKDOWN if way == "Markdown" else PAGES:
            yield _cost(name, way)
    if COLLECTED.exists():
        yield _cost("html5lib's trees, on average", "article")


def _cost(name: str, way: str) -> Ratio:
    """Return how often the cost of a page goes into what is allowed; 0 for one that was stopped."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.hostile", name, way], check=False, capture_output=True, text=True
    )
    if done.returncode:
        reason = done.stderr.strip().rpartition("\n")[2] or f"ended by signal {-done.returncode}"
        return Ratio(f"{way}: {name}", 0.0, 1.0, reason)
    seconds, megabytes, cut = json.loads(done.stdout)
    within = min(MOST_S / max(seconds, 0.001), MOST_MB / megabytes)
    return Ratio(f"{way}: {name}", within, 1.0, f"{seconds:.2f} s, {megabytes:.0f} MB{cut and f'; {cut}'}")


def measure(name: str, way: str) -> tuple[float, float, str]:
    """Return CPU seconds, the peak of memory in megabytes, and what the reading says was left out."""
    media_type, source, rules = _WAYS[way]
    bodies = (
        _collected() if name.startswith("html5lib") else [(MARKDOWN if way == "Markdown" else PAGES)[name]()]
    )
    reason = ""
    started = time.process_time()
    for body in bodies:
        received = Received(
            "https://hostile.example/faq",
            datetime(2031, 5, 12, tzinfo=UTC),
            body,
            200,
            (("Content-Type", media_type),),
        )
        reading = read(received, rules=rules, source=source)
        reason = reading.reason
    seconds = (time.process_time() - started) / len(bodies)
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, reason


def _collected() -> list[bytes]:
    """Return the pages of html5lib's tests of tree construction."""
    bodies: list[bytes] = []
    with tarfile.open(COLLECTED / "html5lib-tree-construction.tar.xz") as archive:
        for member in archive.getmembers():
            file = archive.extractfile(member) if member.name.endswith(".dat") else None
            parts = file.read().split(b"#data\n")[1:] if file else []
            bodies += [part.partition(b"\n#errors")[0] for part in parts]
    return bodies


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (STOP_S, STOP_S))
    print(json.dumps(measure(*sys.argv[1:])))

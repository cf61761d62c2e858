"""What it costs to hold changes against both pages, beside reading one of them.

It is needed only for a capture whose content is not that of the current version, one in twenty of real ones.
Both pages are decoded and normalised again, cut into tokens, and each is found in the other.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from benchmarks.diff import SEED, edited, written
from benchmarks.timing import Ratio, interleaved, speed_ratio
from harvester.change import Change
from harvester.diff import compare
from harvester.history.fates import PageReading
from harvester.history.verifying import Verified, verified
from harvester.model import Pair, Snapshot
from harvester.normalise import normalise
from harvester.parse import parse
from harvester.reading.whole import whole_text

ROUNDS = 5
SIZES = {"a page of 30 questions": (30, 900), "a page of 2 MB": (400, 5_000)}
"""Questions of a page, and characters of each answer."""
SHARES = {"one answer edited": 0, "every answer edited": 1}
TARGET = 0.3
"""A change may cost three times as much as reading the page: it comes once in twenty captures."""


def run() -> Iterator[Ratio]:
    """Yield the ratios, with the CPU milliseconds of both sides."""
    draw = random.Random(SEED)  # noqa: S311  the same text at each run
    for size, (count, chars) in SIZES.items():
        old = [Pair(f"What about {written(draw, 30)[:-1]} {n}?", written(draw, chars)) for n in range(count)]
        for what, every in SHARES.items():
            step = 1 if every else count
            new = [
                pair if n % step else Pair(pair.question, edited(draw, pair.answer, 0.01))
                for n, pair in enumerate(old)
            ]
            yield _beside_reading(f"{size}, {what}", old, new)


def _beside_reading(what: str, old: Sequence[Pair], new: Sequence[Pair]) -> Ratio:
    before, after = body(old), body(new)
    readings = [parse(normalise(each, content_type="text/html")) for each in (before, after)]
    changes = compare(readings[0], readings[1]).changes
    contenders: dict[str, Callable[[], object]] = {
        "ours": partial(hold, changes, (before, after), readings),
        "peer": partial(lambda page: parse(normalise(page, content_type="text/html")), after),
    }
    seconds = interleaved(contenders, ROUNDS)
    note = " and ".join(f"{1000 * sorted(seconds[each])[ROUNDS // 2]:.0f} ms" for each in contenders)
    return Ratio(f"holding changes against pages, {what}", speed_ratio(seconds, "ours", "peer"), TARGET, note)


def body(pairs: Sequence[Pair]) -> bytes:
    """Return the pairs as a page with menus and a footer."""
    shown = "".join(f"<h2>{pair.question}</h2><p>{pair.answer}</p>" for pair in pairs)
    menu = "<nav><p>Front page</p><a href=/a>Regions</a></nav>"
    return f"<html lang=en><title>A page</title>{menu}<main><h1>A page</h1>{shown}</main></html>".encode()


def hold(changes: Sequence[Change], bodies: Sequence[bytes], readings: Sequence[Snapshot]) -> Verified:
    """Do what a run does about a capture with other content, the comparison itself excepted."""
    pages = [whole_text(normalise(each, content_type="text/html")) for each in bodies]
    before, after = (PageReading(read, page) for read, page in zip(readings, pages, strict=True))
    return verified(changes, before, after)

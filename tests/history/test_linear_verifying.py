"""Holding changes against two pages is work that grows with the pages, whatever they are made of."""

import time

import pytest

from harvester.change import Change, ChangeKind, Hunk
from harvester.history.fates import PageReading
from harvester.history.verifying import verified
from harvester.model import Pair, Snapshot, WholeText


def pairs(count, runs=1):
    """That many pairs; runs: how many ferries each has at least."""
    return tuple(Pair(f"Who runs ferry {n}?", f"The county runs {runs + n} of them.") for n in range(count))


def shown(found, *, backwards=False):
    blocks = [text for pair in found for text in (pair.question, pair.answer)]
    return PageReading(Snapshot(pairs=found), WholeText(tuple(reversed(blocks) if backwards else blocks)))


def figures(count):
    """The edit of the figure in each of the answers."""
    return tuple(
        Change(ChangeKind.ANSWER_EDITED, n, n, hunks=(Hunk(f"{1 + n}", f"{2 + n}", len("The county runs ")),))
        for n in range(count)
    )


def long_answer(count, word):
    return shown((Pair("Why?", f"tide {word} " * count),))


def one_answer(count):
    """One answer in which every other word was replaced."""
    step = len("tide low ")
    hunks = tuple(Hunk("low", "ebb", n * step + len("tide ")) for n in range(count))
    return (Change(ChangeKind.ANSWER_EDITED, 0, 0, hunks=hunks),)


def of_each(kind, count):
    return tuple(Change(kind, n, n) for n in range(count))


WORK = {  # the changes, the page before and the page after
    "every figure": lambda n: (figures(n), shown(pairs(n)), shown(pairs(n, 2))),
    "words in one answer": lambda n: (
        one_answer(4 * n),
        long_answer(4 * n, "low"),
        long_answer(4 * n, "ebb"),
    ),
    "the same words": lambda n: (one_answer(4 * n), long_answer(4 * n, "low"), long_answer(5 * n, "low")),
    "everything moved": lambda n: (
        of_each(ChangeKind.MOVED, n),
        shown(pairs(n)),
        shown(pairs(n)[::-1], backwards=True),
    ),
    "everything dropped": lambda n: (of_each(ChangeKind.DROPPED, n), shown(pairs(n)), shown(pairs(1))),
    "nothing on the page": lambda n: (
        figures(n),
        shown(pairs(n))._replace(page=WholeText()),
        shown(pairs(n)),
    ),
    "equal pairs": lambda n: (
        of_each(ChangeKind.DROPPED, n),
        shown(pairs(1) * 2 * n),
        shown(pairs(1) * n),
    ),
    "titles": lambda n: (
        (Change(ChangeKind.TITLE_EDITED), Change(ChangeKind.LEAD_EDITED)),
        PageReading(Snapshot("tide " * n, "ebb"), WholeText(("tide " * 9 * n,), ("tide",) * n)),
        PageReading(Snapshot("tide " * n, "tide " * 2 * n), WholeText(("tide " * 9 * n,), ("tide",) * n)),
    ),
}
SIZE = 1_000
GROWTH = 3.5
"""How much more the double may cost: work by the square costs four times as much."""
TRIES = 3
"""Comparisons of which one has to hold, for a busy machine slows some."""
FLOOR_S = 0.05
"""CPU seconds that SIZE is taken to cost at least, so that no jitter of short ones decides."""


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_work_grows_with_the_pages(work):
    once, double = work(SIZE), work(2 * SIZE)
    assert any(seconds(*double) < GROWTH * max(FLOOR_S, seconds(*once)) for _ in range(TRIES))


def seconds(changes, before, after):
    start = time.process_time()
    verified(changes, before, after)
    return time.process_time() - start

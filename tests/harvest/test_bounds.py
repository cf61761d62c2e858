"""A run that stops before the disk is full, or when its budget of requests is spent."""

from dataclasses import replace
from typing import NamedTuple

import pytest

from harvester.archive.disk import LEAST_FREE, low_space
from harvester.errors import ArchiveUnwritable
from harvester.harvest.bounds import Bounds
from harvester.harvest.clock import Clock
from harvester.harvest.run import harvest


class Space(NamedTuple):
    total: int
    free: int


GIB = 1 << 30
PAIRS = [("What happens to the pier?", "The town repairs it until the end of May, and pays for it.")]

# What it shows: (total, free, whether that is too little).
SPACES = {
    "a large disk with much": (500 * GIB, 40 * GIB, False),
    "a large disk with little": (500 * GIB, GIB - 1, True),
    "just enough": (500 * GIB, LEAST_FREE, False),
    "a small disk with much of it": (4 << 20, 3 << 20, False),
    "a small disk with little of it": (4 << 20, 100 << 10, True),
    "full": (500 * GIB, 0, True),
}


@pytest.mark.parametrize(("total", "free", "low"), SPACES.values(), ids=SPACES)
def test_too_little(tmp_path, total, free, low):
    assert bool(low_space(tmp_path / "harvester.db", lambda _: Space(total, free))) is low


def test_a_run_does_not_begin_on_a_full_disk(desk):
    desk.follow("/pier")
    bounds = Bounds(space=lambda _: Space(500 * GIB, 0))
    with pytest.raises(ArchiveUnwritable, match="only 0 MiB are free on its disk, and a run needs 1,024 MiB"):
        next(harvest(desk.db, desk.settings, bounds=bounds))
    assert desk.all("SELECT count(*) FROM run") == [(0,)]


def test_a_run_stops_when_space_becomes_short(desk):
    """What was captured until then is kept and read, and the run's row says how it ended."""
    desk.follow(*(f"/{n}" for n in range(6)))
    spaces = iter([40 * GIB, 40 * GIB, *[0] * 99])
    bounds = Bounds(space=lambda _: Space(500 * GIB, next(spaces)))
    with pytest.raises(ArchiveUnwritable, match="What was captured is kept"):
        list(harvest(desk.db, desk.settings, clock=Clock(desk.now, trusted=True), bounds=bounds))
    [(captures, unknown)] = desk.all(
        "SELECT count(*), count(*) FILTER (WHERE standing.state IS NULL)"
        " FROM capture LEFT JOIN standing ON standing.capture_id = capture.id WHERE role = 'article'"
    )
    assert 2 <= captures < 6
    assert unknown == 0
    assert desk.all("SELECT json_extract(report, '$.exit'), ended_at IS NOT NULL FROM run") == [("4", 1)]


# What it shows: (per_host, per_run, paths asked for in the first run, how many are left).
BUDGETS = {
    "any number": (0, 0, 4, 0),
    "of one host": (3, 0, 3, 1),
    "of all": (0, 2, 2, 2),
    "the smaller one counts": (3, 2, 2, 2),
}


@pytest.mark.parametrize(("per_host", "per_run", "asked", "left"), BUDGETS.values(), ids=BUDGETS)
def test_a_budget(desk, page, per_host, per_run, asked, left):
    """What is over the budget stays due, and the next run asks for it first."""
    desk.site.pages |= {f"/{n}": page("The pier", *PAIRS) for n in range(3)}
    desk.site.pages["/list.txt"] = f"{desk.site.url}/0\n"
    desk.follow("/0", "/1", "/2", every_s=86_400)
    desk.follow("/list.txt", kind="list", every_s=86_400)
    desk.settings = replace(desk.settings, per_host=per_host, per_run=per_run)
    report = desk.run()
    assert (len(desk.asked), report.postponed) == (asked, left)
    first = {*desk.asked}
    desk.run(desk.day)
    assert first.isdisjoint(desk.asked)

"""A run that stops before the disk is full."""

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

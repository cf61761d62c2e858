"""A page that hangs the reader or kills the process costs itself its place, and no run its end."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from chronicle import THINGS, Chronicle, edition, exchange, rss
from hostile_reader import DIE, HANG, Hostile

from harvester.archive.connection import path_of
from harvester.archive.decisions import Terms
from harvester.archive.readings import begin_attempt
from harvester.harvest import pool
from harvester.harvest.catching_up import catch_up, rebuild
from harvester.harvest.deriving import Deriving
from harvester.harvest.pool import mapper, read_alone, read_by_processes
from harvester.harvest.reader import Reader

starting_warm = pytest.mark.usefixtures("forked_workers")  # a rebuild here starts them as the program does

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
URL, FEED = "https://norra.example/pier", "https://norra.example/feed.xml"
FAULTS = {HANG: "took more than", DIE: "died"}
IMPATIENT_S = 3.0
"""A page that hangs is given up after this many seconds. No other page may take so long on a busy machine, so
that only tests in which one hangs have this limit."""


@dataclass(frozen=True)
class HostileDeriving(Deriving):
    @property
    def reader(self):
        return Hostile(self.rules)


@pytest.fixture
def limit(monkeypatch):
    """Set the limit for what a page with that mark needs: a process that dies is noticed without one."""
    return lambda mark: monkeypatch.setattr(pool, "SECONDS", IMPATIENT_S) if mark == HANG else None


@pytest.fixture
def archive(tmp_path):
    with closing(Chronicle(tmp_path / "norra.db")) as archive:
        archive.deriving = HostileDeriving(archive.db, (), lambda: NOON)
        yield archive


def pages(*marks):
    """An exchange an hour, each with another edition; a mark is what its page has in it besides."""
    for hours, mark in enumerate(marks):
        yield exchange(URL, hours, edition(THINGS[hours : hours + 5]) + mark)


def faults(archive):
    return archive.all("SELECT capture_id, fault FROM attempt WHERE fault <> ''")


@starting_warm
@pytest.mark.parametrize("mark", FAULTS)
def test_a_capture_at_which_a_run_ended_is_read_by_a_process_that_can_be_killed(archive, mark, limit):
    limit(mark)
    first, bad, last = (archive.add(each, live=False) for each in pages(b"", mark, b""))
    begin_attempt(archive.db, [bad], NOON)  # and there the program ended
    for _ in catch_up(archive.deriving):
        pass
    [(capture_id, fault)] = faults(archive)
    assert (capture_id, FAULTS[mark] in fault) == (bad, True)
    standings = "SELECT capture_id, state FROM standing ORDER BY at"
    assert archive.all(standings) == [(first, "current"), (bad, "unreadable"), (last, "current")]
    assert list(catch_up(archive.deriving)) == []  # and it is not tried again
    archive.deriving = Deriving(archive.db, (), lambda: NOON)  # until the reader is mended
    archive.rebuild()
    assert faults(archive) == []
    assert archive.all("SELECT DISTINCT state FROM standing") == [("current",)]


@starting_warm
def test_a_page_that_was_innocent_is_read_after_all(archive):
    """Power was cut while it was read."""
    ids = [archive.add(each, live=False) for each in pages(b"", b"")]
    begin_attempt(archive.db, ids, NOON)
    archive.deriving = Deriving(archive.db, (), lambda: NOON)
    assert archive.catch_up() == 2
    assert (faults(archive), archive.one("SELECT count(*) FROM version")) == ([], 2)


@starting_warm
@pytest.mark.parametrize("mark", FAULTS)
def test_a_worker_that_dies_or_hangs_costs_one_capture_of_its_chunk(archive, monkeypatch, mark, limit):
    limit(mark)
    monkeypatch.setattr(pool, "CHUNK", 3)
    marks = [b"", b"", mark, b"", b"", b"", b"", b""]
    ids = [archive.add(each, live=False) for each in pages(*marks)]
    found = list(read_by_processes(path_of(archive.db.conn), Hostile(), ids, 2))
    assert [each.capture_id for each in found] == ids
    assert [each.reading is None for each in found] == [each != b"" for each in marks]
    assert [FAULTS[mark] in each.fault for each in found if each.fault] == [True]


@starting_warm
def test_two_workers_that_die_cost_two_captures(archive, monkeypatch):
    monkeypatch.setattr(pool, "CHUNK", 2)
    marks = [b"", DIE, b"", DIE]
    ids = [archive.add(each, live=False) for each in pages(*marks)]
    found = list(read_by_processes(path_of(archive.db.conn), Hostile(), ids, 2))
    assert [each.reading is None for each in found] == [each != b"" for each in marks]


def test_a_rebuild_survives_it(archive):
    ids = [archive.add(each, live=False) for each in pages(b"", DIE, b"")]
    for _ in rebuild(archive.deriving, mapper(2)):
        pass
    assert [row[0] for row in faults(archive)] == [ids[1]]
    assert archive.one("SELECT count(*) FROM version") == 2


def test_a_reading_alone_is_what_a_reading_is(archive):
    [capture_id] = [archive.add(each, live=False) for each in pages(b"")]
    found = read_alone(path_of(archive.db.conn), Reader(), capture_id)
    assert (found.fault, len(found.reading.snapshot.pairs)) == ("", 5)


@starting_warm
@pytest.mark.parametrize("mark", FAULTS)
def test_a_feed_at_which_a_run_ended_stops_no_second_run(archive, monkeypatch, mark, limit):
    limit(mark)
    archive.say("follow", ("source", FEED), Terms("feed").as_text())
    monkeypatch.setattr("harvester.harvest.announcing.Reader", Hostile)
    archive.add(exchange(FEED, 0, rss(URL)), role="source")
    bad = archive.add(exchange(FEED, 1, rss(f"{URL}/2") + mark), role="source", live=False)
    begin_attempt(archive.db, [bad], NOON)
    archive.add(exchange(FEED, 2, rss(f"{URL}/3")), role="source")
    [(capture_id, fault)] = faults(archive)
    assert (capture_id, FAULTS[mark] in fault) == (bad, True)
    urls = "SELECT url FROM article JOIN url ON url.id = url_id ORDER BY url"
    assert archive.all(urls) == [(URL,), (f"{URL}/3",)]
    archive.catch_up()
    assert len(faults(archive)) == 1
    monkeypatch.undo()
    for _ in rebuild(archive.deriving, mapper(1)):  # which tries it again, by a reader that can read it now
        pass
    assert faults(archive) == []
    assert archive.all(urls) == [(URL,), (f"{URL}/2",), (f"{URL}/3",)]

"""kill -9 at the writes of a run, a catch-up and a rebuild: what was stored is kept, nothing needs help."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import kept_pages as kept
import pytest
from chronicle import THINGS, WALL, Chronicle, differences, edition, exchange, rss
from derived_rows import derived_rows
from dying import deaths
from loopback import LOOPBACK

from harvester.archive.decisions import Terms
from harvester.archive.writing import open_archive
from harvester.config import Settings, SourceSettings
from harvester.harvest.catching_up import catch_up, rebuild
from harvester.harvest.clock import Clock
from harvester.harvest.deriving import Deriving
from harvester.harvest.enacting import enact
from harvester.harvest.pool import mapper
from harvester.harvest.run import harvest

pytestmark = pytest.mark.usefixtures("forked_workers")

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
EVERY = {"run": 17, "catch_up_all": 29, "rebuild_all": 17}
"""One write in so many is tried: each try costs a process."""


def run(db, folder, days=0):
    """A run of the settings that the folder's file names: a feed, and an article that nobody announces."""
    url = (folder / "site").read_text("utf-8")
    sources = (SourceSettings(f"{url}/feed.xml", "feed"), SourceSettings(f"{url}/lone", "page"))
    settings = Settings(delay_s=0.0, workers=1, allow_net=LOOPBACK, sources=sources, is_declared=True)
    clock = Clock(lambda: NOON + timedelta(days=days), trusted=True)
    return list(harvest(db, settings, clock=clock))


def undone_by_rebuild(db):
    told = derived_rows(db.conn)
    for _ in rebuild(Deriving(db, (), lambda: NOON), mapper(1)):
        pass
    return differences(derived_rows(db.conn), told)


def number(db, sql):
    return db.conn.execute(f"SELECT count(*) FROM {sql}").fetchone()[0]


def test_a_run(processes, site, tmp_path, one_in):
    site.pages |= {f"/{n}": edition(THINGS[n : n + 4]) for n in range(2)}
    site.pages |= {"/lone": (301, {"Location": "/harbour"}, b""), "/harbour": edition(THINGS[5:9])}
    site.pages["/feed.xml"] = (200, {"Content-Type": "text/xml"}, rss(f"{site.url}/0", f"{site.url}/1"))
    (tmp_path / "site").write_text(site.url, "utf-8")
    with closing(open_archive(tmp_path / "a.db", create=True)):
        pass
    stored = []
    for db in deaths(processes, run, tmp_path / "a.db", one_in(EVERY["run"])):
        stored.append(number(db, "capture WHERE role <> 'robots'"))
        run(db, tmp_path, days=1)
        assert (number(db, "attempt"), number(db, "unsettled")) == (0, 0)
        assert (number(db, "article WHERE state = 'followed'"), number(db, "version")) == (3, 3)
        assert number(db, "announcement WHERE last_capture_id IS NULL") == 2
        assert kept.sound(db) == ()
        assert undone_by_rebuild(db) == {}
    assert stored == sorted(stored)
    assert {stored[0], stored[-1]} == {0, 5}


FEED = "https://norra.example/feed.xml"


def told(path, live):
    """An archive of a feed and two articles that a run left: read, or only stored."""
    with closing(Chronicle(path)) as archive:
        archive.say("follow", ("source", FEED), Terms("feed").as_text())
        urls = [f"https://norra.example/{n}" for n in range(2)]
        archive.add(exchange(FEED, 0, rss(*urls)), role="source", live=live)
        archive.add(exchange(FEED, 9, rss(urls[1])), role="source", live=live)
        for hours in range(4):
            body = WALL if hours == 2 else edition(THINGS[hours : hours + 5])
            archive.add(exchange(urls[hours % 2], hours, body), live=live)
        return archive.history()


def catch_up_all(db, _):
    deriving = Deriving(db, (), lambda: NOON)
    enact(db)
    for _ in catch_up(deriving):
        pass


def rebuild_all(db, _):
    for _ in rebuild(Deriving(db, (), lambda: NOON), mapper(1)):
        pass


def test_a_rebuild_that_was_killed_goes_on(processes, tmp_path, one_in):
    told(tmp_path / "a.db", live=True)
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        archive.catch_up()
        whole, left = archive.history(), []
    for db in deaths(processes, rebuild_all, tmp_path / "a.db", one_in(EVERY["rebuild_all"])):
        left.append(sum(each.captures for each in rebuild(Deriving(db, (), lambda: NOON), mapper(1))))
        assert differences(derived_rows(db.conn), whole) == {}
        assert (number(db, "attempt"), number(db, "rebuilding"), kept.sound(db)) == (0, 0, ())
    assert {4, 2} <= {*left}  # of two articles with two captures each


DEEDS = {"a catch-up": (catch_up_all, False), "a rebuild": (rebuild_all, True)}


@pytest.mark.parametrize(("deed", "live"), DEEDS.values(), ids=DEEDS)
def test_what_is_derived(processes, tmp_path, deed, live, one_in):
    told(tmp_path / "whole.db", live=True)
    with closing(Chronicle(tmp_path / "whole.db")) as archive:
        archive.catch_up()
        whole = archive.history()
    told(tmp_path / "a.db", live=live)
    for db in deaths(processes, deed, tmp_path / "a.db", one_in(EVERY[deed.__name__])):
        catch_up_all(db, tmp_path)
        assert differences(derived_rows(db.conn), whole) == {}
        assert (number(db, "attempt"), kept.sound(db)) == (0, ())

"""An archive as a run sees it, with a clock of the test's own."""

import multiprocessing
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from chronicle import differences
from derived_rows import derived_rows
from loopback import LOOPBACK

from harvester.archive.decisions import DecisionKind, Terms, Voice, decide
from harvester.archive.writing import open_archive
from harvester.config import Settings, SourceSettings
from harvester.harvest.catching_up import rebuild
from harvester.harvest.clock import Clock
from harvester.harvest.deriving import Deriving
from harvester.harvest.enacting import enact
from harvester.harvest.pool import mapper
from harvester.harvest.report import summed
from harvester.harvest.run import harvest

sys.path.insert(0, str(Path(__file__).parent))  # kept_pages, dying
sys.path.insert(0, str(Path(__file__).parents[1] / "fetch"))  # fault_server

EACH_RUN_S = 1
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def db(tmp_path):
    with closing(open_archive(tmp_path / "tarvel.db", create=True)) as db:
        yield db


@pytest.fixture
def forked_workers(processes, monkeypatch):
    """Workers that read pages start warm: a capture at which a process died is read by one of its own."""
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: processes)


@pytest.fixture
def one_in(request):
    """How many writes are passed over for each at which a process dies: the number given, or the option's."""
    return lambda number: request.config.getoption("--one-write-in") or number


class Desk:
    """Runs of the program on a site, each at a time of the test's own. days: how many since the first."""

    def __init__(self, db, site):
        self.db, self.site, self.day = db, site, 0.0
        self.settings = Settings(delay_s=0.0, allow_net=LOOPBACK)
        self.deriving = Deriving(db, (), self.now)

    def now(self):
        return NOON + timedelta(days=self.day)

    def url(self, path):
        return path if "://" in path else self.site.url + path

    def say(self, kind, target_kind, path, value="", who="ada"):
        name = self.url(path) if target_kind in {"article", "source"} else path
        decide(self.db, DecisionKind(kind), (target_kind, name), Voice(who, self.now()), value)
        enact(self.db)

    def follow(self, *paths, kind="", **terms):
        """Follow articles, or sources of that kind, as `harvester add` does; at each run, if not said."""
        terms.setdefault("every_s", EACH_RUN_S)
        for path in paths:
            self.say("follow", "source" if kind else "article", path, Terms(kind, **terms).as_text())

    def declare(self, *sources):
        """Name (path, kind and more) in harvester.toml, and nothing else; all are asked for at each run."""
        each = {"every_s": EACH_RUN_S}
        named = tuple(SourceSettings(self.url(path), **(each | terms)) for path, terms in sources)
        self.settings = replace(self.settings, sources=named, is_declared=True)

    def events(self):
        return harvest(self.db, self.settings, clock=Clock(self.now, trusted=True))

    def run(self, day=None):
        """Do a run on that day, else on the next; return its report."""
        self.day = self.day + 1 if day is None else day
        before = len(self.site.requests)
        report = summed(self.events())
        self.asked = [path for path, _ in self.site.requests[before:] if path != "/robots.txt"]
        return report

    def runs(self, days):
        """Do a run on each of the days; return {path: days on which it was asked for}, and the exit codes."""
        days_of, codes = {}, []
        for day in days:
            codes.append(int(self.run(day).exit_code))
            for path in self.asked:
                days_of.setdefault(path, []).append(day)
        return days_of, codes

    def all(self, sql, *parameters):
        return [tuple(row) for row in self.db.conn.execute(sql, parameters)]

    def column(self, sql, *parameters):
        return [row[0] for row in self.all(sql, *parameters)]

    def paths(self, sql):
        """The URLs that the query gives, without the site."""
        return [url.removeprefix(self.site.url) for url in self.column(sql)]

    def articles(self, state="followed"):
        """Where the articles in that state live."""
        sql = "SELECT url FROM article JOIN url ON url.id = url_id WHERE state = '{}' ORDER BY url"
        return self.paths(sql.format(state))

    def kinds(self):
        """The kinds of all changes, as they are told."""
        return self.column("SELECT kind FROM change ORDER BY article_id, version, seq")


@pytest.fixture
def desk(db, site):
    """Runs on a site; in the end a rebuild must come to the same history."""
    desk = Desk(db, site)
    yield desk
    told = derived_rows(db.conn)
    for _ in rebuild(desk.deriving, mapper(1)):
        pass
    assert differences(derived_rows(db.conn), told) == {}

"""An archive for each test, and captures to put into it; every name and number is invented."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harvester.archive.articles import store_article
from harvester.archive.captures import Recording, add_chain
from harvester.archive.columns import to_text
from harvester.archive.components import known_urls, spell
from harvester.archive.decisions import DecisionKind, Terms, Voice, decide
from harvester.archive.following import refresh_articles, refresh_sources
from harvester.archive.readings import end_attempt, store_reading
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.urls import url_ids
from harvester.archive.writing import derived, open_archive
from harvester.history.identity import identify
from harvester.model import Capture, Outcome, Verdict
from harvester.reading import Reading

sys.path.insert(0, str(Path(__file__).parent))  # store_schema, told_history

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://www.tarvel.example/water?lang=en"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tarvel.db"


@pytest.fixture(scope="session")
def empty_archive(tmp_path_factory):
    """The bytes of an archive with nothing in it: copied in a hundredth of the time it takes to make one."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    open_archive(path, create=True).close()
    return path.read_bytes()


@pytest.fixture
def db(path, empty_archive):
    path.write_bytes(empty_archive)
    database = open_archive(path)
    yield database
    database.conn.close()


@pytest.fixture
def run(db):
    return begin_run(db, Invocation("run", "harvester 0.1.0"), NOON)


@pytest.fixture
def capture():
    """A function that makes the capture of so many hours after noon."""

    def make(hours=0, outcome=Outcome.OK, **changed):
        return Capture(
            **{
                "url": URL,
                "captured_at": NOON + timedelta(hours=hours),
                "outcome": outcome,
                "status": 304 if outcome == Outcome.NOT_MODIFIED else 200,
                "body": b"" if outcome == Outcome.NOT_MODIFIED else b"<p>The river.</p>",
            }
            | changed
        )

    return make


@pytest.fixture
def keep(db, run):
    """A function that stores a chain of captures and returns the id of its end."""

    def store(*chain, role="article", **recording):
        return add_chain(db, Recording(run, role)._replace(**recording), chain)

    return store


@pytest.fixture
def read(db):
    """A function that says what the reader made of a capture, and returns the capture's id."""

    def store(capture_id, verdict=Verdict.CONTENT, reader="1", **reading):
        with derived(db):
            store_reading(db.conn, capture_id, reader, Reading(verdict, **reading))
            end_attempt(db.conn, (capture_id,))
        return capture_id

    return store


@pytest.fixture
def follow(db):
    """A function that follows URLs as articles, before anybody asked for them; returns {URL: article id}."""

    def store(*urls, every_s=0):
        for url in urls:
            decide(
                db,
                DecisionKind.FOLLOW,
                ("article", url),
                Voice("ada", NOON),
                Terms(every_s=every_s).as_text(),
            )
        with derived(db):
            numbers = url_ids(db.conn, urls).values()
            spell(db.conn, numbers)
            articles = identify((), known_urls(db.conn, numbers), ())
            for each in articles:
                store_article(db.conn, each, to_text(NOON), alone=True)
            refresh_articles(db.conn, [each.id for each in articles])
        return {each.url: each.id for each in articles}

    return store


@pytest.fixture
def follow_source(db):
    """A function that follows a URL as a source and returns the number of the source."""

    def store(url, kind="feed", every_s=0, links="", hours=0):
        voice = Voice("ada", NOON + timedelta(hours=hours))
        decide(db, DecisionKind.FOLLOW, ("source", url), voice, Terms(kind, "", every_s, links).as_text())
        with derived(db):
            refresh_sources(db.conn)
        sql = "SELECT source.id FROM source JOIN url ON url.id = url_id WHERE url = ?"
        return db.conn.execute(sql, (url,)).fetchone()[0]

    return store

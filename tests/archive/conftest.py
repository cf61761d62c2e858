"""An archive for each test, and captures to put into it; every name and number is invented."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harvester.archive.evidence import add_article, add_source, begin_run
from harvester.archive.rows import Source
from harvester.archive.writing import open_archive
from harvester.model import Capture, Outcome

sys.path.insert(0, str(Path(__file__).parent))  # archive_history

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
def article(db):
    return add_article(db, URL, add_source(db, Source("page", URL), NOON), NOON)


@pytest.fixture
def run(db):
    return begin_run(db, "run", "harvester 0.1.0", NOON)


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
                "final_url": URL,
                "body": b"" if outcome == Outcome.NOT_MODIFIED else b"<p>The river.</p>",
            }
            | changed
        )

    return make

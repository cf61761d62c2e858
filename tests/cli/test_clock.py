"""A clock that is wrong stops a run before it stores anything, unless the archivist says that it is right."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from harvester.archive.captures import Recording, add_chain
from harvester.archive.writing import open_archive
from harvester.model import Capture, Outcome


@pytest.fixture
def ahead(followed):
    """An archive whose newest capture was made two days from now."""
    later = Capture(followed.url, datetime.now(UTC) + timedelta(days=2), Outcome.SERVER_ERROR, status=500)
    with closing(open_archive(followed.folder / "harvester.db")) as db:
        add_chain(db, Recording(1, "article"), (later,))
    return followed


def test_a_clock_that_is_behind_the_archive_is_refused(ahead):
    before = ahead.rows("SELECT count(*) FROM capture")
    refused = ahead("run", code=2)
    assert "--trust-clock" in refused.stderr
    assert ahead.rows("SELECT count(*) FROM capture") == before


def test_a_clock_that_is_trusted_is_right(ahead):
    assert "1 capture: 1 ok" in ahead("run", "--trust-clock").stdout

from datetime import UTC, datetime, timedelta

import pytest

from harvester.archive.connection import sqlite3
from harvester.archive.evidence import add_article, add_source
from harvester.archive.rows import Source
from harvester.archive.schedule import due
from harvester.archive.sources import add_source_capture, due_sources
from harvester.model import Outcome, Validators

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FEED = "https://www.tarvel.example/feed.xml"


@pytest.fixture
def source(db):
    return add_source(db, Source("feed", FEED, every_s=3600), NOON)


def test_a_source_is_due_when_its_rhythm_has_passed_since_the_run(db, run, source, capture):
    assert [each.source_id for each in due_sources(db, NOON)] == [source]
    add_source_capture(db, run, source, capture(url=FEED, final_url=FEED))
    assert due_sources(db, NOON + timedelta(minutes=59)) == ()
    assert len(due_sources(db, NOON + timedelta(hours=1))) == 1


def test_validators_are_of_the_last_good_answer(db, run, source, capture):
    headers = (("ETag", '"a"'), ("Last-Modified", "Mon, 23 Nov 2026 11:00:00 GMT"))
    add_source_capture(db, run, source, capture(url=FEED, final_url=FEED, headers=headers))
    add_source_capture(db, run, source, capture(1, outcome=Outcome.SERVER_ERROR, status=500, url=FEED))
    (waiting,) = due_sources(db, NOON + timedelta(hours=2))
    assert waiting.validators == Validators('"a"', "Mon, 23 Nov 2026 11:00:00 GMT", FEED)


def test_a_page_is_no_source_to_fetch(db):
    add_source(db, Source("page", "https://www.tarvel.example/water"), NOON)
    assert due_sources(db, NOON) == ()


def test_a_page_added_again_as_a_feed_is_fetched_as_a_feed_only(db):
    add_article(db, FEED, add_source(db, Source("page", FEED), NOON), NOON)
    assert len(due(db, NOON)) == 1
    add_source(db, Source("feed", FEED), NOON)
    assert due(db, NOON) == ()
    assert [each.kind for each in due_sources(db, NOON)] == ["feed"]


def test_a_source_capture_is_evidence(db, run, source, capture):
    add_source_capture(db, run, source, capture(url=FEED))
    with pytest.raises(sqlite3.IntegrityError, match="evidence"):
        db.conn.execute("UPDATE source_capture SET outcome = 'gone'")

"""Evidence is added and never changed; an article is one, whatever URL it is met by."""

from datetime import UTC, datetime, timedelta

import pytest

from harvester.archive.captures import add_capture
from harvester.archive.connection import sqlite3
from harvester.archive.evidence import (
    add_article,
    add_article_url,
    add_robots,
    add_source,
    begin_run,
    end_run,
    fresh_robots,
)
from harvester.archive.rows import Source
from harvester.model import Outcome, Redirect
from harvester.text import digest_id

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://www.tarvel.example/water?lang=en"

TABLES = {
    "source": "url = 'x'",
    "article": "url = 'x'",
    "article_url": "how = 'redirect'",
    "payload": "size = 0",
    "capture": "outcome = 'gone'",
    "robots": "expires_at = ''",
    "run": "command = 'x'",
}


@pytest.fixture
def filled(db, run, article, capture):
    add_capture(db, run, article, capture())
    add_robots(db, "https://www.tarvel.example", capture(), NOON)
    return db


@pytest.mark.parametrize(("table", "changed"), TABLES.items(), ids=TABLES)
def test_evidence_is_never_changed(filled, table, changed):
    before = [tuple(row) for row in filled.conn.execute(f"SELECT * FROM {table}")]
    assert before
    for statement in (
        f"UPDATE {table} SET {changed}",
        f"DELETE FROM {table}",
        f"REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="is evidence"):
            filled.conn.execute(statement)
    assert [tuple(row) for row in filled.conn.execute(f"SELECT * FROM {table}")] == before


def test_a_run_is_closed_once(db, run):
    end_run(db, run, {"captured": 3}, NOON + timedelta(minutes=2))
    row = db.conn.execute("SELECT ended_at, report FROM run").fetchone()
    assert tuple(row) == ("2026-11-23T12:02:00.000Z", '{"captured": 3}')
    with pytest.raises(sqlite3.IntegrityError):
        end_run(db, run, {}, NOON)


def test_runs_are_numbered(db):
    assert [begin_run(db, "run", "harvester 0.1.0", NOON) for _ in range(2)] == [1, 2]


def test_a_source_is_one_by_its_url(db):
    first = add_source(db, Source("feed", "https://tarvel.example/feed"), NOON)
    again = add_source(db, Source("feed", "https://tarvel.example/feed", "Tarvel", 3600), NOON)
    assert first == again
    assert tuple(db.conn.execute("SELECT name, every_s FROM source").fetchone()) == ("Tarvel", 3600)


SAME = {
    "http": "http://www.tarvel.example/water?lang=en",
    "without www": "https://tarvel.example/water?lang=en",
    "fragment": URL + "#dams",
    "the same": URL,
}


@pytest.mark.parametrize("url", SAME.values(), ids=SAME)
def test_an_article_is_one_by_its_surt(db, article, url):
    assert add_article(db, url, 1, NOON) == article
    assert db.conn.execute("SELECT count(*) FROM article_url").fetchone()[0] == 1


def test_another_query_is_another_article(db, article):
    assert add_article(db, URL.replace("en", "fr"), 1, NOON) != article


def test_archives_made_apart_agree_on_ids(article):
    assert article == digest_id("example,tarvel)/water?lang=en")


def test_a_url_belongs_to_the_first_that_has_it(db, article):
    other = add_article(db, "https://tarvel.example/dams", 1, NOON)
    assert add_article_url(db, article, "https://tarvel.example/rivers", "canonical", NOON)
    assert not add_article_url(db, other, "https://tarvel.example/rivers", "canonical", NOON)
    assert add_article(db, "https://tarvel.example/rivers", 1, NOON) == article


MOVED = "https://www.tarvel.example/rivers"
DETOUR = "https://consent.example/ask"

REDIRECTS = {
    "moved for good": ((Redirect(301, MOVED),), Outcome.OK, True),
    "moved for good, method kept": ((Redirect(308, MOVED),), Outcome.OK, True),
    "a detour": ((Redirect(302, MOVED),), Outcome.OK, False),
    "a move after a detour": ((Redirect(307, DETOUR), Redirect(301, MOVED)), Outcome.OK, False),
    "a detour after a move": ((Redirect(301, MOVED), Redirect(302, DETOUR)), Outcome.OK, True),
    "moved to what is not there": ((Redirect(301, MOVED),), Outcome.GONE, False),
    "moved and not modified": ((Redirect(301, MOVED),), Outcome.NOT_MODIFIED, True),
}


@pytest.mark.parametrize(("redirects", "outcome", "known"), REDIRECTS.values(), ids=REDIRECTS)
def test_where_an_article_moved_to_is_its_url_too(db, run, article, capture, redirects, outcome, known):
    add_capture(db, run, article, capture(outcome=outcome, redirects=redirects, final_url=redirects[-1].url))
    assert (add_article(db, MOVED, 1, NOON) == article) is known
    assert add_article(db, DETOUR, 1, NOON) != article


def test_robots_are_used_until_they_expire(db, capture):
    origin = "https://www.tarvel.example"
    assert fresh_robots(db, origin, NOON) is None
    add_robots(db, origin, capture(body=b"User-agent: *\nDisallow: /x"), NOON + timedelta(hours=24))
    found = fresh_robots(db, origin, NOON + timedelta(hours=23))
    assert (found.body, found.outcome, found.status) == (b"User-agent: *\nDisallow: /x", "ok", 200)
    assert found.fetched_at == NOON
    assert fresh_robots(db, origin, NOON + timedelta(hours=24)) is None
    assert fresh_robots(db, origin, NOON - timedelta(hours=1)) is None  # the clock was set back
    assert fresh_robots(db, "https://tarvel.example", NOON) is None


def test_the_last_robots_count(db, capture):
    origin = "https://www.tarvel.example"
    add_robots(db, origin, capture(body=b"Disallow: /x"), NOON + timedelta(hours=24))
    add_robots(db, origin, capture(1, Outcome.SERVER_ERROR, body=b"", status=503), NOON + timedelta(hours=2))
    assert fresh_robots(db, origin, NOON + timedelta(minutes=90)).status == 503
    assert fresh_robots(db, origin, NOON + timedelta(hours=3)) is None


def test_an_address_that_is_no_utf8(db):
    """As the shell hands over bytes that are none."""
    url = "https://tarvel.example/caf\udce9"
    source = add_source(db, Source("page", url), NOON)
    assert add_source(db, Source("page", url), NOON) == source
    assert add_article(db, url, source, NOON) == add_article(db, url, source, NOON)

"""When an article or a source is due."""

from datetime import UTC, datetime, timedelta

import pytest

from harvester.archive.decisions import DecisionKind, Voice, decide
from harvester.archive.due import DueSelection, due_articles, due_now, due_sources, heed_clock, plan
from harvester.archive.following import refresh_articles, refresh_sources
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import derived
from harvester.model import Outcome

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://www.tarvel.example/water?lang=en"
FEED = "https://www.tarvel.example/feed.xml"
HOUR = timedelta(hours=1)


def articles(db, now):
    """The articles that are due."""
    plan(db)
    heed_clock(db, now)
    return due_articles(
        db.conn, [number for number, _ in due_now(db.conn, DueSelection(now, is_source=False))]
    )


def sources(db, now):
    """The sources that are due."""
    plan(db)
    heed_clock(db, now)
    return due_sources(db.conn, [number for number, _ in due_now(db.conn, DueSelection(now, is_source=True))])


RHYTHM = {  # every_s, time since the run began, whether it is due
    "without an interval, a minute later": (0, timedelta(minutes=1), False),
    "without an interval, three hours later": (0, 3 * HOUR, True),
    "too early": (3600, timedelta(minutes=59), False),
    "on time": (3600, HOUR, True),
    "cron was a second early": (3600, timedelta(seconds=3599), True),
    "long ago": (3600, timedelta(days=900), True),
    "the clock was set back": (3600, -HOUR, True),
    "a week, a day early": (7 * 86_400, timedelta(days=6), False),
    "a week, an hour early": (7 * 86_400, timedelta(days=7, hours=-1), True),
}


@pytest.mark.parametrize(("every_s", "since", "is_due"), RHYTHM.values(), ids=RHYTHM)
def test_an_article_is_due_when_its_rhythm_has_passed(db, follow, keep, capture, every_s, since, is_due):
    follow(URL, every_s=every_s)
    keep(capture(elapsed_ms=9))
    assert bool(articles(db, NOON + since)) is is_due


@pytest.mark.parametrize(("every_s", "since", "is_due"), RHYTHM.values(), ids=RHYTHM)
def test_a_source_is_due_when_its_rhythm_has_passed(db, follow_source, keep, capture, every_s, since, is_due):
    number = follow_source(FEED, every_s=every_s)
    assert [each.source_id for each in sources(db, NOON)] == [number]
    keep(capture(url=FEED), role="source")
    assert bool(sources(db, NOON + since)) is is_due


ASKED = {  # what came of the last capture, an hour before: whether it counts as one
    "a failure": ({"outcome": Outcome.TIMEOUT, "status": 0, "body": b""}, {}, True),
    "a refusal of robots.txt": ({"outcome": Outcome.ROBOTS_REFUSED, "status": 0, "body": b""}, {}, True),
    "a saved page": ({}, {"kind": "saved", "recorded_at": NOON}, False),
    "an imported exchange of last year": ({"hours": -9000}, {"recorded_at": NOON}, False),
    "what was asked for as a source": ({}, {"role": "source"}, False),
}


@pytest.mark.parametrize(("changed", "recording", "counts"), ASKED.values(), ids=ASKED)
def test_what_counts_as_having_asked(db, follow, keep, capture, changed, recording, counts):
    follow(URL, every_s=86_400)
    keep(capture(**changed), **recording)
    assert bool(articles(db, NOON + HOUR)) is not counts


def test_a_long_run_does_not_delay_the_next(db, follow, keep, capture):
    follow(URL, every_s=3600)
    keep(capture(0.9))  # the run began at noon
    assert articles(db, NOON + HOUR)


def test_each_run_counts_from_its_own_start(db, follow, keep, capture):
    follow(URL, every_s=3600)
    for hours in (0, 1, 2):
        assert articles(db, NOON + hours * HOUR)
        keep(capture(hours + 0.5), run_id=begin_run(db, Invocation("run", "harvester"), NOON + hours * HOUR))
        assert not articles(db, NOON + (hours + 0.9) * HOUR)


def test_never_captured_first_then_those_that_waited_longest(db, follow, keep, capture):
    urls = [f"https://tarvel.example/{n}" for n in range(4)]
    follow(*urls)
    for number, hours in ((3, 3), (0, 1), (2, 2)):
        keep(
            capture(hours, url=urls[number]),
            run_id=begin_run(db, Invocation("run", "x"), NOON + hours * HOUR),
        )
    found = [each.places[0].url for each in articles(db, NOON + 9 * HOUR)]
    assert found == [urls[n] for n in (1, 0, 2, 3)]


STATES = {  # what a person said, and whether it is asked for
    "paused": ((DecisionKind.PAUSE,), False),
    "ended": ((DecisionKind.END,), False),
    "paused and resumed": ((DecisionKind.PAUSE, DecisionKind.RESUME), True),
    "ended and followed again": ((DecisionKind.END, DecisionKind.FOLLOW), True),
}


@pytest.mark.parametrize(("said", "is_due"), STATES.values(), ids=STATES)
def test_what_is_paused_or_ended_is_not_asked_for(db, follow, follow_source, said, is_due):
    [article] = follow(URL).values()
    follow_source(FEED)
    for hours, kind in enumerate(said, 1):
        for target in (("article", URL), ("source", FEED)):
            value = '{"kind":"feed"}' if (kind, target[0]) == (DecisionKind.FOLLOW, "source") else ""
            decide(db, kind, target, Voice("ada", NOON + hours * HOUR), value)
    with derived(db):
        refresh_articles(db.conn, [article])
        refresh_sources(db.conn)
    found = articles(db, NOON + 9 * HOUR), sources(db, NOON + 9 * HOUR)
    assert tuple(map(len, found)) == (is_due, is_due)


SELDOM = {  # what is wrong, for how many days when it was asked last, days since: whether it is due
    "gone, asked the next day": ("gone", 0, 1, True),
    "gone for two days, a day later": ("gone", 2, 1, False),
    "gone for two days, two days later": ("gone", 2, 2, True),
    "refused for a year, a month later": ("refused", 365, 30, False),
    "refused for a year, two months later": ("refused", 365, 60, True),
    "a server's error for a year": ("server_error", 365, 1, True),
    "a wall for a year": ("bot_wall", 365, 1, True),
}


@pytest.mark.parametrize(("word", "lasted", "since", "is_due"), SELDOM.values(), ids=SELDOM)
def test_what_is_gone_or_refused_is_asked_for_ever_more_seldom(
    db, follow, follow_source, keep, capture, word, lasted, since, is_due
):
    follow(URL)
    follow_source(FEED)
    keep(capture())
    keep(capture(url=FEED), role="source")
    begun = f"{NOON - timedelta(days=lasted):%Y-%m-%dT%H:%M:%S.000Z}"
    with derived(db):
        for table in ("article", "source"):
            db.conn.execute(f"UPDATE {table} SET trouble = ?, trouble_since = ?", (word, begun))
    at = NOON + timedelta(days=since)
    assert (bool(articles(db, at)), bool(sources(db, at))) == (is_due, is_due)


def test_a_source_is_read_as_it_is_declared(db, follow_source):
    follow_source(FEED, "listing", links="main a")
    assert [(each.kind, each.links) for each in sources(db, NOON)] == [("listing", "main a")]
    follow_source(FEED, hours=1)
    assert [(each.kind, each.links) for each in sources(db, NOON)] == [("feed", "")]

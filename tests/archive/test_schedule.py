"""When an article or source is due, what may be sent back to its host, and when a host may be asked again."""

from datetime import UTC, datetime, timedelta

import pytest

from harvester.archive.decisions import DecisionKind, Voice, decide
from harvester.archive.following import refresh_articles, refresh_sources
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.schedule import (
    Condition,
    Place,
    condition,
    due,
    due_sources,
    host_states,
    note_host,
)
from harvester.archive.urls import url_ids
from harvester.archive.writing import derived, evidence, open_archive
from harvester.http.headers import Validators
from harvester.model import Outcome, Verdict

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://www.tarvel.example/water?lang=en"
FEED = "https://www.tarvel.example/feed.xml"
HOUR = timedelta(hours=1)

RHYTHM = {  # every_s, time since the run began, whether it is due
    "at every run": (0, timedelta(seconds=1), True),
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
    assert bool(due(db.conn, NOON + since)) is is_due


@pytest.mark.parametrize(("every_s", "since", "is_due"), RHYTHM.values(), ids=RHYTHM)
def test_a_source_is_due_when_its_rhythm_has_passed(db, follow_source, keep, capture, every_s, since, is_due):
    number = follow_source(FEED, every_s=every_s)
    assert [each.source_id for each in due_sources(db.conn, NOON)] == [number]
    keep(capture(url=FEED), role="source")
    assert bool(due_sources(db.conn, NOON + since)) is is_due


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
    assert bool(due(db.conn, NOON + HOUR)) is not counts


def test_a_long_run_does_not_delay_the_next(db, follow, keep, capture):
    follow(URL, every_s=3600)
    keep(capture(0.9))  # the run began at noon
    assert due(db.conn, NOON + HOUR)


def test_each_run_counts_from_its_own_start(db, follow, keep, capture):
    follow(URL, every_s=3600)
    for hours in (0, 1, 2):
        assert due(db.conn, NOON + hours * HOUR)
        keep(capture(hours + 0.5), run_id=begin_run(db, Invocation("run", "harvester"), NOON + hours * HOUR))
        assert not due(db.conn, NOON + (hours + 0.9) * HOUR)


def test_never_captured_first_then_those_that_waited_longest(db, follow, keep, capture):
    urls = [f"https://tarvel.example/{n}" for n in range(4)]
    follow(*urls)
    for number, hours in ((3, 3), (0, 1), (2, 2)):
        keep(
            capture(hours, url=urls[number]),
            run_id=begin_run(db, Invocation("run", "x"), NOON + hours * HOUR),
        )
    found = [each.places[0].url for each in due(db.conn, NOON + 9 * HOUR)]
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
    found = due(db.conn, NOON + 9 * HOUR), due_sources(db.conn, NOON + 9 * HOUR)
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
    assert (bool(due(db.conn, at)), bool(due_sources(db.conn, at))) == (is_due, is_due)


def test_a_source_is_read_as_it_is_declared(db, follow_source):
    follow_source(FEED, "listing", links="main a")
    assert [(each.kind, each.links) for each in due_sources(db.conn, NOON)] == [("listing", "main a")]
    follow_source(FEED, hours=1)
    assert [(each.kind, each.links) for each in due_sources(db.conn, NOON)] == [("feed", "")]


def headers(etag):
    return (("ETag", etag), ("Last-Modified", f"since {etag}"))


@pytest.fixture
def place(db):
    with evidence(db):
        return Place(url_ids(db.conn, [URL])[URL], URL)


@pytest.fixture
def told(keep, read, capture):
    """A function that stores a capture of an hour. verdict: also "304", "error" or "unread"."""

    def each(hours, verdict, etag, confirms=None):
        outcome = {"304": Outcome.NOT_MODIFIED, "error": Outcome.SERVER_ERROR}.get(verdict, Outcome.OK)
        body = b"" if verdict == "304" else f"{verdict} {etag}".encode()
        given = capture(hours, outcome, body=body, headers=headers(etag) if etag else ())
        capture_id = keep(given, confirms=confirms)
        return capture_id if outcome != Outcome.OK or verdict == "unread" else read(capture_id, verdict)

    return each


CONTENT, WALL = Verdict.CONTENT, Verdict.BOT_WALL
# What was captured, (verdict, ETag) an hour; which of it the next request may rely on, and with which ETag.
STORIES = {
    "nothing yet": ([], None, ""),
    "an article": ([(CONTENT, "a")], 0, "a"),
    "the last of two": ([(CONTENT, "a"), (CONTENT, "b")], 1, "b"),
    "a wall": ([(WALL, "w")], None, ""),
    "a wall since": ([(CONTENT, "a"), (WALL, "w")], 0, "a"),
    "an error since": ([(CONTENT, "a"), ("error", "e")], 0, "a"),
    "one that nobody has read": ([(CONTENT, "a"), ("unread", "u")], 0, "a"),
    "a page that says that it is gone": ([(CONTENT, "a"), (Verdict.SOFT_404, "s")], 0, "a"),
    "confirmed": ([(CONTENT, "a"), ("304", "a", 0)], 0, "a"),
    "confirmed twice": ([(CONTENT, "a"), ("304", "a", 0), ("304", "a", 0)], 0, "a"),
    "confirmed, and the ETag renewed": ([(CONTENT, "a"), ("304", "b", 0)], 0, "b"),
    "confirmed without an ETag": ([(CONTENT, "a"), ("304", "", 0)], 0, "a"),
    "confirmed after a wall": ([(CONTENT, "a"), (WALL, "w"), ("304", "a", 0)], 0, "a"),
    "an article without validators": ([(CONTENT, "")], 0, ""),
    "a 304 that confirms nothing": ([("304", "x")], None, ""),
    "a feed where an article was": ([(Verdict.FEED, "f")], None, ""),
}


@pytest.mark.parametrize(("story", "base", "etag"), STORIES.values(), ids=STORIES)
def test_validators_are_those_of_the_article(db, place, told, story, base, etag):
    ids = []
    for hours, (verdict, given, *confirmed) in enumerate(story):
        ids.append(told(hours, verdict, given, *(ids[each] for each in confirmed)))
    validators = Validators(etag, f"since {etag}" if etag else "", URL)
    expected = Condition() if base is None else Condition(ids[base], validators)
    assert condition(db.conn, place) == expected


@pytest.mark.parametrize("verdict", [Verdict.FEED, Verdict.SITEMAP, Verdict.LISTING, Verdict.LIST])
def test_of_a_source_they_are_those_of_an_answer_that_announced_something(db, place, told, verdict):
    told(0, verdict, "a")
    told(1, Verdict.EMPTY, "e")
    assert condition(db.conn, place, announcing=True).validators.etag == "a"
    assert condition(db.conn, place) == Condition()


def test_they_say_from_which_url_they_came(db, place, keep, read, capture):
    moved = "https://www.tarvel.example/rivers"
    end = read(
        keep(capture(outcome=Outcome.REDIRECTED, status=301), capture(1, url=moved, headers=headers("a")))
    )
    assert condition(db.conn, place) == Condition(end, Validators("a", "since a", moved))


def test_bytes_that_were_taken_down_cannot_be_confirmed(db, place, told):
    told(0, CONTENT, "a")
    db.conn.execute("INSERT INTO tombstone SELECT NULL, x'00', digest, '', '', '' FROM payload")
    db.conn.execute("UPDATE payload SET coding = 'removed', body = x''")
    assert condition(db.conn, place) == Condition()


def test_hosts_are_known_to_the_next_process(db, path):
    note_host(db, "tarvel.example", NOON)
    note_host(db, "dams.example", NOON)
    note_host(db, "tarvel.example", NOON + HOUR)
    db.close()
    later = open_archive(path)
    assert host_states(later.conn) == {"tarvel.example": NOON + HOUR, "dams.example": NOON}
    later.close()

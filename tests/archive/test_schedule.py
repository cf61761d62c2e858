"""When an article is due, and what may be sent back to its host."""

from datetime import UTC, datetime, timedelta

import pytest

from harvester.archive.captures import add_capture
from harvester.archive.derived import store_reading
from harvester.archive.evidence import add_article, add_source, begin_run
from harvester.archive.payload import digest_of
from harvester.archive.rows import CONTENT, HostState, Reading, Source
from harvester.archive.schedule import due, host_states, note_host
from harvester.archive.writing import derived, open_archive
from harvester.model import Outcome, Validators

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://www.tarvel.example/water?lang=en"
HOUR = timedelta(hours=1)

RHYTHM = {  # every_s, time since the run began, whether it is due
    "at every run": (0, timedelta(seconds=1), True),
    "too early": (3600, timedelta(minutes=59), False),
    "on time": (3600, HOUR, True),
    "cron was a second early": (3600, timedelta(seconds=3599), True),
    "long ago": (3600, timedelta(days=900), True),
    "the clock was set back": (3600, -HOUR, True),
    "a week, a day early": (7 * 86_400, timedelta(days=6), False),
}


@pytest.mark.parametrize(("every_s", "since", "is_due"), RHYTHM.values(), ids=RHYTHM)
def test_due(db, run, article, capture, every_s, since, is_due):
    add_source(db, Source("page", URL, every_s=every_s), NOON)
    add_capture(db, run, article, capture(elapsed_ms=9))
    assert bool(due(db, NOON + since)) is is_due


def test_a_long_run_does_not_delay_the_next(db, run, article, capture):
    add_source(db, Source("page", URL, every_s=3600), NOON)
    add_capture(db, run, article, capture(0.9))  # the run began at noon
    assert due(db, NOON + HOUR)


def test_a_failure_counts_as_a_capture(db, run, article, capture):
    add_source(db, Source("page", URL, every_s=3600), NOON)
    add_capture(db, run, article, capture(outcome=Outcome.TIMEOUT, status=0, body=b""))
    assert not due(db, NOON + HOUR / 2)


def test_an_old_capture_that_was_imported_counts_by_its_own_time(db, run, article, capture):
    add_source(db, Source("page", URL, every_s=86_400), NOON)
    add_capture(db, run, article, capture(-1000), recorded_at=NOON)
    assert due(db, NOON + HOUR)


def test_never_captured_first_then_those_that_waited_longest(db, run, article, capture):
    others = [add_article(db, f"https://tarvel.example/{n}", 1, NOON) for n in range(3)]
    add_capture(db, run, article, capture(3))
    add_capture(db, run, others[0], capture(1))
    add_capture(db, run, others[2], capture(2))
    order = [each.article_id for each in due(db, NOON + 4 * HOUR)]
    assert order == [others[1], others[0], others[2], article]


def headers(etag):
    return (("ETag", etag), ("Last-Modified", f"since {etag}"))


@pytest.fixture
def store(db, run, article, capture):
    """A function that stores captures: (verdict or outcome, ETag)."""

    def each(hours, verdict, etag):
        outcome = {"304": Outcome.NOT_MODIFIED, "error": Outcome.SERVER_ERROR}.get(verdict, Outcome.OK)
        body = b"" if verdict == "304" else f"{verdict} {etag}".encode()
        given = capture(hours, outcome, body=body, headers=headers(etag) if etag else ())
        capture_id = add_capture(db, run, article, given)
        if outcome == Outcome.OK and verdict != "unread":
            with derived(db):
                store_reading(db, Reading(capture_id, article, "1", verdict))

    return each


STORIES = {  # what was captured, and the ETag and payload that the next request may rely on
    "nothing yet": ([], "", ""),
    "an article": ([(CONTENT, "a")], "a", f"{CONTENT} a"),
    "the last of two": ([(CONTENT, "a"), (CONTENT, "b")], "b", f"{CONTENT} b"),
    "a wall": ([("bot wall", "w")], "", ""),
    "a wall since": ([(CONTENT, "a"), ("bot wall", "w")], "a", f"{CONTENT} a"),
    "an error since": ([(CONTENT, "a"), ("error", "e")], "a", f"{CONTENT} a"),
    "one that no parser has read": ([(CONTENT, "a"), ("unread", "u")], "a", f"{CONTENT} a"),
    "confirmed": ([(CONTENT, "a"), ("304", "a")], "a", f"{CONTENT} a"),
    "confirmed, and the ETag renewed": ([(CONTENT, "a"), ("304", "b")], "b", f"{CONTENT} a"),
    "confirmed without an ETag": ([(CONTENT, "a"), ("304", "")], "a", f"{CONTENT} a"),
    "confirmed after a wall": ([(CONTENT, "a"), ("bot wall", "w"), ("304", "a")], "a", f"{CONTENT} a"),
    "an article without validators": ([(CONTENT, "")], "", f"{CONTENT} "),
    "a 304 to nothing": ([("304", "x")], "", ""),
}


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(("story", "etag", "body"), STORIES.values(), ids=STORIES)
def test_validators_are_those_of_the_article(db, store, story, etag, body):
    for hours, (verdict, given) in enumerate(story):
        store(hours, verdict, given)
    (found,) = due(db, NOON + 9 * HOUR)
    assert found.validators == (Validators(etag, f"since {etag}") if etag else Validators())
    assert found.last_digest == (digest_of(body.encode()) if body else "")


def test_validators_say_which_url_they_came_from(db, run, article, capture):
    moved = "https://www.tarvel.example/rivers"
    capture_id = add_capture(db, run, article, capture(final_url=moved, headers=headers("a")))
    with derived(db):
        store_reading(db, Reading(capture_id, article, "1", CONTENT))
    assert due(db, NOON + HOUR)[0].validators.url == moved


def test_hosts_are_known_to_the_next_process(db, path):
    note_host(db, "tarvel.example", HostState(NOON, crawl_delay_s=2.5))
    note_host(db, "tarvel.example", HostState(retry_after_until=NOON + HOUR))
    note_host(db, "dams.example", HostState(NOON))
    db.close()
    later = open_archive(path)
    assert host_states(later) == {
        "tarvel.example": HostState(NOON, NOON + HOUR, 2.5),
        "dams.example": HostState(NOON),
    }
    later.close()


def test_each_run_counts_from_its_own_start(db, article, capture):
    add_source(db, Source("page", URL, every_s=3600), NOON)
    for hours in (0, 1, 2):
        assert due(db, NOON + hours * HOUR)
        add_capture(db, begin_run(db, "run", "harvester", NOON + hours * HOUR), article, capture(hours + 0.5))
        assert not due(db, NOON + (hours + 0.9) * HOUR)

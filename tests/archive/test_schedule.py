"""What may be sent back to a host, and when a host may be asked again."""

from datetime import UTC, datetime, timedelta

import pytest

from harvester.archive.schedule import Condition, RequestedUrl, condition, host_states, note_host
from harvester.archive.urls import url_ids
from harvester.archive.writing import evidence, open_archive
from harvester.http.headers import Validators
from harvester.model import Outcome, Verdict

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://www.tarvel.example/water?lang=en"
HOUR = timedelta(hours=1)


def headers(etag):
    return (("ETag", etag), ("Last-Modified", f"since {etag}"))


@pytest.fixture
def place(db):
    with evidence(db):
        return RequestedUrl(url_ids(db.conn, [URL])[URL], URL)


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

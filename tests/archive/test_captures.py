"""Captures come back as they were; one that says "not modified" costs little and loses nothing."""

from datetime import timedelta

import pytest

from harvester.archive.captures import add_capture, read_capture
from harvester.archive.derived import store_reading
from harvester.archive.rows import CONTENT, Reading
from harvester.archive.writing import derived
from harvester.model import Outcome, Redirect

ASKED = (("User-Agent", "harvester/0.1 (+mailto:desk@tarvel.example)"), ("Accept-Encoding", "gzip, deflate"))
STAMP = "Mon, 23 Nov 2026 11:58:07 GMT"
LATER = ("Date", "Mon, 23 Nov 2026 13:00:00 GMT")
ANSWERED = (
    ("Date", "Mon, 23 Nov 2026 12:00:00 GMT"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("ETag", '"5f3c-18d2a"'),
    ("Last-Modified", STAMP),
    ("Server", "nginx/1.24.0"),
    ("Cache-Control", "max-age=60, stale-while-revalidate=600"),
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"),
    ("Content-Security-Policy", "default-src 'self' https://static.tarvel.example; " * 4),
)

EACH = {
    "a plain one": {},
    "all of it": {
        "headers": ANSWERED,
        "request_headers": ASKED,
        "detail": "as it should be",
        "redirects": (Redirect(302, "https://tarvel.example/a"), Redirect(301, "https://tarvel.example/b")),
        "final_url": "https://tarvel.example/b",
        "wire_bytes": 7,
        "elapsed_ms": 1200,
    },
    "no answer": {
        "outcome": Outcome.DNS_ERROR,
        "status": 0,
        "final_url": "",
        "body": b"",
        "detail": "no such host",
    },
    "an error page": {"outcome": Outcome.SERVER_ERROR, "status": 503, "body": b"<h1>Busy</h1>"},
    "a part of one": {"outcome": Outcome.TRUNCATED, "body": b"<p>The ri"},
    "another URL": {"url": "https://tarvel.example/b", "final_url": "https://tarvel.example/b"},
    "a header twice, and no ASCII": {"headers": (("Set-Cookie", "a"), ("set-cookie", "é\xff"))},
}


@pytest.mark.parametrize("changed", EACH.values(), ids=EACH)
def test_a_capture_comes_back_as_it_was(db, run, article, capture, changed):
    given = capture(**changed)
    assert read_capture(db.conn, add_capture(db, run, article, given)) == given


def test_half_a_surrogate_pair_is_stored_as_a_question_mark(db, run, article, capture):
    given = capture(detail="\ud800", headers=(("X", "\udfff"),))
    found = read_capture(db.conn, add_capture(db, run, article, given))
    assert (found.detail, found.headers) == ("?", (("X", "\udfff"),))


def test_recorded_later_than_captured(db, run, article, capture):
    later = capture().captured_at + timedelta(days=400)
    add_capture(db, run, article, capture(), recorded_at=later)
    add_capture(db, run, article, capture(1))
    rows = db.conn.execute("SELECT captured_at, recorded_at FROM capture_list ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [
        ("2026-11-23T12:00:00.000Z", "2027-12-28T12:00:00.000Z"),
        ("2026-11-23T13:00:00.000Z", "2026-11-23T13:00:00.000Z"),
    ]


@pytest.fixture
def read(db, article):
    """A function that says what the parser made of a capture."""

    def store(capture_id, verdict=CONTENT):
        with derived(db):
            store_reading(db, Reading(capture_id, article, "1", verdict))
        return capture_id

    return store


def row(db, capture_id):
    return dict(db.conn.execute("SELECT * FROM capture WHERE id = ?", (capture_id,)).fetchone())


def again(etag='"5f3c-18d2a"', stamp=STAMP):
    """The request and the answer of a 304, as a server in front of a cache gives it."""
    return {
        "outcome": Outcome.NOT_MODIFIED,
        "request_headers": (*ASKED, ("If-None-Match", '"5f3c-18d2a"'), ("If-Modified-Since", STAMP)),
        "headers": (
            ("Date", "Mon, 23 Nov 2026 13:00:00 GMT"),
            ("ETag", etag),
            ("Last-Modified", stamp),
            *ANSWERED[4:],
        ),
    }


def test_not_modified_costs_little(db, run, article, capture, read):
    base = read(add_capture(db, run, article, capture(headers=ANSWERED, request_headers=ASKED)))
    found = row(db, add_capture(db, run, article, capture(1, **again(), elapsed_ms=120)))
    assert found["confirms"] == base
    assert found["request_headers"] is found["etag"] is found["last_modified"] is None
    assert found["headers"] == '[["Date","Mon, 23 Nov 2026 13:00:00 GMT"]]'
    assert sum(len(str(value)) + 1 for value in found.values() if value is not None) <= 200


def test_not_modified_renews_what_differs(db, run, article, capture, read):
    read(add_capture(db, run, article, capture(headers=ANSWERED, request_headers=ASKED)))
    found = row(db, add_capture(db, run, article, capture(1, **again(etag='W/"2"'))))
    assert (found["etag"], found["last_modified"]) == ('W/"2"', None)


def test_a_second_not_modified_confirms_the_same_capture(db, run, article, capture, read):
    base = read(add_capture(db, run, article, capture(headers=ANSWERED)))
    found = [row(db, add_capture(db, run, article, capture(hour, **again()))) for hour in (1, 2)]
    assert [each["confirms"] for each in found] == [base, base]


def test_not_modified_confirms_the_article_and_not_the_wall_since(db, run, article, capture, read):
    base = read(add_capture(db, run, article, capture(headers=ANSWERED)))
    read(
        add_capture(db, run, article, capture(1, headers=(("ETag", '"wall"'),), body=b"Are you human?")),
        "bot wall",
    )
    assert row(db, add_capture(db, run, article, capture(2, **again())))["confirms"] == base


def test_not_modified_that_nothing_was_known_of(db, run, article, capture):
    found = row(db, add_capture(db, run, article, capture(1, **again())))
    assert (found["confirms"], found["etag"]) == (None, '"5f3c-18d2a"')


def test_a_re_capture_takes_300_bytes_of_the_file(db, run, article, capture, read):
    read(add_capture(db, run, article, capture(headers=ANSWERED, request_headers=ASKED)))
    pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    before = db.conn.execute(pages).fetchone()[0]
    for hour in range(500):
        add_capture(db, run, article, capture(hour, **again(), elapsed_ms=120))
    assert (db.conn.execute(pages).fetchone()[0] - before) / 500 <= 300


def test_a_body_is_kept_whatever_the_outcome_and_walls_are_no_bases(db, run, article, capture):
    page = b"".join(b"<p>Paragraph %d of the page.</p>" % n for n in range(300))
    wall = bytes(range(256)) * 20
    bodies = [(Outcome.OK, page), (Outcome.REFUSED, wall), (Outcome.OK, page + b"<p>More.</p>")]
    ids = [
        add_capture(db, run, article, capture(n, outcome, body=body))
        for n, (outcome, body) in enumerate(bodies)
    ]
    assert [read_capture(db.conn, each).body for each in ids] == [body for _, body in bodies]
    codings = "SELECT coding FROM capture JOIN payload ON digest = payload_digest ORDER BY id"
    assert [row[0] for row in db.conn.execute(codings)] == ["zstd", "zstd", "zstd-patch"]

"""A row for each exchange; each comes back as it was, and one that says "not modified" costs little."""

from datetime import timedelta

import pytest

from harvester.archive.captures import Recording, add_chain, chain_ids, key_of, read_capture
from harvester.model import Outcome

ASKED = (("User-Agent", "harvester/0.1 (+mailto:desk@tarvel.example)"), ("Accept-Encoding", "gzip, deflate"))
STAMP = "Mon, 23 Nov 2026 11:58:07 GMT"
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
ROW = "SELECT * FROM capture WHERE id = ?"

EACH = {
    "a plain one": {},
    "all of it": {
        "headers": ANSWERED,
        "request_headers": ASKED,
        "detail": "as it should be",
        "reason": "Fine",
        "http_version": "1.1",
        "ip": "192.0.2.7",
        "head": b"HTTP/1.1  200 Fine\r\n\r\n",
        "coded": '{"coding":"gzip"}',
        "wire_bytes": 7,
        "elapsed_ms": 1200,
    },
    "no answer": {"outcome": Outcome.DNS_ERROR, "status": 0, "body": b"", "detail": "no such host"},
    "a redirect's answer": {
        "outcome": Outcome.REDIRECTED,
        "status": 301,
        "headers": (("Location", "/rivers"),),
        "body": b"<a href=/rivers>moved</a>",
    },
    "an error page": {"outcome": Outcome.SERVER_ERROR, "status": 503, "body": b"<h1>Busy</h1>"},
    "a part of one": {"outcome": Outcome.TRUNCATED, "body": b"<p>The ri"},
    "another URL": {"url": "https://tarvel.example/b"},
    "a coded body": {"coded": '{"coding":"gzip"}', "coded_digest": bytes(range(20))},
    "a header twice, and no ASCII": {"headers": (("Set-Cookie", "a"), ("set-cookie", "é\xff"))},
}


@pytest.mark.parametrize("changed", EACH.values(), ids=EACH)
def test_a_capture_comes_back_as_it_was(db, keep, capture, changed):
    given = capture(**changed)
    assert read_capture(db.conn, keep(given)) == given


def test_half_a_surrogate_pair_is_stored_as_a_question_mark(db, keep, capture):
    given = capture(detail="\ud800", reason="\ud800", headers=(("X", "\udfff"),))
    found = read_capture(db.conn, keep(given))
    assert (found.detail, found.reason, found.headers) == ("?", "?", (("X", "\udfff"),))


def test_recorded_later_than_captured(db, keep, capture):
    later = capture().captured_at + timedelta(days=400)
    keep(capture(), kind="saved", recorded_at=later)
    keep(capture(1))
    rows = db.conn.execute("SELECT captured_at, recorded_at FROM capture ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [
        ("2026-11-23T12:00:00.000Z", "2027-12-28T12:00:00.000Z"),
        ("2026-11-23T13:00:00.000Z", None),
    ]


def hop(capture, number, outcome=Outcome.REDIRECTED):
    status = 302 if outcome == Outcome.REDIRECTED else 200
    return capture(number / 3600, outcome, url=f"https://tarvel.example/{number}", status=status)


@pytest.mark.parametrize("hops", [1, 2, 3, 21])
def test_each_exchange_is_a_row_and_leads_to_the_next(db, keep, capture, hops):
    chain = (*(hop(capture, n) for n in range(hops - 1)), hop(capture, hops, Outcome.OK))
    end = keep(*chain)
    ids = chain_ids(db.conn, end)
    assert tuple(read_capture(db.conn, each) for each in ids) == chain
    led = [row[0] for row in db.conn.execute("SELECT led_from FROM capture ORDER BY id")]
    assert led == [None, *ids[:-1]]
    waits = [row[0] for row in db.conn.execute("SELECT capture_id FROM attempt")]
    assert waits == [end]


def test_what_a_robots_txt_says_waits_for_no_reading(db, keep, capture):
    keep(capture(), role="robots")
    assert db.table("attempt").count == 0


def test_only_the_end_of_a_chain_confirms(db, keep, capture):
    base = keep(capture())
    chain = (hop(capture, 1), capture(1, Outcome.NOT_MODIFIED))
    rows = [
        db.conn.execute(ROW, (each,)).fetchone() for each in chain_ids(db.conn, keep(*chain, confirms=base))
    ]
    assert [row["confirms"] for row in rows] == [None, base]


def test_what_is_no_304_confirms_nothing(db, keep, capture):
    base = keep(capture())
    assert db.conn.execute(ROW, (keep(capture(1), confirms=base),)).fetchone()["confirms"] is None


OTHER_KEY = {
    "another second": {"hours": 1 / 3600},
    "another URL": {"url": "https://tarvel.example/b"},
    "another status": {"status": 203},
    "no status, another outcome": {"status": 0, "outcome": Outcome.TIMEOUT},
    "a header more": {"headers": (("Server", "nginx"),)},
    "another body": {"body": b"<p>The lake.</p>"},
}
SAME_KEY = {
    "another outcome of the same status": {"outcome": Outcome.TRUNCATED},
    "other words of ours": {"detail": "as we see it"},
    "other request headers": {"request_headers": ASKED},
    "another time it took": {"elapsed_ms": 7},
    "another length on the wire": {"wire_bytes": 7},
}


@pytest.mark.parametrize("changed", OTHER_KEY.values(), ids=OTHER_KEY)
def test_what_says_something_else_has_another_key(db, keep, capture, changed):
    assert keep(capture()) != keep(capture(**changed))
    assert db.table("capture").count == 2


@pytest.mark.parametrize("changed", SAME_KEY.values(), ids=SAME_KEY)
def test_what_says_the_same_is_kept_once(db, keep, capture, changed):
    assert keep(capture()) == keep(capture(**changed))
    assert db.table("capture").count == 1


def test_what_led_to_it_and_what_it_confirms_are_part_of_the_key(keep, capture):
    base = keep(capture())
    ends = {keep(capture(1)), keep(hop(capture, 1), capture(1)), keep(hop(capture, 2), capture(1))}
    confirming = {
        keep(capture(2, Outcome.NOT_MODIFIED)),
        keep(capture(2, Outcome.NOT_MODIFIED), confirms=base),
    }
    assert (len(ends), len(confirming)) == (3, 2)


def test_keys_never_change(db, keep, capture):
    """Archives of years agree by them; a red line here is a new schema, not a new expectation."""
    end = keep(capture(outcome=Outcome.REDIRECTED, status=301), capture(1, headers=ANSWERED))
    keys = [key_of(db.conn, each).hex() for each in chain_ids(db.conn, end)]
    assert keys == ["c7439542d352d5cd543fc2ae22f707ce", "3ca17ee1919eceeb1e5b544183d086c4"]


def test_a_chain_is_stored_whole_or_not_at_all(db, run, capture):
    db.conn.execute(
        "CREATE TEMP TRIGGER stop BEFORE INSERT ON capture WHEN NEW.led_from IS NOT NULL"
        " BEGIN SELECT RAISE(ABORT, 'stopped'); END"
    )
    with pytest.raises(Exception, match="stopped"):
        add_chain(db, Recording(run, "article"), (hop(capture, 1), hop(capture, 2, Outcome.OK)))
    assert (db.table("capture").count, db.table("payload").count) == (0, 0)


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
        "elapsed_ms": 120,
    }


def test_not_modified_costs_little(db, keep, capture):
    base = keep(capture(headers=ANSWERED, request_headers=ASKED))
    first, second = (keep(capture(hour, **again()), confirms=base) for hour in (1, 2))
    assert db.table("headers").count == 4  # of requests and of answers, with and without a condition
    row = db.conn.execute(ROW, (second,)).fetchone()
    assert sum(len(str(value)) + 1 for value in tuple(row) if value is not None) <= 250
    assert read_capture(db.conn, first).headers == read_capture(db.conn, second).headers == again()["headers"]


def test_a_re_capture_takes_300_bytes_of_the_file(db, keep, capture):
    base = keep(capture(headers=ANSWERED, request_headers=ASKED))
    pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    before = db.conn.execute(pages).fetchone()[0]
    for hour in range(500):
        keep(capture(hour, **again()), confirms=base)
    assert (db.conn.execute(pages).fetchone()[0] - before) / 500 <= 300


def test_a_body_is_kept_whatever_the_outcome_and_walls_are_no_bases(db, keep, capture):
    page = b"".join(b"<p>Paragraph %d of the page.</p>" % n for n in range(300))
    wall = bytes(range(256)) * 20
    bodies = [(Outcome.OK, page), (Outcome.REFUSED, wall), (Outcome.OK, page + b"<p>More.</p>")]
    ids = [keep(capture(n, outcome, body=body)) for n, (outcome, body) in enumerate(bodies)]
    assert [read_capture(db.conn, each).body for each in ids] == [body for _, body in bodies]
    codings = "SELECT coding FROM capture JOIN payload ON payload.id = payload_id ORDER BY capture.id"
    assert [row[0] for row in db.conn.execute(codings)] == ["zstd", "zstd", "zstd-patch"]


def test_a_page_stands_on_another_of_its_host(db, keep, capture):
    """A site's pages share their frame; its first pages are what a new archive is made of."""
    frame = b"".join(b"<li>Menu of Tarvel %d</li>" % n for n in range(400))
    for n in range(3):
        keep(capture(n, url=f"https://www.tarvel.example/{n}", body=frame + b"<p>Page %d</p>" % n))
    keep(capture(3, url="https://dams.example/", body=frame + b"<p>Elsewhere</p>"))
    assert [row[0] for row in db.conn.execute("SELECT base_id FROM payload ORDER BY id")] == [
        None,
        1,
        1,
        None,
    ]

"""Web archives: which of their captures are taken, as what, and that their order does not matter."""

import gzip
from contextlib import closing
from itertools import permutations

import kept_pages as kept
import pytest
import warcs
import zstandard
from chronicle import Chronicle, exchange, rss
from kept_pages import CRANE, OLD_PIER, PIER, PROSE, THINGS, edition
from warcs import error, http, not_modified, page, redirect, request, revisit, take, written

from harvester.archive.asked import known_articles
from harvester.archive.decisions import Terms, Voice
from harvester.archive.due import plan
from harvester.archive.robots import robots_chains
from harvester.archive.schedule import RequestedUrl, condition
from harvester.archive.writing import open_archive
from harvester.errors import ConfigError
from harvester.harvest.reader import Reader, Rereader
from harvester.harvest.survey import CaptureFilter, Survey
from harvester.harvest.takedown import capture_target, take_down
from harvester.harvest.web_archives import import_files, survey_files
from harvester.http.surt import surt
from harvester.interop.warc.record import WarcRecord

XML = ("Content-Type", "application/rss+xml")
ROBOTS = "https://norra.example/robots.txt"
FIRST = page(PIER, 0, edition(THINGS[:5]), ("ETag", '"one"'))


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """The bytes of an archive without anything: to make one takes longer than most of these tests."""
    path = tmp_path_factory.mktemp("empty") / "a.db"
    open_archive(path, create=True).close()
    return path.read_bytes()


@pytest.fixture
def db(tmp_path, empty):
    path = tmp_path / "norra.db"
    path.write_bytes(empty)
    with closing(open_archive(path)) as db:
        yield db


def rows(db, sql, *values):
    return [tuple(row) for row in db.conn.execute(sql, values)]


def captures(db):
    """(path, status, outcome, was it led to, does it confirm) of all captures, in the order of time."""
    sql = """
        SELECT replace(url.url, 'https://norra.example/', ''), status, outcome, led_from IS NOT NULL,
            confirms IS NOT NULL
        FROM capture JOIN url ON url.id = url_id ORDER BY captured_at, led_from IS NOT NULL, capture.id"""
    return rows(db, sql)


OK = ("pier", 200, "ok", 0, 0)
SHORT = http(edition(THINGS[:4]))[:-400]

# What it shows: (records, what is kept of them beside the first page, sentences that refused records have).
KEPT = {
    "a page": ([], [], []),
    "an error of a known page": ([error(PIER, 2)], [("pier", 404, "gone", 0, 0)], []),
    "a wall": ([error(PIER, 2, "403 Forbidden")], [("pier", 403, "refused", 0, 0)], []),
    "other pages are left": ([page(CRANE, 2, PROSE), error(CRANE, 3)], [], []),
    "a redirect with what it led to": (
        [redirect(OLD_PIER, 2, "/pier"), page(PIER, 2, edition(THINGS[:4]))],
        [("2030/pier", 301, "redirected", 0, 0), ("pier", 200, "ok", 1, 0)],
        [],
    ),
    "the target stands before its redirect": (
        [page(PIER, 2, edition(THINGS[:4])), redirect(OLD_PIER, 2, "/pier")],
        [("2030/pier", 301, "redirected", 0, 0), ("pier", 200, "ok", 1, 0)],
        [],
    ),
    "a redirect to a known page that was not captured": (
        [redirect(PIER, 2, "/gone-away"), page(PIER, 3, edition(THINGS[:4]))],
        [("pier", 301, "bad_redirect", 0, 0), OK],
        [],
    ),
    "a redirect to itself": ([redirect(PIER, 2, "/pier")], [("pier", 301, "bad_redirect", 0, 0)], []),
    "a payload is repeated": ([revisit(PIER, 2, FIRST)], [OK], []),
    "a payload is repeated at another URL": (
        [revisit(CRANE, 2, FIRST)],
        [("crane", 200, "ok", 0, 0)],
        [],
    ),
    "a repeated payload is not there": (
        [revisit(PIER, 2, page(CRANE, 1, PROSE))],
        [],
        ["It repeats a payload that is neither in these files nor in the archive."],
    ),
    "a 304 that names its page": (
        [not_modified(PIER, 2, WARC_Refers_To_Target_URI=PIER, WARC_Refers_To_Date=FIRST.date)],
        [("pier", 304, "not_modified", 0, 1)],
        [],
    ),
    "a 304 with the ETag of its page": (
        [not_modified(PIER, 2, ("ETag", 'W/"one"'))],
        [("pier", 304, "not_modified", 0, 1)],
        [],
    ),
    "a 304 whose request had the ETag": (
        [request(PIER, 2, ("If-None-Match", '"one"')), not_modified(PIER, 2)],
        [("pier", 304, "not_modified", 0, 1)],
        [],
    ),
    "a 304 that names nothing": (
        [not_modified(PIER, 2)],
        [],
        ["It confirms a capture that is neither in these files nor in the archive."],
    ),
    "a 304 with another ETag": (
        [not_modified(PIER, 2, ("ETag", '"two"'))],
        [],
        ["It confirms a capture that is neither in these files nor in the archive."],
    ),
    "a response 304": (
        [error(PIER, 2, "304 Not Modified")],
        [],
        ["It confirms a capture that is neither in these files nor in the archive."],
    ),
    "an answer to POST": ([request(PIER, 2, method="POST"), page(PIER, 2, edition(THINGS[:2]))], [], []),
    "a request that follows its answer": (
        [page(PIER, 2, edition(THINGS[:2])), request(PIER, 2, method="POST")],
        [],
        [],
    ),
    "a request that stands apart": (
        [request(PIER, 2, method="POST"), request(CRANE, 2), page(PIER, 2, edition(THINGS[:2]))],
        [],
        [],
    ),
    "a page without its answer": (
        [warcs.Said("resource", PIER, warcs.at(2), edition(THINGS[:4]), {"Content_Type": "text/html"})],
        [("pier", None, "ok", 0, 0)],
        [],
    ),
    "a text made of a page": (
        [warcs.Said("conversion", CRANE, warcs.at(2), b"Why? Because.", {"Content_Type": "text/plain"})],
        [],
        [],
    ),
    "a page that was cut on purpose": (
        [page(PIER, 2, edition(THINGS[:4]), WARC_Truncated="length")],
        [("pier", 200, "too_large", 0, 0)],
        [],
    ),
    "a page that the time cut": (
        [page(PIER, 2, edition(THINGS[:4]), WARC_Truncated="time")],
        [("pier", 200, "timeout", 0, 0)],
        [],
    ),
    "a body that is shorter than its head says": (
        [page(PIER, 2, edition(THINGS[:4]), ("Content-Length", "99999"))],
        [("pier", 200, "truncated", 0, 0)],
        [],
    ),
    "an empty answer": ([page(PIER, 2, b"")], [("pier", 200, "empty", 0, 0)], []),
    "what is not of the web": ([page("dns:norra.example", 2, b"192.0.2.1")], [], []),
    "a URL that cannot be asked for": (
        [page("https://ada@norra.example/", 2, edition(THINGS[:4]))],
        [],
        ["A URL with credentials is not fetched."],
    ),
    "a bad date, and that of the answer": (
        [page(PIER, 2, edition(THINGS[:4]), ("Date", "Tue, 04 Mar 2031 15:00:00 GMT"), WARC_Date="soon")],
        [OK],
        [],
    ),
    "a bad date": (
        [page(PIER, 2, edition(THINGS[:4]), WARC_Date="2031")],
        [],
        ["Its date '2031' names no instant."],
    ),
    "a date in the future": (
        [page(PIER, 2, edition(THINGS[:4]), WARC_Date="2099-01-01T00:00:00Z")],
        [],
        ["Its date '2099-01-01T00:00:00Z' is in the future."],
    ),
    "nanoseconds": (
        [page(PIER, 2, edition(THINGS[:4]), WARC_Date="2031-03-04T14:00:00.123456789Z")],
        [OK],
        [],
    ),
}


@pytest.mark.parametrize(("records", "more", "reasons"), KEPT.values(), ids=KEPT)
def test_what_a_record_becomes(db, records, more, reasons):
    came = take(db, written(FIRST, *records))
    assert captures(db) == [OK, *more]
    assert [each.reason for each in came.refused] == reasons
    again = take(db, written(FIRST, *records))
    assert (again.added, again.known) == (0, came.added)
    assert captures(db) == [OK, *more]


def test_where_it_comes_from_is_kept(db):
    headers = ("Set-Cookie", "a=b"), ("X-Note", "x")
    asked = request(PIER, 0, ("User-Agent", "wget"), ("Cookie", "a=b"))
    take(db, written(page(PIER, 0, edition(THINGS[:3]), *headers, WARC_IP_Address="192.0.2.7"), asked))
    [row] = rows(
        db,
        "SELECT capture.kind, recorded_at IS NOT NULL, ip, origin.kind, file, offset, record_type,"
        " record_date, digest_ok, length(record_key), record_id LIKE 'urn:uuid:%'"
        " FROM capture JOIN origin ON capture_id = id",
    )
    assert row == (
        "exchange", 1, "192.0.2.7", "warc", "0.warc.gz", 0, "response", "2031-03-04T12:00:00Z", 1, 16, 1
    )  # fmt: skip
    named = dict(rows(db, "SELECT name, value FROM header_list"))
    assert named["set-cookie"] == "withheld"
    asked = rows(db, "SELECT text FROM headers JOIN capture ON request_headers_id = headers.id")
    assert asked == [('[["User-Agent","wget"],["Cookie","withheld"]]',)]
    assert rows(db, "SELECT origin FROM version_list") == [("warc",)]


THREE = (
    [page(PIER, 0, edition(THINGS[:5]), ("ETag", '"one"')), redirect(OLD_PIER, 30, PIER)],
    [page(PIER, 24, edition(THINGS[:4])), error(CRANE, 25), not_modified(PIER, 12, ("ETag", '"one"'))],
    [page(PIER, 48, edition(THINGS[:5], 2032)), page(CRANE, 3, edition(THINGS[2:6])), error(OLD_PIER, 50)],
)


def test_the_order_of_the_files_does_not_matter(tmp_path):
    told = []
    for number, files in enumerate(permutations(THREE)):
        with closing(open_archive(tmp_path / f"{number}.db", create=True)) as db:
            take(db, *(written(*each) for each in files))
            told.append(kept.told(db))
            assert kept.sound(db) == ()
    assert all(each == told[0] for each in told)
    assert len(told[0]["version"]) == 4


def test_imports_one_after_another_come_to_one_history(tmp_path):
    """Each file by itself, the newest first; a payload that was not there is taken when it is."""
    told = []
    late = [revisit(PIER, 60, THREE[0][0])]
    for number, files in enumerate(([*THREE, late], [late, *reversed(THREE)])):
        with closing(open_archive(tmp_path / f"{number}.db", create=True)) as db:
            for each in (*files, *files):  # what a 304 or a revisit refers to may come after it
                take(db, written(*each), all_html=True)
            told.append(kept.told(db))
    assert told[0] == told[1]


WISHES = {
    "explainers": ({}, {PIER}),
    "all pages": ({"all_html": True}, {PIER, CRANE, OLD_PIER}),
    "by URL": ({"globs": ("*/crane",)}, {CRANE}),
    "by URLs": ({"globs": ("*/crane", "*/pier")}, {PIER, CRANE, OLD_PIER}),
    "later": ({"all_html": True, "since": kept.NOON.replace(hour=13)}, {CRANE, OLD_PIER}),
    "earlier": ({"all_html": True, "until": kept.NOON.replace(hour=13)}, {PIER}),
    "so many": ({"all_html": True, "limit": 2}, {PIER, CRANE}),
}


@pytest.mark.parametrize(("wish", "urls"), WISHES.values(), ids=WISHES)
def test_what_is_wanted(db, wish, urls):
    picture = warcs.Said(
        "response", f"{PIER}.png", warcs.at(0), http(b"\x89PNG", kind=("Content-Type", "image/png"))
    )
    came = take(db, written(FIRST, page(CRANE, 1, PROSE), page(OLD_PIER, 2, PROSE), picture), **wish)
    assert {row[0] for row in rows(db, "SELECT url FROM url JOIN capture ON url_id = url.id")} == urls
    assert came.passed == 4 - len(urls)


NO_CAPTURES = {
    "a note of the crawler": ("warcinfo", "", b"software: x"),
    "a note of a page": ("metadata", CRANE, b"fetchTimeMs: 7"),
    "a request without its answer": ("request", CRANE, b"GET / HTTP/1.1\r\n\r\n"),
    "the text of a page": ("conversion", CRANE, b"The crane."),
    "a look-up of a name": ("response", "dns:norra.example", b"norra.example. 60 IN A 192.0.2.7"),
    "what a crawler keeps of a page beside it": ("resource", f"urn:pageinfo:{CRANE}", b"{}"),
}


@pytest.mark.parametrize(("kind", "url", "block"), NO_CAPTURES.values(), ids=NO_CAPTURES)
def test_what_holds_no_capture_is_not_counted(db, kind, url, block):
    came = take(db, written(FIRST, warcs.Said(kind, url, warcs.at(1), block, {"Content_Type": "text/plain"})))
    assert (came.added, came.passed, came.refused) == (1, 0, [])


TWO = written(FIRST, page(PIER, 24, edition(THINGS[:4])), page(CRANE, 3, edition(THINGS[2:6])))


def test_what_the_first_look_read_is_not_read_again(db):
    """It reads a page of each URL, and the captures of these pages are settled by those readings."""
    survey, _ = survey_files(warcs.deriving(db), [warcs.file(TWO)], CaptureFilter())
    take(db, TWO)
    rereader = Rereader(db.conn, Reader(), survey.readings)
    ids = rows(db, "SELECT id FROM capture WHERE captured_at < '2031-03-05' ORDER BY id")
    assert [id(rereader.read(*each).reading) for each in ids] == list(map(id, survey.readings.values()))


PACKED = {
    "a member for each record": (TWO, 1),
    "no packing": (gzip.decompress(TWO), 1),
    "one member for all records": (gzip.compress(gzip.decompress(TWO)), 2),
    "a frame for all records": (zstandard.compress(gzip.decompress(TWO)), 2),
}


@pytest.mark.parametrize(("content", "looks"), PACKED.values(), ids=PACKED)
def test_a_file_is_read_once_if_its_records_can_be_read_alone(db, content, looks):
    """What is wanted is then read where it stands, and its origin is the same as that of a second look."""
    file, looked = warcs.file(content), []
    import_files(
        warcs.deriving(db), [file._replace(items=lambda: looked.append(1) or file.items())], CaptureFilter()
    )
    records = [each for each in file.items() if isinstance(each, WarcRecord)]
    places = rows(db, 'SELECT "offset", length FROM origin ORDER BY capture_id')
    assert (len(looked), places) == (looks, [(each.offset, each.length) for each in records])


def test_no_more_readings_are_held_than_there_is_room_for(db):
    """The questions and answers of each page have some 800 letters."""
    survey = Survey(db.conn, Reader(), CaptureFilter(), warcs.LATER, room=1_000)
    survey.look(0, warcs.file(TWO).items())
    assert (len(survey.readings), survey.explainers) == (1, {surt(PIER), surt(CRANE)})


def test_a_limit_counts_what_is_new(db):
    pages = written(*(page(PIER, hours, edition(THINGS[: 2 + hours])) for hours in range(3)))
    came = [take(db, pages, limit=1) for _ in range(4)]
    assert [(each.added, each.known, each.passed) for each in came] == [
        (1, 0, 2),
        (1, 1, 1),
        (1, 2, 0),
        (0, 3, 0),
    ]


def test_a_page_that_leads_on_is_a_redirect_if_it_is_short(db):
    page_on = f"<title>Moved</title><meta http-equiv=refresh content='0; url={PIER}'>".encode()
    long = page_on + b"<p>The quay is closed.</p>" * 4000
    took = [page(CRANE, 0, page_on), FIRST, page(OLD_PIER, 2, long), page(PIER, 2, edition(THINGS[:4]))]
    take(db, written(*took), all_html=True)
    assert captures(db) == [
        ("crane", 200, "redirected", 0, 0),
        ("pier", 200, "ok", 1, 0),
        ("2030/pier", 200, "ok", 0, 0),
        OK,
    ]
    assert rows(db, "SELECT size FROM payload ORDER BY size DESC LIMIT 1") == [(len(long),)]


def test_the_digest_of_a_redirect_is_that_of_its_whole_body(db):
    """The body of a long redirect is not held, but what its record names is held against it."""
    block = http(b"<p>The page moved.</p>" * 4000, ("Location", "/pier"), status="301 Moved Permanently")
    long = redirect(OLD_PIER, 2, "/pier")._replace(block=block)
    came = take(db, written(long, page(PIER, 2, edition(THINGS[:4]))))
    assert (came.added, came.wrong) == (1, 0)
    rows = db.query("SELECT record_type, digest_ok FROM origin ORDER BY capture_id")
    assert [row["digest_ok"] for row in rows] == [1, 1]


def test_a_source_must_be_known(db):
    with pytest.raises(ConfigError, match="quays: is not a source of this archive"):
        take(db, written(FIRST), source="quays")


def test_only_the_articles_of_an_import_are_settled(db):
    take(db, written(FIRST, page(CRANE, 5, edition(THINGS[2:7]))))
    came = take(db, written(page(CRANE, -20, edition(THINGS[2:6]))))
    assert came.articles == {kept.article_of(db, CRANE)}
    assert rows(db, "SELECT max(n) FROM version GROUP BY article_id ORDER BY 1") == [(1,), (2,)]


def test_what_a_source_announced_is_wanted(tmp_path):
    feed = "https://norra.example/feed"
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        archive.say("follow", ("source", feed), Terms("feed", "News").as_text())
        archive.add(exchange(feed, -2, rss(PIER)), role="source")
        later = page(feed, 1, rss(PIER, OLD_PIER))._replace(block=http(rss(PIER, OLD_PIER), kind=XML))
        came = take(archive.db, written(FIRST, page(CRANE, 1, PROSE), later), source="News")
        sql = "SELECT role, outcome FROM capture JOIN origin ON capture_id = capture.id ORDER BY captured_at"
        assert rows(archive.db, sql) == [("article", "ok"), ("source", "ok")]
        assert (came.added, came.passed) == (2, 1)
        announced = rows(archive.db, "SELECT url FROM announcement JOIN url ON url.id = url_id ORDER BY url")
        assert announced == [(OLD_PIER,), (PIER,)]


def test_captures_of_known_articles_are_wanted(db):
    take(db, written(FIRST))
    take(db, written(page(PIER, 5, PROSE), error(PIER, 6), page(CRANE, 7, PROSE)))
    assert [row[:3] for row in captures(db)] == [OK[:3], OK[:3], ("pier", 404, "gone")]


def test_what_others_captured_is_not_asked_and_not_sent_back(tmp_path):
    """A capture that was imported is newer than ours: the schedule and the conditions do not look at it."""
    mine = (("ETag", '"mine"'),)
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        archive.say("follow", ("article", PIER), Terms().as_text())
        archive.add(exchange(PIER, 0, edition(THINGS[:4]), headers=mine))
        archive.add(exchange(ROBOTS, 0, b"User-agent: *"), role="robots", live=False)
        theirs = page(PIER, 48, edition(THINGS[:5]), ("ETag", '"theirs"')), page(ROBOTS, 48, b"User-agent: x")
        conn = archive.db.conn
        [number] = conn.execute("SELECT id FROM url WHERE url = ?", (PIER,)).fetchone()

        def told():
            plan(archive.db)
            due = rows(archive.db, "SELECT id FROM due WHERE article_id <> '' AND url_id = ?", number)[0]
            [known] = known_articles(conn, due)
            robots = robots_chains(conn, ROBOTS, lambda *_: False)
            return known.asked_at, condition(conn, RequestedUrl(number, PIER)).validators.etag, robots

        before = told()
        take(archive.db, written(*theirs), globs=("*",))
        assert rows(archive.db, "SELECT max(n) FROM version") == [(2,)]
        assert told() == before
        assert before[1] == '"mine"'


def test_a_dry_run_writes_nothing(db):
    came = take(db, written(FIRST, page(CRANE, 1, PROSE), not_modified(PIER, 2)), dry=True)
    assert (came.added, came.passed, len(came.refused), came.articles) == (1, 1, 1, set())
    tables = ("capture", "payload", "url", "run", "origin", "headers", "manifest", "article")
    assert [rows(db, f"SELECT count(*) FROM {each}")[0][0] for each in tables] == [0] * len(tables)


def test_wrong_digests_are_told_or_refused(db):
    wrong = page(PIER, 0, edition(THINGS[:3]), WARC_Payload_Digest="sha1:" + "A" * 32)
    came = take(db, written(wrong), is_strict=True)
    assert [each.reason for each in came.refused] == [
        f"Its bytes do not have the digest sha1:{'A' * 32} that it names."
    ]
    came = take(db, written(wrong))
    assert (came.added, came.wrong, came.refused) == (1, 1, [])
    assert rows(db, "SELECT digest_ok FROM origin") == [(0,)]


def test_a_cut_file_gives_what_is_whole(db):
    whole = written(FIRST, page(PIER, 2, edition(THINGS[:4])))
    take(db, whole[:-30])
    assert captures(db)[0] == OK
    assert {row[2] for row in captures(db)[1:]} <= {"truncated"}
    assert take(db, whole).added == 1


def test_what_is_no_web_archive_is_refused(db):
    came = take(db, b"<html><p>Why?</p></html>", written(FIRST))
    assert (came.added, [each.reason for each in came.refused]) == (
        1,
        ["It is not a web archive; a saved page needs its URL and time, too."],
    )


def test_a_takedown_stays(db):
    take(db, written(FIRST))
    take_down(warcs.deriving(db), capture_target(db.conn, 1), Voice("ada", warcs.LATER, "asked"))
    came = take(db, written(FIRST._replace(date=warcs.at(5))))
    assert [each.reason for each in came.refused] == ["A takedown removed what 0.warc.gz holds."]

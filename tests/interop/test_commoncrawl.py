"""The forms of Common Crawl: its crawls, pages of their indexes, and records in ranges of its files."""

import gzip
import json
from datetime import UTC, datetime

import pytest
from stand_in import Memento, sha1, warc_record

from harvester.errors import BadInput, FetchError
from harvester.interop.commoncrawl import CommonCrawl
from harvester.interop.listed import EVER, MementoFate, Period
from harvester.model import Capture, Outcome

ARCHIVE = CommonCrawl("https://index.test", "https://data.test", full=2)
URL = "https://norra.example/pier"
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
BODY = b"<html><body>The pier.</body></html>"
MEMENTO = Memento("20200304120000", URL, BODY)
RECORD = gzip.compress(warc_record(MEMENTO), mtime=0)
FILE = "crawl-data/CC-MAIN-2020-10/segments/1/warc/CC-MAIN-2020-10-00000.warc.gz"
ROW = {
    "urlkey": "example,norra)/pier", "timestamp": "20200304120000", "url": URL, "mime": "text/html",
    "status": "200", "digest": sha1(BODY), "length": str(len(RECORD)), "offset": "7", "filename": FILE,
}  # fmt: skip
ASKED = ARCHIVE.first("CC-MAIN-2020-10", URL, EVER)


def answer(body=b"", status=200, outcome=Outcome.OK):
    body = json.dumps(body).encode() if isinstance(body, dict | list) else body
    return Capture(ASKED, NOON, outcome, "As it says.", status, body=body)


CRAWLS = [
    {"id": "CC-MAIN-2024-10", "from": "2024-02-20T00:00:00", "to": "2024-03-05T00:00:00"},
    {"id": "CC-MAIN-2020-10", "from": "2020-02-20T00:00:00", "to": "2020-03-05T00:00:00"},
    {"id": "CC-MAIN-2008-2009", "from": None},
]
PERIODS = {
    "ever": (EVER, ("CC-MAIN-2008-2009", "CC-MAIN-2020-10", "CC-MAIN-2024-10")),
    "from then on": (Period("20210101000000"), ("CC-MAIN-2008-2009", "CC-MAIN-2024-10")),
    "up to then": (Period("", "20210101000000"), ("CC-MAIN-2008-2009", "CC-MAIN-2020-10")),
    "within a crawl": (Period("20200301000000", "20200302000000"), ("CC-MAIN-2008-2009", "CC-MAIN-2020-10")),
}


@pytest.mark.parametrize(("period", "names"), PERIODS.values(), ids=PERIODS)
def test_the_crawls_of_a_time(period, names):
    assert ARCHIVE.parts(answer(CRAWLS), period) == names


@pytest.mark.parametrize("said", [b"<html>", {"id": "x"}, [{"name": "x"}], [1]])
def test_no_list_of_crawls(said):
    with pytest.raises(BadInput):
        ARCHIVE.parts(answer(said), EVER)


def test_a_name_that_is_no_crawl_is_not_asked_for():
    assert ARCHIVE.parts(answer([{"id": "../etc"}, {"id": "CC-MAIN-2020-10"}]), EVER) == ("CC-MAIN-2020-10",)


def test_a_page_of_an_index():
    assert ASKED.endswith("/CC-MAIN-2020-10-index?url=https%3A%2F%2Fnorra.example%2Fpier&output=json&page=0")
    page = ARCHIVE.page(ASKED, answer(json.dumps(ROW).encode() + b"\n"))
    (row,) = page.rows
    assert (row.name, row.at, row.url, row.status) == (f"{FILE}:7", "20200304120000", URL, 200)
    assert (row.digest, row.length, page.following) == (sha1(BODY), len(RECORD), ())
    twice = "\n".join([json.dumps(ROW), json.dumps(ROW | {"offset": "99"})]).encode()
    assert ARCHIVE.page(ASKED, answer(twice)).following == (ASKED.replace("page=0", "page=1"),)


ODD = {
    "no file": {"filename": None},
    "another file": {"filename": "/etc/passwd"},
    "a path that climbs": {"filename": FILE.replace("segments", "..")},
    "no date": {"timestamp": "-"},
    "no length": {"length": "0"},
    "a negative offset": {"offset": "-1"},
    "an offset that is none": {"offset": "x"},
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_rows_are_counted(odd):
    page = ARCHIVE.page(ASKED, answer(f"{json.dumps(ROW)}\n{json.dumps(ROW | odd)}".encode()))
    assert (len(page.rows), page.unread) == (1, 1)


def test_nothing_is_404_with_a_message():
    said = {"message": f"No Captures found for: {URL}"}
    assert ARCHIVE.page(ASKED, answer(said, 404, Outcome.GONE)).rows == ()
    later = ASKED.replace("page=0", "page=1")
    assert ARCHIVE.page(later, answer({"message": "Page 1 invalid"}, 400, Outcome.HTTP_ERROR)).rows == ()


WRONG = {
    "404 of another server": (answer(b"<html>", 404, Outcome.GONE), "gone"),
    "too busy": (answer(b"", 503, Outcome.SERVER_ERROR), "server_error"),
    "asked too often": (answer(b"", 403, Outcome.REFUSED), "rate_limited"),
    "a bad first page": (answer({"message": "bad"}, 400, Outcome.HTTP_ERROR), "http_error"),
}


@pytest.mark.parametrize(("said", "outcome"), WRONG.values(), ids=WRONG)
def test_an_answer_that_is_no_page(said, outcome):
    with pytest.raises(FetchError) as raised:
        ARCHIVE.page(ASKED, said)
    assert raised.value.outcome == outcome


LISTED = ARCHIVE.page(ASKED, answer(json.dumps(ROW).encode())).rows[0]


def test_a_range_is_asked_for():
    request = ARCHIVE.request(LISTED)
    assert request.url == f"https://data.test/{FILE}"
    assert request.headers == (("Range", f"bytes=7-{6 + len(RECORD)}"),)
    assert request.most == len(RECORD) + 64 * 1024


def test_the_record_is_the_capture():
    found = ARCHIVE.read(LISTED, answer(RECORD, 206, Outcome.BAD_RESPONSE))
    capture = found.capture
    assert (found.fate, found.digest_ok) == (MementoFate.KEPT, True)
    assert (capture.url, capture.outcome, capture.status, capture.body) == (URL, Outcome.OK, 200, BODY)
    assert capture.captured_at == datetime(2020, 3, 4, 12, tzinfo=UTC)
    assert ("Content-Type", "text/html") in capture.headers


def test_a_record_with_the_beginning_of_the_next_one_is_whole():
    assert (
        ARCHIVE.read(LISTED, answer(RECORD + RECORD[:40], 206, Outcome.BAD_RESPONSE)).fate is MementoFate.KEPT
    )


def test_a_redirect_stands_alone():
    record = gzip.compress(
        warc_record(Memento("20200304120000", URL, b"", 301, headers=(("Location", "/new"),)))
    )
    found = ARCHIVE.read(LISTED, answer(record, 206, Outcome.BAD_RESPONSE))
    assert (found.capture.outcome, found.leads_to) == (Outcome.BAD_REDIRECT, "")


ANSWERS = {
    "the whole file": (answer(RECORD * 9, 200), MementoFate.UNFIT),
    "a member that is cut": (answer(RECORD[:-30], 206, Outcome.BAD_RESPONSE), MementoFate.UNFIT),
    "no gzip": (answer(b"<html>Not here</html>", 206, Outcome.BAD_RESPONSE), MementoFate.UNFIT),
    "nothing": (answer(b"", 206, Outcome.BAD_RESPONSE), MementoFate.UNFIT),
    "another record": (
        answer(gzip.compress(warc_record(Memento("20200304120001", URL, BODY))), 206, Outcome.BAD_RESPONSE),
        MementoFate.UNFIT,
    ),
    "of another URL": (
        answer(
            gzip.compress(warc_record(Memento("20200304120000", f"{URL}s", BODY))), 206, Outcome.BAD_RESPONSE
        ),
        MementoFate.UNFIT,
    ),
    "no such range": (answer(b"", 416, Outcome.HTTP_ERROR), MementoFate.UNFIT),
    "no such file": (answer(b"", 404, Outcome.GONE), MementoFate.ABSENT),
    "asked too often": (answer(b"", 403, Outcome.REFUSED), MementoFate.WAITS),
    "too busy": (answer(b"", 503, Outcome.SERVER_ERROR), MementoFate.WAITS),
    "cut on the way": (answer(RECORD[:40], 206, Outcome.TRUNCATED), MementoFate.WAITS),
}


@pytest.mark.parametrize(("said", "fate"), ANSWERS.values(), ids=ANSWERS)
def test_what_an_answer_means(said, fate):
    found = ARCHIVE.read(LISTED, said)
    assert (found.fate, found.capture, bool(found.detail)) == (fate, None, True)

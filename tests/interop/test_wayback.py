"""The forms of the Wayback Machine: pages of its index, and what its answers about mementos mean."""

import hashlib
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import BadInput, FetchError
from harvester.interop.listed import EVER, ListedMemento, MementoFate, Period, choose
from harvester.interop.mementos import mapped_back
from harvester.interop.warc.digests import sha1_of
from harvester.interop.wayback import Wayback
from harvester.model import Capture, Outcome

ARCHIVE = Wayback("https://web.archive.test")
URL = "https://norra.example/pier"
ROW = f"example,norra)/pier 20190304120000 {URL} text/html 200 {'A' * 32} 4321"
ASKED = ARCHIVE.first("", URL, EVER)
LISTED = ListedMemento(f"20190304120000/{URL}", "20190304120000", URL, 200, "text/html", "A" * 32, 4321)
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


def answer(body=b"", status=200, outcome=Outcome.OK, detail="", **headers):
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    body = body.encode() if isinstance(body, str) else body
    return Capture(ASKED, NOON, outcome, detail, status, headers=named, body=body)


PAGES = {
    "one row": (f"{ROW}\n", 1, "", 0),
    "no row": ("\n", 0, "", 0),
    "lines end as on Windows": (f"{ROW}\r\n{ROW}\r\n", 2, "", 0),
    "a key that ends in a colon": (
        f"{ROW}\n\nexample%2Cnorra%29%2Fpier+2019030412000%3A\n",
        1,
        "&resumeKey=example%252Cnorra%2529%252Fpier%2B2019030412000%253A",
        0,
    ),
    "a key and no row": ("\n\nnext%29+2019\n", 0, "&resumeKey=next%2529%2B2019", 0),
    "a key behind one blank line": ("\nnext+2019\n", 0, "&resumeKey=next%2B2019", 0),
    "a row of three fields": (f"{ROW}\nexample,norra)/pier 2019 {URL}\n", 1, "", 1),
    "a date that is none": (f"{ROW}\n{ROW.replace('20190304', '20191399')}\n", 1, "", 1),
    "a date before the web": (f"{ROW}\n{ROW.replace('2019', '1019')}\n", 1, "", 1),
    "no address": (f"{ROW}\n{ROW.replace('https://', 'dns:')}\n", 1, "", 1),
    "fields behind the seventh": (f"{ROW} - - extra\n", 1, "", 0),
}


@pytest.mark.parametrize(("text", "rows", "following", "unread"), PAGES.values(), ids=PAGES)
def test_a_page_of_the_index(text, rows, following, unread):
    page = ARCHIVE.page(ASKED, answer(text))
    assert (len(page.rows), page.unread) == (rows, unread)
    assert page.following == ((ASKED + following,) if following else ())


def test_a_key_replaces_the_one_before():
    asked = f"{ASKED}&resumeKey=before"
    assert ARCHIVE.page(asked, answer(f"{ROW}\n\nnext\n")).following == (f"{ASKED}&resumeKey=next",)


def test_what_a_row_says():
    assert ARCHIVE.page(ASKED, answer(ROW)).rows == (LISTED,)
    revisit = ROW.replace("text/html 200", "warc/revisit -").replace("4321", "-")
    (row,) = ARCHIVE.page(ASKED, answer(revisit)).rows
    assert (row.status, row.media_type, row.digest, row.length) == (0, "", "A" * 32, 0)
    (row,) = ARCHIVE.page(ASKED, answer(ROW.replace("A" * 32, "-"))).rows
    assert row.digest == ""


def test_nothing_is_an_empty_answer():
    assert ARCHIVE.page(ASKED, answer(outcome=Outcome.EMPTY)) == ARCHIVE.page(ASKED, answer("\n"))


def test_an_answer_that_is_no_index():
    with pytest.raises(BadInput):
        ARCHIVE.page(ASKED, answer("<html>We are moving.</html>"))
    refusal = "org.archive.util.io.RuntimeIOException: AdministrativeAccessControlException: Blocked Site"
    with pytest.raises(FetchError, match="AdministrativeAccessControl") as raised:
        ARCHIVE.page(
            ASKED, answer(status=403, outcome=Outcome.REFUSED, X_Archive_Wayback_Runtime_Error=refusal)
        )
    assert raised.value.outcome == "refused"


def test_the_period_is_asked_for():
    asked = ARCHIVE.first("", "https://norra.example/a?b=c&d", Period("2019", "20200101000000"))
    assert asked.startswith("https://web.archive.test/cdx/search/cdx?url=https%3A%2F%2Fnorra.example%2Fa%3F")
    assert "&from=2019&to=20200101000000&" in asked


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(body):
    with suppress(BadInput):
        ARCHIVE.page(ASKED, answer(body))


def test_the_bytes_are_asked_for_as_they_were_archived():
    request = ARCHIVE.request(LISTED)
    assert (request.url, request.headers) == (f"https://web.archive.test/web/20190304120000id_/{URL}", ())


SAID = {"Memento_Datetime": "Mon, 04 Mar 2019 12:00:00 GMT", "Content_Type": "text/html"}
LATER = {"Location": f"https://web.archive.test/web/20190401000000id_/{URL}"}
FATES = {
    "a page": (answer(b"x", **SAID), MementoFate.KEPT, Outcome.OK),
    "an archived 404": (answer(b"x", 404, Outcome.GONE, **SAID), MementoFate.KEPT, Outcome.GONE),
    "an archived 403": (answer(b"x", 403, Outcome.REFUSED, **SAID), MementoFate.KEPT, Outcome.REFUSED),
    "an archived 429": (
        answer(b"x", 429, Outcome.RATE_LIMITED, **SAID),
        MementoFate.KEPT,
        Outcome.RATE_LIMITED,
    ),
    "an archived 503": (
        answer(b"x", 503, Outcome.SERVER_ERROR, **SAID),
        MementoFate.KEPT,
        Outcome.SERVER_ERROR,
    ),
    "an archived 503 that asked to wait": (
        answer(b"x", 503, Outcome.SERVER_ERROR, X_Archive_Orig_Retry_After="120", **SAID),
        MementoFate.KEPT,
        Outcome.RATE_LIMITED,
    ),
    "an archived redirect": (
        answer(b"", 302, Outcome.BAD_REDIRECT, **SAID, **LATER),
        MementoFate.KEPT,
        Outcome.BAD_REDIRECT,
    ),
    "an archived page without a body": (
        answer(b"", 200, Outcome.EMPTY, **SAID),
        MementoFate.KEPT,
        Outcome.EMPTY,
    ),
    "too large": (answer(b"x", 200, Outcome.TOO_LARGE, **SAID), MementoFate.KEPT, Outcome.TOO_LARGE),
    "cut on the way": (answer(b"x", 200, Outcome.TRUNCATED, **SAID), MementoFate.WAITS, None),
    "no answer in time": (answer(b"", 0, Outcome.TIMEOUT), MementoFate.WAITS, None),
    "too many requests": (answer(b"", 429, Outcome.RATE_LIMITED), MementoFate.WAITS, None),
    "the archive is down": (answer(b"", 502, Outcome.SERVER_ERROR), MementoFate.WAITS, None),
    "another capture": (answer(b"", 302, Outcome.BAD_REDIRECT, **LATER), MementoFate.ELSEWHERE, None),
    "a date that no calendar has": (
        answer(b"x", **SAID | {"Memento_Datetime": "Fri, 31 Dec 9999 23:59:59 -1200"}),
        MementoFate.ELSEWHERE,
        None,
    ),
    "another date": (
        answer(b"x", **SAID | {"Memento_Datetime": "Mon, 04 Mar 2019 12:00:01 GMT"}),
        MementoFate.ELSEWHERE,
        None,
    ),
    "another URL": (
        answer(b"x", Link='<https://norra.example/PIER>; rel="original"', **SAID),
        MementoFate.ELSEWHERE,
        None,
    ),
    "http for https": (
        answer(b"x", Link=f'<{URL.replace("s:", ":", 1)}>; rel="original"', **SAID),
        MementoFate.KEPT,
        Outcome.OK,
    ),
    "never archived": (answer(b"", 404, Outcome.GONE), MementoFate.ABSENT, None),
    "refused": (answer(b"", 403, Outcome.REFUSED), MementoFate.REFUSED, None),
    "a page of the archive": (answer(b"hello"), MementoFate.UNFIT, None),
}


@pytest.mark.parametrize(("said", "fate", "outcome"), FATES.values(), ids=FATES)
def test_what_an_answer_means(said, fate, outcome):
    found = ARCHIVE.read(LISTED, said)
    assert (found.fate, found.capture and found.capture.outcome) == (fate, outcome)
    assert bool(found.detail) is (fate is not MementoFate.KEPT)


def test_another_capture_says_when():
    said = answer(b"", 302, Outcome.BAD_REDIRECT, **LATER)
    assert ARCHIVE.read(LISTED, said).instead_at == "20190401000000"


def test_the_capture_is_the_answer_that_was_archived():
    original = {
        "X_Archive_Orig_Last_Modified": "Sun, 03 Mar 2019 12:00:00 GMT",
        "X_Archive_Orig_Set_Cookie": "secret=1",
        "X_Archive_Orig_Content_Encoding": "gzip",
        "Server": "nginx of the archive",
        "X_Archive_Src": "some.warc.gz",
    }
    capture = ARCHIVE.read(
        LISTED._replace(url="http://norra.example:80/pier"), answer(b"x", **SAID, **original)
    ).capture
    assert capture.url == "http://norra.example/pier"
    assert capture.captured_at == datetime(2019, 3, 4, 12, tzinfo=UTC)
    assert capture.headers == (
        ("Content-Type", "text/html"),
        ("Last-Modified", "Sun, 03 Mar 2019 12:00:00 GMT"),
        ("Set-Cookie", "withheld"),
        ("Content-Encoding", "gzip"),
    )
    assert (capture.ip, capture.reason, capture.request_headers, capture.elapsed_ms) == ("", "", (), 0)


def test_an_archived_redirect_leads_where_it_led():
    said = answer(
        b"", 301, Outcome.BAD_REDIRECT, **SAID, Location="/web/20190304120000id_/https://norra.example/new"
    )
    found = ARCHIVE.read(LISTED, said)
    assert found.leads_to == "https://norra.example/new"
    assert ("Location", "https://norra.example/new") in found.capture.headers


BACK = {
    "absolute": ("https://web.archive.test/web/20190304120000id_/https://a.example/b?c", "https://a.example/b?c"),
    "relative": ("/web/20190304120000/http://a.example/", "http://a.example/"),
    "a slash was lost": ("/web/20190304120000id_/https:/a.example/b", "https://a.example/b"),
    "not of the archive": ("https://a.example/b", "https://a.example/b"),
    "a path": ("/b", "https://norra.example/b"),
    "a link to an archive in an archive": (
        "/web/2019id_/https://archive.example/web/2018/http://a.example/",
        "https://archive.example/web/2018/http://a.example/",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("location", "original"), BACK.values(), ids=BACK)
def test_a_location_is_mapped_back(location, original):
    assert mapped_back(location, URL) == original


def test_the_digest_is_of_the_body_or_of_the_body_as_coded():
    digests = [sha1_of(each) for each in (b"page", b"coded")]
    said = answer(b"page", **SAID)
    coded = Capture(said.url, NOON, Outcome.OK, status=200, headers=said.headers, body=b"page",
                    coded_digest=hashlib.sha1(b"coded").digest())  # fmt: skip
    assert ARCHIVE.read(LISTED._replace(digest=digests[0]), said).digest_ok is True
    assert ARCHIVE.read(LISTED._replace(digest=digests[1]), coded).digest_ok is True
    assert ARCHIVE.read(LISTED, said).digest_ok is False
    assert ARCHIVE.read(LISTED._replace(digest=""), said).digest_ok is None


def listed(at, status=200, digest="A" * 32, url=URL):
    return ListedMemento(f"{at}/{url}", at, url, status, "text/html", digest)


DAY = [listed(f"201903041{n}0000", status) for n, status in enumerate((301, 200, 404, 200))]


def test_a_day_gives_its_pages_first():
    assert choose(DAY, EVER, 1) == ((DAY[1],), 3)
    assert choose(DAY, EVER, 2) == ((DAY[1], DAY[3]), 2)
    assert choose(DAY, EVER, 3) == ((DAY[0], DAY[1], DAY[3]), 1)
    assert choose(DAY, EVER, None) == (tuple(DAY), 0)
    assert choose(DAY[:1], EVER, 1) == ((DAY[0],), 0)


def test_a_row_twice_is_one():
    assert choose([DAY[1], DAY[1]], EVER, None) == ((DAY[1],), 0)


def test_http_and_https_share_a_day():
    other = listed("20190304235959", url=URL.replace("https", "http"))
    assert choose([other, DAY[1]], EVER, 1) == ((DAY[1],), 1)


def test_the_period_has_its_bounds():
    assert choose(DAY, Period("20190304110000", "20190304120000"), None).taken == (DAY[1],)

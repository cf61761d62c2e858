"""TimeMaps in link format, and mementos of archives that write pages anew."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import BadInput, FetchError
from harvester.http.links import written_links
from harvester.interop.listed import EVER, MementoFate
from harvester.interop.timemap import TimeMaps
from harvester.model import Capture, Outcome

SITE = "https://archive.test/all"
URL = "https://norra.example/pier?a=b,c;d"
ASKED = f"{SITE}/timemap/link/{URL}"
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
ARCHIVE = TimeMaps(f"{SITE}/timemap/link/")

TIMEMAP = f"""\
<{URL}>; rel="original",
<{ASKED}>; rel="self"; type="application/link-format"; from="Mon, 04 Mar 2019 12:00:00 GMT",
<{SITE}/{URL}>; rel="timegate",
<{SITE}/timemap/json/{URL}>; rel="timemap"; type="application/json",
<{SITE}/timemap/link/2/{URL}>; rel="timemap next"; type="application/link-format",
<{SITE}/20190304120000/{URL}>; rel="first memento"; datetime="Mon, 04 Mar 2019 12:00:00 GMT",
<{SITE}/20190305120000mp_/{URL}>; rel=memento; datetime="Tue, 05 Mar 2019 12:00:00 GMT",
<{SITE}/20190306120000/{URL}>; datetime="Wed, 06 Mar 2019 12:00:00 GMT"; rel="last memento",
<{SITE}/by-number/7>; rel="memento"; datetime="Wed, 06 Mar 2019 12:00:00 GMT",
<{SITE}/20190307120000/{URL}>; rel="memento"
"""


def answer(body=b"", outcome=Outcome.OK, status=200, headers=()):
    body = body.encode() if isinstance(body, str) else body
    return Capture(ASKED, NOON, outcome, "", status, headers=headers, body=body)


def test_a_timemap_is_read():
    page = ARCHIVE.page(ASKED, answer(TIMEMAP))
    assert [each.at for each in page.rows] == ["20190304120000", "20190305120000", "20190306120000"]
    assert {each.url for each in page.rows} == {URL}
    assert page.following == (f"{SITE}/timemap/link/2/{URL}",)
    assert page.unread == 2  # without a date; at an address that has none


def test_a_date_that_no_calendar_has_is_not_read():
    dated = TIMEMAP.replace("Tue, 05 Mar 2019 12:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -1200")
    page = ARCHIVE.page(ASKED, answer(dated))
    assert ([each.at for each in page.rows], page.unread) == (["20190304120000", "20190306120000"], 3)


def test_its_mementos_are_asked_for_as_they_were_archived():
    rows = ARCHIVE.page(ASKED, answer(TIMEMAP)).rows
    assert [ARCHIVE.request(each).url for each in rows[:2]] == [
        f"{SITE}/20190304120000id_/{URL}",
        f"{SITE}/20190305120000id_/{URL}",
    ]


def test_an_index_of_timemaps_leads_to_all_of_them():
    index = f'<{URL}>; rel="original",' + ",".join(
        f'<{SITE}/timemap/{n}/{URL}>; rel="timemap"; from="Mon, 04 Mar 2019 12:00:00 GMT"' for n in range(3)
    )
    assert ARCHIVE.page(ASKED, answer(index)).following == tuple(
        f"{SITE}/timemap/{n}/{URL}" for n in range(3)
    )


def test_an_address_is_of_one_timemap_or_of_all():
    assert ARCHIVE.first("", URL, EVER) == ASKED
    assert TimeMaps(ASKED).first("", URL, EVER) == ASKED
    assert TimeMaps("https://archive.test/?url=").first("", URL, EVER) == f"https://archive.test/?url={URL}"


def test_an_answer_that_is_no_timemap():
    assert ARCHIVE.page(ASKED, answer(outcome=Outcome.GONE, status=404)).rows == ()
    with pytest.raises(BadInput):
        ARCHIVE.page(ASKED, answer("<html>No links here.</html>"))
    with pytest.raises(FetchError):
        ARCHIVE.page(ASKED, answer(outcome=Outcome.SERVER_ERROR, status=500))


PAGES = {
    "as archived": (b'<a href="/pier">pier</a>', MementoFate.KEPT),
    "written anew": (b'<a href="/all/20190304120000/https://norra.example/pier">pier</a>', MementoFate.UNFIT),
    "scripts written anew": (
        b'src="https://archive.test/20190304120000js_/https://x.example/',
        MementoFate.UNFIT,
    ),
}


@pytest.mark.parametrize(("body", "fate"), PAGES.values(), ids=PAGES)
def test_pages_that_were_written_anew_are_no_evidence(body, fate):
    listed = ARCHIVE.page(ASKED, answer(TIMEMAP)).rows[0]
    headers = (("Memento-Datetime", "Mon, 04 Mar 2019 12:00:00 GMT"),)
    found = ARCHIVE.read(listed, answer(body, headers=headers))
    assert (found.fate, found.capture is not None) == (fate, fate is MementoFate.KEPT)


def test_a_redirect_is_looked_for_in_the_same_archive():
    listed = ARCHIVE.page(ASKED, answer(TIMEMAP)).rows[0]
    beside = ARCHIVE.beside(listed, "https://norra.example/new", "20190304120003")
    assert ARCHIVE.request(beside).url == f"{SITE}/20190304120003id_/https://norra.example/new"


@given(st.text(alphabet='<>;,="a \n', max_size=60))
def test_links_are_found_in_any_text(text):
    for each in written_links(text):
        assert f"<{each.target}>" in text

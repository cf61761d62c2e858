"""Saved pages: rows of a list and bytes of a file as captures, and a sentence for each that is none."""

import gzip
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import BadInput
from harvester.interop import saved
from harvester.interop.saved import RefusedPage, SavedPage, listed, page, read
from harvester.model import Capture, Outcome

NOW = datetime(2031, 3, 4, 12, tzinfo=UTC)
URL = "https://norra.example/pier"
AT = "2030-05-04T10:00:00Z"


def row(folder, **changed):
    told = {"file": "pier.html", "url": URL, "captured_at": AT} | changed
    return page(folder, told, "line 2", NOW)


TIMES = {
    "UTC": ("2030-05-04T10:00:00Z", datetime(2030, 5, 4, 10, tzinfo=UTC)),
    "an offset": ("2030-05-04T10:00:00+05:30", datetime(2030, 5, 4, 4, 30, tzinfo=UTC)),
    "milliseconds": ("2030-05-04T10:00:00.250Z", datetime(2030, 5, 4, 10, 0, 0, 250_000, tzinfo=UTC)),
    "minutes only": ("2030-05-04T10:00Z", datetime(2030, 5, 4, 10, tzinfo=UTC)),
    "the basic format": ("20300504T100000Z", datetime(2030, 5, 4, 10, tzinfo=UTC)),
    "white space around": ("  2030-05-04T10:00:00Z ", datetime(2030, 5, 4, 10, tzinfo=UTC)),
    "a clock that is ahead by a zone": ("2031-03-05T02:00:00Z", datetime(2031, 3, 5, 2, tzinfo=UTC)),
}


@pytest.mark.parametrize(("text", "moment"), TIMES.values(), ids=TIMES)
def test_times(tmp_path, text, moment):
    found = row(tmp_path, captured_at=text)
    assert (found.captured_at, found.captured_at.utcoffset()) == (moment, timedelta())


REFUSED = {
    "a time without a zone": ({"captured_at": "2030-05-04T10:00:00"}, "has no zone"),
    "a day": ({"captured_at": "2030-05-04"}, "has no zone"),
    "words": ({"captured_at": "last May"}, "is not ISO 8601"),
    "no time": ({"captured_at": ""}, "is not ISO 8601"),
    "no such day": ({"captured_at": "2030-02-30T10:00:00Z"}, "is not ISO 8601"),
    "14 digits": ({"captured_at": "20300504100000"}, "is not ISO 8601"),
    "the future": ({"captured_at": "2031-03-06T10:00:00Z"}, "in the future"),
    "before the first day": ({"captured_at": "0001-01-01T00:00:00+01:00"}, "out of range"),
    "no URL": ({"url": ""}, "Only http"),
    "a script": ({"url": "javascript:alert(1)"}, "Only http"),
    "a file's URL": ({"url": "file:///etc/passwd"}, "Only http"),
    "credentials": ({"url": "https://me:secret@norra.example/"}, "credentials"),
    "no file": ({"file": " "}, "names no file"),
    "a header in the type": ({"content_type": "text/html\r\nX-Evil: 1"}, "control characters"),
}


@pytest.mark.parametrize(("changed", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path, changed, words):
    found = row(tmp_path, **changed)
    assert isinstance(found, RefusedPage)
    assert found.place == "line 2"
    assert words in found.reason


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_a_page_or_refused(file, url, at, content_type):
    told = {"file": file, "url": url, "captured_at": at, "content_type": content_type}
    found = page(saved.Path("norra"), told, "line 2", NOW)
    assert isinstance(found, SavedPage | RefusedPage)


LISTS = {
    "as documented": "file,url,captured_at,content_type\npier.html,{url},{at},text/html\n",
    "columns in another order": "captured_at,content_type,file,url\n{at},text/html,pier.html,{url}\n",
    "without a type": "file,url,captured_at\npier.html,{url},{at}\n",
    "with a byte order mark": "\ufefffile,url,captured_at\npier.html,{url},{at}\n",
    "line ends of another system": "file,url,captured_at\r\npier.html,{url},{at}\r\n",
    "quoted, in capitals, with blank lines": 'File, URL ,"captured_at"\n\n"pier.html","{url}","{at}"\n\n',
    "no line end": "file,url,captured_at\npier.html,{url},{at}",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_lists(tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_bytes(text.format(url=URL, at=AT).encode())
    [found] = listed(path, NOW)
    assert found.file == tmp_path / "pier.html"
    assert (found.url, found.captured_at) == (URL, datetime(2030, 5, 4, 10, tzinfo=UTC))
    assert found.content_type == ("text/html" if "text/html" in text else "")


def test_bad_rows_are_named_by_their_line(tmp_path):
    path = tmp_path / "list.csv"
    rows = [
        "file,url,captured_at",
        f"a.html,{URL},{AT}",
        f"b.html,{URL}",
        f'"c\nc.html",{URL},2030-05-04',
        f"d.html,{URL},{AT},text/html",
        f'e.html,"{URL}"x,{AT}',
        f"é.html,{URL},{AT}",
        f"f.html,{URL},{AT}",
    ]
    path.write_bytes("\n".join(rows).encode("latin-1"))
    found = list(listed(path, NOW))
    assert [each.place for each in found] == [f"list.csv, line {n}" for n in (2, 3, 5, 6, 7, 8, 9)]
    assert [type(each) is SavedPage for each in found] == [True, False, False, False, False, False, True]


BAD_LISTS = {
    "no file": (None, "cannot be read"),
    "nothing": (b"", "it is empty"),
    "another column": (b"file,url,time\na,b,c\n", "no column 'captured_at'"),
    "a column too many": (b"file,url,captured_at,note\n", "a column 'note'"),
    "a column twice": (b"file,url,captured_at,url\n", "two columns of one name"),
    "no columns": (f"a.html,{URL},{AT}\n".encode(), "no column 'file'"),
    "columns of another encoding": ("file,url,captured_at,é\n".encode("latin-1"), "not UTF-8"),
    "UTF-16": ("file,url,captured_at\n".encode("utf-16"), "not UTF-8"),
    "a page": (b"<html><body>The pier</body></html>", "no column 'file'"),
}


@pytest.mark.parametrize(("content", "words"), BAD_LISTS.values(), ids=BAD_LISTS)
def test_bad_lists(tmp_path, content, words):
    path = tmp_path / "list.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput, match=words):
        list(listed(path, NOW))


def given_page(folder, body, name="pier.html", content_type=""):
    (folder / name).write_bytes(body)
    return SavedPage("line 2", folder / name, URL, NOW, content_type)


BODY = b"<p>The pier</p>"
HTML = (("Content-Type", "text/html"),)
PAGES = {
    "a page": ((BODY,), Capture(URL, NOW, Outcome.OK, body=BODY)),
    "its type": ((BODY, "p.html", "text/html"), Capture(URL, NOW, Outcome.OK, headers=HTML, body=BODY)),
    "packed": ((gzip.compress(BODY), "p.html.gz"), Capture(URL, NOW, Outcome.OK, body=BODY)),
    "packed, by another name": (
        (gzip.compress(BODY, mtime=0), "p.html"),
        Capture(URL, NOW, Outcome.OK, body=gzip.compress(BODY, mtime=0)),
    ),
    "nothing": ((b"",), Capture(URL, NOW, Outcome.EMPTY, detail="The file is empty.")),
    "nothing, packed": (
        (gzip.compress(b""), "p.gz"),
        Capture(URL, NOW, Outcome.EMPTY, detail="The file is empty."),
    ),
}


@pytest.mark.parametrize(("written", "capture"), PAGES.values(), ids=PAGES)
def test_pages(tmp_path, written, capture):
    assert read(given_page(tmp_path, *written)) == capture


BAD_PAGES = {
    "packed and cut": lambda folder: given_page(folder, gzip.compress(BODY)[:-9], "p.gz"),
    "not packed": lambda folder: given_page(folder, BODY, "p.gz"),
    "missing": lambda folder: SavedPage("line 2", folder / "none.html", URL, NOW),
    "a folder": lambda folder: SavedPage("line 2", folder, URL, NOW),
    "a device": lambda folder: SavedPage("line 2", folder / "/dev/zero", URL, NOW),
    "no name of a file": lambda folder: SavedPage("line 2", folder / "a\0b", URL, NOW),
    "a name too long": lambda folder: SavedPage("line 2", folder / ("a" * 5000), URL, NOW),
}


@pytest.mark.parametrize("made", BAD_PAGES.values(), ids=BAD_PAGES)
def test_bad_pages(tmp_path, made):
    with pytest.raises(BadInput) as raised:
        read(made(tmp_path))
    assert raised.value.source == "line 2"


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_a_page_that_is_too_large(tmp_path, monkeypatch, pack):
    monkeypatch.setattr(saved, "MAX_PAGE", 1000)
    name = "p.gz" if pack is gzip.compress else "p"
    assert len(read(given_page(tmp_path, pack(b"a" * 1000), name)).body) == 1000
    with pytest.raises(BadInput, match="1000 bytes"):
        read(given_page(tmp_path, pack(b"a" * 1001), name))


def test_the_zone_of_a_time_is_not_kept(tmp_path):
    west = datetime(2030, 5, 4, 5, tzinfo=timezone(timedelta(hours=-5)))
    assert row(tmp_path, captured_at=west.isoformat()).captured_at.isoformat() == "2030-05-04T10:00:00+00:00"

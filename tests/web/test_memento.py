"""Memento (RFC 7089): which memento is meant, and what a TimeGate, TimeMaps and mementos answer."""

import json
import threading
from contextlib import closing
from urllib.parse import quote

import pytest
import uvicorn
from chronicle import NOON, Chronicle, edition, exchange, redirect
from memento_client import MementoClient
from requests import Response
from starlette.testclient import TestClient

from harvester.archive.decisions import Voice
from harvester.errors import BadInput
from harvester.harvest.takedown import capture_target, take_down
from harvester.http.links import written_links
from harvester.interop import memento
from harvester.interop.timemap import TimeMaps
from harvester.model import Outcome
from harvester.view import mementos
from harvester.web.app import application
from harvester.web.guard import LOOPBACK, AccessPolicy
from harvester.web.server import bound

URL = "https://tarvel.example/ferry?page=1&lang=fr"
GONE = "https://tarvel.example/gone"
TAKEN = "https://tarvel.example/taken"
ONE, TWO, THREE = (edition(["pier", "crane", thing]) for thing in ("ferry", "weir", "sluice"))
MISSING = b"<h1>Not here</h1>"
HTML = (
    ("Content-Type", "text/html; charset=iso-8859-1"),
    ("X-Two", "1"),
    ("X-Two", "2"),
    ("Set-Cookie", "withheld"),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("memento") / "a.db"
    with closing(Chronicle(path)) as made:
        first = made.add(exchange(URL, 0, ONE, headers=HTML))
        made.add(exchange(URL, 1, outcome=Outcome.NOT_MODIFIED, status=304), confirms=first)
        made.add(exchange(URL, 2, ONE))  # the same second as the next
        made.add(exchange(URL, 2 + 0.2 / 3600, TWO))
        made.add(exchange(URL.replace("https", "http"), 4, THREE))
        made.add(exchange(URL, 5, b"<p>half", Outcome.TRUNCATED))
        made.add(exchange(GONE, 0, MISSING, Outcome.GONE, 404))
        moved = redirect(GONE, 3, "/ferry?page=1&lang=fr", 302)
        made.add(exchange(GONE, 3, b"moved", Outcome.REDIRECTED, 302, moved.headers), exchange(URL, 6, ONE))
        made.add(exchange(TAKEN, 0, edition(["dredger", "crane", "weir"])))
        taken = made.db.conn.execute(
            "SELECT id FROM capture WHERE url_id = (SELECT id FROM url WHERE url = ?)", (TAKEN,)
        )
        take_down(
            made.deriving, capture_target(made.db.conn, taken.fetchone()[0]), Voice("ada", NOON, "asked")
        )
    return path


@pytest.fixture(scope="module")
def ask(archive):
    with TestClient(
        application(archive, AccessPolicy(frozenset(LOOPBACK))),
        base_url="http://127.0.0.1:8017",
        follow_redirects=False,
    ) as client:
        yield lambda path, at="": client.get(path, headers={"Accept-Datetime": at} if at else {})


def at(hours, seconds=0):
    """A time so many hours after noon, as Accept-Datetime has it."""
    stamp = f"203103{4 + (12 + hours) // 24:02}{(12 + hours) % 24:02}00{seconds:02}"
    return memento.http_date(stamp)


def web(stamp, url=URL):
    return f"http://127.0.0.1:8017/web/{stamp}id_/{url}"


FIRST, SECOND, THIRD, LAST = "20310304120000", "20310304140000", "20310304160000", "20310304180000"
HTTP = URL.replace("https", "http")
CHOSEN = {
    "no header: the last": ("", web(LAST)),
    "before the first": ("Thu, 01 Jan 1970 00:00:00 GMT", web(FIRST)),
    "after the last": ("Fri, 31 Dec 9999 23:59:59 GMT", web(LAST)),
    "exactly": (at(2), web(SECOND)),
    "the nearest, which is later": (at(3, 1), web(THIRD, HTTP)),
    "of equal distance, the earlier": (at(3), web(SECOND)),
    "the time of a 304: what it confirms": (at(1), web(FIRST)),
    "the time of a cut body: the nearest whole one": (at(5), web(THIRD, HTTP)),
}


@pytest.mark.parametrize("name", CHOSEN)
def test_a_timegate_leads_to_the_nearest(ask, name):
    given, expected = CHOSEN[name]
    answer = ask(f"/timegate/{URL}", given)
    assert (answer.status_code, answer.headers["location"]) == (302, expected)
    assert answer.headers["vary"] == "accept-datetime"
    assert "memento-datetime" not in answer.headers


def rels(answer):
    return {" ".join(sorted(each.rels)): each for each in written_links(answer.headers["link"])}


def test_the_links_of_a_timegate(ask):
    found = rels(ask(f"/timegate/{URL}", at(2)))
    assert {rel: each.target for rel, each in found.items()} == {
        "original": URL,
        "timemap": f"http://127.0.0.1:8017/timemap/link/{URL}",
        "first memento prev": web(FIRST),
        "memento": web(SECOND),
        "memento next": web(THIRD, HTTP),
        "last memento": web(LAST),
    }
    assert found["memento"].said["datetime"] == at(2)
    assert (found["timemap"].said["from"], found["timemap"].said["until"]) == (at(0), at(6))


def test_a_memento_has_the_bytes_and_the_headers_as_they_came(ask):
    answer = ask(web(FIRST))
    assert answer.content == ONE
    assert answer.headers["memento-datetime"] == at(0)
    assert answer.headers["content-type"] == "text/html; charset=iso-8859-1"
    assert answer.headers.get_list("x-archive-orig-x-two") == ["1", "2"]
    assert "vary" not in answer.headers
    assert "x-archive-orig-set-cookie" not in answer.headers
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    found = rels(answer)
    assert found["timegate"].target == f"http://127.0.0.1:8017/timegate/{URL}"
    assert found["first memento"].target == web(FIRST)


def test_the_last_capture_of_a_second_is_the_memento(ask):
    assert ask(web(SECOND)).content == TWO


def test_another_second_leads_to_the_nearest_and_is_no_memento(ask):
    """As pywb once did: it repeated the time asked for in Memento-Datetime (webrecorder/pywb#549, #553)."""
    answer = ask(web("20310304120001"))
    assert (answer.status_code, answer.headers["location"]) == (302, web(FIRST))
    assert "memento-datetime" not in answer.headers


def test_an_archived_error_is_a_memento_with_its_status(ask):
    answer = ask(web(FIRST, GONE))
    assert (answer.status_code, answer.content) == (404, MISSING)
    assert answer.headers["memento-datetime"] == at(0)
    assert answer.headers["content-type"] == "application/octet-stream"


def test_an_archived_redirect_leads_to_where_it_led_at_its_time(ask):
    answer = ask(web("20310304150000", GONE))
    assert (answer.status_code, answer.headers["location"]) == (302, web("20310304150000"))
    assert answer.headers["memento-datetime"] == at(3)


ERRORS = {
    "a bad date": (f"/timegate/{URL}", "2031-03-04", 400),
    "a date of another zone": (f"/timegate/{URL}", "Tue, 04 Mar 2031 12:00:00 +0100", 400),
    "a TimeGate of no URL": ("/timegate/javascript:alert(1)", "", 400),
    "a TimeGate of nothing": ("/timegate/https://nobody.example/", "", 404),
    "a TimeGate of what was taken down": (f"/timegate/{TAKEN}", "", 404),
    "a TimeMap of nothing": ("/timemap/link/https://nobody.example/", "", 404),
    "a TimeMap from a time on when nothing came": (f"/timemap/link/20990101000000/{URL}", "", 404),
    "a TimeMap of an unknown form": (f"/timemap/html/{URL}", "", 404),
    "a memento of nothing": (web(FIRST, "https://nobody.example/"), "", 404),
    "a memento of what was taken down": (web(FIRST, TAKEN), "", 404),
    "a memento of a time that is none": (web("20310399120000"), "", 400),
    "a memento of a year, as pywb reads 9999id_": (web("9999"), "", 400),
    "a memento without a time": (f"/web/x/{URL}", "", 400),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors_of_the_archive_have_no_headers_of_memento(ask, name):
    path, given, status = ERRORS[name]
    answer = ask(path, given)
    assert answer.status_code == status
    assert not {"memento-datetime", "link", "location"} & set(answer.headers)
    assert ("accept-datetime" in answer.headers.get("vary", "")) == path.startswith("/timegate")


def test_our_page_of_a_memento_is_no_memento(ask):
    answer = ask(f"/web/{SECOND}/{URL}")
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("/article/")
    assert answer.headers["location"].endswith("/at/2031-03-04T14:00:00.200Z")
    assert "memento-datetime" not in answer.headers
    assert ask(f"/web/{FIRST}/{GONE}").headers["location"].startswith("/capture/")


STAMPS = [FIRST, SECOND, THIRD, LAST]


def test_a_timemap_in_link_format(ask):
    answer = ask(f"/timemap/link/{URL}")
    assert answer.headers["content-type"] == "application/link-format"
    links = list(written_links(answer.text))
    assert [each.target for each in links if "memento" in each.rels] == [
        web(FIRST), web(SECOND), web(THIRD, HTTP), web(LAST)
    ]  # fmt: skip
    assert {rel: each.target for each in links for rel in each.rels if "memento" not in each.rels} == {
        "original": URL,
        "timegate": f"http://127.0.0.1:8017/timegate/{URL}",
        "self": f"http://127.0.0.1:8017/timemap/link/{URL}",
    }
    assert [sorted(each.rels) for each in links if "memento" in each.rels][::3] == [
        ["first", "memento"],
        ["last", "memento"],
    ]


def test_a_timemap_in_json_and_cdxj(ask):
    told = json.loads(ask(f"/timemap/json/{URL}").content)
    assert told["original_uri"] == URL
    assert told["mementos"]["list"][0] == {"datetime": "2031-03-04T12:00:00Z", "uri": web(FIRST)}
    assert told["mementos"]["last"]["uri"] == web(LAST)
    lines = ask(f"/timemap/cdxj/{URL}").text.splitlines()
    assert [line.split(" ", 1)[0] for line in lines if line[0] != "@"] == STAMPS
    assert json.loads(lines[-1].split(" ", 1)[1])["rel"] == "last memento"


def test_a_long_timemap_goes_on_in_others(ask, monkeypatch):
    monkeypatch.setattr(mementos, "PAGE", 3)
    first = list(written_links(ask(f"/timemap/link/{URL}").text))
    [following] = [each for each in first if each.rels == {"timemap"}]
    assert following.target == f"http://127.0.0.1:8017/timemap/link/{LAST}/{URL}"
    second = list(written_links(ask(following.target).text))
    found = [each.target for each in (*first, *second) if "memento" in each.rels]
    assert found == [web(FIRST), web(SECOND), web(THIRD, HTTP), web(LAST)]
    assert not [each for each in second if each.rels == {"timemap"}]
    assert ask(f"/timemap/json/{URL}").json()["pages"]["next"]["uri"].endswith(f"/json/{LAST}/{URL}")


SPELLINGS = (
    "tarvel.example/ferry?lang=fr&page=1",
    "https:/tarvel.example/ferry?page=1&lang=fr",
    URL.replace("https", "http"),
    quote(URL, safe=""),
)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_other_spellings_of_a_url(ask, spelling):
    assert ask(f"/timegate/{spelling}").headers["location"] == web(LAST)


def test_headers_hold_nothing_that_ends_them(tmp_path):
    with closing(Chronicle(tmp_path / "a.db")) as made:
        odd = (
            ("X-A", "1\r\nSet-Cookie: a=b"),
            ("X B", "2"),
            ("X-C", "日本"),
            ("Content-Type", "text/html\r\nX: y"),
        )
        made.add(exchange(f'{GONE}é<>"', 0, ONE, headers=odd))
    with TestClient(
        application(tmp_path / "a.db", AccessPolicy(frozenset(LOOPBACK))), base_url="http://127.0.0.1"
    ) as client:
        answer = client.get(f"/web/{FIRST}id_/{GONE}%C3%A9%3C%3E%22")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-archive-orig-x-c"] == "??"
    assert answer.headers["link"].isascii()


def test_a_client_of_mementos_finds_them(ask):
    """Our own client of other archives reads ours."""
    archive = TimeMaps("http://127.0.0.1:8017/timemap/link/")
    [*rows] = [
        archive.request(each).url
        for each in archive.page(archive.first("", URL, None), _capture(ask(f"/timemap/link/{URL}"))).rows
    ]
    assert rows == [web(FIRST), web(SECOND), web(THIRD, HTTP), web(LAST)]


def _capture(answer):
    return exchange("http://127.0.0.1:8017/timemap/link/x", 0, answer.content)


@pytest.fixture(scope="module")
def served(archive):
    """The address of a server of the archive."""
    with bound("127.0.0.1", 0) as listening:
        app = application(archive, AccessPolicy(frozenset(LOOPBACK)))
        server = uvicorn.Server(uvicorn.Config(app, http="h11", log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


def test_a_client_library_finds_them(served):
    """memento-client judges what is a TimeGate and a memento, and follows one to the other."""
    timegate, original = f"{served}/timegate/{URL}", f"{served}/web/{SECOND}id_/{URL}"
    assert MementoClient.is_timegate(timegate, at(2))
    assert MementoClient.is_memento(original)
    assert not MementoClient.is_memento(f"{served}/web/20310304120001id_/{URL}")
    with MementoClient(f"{served}/timegate/", check_native_timegate=False) as client:
        asked = client.convert_to_datetime(at(2, 5))
        live = Response()  # of the page itself, which says nothing of mementos
        live.status_code = 200
        found = client.get_memento_info(URL, asked, req_uri_response=live)["mementos"]
    assert found["closest"] == {
        "datetime": asked.replace(second=0), "http_status_code": 200, "uri": [original]
    }  # fmt: skip
    assert found["first"]["uri"] == [f"{served}/web/{FIRST}id_/{URL}"]
    assert found["last"]["uri"] == [f"{served}/web/{LAST}id_/{URL}"]


@pytest.mark.parametrize("value", ["", "Thu", "Thu, 31 May 2007 20:35:00", "Thu, 32 May 2007 20:35:00 GMT"])
def test_dates_that_are_none(value):
    with pytest.raises(BadInput):
        memento.accepted(value)

"""What is gone or refused fails a run once, is asked for ever more seldom, and comes back as what it was."""

import pytest
from chronicle import THINGS, WALL, edition

from harvester.errors import ExitCode

DAYS = [*range(1, 18)]
TROUBLES = {  # what stands there from the second day on; days on which it is asked, runs that fail
    "gone": ((410, {}, b""), [1, 2, 3, 4, 6, 10], [2]),
    "not found": ((404, {}, b"no"), [1, 2, 3, 4, 6, 10], [2]),
    "refused": ((403, {}, b"no"), [1, 2, 3, 4, 6, 10], [2]),
    "for legal reasons": ((451, {}, b"no"), [1, 2, 3, 4, 6, 10], [2]),
    "a page that says that it is gone": (
        "<html><title>404</title><h1>Page not found</h1><p>The page does not exist.</p></html>",
        [1, 2, 3, 4, 6, 10],
        [2],
    ),
    "a server's error": ((500, {}, b"oh"), DAYS, DAYS[1:]),
    "a wall": (WALL, DAYS, DAYS[1:]),
}


@pytest.mark.parametrize(("answer", "asked", "failing"), TROUBLES.values(), ids=TROUBLES)
def test_day_after_day(desk, answer, asked, failing):
    desk.site.pages |= {"/pier": edition(THINGS[:4]), "/crane": edition(THINGS[4:8])}
    desk.follow("/pier", "/crane")
    desk.run(1)
    desk.site.pages["/pier"] = answer
    days, codes = desk.runs(DAYS[1:])
    assert [1, *days["/pier"]] == asked
    assert days["/crane"] == DAYS[1:]
    assert [day for day, code in zip(DAYS[1:], codes, strict=True) if code] == failing
    assert (desk.kinds(), desk.column("SELECT count(*) FROM version")) == ([], [2])


def test_what_comes_back_is_told_and_is_asked_for_as_before(desk):
    desk.site.pages["/pier"] = edition(THINGS[:4])
    desk.follow("/pier")
    desk.run(1)
    desk.site.pages["/pier"] = (410, {}, b"")
    desk.runs([2, 3, 4, 5, 6])
    desk.site.pages["/pier"] = edition(THINGS[:4], 2032)
    days, codes = desk.runs([7, 8, 9, 10, 11])
    assert (days["/pier"], set(codes)) == ([10, 11], {ExitCode.DONE})
    events = desk.all(
        "SELECT kind, substr(from_at, 1, 10), substr(until_at, 1, 10) FROM event ORDER BY from_at, kind"
    )
    assert events == [("gone", "2031-03-06", "2031-03-14"), ("back", "2031-03-14", "2031-03-14")]


def test_what_the_law_refuses_is_an_event(desk):
    desk.site.pages["/pier"] = edition(THINGS[:4])
    desk.follow("/pier")
    desk.run(1)
    desk.site.pages["/pier"] = (451, {}, b"no")
    desk.run(2)
    assert desk.all("SELECT kind, detail FROM event") == [("walled", "geo_wall")]


def test_what_robots_txt_refuses_fails_a_run_once(desk):
    desk.site.pages |= {"/pier": edition(THINGS[:4]), "/crane": edition(THINGS[4:8])}
    desk.site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /pier")
    desk.follow("/pier", "/crane")
    days, codes = desk.runs([1, 2, 3])
    assert (days, codes) == ({"/crane": [1, 2, 3]}, [ExitCode.SOME_FAILED, ExitCode.DONE, ExitCode.DONE])


def test_a_feed_that_is_gone_fails_a_run_once_and_ends_no_article(desk):
    desk.follow("/feed.xml", kind="feed")
    desk.follow("/pier")
    desk.site.pages["/pier"] = edition(THINGS[:4])
    days, codes = desk.runs(DAYS[:9])
    assert days["/feed.xml"] == [1, 2, 3, 5, 9]
    assert (codes[0], set(codes[1:])) == (ExitCode.SOME_FAILED, {ExitCode.DONE})

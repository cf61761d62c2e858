"""Articles on several pages: captured page by page, one snapshot, nothing dropped when a page is missing."""

import hashlib
from contextlib import closing
from datetime import timedelta
from itertools import count

import pytest
from chronicle import LATER, NOON, THINGS, Chronicle, differences, edition, exchange, on_pages

from harvester.archive.captures import Recording, add_chain
from harvester.archive.decisions import Voice
from harvester.archive.runs import Invocation, begin_run
from harvester.errors import ExitCode
from harvester.harvest.bounds import Bounds
from harvester.harvest.clock import Clock
from harvester.harvest.report import summed
from harvester.harvest.run import harvest
from harvester.harvest.takedown import article_target, capture_target, take_down
from harvester.reading import read
from harvester.view.attention import trouble

URL = "/dam"
FIRST, SECOND, THIRD = f"{URL}", f"{URL}?page=2", f"{URL}?page=3"


def show(desk, *pages, **others):
    """Have the site show the article on these pages, with validators."""
    desk.site.pages.clear()
    for number, body in enumerate(pages, 1):
        path = URL if number == 1 else f"{URL}?page={number}"
        desk.site.pages[path] = whole(body) if isinstance(body, bytes) else body
    desk.site.pages.update(others)


def whole(body):
    return 200, {"ETag": f'"{hashlib.sha256(body).hexdigest()}"'}, body


def conditional(desk):
    """Have the site answer 304 to a request with the validator of what it shows."""
    answer = desk.site.answer

    def answered(path):
        status, headers, body = answer(path)
        sent = desk.site.requests[-1][1].get("If-None-Match")
        return (304, headers, b"") if sent and sent == headers.get("ETag") else (status, headers, body)

    desk.site.answer = answered


def versions(desk):
    """Number of each version with the number of its questions."""
    return desk.all("SELECT version, questions FROM version_list ORDER BY version")


def standings(desk):
    return desk.column("SELECT state FROM standing ORDER BY at, capture_id")


def test_all_pages_are_one_version(desk):
    desk.follow(URL)
    show(desk, *on_pages(THINGS[:6], 3))
    assert desk.run().exit_code == ExitCode.DONE
    assert (desk.asked, versions(desk)) == ([FIRST, SECOND, THIRD], [(1, 6)])
    show(desk, *on_pages(THINGS[:6], 3))
    desk.run()
    assert (versions(desk), desk.kinds()) == ([(1, 6)], [])
    urls = desk.paths("SELECT url FROM version_page_list ORDER BY page")
    assert urls == [FIRST, SECOND, THIRD]


def test_an_edit_of_a_further_page_is_a_version_with_its_words(desk):
    desk.follow(URL)
    show(desk, *on_pages(THINGS[:6], 3))
    desk.run()
    pages = on_pages(THINGS[:6], 3)
    show(desk, pages[0], pages[1].replace(b"May 2031", b"June 2031", 1), pages[2])
    desk.run()
    assert (versions(desk), desk.kinds()) == ([(1, 6), (2, 6)], ["answer edited"])
    assert desk.all("SELECT before, after FROM hunk_list") == [("May", "June")]


ALL = "/dam-on-one-page"


def naming_all(desk, number=6):
    """The article on three pages, whose first one names a page with all of it as canonical."""
    first, *others = on_pages(THINGS[:number], 3)
    link = f'<link rel="canonical" href="{desk.url(ALL)}"></head>'.encode()
    return [first.replace(b"</head>", link, 1), *others]


# What it shows: (what stands at the canonical URL, which URLs are asked for).
CANONICAL = {
    "all of it": (on_pages(THINGS[:6], 1)[0], [FIRST, ALL]),
    "nothing": ((404, {}, b"gone"), [FIRST, ALL, SECOND, THIRD]),
    "another article": (edition(THINGS[6:9]), [FIRST, ALL, SECOND, THIRD]),
}


@pytest.mark.parametrize(("there", "asked"), CANONICAL.values(), ids=CANONICAL)
def test_a_canonical_page_with_all_of_it_is_taken_for_its_pages(desk, there, asked):
    desk.follow(URL)
    for _ in range(2):
        show(desk, *naming_all(desk), **{ALL: there})
        assert desk.run().exit_code == ExitCode.DONE
        assert (desk.asked, versions(desk), desk.kinds()) == (asked, [(1, 6)], [])


def test_further_pages_are_asked_for_with_conditions(desk, monkeypatch):
    came = spied(monkeypatch)
    conditional(desk)
    desk.follow(URL)
    pages = on_pages(THINGS[:6], 3)
    show(desk, *pages)
    desk.run()
    show(desk, *pages[:2], pages[2].replace(b"May 2031", b"June 2031", 1))
    desk.run()
    came.clear()
    desk.run()
    assert came == []
    statuses = desk.column("SELECT status FROM capture WHERE role = 'article' ORDER BY id")
    assert statuses == [200, 200, 200, 200, 304, 200, 200, 304, 304]
    assert (versions(desk), desk.kinds()) == ([(1, 6), (2, 6)], ["answer edited"])


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_a_takedown_of_one_page_takes_the_text_of_the_article(tmp_path, taken):
    with closing(Chronicle(tmp_path / "norra.db")) as archive:
        ends = archive.add_pages("https://norra.example/dam", 0, *on_pages(THINGS[:6], 3))
        assert archive.one("SELECT count(*) FROM wording") == 6
        target = capture_target(archive.db.conn, ends[taken])
        take_down(archive.deriving, target, Voice("ada", LATER, "a court said so"))
        assert archive.one("SELECT count(*) FROM wording") == 0
        archive.catch_up()
        history = archive.history()
        assert history["version"] == []
        archive.rebuild()
        assert differences(archive.history(), history) == {}


def test_a_takedown_of_an_article_takes_all_its_pages(tmp_path):
    with closing(Chronicle(tmp_path / "norra.db")) as archive:
        archive.add_pages("https://norra.example/dam", 0, *on_pages(THINGS[:6], 3))
        target = article_target(archive.db.conn, archive.one("SELECT id FROM article"))
        take_down(archive.deriving, target, Voice("ada", LATER, "a court said so"))
        assert archive.all("SELECT DISTINCT coding FROM payload") == [("removed",)]


def edited(page):
    return page.replace(b"May 2031", b"June 2031", 1)


ABSENT = (404, {}, b"gone")
ONE, TWO, THREE = on_pages(THINGS[:6], 3)

# Pages that were shown, those shown now, and the number of further pages in each reading now.
READINGS = {
    "all are the same": ([ONE, TWO, THREE], [ONE, TWO, THREE], []),
    "another first page": ([ONE, TWO, THREE], [edited(ONE), TWO, THREE], [0, 1, 2]),
    "another second page": ([ONE, TWO, THREE], [ONE, edited(TWO), THREE], [1, 2]),
    "another last page": ([ONE, TWO, THREE], [ONE, TWO, edited(THREE)], [2]),
    "the last page fails": ([ONE, TWO, THREE], [ONE, TWO, (500, {}, b"")], [2]),
    "the last page fails again": ([ONE, TWO, (500, {}, b"")], [ONE, TWO, (500, {}, b"")], []),
    "the last page came": ([ONE, TWO, (500, {}, b"")], [ONE, TWO, THREE], [2]),
    "the second page is gone": ([], [ONE, ABSENT], [0]),
    "the last page is gone": ([], [ONE, TWO, ABSENT], [0, 1]),
    "the second page fails": ([], [ONE, (500, {}, b"")], [0, 1]),
    "what is linked is no page of it": ([ONE, ABSENT], [ONE, ABSENT], []),
    "what is linked is a page of it now": ([ONE, ABSENT], [ONE, TWO, THREE], [1, 2]),
}


@pytest.mark.parametrize(("before", "now", "read"), READINGS.values(), ids=READINGS)
def test_pages_are_read_again_only_if_one_of_them_changed(desk, monkeypatch, before, now, read):
    came = spied(monkeypatch)
    desk.follow(URL)
    for pages in (before, now):
        came.clear()
        show(desk, *pages)
        desk.run()
    assert came == read


def test_a_page_whose_next_one_may_not_be_asked_for_now_is_read_by_itself(desk, monkeypatch):
    """It begins as the capture before, and then its host wants to be left alone for an hour."""
    came, other = spied(monkeypatch), "/ferry"
    desk.follow(URL, other)
    show(desk, ONE, TWO, THREE, **{other: edition(THINGS[6:9])})
    desk.run()
    came.clear()
    desk.site.pages[other] = (503, {"Retry-After": "3600"}, b"")
    desk.run()
    assert (desk.asked, came) == ([FIRST, other], [0])
    assert desk.column("SELECT pages FROM reading ORDER BY capture_id")[-1] == 1
    assert standings(desk)[-2:] == ["waiting", "failed"]


def spied(monkeypatch):
    """Return a list to which each reading adds the number of its further pages."""
    came = []

    def noted(page, *how):
        came.append(len(page.further))
        return read(page, *how)

    monkeypatch.setattr("harvester.harvest.reader.read", noted)
    return came


FAULTS = {  # what comes in place of page 3
    "a server that fails": ((500, {}, b""), "page_missing"),
    "a wall": (
        b"<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>",
        "page_missing",
    ),
    "a page that is gone": ((404, {}, b"gone"), "waiting"),
    "the first page again": ((302, {"Location": URL}, b""), "waiting"),
}


@pytest.mark.parametrize(("fault", "word"), FAULTS.values(), ids=FAULTS)
def test_a_page_that_does_not_come_drops_no_question(desk, fault, word):
    desk.follow(URL)
    pages = on_pages(THINGS[:6], 3)
    show(desk, *pages)
    desk.run()
    show(desk, *pages[:2], fault)
    report = desk.run()
    assert (versions(desk), len(report.failures)) == ([(1, 6)], 1)
    assert [row["trouble"] for row in trouble(desk.db.conn).rows] == [word]
    show(desk, *pages)
    desk.run()
    assert (versions(desk), desk.kinds(), trouble(desk.db.conn).rows) == ([(1, 6)], [], [])


@pytest.mark.parametrize("fault", [(500, {}, b""), (503, {"Retry-After": "5"}, b"")])
def test_a_first_capture_without_one_of_its_pages_waits(desk, fault):
    desk.follow(URL)
    pages = on_pages(THINGS[:6], 3)
    show(desk, pages[0], fault)
    assert desk.run().exit_code == ExitCode.SOME_FAILED
    assert versions(desk) == []
    show(desk, *pages)
    desk.run()
    assert (versions(desk), desk.kinds()) == ([(1, 6)], [])


def test_pages_that_are_gone_for_good_take_their_questions_with_them(desk):
    desk.follow(URL)
    pages = on_pages(THINGS[:6], 3)
    show(desk, *pages)
    desk.run()
    show(desk, *pages[:2])
    for _ in range(3):
        desk.run()
    assert (versions(desk), set(desk.kinds())) == ([(1, 6), (2, 4)], {"dropped"})


def test_an_article_that_grows_by_a_page(desk):
    desk.follow(URL)
    show(desk, *on_pages(THINGS[:4], 2))
    desk.run()
    show(desk, *on_pages(THINGS[:6], 3))
    desk.run()
    assert (versions(desk), desk.kinds()) == ([(1, 4), (2, 6)], ["asked", "asked"])


def test_an_article_that_is_put_on_one_page(desk):
    desk.follow(URL)
    show(desk, *on_pages(THINGS[:6], 3))
    desk.run()
    show(desk, edition(THINGS[:6]))
    desk.run()
    assert (versions(desk), desk.kinds()) == ([(1, 6)], [])


def test_what_is_no_page_of_the_article_is_asked_for_and_left_out(desk):
    desk.follow(URL)
    first = on_pages(THINGS[:6], 3)[0]
    show(desk, first, edition(THINGS[6:9], title="Something else"))
    for _ in range(2):  # the second time, the same bytes are not taken for a page by itself
        desk.run()
        assert (desk.asked, versions(desk)) == ([FIRST, SECOND], [(1, 2)])


def test_robots_txt_is_asked_for_each_page(desk):
    desk.follow(URL)
    show(desk, *on_pages(THINGS[:6], 3), **{"/robots.txt": b"User-agent: *\nDisallow: /*page=\n"})
    desk.run()
    assert (desk.asked, versions(desk)) == ([FIRST], [(1, 2)])


def test_a_page_that_was_never_asked_for_makes_no_false_changes(desk):
    """An earlier program captured the first page alone. What the others bring was not asked anew."""
    pages = on_pages(THINGS[:6], 3)
    desk.follow(URL)
    run = begin_run(desk.db, Invocation("run", "harvester"), NOON)
    first = exchange(desk.url(URL), 0, pages[0])
    desk.deriving.article(add_chain(desk.db, Recording(run, "article"), (first,)), first)
    assert versions(desk) == [(1, 2)]
    show(desk, *pages)
    desk.run()
    assert (versions(desk), desk.kinds()) == ([(1, 2), (2, 6)], [])
    assert desk.all("SELECT kind, detail FROM event") == [("read otherwise", "4 asked")]


@pytest.mark.parametrize("second", [SECOND, "/dam-2"])
def test_an_article_at_the_url_of_a_further_page_is_still_due(desk, second):
    """The capture of that page is read with the article that led there, and is none of the other article."""
    pages = [each.replace(b"?page=2", second.encode()) for each in on_pages(THINGS[:4], 2)]
    desk.site.pages |= {URL: pages[0], second: pages[1]}
    desk.follow(URL, second, every_s=86_400)
    clock = Clock(desk.now, trusted=True)
    report = summed(harvest(desk.db, desk.settings, clock=clock, bounds=Bounds(requests=1)))
    assert (report.captures, report.postponed) == (1, 1)
    assert [path for path, _ in desk.site.requests][-2:] == [URL, second]
    desk.run(desk.day + 0.01)
    assert desk.asked == [second]
    urls = desk.paths(
        "SELECT url FROM version JOIN article ON article.id = article_id JOIN url ON url.id = url_id"
    )
    assert sorted(urls) == sorted([URL, second])


def test_an_article_on_pages_that_is_reached_twice_in_a_run(desk):
    """The redirect and the article itself are one article: while its pages are captured, none is settled."""
    show(desk, *on_pages(THINGS[:4], 2), **{"/old": (301, {"Location": URL}, b"")})
    desk.follow("/old", URL)
    ticks = count()
    clock = Clock(lambda: desk.now() + timedelta(milliseconds=next(ticks)), trusted=True)
    report = summed(harvest(desk.db, desk.settings, clock=clock))
    assert (report.failures, standings(desk)) == ([], ["current", "current"])

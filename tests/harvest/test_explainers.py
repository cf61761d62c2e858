"""Only explainers are followed: the rest of what a source announces is remembered, and asked for seldom."""

import pytest
from chronicle import PROSE, THINGS, WALL, edition, rss

from harvester.errors import ExitCode
from harvester.view.articles import articles
from harvester.view.attention import trouble
from harvester.view.explainers import questionless, remembered, remembered_by_reason
from harvester.view.status import status
from harvester.view.warnings import Operation

XML = {"Content-Type": "text/xml"}
SITE_404 = 404, {}, b"not here"
DAYS = range(17)
SELDOM = [0, 2, 4, 8, 16]


@pytest.fixture
def feed_of(desk):
    """A function that has the site show these pages and announce them in a feed."""

    def fill(pages):
        desk.site.pages.clear()
        desk.site.pages.update(pages | {"/feed.xml": (200, XML, rss(*map(desk.url, pages)))})

    return fill


def shown(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


def kept(desk):
    return [(row["url"].removeprefix(desk.site.url), row["reason"]) for row in remembered(desk.db.conn)]


NONE_OF_OURS = {  # what the announced page shows, the reason, exit codes of the first runs
    "no questions": (PROSE, "no_questions", ExitCode.DONE),
    "a wall": (WALL, "bot_wall", ExitCode.SOME_FAILED),
    "nothing": (SITE_404, "gone", ExitCode.SOME_FAILED),
    "refused": ((403, {}, b"no"), "refused", ExitCode.SOME_FAILED),
}


@pytest.mark.parametrize(("page", "reason", "code"), NONE_OF_OURS.values(), ids=NONE_OF_OURS)
def test_what_is_announced_and_no_explainer_is_asked_for_seldom(desk, feed_of, page, reason, code):
    desk.follow("/feed.xml", kind="feed")
    feed_of({"/match": page, "/pier": edition(THINGS[:3])})
    days, codes = desk.runs(DAYS)
    assert days["/pier"] == [*DAYS]
    assert set(days["/match"]) <= {*SELDOM, 1}  # what is gone is asked for as ever, until that is more seldom
    assert kept(desk) == [("/match", reason)]
    assert (codes[0], set(codes[1:])) == (code, {ExitCode.DONE})
    assert shown(remembered_by_reason(desk.db.conn), "reason", "articles") == [(reason, 1)]
    assert [row["url"] for row in articles(desk.db.conn)] == [desk.url("/pier")]
    assert trouble(desk.db.conn).rows == []
    assert shown(
        status(desk.db.conn, Operation(desk.now()))["sources"], "articles", "remembered", "failing"
    ) == [(2, 1, 0)]


def test_the_next_try_is_told(desk, feed_of):
    desk.follow("/feed.xml", kind="feed")
    feed_of({"/match": PROSE})
    desk.runs(DAYS)
    [row] = remembered(desk.db.conn)
    assert (row["title"], row["since"][:10], row["next_at"][:10]) == (
        "The harbour",
        "2031-03-04",
        "2031-04-05",
    )


def test_an_article_that_gets_questions_is_followed_and_keeps_its_beginning(desk, feed_of):
    desk.follow("/feed.xml", kind="feed")
    feed_of({"/pier": PROSE})
    desk.runs(range(4))
    feed_of({"/pier": edition(THINGS[:3])})
    days, _ = desk.runs(range(4, 10))
    assert days["/pier"] == [*range(4, 10)]
    assert (kept(desk), desk.column("SELECT n FROM version")) == ([], [1, 2])
    first = desk.column("SELECT first_seen_at FROM version_list WHERE version = 1")
    assert [each[:10] for each in first] == ["2031-03-04"]


def test_an_article_that_loses_its_questions_stays_followed_and_is_told(desk, feed_of):
    desk.follow("/feed.xml", kind="feed")
    feed_of({"/pier": edition(THINGS[:3])})
    desk.run(0)
    feed_of({"/pier": PROSE})
    days, _ = desk.runs(range(1, 6))
    assert days["/pier"] == [*range(1, 6)]
    assert (kept(desk), shown(trouble(desk.db.conn).rows, "trouble")) == ([], [("suspect",)])


def test_what_a_person_follows_is_followed_whatever_it_shows_but_told(desk, feed_of):
    desk.follow("/feed.xml", kind="feed")
    desk.follow("/match")
    feed_of({"/match": PROSE})
    days, _ = desk.runs(DAYS)
    assert (days["/match"], kept(desk)) == ([*DAYS], [])
    assert shown(questionless(desk.db.conn), "url") == [(desk.url("/match"),)]
    desk.say("end", "article", "/match")
    assert questionless(desk.db.conn) == []


def test_what_harvester_toml_names_is_followed_while_it_does(desk, feed_of):
    desk.declare(("/feed.xml", {"kind": "feed"}), ("/match", {"kind": "page"}))
    feed_of({"/match": PROSE})
    assert desk.runs(range(3))[0]["/match"] == [0, 1, 2]
    desk.declare(("/feed.xml", {"kind": "feed"}))
    assert desk.runs(range(3, 9))[0]["/match"] == [4, 8]


def test_a_server_that_fails_says_nothing_about_the_article(desk, feed_of):
    desk.follow("/feed.xml", kind="feed")
    feed_of({"/pier": (500, {}, b"")})
    desk.runs(range(3))
    assert (kept(desk), shown(trouble(desk.db.conn).rows, "trouble")) == ([], [("server_error",)])


def test_a_pace_of_the_source_counts_if_it_is_slower(desk, feed_of):
    desk.follow("/feed.xml", kind="feed", every_s=7 * 86_400)
    feed_of({"/match": PROSE})
    assert desk.runs(range(15))[0]["/match"] == [0, 7, 14]

"""Where articles live: moved, doubled, redirected; asked for where they are, else where they were."""

from dataclasses import replace
from itertools import product

import pytest
from chronicle import THINGS, WALL, edition, rss

from harvester.errors import ExitCode
from harvester.model import Outcome

XML = {"Content-Type": "text/xml"}
DAM, QUAY = THINGS[:4], THINGS[5:9]
OLD, NEW = "/2031/dam", "/2031/the-dam-explained"


def moved(to, status=301):
    return status, {"Location": to}, b""


@pytest.fixture
def site_of(desk):
    """A function that replaces all pages of the site."""

    def fill(pages):
        desk.site.pages.clear()
        desk.site.pages.update(pages)

    return fill


def feed(desk, *paths):
    return 200, XML, rss(*map(desk.url, paths))


def versions(desk):
    return desk.column("SELECT n FROM version ORDER BY article_id, n")


def homes(desk):
    return desk.articles()


def test_an_article_that_moved_is_asked_for_where_it_lives_now(desk, site_of):
    """The feed names the new URL only after the old one redirected, and the old one is gone at last."""
    desk.follow("/feed.xml", kind="feed")
    site_of({"/feed.xml": feed(desk, OLD), OLD: edition(DAM)})
    desk.run()
    site_of({"/feed.xml": feed(desk, OLD), OLD: moved(NEW), NEW: edition(DAM)})
    desk.run()
    site_of({"/feed.xml": feed(desk, NEW), NEW: edition(DAM, 2032)})
    report = desk.run()
    assert (homes(desk), report.failures) == ([NEW], [])
    assert sorted(desk.asked) == [NEW, "/feed.xml"]
    assert (versions(desk), set(desk.kinds())) == ([1, 2], {"answer edited"})


# What it shows: (requests that a run may make, paths that it asks for, articles that it leaves).
BOUNDS = {
    "not for each article": (1, ["/quay"], 1),
    "not for another URL": (2, ["/quay", NEW], 0),
    "for all": (3, ["/quay", NEW, OLD], 0),
}


@pytest.mark.parametrize(("most", "asked", "left"), BOUNDS.values(), ids=BOUNDS)
def test_an_article_that_was_asked_for_is_not_left(desk, site_of, most, asked, left):
    """Its failure is told, also if the run may not try the URL where it was before."""
    desk.follow(OLD)
    site_of({OLD: edition(DAM)})
    desk.run()
    site_of({OLD: moved(NEW), NEW: edition(DAM)})
    desk.run()
    site_of({"/quay": edition(QUAY)})
    desk.follow("/quay")
    desk.settings = replace(desk.settings, per_run=most)
    report = desk.run()
    assert (desk.asked, report.captures, report.postponed) == (asked, most, left)
    assert [url for url, _ in report.failures] == [desk.url(each) for each in asked if each == NEW]


def test_an_article_that_moves_back_is_found_there(desk, site_of):
    desk.follow(OLD)
    site_of({OLD: edition(DAM)})
    desk.run()
    site_of({OLD: moved(NEW), NEW: edition(DAM)})
    desk.run()
    site_of({OLD: edition(DAM, 2032)})
    report = desk.run()
    assert desk.asked == [NEW, OLD]
    assert (versions(desk), homes(desk)) == ([1, 2], [OLD])
    assert report.new_versions == 1
    desk.run()
    assert desk.asked == [OLD]


CHAINS = {  # how the old URL leads to the new one: what is asked for the next time
    "for good": ([301], NEW),
    "for good, method kept": ([308], NEW),
    "for a while": ([302], OLD),
    "for a while, method kept": ([307], OLD),
    "for good, step by step": ([301, 308], NEW),
    "for good, then for a while": ([301, 302], "/step/1"),
    "for a while, then for good": ([302, 301], OLD),
}


@pytest.mark.parametrize(("statuses", "asked"), CHAINS.values(), ids=CHAINS)
def test_only_a_permanent_redirect_moves_an_article(desk, site_of, statuses, asked):
    site_of({OLD: edition(DAM)})
    desk.follow(OLD)
    desk.run()
    stops = [OLD, *(f"/step/{n}" for n in range(1, len(statuses))), NEW]
    ways = {at: moved(to, status) for at, to, status in zip(stops, stops[1:], statuses, strict=False)}
    site_of({**ways, NEW: edition(DAM)})
    desk.run()
    desk.run()
    assert desk.asked[0] == asked
    assert (len(homes(desk)), versions(desk)) == (1, [1])


def test_each_exchange_is_evidence_and_the_end_counts(desk, site_of):
    site_of(
        {
            OLD: moved("/step"),
            "/step": (302, {"Location": NEW, "Set-Cookie": "id=secret"}, b"<a>there</a>"),
            NEW: edition(DAM),
        }
    )
    desk.follow(OLD)
    report = desk.run()
    assert report.results == {"ok": 1}
    rows = desk.all(
        "SELECT url.url, status, outcome, payload_id IS NOT NULL, led_from"
        " FROM capture JOIN url ON url.id = url_id"
        " WHERE role = 'article' ORDER BY capture.id"
    )
    first = desk.column("SELECT min(id) FROM capture WHERE role = 'article'")[0]
    assert [(url.removeprefix(desk.site.url), *rest) for url, *rest in rows] == [
        (OLD, 301, "redirected", 0, None),
        ("/step", 302, "redirected", 1, first),
        (NEW, 200, "ok", 1, first + 1),
    ]
    text = "".join(desk.column("SELECT text FROM headers"))
    assert "withheld" in text
    assert "secret" not in text + "".join(map(str, desk.column("SELECT differ FROM capture")))


ENDS = {  # what a redirect leads to: the outcome that is counted
    "nothing": ((404, {}, b"no"), Outcome.GONE),
    "a server's error": ((500, {}, b"oh"), Outcome.SERVER_ERROR),
    "itself": (moved(OLD), Outcome.REDIRECT_LOOP),
    "no place": ((301, {}, b""), Outcome.BAD_REDIRECT),
}


@pytest.mark.parametrize(("answer", "outcome"), ENDS.values(), ids=ENDS)
def test_a_redirect_counts_by_its_end(desk, site_of, answer, outcome):
    site_of({OLD: edition(DAM)})
    desk.follow(OLD)
    desk.run()
    site_of({OLD: moved(NEW), NEW: answer})
    report = desk.run()
    assert (report.results[outcome], report.exit_code) == (report.captures, ExitCode.SOME_FAILED)
    assert (versions(desk), desk.kinds()) == ([1], [])


def test_a_site_that_closes_its_old_port_is_followed_to_the_new_one(desk, site_of, new_site):
    """As http and https: another place, and nobody answers at the old one any more."""
    site_of({OLD: edition(DAM)})
    desk.follow(OLD)
    desk.run()
    other = new_site()
    other.pages[OLD] = edition(DAM)
    site_of({OLD: moved(other.url + OLD)})
    desk.run()
    other.pages[OLD] = edition(DAM, 2032)
    site_of({})
    desk.run()
    assert desk.asked == []
    assert homes(desk) == [other.url + OLD]
    assert versions(desk) == [1, 2]


# URLs that are followed, the canonical URL that all of them name ("" for none), and the number of articles.
DOUBLES = {
    "tracking parameters": (["/dam", "/dam?utm_source=rss", "/dam?fbclid=x1&utm_medium=mail"], "", 1),
    "a slash at the end": (["/dam", "/dam/"], "", 1),
    "a fragment": (["/dam", "/dam#answers"], "", 1),
    "an AMP page that names its canonical URL": (["/dam", "/amp/dam"], "/dam", 1),
    "other pages that name one canonical URL": (["/dam", "/print?id=7", "/x/dam.html"], "/dam", 1),
    "pages that name one canonical URL that nobody asked for": (["/print?id=7", "/x/dam.html"], "/dam", 1),
    "a parameter that may say which page is meant": (["/show?id=7", "/show?id=8"], "", 2),
    "the same words at two unlike places": (["/dam", "/2030/quay"], "", 2),
}


@pytest.mark.parametrize(("paths", "canonical", "number"), DOUBLES.values(), ids=DOUBLES)
def test_doubles_are_one_article(desk, site_of, paths, canonical, number):
    body = edition(DAM, canonical=desk.url(canonical) if canonical else "")
    site_of({path.partition("#")[0]: body for path in paths})
    desk.follow(*paths)
    desk.run()
    desk.run()
    assert (len(homes(desk)), versions(desk)) == (number, [1] * number)
    asked = len(desk.asked)
    assert asked == number
    site_of(
        {
            path.partition("#")[0]: edition(DAM, 2032, canonical=desk.url(canonical) if canonical else "")
            for path in paths
        }
    )
    assert desk.run().new_versions == number


def test_campaigns_of_a_feed_cost_one_look_each(desk, site_of):
    desk.follow("/feed.xml", kind="feed")
    for campaign in range(3):
        paths = [f"/dam?utm_source=rss&utm_campaign=c{campaign}", f"/dam?fbclid=x{campaign}"]
        escaped = [path.replace("&", "&amp;") for path in paths]
        site_of(
            {
                "/feed.xml": feed(desk, *escaped),
                **dict.fromkeys(["/dam", *paths], edition(DAM, canonical=desk.url("/dam"))),
            }
        )
        desk.run()
        assert len([path for path in desk.asked if path.startswith("/dam")]) <= 3
    assert (len(homes(desk)), versions(desk)) == (1, [1])


ELSEWHERE = {  # where a dead article leads: the standing of that capture in its history
    "another article": ("/quay", "gone"),
    "the front page": ("/", "gone"),
    "a list of other articles": ("/topics/", "gone"),
}


@pytest.mark.parametrize(("to", "standing"), ELSEWHERE.values(), ids=ELSEWHERE)
@pytest.mark.parametrize("status", [301, 302])
def test_a_redirect_into_something_else_is_no_version(desk, site_of, to, standing, status):
    pages = {
        OLD: edition(DAM),
        "/quay": edition(QUAY, title="The quay"),
        "/": edition(("ferry", *QUAY[:2]), title="The harbour's front page"),
        "/topics/": "<html><body><h1>Topics</h1>" + "<p><a href=/quay>What happens to the quay</a></p>" * 9,
    }
    site_of(pages)
    desk.follow(OLD, "/quay")
    desk.run()
    site_of(pages | {OLD: moved(to, status)})
    report = desk.run()
    assert (versions(desk), desk.kinds(), report.new_versions) == ([1, 1], [], 0)
    of_dam = "SELECT article_id FROM member JOIN url ON url.id = url_id WHERE url = ?"
    states = desk.column(
        f"SELECT state FROM standing WHERE article_id IN ({of_dam}) ORDER BY at DESC LIMIT 1", desk.url(OLD)
    )
    assert states == [standing]
    site_of(pages)
    desk.run()
    assert (versions(desk), desk.kinds()) == ([1, 1], [])


def test_a_front_page_that_took_dead_articles_in_is_followed_as_itself(desk, site_of):
    """Two articles are taken down at once and lead to the front page, which asks questions itself."""
    front = edition(QUAY, title="The harbour post")
    site_of({"/a": edition(DAM), "/b": edition(THINGS[2:6]), "/": front})
    desk.follow("/a", "/b")
    desk.run()
    site_of({"/a": moved("/"), "/b": moved("/"), "/": front})
    desk.run()
    desk.follow("/")
    desk.run()
    assert len(homes(desk)) == 3
    sql = """
        SELECT count(*) FROM version
        JOIN article ON article.id = article_id JOIN url ON url.id = url_id WHERE url = ?"""
    assert desk.column(sql, desk.url("/")) == [1]
    assert (versions(desk), desk.kinds()) == ([1, 1, 1], [])


SLUGS = {  # the feed shows a new slug; the old URL as it answers in that run
    "that redirects": (moved(NEW), ["answer edited"]),
    "that redirects for a while": (moved(NEW, 302), ["answer edited"]),
    "that shows the same page": (None, ["answer edited"]),
}


@pytest.mark.parametrize(("old", "kinds"), SLUGS.values(), ids=SLUGS)
def test_a_new_slug_and_an_edit_in_one_run_are_one_article(desk, site_of, old, kinds):
    def page(path, year):
        return edition(DAM, canonical=desk.url(path)).replace(
            b"ferry until May 2031", f"ferry until May {year}".encode()
        )

    desk.follow("/feed.xml", kind="feed")
    site_of({"/feed.xml": feed(desk, OLD), OLD: page(OLD, 2031)})
    desk.run()
    site_of({"/feed.xml": feed(desk, NEW), OLD: old or page(NEW, 2032), NEW: page(NEW, 2032)})
    desk.run()
    desk.run()
    assert (len(homes(desk)), versions(desk), desk.kinds()) == (1, [1, 2], kinds)


def test_a_url_that_only_redirects_led_to_is_told_once_it_is_asked_for_itself(desk, site_of):
    site_of({OLD: moved(NEW), NEW: edition(DAM)})
    desk.follow(OLD)
    hows = []
    for _ in range(2):
        desk.run()
        hows.append(
            desk.column("SELECT how FROM member JOIN url ON url.id = url_id WHERE url = ?", desk.url(NEW))
        )
    assert (hows, desk.asked) == ([["redirect"], ["asked"]], [NEW])


@pytest.mark.parametrize("shown", ["".join(each) for each in product("AB", repeat=2)])
def test_other_questions_at_an_article_with_two_urls(desk, site_of, shown):
    """Content that shares no question with what was there is another article's by fewer captures.

    The id that it would have then stands for this one, in a run as in the rebuild that the desk compares.
    """
    contents = {"A": edition(DAM), "B": edition(QUAY)}
    desk.follow(OLD, NEW)
    for each in f"A{shown}":
        site_of({OLD: moved(NEW), NEW: contents[each]})
        desk.run()


BEFORE = {  # what was there before the feed, and how many articles with captures there are in the end
    "a wall": (WALL, 0),
    "nothing": ((404, {}, b"gone"), 0),
    "an article": (edition(DAM), 1),
}


@pytest.mark.parametrize(("before", "number"), BEFORE.values(), ids=BEFORE)
def test_what_turns_out_to_be_a_feed(desk, before, number):
    """It is no article if it never was one, in a run as in the rebuild that the desk compares."""
    desk.follow(OLD)
    for answer in (before, feed(desk, NEW)):
        desk.site.pages[OLD] = answer
        desk.run()
    assert desk.column("SELECT count(*) FROM article WHERE newest_capture_id IS NOT NULL") == [number]

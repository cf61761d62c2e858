"""What sources announce is derived from their captures and the settings of today, and so is who is asked."""

import json

import pytest
from chronicle import edition, rss

from harvester.archive.captures import Recording, add_chain
from harvester.archive.runs import Invocation, begin_run
from harvester.harvest.discovering import discover
from harvester.model import Capture, Outcome

XML = {"Content-Type": "text/xml"}
PAGES = {f"/{name}": edition(things) for name, things in (
    ("pier", ("pier", "ferry", "weir")),
    ("crane", ("crane", "sluice", "dredger")),
    ("weir", ("weir", "lifeboat", "boatyard")),
)}  # fmt: skip
SPELLS = """
    SELECT url.url, announcement.title, first.captured_at, last.captured_at
    FROM announcement JOIN url ON url.id = announcement.url_id
    JOIN capture AS first ON first.id = first_capture_id
    LEFT JOIN capture AS last ON last.id = last_capture_id
    ORDER BY url.url, first.captured_at"""


@pytest.fixture
def press(desk):
    """A desk whose site has three articles; `announce` sets what its feed says."""
    desk.site.pages |= PAGES

    def announce(*paths, title="News", at="/feed.xml"):
        desk.site.pages[at] = (200, XML, rss(*map(desk.url, paths), title=title))

    desk.announce = announce
    announce("/pier", "/crane")
    return desk


KINDS = {  # what a feed was followed as, and what is known after each of two runs
    "a feed": ("feed", [["/crane", "/pier"], ["/crane", "/pier"]]),
    "a sitemap": ("sitemap", [["/crane", "/pier"], ["/crane", "/pier"]]),
    "an article": ("", [["/crane", "/pier"], ["/crane", "/pier"]]),
}


@pytest.mark.parametrize(("kind", "known"), KINDS.values(), ids=KINDS)
def test_a_feed_is_read_as_what_it_is(press, kind, known):
    press.follow("/feed.xml", kind=kind)
    for expected in known:
        press.run()
        assert press.articles() == expected
    assert press.asked == ["/feed.xml", "/crane", "/pier"] or sorted(press.asked) == [
        "/crane",
        "/feed.xml",
        "/pier",
    ]
    assert press.column("SELECT kind FROM source") == [kind or "feed"]
    assert press.column("SELECT problem FROM source") == [""]


def test_a_feed_that_was_followed_as_an_article_opens_no_version(press):
    press.follow("/feed.xml")
    report = press.run()
    assert (report.results, report.first_versions) == ({"feed": 1}, 0)
    assert press.run().first_versions == 2


def test_an_article_that_becomes_a_feed_is_still_an_article(press):
    """It was one: its history stays, and its questions are not dropped."""
    press.follow("/pier")
    press.run()
    press.announce("/crane", at="/pier")
    report = press.run()
    assert report.failures[0][1].startswith("feed")
    assert press.kinds() == []
    assert press.column("SELECT count(*) FROM version") == [1]


PROBLEMS = {  # what stands where the feed was
    "a wall": ("<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>", "bot_wall"),
    "an article": (edition(("pier", "ferry", "crane")), "unreadable"),
    "a feed without entries": ((200, XML, rss()), "empty"),
    "nothing": ((404, {}, b"gone"), "gone"),
    "a server's error": ((500, {}, b"oh"), "server_error"),
}


@pytest.mark.parametrize(("body", "word"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_source_that_gives_nothing_says_so_and_ends_nothing(press, body, word):
    press.follow("/feed.xml", kind="feed")
    press.run()
    press.site.pages["/feed.xml"] = body
    failures = press.run().failures
    assert [url for url, _ in failures] == [press.url("/feed.xml")]
    assert press.all("SELECT trouble, trouble_since FROM source") == [(word, "2031-03-06T12:00:00.000Z")]
    assert press.articles() == ["/crane", "/pier"]
    assert press.column("SELECT count(*) FROM announcement WHERE last_capture_id IS NULL") == [2]
    press.announce("/weir")
    press.run(9)
    assert press.all("SELECT trouble, problem FROM source") == [("", "")]
    assert press.articles() == ["/crane", "/pier", "/weir"]  # what a feed drops is asked for still


def day(number):
    return f"2031-03-{4 + number:02}T12:00:00.000Z"


# What the feed says on each day; the spells of it: (path, title, first day, the last day that says so).
STORY = {
    "the same, day after day": (["pier", "pier", "pier"], [("/pier", "News", 1, None)]),
    "gone from the feed": (["pier crane", "crane"], [("/crane", "News", 1, None), ("/pier", "News", 1, 1)]),
    "gone and back": (
        ["pier crane", "crane", "crane", "pier"],
        [("/crane", "News", 1, 3), ("/pier", "News", 1, 1), ("/pier", "News", 4, None)],
    ),
    "another title": (
        ["pier", "pier:More", "pier:More", "pier"],
        [("/pier", "News", 1, 1), ("/pier", "More", 2, 3), ("/pier", "News", 4, None)],
    ),
    "nothing between": (["pier", "-", "pier"], [("/pier", "News", 1, None)]),
}


@pytest.mark.parametrize(("days", "spells"), STORY.values(), ids=STORY)
def test_what_is_announced_is_kept_as_spells(press, days, spells):
    press.follow("/feed.xml", kind="feed")
    for said in days:
        words = [word.partition(":") for word in said.split()]
        press.announce(*(f"/{name}" for name, _, _ in words), title=words[0][2] or "News")
        if said == "-":
            press.site.pages["/feed.xml"] = (500, {}, b"oh")
        press.run()
    found = [(url.removeprefix(press.site.url), *rest) for url, *rest in press.all(SPELLS)]
    assert found == [(path, title, day(first), last and day(last)) for path, title, first, last in spells]


def etagged(desk, path, body, headers=XML):
    """Answer 304 to whoever knows the page."""

    def answer():
        known = desk.site.requests[-1][1].get("If-None-Match")
        return (304, {"ETag": '"1"'}, b"") if known else (200, {**headers, "ETag": '"1"'}, body)

    desk.site.pages[path] = answer


LISTING = "<html><body><div class=old><a href=/weir>The weir</a></div><div class=l><a href=/pier>Pier</a>"
LISTING += "<a href=/crane>The crane</a></div></body></html>"
CORRECTIONS = {  # of the settings of a source that says 304: kind and selector before and after
    "a selector that found nothing": (("listing", "main h3 a"), ("listing", ".l a"), ["/crane", "/pier"]),
    "a selector that found something else": (("listing", ".old a"), ("listing", ".l a"), ["/crane", "/pier"]),
    "a selector that finds more": (("listing", ".l a"), ("listing", "div a"), ["/crane", "/pier", "/weir"]),
}


@pytest.mark.parametrize(("before", "after", "known"), CORRECTIONS.values(), ids=CORRECTIONS)
def test_a_304_is_read_by_the_settings_of_today(press, before, after, known):
    etagged(press, "/index", LISTING, {})
    for kind, links in (before, after):
        press.declare(("/index", {"kind": kind, "links": links}))
        press.run()
    assert press.articles() == known
    assert [
        url.removeprefix(press.site.url) for url, _, _, last in press.all(SPELLS) if last is None
    ] == known


def test_settings_that_are_corrected_count_before_the_source_is_asked_again(press):
    press.site.pages["/index"] = LISTING
    press.declare(("/index", {"kind": "listing", "links": "main h3 a", "every_s": 7 * 86_400}))
    assert press.run().failures
    press.declare(("/index", {"kind": "listing", "links": ".l a", "every_s": 7 * 86_400}))
    press.run()
    assert sorted(press.asked) == ["/crane", "/pier"]


SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'


def sitemap(desk, path, *urls, index=False):
    tag, form = ("sitemap", INDEX) if index else ("url", SITEMAP)
    body = form.format("".join(f"<{tag}><loc>{desk.url(url)}</loc></{tag}>" for url in urls))
    desk.site.pages[path] = (200, XML, body)


def test_sitemaps_that_a_sitemap_names_are_asked_in_the_same_run(press):
    sitemap(press, "/index.xml", "/deep.xml", "/a.xml", index=True)
    sitemap(press, "/deep.xml", "/b.xml", index=True)
    sitemap(press, "/a.xml", "/pier")
    sitemap(press, "/b.xml", "/crane", "/pier")
    press.follow("/index.xml", kind="sitemap")
    report = press.run()
    assert (report.sources, report.articles_added, report.results) == ({"ok": 4}, 2, {"ok": 2})
    held = press.all("SELECT url.url, held_by FROM source JOIN url ON url.id = url_id ORDER BY url.url")
    assert [(url.removeprefix(press.site.url), who) for url, who in held] == [
        ("/a.xml", "sitemap"),
        ("/b.xml", "sitemap"),
        ("/deep.xml", "sitemap"),
        ("/index.xml", "ada"),
    ]
    press.say("end", "source", "/index.xml")
    press.run()
    assert (press.asked, press.articles("ended")) == ([], ["/crane", "/pier"])
    press.say("follow", "source", "/index.xml", '{"kind":"sitemap"}')
    press.run()
    assert len(press.asked) == 6


def test_sitemaps_that_name_each_other_come_to_an_end(press):
    sitemap(press, "/a.xml", "/b.xml", index=True)
    sitemap(press, "/b.xml", "/a.xml", index=True)
    press.follow("/a.xml", kind="sitemap")
    assert press.run().sources == {"ok": 2}


def test_what_the_file_declares_no_more_is_ended_unless_somebody_else_holds_it(press):
    feed, other = ("/feed.xml", {"kind": "feed"}), ("/other.xml", {"kind": "feed"})
    press.announce("/crane", at="/other.xml")
    press.declare(feed, other, ("/weir", {"kind": "page"}))
    press.run()
    assert press.articles() == ["/crane", "/pier", "/weir"]
    press.declare(other)
    report = press.run()
    assert report.ended == sorted([press.url("/feed.xml"), press.url("/weir")])
    assert (sorted(press.asked), press.articles("ended")) == (["/crane", "/other.xml"], ["/pier", "/weir"])
    assert press.run().ended == []
    press.follow("/pier")  # a person does, whatever the file says
    press.declare(feed, other)
    report = press.run()
    assert (press.articles("ended"), press.articles()) == (["/weir"], ["/crane", "/pier"])
    press.declare(other)
    press.run()
    assert (press.articles("ended"), press.articles()) == (["/weir"], ["/crane", "/pier"])


def test_a_file_that_is_not_there_ends_nothing(press):
    press.declare(("/feed.xml", {"kind": "feed"}))
    press.run()
    declared, press.settings = press.settings, type(press.settings)(delay_s=0.0)
    assert press.run().ended == []
    assert press.articles() == ["/crane", "/pier"]
    press.settings = declared
    press.run()
    sql = "SELECT kind FROM decision WHERE who = 'harvester.toml'"
    assert press.column(sql) == ["follow"]  # nothing was said anew


def test_what_a_person_ended_stays_ended_while_sources_announce_it(press):
    press.follow("/feed.xml", kind="feed")
    press.run()
    press.say("end", "article", "/pier")
    for _ in range(2):
        press.run()
        assert sorted(press.asked) == ["/crane", "/feed.xml"]
    press.say("follow", "article", "/pier", "{}")
    press.run()
    assert "/pier" in press.asked


def stored_only(press, body, path="/feed.xml"):
    """Keep a capture of the feed, as a run does that is killed right after."""
    at = press.now()
    run = begin_run(press.db, Invocation("run", "harvester"), at)
    end = Capture(press.url(path), at, Outcome.OK, status=200, headers=tuple(XML.items()), body=body)
    return add_chain(press.db, Recording(run, "source"), (end,))


def test_a_run_that_was_killed_when_a_feed_was_stored_loses_nothing(press):
    press.follow("/feed.xml", kind="feed", every_s=7 * 86_400)
    stored_only(press, rss(press.url("/weir")))
    press.run()
    assert (press.asked, press.articles()) == (["/weir"], ["/weir"])


def test_a_capture_that_is_learnt_late_is_told_in_its_place(press):
    press.follow("/feed.xml", kind="feed")
    press.run(5)
    press.day = 2
    stored_only(press, rss(press.url("/weir"), press.url("/pier")))
    press.run(6)
    found = [(url.removeprefix(press.site.url), *rest[1:]) for url, *rest in press.all(SPELLS)]
    assert found == [("/crane", day(5), None), ("/pier", day(2), None), ("/weir", day(2), day(2))]


def test_a_run_whose_clock_was_wrong_is_retimed_for_sources_too(press):
    press.follow("/feed.xml", kind="feed")
    press.run(0)
    key = press.column("SELECT lower(hex(key)) FROM run")[0]
    press.say("retime", "run", key, "-3600")
    discover(press.deriving)
    assert press.column("SELECT seen_at FROM source") == ["2031-03-04T11:00:00.000Z"]


def test_events_are_those_of_the_first_source_that_announced_the_article(press):
    press.follow("/pier")
    for day, page in enumerate((PAGES["/pier"], (410, {}, b""), (410, {}, b""))):
        press.day, press.site.pages["/pier"] = day, page
        press.run()
    sql = "SELECT url FROM event LEFT JOIN source ON source.id = source_id LEFT JOIN url ON url.id = url_id"
    assert press.column(sql) == [None]
    press.follow("/feed.xml", kind="feed")
    press.run()
    assert press.column(sql) == [press.url("/feed.xml")]


def test_the_hubs_that_a_feed_names_are_kept_with_its_reading(press):
    body = press.site.pages["/feed.xml"][2].replace(b"<item>", b"<link rel='hub' href='/hub'/><item>", 1)
    press.site.pages["/feed.xml"] = (200, XML, body)
    press.follow("/feed.xml", kind="feed")
    press.run()
    found = press.column("SELECT hubs FROM reading WHERE verdict = 'feed'")
    assert found == [json.dumps([press.url("/hub")])]

"""``harvester add`` looks at what it is given: articles, sources, sites that name them, and lists."""

import os
import pty
import subprocess
import sys
from contextlib import suppress

import pytest

XML = {"Content-Type": "text/xml"}
PLAIN = "<html><body><article><h1>The match</h1><p>The visitors won last night.</p></article></body></html>"


def rss(site, *paths):
    item = "<item><title>About {0}</title><link>{1}{0}</link></item>"
    return 200, XML, f"<rss><channel>{''.join(item.format(path, site.url) for path in paths)}</channel></rss>"


def urlset(site, *paths):
    urls = "".join(f"<url><loc>{site.url}{path}</loc></url>" for path in paths)
    return 200, XML, f"<urlset>{urls}</urlset>"


def front(*links):
    return f"<html><head>{''.join(links)}</head><body><p>Welcome to the island.</p></body></html>"


@pytest.fixture
def press(site, page, ferry, archive):
    """A site with two articles, a feed and a sitemap that robots.txt names; `added` calls the verb."""
    site.pages |= {
        "/": front('<link rel="alternate" type="application/rss+xml" href="/news.xml">'),
        "/ferry": page("The ferry", *ferry),
        "/pier": page("The pier", *ferry[:2]),
        "/news.xml": rss(site, "/ferry", "/pier"),
        "/map": urlset(site, "/pier"),
        "/robots.txt": (200, {"Content-Type": "text/plain"}, "Sitemap: /map\n"),
        "/match": PLAIN,
    }

    def added(*arguments, code=0, stdin=None):
        result = archive("add", *arguments, code=code, stdin=stdin)
        lines = [line.split()[:2] for line in result.stdout.splitlines()]
        return [(kind, url.removeprefix(site.url)) for kind, url in lines], result.stderr

    archive.added = added
    return archive


def test_an_article_with_questions(press, site):
    followed, told = press.added(f"{site.url}/ferry")
    assert followed == [("page", "/ferry")]
    assert "4 questions  “Why does the ferry not sail?”, “Who pays for the repairs?”" in told
    # What was looked at is its first capture.
    assert [row["questions"] for row in press.printed("list")] == [4]
    assert press.rows("SELECT command, ended_at IS NULL FROM run") == [("add", 0)]


SOURCES = {  # path, kind, what is told, how many articles a run then finds new
    "a feed": ("/news.xml", "feed", "2 articles  “About /ferry”, “About /pier”", "2 new"),
    "a sitemap": ("/map", "sitemap", "1 URL", "1 new"),
}


@pytest.mark.parametrize(("path", "kind", "words", "new"), SOURCES.values(), ids=SOURCES)
def test_a_source(press, site, path, kind, words, new):
    followed, told = press.added(site.url + path)
    assert followed == [(kind, path)]
    assert words in told
    assert new in press("run").stdout
    assert press("status").exit_code == 0


FOUND = {  # options, what is followed
    "the first": (["--yes"], [("feed", "/news.xml")]),
    "all": (["--all"], [("feed", "/news.xml"), ("sitemap", "/map")]),
    "one": (["--feed", "/map"], [("sitemap", "/map")]),
    "the page itself": (["--kind", "page"], [("page", "/")]),
}


@pytest.mark.parametrize(("options", "expected"), FOUND.values(), ids=FOUND)
def test_a_site(press, site, options, expected):
    followed, _ = press.added(f"{site.url}/", *options)
    assert followed == expected
    if "--kind" not in options:
        assert press("run").exit_code == 0
        assert {row["url"] for row in press.printed("list")} <= {f"{site.url}/ferry", f"{site.url}/pier"}


def test_a_site_without_a_choice_is_shown_and_not_followed(press, site):
    followed, told = press.added(f"{site.url}/", code=2)
    assert followed == []
    assert f"1  feed     {site.url}/news.xml  2 articles  (a link of the page)  “About /ferry”" in told
    assert f"2  sitemap  {site.url}/map  1 URL  (robots.txt)" in told
    assert "Say --all, --yes for the first, --feed URL for one, or --kind page for the page itself." in told
    assert press.rows("SELECT count(*) FROM decision") == [(0,)]
    assert press.rows("SELECT count(*) FROM article") == [(0,)]
    assert press.rows("SELECT count(*) FROM attempt") == [(0,)]


def test_a_site_that_names_nothing_is_looked_for_in_the_usual_places(press, site):
    site.pages["/"] = front()
    del site.pages["/robots.txt"]
    site.pages["/feed"] = site.pages["/news.xml"]
    followed, told = press.added(f"{site.url}/", "--all")
    assert followed == [("feed", "/feed")]
    assert "(a usual place)" in told


def test_a_page_whose_links_are_headlines_is_a_listing(press, site):
    links = "".join(f"<h3><a href='/{n}'>Why the ferry number {n} is late</a></h3>" for n in range(6))
    site.pages["/explainers/"] = f"<html><body><main>{links}</main></body></html>"
    followed, told = press.added(f"{site.url}/explainers/", "--yes")
    assert followed == [("listing", "/explainers/")]
    assert "6 headlines  (its links)  “Why the ferry number 0 is late”" in told


def test_a_page_without_questions_is_told(press, site):
    followed, told = press.added(f"{site.url}/match")
    assert followed == [("page", "/match")]
    assert f"{site.url}/match is a page without questions" in told
    assert "It is followed as a page all the same; 'harvester end URL' stops asking." in told
    assert set(site.asked()) == {"/robots.txt", "/match"}  # only a front page is a site


def test_where_a_url_leads_is_told(press, site):
    site.pages["/old"] = (301, {"Location": "/ferry"}, "")
    followed, told = press.added(f"{site.url}/old")
    assert followed == [("page", "/old")]
    assert f"page     {site.url}/old  (redirects to {site.url}/ferry)  4 questions" in told


def test_what_does_not_answer_is_followed_and_told(press, site):
    followed, told = press.added(f"{site.url}/gone", f"{site.url}/lost/feed.xml")
    assert followed == [("page", "/gone"), ("feed", "/lost/feed.xml")]
    assert (
        f"failed    {site.url}/gone  gone: The server answered 404 Not Found. It is followed as a page"
        in told
    )


def test_robots_txt_is_obeyed(press, site):
    site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /\n")
    _, told = press.added(f"{site.url}/ferry")
    assert "robots refused" in told.replace("_", " ")
    assert set(site.asked()) == {"/robots.txt"}


def test_a_kind_asks_nobody(press, site):
    followed, told = press.added("--kind", "feed", f"{site.url}/news.xml", "http://nowhere.example/x")
    assert followed == [("feed", "/news.xml"), ("feed", "http://nowhere.example/x")]
    assert told == ""
    assert site.requests == []


LIMITS = {  # options, which articles are followed
    "include": (["--include", "/ferry"], ["/ferry"]),
    "exclude": (["--exclude", "/ferry", "--exclude", "/nowhere"], ["/pier"]),
    "a day": (["--since", "2030-01-01"], ["/ferry", "/pier"]),
    "a language": (["--language", "fr"], ["/ferry", "/pier"]),
}


@pytest.mark.parametrize(("options", "expected"), LIMITS.values(), ids=LIMITS)
def test_limits_of_a_source(press, site, options, expected):
    press.added(f"{site.url}/news.xml", *options)
    press("run")
    assert sorted(row["url"].removeprefix(site.url) for row in press.printed("list")) == expected


def test_limits_may_change_and_count_immediately(press, site):
    feed = f"{site.url}/news.xml"
    press.added(feed)
    press("run")
    assert "otherwise from now on" in press("add", feed, "--exclude", "/ferry").stdout
    states = {row["url"].removeprefix(site.url): row["state"] for row in press.printed("list")}
    assert states == {"/ferry": "ended", "/pier": "followed"}
    assert "otherwise" not in press("add", feed).stdout  # what nobody names stays as it was


def opml(site):
    return f'<opml version="2.0"><body><outline text="News" xmlUrl="{site.url}/news.xml"/></body></opml>'


LISTS = {  # what stands in a file, what is followed
    "URLs": ("# explainers\n{0}/ferry\n\n{0}/feed.xml\n", [("page", "/ferry"), ("feed", "/feed.xml")]),
    "OPML": ('<opml><body><outline text="N" xmlUrl="{0}/news.xml"/></body></opml>', [("feed", "/news.xml")]),
}


@pytest.mark.parametrize(("text", "expected"), LISTS.values(), ids=LISTS)
def test_lists(press, site, text, expected):
    text = text.format(site.url)
    path = press.folder / "list.txt"
    path.write_text(text)
    assert press.added(path)[0] == expected
    assert press.added("-", stdin=text)[0] == expected
    assert site.requests == []


def test_opml_at_a_url(press, site):
    site.pages["/subscriptions.opml"] = (200, XML, opml(site))
    assert press.added(f"{site.url}/subscriptions.opml", "--yes")[0] == [("feed", "/news.xml")]


def test_a_list_of_urls_at_a_url_is_a_source(press, site):
    site.pages["/urls.txt"] = (200, {"Content-Type": "text/plain"}, f"{site.url}/ferry\n")
    assert press.added(f"{site.url}/urls.txt")[0] == [("list", "/urls.txt")]


def test_sources_go_out_as_opml_and_come_in_again(press, site):
    press.added("--kind", "sitemap", f"{site.url}/map")
    press.added("--kind", "feed", f"{site.url}/news.xml")
    written = press("list", "--format", "opml").stdout
    path = press.folder / "sources.opml"
    path.write_text(written)
    assert sorted(press.added(path, "-a", "other.db")[0]) == [("feed", "/news.xml"), ("sitemap", "/map")]


BAD = {
    "no list": ("<html>", "harvester: {}: no list of URLs: it begins with an element"),
    "no URL": ("pier\n", "harvester: {}: no line of it is an http(s) URL"),
}


@pytest.mark.parametrize(("text", "words"), BAD.values(), ids=BAD)
def test_bad_lists(press, text, words):
    path = press.folder / "list.txt"
    path.write_text(text)
    _, told = press.added(path, code=6)
    assert words.format(path) in told


def test_a_source_that_was_not_found_cannot_be_chosen(press, site):
    followed, told = press.added(f"{site.url}/", "--feed", f"{site.url}/other.xml", code=2)
    assert followed == []
    assert "other.xml: was not found at" in told


ANSWERS = {  # what a person types, what is followed
    "nothing": ("\n", ["/news.xml"]),
    "numbers, after a mistake": ("7\n1, 2\n", ["/map", "/news.xml"]),
    "none": ("none\n", []),
}


def on_a_terminal(folder, typed, *arguments):
    """Call the program on a terminal on which somebody has typed; return its exit code and what was shown."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "harvester", *arguments]
    with subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, typed.encode())
        shown = b""
        with suppress(OSError):  # Linux says so at the end of a terminal
            while part := os.read(ours, 4096):
                shown += part
    os.close(ours)
    return process.returncode, shown.decode()


@pytest.mark.parametrize(("typed", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_a_person_is_asked_on_a_terminal(press, site, typed, expected):
    code, shown = on_a_terminal(press.folder, typed, "add", f"{site.url}/")
    assert (code, "Follow which?" in shown) == (0, True)
    targets = press.rows("SELECT target FROM decision ORDER BY target")
    assert [target.removeprefix(site.url) for (target,) in targets] == expected


def test_a_line_of_a_list_that_is_no_url_is_named(press, site):
    (press.folder / "urls.txt").write_text(f"{site.url}/ferry\n# a note\nthe pier\nnorra.example/crane\n")
    followed, told = press.added("urls.txt", code=6)
    assert followed == [("page", "/ferry")]
    assert "'the pier': cannot be followed" in told
    assert "'norra.example/crane': cannot be followed" in told
    assert "a note" not in told


def test_a_file_that_is_not_there(press):
    assert "'lists/urls.txt': is neither a file nor a URL" in press.added("lists/urls.txt", code=2)[1]

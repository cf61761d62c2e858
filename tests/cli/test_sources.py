"""Sources through the command line: what feeds, sitemaps and listing pages announce is followed."""

import gzip

import pytest
from log_lines import log_lines

RSS = """\
<?xml version="1.0"?><rss version="2.0"><channel><title>Explainers</title>
{items}</channel></rss>"""
ITEM = "<item><title>Ferry {n}</title><link>{url}</link></item>"
SITEMAP = """\
<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>"""
INDEX = """\
<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>"""


def rss(*urls):
    body = RSS.format(items="".join(ITEM.format(n=n, url=url) for n, url in enumerate(urls)))
    return 200, {"Content-Type": "application/rss+xml"}, body


def atom(*urls):
    entries = "".join(
        f"<entry><title>Ferry</title><id>{url}</id><link href='{url}'/></entry>" for url in urls
    )
    return (
        200,
        {"Content-Type": "application/atom+xml"},
        f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>",
    )


def json_feed(*urls):
    items = ", ".join(f'{{"id": "{url}", "url": "{url}"}}' for url in urls)
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Explainers", "items": [{items}]}}'
    return 200, {"Content-Type": "application/feed+json"}, body


def sitemap(*urls):
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return 200, {"Content-Type": "application/xml"}, SITEMAP.format(entries=entries)


def packed_sitemap(*urls):
    _, _, body = sitemap(*urls)
    return 200, {"Content-Type": "application/gzip"}, gzip.compress(body.encode(), mtime=0)


def index(*urls):
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return 200, {"Content-Type": "application/xml"}, INDEX.format(entries=entries)


def listing(*urls):
    links = "".join(f"<li><h3><a href='{url}'>What is known about ferry {url}</a></h3></li>" for url in urls)
    return f"<html><body><nav><a href='/about'>About us</a></nav><main><ul>{links}</ul></main></body></html>"


# What it shows: (path, what is served there for two articles, options of add).
KINDS = {
    "RSS": ("/explainers.rss", rss, []),
    "Atom": ("/atom.xml", atom, []),
    "JSON Feed": ("/feed.json", json_feed, []),
    "a feed by another name": ("/news", rss, ["--kind", "feed"]),
    "sitemap": ("/sitemap.xml", sitemap, []),
    "packed sitemap": ("/sitemap.xml.gz", packed_sitemap, []),
    "listing": ("/explainers/", listing, ["--kind", "listing"]),
}


@pytest.mark.parametrize(("path", "served", "options"), KINDS.values(), ids=KINDS)
def test_articles_are_found(site, page, ferry, archive, path, served, options):
    urls = [f"{site.url}/ferry/what-is-known-{n}" for n in range(3)]
    for n, url in enumerate(urls):
        site.pages[url.removeprefix(site.url)] = page(f"Ferry {n}", *ferry)
    site.pages[path] = served(*urls[:2])
    archive("add", site.url + path, *options)
    assert archive("run").stdout.splitlines() == [
        "1 source: 1 ok; 2 new articles",
        "2 captures: 2 ok",
        "2 first versions",
    ]
    assert sorted(row["url"] for row in archive.printed("list")) == urls[:2]
    # One is new, and one is no longer announced, which is followed all the same.
    site.pages[path] = served(*urls[1:])
    assert archive("run").stdout.splitlines() == [
        "1 source: 1 ok; 1 new article",
        "3 captures: 3 ok",
        "1 first version",
    ]
    [source] = archive.printed("status")["sources"]
    assert (source["articles"], source["failing"], source["without_version"]) == (3, 0, 0)


def test_a_sitemap_index_leads_to_its_sitemaps(site, page, ferry, archive):
    site.pages["/a"] = site.pages["/b"] = page("The ferry", *ferry)
    site.pages["/sitemap.xml"] = index(
        f"{site.url}/one.xml", f"{site.url}/two.xml", f"{site.url}/sitemap.xml"
    )
    site.pages["/one.xml"] = sitemap(f"{site.url}/a")
    site.pages["/two.xml"] = sitemap(f"{site.url}/b", f"{site.url}/a")
    archive("add", f"{site.url}/sitemap.xml")
    for new in (2, 0):
        assert archive("run").stdout.splitlines()[:2] == [
            f"3 sources: 3 ok; {new} new articles",
            "2 captures: 2 ok",
        ]
    assert site.asked()["/sitemap.xml"] == 3  # by add, and by each run


def test_a_listing_by_its_selector(site, page, ferry, archive):
    site.pages["/ferry"] = site.pages["/about"] = page("The ferry", *ferry)
    site.pages["/list"] = "<p><a href='/about'>About</a></p><div class='x'><a href='/ferry'>Ferry</a></div>"
    with archive.settings.open("a") as file:
        file.write(f'[[source]]\nurl = "{site.url}/list"\nkind = "listing"\nlinks = ".x a"\n')
    archive("run")
    assert [row["url"] for row in archive.printed("list")] == [f"{site.url}/ferry"]


def test_a_feed_that_has_not_changed(site, page, ferry, archive):
    site.pages["/ferry"] = page("The ferry", *ferry)
    status, headers, body = rss(f"{site.url}/ferry")
    site.pages["/feed.xml"] = (status, {"ETag": '"v1"', **headers}, body)
    archive("add", f"{site.url}/feed.xml")
    archive("run")
    site.pages["/feed.xml"] = (304, {"ETag": '"v1"'}, b"")
    lines = archive("run").stdout.splitlines()
    assert lines == ["1 source: 1 not modified; 0 new articles", "1 capture: 1 ok"]
    asked = [headers for path, headers in site.requests if path == "/feed.xml"]
    assert asked[1]["If-None-Match"] == '"v1"'


def test_one_article_from_two_sources_is_one(site, page, ferry, archive):
    site.pages["/ferry"] = page("The ferry", *ferry)
    site.pages["/feed.xml"] = rss(f"{site.url}/ferry", f"{site.url}/ferry#top", f"{site.url}/ferry")
    site.pages["/sitemap.xml"] = sitemap(f"{site.url}/ferry")
    archive("add", f"{site.url}/ferry", f"{site.url}/feed.xml", f"{site.url}/sitemap.xml")
    archive("run")
    assert [row["url"] for row in archive.printed("list")] == [f"{site.url}/ferry"]
    assert site.asked()["/ferry"] == 2  # by add, and by the run


TYPING_ERRORS = (
    "javascript:alert(1)",
    "mailto:news@a.example",
    "http://[::1/x",
    "http://a b.example/",
    "http://me:secret@a.example/",
    "http://a.example:99999/",
    "http://a.example/" + "x" * 9000,
    "",
)


def test_links_that_nobody_could_ask_for_are_left_out(site, page, ferry, archive):
    """Followed, they would fail at every run for ever."""
    site.pages["/ferry"] = page("The ferry", *ferry)
    site.pages["/feed.xml"] = rss(*TYPING_ERRORS, f"{site.url}/ferry")
    archive("add", f"{site.url}/feed.xml")
    assert archive("run").stdout.splitlines()[0] == "1 source: 1 ok; 1 new article"
    assert [row["url"] for row in archive.printed("list")] == [f"{site.url}/ferry"]


# What it shows: (what is served instead of the feed, how it is called).
BAD_FEEDS = {
    "gone": ((404, {}, b"gone"), "gone"),
    "an error": ((500, {}, b"oops"), "server_error"),
    "no feed": ("<html><body>The ferry sails at six.</body></html>", "unreadable"),
    "empty": ((200, {}, b""), "empty"),
    "a billion laughs": (
        (200, {}, b"<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><rss><channel>&b;</channel></rss>"),
        "empty",
    ),
}


@pytest.mark.parametrize(("answer", "word"), BAD_FEEDS.values(), ids=BAD_FEEDS)
def test_a_bad_feed_costs_nothing_but_itself(site, page, ferry, archive, answer, word):
    site.pages["/ferry"] = page("The ferry", *ferry)
    site.pages["/feed.xml"] = rss(f"{site.url}/ferry")
    archive("add", f"{site.url}/feed.xml")
    archive("run")
    site.pages["/feed.xml"] = answer
    run = archive("run", code=1)
    [line] = log_lines(run.stderr)
    assert line.startswith(f"failed    {site.url}/feed.xml  {word}: ")
    assert "1 capture: 1 ok" in run.stdout
    told = archive("status").stdout
    assert f"1 source gives nothing: {word.replace('_', ' ')}\n  {site.url}/feed.xml  since 20" in told
    assert f"  1 feed with 1 article: {word.replace('_', ' ')}\n" in told
    site.pages["/feed.xml"] = rss(f"{site.url}/ferry")
    archive("run")
    assert word not in archive("status").stdout


# What it shows: (URL, kind, what is said the second time).
ADD = {
    "page": ("https://news.example/ferry", "page    ", "already followed as "),
    "feed": ("https://news.example/feed/", "feed    ", "already followed since 20"),
    "sitemap": ("HTTPS://news.example/sitemap.xml", "sitemap ", "already followed since 20"),
    "an address in Arabic": ("https://news.example/لماذا", "page    ", "already followed as "),
}


@pytest.mark.parametrize(("url", "kind", "again"), ADD.values(), ids=ADD)
def test_add(archive, url, kind, again):
    assert archive("add", url).stdout == f"{kind} {url}  new\n"
    assert archive("add", url).stdout.startswith(f"{kind} {url}  {again}")  # the second time changes nothing
    assert archive.rows("SELECT kind, target FROM decision") == [("follow", url)]
    status = archive.printed("status")["archive"]
    assert (status["articles"], status["sources"]) == ((1, 0) if kind.startswith("page") else (0, 1))


def test_add_of_what_a_feed_announced(site, page, ferry, archive):
    """It is followed on its own account from then on, at the pace that it has."""
    url = f"{site.url}/ferry"
    site.pages |= {"/ferry": page("The ferry", *ferry), "/feed.xml": rss(url)}
    archive("add", f"{site.url}/feed.xml", "--every", "6h")
    archive("run")
    [row] = archive.printed("list")
    for _ in range(2):
        said = archive("add", "--kind", "page", url).stdout
        assert said.startswith(f"page     {url}  already followed as {row['article_id']}, known since ")
    assert archive.rows("SELECT count(*) FROM decision WHERE target = ?", url) == [(1,)]
    assert archive.printed("list") == [row | {"next_at": ""}]  # the next run decides when


def test_add_of_a_url_spelt_otherwise(site, page, ferry, archive):
    url = f"{site.url}/ferry"
    site.pages["/ferry"] = page("The ferry", *ferry)
    archive("add", url)
    archive("run")
    said = archive("add", f"{url}?utm_source=feed").stdout
    assert f"already followed as {archive.printed('list')[0]['article_id']} {url}, known since " in said
    assert len(archive.printed("list")) == 1


def test_add_again_with_other_terms(archive):
    url = "https://news.example/ferry"
    archive("add", url)
    archive("add", url, "--every", "6h")
    assert [row["every_s"] for row in archive.printed("list")] == [21600]
    archive("add", url)  # the pace stays
    assert [row["every_s"] for row in archive.printed("list")] == [21600]


def test_add_of_a_source_by_another_kind(archive):
    url = "https://news.example/all.xml"
    archive("add", url, "--kind", "sitemap")
    said = archive("add", url, "--kind", "feed").stdout
    assert said == f"feed     {url}  followed as feed from now on, before as sitemap\n"
    assert [row["kind"] for row in archive.printed("status")["sources"]] == ["feed"]


NO_URLS = {
    "no scheme": "news.example/ferry",
    "another scheme": "ftp://news.example/ferry",
    "a file": "file:///etc/passwd",
    "a script": "javascript:alert(1)",
    "no host": "https:///ferry",
    "nothing": "",
    "credentials": "https://me:secret@news.example/",
    "half an address": "http://[::1",
    "a port that cannot be": "http://news.example:99999/",
    "a line break": "http://news.example/a\nb",
    "too long": f"http://news.example/{'a' * 9000}",
}


@pytest.mark.parametrize("url", NO_URLS.values(), ids=NO_URLS)
def test_what_is_no_url_is_refused(archive, url):
    result = archive("add", "https://news.example/good", url, code=2)
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("harvester: ")
    assert len(result.stderr) < 300
    assert archive.rows("SELECT * FROM source") == []

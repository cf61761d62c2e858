"""A reading: by which verdict, with what announcements, and what it is a function of."""

import gzip
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import fault_words
from harvester.languages.files import FOLDER, Languages
from harvester.model import ANNOUNCING, Announcement, Verdict
from harvester.reading import DeclaredSource, Received, examine, read, reader, steps
from harvester.site_rule import SiteRule

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
URL = "https://pilot.example/lighthouse/keeper"

ARTICLE = """<!DOCTYPE html><html lang=en><title>The lighthouse</title>
<link rel=canonical href=https://pilot.example/l><h1>The lighthouse</h1><div class=faq>
<h2>Why is it dark?</h2><p>The lamp broke in the storm of Sunday night. A new one has to be ground.</p>
<h2>Who pays for it?</h2><p>The harbour pays half of it, and the county the rest of the bill.</p>
<h2>When does it shine?</h2><p>The keeper hopes for the second week of June, if the lens arrives.</p>
</div><footer><p>Printed on the quay.</p></footer>"""
WALL = "<html><title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p></html>"
RSS = (
    "<rss version='2.0'><channel><item><title>Fog</title><link>https://pilot.example/fog</link>"
    "<pubDate>Tue, 29 Apr 2031 08:00:00 GMT</pubDate></item></channel></rss>"
)
ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/ebb'/></entry></feed>"
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"url": "/reef"}]})
URLSET = "<urlset><url><loc>https://pilot.example/buoy</loc></url></urlset>"
INDEX = "<sitemapindex><sitemap><loc>https://pilot.example/2030.xml</loc></sitemap></sitemapindex>"
LIST = "# ours\nhttps://pilot.example/mole\nhttps://pilot.example/lock\n"
LISTING = "<html><main><h2><a href=/a/sandbank>Why the sandbank moves north</a></h2></main></html>"
BOMB = '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>'
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256))

FOG = ["https://pilot.example/fog"]
BUOY = ["https://pilot.example/buoy"]
LISTED = ["https://pilot.example/mole", "https://pilot.example/lock"]


def received(body, *headers, **fields):
    raw = body if isinstance(body, bytes) else body.encode()
    return Received(
        **{"url": URL, "captured_at": NOON, "body": raw, "status": 200, "headers": headers} | fields
    )


def typed(body, content_type):
    return received(body, ("content-type", content_type))


# What it shows: (what was received, verdict, words of its reason, URLs that it announces).
ARTICLES = {
    "an article": (received(ARTICLE), Verdict.CONTENT, "", []),
    "an article without questions": (
        received("<h1>Tides</h1><p>High water is at noon.</p>"),
        Verdict.CONTENT,
        "asked",
        [],
    ),
    "XHTML with a declaration": (received(f'<?xml version="1.0"?>{ARTICLE}'), Verdict.CONTENT, "", []),
    "a page served as a feed": (typed(ARTICLE, "application/rss+xml"), Verdict.CONTENT, "", []),
    "a wall": (received(WALL), Verdict.BOT_WALL, "just a moment", []),
    "no text": (received("<html><body></body></html>"), Verdict.EMPTY, "no text", []),
    "nothing": (received(b""), Verdict.EMPTY, "no text", []),
    "an error status": (received(ARTICLE, status=503), Verdict.ERROR_PAGE, "status 503", []),
    "an error that is a feed": (received(RSS, status=404), Verdict.ERROR_PAGE, "status 404", []),
    "the front page instead": (
        received(ARTICLE, url="https://pilot.example/", asked=URL),
        Verdict.SOFT_404,
        "front page",
        [],
    ),
    "no text at all": (received(PDF), Verdict.UNSUPPORTED, "is not text", []),
    "RSS": (received(RSS), Verdict.FEED, "this is a feed, not an article", FOG),
    "RSS as text/html": (typed(RSS, "text/html"), Verdict.FEED, "not an article", FOG),
    "RSS after a comment": (received(f"\n<!-- made by hand -->{RSS}"), Verdict.FEED, "not an article", FOG),
    "RSS after a byte order mark": (
        received(f"\ufeff{RSS}".encode("utf-16")),
        Verdict.FEED,
        "not an article",
        FOG,
    ),
    "Atom": (received(ATOM), Verdict.FEED, "not an article", ["https://pilot.example/ebb"]),
    "JSON Feed": (received(JSON_FEED), Verdict.FEED, "not an article", ["https://pilot.example/reef"]),
    "a sitemap": (received(URLSET), Verdict.SITEMAP, "this is a sitemap, not an article", BUOY),
    "a gzipped sitemap": (received(gzip.compress(URLSET.encode())), Verdict.SITEMAP, "sitemap", BUOY),
    "an index of sitemaps": (
        received(INDEX),
        Verdict.SITEMAP,
        "not an article",
        ["https://pilot.example/2030.xml"],
    ),
    "a list of URLs": (received(LIST), Verdict.LIST, "this is a list, not an article", LISTED),
    "prose with a URL": (
        received("Moorings\n\nSee the plan.\nhttps://pilot.example/mole\n"),
        Verdict.CONTENT,
        "",
        [],
    ),
    "a feed without entries": (
        received("<rss><channel><title>Fog</title></channel></rss>"),
        Verdict.EMPTY,
        "this is a feed, not an article; the feed announces nothing",
        [],
    ),
    "a feed of what cannot be asked": (
        received(RSS.replace("pilot.example/fog", "ann:key@pilot.example/fog")),
        Verdict.EMPTY,
        "announces nothing",
        [],
    ),
    "a feed that declares entities": (received(BOMB), Verdict.UNREADABLE, "document type", []),
}


def urls(reading):
    return [each.url for each in reading.announcements]


@pytest.mark.parametrize(("answer", "verdict", "words", "expected"), ARTICLES.values(), ids=ARTICLES)
def test_what_an_article_turns_out_to_be(answer, verdict, words, expected):
    reading = read(answer)
    assert (reading.verdict, urls(reading)) == (verdict, expected), reading.reason
    assert words in reading.reason
    assert bool(reading.snapshot.pairs) == (ARTICLE.encode() in answer.body and verdict is Verdict.CONTENT)


# What it shows: (what it was declared as, what was received, verdict, words of its reason, URLs).
SOURCES = {
    "a feed": (DeclaredSource("feed"), received(RSS), Verdict.FEED, "", FOG),
    "a feed that only its entries show": (
        DeclaredSource("feed"),
        received("<data><item><link>https://pilot.example/fog</link></item></data>"),
        Verdict.FEED,
        "",
        FOG,
    ),
    "a sitemap": (DeclaredSource("sitemap"), received(URLSET), Verdict.SITEMAP, "", BUOY),
    "an index": (
        DeclaredSource("sitemap"),
        received(INDEX),
        Verdict.SITEMAP,
        "",
        ["https://pilot.example/2030.xml"],
    ),
    "a text sitemap": (DeclaredSource("sitemap"), received(LIST), Verdict.SITEMAP, "", LISTED),
    "a list": (DeclaredSource("list"), received(LIST), Verdict.LIST, "", LISTED),
    "a list with lines that are none": (
        DeclaredSource("list"),
        received(f"ours:\n{LIST}"),
        Verdict.LIST,
        "",
        LISTED,
    ),
    "a listing": (
        DeclaredSource("listing"),
        received(LISTING),
        Verdict.LISTING,
        "",
        ["https://pilot.example/a/sandbank"],
    ),
    "a listing by a selector": (
        DeclaredSource("listing", "li a"),
        received("<ul><li><a href=https://elsewhere.example/x>x</a></ul>"),
        Verdict.LISTING,
        "",
        ["https://elsewhere.example/x"],
    ),
    "a feed declared as a sitemap": (
        DeclaredSource("sitemap"),
        received(RSS),
        Verdict.FEED,
        "declared as a sitemap, but this is a feed",
        FOG,
    ),
    "a sitemap declared as a feed": (
        DeclaredSource("feed"),
        received(URLSET),
        Verdict.SITEMAP,
        "declared as a feed, but this is a sitemap",
        BUOY,
    ),
    "a list declared as a feed": (
        DeclaredSource("feed"),
        received(LIST),
        Verdict.LIST,
        "but this is a list",
        LISTED,
    ),
    "a feed declared as a list": (
        DeclaredSource("list"),
        received(RSS),
        Verdict.FEED,
        "but this is a feed",
        FOG,
    ),
    "a feed declared as a listing": (
        DeclaredSource("listing", "main a"),
        received(RSS),
        Verdict.FEED,
        "declared as a listing, but this is a feed",
        FOG,
    ),
    "an empty feed declared as a sitemap": (
        DeclaredSource("sitemap"),
        received("<rss><channel/></rss>"),
        Verdict.EMPTY,
        "declared as a sitemap, but this is a feed; the feed announces nothing",
        [],
    ),
    "a listing without headlines": (
        DeclaredSource("listing"),
        received("<p>Nothing yet. <a href=/b>More</a></p>"),
        Verdict.EMPTY,
        "the listing announces nothing",
        [],
    ),
    "a page in a feed's place": (
        DeclaredSource("feed"),
        received(ARTICLE),
        Verdict.UNREADABLE,
        "no feed: its first element is <html>",
        [],
    ),
    "a page in a list's place": (
        DeclaredSource("list"),
        received(f"{ARTICLE}\nhttps://pilot.example/mole\n"),
        Verdict.UNREADABLE,
        "no list of URLs",
        [],
    ),
    "nothing in a sitemap's place": (
        DeclaredSource("sitemap"),
        received(b""),
        Verdict.UNREADABLE,
        "empty",
        [],
    ),
    "a wall in a feed's place": (
        DeclaredSource("feed"),
        received(WALL),
        Verdict.BOT_WALL,
        "just a moment",
        [],
    ),
    "a wall in a sitemap's place": (
        DeclaredSource("sitemap"),
        received(WALL),
        Verdict.BOT_WALL,
        "just a moment",
        [],
    ),
    "a wall in a list's place": (
        DeclaredSource("list"),
        received(f"{WALL}\nhttps://pilot.example/mole"),
        Verdict.BOT_WALL,
        "just a moment",
        [],
    ),
    "a wall with links in a listing's place": (
        DeclaredSource("listing"),
        received(WALL.replace("</html>", f"{LISTING}</html>")),
        Verdict.BOT_WALL,
        "just a moment",
        [],
    ),
    "a challenge in a header": (
        DeclaredSource("listing"),
        received(LISTING, ("CF-Mitigated", "challenge")),
        Verdict.BOT_WALL,
        "CF-Mitigated",
        [],
    ),
    "a selector that is none": (
        DeclaredSource("listing", "a[["),
        received(LISTING),
        Verdict.UNREADABLE,
        "is not a CSS selector",
        [],
    ),
    "a picture in a listing's place": (
        DeclaredSource("listing"),
        received(PDF),
        Verdict.UNSUPPORTED,
        "is not text",
        [],
    ),
    "an error status": (
        DeclaredSource("feed"),
        received(RSS, status=500),
        Verdict.ERROR_PAGE,
        "status 500",
        [],
    ),
    "a feed that declares entities": (
        DeclaredSource("feed"),
        received(BOMB),
        Verdict.UNREADABLE,
        "document type",
        [],
    ),
}


@pytest.mark.parametrize(("source", "answer", "verdict", "words", "expected"), SOURCES.values(), ids=SOURCES)
def test_what_a_source_announces(source, answer, verdict, words, expected):
    reading = read(answer, source=source)
    assert (reading.verdict, urls(reading)) == (verdict, expected), reading.reason
    assert words in reading.reason
    assert bool(reading.reason) == bool(words)
    assert reading.snapshot.pairs == ()


def test_announcements_keep_title_date_and_kind():
    assert read(received(RSS)).announcements == (
        Announcement("https://pilot.example/fog", "Fog", "2031-04-29T08:00:00+00:00", "article"),
    )
    assert [each.kind for each in read(received(INDEX)).announcements] == ["sitemap"]


def test_a_reading_says_how_its_page_was_decoded_and_named():
    reading = read(typed(ARTICLE.encode("utf-16"), "text/html; charset=utf-16"))
    assert (reading.encoding, reading.encoding_source) == ("utf-16le", "bom")
    assert reading.canonical_url == "https://pilot.example/l"
    relative = received(ARTICLE.replace("https://pilot.example/l>", "/l>"))
    assert read(relative).canonical_url == "https://pilot.example/l"


NAMED = {
    "absolute": ('<https://pilot.example/l>; rel="canonical"', "https://pilot.example/l"),
    "relative, among others": ('</next>; rel="next", </l>; rel=canonical', "https://pilot.example/l"),
    "of another relation": ('</l>; rel="alternate"', ""),
    "no URL": ('<//[>; rel="canonical"', ""),
}


@pytest.mark.parametrize(("link", "url"), NAMED.values(), ids=NAMED)
def test_a_header_names_the_canonical_url(link, url):
    unnamed = received(re.sub("<link[^>]*canonical[^>]*>", "", ARTICLE))
    page = replace(unnamed, headers=(*unnamed.headers, ("link", link)))
    assert read(page).canonical_url == url
    named = received(ARTICLE)
    assert read(replace(named, headers=page.headers)).canonical_url == "https://pilot.example/l"


RULE = SiteRule(("pilot.example",), content="h2:first-of-type, h2:first-of-type + p", question="h2")


def test_the_text_digest_is_of_the_whole_page():
    plain, ruled = read(received(ARTICLE)), read(received(ARTICLE), (RULE,))
    assert (len(plain.snapshot.pairs), len(ruled.snapshot.pairs)) == (3, 1)
    assert plain.text_digest == ruled.text_digest
    same = {ARTICLE.replace("class=faq", "class=questions"), ARTICLE.replace("<p>", "<p id=x>")}
    assert {read(received(body)).text_digest for body in same} == {plain.text_digest}
    others = {
        ARTICLE.replace("quay", "mole"),
        ARTICLE.replace("lamp", "lens"),
        ARTICLE.replace("Who pays", "Who"),
    }
    digests = {read(received(body)).text_digest for body in others}
    assert len(digests | {plain.text_digest}) == 4
    assert read(received(WALL)).text_digest
    assert read(received(RSS)).text_digest == ""
    assert read(received(PDF)).text_digest == ""


NO_MATCH = replace(RULE, content="article.none")
REASONS = {
    "a rule that fits": ((RULE,), ""),
    "a rule that does not fit": ((NO_MATCH,), 'put aside: content = "article.none" matches nothing'),
    "a rule for another host": ((replace(NO_MATCH, hosts=("other.example",)),), ""),
    "a rule that has ended": ((replace(NO_MATCH, valid_until=datetime(2031, 4, 30, tzinfo=UTC).date()),), ""),
}


@pytest.mark.parametrize(("rules", "words"), REASONS.values(), ids=REASONS)
def test_the_reason_of_content_says_what_became_of_the_rule(rules, words):
    reading = read(received(ARTICLE), rules)
    assert reading.verdict is Verdict.CONTENT
    assert reading.reason.endswith(words)
    assert bool(reading.reason) == bool(words)


def test_examined_keeps_what_explains_a_page():
    found = examine(received(ARTICLE), (RULE,))
    assert found.rule is RULE
    assert found.ruled.matches == {"content": 2, "question": 1}
    assert len(found.document.blocks) > len(found.ruled.document.blocks)
    wall = examine(received(WALL), (RULE,))
    assert (wall.judgement.verdict, wall.rule, wall.ruled) == (Verdict.BOT_WALL, RULE, None)
    assert wall.document.blocks
    assert examine(received(RSS)).ruled is None


FAULTS = {
    "a bug": ValueError("no such line"),
    "an assertion": AssertionError(),
    "too deep": RecursionError("maximum recursion depth exceeded"),
    "too much": MemoryError(),
}


@pytest.mark.parametrize("error", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("function", ["announcing_kind", "document_of", "judge", "rule_for", "read_by_rule"])
def test_a_fault_of_our_own_is_a_reading_that_says_where(monkeypatch, function, error):
    def failing(*_, **__):
        raise error

    monkeypatch.setattr(steps, function, failing)
    reading = read(received(ARTICLE), (RULE,))
    assert reading.verdict is Verdict.UNREADABLE
    assert reading.reason == f"the parser failed: {fault_words(error)}"
    assert "(harvester/reading/steps.py:" in reading.reason


def test_the_place_of_a_fault_is_the_innermost_of_ours(monkeypatch):
    monkeypatch.setattr("harvester.discover.feeds.fold_space", None)
    reading = read(received(RSS), source=DeclaredSource("feed"))
    assert reading.verdict is Verdict.UNREADABLE
    assert "TypeError" in reading.reason
    assert "(harvester/discover/feeds.py:" in reading.reason


def test_a_kind_that_is_none_is_a_fault_too():
    assert read(received(RSS), source=DeclaredSource("page")).verdict is Verdict.UNREADABLE


LABELS = {
    "no settings": ((), None),
    "a rule": ((RULE,), None),
    "another selector": ((NO_MATCH,), None),
    "another day": ((replace(RULE, valid_until=NOON.date()),), None),
    "two rules": ((RULE, NO_MATCH), None),
    "the same in another order": ((NO_MATCH, RULE), None),
    "a feed": ((), DeclaredSource("feed")),
    "a listing": ((), DeclaredSource("listing")),
    "a listing by a selector": ((), DeclaredSource("listing", "main a")),
}


def test_each_reader_has_a_label_of_its_own():
    labels = {reader(rules, source) for rules, source in LABELS.values()}
    assert len(labels) == len(LABELS)
    assert all(label.startswith(steps.PARSER_VERSION) for label in labels)
    assert reader((replace(RULE),)) == reader((RULE,))


def test_other_language_files_make_another_reader(monkeypatch, tmp_path):
    before = reader()
    (tmp_path / "qvo.toml").write_text('question_labels = ["zorp"]\n', "utf-8")
    monkeypatch.setattr(steps, "known", lambda: Languages((FOLDER, tmp_path)))
    assert reader() != before


def test_site_rules_are_no_setting_of_a_source():
    assert reader((RULE,), DeclaredSource("feed")) == reader((), DeclaredSource("feed"))
    assert read(received(LISTING), (NO_MATCH,), DeclaredSource("listing")) == read(
        received(LISTING), source=DeclaredSource("listing")
    )


PIECES = st.sampled_from(
    [each.encode() for each in (ARTICLE, WALL, RSS, URLSET, LIST, LISTING, BOMB, "<", "\0")]
)
BODIES = st.binary(max_size=300) | st.lists(PIECES | st.binary(max_size=9), max_size=4).map(b"".join)
KINDS = st.none() | st.builds(
    DeclaredSource, st.sampled_from(["feed", "sitemap", "listing", "list"]), st.text(max_size=5)
)
HEADERS = st.lists(st.tuples(st.sampled_from(["Content-Type", "CF-Mitigated", "x"]), st.text()), max_size=3)


@given(BODIES, HEADERS.map(tuple), st.text() | st.just(URL), KINDS)
def test_a_reading_is_a_function_of_what_was_received(body, headers, url, source):
    answer = received(body, *headers, url=url, asked=URL)
    reading = read(answer, (RULE,), source)
    assert reading == read(answer, (RULE,), source)
    assert bool(reading.announcements) == (reading.verdict in ANNOUNCING)
    assert reading.reason or reading.verdict in ANNOUNCING | {Verdict.CONTENT}
    assert "the parser failed" not in reading.reason, reading.reason


def test_the_reader_loads_no_edge():
    """A worker that only reads starts without database, network and command line."""
    edges = ("sqlite_utils", "sqlite3", "pysqlite3", "requests", "urllib3", "click", "zstandard")
    program = f"import sys, harvester.reading; print([each for each in {edges!r} if each in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"


STATUSES = {401: "login_wall", 402: "paywall", 403: "error_page", 451: "geo_wall", 500: "error_page"}


@pytest.mark.parametrize(("status", "verdict"), STATUSES.items())
@pytest.mark.parametrize(
    "body", [b"", b"<p>No.</p>", b"\x89PNG\r\n\x1a\n\0\0"], ids=["none", "a word", "a picture"]
)
def test_a_status_may_say_which_wall_it_is(status, verdict, body):
    answer = Received("https://lantern.example/ferry", datetime(2031, 5, 1, tzinfo=UTC), body, status)
    reading = read(answer)
    assert (reading.verdict, f"status {status}" in reading.reason) == (verdict, True)


REFUSALS = {
    "a challenge by its words": ("<title>Just a moment...</title><p>Verify you are human.</p>", "bot_wall"),
    "a refusal by country": (
        "<title>451</title><p>This page is not available in your country for legal reasons.</p>",
        "geo_wall",
    ),
    "no more than the status": (
        "<title>Harbour office</title><p>The pier is closed on Mondays.</p>",
        "error_page",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "error_page"),
}


@pytest.mark.parametrize(("body", "verdict"), REFUSALS.values(), ids=REFUSALS)
@pytest.mark.parametrize("status", [403, 503])
def test_the_body_of_an_error_says_which_wall_it_is(body, verdict, status):
    answer = Received(
        url="https://lantern.example/ferry",
        captured_at=datetime(2031, 5, 1, tzinfo=UTC),
        body=body if isinstance(body, bytes) else body.encode(),
        status=status,
        headers=(("Content-Type", "text/html"),),
    )
    assert read(answer).verdict == verdict

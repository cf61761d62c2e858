"""Sources made to end or to wedge a run: each is read, cut or refused, in work that grows with its length."""

import gzip
import json
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harvester.discover import discover, left_out, sniff
from harvester.discover.feeds import MAX_ENTRIES
from harvester.discover.listing import MAX_INSIDE
from harvester.discover.xml import MAX_AMPERSANDS
from harvester.errors import BadInput, ConfigError
from harvester.model import Announcement
from harvester.normalise.soup import MAX_CHARS, MAX_TAGS

URL = "https://ferry.example/news/"
KINDS = ("feed", "sitemap", "listing", "list")

PIECES = (
    *(
        b"<rss>",
        b"<feed>",
        b"<item>",
        b"<entry>",
        b"<urlset>",
        b"<sitemapindex>",
        b"<url>",
        b"<loc>",
        b"</loc>",
    ),
    *(b"<link>", b"</link>", b"<link href='", b"<guid>", b"<title type='xhtml'>", b"</title>", b"<updated>"),
    *(
        b"<base href='",
        b"<a href='",
        b"<h2>",
        b"</a>",
        b"<main>",
        b"'>",
        b"'",
        b'"',
        b"<",
        b">",
        b"&",
        b";",
        b" ",
        b"\n",
    ),
    *(
        b"http://[",
        b"//[",
        b"http://a:99999999/",
        b"https://ferry.example/a",
        b"http://xn--/",
        b"http://\xe2\x84\x80/",
        b"#",
    ),
    *(
        b" xml:base='",
        b" xmlns:x='",
        b"<x:y ",
        b"<x:y:z>",
        b"<\xc3\xa9",
        b"<\xc3",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"-->",
        b"<?",
    ),
    *(
        b"&#xd800;",
        b"&#0;",
        b"&#xffffffffffff;",
        b"&#x_1;",
        b"&#99999999999;",
        b"&eacute;",
        b"\xed\xa0\x80",
        b"\xff\xfe",
        b"\x00",
    ),
    *(
        b"<?xml version='1.0' encoding='idna'?>",
        b"<meta charset='punycode'>",
        b"<?xml encoding='",
        b"\x1f\x8b\x08",
    ),
    *(b"<!DOCTYPE html>", b"<!DOCTYPE rss [", b'{"items": [', b'{"url": "http://["}', b"]}", b"[" * 50),
    *(
        b"99999-01-01",
        b"2031-02-03T04:05:06+99:99",
        b"Mon, 01 Jan 0000 00:00:00 +9999",
        b"0001-01-01T00:00:00+14:00",
    ),
)
TYPES = (
    *("", "text/html", "text/xml; charset=utf-16", "text/html; charset=idna", "text/xml; charset=punycode"),
    *(
        "text/html; charset=base64",
        "text/xml; charset=undefined",
        "a/b; charset=\x00",
        "text/xml; charset=utf-7",
    ),
)


@given(
    st.lists(st.sampled_from(PIECES) | st.binary(max_size=3), max_size=30).map(b"".join),
    st.sampled_from(TYPES),
)
@example(b"<base href='http://['><a href='/a'>A headline that is long enough</a>", "")
@example(b"<rss><item><x y='&#xd800;'/><link>/a</link></item></rss>", "")
@example(b"<rss><item xml:base='&#xdfff;'><link>/a</link></item></rss>", "")
@example(b"\xed\xed", "text/html; charset=idna")
@example(b"<?xml encoding='<rss><?xml version='1.0' encoding='idna'?>", "text/html")
@settings(max_examples=300)
def test_whatever_comes_is_read_or_refused(body, content_type):
    readers = [lambda kind=kind: discover(kind, body, URL, content_type=content_type) for kind in KINDS]
    readers += [
        lambda: discover("listing", body, URL, content_type=content_type, selector="main a, h2 ~ a"),
    ]
    for read in readers:
        try:
            links = read()
        except BadInput as refused:
            assert refused.reason  # noqa: PT017  either is fine
        else:
            assert all(link.url.startswith(("http://", "https://")) for link in links)
    assert sniff(body, content_type) in {"feed", "sitemap", "list", "page"}


HEADLINE = '<a href="%s">The ferry does not sail tomorrow</a>'
MENDED = {
    "a base that is no URL counts for nothing": (
        "listing",
        "<base href='http://['>" + HEADLINE % "/a",
        Announcement("https://ferry.example/a", "The ferry does not sail tomorrow"),
    ),
    "a reference to half a character is left out": (
        "feed",
        "<rss><item><x y='&#xD800;&#57343;'/><link>/a</link><title>Tide&#x1F30A;&#xDFFF;&#0;s</title></item>",
        Announcement("https://ferry.example/a", "Tide\U0001f30as"),
    ),
    "a bare sign swallows no entry": (
        "feed",
        "<rss><item><title>1 < 2 <= 3</title><link>/a</link></item></rss>",
        Announcement("https://ferry.example/a", "1 < 2 <= 3"),
    ),
    "a reference that is none stays as it is": (
        "feed",
        "<rss><item><link>/a</link><title>a&#zz;b</title></item></rss>",
        Announcement("https://ferry.example/a", "a&#zz;b"),
    ),
}


@pytest.mark.parametrize(("kind", "text", "link"), MENDED.values(), ids=MENDED)
def test_the_rest_of_the_source_is_read(kind, text, link):
    assert discover(kind, text.encode(), URL) == (link,)


@pytest.mark.parametrize("charset", ["idna", "punycode", "undefined", "base64"])
def test_a_charset_that_is_no_texts_counts_for_nothing(charset):
    body = "<rss><item><link>/a</link><title>Fähre</title></item></rss>".encode()
    links = discover("feed", body, URL, content_type=f"text/xml; charset={charset}")
    assert links == (Announcement("https://ferry.example/a", "Fähre"),)


def attributes(count):
    return b" ".join(b"a%d=1" % number for number in range(count))


HUGE = {  # kind, selector, body
    "paragraphs": ("listing", "", b"<p>x</p>" * 1_000_000),
    "paragraphs, by a selector": ("listing", "h2 ~ p a, p:nth-of-type(2)", b"<p>x</p>" * 1_000_000),
    "headings in links in headings": ("listing", "", b"<a href=/x><h2>" * 20_000),
    "the same, by a selector": ("listing", "a a a, h2 ~ a", b"<a href=/x><h2>" * 20_000),
    "empty elements in links in links": ("listing", "", b"<a href=/x><b><i>" * 16_000),
    "deep lists, by a selector": ("listing", "ol ul li a", b"<ul><li>" * 20_000 + b"<a href=/x>y"),
    "attributes": ("listing", "", b"<a href=/x " + attributes(200_000) + b">"),
    "base elements that never end": ("listing", "", b"<base href=" * 200_000),
    "text with references": ("listing", "", b"<p>" + b"x &amp; " * 3_000_000),
    "ampersands": ("feed", "", b"<rss>" + b"&" * 8_000_000),
    "entries": ("feed", "", b"<rss>" + b"<item><link>/a</link></item>" * 300_000),
    "entries in JSON": ("feed", "", json.dumps({"items": [{"url": "/a"}] * 300_000}).encode()),
    "links of one entry": ("feed", "", b"<rss><item>" + b"<link rel=x>" * 300_000),
    "entries in entries": ("feed", "", b"<rss>" + b"<item><title>x" * 200_000),
    "gzip members of nothing": ("feed", "", gzip.compress(b"") * 400_000),
    "a document type's name": ("feed", "", b"<!DOCTYPE " + b"a" * 2_000_000),
}
LIMIT_S = 20.0
"""CPU seconds: eight times what the slowest takes; without the bounds some take minutes."""


@pytest.mark.parametrize(("kind", "selector", "body"), HUGE.values(), ids=HUGE)
def test_huge_sources_end(kind, selector, body):
    start = time.process_time()
    try:
        discover(kind, body, URL, selector=selector)
    except BadInput as refused:
        assert refused.reason  # noqa: PT017  either is fine, ending is what counts
    sniff(body)
    assert time.process_time() - start < LIMIT_S


def test_a_listing_is_read_up_to_its_bound_and_says_so():
    first, last = HEADLINE % "/first", HEADLINE % "/last"
    filled = "<br>" * (MAX_TAGS - 2)
    body = (first + filled + last).encode()
    assert [link.url for link in discover("listing", body, URL)] == ["https://ferry.example/first"]
    assert left_out("listing", body) == (f"the last {len(last):,} of {len(body):,} characters left out",)
    assert left_out("listing", (first + filled).encode()) == ()
    assert left_out("listing", b"<p>" + b"x" * MAX_CHARS) == (
        f"the last 3 of {MAX_CHARS + 3:,} characters left out",
    )
    assert left_out("feed", body) == ()


def test_of_a_link_only_its_beginning_is_read():
    body = "<a href='/a'>" + "<b>x</b>" * MAX_INSIDE + "</a>"
    [link] = discover("listing", body.encode(), URL)
    assert link.title.split() == ["x"] * (MAX_INSIDE // 2)


def test_a_feed_has_so_many_entries_and_ampersands_at_most():
    items = "".join(f"<item><link>/{number}</link></item>" for number in range(MAX_ENTRIES + 1))
    assert len(discover("feed", f"<rss>{items}</rss>".encode(), URL)) == MAX_ENTRIES
    with pytest.raises(BadInput, match="ampersands"):
        discover("feed", b"<rss>" + b"&" * (MAX_AMPERSANDS + 1), URL)


def test_a_bad_selector_is_the_settings_fault():
    with pytest.raises(ConfigError):
        discover("listing", b"<a href=/a>", URL, selector="a >> b")

"""Feeds to links: every dialect, relative links, dates, what is malformed and what is hostile."""

import json
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.discover import discover, hubs, sniff
from harvester.errors import BadInput
from harvester.model import Announcement

URL = "https://lantern.example/feeds/explainers.xml"
HOSTILE = Path(__file__).parents[3] / "shared" / "hostile" / "feeds.tar.xz"
ENTITY_BOMB = (
    '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><rss><channel><item><link>https://lantern.example/&i;</link></item></channel></rss>"
)


def feed(text: str | bytes, url: str = URL, content_type: str = "") -> tuple[Announcement, ...]:
    body = text.encode() if isinstance(text, str) else text
    return discover("feed", body, url, content_type=content_type)


def rss(item: str, channel: str = "", root: str = 'rss version="2.0"') -> str:
    return f"<{root}><channel>{channel}<item>{item}</item></channel></{root.split(maxsplit=1)[0]}>"


DIALECTS = {
    "RSS 0.91 with the document type that its specification asks for": (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
        ' "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
        + rss("<title>Toll</title><link>https://lantern.example/toll</link>", root='rss version="0.91"'),
        Announcement("https://lantern.example/toll", "Toll"),
    ),
    "RSS 1.0": (
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><link>https://lantern.example/</link>'
            '</channel><item rdf:about="https://lantern.example/toll"><title>Toll</title>'
            "<dc:date>2031-02-03T04:05:06Z</dc:date></item></rdf:RDF>"
        ),
        Announcement("https://lantern.example/toll", "Toll", "2031-02-03T04:05:06+00:00"),
    ),
    "RSS 2.0": (
        rss(
            "<title>Toll</title><link>https://lantern.example/toll</link><guid>17</guid>"
            "<pubDate>Mon, 03 Feb 2031 04:05:06 +0100</pubDate>"
        ),
        Announcement(
            "https://lantern.example/toll",
            "Toll",
            "2031-02-03T03:05:06+00:00",
        ),
    ),
    "Atom 1.0, the alternate link among others": (
        (
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="text">Is 1 &lt; 2?</title>'
            '<link rel="enclosure" href="https://lantern.example/toll.mp3"/><link href="https://lantern.example/toll"/>'
            "<published>2031-02-03T04:05:06Z</published><updated>2031-02-04T04:05:06Z</updated></entry></feed>"
        ),
        Announcement(
            "https://lantern.example/toll",
            "Is 1 < 2?",
            "2031-02-03T04:05:06+00:00",
            modified="2031-02-04T04:05:06+00:00",
        ),
    ),
    "Atom 0.3": (
        (
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Toll</title>'
            '<link rel="alternate" type="text/html" href="https://lantern.example/toll"/>'
            "<modified>2031-02-03</modified></entry></feed>"
        ),
        Announcement("https://lantern.example/toll", "Toll", modified="2031-02-03"),
    ),
    "JSON Feed": (
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [
                    "no item",
                    {
                        "id": "17",
                        "url": "/toll",
                        "title": "Toll",
                        "date_published": "2031-02-03T04:05:06Z",
                        "date_modified": "2031-02-04T04:05:06Z",
                    },
                ],
            }
        ),
        Announcement(
            "https://lantern.example/toll",
            "Toll",
            "2031-02-03T04:05:06+00:00",
            modified="2031-02-04T04:05:06+00:00",
        ),
    ),
    "JSON Feed, an address as the identifier": (
        json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"id": 17}, {"id": "18"}]})[:-2]
        + ', {"id": "https://lantern.example/toll"}]}',
        Announcement("https://lantern.example/toll"),
    ),
    "a permanent link for want of a link": (
        rss("<guid>https://lantern.example/toll</guid>"),
        Announcement("https://lantern.example/toll"),
    ),
    "markup and characters hidden in a title": (
        rss(
            "<title>Caf&amp;eacute; &lt;b&gt;toll&lt;/b&gt;</title><link>https://lantern.example/toll</link>"
        ),
        Announcement("https://lantern.example/toll", "Café toll"),
    ),
    "HTML's named characters, which XML does not know": (
        rss("<title>Caf&eacute;&nbsp;toll</title><link>https://lantern.example/toll</link>"),
        Announcement("https://lantern.example/toll", "Café toll"),
    ),
    "bare ampersands": (
        rss("<title>Q&A</title><link>https://lantern.example/toll?a=1&b=2&amp=3&copy;=4</link>"),
        Announcement("https://lantern.example/toll?a=1&b=2&amp=3%C2%A9=4", "Q&A"),
    ),
    "ampersands in CDATA": (
        rss("<title><![CDATA[Q&A]]></title><link><![CDATA[https://lantern.example/toll?a=1&b=2]]></link>"),
        Announcement("https://lantern.example/toll?a=1&b=2", "Q&A"),
    ),
    "white space, comments and a declaration out of place": (
        '\n  <?xml version="1.0" encoding="utf-8"?><!-- <rss> -->\n'
        + rss("<link>\n https://lantern.example/toll<!-- x -->\n</link>"),
        Announcement("https://lantern.example/toll"),
    ),
    "an undeclared prefix": (
        rss("<media:thing url='x'/><link>https://lantern.example/toll</link>"),
        Announcement("https://lantern.example/toll"),
    ),
    "cut within the root's end": (
        rss("<link>https://lantern.example/toll</link><title>Toll</title>")[:-9],
        Announcement("https://lantern.example/toll", "Toll"),
    ),
    "another title before its own": (
        rss(
            "<media:title>A lock</media:title><media:link>https://lantern.example/picture</media:link>"
            "<title>Toll</title><link>https://lantern.example/toll</link>",
            root='rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"',
        ),
        Announcement("https://lantern.example/toll", "Toll"),
    ),
    "another title alone, of a prefix that nobody declared": (
        rss("<media:title>Toll</media:title><link>https://lantern.example/toll</link>"),
        Announcement("https://lantern.example/toll", "Toll"),
    ),
    "the URL behind FeedBurner's": (
        rss(
            "<link>https://feeds.example/~r/1</link>"
            "<feedburner:origLink>https://lantern.example/toll</feedburner:origLink>",
            root='rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"',
        ),
        Announcement("https://lantern.example/toll"),
    ),
    "a document type that names XHTML's characters": (
        '<!DOCTYPE rdf:RDF [\n<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN"'
        ' "http://www.w3.org/TR/xhtml1/DTD/xhtml-lat1.ent">\n%HTMLlat1;\n]>'
        + rss("<title>Caf&eacute;</title><link>https://lantern.example/toll</link>"),
        Announcement("https://lantern.example/toll", "Café"),
    ),
    "warnings before it": (
        "<br />\n<b>Warning</b>: Undefined variable $x in <b>feed.php</b> on line <b>7</b><br />\n"
        '<?xml version="1.0" encoding="utf-8"?>' + rss("<link>https://lantern.example/toll</link>"),
        Announcement("https://lantern.example/toll"),
    ),
    "lines of a template before it, without a declaration": (
        "\ufeff\ufeff\n}\n" + rss("<link>https://lantern.example/toll</link>"),
        Announcement("https://lantern.example/toll"),
    ),
    "capitals in a reference": (
        rss("<title>&#X41;&#x42;</title><link>https://lantern.example/toll</link>"),
        Announcement("https://lantern.example/toll", "AB"),
    ),
    "a title of plain text": (
        (
            '<feed><entry><title type="text/plain">The &lt;b&gt; element</title>'
            '<link href="https://lantern.example/toll"/></entry></feed>'
        ),
        Announcement("https://lantern.example/toll", "The <b> element"),
    ),
    "characters that XML forbids": (
        rss("<title>To\x0bll</title><link>https://lantern.example/toll</link>"),
        Announcement("https://lantern.example/toll", "Toll"),
    ),
}


@pytest.mark.parametrize(("text", "link"), DIALECTS.values(), ids=DIALECTS)
def test_dialects(text, link):
    assert feed(text) == (link,)
    assert sniff(text.encode()) == "feed"


ALTERNATES = {
    "a page after other types": (
        (
            '<link type="application/pdf" href="/toll.pdf"/><link type="application/json" href="/toll.json"/>'
            '<link rel="alternate" type="text/html; charset=utf-8" href="/toll"/>'
        ),
        "toll",
    ),
    "a relation in capitals": (
        '<link type="text/css" href="/toll.css"/><link rel="Alternate" type="TEXT/HTML" href="/toll"/>',
        "toll",
    ),
    "no type after other types": (
        '<link type="application/pdf" href="/toll.pdf"/><link href="/toll"/>',
        "toll",
    ),
    "XHTML": (
        '<link type="application/pdf" href="/toll.pdf"/><link type="Application/XHTML+XML" href="/t"/>',
        "t",
    ),
    "an identifier rather than another type": (
        '<link type="application/pdf" href="/toll.pdf"/><id>https://lantern.example/toll</id>',
        "toll",
    ),
    "a relation by its address": (
        '<link rel="http://www.iana.org/assignments/relation/alternate" href="/toll"/>',
        "toll",
    ),
    "another type for want of anything else": ('<link type="application/pdf" href="/toll.pdf"/>', "toll.pdf"),
}


@pytest.mark.parametrize(("links", "path"), ALTERNATES.values(), ids=ALTERNATES)
def test_of_several_alternates_the_page_counts(links, path):
    found = feed(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{links}</entry></feed>')
    assert [link.url for link in found] == [f"https://lantern.example/{path}"]


ATOM = 'xmlns:atom="http://www.w3.org/2005/Atom"'
ITEM = "<link>https://lantern.example/toll</link>"
HUBS = {
    "RSS, beside the link of the feed itself": (
        rss(
            ITEM,
            '<atom:link rel="self" href="https://lantern.example/rss"/>'
            '<atom:link rel="hub" href="https://hub.example/"/>',
            f'rss version="2.0" {ATOM}',
        ),
        ("https://hub.example/",),
    ),
    "Atom, two, one of them relative and twice": (
        (
            "<feed><link rel='hub' href='/hub'/><link rel='HUB' href='/hub'/>"
            "<link href='https://hub.example/' rel='hub'/><entry/></feed>"
        ),
        ("https://lantern.example/hub", "https://hub.example/"),
    ),
    "after the entries": (
        f"<feed><entry>{ITEM}</entry><link rel='hub' href='https://hub.example/'/></feed>",
        ("https://hub.example/",),
    ),
    "JSON Feed": (
        '{"items": [], "hubs": [{"type": "WebSub", "url": "https://hub.example/"}, {"url": 5}, 7]}',
        ("https://hub.example/",),
    ),
    "JSON Feed whose hubs are no list": ('{"items": [], "hubs": {"url": "https://hub.example/"}}', ()),
    "one that nobody can ask": (rss(ITEM, '<link rel="hub" href="mailto:hub@lantern.example"/>'), ()),
    "the word alone": (rss(f'<title>rel="hub" explained</title>{ITEM}'), ()),
    "more than are kept": (
        rss(ITEM, "".join(f"<link rel='hub' href='https://hub.example/{n}'/>" for n in range(50))),
        tuple(f"https://hub.example/{n}" for n in range(20)),
    ),
}


@pytest.mark.parametrize(("text", "found"), HUBS.values(), ids=HUBS)
def test_hubs(text, found):
    assert hubs("feed", text.encode(), URL) == found


def test_only_feeds_name_hubs():
    assert hubs("sitemap", b"<urlset><link rel='hub' href='https://hub.example/'/></urlset>", URL) == ()


CUTS = {
    "within a link": "<item><link>https://lantern.example/barr",
    "within an end": "<item><link>https://lantern.example/barrage</link></item",
    "before an end": "<item><link>https://lantern.example/barrage</link><title>Barrage</title>",
    "within CDATA": "<item><link><![CDATA[https://lantern.example/barr",
}


@pytest.mark.parametrize("rest", CUTS.values(), ids=CUTS)
def test_of_a_cut_feed_only_closed_entries_count(rest):
    whole = "<item><link>https://lantern.example/toll</link></item>"
    assert [link.url for link in feed("<rss><channel>" + whole + rest)] == ["https://lantern.example/toll"]


RELATIVE = {
    "against the document": (rss("<link>../toll</link>"), "https://lantern.example/toll"),
    "against the channel's link": (
        rss("<link>/toll</link>", "<link>https://www.lantern.example/en/</link>"),
        "https://www.lantern.example/toll",
    ),
    "not against a feed's link to itself": (
        rss("<link>/toll</link>", '<atom:link rel="self" href="https://feeds.example/x"/>'),
        "https://lantern.example/toll",
    ),
    "against xml:base, which may be relative itself": (
        (
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/en/"><link href="https://c.example/"/>'
            '<entry xml:base="money/"><link href="toll"/></entry></feed>'
        ),
        "https://b.example/en/money/toll",
    ),
    "the channel's link under xml:base": (
        (
            '<rss xml:base="sub/"><channel><link>https://b.example/en/</link>'
            "<item><link>toll</link></item></channel></rss>"
        ),
        "https://b.example/en/sub/toll",
    ),
    "fragment and spaces": (rss("<link>/the toll#rss</link>"), "https://lantern.example/the%20toll"),
    "a line break inside": (
        rss("<link>https://lantern.example/\n  toll</link>"),
        "https://lantern.example/%20%20toll",
    ),
}


@pytest.mark.parametrize(("text", "url"), RELATIVE.values(), ids=RELATIVE)
def test_relative_links(text, url):
    assert [link.url for link in feed(text)] == [url]


NO_LINKS = {
    "another scheme": rss("<link>javascript:alert(1)</link>"),
    "a local file": rss("<link>file:///etc/passwd</link>"),
    "a host that cannot be": rss("<link>http://[::1/</link>"),
    "a port that cannot be": rss("<link>http://lantern.example:99999/</link>"),
    "an address": rss("<link>mailto:a@lantern.example</link>"),
    "64 KB": rss(f"<link>https://lantern.example/{'a' * 65_536}</link>"),
    "an identifier that is no link": rss("<guid isPermaLink='false'>https://lantern.example/17</guid>"),
    "no entries": "<rss><channel><title>Empty</title></channel></rss>",
    "no items": '{"version": "https://jsonfeed.org/version/1.1", "items": []}',
}


@pytest.mark.parametrize("text", NO_LINKS.values(), ids=NO_LINKS)
def test_what_is_no_link(text):
    assert feed(text) == ()


def test_each_url_once_in_order_with_its_first_title():
    items = "".join(
        f"<item><link>https://lantern.example/{path}</link><title>{title}</title></item>"
        for path, title in (("b", ""), ("a", "A"), ("b#x", "B"), ("a", "again"))
    )
    links = feed(f"<rss><channel>{items}</channel></rss>")
    assert [(link.url, link.title) for link in links] == [
        ("https://lantern.example/b", "B"),
        ("https://lantern.example/a", "A"),
    ]


REFUSED = {
    "empty": ("", "no XML element"),
    "words": ("Not found", "no XML element"),
    "a page": ("<!DOCTYPE html><html><body><p>Hello", "first element is <html>"),
    "an entity bomb": (ENTITY_BOMB, "document type"),
    "an external entity": (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&x;</title></item></rss>',
        "document type",
    ),
    "a parameter entity": (
        '<?xml version="1.0"?>\n<!-- x --><!doctype rss [<!ENTITY % x "y">%x;]><rss/>',
        "document type",
    ),
    "JSON without items": ("{}", "JSON without"),
    "items that are no list": ('{"items": 3}', "not a list"),
    "malformed JSON": ('{"items": [', "JSON without"),
    "100,000-deep JSON": ('{"items": ' + "[" * 100_000, "JSON without"),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_says_why(text, reason):
    with pytest.raises(BadInput, match=reason) as refused:
        feed(text)
    assert refused.value.source == URL


ENCODINGS = {
    "declared": ("iso-8859-2", '<?xml version="1.0" encoding="iso-8859-2"?>', ""),
    "by HTTP, which outranks the declaration": (
        "windows-1250",
        '<?xml version="1.0" encoding="utf-8"?>',
        "application/rss+xml; charset=windows-1250",
    ),
    "by a byte order mark": ("utf-8-sig", '<?xml version="1.0" encoding="iso-8859-2"?>', ""),
    "UTF-16 with one": ("utf-16", "", ""),
    "UTF-16 without one": ("utf-16-be", '<?xml version="1.0"?>', ""),
    "UTF-32 without one": ("utf-32-le", '<?xml version="1.0"?>', ""),
    "undeclared UTF-8": ("utf-8", "", ""),
    "undeclared, and no UTF-8": ("iso-8859-2", "", ""),
    "declared as UTF-16, stored as UTF-8": ("utf-8", '<?xml version="1.0" encoding="utf-16"?>', ""),
    "UTF-8, by HTTP UTF-16": ("utf-8", "", "text/xml; charset=utf-16"),
    "UTF-8, by HTTP Latin": (
        "utf-8",
        '<?xml version="1.0" encoding="utf-8"?>',
        "text/xml; charset=iso-8859-1",
    ),
    "UTF-32 with a byte order mark": ("utf-32", "", ""),
}


@pytest.mark.parametrize(("codec", "declaration", "content_type"), ENCODINGS.values(), ids=ENCODINGS)
def test_encodings(codec, declaration, content_type):
    body = (
        declaration
        + rss("<title>Kdo zaplatí mýtné příští rok, a kdy se začne platit?</title><link>/myto</link>")
    ).encode(codec)
    assert (
        feed(body, content_type=content_type)[0].title
        == "Kdo zaplatí mýtné příští rok, a kdy se začne platit?"
    )


def test_an_entity_bomb_in_utf16_is_seen():
    with pytest.raises(BadInput, match="document type"):
        feed(ENTITY_BOMB.encode("utf-16"))


HOSTILE_TEXTS = {
    "processing instructions": "<?" * 100_000,
    "comments": "<!--" * 100_000,
    "CDATA": "<rss>" + "<![CDATA[" * 100_000,
    "document types": "<!DOCTYPE " * 100_000,
    "ampersands": "<rss>" + "&am" * 200_000,
    "prefixes": "<" + "a:" * 500_000,
    "depth": "<rss>" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS)
def test_hostile_text_is_read_in_linear_time(text):
    sniff(text.encode())
    try:
        assert feed(text) == ()
    except BadInput as refused:
        assert refused.reason  # noqa: PT017  either is fine, ending is what counts


@given(st.binary(max_size=400))
def test_any_bytes_give_links_or_bad_input(body):
    assert sniff(body) in {"feed", "sitemap", "list", "page"}
    for kind in ("feed", "sitemap", "listing", "list"):
        try:
            links = discover(kind, body, URL)
        except BadInput:
            continue
        assert links == discover(kind, body, URL)
        assert all(link.url.startswith(("http://", "https://")) for link in links)


PIECES = """<rss>;</rss>;<item>;</item>;<link>;</link>;<link href=';'>;https://a.example/;&;&amp;eacute\
;<![CDATA[;]]>;<!--;-->;<?x;?>;<!DOCTYPE x>;<title>;<guid>;\ufeff;x;[;{"""


@given(st.lists(st.sampled_from(PIECES.split(";")), max_size=40).map("".join))
def test_any_pieces_of_a_feed_give_links_or_bad_input(text):
    try:
        links = feed(text)
    except BadInput:
        return
    assert len({link.url for link in links}) == len(links)


@pytest.mark.skipif(not HOSTILE.exists(), reason=f"{HOSTILE.name} is not here")
def test_the_feeds_of_feedparser():
    """2,106 files: two are refused (empty, and one that declares an entity), 91 give a link."""
    refused, linked = [], 0
    with tarfile.open(HOSTILE) as archive:
        for member in archive:
            if not member.name.endswith(".xml"):
                continue
            try:
                linked += bool(feed(archive.extractfile(member).read()))
            except BadInput:
                refused.append(Path(member.name).name)
    assert sorted(refused) == [
        "entity_in_doctype.xml",
        "rss_empty_document.xml",
    ]
    assert linked >= 83

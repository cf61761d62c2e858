"""OPML as feed readers write it, and as it is written here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.cli.opml import as_opml
from harvester.discover.opml import Outline, is_opml, read_opml
from harvester.discover.unpacking import SourceDocument
from harvester.errors import BadInput

URL = "https://reader.example/subscriptions.opml"
FEED = "https://lantern.example/feed"


def read(text):
    return read_opml(SourceDocument.of(text.encode() if isinstance(text, str) else text, URL))


def opml(*outlines):
    return f'<?xml version="1.0"?><opml version="2.0"><head/><body>{"".join(outlines)}</body></opml>'


def outline(url, said='text="L"'):
    return f'<outline {said} xmlUrl="{url}"/>'


READ = {  # outlines, what they name
    "a feed": (
        outline(FEED, 'type="rss" text="L" title="The Lantern" htmlUrl="https://lantern.example/"'),
        [Outline(FEED, "feed", "The Lantern")],
    ),
    "a text for want of a title": (outline(FEED), [Outline(FEED, "feed", "L")]),
    "in folders": (
        f'<outline text="Press"><outline text="North">{outline(FEED)}</outline></outline>',
        [Outline(FEED, "feed", "L")],
    ),
    "in other letters": (f'<OUTLINE TEXT="L" XMLURL="{FEED}"/>', [Outline(FEED, "feed", "L")]),
    "each once": (outline(FEED) + outline(FEED, 'text="M"'), [Outline(FEED, "feed", "L")]),
    "bare ampersands": (
        outline(f"{FEED}?a=1&b=2", 'text="A & B"'),
        [Outline(f"{FEED}?a=1&b=2", "feed", "A & B")],
    ),
    "a sitemap that was written here": (
        outline(FEED, 'type="sitemap" text="L"'),
        [Outline(FEED, "sitemap", "L")],
    ),
    "what cannot be asked for": (outline("file:///etc/passwd") + '<outline text="M"/>', []),
}


@pytest.mark.parametrize(("outlines", "expected"), READ.values(), ids=READ)
def test_read_opml(outlines, expected):
    text = opml(outlines)
    assert list(read(text)) == expected
    assert is_opml(text)


NO_OPML = {
    "a page": ("<html><body>OPML", "first element is <html>"),
    "nothing": ("", "no XML element"),
    "an entity bomb": ('<!DOCTYPE o [<!ENTITY a "b">]><opml/>', "document type"),
}


@pytest.mark.parametrize(("text", "reason"), NO_OPML.values(), ids=NO_OPML)
def test_what_is_no_opml_says_why(text, reason):
    with pytest.raises(BadInput, match=reason):
        read(text)


TITLES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cn", "Co"]), max_size=20)


@given(st.lists(st.tuples(st.sampled_from(("feed", "sitemap", "listing", "list")), TITLES), max_size=5))
def test_what_is_written_is_read(sources):
    rows = [
        {"url": f"https://a.example/{number}?x&y", "kind": kind, "name": title or "x"}
        for number, (kind, title) in enumerate(sources)
    ]
    assert list(read(as_opml(rows))) == [Outline(row["url"], row["kind"], row["name"]) for row in rows]

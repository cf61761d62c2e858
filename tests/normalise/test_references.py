"""Targets of links and alternatives of images in the normal document."""

import pytest

from harvester.normalise import normalise

CASES = {  # what it shows: (HTML, [(text, [(kind, words, value)])] of the blocks with references)
    "a link": (
        "<p>See the <a href=/a.pdf>decree</a>.",
        [("See the decree.", [("link", "decree", "/a.pdf")])],
    ),
    "a link with emphasis in it": (
        "<p>See <a href=/a> the <b>new</b> decree </a>.",
        [("See the new decree .", [("link", "the new decree", "/a")])],
    ),
    "links side by side": (
        "<p><a href=/a>one</a> <a href=/b>two</a>",
        [("one two", [("link", "one", "/a"), ("link", "two", "/b")])],
    ),
    "the whole block": ("<ul><li><a href=/a>Form 7</a></ul>", [("Form 7", [("link", "Form 7", "/a")])]),
    "a link around blocks": (
        "<a href=/a><h3>Form</h3><p>Seven</p></a>",
        [("Form", [("link", "Form", "/a")]), ("Seven", [("link", "Seven", "/a")])],
    ),
    "jumps have no target": ("<p><a href=#a>A</a> <a>b</a> <a href=javascript:go()>c</a>", []),
    "a struck-out link": (
        "<p>Pay <s><a href=/a>here</a></s> there.",
        [],
    ),
    "an image in a line": (
        "<p>Blue <img alt='Map of the toll roads'> is free.",
        [("Blue is free.", [("image", 4, "Map of the toll roads")])],
    ),
    "an image between blocks": (
        "<p>Pay.</p><figure><img alt='Map of the toll roads'></figure><p>Or not.",
        [("Or not.", [("image", 0, "Map of the toll roads")])],
    ),
    "decoration, counters, file names and what is hidden": (
        "<p>Pay<img alt=''> <img alt=a width=1> <img alt='IMG_7.JPG'> <img alt=b hidden> <img alt='*'>.",
        [],
    ),
    "a teaser's image": ("<a href=/b><img alt='Win a boat'></a><p>Pay.", []),
    "emoji are text": ("<p>Free <img class=emoji alt=👍> today", []),
    "the label of a cell is text": ("<table><tr><td>Cars<td><img alt=yes></table>", []),
    "an image beside text in a cell": (
        "<table><tr><td>Cars<td>free <img alt='until noon'></table>",
        [("free", [("image", 4, "until noon")])],
    ),
}


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES)
def test_references(html, expected):
    document = normalise(f"<!DOCTYPE html><body>{html}".encode(), content_type="text/html; charset=utf-8")
    found = [
        (
            block.text,
            [
                (each.kind, block.text[each.start : each.end] or each.start, each.value)
                for each in block.references
            ],
        )
        for block in document.blocks
        if block.references
    ]
    assert found == expected


def test_the_base_is_kept_as_found():
    page = b"<head><base target=_top><base href=/x/><base href=/y/></head><p>Text"
    assert normalise(page, content_type="text/html").base == "/x/"
    assert normalise(b"<p>One</p><base href=/z/>", content_type="text/html").base == "/z/"


def test_markdown_has_links_too():
    document = normalise(b"See the [decree](/a.pdf).", content_type="text/markdown")
    assert [each[-1] for each in document.blocks[0].references] == ["/a.pdf"]

"""Pages made to hang or exhaust: each is read in about the time its length deserves, or cut with a reason.

Without the guard the first ones take lexbor minutes; no clock is needed to see that.
"""

import resource
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from harvester.normalise import normalise
from harvester.normalise.bounds import LINES, MAX_LINES
from harvester.normalise.flow import TEXT_LIMIT
from harvester.normalise.guard import TAGS_UNSUSPICIOUS, tame
from harvester.normalise.html import JSON_CUT
from harvester.normalise.retag import ATTRIBUTED, CROWDED, DEEP, DEPTH_LIMIT, FORMATTED, LONG, retag

PARTS = (
    *(
        b"<p>",
        b"</p>",
        b"<div>",
        b"</div>",
        b"<b>",
        b"</b>",
        b"<a href=x>",
        b"</a>",
        b"<li>",
        b"<table>",
        b"<td>",
    ),
    *(
        b"</table>",
        b"<h2>",
        b"</h3>",
        b"<br/>",
        b"<svg>",
        b"<path/>",
        b"<title>",
        b"<script>",
        b"</script>",
        b"<!--",
    ),
    *(
        b"-->",
        b"--!>",
        b"<!x",
        b"</ ",
        b'<p ="',
        b'"',
        b"'",
        b"<",
        b">",
        b" ",
        b"a",
        b"<x a",
        b"=",
        b"/",
        b"\x00",
    ),
)

FLAT = (DEEP,)
FEWER = (ATTRIBUTED,)
FORMS = (FORMATTED,)
SHORTER = (f"text after {TEXT_LIMIT:,} characters of a block left out",)


def attributes(count, value=b"1"):
    return b" ".join(b"a%d=%s" % (number, value) for number in range(count))


PAGES = {  # page, how many blocks it has, what had to be left out
    "nested divs": (b"<div>" * 100_000 + b"x", 1, FLAT),
    "nested lists": (b"<ul><li>x" * 50_000, MAX_LINES, (DEEP, LINES)),
    "nested definition lists": (b"<dl><dd>x" * 50_000, MAX_LINES, (DEEP, LINES)),
    "unclosed fonts": (b"<font>" * 90_000 + b"x", 1, FORMS),
    "unclosed fonts, each its own": (b"".join(b"<font color=%d>x" % n for n in range(90_000)), 1, FORMS),
    "bold left open, each its own": (b"".join(b"<b id=%d><p>x" % n for n in range(4_900)), 4_900, ()),
    "bold left open in a paragraph": (
        b"<p>" + b"".join(b"<b id=%d>" % n for n in range(900)) + b"</p>" + b"<p>x" * 9_000,
        9_000,
        FORMS,
    ),
    "nested custom elements": (b"<x-a>" * 20_000 + b"x", 1, FLAT),
    "attributes": (b"<p " + attributes(200_000) + b">x", 1, FEWER),
    "attributes in quotes, with tags in them": (b"<p " + attributes(200_000, b'">"') + b">x", 1, FEWER),
    "attributes without spaces": (b"<p " + b"".join(b'a%d=""' % n for n in range(200_000)) + b">x", 1, FEWER),
    "attributes with a few angles": (
        b"<p " + b" ".join(b"<a%d" % n if n % 25 == 0 else b"a%d='<>'" % n for n in range(200_000)) + b">x",
        1,
        FEWER,
    ),
    "attributes of the root, bit by bit": (
        b"".join(b"<html a%d><p>x" % n for n in range(40_000)),
        MAX_LINES,
        (LINES,),
    ),
    "attributes of many elements": ((b"<p " + attributes(1_500) + b">x") * 1_000, 1_000, (*FEWER, CROWDED)),
    "attributes behind quotes here and there": (
        b"<p " + b" ".join(b"a%d" % n if n % 20 else b'a%d=">"' % n for n in range(150_000)) + b">x",
        1,
        FEWER,
    ),
    "divs after a comment that seems open": (b"<!-- --!>" + b"<div>" * 90_000 + b"x", 1, FLAT),
    "divs after a script that seems open": (b"<!x <script>" + b"<div>" * 90_000 + b"x", 1, FLAT),
    "divs after a script in a script": (
        b"<script><!--<script></script><style></style></script>" + b"<div>" * 90_000 + b"x",
        1,
        FLAT,
    ),
    "divs in a drawing's title": (b"<svg><title>" + b"<div>" * 90_000 + b"x", 0, ()),
    "divs after a quote that is none": (b'<p =">' + b"<div>" * 90_000 + b"x", 1, FLAT),
    "divs that spans seem to close": (b"<span><div></span>" * 30_000 + b"x", 1, ()),
    "shapes without a drawing": (b"<path>" * 90_000 + b"x", 1, ()),
    "options in headings": (b"<h1><option>" * 50_000 + b"x", 1, ()),
    "end tags of nothing": (b"<span>" * 511 + b"</x>" * 90_000 + b"x", 1, ()),
    "an attribute that never ends": (b'<a b="' * 200_000, 0, FEWER),
    "options": (b"<select>" + b"<option>x" * 90_000 + b"</select><p>x", 1, ()),
    "paragraphs in bold in paragraphs": (b"<b><p>x" * 3_000, 3_000, ()),
    "open angles": (b"<" * 200_000, 1, ()),
    "unclosed comments": (b"<!--" * 100_000, 0, ()),
    "unclosed scripts": (b"<script>" * 100_000, 0, ()),
    "unclosed anchors": (b"<a>x" * 20_000, 1, ()),
    "foster parents": (b"<table>" + b"x<b>" * 5_000, 1, ()),
    "menus in menus": (b"<nav>" * 9_900 + b"<p>x", 1, ()),
    "line breaks": (b"x<br>" * 100_000, 1, (LINES,)),
    "tables in tables": (b"<table><tr><td>" * 3_000 + b"x", 1, ()),
    "rows without an end": (b"<table>" + b"<tr><td>x<td>y" * 20_000, MAX_LINES, (LINES,)),
    "bold words": (b"<p>" + b"<b>x</b> " * 40_000, 1, ()),
    "one long text": (b"<p>" + b"word " * 10_000_000, 1, SHORTER),
    "white space": (b"<p>" + b" " * 20_000_000 + b"x", 1, SHORTER),
    "more elements than any page": (b"<p>x</p>" * 150_000, MAX_LINES, (LONG, LINES)),
    "JSON-LD in many scripts": (
        (b'<script type="application/ld+json">[' + b'"a",' * 25_000 + b"</script>") * 100 + b"<p>x",
        1,
        (JSON_CUT,),
    ),
    "JSON-LD as deep as it goes": (
        b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script>x",
        1,
        (),
    ),
}


@pytest.mark.parametrize(("body", "blocks", "cuts"), PAGES.values(), ids=PAGES)
def test_hostile_pages_are_read(body, blocks, cuts):
    document = normalise(body, content_type="text/html")
    assert len(document.blocks) == pytest.approx(blocks, abs=1)
    assert document.cuts == cuts


ORDINARY = {
    "paragraphs that are never closed": b"<p>x" * 30_000,
    "items that are never closed": b"<ul>" + b"<li>x" * 30_000,
    "rows that are never closed": b"<table>" + b"<tr><td>x<td>y" * 10_000,
    "terms that are never closed": b"<dl>" + b"<dt>x<dd>y" * 10_000,
    "many elements side by side": b"<div><span>x</span></div>" * 9_000,
    "attributes of all kinds": b"<p class=a/b id='c' title=\"d>\" hidden>x &amp; y <br/>z</p>" * 9_000,
    "an image in its attribute": b'<img src="data:' + b"A" * 100_000 + b'">',
    "a script of an ordinary length": b"<p>x<script>" + b"a = 1; " * 20_000 + b"</script>",
}


@pytest.mark.parametrize("body", ORDINARY.values(), ids=ORDINARY)
def test_large_pages_are_the_same_tree_when_tamed(body):
    tamed, cuts = tame(body)
    assert cuts == ()
    assert LexborHTMLParser(tamed).html == LexborHTMLParser(body).html


WITHOUT_TEXT = {
    "drawings": b"<svg>" + b'<path d="M0 0"/>' * 20_000 + b"</svg>",
    "an element in a script": b"<script>" + b"'<div>'" * 20_000 + b"</script>",
    "comments": b"<!-- <p>x -->" * 20_000,
}


@pytest.mark.parametrize("unread", WITHOUT_TEXT.values(), ids=WITHOUT_TEXT)
def test_what_holds_no_text_goes_without_a_reason(unread):
    tamed, cuts = tame(b"<p>x</p>" + unread + b"<p>y</p>")
    assert cuts == ()
    assert len(tamed) < 60
    assert [block.text for block in normalise(tamed, content_type="text/html").blocks] == ["x", "y"]


def test_structured_data_of_a_large_page_is_kept():
    body = b'<script type="application/ld+json">{"a": "<p>x</p>"}</script>' + b"<p>x" * 11_000
    assert normalise(body, content_type="text/html").structured == ({"a": "<p>x</p>"},)


@given(st.lists(st.sampled_from(PARTS), max_size=40).map(b"".join))
@example(b"<</p>a")
def test_retagging_keeps_the_text_and_is_the_same_twice(html):
    once, cuts = retag(html)
    assert cuts == ()
    assert retag(once) == (once, ())
    assert LexborHTMLParser(once).html is not None


def test_what_is_flattened_keeps_its_text():
    body = b"<div>x" * (TAGS_UNSUSPICIOUS + 1)
    tamed, _ = tame(body)
    assert tamed.count(b"<div>") == DEPTH_LIMIT
    assert tamed.count(b"x") == body.count(b"x")


MEMORY_LIMIT = 512 * 1024 * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS is not kept elsewhere")
@pytest.mark.parametrize(
    "page", ["b'<p>' + b'word ' * 10_000_000", "b'<div>' * 100_000", "b'<p>x' * 100_000"]
)
def test_memory(page):
    code = f"from harvester.normalise import normalise; normalise({page}, content_type='text/html')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT)),
    )
    assert (done.returncode, done.stderr) == (0, b"")

"""Pages made to hang or exhaust: each is read in about the time its length deserves, or cut with a reason.

Without the guard the first ones take lexbor minutes; no clock is needed to see that.
"""

import resource
import subprocess
import sys

import pytest

from harvester.normalise import normalise
from harvester.normalise.flow import TEXT_LIMIT
from harvester.normalise.guard import ATTRIBUTE_LIMIT, DEPTH_LIMIT, TAG_LIMIT, TAGS_UNSUSPICIOUS, tame

FLAT = (f"elements nested deeper than {DEPTH_LIMIT:,} made flat",)
FEWER = (f"attributes after the first {ATTRIBUTE_LIMIT:,} of an element left out",)
SHORTER = (f"text after {TEXT_LIMIT:,} characters of a block left out",)
UP_TO = (f"everything after {TAG_LIMIT:,} tags left out",)


def attributes(count, value=b"1"):
    return b" ".join(b"a%d=%s" % (number, value) for number in range(count))


PAGES = {  # page, how many blocks it has, what had to be left out
    "nested divs": (b"<div>" * 100_000 + b"x", 1, FLAT),
    "nested lists": (b"<ul><li>x" * 50_000, 50_000, FLAT),
    "nested definition lists": (b"<dl><dd>x" * 50_000, 50_000, FLAT),
    "unclosed fonts": (b"<font>" * 100_000 + b"x", 1, FLAT),
    "unclosed fonts, each its own": (b"".join(b"<font color=%d>x" % n for n in range(100_000)), 1, FLAT),
    "nested custom elements": (b"<x-a>" * 20_000 + b"x", 1, FLAT),
    "attributes": (b"<p " + attributes(200_000) + b">x", 1, FEWER),
    "attributes in quotes, with tags in them": (b"<p " + attributes(200_000, b'">"') + b">x", 1, FEWER),
    "an attribute that never ends": (b'<a b="' * 200_000, 0, FEWER),
    "options": (b"<select>" + b"<option>x" * 100_000 + b"</select><p>x", 1, ()),
    "paragraphs in bold in paragraphs": (b"<b><p>x" * 3_000, 3_000, ()),
    "open angles": (b"<" * 200_000, 1, ()),
    "unclosed comments": (b"<!--" * 100_000, 0, ()),
    "unclosed scripts": (b"<script>" * 100_000, 0, ()),
    "unclosed anchors": (b"<a>x" * 20_000, 1, ()),
    "foster parents": (b"<table>" + b"x<b>" * 5_000, 1, ()),
    "line breaks": (b"x<br>" * 100_000, 1, ()),
    "tables in tables": (b"<table><tr><td>" * 3_000 + b"x", 1, ()),
    "rows without an end": (b"<table>" + b"<tr><td>x<td>y" * 20_000, 40_000, ()),
    "bold words": (b"<p>" + b"<b>x</b> " * 50_000, 1, ()),
    "one long text": (b"<p>" + b"word " * 10_000_000, 1, SHORTER),
    "white space": (b"<p>" + b" " * 20_000_000 + b"x", 1, SHORTER),
    "more elements than any page": (b"<p>x</p>" * 150_000, 100_000, UP_TO),
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
    "many elements side by side": b"<div><span>x</span></div>" * 9_000,
    "drawings": b"<svg>" + b'<path d="M0 0"/>' * 20_000 + b"</svg>",
    "an element in a script": b"<script>" + b"'<div>'" * 20_000 + b"</script>",
    "an image in its attribute": b'<img src="data:' + b"A" * 100_000 + b'">',
    "a script of an ordinary length": b"<p>x<script>" + b"a = 1; " * 20_000 + b"</script>",
}


@pytest.mark.parametrize("body", ORDINARY.values(), ids=ORDINARY)
def test_large_pages_stay_as_they_are(body):
    assert tame(body) == (body, ())


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

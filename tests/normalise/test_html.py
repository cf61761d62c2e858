"""What the walk makes of a page: blocks in page order, with their marks and containers."""

import html as markup
import json
import re
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.model import Kind, Mark
from harvester.normalise import normalise
from harvester.normalise.html import read
from harvester.text import fold_space

HOSTILE = Path(__file__).parents[3] / "shared" / "hostile"


NEUTRAL = "<p>" + "words " * 200  # so that a string of control characters does not make the page binary


def document_of(page):
    return normalise(page.encode("utf-8", "surrogatepass"), content_type="text/html; charset=utf-8")


def blocks_of(page):
    return [(block.kind, block.level, block.text) for block in document_of(page).blocks]


H, P, ITEM, TERM = Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.TERM
DEFINITION, SUMMARY, BUTTON, CELL = Kind.DEFINITION, Kind.SUMMARY, Kind.BUTTON, Kind.CELL
QUOTE, CAPTION, PRE = Kind.QUOTE, Kind.CAPTION, Kind.PREFORMATTED

BLOCKS = {
    "headings and paragraphs": ("<h2>Why?</h2><p>So.</p>", [(H, 2, "Why?"), (P, 0, "So.")]),
    "bare text around a paragraph": (
        "<div>one<p>two</p>three</div>",
        [(P, 0, "one"), (P, 0, "two"), (P, 0, "three")],
    ),
    "white space, also the kinds that do not break": (
        "<p> a\n\t b\u00a0&nbsp;c\u202f? </p>",
        [(P, 0, "a b c ?")],
    ),
    "invisible characters": ("<p>Bahn\u00adhof\u200b \ufeffNord</p>", [(P, 0, "Bahnhof Nord")]),
    "white space alone is no block": ("<p> &nbsp; </p><div>\n</div>", []),
    "inline elements flow": (
        "<p>H<sub>2</sub>O, <q>water</q><span>;</span> <abbr>etc.</abbr></p>",
        [(P, 0, "H₂O, water; etc.")],
    ),
    "an element that HTML does not know, within a sentence": (
        "<p><person>Ada</person> and <b>the </b><place>Lowford</place> <x>ferry</x></p>",
        [(P, 0, "Ada and the Lowford ferry")],
    ),
    "elements that HTML does not know, as parts of the page": (
        "<faq><ask>Why?</ask>\n<say>So.</say></faq>one<card><p>two</p></card>",
        [(P, 0, "Why?"), (P, 0, "So."), (P, 0, "one"), (P, 0, "two")],
    ),
    "a custom element, a widget": (
        "<p>one <x-share>Share</x-share> two</p>",
        [(P, 0, "one"), (P, 0, "Share"), (P, 0, "two")],
    ),
    "a comment parts nothing": ("<p>one<!-- and -->two</p>", [(P, 0, "onetwo")]),
    "a line break is a line feed": ("<p>one <br> two</p>", [(P, 0, "one\ntwo")]),
    "two line breaks part": ("<p>one<br>\n<br>two</p>", [(P, 0, "one"), (P, 0, "two")]),
    "line breaks at the ends": ("<p><br>one<br></p>", [(P, 0, "one")]),
    "a line break between words in white space": ("<p>a <b> <br> </b> b</p>", [(P, 0, "a\nb")]),
    "a block inside an inline element": (
        "<a href=/x>one<div>two</div>three</a>",
        [(P, 0, "one"), (P, 0, "two"), (P, 0, "three")],
    ),
    "what is not read": (
        (
            "<p>a</p><script>b</script><style>c</style><noscript><p>d</p></noscript><svg><text>e</text>"
            "</svg><template>f</template><select><option>g</select><textarea>h</textarea><iframe>i</iframe>"
        ),
        [(P, 0, "a")],
    ),
    "what only a screen reader says, and names of icons": (
        (
            '<p>The map <span class="sr-only">(opens in a new tab)</span>'
            '<span class="c-VisuallyHidden visually-hidden">x</span>'
            '<i class="material-icons">expand_more</i> of <i>it</i></p>'
        ),
        [(P, 0, "The map of it")],
    ),
    "what is seen on a larger screen": (
        '<p>The <span class="sr-only sm:not-sr-only">map</span></p>',
        [(P, 0, "The map")],
    ),
    "ruby glosses": ("<p><ruby>北<rp>(</rp><rt>きた</rt><rp>)</rp></ruby>へ</p>", [(P, 0, "北へ")]),
    "a menu of links": ("<nav><ul><li><a>Home</a></ul></nav><p>a</p>", [(P, 0, "a")]),
    "a menu of links that scripts follow": (
        "<nav><ul><li><a href='#'>Home</a></ul></nav><p>a</p>",
        [(P, 0, "a")],
    ),
    "a list of contents": (
        "<nav><ul><li><a href='#b'>b</a></ul></nav><p>a</p>",
        [(ITEM, 1, "b"), (P, 0, "a")],
    ),
    "a page in a menu that was never closed": ("<nav><a>Home</a><p>a</p>", [(P, 0, "Home"), (P, 0, "a")]),
    "lists and their depth": (
        "<ul><li>one<ol><li>two</li></ol></li></ul>",
        [(ITEM, 1, "one"), (ITEM, 2, "two")],
    ),
    "a paragraph alone in an item": ("<ul><li><p>one</p></li></ul>", [(ITEM, 1, "one")]),
    "paragraphs in an item": ("<ul><li><p>one</p><p>two</p></ul>", [(P, 0, "one"), (P, 0, "two")]),
    "a heading in an item": ("<ul><li><h3>one</h3><p>two</p></ul>", [(H, 3, "one"), (P, 0, "two")]),
    "terms and definitions": (
        "<dl><dt>Why?</dt><dd>So.<p>And so.</p></dd></dl>",
        [(TERM, 0, "Why?"), (DEFINITION, 0, "So."), (DEFINITION, 0, "And so.")],
    ),
    "a heading in a term": ("<dl><dt><h3>Why?</h3></dt></dl>", [(TERM, 3, "Why?")]),
    "details": (
        "<details><summary><h3>Why?</h3></summary><p>So.</p></details>",
        [(SUMMARY, 3, "Why?"), (P, 0, "So.")],
    ),
    "a button in a heading": ("<h3><button>Why?</button></h3>", [(H, 3, "Why?")]),
    "a heading in a button": ("<button><h3>Why?</h3></button>", [(H, 3, "Why?")]),
    "a button": ("<button><span>Why?</span></button>", [(BUTTON, 0, "Why?")]),
    "roles": (
        "<div role=button><div>Why?</div></div><div role=heading aria-level=3>How?</div><p role=tab>Who?</p>",
        [(BUTTON, 0, "Why?"), (H, 3, "How?"), (BUTTON, 0, "Who?")],
    ),
    "inline elements with a role": (
        "<p>a <span role=button>b</span> c</p>",
        [(P, 0, "a"), (BUTTON, 0, "b"), (P, 0, "c")],
    ),
    "a link that opens something": (
        '<div><a href="#x" aria-expanded="false">Why?</a> So.</div>',
        [(BUTTON, 0, "Why?"), (P, 0, "So.")],
    ),
    "a role unknown to the walk": ("<h2 role=presentation>a</h2>", [(H, 2, "a")]),
    "a heading's level out of range": ("<div role=heading aria-level=99>a</div>", [(H, 6, "a")]),
    "cells and their columns": (
        "<table><tr><th>a<td><p>b</p><td></table>",
        [(CELL, 1, "a"), (CELL, 2, "b")],
    ),
    "an empty cell counts": ("<table><tr><td><td>b</table>", [(CELL, 2, "b")]),
    "a table in a cell": (
        "<table><tr><td>a<td><table><tr><td>b<td>c</table>d</table>",
        [(CELL, 1, "a"), (CELL, 1, "b"), (CELL, 2, "c"), (CELL, 2, "d")],
    ),
    "a table for layout": (
        "<table><tr><td>menu<td><h2>a</h2><p>b</p></table>",
        [(CELL, 1, "menu"), (H, 2, "a"), (P, 0, "b")],
    ),
    "quotes and captions": (
        "<blockquote><p>a</p></blockquote><figure><figcaption><span>b</span></figcaption></figure>",
        [(QUOTE, 0, "a"), (CAPTION, 0, "b")],
    ),
    "preformatted text": ("<pre>a  b\nc\n\n d<br>e</pre>", [(PRE, 0, "a b\nc"), (PRE, 0, "d\ne")]),
    "custom elements are containers": (
        "<x-card>a<x-body>b</x-body></x-card>",
        [(P, 0, "a"), (P, 0, "b")],
    ),
    "a page without tags": ("a", [(P, 0, "a")]),
    "a frameset": ("<frameset><frame src=x></frameset>", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("page", "blocks"), BLOCKS.values(), ids=BLOCKS)
def test_blocks(page, blocks):
    assert blocks_of(page) == blocks


MARKS = {
    "none": ("<p>a b</p>", []),
    "all of the text": ("<p> <b>a b</b> </p>", [("strong", "a b")]),
    "some of it": ("<p>a <strong>b</strong>, <em>c</em></p>", [("strong", "b"), ("em", "c")]),
    "space at the edge belongs to neither": ("<p>a<b> b </b>c</p>", [("strong", "b")]),
    "a link on the page": ('<p><a href="#top">a</a></p>', [("jump", "a")]),
    "a link for a script": ('<p><a href="JavaScript:open()">a</a></p>', [("jump", "a")]),
    "an anchor": ('<p><a name="top">a</a></p>', [("jump", "a")]),
    "one in another": ("<p><a href=/>a <i>b</i></a></p>", [("link", "a b"), ("em", "b")]),
    "two of a kind side by side are one": (
        "<p><b>Quest</b><b>ion:</b> <b>why?</b> So.</p>",
        [("strong", "Question: why?")],
    ),
    "but not across a line": ("<p><b>a</b><br><b>b</b></p>", [("strong", "a"), ("strong", "b")]),
    "bold by style": ('<p><span style="font-weight: 700">a</span> b</p>', [("strong", "a")]),
    "nothing inside": ("<p><b></b><a href=/><img></a>a</p>", []),
    "the same kind twice over": ("<p><b><strong>a</strong></b> b</p>", [("strong", "a")]),
}


@pytest.mark.parametrize(("page", "marks"), MARKS.values(), ids=MARKS)
def test_marks(page, marks):
    [block] = document_of(page).blocks
    assert [(mark.kind, block.text[mark.start : mark.end]) for mark in block.marks] == marks


def test_a_mark_goes_on_in_the_next_block():
    page = "<b>one<p>two</p></b>"
    assert [block.marks for block in document_of(page).blocks] == [(Mark("strong", 0, 3),)] * 2


def test_containers():
    page = (
        '<body class="page"><main id=m><div class="faq open" itemprop=mainEntity itemtype="//s/Question">'
        "<p>a</p></div><section hidden role=region>b</section></main><div aria-hidden=true>c</div>"
        '<div style="color:red; DISPLAY : none">d</div>'
    )
    document = document_of(page)
    of_block = [document.containers[block.container] for block in document.blocks]
    assert [(box.path, box.hidden) for box in of_block] == [
        ("body/main/div/p", False),
        ("body/main/section", True),
        ("body/div", True),
        ("body/div", True),
    ]
    faq = document.containers[of_block[0].parent]
    assert (faq.tag, faq.classes, faq.microdata) == ("div", "faq open", "mainEntity //s/Question")
    main = document.containers[faq.parent]
    assert (main.name, of_block[1].role) == ("m", "region")
    assert document.containers[main.parent] == document.containers[0]
    assert (document.containers[0].parent, document.containers[0].classes) == (-1, "page")


FIELDS = {
    "a text field below a question": ("<p>Who?</p><textarea>x</textarea><p>You</p>", (1,), ()),
    "a field amid the text that it interrupts": ("<p>Who? <input> Tell us.</p>", (1,), ()),
    "a list to choose from": ("<p>a</p><p>b</p><select><option>c</select>", (2,), ()),
    "boxes to tick": ("<p>a</p><input type=Radio><input type='checkbox'>", (), (1, 1)),
    "what readers do not fill in": (
        "<p>a</p><input type=hidden><input type=submit><button>b</button>",
        (),
        (),
    ),
    "below an excerpt that is left out": (
        "<p>The weir is closed until…</p><p>The weir is closed until the spring of 2031.</p><input>",
        (1,),
        (),
    ),
}


@pytest.mark.parametrize("name", FIELDS)
def test_fields_of_forms_are_noted(name):
    page, fields, boxes = FIELDS[name]
    document = document_of(page)
    assert (document.fields, document.boxes) == (fields, boxes)


def test_each_element_is_one_container():
    document = document_of("<ul><li>a</li><li>b<p>c</p></li></ul>")
    assert [block.container for block in document.blocks] == [2, 3, 4]
    assert [box.parent for box in document.containers] == [-1, 0, 1, 1, 3]


@given(body=st.binary(max_size=400))
def test_any_bytes_are_a_page(body):
    page = read(body)
    assert page[:2] == read(body)[:2]


TAGS = [
    "p",
    "div",
    "b",
    "a",
    "span",
    "li",
    "ul",
    "td",
    "tr",
    "table",
    "h2",
    "br",
    "dl",
    "dt",
    "dd",
    "pre",
    "nav",
]
soup = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
        st.text("ab \n\u00ad", max_size=3),
    ),
    max_size=40,
)


@given(pieces=soup)
def test_any_soup_of_tags_keeps_its_promises(pieces):
    document = document_of("".join(pieces))
    for block in document.blocks:
        assert block.text
        assert block.text == "\n".join(map(fold_space, block.text.split("\n")))
        assert 0 <= block.container < len(document.containers)
        for mark in block.marks:
            assert 0 <= mark.start < mark.end <= len(block.text)
            assert not block.text[mark.start].isspace()
    for index, box in enumerate(document.containers):
        assert -1 <= box.parent < max(index, 1)
    if "<nav>" not in pieces:
        letters = [piece for piece in pieces if not piece.startswith("<")]
        text = "".join(block.text for block in document.blocks)
        assert sorted(re.sub(r"\s|\u00ad", "", "".join(letters))) == sorted(re.sub(r"\s", "", text))


@pytest.mark.skipif(not HOSTILE.exists(), reason="the naughty strings are not on this machine")
def test_naughty_strings_are_text():
    strings = json.loads((HOSTILE / "naughty-strings.json").read_text("utf-8"))
    for string in strings:
        blocks = document_of(f"<p>x{markup.escape(string)}</p>{NEUTRAL}").blocks
        assert blocks[0].text.startswith("x")
    assert len(strings) > 500


@pytest.mark.skipif(not HOSTILE.exists(), reason="html5lib's tree construction suite is not on this machine")
def test_html5lib_trees_are_read():
    seen = 0
    with tarfile.open(HOSTILE / "html5lib-tree-construction.tar.xz") as archive:
        for member in archive.getmembers():
            if member.name.endswith(".dat"):
                text = archive.extractfile(member).read().decode("utf-8", "surrogateescape")
                for case in re.split(r"(?:\A|\n\n)#data\n", text)[1:]:
                    body = case.partition("\n#errors")[0].encode("utf-8", "surrogateescape")
                    normalise(body, content_type="text/html")
                    seen += 1
    assert seen > 1500

"""What is shown is what is read: numbers keep their value, and hidden text and icons are left out."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from harvester.normalise import normalise
from harvester.normalise.formulas import linear
from harvester.text import ascii_words, content_key


def text_of(page):
    document = normalise(page.encode(), content_type="text/html; charset=utf-8")
    return "\n\n".join(block.text for block in document.blocks)


# ruff: noqa: RUF001  signs of all kinds are what is tested

SCRIPTS = {
    "powers": ("3 × 10<sup>6</sup> m<sup>3</sup>", "3 × 10⁶ m³"),
    "a negative power": ("4 × 10<sup>-3</sup> s<sup>−1</sup>", "4 × 10⁻³ s⁻¹"),
    "a power that Unicode cannot raise": ("1.05<sup>1.5</sup>", "1.05^(1.5)"),
    "a power of a bracket": ("(a + b)<sup>2</sup>", "(a + b)²"),
    "a letter as a power": ("2<sup>n</sup>, x<sup>k+1</sup>", "2ⁿ, xᵏ⁺¹"),
    "an ion": ("Ca<sup>2+</sup>", "Ca²⁺"),
    "a formula of chemistry": ("H<sub>2</sub>O, CO<sub>2</sub>", "H₂O, CO₂"),
    "an index that Unicode cannot lower": ("T<sub>g</sub>", "T_(g)"),
    "an isotope": ("<sup>14</sup>C", "¹⁴C"),
    "raised by style": ('10<span style="vertical-align:super">6</span>', "10⁶"),
    "lowered by style": ('CO<span style="font-size:75%;vertical-align: sub">2</span>', "CO₂"),
    "an ordinal": ("the 20<sup>th</sup>, le 1<sup>er</sup>, XX<sup>e</sup>", "the 20th, le 1er, XXe"),
    "an ordinal sign": ("1<sup>o</sup> y 2<sup>a</sup>", "1º y 2ª"),
    "a title": ("M<sup>me </sup>Lind", "Mme Lind"),
    "a trade mark": ("Ferry<sup>TM</sup> and Boat<sup>®</sup>", "Ferry™ and Boat®"),
    "a link to a note": ('in 1974<sup><a href="#n1">1</a></sup>.', "in 1974[1]."),
    "a note in a link": ('in 1974<a href="#n1"><sup>12</sup></a>.', "in 1974[12]."),
    "a note on another page": ('in 1974<sup><a href="/notes#3">3</a></sup>', "in 1974[3]"),
    "a note without a link, after a year": ("opened in 1974<sup>1</sup> and", "opened in 1974[1] and"),
    "a note after a sentence": ("It closed.<sup>2</sup> Then", "It closed.[2] Then"),
    "a note after a quotation": ("“never”<sup>3</sup>", "“never”[3]"),
    "several notes": ("the council<sup>1, 2</sup> says", "the council[1, 2] says"),
    "a note in brackets": ("ten ships<sup>[4]</sup>", "ten ships[4]"),
    "a star": ("12 crowns<sup>*</sup>", "12 crowns*"),
    "a note set by style": ('of 1974<a class="fn" href="#fn1">1</a> and', "of 1974[1] and"),
    "a place on the page that is no note": ('See <a href="#p3">3</a>', "See 3"),
    "a long superscript is small print": (
        "Fares<sup> for adults and children</sup>",
        "Fares for adults and children",
    ),
    "a fraction": ("<sup>1</sup>/<sub>2</sub> litre", "1/2 litre"),
    "a fraction with its own slash": ("<sup>3</sup>⁄<sub>16</sub>", "3/16"),
    "a fraction after a whole number": ("2<sup>1</sup>/<sub>2</sub> hours", "2 1/2 hours"),
    "a fraction in one character": ("2½ hours", "2½ hours"),
    "nothing raised": ("10<sup></sup><sub> </sub>6", "10 6"),
    "spaces in a number": ("10\u202f000 and 2\u2009500 and 1&nbsp;000", "10 000 and 2 500 and 1 000"),
}


@pytest.mark.parametrize(("page", "text"), SCRIPTS.values(), ids=SCRIPTS)
def test_scripts(page, text):
    assert text_of(f"<p>{page}</p>") == text


STRUCK = {
    "a value and the one in its place": (
        "<p>An adult pays <del>20</del> <ins>22</ins> crowns.</p>",
        "An adult pays 22 crowns.",
    ),
    "the other elements": ("<p><s>20</s> 22 <strike>boats</strike> ships</p>", "22 ships"),
    "by style": ('<p><span style="text-decoration: line-through red">20</span> 22</p>', "22"),
    "by class": ('<p><span class="price line-through">20</span> 22</p>', "22"),
    "all of a paragraph": ("<p><s>Morvik is open.</s></p><p>So.</p>", "~~Morvik is open.~~\n\nSo."),
    "all but the full stop": ("<p><b><s>Morvik is open</s></b>.</p>", "~~Morvik is open~~."),
    "paragraphs": ("<del><p>One.</p><p>Two.</p></del><p>Three.</p>", "~~One.~~\n\n~~Two.~~\n\nThree."),
    "a cell": ("<table><tr><td><s>30</s><td><s>25</s> 20</table>", "~~30~~\n\n20"),
    "a run in a run": ("<p><del>a <s>b</s> c</del> d</p>", "d"),
    "nothing": ("<p>a<s></s> b</p>", "a b"),
}


@pytest.mark.parametrize(("page", "text"), STRUCK.values(), ids=STRUCK)
def test_struck_out_text(page, text):
    assert text_of(page) == text


def maths(inner):
    return linear(LexborHTMLParser(f"<p><math>{inner}</math>").css_first("math"))


FORMULAS = {
    "a sum": ("<mi>f</mi><mo>=</mo><mn>2</mn><mo>+</mo><mn>0.5</mn><mi>d</mi>", "f = 2 + 0.5 d"),
    "a power": ("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "E = m c²"),
    "a power of more than one sign": (
        "<msup><mi>e</mi><mrow><mo>-</mo><mi>k</mi><mi>t</mi></mrow></msup>",
        "e^(-k t)",
    ),
    "a fraction": ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2"),
    "a fraction of sums": (
        "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>",
        "(a + b)/2",
    ),
    "roots": (
        "<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt><mo>,</mo><mroot><mi>x</mi><mn>3</mn></mroot>",
        "√(x + 1), ∛x",
    ),
    "signs": ("<mo>-</mo><mi>x</mi><mo>−</mo><mn>3</mn><mo>=</mo><mo>-</mo><mn>1</mn>", "-x − 3 = -1"),
    "a function": ("<mi>f</mi><mo>(</mo><mi>x</mi><mo>)</mo>", "f(x)"),
    "an index": ("<msub><mi>x</mi><mi>i</mi></msub>", "xᵢ"),
    "bounds": (
        "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
        "∑_(i = 1)^(n) i",
    ),
    "a matrix": (
        "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd></mtr></mtable>",
        "[1, 2; 3]",
    ),
    "a unit": ("<mn>5</mn><mo>%</mo><mtext>of it</mtext>", "5% of it"),
    "an operator that nobody sees": ("<mi>sin</mi><mo>\u2061</mo><mi>x</mi>", "sin x"),
    "its TeX is left out": (
        "<semantics><mi>x</mi><annotation encoding='application/x-tex'>x</annotation></semantics>",
        "x",
    ),
    "nested deeper than any": ("<mrow>" * 3_000 + "<mi>x</mi>", "x"),
    "longer than any": ("<mi>x</mi>" * 6_000, "x" * 6_000),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("inner", "text"), FORMULAS.values(), ids=FORMULAS)
def test_formulas(inner, text):
    assert maths(inner) == text


SHOWN = {
    "a formula in a line": (
        "<p>Pay <math><mi>a</mi><mo>+</mo><mn>2</mn></math> crowns.</p>",
        "Pay a + 2 crowns.",
    ),
    "a formula with a text for readers alone": ('<p>Pay <math alttext="x^2"></math>.</p>', "Pay x^2."),
    "a formula and its image": (
        '<p>E <span style="display:none"><math><mi>x</mi></math></span><img class="tex" alt="{x}"></p>',
        "E x",
    ),
    "the image of a formula": (
        '<p>Pay <img class="latex" src=x.png alt="2 + x^2"> crowns.</p>',
        "Pay 2 + x^2 crowns.",
    ),
    "emoji as images": (
        '<p>Yes <img class="emoji" alt="👍" src=x.png>, ok <img alt="✔️"></p>',
        "Yes 👍, ok ✔️",
    ),
    "a smiley": ('<p>So <img class="wp-smiley" alt=":)" src=x.gif></p>', "So :)"),
    "a picture": ('<p>a <img alt="The harbour of Morvik"> b <img alt="*"> <img alt="検索"></p>', "a b"),
    "a check mark that is all of a cell": (
        '<table><tr><td>Dogs<td><img src=ok.png alt="yes"></table>',
        "Dogs\n\nyes",
    ),
    "an icon and words for screen readers in a cell": (
        '<table><tr><td>Dogs<td><i class="icon"></i><span class="sr-only">not allowed</span></table>',
        "Dogs\n\nnot allowed",
    ),
    "a drawing in a cell": ('<table><tr><td>Dogs<td><svg aria-label="No"></svg></table>', "Dogs\n\nNo"),
    "words for screen readers beside the same in a cell": (
        '<table><tr><td>Fare<td><span aria-hidden=true>5 €</span><span class="sr-only">5 euro</span></table>',
        "Fare\n\n5 €",
    ),
    "the picture above a page set in a table": ('<table><tr><td><img alt="Our paper"><td>a</table>', "a"),
    "a hidden word": ('<p>from <span style="display: none">six</span><span>seven</span></p>', "from seven"),
    "hidden by attribute": (
        "<h2>Why?<small hidden>ERROR 7</small></h2><p>a <b hidden>x</b></p>",
        "Why?\n\na",
    ),
    "hidden from sight": ('<p>a <em style="visibility:hidden">x</em> b</p>', "a b"),
    "a hidden link": ('<p>a <a href="/x" style="display:none">More</a></p>', "a"),
    "icons of a font": ("<p>\ue001 a <i>\uf107</i></p>", "a"),
    "a panel of an accordion": ("<div style='display:none'><p>So.</p></div>", "So."),
    "a panel in a span": ("<span style='display:none'><p>So.</p></span>", "So."),
    "the rest of a text": (
        "<p>From six <span>…</span><span style='display:none'> to ten.</span></p>",
        "From six to ten.",
    ),
    "a long text that a click opens": (f"<p>a <span hidden>{'word ' * 40}</span></p>", "a" + " word" * 40),
    "marks of direction": ("<p>\u200fa\u200e \u202bb\u202c \u2066c\u2069\u061c</p>", "a b c"),
    "joiners that shape letters": (
        "<p>می\u200cخواهم क\u094d\u200dष 👩\u200d🔧</p>",
        "می\u200cخواهم क\u094d\u200dष 👩\u200d🔧",
    ),
    "what makes a flag a country's": (
        "<p>\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f Yma</p>",
        "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f Yma",
    ),
    "what selects the look of an emoji, and a joiner behind it": (
        "<p>\u2764\ufe0f\u200d\U0001f525</p>",
        "\u2764\ufe0f\u200d\U0001f525",
    ),
    "what selects the form of a letter in a name": ("<p>\u845b\U000e0100城市</p>", "\u845b\U000e0100城市"),
    "joiners that shape nothing": ("<p>Hafen\u200cbahn\u200d</p>", "Hafenbahn"),
}


@pytest.mark.parametrize(("page", "text"), SHOWN.values(), ids=SHOWN)
def test_what_is_shown(page, text):
    assert text_of(page) == text


@pytest.mark.parametrize(
    "mark",
    [
        *("\u200e", "\u202e", "\u2069", "\u061c", "\u00ad", "\u200b", "\u200d", "\uf107"),
        *("\u034f", "\u1160", "\u180b", "\u3164", "\uffa0", "\U000e0041", "\U000e0fff"),
    ],
)
def test_no_key_knows_of_what_nobody_sees(mark):
    assert content_key(f"fer{mark}ry{mark}") == "ferry"


def test_a_key_composes_what_an_invisible_character_kept_apart():
    assert content_key("Cafe\u034f\u0301") == content_key("Caf\u00e9")


H = "<h2>Why?</h2>"

NOSCRIPT = {
    "a panel that a script would load": (
        f'{H}<div data-src="/a"></div><noscript><p>Yes, for two crowns.</p></noscript>',
        "Why?\n\nYes, for two crowns.",
    ),
    "a list, and more below": (
        f"{H}<noscript><ul><li>By day, twelve crowns.</ul></noscript><p>So.</p>",
        "Why?\n\nBy day, twelve crowns.\n\nSo.",
    ),
    "within a panel": (
        f"{H}<div><noscript><div><p>Daily from seven o'clock.</p></div></noscript></div>",
        "Why?\n\nDaily from seven o'clock.",
    ),
    "a request": (f"{H}<noscript><p>Please enable JavaScript to see this.</p></noscript>", "Why?"),
    "a request in other letters": (
        f"{H}<noscript><p>Включите скрипты, чтобы видеть ответ.</p></noscript>",
        "Why?",
    ),
    "an image": (f'{H}<noscript><p>The harbour of Morvik.</p><img src="/a.jpg"></noscript>', "Why?"),
    "a counter": (f'{H}<noscript><iframe src="//x.example"></iframe></noscript>', "Why?"),
    "bare words": (f"{H}<noscript>Your browser shows no map here.</noscript>", "Why?"),
    "above the title": (f"<noscript><p>The lite edition of our paper.</p></noscript>{H}", "Why?"),
    "one in another": (
        f"{H}<noscript><p>Daily from seven o'clock.</p><noscript><p>Twice.</p></noscript>",
        "Why?",
    ),
}


@pytest.mark.parametrize(("page", "text"), NOSCRIPT.values(), ids=NOSCRIPT)
def test_noscript(page, text):
    assert text_of(page) == text


LESS = '<a href="#" class="less">Read less</a>'
FULL = "Daily from seven in the morning, and on Sunday from nine."

EXCERPTS = {
    "with links that open and close": (
        (
            '<div><p>Daily from seven in…</p><a href="#">Read more</a></div>'
            f"<div hidden><p>{FULL}</p>{LESS}</div><p>So.</p>"
        ),
        f"{FULL}\n\nSo.",
    ),
    "of several paragraphs": (
        (
            "<div><p>We sail.</p><p>Daily from seven in ...</p></div>"
            f"<div><p>We sail.</p><p>{FULL}</p><p>Or not.</p></div>"
        ),
        f"We sail.\n\n{FULL}\n\nOr not.",
    ),
    "with a button": (
        f"<p>Daily from seven […]</p><button>More</button><div><p>{FULL}</p><button>Less</button></div>",
        FULL,
    ),
    "with links in the last words": (
        (
            '<p>Daily from seven in… <a href="#">Läs mer</a></p>'
            f'<p style="display: none">{FULL} <a href="#">Läs mindre</a></p><p>So.</p>'
        ),
        f"{FULL}\n\nSo.",
    ),
    "with last words that lead elsewhere": (
        (
            '<p>Daily from seven in… <a href="#">Läs mer</a></p>'
            f'<p>{FULL} See the <a href="/times">table of times</a></p>'
        ),
        f"{FULL} See the table of times",
    ),
    "a text that only breaks off": (
        "<p>Daily from seven…</p><p>Or from nine.</p>",
        "Daily from seven…\n\nOr from nine.",
    ),
    "a few words": ("<p>And so…</p><p>And so we sail.</p>", "And so…\n\nAnd so we sail."),
    "two that break off": (
        "<p>Daily from seven…</p><p>Daily from seven in…</p>",
        "Daily from seven…\n\nDaily from seven in…",
    ),
}


@pytest.mark.parametrize(("page", "text"), EXCERPTS.values(), ids=EXCERPTS)
def test_excerpts(page, text):
    assert text_of(page) == text


QUOTED = {
    "who is quoted, in a footer": (
        "<blockquote><p>We go.</p><footer>— Karin Moe</footer></blockquote>",
        ["p", "p"],
    ),
    "who is quoted, in a caption": (
        "<figure><blockquote>We go.</blockquote><figcaption>Bo Lind</figcaption></figure>",
        ["blockquote", "p"],
    ),
    "what a table shows": (
        "<figure><table><tr><td>12</table><figcaption>Fares</figcaption></figure>",
        ["td", "p"],
    ),
    "what a picture shows": ("<figure><img><figcaption>Morvik</figcaption></figure>", ["figcaption"]),
    "the footer of a page": ("<p>a</p><footer>Imprint</footer>", ["p", "footer"]),
}


@pytest.mark.parametrize(("page", "tags"), QUOTED.values(), ids=QUOTED)
def test_captions_and_footers_of_texts(page, tags):
    document = normalise(page.encode(), content_type="text/html; charset=utf-8")
    assert [document.containers[block.container].tag for block in document.blocks] == tags


GRIDS = {
    "columns": ("<tr><td>a<td>b", [1, 2]),
    "a cell over two columns": ("<tr><td colspan=2>a<td>b", [1, 3]),
    "a cell over two rows": ("<tr><td rowspan=2>a<td>b<tr><td>c<tr><td>d", [1, 2, 2, 1]),
    "a cell over rows and columns": (
        "<tr><td>a<td rowspan=2 colspan=2>b<td>c<tr><td>d<td>e",
        [1, 2, 4, 1, 4],
    ),
    "spans that say nothing": ("<tr><td colspan=x rowspan=0>a<td colspan>b<td colspan=-1>c", [1, 2, 3]),
    "a cell over more rows than there are": ("<tr><td rowspan=9>a</table><table><tr><td>b", [1, 1]),
    "a wide one": ("<tr><td colspan=99999999999>a<td>b", [1, 41]),
}


@pytest.mark.parametrize(("rows", "columns"), GRIDS.values(), ids=GRIDS)
def test_columns_of_cells(rows, columns):
    document = normalise(f"<table>{rows}</table>".encode(), content_type="text/html")
    assert [block.level for block in document.blocks] == columns


def test_words_of_ascii_are_those_of_a_pattern():
    text = "".join(map(chr, range(128)))
    assert ascii_words(text) == re.findall(r"\w+", text.lower())

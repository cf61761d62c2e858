"""``harvester parse --explain``: every block with its role and rule; stored text never becomes markup."""

import json
import re
from html import escape
from pathlib import Path

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from harvester.cli import cli
from harvester.cli.explain_html import explained_html
from harvester.cli.explaining import Explained, emphasis, explained_rows, explained_text
from harvester.cli.wording import fitted
from harvester.model import Block, Container, Kind, Mark, NormalDocument
from harvester.parse import BlockLabel, Role
from harvester.view.html import html_text

PAGE = """\
<html lang="en"><head><title>Ferry</title></head><body>
<header><p>Norra Post, daily</p></header>
<main class="story"><h1>The Norra ferry stops: what to know</h1>
<h2 class="q">Why does it stop?</h2><p>The hull is thin in two places.</p>
<h2 class="q">Who pays for the buses?</h2><p>The island council does, until <b>May</b>.</p>
<figure><figcaption>The ferry on Monday</figcaption></figure>
<p>After that nobody knows.</p>
<h2 class="q">When will it sail again?</h2><p>In June, the yard says, if the steel arrives in time.</p>
</main><footer>Norra Post</footer></body></html>
"""

NAUGHTY = {
    "a script": "<script>alert(1)</script>",
    "an attribute's end": '" onmouseover="alert(1)" x=\'',
    "a template's placeholder": "$title ${text} $$ $",
    "the end of the style": "</style></title></textarea><img src=x onerror=alert(1)>",
    "an entity": "&lt;b&gt; &amp; &#60;",
    "a comment": "<!-- --!> <![CDATA[",
    "a format string": "{0} %s %(x)s",
    "half a surrogate pair": "a\ud800b",
    "a terminal's escape": "\x1b[31mred\x1b[0m \x07",
    "a text that turns direction": "invoice\u202egpj.exe\u2066\u2069\u200f",
    "nothing visible": "\u200b\ufeff\u2060",
}


def blocks(text):
    """A document of one block of each role, all of whose texts are the one given."""
    container = Container(-1, "body", text, classes=text, name=text)
    document = NormalDocument(
        blocks=(Block(Kind.PARAGRAPH, text, 0),) * len(Role),
        containers=(container,),
        title=text,
        language=text,
        authors=(text,),
        published=text,
        cuts=(text,),
    )
    labels = tuple(BlockLabel(n, role, text, (1,)) for n, role in enumerate(Role))
    return Explained(text, document, labels, (text,), (text,))


@pytest.fixture
def saved(harvester):
    harvester.folder.joinpath("ferry.html").write_text(PAGE)
    return harvester


def test_each_block_has_its_role_rule_style_and_text(saved):
    lines = saved("parse", "ferry.html", "--explain").stdout.splitlines()
    asked = [line.split() for line in lines if " question " in line and "heading" in line]
    assert [line[0] for line in asked] == ["1", "2", "3"]
    assert any(re.search(r"answer +follows question 1 +paragraph +The hull is thin", line) for line in lines)
    assert any(re.search(r"boilerplate +a caption +caption +The ferry on Monday", line) for line in lines)
    assert lines[-2].startswith("3 questions in 11 blocks: 3 question, 4 answer, ")


def test_no_colour_where_nobody_looks(saved):
    assert "\x1b" not in saved("parse", "ferry.html", "--explain").stdout


COLOURS = {
    "on a terminal": ({"NO_COLOR": None}, True),
    "where NO_COLOR asks for none": ({"NO_COLOR": "1"}, False),
}


@pytest.mark.parametrize(("environment", "coloured"), COLOURS.values(), ids=COLOURS)
def test_colour(saved, environment, coloured):
    path = str(saved.folder / "ferry.html")
    result = CliRunner().invoke(cli, ["parse", path, "--explain"], color=True, env=environment)
    assert ("\x1b[" in result.stdout) is coloured


def test_rows_hold_what_a_program_needs(saved):
    rows = [
        json.loads(line)
        for line in saved("parse", "ferry.html", "--explain", "--format", "jsonl").stdout.splitlines()
    ]
    assert [row["block"] for row in rows] == list(range(1, 12))
    last = next(row for row in rows if row["text"].startswith("After that"))
    assert (last["role"], last["questions"], last["kind"]) == ("answer", [2], "paragraph")
    first = next(row for row in rows if row["text"] == "Why does it stop?")
    assert (first["role"], first["level"], first["classes"], first["path"]) == (
        "question",
        2,
        "q",
        "body/main/h2",
    )
    assert json.loads(saved("parse", "ferry.html", "--explain", "--format", "json").stdout) == rows


def test_each_block_says_by_what_it_was_told(saved):
    lines = saved("parse", "ferry.html", "--explain").stdout.splitlines()
    told = [(line[19:57].strip(), line[85:]) for line in lines if re.match(r"[ \d]{4}  (?!ferry)\S", line)]
    assert told == [
        ("above the questions", "Norra Post, daily"),
        ("the title", "The Norra ferry stops: what to know"),
        ("headings: a heading that asks", "Why does it stop?"),
        ("follows question 1", "The hull is thin in two places."),
        ("headings: a heading that asks", "Who pays for the buses?"),
        ("follows question 2", "The island council does, until May."),
        ("a caption", "The ferry on Monday"),
        ("follows question 2", "After that nobody knows."),
        ("headings: a heading that asks", "When will it sail again?"),
        ("follows question 3", "In June, the yard says, if the steel arrives in time."),
        ("stands in footer", "Norra Post"),
    ]
    assert "read by headings: 3 questions with an answer, score 0.66 (0.60 is enough)" in lines


REASONS = {
    "nothing asks": (
        "<h1>Ferry</h1><p>The ferry sails at nine.</p>",
        ["nothing on the page is asked and answered"],
        {"Ferry": "the title", "The ferry sails at nine.": "does not ask"},
    ),
    "too little asks": (
        "<h1>Ferry</h1><h2>Why now?</h2><p>The hull is thin in two places.</p><h2>The bill</h2>",
        [
            "questions, but no run of them that are answered",
            "the likeliest reading was by headings: 1 question with an answer, score 0.19 (0.60 is enough)",
        ],
        {"Why now?": "not enough: a heading that asks", "The bill": "does not ask"},
    ),
    "nothing answers": (
        "<h1>Ferry</h1><p>Read on.</p><h2>Why now?</h2><h2>Who pays?</h2>",
        [
            "questions, but no run of them that are answered",
            "the likeliest reading was by headings: 2 that ask, none with an answer",
        ],
        {"Why now?": "unanswered: a heading that asks", "Read on.": "does not ask"},
    ),
    "no text beside its data": (
        '<script type="application/ld+json">{"@type": "Article"}</script>',
        ["the page shows no text"],
        {},
    ),
}


@pytest.mark.parametrize(("html", "why", "rules"), REASONS.values(), ids=REASONS)
def test_a_page_without_questions_says_why(harvester, html, why, rules):
    harvester.folder.joinpath("note.html").write_text(f"<html>{html}</html>")
    lines = harvester("parse", "note.html", "--explain").stdout.splitlines()
    assert lines[2 : lines.index("", 2)] == why
    printed = harvester("parse", "note.html", "--explain", "--format", "json").stdout
    found = {row["text"]: row["rule"] for row in json.loads(printed)}
    assert {text: found[text] for text in rules} == rules
    shown = harvester("parse", "note.html", "--explain", "--format", "html").stdout
    assert [node.text() for node in LexborHTMLParser(shown).css(".verdict")] == why


def printed_lines(page, width):
    lines = re.sub("\x1b\\[[0-9;]*m", "", explained_text(page, width)).splitlines()
    return lines[lines.index("") + 1 : -2]


@pytest.mark.parametrize(("width", "each"), [(0, 1), (200, 1), (150, 1), (149, 2), (80, 2), (40, 2)])
def test_a_narrow_terminal_has_two_lines_for_each_block(width, each):
    lines = printed_lines(blocks("word " * 99), width)
    assert len(lines) == each * len(Role)
    assert max(map(len, lines)) <= (width or 150)
    assert all("word word" in line for line in lines)


FITTED = {
    "what fits stays": ("a b c", 5, "a b c"),
    "what does not is cut": ("abc def", 6, "abc d…"),
    "no space before the cut": ("abc def", 5, "abc…"),
    "on one line": (" a\n\tb ", 9, "a b"),
    "wide characters take two columns": ("渡し船は何時に出ますか", 9, "渡し船は…"),
    "what joins and accents takes none": ("e\u0301\u200de\u0301e\u0301", 3, "e\u0301\u200de\u0301e\u0301"),
    "nothing": ("", 3, ""),
    "no room": ("abc", 0, "…"),
}


@pytest.mark.parametrize(("text", "columns", "expected"), FITTED.values(), ids=FITTED)
def test_fitted(text, columns, expected):
    assert fitted(text, columns) == expected


def test_html_needs_explain(saved):
    assert "--explain" in saved("parse", "ferry.html", "--format", "html", code=2).stderr


def test_html_shows_the_blocks_in_order(saved):
    tree = LexborHTMLParser(saved("parse", "ferry.html", "--explain", "--format", "html").stdout)
    shown = [node.text() for node in tree.css(".block .text")]
    assert shown[0] == "Norra Post, daily"
    assert shown[-1] == "Norra Post"
    assert [node.text() for node in tree.css(".block.question .number")] == ["1", "2", "3"]
    links = [node.attributes["href"] for node in tree.css("nav.found a")]
    assert [tree.css_first(f'[id="{link[1:]}"] .text').text() for link in links] == [
        "Why does it stop?",
        "Who pays for the buses?",
        "When will it sail again?",
    ]
    assert len(tree.css(".legend li")) == len(Role)


def test_html_loads_nothing_and_runs_nothing(saved):
    page = saved("parse", "ferry.html", "ferry.html", "--explain", "--format", "html").stdout
    assert_inert(page)
    assert len(LexborHTMLParser(page).css("article")) == 2
    assert not re.search(r"url\(|@import|https?:", page)


def assert_inert(page):
    """Hold that the page has no element that loads or runs, no handler, and no link that leaves it."""
    tree = LexborHTMLParser(page)
    assert not tree.css("script, img, iframe, object, embed, link, svg, form, base, textarea")
    for node in tree.css("*"):
        names = set(node.attributes)
        assert names <= {
            "lang", "charset", "http-equiv", "content", "name", "class", "dir", "id", "title", "value",
            "href",
        }, names  # fmt: skip
        assert (node.attributes.get("href") or "#").startswith("#")


@pytest.mark.parametrize("text", NAUGHTY.values(), ids=NAUGHTY)
def test_stored_text_is_only_shown(text):
    page = explained_html([blocks(text)])
    assert_inert(page)
    page.encode("utf-8")
    shown = LexborHTMLParser(page).css(".block .text")
    assert len(shown) == len(Role)
    visible = re.sub("[^\n\t\x20-\x7e]", "", text)
    assert re.sub(r"U\+[0-9A-F]+", "", shown[0].text()) == visible


@pytest.mark.parametrize("text", NAUGHTY.values(), ids=NAUGHTY)
def test_a_terminal_is_told_nothing_by_stored_text(text):
    shown = re.sub("\x1b\\[[0-9;]*m", "", explained_text(blocks(text)))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_known_naughty_strings_are_only_shown():
    path = Path(__file__).parents[3] / "shared" / "hostile" / "naughty-strings.json"
    if not path.exists():
        pytest.skip("the hostile strings are not beside the checkout")
    for text in json.loads(path.read_text("utf-8")):
        if text.strip():
            assert_inert(explained_html([blocks(text)]))


SHOWN = {
    "what turns direction is named": (
        "a\u202eb",
        'a<span class="control" title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>b',
    ),
    "a control character is named": ("\x00", '<span class="control" title="control character">U+0000</span>'),
    "joiners that scripts and emoji need stay": ("می\u200cبرم 👩\u200d🌾", "می\u200cبرم 👩\u200d🌾"),
    "line breaks stay": ("a\nb", "a\nb"),
    "markup is text": ("<b>'\"&", escape("<b>'\"&")),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SHOWN.values(), ids=SHOWN)
def test_html_text(text, expected):
    assert html_text(text) == expected


EMPHASIS = {
    "none": ((), []),
    "the whole": ((Mark("strong", 0, 10),), ["strong"]),
    "but for the full stop": ((Mark("strong", 0, 9),), ["strong"]),
    "a part": ((Mark("em", 0, 4), Mark("link", 0, 10)), ["(em)", "link"]),
}


@pytest.mark.parametrize(("marks", "expected"), EMPHASIS.values(), ids=EMPHASIS)
def test_emphasis(marks, expected):
    assert emphasis(Block(Kind.PARAGRAPH, "0123456789", 0, marks=marks)) == expected


def test_rows_come_from_the_labels_alone():
    assert [row["role"] for row in explained_rows(blocks("A text."))] == [str(role) for role in Role]

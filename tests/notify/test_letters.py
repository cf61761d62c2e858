"""How letters read, and that stored text is only ever text in them."""

import json
from email.policy import SMTP
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.notify.feed import feed
from harvester.notify.letters import ArticleNews, Letter, moment
from harvester.notify.mail import composed
from harvester.notify.payload import payload
from harvester.notify.picture import picture
from harvester.notify.trying import _EXAMPLE
from harvester.notify.wording import brief, html, subject, text, uncalled

AT = "2026-11-23T10:00:00.000Z"
GONE = _EXAMPLE | {
    "record": "event", "kind": "gone", "classes": [], "question": None, "hunks": [], "until_at": None,
    "version": 3, "detail": "404", "before": "", "after": "", "other_question": None, "confidence": None,
}  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script>",
    "\x1b]0;owned\x07",
    "Subject: spam\r\nBcc: all@news.example",
    "\u202egnp.exe",
    "]]> & <!-- \x00\ufffe",
    "\ud800 half",
    "@everyone <@7> <!channel>",
    "=cmd|'/c calc'!A1",
)


def letter(*rows, title="The ferry", url="https://news.example/ferry", link="", warnings=()):
    story = (ArticleNews("a" * 16, url, title, link, AT, rows),) if rows else ()
    return Letter("key-1", "figures", AT, story, warnings)


def edit(before, after, question="What does it cost?"):
    hunks = [{"before": before, "after": after, "at": 0, "classes": ["name"], "significance": 0.5}]
    return _EXAMPLE | {"question": question, "before": before, "after": after, "hunks": hunks}


SUBJECTS = {
    "one change": (letter(_EXAMPLE), "The ferry: answer edited (number)"),
    "several": (letter(_EXAMPLE, GONE), "The ferry: 2 changes"),
    "an event": (letter(GONE), "The ferry: The page is gone: 404; version 3 is kept"),
    "no title": (letter(_EXAMPLE, title=""), "https://news.example/ferry: answer edited (number)"),
    "a warning": (letter(warnings=("no_run: No run.",)), "no_run: No run."),
    "two warnings": (letter(warnings=("no_run: No run.", "walled: x")), "no_run: No run. (and 1 more)"),
    "a digest": (
        Letter("k", "figures", AT, (*letter(_EXAMPLE).stories, *letter(GONE, _EXAMPLE).stories)),
        "figures: 3 changes in 1 article",
    ),
}


@pytest.mark.parametrize(("told", "words"), SUBJECTS.values(), ids=SUBJECTS)
def test_subject(told, words):
    assert subject(told) == words


def test_the_words_that_changed():
    told = letter(_EXAMPLE, GONE, link="https://archive.example/article/a")
    shown = text(told)
    assert "It costs [-14-]{+41+} crowns." in shown
    assert "answer edited (number): What does the ferry cost?" in shown
    assert "The page is gone: 404" in shown
    assert shown.count("https://archive.example/article/a\n") == 1
    assert ">14</del>" in html(told)
    assert ">41</ins>" in html(told)
    edits = json.loads(payload(told))["data"]["articles"][0]["changes"][0]["edits"]
    assert ["replace", "14", "41"] in edits[0]
    assert brief(told).endswith("https://archive.example/article/a")


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found |= {tag, *(name for name, _ in attrs)}


OURS = {
    "html", "head", "meta", "charset", "title", "body", "style", "h2", "hr", "p", "a", "href", "rel",
    "strong", "br", "del", "ins", "dir", "span", "class",
}  # fmt: skip


PICTURE = {"svg", "title", "desc", "rect", "text", "tspan"}
PICTURE_SAYS = {
    "role", "width", "height", "viewBox", "fill", "x", "y", "text-anchor", "font-family", "font-size",
    "font-weight", "space", "text-decoration",
}  # fmt: skip


def lines_of(told):
    """The lines of the picture of a letter's story, each as [(where it begins, its words)]."""
    shown = ET.fromstring(picture(told, told.stories[0]))
    texts = shown.iter("{http://www.w3.org/2000/svg}text")
    return [(text.get("x"), text.get("text-anchor", "start"), "".join(text.itertext())) for text in texts]


def test_a_picture_has_all_words_in_lines_that_fit():
    asked = {"kind": "asked", "hunks": [], "before": None, "after": "A word " * 60 + "n" * 200}
    told = letter(_EXAMPLE | asked, title="A title " * 30)
    lines = [words for *_, words in lines_of(told)]
    assert "".join("".join(lines).split()).count("Aword") == 60
    assert "".join(lines).count("n") >= 200
    assert max(map(len, lines)) <= 60


def test_a_picture_of_text_from_the_right():
    told = letter(edit("", "تكلف العبارة أربعة عشر كرونة", "كم تكلف العبارة؟"))
    assert [(x, anchor) for x, anchor, words in lines_of(told) if "تكلف" in words] == [("760", "end")] * 2


def test_a_long_picture_ends():
    assert len(lines_of(letter(*[_EXAMPLE] * 100))) <= 40


def check(words):
    """Wherever stored text stands in a letter, it is shown and nothing else."""
    told = letter(edit(words, words + "x", words), title=words, url=words, warnings=(words,))
    assert Tags(html(told)).found <= OURS
    assert "\x1b" not in text(told) + html(told)
    assert "\n" not in subject(told)
    message = composed(told, "a@news.example", ("desk@news.example",))
    raw = message.as_bytes(policy=SMTP)
    assert message["Bcc"] is None
    assert b"\r\nBcc:" not in raw.split(b"\r\n\r\n")[0]
    entries = ET.fromstring(feed("x", "k", [told]))
    assert len(entries.findall("{http://www.w3.org/2005/Atom}entry")) == 2
    shown = ET.fromstring(json.loads(payload(told))["data"]["articles"][0]["picture"])
    assert {each.tag.rpartition("}")[2] for each in shown.iter()} == PICTURE
    assert {name.rpartition("}")[2] for each in shown.iter() for name in each.attrib} <= PICTURE_SAYS
    assert len(brief(letter(edit(words, words + "x", words), title=words))) <= 280


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text(words):
    check(words)


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_any_text(words):
    check(words)


def test_nobody_is_called():
    shown = uncalled("@everyone, write to ada@news.example <!channel> <@U7> a < b @ c")
    assert "@everyone" not in shown
    assert "<!" not in shown
    assert "<@U" not in shown
    assert shown.endswith("a < b @ c")


def test_the_id_of_a_mail_and_of_entries_stay():
    one, two = (composed(letter(_EXAMPLE), "a@news.example", ("b@c.example",)) for _ in range(2))
    assert one["Message-ID"] == two["Message-ID"] == "<key-1@news.example>"
    assert one["Auto-Submitted"] == "auto-generated"
    later = Letter("key-2", "figures", "2026-11-24T10:00:00.000Z", letter(_EXAMPLE).stories)
    ids = [
        ET.fromstring(feed("figures", "k", [each])).findtext(".//{*}entry/{*}id")
        for each in (letter(_EXAMPLE), later)
    ]
    assert ids[0] == ids[1]
    assert ids[0].startswith("urn:uuid:")


def test_times_name_their_zone():
    assert moment(AT, letter().zone) == "2026-11-23 10:00 UTC"

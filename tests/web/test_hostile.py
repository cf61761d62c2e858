"""Stored text is hostile: wherever it stands, it stays text. Every page that links lead to is looked at."""

import json
import re
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
import stories
from chronicle import Chronicle
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from harvester.web.app import application
from harvester.web.guard import LOOPBACK, AccessPolicy
from harvester.web.rendering import STORED_LINK, edited, linked, stored

MAX_PAGES = 90
"""Pages that are walked."""

NAUGHTY = Path(__file__).parents[2].parent / "shared" / "hostile" / "naughty-strings.json"

ELEMENTS = set(
    """html head meta title link script body header div span nav ul ol li form label input button select
    option mark main footer section aside article h1 h2 h3 p a b bdi strong em code pre time del ins sup q
    details summary textarea figure picture source img
    table caption thead tbody tr th td dl dt dd output""".split()  # noqa: SIM905  a list of words
)
"""The elements that our templates have. None of them loads or runs anything but our own two files."""


def pages(client):
    """Yield the address and the text of each HTML page that can be reached from the first one."""
    waiting, known = ["/"], {"/"}
    while waiting and len(known) < MAX_PAGES * 4:
        address = waiting.pop(0)
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.text[-600:])
        if answer.headers["content-type"].startswith("text/html"):
            yield address, answer.text
            tree = LexborHTMLParser(answer.text)
            for link in tree.css("a[href^='/'], link[href^='/']"):
                target = link.attributes["href"].partition("#")[0]
                if target not in known and not target.startswith(("//", "/data/")):
                    known.add(target)
                    waiting.append(target)


def check(address, text):
    tree = LexborHTMLParser(text)
    scripts = [(each.attributes.get("src"), each.text()) for each in tree.css("script")]
    assert scripts == [("/static/site.js", "")], address
    for node in tree.css("*"):
        assert node.tag in ELEMENTS, (address, node.tag)
        for name, value in node.attributes.items():
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name), (address, name)
            assert not name.startswith("on"), (address, name)
            assert name not in {"style", "srcdoc", "formaction", "action"} or value.startswith("/"), (
                address,
                name,
                value,
            )
            assert name not in {"src", "srcset"} or re.match(r"/(static|plots)/", value), (address, value)
        target = node.attributes.get("href") or ""
        if not re.match(r"(?!//)[/#]|$", target):
            assert re.match(r"https?://", target, re.IGNORECASE), (address, target)
            assert node.attributes["rel"] == STORED_LINK, (address, target)
    hidden = {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs"}} - set("\n\t")
    assert not hidden - set("\u00ad\u200c\u200d"), (address, hidden)


def test_hostile_text_stays_text(browsing):
    shown = []
    for address, text in pages(browsing("hostile")):
        check(address, text)
        shown.append(" ".join(LexborHTMLParser(text).body.text().split()))
        if len(shown) == MAX_PAGES:
            break
    assert len(shown) > 50
    everything = "\n".join(shown)
    for text in ("<script>alert(1)</script>", "{{ 7 * 7 }}", "javascript:alert(1)//", "&lt;b&gt;"):
        assert text in everything
    assert "The page shows other text beside its questions and answers: 1 went, 1 came" in everything


def test_known_naughty_strings_stay_text(tmp_path):
    if not NAUGHTY.is_file():
        pytest.skip("the list of naughty strings is not beside the checkout")
    strings = [text for text in json.loads(NAUGHTY.read_text("utf-8")) if text.strip()]
    with closing(Chronicle(tmp_path / "naughty.db")) as chronicle:
        stories.tell_hostile(chronicle, strings, 40)
    app = application(tmp_path / "naughty.db", AccessPolicy(frozenset(LOOPBACK)))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        for number, (address, text) in enumerate(pages(client)):
            check(address, text)
            if number == MAX_PAGES:
                break


def test_feeds_and_tables_stay_what_they_are(browsing):
    client = browsing("hostile")
    feed = client.get("/changes.atom").text
    assert "<script" not in feed
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", feed)
    table = client.get("/changes.csv").text
    assert not re.search(r'(?m)(?:^|,)"?[=+@-][^,\d]', table)
    json.loads(client.get("/changes.json").content)


def test_templates_escape_everything():
    """Only `harvester.web.rendering` makes HTML of stored text; no template goes round it."""
    for template in (Path(stories.__file__).parents[2] / "harvester/web/templates").glob("*.html"):
        text = template.read_text("utf-8")
        assert not re.search(
            r"\|\s*safe\b|Markup|autoescape|\bstyle=|\bon[a-z]+=|<style|<script(?! src)", text
        ), template


def test_markup_is_made_in_two_modules_only():
    package = Path(stories.__file__).parents[2] / "harvester"
    made = {
        path.name
        for path in package.rglob("*.py")
        if re.search(r"Markup\((?!\)|'|\")", path.read_text("utf-8"))
    }
    assert made <= {"rendering.py", "words.py"}


def test_what_is_drawn_as_nothing_is_named():
    assert "U+202E" in stored("a\u202eb")
    assert stored("<b>") == "&lt;b&gt;"
    assert "␣" in edited([("insert", "", " ")])
    assert linked("javascript:alert(1)") == "javascript:alert(1)"
    assert linked("//evil.example") == "//evil.example"
    assert 'rel="noopener noreferrer nofollow"' in linked("https://evil.example/")
    assert '"onclick' not in linked('https://evil.example/"onclick="x')

"""One screen says what happened and what needs a person, to people and to monitors."""

import re
import sys

import pytest


@pytest.fixture
def many(site, page, ferry, archive):
    """A feed that works, and thirty whose host is not there."""
    site.pages["/ferry"] = page("The ferry", *ferry)
    items = f"<item><title>Ferry</title><link>{site.url}/ferry</link></item>"
    site.pages["/feed.xml"] = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
    dead = [f"{site.url}/dead/{n}.rss" for n in range(30)]
    archive("add", "--kind", "page", "--kind", "feed", f"{site.url}/feed.xml", *dead)
    archive("run", code=1)
    return archive


def test_what_is_alike_is_one_warning(site, many):
    text = many("status").stdout
    assert text.startswith(f"source_dead: 30 sources give nothing: gone\n  {site.url}/dead/0.rss  since ")
    assert "  … and 20 more; --format json names all\n  -> Open it in a browser." in text
    assert "  30 feeds with 0 articles: gone\n" in text
    assert len(text.splitlines()) < 25
    [warning] = many.printed("status")["warnings"]
    assert (warning["word"], warning["number"], len(warning["rows"])) == ("source_dead", 30, 30)


def test_what_is_held_is_named_in_part(site, many):
    many("pause", *(f"{site.url}/dead/{n}.rss" for n in range(12)))
    text = many("status").stdout
    assert text.count("paused since") == 10
    assert "  … and 2 more; --format json names all\n" in text.partition("paused or ended by somebody:")[2]
    assert len(many.printed("status")["held"]) == many.printed("status")["held_number"] == 12


# What it shows: (what a feed becomes, the word of the warning).
CHANGED = {
    "no entries any more": ("<rss version='2.0'><channel><title>x</title></channel></rss>", "source_empty"),
    "a page": (
        "<html><body><h1>The harbour</h1><p>The ferry sails at six.</p></body></html>",
        "source_changed",
    ),
    "gone": ((410, {}, ""), "source_dead"),
}


@pytest.mark.parametrize(("body", "word"), CHANGED.values(), ids=CHANGED)
def test_a_feed_that_gives_nothing_any_more(site, page, ferry, archive, body, word):
    site.pages["/ferry"] = page("The ferry", *ferry)
    items = f"<item><title>Ferry</title><link>{site.url}/ferry</link></item>"
    site.pages["/feed.xml"] = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
    archive("add", "--kind", "page", "--kind", "feed", f"{site.url}/feed.xml")
    archive("run")
    assert archive.printed("status")["warnings"] == []
    site.pages["/feed.xml"] = body
    archive("run", code=1)
    [warning] = archive.printed("status")["warnings"]
    assert (warning["word"], warning["rows"][0]["url"]) == (word, f"{site.url}/feed.xml")
    archive("status", "--fail-on", word, code=1)
    archive("status", "--fail-on", "disk_low")


NOTE = "Our newsroom follows the AI charter of the press council since this week."


@pytest.mark.parametrize(("note", "told"), [(NOTE, True), ("", False)])
def test_many_articles_that_got_the_same_words_are_told(site, page, ferry, archive, note, told):
    """A site adds a paragraph to each article, or edits each article otherwise."""
    for n in range(6):
        site.pages[f"/{n}"] = page(f"Ferry {n}", *ferry)
    archive("add", "--kind", "page", *(f"{site.url}/{n}" for n in range(6)))
    archive("run")
    for n in range(6):
        question, answer = ferry[n % 4]
        others = [pair for pair in ferry if pair[0] != question]
        edit = answer.replace(".", f" {n}{n}.", 1)
        pairs = [(each, f"{text} {note}") for each, text in ferry] if note else [(question, edit), *others]
        site.pages[f"/{n}"] = page(f"Ferry {n}", *pairs)
    archive("run")
    words = [each["word"] for each in archive.printed("status")["warnings"]]
    assert ("changed_together" in words) is told


def test_for_prometheus(many, tmp_path):
    text = many("status", "--format", "prometheus").stdout
    assert 'harvester_warning{word="source_dead"} 30.0\n' in text
    assert 'harvester_warning{word="no_run"} 0.0\n' in text
    assert 'harvester_last_run_captures{result="ok",role="article"} 1.0\n' in text
    assert re.search(r"^harvester_last_run_start_timestamp_seconds 1\.\d+e\+09$", text, re.MULTILINE)
    assert many("status", "--textfile", tmp_path / "harvester.prom").output == ""
    assert (tmp_path / "harvester.prom").read_text() == text
    refused = many("status", "--textfile", tmp_path / "nowhere" / "x.prom", code=2)
    assert "x.prom: cannot be written: No such file or directory" in refused.stderr


def test_a_missing_library_is_named(many, monkeypatch):
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    refused = many("status", "--format", "prometheus", code=2)
    assert "Install it in Harvester's own environment: pip install 'harvester[metrics]'" in refused.stderr


def test_an_empty_archive(archive):
    assert archive.printed("status")["warnings"] == []
    assert archive("status", "--format", "prometheus").stdout.startswith("# HELP harvester_articles ")

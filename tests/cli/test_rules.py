"""Site rules as a user meets them: tried on stored captures, followed by runs, and changed."""

import json
from contextlib import closing
from datetime import UTC, datetime

import pytest

from harvester.archive.captures import Recording, add_chain
from harvester.archive.writing import open_archive
from harvester.model import Capture, Outcome

PAGE = """\
<html lang="en"><head><title>Ferry</title></head><body><nav>Menu</nav><main><h1>The ferry stops</h1>
<div class="row"><i class="q">Fare refunds</i><p>Paid back at the pier until the end of May.</p></div>
<div class="row"><i class="q">Season tickets</i><p>Extended by one month without asking.</p></div>
<div class="promo">Win a trip to the islands.</div>
<div class="row"><i class="q">Bicycles</i><p>Carried on the bus, two at a time.</p></div>
</main><footer>Norra Post</footer></body></html>
"""
FITS = """
[[rule]]
hosts = ["127.0.0.1"]
content = "main"
question = ".q"
drop = ".promo"
"""


@pytest.fixture
def ruled(archive, site):
    """A run's archive of one page without rules, and a function that appends some to the settings."""
    site.pages["/ferry"] = PAGE
    config = archive.folder / "harvester.toml"
    plain = config.read_text()
    archive("add", "--kind", "page", f"{site.url}/ferry")
    archive("run")
    archive.rule = lambda text: config.write_text(plain + text)
    return archive


def checked(ruled, *arguments, code=0):
    return json.loads(ruled("rules", "check", *arguments, "--format", "json", code=code).stdout)


def test_check_counts_matches_and_questions(ruled, site):
    ruled.rule(FITS)
    [row] = checked(ruled)
    assert row["matches"] == {"drop": 1, "content": 1, "question": 3}
    assert (row["rule"], row["pairs"], row["pairs_without"], row["note"]) == (1, 3, 0, "")
    assert row["url"] == f"{site.url}/ferry"
    assert checked(ruled, f"{site.url}/ferry") == [row]
    text = ruled("rules", "check").stdout
    assert "matches: drop 1, content 1, question 3" in text
    assert "3 questions with the rule, 0 without" in text


def test_check_changes_nothing(ruled):
    ruled.rule(FITS)
    before = (ruled.folder / "harvester.db").read_bytes()
    ruled("rules", "check")
    assert (ruled.folder / "harvester.db").read_bytes() == before


MISSING = {
    "question": ('question = ".gone"', 'question = ".gone" matches nothing'),
    "content": ('content = ".gone"', 'content = ".gone" matches nothing'),
    "answer": ('question = ".q"\nanswer = ".gone"', 'answer = ".gone" matches nothing'),
    "drop beside others": ('question = ".q"\ndrop = ".gone"', 'drop = ".gone" matches nothing'),
    "drop alone": ('drop = ".gone"', 'drop = ".gone" matches nothing'),
}


@pytest.mark.parametrize(("selectors", "words"), MISSING.values(), ids=MISSING)
def test_a_selector_that_matches_nothing_is_reported(ruled, selectors, words):
    ruled.rule(f'[[rule]]\nhosts = ["127.0.0.1"]\n{selectors}')
    assert ruled("rules", "check", code=1).stderr.count(words) == 1


LEFT = {
    "a drop that drops everything": (
        'question = ".q"\ndrop = "body"',
        'question = ".q" matches nothing of what',
    ),
    "a question elsewhere": (
        'content = "h1"\nquestion = ".q"',
        'question = ".q" matches nothing in the content',
    ),
    "content that was dropped": (
        'content = "main"\ndrop = "main"',
        'content = "main" matches nothing of what',
    ),
}


@pytest.mark.parametrize(("selectors", "words"), LEFT.values(), ids=LEFT)
def test_where_a_selector_was_looked_for_in_vain(ruled, selectors, words):
    ruled.rule(f'[[rule]]\nhosts = ["127.0.0.1"]\n{selectors}')
    assert words in ruled("rules", "check", code=1).stderr


def test_a_question_that_is_not_answered_is_counted(ruled):
    ruled.rule(FITS.replace('".q"', '"h1, .q"'))
    [row] = checked(ruled)
    assert (row["matches"]["question"], row["pairs"], row["unanswered"]) == (4, 3, 1)
    assert "left out: 1 question that no answer follows" in ruled("rules", "check").stdout


def test_a_page_that_loses_all_of_its_questions_is_named(ruled, site, page, ferry):
    site.pages["/asked"] = page("The island's ferry", *ferry)
    ruled("add", "--kind", "page", f"{site.url}/asked")
    ruled("run")
    ruled.rule('[[rule]]\nhosts = ["127.0.0.1"]\ndrop = "article, .promo"')
    assert f"{site.url}/asked: rule 1 leaves none of its 4 questions" in ruled("rules", "check").stderr


def test_a_drop_need_not_match_on_every_page(ruled, site):
    site.pages["/plain"] = PAGE.replace("promo", "note")
    ruled("add", "--kind", "page", f"{site.url}/plain")
    ruled("run")
    ruled.rule(FITS)
    assert sorted(row["matches"]["drop"] for row in checked(ruled)) == [0, 1]


def test_a_rule_for_no_stored_page_is_named(ruled):
    ruled.rule(f'{FITS}[[rule]]\nhosts = ["other.example"]\ndrop = "p"')
    assert "rule 2 for other.example: no capture is read by it" in ruled("rules", "check").stderr


def test_a_rule_that_another_goes_before_is_named(ruled):
    ruled.rule(FITS + FITS)
    assert "rule 2 for 127.0.0.1: no capture is read by it, but by rule 1" in (ruled("rules", "check").stderr)


def test_a_rule_of_another_day_is_not_tried(ruled):
    ruled.rule(f"{FITS}valid_until = 2020-01-01")
    [row] = checked(ruled)
    assert (row["rule"], row["ended"], row["pairs"]) == (None, [1], 0)
    assert "no rule is for it: rule 1 ended before that day" in ruled("rules", "check").stdout


def test_a_rule_that_has_ended_is_tried_on_the_captures_of_its_day(ruled, site):
    """Of two captures a day apart, the first is read by the rule of its day, the last by the other."""
    url = f"{site.url}/ferry"
    old = Capture(
        url, datetime(2020, 1, 1, 12, tzinfo=UTC), Outcome.OK, status=200,
        body=PAGE.replace('"q"', '"question"').encode(),
    )  # fmt: skip
    with closing(open_archive(ruled.folder / "harvester.db")) as db:
        add_chain(db, Recording(1, "article"), (old,))
    ruled("run")
    ruled.rule(f"{FITS}{FITS.replace('.q', '.question')}valid_until = 2020-01-01")
    assert [(row["rule"], row["captured_at"][:4], row["pairs"]) for row in checked(ruled)][1:] == [
        (2, "2020", 3)
    ]
    assert ruled("rules", "check").stderr == ""
    assert len(checked(ruled, url)) == 2


def test_a_host_that_no_rule_names(ruled, site):
    ruled.rule(FITS.replace("127.0.0.1", "other.example"))
    assert "no rule is for its host" in ruled("rules", "check", f"{site.url}/ferry").stdout


def test_a_saved_page(ruled):
    ruled.rule(FITS.replace("127.0.0.1", "*.norra.example"))
    (ruled.folder / "page.html").write_text(PAGE)
    [row] = checked(ruled, "--file", "page.html", "--url", "https://www.norra.example/ferry")
    assert (row["matches"]["question"], row["pairs"]) == (3, 3)


# A page that a run would not read by its rule: (what it says, words of the problem).
NO_ARTICLE = {
    "a wall": (
        "<html><title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p></html>",
        "not an article: bot_wall: ",
    ),
    "a feed": (
        "<rss><channel><item><link>/a</link></item></channel></rss>",
        "not an article: feed: this is a feed, not an article",
    ),
    "a feed in tatters": ('<!DOCTYPE rss [<!ENTITY a "b">]><rss/>', "not an article: unreadable: "),
}


@pytest.mark.parametrize(("text", "words"), NO_ARTICLE.values(), ids=NO_ARTICLE)
def test_no_selector_is_tried_on_what_is_no_article(ruled, text, words):
    ruled.rule(FITS.replace("127.0.0.1", "www.norra.example"))
    ruled.folder.joinpath("page.html").write_text(text)
    saved = ("--file", "page.html", "--url", "https://www.norra.example/ferry")
    [row] = checked(ruled, *saved, code=1)
    assert (row["rule"], row["matches"], row["pairs"], row["pairs_without"]) == (1, {}, 0, 0)
    assert row["note"].startswith(words)
    result = ruled("rules", "check", *saved, code=1)
    assert "matches" not in result.stdout
    [problem] = result.stderr.splitlines()
    assert words in problem


def test_a_saved_page_goes_with_its_address(ruled):
    ruled.rule(FITS)
    (ruled.folder / "page.html").write_text(PAGE)
    assert "go together" in ruled("rules", "check", "--file", "page.html", code=2).stderr
    assert "is not an address" in ruled("rules", "check", "--file", "page.html", "--url", "x", code=6).stderr


def test_without_rules_there_is_nothing_to_check(ruled):
    assert "has no rules" in ruled("rules", "check", code=2).stderr


def test_a_bad_rule_stops_the_run_before_anything_is_fetched(ruled, site):
    ruled.rule('[[rule]]\nhosts = ["127.0.0.1"]\nquestion = "h3["')
    before = len(site.requests)
    assert "rule 1: question" in ruled("run", code=2).stderr
    assert len(site.requests) == before


def readings(ruled):
    return ruled.rows("SELECT reader, pairs, reason FROM reading ORDER BY capture_id")


def test_a_run_reads_the_archive_by_the_rules_it_finds(ruled):
    [(plain, pairs, _)] = readings(ruled)
    assert pairs == 0
    ruled.rule(FITS)
    assert "2 waiting captures read" in ruled("run").stdout
    labels, *found = zip(*readings(ruled), strict=True)
    assert plain not in labels
    assert found == [(3, 3), ("", "")]
    assert ruled.rows("SELECT count(*) FROM change") == [(0,)]  # ours, not the publisher's
    assert ruled.rows("SELECT DISTINCT method, confidence FROM placement") == [("rule", 1.0)]
    assert "waiting" not in ruled("run").stdout
    ruled.rule("")
    assert "4 waiting captures read" in ruled("run").stdout
    assert {row[:2] for row in readings(ruled)} == {(plain, 0)}


def test_rebuild_gives_the_same_rows_by_the_same_rules(ruled):
    ruled.rule(FITS)
    ruled("run")
    ruled("rebuild")  # which forgets the content that only the reader before found
    before = ruled.derived()
    ruled("rebuild")
    assert ruled.derived() == before


def test_an_old_capture_keeps_the_rule_of_its_day(ruled):
    ruled.rule(f"{FITS}valid_until = 9999-12-31\n{FITS.replace('.q', 'h1')}")
    ruled("run")
    assert {pairs for _, pairs, _ in readings(ruled)} == {3}


def test_a_rule_that_does_not_fit_is_put_aside_with_a_reason(ruled):
    ruled.rule(FITS.replace(".q", ".gone"))
    ruled("run")
    assert all('question = ".gone" matches nothing' in reason for _, _, reason in readings(ruled))


def test_parse_reads_a_url_by_its_rule(ruled, site):
    ruled.rule(FITS)
    row = json.loads(ruled("parse", f"{site.url}/ferry", "--format", "jsonl").stdout)
    assert [pair["question"] for pair in row["pairs"]] == ["Fare refunds", "Season tickets", "Bicycles"]
    assert "named by the site rule" in ruled("parse", f"{site.url}/ferry", "--explain").stdout
    ruled.rule(FITS.replace(".q", ".gone"))
    assert "was put aside" in ruled("parse", f"{site.url}/ferry").stderr


def test_parse_reads_a_saved_page_by_the_rule_of_its_address(ruled):
    ruled.rule(FITS.replace("127.0.0.1", "*.norra.example"))
    (ruled.folder / "page.html").write_text(PAGE)
    url = "https://www.norra.example/ferry"
    row = json.loads(ruled("parse", "page.html", "--url", url, "--format", "jsonl").stdout)
    assert (row["source"], row["url"], len(row["pairs"])) == ("page.html", url, 3)
    assert "named by the site rule" in ruled("parse", "page.html", "--url", url, "--explain").stdout
    assert "No questions" in ruled("parse", "page.html").stdout
    assert "has no host" in ruled("parse", "page.html", "--url", "norra", code=2).stderr

"""Warnings: each kind is told, alike things are one, and docs/operating.md explains each word."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harvester.model import SUCCESSES, Outcome, Verdict
from harvester.view.status import NEW
from harvester.view.warning import WARNINGS
from harvester.view.warnings import LARGE_LOG, Operation, is_silent, warnings

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SITE = "https://tarvel.example"


def ago(**time):
    return (NOW - timedelta(**time)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def run(began, ended=None, **columns):
    return {"id": 7, "command": "run", "started_at": began, "ended_at": ended, **columns}


def source(number=1, trouble="", **columns):
    url = f"https://{number}.example/feed.xml"
    said = {"problem": trouble and "no such host", "trouble_since": trouble and ago(days=3)}
    new = dict.fromkeys(NEW, 0)
    return {"id": number, "url": url, "state": "followed", "trouble": trouble, **said, **new, **columns}


def article(number=1, trouble="gone", **columns):
    said = {"reason": "why", "detail": "", "since": ago(days=1), "version": 1, "pairs": 0, "pairs_before": 8}
    owner = {"source": None, "articles": 9, "capture": f"{number:032x}"}
    return {"url": f"{SITE}/{number}", "trouble": trouble, **said, **owner, **columns}


NOTHING = {
    "archive": {"stopped_captures": 0},
    "runs": [],
    "sources": [],
    "announced": {},
    "trouble": [],
    "losses": [],
    "losses_by_reading": [],
    "together": [],
    "alternating": [],
    "questionless": [],
    "left_out": [],
    "overdue": [],
    "notices": [],
}
HOURLY = [run(ago(hours=30 + n), ago(hours=30 + n)) for n in range(10)]
TOGETHER = {
    "host": "tarvel.example",
    "changed": 12,
    "captured": 14,
    "run_id": 7,
    "at": ago(days=1),
    "shared": "12",
}
LOSS = article(trouble="", version=2, pairs=1)
del LOSS["capture"]

# Its word: (facts, operation, what it says, how many rows it has).
KINDS = {
    "disk_low": ({}, {"low_space": "only 3 MiB are free"}, "only 3 MiB are free", 0),
    "no_run": ({"runs": HOURLY}, {}, "no run since 2026-11-22 06:00", 1),
    "overdue": (
        {"overdue": [{"url": SITE, "since": ago(days=2), "urls": 39, "total": 40}]},
        {},
        "40 URLs not asked for a day after that was due",
        1,
    ),
    "run_unended": ({"runs": [run(ago(days=2))]}, {}, "run 7 began 2026-11-21 12:00 and has not ended", 1),
    "reading_stopped": (
        {"archive": {"stopped_captures": 2}},
        {},
        "2 captures stopped the program when read",
        0,
    ),
    "log_large": ({}, {"log_bytes": LARGE_LOG + 1}, "the write-ahead log has 256 MiB", 0),
    "notice_failing": (
        {"notices": [{"name": name, "tries": tries, "problem": "x"} for name, tries in (("a", 3), ("b", 2))]},
        {},
        "1 notice does not reach the target, and messages wait",
        1,
    ),
    "address_refused": (
        {"trouble": [article(1, "address_refused")]},
        {},
        "tarvel.example: 1 article: address refused",
        1,
    ),
    "source_dead": (
        {"sources": [source(n, "dns_error") for n in range(300)]},
        {},
        "300 sources give nothing: dns error",
        300,
    ),
    "source_changed": ({"sources": [source(1, "bot_wall")]}, {}, "1 source gives nothing: bot wall", 1),
    "source_empty": ({"sources": [source(1, "empty")]}, {}, "1 source gives nothing: empty", 1),
    "source_silent": (
        {"sources": [source()], "announced": {1: [ago(days=20 + n) for n in range(9)]}},
        {},
        "1 source announced nothing new for longer than ever",
        1,
    ),
    "host_refusing": (
        {"trouble": [article(n, "refused") for n in range(3)]},
        {},
        "tarvel.example: 3 articles: refused",
        3,
    ),
    "host_failing": (
        {"trouble": [article(n, "timeout") for n in range(4)]},
        {},
        "tarvel.example: 4 articles: timeout",
        4,
    ),
    "walled": ({"trouble": [article(1, "paywall")]}, {}, "tarvel.example: 1 article: paywall", 1),
    "yield_collapsed": (
        {"trouble": [article(1, "suspect", source=SITE)], "losses": [LOSS | {"source": SITE}]},
        {},
        f"{SITE}: 2 of 9 articles lost all or most questions",
        2,
    ),
    "reading_lost": (
        {"losses_by_reading": [LOSS]},
        {},
        "1 article lost all or most questions when read again",
        1,
    ),
    "changed_together": (
        {"together": [TOGETHER]},
        {},
        "tarvel.example: 12 of 14 articles changed in run 7",
        1,
    ),
    "alternating": ({"alternating": [article()]}, {}, "1 article with several contents by turns", 1),
    "waiting": (
        {"trouble": [article(1, "waiting", pairs=2)]},
        {},
        "1 article lost many questions at once: ",
        1,
    ),
    "another_article": (
        {"trouble": [article(1, "suspect", pairs=4)]},
        {},
        "1 URL may show another article now",
        1,
    ),
    "without_questions": (
        {"questionless": [article()]},
        {},
        "1 article that a person follows, without questions",
        1,
    ),
    "article_failing": ({"trouble": [article(1), article(2)]}, {}, "2 articles: gone", 2),
    "rejected": (
        {"trouble": [article(1) | {"trouble": "rejected"}]},
        {},
        "1 article of which somebody rejected what the page shows",
        1,
    ),
    "text_left_out": (
        {"left_out": [{"url": SITE, "left_out": 0.5}]},
        {},
        "1 article with much text between",
        1,
    ),
}


def test_nothing_is_no_warning():
    fine = NOTHING | {"runs": [run(ago(hours=1 + n), ago(hours=1)) for n in range(20)], "sources": [source()]}
    assert warnings(fine | {"announced": {1: [ago(days=n) for n in range(9)]}}, Operation(NOW)) == []


@pytest.mark.parametrize(("facts", "operation", "about", "rows"), KINDS.values(), ids=KINDS)
def test_each_kind_is_told(request, facts, operation, about, rows):
    [told] = warnings(NOTHING | facts, Operation(NOW, **operation))
    assert told.word == request.node.callspec.id
    assert told.about.startswith(about)
    assert len(told.rows) == rows
    assert told.as_json()["number"] == max(1, rows)


def test_each_word_has_its_case():
    assert [*KINDS] == [*WARNINGS]


def test_the_most_urgent_comes_first():
    every = NOTHING | {}
    for facts, *_ in KINDS.values():
        every |= {
            name: [*every[name], *rows] if isinstance(rows, list) else rows for name, rows in facts.items()
        }
    order = [each.word for each in warnings(every, Operation(NOW, "full", LARGE_LOG + 1))]
    assert order == sorted(order, key=[*WARNINGS].index)


def test_a_few_failures_of_a_host_are_told_as_articles():
    found = warnings(NOTHING | {"trouble": [article(n, "refused") for n in range(2)]}, Operation(NOW))
    assert [each.word for each in found] == ["article_failing"]


@pytest.mark.parametrize("word", sorted({*Outcome, *Verdict} - SUCCESSES - {Verdict.CONTENT}))
@pytest.mark.parametrize("number", [1, 5])
def test_no_trouble_of_an_article_goes_untold(word, number):
    found = warnings(NOTHING | {"trouble": [article(n, str(word)) for n in range(number)]}, Operation(NOW))
    assert sum(len(each.rows) for each in found) == number


@pytest.mark.parametrize("word", sorted({*Outcome, *Verdict} - SUCCESSES - {Verdict.CONTENT}))
def test_no_trouble_of_a_source_goes_untold(word):
    [told] = warnings(NOTHING | {"sources": [source(1, str(word))]}, Operation(NOW))
    assert told.word == "address_refused" or told.word.startswith("source_")


def test_what_must_be_decided_has_its_commands():
    [told] = warnings(
        NOTHING | {"trouble": [article(1, "waiting", capture="ab" * 16, pairs=2)]}, Operation(NOW)
    )
    assert told.rows[0]["do"] == "harvester show --raw abababababababab; harvester accept abababababababab"


# What it shows: (new articles, how many have questions, the same of those before, whether it is told).
YIELDS = {
    "as before": (12, 11, 40, 38, False),
    "nothing any more": (12, 0, 40, 38, True),
    "a third": (12, 4, 40, 40, False),
    "less than a third": (13, 4, 40, 40, True),
    "a source of which few articles ask": (20, 1, 100, 5, False),
    "too few to say": (4, 0, 40, 38, False),
    "no past": (12, 0, 0, 0, False),
}


@pytest.mark.parametrize(("new", "asking", "before", "asked", "told"), YIELDS.values(), ids=YIELDS)
def test_the_yield_of_a_source(new, asking, before, asked, told):
    row = source(**dict(zip(NEW, (new, asking, before, asked), strict=True)))
    found = warnings(NOTHING | {"sources": [row]}, Operation(NOW))
    assert [each.word for each in found] == ["yield_collapsed"] * told


WEEKLY = [ago(days=7 * n) for n in range(1, 8)]
WORKDAYS = [ago(days=n) for n in range(3, 20) if (NOW - timedelta(days=n)).weekday() < 5]

# What it shows: (when something happened, hours that have passed since, whether that is silence).
HABITS = {
    "as usual": (WEEKLY, 0, False),
    "late, but not for longer than three times the gap": (WEEKLY, 24 * 13, False),
    "much later": (WEEKLY, 24 * 15, True),
    "after a weekend": (WORKDAYS, 0, False),
    "a habit of too few gaps": (WEEKLY[:4], 24 * 99, False),
    "never": ([], 0, False),
    "a feed that had much in an hour": ([ago(minutes=n) for n in range(60)], 48, False),
}


@pytest.mark.parametrize(("times", "hours", "silent"), HABITS.values(), ids=HABITS)
def test_silence_is_longer_than_the_habit(times, hours, silent):
    assert is_silent(times, NOW + timedelta(hours=hours), 3, timedelta(days=3)) is silent


OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"


def test_the_page_on_operation_has_each_warning():
    assert re.findall(r"^\| `(\w+)` \|", OPERATING.read_text("utf-8"), re.MULTILINE) == [*WARNINGS]

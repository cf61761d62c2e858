"""Which URLs are one article, in a notation that docs/identity.md and identity_cases.md use too.

1 /old : a b                       on day 1, /old showed the questions a and b
2 /old 301 /new : a b2             on day 2, /old redirected to /new, which showed a, and b in other words
3 /new : gone                      a word says what came instead of content
4 /new : a b ; canonical /one      the content names a canonical URL
5 announced /new                   a feed announced it
6 join /a /b, 6 part /a            a person decided
= /new 1 2 3 ; astray 4            an article: where it lives now, its sightings, those that led astray
"""

import random
import re
import sys
from itertools import permutations
from pathlib import Path

import pytest

from harvester.history.evidence import Join, Part
from harvester.history.identity import identify
from harvester.history.sighting import Hop, Sighting
from harvester.history.spelling import article_id
from harvester.model import Pair, Snapshot

DOCUMENT = Path(__file__).parents[2] / "docs" / "identity.md"
ENDS = {
    "gone": (404, "gone", ""),
    "timeout": (0, "timeout", ""),
    "failing": (500, "server_error", ""),
    "wall": (200, "ok", "bot_wall"),
    "soft404": (200, "ok", "soft_404"),
    "loop": (302, "redirect_loop", ""),
}
ORDERS = 20  # of 720 or more; the properties shuffle too


def full(url):
    """/path is on the site of most cases, //host/path on another one."""
    url = f"//tarvel.example{url}" if url.startswith("/") and not url.startswith("//") else url
    return f"https:{url}" if url.startswith("//") else url


def short(url):
    return re.sub("^https:(//tarvel[.]example(?=/))?", "", url)


def at(day):
    return f"2026-11-{int(day):02}T06:00:00.000Z"


def sighting(day, line, number):
    chain, _, shown = line.partition(" : ")
    shown, _, canonical = shown.partition(" ; canonical ")
    urls, statuses = chain.split()[::2], chain.split()[1::2]
    status, outcome, verdict = ENDS.get(shown, (200, "ok", "content"))
    asked = frozenset(shown.split()) if verdict == "content" and shown != "nothing" else frozenset()
    return Sighting(
        key=f"{number:032x}",
        at=at(day),
        hops=tuple(map(Hop, map(full, urls), (*map(int, statuses), status))),
        outcome=outcome,
        verdict=verdict,
        snapshot=shown if verdict == "content" else "",
        canonical=full(canonical) if canonical else "",
        questions=asked,
    )


def content(snapshot):
    """The questions of a snapshot; b and b2 have one answer."""
    return Snapshot(
        pairs=tuple(Pair(word, answer(word[0])) for word in snapshot.split() if word != "nothing")
    )


def answer(letter):
    return " ".join(f"{letter}{letter}{number}" for number in range(30))


def read(text):
    """Sightings, announcements, decisions, and the articles expected."""
    sightings, known, decisions, expected = [], [], [], []
    for line in filter(None, map(str.strip, text.strip().splitlines())):
        day, rest = line.split(maxsplit=1)
        word, *urls = rest.split()
        if day == "=":
            expected.append(" ".join(rest.split()))
        elif word == "announced":
            known.append((full(urls[0]), at(day)))
        elif word == "join":
            decisions.append(Join(at(day), *map(full, urls)))
        elif word == "part":
            decisions.append(Part(at(day), full(urls[0])))
        else:
            sightings.append(sighting(day, " ".join(rest.split()), len(sightings) + 1))
    return sightings, known, decisions, sorted(expected)


def told(article):
    keys = " ".join(str(int(key, 16)) for key in article.sightings)
    astray = " ".join(str(int(key, 16)) for key in article.astray)
    return f"{short(article.url)} {keys}".strip() + (f" ; astray {astray}" if astray else "")


def examples(path):
    """The fenced examples of a document, by the heading above each."""
    text = path.read_text("utf-8")
    found = re.findall(r"^### (.+?)$[^#]*?```\n(.+?)```", text, re.MULTILINE | re.DOTALL)
    assert len(dict(found)) == len(re.findall("^### ", text, re.MULTILINE))
    return dict(found)


def check(text):
    sightings, known, decisions, expected = read(text)
    shuffled = random.Random(4)  # the same orders in each run
    for _ in range(ORDERS):
        for each in (sightings, known, decisions):
            shuffled.shuffle(each)
        assert sorted(map(told, identify(sightings, known, decisions, content))) == expected


CASES = examples(Path(__file__).parent / "identity_cases.md")
DOCUMENTED = examples(DOCUMENT)


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_identity(text):
    check(text)


@pytest.mark.parametrize("text", DOCUMENTED.values(), ids=DOCUMENTED)
def test_each_example_of_the_document_is_true(text):
    check(text)


def article_of(articles, url):
    """The article that the URL's id stands for."""
    return next(each for each in articles if article_id(full(url)) in {each.id, *each.aliases})


MEMBERS = {
    "moved": (
        "1 /old : a\n2 /old 301 /new : a",
        [("/old", "asked", "1", ""), ("/new", "redirect", "2", "")],
    ),
    "found behind a redirect": (
        "1 /old 301 /new : a",
        [("/new", "redirect", "1", ""), ("/old", "redirect", "1", "")],
    ),
    "announced": ("3 announced /x", [("/x", "announced", "3", "")]),
    "spelled otherwise": (
        "1 /x : a\n2 announced /x?utm_source=rss",
        [("/x", "asked", "1", ""), ("/x?utm_source=rss", "spelling", "2", "")],
    ),
    "a twin": ("1 /x : a\n2 /x/ : a", [("/x", "asked", "1", ""), ("/x/", "spelling", "2", "")]),
    "canonical": (
        "1 /x : a ; canonical /y\n2 /y : a",
        [("/x", "asked", "1", ""), ("/y", "canonical", "2", "")],
    ),
    "joined": ("1 /x : a\n2 /y : b\n3 join /x /y", [("/x", "asked", "1", ""), ("/y", "joined", "2", "")]),
    "reused later": (
        "1 /x : a\n2 /x 301 /y : a\n3 /x : b",
        [("/x", "asked", "1", "3"), ("/y", "redirect", "2", "")],
    ),
    "/latest while it led there": (
        "1 /latest 302 /x : a\n2 /latest 302 /y : b\n3 /x : a",
        [("/latest", "redirect", "1", "2"), ("/x", "asked", "1", "")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), MEMBERS.values(), ids=MEMBERS)
def test_members(text, expected):
    articles = identify(*read(text)[:3])
    members = article_of(articles, expected[0][0] if "/latest" not in text else "/x").members
    assert [(short(url), how, since, until) for url, how, since, until in members] == [
        (url, how, at(since), until and at(until)) for url, how, since, until in expected
    ]


ASKS = {
    "where it lives now, then where it lived": ("1 /old : a\n2 /old 301 /new : a", ["/new", "/old"]),
    "the older ones, the newest first": (
        "1 /a1 : a\n2 /a1 301 /a2 : a\n3 /a2 301 /a3 : a\n4 /a3 : gone",
        ["/a3", "/a2", "/a1"],
    ),
    "a new spelling before the older ones": (
        "1 /old : a\n2 /old 301 /new : a\n3 announced http://tarvel.example/new",
        ["/new", "http://tarvel.example/new", "/old"],
    ),
    "one of many campaigns": (
        "1 /x : a\n2 announced /x?utm_source=c1\n3 announced /x?utm_source=c2",
        ["/x"],
    ),
    "the newest announcement, of what was never there": ("1 announced /x#a\n2 announced /x#b", ["/x#b"]),
    "a URL that was reused is not asked": ("1 /x : a\n2 /x 301 /y : a\n3 /x : b\n4 /y : gone", ["/y"]),
    "AMP where the article is gone": (
        "1 /x : a\n2 /amp/x : a ; canonical /x\n3 /x : gone\n",
        ["/amp/x", "/x"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), ASKS.values(), ids=ASKS)
def test_asks(text, expected):
    articles = identify(*read(text)[:3])
    article = article_of(articles, expected[0])
    assert list(map(short, article.asks)) == expected


IDS = {
    "where its content was read first": ("1 /new : a\n2 /old : a\n3 /old 301 /new : a", "/new", ["/old"]),
    "not where it was asked for first": ("1 /old 301 /new : a", "/new", ["/old"]),
    "each spelling": ("1 /x?utm_source=rss : a\n2 /x : a", "/x?utm_source=rss", ["/x"]),
    "captured before announced": ("1 announced /x?utm_source=rss\n2 /x : gone", "/x", ["/x?utm_source=rss"]),
    "a hub that only dead articles lead to": ("1 /x : a\n2 /x 301 /hub : c", "/x", ["/hub"]),
}


@pytest.mark.parametrize(("text", "first", "others"), IDS.values(), ids=IDS)
def test_ids(text, first, others):
    (article,) = identify(*read(text)[:3])
    assert article.id == article_id(full(first))
    assert set(article.aliases) >= {article_id(full(other)) for other in others}


def test_a_reused_url_gives_its_second_article_an_id_of_its_own():
    text = "1 /q : a\n2 /q 301 /q1 : a\n3 /q : b"
    sightings, *_ = read(text)
    articles = identify(sightings)
    assert len({article.id for article in articles}) == 2
    (early,) = identify(sightings[:2])
    (alone,) = identify(sightings[2:])
    assert early.id == alone.id == article_of(articles, "/q").id  # the first tenure keeps the URL's id
    for day in permutations(sightings):
        assert identify(day) == articles


def test_a_304_shows_what_it_confirms():
    sightings, *_ = read("1 /old : a\n2 /old 301 /new : a")
    confirmed = sightings[1]._replace(outcome="not_modified", key="f" * 32, at=at(3))
    (article,) = identify([*sightings, confirmed])
    assert len(article.sightings) == 3
    assert not article.astray


def calls(run):
    """How many functions, of Python and of C, are called while it runs."""
    count = 0

    def counted(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


LARGE = {
    "dead URLs that redirect to one page": "1 /p{n} : q{n}\n2 /p{n} 301 /hub : c",
    "URLs of one article that redirect to one page": "1 /p{n} : c\n2 /p{n} 301 /hub : c",
    "campaigns of one article": "1 /x?utm_id={n} : c{n} ; canonical /x",
    "one URL that leads to a new article each week": "1 /latest 302 /p{n} : c{n}",
    "a URL that is used again and again": "{n} /x : q{n}\n{n} /x 301 /p{n} : q{n}",
    "one article that is read again and again": "{n} /x : a b{n}",
    "pages that name one canonical URL": "1 /p{n} : a b{n} ; canonical /x",
}


@pytest.mark.parametrize("line", LARGE.values(), ids=LARGE)
def test_the_work_grows_with_the_sightings_only(line):
    """Eight times as many take eight times the calls, give or take logarithms and caches; not sixty-four."""
    few, many = ("\n".join(line.format(n=n) for n in range(10, 10 + size)) for size in (100, 800))
    few, many = read(few)[0], read(many)[0]
    identify(many)  # fills the cache of spellings for both
    assert calls(lambda: identify(many)) < 16 * calls(lambda: identify(few))

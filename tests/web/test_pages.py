"""Every page on every kind of archive: it comes, it fits, and it says what there is."""

import re

import pytest
from addresses import addresses

from harvester.web.guard import HEADERS
from harvester.web.routes import PAGES

ARCHIVES = ("empty", "few", "scripts", "many", "huge")

RIVER = "/article/25e9ccdd9aac6179"
QUESTION = f"{RIVER}/question/69a1ff52677e0281"
LISTS = "/article/2712cd664654ec43"
MAX_BYTES = 250_000
"""Bytes of HTML of a page at most."""


def test_the_walk_knows_every_page(archives):
    assert set(addresses(archives("few"))) == set(PAGES)


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_page_comes_and_fits(browsing, archives, name):
    for pattern, address in addresses(archives(name)).items():
        answer = browsing(name).get(address)
        assert answer.status_code == 200, pattern
        assert len(answer.content) <= MAX_BYTES or answer.headers["content-type"].startswith("text/plain"), (
            pattern
        )


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_answer_has_the_headers(browsing, archives, name):
    asked = [*addresses(archives(name)).values(), "/none", "/article/none", "/static/style.css", "/?limit=x"]
    for address in asked:
        answer = browsing(name).get(address, follow_redirects=False)
        for header in HEADERS:
            assert answer.headers.get_list(header), (address, header)
            assert len(answer.headers.get_list(header)) == 1, (address, header)


def river(few, path=""):
    return few.get(RIVER + path)


def text_of(answer):
    """What a page shows, on one line."""
    body = re.sub(r"(?s)<script.*?</script>|<[^>]*>", " ", answer.text[answer.text.index("<main") :])
    return " ".join(body.split())


SHOWN = {
    "an empty archive says what to do": ("empty", "/", ["This archive is empty", "harvester add"]),
    "the first page has numbers": ("few", "/", ["3 articles", "What changed", "1 to look at"]),
    "a change with its words": ("few", "/", ["When [inserted: exactly ] will the dam be"]),
    "an article over time": (
        "few",
        RIVER,
        ["The river Tarvel", "negation in version 2", "dropped in version 4", "restored in version 5", "v5"],
    ),
    "an article that is gone": (
        "few",
        "/article/2e43ca2153974a5c",
        ["The page is gone", "version 1 is kept"],
    ),
    "a version by its number": (
        "few",
        RIVER + "/v/1",
        [
            "Why is the water of the river so low?",
            "by Ada Berg · published 2026-01-05 07:30",
            "It did not rain",
            "Version 1 , first seen",
        ],
    ),
    "a link of an answer": (
        "few",
        RIVER + "/v/3",
        ["decree [1] , and", "https://office.example/decree"],
    ),
    "since when an answer stands": (
        "few",
        RIVER + "/v/3",
        ["In these words since version 1"],
    ),
    "what changed": (
        "few",
        RIVER + "/v/3/changes",
        [
            "3 changes",
            "[removed: The dam leaks 35 %",
            "inserted: One boat does",
            "1 question without a change",
        ],
    ),
    "side by side": ("few", RIVER + "/v/3/changes?form=beside", ["3 changes"]),
    "the same version twice": (
        "few",
        RIVER + "/compare?older=2&newer=2",
        ["The same version"],
    ),
    "any two versions": (
        "few",
        RIVER + "/compare?older=5&newer=1",
        ["Version 1", "version 5"],
    ),
    "a huge answer is cut": ("huge", LISTS + "/v/1", ["The whole answer, as plain text"]),
    "a huge edit is an excerpt": (
        "huge",
        LISTS + "/v/2/changes",
        ["[removed: 35 ]", "[inserted: 53 ]"],
    ),
    "a question with its lives": (
        "few",
        QUESTION,
        ["When exactly will the dam be repaired?", "Version 3", "then dropped", "[inserted: exactly ]"],
    ),
    "a question that others ask, too": (
        "few",
        f"{RIVER}/question/69a1ff52677e0281/alike",
        ["Similar questions elsewhere", "to now"],
    ),
    "a search": ("few", "/search?q=dam+snow", ["be repaired?", "snow"]),
    "a search within a class": ("few", "/search?q=dam&class=formula", ["Nothing was found"]),
    "a search for a phrase": (
        "few",
        "/search?q=%22old+pier%22",
        ["Do the boats still go to the island?", "twice"],
    ),
    "a search by characters": ("scripts", "/search?q=水位", ["水位", "はなぜ"]),
    "a search for nothing": ("few", "/search", ["Questions that had all the words"]),
    "a search by exclusion alone": ("few", "/search?q=-dam", ["Nothing can be searched for"]),
    "all changes": ("few", "/changes", ["The page moved from", "One boat does", "from place 1 to place 2"]),
    "changes of a kind": ("few", "/changes?kind=dropped", ["dropped", "what changed in version 4"]),
    "changes that there are not": ("few", "/changes?class=formula", ["No such changes"]),
    "changes of a source": ("few", "/changes?source=https://tarvel.example/feed&min=0.85", ["negation"]),
    "the list of articles": (
        "few",
        "/articles",
        ["The river Tarvel", "4 questions · 5 versions"],
    ),
    "a source": ("few", "/source?url=https://tarvel.example/feed", ["The river Tarvel", "The pier", "feed"]),
    "the sources": ("few", "/sources", ["https://tarvel.example/feed", "2 articles"]),
    "sources, of which one names what another named first": (
        "one",
        "/sources",
        ["feed · 1 article ·", "feed · 0 articles that no other source named first ·"],
    ),
    "the same on the first page": ("one", "/", ["feed, 0 articles that no other source named first"]),
    "a source that names nothing first": (
        "one",
        "/source?url=https://tarvel.example/late",
        ["0 articles that no other source named first", "another source announced before"],
    ),
    "the runs": ("few", "/runs", ["8 ok", "it goes on, or was killed"]),
    "what needs a look": ("few", "/health", ["gone The mill since", "harvester accept"]),
    "many questions go on": ("many", "/article/e4b671aeda0e72ef/v/2", ["From question"]),
}


@pytest.mark.parametrize(("name", "path", "words"), SHOWN.values(), ids=SHOWN)
def test_what_a_page_says(browsing, name, path, words):
    shown = text_of(browsing(name).get(path))
    assert [each for each in words if each not in shown] == []


LEADS_ON = {
    "a number to a time": (
        RIVER + "/v/2",
        RIVER + "/at/2031-03-05T12:00:00.000Z",
    ),
    "a number to a time, further down": (
        RIVER + "/v/2?begin=2",
        RIVER + "/at/2031-03-05T12:00:00.000Z?begin=2",
    ),
    "a version's changes, side by side": (
        RIVER + "/v/2/changes?form=beside",
        RIVER + "/from/2031-03-04T12:00:00.000Z/to/2031-03-05T12:00:00.000Z?form=beside",
    ),
    "two versions, side by side": (
        RIVER + "/compare?newer=2&older=1&form=beside",
        RIVER + "/from/2031-03-04T12:00:00.000Z/to/2031-03-05T12:00:00.000Z?form=beside",
    ),
    "a day to a moment": (
        RIVER + "/at/2031-03-06",
        RIVER + "/at/2031-03-06T00:00:00.000Z",
    ),
    "the form to a moment": (
        RIVER + "?at=2031-03-06T10%3A00",
        RIVER + "/at/2031-03-06T10:00:00.000Z",
    ),
    "another zone to UTC": (
        RIVER + "/at/2031-03-06T10:00+02:00",
        RIVER + "/at/2031-03-06T08:00:00.000Z",
    ),
    "the beginning of an id to all of it": ("/article/25e9ccdd", RIVER),
    "later and earlier to earlier and later": (
        RIVER + "/from/2031-03-06/to/2031-03-05",
        RIVER + "/from/2031-03-05T00:00:00.000Z/to/2031-03-06T00:00:00.000Z",
    ),
}


@pytest.mark.parametrize(("path", "target"), LEADS_ON.values(), ids=LEADS_ON)
def test_what_leads_on(few, path, target):
    answer = few.get(path, follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"] == target


def test_as_it_stood_between_two_captures(few):
    assert "Version 2" in text_of(river(few, "/at/2031-03-06T11:59"))


PROBLEMS = {
    "no such page": ("/nothing", 404),
    "no such article": ("/article/0000000000000000", 404),
    "no such version": (RIVER + "/v/99", 404),
    "no number": (RIVER + "/v/two", 400),
    "a number without end": (RIVER + "/v/" + "9" * 400, 400),
    "no time": (RIVER + "/at/yesterday", 400),
    "before the first version": (RIVER + "/at/1999-01-01T00:00:00.000Z", 404),
    "a time that no clock shows": (RIVER + "/at/9999-12-31T23:59-14:00", 400),
    "after the last question": (RIVER + "/at/2031-03-05T12:00:00.000Z?begin=99", 404),
    "an argument without end": (RIVER + "?at=" + "1" * 5000, 400),
    "no form of comparing": (RIVER + "/v/3/changes?form=upside", None),
    "no such question": (RIVER + "/question/0000000000000000", 404),
    "no such source": ("/source?url=https://nowhere.example/", 404),
    "no such capture": ("/capture/00000000000000000000000000000000", 404),
    "no such run": ("/run/00000000", 404),
    "no kind of change": ("/changes?kind=eaten", 400),
    "no significance": ("/changes?min=heavy", 400),
    "more than any significance": ("/changes?min=nan", 400),
    "a folder": ("/static/", 404),
    "a file that is not ours": ("/static/../app.py", 404),
    "the same, encoded": ("/static/%2e%2e/app.py", 404),
    "the same, twice encoded": ("/static/%252e%252e/app.py", 404),
    "the same, by a backslash": ("/static/..%5capp.py", 404),
    "a file of the machine": ("/static//etc/passwd", 404),
    "another host": ("//evil.example/", 404),
    "another host, by a backslash": ("/%5cevil.example", 404),
    "a NUL": ("/article/%00", 404),
    "no UTF-8": ("/article/%ff%fe", 404),
}


@pytest.mark.parametrize(("path", "status"), PROBLEMS.values(), ids=PROBLEMS)
def test_problems_are_pages(few, path, status):
    answer = few.get(f"http://127.0.0.1{path}", follow_redirects=False)
    assert answer.status_code == (status or 302)
    assert "Traceback" not in answer.text
    assert "location" not in answer.headers or answer.headers["location"].startswith("/article/")


def test_pages_say_nothing_that_is_not_so(browsing):
    client = browsing("few")
    assert "lists more" not in client.get("/runs").text
    assert "followed · known since" in text_of(client.get(RIVER))  # since when it is followed nobody keeps
    assert "0 questions" not in text_of(client.get("/health"))  # of a page that is gone
    assert "8 ok, " in text_of(client.get("/")).partition("Last run")[2]

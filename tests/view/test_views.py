"""What view/ gives: the article that is meant, what changed, what a reader should know, the bytes."""

import hashlib
import json
from datetime import UTC, datetime

import pytest

from harvester.archive.connection import select
from harvester.archive.finding import articles_named
from harvester.change import Hunk
from harvester.diff import applied
from harvester.errors import ConfigError, HarvesterError
from harvester.text import content_key
from harvester.view import captures
from harvester.view.articles import article_named, articles, trouble, version
from harvester.view.attention import trouble as troubles
from harvester.view.changes import LogFilter, edits, log
from harvester.view.comparing import Edition, between
from harvester.view.contradictions import first_difference
from harvester.view.events import notable
from harvester.view.status import status
from harvester.view.warnings import Operation

SITE = "https://tarvel.example"


@pytest.fixture
def ids(reader):
    """{path where it lives now: id} of the articles."""
    return {row["url"].removeprefix(SITE): row["article_id"] for row in articles(reader)}


# What it shows: (text made of the article's id, path where the article lives now).
NAMES = {
    "where it lives": (lambda _: f"{SITE}/quay", "/quay"),
    "where it lived": (lambda _: f"{SITE}/pier", "/quay"),
    "spelt otherwise": (lambda _: f"{SITE}/quay?utm_source=x", "/quay"),
    "another scheme": (lambda _: "http://tarvel.example/river", "/river"),
    "with space around": (lambda _: f" {SITE}/river\n", "/river"),
    "its id": (lambda key: key, "/river"),
    "six digits of it": (lambda key: key[:6], "/river"),
    "in capitals": (lambda key: key[:7].upper(), "/river"),
}


@pytest.mark.parametrize(("name", "lives"), NAMES.values(), ids=NAMES)
def test_an_article_is_found_by_what_is_known_of_it(reader, ids, name, lives):
    assert article_named(reader, name(ids[lives])) == ids[lives]


def test_an_article_is_found_by_a_question_and_by_any_id_given_before(db, reader, ids):
    [(question,)] = select(
        reader,
        "SELECT question_id FROM question_history WHERE url LIKE '%/river' AND question LIKE 'Why%' LIMIT 1",
    )
    with db.conn:
        db.conn.execute("INSERT INTO alias VALUES ('feedfeedfeedfeed', 'article', ?1, ?1)", (ids["/mill"],))
        db.conn.execute("INSERT INTO alias VALUES ('beefbeefbeefbeef', 'question', ?, 'x')", (ids["/quay"],))
    assert article_named(reader, "feedfeed") == ids["/mill"]
    assert article_named(reader, "beefbeefbeef") == ids["/quay"]
    asked = {each.id for each in articles_named(reader, question)}
    assert asked == {ids["/river"], ids["/mill"]}  # both ask it


NO_NAMES = ("", "%", "12345", f"{SITE}/nowhere", "zzzzzz", "\udcff", "http://[", "'; DROP TABLE article")


@pytest.mark.parametrize("text", NO_NAMES)
def test_what_names_no_article_is_said(reader, text):
    with pytest.raises(ConfigError, match="names no article"):
        article_named(reader, text)


def test_what_names_several_articles_is_said(reader, ids):
    [(question,)] = select(
        reader, "SELECT question_id FROM question_history WHERE question LIKE 'Who%' LIMIT 1"
    )
    with pytest.raises(ConfigError, match="more than one article") as told:
        article_named(reader, question)
    assert {ids["/quay"], ids["/mill"], ids["/river"]} == set(told.value.allowed[12:-1].split(", "))


def test_changes_and_events_are_one_list(reader, ids):
    told = [(row["record"], row["kind"], row["changed_at"][11:13]) for row in log(reader, ids["/river"])]
    assert [each for each in told if each[0] == "event"] == [
        ("event", "returned", "16"),
        ("event", "walled", "14"),
    ]
    assert {each[2] for each in told if each[0] == "change"} == {"13", "16"}
    assert [each[2] for each in told] == sorted((each[2] for each in told), reverse=True)


def test_the_log_is_bounded(reader):
    everything = log(reader)
    assert log(reader, wanted=LogFilter(limit=2)) == everything[:2]
    since = "2026-11-23T18:00:00.000Z"
    assert [row["kind"] for row in log(reader, wanted=LogFilter(since=since))] == ["end", "gone"]
    assert "follow" not in {row["kind"] for row in everything}  # a beginning is no news


def test_two_consecutive_versions_differ_by_what_the_history_tells(reader, ids):
    river = ids["/river"]
    told = [row for row in log(reader, river) if row["version"] == 2 and row["record"] == "change"]
    found = between(reader, Edition(river, 1), Edition(river, 2))
    assert found
    assert found == [
        {name: row[name] for name in found[0]} for row in sorted(told, key=lambda row: row["seq"])
    ]


def test_any_two_versions_can_be_compared(reader, ids):
    river = ids["/river"]
    assert between(reader, Edition(river, 1), Edition(river, 3)) == []
    back = between(reader, Edition(river, 2), Edition(river, 1))
    forth = between(reader, Edition(river, 1), Edition(river, 2))
    assert sorted(row["kind"] for row in back) == sorted(row["kind"] for row in forth)
    [edited] = [row for row in back if row["kind"] == "answer edited"]
    assert ("35 %" in edited["before"], "35 %" in edited["after"]) == (True, False)


def test_edits_are_the_places_that_differ(reader, ids):
    rows = between(reader, Edition(ids["/river"], 1), Edition(ids["/river"], 2))
    [answer] = [row for row in rows if row["kind"] == "answer edited"]
    [place] = edits(answer)
    assert "".join(span.before for span in place) == answer["before"]
    assert "".join(span.after for span in place) == answer["after"]
    whole = {"kind": "asked", "hunks": [], "before": "a", "after": ""}
    away = {"kind": "restored", "hunks": [{"before": "a", "after": "b"}], "before": None, "after": "b"}
    assert [*edits(whole)] == []
    assert [*edits(away)] == [(("replace", "a", "b"),)]


def test_stored_hunks_make_the_new_text_of_the_old(reader):
    told = [row for row in log(reader) if row["record"] == "change" and row["hunks"]]
    assert len(told) > 3
    for row in told:
        if row["before"] is not None:
            hunks = [Hunk(**each) for each in row["hunks"]]
            assert applied(content_key(row["before"]), hunks) == content_key(row["after"])


def test_the_rows_of_hunks_are_those_of_the_log(reader):
    rows = select(reader, "SELECT article_id, version, seq, at, before, after, classes FROM hunk_list")
    assert sorted(map(tuple, rows)) == sorted(
        (row["article_id"], row["version"], row["seq"], each["at"], each["before"], each["after"],
         json.dumps(each["classes"], separators=(",", ":")))
        for row in log(reader)
        for each in row["hunks"]
    )  # fmt: skip


def test_classes_have_a_row_each(reader):
    rows = select(reader, "SELECT article_id, version, seq, class FROM change_class")
    assert sorted(map(tuple, rows)) == sorted(
        (row["article_id"], row["version"], row["seq"], each)
        for row in log(reader)
        for each in row["classes"]
    )


# What it shows: (answer on the page, in the structured data, first words of each that differ).
DIFFERENCES = {
    "other words": ("It takes nine weeks.", "It takes ninety weeks.", ("nine", "ninety")),
    "more words": ("It takes weeks.", "It takes weeks. Bring a coat.", ("", "Bring a coat.")),
    "fewer words": ("It takes nine weeks.", "It takes weeks.", ("nine", "")),
    "fewer, then more": ("It takes nine weeks, they say.", "It takes weeks, I say.", ("they", "I")),
    "the same": ("It takes weeks.", "It takes weeks.", ("", "")),
}


@pytest.mark.parametrize(("shown", "stated", "words"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_where_structured_data_first_has_other_words(shown, stated, words):
    assert first_difference(shown, stated) == words


# What it shows: (path, kinds of what a reader should know).
NOTABLE = {
    "it is gone": ("/mill", ["gone"]),
    "it moved": ("/quay", ["moved"]),
    "a wall that is away": ("/river", []),
    "nobody asks for it": ("/lock", ["end"]),
}


@pytest.mark.parametrize(("lives", "kinds"), NOTABLE.values(), ids=NOTABLE)
def test_notable(reader, ids, lives, kinds):
    assert [row["kind"] for row in notable(reader, ids[lives])] == kinds


def test_trouble_names_what_is_followed_and_not_as_it_was(reader, ids):
    found = troubles(reader)
    assert [(row["article_id"], row["trouble"], row["version"]) for row in found.rows] == [
        (ids["/mill"], "gone", 1)
    ]
    assert found.number == 1
    assert trouble(reader, ids["/mill"])["trouble"] == "gone"
    assert trouble(reader, ids["/river"]) is None


def test_no_such_version_is_said(reader, ids):
    for path, number, words in (
        ("/lock", None, "has no version. 'harvester log'"),
        ("/river", 4, "has no version 4"),
    ):
        with pytest.raises(ConfigError, match=words):
            version(reader, ids[path], number)


def test_status(reader):
    state = status(reader, Operation(datetime(2026, 11, 25, tzinfo=UTC)))
    numbers = state["archive"]
    assert (numbers["articles"], numbers["ended_articles"], numbers["sources"]) == (4, 1, 1)
    assert (numbers["captures"], numbers["exchanges"], numbers["failed_captures"]) == (10, 11, 2)
    assert state["last_run"]["results"] == {"ok": 6, "gone": 2, "not_modified": 1, "walled": 1}
    [held] = state["held"]
    assert (held["url"], held["state"], held["who"], held["why"]) == (
        f"{SITE}/lock", "ended", "Ada", "asked by the owner",
    )  # fmt: skip


def test_the_bytes_of_every_capture_come_back(reader):
    rows = select(reader, "SELECT id, key, payload_digest FROM capture_list WHERE payload_digest IS NOT NULL")
    assert len(rows) == 11
    for number, key, digest in rows:
        for name in (key, key[:8], key.upper(), str(number)):
            assert hashlib.sha256(captures.body(reader, name)).hexdigest() == digest


NO_CAPTURE = ("", "0", "99999", "ffffffff", "g" * 8, "f" * 33, "%", "ß")


@pytest.mark.parametrize("text", NO_CAPTURE)
def test_what_names_no_capture_is_said(reader, text):
    with pytest.raises(ConfigError, match="names no capture"):
        captures.body(reader, text)


def test_a_payload_that_was_tampered_with_is_not_given_back(db, reader):
    db.conn.execute("DROP TRIGGER payload_no_update")
    db.conn.execute("UPDATE payload SET digest = zeroblob(32) WHERE id = 1")
    with pytest.raises(HarvesterError, match="is not what was stored"):
        captures.body(reader, "1")

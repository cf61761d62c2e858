"""The queries for people, on a small archive: each runs and finds what it says."""

import pytest

from harvester.archive.connection import select
from harvester.sql import scripts

CANNED = scripts("canned")
OWNER, REPAIR = "Who owns the dam above the town?", "When will the dam be repaired?"
LOW = "Why is the water of the river so low?"
GIVEN = {"url": "https://tarvel.example/river", "date": "2026-11-23T13:30"}

# What each finds: (column, its values).
FINDS = {
    "asked_by_several_outlets": (
        "question",
        {OWNER, REPAIR},
    ),
    "changed_this_week": ("kind", {"answer edited", "title edited", "dropped"}),
    "corrections": ("question", {LOW}),
    "dropped_questions": (
        "question",
        {OWNER, LOW},
    ),
    "figures_that_changed": (
        "before",
        {"The dam leaks 35 % of it", "It did not rain from June to October"},
    ),
    "longest_lived_answers": ("ending", {"", "answer edited"}),
    "most_edited_articles": ("title", {"The mill", "The pier", "The river"}),
    "said_on_a_date": ("version", {2}),
}


@pytest.fixture
def varied(db):
    """The archive of the other tests with two sources, a dropped question and a correction."""
    for number, path in enumerate(("mill", "quay"), 1):
        db.conn.execute(
            "INSERT INTO source (url_id, kind, name, every_s, links, state, since, held_by, seen_at, problem,"
            " trouble, trouble_since) SELECT id, 'feed', ?, 0, '', 'followed', '', '', '', '', '', ''"
            " FROM url WHERE url LIKE ? ON CONFLICT DO NOTHING",
            (path, f"%/{path}"),
        )
        db.conn.execute(
            "UPDATE article SET source_id = ? WHERE url_id = (SELECT id FROM url WHERE url LIKE ?)",
            (number + 1, f"%/{path}"),
        )
    db.conn.execute("UPDATE change SET kind = 'dropped' WHERE kind = 'moved'")
    db.conn.execute("UPDATE change_class SET class = 'correction' WHERE class = 'negation'")
    return db.conn


def test_each_is_tried():
    assert [*FINDS] == [*CANNED]


@pytest.mark.parametrize("name", CANNED)
def test_each_has_a_title_and_a_sentence(name):
    title, sentence = (line.removeprefix("-- ") for line in CANNED[name].splitlines()[:2])
    assert not title.endswith(".")
    assert sentence.endswith(".")


@pytest.mark.parametrize("name", CANNED)
def test_each_reads_an_empty_archive(empty, name):
    assert select(empty, CANNED[name], GIVEN) == []


@pytest.mark.parametrize("name", CANNED)
def test_each_finds_what_it_says(varied, name):
    column, values = FINDS[name]
    found = select(varied, CANNED[name], GIVEN)
    assert {row[column] for row in found} == values

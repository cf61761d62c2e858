"""The tables of a data set, and the filters, on the archive of the river Tarvel."""

import json

import pytest

from harvester.view.selection import EVERYTHING, Selection
from harvester.view.tables import TABLES, count, objects, rows

RIVER, QUAY = "https://tarvel.example/river", "https://tarvel.example/quay"
ROWS = {"articles": 3, "versions": 5, "pairs": 11, "spells": 9, "changes": 6, "events": 4}


def at(hour):
    return f"2026-11-23T{12 + hour}:00:00.000Z"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
class TestEveryTable:
    def test_reads_an_empty_archive(self, empty, table):
        assert [*rows(empty, table)] == []

    def test_describes_each_column(self, reader, table):
        assert table.description.endswith(".")
        assert [each.name for each in table.fields] == [*next(rows(reader, table)).keys()]

    def test_has_a_key_that_names_one_row(self, reader, table):
        keys = [tuple(row[name] for name in table.key) for row in rows(reader, table)]
        assert keys == sorted(set(keys))
        assert len(keys) == ROWS[table.name]

    def test_gives_objects_with_the_same_values(self, reader, table):
        lists = {each.name for each in table.fields if each.kind == "list"}
        wanted = [
            {name: json.loads(row[name]) if name in lists else row[name] for name in row.keys()}  # noqa: SIM118
            for row in rows(reader, table)
        ]
        assert [*map(json.loads, objects(reader, table))] == wanted


def test_spells_are_the_runs_of_versions_that_show_a_wording(reader):
    """What the archive keeps is what the pairs of all versions say."""
    runs = {}
    for row in sorted(rows(reader, TABLES["pairs"]), key=lambda row: (row["article_id"], row["version"])):
        wording = row["article_id"], row["question_id"], row["wording_id"]
        known = runs.setdefault(wording, [])
        if known and known[-1][1] == row["version"] - 1:
            known[-1] = known[-1][0], row["version"], known[-1][2], row["replaced_at"]
        else:
            known.append((row["version"], row["version"], row["first_seen_at"], row["replaced_at"]))
    told = {}
    for row in rows(reader, TABLES["spells"]):
        wording = row["article_id"], row["question_id"], row["wording_id"]
        spell = row["first_version"], row["last_version"], row["began_at"], row["ended_at"]
        told.setdefault(wording, []).append(spell)
        assert row["days"] >= 0
        assert row["last_seen_at"] >= row["began_at"]
    assert told == runs


@pytest.mark.parametrize(
    ("selection", "articles", "versions", "pairs", "changes"),
    [
        (EVERYTHING, 3, 5, 11, 6),
        (Selection(hosts=["tarvel.example"]), 3, 5, 11, 6),
        (Selection(hosts=["example"]), 3, 5, 11, 6),
        (Selection(hosts=["tarvel.example:8080"]), 0, 0, 0, 0),
        (Selection(hosts=["arvel.example", "rvel.example"]), 0, 0, 0, 0),
        (Selection(languages=["EN"]), 3, 5, 11, 6),
        (Selection(languages=["e", "fr"]), 0, 0, 0, 0),
        (Selection(is_current=True), 3, 3, 7, 0),
        (Selection(until=at(0)), 0, 0, 0, 0),
        (Selection(until=at(1)), 3, 3, 7, 0),
        (Selection(since=at(4)), 3, 3, 7, 3),
        (Selection(since=at(1), until=at(2)), 3, 3, 7, 3),
        (Selection(kinds=["moved"]), 1, 2, 6, 2),
        (Selection(classes=["number"]), 1, 2, 3, 2),
        (Selection(kinds=["moved"], classes=["number"]), 1, 2, 3, 0),
        (Selection(sources=["https://tarvel.example/feed"]), 0, 0, 0, 0),
    ],
)
def test_each_filter(reader, selection, articles, versions, pairs, changes):
    found = {
        name: count(reader, TABLES[name], selection) for name in ("articles", "versions", "pairs", "changes")
    }
    assert found == {"articles": articles, "versions": versions, "pairs": pairs, "changes": changes}


def test_articles_are_chosen_by_their_ids(reader):
    ids = {row["url"]: row["article_id"] for row in rows(reader, TABLES["articles"])}
    chosen = [*rows(reader, TABLES["pairs"], Selection(articles=[ids[QUAY]]))]
    assert {row["url"] for row in chosen} == {QUAY}
    assert len(chosen) == 2


def test_questions_are_chosen_by_their_ids(reader):
    repair = next(
        row["question_id"] for row in rows(reader, TABLES["pairs"]) if row["question"].startswith("When will")
    )
    wanted = Selection(questions=[repair])
    found = {row["url"]: row["question"] for row in rows(reader, TABLES["pairs"], wanted)}
    assert {*found.values()} == {"When will the dam be repaired?"}
    assert {row["url"] for row in rows(reader, TABLES["articles"], wanted)} == found.keys()
    assert count(reader, TABLES["changes"], wanted) == 0


@pytest.mark.parametrize(("languages", "events"), [(["EN"], 4), (["fr"], 0)])
def test_events_are_selected_by_the_language_of_their_articles(reader, languages, events):
    found = [*rows(reader, TABLES["events"], Selection(languages=languages))]
    assert len(found) == events
    assert {row["language"] for row in found} <= {"en"}

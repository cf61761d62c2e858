"""How long answers stood, what pages showed at a time, and the conditions of queries."""

from itertools import groupby

import pytest

from harvester.archive.connection import select
from harvester.archive.read import rows
from harvester.view.articles import version_at

AT = "2026-11-23T{}:00.000Z".format


def stood(reader):
    """{(article, question, first version, text, last version)} as the versions show them, one by one."""
    shown = select(
        reader,
        "SELECT article_id, question_id, wording, version FROM question_history"
        " ORDER BY article_id, question_id, version",
    )
    newest = dict(map(tuple, select(reader, "SELECT article_id, max(n) FROM version GROUP BY 1")))
    for (article, question), rows_of in groupby(map(tuple, shown), key=lambda row: row[:2]):
        for _, run in groupby(enumerate(rows_of), key=lambda each: (each[1][2], each[1][3] - each[0])):
            spell = [row for _, row in run]
            first, last = spell[0][3], spell[-1][3]
            yield article, question, first, spell[0][2], None if last == newest[article] else last


def test_a_spell_is_a_run_of_versions_with_the_same_text(reader):
    kept = select(reader, "SELECT article_id, question_id, first_version, wording, last_version FROM spell")
    assert sorted(map(repr, map(tuple, kept))) == sorted(map(repr, stood(reader)))


def test_answer_life(reader):
    sql = (
        "SELECT substr(question, 1, 3), first_version, last_version, began_at, ended_at, ending, days"
        " FROM answer_life WHERE url LIKE '%/river' ORDER BY question, first_version"
    )
    assert [tuple(row) for row in select(reader, sql)] == [
        ("Who", 1, 3, AT("12:00"), None, "", 0.17),
        ("Why", 1, 1, AT("12:00"), AT("13:00"), "answer edited", 0.04),
        ("Why", 2, 2, AT("13:00"), AT("16:00"), "answer edited", 0.13),
        ("Why", 3, 3, AT("16:00"), None, "", 0.0),
    ]


@pytest.mark.parametrize("at", [AT("12:00"), AT("15:59"), AT("16:00"), "2027-01-01"])
def test_pair_as_of_is_the_version_that_stood(reader, at):
    sql = (
        "SELECT article_id, version, position, question_id, answer FROM pair_as_of WHERE url LIKE '%/river'"
        " AND began_at <= :at AND (ended_at > :at OR ended_at IS NULL) ORDER BY position"
    )
    found = select(reader, sql, {"at": at})
    article = found[0]["article_id"]
    number = version_at(reader, article, at)
    shown = rows(reader, "show", article=article, version=number)
    assert [tuple(row)[1:] for row in found] == [
        (number, row["position"], row["question_id"], row["answer"]) for row in shown
    ]


def test_nothing_stood_before_the_first_version(reader):
    sql = "SELECT count(*) FROM pair_as_of WHERE began_at <= '2026-11-23T11' AND ended_at > '2026-11-23T11'"
    assert select(reader, sql)[0][0] == 0


NOTHING = dict.fromkeys(
    (
        "article",
        "source",
        "kind",
        "kinds",
        "class",
        "classes",
        "since",
        "until",
        "question",
        "significance",
        "limit",
    )
) | {"changes_only": None}
# What it shows: (conditions, what the plan of the query must use).
USES = {
    "the newest": ({"limit": 9}, "SCAN change USING INDEX change_by_time"),
    "the newest events": ({"limit": 9}, "SCAN event USING COVERING INDEX event_by_time"),
    "of a kind": ({"kind": "dropped"}, "SEARCH change USING INDEX change_by_kind"),
    "of a class": ({"class": "number"}, "SEARCH classed USING PRIMARY KEY|SEARCH classed USING"),
    "of a source": ({"source": "https://a.example/"}, "SEARCH change USING INDEX change_by_source"),
    "events of a source": (
        {"source": "https://a.example/"},
        "SEARCH event USING COVERING INDEX event_by_source",
    ),
    "of an article": ({"article": "00"}, "SEARCH change USING"),
    "of a question": ({"question": "00"}, "change_by_question"),
    "since": ({"since": "2026"}, "SEARCH change USING INDEX change_by_time"),
}


@pytest.mark.parametrize(("given", "use"), USES.values(), ids=USES)
def test_the_log_looks_only_at_what_it_was_asked_for(reader, given, use):
    plans = []

    class Explaining:
        def execute(self, sql, parameters):
            found = reader.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
            plans.extend(row["detail"] for row in found)
            return reader.execute(sql, parameters)

    rows(Explaining(), "log", **NOTHING | given)
    assert any(word in plan for plan in plans for word in use.split("|")), plans


def test_a_condition_of_a_query_counts_if_it_is_given(reader):
    def numbers(**given):
        return [row["record"] for row in rows(reader, "log", **NOTHING | given)]

    everything = numbers()
    assert set(everything) == {"change", "event", "decision"}
    assert set(numbers(kind="answer edited")) == {"change", "event", "decision"}
    assert set(numbers(kind="answer edited", changes_only=1)) == {"change"}
    assert numbers(limit=2) == everything[:2]
    assert numbers(source="https://tarvel.example/none", changes_only=1) == []
    with pytest.raises(KeyError):
        rows(reader, "log", article=None)

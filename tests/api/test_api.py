"""The Python interface, on the archive of the river Tarvel."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

import harvester
from harvester.errors import ConfigError

RIVER = "https://tarvel.example/river"


def test_rows_are_read_as_often_as_one_likes(archive):
    found = archive.pairs(hosts=["tarvel.example"])
    assert [*found] == [*found]
    assert len([*found]) == 11


def test_lists_are_lists(archive):
    change = next(iter(archive.changes(classes=["number"])))
    assert "number" in change["classes"]
    assert {*change["hunks"][0]} >= {"before", "after", "classes"}


@pytest.mark.parametrize(
    "when",
    [
        "2026-11-23T13:00",
        "2026-11-23T15:00:00+02:00",
        datetime(2026, 11, 23, 13, tzinfo=UTC),
        datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=-3))),
    ],
)
def test_a_time_is_text_or_a_datetime(archive, when):
    assert [row["version"] for row in archive.at(when, RIVER)] == [2, 2]


@pytest.mark.parametrize(
    ("when", "versions"),
    [("2026-11-23T11:59:59.999Z", []), ("2026-11-23T12:00Z", [1, 1]), ("2026-11-23T12:59:59.999Z", [1, 1])],
)
def test_a_version_stands_from_its_first_capture_to_the_next(archive, when, versions):
    assert [row["version"] for row in archive.at(when, RIVER)] == versions


def test_a_question_has_its_history(archive):
    low = next(row for row in archive.pairs(articles=[RIVER]) if "so low" in row["question"])
    own = archive.history(low["question_id"], RIVER)
    assert [(row["version"], "leaks" in row["answer"]) for row in own] == [(1, False), (2, True), (3, False)]
    everywhere = {row["url"] for row in archive.history(low["question_id"])}
    assert everywhere == {RIVER, "https://tarvel.example/mill"}


def test_two_versions_are_compared(archive):
    assert [row["kind"] for row in archive.diff(RIVER, 1, 2)] == ["title edited", "answer edited", "moved"]
    assert [*archive.diff(RIVER, 1)] == []


def test_words_are_found_in_all_versions(archive):
    found = [*archive.search("mended")]
    assert [(row["url"], row["is_current"], row["stood"][0]["first_version"]) for row in found] == [
        (RIVER, False, 2)
    ]
    assert "nobody has mended it" in found[0]["answer"]
    assert [*archive.search("dam", hosts=["elsewhere.example"])] == []
    with pytest.raises(ConfigError):
        archive.search("-dam")


def test_related_questions_are_ranked(archive):
    found = [*archive.related("When do they repair the dam?", 3)]
    assert len(found) == 3
    assert found[0]["question"] == "When will the dam be repaired?"


def test_sql_takes_values(archive):
    found = archive.sql("SELECT count(*) AS n FROM version WHERE n = :n", n=1)
    assert [*found] == [{"n": 3}]


def test_nothing_is_written(archive):
    with pytest.raises(Exception, match="readonly database"):
        [*archive.sql("DELETE FROM event")]


@pytest.mark.parametrize(
    "call",
    [
        lambda archive: archive.articles(articles=["https://elsewhere.example/"]),
        lambda archive: archive.history("0000000000000000"),
        lambda archive: archive.diff(RIVER, 1, 99),
    ],
)
def test_what_is_not_there_is_said(archive, call):
    with pytest.raises(ConfigError):
        call(archive)


def test_a_frame_has_timestamps(archive):
    pandas = pytest.importorskip("pandas")
    frame = archive.versions().to_pandas()
    assert str(frame["first_seen_at"].dtype).startswith("datetime64")
    assert frame["replaced_at"].isna().sum() == 3
    assert isinstance(archive.events(kinds=["asked"]).to_pandas(), pandas.DataFrame)


def test_an_arrow_table_has_the_rows(archive):
    pytest.importorskip("pyarrow")
    assert archive.pairs().to_arrow().num_rows == 11


def test_a_notebook_shows_escaped_text(archive):
    shown = archive.sql("SELECT '<script>' AS a, x'00' AS b, NULL AS c")._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert archive.sql("SELECT 1 WHERE 0")._repr_html_() == "<p>no rows</p>"
    assert "and more" in archive.pairs()._repr_html_()


@pytest.mark.parametrize("encode", [str, lambda text: text.encode("utf-8")])
def test_a_page_is_split(encode):
    page = (
        "<meta charset=utf-8><h1>Der Pegel</h1>"
        "<h2>Wie hoch steht das Wasser?</h2><p>Sechs Meter über Normal.</p>"
        "<h2>Wann fällt es?</h2><p>Nächste Woche, sagt das Amt für Gewässer.</p>"
        "<h2>Wer hilft?</h2><p>Die Feuerwehr hilft, Tag und Nacht.</p>"
    )
    reading = harvester.read_page(encode(page), "https://tarvel.example/pegel")
    assert reading.verdict == "content"
    assert [pair.question for pair in reading.snapshot.pairs] == [
        "Wie hoch steht das Wasser?",
        "Wann fällt es?",
        "Wer hilft?",
    ]
    assert reading.snapshot.pairs[0].answer == "Sechs Meter über Normal."


def test_the_interface_costs_the_command_line_nothing():
    code = "import sys, harvester; print(sum(name.startswith('harvester.') for name in sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "0"


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError):
        harvester.shut  # noqa: B018

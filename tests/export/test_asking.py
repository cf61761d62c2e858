"""SQL over the Parquet files of many archives: what it finds, and what it cannot do."""

import json
import shutil

import pytest
from click.testing import CliRunner

from harvester.cli import cli
from harvester.errors import ExitCode
from harvester.export import asking
from harvester.view.canned import canned

duckdb = pytest.importorskip("duckdb")
parquet = pytest.importorskip("pyarrow.parquet")


def program(*arguments, code=ExitCode.DONE):
    result = CliRunner().invoke(cli, [str(each) for each in arguments], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def desks(tmp_path_factory, told):
    """Two exports of one archive side by side; the name of one is hostile."""
    folder = tmp_path_factory.mktemp("desks")
    program("export", folder / "a'b", "--as", "parquet", "--archive", told)
    shutil.copytree(folder / "a'b", folder / "other")
    return folder


def ask(folder, sql, *options, code=ExitCode.DONE):
    answer = program("query", folder, sql, "--format", "json", *options, code=code)
    return answer.stderr if code else json.loads(answer.stdout)


def test_rows_say_which_archive_has_them(desks):
    number = ask(desks / "other", "SELECT count(*) AS n FROM pairs")[0]["n"]
    found = ask(desks, "SELECT archive, count(*) AS n FROM pairs GROUP BY archive ORDER BY archive")
    assert found == [{"archive": "a'b", "n": number}, {"archive": "other", "n": number}]


def test_the_columns_are_named_beside_the_rows(desks):
    shown = program("query", desks / "other", "SELECT 'a' AS first, 1 AS second")
    assert (shown.stderr, shown.stdout) == ("first  second\n", "a  1\n")


def test_equal_wordings_count_once(desks):
    for folder in (desks, desks / "other"):
        assert ask(folder, "SELECT count(*) AS n FROM wording_list") == [{"n": 4}]
    assert {row["archives"] for row in ask(desks, "FROM wording_list")} == {2}


NOT_TOLD = {"corrections", "dropped_questions", "asked_by_several_outlets"}
"""The archive has none of these."""

OWN = {"said_on_a_date": ("-p", "url", "https://tarvel.example/river", "-p", "date", "2026-11-23T13:30")}


@pytest.mark.parametrize("name", canned())
def test_each_query_for_people_has_its_twin(desks, name):
    """What is in two archives is told once."""
    assert asking.queries().keys() == canned().keys()
    both = ask(desks, name, *OWN.get(name, ()))
    assert both == ask(desks / "other", name, *OWN.get(name, ()))
    assert bool(both) == (name not in NOT_TOLD)


def test_the_queries_are_listed(desks):
    lines = program("query", desks, "list").stdout.splitlines()
    told = dict(line.split(": ", 1) for line in lines)
    assert told.keys() == canned().keys()
    assert told["corrections"] == "The newest edits that say that the article was corrected."


def test_an_answer_that_came_back_stood_twice(desks):
    """The river's page had its first version again as its third."""
    sql = """
        SELECT first_version, last_version FROM spell
        WHERE archive = 'other' AND article_id = $id AND wording_id = $w ORDER BY first_version"""
    [river] = ask(desks, "SELECT DISTINCT article_id FROM pairs WHERE url LIKE '%/river'")
    [low] = ask(desks, "SELECT DISTINCT wording_id AS w FROM pairs WHERE answer LIKE 'It did not rain%'")
    spells = ask(desks, sql, "-p", "id", river["article_id"], "-p", "w", low["w"])
    assert spells == [{"first_version": n, "last_version": n} for n in (1, 3)]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("FROM read_text('/etc/passwd')", "may only read the exported files"),
        ("FROM glob('/etc/*')", "may only read the exported files"),
        ("FROM read_parquet('http://127.0.0.1/x')", "may only read the exported files"),
        ("COPY (SELECT 1) TO 'x.csv'", "is not one statement that reads"),
        ("ATTACH 'x.db'", "is not one statement that reads"),
        ("INSTALL httpfs", "is not one statement that reads"),
        ("SET memory_limit = '9GB'", "is not one statement that reads"),
        ("SELECT 1; SELECT 2", "is not one statement that reads"),
        ("EXPLAIN ANALYZE COPY (SELECT 1) TO 'x.csv'", "is not one statement that reads"),
        ("", "is not one statement that reads"),
        ("SELEC 1", "DuckDB says: Parser Error"),
        ("dropped", "dropped: names no query. 'harvester query DIR list' lists them"),
        ("FROM nowhere", "DuckDB says: Catalog Error"),
        ("SELECT $b, $a", "has no value for a, b. Give each by --value NAME TEXT"),
    ],
)
def test_a_query_only_reads_these_files(desks, sql, said):
    assert said in ask(desks, sql, code=ExitCode.USAGE)


ENDLESS = "SELECT sum(one.range) FROM range(1000000000) AS one, range(1000000000)"


def test_a_query_has_its_time_and_memory(desks, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 0.2)
    assert "was stopped after" in ask(desks, ENDLESS, code=ExitCode.USAGE)
    monkeypatch.setattr(asking, "SECONDS", 60)
    monkeypatch.setitem(asking._SETTINGS, "memory_limit", "60MB")
    heavy = "SELECT list(range::VARCHAR || repeat('x', 1000)) FROM range(1000000)"
    assert "of memory" in ask(desks, heavy, code=ExitCode.USAGE)


def cut(folder):
    (folder / "changes.parquet").write_bytes((folder / "changes.parquet").read_bytes()[:-100])


def cut_later(folder):
    """The first file is whole, so only the query finds it."""
    first = folder / "changes" / "0.parquet"
    first.parent.mkdir()
    shutil.copy(folder / "changes.parquet", first)
    first.with_name("1.parquet").write_bytes(first.read_bytes()[:-100])


def renamed(folder):
    table = parquet.read_table(folder / "changes.parquet")
    parquet.write_table(table.drop_columns(["kind"]), folder / "changes.parquet")


def linked(folder):
    (folder / "pairs" / "link").symlink_to("/etc")


def removed(folder):
    (folder / "changes.parquet").unlink()


def emptied(folder):
    shutil.rmtree(folder)
    folder.mkdir()


@pytest.mark.parametrize(
    ("harm", "code", "said"),
    [
        (cut, ExitCode.BAD_INPUT, "cannot be read"),
        (cut_later, ExitCode.BAD_INPUT, "cannot be read"),
        (renamed, ExitCode.BAD_INPUT, "has no column kind; export it again"),
        (linked, ExitCode.USAGE, "is a link"),
        (removed, ExitCode.USAGE, "has no Parquet files of the table changes"),
        (emptied, ExitCode.USAGE, "has no export of an archive"),
    ],
)
def test_odd_files_are_named(desks, tmp_path, harm, code, said):
    shutil.copytree(desks / "other", tmp_path / "other")
    harm(tmp_path / "other")
    assert said in ask(tmp_path / "other", "FROM changes", code=code)


def test_two_exports_of_one_name_are_refused(desks):
    said = program("query", desks, desks / "other", "SELECT 1", code=ExitCode.USAGE).stderr
    assert "is the name of two exports" in said

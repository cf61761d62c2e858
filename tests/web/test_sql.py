"""Queries: what they answer, what they are refused, and that none of them harms the server."""

import csv
import json
import subprocess
import sys
import threading
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import pytest
from starlette.testclient import TestClient

from harvester.archive.connection import sqlite3
from harvester.web import sql as sql_of_users
from harvester.web.app import application
from harvester.web.guard import LOOPBACK, AccessPolicy
from harvester.web.sql import _turn, ask, environment
from harvester.web.sql_limits import STATEMENT, USER_S, QueryProblem, authorise

RIVER = "https://tarvel.example/river"
BUSY_MACHINE_S = 3.0
"""Other tests run meanwhile; `python -m benchmarks abuse` measures by itself."""

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "


@pytest.fixture(scope="module")
def asking(archives):
    """A client of a server that was started with --sql."""
    app = application(archives("few"), AccessPolicy(frozenset(LOOPBACK)), is_sql_open=True)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def test_what_values_look_like(archives):
    shown = "1, 'a', NULL, 2.5, x'00ff', CAST(x'61ff' AS TEXT), 9e999, (SELECT max(body) FROM payload)"
    row = (1, "a", None, 2.5, "00ff", "a\ufffd", "inf", None)
    assert ask(archives("few"), f"SELECT {shown}", {}).rows == (row,)


READABLE = """
SELECT (SELECT max(version) FROM version_list WHERE url = :url),
  (SELECT value FROM json_each('[7]')), (SELECT name FROM pragma_table_info('setting') LIMIT 1),
  (SELECT highlight(wording_search, 0, '[', ']') FROM wording_search WHERE wording_search MATCH 'boats'),
  (SELECT count(*) FROM character_search)
"""


def test_views_lists_and_full_texts_can_be_read(archives):
    row = (5, 7, "id", "Do the [boats] still go to the island?", 0)
    assert ask(archives("few"), READABLE, {"url": RIVER}).rows == (row,)


REFUSED = {
    "to write": ("DELETE FROM article", "refused"),
    "to make a table": ("CREATE TEMP TABLE t (a)", "refused"),
    "to attach": ("ATTACH ':memory:' AS other", "refused"),
    "to set": ("PRAGMA hard_heap_limit = 0", "refused"),
    "to know where the file is": ("SELECT file FROM pragma_database_list", "refused"),
    "to begin": ("SAVEPOINT one", "refused"),
    "two queries": ("SELECT 1; DROP TABLE url", "wrong"),
    "no query": ("-- nothing", "wrong"),
    "no SQL": ("Who owns the dam?", "wrong"),
    "code from outside": ("SELECT load_extension('x')", "wrong"),
    "a NUL": ("SELECT 1\0", "wrong"),
    "a value that is missing": ("SELECT :gone", "wrong"),
    "too long": ("SELECT 1 " + "-" * STATEMENT, "wrong"),
    "a large value": ("SELECT hex(zeroblob(300000000))", "memory"),
}


@pytest.mark.parametrize(("sql", "kind"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(archives, sql, kind):
    found = ask(archives("few"), sql, {})
    assert isinstance(found, QueryProblem)
    assert found.kind == kind
    assert found.words.endswith(".")


ABUSES = {
    "a function that does not return": (
        "SELECT printf('%.*c', 4000000, 'a') LIKE replace(printf('%.*c', 4000, 'x'), 'x', '%a') || 'b'"
    ),
    "a text that doubles": (
        "WITH RECURSIVE t(s) AS (SELECT 'abcdefgh' UNION ALL SELECT s || s FROM t) SELECT max(s) FROM t"
    ),
    "many large values": ENDLESS + "SELECT zeroblob(60000000) FROM n LIMIT 120",
}


PEAK = """
import resource, sys
from pathlib import Path
from harvester.web.sql import ask
ask(Path(sys.argv[1]), sys.argv[2], {})
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""
"""It prints the most memory of its one child in bytes. That includes its own, so it is a small program."""


@pytest.mark.parametrize("sql", ABUSES.values(), ids=ABUSES)
def test_abuse_ends_soon_and_small(archives, sql):
    began = time.monotonic()
    command = [sys.executable, "-c", PEAK, str(archives("few")), sql]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert time.monotonic() - began < USER_S + BUSY_MACHINE_S
    assert int(found.stdout) < 300_000_000


def test_an_answer_is_cut(archives):
    many = ask(archives("few"), ENDLESS + "SELECT i FROM n", {})
    assert (many.cut, len(many.rows)) == ("rows", 1_000)
    long = ask(archives("few"), ENDLESS + "SELECT printf('%.*c', 90000, 'x') FROM n LIMIT 200", {})
    assert (long.cut, len(long.rows) < 200) == ("bytes", True)
    assert ask(archives("few"), "SELECT printf('%.*c', 200000, 'x')", {}).rows[0][0].endswith("x…")


def test_pages_come_while_a_query_runs(asking):
    endless = {"sql": ENDLESS + "SELECT count(*) FROM n"}
    running = threading.Thread(target=asking.get, args=["/sql.json"], kwargs={"params": endless})
    running.start()
    statuses = []
    while running.is_alive():
        statuses.append(asking.get("/articles").status_code)
    running.join()
    assert len(statuses) > 1
    assert set(statuses) == {200}


def test_one_query_is_asked_at_a_time_and_one_waits(asking, monkeypatch):
    """Of two that come while one is asked, the first waits for its turn, and the other is refused."""
    monkeypatch.setattr(sql_of_users, "WAIT_S", 60.0)
    with ThreadPoolExecutor(2) as threads:
        with _turn() as is_ours:
            assert is_ours
            two = [threads.submit(asking.get, "/sql.json?sql=SELECT+1") for _ in range(2)]
            done, waiting = wait(two, return_when=FIRST_COMPLETED)
            assert [each.result().status_code for each in done] == [503]
        (answer,) = (each.result() for each in waiting)
    assert answer.json()["rows"] == [[1]]


def test_no_query_waits_long(asking, monkeypatch):
    monkeypatch.setattr(sql_of_users, "WAIT_S", 0.01)
    with _turn():
        assert asking.get("/sql.json?sql=SELECT+1").status_code == 503
    assert asking.get("/sql.json?sql=SELECT+1").json()["rows"] == [[1]]


def test_the_authoriser_allows_what_reads_and_nothing_else():
    allowed = [
        action for action in range(40) if authorise(action, "table_info", "lower") != sqlite3.SQLITE_DENY
    ]
    assert allowed == [19, 20, 21, 31, 33]
    assert authorise(19, "query_only", "0") == sqlite3.SQLITE_DENY


def test_a_query_of_the_list_is_answered(few):
    page = few.get("/sql", params={"query": "said_on_a_date", "url": RIVER, "date": "2031-03-06"}).text
    assert "When will the dam be repaired?" in page
    assert few.get("/sql.json?query=most_edited_articles").json()["rows"][0][0] == 8


def test_a_query_with_parameters_waits_for_them(few):
    assert 'name="date"' in few.get("/sql?query=said_on_a_date").text
    assert "</table>" not in few.get("/sql?query=said_on_a_date").text


def test_users_write_queries_only_where_the_server_says_so(few, asking):
    assert few.get("/sql?sql=SELECT+1").status_code == 403
    assert "--sql" in few.get("/sql").text
    assert "<textarea" not in few.get("/sql").text
    assert few.get("/sql.csv?sql=SELECT+1").status_code == 403
    assert "<textarea" in asking.get("/sql").text
    assert few.get("/sql?query=none").status_code == 404


def test_what_a_page_csv_and_json_have(asking):
    sql = {"sql": "SELECT article_id, title, '=1+1' AS sum FROM article_list WHERE url = :url", "url": RIVER}
    page = asking.get("/sql", params=sql).text
    assert 'href="/article/25e9ccdd9aac6179"' in page
    assert f'name="url" value="{RIVER}"' in page
    told = json.loads(asking.get("/sql.json", params=sql).content)
    assert told == {
        "columns": ["article_id", "title", "sum"],
        "rows": [["25e9ccdd9aac6179", "The river Tarvel", "=1+1"]],
        "cut": "",
    }
    (row,) = csv.DictReader(asking.get("/sql.csv", params=sql).text.splitlines())
    assert row["sum"] == "'=1+1"


def test_a_problem_is_one_sentence_with_a_status(asking):
    for form in ("", ".csv", ".json"):
        answer = asking.get(f"/sql{form}", params={"sql": "SELECT <b> FROM nowhere"})
        assert answer.status_code == 400
        assert "SQLite says" in answer.text
        assert "<b>" not in answer.text or form


def test_a_page_of_long_texts_fits(asking):
    page = asking.get(
        "/sql", params={"sql": ENDLESS + "SELECT i, printf('%.*c', 3000, '<') FROM n LIMIT 900"}
    )
    assert len(page.content) < 250_000
    assert "The page shows the first" in page.text


def test_a_process_that_says_nothing_is_a_problem(archives, monkeypatch):
    monkeypatch.setattr("harvester.web.sql._CHILD", "os")
    assert isinstance(ask(archives("few"), "SELECT 1", {}), QueryProblem)


def test_the_process_does_not_learn_the_password(monkeypatch):
    monkeypatch.setenv("HARVESTER_PASSWORD", "a long password")
    assert set(environment()) <= {"PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "PYTHONPATH"}

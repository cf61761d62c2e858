"""Queries that try to harm the server of ``harvester serve --sql``: their time and memory, and pages meanwhile.

Each query is asked twice: over HTTP, while another client asks for pages, and in a process of its own, whose
children's largest resident set is read (getrusage). HARVESTER_LARGE names the archive, as for
`benchmarks.views`; without it, one with a fiftieth of the articles is made.
"""

# ruff: noqa: E501, S608

import multiprocessing
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import requests

from benchmarks import large
from harvester.web.sql import ask

MOST_S, MOST_BYTES, MOST_PAGE_S = 1.5, 300_000_000, 0.2
"""What a query may take, and how long a page may take meanwhile."""

PAGES = ("/articles", "/changes", "/static/style.css", "/runs")
PAUSE_S = 0.02

_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
_X = "printf('%.*c', {}, 'x')"

QUERIES = {
    "hex of zeros": "SELECT hex(zeroblob(300000000))",
    "printf with a precision": "SELECT printf('%.*c', 900000000, 'x')",
    "printf with a width": "SELECT printf('%900000000d', 1)",
    "printf with a precision of figures": "SELECT printf('%.900000000f', 1.5)",
    "printf with many widths": "SELECT printf('" + "%9999999d" * 99 + "', " + ", ".join("1" * 99) + ")",
    "a text that doubles": "WITH RECURSIVE t(s) AS (SELECT 'abcdefgh' UNION ALL SELECT s || s FROM t) SELECT max(s) FROM t",
    "a text that doubles, its length": "WITH RECURSIVE t(s) AS (SELECT 'ab' UNION ALL SELECT s || s FROM t) SELECT length(s) FROM t",
    "nested json_array": "WITH RECURSIVE t(j) AS (SELECT '[]' UNION ALL SELECT json_array(json(j), json(j)) FROM t) SELECT max(length(j)) FROM t",
    "nested json_object": "WITH RECURSIVE t(j) AS (SELECT '{}' UNION ALL SELECT json_object('a', json(j), 'b', json(j)) FROM t) SELECT max(length(j)) FROM t",
    "json_quote of quotes": "WITH RECURSIVE t(j) AS (SELECT '\"' UNION ALL SELECT json_quote(j) FROM t) SELECT max(length(j)) FROM t",
    "deep json": "SELECT json(replace(printf('%.*c', 900000, 'x'), 'x', '['))",
    "json_tree of much": f"SELECT count(*) FROM json_tree('[' || replace({_X.format(3000000)}, 'x', '1,') || '1]')",
    "json_group_array": _N + "SELECT json_group_array(i) FROM n",
    "replace that blows up": f"SELECT length(replace(replace({_X.format(30000)}, 'x', {_X.format(30000)}), 'x', 'yy'))",
    "replace upon replace": "SELECT length(" + "replace(" * 40 + "'xx'" + ", 'x', 'xx')" * 40 + ")",
    "a recursion without end": _N + "SELECT count(*) FROM n",
    "a recursion that keeps all": "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "a recursion with large rows": f"WITH RECURSIVE n(i, t) AS (SELECT 1, {_X.format(100000)} UNION ALL SELECT i + 1, t || i FROM n) SELECT max(t) FROM n",
    "a recursion that branches": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n UNION ALL SELECT i FROM n) SELECT count(*) FROM n",
    "a recursion in order": _N.replace("FROM n)", "FROM n ORDER BY 1 DESC)") + "SELECT i FROM n ORDER BY i",
    "a big sort": _N + "SELECT i FROM n ORDER BY -i",
    "a big sort of long keys": _N + f"SELECT i FROM n ORDER BY i || {_X.format(100000)}",
    "a big group": _N + "SELECT i % 9000000, count(*) FROM n GROUP BY 1",
    "distinct without end": _N + "SELECT count(DISTINCT i) FROM n",
    "group_concat without end": _N + "SELECT length(group_concat(i)) FROM n",
    "group_concat of large ones": _N + f"SELECT length(group_concat({_X.format(1000000)})) FROM n",
    "a window over everything": _N + "SELECT sum(i) OVER (ORDER BY -i ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM n LIMIT 5",
    "group_concat over a window": _N + "SELECT group_concat(i) OVER (ORDER BY i) FROM (SELECT i FROM n LIMIT 90000)",
    "a product of tables": "SELECT count(*) FROM sqlite_schema a, sqlite_schema b, sqlite_schema c, sqlite_schema d, sqlite_schema e",
    "a product of texts": "SELECT count(*) FROM wording a, wording b, wording c WHERE a.answer > b.answer || c.answer",
    "LIKE with 20,000 %": "SELECT count(*) FROM wording WHERE answer LIKE '" + "%a" * 3900 + "'",
    "LIKE over a long text": f"SELECT {_X.format(9000000)} LIKE replace({_X.format(20000)}, 'x', '%x') || 'b'",
    "LIKE of underscores": f"SELECT {_X.format(9000000)} LIKE '%' || replace({_X.format(40000)}, 'x', '_') || 'b'",
    "GLOB over a long text": f"SELECT {_X.format(9000000)} GLOB replace({_X.format(20000)}, 'x', '*x') || 'b'",
    "GLOB of sets": f"SELECT {_X.format(9000000)} GLOB '*' || replace({_X.format(9000)}, 'x', '[a-z]') || 'b'",
    "instr over a long text": f"SELECT instr({_X.format(90000000)}, {_X.format(40000000)} || 'y')",
    "trim of many letters": f"SELECT length(trim({_X.format(9000000)}, {_X.format(9000000)}))",
    "quote of bytes": "SELECT length(quote(zeroblob(90000000)))",
    "120 rows of bytes": _N + "SELECT zeroblob(16000000) FROM n LIMIT 120",
    "20 rows of many bytes": _N + "SELECT zeroblob(100000000) FROM n LIMIT 20",
    "rows of long texts": _N + f"SELECT {_X.format(50000000)} FROM n LIMIT 120",
    "many columns of long texts": "SELECT " + ", ".join([_X.format(9000000)] * 150),
    "more columns than there may be": "SELECT " + ", ".join("1" * 900),
    "random bytes": "SELECT max(randomblob(90000000)) FROM sqlite_schema",
    "random bytes, many": _N + "SELECT count(DISTINCT randomblob(1000)) FROM n",
    "an expression that is deep": "SELECT " + "(" * 900 + "1" + ")" * 900,
    "an expression that is long": "SELECT " + "1+" * 3900 + "1",
    "many UNIONs": " UNION ALL ".join(["SELECT 1"] * 400),
    "many subqueries": "SELECT * FROM " + "(SELECT * FROM " * 60 + "(SELECT 1)" + ")" * 60,
    "views of views": "WITH a AS (SELECT * FROM change_list), b AS (SELECT * FROM a, a AS x), c AS (SELECT * FROM b, b AS y) SELECT count(*) FROM c",
    "bytes of pages": "SELECT total(length(body)) FROM payload",
    "a full text of everything": "SELECT snippet(wording_search, 1, '[', ']', '…', 64) FROM wording_search WHERE wording_search MATCH 'a* OR e* OR t* OR d*' ORDER BY rank",
    "a full text that is near": "SELECT count(*) FROM wording_search WHERE wording_search MATCH 'NEAR(" + "a* " * 200 + ", 9000)'",
    "ATTACH in memory": "ATTACH ':memory:' AS other",
    "ATTACH of a file": "ATTACH '/tmp/other.db' AS other",
    "PRAGMA that sets": "PRAGMA hard_heap_limit = 0",
    "PRAGMA as a table": "SELECT * FROM pragma_database_list",
    "CREATE TEMP TABLE": "CREATE TEMP TABLE t AS SELECT * FROM url",
    "VACUUM INTO a file": "VACUUM INTO '/tmp/copy.db'",
    "load_extension": "SELECT load_extension('/tmp/evil.so')",
    "readfile and writefile": "SELECT readfile('/etc/passwd'), writefile('/tmp/x', 'x')",
    "DELETE": "DELETE FROM capture",
    "the index, written": "INSERT INTO wording_search (wording_search) VALUES ('rebuild')",
    "PRAGMA writable_schema": "PRAGMA writable_schema = ON",
    "edit of views": "DROP VIEW change_list",
    "a transaction that stays": "BEGIN IMMEDIATE",
}  # fmt: skip
"""The first of each kind are those of the prototypes; the others were invented against this guard."""


def run() -> Iterator[str]:
    """Yield a line for each query, and the worst of all."""
    with large.kept_or_made(50) as path, _serving(path) as address:
        for path_of_page in PAGES:
            # The first request for each page makes templates and connections.
            requests.get(address + path_of_page, timeout=30)
        worst = (0.0, 0, 0.0)
        for name, sql in QUERIES.items():
            seconds, page_s, said = _over_http(address, sql)
            taken = (seconds, _peak(path, sql), page_s)
            worst = (max(worst[0], taken[0]), max(worst[1], taken[1]), max(worst[2], taken[2]))
            yield f"{name:36} {seconds:5.2f} s {taken[1] // 10**6:4} MB, a page {page_s:5.3f} s: {said}"
        targets = (("s", MOST_S), ("bytes", MOST_BYTES), ("s a page", MOST_PAGE_S))
        told = ", ".join(
            _told(unit, most, target) for most, (unit, target) in zip(worst, targets, strict=True)
        )
        yield f"{len(QUERIES)} queries, at most {told}"


def _told(unit: str, worst: float, target: float) -> str:
    return f"{worst:,.3g} {unit} (target <= {target:,}, {'reached' if worst <= target else 'NOT REACHED'})"


@contextmanager
def _serving(archive: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "harvester", "serve", "--sql", "--archive", str(archive), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stderr.readline())
        assert found
        try:
            yield found[0]
        finally:
            server.terminate()


def _over_http(address: str, sql: str) -> tuple[float, float, str]:
    """Return how long the query took, how long the slowest page took meanwhile, and what was said."""
    told = list[str]()
    asking = threading.Thread(target=lambda: told.append(_answer(address, sql)))
    asking.start()
    slowest = 0.0
    with requests.Session() as session:
        number = 0
        while asking.is_alive():
            asked = time.monotonic()
            session.get(address + PAGES[number % len(PAGES)], timeout=30).raise_for_status()
            slowest = max(slowest, time.monotonic() - asked)
            number += 1
            asking.join(PAUSE_S)
    seconds, _, said = told[0].partition(" ")
    return float(seconds), slowest, said


def _answer(address: str, sql: str) -> str:
    began = time.monotonic()
    answer = requests.get(f"{address}/sql.json?{urlencode({'sql': sql})}", timeout=30)
    seconds = time.monotonic() - began
    if answer.headers["content-type"] != "application/json":
        return f"{seconds:.3f} {answer.status_code} {answer.text[:60]!r}"
    said = answer.json()
    return f"{seconds:.3f} {said.get('words') or str(len(said['rows'])) + ' rows ' + said['cut']}"


def _peak(archive: Path, sql: str) -> int:
    """Return the largest resident set of the process that the query was asked in, in bytes."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_asked_alone, archive, sql).result()


def _asked_alone(archive: Path, sql: str) -> int:
    ask(archive, sql, {})
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024

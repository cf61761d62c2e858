"""Every view and every canned query, on an archive with nothing in it and on a small one."""

import re
from pathlib import Path

import pytest

import harvester
from harvester.archive.connection import select
from harvester.archive.read import rows
from harvester.sql import scripts

VIEWS, QUERIES = scripts("views"), scripts("queries")
SITE = "https://tarvel.example"

PARAMETERS = {
    "article": None,
    "source": None,
    "kind": None,
    "kinds": None,
    "class": None,
    "changes_only": None,
    "offset": 0,
    "only": None,
    "until": None,
    "at": "2099-01-01T00:00:00.000Z",
    "question": None,
    "classes": None,
    "significance": None,
    "version": None,
    "since": None,
    "text": "",
    "url": "",
    "spelling": "",
    "id": 1,
    "low": b"",
    "high": b"",
    "limit": 9,
    "share": -1.0,
    "least": 1,
    "from_at": "",
    "before": "2099",
    "middle": "",
    "held": 1,
    "here": None,
    "articles": "[]",
    "questions": "[]",
    "first": 1,
    "last": 9,
    "captures": None,
    "newest": None,
    "notice": None,
    "state": None,
    "surt": "",
}
NEVER_EMPTY = {"status"}
NOTHING_LIKE_IT = {
    "losses", "reread", "explainers", "lacks", "articles_of_source", "version_page_list", "alternating",
    "rendering_list", "rendered_parts", "deposit_list",
    "announced", "notices", "overdue", "source_yield", "away",
}  # fmt: skip


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_reads_an_empty_archive(empty, view):
    assert select(empty, f"SELECT * FROM {view}") == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_reads_a_small_archive(reader, view):
    assert bool(select(reader, f"SELECT * FROM {view}")) is not (view in NOTHING_LIKE_IT)


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_reads_an_empty_archive(empty, query):
    assert bool(rows(empty, query, **PARAMETERS)) is (query in NEVER_EMPTY)


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_reads_a_small_archive(reader, query):
    [(article,)] = select(reader, "SELECT article_id FROM article_list WHERE url LIKE '%/river'")
    given = {"article": article, "articles": f'["{article}"]', "text": article, "version": 2}
    given |= {"url": f"{SITE}/river", "surt": "example,tarvel)/river"}
    if query == "question":
        [(given["text"],)] = select(reader, "SELECT id FROM question LIMIT 1")
    elif query in {"answer", "lives"}:
        [(given["question"],)] = select(
            reader, "SELECT id FROM question WHERE article_id = ? LIMIT 1", (article,)
        )
    found = rows(reader, query, **PARAMETERS | given)
    assert bool(found) is not (query in NOTHING_LIKE_IT)


@pytest.mark.parametrize("name", [*VIEWS, *QUERIES])
def test_each_says_what_it_is_for(name):
    assert (VIEWS | QUERIES)[name].startswith("-- ")


SOURCES = "".join(path.read_text("utf-8") for path in Path(harvester.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("query", QUERIES)
def test_each_query_is_used(query):
    assert f'(conn, "{query}"' in SOURCES


AT = "2026-11-23T{}:00.000Z".format


def columns(conn, sql):
    return [tuple(row) for row in select(conn, sql)]


def test_version_list(reader):
    sql = (
        "SELECT version, title, questions, first_seen_at, last_seen_at, replaced_at FROM version_list"
        " WHERE url LIKE '%/river' ORDER BY version"
    )
    assert columns(reader, sql) == [
        (1, "The river", 2, AT("12:00"), AT("12:00"), AT("13:00")),
        (2, "The river Tarvel", 2, AT("13:00"), AT("15:00"), AT("16:00")),
        (3, "The river", 2, AT("16:00"), AT("16:00"), None),
    ]


def test_capture_list(reader):
    shown = "substr(url, 23), outcome, verdict, standing, version"
    sql = f"SELECT {shown} FROM capture_list ORDER BY captured_at, url"
    assert columns(reader, sql) == [
        ("/mill", "ok", "content", "current", 1),
        ("/pier", "ok", "content", "current", 1),
        ("/river", "ok", "content", "current", 1),
        ("/river", "ok", "content", "current", 2),
        ("/river", "ok", "bot_wall", "walled", None),
        ("/river", "not_modified", "content", "current", 2),
        ("/river", "ok", "content", "current", 3),
        ("/pier", "redirected", None, None, None),
        ("/quay", "ok", "content", "current", 1),
        ("/mill", "gone", None, "gone", None),
        ("/mill", "gone", None, "gone", None),
    ]
    pairs = "FROM capture_list AS one JOIN capture_list AS other ON other.key = one."
    led = f"SELECT other.url {pairs}led_from"
    assert columns(reader, led) == [(f"{SITE}/pier",)]
    confirmed = (
        "SELECT body.version FROM capture_list AS one JOIN capture_list AS body ON body.key = one.confirms"
    )
    assert columns(reader, confirmed) == [(2,)]


def test_contradiction_list(reader):
    sql = (
        "SELECT substr(url, 23), version, position, question, shown, stated, first_seen_at, last_seen_at,"
        " captures FROM contradiction_list"
    )
    when, shown = "When will the dam be repaired?", "In the spring of next year, when the snow has melted."
    assert columns(reader, sql) == [
        ("/quay", 1, 2, when, shown, shown.replace("spring", "autumn"), AT("12:00"), AT("17:00"), 2)
    ]


def test_the_list_of_contradictions_looks_at_no_reading_without_one(reader):
    plan = [row["detail"] for row in select(reader, "EXPLAIN QUERY PLAN SELECT * FROM contradiction_list")]
    assert any(re.match("(?:SCAN|SEARCH) reading USING INDEX reading_by_stated", each) for each in plan)
    assert not [
        each for each in plan if re.match("SCAN (?:reading|standing|capture|version)(?! USING)", each)
    ]


OF_STATUS = (
    "sources", "source_yield", "losses", "reread", "trouble", "lacks", "explainers", "left_out",
    "held", "head", "runs", "announced", "together", "alternating",
)  # fmt: skip
LARGE = "capture|payload|headers|url|standing|reading|version|change|pair|wording|announcement|event|decision"


@pytest.mark.parametrize("query", OF_STATUS)
def test_status_scans_no_large_table(reader, query):
    sql = f"EXPLAIN QUERY PLAN {QUERIES[query]}"
    plan = [row["detail"] for row in select(reader, sql, PARAMETERS | {"held": 0})]
    few = re.compile(rf"SCAN (?:{LARGE}) USING (?:COVERING INDEX|INDEX decision_of_hold)")
    scans = [each for each in plan if re.match(rf"SCAN (?:{LARGE})\b", each) and not few.match(each)]
    assert scans == []


def test_header_list(reader):
    sql = (
        "SELECT name, value FROM header_list JOIN capture_list ON id = capture_id"
        " WHERE outcome = 'redirected'"
    )
    assert columns(reader, sql) == [("content-type", "text/html; charset=utf-8"), ("etag", '"5"')]
    assert columns(reader, "SELECT DISTINCT content_type FROM capture_list") == [
        ("text/html; charset=utf-8",)
    ]


def test_event_list(reader):
    sql = (
        "SELECT record, kind, substr(url, 23), from_at, until_at, who FROM event_list"
        " WHERE kind <> 'follow' ORDER BY from_at, kind"
    )
    next_day = "2026-11-24T19:00:00.000Z"
    assert columns(reader, sql) == [
        ("event", "walled", "/river", AT("14:00"), AT("15:00"), ""),
        ("event", "returned", "/river", AT("16:00"), AT("16:00"), ""),
        ("event", "moved", "/quay", AT("17:00"), AT("17:00"), ""),
        ("event", "gone", "/mill", AT("18:00"), None, ""),
        ("decision", "end", "/lock", next_day, next_day, "Ada"),
    ]


def test_article_list(reader):
    sql = (
        "SELECT substr(url, 23), state, versions, questions, last_outcome, trouble, gone_since"
        " FROM article_list ORDER BY 1"
    )
    assert columns(reader, sql) == [
        ("/lock", "ended", 0, 0, None, "", None),
        ("/mill", "followed", 1, 3, "gone", "gone", AT("18:00")),
        ("/quay", "followed", 1, 2, "ok", "", None),
        ("/river", "followed", 3, 2, "ok", "", None),
    ]


def test_a_judged_capture_is_in_the_event_list(db, reader):
    key = select(reader, "SELECT key FROM capture_list WHERE verdict = 'bot_wall'")[0][0]
    db.conn.execute(
        "INSERT INTO decision (key, kind, target_kind, target, value, decided_at, who, why)"
        " VALUES (x'00', 'reject', 'capture', ?, '', '2026-11-25', 'Ada', 'a wall')",
        (key,),
    )
    sql = "SELECT substr(url, 23), capture, who, why FROM event_list WHERE kind = 'reject'"
    assert columns(reader, sql) == [("/river", key, "Ada", "a wall")]


def test_a_question_has_one_id_in_all_versions(reader):
    sql = "SELECT count(DISTINCT question_id), count(*) FROM question_history WHERE url LIKE '%/river'"
    assert columns(reader, sql) == [(2, 6)]
    asked = "SELECT DISTINCT asked_at FROM current_pair WHERE url LIKE '%/river'"
    assert columns(reader, asked) == [(AT("12:00"),)]


FINDS = {"a word": ("leaks", 1), "words of both": ("low rain", 1), "accents do not count": ("ETE", 1)}


@pytest.mark.parametrize(("terms", "number"), FINDS.values(), ids=FINDS)
def test_the_full_text_index_finds(reader, terms, number):
    sql = "SELECT count(*) FROM wording_search WHERE wording_search MATCH ?"
    assert select(reader, sql, (terms,))[0][0] == number


def test_the_full_text_index_is_declared_as_tools_look_for_it(db):
    """Datasette and `sqlite-utils search` look for content="wording" in its declaration."""
    assert db.table("wording").detect_fts() == "wording_search"

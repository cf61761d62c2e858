"""Every view and every canned query, on an archive with nothing in it and on a small one."""

from datetime import timedelta

import archive_history as history
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.archive.captures import add_capture
from harvester.archive.connection import open_readonly, select, sqlite3
from harvester.archive.read import find_article, rows, search_terms
from harvester.model import Capture, Outcome
from harvester.sql import scripts

LOW = ("Why is the water low?", "It did not rain.")
LEAK = ("Why is the water low?", "The dam leaks, 35 % of it.")
OWNER = ("Who owns the dam?", "The town of Tarvel, since the été of 1931.")

FIRST = history.snapshot_of("The river", LOW, OWNER, lead="A lead.", authors=("A. Writer",), language="en")
SECOND = history.snapshot_of("The river Tarvel", OWNER, LEAK)

PARAMETERS = {
    "article": None,
    "only": None,
    "until": None,
    "version": None,
    "before": 8,
    "since": None,
    "question": "",
    "terms": '"x"',
    "text": "",
    "limit": 9,
}

QUERIES = scripts("queries")


@pytest.fixture
def reader(db, path):  # noqa: ARG001  db makes the file
    connection = open_readonly(path)
    yield connection
    connection.close()


@pytest.fixture
def small(db):
    """One article in three versions, the second confirmed and walled; one that fails, one never captured."""
    article, failing, _ = history.begin(db, articles=3)
    for hours, snapshot in enumerate((FIRST, SECOND, None, FIRST)):
        if hours == 3:
            add_capture(db, 1, article, answer(2.5, "https://tarvel.example/0", Outcome.NOT_MODIFIED, 304))
        history.derive(db, article, history.capture(db, article, hours, snapshot), snapshot)
    add_capture(db, 1, failing, answer(4, "https://tarvel.example/1", Outcome.GONE, 404))
    return article


def answer(hours, url, outcome, status):
    return Capture(url, history.NOON + timedelta(hours=hours), outcome, status=status)


@pytest.mark.parametrize("view", scripts("views"))
def test_every_view_reads_an_empty_archive(reader, view):
    assert select(reader, f"SELECT * FROM {view}") == []


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("view", scripts("views"))
def test_every_view_reads_a_small_archive(reader, view):
    assert select(reader, f"SELECT * FROM {view}")


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_reads_an_empty_archive(reader, query):
    assert len(rows(reader, query, **PARAMETERS)) == (1 if query == "status" else 0)


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_reads_a_small_archive(reader, small, query):
    question = select(reader, "SELECT id FROM question")[0][0]
    given = {"article": small, "question": question, "terms": '"dam"', "text": small}
    found = rows(reader, query, **PARAMETERS | given)
    nothing_was_lost = query in {"yield", "lost", "reread"}
    assert bool(found) is not nothing_was_lost


@pytest.mark.parametrize("query", [*scripts("views"), *QUERIES])
def test_each_says_what_it_is_for(query):
    assert (scripts("views") | QUERIES)[query].startswith("-- ")


def columns(found, *names):
    return [tuple(row[name] for name in names) for row in found]


def test_versions(reader, small):
    found = rows(reader, "versions", article=small)
    names = ("version", "title", "questions", "first_seen_at", "last_seen_at", "replaced_at")
    at = "2026-11-23T{}:00.000Z".format
    assert columns(found, *names) == [
        (3, "The river", 2, at("15:00"), at("15:00"), None),
        (2, "The river Tarvel", 2, at("13:00"), at("14:30"), at("15:00")),
        (1, "The river", 2, at("12:00"), at("12:00"), at("13:00")),
    ]


def test_show(reader, small):
    names = ("version", "position", "question", "answer")
    second, newest = (rows(reader, "show", article=small, version=version) for version in (2, None))
    assert columns(second, *names) == [(2, 1, *OWNER), (2, 2, *LEAK)]
    assert columns(newest, *names) == [(3, 1, *LOW), (3, 2, *OWNER)]
    assert rows(reader, "show", article=small, version=4) == []


def test_version(reader, small):
    (found,) = rows(reader, "version", article=small, version=1)
    assert (found["title"], found["lead"], found["authors"]) == ("The river", "A lead.", '["A. Writer"]')


def test_log(reader, small):
    found = rows(reader, "log", article=small, since=None, limit=-1)
    assert columns(found, "version", "kind", "question", "before", "after") == [
        (3, "answer edited", LOW[0], LEAK[1], LOW[1]),
        (3, "title edited", None, "The river Tarvel", "The river"),
        (2, "answer edited", LOW[0], LOW[1], LEAK[1]),
        (2, "title edited", None, "The river", "The river Tarvel"),
    ]
    assert len(rows(reader, "log", article=None, since="2026-11-23T14:00:00.000Z", limit=9)) == 2
    assert len(rows(reader, "log", article=None, since=None, limit=1)) == 1


def test_history(reader, small):
    question = rows(reader, "show", article=small, version=1)[0]["question_id"]
    told = columns(rows(reader, "history", question=question), "version", "position", "answer")
    assert told == [(1, 1, LOW[1]), (2, 2, LEAK[1]), (3, 1, LOW[1])]


FINDS = {
    "a word": ("leaks", 1),
    "words of question and answer": ("low rain", 1),
    "accents do not count": ("ETE", 1),
    "a phrase": ('"town of Tarvel"', 1),
    "words in another order are no phrase": ('"Tarvel of town"', 0),
    "all words must be there": ("leaks town", 0),
    "a number with a sign": ("35 %", 1),
    "what would be syntax": ("water AND (dam OR", 0),
    "a column filter": ("question:water", 0),
    "a quote too many": ('leaks "', 1),
    "nothing": ("", 0),
}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("text", "number"), FINDS.values(), ids=FINDS)
def test_search(reader, text, number):
    assert len(rows(reader, "search", terms=search_terms(text), limit=9)) == number


@pytest.mark.usefixtures("small")
def test_search_says_which_versions(reader):
    names = ("question", "first_version", "last_version", "is_current")
    assert columns(rows(reader, "search", terms='"leaks"', limit=9), *names) == [(LEAK[0], 2, 2, 0)]
    assert columns(rows(reader, "search", terms='"rain"', limit=9), *names) == [(LOW[0], 1, 3, 1)]


@pytest.fixture(scope="module")
def index():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE wording USING fts5 (question)")
    yield connection
    connection.close()


@given(text=st.text(st.characters(codec=None)) | st.text('"*^:()+-AND ORNEAR{}\0', max_size=30))
def test_nothing_in_a_search_is_syntax(index, text):
    query = "SELECT * FROM wording WHERE wording MATCH ?"
    assert index.execute(query, (search_terms(text),)).fetchall() == []


@pytest.mark.usefixtures("small")
def test_captures(reader):
    found = rows(reader, "captures", article=None, limit=-1)
    assert columns(found, "outcome", "verdict", "version") == [
        ("gone", None, None),
        ("ok", "content", 3),
        ("not_modified", "content", 2),
        ("ok", "bot wall", None),
        ("ok", "content", 2),
        ("ok", "content", 1),
    ]


@pytest.mark.usefixtures("small")
def test_status(reader):
    (found,) = rows(reader, "status")
    assert (found["articles"], found["captures"], found["versions"], found["wordings"]) == (3, 6, 3, 3)


@pytest.mark.usefixtures("small")
def test_source_health(reader):
    (found,) = rows(reader, "sources")
    counts = ("articles", "failing", "never_captured", "without_version")
    assert columns([found], *counts) == [(3, 1, 1, 2)]


def test_an_article_is_found_by_what_is_known_of_it(reader, small):
    for text in (
        small,
        small[:6],
        small[:7].upper(),
        "https://tarvel.example/0",
        " https://tarvel.example/0\n",
    ):
        assert find_article(reader, text) == small
    for text in (small[:5], "", "%", "https://tarvel.example/7", small + "0", "zzzzzz", "\udcff"):
        assert find_article(reader, text) is None


def leading(db, table, kind):
    """The first columns of the table's indexes or references."""
    pragma = {"index": "index_list", "reference": "foreign_key_list"}[kind]
    found = db.conn.execute(f"PRAGMA {pragma}({table})").fetchall()
    if kind == "reference":
        return {row["from"] for row in found if row["seq"] == 0}
    return {db.conn.execute(f"PRAGMA index_info({row['name']})").fetchone()["name"] for row in found}


def test_every_reference_that_is_followed_back_has_an_index(db):
    """Without one, each look from the other side is a walk over the table; each costs a page a capture."""
    not_followed = {("version", "first_capture_id"), ("reading", "snapshot_id"), ("snapshot", "article_id")}
    not_followed |= {(table, "payload_digest") for table in ("capture", "robots", "source_capture")}
    not_followed |= {("payload", "base_digest"), ("source_capture", "run_id")}
    missing = set()
    for table in db.table_names():
        keys = leading(db, table, "reference") - leading(db, table, "index") - {*db[table].pks[:1]}
        missing |= {(table, key) for key in keys}
    assert missing == not_followed

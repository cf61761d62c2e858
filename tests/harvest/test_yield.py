"""The yield of a source: questions that go all at once are told from questions that were dropped."""

from datetime import UTC, datetime, timedelta

import pytest

from harvester.archive.captures import add_capture
from harvester.archive.connection import sqlite3
from harvester.archive.evidence import add_article, add_source, begin_run
from harvester.archive.read import rows
from harvester.archive.rows import Source
from harvester.archive.writing import open_archive
from harvester.harvest.derive import derive, rebuild
from harvester.harvest.yields import Reread, accept, caught_up, lost_most, rebuilt
from harvester.model import Capture, Outcome
from harvester.site_rule import SiteRule

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
TOPICS = (
    "ferry", "pier", "harbour", "dredger", "lighthouse", "customs house", "boatyard", "fish market",
    "sea wall", "buoy", "lifeboat", "crane",
)  # fmt: skip


@pytest.fixture
def db(tmp_path):
    database = open_archive(tmp_path / "norra.db", create=True)
    begin_run(database, "run", "harvester", NOON)
    yield database
    database.conn.close()


@pytest.fixture
def source(db):
    return add_source(db, Source("feed", "https://norra.example/feed"), NOON)


def page(count, first=0):
    """An explainer with so many questions, labelled, so that two are told from prose."""
    pairs = "".join(
        f"<p><b>Question:</b> What happens to the {topic}?</p><p><b>Answer:</b> The town repairs the {topic}"
        " until the end of May, and pays for all of it from the harbour fund.</p>"
        for topic in TOPICS[first : first + count]
    )
    about = "The works at the harbour go on, the mayor said on Tuesday evening at the town hall. " * 8
    return f"<html lang=en><body><main><h1>The harbour works</h1><p>{about}</p>{pairs}</main></body></html>"


def seen(db, source, pages, name="works"):
    """Capture an article a day, each time with so many questions; return what each capture came to."""
    url = f"https://norra.example/{name}"
    article = add_article(db, url, source, NOON)
    came_to = []
    for day, given in enumerate(pages):
        html = page(given) if isinstance(given, int) else given
        capture = Capture(
            url, NOON + timedelta(days=day), Outcome.OK, status=200, final_url=url, body=html.encode()
        )
        came_to.append(derive(db, add_capture(db, 1, article, capture), article, capture))
    return came_to


def losses(db):
    return [
        (row["verdict"], row["pairs_before"], row["pairs"], row["since"][:10], row["kept"])
        for row in rows(db.conn, "yield")
    ]


HISTORIES = {
    "nothing happens": ([8, 8, 8], []),
    "one capture": ([8], []),
    "one question dropped": ([8, 7], []),
    "half of them dropped": ([8, 4], []),
    "a third left": ([6, 2], []),
    "less than a third left": ([7, 2], [("content", 7, 2, "2031-03-05", 2)]),
    "none left": ([8, 0], [("suspect", 8, 0, "2031-03-05", 1)]),
    "none left of two": ([2, 0], [("suspect", 2, 0, "2031-03-05", 1)]),
    "none left, day after day": ([8, 8, 0, 0, 0], [("suspect", 8, 0, "2031-03-06", 1)]),
    "none left, and back": ([8, 0, 8], []),
    "most dropped": ([12, 2], [("content", 12, 2, "2031-03-05", 2)]),
    "most dropped, seen again": ([12, 2, 2], [("content", 12, 2, "2031-03-05", 2)]),
    "most dropped, and back": ([12, 2, 12], []),
    "most dropped, some back": ([12, 2, 6], []),
    "most dropped, then edited": (
        [12, 2, page(2).replace("end of May", "end of June")],
        [("content", 12, 2, "2031-03-05", 3)],
    ),
    "most dropped, then none left": ([12, 2, 0], [("suspect", 2, 0, "2031-03-06", 2)]),
    "most dropped, a month ago": ([12, 2, *([2] * 31)], []),
    "all rewritten": ([6, page(6, first=6)], []),
}


@pytest.mark.parametrize(("pages", "expected"), HISTORIES.values(), ids=HISTORIES)
def test_losses(db, source, pages, expected):
    seen(db, source, pages)
    assert losses(db) == expected


def test_a_rewrite_is_a_version_and_none_left_is_not(db, source):
    assert [each.version for each in seen(db, source, [12, 2, 0])] == [1, 2, 0]


def test_none_left_is_no_change(db, source):
    *_, last = seen(db, source, [8, 0])
    assert (last.verdict, last.changes) == ("suspect", ())
    assert "the parser or the page is broken" in last.reason
    assert db.table("change").count == 0


def test_each_capture_has_its_yield(db, source):
    seen(db, source, [7, 2, 0])
    found = db.query("SELECT pairs, pairs_before, is_loss, parser FROM yield_list ORDER BY capture_id")
    labels = {row["parser"] for row in db.query("SELECT parser FROM reading")}
    assert [tuple(row.values())[:3] for row in found] == [(7, None, 0), (2, 7, 1), (0, 2, 1)]
    assert len(labels) == 1


def test_articles_of_a_source_are_counted_together(db, source):
    seen(db, source, [8, 0], "a")
    seen(db, source, [8, 0], "b")
    seen(db, source, [8, 8], "c")
    assert [(row["source"], row["articles"]) for row in rows(db.conn, "yield")] == [
        ("https://norra.example/feed", 3)
    ] * 2


def test_a_rebuild_tells_the_same(db, source):
    seen(db, source, [12, 2, 0])
    before = losses(db)
    assert sum(rebuild(db)) == 3
    assert losses(db) == before


ACCEPTED = {  # questions of each capture: captures that are accepted, the versions' questions after that
    "none left": ([8, 0], 1, [8, 0]),
    "none left, day after day": ([8, 0, 0, 0], 3, [8, 0]),
    "most dropped": ([12, 2, 2], 2, [12, 2]),
    "most dropped, then none left": ([12, 2, 0], 1, [12, 2, 0]),
    "most dropped, then edited": (
        [12, 2, page(2).replace("end of May", "end of June")],
        1,
        [12, 2, 2],
    ),
    "none left, back, and none again": ([8, 0, 8, 0], 1, [8, 0]),
    "nothing happens": ([8, 8], 0, [8]),
}


def versions(db):
    return [
        row["pairs"]
        for row in db.query(
            "SELECT version, max(pairs) AS pairs FROM reading WHERE version > 0 GROUP BY version"
        )
    ]


@pytest.mark.parametrize(("pages", "captures", "after"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_accepted_is_believed(db, source, pages, captures, after):
    seen(db, source, pages)
    [article] = [row["id"] for row in db.query("SELECT id FROM article")]
    assert accept(db, article, NOON) == captures
    assert losses(db) == []
    assert versions(db) == after
    assert accept(db, article, NOON) == 0
    derived = [tuple(row.values()) for row in db.query("SELECT * FROM reading ORDER BY capture_id")]
    sum(rebuild(db))
    assert [tuple(row.values()) for row in db.query("SELECT * FROM reading ORDER BY capture_id")] == derived


def test_what_is_accepted_holds_for_these_captures(db, source):
    seen(db, source, [8, 0])
    [article] = [row["id"] for row in db.query("SELECT id FROM article")]
    accept(db, article, NOON)
    last = seen(db, source, [0, 8, 0])[-1]
    assert (last.verdict, losses(db)) == ("suspect", [("suspect", 8, 0, "2031-03-06", 3)])


STOPS = ("DELETE ON reading", "INSERT ON acceptance", "INSERT ON reading")


@pytest.mark.parametrize("stop", STOPS)
def test_an_acceptance_that_was_interrupted_can_be_said_again(db, source, stop):
    seen(db, source, [8, 0, 0])
    [article] = [row["id"] for row in db.query("SELECT id FROM article")]
    db.conn.execute(f"CREATE TEMP TRIGGER stop BEFORE {stop} BEGIN SELECT RAISE(ABORT, 'stopped'); END")
    with pytest.raises(sqlite3.IntegrityError, match="stopped"):
        accept(db, article, NOON)
    db.conn.execute("DROP TRIGGER stop")
    caught_up(db)  # as the next run does
    accept(db, article, NOON)
    assert (losses(db), versions(db)) == ([], [8, 0])


def test_an_acceptance_is_evidence(db, source):
    seen(db, source, [8, 0])
    accept(db, *[row["id"] for row in db.query("SELECT id FROM article")], NOON)
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        db.conn.execute("DELETE FROM acceptance")


LOST = {
    "nothing had": (0, 0, False),
    "some came": (0, 8, False),
    "all of one": (1, 0, True),
    "half of four": (4, 1, False),
    "a third left": (6, 2, False),
    "less than a third left": (7, 2, True),
    "more than before": (8, 9, False),
}


@pytest.mark.parametrize(("before", "after", "expected"), LOST.values(), ids=LOST)
def test_lost_most(before, after, expected):
    assert lost_most(before, after) is expected


@pytest.mark.parametrize(("before", "after", "expected"), LOST.values(), ids=LOST)
def test_the_view_has_the_same_figures(db, source, before, after, expected):
    seen(db, source, [before, after])
    [row] = list(db.query("SELECT is_loss FROM yield_list ORDER BY capture_id DESC LIMIT 1"))
    assert bool(row["is_loss"]) is expected


def test_a_version_knows_how_many_questions_there_were(db, source):
    assert [(each.pairs_before, each.pairs) for each in seen(db, source, [12, 2])] == [(0, 12), (12, 2)]


DROP_ALL = SiteRule(("norra.example",), drop="main")


def test_what_is_lost_by_reading_again_is_told(db, source):
    """By another parser, or as here by other rules: nothing is left to compare with in what is derived."""
    seen(db, source, [8, 8], "a")
    seen(db, source, [2, 0], "b")
    seen(db, source, [0], "c")
    assert rebuilt(db) == Reread(5)
    read = rebuilt(db, [DROP_ALL])
    assert read.captures == 5
    assert read.losses == (("https://norra.example/a", 8, 0), ("https://norra.example/b", 2, 0))
    assert not list(db.query("SELECT 1 FROM change WHERE kind = 'dropped'"))
    assert caught_up(db, [DROP_ALL]) == Reread(0)
    assert caught_up(db) == Reread(5)  # and the questions are back

"""Captures with a rendered document: what is read of them, what the history says, and that it lasts."""

from contextlib import closing
from itertools import islice, permutations

import pytest
from chronicle import LATER, NOON, PROSE, SHELL, THINGS, Chronicle, differences, edition, exchange

from harvester.archive.connection import path_of
from harvester.archive.decisions import Voice
from harvester.archive.manifests import seal
from harvester.archive.runs import end_run
from harvester.errors import ConfigError
from harvester.harvest.merging import merge
from harvester.harvest.repairing import repair
from harvester.harvest.takedown import capture_target, take_down
from harvester.harvest.verifying import Verification, verify

QUAY = "https://norra.example/quay"
PLAIN, FULL = edition(THINGS[:2]), edition(THINGS[:5])
FAILED = b""

# What it shows: (pages with their documents, standings with versions, changes, events).
CASES = {
    "the first document makes no edit": (
        [(PLAIN, None), (PLAIN, FULL)],
        ["current 1", "current 2"],
        [],
        ["rendered by a browser 1"],
    ),
    "edits between documents are told": (
        [(SHELL, FULL), (SHELL, edition(THINGS[:4], 2032))],
        ["current 1", "current 2"],
        ["answer edited", "answer edited", "answer edited", "answer edited", "dropped"],
        [],
    ),
    "a rendering that fails changes nothing": (
        [(PLAIN, FULL), (PLAIN, FAILED), (PLAIN, FAILED), (PLAIN, FULL)],
        ["current 1", "read otherwise 1", "read otherwise 1", "current 1"],
        [],
        ["unrendered  1"],
    ),
    "an edit meanwhile is told when a browser is back": (
        [(PLAIN, FULL), (PLAIN, FAILED), (PLAIN, edition(THINGS[:6]))],
        ["current 1", "read otherwise 1", "current 2"],
        ["asked"],
        ["unrendered  1"],
    ),
    "what always failed is read as it came": (
        [(PLAIN, FAILED), (edition(THINGS[:2], 2032), FAILED)],
        ["current 1", "current 2"],
        ["answer edited", "answer edited"],
        [],
    ),
    "without the setting the page is read as it comes": (
        [(PLAIN, FULL), (PLAIN, None), (edition(THINGS[:3]), None)],
        ["current 1", "current 2", "current 3"],
        ["restored"],
        ["rendered without a browser 1"],
    ),
    "a shell whose rendering failed says nothing": (
        [(SHELL, FULL), (SHELL, FAILED), (SHELL, FULL)],
        ["current 1", "walled -", "current 1"],
        [],
        ["walled empty 1"],
    ),
    "a document without questions is suspect": (
        [(SHELL, FULL), (SHELL, PROSE)],
        ["current 1", "suspect -"],
        [],
        ["suspect no questions found where version 1 had 5: the parser or the page is broken 1"],
    ),
}


@pytest.fixture
def archive(tmp_path):
    with closing(Chronicle(tmp_path / "a.db")) as made:
        yield made


def damage(archive):
    """What `verify` finds wrong."""
    return [each for each in verify(Verification(path_of(archive.db.conn))) if each.problems]


def told(archive):
    """Standings, changes and events, as the table has them."""
    standings = archive.all("SELECT state, coalesce(version, '-') FROM standing ORDER BY at")
    events = archive.all("SELECT kind, detail, version FROM event ORDER BY from_at, id")
    changes = archive.all("SELECT kind FROM change ORDER BY kind")
    return ([f"{state} {version}" for state, version in standings], [row[0] for row in changes]), [
        " ".join(map(str, row)) for row in events
    ]


@pytest.mark.parametrize(("pages", "standings", "changes", "events"), CASES.values(), ids=CASES)
def test_histories(archive, pages, standings, changes, events):
    for hours, (page, document) in enumerate(pages):
        archive.add(exchange(QUAY, hours * 24, page), document=document)
    assert told(archive) == ((standings, changes), events)
    before = archive.history()
    archive.rebuild()
    assert differences(before, archive.history()) == {}


def test_a_reading_says_what_it_read(archive):
    archive.add(exchange(QUAY, 0, PLAIN))
    cyrillic = (("Content-Type", "text/html; charset=koi8-r"),)
    archive.add(exchange(QUAY, 24, PLAIN, headers=cyrillic), document=FULL)
    columns = "is_rendered, pairs, encoding, encoding_source"
    assert archive.all(f"SELECT {columns} FROM reading ORDER BY capture_id") == [
        (0, 2, "utf-8", "utf-8"),
        (1, 5, "utf-8", "http"),
    ]


def test_any_order_of_arrival_gives_the_same_history(tmp_path):
    pages = [(0, PLAIN, None), (24, SHELL, FULL), (48, SHELL, FAILED), (72, SHELL, edition(THINGS[:4]))]
    histories = []
    for number, order in enumerate(islice(permutations(pages), 0, None, 3)):
        with closing(Chronicle(tmp_path / f"{number}.db")) as archive:
            for hours, page, document in order:
                archive.add(exchange(QUAY, hours, page), document=document, live=number % 2 == 0)
            archive.catch_up()
            histories.append(archive.history())
    assert [differences(histories[0], each) for each in histories] == [{}] * len(histories)


def test_a_merge_brings_renderings(archive, tmp_path):
    archive.add(exchange(QUAY, 0, SHELL), document=FULL)
    archive.add(exchange(QUAY, 24, SHELL), document=FAILED)
    with closing(Chronicle(tmp_path / "other.db")) as other:
        other.add(exchange(QUAY, 48, SHELL), document=edition(THINGS[:6]))
        for each in archive, other:
            end_run(each.db, each.runs[0], {}, NOON)
            seal(each.db, NOON)
        came = merge(other.deriving, path_of(archive.db.conn), lambda *_: None)
        assert (came.taken.captures, came.taken.left_out) == (2, 0)
        assert told(other)[0] == (["current 1", "walled -", "current 2"], ["asked"])
        assert other.all("SELECT outcome FROM rendering_list ORDER BY outcome") == [
            ("crashed",),
            ("ok",),
            ("ok",),
        ]
        assert damage(other) == []


def test_a_takedown_removes_the_document_too(archive):
    kept = archive.add(exchange(QUAY, 0, SHELL), document=FULL)
    gone = archive.add(exchange(QUAY, 24, PLAIN), document=edition(THINGS[:6]))
    end_run(archive.db, archive.runs[0], {}, NOON)
    taken = take_down(archive.deriving, capture_target(archive.db.conn, gone), Voice("ada", LATER, "asked"))
    assert [each.capture_id for each in taken.held] == [gone, gone]
    assert archive.all("SELECT capture_id FROM reading") == [(kept,)]
    assert archive.one("SELECT count(*) FROM payload WHERE coding = 'removed'") == 2
    archive.rebuild()
    assert archive.all("SELECT capture_id FROM reading") == [(kept,)]
    seal(archive.db, LATER)
    assert damage(archive) == []
    with pytest.raises(ConfigError, match="no bytes"):
        capture_target(archive.db.conn, gone)


def test_a_damaged_document_is_found_and_its_reading_kept(archive):
    archive.add(exchange(QUAY, 0, SHELL), document=FULL)
    end_run(archive.db, archive.runs[0], {}, NOON)
    seal(archive.db, NOON)
    conn = archive.db.conn
    ((refuses,),) = archive.all("SELECT sql FROM sqlite_schema WHERE name = 'payload_no_update'")
    conn.execute("DROP TRIGGER payload_no_update")
    conn.execute("UPDATE payload SET body = x'00' WHERE id = (SELECT payload_id FROM rendering)")
    conn.execute(refuses)
    (damaged,) = damage(archive)
    assert (damaged.name, len(damaged.problems)) == ("payloads", 1)
    assert QUAY in damaged.problems[0]
    repair(path_of(conn), (), evidence_is_whole=False)
    assert archive.all("SELECT verdict, is_rendered, pairs FROM reading") == [("content", 1, 5)]

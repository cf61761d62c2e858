"""What a reader made of each capture: kept once, replaced whole, and what waits to be read."""

import json
from dataclasses import replace

import pytest

from harvester.archive.connection import select
from harvester.archive.readings import (
    begin_attempt,
    drop_orphans,
    end_attempt,
    interrupted,
    methods_of,
    note_fault,
    read_snapshot,
    wait_again,
    waiting,
)
from harvester.archive.writing import derived
from harvester.history.ids import change_id, event_id, question_id, snapshot_id, wording_id
from harvester.model import Outcome, Pair, Snapshot, Verdict
from harvester.text import match_key

LOW = Pair("Why is the water low?", "It did not rain.", "headings", 0.9)
LEAK = Pair("Why is the water low?", "It did not rain, and the dam leaks.", "headings", 0.9)
OWNER = Pair("Who owns the dam?", "The town of Tarvel.\n\nSince 1931.", "labels", 0.8)
RIVER = Snapshot("The river", "A lead.", pairs=(LOW, OWNER), authors=("Ö. Writer",), language="en")


def count(db, table):
    return db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_the_words_of_a_snapshot_come_back(db, keep, read, capture):
    read(keep(capture()), snapshot=RIVER)
    found = read_snapshot(db.conn, snapshot_id(RIVER))
    assert (found.title, found.lead) == ("The river", "A lead.")
    assert [(pair.question, pair.answer) for pair in found.pairs] == [
        (each.question, each.answer) for each in RIVER.pairs
    ]


def test_what_found_the_pairs_is_kept_with_the_reading(db, keep, read, capture):
    base = read(keep(capture()), snapshot=RIVER)
    confirming = keep(capture(1, Outcome.NOT_MODIFIED), confirms=base)
    other = replace(
        RIVER, pairs=tuple(replace(pair, method="markup", confidence=1.0) for pair in RIVER.pairs)
    )
    again = read(keep(capture(2)), snapshot=other)
    assert (
        methods_of(db.conn, base) == methods_of(db.conn, confirming) == (("headings", 0.9), ("labels", 0.8))
    )
    assert methods_of(db.conn, again) == (("markup", 1.0),) * 2
    assert count(db, "snapshot") == 1


def readings(db):
    return [
        tuple(row) for row in db.conn.execute("SELECT left_out, stated_id FROM reading ORDER BY capture_id")
    ]


def test_what_structured_data_has_otherwise_is_kept_once_with_the_readings(db, keep, read, capture):
    stated = replace(RIVER, pairs=(LOW, replace(OWNER, stated="The \ud800 county.\n\nSince “1932”.")))
    for hours, snapshot in enumerate((stated, replace(stated, title="The brook"), RIVER)):
        read(keep(capture(hours)), snapshot=replace(snapshot, left_out=hours / 4))
    rows = db.conn.execute("SELECT id, answers FROM stated").fetchall()
    assert [json.loads(row[1]) for row in rows] == [{"2": "The ? county.\n\nSince “1932”."}]
    assert readings(db) == [(0.0, rows[0][0]), (0.25, rows[0][0]), (0.5, None)]
    assert count(db, "snapshot") == 2  # it is no part of the content


def test_what_is_no_content_has_left_nothing_out(db, keep, read, capture):
    shown = replace(RIVER, pairs=(replace(LOW, stated="It rained."),), left_out=0.5)
    read(keep(capture()), Verdict.BOT_WALL, snapshot=shown)
    assert readings(db) == [(None, None)]
    assert count(db, "stated") == 0


def test_a_pair_is_kept_and_indexed_once(db, keep, read, capture):
    read(keep(capture()), snapshot=RIVER)
    read(keep(capture(1)), snapshot=replace(RIVER, pairs=(LEAK, OWNER, OWNER)))
    assert (count(db, "pair"), count(db, "wording"), count(db, "wording_search_docsize")) == (5, 3, 3)
    found = select(
        db.conn, "SELECT rowid FROM wording_search WHERE wording_search MATCH 'dam' ORDER BY rowid"
    )
    assert [row[0] for row in found] == [2, 3]


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.CONTENT])
def test_only_content_has_a_snapshot(db, keep, read, capture, verdict):
    read(keep(capture()), verdict, snapshot=RIVER)
    assert count(db, "snapshot") == 0
    assert tuple(db.conn.execute("SELECT verdict, snapshot_id, pairs FROM reading").fetchone()) == (
        verdict,
        None,
        None,
    )


def test_a_later_reading_takes_the_place_of_the_earlier_and_orphans_go(db, keep, read, capture):
    capture_id = read(keep(capture()), snapshot=replace(RIVER, pairs=(replace(LOW, stated="Rain."), OWNER)))
    read(capture_id, reader="2", snapshot=replace(RIVER, pairs=(LEAK,)))
    assert count(db, "reading") == 1
    assert [count(db, table) for table in ("snapshot", "wording", "stated")] == [2, 3, 1]
    drop_orphans(db)
    assert [count(db, table) for table in ("snapshot", "pair", "wording", "stated")] == [1, 1, 1, 0]
    assert count(db, "wording_search_docsize") == 1
    db.conn.execute("INSERT INTO wording_search (wording_search, rank) VALUES ('integrity-check', 1)")


def test_texts_that_are_no_utf8_are_stored(db, keep, read, capture):
    broken = Snapshot("\ud800", pairs=(Pair("\udfff?", "\ud800"),))
    read(keep(capture()), snapshot=broken, reason="\ud800", canonical_url="https://tarvel.example/\ud800")
    found = read_snapshot(db.conn, snapshot_id(broken))
    assert (found.title, found.pairs) == ("?", (Pair("??", "?"),))


STATES = {  # what happened to a capture after it was stored: whether runs read it, or read it with care
    "nothing": ([], True, False),
    "its reading began": (["begin"], False, True),
    "it was read": (["begin", "read"], False, False),
    "it was read by another reader": (["begin", "read 0"], True, False),
    "it stopped the program": (["begin", "fault"], False, False),
    "it stopped the program, and is tried again": (["begin", "fault", "again"], True, False),
    "it was read, but not folded": (["begin", "again"], True, False),
}


@pytest.mark.parametrize(("story", "waits", "is_interrupted"), STATES.values(), ids=STATES)
def test_what_waits(db, keep, read, capture, story, waits, is_interrupted):
    capture_id = keep(capture())
    steps = {
        "begin": lambda: begin_attempt(db, [capture_id], capture().captured_at),
        "read": lambda: read(capture_id),
        "read 0": lambda: read(capture_id, reader="0"),
        "fault": lambda: note_fault(db, capture_id, "it took too long"),
        "again": lambda: wait_again(db.conn, [capture_id]),
    }
    for each in story:
        steps[each]()
    assert (bool(waiting(db.conn, "1")), bool(interrupted(db.conn))) == (waits, is_interrupted)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_end_of_a_chain_waits_for_its_place_in_the_history(db, keep, capture, outcome):
    capture_id = keep(capture(outcome=outcome))
    assert waiting(db.conn, "1") == (capture_id,)
    with derived(db):
        end_attempt(db.conn, (capture_id,))
    assert waiting(db.conn, "1") == ()


@pytest.mark.parametrize("verdict", [Verdict.FEED, Verdict.SITEMAP, Verdict.LISTING, Verdict.LIST])
def test_what_announces_waits_for_no_reader_of_articles(db, keep, read, capture, verdict):
    read(keep(capture()), verdict, reader="0")
    read(keep(capture(1), role="source"), reader="0")
    assert waiting(db.conn, "1") == ()


IDS = {
    "a snapshot": snapshot_id(RIVER),
    "a question": question_id(match_key("Why is  the Water low ?"), 0),
    "the second of that name": question_id(match_key("Why is the water low?"), 1),
    "a wording": wording_id(LOW),
    "a change": change_id("0a" * 16, "asked", "294db7bbbd183fda"),
    "an event": event_id("0a" * 16, "gone"),
}
KNOWN = {
    "a snapshot": "7b730679abaf3ae8",
    "a question": "63bc5b03892824e2",
    "the second of that name": "1c8d4b2341d77385",
    "a wording": "10845c0cc67d79c2",
    "a change": "e5c53f88fbfa9c36",
    "an event": "547884bbaf1304a6",
}


@pytest.mark.parametrize("name", IDS)
def test_ids_never_change(name):
    """Archives of years agree by them; a red line here is a new schema, not a new expectation."""
    assert IDS[name] == KNOWN[name]


SAME_CONTENT = {
    "another author": Snapshot("Water", authors=("A. Writer",)),
    "another date": Snapshot("Water", modified="2026-11-23"),
    "spaces": Snapshot(" Water\u00a0"),
    "invisible characters": Snapshot("Wa\u00adter"),
}
OTHER_CONTENT = {
    "a letter": Snapshot("water"),
    "in the lead": Snapshot("", "Water"),
    "a pair": Snapshot("Water", pairs=(Pair("", ""),)),
}


@pytest.mark.parametrize("snapshot", SAME_CONTENT.values(), ids=SAME_CONTENT)
def test_what_shows_the_same_words_is_one_snapshot(snapshot):
    assert snapshot_id(snapshot) == snapshot_id(Snapshot("Water"))


@pytest.mark.parametrize("snapshot", OTHER_CONTENT.values(), ids=OTHER_CONTENT)
def test_what_shows_other_words_is_another(snapshot):
    assert snapshot_id(snapshot) != snapshot_id(Snapshot("Water"))

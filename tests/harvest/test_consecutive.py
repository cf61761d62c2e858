"""Captures that are read one after another are compared; the fold takes what fits, and tells the same."""

import sys
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import pytest
from chronicle import PROSE, THINGS, WALL, Chronicle, differences, edition, exchange

from harvester.archive.payload import ShippedPayloads
from harvester.change import Change, ChangeKind, Hunk
from harvester.diff import Matching
from harvester.harvest import cluster, consecutive, pool
from harvester.harvest.consecutive import PLAIN_CHARS, Ahead, Comparisons, Read
from harvester.harvest.pool import read_by_processes, read_here
from harvester.harvest.reader import Reader, ReadingTask, Rereader, read_task
from harvester.history.comparing import NOTHING, ContentComparison, Found
from harvester.history.verifying import Verified
from harvester.model import Pair, Snapshot
from harvester.reading import Reading

OLD, NEW, LAST = edition(THINGS[:5]), edition(THINGS[:5], 2032), edition(THINGS[1:7], 2033)
NOISE = OLD.replace(b"</body>", b"<!-- 7 --></body>")
OTHER = OLD.replace(b"</body>", b"<footer>Printed on Monday</footer></body>")

SEQUENCES = {  # names of articles with bodies, and with which capture before it each is compared, by place
    "an edit": ((("a", OLD), ("a", NEW)), [None, 0]),
    "the same content in between": (
        (("a", OLD), ("a", NOISE), ("a", OTHER), ("a", NEW)),
        [None, None, None, 2],
    ),
    "a wall in between": ((("a", OLD), ("a", WALL), ("a", NEW)), [None, None, 0]),
    "two articles": ((("a", OLD), ("b", NEW), ("b", LAST)), [None, None, 1]),
    "there and back": ((("a", OLD), ("a", NEW), ("a", OLD), ("a", NEW)), [None, 0, 1, 2]),
    "no article": ((("a", OLD), ("a", PROSE)), [None, 0]),
}


def kept(archive, sequence):
    """Keep the pages, unread; return the numbers of their captures."""
    return [
        archive.add(exchange(f"https://norra.example/{name}", hours, body), live=False)
        for hours, (name, body) in enumerate(sequence)
    ]


@pytest.mark.parametrize(("sequence", "expected"), SEQUENCES.values(), ids=SEQUENCES)
def test_each_new_content_is_compared_with_the_one_before(tmp_path, sequence, expected):
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        ids, reader = kept(archive, sequence), Reader()
        here = [*map(Rereader(archive.db.conn, reader).read, ids)]
        [chunk] = cluster._chunks(archive.db.conn, reader, ids)
    task = ReadingTask(
        tuple(chunk.pages), tuple(chunk.places.items()), ShippedPayloads(Path("a.db"), chunk.rows)
    )
    there = read_task(reader, task).reads
    assert [each.ahead and ids.index(each.ahead.before) for each in here] == expected
    assert [*there] == here


def test_the_first_of_a_chunk_is_compared_with_the_one_before(tmp_path, monkeypatch):
    """By processes and by tasks, as by one process that reads all; not over the border of two URLs."""
    monkeypatch.setattr(cluster, "CHUNK", 2)
    monkeypatch.setattr(pool, "CHUNK", 2)
    years = [("a", edition(THINGS[:5], 2031 + n)) for n in range(4)] + [("b", OLD)] * 2
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        ids, reader = kept(archive, years), Reader()
        here = [*read_here(Rereader(archive.db.conn, reader), ids)]
        chunks = [*cluster._chunks(archive.db.conn, reader, ids)]
        assert [*read_by_processes(tmp_path / "a.db", reader, ids, 1)] == here
    assert [each.captures for each in chunks] == [ids[:2], ids[2:4], ids[4:]]
    assert [[*each.places] for each in chunks] == [ids[:2], ids[1:4], ids[4:]]
    assert [each.ahead and each.ahead.before for each in here] == [None, *ids[:3], None, None]


HISTORY = [
    ("ab"[n % 2], body) for n, body in enumerate((OLD, NEW, NEW, OTHER, LAST, WALL, OLD, LAST, NEW, OLD))
]


def test_the_history_is_the_same_whatever_was_compared(tmp_path):
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        kept(archive, HISTORY)
        archive.rebuild()
        ahead = archive.history()
        archive.deriving = replace(archive.deriving, comparisons=Comparisons(0))
        archive.rebuild()
        assert differences(archive.history(), ahead) == {}
        assert len(ahead["change"]) > 5


FOLDED = {  # what is shown one after another, and how many versions that makes
    "edits": ((OLD, NOISE, NEW, LAST), 3),
    "a question that comes back in other words": ((OLD, edition(THINGS[:4]), edition(THINGS[:5], 2034)), 3),
    "a wall and a page of prose in between": ((OLD, WALL, NEW, PROSE, WALL, LAST), 3),
    "there and back, and an echo": ((OLD, NEW, OLD, NEW), 3),
}


@pytest.mark.parametrize(("bodies", "versions"), FOLDED.values(), ids=FOLDED)
def test_the_fold_does_not_compare_again(tmp_path, monkeypatch, bodies, versions):
    def refused(*_):
        raise AssertionError("this was compared ahead")

    with closing(Chronicle(tmp_path / "a.db")) as archive:
        kept(archive, [("a", body) for body in bodies])
        archive.rebuild()
        before = archive.history()
        monkeypatch.setattr(sys.modules["harvester.history.fold"], "verified", refused)
        monkeypatch.setattr(sys.modules["harvester.history.lineage"], "changes", refused)
        archive.rebuild()
        assert differences(archive.history(), before) == {}
        assert len(before["version"]) == versions


def test_a_fold_that_begins_anew_goes_on_from_what_was_shown_last(tmp_path, monkeypatch):
    monkeypatch.setattr(consecutive, "LONGEST", 2)
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        ids = kept(archive, [("a", body) for body in (OLD, NEW, WALL, LAST, NOISE, NEW)])
        reads = [*map(Rereader(archive.db.conn, Reader()).read, ids)]
    assert [each.ahead and ids.index(each.ahead.before) for each in reads] == [None, 0, None, 1, 3, 4]


def test_equal_readings_are_one_where_all_that_is_stored_is_equal(tmp_path):
    stated = OLD.replace(b"until May 2030", b"until May 2029")  # which only structured data say
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        ids = kept(archive, (("a", OLD), ("a", NOISE), ("a", stated)))
        reads = [*map(Rereader(archive.db.conn, Reader()).read, ids)]
    assert reads[0].reading is reads[1].reading
    assert reads[2].reading is not reads[0].reading
    assert reads[2].reading.snapshot.pairs[0].stated != reads[0].reading.snapshot.pairs[0].stated


def test_questions_that_an_edit_left_alone_are_one(tmp_path):
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        ids = kept(archive, (("a", edition(THINGS[:3])), ("a", edition(THINGS[:5]))))
        old, new = (
            each.reading.snapshot.pairs for each in map(Rereader(archive.db.conn, Reader()).read, ids)
        )
    assert [any(pair is each for each in old) for pair in new] == [True, True, True, False, False]


def test_what_does_not_count_in_comparisons_is_known():
    uncompared = {
        (each, field.name)
        for each in (Reading, Snapshot, Pair)
        for field in fields(each)
        if not field.compare
    }
    assert uncompared == {(Snapshot, "left_out"), (Snapshot, "surroundings"), (Pair, "stated")}


HUNK = Hunk("old", "new", 6, ("wording",), 1.0)
CHANGES = (Change(ChangeKind.ANSWER_EDITED, 0, 0, hunks=(HUNK,)),)
EDIT = Found(ContentComparison((), "", Matching((), ()), CHANGES, Verified()))


def test_what_was_compared_is_forgotten_beyond_its_room():
    size = 2 * PLAIN_CHARS + len("old" + "new")
    comparisons = Comparisons(2 * size)
    for capture_id in (2, 3, 3, 4):
        comparisons.add(Read(capture_id, None, ahead=Ahead(capture_id - 1, EDIT)))
    comparisons.add(Read(5, None))
    assert [comparisons.find(each - 1, each) for each in (2, 3, 4, 5)] == [NOTHING, EDIT, EDIT, NOTHING]
    assert comparisons.find(None, 3) is NOTHING

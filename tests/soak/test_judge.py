"""What the judge of the soak says of a body that is not in the archive."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import judge
from hosts import Asked
from runs import Ended

KEPT, MISSING = b"kept", b"missing"


def asked(second, digest=KEPT, path="/a/1", host=1):
    """A request that was answered in the same second."""
    return Asked(host, path, second, second, 1, status=200, digest=digest, text_number=0)


def run(began_at, ended_at, code):
    return Ended(began_at, ended_at, code, 0.0, 0.0, 0, "")


KILLED, WHOLE = run(0, 10, judge.KILLED), run(11, 20, 0)
AGAIN = asked(12)
# What it shows: (log, runs, bodies lost, bodies forgotten, bodies lost in hand).
JUDGED = {
    "all kept": ([asked(9), AGAIN], [KILLED, WHOLE], 0, 0, 0),
    "in hand at a kill, asked for again": ([asked(9, MISSING), AGAIN], [KILLED, WHOLE], 0, 0, 1),
    "in hand at a kill, asked for again elsewhere": (
        [asked(9, MISSING, host=2), asked(12, path="/from/a/1", host=3)], [KILLED, WHOLE], 0, 0, 1,
    ),
    "in hand at a kill, and forgotten": ([asked(9, MISSING)], [KILLED, WHOLE], 0, 1, 1),
    "more answers of the host came after it": (
        [asked(5, MISSING), asked(7), asked(8), asked(9), AGAIN], [KILLED, WHOLE], 1, 0, 0,
    ),
    "answers of other hosts came after it": (
        [asked(5, MISSING), *(asked(7, host=host) for host in range(5, 30)), AGAIN], [KILLED, WHOLE], 0, 0, 1,
    ),
    "in no killed run": ([asked(12, MISSING), asked(13)], [KILLED, WHOLE], 1, 0, 0),
}  # fmt: skip


@pytest.mark.parametrize(("log", "ended", "lost", "forgotten", "in_hand"), JUDGED.values(), ids=JUDGED)
def test_a_body_that_is_not_stored(tmp_path, log, ended, lost, forgotten, in_hand):
    with closing(sqlite3.connect(tmp_path / "harvester.db")) as conn, conn:
        conn.execute("CREATE TABLE payload (digest)")
        conn.execute("INSERT INTO payload VALUES (?)", (KEPT,))
    found = judge.lost(log, ended, tmp_path), judge.forgotten(log, ended, tmp_path)
    assert [len(tuple(each)) for each in found] == [lost, forgotten]
    assert len(judge.lost_in_hand(log, ended, tmp_path)) == in_hand

"""kill -9 at any moment: every capture that was acknowledged is there, and the archive is sound."""

import multiprocessing
import random
import time

import archive_history as history
import pytest

from harvester.archive.captures import read_capture
from harvester.archive.connection import open_readonly
from harvester.archive.integrity import checks
from harvester.archive.writing import open_archive

KILLS = 20
LONGEST_S = 0.2  # between the first acknowledgement and the kill


@pytest.fixture(scope="module")
def processes():
    """Processes of a server that has the program loaded: made in no time, and with no thread in them."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["harvester.archive.captures", "harvester.archive.derived"])
    return context


def store_until_killed(processes, path, after_s):
    """Return the acknowledged captures: {id: the hour that its body names}."""
    receiver, sender = processes.Pipe(duplex=False)
    writer = processes.Process(target=history.store_for_ever, args=(path, sender))
    writer.start()
    sender.close()
    acknowledged = [receiver.recv_bytes()]
    time.sleep(after_s)
    writer.kill()
    writer.join()
    while receiver.poll():
        try:
            acknowledged.append(receiver.recv_bytes())
        except (EOFError, OSError):  # no more, or a message that was cut
            break
    receiver.close()
    writer.close()
    return dict(map(int, each.split()) for each in acknowledged)


def test_nothing_acknowledged_is_lost(processes, path, empty_archive):
    path.write_bytes(empty_archive)
    moments, acknowledged = random.Random(7), {}
    for _ in range(KILLS):
        acknowledged |= store_until_killed(processes, path, moments.random() * LONGEST_S)
        for opening in (open_readonly, lambda killed: open_archive(killed).conn):  # a reader may come first
            connection = opening(path)
            assert acknowledged.keys() <= {row[0] for row in connection.execute("SELECT id FROM capture")}
            connection.close()
        db = open_archive(path)
        assert [check for check in checks(db.conn) if check.problems] == []
        db.close()
    db = open_archive(path)
    for capture_id, hour in acknowledged.items():
        assert read_capture(db.conn, capture_id).body.endswith(f", {hour})".encode())
    assert db.conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    db.close()

"""kill -9 at any moment: every capture that was acknowledged is there, and the archive is sound."""

import random
import time
from contextlib import closing
from itertools import count

from chronicle import THINGS, Chronicle, differences, edition, exchange

from harvester.archive.captures import read_capture
from harvester.archive.connection import open_readonly
from harvester.archive.fixity import misplaced
from harvester.archive.integrity import pages
from harvester.archive.search_index import index_problem
from harvester.archive.writing import open_archive
from harvester.harvest.quick_look import look

KILLS = 7
LONGEST_S = 0.3  # between the first acknowledgement and the kill


def store_for_ever(path, acknowledgements):
    """Store captures of two articles; acknowledge each once it is stored, as "id hour"; then derive it."""
    archive = Chronicle(path)
    for hour in count(archive.one("SELECT count(*) FROM capture")):
        things = [*THINGS[hour % 3 : hour % 3 + 4], THINGS[hour // 5 % len(THINGS)]]
        end = exchange(
            f"https://norra.example/{hour % 2}", hour, edition(dict.fromkeys(things), 2031 + hour // 3)
        )
        capture_id = archive.add(end, live=False)
        acknowledgements.send_bytes(f"{capture_id} {hour}".encode())
        archive.deriving.article(capture_id, end)


def store_until_killed(processes, path, after_s):
    """Return the acknowledged captures: {id: the hour of it}."""
    receiver, sender = processes.Pipe(duplex=False)
    writer = processes.Process(target=store_for_ever, args=(path, sender))
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
        with closing(open_archive(path)) as db:
            assert [*pages(db.conn), *misplaced(db.conn)] == []
        assert index_problem(path) == ""
        assert [check for check in look(path) if check.problems] == []
    with closing(Chronicle(path)) as archive:
        for capture_id, hour in acknowledged.items():
            assert read_capture(archive.db.conn, capture_id).captured_at == exchange("", hour).captured_at
        assert archive.one("PRAGMA integrity_check") == "ok"
        archive.catch_up()
        assert archive.one("SELECT count(*) FROM attempt") == 0
        told = archive.history()
        archive.rebuild()
        assert differences(archive.history(), told) == {}

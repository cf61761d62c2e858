"""Processes that die at their writes, as by kill -9."""

import os
import re
from contextlib import closing

from harvester.archive.writing import open_archive

DONE, DIED = 0, 9
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|COMMIT|VACUUM|PRAGMA wal_checkpoint)")


def do_and_die(deed, path, folder, number):
    """Do the deed and die, as by kill -9, just before the write of that number; in a process of its own."""
    left = number

    def count(statement):
        nonlocal left
        if WRITES.match(statement):
            left -= 1
            if left == 0:
                os._exit(DIED)

    with closing(open_archive(path)) as db:
        db.conn.set_trace_callback(count)
        deed(db, folder)
        db.conn.set_trace_callback(None)


def deaths(processes, deed, archive, every):
    """Yield an archive after a death at one write in so many, until the deed is done.

    archive: the path; the deed begins with the bytes that the file has now.
    """
    start, number, code = archive.read_bytes(), 1, DIED
    while code != DONE:
        for each in archive.parent.glob(f"{archive.name}*"):
            each.unlink()
        archive.write_bytes(start)
        child = processes.Process(target=do_and_die, args=(deed, archive, archive.parent, number))
        child.start()
        child.join()
        code = child.exitcode
        child.close()
        assert code in {DONE, DIED}
        with closing(open_archive(archive)) as db:
            yield db
        number += every

"""What processes do while they are recorded, killed or hindered: ``python deeds.py DEED FOLDER``.

Each works on ``a.db`` in the folder, and says on stdout what is safe from then on.
"""

import os
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS / "harvest"))
sys.path.insert(0, str(TESTS))
sys.path.insert(0, str(TESTS.parent))

import kept_pages as kept
from chronicle import THINGS, edition, exchange

from harvester.archive import writing
from harvester.archive.backup import back_up
from harvester.archive.captures import Recording, add_chain
from harvester.archive.connection import select
from harvester.archive.manifests import seal
from harvester.archive.runs import Invocation, begin_run, end_run
from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
CAPTURES = 12
"""This many captures a deed stores; each is some 20 writes."""


def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def capture(folder, captures=CAPTURES):
    """Store captures of two pages and read each, as a run does; say the key of each once it is stored."""
    with closing(open_archive(folder / "a.db", create=True)) as db:
        run = begin_run(db, Invocation("run", "harvester"), NOON)
        deriving = Deriving(db, (), lambda: NOON)
        begin = select(db.conn, "SELECT count(*) FROM capture")[0][0]
        for hour in range(begin, begin + captures):
            page = edition(THINGS[hour % 3 : hour % 3 + 4], 2031 + hour // 3)
            end = exchange(f"https://norra.example/{hour % 2}", hour, page)
            number = add_chain(db, Recording(run, "article"), (end,))
            say(
                "stored", select(db.conn, "SELECT lower(hex(key)) FROM capture WHERE id = ?", (number,))[0][0]
            )
            deriving.article(number, end)
        end_run(db, run, {}, NOON + timedelta(hours=1))
        seal(db, NOON)
        say("ended")


def capture_with_rollback(folder, captures=CAPTURES):
    """Do the same where SQLite is unsafe with a write-ahead log."""
    writing.sqlite_is_safe = lambda _: False
    capture(folder, captures)


def backup(folder):
    """Replace an earlier copy."""
    back_up(folder / "a.db", folder / "copy.db", lambda *_: None, force=True)
    say("copied")


def of_kept(deed):
    def do(folder):
        with closing(open_archive(folder / "a.db")) as db:
            deed(db, folder)
            say("done")

    return do


DEEDS = {
    "capture": capture,
    "capture_with_rollback": capture_with_rollback,
    "backup": backup,
    "merge": of_kept(kept.do_merge),
    "takedown": of_kept(kept.do_take_down),
    "import": of_kept(kept.do_import),
}

if __name__ == "__main__":
    DEEDS[sys.argv[1]](Path(sys.argv[2]), *map(int, sys.argv[3:]))

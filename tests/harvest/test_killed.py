"""kill -9 at the writes of imports, decisions, takedowns: nothing is lost, and the next run needs nothing."""

from contextlib import closing

import kept_pages as kept
import pytest
import warcs
from content import content_hash
from dying import deaths

from harvester.archive.writing import open_archive
from harvester.harvest import keeping
from harvester.harvest.catching_up import rebuild
from harvester.harvest.pool import mapper

pytestmark = pytest.mark.usefixtures("forked_workers")

EVERY = 7
"""One write in this many is tried: a deed has up to 200, and each try costs a process."""


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """The bytes of an archive with nothing in it, and of one with the history."""
    folder = tmp_path_factory.mktemp("norra")
    with closing(open_archive(folder / "a.db", create=True)):
        pass
    empty = (folder / "a.db").read_bytes()
    with closing(open_archive(folder / "a.db")) as db:
        kept.do_import(db, folder)
    return {"empty": empty, "full": (folder / "a.db").read_bytes()}


def decided(db):
    return db.conn.execute("SELECT count(*) FROM decision").fetchone()[0]


def is_rebuilt(db):
    before = kept.told(db)
    for _ in rebuild(kept.deriving(db), mapper(1)):
        pass
    return kept.told(db) == before


DECISIONS = {
    "follow": kept.do_follow,
    "reject": kept.do_reject,
    "join": kept.do_join,
    "retime": kept.do_retime,
    "takedown": kept.do_take_down,
}


@pytest.mark.parametrize("deed", DECISIONS.values(), ids=DECISIONS)
def test_a_decision(processes, archives, tmp_path, deed, one_in):
    with closing(open_archive(tmp_path / "a.db", create=True)):
        pass
    (tmp_path / "a.db").write_bytes(archives["full"])
    with closing(open_archive(tmp_path / "a.db")) as db:
        before = kept.told(db)
        deed(db, tmp_path)
        after = kept.told(db)
        assert after != before
        assert is_rebuilt(db)
    fates = []
    (tmp_path / "a.db").write_bytes(archives["full"])
    for db in deaths(processes, deed, tmp_path / "a.db", one_in(EVERY)):
        kept.next_run(db)
        assert kept.told(db) == (after if decided(db) else before)
        assert kept.sound(db) == ()
        assert db.conn.execute("SELECT count(*) FROM unsettled").fetchone()[0] == 0
        fates.append(decided(db))
        if deed is kept.do_take_down:
            raw = b"".join(each.read_bytes() for each in tmp_path.glob("a.db*"))
            assert (b"The crane" in raw) is not decided(db)
    assert fates == sorted(fates)
    assert {fates[0], fates[-1]} == {0, 1}


def test_an_import(processes, archives, tmp_path, one_in):
    (tmp_path / "a.db").write_bytes(archives["full"])
    with closing(open_archive(tmp_path / "a.db")) as db:
        whole = kept.told(db)
        assert is_rebuilt(db)
    stored = []
    (tmp_path / "a.db").write_bytes(archives["empty"])
    for db in deaths(processes, kept.do_import, tmp_path / "a.db", one_in(EVERY * 4)):
        stored.append(db.conn.execute("SELECT count(*) FROM capture").fetchone()[0])
        kept.next_run(db)
        assert kept.told(db) == (whole if stored[-1] else {table: [] for table in whole})
        kept.do_import(db, tmp_path)
        assert kept.told(db) == whole
        assert kept.sound(db) == ()
    assert stored == sorted(stored)
    assert {stored[0], stored[-1]} == {0, len(kept.HISTORY)}


def do_take(db, folder):
    """Import two web archives, two captures in a transaction."""
    keeping.BATCH = 2
    warcs.take(db, *((folder / name).read_bytes() for name in ("one.warc.gz", "two.warc.gz")))


def test_an_import_of_web_archives(processes, archives, tmp_path, one_in):
    first = warcs.page(kept.PIER, 0, kept.edition(kept.THINGS[:5]))
    again = warcs.page(kept.PIER, 24, kept.edition(kept.THINGS[:4]))
    others = [warcs.redirect(kept.OLD_PIER, 24, kept.PIER), warcs.revisit(kept.PIER, 30, first)]
    late = warcs.page(kept.CRANE, 24, kept.edition(kept.THINGS[2:7]))
    (tmp_path / "one.warc.gz").write_bytes(warcs.written(again, *others, late))
    (tmp_path / "two.warc.gz").write_bytes(warcs.written(first, warcs.error(kept.CRANE, 25)))
    (tmp_path / "a.db").write_bytes(archives["empty"])
    with closing(open_archive(tmp_path / "a.db")) as db:
        do_take(db, tmp_path)
        whole, has = kept.told(db), count(db)
    stored = []
    (tmp_path / "a.db").write_bytes(archives["empty"])
    for db in deaths(processes, do_take, tmp_path / "a.db", one_in(EVERY * 25)):
        stored.append(count(db))
        do_take(db, tmp_path)
        assert (kept.told(db), count(db)) == (whole, has)
        assert kept.sound(db) == ()
    assert stored == sorted(stored)
    assert {stored[0], stored[-1]} == {0, has}


def count(db):
    return db.conn.execute("SELECT count(*) FROM capture JOIN origin ON capture_id = capture.id").fetchone()[
        0
    ]


def test_a_merge(processes, archives, tmp_path, one_in):
    (tmp_path / "other.db").write_bytes(archives["full"])
    (tmp_path / "a.db").write_bytes(archives["full"])
    with closing(open_archive(tmp_path / "a.db")) as db:
        whole, has = kept.told(db), content_hash(db.conn)
    stored = []
    (tmp_path / "a.db").write_bytes(archives["empty"])
    for db in deaths(processes, kept.do_merge, tmp_path / "a.db", one_in(EVERY * 30)):
        stored.append(db.conn.execute("SELECT count(*) FROM capture").fetchone()[0])
        assert not stored[-1] or content_hash(db.conn) == has
        kept.next_run(db)
        assert kept.told(db) == (whole if stored[-1] else {table: [] for table in whole})
        kept.do_merge(db, tmp_path)
        assert (kept.told(db), content_hash(db.conn)) == (whole, has)
        assert kept.sound(db) == ()
    assert stored == sorted(stored)
    assert {*stored} == {0, len(kept.HISTORY)}  # all or nothing

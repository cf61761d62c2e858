"""A run on an archive that is damaged in part captures everything that is due, and says what is damaged."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from harvester.archive.connection import connect
from harvester.archive.writing import open_archive
from harvester.errors import HarvesterError
from harvester.harvest.clock import Clock
from harvester.harvest.run import harvest
from harvester.harvest.verifying import Verification, verify

PATHS = ("/pier", "/crane", "/weir")
FIRST = (
    (
        "Why does the ferry not sail?",
        "Its engine failed on Monday, and 35 parts were ordered.",
    ),
    (
        "Who pays for the repairs?",
        "The county pays half of the bill. The rest falls to the owner.",
    ),
    ("When does it sail again?", "The owner hopes for the first week of March. A smaller boat takes over."),
)
SECOND = (*FIRST[:2], ("When does it sail again?", "The owner now hopes for the last week of April."))


def edit(conn, *statements):
    """Change rows as somebody does who edits the file."""
    conn.execute("PRAGMA foreign_keys = OFF")
    triggers = conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        conn.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        conn.execute(statement)
    for _, sql in triggers:
        conn.execute(sql)


def overwrite(path, name):
    """Have the first page of a table or index hold nothing that SQLite can read."""
    with closing(connect(path, "rw")) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
        (page,) = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        (size,) = conn.execute("PRAGMA page_size").fetchone()
    body = bytearray(path.read_bytes())
    body[(page - 1) * size : page * size] = b"\xa5" * size
    path.write_bytes(body)


DAMAGE = {
    "payloads": ["UPDATE payload SET body = zeroblob(40)"],
    "headers": ["UPDATE headers SET text = '[1'"],
    "a state of the fold": ["UPDATE article SET fold = '{'"],
    "snapshots that are lost": ["DELETE FROM pair", "DELETE FROM snapshot"],
    "when hosts may be asked": ["UPDATE host SET next_at = 'soon'"],
}
PAGES = ("change", "wording", "reading", "version_by_snapshot", "wording_search_data", "event")


@pytest.fixture
def copied(desk, site, page, tmp_path):
    """A copy of an archive with a version of each page; the pages have changed since."""
    for path in PATHS:
        site.pages[path] = page(f"The works at {path}", *FIRST)
    desk.follow(*PATHS)
    desk.run()
    desk.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in PATHS:
        site.pages[path] = page(f"The works at {path}", *SECOND)
    return Path(shutil.copy(tmp_path / "tarvel.db", tmp_path / "copy.db"))


def captured_again(path, desk):
    """Do a run on the file; return what it raised, and the pages that it captured and kept."""
    desk.day += 1
    told = ""
    with closing(open_archive(path)) as db:
        try:
            for _ in harvest(db, desk.settings, clock=Clock(desk.now, trusted=True)):
                pass
        except HarvesterError as error:
            told = str(error)
        rows = db.conn.execute(
            "SELECT url.url FROM capture JOIN run ON run.id = run_id JOIN url ON url.id = url_id"
            " WHERE role = 'article' AND outcome = 'ok' AND run_id = (SELECT max(id) FROM run)"
            " AND run.ended_at IS NOT NULL"
        ).fetchall()
    return told, {row[0].removeprefix(desk.site.url) for row in rows}


@pytest.mark.parametrize("statements", DAMAGE.values(), ids=DAMAGE)
def test_damaged_rows(copied, desk, statements):
    with closing(connect(copied, "rw")) as conn:
        edit(conn, *statements)
    _, captured = captured_again(copied, desk)
    assert captured == set(PATHS)


@pytest.mark.parametrize("name", PAGES)
def test_damaged_pages(copied, desk, name):
    overwrite(copied, name)
    told, captured = captured_again(copied, desk)
    assert captured == set(PATHS)
    assert name == "event" or "'harvester verify' says what is damaged" in told  # no event came
    assert any(each.problems for each in verify(Verification(copied)))

"""kill -9 and power cuts at every write: what was acknowledged is there, and the archive is sound.

Each deed is recorded once; then the disk is made as it was after each of its writes.
"""

import random
import tempfile
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path

import deeds
import kept_pages as kept
from content import content_hash
from findings import Finding
from recording import Disk, has_strace, moments, put, recorded

from harvester.archive.connection import connect, open_readonly
from harvester.archive.payload import Payloads
from harvester.archive.writing import open_archive
from harvester.errors import ArchiveDamaged

OPENED = 50
"""One disk in so many is opened as the program opens it, and brought up to date; others by SQLite alone."""


def sound(path: Path) -> str:
    """Return what is wrong with the file, ``""`` for nothing."""
    with closing(connect(path, "rw")) as conn:
        conn.execute("PRAGMA synchronous = OFF")  # nothing is lost here that matters
        found = [row[0] for row in conn.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"{row[0]} points to no {row[2]}" for row in conn.execute("PRAGMA foreign_key_check")]
    return found[0] if found else ""


def nothing_lost(folder: Path, said: list[str], *, opened: bool) -> str:
    """Return what of the acknowledged captures is missing or unreadable."""
    path = folder / "a.db"
    keys = [line.split()[1] for line in said if line.startswith("stored")]
    if not path.exists() or not path.stat().st_size:
        return "the archive is not there" if keys else ""
    if opened and keys:
        with closing(open_archive(path)) as db:
            kept.next_run(db)
            if wrong := kept.sound(db):
                return str(wrong)
    if wrong := sound(path):
        return wrong
    with closing(connect(path, "rw")) as conn:
        conn.execute("PRAGMA synchronous = OFF")  # nothing is lost here that matters
        if not conn.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'capture'").fetchone()[0]:
            return "the tables are not there" if keys else ""
        payloads = Payloads(conn)
        stored = {row[0]: row[1] for row in conn.execute("SELECT lower(hex(key)), payload_id FROM capture")}
        for key in keys:
            if key not in stored:
                return f"capture {key} is lost"
            payloads.read(stored[key])
    return ""


def whole_or_before(folder: Path, said: list[str], *, opened: bool) -> str:
    """Return what is wrong with a copy: it is the new one or the one before."""
    del opened
    copy = folder / "copy.db"
    with closing(open_readonly(copy)) as conn:
        captures = conn.execute("SELECT count(*) FROM capture").fetchone()[0]
    if captures not in {1, deeds.CAPTURES} or ("copied" in said and captures == 1):
        return f"the copy has {captures} captures"
    return sound(copy)


def all_or_nothing(folder: Path, said: list[str], *, opened: bool) -> str:
    """Return what is wrong with a merge: all of the evidence is there, or none."""
    with closing(open_archive(folder / "a.db")) as db, closing(open_readonly(folder / "other.db")) as other:
        captures = db.conn.execute("SELECT count(*) FROM capture").fetchone()[0]
        if captures and content_hash(db.conn) != content_hash(other):
            return f"{captures} captures, and not what the other archive says"
        if "done" in said and not captures:
            return "the merge is lost"
        if opened:
            kept.do_merge(db, folder)
            if content_hash(db.conn) != content_hash(other):
                return "merging again does not complete it"
    return sound(folder / "a.db")


def gone_or_kept(folder: Path, said: list[str], *, opened: bool) -> str:
    """Return what is wrong with a takedown: after it no trace is left, and before it nothing is missing."""
    with closing(open_archive(folder / "a.db")) as db:
        decided = db.conn.execute("SELECT count(*) FROM decision").fetchone()[0]
        if "done" in said and not decided:
            return "the takedown is lost"
        if opened:
            kept.next_run(db)
    if opened:
        raw = b"".join(each.read_bytes() for each in folder.glob("a.db*"))
        if (b"The crane" in raw) is bool(decided):
            return "the text is still there" if decided else "the text is gone"
    return sound(folder / "a.db")


def prepare(folder: Path, deed: str) -> None:
    """Make the folder in which the deed is done."""
    if deed == "backup":
        deeds.capture(folder, 1)
        deeds.backup(folder)
        deeds.capture(folder, deeds.CAPTURES - 1)
    elif deed in {"merge", "takedown"}:
        name = "other.db" if deed == "merge" else "a.db"
        with closing(open_archive(folder / name, create=True)) as db, tempfile.TemporaryDirectory() as pages:
            kept.do_import(db, pages)
        if deed == "merge":
            open_archive(folder / "a.db", create=True).close()


DEEDS: dict[str, Callable[..., str]] = {
    "capture": nothing_lost,
    "capture_with_rollback": nothing_lost,
    "backup": whole_or_before,
    "merge": all_or_nothing,
    "takedown": gone_or_kept,
}


@contextmanager
def quiet():
    """Let deeds that are done here say nothing."""
    said, deeds.say = deeds.say, lambda *_: None
    try:
        yield
    finally:
        deeds.say = said


def tried(deed: str, how: str, points: int, folder: Path, captures: int = deeds.CAPTURES) -> Finding:
    """Kill the deed (how: "kill -9"), or cut the power, at that many points in all."""
    what = f"{how}: {deed.replace('_', ' ')}"
    if not has_strace():
        return Finding(what, 0, "points", skipped="strace does not run here")
    place, again = folder / "deed", folder / "again"
    place.mkdir()
    with quiet():
        prepare(place, deed)
    start = Disk(place)
    begin = start.killed()
    more = [str(captures)] if deed.startswith("capture") else []
    ops = recorded(place, deed, *more)
    writes = sum(op.kind != "said" for op in ops)
    rng, wrong, done = random.Random(7), [], 0
    rounds = max(1, round(points / writes)) if how == "power cut" else 1
    chosen = {*rng.sample(range(writes), min(points, writes))}
    put(begin, place)
    disk = Disk(place)
    for number, _ in enumerate(moments(disk, ops)):
        if number not in chosen:
            continue
        for _ in range(rounds):
            put(disk.cut(rng) if how == "power cut" else disk.killed(), again)
            done += 1
            try:
                found = DEEDS[deed](again, disk.said, opened=done % OPENED == 0)
            except (ArchiveDamaged, AssertionError, OSError, Exception) as error:  # noqa: BLE001  any is a finding
                found = f"{type(error).__name__}: {error}"
            if found:
                wrong.append(f"{what}, write {number} of {writes}: {found}")
    return Finding(what, done, "points", tuple(wrong), f"{writes} writes")


def run(how: str, points: int, folder: Path):
    """Yield the findings of all deeds, each killed, or cut off, at up to so many points."""
    for deed in DEEDS:
        place = folder / deed
        place.mkdir()
        yield tried(deed, how, points, place)

"""What is exported as a web archive and imported elsewhere is the same evidence, and the same history."""

import json
from contextlib import closing
from datetime import timedelta
from io import BytesIO

import kept_web
import pytest
from chronicle import LATER, SHELL, THINGS, WALL, Chronicle, edition, exchange, led, on_pages, redirect, rss
from derived_rows import derived_rows

from harvester.archive.connection import open_readonly
from harvester.archive.decisions import Terms
from harvester.archive.records import KINDS, records
from harvester.archive.writing import open_archive
from harvester.export.warc_files import WarcExport, to_warc
from harvester.export.webarchive import WarcOptions
from harvester.harvest.deriving import Deriving
from harvester.harvest.survey import CaptureFilter
from harvester.harvest.web_archives import import_files
from harvester.interop.opening import OpeningOptions, given
from harvester.model import Outcome

PIER, QUAY, FEED, DAM, LOCK = (
    f"https://norra.example/{name}" for name in ("pier", "quay", "feed", "dam", "lock")
)
ROBOTS = "https://norra.example/robots.txt"
LOCAL = {"run", "recorded_at"}


def tell(archive):
    """An archive with editions, redirects, walls, a feed, robots.txt and an article on several pages."""
    archive.add(exchange(ROBOTS, -3, b"User-agent: *\nDisallow: /x\n"), role="robots", live=False)
    archive.add(exchange(FEED, -2, rss(PIER, QUAY)), role="source")
    first = archive.add(redirect(f"{PIER}?old", -1, PIER), exchange(PIER, 0, edition(THINGS[:5])))
    archive.add(exchange(PIER, 12, outcome=Outcome.NOT_MODIFIED, status=304), confirms=first)
    archive.add(exchange(PIER, 24, edition(THINGS[:4], 2032)))
    archive.add(exchange(PIER, 48, WALL))
    archive.add(exchange(PIER, 72, edition(THINGS[:5])))
    archive.add(led(QUAY, 73, PIER), exchange(PIER, 73, edition(THINGS[:5])))
    archive.add(exchange(QUAY, 80, b"gone", Outcome.GONE, 404))
    archive.add(exchange(QUAY, 81, outcome=Outcome.DNS_ERROR, status=0))
    archive.add(exchange(LOCK, 30, SHELL), document=edition(THINGS[:4], title="The lock"))
    archive.add(exchange(LOCK, 54, SHELL), document=b"")
    archive.add(exchange(LOCK, 78, SHELL), document=edition(THINGS[:4], 2032, title="The lock"))
    archive.add_pages(DAM, 20, *on_pages(THINGS[:6], 3))
    archive.add_pages(DAM, 40, *on_pages(THINGS[:6], 3, 2032))


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The archive of the harbour, in three files of a day or more each."""
    folder = tmp_path_factory.mktemp("told")
    path = folder / "norra.db"
    with closing(following(path)) as archive:
        tell(archive)
    return path


def following(path):
    """An archive that follows the feed: decisions are no part of web archives."""
    archive = Chronicle(path)
    archive.say("follow", ("source", FEED), Terms("feed").as_text())
    return archive


def export(path, target, **choice):
    with closing(open_readonly(path)) as conn:
        to_warc(target, WarcExport(conn, WarcOptions(**choice)), lambda *_: None)
    return sorted(target.parent.glob(f"{target.name.partition('.')[0]}*.warc.gz"))


def take(db, *files):
    found = given([str(each) for each in files], OpeningOptions(BytesIO(), lambda _: None))
    return import_files(Deriving(db, (), lambda: LATER + timedelta(days=1)), found.files, CaptureFilter())


def evidence(conn, kind):
    """{key: what the records say} of a table, but for what is local."""
    said = (json.loads(each.text)[1] for each in records(conn, kind))
    return {fields.get("key") or str(fields): without(fields) for fields in said}


def without(fields):
    return {name: value for name, value in fields.items() if name not in LOCAL}


def history(conn):
    """What is derived; an import follows nothing, so that the state of articles is left out."""
    rows = derived_rows(conn)
    return {each: rows[each] for each in rows.keys() - {"article"}}


def sizes(conn):
    """How many rows each table of evidence has."""
    return {kind: conn.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in KINDS}


def test_all_of_it_comes_back(told, tmp_path):
    with closing(following(tmp_path / "b.db")) as archive, closing(open_readonly(told)) as ours:
        db = archive.db
        came = take(db, *export(told, tmp_path / "x.warc.gz"))
        assert came.refused == []
        for kind in ("url", "payload", "capture", "rendering"):
            assert evidence(db.conn, kind) == evidence(ours, kind)
        assert history(db.conn) == history(ours)
        before = sizes(db.conn)
        again = take(db, tmp_path / "x.warc.gz")
        assert (again.added, again.known, sizes(db.conn)) == (0, came.added, before)


def test_a_feed_is_read_when_it_is_followed(told, tmp_path):
    with closing(Chronicle(tmp_path / "b.db")) as archive:
        conn = archive.db.conn
        take(archive.db, *export(told, tmp_path / "x.warc.gz"))
        assert conn.execute("SELECT count(*) FROM attempt").fetchone()[0] == 0
        archive.say("follow", ("source", FEED), Terms("feed").as_text())
        archive.catch_up()
        assert conn.execute("SELECT count(*) FROM announcement").fetchone()[0] == 2
        with closing(open_readonly(told)) as ours:
            assert history(conn) == history(ours)


def test_nothing_comes_back_to_where_it_was(told, tmp_path):
    path = tmp_path / "a.db"
    path.write_bytes(told.read_bytes())
    with closing(open_archive(path)) as db:
        before = sizes(db.conn)
        came = take(db, *export(told, tmp_path / "x.warc.gz"))
        assert (came.added, sizes(db.conn)) == (0, before)


def test_parts_in_any_order_are_one_history(told, tmp_path):
    parts = export(told, tmp_path / "part.warc.gz", max_size=9000)
    assert len(parts) == 3
    with closing(open_readonly(told)) as ours:
        wanted = history(ours)
    for number, files in enumerate(([*reversed(parts)], parts[1:] + parts[:1])):
        with closing(following(tmp_path / f"{number}.db")) as archive:
            assert take(archive.db, *files).refused == []
            assert history(archive.db.conn) == wanted


def test_every_kind_of_exchange_comes_back(tmp_path):
    kept_web.make(tmp_path / "a.db")
    files = export(tmp_path / "a.db", tmp_path / "x.warc.gz")
    with (
        closing(open_archive(tmp_path / "b.db", create=True)) as db,
        closing(open_readonly(tmp_path / "a.db")) as a,
    ):
        take(db, *files)
        here, there = evidence(db.conn, "capture"), evidence(a, "capture")
        lost = {each["url"].rpartition("/")[2] for key, each in there.items() if here.get(key) != each}
        assert lost == {"taken"}

"""Archives of every schema that may exist outside: they are opened, brought up to date and rebuilt."""

import gzip
import re
from contextlib import closing
from pathlib import Path

import pytest
from chronicle import Chronicle, differences
from content import content_hash

from harvester.archive.captures import read_capture
from harvester.archive.connection import FORMER_SCHEMA, SCHEMA_VERSION, connect, open_readonly
from harvester.archive.schema import problems
from harvester.archive.writing import open_archive
from harvester.errors import PayloadRemoved, SchemaTooOld

OLD = Path(__file__).parent / "old"
FILES = {int(re.findall(r"\d+", path.name)[0]): path for path in sorted(OLD.glob("schema-*.db.gz"))}
OUTSIDE = (15, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32)
"""Archives with these schemas may exist outside. 16 to 20 were steps on the way to 21, within one change."""

FROZEN = (
    "The migrations make another schema than the file has. If an archive with that schema may exist outside,"
    " leave the migrations as they are and add one (docs/durability.md). If not, make the file again by"
    " 'python tests/archive/old/make.py'."
)


@pytest.fixture(params=FILES, ids=lambda version: f"schema {version}")
def old(request, path):
    path.write_bytes(gzip.decompress(FILES[request.param].read_bytes()))
    return request.param


def test_there_is_a_file_of_every_schema():
    assert (*FILES,) == OUTSIDE
    assert OUTSIDE[-1] == SCHEMA_VERSION


def test_it_has_the_schema_of_its_migrations(old, path):
    with closing(connect(path, "ro")) as conn:
        assert conn.execute("PRAGMA user_version").fetchone()[0] == old
        assert [*map(str, problems(conn, old - FORMER_SCHEMA))] == [], FROZEN


def test_it_is_read_or_told_to_be_old(old, path):
    if old == SCHEMA_VERSION:
        open_readonly(path).close()
    else:
        with pytest.raises(SchemaTooOld, match="harvester rebuild"):
            open_readonly(path)


@pytest.mark.usefixtures("old")
def test_it_is_brought_up_to_date(path):
    with closing(connect(path, "ro")) as conn:
        captures = conn.execute("SELECT count(*) FROM capture").fetchone()[0]
    with closing(open_archive(path)) as db:
        assert db.conn.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert [*problems(db.conn, SCHEMA_VERSION - FORMER_SCHEMA)] == []
        assert db.conn.execute("SELECT count(*) FROM capture").fetchone()[0] == captures
        removed = 0
        for number in range(1, captures + 1):
            try:
                read_capture(db.conn, number)
            except PayloadRemoved:
                removed += 1
        assert removed == 1
        has = content_hash(db.conn)
    with closing(Chronicle(path, runs=0)) as archive:
        archive.rebuild()
        told = archive.history()
        assert archive.one("SELECT count(*) FROM version") >= 4
        archive.rebuild()
        assert differences(archive.history(), told) == {}
        assert content_hash(archive.db.conn) == has
        assert archive.one("PRAGMA integrity_check") == "ok"
        assert archive.all("PRAGMA foreign_key_check") == []

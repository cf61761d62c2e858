"""Other people's archives are data: their schema never runs, and odd rows end in one sentence."""

import random
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent))

import hostile
from chronicle import THINGS, WALL, Chronicle, edition, exchange, redirect, rss

from harvester.archive.connection import open_readonly
from harvester.archive.decisions import Terms
from harvester.archive.schema import check_schema, our_tables, read_schema
from harvester.archive.writing import PAGE_BYTES, open_archive
from harvester.cli import cli
from harvester.errors import ArchiveDamaged, ExitCode
from harvester.sql import scripts

PIER, FEED = "https://norra.example/pier", "https://norra.example/feed"
READERS = {
    "list": ["list"],
    "show": ["show", PIER],
    "raw": ["show", "--raw", "1"],
    "log": ["log"],
    "diff": ["diff", PIER],
    "status": ["status"],
    "doctor": ["doctor"],
    "backup": ["backup", "copy.db", "--force"],
}
WRITERS = {"pause": ["pause", PIER], "rebuild": ["rebuild", "--jobs", "1"]}
ODD_ROWS = 8
"""This many of the some 2,000 odd values are tried here; tests/torture tries all of them."""

CODES = {
    ExitCode.DONE,
    ExitCode.SOME_FAILED,
    ExitCode.USAGE,
    ExitCode.DAMAGED,
    ExitCode.BAD_INPUT,
    ExitCode.REFUSED,
}

MOST_S = 20.0
"""No verb takes longer, whatever the archive holds; what hangs takes for ever."""


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """The bytes of an archive with a row in nearly every table."""
    path = tmp_path_factory.mktemp("norra") / "a.db"
    with closing(Chronicle(path)) as archive:
        archive.say("follow", ("source", FEED), Terms("feed").as_text())
        archive.add(exchange(FEED, -2, rss(PIER, "https://norra.example/two")), role="source")
        archive.add(redirect(f"{PIER}?x=1", -1, PIER), exchange(PIER, 0, edition(THINGS[:5])))
        archive.add(exchange(PIER, 1, edition(THINGS[:4], 2032)))
        archive.add(exchange(PIER, 2, WALL))
        rejected = archive.add(exchange(PIER, 3, edition(THINGS[3:8], 2033)))
        archive.say("reject", ("capture", archive.key(rejected)))
        archive.add(exchange(PIER, 4, edition(THINGS[:6], 2034)))
        archive.db.conn.execute("INSERT INTO host VALUES ('norra.example', '2031-03-04T12:00:00.000Z')")
    return path.read_bytes()


@pytest.fixture
def call(tmp_path, monkeypatch, good):
    """Call a verb on an archive that is good, or as the test left it; whatever it makes of it, it says so."""
    monkeypatch.chdir(tmp_path)

    def run(arguments):
        began = time.monotonic()
        result = CliRunner().invoke(cli, [*arguments, "--archive", "a.db"])
        assert time.monotonic() - began < MOST_S
        assert isinstance(result.exception, SystemExit | None), repr(result.exception)
        assert result.exit_code in CODES
        assert result.exit_code in {0, ExitCode.BAD_INPUT} or len(result.stderr.splitlines()) == 1
        assert all(line.isprintable() for line in result.stderr.splitlines())
        return result

    run.path = tmp_path / "a.db"
    run.path.write_bytes(good)
    return run


def told(call, *verbs):
    """What the verbs print about a good archive."""
    results = [call(READERS[verb]) for verb in verbs]
    assert {result.exit_code for result in results} == {ExitCode.DONE}
    return [result.stdout for result in results]


@pytest.mark.parametrize("statements", hostile.SCHEMAS.values(), ids=hostile.SCHEMAS)
def test_a_schema_that_is_not_ours_is_refused(call, statements):
    hostile.spoil_schema(call.path, statements)
    before = call.path.read_bytes()
    for arguments in (READERS["show"], READERS["backup"], WRITERS["pause"]):
        refused = call(arguments)
        assert (refused.exit_code, refused.stdout) == (ExitCode.DAMAGED, "")
        assert any(words in refused.stderr for words in ("by harvester", "harvester made", "is missing"))
    assert call.path.read_bytes() == before


@pytest.mark.parametrize("statements", hostile.HARMLESS.values(), ids=hostile.HARMLESS)
def test_what_does_nothing_may_stand_there(call, statements):
    expected = told(call, "list", "log", "show")
    hostile.spoil_schema(call.path, statements)
    assert told(call, "list", "log", "show") == expected
    assert call(WRITERS["pause"]).exit_code == ExitCode.DONE


def test_odd_rows_are_told_in_one_sentence(call, good):
    everything = [*hostile.odd_rows(call.path)]
    assert len(everything) > 1500
    for table, column, value in random.Random(7).sample(everything, ODD_ROWS):
        call.path.write_bytes(good)
        if hostile.put(call.path, table, column, value):
            for arguments in READERS.values():
                call(arguments)


EVIDENCE = (
    "run",
    "capture",
    "payload",
    "headers",
    "decision",
    "tombstone",
    "url",
    "setting",
    "origin",
    "manifest",
)


def test_odd_rows_are_left_out_of_a_merge(call, good):
    everything = [each for each in hostile.odd_rows(call.path) if each[0] in EVIDENCE]
    other, codes = call.path.with_name("other.db"), set()
    for table, column, value in random.Random(7).sample(everything, ODD_ROWS):
        call.path.unlink(missing_ok=True)
        other.write_bytes(good)
        if hostile.put(other, table, column, value):
            came = call(["merge", "other.db"])
            assert came.exit_code not in {ExitCode.USAGE, ExitCode.SOME_FAILED}
            codes.add(came.exit_code)
            with closing(open_archive(call.path, create=True)) as db:
                assert db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
            for each in call.path.parent.glob("a.db-*"):
                each.unlink()
    assert ExitCode.BAD_INPUT in codes


def test_a_state_that_cannot_be_read_is_folded_again(call):
    [expected] = told(call, "show")
    for value in ("{", "null", "[]", '{"version": 1}', "[" * 100_000):
        assert hostile.put(call.path, "article", "fold", value)
        for arguments in (["join", PIER, "https://norra.example/two"], ["part", "https://norra.example/two"]):
            assert call(arguments).exit_code == ExitCode.DONE
        assert told(call, "show") == [expected]


def test_the_schema_is_compared_by_its_text(path_of_good):
    with closing(open_readonly(path_of_good)) as conn:
        steps = len(scripts("migrations"))
        ours = our_tables(steps)
        assert ours.items() <= read_schema(conn).items()
        other = next(earlier for earlier in range(steps - 1, 0, -1) if our_tables(earlier) != ours)
        with pytest.raises(ArchiveDamaged):
            check_schema(conn, path_of_good, other)


@pytest.fixture
def path_of_good(tmp_path, good):
    (tmp_path / "b.db").write_bytes(good)
    return tmp_path / "b.db"


SECTOR = 512
LOCK_PAGE = (1 << 30) // PAGE_BYTES + 1
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")  # https://www.sqlite.org/fileformat.html, 3


def four(number):
    return number.to_bytes(4, "big")


def test_a_journal_that_names_another_file(path_of_good, tmp_path):
    """SQLite 3.40 deletes the file that it names, and 3.53 does not."""
    diary = tmp_path / "diary"
    diary.write_text("Dear diary")
    name = str(diary).encode()
    numbers = (0, 0, path_of_good.stat().st_size // PAGE_BYTES, SECTOR, PAGE_BYTES)  # no page to put back
    head = JOURNAL_MAGIC + b"".join(map(four, numbers))
    ending = four(LOCK_PAGE) + name + four(len(name)) + four(sum(name)) + JOURNAL_MAGIC
    path_of_good.with_name("b.db-journal").write_bytes(head.ljust(SECTOR, b"\0") + ending)
    for opening in (open_readonly, open_archive):
        with pytest.raises(ArchiveDamaged, match="names another file"):
            opening(path_of_good)
    assert diary.exists()

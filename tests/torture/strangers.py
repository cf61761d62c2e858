"""Archives that somebody made to do harm: nothing of theirs runs or hangs; one sentence tells of each."""

import contextlib
import os
import random
import time
from contextlib import closing
from pathlib import Path

import hostile
from chronicle import THINGS, WALL, Chronicle, edition, exchange, redirect, rss
from click.testing import CliRunner
from cuts import sound
from findings import Finding

from harvester.archive.decisions import Terms
from harvester.cli import cli

PIER, FEED = "https://norra.example/pier", "https://norra.example/feed"
VERBS = {
    "list": ["list"], "show": ["show", PIER], "raw": ["show", "--raw", "1"], "log": ["log"],
    "diff": ["diff", PIER], "status": ["status"], "doctor": ["doctor"],
    "backup": ["backup", "copy.db", "--force"],
    "pause": ["pause", PIER], "rebuild": ["rebuild", "--jobs", "1"],
}  # fmt: skip
MOST_S = 60.0
"""No verb takes longer; what hangs takes for ever. 20 texts of a megabyte take 25 s on a busy machine."""

CODES = {0, 1, 2, 5, 6, 7}


def make(path: Path) -> None:
    """Make an archive with a row in nearly every table."""
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


def call(arguments: list[str], archive: str = "a.db"):
    """Return what came of a verb, and what is wrong with that."""
    began = time.monotonic()
    came = CliRunner().invoke(cli, [*arguments, "--archive", archive])
    took = time.monotonic() - began
    if not isinstance(came.exception, SystemExit | None):
        return came, f"{arguments[0]} ended with {came.exception!r}"
    if took > MOST_S:
        return came, f"{arguments[0]} took {took:.0f} s"
    if came.exit_code not in CODES:
        return came, f"{arguments[0]} ended with exit code {came.exit_code}"
    if came.exit_code not in {0, 6} and len(came.stderr.splitlines()) != 1:
        return came, f"{arguments[0]} said {came.stderr[:200]!r}"
    return came, ""


def run(values: int, folder: Path):
    """Yield what came of every strange schema, and of so many strange values."""
    with contextlib.chdir(folder):
        make(Path("a.db"))
        good = Path("a.db").read_bytes()
        yield _schemas(good)
        rng = random.Random(7)
        everything = [*hostile.odd_rows(Path("a.db"))]
        some = rng.sample(everything, min(values, len(everything)))
        yield _values(good, some, rng)
        yield _merges(good, some[: len(some) // 4])


def put(good: bytes, name: str = "a.db") -> Path:
    """Have the folder hold that archive and nothing else."""
    for each in Path().iterdir():
        each.unlink()
    Path(name).write_bytes(good)
    return Path(name)


def _schemas(good):
    wrong, tried = [], 0
    for name, statements in hostile.SCHEMAS.items():
        for arguments in VERBS.values():
            hostile.spoil_schema(put(good), statements)
            came, found = call(arguments)
            tried += 1
            if found or came.exit_code != 5:
                wrong.append(f"{name}: {found or came.exit_code}")
    return Finding("strange schemas", tried, "calls", tuple(wrong))


def _values(good, some, rng):
    wrong, tried = [], 0
    for table, column, value in some:
        path = put(good)
        if not hostile.put(path, table, column, value):
            continue
        for verb in rng.sample([*VERBS], 2):
            _, found = call(VERBS[verb])
            tried += 1
            if found:
                wrong.append(f"{table}.{column} = {value!r:.40}: {found}")
    return Finding("strange values", tried, "calls", tuple(wrong), f"{len(some)} values")


def _merges(good, some):
    wrong, tried, silent = [], 0, 0
    for table, column, value in some:
        other = put(good, "other.db")
        if not hostile.put(other, table, column, value):
            continue
        came, found = call(["merge", "other.db"], "new.db")
        tried += 1
        silent += came.exit_code == 0
        if os.path.exists("new.db"):  # noqa: PTH110
            found = found or sound(Path("new.db"))
        if found:
            wrong.append(f"merge of {table}.{column} = {value!r:.40}: {found}")
    return Finding("merges of strange values", tried, "merges", tuple(wrong), f"{silent} changed no evidence")

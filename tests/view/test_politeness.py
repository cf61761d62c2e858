"""What the captures prove about how hosts were asked: invented requests, second by second."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from harvester.archive.captures import Recording, add_chain
from harvester.archive.columns import to_text
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.model import Capture, Outcome
from harvester.view.politeness import politeness, totals

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
SITE = "http://tarvel.example"
ROBOTS = b"User-agent: *\nDisallow: /no\n"
SLOW = ROBOTS + b"Crawl-delay: 7\n"
ABSURD = ROBOTS + b"Crawl-delay: 86400\n"


@pytest.fixture
def db(tmp_path):
    with closing(open_archive(tmp_path / "tarvel.db", create=True)) as db:
        yield db


@pytest.fixture
def asked(db):
    """A function that keeps a request so many seconds after noon. It took half a second."""
    runs = {}

    def keep(second, path="/a", outcome=Outcome.OK, status=200, run=1, role="article", **more):
        if run not in runs:
            invocation = Invocation("run", "harvester", settings={"delay_s": 2.0})
            runs[run] = begin_run(db, invocation, NOON + timedelta(seconds=run))
        url = path if "://" in path else SITE + path
        at = NOON + timedelta(seconds=second)
        confirms = more.pop("confirms", None)
        given = {"ip": "192.0.2.1", "elapsed_ms": 500, "body": b"x" * 40, "wire_bytes": 40} | more
        capture = Capture(url, at, outcome, status=status, **given)
        return add_chain(db, Recording(runs[run], role, confirms), [capture])

    return keep


def robots(asked, second, body=ROBOTS, **more):
    return asked(second, "/robots.txt", role="robots", body=body, **more)


def limited(seconds):
    return {"outcome": Outcome.RATE_LIMITED, "status": 429, "headers": (("Retry-After", seconds),)}


# What it shows: (requests as (second, what differs), the violations' words).
STORIES = {
    "as it should be": ([(0, {}), (2.5, {}), (5, {})], []),
    "too soon": ([(0, {}), (2.4, {})], ["it came 1.900 s after the one before; the delay is 2 s"]),
    "at the same time": ([(0, {}), (0.2, {})], ["it came -0.300 s after the one before; the delay is 2 s"]),
    "another host does not count": ([(0, {}), (0.2, {"path": "http://dams.example/"})], []),
    "http and https are one host": (
        [(0, {}), (1, {"path": "https://tarvel.example/b"})],
        ["it came 0.500 s"],
    ),
    "nobody was reached": ([(0, {}), (0.1, {"ip": "", "outcome": Outcome.DNS_ERROR, "status": 0})], []),
    "a wait that was kept": ([(0, limited("60")), (60.5, {})], []),
    "a wait that was not": ([(0, limited("60")), (50, {})], ["left alone until 2031-03-04T12:01:00.498Z"]),
    "a wait until a date": (
        [(0, limited("Tue, 04 Mar 2031 12:01:00 GMT")), (50, {})],
        ["left alone until 2031-03-04T12:00:59.000Z"],
    ),
    "a wait until a date in asctime": ([(0, limited("Tue Mar  4 12:01:00 2031")), (50, {})], ["left alone"]),
    "a wait until a date of RFC 850": (
        [(0, limited("Tuesday, 04-Mar-31 12:01:00 GMT")), (50, {})],
        ["left alone"],
    ),
    "a wait that nobody can read": ([(0, limited("soon")), (50, {})], []),
    "a longer wait stands": ([(0, limited("60")), (61, limited("5")), (65, {})], ["left alone"]),
    "a success asks for nothing": ([(0, {"headers": (("Retry-After", "60"),)}), (9, {})], []),
    "refused, and asked again by a later run": (
        [(0, {"outcome": Outcome.REFUSED, "status": 403}), (9, {"run": 2})],
        [],
    ),
    "refused, and asked again at once": (
        [(0, {"outcome": Outcome.REFUSED, "status": 403}), (9, {})],
        ["in the run in which the host had refused it"],
    ),
}


@pytest.mark.parametrize(("requests", "words"), STORIES.values(), ids=STORIES)
def test_violations(db, asked, requests, words):
    for second, differs in requests:
        asked(second, **differs)
    found = [each for row in politeness(db.conn) for each in row["violations"]]
    assert len(found) == len(words)
    assert all(part in each["what"] for part, each in zip(words, found, strict=True))


RULES = {
    "allowed": ("/yes", 3, ROBOTS, []),
    "disallowed": ("/no", 3, ROBOTS, [f"robots.txt of {SITE} did not allow it"]),
    "sooner than Crawl-delay": ("/yes", 3, SLOW, ["it came 2.500 s after the one before; the delay is 7 s"]),
    "an absurd Crawl-delay is clamped": ("/yes", 3601, ABSURD, []),
}


@pytest.mark.parametrize(("path", "second", "body", "words"), RULES.values(), ids=RULES)
def test_rules(db, asked, path, second, body, words):
    robots(asked, 0, body)
    asked(second, path)
    (row,) = politeness(db.conn)
    assert [each["what"] for each in row["violations"]] == words


def test_rules_of_their_time(db, asked):
    """What robots.txt forbids later was no violation then, and what it allows later was one."""
    robots(asked, 0, b"")
    asked(3, "/no/1")
    robots(asked, 90_000)
    asked(90_003, "/no/2")
    robots(asked, 180_000, outcome=Outcome.SERVER_ERROR, status=500)
    asked(180_003, "/yes")
    robots(asked, 190_000, b"")
    asked(190_003, "/no/3")
    (row,) = politeness(db.conn)
    assert [each["url"] for each in row["violations"]] == [f"{SITE}/no/2", f"{SITE}/yes"]


def test_the_clamp_is_told(db, asked):
    robots(asked, 0, ABSURD)
    asked(4000)
    (row,) = politeness(db.conn)
    assert (row["crawl_delay_s"], row["crawl_delay_kept_s"], row["delay_s"]) == (86_400, 3600, 3600)


def test_what_is_counted(db, asked):
    robots(asked, 0)
    first = asked(
        3, "/a", body=b"x" * 900, wire_bytes=300, coded='{"coding": "gzip"}', coded_digest=b"1" * 20
    )
    asked(10, "/a", Outcome.NOT_MODIFIED, 304, body=b"", wire_bytes=0, confirms=first)
    asked(13, "/no", Outcome.ROBOTS_REFUSED, 0, ip="", body=b"", wire_bytes=0, elapsed_ms=0)
    (row,) = politeness(db.conn)
    wanted = {
        "requests": 3, "robots": 1, "unchanged": 1, "smallest_gap_s": 2.5, "smallest_start_gap_s": 3.0,
        "wire_bytes": 340, "saved_by_304": 300, "saved_by_coding": 600, "robots_refused": 1, "violations": [],
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    assert totals([row])["hosts"] == 1


def test_a_part_of_the_time_and_of_the_hosts(db, asked):
    robots(asked, 0)
    asked(3, "/no")
    asked(9, "/no")
    asked(9, "http://dams.example/")
    late = politeness(db.conn, to_text(NOON + timedelta(seconds=5)), to_text(NOON + timedelta(seconds=20)))
    assert [(row["host"], row["requests"], len(row["violations"])) for row in late] == [
        ("dams.example", 1, 0),
        ("tarvel.example", 1, 1),
    ]
    assert [row["host"] for row in politeness(db.conn, hosts=("dams.example",))] == ["dams.example"]


def test_archives_do_not_know_of_each_other(db, asked):
    """After a merge the requests of two archives may be at the same time."""
    asked(0)
    columns = "started_at, ended_at, command, program, contact, setting_id, report"
    db.conn.execute(f"INSERT INTO run SELECT 99, x'99', x'99', {columns} FROM run WHERE id = 1")
    capture = Capture(f"{SITE}/b", NOON, Outcome.OK, status=200, ip="192.0.2.1", elapsed_ms=500)
    add_chain(db, Recording(99, "article"), [capture])
    (row,) = politeness(db.conn)
    assert (row["requests"], row["violations"]) == (2, [])

"""What evidence says, free of the numbers of one file."""

import json
import random
import re
from contextlib import closing

import pytest
from content import CONTENT, content_hash

from harvester.archive.captures import Recording, add_chain
from harvester.archive.decisions import DecisionKind, Voice, decide
from harvester.archive.differences import NOTICES
from harvester.archive.records import KINDS, record, records
from harvester.archive.urls import setting_id
from harvester.archive.writing import evidence, open_archive
from harvester.errors import ArchiveDamaged
from harvester.model import Outcome
from harvester.sql import scripts

NO_EVIDENCE = {"loss", "host", "attempt", "due", "unsettled", "lookup", "memento", "rebuilding"} | NOTICES
ASKED = (("User-Agent", "harvester"),)
PAGES = tuple(f"https://www.tarvel.example/{name}" for name in ("water", "mill", "weir", "lock"))


def answered(capture, page, hours, tag):
    """A capture with headers that resemble those of the page's other captures."""
    headers = (("Content-Type", "text/html"), ("Cache-Control", "max-age=60, public"), ("ETag", f'"{tag}"'))
    body = f"<p>Edition {hours} of {page}.</p>".encode() * 9
    return capture(hours, url=page, headers=headers, request_headers=ASKED, body=body)


@pytest.fixture
def things(capture):
    """What an archive may learn, each by itself, in any order."""
    seen = [(answered(capture, page, hours, f"{hours}a"),) for page in PAGES for hours in range(4)]
    seen.append(
        (
            capture(9, Outcome.REDIRECTED, url=PAGES[0], status=301, headers=(("Location", PAGES[1]),)),
            capture(10, url=PAGES[1], body=b"<p>The end of the way.</p>"),
        )
    )
    seen.append((capture(11, Outcome.TIMEOUT, status=0, body=b"", detail="Nothing came."),))
    voices = [(DecisionKind.FOLLOW, ("article", page), Voice("ada", capture(n).captured_at)) for n, page in
              enumerate(PAGES)]  # fmt: skip
    return [*(("seen", each) for each in seen), *(("said", each) for each in voices)]


def learn(path, things, empty_archive):
    """An archive that learns the things in that order, by one run that has the same key in each archive."""
    path.write_bytes(empty_archive)
    db = open_archive(path)
    with evidence(db):
        setting = setting_id(db.conn, {"delay_s": 1.0})
        db.conn.execute(
            "INSERT INTO run (id, key, archive, started_at, command, program, contact, setting_id)"
            " VALUES (?, zeroblob(16), zeroblob(16), '2026-11-23T12:00:00.000Z', 'run', 'harvester', '', ?)",
            (random.randrange(1, 99), setting),
        )
        run = db.conn.execute("SELECT id FROM run").fetchone()[0]
    for what, thing in things:
        if what == "seen":
            add_chain(db, Recording(run, "article"), thing)
        else:
            decide(db, *thing)
    return db


def test_every_evidence_table_has_records():
    files = scripts("migrations")
    evidence = ("0001_evidence", "0013_deposits", "0015_renderings")
    made = set(re.findall(r"CREATE TABLE (\w+)", "".join(files[name] for name in evidence)))
    assert made - NO_EVIDENCE == set(KINDS)
    assert set(CONTENT) == set(KINDS) - {"archive", "headers", "manifest", "stamp", "variant"}


def test_a_record_is_canonical():
    said = {"url": "https://www.tarvel.example/é", "status": 200, "head": b"\x00\xff", "ip": None}
    assert record("capture", said) == (
        '["capture",{"head":"00ff","status":200,"url":"https://www.tarvel.example/é"}]'.encode()
    )


def test_a_capture_says_its_headers_and_no_number_of_the_file(db, keep, capture):
    first = keep(answered(capture, PAGES[0], 0, "a"))
    keep(capture(1, Outcome.NOT_MODIFIED, url=PAGES[0], headers=(("ETag", '"a"'),)), confirms=first)
    said = [json.loads(each.text)[1] for each in records(db.conn, "capture", "ORDER BY id")]
    assert [each["outcome"] for each in said] == ["ok", "not_modified"]
    assert said[0]["headers"][2] == ["ETag", '"a"']
    assert said[0]["request_headers"] == [["User-Agent", "harvester"]]
    assert said[1]["confirms"] == said[0]["key"]
    assert "payload" not in said[1]
    assert not [name for each in said for name in each if name.endswith("id")]


@pytest.fixture
def conn(path, things, empty_archive):
    with closing(learn(path, things, empty_archive).conn) as conn:
        yield conn


def test_another_order_gives_the_same_hash(tmp_path, things, empty_archive):
    hashes, sets = set(), set()
    for number in range(3):
        random.Random(number).shuffle(things)
        with closing(learn(tmp_path / f"{number}.db", things, empty_archive).conn) as conn:
            hashes.add(content_hash(conn))
            sets.add(tuple(each.key for each in records(conn, "headers")))
    assert len(hashes) == 1
    assert len(sets) > 1  # which sets of headers are kept is another matter


ADDITIONS = {
    "url": "INSERT INTO url (url, surt) VALUES ('https://www.tarvel.example/bridge', 'x')",
    "setting": "INSERT INTO setting (digest, text) VALUES (zeroblob(16), '{}')",
    "run": "UPDATE run SET ended_at = '2026-11-23T13:00:00.000Z'",
    "payload": (
        "INSERT INTO payload (digest, size, ordinal, coding, body) VALUES (zeroblob(32), 1, 0, 'zstd', x'00')"
    ),
    "origin": "INSERT INTO origin (capture_id, file) VALUES (1, 'a.html')",
    "rendering": "INSERT INTO rendering VALUES (1, '', 'crashed', '', '', '', 0, '[]', NULL)",
    "tombstone": (
        "INSERT INTO tombstone (capture_key, payload_digest, taken_at, who, why)"
        " VALUES (zeroblob(16), zeroblob(32), '', 'ada', '')"
    ),
}


def test_each_row_counts(conn):
    hashes = [content_hash(conn)]
    for change in ADDITIONS.values():
        conn.execute(change)
        hashes.append(content_hash(conn))
    assert len(set(hashes)) == len(ADDITIONS) + 1


COLUMNS = (
    "captured_at", "recorded_at", "outcome", "detail", "reason", "http_version", "ip", "coded", "role",
    "kind", "differ", "wire_bytes", "elapsed_ms", "status",
)  # fmt: skip
VALUES = {"kind": "saved", "role": "robots", "differ": '{"0":"x"}'}


def test_each_column_of_a_capture_counts(conn):
    conn.execute("DROP TRIGGER capture_no_update")
    hashes = [content_hash(conn)]
    for column in COLUMNS:
        conn.execute(f"UPDATE capture SET {column} = ? WHERE id = 2", (VALUES.get(column, "7"),))
        hashes.append(content_hash(conn))
    assert len(set(hashes)) == len(COLUMNS) + 1


def test_headers_that_are_lost_are_told(conn):
    conn.execute("DROP TRIGGER headers_no_update")
    conn.execute("UPDATE headers SET text = '[1'")
    with pytest.raises(ArchiveDamaged, match="set of headers"):
        content_hash(conn)

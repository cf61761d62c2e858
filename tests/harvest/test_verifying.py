"""What ``verify`` finds, names and leaves alone: damage of each kind, in copies of one small archive."""

import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from chronicle import NOON, THINGS, WALL, Chronicle, edition, exchange, redirect, rss
from content import content_hash
from derived_rows import derived_rows
from sqlite_utils import Database

from harvester.archive.chain import own_key
from harvester.archive.connection import connect, open_readonly
from harvester.archive.decisions import Terms
from harvester.archive.invariants import broken
from harvester.archive.lock import run_lock
from harvester.archive.manifests import newest, seal
from harvester.archive.runs import end_run
from harvester.archive.writing import open_archive
from harvester.errors import ArchiveLocked, ConfigError, HarvesterError
from harvester.harvest.quick_look import look
from harvester.harvest.repairing import repair
from harvester.harvest.verifying import Verification, noted_head, verify

HOST = "https://norra.example"
FEED = f"{HOST}/feed.xml"
PIER, CRANE = f"{HOST}/pier", f"{HOST}/crane"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An archive with two articles, a feed, a redirect, a wall, a 304 and a decision, all in its chain."""
    path = tmp_path_factory.mktemp("whole") / "norra.db"
    with closing(Chronicle(path)) as archive:
        archive.say("follow", ("source", FEED), Terms("feed").as_text())
        archive.add(exchange(FEED, 0, rss(PIER, CRANE)), role="source")
        headers = (("Content-Type", "text/html"), ("ETag", '"a"'))
        first = archive.add(exchange(PIER, 1, edition(THINGS[:4]), headers=headers))
        archive.add(exchange(PIER, 2, outcome="not_modified", status=304), confirms=first)
        archive.add(exchange(PIER, 3, edition(THINGS[:5], 2032), headers=headers))
        archive.add(exchange(PIER, 4, WALL))
        archive.add(
            redirect(f"{CRANE}/", 5, CRANE), exchange(CRANE, 5, edition(THINGS[5:9], title="The crane"))
        )
        archive.say("pause", ("article", CRANE), hours=6)
        end_run(archive.db, archive.runs[0], {"ok": 4}, NOON + timedelta(hours=7))
        seal(archive.db, NOON + timedelta(hours=7))
        archive.db.conn.execute("PRAGMA journal_mode = DELETE")
    return path


@pytest.fixture
def path(tmp_path, whole):
    return Path(shutil.copy(whole, tmp_path))


def found(path, **wanted):
    """{check: its problems} of what is damaged."""
    return {each.name: each.problems for each in verify(Verification(path, **wanted)) if each.problems}


def left_out(path):
    return {each.name: each.left_out for each in verify(Verification(path)) if each.left_out}


def spoil(path, *statements, parameters=()):
    """Change rows as somebody does who edits the file: no trigger and no reference holds them."""
    with closing(connect(path, "rw")) as conn:
        conn.execute("PRAGMA foreign_keys = OFF")
        triggers = conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            conn.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert conn.execute(statement, parameters).rowcount, statement
        for _, sql in triggers:
            conn.execute(sql)


def test_a_whole_archive(path):
    before = path.read_bytes()
    assert found(path) == {}
    assert left_out(path) == {}
    assert path.read_bytes() == before


# What it shows: (changes of rows, the check that finds it, words of what is told).
DAMAGE = {
    "bytes of a payload": ("UPDATE payload SET body = zeroblob(40) WHERE id = 2", "payloads", PIER),
    "a payload's length": ("UPDATE payload SET size = size + 1 WHERE id = 2", "payloads", "another length"),
    "a payload's place": ("UPDATE payload SET ordinal = 7 WHERE id = 3", "payloads", "place in its chain"),
    "a setting": ("UPDATE headers SET text = replace(text, 'html', 'xml')", "texts", "headers"),
    "a SURT": ("UPDATE url SET surt = surt || 'x' WHERE id = 1", "texts", "SURT"),
    "a time": (
        "UPDATE capture SET captured_at = replace(captured_at, 'T14', 'T15') WHERE status = 304",
        "keys",
        "capture",
    ),
    "an outcome": ("UPDATE capture SET status = 301 WHERE id = 2", "keys", "does not have the key"),
    "a reason": ("UPDATE decision SET why = 'x' WHERE kind = 'pause'", "keys", "decision"),
    "a detail": ("UPDATE capture SET detail = 'x' WHERE id = 2", "manifests", "does not say what it said"),
    "a lost capture": ("DELETE FROM capture WHERE status = 304", "manifests", "is missing"),
    "a title": ("UPDATE snapshot SET title = title || 's'", "history", "snapshot"),
    "an answer": ("UPDATE wording SET answer = answer || '.' WHERE n = 1", "history", "(answer)"),
    "words of a change": ("UPDATE change SET hunks = replace(hunks, '2032', '2033')", "history", "(hunks)"),
    "a question's id": ("UPDATE placement SET confidence = confidence / 2", "history", "placement"),
    "a verdict": ("UPDATE reading SET verdict = 'soft_404' WHERE capture_id = 2", "history", "(verdict)"),
    "a version": ("DELETE FROM version WHERE n = 2", "derived references", "standing"),
    "a life": ("UPDATE spell SET ended_at = NULL", "history", "(ended_at)"),
    "how an article stands": ("UPDATE article_state SET questions = 99", "history", "(questions)"),
    "a number of articles": ("UPDATE article_tally SET number = number + 1", "tallies", "article_tally"),
    "a number of questions": ("UPDATE history_tally SET questions = 0", "tallies", "history_tally"),
    "a number of captures": ("DELETE FROM capture_tally", "tallies", "capture_tally"),
    "bytes of payloads": ("UPDATE content_tally SET bytes = bytes + 1", "tallies", "content_tally"),
    "a word that nobody wrote": (
        "INSERT INTO character_search (rowid, question, answer) VALUES (1, '水 位', '')",
        "search index",
        "does not agree",
    ),
    "an event": ("DELETE FROM event", "history", "is missing"),
    "a state": ("UPDATE article SET state = 'ended' WHERE state = 'paused'", "history", "(state)"),
    "an announcement": ("UPDATE announcement SET title = 'x'", "history", "(title)"),
    "a source": ("UPDATE source SET name = 'x'", "history", f"source url_id {FEED}"),
    "words of the index": (
        "DELETE FROM wording_search_data WHERE id > 10",
        "search index",
        "does not agree",
    ),
    "a length in the index": (
        "UPDATE wording_search_docsize SET sz = x'0101' WHERE id = 1",
        "search index",
        "does not agree",
    ),
}  # fmt: skip


LINEAGE = {
    "numbers of versions": "UPDATE version SET n = 5 WHERE n = 2",
    "a place": "DELETE FROM placement WHERE position = 2",
    "where a question was last": "UPDATE question SET last_position = last_position + 1",
    "when it was last": "UPDATE question SET last_version = 0",
    "how a version began": "UPDATE version SET first_capture_id = 1",
    "an offset": "UPDATE change SET hunks = replace(hunks, '\"at\": ', '\"at\": 1') WHERE hunks <> '[]'",
    "hunks that are none": "UPDATE change SET hunks = '{' WHERE kind = 'answer edited'",
    "the end of an event": "UPDATE event SET until_at = '2020'",
}


@pytest.mark.parametrize("change", LINEAGE.values(), ids=LINEAGE)
def test_a_history_that_breaks_a_rule(path, change):
    """It is found without reading a capture again."""
    spoil(path, change)
    with closing(open_readonly(path)) as conn:
        assert [*broken(conn)]


@pytest.mark.parametrize(("change", "check", "words"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_named(path, change, check, words):
    spoil(path, change)
    problems = found(path)
    assert any(words in each for each in problems.get(check, ())), problems


SCHEMA = {
    "a trigger that is lost": ("DROP TRIGGER capture_no_update", "capture_no_update is missing"),
    "an index that is lost": ("DROP INDEX capture_by_run", "capture_by_run is missing"),
    "a view that says something else": (
        "UPDATE sqlite_schema SET sql = replace(sql, 'NULL', 'NULL ') WHERE name = 'capture_list'",
        "capture_list is not as harvester makes it",
    ),
}


@pytest.mark.parametrize(("change", "words"), SCHEMA.values(), ids=SCHEMA)
def test_another_schema_is_told(path, change, words):
    """Here, or already when the file is opened."""
    with closing(connect(path, "rw")) as conn:
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute(change)
    try:
        told = [each for problems in found(path).values() for each in problems]
    except HarvesterError as error:
        told = (str(error),)
    assert any(words.split()[0] in each for each in told)


def damage_index(path):
    """Have an entry of an index point to another row."""
    with closing(connect(path, "rw")) as conn:
        (page,) = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'capture_by_run'").fetchone()
        (size,) = conn.execute("PRAGMA page_size").fetchone()
    body = bytearray(path.read_bytes())
    at = page * size - 2  # the last cell stands at the end of its page
    body[at] ^= 0x01
    path.write_bytes(body)


def test_an_index_that_disagrees_is_no_damage_of_evidence(path):
    damage_index(path)
    checks = [each for each in verify(Verification(path)) if each.problems]
    assert [each.name for each in checks] == ["indexes and derived rows"]
    assert checks[0].is_derived


def test_a_damaged_payload_costs_no_history(path):
    """What was read from it while it was whole is taken as it is, and that is said."""
    spoil(path, "UPDATE payload SET body = zeroblob(40) WHERE id = 2")
    problems = found(path)
    assert "history" not in problems
    assert "with a damaged payload" in left_out(path)["history"]


def test_what_waits_is_left_out_and_the_rest_compared(path):
    with closing(Chronicle(path, runs=0)) as archive:
        archive.runs = [1]
        archive.add(exchange(PIER, 8, edition(THINGS[:3])), live=False)
    told = left_out(path)
    assert "1 article: 1 of the captures wait" in told["history"]
    assert "1 row of capture" in told["manifests"]
    assert found(path) == {}
    spoil(path, "UPDATE article SET state = 'ended' WHERE state = 'paused'")
    assert "(state)" in found(path)["history"][0]


def test_another_reader_is_told(path):
    spoil(path, "UPDATE reading SET reader = 'x' WHERE capture_id = 2")
    assert "were read by another reader" in left_out(path)["history"]


def test_a_spoilt_row_of_operation_is_found_and_repaired(path):
    """SQLite checks no CHECK in a file that is opened only to read."""
    with closing(connect(path, "ro")) as conn:
        (again,) = conn.execute("SELECT again FROM due WHERE article_id <> '' LIMIT 1").fetchone()
    whole = path.read_bytes()
    assert whole.count(again.encode()) == 1
    path.write_bytes(whole.replace(again.encode(), again.encode()[::-1]))
    assert found(path) == {"indexes and derived rows": ("due has rows that do not say the same twice: 1",)}
    assert "indexes and derived rows" in {each.name for each in look(path) if each.problems}
    repair(path, (), evidence_is_whole=True)
    assert found(path) == {}


OPERATION = {
    "lookup": "INSERT INTO lookup (origin, part, url, since, until, ahead, behind, read_at, others, unread)"
    " VALUES ('wayback', '', 'https://norra.example/pier', '', '', '[]', '[]', '2031-03-06', 0, 0)",
    "memento": "INSERT INTO memento"
    " (origin, name, surt, at, url, status, media_type, digest, length, fate, tries)"
    " VALUES ('wayback', 'a', 'example,norra)/pier', '20310304', 'https://norra.example/pier', 200, '', 'x',"
    " 9, 'kept', 0)",
    "notice": "INSERT INTO notice (name, began_at, after_capture, standing, tries, next_at, problem)"
    " VALUES ('desk', '2031-03-04', 1, '[]', 0, '', 'none so far')",
    "notice_message": "INSERT INTO notice_message"
    " (id, key, notice, state, made_at, tries, next_at, ended_at, problem)"
    " VALUES (1, 'k', 'desk', 'sent', '2031-03-05', 0, '', '2031-03-06', '')",
    "notice_item": "INSERT INTO notice_item"
    " (notice, record, about, article_id, edition, noted_at, words, message_id)"
    " VALUES ('desk', 'warning', 'w', '', 'e', '2031-03-05', 'a sentence', 1)",
    "notice_capture": "INSERT INTO notice_capture (capture_id) VALUES (7000)",
}
"""A row of each table that nothing else in the archive can make again; parents come first."""

LEFT = {
    "lookup": {"lookup"},
    "memento": {"memento", "lookup"},  # the index is asked for it again
    "notice": {"notice"},
    "notice_message": {"notice_message"},
    "notice_item": {"notice_item"},
    "notice_capture": {"notice_capture"},
}


@pytest.mark.parametrize("table", OPERATION)
def test_a_spoilt_row_that_nothing_makes_again_is_removed(path, table):
    with closing(connect(path, "rw")) as conn:
        for statement in OPERATION.values():
            conn.execute(statement)
        (again,) = conn.execute(f"SELECT again FROM {table}").fetchone()
    whole = path.read_bytes()
    assert whole.count(again.encode()) == 1
    path.write_bytes(whole.replace(again.encode(), again.encode()[::-1]))
    assert found(path) == {
        "indexes and derived rows": (f"{table} has rows that do not say the same twice: 1",)
    }
    repair(path, (), evidence_is_whole=True)
    assert found(path) == {}
    with closing(connect(path, "ro")) as conn:
        gone = {each for each in OPERATION if not conn.execute(f"SELECT 1 FROM {each}").fetchone()}
        waiting = conn.execute("SELECT count(*) FROM notice_item WHERE message_id IS NULL").fetchone()[0]
    assert gone == LEFT[table]
    assert waiting == (table == "notice_message")


def test_a_sample(path):
    checks = {each.name: each for each in verify(Verification(path, sample=1))}
    assert not any(each.problems for each in checks.values())
    assert checks["history"].extent == "1 out of 2 articles made again"
    assert checks["payloads"].extent.startswith("1 out of ")
    spoil(path, "UPDATE article SET since = ''")
    assert "(since)" in found(path, sample=2)["history"][0]


def test_a_sample_counts_no_more_rows_than_there_are(path):
    told = {each.name: each.extent for each in verify(Verification(path, sample=10_000))}
    rows = told["manifests"].split()[2]
    assert told["manifests"].startswith(f"1 over {rows} rows, of which about {rows} were read;")


def test_a_sample_finds_what_is_within_its_reach(path):
    spoil(
        path,
        "UPDATE payload SET body = zeroblob(40)",
        "UPDATE url SET surt = 'x'",
        "UPDATE capture SET reason = 'x'",
        "UPDATE decision SET why = 'x'",
        "DELETE FROM snapshot",
        "UPDATE version SET n = n + 10",
        "UPDATE capture_tally SET number = number + 1",
        "DELETE FROM wording_search_docsize WHERE id = 1",
    )
    assert found(path, sample=10_000).keys() == found(path).keys()


def test_a_sample_says_what_there_was_no_time_for(path, monkeypatch):
    monkeypatch.setattr("harvester.harvest.verifying.WALKING_S", -1.0)
    monkeypatch.setattr("harvester.archive.integrity._STEPS", 1)
    late = {each.name for each in verify(Verification(path, sample=5)) if "not enough time" in each.left_out}
    assert late >= {"pages and rows", "references", "derived references", "lineage", "tallies"}


def test_a_head_that_was_noted(path):
    with closing(open_readonly(path)) as conn:
        head = newest(conn, own_key(conn)).head
    assert found(path, against=head) == {}
    assert noted_head(head.hex()) == head
    spoil(path, "UPDATE capture SET detail = 'x' WHERE id = 2", "DELETE FROM manifest")
    with closing(open_archive(path)) as db:
        seal(db, NOON)
    assert found(path) == {}  # whoever changed it made the chain again
    assert "no manifest has it" in found(path, against=head)[f"head {head.hex()}"][0]


@pytest.mark.parametrize("text", ["", "xyz", "00", "g" * 64])
def test_what_is_no_head(text):
    with pytest.raises(ConfigError, match="64 hexadecimal digits"):
        noted_head(text)


def test_doctor_says_what_it_did_not_look_at(path, monkeypatch):
    checks = {each.name: each for each in look(path)}
    assert not any(each.problems for each in checks.values())
    assert "'harvester verify' does" in checks["the rest"].left_out
    monkeypatch.setattr("harvester.harvest.quick_look.SECONDS", -1.0)
    monkeypatch.setattr("harvester.archive.integrity._STEPS", 1)
    late = {each.name: each for each in look(path)}
    assert "not enough time" in late["pages and rows"].left_out
    assert not late["pages and rows"].problems


DOCTORS = {
    "a newer payload": ("UPDATE payload SET body = zeroblob(40)", "some payloads"),
    "the newest manifest": ("UPDATE manifest SET made_at = ''", "newest manifest"),
    "a row of it": ("UPDATE capture SET detail = 'x'", "newest manifest"),
    "a word that is not indexed": ("DELETE FROM wording_search_docsize WHERE id = 1", "search index"),
    "a reference": ("DELETE FROM snapshot", "derived references"),
}


@pytest.mark.parametrize(("change", "check"), DOCTORS.values(), ids=DOCTORS)
def test_doctor_finds(path, change, check):
    spoil(path, change)
    assert check in {each.name for each in look(path) if each.problems}


def test_headers_with_half_a_pair(tmp_path):
    """A server may send what UTF-8 cannot hold."""
    path = tmp_path / "odd.db"
    with closing(Chronicle(path)) as archive:
        archive.add(exchange(f"{PIER}?\ud800", 1, edition(THINGS[:4]), headers=(("X", "\udfff"),)))
        end_run(archive.db, archive.runs[0], {}, NOON)
        seal(archive.db, NOON)
        assert isinstance(archive.db, Database)
    assert found(path) == {}


REPAIRED = {
    "an answer": "UPDATE wording SET answer = answer || '.' WHERE n = 1",
    "a version": "DELETE FROM version WHERE n = 2",
    "all articles": "DELETE FROM article",
    "a state of the fold": "UPDATE article SET fold = '{'",
    "the search index": "DELETE FROM wording_search_data WHERE id > 10",
    "a life": "UPDATE spell SET ended_at = NULL",
    "how an article stands": "DELETE FROM article_state",
    "a tally": "DELETE FROM history_tally",
    "a digit of the expected edits": "UPDATE due SET edits = edits + 1e-12",
    "the version of the search index": "UPDATE wording_search_config SET v = 9",
    "a view": "",
}


@pytest.mark.parametrize("change", REPAIRED.values(), ids=REPAIRED)
def test_what_is_derived_is_repaired(path, change):
    with closing(open_readonly(path)) as conn:
        before = content_hash(conn), derived_rows(conn)
    if change:
        spoil(path, change)
    else:
        with closing(connect(path, "rw")) as conn:
            conn.execute("DROP VIEW capture_list")
    checks = [each for each in verify(Verification(path)) if each.problems]
    assert checks
    assert all(each.is_derived for each in checks)
    repair(path, (), evidence_is_whole=True)
    assert found(path) == {}
    assert left_out(path) == {}
    with closing(open_readonly(path)) as conn:
        assert (content_hash(conn), derived_rows(conn)) == before


def test_an_index_is_repaired(path):
    damage_index(path)
    repair(path, (), evidence_is_whole=True)
    assert found(path) == {}


def test_repair_keeps_what_cannot_be_read_again(path):
    with closing(open_readonly(path)) as conn:
        before = derived_rows(conn)
    spoil(path, "UPDATE payload SET body = zeroblob(40) WHERE id = 2", "DELETE FROM event")
    repair(path, (), evidence_is_whole=False)
    assert set(found(path)) == {"payloads"}
    with closing(open_readonly(path)) as conn:
        assert derived_rows(conn) == before


def test_repair_waits_for_no_run(path):
    with run_lock(path), pytest.raises(ArchiveLocked):
        repair(path, (), evidence_is_whole=True)

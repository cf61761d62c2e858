"""New versions saved by another archive: politely, after the run, with its answer as evidence."""

import json
from contextlib import closing
from dataclasses import replace

import pytest
from backfills import Clock
from content import content_hash
from kept_pages import THINGS, edition
from loopback import LOOPBACK
from stand_in import archives

from harvester.archive.connection import path_of
from harvester.archive.writing import open_archive
from harvester.config import Settings
from harvester.config.access import IndirectValue
from harvester.config.archives import Archives
from harvester.errors import ConfigError
from harvester.harvest.deriving import Deriving
from harvester.harvest.merging import merge
from harvester.harvest.saving import MOST, keys_of, save
from harvester.harvest.verifying import Verification, verify


@pytest.fixture
def stand_in():
    with archives() as stand_in:
        yield stand_in


@pytest.fixture
def saved(desk, stand_in, monkeypatch):
    """Save what the newest run opened, on a clock that only waits; return what is told."""
    monkeypatch.setenv("KEYS", "access:secret")
    clock = Clock()
    stand_in.clock = clock.monotonic
    settings = Settings(
        delay_s=0.0,
        allow_net=LOOPBACK,
        archives=Archives(wayback=stand_in.url, wayback_keys=IndirectValue(env="KEYS"), save_to="wayback"),
    )

    def save_newest(**terms):
        wanted = replace(settings, archives=replace(settings.archives, **terms))
        [run_id] = desk.column("SELECT max(id) FROM run")
        return [*save(desk.db, wanted, run_id, clock.clocks)]

    return save_newest


def follow(desk, *paths):
    for n, path in enumerate(paths):
        desk.site.pages[path] = edition(THINGS[n : n + 3])
    desk.follow(*paths)
    desk.run()


def test_new_versions_are_saved_and_the_answers_kept(desk, stand_in, saved):
    follow(desk, "/pier", "/crane")
    told = saved()
    places = [f"{stand_in.url}/web/20310304120000/{desk.url(path)}" for path in ("/pier", "/crane")]
    assert {(each.memento, each.problem) for each in told} == {(place, "") for place in places}
    assert {each.url for each in told} == {desk.url("/pier"), desk.url("/crane")}
    rows = desk.all("SELECT archive, url, status, reply, memento FROM deposit ORDER BY url DESC")
    assert [(row[0], row[2], row[4]) for row in rows] == [(stand_in.url, 200, place) for place in places]
    assert json.loads(rows[0][3])["status"] == "success"
    assert desk.column("SELECT count(*) FROM deposit JOIN capture ON capture.key = capture_key") == [2]
    assert "secret" not in json.dumps([str(row) for row in rows])
    assert {headers.get("Authorization") for _, headers in stand_in.asked} == {"LOW access:secret"}
    desk.run()
    assert saved() == []  # nothing new was shown


def test_each_is_listed_with_its_version(desk, stand_in, saved):
    """One of them is not saved."""
    follow(desk, "/pier", "/crane")
    stand_in.odd["/save/"] = [(502, {}, b"<html>")]
    saved()
    listed = desk.all("SELECT url, version, status, memento IS NULL FROM deposit_list ORDER BY status")
    assert [row[1:] for row in listed] == [(1, 200, 0), (1, 502, 1)]
    assert {row[0] for row in listed} == {desk.url("/pier"), desk.url("/crane")}
    named = "SELECT count(*) FROM deposit_list JOIN article_list USING (article_id)"
    assert desk.column(named) == [2]


def test_six_pages_a_minute_at_most(desk, stand_in, saved):
    follow(desk, *(f"/page-{n}" for n in range(8)))
    assert len(saved()) == 8
    at = [when for (path, _), when in zip(stand_in.asked, stand_in.at_s, strict=True) if "status" not in path]
    assert min(later - sooner for sooner, later in zip(at, at[6:], strict=False)) >= 60


def test_deposits_are_evidence(desk, saved):
    follow(desk, "/pier")
    before = content_hash(desk.db.conn)
    saved()
    assert content_hash(desk.db.conn) != before
    damaged = [each.name for each in verify(Verification(path_of(desk.db.conn), ())) if each.problems]
    assert damaged == []


def test_a_merge_takes_deposits(desk, saved, tmp_path):
    follow(desk, "/pier")
    saved()
    path = path_of(desk.db.conn)
    with closing(open_archive(tmp_path / "merged.db", create=True)) as db:
        for _ in range(2):
            assert merge(Deriving(db, (), desk.now), path, lambda *_: None).taken.left_out == 0
        rows = [tuple(row) for row in db.conn.execute("SELECT key, url, reply, memento FROM deposit")]
        assert rows == desk.all("SELECT key, url, reply, memento FROM deposit")
        assert content_hash(db.conn) == content_hash(desk.db.conn)


FAILURES = {
    "too many": [(429, {"Retry-After": "3600"}, b"")],
    "down": [(502, {}, b"<html>")],
    "keys that are none": [(401, {}, b'{"message": "You need to be logged in to use Save Page Now."}')],
    "an error": [
        (200, {}, b'{"status": "error", "status_ext": "error:blocked", "message": "Blocked \x1b[31m"}')
    ],
    "no JSON": [(200, {}, b"\xff\xfe")],
    "JSON of another kind": [(200, {}, b"[1, 2]")],
    "a date that is none": [(200, {}, b'{"status": "success", "timestamp": "soon"}')],
}


@pytest.mark.parametrize("answers", FAILURES.values(), ids=FAILURES)
def test_what_fails_is_told_and_changes_nothing(desk, stand_in, saved, answers):
    follow(desk, "/pier")
    stand_in.odd["/save/"] = list(answers)
    [told] = saved()
    assert (told.memento, bool(told.problem)) == ("", True)
    assert desk.column("SELECT memento FROM deposit") == [""]


def test_a_job_that_does_not_end_is_left(desk, stand_in, saved):
    follow(desk, "/pier")
    stand_in.odd["/save/status/"] = [(200, {}, b'{"status": "pending", "job_id": "spn2-0"}')] * 9
    [told] = saved()
    assert told.problem == "The archive has not finished yet."
    assert len(stand_in.paths("/save/status/")) == 4


def test_after_a_run_only_so_many(desk, stand_in, saved, monkeypatch):
    monkeypatch.setattr("harvester.harvest.saving.MOST", 2)
    follow(desk, "/a", "/b", "/c")
    told = saved()
    assert told[-1].problem == "1 new versions were not saved. After one run, 2 are saved at most."
    assert len(stand_in.saved) == 2 < MOST


def test_it_is_off_unless_it_is_asked_for(desk, stand_in, saved):
    follow(desk, "/pier")
    assert saved(save_to="") == []
    assert stand_in.asked == []


def test_keys_are_needed(monkeypatch):
    settings = Settings(archives=Archives(save_to="wayback"))
    with pytest.raises(ConfigError, match="account"):
        keys_of(settings)
    monkeypatch.setenv("KEYS", "hush hush")
    with pytest.raises(ConfigError) as raised:
        keys_of(
            replace(settings, archives=replace(settings.archives, wayback_keys=IndirectValue(env="KEYS")))
        )
    assert "hush" not in str(raised.value)

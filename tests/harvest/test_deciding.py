"""Decisions: what people say is kept with who and why, and the history is what it makes of it."""

import random
from contextlib import closing
from datetime import timedelta

import kept_pages as kept
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept_pages import CRANE, ME, OLD_PIER, PIER, THINGS, article_of, edition

from harvester.archive.captures import Recording, add_chain
from harvester.archive.decisions import DecisionKind, Terms, decide, decision_faults
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import evidence, open_archive
from harvester.errors import ConfigError
from harvester.harvest import enacting
from harvester.harvest.catching_up import rebuild
from harvester.harvest.deciding import (
    ArticleOutcome,
    change_following,
    join,
    judge_article,
    judge_capture,
    part,
    retime,
)
from harvester.harvest.discovering import discover
from harvester.harvest.enacting import enact
from harvester.harvest.pool import mapper
from harvester.model import Capture, Outcome


def judge(db, kind, url, voice):
    return judge_article(db, kind, article_of(db, url), voice)


def number(db, key):
    return db.conn.execute("SELECT id FROM capture WHERE key = ?", (bytes.fromhex(key),)).fetchone()[0]


ACCEPT, REJECT = DecisionKind.ACCEPT, DecisionKind.REJECT


@pytest.fixture
def archive(db, tmp_path):
    kept.do_import(db, tmp_path)
    return db


def rebuilt(db):
    before = kept.told(db)
    for _ in rebuild(kept.deriving(db), mapper(1)):
        pass
    return kept.told(db) == before


def standings(db, url=PIER):
    sql = (
        "SELECT state, version FROM standing"
        " JOIN capture ON capture.id = capture_id JOIN url ON url.id = url_id"
        " WHERE url.url = ? ORDER BY at"
    )
    return [tuple(row) for row in db.conn.execute(sql, (url,))]


def aliases_to(db, name):
    return [row[0] for row in db.conn.execute("SELECT article_id FROM alias WHERE id = ?", (name,))]


def keys(db, url=PIER):
    sql = (
        "SELECT lower(hex(key)) FROM capture JOIN url ON url.id = url_id"
        " WHERE url.url = ? ORDER BY captured_at"
    )
    return [row[0] for row in db.conn.execute(sql, (url,))]


def decisions(db):
    return [tuple(row) for row in db.conn.execute("SELECT kind, target_kind, who, why FROM decision")]


CURRENT = [("current", 1), ("current", 2), ("current", 3)]
SUSPECT = ("suspect", None)


def test_a_capture_that_is_rejected_unmakes_its_version(archive):
    assert standings(archive) == [*CURRENT, SUSPECT]
    judged = judge_capture(archive, REJECT, number(archive, keys(archive)[1]), ME)
    assert [(each.had, each.has) for each in judged.outcomes] == [(3, 2)]
    assert standings(archive) == [("current", 1), ("rejected", None), ("current", 2), SUSPECT]
    assert decisions(archive) == [("reject", "capture", "ada", "somebody asked for it")]
    assert rebuilt(archive)


def test_an_article_that_is_rejected_loses_its_newest_version(archive):
    judged = judge(archive, REJECT, PIER, ME)
    assert judged.captures == (keys(archive)[2],)
    assert judged.outcomes == (ArticleOutcome(judged.outcomes[0].article_id, PIER, 3, 2),)
    assert standings(archive)[:3] == [*CURRENT[:2], ("rejected", None)]
    judge(archive, REJECT, PIER, ME)  # and once more
    assert standings(archive)[:3] == [("current", 1), ("rejected", None), ("rejected", None)]
    assert rebuilt(archive)


def test_what_is_accepted_becomes_a_version(archive):
    judged = judge(archive, ACCEPT, PIER, ME)
    assert judged.captures == (keys(archive)[3],)
    assert standings(archive) == [*CURRENT, ("current", 4)]
    assert rebuilt(archive)
    with pytest.raises(ConfigError, match="no suspect or waiting captures"):
        judge(archive, ACCEPT, PIER, ME)


def test_the_last_word_counts(archive):
    key = keys(archive)[3]
    for minutes, (kind, expected) in enumerate(
        [(ACCEPT, ("current", 4)), (REJECT, ("rejected", None)), (ACCEPT, ("current", 4))]
    ):
        judge_capture(archive, kind, number(archive, key), ME._replace(at=ME.at + timedelta(minutes=minutes)))
        assert standings(archive)[3] == expected
    assert rebuilt(archive)


def test_urls_that_are_joined_are_one_history(archive):
    assert article_of(archive, PIER) != article_of(archive, OLD_PIER)
    former = article_of(archive, PIER)
    [came] = join(archive, PIER, OLD_PIER, ME)
    assert article_of(archive, PIER) == came.article_id == article_of(archive, OLD_PIER)
    assert came.article_id in {former, *aliases_to(archive, former)}
    assert standings(archive, OLD_PIER) == [("current", 1)]
    assert standings(archive)[0] == ("current", 2)
    assert rebuilt(archive)
    later = ME._replace(at=ME.at + timedelta(minutes=1))
    assert len(part(archive, OLD_PIER, later)) == 2
    assert article_of(archive, PIER) == former != article_of(archive, OLD_PIER)
    assert standings(archive)[0] == ("current", 1)
    assert rebuilt(archive)


def test_a_run_with_a_wrong_clock_moves(archive, tmp_path):
    """Its captures are folded where they belong, among those of other runs."""
    late = edition(THINGS[:5], 2040)
    import_one = kept.written(tmp_path, ((PIER, 96, late),))
    kept.import_saved(kept.deriving(archive), import_one)
    assert standings(archive)[-1][0] == "current"
    assert retime(kept.deriving(archive), 2, timedelta(hours=-84), ME).captures == 1
    first = archive.conn.execute("SELECT at, version FROM standing ORDER BY at LIMIT 3").fetchall()
    assert ("2031-03-05T00:00:00.000Z", 2) in [tuple(row) for row in first]
    assert rebuilt(archive)
    later = ME._replace(at=ME.at + timedelta(minutes=1))
    assert retime(kept.deriving(archive), 2, timedelta(), later).captures == 1
    assert standings(archive)[-1][1] == 4
    assert rebuilt(archive)


REFUSED = {
    "accepted, and nothing is suspect": (
        lambda db: judge(db, ACCEPT, CRANE, ME),
        "no suspect or waiting captures",
    ),
    "no run": (lambda db: retime(kept.deriving(db), 7, timedelta(1), ME), "made no captures"),
    "into the future": (lambda db: retime(kept.deriving(db), 1, timedelta(400), ME), "in the future"),
    "before the calendar": (lambda db: retime(kept.deriving(db), 1, timedelta(-900_000), ME), "so far"),
    "joined with itself": (lambda db: join(db, PIER, PIER, ME), "the same URL"),
    "joined with no URL": (lambda db: join(db, PIER, "norra", ME), "Only http"),
    "paused, and nobody asks for it": (
        lambda db: change_following(db, DecisionKind.PAUSE, ("article", PIER), ME),
        "its state is 'kept'",
    ),
    "paused, and not known": (
        lambda db: change_following(db, DecisionKind.PAUSE, ("source", PIER), ME),
        "its state is 'unknown'",
    ),
}


@pytest.mark.parametrize(("act", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_decided_leaves_no_decision(archive, act, words):
    before = kept.told(archive)
    with pytest.raises(ConfigError, match=words):
        act(archive)
    assert decisions(archive) == []
    assert kept.told(archive) == before


@pytest.mark.parametrize("url", [PIER, CRANE, "https://norra.example/new"])
def test_an_article_is_paused_resumed_and_ended(archive, url):
    said, target = ME, ("article", url)
    decide(archive, DecisionKind.FOLLOW, target, said, Terms().as_text())
    enact(archive)
    before = "followed"
    for kind, state in (("pause", "paused"), ("resume", "followed"), ("pause", "paused"), ("end", "ended")):
        said = said._replace(at=said.at + timedelta(minutes=1))
        assert change_following(archive, DecisionKind(kind), target, said) == (before, state)
        before = state
    made = len(decisions(archive))
    assert change_following(archive, DecisionKind.END, target, said) == ("ended", "ended")
    assert len(decisions(archive)) == made
    with pytest.raises(ConfigError, match="cannot be resumed"):
        change_following(archive, DecisionKind.RESUME, target, said)
    assert rebuilt(archive)


FEED = ("source", "https://norra.example/feed.xml")


def test_a_feed_that_was_asked_with_a_wrong_clock(db):
    """Its captures come in the order of their mended times; what the last one announces is announced."""
    decide(db, DecisionKind.FOLLOW, FEED, ME, Terms("feed").as_text())
    enact(db)
    for hours, name in ((9_000, "old"), (1, "new")):  # the first run's clock was a year ahead
        at = kept.NOON + timedelta(hours=hours)
        run = begin_run(db, Invocation("run", "harvester"), at)
        item = f"<item><title>{name}</title><link>https://norra.example/{name}</link></item>"
        body = f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</channel></rss>'.encode()
        add_chain(db, Recording(run, "source"), (Capture(FEED[1], at, Outcome.OK, status=200, body=body),))
        discover(kept.deriving(db))
    spells = "SELECT title FROM announcement WHERE last_capture_id IS NULL"
    assert [row[0] for row in db.conn.execute(spells)] == ["old"]
    retime(kept.deriving(db), 1, timedelta(hours=-9_000), ME)
    assert [row[0] for row in db.conn.execute(spells)] == ["new"]
    assert rebuilt(db)


def test_a_source_is_paused_and_resumed(db):
    decide(db, DecisionKind.FOLLOW, FEED, ME, Terms("feed", "news").as_text())
    enact(db)
    later = ME._replace(at=ME.at + timedelta(minutes=1))
    assert change_following(db, DecisionKind.PAUSE, FEED, later) == ("followed", "paused")
    later = ME._replace(at=ME.at + timedelta(minutes=2))
    assert change_following(db, DecisionKind.RESUME, FEED, later) == ("paused", "followed")


def edition_of(day, things):
    return PIER if day % 2 else OLD_PIER, day * 24, edition(things, 2031 + day // 4)


DAYS = st.lists(st.lists(st.sampled_from(THINGS), unique=True, min_size=2).map(tuple), min_size=2, max_size=5)
SAID = st.lists(
    st.tuples(st.sampled_from(["accept", "reject"]), st.integers(0, 4))
    | st.sampled_from([("join", 0), ("part", 0), ("part", 1)]),
    min_size=1,
    max_size=4,
)


def say(db, decisions, page_keys):
    """Keep the decisions, one minute after another, and settle each."""
    for minutes, (kind, n) in enumerate(decisions):
        said = ME._replace(at=ME.at + timedelta(minutes=minutes))
        if kind in {"accept", "reject"}:
            target, value = ("capture", page_keys[n % len(page_keys)]), ""
        else:
            target, value = ("article", (PIER, OLD_PIER)[n]), OLD_PIER if kind == "join" else ""
        decide(db, DecisionKind(kind), target, said, value)
        enact(db)


@settings(max_examples=20)
@given(days=DAYS, decisions=SAID, seed=st.integers(0, 2**16))
def test_captures_and_decisions_come_in_any_order(tmp_path_factory, days, decisions, seed):
    """Decided after all captures came, or before the first did and they came shuffled: the same history."""
    folder = tmp_path_factory.mktemp("norra")
    pages = kept.written(folder, [edition_of(*each) for each in enumerate(days)])
    with closing(open_archive(folder / "a.db", create=True)) as db:
        kept.import_saved(kept.deriving(db), pages)
        sql = "SELECT lower(hex(key)) FROM capture ORDER BY captured_at"
        page_keys = [row[0] for row in db.conn.execute(sql)]
        say(db, decisions, page_keys)
        after = kept.told(db)
        assert rebuilt(db)
    with closing(open_archive(folder / "b.db", create=True)) as db:
        say(db, decisions, page_keys)
        for page in random.Random(seed).sample(pages, len(pages)):
            kept.import_saved(kept.deriving(db), [page])
        assert kept.told(db) == after


def test_a_decision_that_meets_a_fault_stops_no_other(archive, monkeypatch):
    """It is kept; runs leave it alone, and a rebuild with a program that was mended settles it."""
    with monkeypatch.context() as patched:
        whole, crane = enacting.settle, article_of(archive, CRANE)

        def failing(conn, urls, changed=frozenset()):
            settled = whole(conn, urls, changed)
            if any(each.article_id == crane for each in settled):
                raise IndexError(7)
            return settled

        patched.setattr(enacting, "settle", failing)
        with evidence(archive):
            for url in (CRANE, PIER):
                decide(archive, REJECT, ("capture", keys(archive, url)[0]), ME)
        enact(archive)
        assert standings(archive, CRANE) == [("current", 1)]
        assert standings(archive)[0] == ("rejected", None)
        [fault] = decision_faults(archive.conn)
        assert "IndexError: 7" in fault
        assert enact(archive) == ()
    assert not rebuilt(archive)
    assert standings(archive, CRANE) == [("rejected", None)]
    assert decision_faults(archive.conn) == ()

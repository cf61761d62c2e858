"""Takedowns: no byte of the text is left in the file or its log, and nothing brings it back."""

from contextlib import closing
from datetime import timedelta

import kept_pages as kept
import pytest
from kept_pages import CRANE, HISTORY, ME, NOON, OLD_PIER, PIER, THINGS, edition

from harvester.archive.captures import Recording, add_chain, read_capture
from harvester.archive.connection import open_readonly, path_of
from harvester.archive.decisions import DecisionKind, Terms, decide
from harvester.archive.frames import compress
from harvester.archive.imports import ArrivalFate, Origin, fate_of
from harvester.archive.keys import Provenance
from harvester.archive.payload import Payloads
from harvester.archive.read import rows
from harvester.archive.runs import Invocation, begin_run
from harvester.errors import ConfigError, PayloadRemoved
from harvester.harvest.catching_up import rebuild
from harvester.harvest.discovering import discover
from harvester.harvest.enacting import enact
from harvester.harvest.importing import import_saved
from harvester.harvest.pool import mapper
from harvester.harvest.takedown import article_target, capture_target, take_down
from harvester.interop.saved import read
from harvester.model import Capture, Outcome

SECRET = edition(("quayside", "winch", "mooring", "jetty"), 2029, "The secret works")
WORDS = (b"quayside", b"Quayside", b"winch", b"mooring", b"jetty", b"secret works")
SECRETS = "https://norra.example/secret"


@pytest.fixture
def archive(db, tmp_path):
    """The history, with a page in it whose words no other page has."""
    secret = ((SECRETS, 30, SECRET), (SECRETS, 60, SECRET.replace(b"2029", b"2030")))
    import_saved(kept.deriving(db), kept.written(tmp_path, (*HISTORY, *secret)))
    return db


def raw(db):
    path = path_of(db.conn)
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


def rebuilt(db):
    before = kept.told(db)
    for _ in rebuild(kept.deriving(db), mapper(1)):
        pass
    return kept.told(db) == before


def take(db, url):
    return take_down(kept.deriving(db), article_target(db.conn, kept.article_of(db, url)), ME)


def bodies(db):
    """{capture id: body} of what can be read."""
    found = {}
    for row in db.conn.execute("SELECT id FROM capture").fetchall():
        try:
            found[row[0]] = read_capture(db.conn, row[0]).body
        except PayloadRemoved:
            continue
    return found


def test_no_trace_is_left(archive):
    before, others = raw(archive), bodies(archive)
    assert any(word in before for word in WORDS)
    frames = [
        row[0]
        for row in archive.conn.execute(
            "SELECT body FROM payload JOIN capture ON payload_id = payload.id"
            " JOIN url ON url.id = url_id WHERE url = ?",
            (SECRETS,),
        )
    ]
    assert all(frame in before for frame in frames)
    came = take(archive, SECRETS)
    assert came.is_clean
    assert [each.url for each in came.held] == [SECRETS, SECRETS]
    after = raw(archive)
    assert [word for word in WORDS if word in after] == []
    assert [frame for frame in (*frames, compress(SECRET)) if frame in after] == []
    left = bodies(archive)
    assert left == {each: body for each, body in others.items() if b"The secret works" not in body}
    assert len(left) == len(HISTORY)
    assert archive.conn.execute("SELECT count(*) FROM wording_search('quayside')").fetchone()[0] == 0
    assert kept.sound(archive) == ()
    assert rebuilt(archive)
    assert [word for word in WORDS if word in raw(archive)] == []


def test_what_stays_says_what_was_there(archive):
    take(archive, SECRETS)
    rows = archive.conn.execute("SELECT who, why, taken_at FROM tombstone").fetchall()
    assert [tuple(row) for row in rows] == [("ada", "somebody asked for it", "2031-03-04T12:00:00.000Z")] * 2
    digests = (
        "SELECT count(*) FROM tombstone JOIN payload ON digest = payload_digest WHERE coding = 'removed'"
    )
    assert archive.conn.execute(digests).fetchone()[0] == 2
    sql = "SELECT state, version FROM standing WHERE article_id = ?"
    found = archive.conn.execute(sql, (kept.article_of(archive, SECRETS),)).fetchall()
    assert [tuple(row) for row in found] == [("unreadable", None)] * 2


@pytest.mark.parametrize("number", range(len(HISTORY)))
def test_each_capture_alone(archive, number):
    """Whatever stands on its bytes is read as before, and its words go only where no other page has them."""
    others = bodies(archive)
    take_down(kept.deriving(archive), capture_target(archive.conn, number + 1), ME)
    del others[number + 1]
    assert bodies(archive) == others
    assert kept.sound(archive) == ()
    assert rebuilt(archive)
    with pytest.raises(ConfigError, match="no bytes that could be removed"):
        capture_target(archive.conn, number + 1)


def test_other_captures_of_the_same_bytes_go_too(archive, tmp_path):
    copy = kept.written(tmp_path, ((CRANE, 48, HISTORY[0][2]),))
    import_saved(kept.deriving(archive), copy)
    target = capture_target(archive.conn, 1)
    assert [each.url for each in target.held] == [PIER, CRANE]
    came = take_down(kept.deriving(archive), target, ME)
    assert len(came.held) == 2
    assert rebuilt(archive)


def test_the_same_bytes_do_not_come_back(archive, tmp_path):
    take(archive, OLD_PIER)
    [page] = kept.written(tmp_path, ((OLD_PIER, 400, HISTORY[4][2]),))
    origin = Origin("saved", str(page.file))
    assert fate_of(archive.conn, (read(page),), origin, Provenance("saved")) is ArrivalFate.TAKEN_DOWN
    came = import_saved(kept.deriving(archive), [page])
    assert (came.added, [each.place for each in came.refused]) == (0, ["page 0"])
    live = Capture(OLD_PIER, NOON + timedelta(days=20), Outcome.OK, status=200, body=HISTORY[4][2])
    run = begin_run(archive, Invocation("run", "harvester"), NOON)
    capture_id = add_chain(archive, Recording(run, "article"), (live,))
    reading, settled = kept.deriving(archive).article(capture_id, live)
    assert (reading, [each.steps[capture_id].stood.standing for each in settled]) == (None, ["unreadable"])
    confirming = Capture(OLD_PIER, NOON + timedelta(days=21), Outcome.NOT_MODIFIED, status=304)
    confirms = add_chain(archive, Recording(run, "article", confirms=capture_id), (confirming,))
    kept.deriving(archive).article(confirms, confirming)
    assert (
        archive.conn.execute("SELECT state FROM standing WHERE capture_id = ?", (confirms,)).fetchone()[0]
        == "unreadable"
    )
    with pytest.raises(PayloadRemoved):
        read_capture(archive.conn, capture_id)
    assert rebuilt(archive)


FEED = "https://norra.example/feed.xml"
ITEM = "<item><title>{title}</title><link>https://norra.example/{name}</link></item>"


def feed(*items):
    body = "".join(ITEM.format(name=name, title=title) for name, title in items)
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{body}</channel></rss>'.encode()
    )


def test_what_a_feed_announced_goes_with_it(db):
    """Its titles too; what other captures of the feed announce stays."""
    decide(db, DecisionKind.FOLLOW, ("source", FEED), ME, Terms("feed").as_text())
    enact(db)
    run = begin_run(db, Invocation("run", "harvester"), NOON)
    bodies = (feed(("pier", "The pier")), feed(("pier", "The pier"), ("secret", "The secret works")))
    for days, body in enumerate(bodies):
        at = NOON + timedelta(days=days)
        add_chain(db, Recording(run, "source"), (Capture(FEED, at, Outcome.OK, status=200, body=body),))
    discover(kept.deriving(db))
    urls = "SELECT url.url FROM article JOIN url ON url.id = url_id ORDER BY 1"
    assert [row[0] for row in db.conn.execute(urls)] == [PIER, SECRETS]
    assert take_down(kept.deriving(db), capture_target(db.conn, 2), ME).is_clean
    assert b"secret works" not in raw(db)
    assert [tuple(row) for row in db.conn.execute("SELECT title FROM announcement")] == [("The pier",)]
    assert [row[0] for row in db.conn.execute(urls)] == [PIER]
    assert rebuilt(db)


def test_no_verb_asks_for_what_is_gone(archive):
    """The newest capture of an article is the newest that still has its bytes."""
    for capture_id in (4, 5):
        take_down(kept.deriving(archive), capture_target(archive.conn, capture_id), ME)
    found = {row["url"]: row["id"] for row in rows(archive.conn, "newest", article=None, until=None)}
    assert (found[PIER], OLD_PIER in found) == (3, False)


def test_a_reader_that_does_not_end_is_waited_out_by_the_next_run(archive):
    archive.conn.execute("PRAGMA busy_timeout = 50")
    with closing(open_readonly(path_of(archive.conn))) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM wording").fetchone()
        assert not take(archive, SECRETS).is_clean
    kept.next_run(archive)
    assert [word for word in WORDS if word in raw(archive)] == []
    assert archive.conn.execute("SELECT count(*) FROM unsettled").fetchone()[0] == 0


def test_a_long_chain_is_removed_whole(db, tmp_path):
    """Bodies that stand on each other 64 deep, and a neighbour that stands on their head."""
    history = [(PIER, hours, edition(THINGS, 2031 + hours)) for hours in range(70)]
    history.append((CRANE, 100, edition(THINGS, 2500)))
    import_saved(kept.deriving(db), kept.written(tmp_path, history))
    assert len(take(db, PIER).held) == 70
    assert [*bodies(db).values()] == [history[-1][2]]
    assert Payloads(db.conn).read(71) == history[-1][2]
    assert b"until May 2031" not in raw(db)
    assert rebuilt(db)

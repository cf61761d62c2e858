"""Captures in the archive are read once where body and circumstances are the same, and only there."""

from datetime import UTC, date, datetime, timedelta

import pytest

from harvester.archive.captures import Recording, add_chain, read_capture
from harvester.archive.decisions import DecisionKind, Terms, Voice, decide
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import derived
from harvester.harvest.deriving import Deriving
from harvester.harvest.enacting import enact
from harvester.harvest.known_readings import SameAs, read_before
from harvester.harvest.reader import Reader, Rereader
from harvester.harvest.reader import stored as found
from harvester.model import Capture, Outcome, Verdict
from harvester.reading import Reading, received
from harvester.site_rule import SiteRule

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
PAGE = b"<title>Ferry</title><h1>Ferry</h1><h2>Why?</h2><p>For the fog.</p><h2>When?</h2><p>At noon.</p>"
OTHER = PAGE.replace(b"fog", b"ice")
FEED = b"<rss version='2.0'><channel><item><title>F</title><link>/f</link></item></channel></rss>"
HTML, PLAIN = ("Content-Type", "text/html; charset=utf-8"), ("Content-Type", "text/plain; charset=utf-8")
RULE = SiteRule(hosts=("tarvel.example",), content="h1", valid_until=date(2031, 3, 4))


URL = "https://tarvel.example/ferry"


def stored(db, *answers, first=0):
    """Store (body, headers) of one URL, some hours apart; return the ids of the captures."""
    run_id = begin_run(db, Invocation("import", "harvester"), NOON)
    ids = []
    for hours, (body, headers) in enumerate(answers, first):
        at = NOON + timedelta(hours=10 * hours)
        capture = Capture(URL, at, Outcome.OK, status=200, headers=headers, body=body)
        ids.append(add_chain(db, Recording(run_id, "article"), (capture,)))
    return ids


def dated(hours):
    return HTML, ("Date", f"Tue, 04 Mar 2031 {hours}:00:00 GMT"), ("ETag", f'"{hours}"')


CASES = {
    "the same body": ((PAGE, (HTML,)), (PAGE, (HTML,)), True),
    "headers that no reading looks at": ((PAGE, dated(12)), (PAGE, dated(13)), True),
    "another body": ((PAGE, (HTML,)), (OTHER, (HTML,)), False),
    "another type": ((PAGE, (HTML,)), (PAGE, (PLAIN,)), False),
    "a wall's header": ((PAGE, (HTML,)), (PAGE, (HTML, ("CF-Mitigated", "challenge"))), False),
}


@pytest.mark.parametrize(("first", "second", "same"), CASES.values(), ids=CASES)
def test_what_is_read_once(db, first, second, same):
    ids = stored(db, first, second)
    rereader = Rereader(db.conn, Reader())
    readings = [rereader.read(each).reading for each in ids]
    assert (readings[0] is readings[1]) == same
    assert (readings[0] == readings[1]) == same


def learnt(db, *answers):
    """Store the answers as a run would, each read as it comes; return the ids of the captures."""
    deriving = Deriving(db, (), lambda: NOON)
    decide(db, DecisionKind.FOLLOW, ("article", URL), Voice("ada", NOON), Terms().as_text())
    enact(db)
    return [
        (number, deriving.article(number, read_capture(db.conn, number))[0])
        for each in range(len(answers))
        for number in stored(db, answers[each], first=each)
    ]


@pytest.mark.parametrize(("first", "second", "same"), CASES.values(), ids=CASES)
def test_a_run_reads_a_page_once(db, first, second, same):
    """The reading of the second capture is that of the first, in all of its columns."""
    (before, _), (number, reading) = learnt(db, first, second)
    assert isinstance(reading, SameAs) is same
    rows = db.conn.execute("SELECT * FROM reading ORDER BY capture_id").fetchall()
    assert [row["capture_id"] for row in rows] == [before, number]
    assert ([*rows[0]][1:] == [*rows[1]][1:]) is same
    fresh = Reader().read(received(read_capture(db.conn, number)))
    assert (reading.verdict, reading.reason, reading.next_url) == (fresh.verdict, fresh.reason, "")


PAGES = {  # body: whether the next capture of it is read anew
    "an article": (PAGE, False),
    "a page without questions": (b"<title>Ferry</title><p>The ferry is late.</p>", False),
    "a feed, for what it announces": (FEED, True),
    "an article whose next page did not come": (
        PAGE + b"<a rel=next href='/ferry?page=2'>Next page</a>",
        False,
    ),
}


@pytest.mark.parametrize(("body", "anew"), PAGES.values(), ids=PAGES)
def test_what_a_run_reads_anew(db, body, anew):
    (_, _), (_, reading) = learnt(db, (body, (HTML,)), (body, (HTML,)))
    assert isinstance(reading, Reading) is anew


def test_a_run_reads_anew_what_another_reader_read(db):
    [(first, _)] = learnt(db, (PAGE, (HTML,)))
    page = found(db.conn, stored(db, (PAGE, (HTML,)), first=1)[0])
    assert read_before(db.conn, Reader(), first + 1, page).capture_id == first
    with derived(db):
        db.conn.execute("UPDATE reading SET reader = 'earlier'")
    assert read_before(db.conn, Reader(), first + 1, page) is None


def test_a_page_that_goes_back_and_forth_is_read_twice(db):
    ids = stored(db, (PAGE, (HTML,)), (OTHER, (HTML,)), (PAGE, (HTML,)), (OTHER, (HTML,)))
    rereader = Rereader(db.conn, Reader())
    assert len({id(rereader.read(each).reading) for each in ids}) == 2


def test_a_rule_that_ends_is_a_circumstance(db):
    """The second capture is made at 22 o'clock, the third on the day after the rule's last."""
    ids = stored(db, *[(PAGE, (HTML,))] * 3)
    rereader = Rereader(db.conn, Reader((RULE,)))
    first, second, third = (rereader.read(each).reading for each in ids)
    assert first is second
    assert not first.snapshot.pairs
    assert len(third.snapshot.pairs) == 2


def test_the_url_asked_for_is_a_circumstance(db):
    """A redirect to the front page is no article, whatever it shows."""
    run_id = begin_run(db, Invocation("import", "harvester"), NOON)
    home = Capture("https://tarvel.example/", NOON, Outcome.OK, status=200, headers=(HTML,), body=PAGE)
    away = Capture("https://tarvel.example/news/ferry", NOON, Outcome.REDIRECTED, status=302)
    ids = [add_chain(db, Recording(run_id, "article"), chain) for chain in ((away, home), (home,))]
    rereader = Rereader(db.conn, Reader())
    assert [rereader.read(each).reading.verdict for each in ids] == [Verdict.SOFT_404, Verdict.CONTENT]

"""Captures in the archive are read once where body and circumstances are the same, and only there."""

from datetime import UTC, date, datetime, timedelta

import pytest

from harvester.archive.captures import Recording, add_chain
from harvester.archive.runs import Invocation, begin_run
from harvester.harvest.reader import Reader, Rereader
from harvester.model import Capture, Outcome, Verdict
from harvester.site_rule import SiteRule

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
PAGE = b"<title>Ferry</title><h1>Ferry</h1><h2>Why?</h2><p>For the fog.</p><h2>When?</h2><p>At noon.</p>"
OTHER = PAGE.replace(b"fog", b"ice")
HTML, PLAIN = ("Content-Type", "text/html; charset=utf-8"), ("Content-Type", "text/plain; charset=utf-8")
RULE = SiteRule(hosts=("tarvel.example",), content="h1", valid_until=date(2031, 3, 4))


def stored(db, *answers):
    """Store (body, headers) of one URL, an hour apart; return the ids of the captures."""
    run_id = begin_run(db, Invocation("import", "harvester"), NOON)
    ids = []
    for hours, (body, headers) in enumerate(answers):
        at = NOON + timedelta(hours=10 * hours)
        url = "https://tarvel.example/ferry"
        capture = Capture(url, at, Outcome.OK, status=200, headers=headers, body=body)
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
    readings = [rereader.read(each) for each in ids]
    assert (readings[0] is readings[1]) == same
    assert (readings[0] == readings[1]) == same


def test_a_page_that_goes_back_and_forth_is_read_twice(db):
    ids = stored(db, (PAGE, (HTML,)), (OTHER, (HTML,)), (PAGE, (HTML,)), (OTHER, (HTML,)))
    rereader = Rereader(db.conn, Reader())
    assert len({id(rereader.read(each)) for each in ids}) == 2


def test_a_rule_that_ends_is_a_circumstance(db):
    """The second capture is made at 22 o'clock, the third on the day after the rule's last."""
    ids = stored(db, *[(PAGE, (HTML,))] * 3)
    rereader = Rereader(db.conn, Reader((RULE,)))
    first, second, third = (rereader.read(each) for each in ids)
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
    assert [rereader.read(each).verdict for each in ids] == [Verdict.SOFT_404, Verdict.CONTENT]

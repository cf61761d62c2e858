"""Backfills from archives on loopback: every recorded form, killed at every request, never too often."""

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from backfills import Backfills, Clock
from chronicle import differences
from derived_rows import derived_rows
from dying import deaths
from kept_pages import THINGS, edition
from stand_in import archives

from harvester.archive.captures import Recording, add_chain
from harvester.archive.payload import digest_of
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.harvest.backfilling import BackfillBounds
from harvester.harvest.catching_up import rebuild
from harvester.harvest.pool import mapper
from harvester.interop.listed import MementoFate, Period
from harvester.interop.stamps import moment_of
from harvester.model import Capture, Outcome

PIER = "https://norra.example/pier"
NEW = "https://norra.example/new-pier"
FIVE, FOUR, THREE = (edition(THINGS[:n]) for n in (5, 4, 3))
GONE = b"<html><body>Not found</body></html>"


@pytest.fixture
def stand_in():
    with archives() as stand_in:
        yield stand_in


@pytest.fixture
def backfills(db, stand_in):
    return Backfills(db, stand_in, Clock())


def fill(stand_in):
    """Ten years of a page: editions, spellings, revisits, errors, a wall, redirects, a move."""
    add = stand_in.add
    stand_in.rows = 3
    add("20150101120000", PIER, FIVE)
    add("20150101120000", "http://norra.example:80/pier", FIVE)
    add("20150102120000", PIER, FIVE, listed_status="-", listed_mime="warc/revisit")
    add("20150201120000", "https://norra.example/Pier", THREE)  # of another URL, with the same key
    add("20160101120000", "http://norra.example/pier", FOUR)
    add("20170101120000", PIER, FIVE)
    add("20180101120000", PIER, GONE, status=404)
    add("20180102120000", PIER, GONE, status=404)
    add("20180301120000", PIER, b"slow down", status=429, headers=(("Retry-After", "3600"),))
    add("20180401120000", PIER, b"", status=302, headers=(("Location", "https://norra.example/lost"),))
    add("20180501120000", PIER, b"", status=302, headers=(("Location", PIER),))
    add("20190101120000", PIER, b"", status=301, headers=(("Location", NEW),))
    add("20190101120003", NEW, THREE)
    add("20200101120000", NEW, FIVE)


def fill_a_little(stand_in):
    """One memento of each kind that leaves rows behind."""
    add = stand_in.add
    stand_in.rows = 3
    add("20150101120000", PIER, FOUR)
    add("20150102120000", PIER, FOUR)
    add("20180101120000", PIER, GONE, status=404)
    add("20180102120000", PIER, GONE, status=404)
    add("20190101120000", PIER, b"", status=301, headers=(("Location", NEW),))
    add("20190101120003", NEW, THREE)


TOLD = [
    ("http://norra.example/pier", "2015-01-01T12:00:00.000Z", "ok", 200, "response", "current"),
    (PIER, "2015-01-01T12:00:00.000Z", "not_modified", 0, "revisit", "current"),
    (PIER, "2015-01-02T12:00:00.000Z", "not_modified", 0, "revisit", "current"),
    ("http://norra.example/pier", "2016-01-01T12:00:00.000Z", "ok", 200, "response", "current"),
    (PIER, "2017-01-01T12:00:00.000Z", "not_modified", 0, "revisit", "current"),
    (PIER, "2018-01-01T12:00:00.000Z", "gone", 404, "response", "gone"),
    (PIER, "2018-01-02T12:00:00.000Z", "gone", 404, "index", "gone"),
    (PIER, "2018-03-01T12:00:00.000Z", "rate_limited", 429, "response", "walled"),
    (PIER, "2018-04-01T12:00:00.000Z", "bad_redirect", 302, "response", "failed"),
    (PIER, "2018-05-01T12:00:00.000Z", "bad_redirect", 302, "response", "failed"),
    (PIER, "2019-01-01T12:00:00.000Z", "redirected", 301, "response", None),
    (NEW, "2019-01-01T12:00:03.000Z", "ok", 200, "response", "current"),
    (NEW, "2020-01-01T12:00:00.000Z", "ok", 200, "response", "current"),
]


def told(backfills):
    return [(*row[:4], row[7], row[8]) for row in backfills.told()]


def test_every_form_is_what_it_is(backfills, stand_in):
    fill(stand_in)
    came = backfills.run((PIER, NEW))
    assert told(backfills) == TOLD
    assert (came.others, came.left, came.problems, came.stopped) == (1, 0, [], "")
    assert (came.is_whole, came.is_refused) == (True, False)
    assert {row[5] for row in backfills.told()} == {"wayback"}
    [versions] = backfills.all("SELECT count(*) FROM version")
    assert versions == (5,)


def test_it_is_the_history_of_a_rebuild(backfills, stand_in):
    fill(stand_in)
    backfills.run((PIER, NEW))
    before = derived_rows(backfills.db.conn)
    for _ in rebuild(backfills.deriving, mapper(1)):
        pass
    assert differences(derived_rows(backfills.db.conn), before) == {}


def test_what_is_known_is_not_asked_for_again(backfills, stand_in):
    fill(stand_in)
    backfills.run((PIER, NEW))
    before, asked = backfills.told(), len(stand_in.asked)
    came = backfills.run((PIER, NEW))
    assert (backfills.told(), len(stand_in.asked)) == (before, asked)
    assert (came.imported.added, came.asked) == (0, 0)
    backfills.clock.s += 90_000  # a day later, the index may have more
    stand_in.add("20210101120000", NEW, FOUR)
    assert backfills.run((PIER, NEW)).imported.added == 1
    assert [path[:5] for path in stand_in.paths()[asked:]].count("/web/") == 1


def test_lost_notes_double_nothing(backfills, stand_in):
    """The tables of the index are for operation: without them the origins still say what is here."""
    fill(stand_in)
    backfills.run((PIER, NEW))
    before = backfills.told()
    with backfills.db.conn:
        backfills.db.conn.execute("DELETE FROM lookup")
        backfills.db.conn.execute("DELETE FROM memento")
    backfills.run((PIER, NEW))
    assert backfills.told() == before


class Killed(Exception):
    """The program ends here."""


def test_a_kill_at_any_request_loses_and_doubles_nothing(backfills, stand_in, tmp_path):
    fill_a_little(stand_in)
    backfills.run((PIER, NEW))
    whole, most = backfills.told(), len(stand_in.asked)
    with closing(open_archive(tmp_path / "empty.db", create=True)):
        pass
    for number in range(most):
        path = shutil.copy(tmp_path / "empty.db", tmp_path / f"{number}.db")
        with closing(open_archive(path)) as db:
            again = Backfills(db, stand_in, Clock())
            stand_in.asked.clear()
            with again.backfill("wayback", BackfillBounds(per_day=None)) as backfill:
                backfill.client.ask = dying(backfill.client.ask, number)
                with pytest.raises(Killed):
                    backfill.run([(PIER, NEW)])
            assert len(stand_in.asked) == number
            again.run((PIER, NEW))
            assert again.told() == whole, number
            assert len(stand_in.asked) <= most + 2  # a redirect is asked for again with what it leads to


def dying(ask, number):
    left = [number]

    def dies(*arguments):
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return ask(*arguments)

    return dies


def deed(db, folder):
    stand_in = type("Known", (), json.loads((Path(folder) / "stand_in.json").read_text()))()
    stand_in.clock = None
    Backfills(db, stand_in, Clock()).run((PIER, NEW))


def test_a_process_that_dies_at_a_write_loses_and_doubles_nothing(processes, stand_in, tmp_path, one_in):
    fill_a_little(stand_in)
    (tmp_path / "stand_in.json").write_text(json.dumps({"url": stand_in.url}))
    with closing(open_archive(tmp_path / "whole.db", create=True)) as db:
        deed(db, tmp_path)
        whole = Backfills(db, stand_in, Clock()).told()
    with closing(open_archive(tmp_path / "dying.db", create=True)):
        pass
    for db in deaths(processes, deed, tmp_path / "dying.db", one_in(300)):
        deed(db, tmp_path)
        assert Backfills(db, stand_in, Clock()).told() == whole


def test_never_more_than_the_rate(db, stand_in):
    """24 look-ups in any minute, 8 mementos in any second, also across two processes."""
    clock = Clock()
    stand_in.rows = 1
    for n in range(28):
        stand_in.add(f"2015{n // 28 + 1:02}{n % 28 + 1:02}120000", PIER, edition(THINGS[: n % 7 + 1]))
    Backfills(db, stand_in, clock).run(PIER, limit=3)
    db.conn.execute("DELETE FROM lookup")
    Backfills(db, stand_in, clock).run(PIER)
    at = {"index": [], "all": stand_in.at_s}
    for (path, _), when in zip(stand_in.asked, stand_in.at_s, strict=True):
        if path.startswith("/cdx"):
            at["index"].append(when)
    assert len(at["index"]) > 40
    assert min(later - sooner for sooner, later in zip(at["index"], at["index"][24:], strict=False)) >= 60
    assert min(later - sooner for sooner, later in zip(at["all"], at["all"][8:], strict=False)) >= 1


def test_the_delay_of_the_settings_counts_if_it_is_longer(db, stand_in):
    stand_in.add("20150101120000", PIER, FIVE)
    stand_in.add("20160101120000", PIER, FOUR)
    Backfills(db, stand_in, Clock(), delay_s=5.0).run(PIER)
    assert min(later - sooner for sooner, later in zip(stand_in.at_s, stand_in.at_s[1:], strict=False)) >= 5


def test_it_waits_as_long_as_the_archive_asks(backfills, stand_in):
    stand_in.add("20150101120000", PIER, FIVE)
    stand_in.odd["/cdx"] = [(429, {"Retry-After": "40"}, b"")]
    stand_in.odd["/web/"] = [(503, {"Retry-After": "50"}, b"")]
    assert backfills.run(PIER).is_whole
    waits = [later - sooner for sooner, later in zip(stand_in.at_s, stand_in.at_s[1:], strict=False)]
    assert [wait >= least for wait, least in zip(waits, (40, 0, 50), strict=True)] == [True] * 3


def test_it_leaves_for_later_what_asks_for_more_patience(backfills, stand_in):
    fill(stand_in)
    stand_in.odd["/web/2016"] = [(429, {"Retry-After": "3600"}, b"")]
    came = backfills.run((PIER, NEW))
    assert "is not to be asked before" in came.stopped
    assert (came.imported.added, came.left > 5, came.is_whole) == (3, True, False)
    asked = len(stand_in.asked)
    assert backfills.run((PIER, NEW)).stopped  # the wait is kept across processes
    assert len(stand_in.asked) == asked
    backfills.clock.s += 3600
    assert backfills.run((PIER, NEW)).is_whole
    assert told(backfills) == TOLD


def test_an_archive_that_is_down_is_left_alone(backfills, stand_in):
    fill(stand_in)
    stand_in.odd["/cdx"] = [(500, {}, b"<html>Oops</html>")] * 9
    came = backfills.run((PIER, NEW))
    assert (came.stopped != "", came.imported.added, len(stand_in.asked)) == (True, 0, 3)
    stand_in.odd["/cdx"] = []
    stand_in.odd["/web/"] = [(502, {}, b"")] * 90
    came = backfills.run((PIER, NEW))
    assert came.stopped.startswith("3 mementos in a row")
    assert len(stand_in.paths("/web/")) == 9


def test_a_body_that_is_cut_on_the_way_is_asked_for_again(backfills, stand_in):
    stand_in.add("20150101120000", PIER, FIVE)
    answer = stand_in.memento
    cuts = [300]

    def cut(path):
        status, said, body, _ = answer(path)
        return status, said, body, cuts.pop() if cuts else None

    stand_in.memento = cut
    assert backfills.run(PIER).is_whole
    assert [row[2] for row in backfills.told()] == ["ok"]


def test_what_is_always_cut_is_given_up_and_no_version(backfills, stand_in):
    stand_in.add("20150101120000", PIER, FIVE)
    answer = stand_in.memento
    stand_in.memento = lambda path: (*answer(path)[:3], 300)
    for fate, requests in ((MementoFate.WAITS, 3), (MementoFate.UNFIT, 6), (MementoFate.UNFIT, 6)):
        came = backfills.run(PIER)
        assert [*came.fates] == [fate]
        assert len(stand_in.paths("/web/")) == requests
    assert backfills.told() == []


def test_what_the_archive_refuses_is_refused(backfills, stand_in):
    error = {"X-Archive-Wayback-Runtime-Error": "AdministrativeAccessControlException: Blocked Site Error"}
    stand_in.odd["/cdx"] = [(403, error, b"Blocked")]
    came = backfills.run(PIER)
    assert came.is_refused
    assert "AdministrativeAccessControl" in came.problems[0].reason
    stand_in.add("20150101120000", PIER, FIVE)
    stand_in.add("20160101120000", PIER, FOUR)
    stand_in.odd["/web/"] = [
        (403, {"X-Archive-Wayback-Runtime-Error": "RobotAccessControlException"}, b"")
    ] * 2
    came = backfills.run(PIER)
    assert came.is_refused
    assert came.fates == {MementoFate.REFUSED: 2}


def test_addresses_that_may_not_be_asked_are_refused(backfills, stand_in):
    backfills.settings = backfills.settings.__class__(archives=backfills.settings.archives, timeout_s=5.0)
    came = backfills.run(PIER)
    assert (came.is_refused, stand_in.asked) == (True, [])


def test_what_the_archive_has_lost_is_not_there(backfills, stand_in):
    stand_in.add("20150101120000", PIER, FIVE)
    stand_in.add("20160101120000", PIER, FOUR)
    stand_in.odd["/web/2015"] = [(404, {}, b"never archived")]
    stand_in.odd["/web/2016"] = [(302, {"Location": f"{stand_in.url}/web/20170101000000id_/{PIER}"}, b"")]
    came = backfills.run(PIER)
    assert came.fates == {MementoFate.ABSENT: 1, MementoFate.ELSEWHERE: 1}
    assert (came.is_whole, came.is_refused) == (True, False)
    assert backfills.told() == []


def test_a_page_that_was_captured_here_is_not_asked_for(backfills, stand_in):
    """What a run captured has the digest of the index."""
    db = backfills.db
    run_id = begin_run(db, Invocation("run", "a test"), backfills.clock.now())
    capture = Capture(PIER, moment_of("20150101000000"), Outcome.OK, status=200, body=FIVE)
    add_chain(db, Recording(run_id, "article"), (capture,))
    stand_in.add("20140101120000", PIER, FIVE)  # before: nobody can confirm what comes later
    stand_in.add("20150101120000", PIER, FIVE)
    backfills.run(PIER)
    assert stand_in.paths("/web/") == [f"/web/20140101120000id_/{PIER}"]


def test_days_periods_and_limits(backfills, stand_in):
    for hour in (10, 11, 12):
        stand_in.add(f"20150101{hour}0000", PIER, edition(THINGS[: hour - 8]))
        stand_in.add(f"20160101{hour}0000", PIER, edition(THINGS[: hour - 8], 2032))
    came = backfills.run(PIER, per_day=1, period=Period("20160101000000"))
    assert (came.imported.added, came.thinned) == (1, 2)
    came = backfills.run(PIER, per_day=2, limit=1)
    assert (came.imported.added, came.left, came.thinned) == (1, 2, 2)
    came = backfills.outlook(PIER)
    assert (came.left, came.imported.added, came.fates[MementoFate.KEPT]) == (4, 0, 2)
    assert came.size > 1000
    assert backfills.run(PIER).imported.added == 4


def test_an_outlook_asks_the_index_only(backfills, stand_in):
    fill(stand_in)
    came = backfills.outlook(PIER)
    assert stand_in.paths("/web/") == []
    assert backfills.told() == []
    asked = len(stand_in.asked)
    took = backfills.run(PIER)
    assert len(stand_in.paths("/cdx")) == asked  # it was kept
    kept = [row for row in backfills.told() if row[7] == "response" and row[0] != NEW]
    assert (came.left, took.left) == (len(kept), 0)


def test_any_archive_by_its_timemap(backfills, stand_in):
    fill(stand_in)
    came = backfills.run(PIER, origin=f"{stand_in.url}/timemap/link/")
    assert came.is_whole
    said = [(row[0], row[1], row[2], row[5]) for row in backfills.told()]
    assert (PIER, "2015-01-02T12:00:00.000Z", "ok", "memento") in said
    assert len(stand_in.paths("/timemap/link/")) == 4  # each part once, though they name each other


def test_a_page_that_asks_for_no_copy_has_no_body_here(backfills, stand_in):
    refusal = b'<html><head><meta name="robots" content="noarchive"></head>' + FIVE
    stand_in.add("20150101120000", PIER, refusal)
    stand_in.add("20160101120000", PIER, refusal)
    backfills.run(PIER, obeys_noarchive=True)
    assert [(row[2], row[7]) for row in backfills.told()] == [("archiving_refused", "response")] * 2
    assert backfills.all("SELECT count(*) FROM payload") == [(0,)]


def test_common_crawl(backfills, stand_in):
    add = stand_in.add
    add("20190101120000", PIER, FIVE)
    add("20190201120000", PIER, FIVE)
    add("20190301120000", PIER, GONE, status=404)
    add("20200101120000", PIER, FOUR)
    add("20200201120000", "http://norra.example/pier", THREE)
    add("20200301120000", PIER, b"", status=301, headers=(("Location", NEW),))
    came = backfills.run(PIER, origin="commoncrawl")
    assert came.is_whole
    assert [(*row[1:4], row[5], row[7], row[8]) for row in backfills.told()] == [
        ("2019-01-01T12:00:00.000Z", "ok", 200, "commoncrawl", "response", "current"),
        ("2019-02-01T12:00:00.000Z", "not_modified", 0, "commoncrawl", "revisit", "current"),
        ("2019-03-01T12:00:00.000Z", "gone", 404, "commoncrawl", "response", "gone"),
        ("2020-01-01T12:00:00.000Z", "ok", 200, "commoncrawl", "response", "current"),
        ("2020-02-01T12:00:00.000Z", "ok", 200, "commoncrawl", "response", "current"),
        ("2020-03-01T12:00:00.000Z", "bad_redirect", 301, "commoncrawl", "response", "failed"),
    ]
    assert stand_in.paths("/collinfo") == ["/collinfo.json"]
    assert [path[:16] for path in stand_in.paths("/CC")] == ["/CC-MAIN-2019-04", "/CC-MAIN-2020-10"]
    backfills.clock.s += 900_000  # a crawl that was listed does not grow
    assert backfills.run(PIER, origin="commoncrawl").asked == 1


def test_a_crawl_without_the_page_and_a_whole_file(backfills, stand_in):
    stand_in.add("20200101120000", PIER, FOUR)
    stand_in.odd["/crawl-data/"] = [(200, {}, b"the whole file" * 9)]
    came = backfills.run(PIER, origin="commoncrawl")
    assert came.fates == {MementoFate.UNFIT: 1}
    assert len(stand_in.paths("/CC-MAIN")) == 2  # one answers 404, and says that it has nothing


def test_one_page_from_two_archives_is_asked_for_once(backfills, stand_in):
    stand_in.add("20190101120000", PIER, FIVE)
    stand_in.add("20200101120000", PIER, FIVE)
    backfills.run(PIER, period=Period("", "20191231000000"))
    backfills.run(PIER, origin="commoncrawl", period=Period("20200101000000"))
    assert stand_in.paths("/crawl-data/") == []
    assert [(row[2], row[5]) for row in backfills.told()] == [
        ("ok", "wayback"),
        ("not_modified", "commoncrawl"),
    ]


def test_a_takedown_stays(backfills, stand_in):
    stand_in.add("20150101120000", PIER, FIVE)
    with backfills.db.conn:
        backfills.db.conn.execute(
            "INSERT INTO tombstone (capture_key, payload_digest, taken_at, who, why)"
            " VALUES (x'00', ?, '', '', '')",
            (digest_of(FIVE),),
        )
    came = backfills.run(PIER)
    assert backfills.told() == []
    assert [each.place for each in came.imported.refused] == [f"20150101120000/{PIER}"]
    assert backfills.run(PIER).asked == 0


@pytest.mark.parametrize("has_folder", [True, False])
def test_two_archives_ask_no_oftener_than_one(db, stand_in, tmp_path, monkeypatch, has_folder):
    """The second backfill begins right after the first. Without a folder, each has turns of its own."""
    if not has_folder:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "tarvel.db"))  # a file
    fill_a_little(stand_in)
    clock = Clock()
    Backfills(db, stand_in, clock).run(PIER)
    before = len(stand_in.asked)
    began, at = clock.s, stand_in.at_s[-1]
    with closing(open_archive(tmp_path / "other.db", create=True)) as other:
        Backfills(other, stand_in, clock).run(PIER)
    assert stand_in.asked[before][0].startswith("/cdx")
    assert began - at < 0.1
    assert (stand_in.at_s[before] - at >= 2.5) == has_folder
    assert (tmp_path / "tarvel.db.hosts").exists() != has_folder

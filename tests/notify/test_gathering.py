"""What is told: what is new and was captured here since the notice began, each once."""

from dataclasses import replace

import pytest
from chronicle import LATER, THINGS, exchange
from notice_desk import PIER, to

from harvester.archive.decisions import Terms
from harvester.config.notices import Notice
from harvester.errors import ConfigError
from harvester.harvest.deriving import Deriving
from harvester.model import Outcome
from harvester.notify.gathering import gather_past
from harvester.site_rule import SiteRule

CRANE = "https://norra.example/crane"
EDITED = ["answer edited"] * 5


def test_it_begins_with_what_is_captured_from_then_on(desk, feed):
    desk.shows(0)
    desk.shows(1, year=2032)
    desk.notices(feed)
    desk.send()
    assert desk.items() == []
    desk.shows(2, year=2033)
    assert desk.send()["x"].sent == 1
    assert desk.items() == EDITED
    assert desk.send() == {}


def test_since_asks_for_more(desk, feed):
    desk.shows(0)
    desk.shows(1, year=2032)
    desk.notices(feed)
    gather_past(desk.db, [feed], "2031-03-04T12:30:00.000Z", desk.now())
    assert desk.send()["x"].sent == 1
    gather_past(desk.db, [feed], "2031-03-04T12:30:00.000Z", desk.now())
    assert (desk.items(), desk.send()) == (EDITED, {})


def test_what_an_import_brings_is_not_told(desk, feed):
    desk.shows(0)
    desk.shows(9, year=2033)
    desk.notices(feed)
    desk.shows(5, year=2032, recorded_at=LATER)
    desk.shows(6, year=2034, kind="saved", recorded_at=LATER)
    assert (desk.items(), desk.send()) == ([], {})


def test_what_another_reader_finds_is_not_told(desk, feed):
    desk.shows(0)
    desk.notices(feed)
    desk.shows(1, year=2032)
    desk.send()
    desk.chronicle.deriving = Deriving(
        desk.db, (SiteRule(("norra.example",), drop="h2:first-of-type"),), lambda: LATER
    )
    assert desk.chronicle.rebuild() == 2
    assert desk.chronicle.one("SELECT count(*) FROM question") == 4
    assert desk.send() == {}
    assert len(desk.items()) == 5
    desk.shows(2, year=2033)
    desk.send()
    assert desk.items()[5:] == [*["answer edited"] * 4, "surroundings edited"]  # the rule left an answer


def test_a_rebuild_tells_nothing_twice(desk, feed):
    desk.shows(0)
    desk.notices(feed)
    desk.shows(1, year=2032)
    desk.send()
    desk.chronicle.rebuild()
    assert desk.send() == {}
    assert desk.items() == EDITED


def test_a_capture_that_was_not_read_is_told_when_it_is(desk, feed):
    desk.shows(0)
    desk.notices(feed)
    desk.shows(1, year=2032, live=False)
    assert desk.send() == {}
    desk.chronicle.catch_up()
    desk.send()
    assert desk.items() == EDITED


def test_what_waits_to_be_confirmed_is_told_when_it_is(desk, feed):
    desk.shows(0, THINGS)
    desk.notices(feed)
    desk.shows(1, THINGS[:1])
    desk.send()
    assert desk.items() == ["suspect"]
    desk.shows(30, THINGS[:1])
    desk.send()
    desk.shows(60, THINGS[:1])
    desk.send()
    assert desk.items() == ["suspect", *["dropped"] * 9]
    assert desk.chronicle.one("SELECT count(*) FROM notice_capture") == 0


def test_what_stays_suspect_is_given_up(desk, feed):
    desk.shows(0, THINGS)
    desk.notices(feed)
    desk.shows(1, THINGS[:1])
    desk.send()
    assert desk.chronicle.one("SELECT count(*) FROM notice_capture") == 1
    desk.hours = 24 * 91
    desk.send()
    assert desk.chronicle.one("SELECT count(*) FROM notice_capture") == 0


def test_a_suspect_capture_that_somebody_accepts(desk, feed):
    desk.shows(0, THINGS)
    desk.notices(feed)
    capture = desk.shows(1, THINGS[:1])
    desk.send()
    desk.chronicle.say("accept", ("capture", desk.chronicle.key(capture)), hours=2)
    desk.send()
    assert desk.items().count("dropped") == 9
    assert desk.send() == {}


def test_gone_is_told_though_it_began_earlier(desk, feed):
    desk.shows(0)
    desk.notices(feed)
    for hours in (1, 4):
        desk.chronicle.add(exchange(PIER, hours, outcome=Outcome.GONE, status=410))
        desk.send()
    assert desk.items() == []
    for hours in (8, 20):
        desk.chronicle.add(exchange(PIER, hours, outcome=Outcome.GONE, status=410))
        desk.send()
    assert desk.items() == ["gone"]
    desk.shows(21)
    desk.send()
    assert sorted(desk.items()) == ["back", "gone"]
    assert desk.chronicle.one("SELECT count(*) FROM notice_capture") == 0


CHOSEN = {
    "an article by its URL": ({"articles": (CRANE,)}, 3),
    "another article": ({"articles": ("https://norra.example/dam",)}, 0),
    "a source that announced none": ({"sources": ("https://norra.example/feed",)}, 0),
    "a search": ({"search": "sluice"}, 1),
    "a search for what is not there": ({"search": "palace"}, 0),
    "a phrase, and not a word": ({"search": '"harbour fund" -crane'}, 4),
    "a class": ({"classes": ("number",)}, 5),
    "significance": ({"significance": 0.99}, 0),
}


@pytest.mark.parametrize(("said", "number"), CHOSEN.values(), ids=CHOSEN)
def test_what_is_chosen(desk, feed, said, number):
    desk.shows(0, THINGS[:2])
    desk.shows(0, THINGS[7:10], url=CRANE)
    desk.notices(replace(feed, **said))
    desk.shows(1, THINGS[:2], 2032)
    desk.shows(1, THINGS[7:10], 2032, url=CRANE)
    desk.send()
    assert len(desk.items()) == number


def test_what_a_decision_takes_back_is_not_sent(desk, tmp_path):
    notice = Notice("x", to("atom", tmp_path / "a.atom"), how="daily")
    desk.shows(0)
    desk.notices(notice)
    capture = desk.shows(1, year=2032)
    desk.send()
    assert desk.items() == EDITED
    desk.chronicle.say("reject", ("capture", desk.chronicle.key(capture)), hours=2)
    desk.hours = 30
    desk.send()
    assert b"<entry>" not in (tmp_path / "a.atom").read_bytes()


DIGESTS = {
    # hours after noon at which it is looked; at which of them a message goes out
    "each": ("each", "UTC", (1, 2, 13), [1]),
    "hourly": ("hourly", "UTC", (1, 1.9, 2, 13), [2]),
    "daily": ("daily", "UTC", (1, 11.9, 12, 37), [12]),
    "daily, elsewhere": ("daily", "Asia/Tokyo", (1, 2.9, 3, 27), [3]),
}


@pytest.mark.parametrize(("how", "zone", "looks", "sent"), DIGESTS.values(), ids=DIGESTS)
def test_digests(desk, feed, how, zone, looks, sent):
    desk.shows(0)
    desk.notices(replace(feed, how=how), zone=zone)
    desk.shows(1, year=2032)
    found = []
    for hours in looks:
        desk.hours = hours
        found += [hours] if desk.send().get("x") and desk.states() and hours not in found else []
    assert found == sent
    assert desk.states() == ["sent"]


def test_a_digest_has_all_articles(desk, feed):
    for url in (PIER, CRANE):
        desk.shows(0, url=url)
    desk.notices(replace(feed, how="daily"))
    for hours, url in ((1, PIER), (2, CRANE), (3, PIER)):
        desk.shows(hours, year=2031 + hours, url=url)
        desk.send()
    desk.hours = 13
    assert desk.send()["x"].sent == 1
    assert len(desk.items()) == 15


def test_warnings_are_told_when_they_come_up(desk, feed):
    desk.shows(0)
    desk.chronicle.say("follow", ("article", PIER), Terms("page").as_text())
    desk.notices(replace(feed, warnings=("all",)))
    for hours in (1, 2):
        desk.shows(hours, THINGS[:1])
        desk.send()
    assert [each.split(":")[0] for each in desk.items()] == ["yield_collapsed"]
    desk.shows(3)
    desk.send()
    desk.shows(4, THINGS[5:6])
    desk.send()
    assert [each.split(":")[0] for each in desk.items()] == ["yield_collapsed"] * 2


def test_a_warning_that_does_not_exist(desk, feed):
    with pytest.raises(ConfigError, match=r"'no_rain' is not a warning\. Known are disk_low"):
        desk.notices(replace(feed, warnings=("no_rain",)))


def test_a_search_without_words(desk, feed):
    with pytest.raises(ConfigError, match="has no word"):
        desk.notices(replace(feed, search="-- !"))


def test_a_name_that_comes_back_begins_again(desk, feed):
    desk.shows(0)
    desk.notices(feed)
    desk.notices()
    desk.shows(1, year=2032)
    assert desk.chronicle.one("SELECT count(*) FROM notice_capture") == 0
    desk.notices(feed)
    assert desk.send() == {}
    desk.shows(2, year=2033)
    desk.send()
    assert desk.items() == EDITED

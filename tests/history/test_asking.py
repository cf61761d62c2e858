"""When something is asked for again: which of the reasons for a time counts."""

from datetime import UTC, datetime, timedelta

import pytest

from harvester.history.asking import AT_ONCE, Asking, Stated, next_time
from harvester.history.trouble import Trouble
from harvester.pace.next_check import ARTICLES, Observations

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

ASKED = NOON + 10 * DAY
NEW = NOON + 10 * DAY  # trouble that began with the newest request
OLD = NOON


def asking(every=timedelta(), word="", since=OLD, **more):
    """An article that is asked for since noon, and was asked for ten days later."""
    trouble = Trouble(word, since.isoformat() if word else "")
    return Asking("https://a.example/", every, trouble, Observations(NOON, NOON, ASKED), **more)


CASES = {  # what is known; the wait lies between these
    "paced": (asking(), (HOUR, 3 * DAY)),
    "fixed": (asking(7 * DAY), (6.9 * DAY, 7 * DAY)),
    "fixed, often": (asking(5 * MINUTE), (4 * MINUTE, 5 * MINUTE)),
    "failed": (asking(word="timeout", since=NEW), (7 * MINUTE, 13 * MINUTE)),
    "failed, with a week as interval": (asking(7 * DAY, "server_error", NEW), (7 * MINUTE, 13 * MINUTE)),
    "failed, with a short interval": (asking(5 * MINUTE, "server_error", NEW), (4 * MINUTE, 5 * MINUTE)),
    "failing for days": (asking(7 * DAY, "dns_error"), (4 * HOUR, 8 * HOUR)),
    "a wall": (asking(7 * DAY, "bot_wall"), (13 * HOUR, 23 * HOUR)),
    "gone just now": (asking(word="gone", since=NEW), (HOUR, HOUR)),
    "gone for ten days": (asking(word="gone"), (10 * DAY, 10 * DAY)),
    "gone, with a longer interval": (asking(20 * DAY, "gone"), (19 * DAY, 20 * DAY)),
    "refused by robots.txt just now, with a week as interval": (
        asking(7 * DAY, "robots_refused", NEW),
        (HOUR, HOUR),
    ),
    "refused by robots.txt for ten days, with a short interval": (
        asking(5 * MINUTE, "robots_refused"),
        (10 * DAY, 10 * DAY),
    ),
    "suspect, with an interval": (asking(DAY, "suspect"), (23 * HOUR, DAY)),
    "no explainer": (asking(remembered_since=NOON), (10 * DAY, 10 * DAY)),
    "no explainer, with a longer interval": (asking(30 * DAY, remembered_since=NOON), (30 * DAY, 30 * DAY)),
    "no explainer, and a wall": (asking(word="paywall", remembered_since=NOON), (10 * DAY, 10 * DAY)),
}


@pytest.mark.parametrize(("known", "bounds"), CASES.values(), ids=CASES)
def test_which_reason_counts(known, bounds):
    low, high = bounds
    assert low <= next_time(ARTICLES, known).at - ASKED <= high


def test_a_url_that_was_never_tried_is_tried_at_once():
    assert next_time(ARTICLES, asking(7 * DAY, "gone", untried=True)).at == AT_ONCE


PACED = next_time(ARTICLES, asking()).at - ASKED
LATER = ASKED + PACED / 2
SEEN = Observations(NOON, NOON, ASKED, ((NOON + DAY, NOON + 2 * DAY),))
PACED_EDITED = next_time(ARTICLES, asking()._replace(seen=SEEN)).at - ASKED

# What it shows: (stated change, when the source was read, whether an edit was seen, how much longer).
STATED = {
    "unchanged since long": (NOON, LATER, False, PACED / 2),
    "at most twice as long": (NOON, ASKED + 9 * DAY, False, PACED),
    "not read since": (NOON, ASKED - HOUR, False, timedelta()),
    "changed since": (ASKED + MINUTE, LATER, False, timedelta()),
    "the edit that was seen": (NOON + 1.5 * DAY, LATER, True, PACED / 2),
    "silent about the edit that was seen": (NOON, LATER, True, timedelta()),
}


@pytest.mark.parametrize(("changed_at", "read_at", "is_edited", "longer"), STATED.values(), ids=STATED)
def test_what_a_source_says_is_unchanged_waits(changed_at, read_at, is_edited, longer):
    known = asking(stated=Stated(changed_at, read_at))
    known = known._replace(seen=SEEN) if is_edited else known
    paced = PACED_EDITED if is_edited else PACED
    assert next_time(ARTICLES, known).at - ASKED == paced + longer


def test_nothing_waits_longer_than_a_month_for_what_a_source_says():
    stated = Stated(NOON, NOON + 900 * DAY)
    old = asking(stated=stated)._replace(seen=Observations(NOON, NOON, NOON + 800 * DAY))
    assert next_time(ARTICLES, old).at - NOON - 800 * DAY == ARTICLES.longest
